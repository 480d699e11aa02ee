//! `GET /meeting?…` and `GET /meetings/{id}/matters/{n}`: one matter a page, large, for the leadership's meeting. The first goes
//! through what the ledger finds now, the second through what the meeting began with.

use app::{
    ask::LedgerRow,
    meetings::{Agenda, Turn},
    names::Names,
};
use axum::extract::Path;
use domain::matter::{CommandKind, ExtensionOutcome, Matter, Progress};
use uuid::Uuid;

use super::{empty, here, is_office, note_row, uuid_of};
use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    leader_desk::{cut, progress_on},
    ledger,
    pages::{
        form::{Fact, Problems},
        meeting::{BeginForm, Shown, TurnPage},
        text,
    },
    respond::{self, Answer},
    words,
};

pub fn href(meeting: Uuid, place: usize) -> String {
    format!("/meetings/{meeting}/matters/{place}")
}

/// The name of the place in the address; everything else is the ledger's.
const PLACE: &str = "n";

pub async fn asked(visitor: SignedIn, asked: Asked) -> Answer {
    let query = ledger::query(&asked)?;
    let place = asked.get(PLACE).parse().unwrap_or(1);
    let turn = visitor.app().turn(&visitor.actor, Agenda::Asked(Box::new(query)), place).await?;
    let kept = ledger::kept(&asked);
    let back = if kept.is_empty() { ledger::WHOLE.to_owned() } else { format!("/matters?{kept}") };
    let sign = if kept.is_empty() { "" } else { "&" };
    let to = |place: usize| format!("/meeting?{kept}{sign}{PLACE}={place}");
    let begin = (is_office(&visitor) && turn.count > 0 && !turn.more)
        .then(|| BeginForm { kept: kept.clone(), ..empty(&visitor, Vec::new()) });
    respond::page(&TurnPage { begin, ..page(&visitor, &turn, back, to) })
}

pub async fn kept(visitor: SignedIn, Path((id, place)): Path<(String, String)>) -> Answer {
    let place = place.parse().map_err(|_| Error::not_found())?;
    respond::page(&of_meeting(&visitor, uuid_of(&id)?, place).await?)
}

/// With a note that was not taken.
pub async fn again(visitor: &SignedIn, id: Uuid, place: usize, sent: &FormData, problems: Problems) -> Answer {
    let typed = sent.get("text").to_owned();
    respond::refused_page(&TurnPage { typed, problems, ..of_meeting(visitor, id, place).await? })
}

async fn of_meeting(visitor: &SignedIn, id: Uuid, place: usize) -> Result<TurnPage, Error> {
    let turn = visitor.app().turn(&visitor.actor, Agenda::Meeting(id), place).await?;
    let note_action = if is_office(visitor) { format!("{}/notes", super::href(id)) } else { String::new() };
    Ok(TurnPage { note_action, ..page(visitor, &turn, super::href(id), |place| href(id, place)) })
}

fn page(visitor: &SignedIn, turn: &Turn, back: String, to: impl Fn(usize) -> String) -> TurnPage {
    let names = Names { institution: visitor.institution.clone(), today: visitor.today };
    let meeting = turn.meeting.as_ref();
    let notes = turn.notes.iter().filter_map(|note| meeting.map(|meeting| note_row(visitor, meeting.id, note, &[])));
    let name = meeting.map(|meeting| format!("{} {}", meeting.name, text::day(meeting.held_on))).unwrap_or_default();
    TurnPage {
        layout: visitor.layout(if name.is_empty() { "会议" } else { &name }, Some(here(visitor))),
        meeting: name,
        back,
        place: turn.place,
        count: turn.count,
        more: turn.more,
        previous: if turn.place > 1 { to(turn.place - 1) } else { String::new() },
        next: if turn.place < turn.count { to(turn.place + 1) } else { String::new() },
        shown: turn.shown.as_ref().map(|(row, matter)| shown(visitor, &names, row, matter)),
        notes: notes.collect(),
        matter_id: turn.shown.as_ref().map(|(row, _)| row.id.to_string()).unwrap_or_default(),
        command_id: visitor.app().fresh_id().to_string(),
        ..TurnPage::default()
    }
}

fn shown(visitor: &SignedIn, names: &Names, row: &LedgerRow, matter: &Matter) -> Shown {
    let matter_href = format!("/matters/{}", row.id);
    let may_instruct = visitor.roles().iter().any(|role| role.is_leader()) && !row.stage.is_final();
    Shown {
        instruct_href: if may_instruct {
            format!("{matter_href}/{}", CommandKind::Instruct.code())
        } else {
            String::new()
        },
        href: matter_href,
        number: row.number.clone(),
        title: row.title.clone(),
        stage: row.stage.label().to_owned(),
        mark: words::mark(&visitor.institution, visitor.today, row.mark),
        texts: texts(names, row, matter),
        facts: facts(visitor, names, row, matter),
    }
}

