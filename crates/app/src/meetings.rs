//! 会议: the leadership goes through matters one by one, and the Office notes what is decided (议定事项). A note is a draft: no
//! event, in no timeline, search or figure. Once the minutes confirm it, it becomes a matter or a 批示 through the ordinary door,
//! and says which; what they do not confirm is dropped.
//!
//! Which matters a meeting goes through is settled when it begins, so that "3 / 17" stays the third while people act. Of these
//! everybody sees what they may see anyhow, and the notes on that.

use std::{fmt, str::FromStr, sync::Arc};

use domain::{
    Reason, Refusal,
    access::Subject,
    matter::Matter,
    value::{Day, MatterId, PersonId, Text, Title},
};
use jiff::Timestamp;
use store::{
    Sql,
    meetings::{self as rows, MeetingRow, NoteRow},
};
use uuid::Uuid;

use crate::{
    Actor, App, Denied,
    ask::{LedgerRow, Plan, Query},
    ports::{instant, micros},
    snapshot::{Scope, Snapshot},
};

/// Matters of one meeting.
pub const MEETING_MOST: usize = 200;
const LISTED: i64 = 50;
/// Signs of one note.
const NOTE_MOST: usize = 2000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub id: Uuid,
    pub name: String,
    pub held_on: Day,
    pub author: PersonId,
}

/// One 议定事项 as it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub id: Uuid,
    pub matter: Option<MatterId>,
    pub text: String,
    pub author: PersonId,
    pub noted_at: Timestamp,
    pub settled: Option<Settled>,
}

/// What became of it, after the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    pub became: Became,
    pub by: Option<PersonId>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// 新建事项
    Matter(MatterId),
    /// 代录为批示, on this matter
    Instruction(MatterId),
}

impl Became {
    pub fn matter(self) -> MatterId {
        match self {
            Became::Matter(id) | Became::Instruction(id) => id,
        }
    }
}

/// As rows keep it.
impl fmt::Display for Became {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Became::Matter(id) => write!(f, "matter:{id}"),
            Became::Instruction(id) => write!(f, "instruction:{id}"),
        }
    }
}

impl FromStr for Became {
    type Err = ();

    fn from_str(kept: &str) -> Result<Self, ()> {
        let (kind, id) = kept.split_once(':').ok_or(())?;
        let id = id.parse().map_err(|_| ())?;
        match kind {
            "matter" => Ok(Became::Matter(id)),
            "instruction" => Ok(Became::Instruction(id)),
            _ => Err(()),
        }
    }
}

/// A meeting in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingLine {
    pub meeting: Meeting,
    /// that this actor may see
    pub matters: usize,
    /// notes that wait for the minutes
    pub open: usize,
    pub notes: usize,
}

/// One meeting: what it goes through, what was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingView {
    pub meeting: Meeting,
    pub today: Day,
    pub rows: Vec<LedgerRow>,
    pub notes: Vec<Note>,
    /// what notes became, as far as this actor may see it
    pub became: Vec<LedgerRow>,
}

/// What is gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agenda {
    /// as the ledger has it now; nothing can be noted
    Asked(Box<Query>),
    Meeting(Uuid),
}

/// One matter of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub meeting: Option<Meeting>,
    pub today: Day,
    /// from 1; 0 where there is none
    pub place: usize,
    pub count: usize,
    /// there are more than a meeting can go through
    pub more: bool,
    pub shown: Option<(LedgerRow, Arc<Matter>)>,
    /// on this matter
    pub notes: Vec<Note>,
}

/// What is done to a note before it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteChange {
    Rewrite(String),
    Drop,
}

