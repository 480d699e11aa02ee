//! 会议: `GET /meetings` lists them, `GET /meetings/{id}` shows what one goes through and what was noted there; the Office begins
//! one, notes, rewrites and drops. `walk` shows one matter a page. What a note becomes is an ordinary form, filled from it
//! (`filled`).

pub mod filled;
pub mod walk;

use app::{
    ask::{LedgerRow, running},
    meetings::{Became, MeetingLine as Line, MeetingView, Note, NoteChange},
};
use axum::extract::Path;
use domain::{matter::CommandKind, value::MatterId};
use uuid::Uuid;

use crate::{
    error::{self, Error},
    forms::FormData,
    gate::SignedIn,
    ledger,
    pages::{
        form::{Choice, Problems},
        layout::Place,
        meeting::{AgendaRow, BeginForm, MeetingLine, MeetingPage, MeetingsPage, NoteRow},
        text,
    },
    respond::{self, Answer, done, see_other_saying},
    words,
};

pub async fn list(visitor: SignedIn) -> Answer {
    let lines = visitor.app().meetings(&visitor.actor).await?;
    let begin = if is_office(&visitor) { Some(empty(&visitor, views(&visitor, "").await?)) } else { None };
    respond::page(&listed(&visitor, &lines, begin))
}

/// From the list of meetings, or from the matters themselves.
pub async fn begin(visitor: SignedIn, sent: FormData) -> Answer {
    let (id, kept) = (sent.command_id()?, sent.get("kept"));
    let query = ledger::query(&crate::forms::Asked::of(kept))?;
    let mut wrong = Problems::default();
    let held_on = sent.day("held_on");
    if held_on.is_none() {
        wrong.add("held_on", "会议日期：请填写日期");
    }
    if let (Some(held_on), false) = (held_on, wrong.any()) {
        match visitor.app().begin_meeting(&visitor.actor, id, sent.get("name"), held_on, query).await {
            Ok(()) => return Ok(respond::see_other(&walk::href(id, 1))),
            Err(denied) => wrong = wrong_with(denied, &sent, |field| (field == "会议名称").then_some("name"))?,
        }
    }
    let lines = visitor.app().meetings(&visitor.actor).await?;
    let form = BeginForm {
        name: sent.get("name").to_owned(),
        held_on: sent.get("held_on").to_owned(),
        problems: wrong,
        ..empty(&visitor, views(&visitor, kept).await?)
    };
    respond::refused_page(&listed(&visitor, &lines, Some(form)))
}

pub async fn show(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let view = visitor.app().meeting(&visitor.actor, uuid_of(&id)?).await?;
    respond::page(&page(&visitor, &view))
}

pub async fn end(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id = uuid_of(&id)?;
    match visitor.app().end_meeting(&visitor.actor, id).await {
        Ok(()) => Ok(see_other_saying("/meetings", done("会议已删除，事项不受影响。"))),
        Err(denied) => again(&visitor, id, denied, &sent).await,
    }
}

/// `matter` and `place` come from the page of a matter, which is shown again.
pub async fn note(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let id = uuid_of(&id)?;
    let matter: Option<MatterId> = sent.get("matter").parse().ok();
    let (command, text) = (sent.command_id()?, sent.get("text"));
    match visitor.app().note_decision(&visitor.actor, id, command, matter, text).await {
        Ok(()) => {
            let back = sent.get("place").parse().map_or_else(|_| href(id), |place: usize| walk::href(id, place));
            Ok(see_other_saying(&back, done("已记下；会议纪要确认以前不进入事项。")))
        }
        Err(denied) => match sent.get("place").parse() {
            Ok(place) => {
                let wrong = wrong_with(denied, &sent, in_the_box)?;
                walk::again(&visitor, id, place, &sent, wrong).await
            }
            Err(_) => again(&visitor, id, denied, &sent).await,
        },
    }
}

pub async fn change(visitor: SignedIn, Path((id, note)): Path<(String, String)>, sent: FormData) -> Answer {
    let (id, note) = (uuid_of(&id)?, uuid_of(&note)?);
    let (change, said) = match sent.get("change") {
        "text" => (NoteChange::Rewrite(sent.get("text").to_owned()), "已修改。"),
        "drop" => (NoteChange::Drop, "已删除这一条。"),
        _ => return Err(Error::bad("没有选择要怎样处理，请返回后重试。")),
    };
    match visitor.app().change_note(&visitor.actor, id, note, change).await {
        Ok(()) => Ok(see_other_saying(&href(id), done(said))),
        Err(denied) => again(&visitor, id, denied, &sent).await,
    }
}

/// The meeting's page with what was typed and why it was not done.
async fn again(visitor: &SignedIn, id: Uuid, denied: app::Denied, sent: &FormData) -> Answer {
    let problems = wrong_with(denied, sent, in_the_box)?;
    let view = visitor.app().meeting(&visitor.actor, id).await?;
    let typed = sent.get("text").to_owned();
    respond::refused_page(&MeetingPage { problems, typed, ..page(visitor, &view) })
}

/// A rule's refusal is said on the page; anything else is a page of its own.
fn wrong_with(
    denied: app::Denied,
    sent: &FormData,
    name_of: impl Fn(&str) -> Option<&'static str>,
) -> Result<Problems, Error> {
    match denied.refusal() {
        Some(refusal) => Ok(error::problems(refusal, name_of)),
        None => Err(Error::from(denied).typed(sent.typed())),
    }
}

fn in_the_box(field: &str) -> Option<&'static str> {
    (field == "议定事项").then_some("text")
}

