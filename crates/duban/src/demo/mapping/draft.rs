//! 拟办, 补录, 征求意见, 审定 (R4.1, R4.2).

use anyhow::{Context, Result, bail};
use app::{Request, matter_scope};
use domain::{
    matter::{
        AdoptedSignature, Adoption, Cadence, Category, Command, Earlier, EarlierKind, LimitRule, OpinionAnswer,
        Proposal, Source, SourceKind,
    },
    value::{NoticeNumber, Title},
};

use super::{Scene, newest};
use crate::demo::deed;

impl Scene<'_> {
    pub(super) fn propose(&self, request: &mut Request) -> Result<Command> {
        let group = self.data.source_group.as_deref().map(|group| self.cast.group(group)).transpose()?;
        Ok(Command::Propose { proposal: Box::new(self.proposal(request)?), group })
    }

    fn proposal(&self, request: &mut Request) -> Result<Proposal> {
        let data = self.data;
        Ok(Proposal {
            title: self.dates.title("事项标题", &data.title)?,
            content: self.text(&data.content)?,
            requirements: self.optional(&data.requirements)?,
            target: self.optional(&data.target)?,
            category: Category::from_code(&data.category).with_context(|| format!("类别 {}", data.category))?,
            source: self.source(request)?,
            lead_unit: Some(self.cast.unit(&data.lead)?),
            co_units: data.co.iter().map(|unit| self.cast.unit(unit)).collect::<Result<_>>()?,
            limit: self.limit(&data.limit.rule, data.limit.due.as_deref())?,
            major: data.major,
            complex: data.complex,
            ongoing: false,
            leader: Some(self.cast.person(&data.leader)?),
        })
    }

    fn source(&self, request: &mut Request) -> Result<Source> {
        let source = &self.data.source;
        let title = source.title.as_deref().map(|title| format!("《{title}》")).unwrap_or_default();
        let organ = format!("{}{title}{}", source.organ, source.item.as_deref().unwrap_or_default());
        let telephone = source.telephone.as_deref().map(|telephone| format!("，电话 {telephone}")).unwrap_or_default();
        let petitioner = source.petitioner.as_deref().map(|name| format!("{name}{telephone}"));
        Ok(Source {
            kind: SourceKind::from_code(&source.kind).with_context(|| format!("来源 {}", source.kind))?,
            organ: Some(self.dates.title("来源", &organ)?),
            number: source.number.as_deref().map(|number| self.dates.title("文号", number)).transpose()?,
            date: Some(self.dates.day(&source.date)?),
            clause: None,
            reply_by: self.day_if(source.reply_by.as_deref())?,
            petitioner: petitioner.map(|petitioner| request.seal(matter_scope(self.id), &petitioner)),
        })
    }

    pub(super) fn limit(&self, rule: &str, due: Option<&str>) -> Result<LimitRule> {
        match (rule, due) {
            ("explicit", Some(due)) => Ok(LimitRule::Explicit(self.dates.day(due)?)),
            ("standard", None) => Ok(LimitRule::Standard),
            ("by_plan", None) => Ok(LimitRule::ByPlan),
            _ => bail!("时限规则 {rule} 与日期 {due:?} 不相称"),
        }
    }

    pub(super) fn adopt(&self, adopt: &deed::Adopt, request: &mut Request) -> Result<Command> {
        let registered_on = self.dates.day(&adopt.registered)?;
        let adoption = Adoption {
            number: NoticeNumber { year: registered_on.year(), seq: adopt.number },
            proposed_on: Some(self.dates.day(&adopt.proposed)?),
            registered_on,
            dispatched_on: self.dates.day(&adopt.dispatched)?,
            signed: Some(AdoptedSignature {
                on: self.dates.day(&adopt.signed)?,
                by: Some(self.name_of(&adopt.contact)?),
            }),
            assignments: self.assignments((&adopt.responsible, &adopt.contact), request)?,
            first_due: self.dates.day(&adopt.first_due)?,
            due: self.dates.day(&adopt.due)?,
            cadence: Cadence::None,
            history: adopt.history.iter().map(|earlier| self.earlier(earlier)).collect::<Result<_>>()?,
            scans: Vec::new(),
        };
        Ok(Command::Adopt { proposal: Box::new(self.proposal(request)?), adoption: Box::new(adoption) })
    }

    fn earlier(&self, earlier: &deed::Earlier) -> Result<Earlier> {
        Ok(Earlier {
            kind: EarlierKind::from_code(&earlier.kind).with_context(|| format!("既往记录 {}", earlier.kind))?,
            on: self.dates.day(&earlier.date)?,
            by: earlier.by.as_deref().map(|person| self.name_of(person)).transpose()?,
            text: self.text(&earlier.text)?,
            from_due: self.day_if(earlier.from_due.as_deref())?,
            to_due: self.day_if(earlier.to_due.as_deref())?,
        })
    }

    pub(super) fn name_of(&self, person: &str) -> Result<Title> {
        Ok(Title::parse("姓名", &self.school.person(person)?.name)?)
    }

    pub(super) fn seek_opinions(&self, to: &[String], due: &str, question: &str) -> Result<Command> {
        Ok(Command::SeekOpinions {
            parties: to.iter().map(|party| self.party(party)).collect::<Result<_>>()?,
            due: self.dates.day(due)?,
            question: self.text(question)?,
        })
    }

    pub(super) fn give_opinion(&self, who: &str, text: &str) -> Result<Command> {
        Ok(Command::GiveOpinion { opinion: self.awaited(who)?, text: self.text(text)? })
    }

    pub(super) fn record_missing_opinion(&self, party: &str) -> Result<Command> {
        Ok(Command::RecordMissingOpinion { opinion: self.awaited(party)? })
    }

    fn awaited(&self, party: &str) -> Result<u32> {
        let party = self.party(party)?;
        let awaited = newest(&self.now.opinions, "征求意见", |opinion| {
            opinion.party == party && opinion.answer == OpinionAnswer::Awaited
        })?;
        Ok(awaited.id)
    }

    pub(super) fn submit(&self, to: &[String], text: &str) -> Result<Command> {
        let leaders = to.iter().map(|leader| self.cast.person(leader)).collect::<Result<_>>()?;
        Ok(Command::Submit { leaders, text: self.optional(text)? })
    }
}