impl App {
    /// Keeps the matters that are asked for now under the meeting's name. Sent twice it begins once.
    pub async fn begin_meeting(
        &self,
        actor: &Actor,
        id: Uuid,
        name: &str,
        held_on: Day,
        query: Query,
    ) -> Result<(), Denied> {
        let author = self.of_the_office(actor).await?;
        let name = Title::parse("会议名称", name).map_err(Refusal::from)?.as_str().to_owned();
        let asking = actor.clone();
        let (rows, more) = self.read(move |read| asked(read, &asking, query)).await?;
        if rows.is_empty() {
            return Err(Refusal::new(Reason::Incomplete, "没有符合条件的事项，请放宽条件后再建会议").into());
        }
        if more {
            let message = format!("符合条件的事项超过 {MEETING_MOST} 件，请用条件缩小范围后再建会议");
            return Err(Refusal::new(Reason::Invalid, message).into());
        }
        let matters = rows.iter().map(|row| row.id.0).collect();
        let (held_on, made_at) = (held_on.to_string(), micros(self.now()));
        let meeting = MeetingRow { id, author: author.0, name, held_on, matters, made_at };
        self.store()
            .write(move |tx| match rows::find(tx, id)? {
                Some(_) => Ok(()),
                None => Ok(rows::create(tx, &meeting)?),
            })
            .await
    }

