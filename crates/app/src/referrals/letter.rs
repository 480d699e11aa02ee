//! 移送函: the file that goes to 纪委、监察专员办公室 (R6): ground, evidence, what the record says, the unit's explanation, who
//! approved, and the list of the matter's files with their digests.

use documents::{Paper, official::discipline_letter::DisciplineLetter, paper::Sheet};
use domain::{Stamp, referral::Referral, value::ReferralId};

use super::{Reading, ReferralView};
use crate::{
    Actor, App, Denied, fold,
    names::Names,
    papers::{Facts, day_cn, organ, told_of_record},
};

impl App {
    /// For those who read it whole; leaves a line in the audit log like every reading.
    pub async fn referral_letter(&self, actor: &Actor, id: ReferralId) -> Result<Paper, Denied> {
        let view = self.referral(actor, id).await?;
        if view.reading != Reading::Whole {
            return Err(Denied::NotFound);
        }
        let matter = view.referral.matter.ok_or(Denied::NotFound)?;
        self.read(move |read| {
            let names = Names { institution: read.institution.clone(), today: read.today };
            let (matter, timeline) = fold::whole_matter(read, matter)?;
            let mut files = Vec::new();
            for attachment in &matter.attachments {
                let row = store::files::find(read, attachment.file.0)?;
                files.extend(row.map(|row| format!("{}（SM3：{}）", row.name, crate::execute::hex(&row.sm3))));
            }
            let facts = Facts {
                matter: &matter,
                timeline: &timeline,
                names: &names,
                number: &view.number,
                telephone: &|_, _| String::new(),
            };
            let letter = letter(&facts, &view, files);
            let on = view.referral.approved.as_ref().map_or(names.today, |(stamp, _)| stamp.on);
            let official = letter.official(&organ(&facts));
            Ok(names.paper(letter.title, Some(on), vec![Sheet::Official(official)]))
        })
        .await
    }
}

fn letter(facts: &Facts<'_>, view: &ReferralView, files: Vec<String>) -> DisciplineLetter {
    let (names, referral) = (facts.names, &view.referral);
    let unit = referral.unit.map(|unit| names.unit_name(unit).to_owned()).unwrap_or_default();
    let rules = names.rules();
    let by = rules.map(|rules| format!("《{}》（{}）第六条", rules.title, rules.document)).unwrap_or_default();
    let mut parts = vec![("移送事由".to_owned(), reasons(view))];
    parts.extend(told_of_record(facts, facts.matter).map(|(heading, lines)| (heading.to_owned(), lines)));
    parts.push(("有关单位的说明".to_owned(), explanation(names, view)));
    parts.push(("审核和批准".to_owned(), decisions(names, view)));
    parts.push(("材料清单".to_owned(), files));
    DisciplineLetter {
        title: "关于移送督办问责线索的函".to_owned(),
        to: names.discipline_name().to_owned(),
        opening: format!("根据{by}的规定，现将{unit}在办理“{}”（{}）中的有关情况移送贵单位。", view.title, view.number),
        parts,
        closing: "请予签收。处理结果可反馈学校办公室。".to_owned(),
        enclosed: Vec::new(),
        from: names.author(),
        issued_on: day_cn(referral.approved.as_ref().map_or(names.today, |(stamp, _)| stamp.on)),
        mark: if is_out(referral) { String::new() } else { "尚未批准移送".to_owned() },
    }
}

fn is_out(referral: &Referral) -> bool {
    referral.approved.is_some() || referral.evidence.is_none()
}

fn reasons(view: &ReferralView) -> Vec<String> {
    let ground = view.referral.ground.map(|ground| format!("{}：{}。", ground.clause().article(), ground.text()));
    let evidence = view.referral.evidence.iter().flat_map(|text| view.opened(text).lines().map(str::to_owned));
    ground.into_iter().chain(evidence).collect()
}

fn explanation(names: &Names, view: &ReferralView) -> Vec<String> {
    match (&view.referral.explanation, &view.referral.lapsed) {
        (Some(given), _) => {
            let late = if given.late { "（晚于要求的日期）" } else { "" };
            let head = format!("{}说明{late}：", by(names, &given.stamp));
            std::iter::once(head).chain(view.opened(&given.text).lines().map(str::to_owned)).collect()
        }
        (None, Some(lapsed)) => vec![format!("逾期未说明（{}记录）。", day_cn(lapsed.on))],
        (None, None) => Vec::new(),
    }
}

fn decisions(names: &Names, view: &ReferralView) -> Vec<String> {
    let said = |what: &str, decision: &Option<(Stamp, Option<domain::value::Sealed>)>| {
        decision.as_ref().map(|(stamp, text)| {
            let text = text.as_ref().map(|text| format!("：{}", view.opened(text))).unwrap_or_default();
            format!("{}{what}{text}", by(names, stamp))
        })
    };
    let endorsed = said("审核", &view.referral.endorsed);
    let approved = said("批准移送", &view.referral.approved);
    endorsed.into_iter().chain(approved).collect()
}

fn by(names: &Names, stamp: &Stamp) -> String {
    format!("{}{}", day_cn(stamp.on), names.signed_by(stamp))
}