/// Signs of each text: what a page of 1280×800 holds of an ordinary matter without scrolling.
const ASKED: usize = 140;
const SAID: usize = 220;

fn texts(names: &Names, row: &LedgerRow, matter: &Matter) -> Vec<Fact> {
    let proposal = matter.proposal.as_ref();
    let said = |text: Option<&domain::value::Text>| text.map(|text| cut(text.as_str(), ASKED)).unwrap_or_default();
    let last = row.lead.and_then(|lead| matter.progress.iter().rev().find(|report| report.unit == lead));
    let texts = [
        Fact::new("办理要求", said(proposal.and_then(|proposal| proposal.requirements.as_ref()))),
        Fact::new("量化目标", said(proposal.and_then(|proposal| proposal.target.as_ref()))),
        Fact::new("最近进展", progress(row, last)),
        Fact::new("存在的问题", problems(names, matter, last)),
    ];
    texts.into_iter().filter(|fact| !fact.text.is_empty()).collect()
}

fn progress(row: &LedgerRow, last: Option<&Progress>) -> String {
    let Some(last) = last else { return "还没有报告进展。".to_owned() };
    let said = last.text.as_ref().map(|text| cut(text.as_str(), SAID));
    let said = said.unwrap_or_else(|| if last.unchanged { "本期无变化。".to_owned() } else { String::new() });
    let on = progress_on(row);
    if on.is_empty() { said } else { format!("{said}（{on}）") }
}

/// What the last report names, and what waits to be coordinated.
fn problems(names: &Names, matter: &Matter, last: Option<&Progress>) -> String {
    let of_report = last.and_then(|last| last.problems.as_ref()).map(|text| cut(text.as_str(), SAID));
    let open = matter.problems.iter().filter(|problem| problem.answer.is_none());
    let open = open
        .map(|problem| format!("{} 提请协调：{}", names.unit_name(problem.unit), cut(problem.text.as_str(), ASKED)));
    of_report.into_iter().chain(open).collect::<Vec<_>>().join("\n")
}

fn facts(visitor: &SignedIn, names: &Names, row: &LedgerRow, matter: &Matter) -> Vec<Fact> {
    let institution = &visitor.institution;
    let leader = row.leader.map(|leader| names.person_name(leader).to_owned()).unwrap_or_default();
    let facts = [
        Fact::new("牵头单位", row.lead.map(|unit| names.unit_name(unit).to_owned()).unwrap_or_default()),
        Fact::new("协办单位", words::units(institution, &row.co_units)),
        Fact::new("分管领导", leader),
        Fact::new("办结时限", limit(row)),
        Fact::new("延期", extensions(matter)),
        Fact::new("催办", urgings(matter)),
        Fact::new("下一步", next(visitor, row)),
    ];
    facts.into_iter().filter(|fact| !fact.text.is_empty()).collect()
}

fn limit(row: &LedgerRow) -> String {
    let Some(due) = row.due else { return "未定".to_owned() };
    let first = row.first_due.filter(|first| *first != due).map(|first| format!("（首次 {}）", text::day(first)));
    let paused = row.suspended_until.map(|until| format!("，暂缓中，预计 {} 恢复", text::day(until)));
    format!("{}{}{}", text::day(due), first.unwrap_or_default(), paused.unwrap_or_default())
}

fn extensions(matter: &Matter) -> String {
    let said = matter.extensions.iter().filter_map(|one| match &one.outcome {
        Some(ExtensionOutcome::Granted(_, until, _)) => Some(format!("批准至 {}", text::day(*until))),
        Some(ExtensionOutcome::Refused(..)) => Some(format!("申请至 {}，未批准", text::day(one.until))),
        Some(ExtensionOutcome::Returned(..) | ExtensionOutcome::Withdrawn(_)) => None,
        None => Some(format!("申请至 {}，待批", text::day(one.until))),
    });
    said.collect::<Vec<_>>().join("；")
}

fn urgings(matter: &Matter) -> String {
    let Some(last) = matter.urgings.last() else { return String::new() };
    let (issued, due) = (text::day(last.issued.on), text::day(last.due));
    format!("{} 次，最近 {issued}，限 {due}", matter.urgings.len())
}

fn next(visitor: &SignedIn, row: &LedgerRow) -> String {
    let Some(next) = row.next else { return String::new() };
    let said = words::next_step(&visitor.institution, row);
    // A leader's own waiting has no date.
    let waits = visitor.institution.is_leaders(next.kind, next.owner, visitor.today);
    if waits { said } else { format!("{said}（{} 前）", text::day(next.due)) }
}