    /// The latest first.
    pub async fn meetings(&self, actor: &Actor) -> Result<Vec<MeetingLine>, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            attends(read, &actor)?;
            let scope = read.scope(&actor);
            let mut lines = Vec::new();
            for row in rows::list(read, LISTED)? {
                let matters = count_of(read, &scope, &row.matters)?;
                let notes = notes_of(read, &scope, row.id)?;
                let open = notes.iter().filter(|note| note.settled.is_none()).count();
                lines.push(MeetingLine { matters, open, notes: notes.len(), meeting: meeting(row)? });
            }
            Ok(lines)
        })
        .await
    }

    pub async fn meeting(&self, actor: &Actor, id: Uuid) -> Result<MeetingView, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            attends(read, &actor)?;
            let scope = read.scope(&actor);
            let row = rows::find(read, id)?.ok_or(Denied::NotFound)?;
            let rows = rows_of(read, &scope, &row.matters)?;
            let notes = notes_of(read, &scope, id)?;
            let became = notes.iter().filter_map(|note| note.settled).map(|settled| settled.became.matter().0);
            let became = rows_of(read, &scope, &became.collect::<Vec<_>>())?;
            Ok(MeetingView { meeting: meeting(row)?, today: read.today, rows, notes, became })
        })
        .await
    }

    /// One matter of the agenda; a place beyond its end is its end.
    pub async fn turn(&self, actor: &Actor, agenda: Agenda, place: usize) -> Result<Turn, Denied> {
        let (app, actor) = (self.clone(), actor.clone());
        self.read(move |read| {
            attends(read, &actor)?;
            let scope = read.scope(&actor);
            let (kept, rows, more) = match agenda {
                Agenda::Asked(query) => {
                    let (rows, more) = asked(read, &actor, *query)?;
                    (None, rows, more)
                }
                Agenda::Meeting(id) => {
                    let row = rows::find(read, id)?.ok_or(Denied::NotFound)?;
                    let rows = rows_of(read, &scope, &row.matters)?;
                    (Some(meeting(row)?), rows, false)
                }
            };
            let (count, place) = (rows.len(), place.clamp(1, rows.len().max(1)));
            let shown = match rows.into_iter().nth(place - 1) {
                Some(row) => {
                    let matter = app.0.read_folded.matter(read, row.id)?.ok_or(Denied::NotFound)?;
                    Some((row, matter))
                }
                None => None,
            };
            let mut notes = Vec::new();
            if let (Some(meeting), Some((row, _))) = (&kept, &shown) {
                notes = notes_of(read, &scope, meeting.id)?;
                notes.retain(|note| note.matter == Some(row.id));
            }
            let place = if count == 0 { 0 } else { place };
            Ok(Turn { meeting: kept, today: read.today, place, count, more, shown, notes })
        })
        .await
    }

    /// Sent twice it is noted once.
    pub async fn note_decision(
        &self,
        actor: &Actor,
        meeting: Uuid,
        id: Uuid,
        matter: Option<MatterId>,
        text: &str,
    ) -> Result<(), Denied> {
        let author = self.of_the_office(actor).await?;
        let text = worded(text)?;
        let noted_at = micros(self.now());
        self.store()
            .write(move |tx| {
                let kept = rows::find(tx, meeting)?.ok_or(Denied::NotFound)?;
                if matter.is_some_and(|matter| !kept.matters.contains(&matter.0)) {
                    return Err(Denied::NotFound);
                }
                if rows::find_note(tx, id)?.is_some() {
                    return Ok(());
                }
                let matter = matter.map(|matter| matter.0);
                let (became, settled_by, settled_at) = (String::new(), None, 0);
                let note =
                    NoteRow { id, meeting, matter, author: author.0, text, noted_at, became, settled_by, settled_at };
                Ok(rows::add_note(tx, &note)?)
            })
            .await
    }

    pub async fn change_note(&self, actor: &Actor, meeting: Uuid, id: Uuid, change: NoteChange) -> Result<(), Denied> {
        self.of_the_office(actor).await?;
        let change = match change {
            NoteChange::Rewrite(text) => NoteChange::Rewrite(worded(&text)?),
            NoteChange::Drop => NoteChange::Drop,
        };
        self.store()
            .write(move |tx| {
                rows::find_note(tx, id)?.filter(|note| note.meeting == meeting).ok_or(Denied::NotFound)?;
                let changed = match &change {
                    NoteChange::Rewrite(text) => rows::rewrite_note(tx, id, text)?,
                    NoteChange::Drop => rows::drop_note(tx, id)?,
                };
                if changed { Ok(()) } else { Err(settled_before()) }
            })
            .await
    }

    /// A note that waits for the minutes, with its meeting, to fill a form from.
    pub async fn open_note(&self, actor: &Actor, id: Uuid) -> Result<(Meeting, Note), Denied> {
        self.of_the_office(actor).await?;
        self.read(move |read| {
            let row = rows::find_note(read, id)?.ok_or(Denied::NotFound)?;
            let note = note(row.clone())?;
            if note.settled.is_some() {
                return Err(settled_before());
            }
            let kept = rows::find(read, row.meeting)?.ok_or(Denied::NotFound)?;
            Ok((meeting(kept)?, note))
        })
        .await
    }

    /// The form that was filled from it has been sent. A second word changes nothing.
    pub async fn settle_note(&self, actor: &Actor, id: Uuid, became: Became) -> Result<(), Denied> {
        let (by, at) = (self.of_the_office(actor).await?, micros(self.now()));
        self.store()
            .write(move |tx| {
                rows::settle_note(tx, id, &became.to_string(), by.0, at)?;
                Ok(())
            })
            .await
    }

    /// Forgets the meeting, once none of its notes waits.
    pub async fn end_meeting(&self, actor: &Actor, id: Uuid) -> Result<(), Denied> {
        self.of_the_office(actor).await?;
        self.store()
            .write(move |tx| {
                rows::find(tx, id)?.ok_or(Denied::NotFound)?;
                let open = rows::notes(tx, id)?.iter().filter(|note| note.settled_at == 0).count();
                if open > 0 {
                    let message = format!("还有 {open} 条议定事项没有处理，请先处理再删除会议");
                    return Err(Refusal::new(Reason::Incomplete, message).into());
                }
                Ok(rows::remove(tx, id)?)
            })
            .await
    }

    /// Of the Office, who alone writes.
    async fn of_the_office(&self, actor: &Actor) -> Result<PersonId, Denied> {
        let person = actor.person_id().ok_or(Denied::SignedOut)?;
        if actor.read_only {
            return Err(Denied::ReadOnly);
        }
        let institution = self.institution().await?;
        let office = actor.subjects(&institution, self.today()).contains(&Subject::Office);
        if office { Ok(person) } else { Err(Denied::NotFound) }
    }
}

/// The Office, and leaders in post.
fn attends(read: &Snapshot<'_, '_>, actor: &Actor) -> Result<(), Denied> {
    let (institution, today) = (&read.institution, read.today);
    let office = actor.subjects(institution, today).contains(&Subject::Office);
    let leads = || actor.person_id().is_some_and(|person| institution.leaders(today).contains(&person));
    if office || leads() { Ok(()) } else { Err(Denied::NotFound) }
}