pub fn href(id: Uuid) -> String {
    format!("/meetings/{id}")
}

fn uuid_of(id: &str) -> Result<Uuid, Error> {
    id.parse().map_err(|_| Error::not_found())
}

fn is_office(visitor: &SignedIn) -> bool {
    visitor.roles().iter().any(|role| role.is_office())
}

fn empty(visitor: &SignedIn, views: Vec<Choice>) -> BeginForm {
    BeginForm {
        command_id: visitor.app().fresh_id().to_string(),
        held_on: text::day(visitor.today),
        views,
        ..BeginForm::default()
    }
}

/// What a meeting may go through: all that is under way, or a view of the ledger.
async fn views(visitor: &SignedIn, kept: &str) -> Result<Vec<Choice>, Error> {
    let stages = running();
    let stages: Vec<(&str, &str)> = stages.iter().map(|stage| ("stage", stage.code())).collect();
    let all = respond::query(&stages).trim_start_matches('?').to_owned();
    let saved = visitor.app().saved_views(&visitor.actor).await?;
    let mut choices = vec![Choice::new(&all, "全部在办事项")];
    choices.extend(saved.iter().filter(|view| !view.query.is_empty()).map(|view| Choice::new(&view.query, &view.name)));
    if !kept.is_empty() && choices.iter().all(|choice| choice.value != kept) {
        choices.push(Choice::new(kept, "台账中筛选的事项"));
    }
    for choice in &mut choices {
        choice.chosen = choice.value == kept;
    }
    Ok(choices)
}

fn listed(visitor: &SignedIn, lines: &[Line], begin: Option<BeginForm>) -> MeetingsPage {
    let line = |line: &Line| MeetingLine {
        href: href(line.meeting.id),
        name: line.meeting.name.clone(),
        held_on: text::day(line.meeting.held_on),
        matters: line.matters,
        notes: line.notes,
        open: line.open,
    };
    MeetingsPage {
        layout: visitor.layout("会议", Some(here(visitor))), lines: lines.iter().map(line).collect(), begin
    }
}

/// Leaders come from 批阅, the Office from the ledger.
fn here(visitor: &SignedIn) -> Place {
    if visitor.roles().iter().any(|role| role.is_leader()) { Place::LeaderDesk } else { Place::Ledger }
}

fn page(visitor: &SignedIn, view: &MeetingView) -> MeetingPage {
    let (institution, id) = (&visitor.institution, view.meeting.id);
    let may_write = is_office(visitor);
    let row = |(place, row): (usize, &LedgerRow)| AgendaRow {
        href: walk::href(id, place + 1),
        number: row.number.clone(),
        title: row.title.clone(),
        lead: row.lead.map(|unit| institution.unit_name(unit).to_owned()).unwrap_or_default(),
        mark: words::mark(institution, visitor.today, row.mark),
        notes: view.notes.iter().filter(|note| note.matter == Some(row.id)).count(),
    };
    let note = |note: &Note| {
        let about = view.rows.iter().position(|row| Some(row.id) == note.matter);
        let about = about.and_then(|place| view.rows.get(place).map(|row| (place, row)));
        NoteRow {
            matter: about.map(|(_, row)| format!("{} {}", row.number, row.title).trim().to_owned()).unwrap_or_default(),
            matter_href: about.map(|(place, _)| walk::href(id, place + 1)).unwrap_or_default(),
            ..note_row(visitor, id, note, &view.became)
        }
    };
    MeetingPage {
        layout: visitor.layout(&view.meeting.name, Some(here(visitor))),
        heading: view.meeting.name.clone(),
        held_on: text::day_cn(view.meeting.held_on),
        first: if view.rows.is_empty() { String::new() } else { walk::href(id, 1) },
        rows: view.rows.iter().enumerate().map(row).collect(),
        notes: view.notes.iter().map(note).collect(),
        open: view.notes.iter().filter(|note| note.settled.is_none()).count(),
        may_write,
        note_action: format!("{}/notes", href(id)),
        end_action: format!("{}/end", href(id)),
        command_id: visitor.app().fresh_id().to_string(),
        ..MeetingPage::default()
    }
}

/// A note as both pages show it. `became`: the matters that notes became, of those that the visitor may see.
fn note_row(visitor: &SignedIn, meeting: Uuid, note: &Note, became: &[LedgerRow]) -> NoteRow {
    let author = visitor.institution.person_name(note.author);
    let mut row = NoteRow {
        id: note.id.to_string(),
        text: note.text.clone(),
        who: format!("{author} {}", text::moment(note.noted_at)),
        ..NoteRow::default()
    };
    match note.settled {
        Some(settled) => {
            let found = became.iter().find(|row| row.id == settled.became.matter());
            let what = match settled.became {
                Became::Matter(_) => "纪要确认，已新建事项",
                Became::Instruction(_) => "纪要确认，已代录为批示",
            };
            row.became = format!("{what}（{}）", text::moment(settled.at));
            row.became_href = found.map(|row| format!("/matters/{}", row.id)).unwrap_or_default();
        }
        None if is_office(visitor) => {
            let noted = respond::query(&[(filled::NOTED, &row.id)]);
            row.action = format!("{}/notes/{}", href(meeting), note.id);
            row.new_href = format!("/matters/new{noted}");
            row.instruct_href = note
                .matter
                .map(|matter| format!("/matters/{matter}/{}{noted}", CommandKind::Instruct.code()))
                .unwrap_or_default();
        }
        None => {}
    }
    row
}
