//! 会议: the meetings of the leadership with the matters they go through, and the 议定事项 noted there. Who may see a matter is
//! none of their business.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingRow {
    pub id: Uuid,
    pub author: Uuid,
    pub name: String,
    /// `2026-11-24`
    pub held_on: String,
    /// in the order in which they are gone through
    pub matters: Vec<Uuid>,
    pub made_at: Micros,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    pub id: Uuid,
    pub meeting: Uuid,
    pub matter: Option<Uuid>,
    pub author: Uuid,
    pub text: String,
    pub noted_at: Micros,
    /// empty until the minutes confirmed it
    pub became: String,
    pub settled_by: Option<Uuid>,
    pub settled_at: Micros,
}

pub fn create(tx: &mut Tx<'_>, meeting: &MeetingRow) -> Result<(), StoreError> {
    let matters: Vec<String> = meeting.matters.iter().map(Uuid::to_string).collect();
    tx.execute(
        "insert into meeting (id, author, name, held_on, matters, made_at) values ($1, $2, $3, $4, $5, $6)",
        &args![meeting.id, meeting.author, &meeting.name, &meeting.held_on, matters.join(" "), meeting.made_at],
    )?;
    Ok(())
}

pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<MeetingRow>, StoreError> {
    let row = sql.first(concat!(select_meeting!(), " where id = $1"), &args![id])?;
    row.as_ref().map(meeting).transpose()
}

/// The latest first.
pub fn list(sql: &mut dyn Sql, limit: i64) -> Result<Vec<MeetingRow>, StoreError> {
    let rows = sql.query(concat!(select_meeting!(), " order by held_on desc, id desc limit $1"), &args![limit])?;
    rows.iter().map(meeting).collect()
}

/// With its notes.
pub fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<(), StoreError> {
    tx.execute("delete from meeting_note where meeting = $1", &args![id])?;
    tx.execute("delete from meeting where id = $1", &args![id])?;
    Ok(())
}

pub fn add_note(tx: &mut Tx<'_>, note: &NoteRow) -> Result<(), StoreError> {
    let matter = note.matter.map(|id| id.to_string()).unwrap_or_default();
    tx.execute(
        "insert into meeting_note (id, meeting, matter, author, words, noted_at, became, settled_by, settled_at) \
         values ($1, $2, $3, $4, $5, $6, '', '', 0)",
        &args![note.id, note.meeting, matter, note.author, &note.text, note.noted_at],
    )?;
    Ok(())
}

pub fn find_note(sql: &mut dyn Sql, id: Uuid) -> Result<Option<NoteRow>, StoreError> {
    let row = sql.first(concat!(select_note!(), " where id = $1"), &args![id])?;
    row.as_ref().map(note).transpose()
}

/// Of a meeting, in the order in which they were noted.
pub fn notes(sql: &mut dyn Sql, meeting: Uuid) -> Result<Vec<NoteRow>, StoreError> {
    let rows = sql.query(concat!(select_note!(), " where meeting = $1 order by noted_at, id"), &args![meeting])?;
    rows.iter().map(note).collect()
}

/// Of what is not settled yet.
pub fn rewrite_note(tx: &mut Tx<'_>, id: Uuid, text: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("update meeting_note set words = $2 where id = $1 and settled_at = 0", &args![id, text])? > 0)
}

/// The first word on it stays.
pub fn settle_note(tx: &mut Tx<'_>, id: Uuid, became: &str, by: Uuid, at: Micros) -> Result<bool, StoreError> {
    let settled = tx.execute(
        "update meeting_note set became = $2, settled_by = $3, settled_at = $4 where id = $1 and settled_at = 0",
        &args![id, became, by, at],
    )?;
    Ok(settled > 0)
}

/// What is not settled yet is forgotten.
pub fn drop_note(tx: &mut Tx<'_>, id: Uuid) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from meeting_note where id = $1 and settled_at = 0", &args![id])? > 0)
}

macro_rules! select_meeting {
    () => {
        "select id, author, name, held_on, matters, made_at from meeting"
    };
}
use select_meeting;

macro_rules! select_note {
    () => {
        "select id, meeting, matter, author, words, noted_at, became, settled_by, settled_at from meeting_note"
    };
}
use select_note;

fn meeting(row: &Row) -> Result<MeetingRow, StoreError> {
    Ok(MeetingRow {
        id: row.uuid(0)?,
        author: row.uuid(1)?,
        name: row.string(2)?,
        held_on: row.string(3)?,
        matters: row.text(4)?.split(' ').filter_map(|id| id.parse().ok()).collect(),
        made_at: row.int(5)?,
    })
}

fn note(row: &Row) -> Result<NoteRow, StoreError> {
    Ok(NoteRow {
        id: row.uuid(0)?,
        meeting: row.uuid(1)?,
        matter: row.text(2)?.parse().ok(),
        author: row.uuid(3)?,
        text: row.string(4)?,
        noted_at: row.int(5)?,
        became: row.string(6)?,
        settled_by: row.text(7)?.parse().ok(),
        settled_at: row.int(8)?,
    })
}