/// What is asked for, up to the most, and whether there is more.
fn asked(read: &mut Snapshot<'_, '_>, actor: &Actor, query: Query) -> Result<(Vec<LedgerRow>, bool), Denied> {
    let scope = read.scope(actor);
    let query = Query { cursor: None, limit: MEETING_MOST as u32, ..query };
    let (institution, today) = (read.institution.clone(), read.today);
    let (page, more) = Plan::new(read, &scope, &query, &institution, today)?.page(read)?;
    Ok((page.into_iter().map(|keyed| keyed.row).collect(), more))
}

/// Those that may be seen, in their order.
fn rows_of(read: &mut Snapshot<'_, '_>, scope: &Scope, matters: &[Uuid]) -> Result<Vec<LedgerRow>, Denied> {
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    let among: Vec<MatterId> = matters.iter().copied().map(MatterId).collect();
    let query = Query { limit: 1000, among: among.clone(), ..Query::default() };
    let (institution, today) = (read.institution.clone(), read.today);
    let page = Plan::new(read, scope, &query, &institution, today)?.page(read)?.0;
    let mut rows: Vec<LedgerRow> = page.into_iter().map(|keyed| keyed.row).collect();
    rows.sort_by_key(|row| among.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// How many may be seen.
fn count_of(read: &mut Snapshot<'_, '_>, scope: &Scope, matters: &[Uuid]) -> Result<usize, Denied> {
    if *scope == Scope::Everything || matters.is_empty() {
        return Ok(matters.len());
    }
    let query = Query { among: matters.iter().copied().map(MatterId).collect(), ..Query::default() };
    let (institution, today) = (read.institution.clone(), read.today);
    let count = Plan::new(read, scope, &query, &institution, today)?.count(read)?;
    Ok(usize::try_from(count.0).unwrap_or(matters.len()))
}

/// Those on no matter, and on matters that may be seen.
fn notes_of(sql: &mut dyn Sql, scope: &Scope, meeting: Uuid) -> Result<Vec<Note>, Denied> {
    let mut seen = Vec::new();
    for row in rows::notes(sql, meeting)? {
        let is_seen = match row.matter {
            Some(matter) => *scope == Scope::Everything || scope.sees(sql, MatterId(matter))?,
            None => true,
        };
        if is_seen {
            seen.push(note(row)?);
        }
    }
    Ok(seen)
}

fn meeting(row: MeetingRow) -> Result<Meeting, Denied> {
    let held_on = row.held_on.parse().map_err(|_| Denied::Unreadable(format!("会议日期 {}", row.held_on)))?;
    Ok(Meeting { id: row.id, name: row.name, held_on, author: PersonId(row.author) })
}

fn note(row: NoteRow) -> Result<Note, Denied> {
    let settled = if row.settled_at == 0 {
        None
    } else {
        let became = row.became.parse().map_err(|()| Denied::Unreadable(format!("议定事项 {}", row.became)))?;
        Some(Settled { became, by: row.settled_by.map(PersonId), at: instant(row.settled_at) })
    };
    Ok(Note {
        id: row.id,
        matter: row.matter.map(MatterId),
        text: row.text,
        author: PersonId(row.author),
        noted_at: instant(row.noted_at),
        settled,
    })
}

fn worded(text: &str) -> Result<String, Denied> {
    let text = Text::parse("议定事项", text).map_err(Refusal::from)?;
    let text = text.as_str().trim();
    if text.chars().count() > NOTE_MOST {
        return Err(Refusal::invalid("议定事项", format!("一条最多 {NOTE_MOST} 字，请缩短或分成几条")).into());
    }
    Ok(text.to_owned())
}

fn settled_before() -> Denied {
    Refusal::new(Reason::Overtaken, "这一条已经处理过，请刷新页面查看结果").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_a_note_reads_back() {
        let id = MatterId(Uuid::from_u128(7));
        for became in [Became::Matter(id), Became::Instruction(id)] {
            assert_eq!(became.to_string().parse(), Ok(became));
        }
        for nonsense in ["", "matter", "matter:x", "event:00000000-0000-0000-0000-000000000007"] {
            assert_eq!(nonsense.parse::<Became>(), Err(()), "{nonsense}");
        }
    }
}
