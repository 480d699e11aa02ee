//! The commands that bring a new matter to the stage in which a record has it.

use domain::{
    Refusal,
    duty::Owner,
    matter::{
        Answer, Assignment, Cadence, Category, Command, LimitRule, Material, MaterialForm, MaterialKind, Proposal,
        Question, Review, Sections, Source, SourceKind, Stage, SuspensionCause, Verdict,
    },
    value::{Day, MatterId, Text, Title, UnitId},
};
use jiff::ToSpan;
use store::Tx;

use super::{Desks, Record};
use crate::{Denied, execute::Work};

pub(super) fn live(
    work: &mut Work<'_>,
    tx: &mut Tx<'_>,
    id: MatterId,
    record: &Record,
    desks: &Desks,
) -> Result<(), Denied> {
    let stage = stage(&record.status)?;
    let lead = desk(desks, &record.lead_unit)?;
    let mut co_units: Vec<&Assignment> = Vec::new();
    for name in &record.co_units {
        let co = desk(desks, name)?;
        if co.unit != lead.unit && co_units.iter().all(|other| other.unit != co.unit) {
            co_units.push(co);
        }
    }
    let proposal = proposal(record, lead.unit, co_units.iter().map(|co| co.unit).collect())?;
    let limit = proposal.limit;
    let today = work.today();
    let until = ending(record, today);
    let note = Text::parse("说明", "（自原系统导入）")?;
    let mut give = |on: Day, command: Command| {
        work.on(on);
        work.matter(tx, id, &command)
    };

    give(record.created, Command::Propose { proposal: Box::new(proposal), group: None })?;
    match stage {
        Stage::Unborn | Stage::Draft | Stage::Consulting | Stage::AwaitingApproval => return Ok(()),
        Stage::NotPursued => return give(record.created, Command::NotPursue { reason: note }),
        _ => give(record.created, Command::Register)?,
    }
    if stage == Stage::Registered {
        return Ok(());
    }
    let assignments = std::iter::once(lead).chain(co_units).cloned().collect();
    give(record.created, Command::Dispatch { assignments, limit, cadence: Cadence::None })?;
    if stage == Stage::Dispatched {
        return Ok(());
    }
    give(record.created, Command::Sign { unit: lead.unit })?;
    match stage {
        Stage::Suspended => {
            let expected_end = today.checked_add(30.days()).unwrap_or(today);
            let cause = SuspensionCause::default();
            give(until, Command::RequestSuspension { reason: note, expected_end, cause })?;
            return give(until, Command::GrantSuspension { suspension: 1, until: expected_end, text: None });
        }
        Stage::Terminated => {
            give(until, Command::RequestTermination { reason: note })?;
            return give(until, Command::GrantTermination { termination: 1, text: None });
        }
        Stage::UnderWay => return Ok(()),
        _ => {}
    }
    let [content, goal, done, result, next] = [(); 5].map(|()| note.clone());
    let sections = Box::new(Sections { content, goal, work: done, result, next });
    give(until, Command::SubmitClosingReport { sections })?;
    if stage == Stage::UnderReview {
        return Ok(());
    }
    give(until, Command::Review { report: 1, review: Box::new(accepting()) })?;
    if stage == Stage::Closed {
        return Ok(());
    }
    give(until, Command::FeedBack { to: vec![Owner::Unit(lead.unit)], text: note })?;
    give(until, Command::Archive { materials: electronic(), archivist: None, remarks: None })
}

fn desk<'d>(desks: &'d Desks, name: &str) -> Result<&'d Assignment, Denied> {
    let missing = || Refusal::invalid("承办单位", "没有写明单位名称").into();
    desks.0.get(name.trim()).ok_or_else(missing)
}

fn proposal(record: &Record, lead: UnitId, co_units: Vec<UnitId>) -> Result<Proposal, Denied> {
    let title: String = record.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = title.chars().take(Title::MAX).collect();
    let body = if record.body.trim().is_empty() { &record.title } else { &record.body };
    Ok(Proposal {
        title: Title::parse("标题", &title)?,
        content: Text::parse("事项内容", body)?,
        requirements: Some(Text::parse("办理要求", "按事项内容办理，按时报告结果。")?),
        target: Some(Text::parse("量化目标", "按期办结，并报送办结报告。")?),
        category: category(&record.category),
        source: Source {
            kind: SourceKind::Other,
            organ: None,
            number: Title::parse("原编号", &record.id).ok(),
            date: Some(record.created),
            clause: None,
            reply_by: None,
            petitioner: None,
        },
        lead_unit: Some(lead),
        co_units,
        limit: record.due.filter(|due| *due > record.created).map_or(LimitRule::Standard, LimitRule::Explicit),
        major: false,
        complex: false,
        ongoing: false,
        leader: None,
    })
}

fn category(text: &str) -> Category {
    let short = Category::ALL.iter().copied().find(|category| category.short() == text);
    Category::from_code(text).or(short).unwrap_or(Category::Other)
}

/// `under-way` and `under_way` alike, or the stage's own name; an unknown word is refused, not guessed.
fn stage(text: &str) -> Result<Stage, Denied> {
    let code = text.trim().replace('-', "_");
    let named = Stage::ALL.iter().copied().find(|stage| stage.label() == text.trim());
    Stage::from_code(&code).or(named).ok_or_else(|| {
        let known = "draft、registered、under-way、under-review、closed、archived";
        Refusal::invalid("状态", format!("“{text}”不是可装载的状态，请改为 {known} 之一")).into()
    })
}

/// When a finished matter was finished: by its limit, as far as nothing else is known; never after today.
fn ending(record: &Record, today: Day) -> Day {
    let usual = record.created.checked_add(14.days()).unwrap_or(record.created);
    record.due.unwrap_or(usual).max(record.created).min(today)
}

fn accepting() -> Review {
    let yes = |question: &Question| Answer { question: *question, yes: true, note: None };
    Review { verdict: Verdict::Accept, answers: Question::ALL.iter().map(yes).collect(), reasons: None, due: None }
}

fn electronic() -> Vec<Material> {
    MaterialKind::ALL.iter().map(|kind| Material { kind: *kind, form: MaterialForm::Electronic }).collect()
}
