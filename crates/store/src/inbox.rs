//! 站内消息: what each person was told, whether they have seen it, how they want to be told, and how many mails they got on a
//! day. A note is written in the transaction of what it tells of; unlike the rows of the outbox it stays.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

/// A note to be put into somebody's inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote {
    /// The same for the same note for ever: that of the message in the outbox.
    pub id: Uuid,
    pub person: Uuid,
    pub kind: String,
    /// JSON.
    pub body: String,
    pub created_at: Micros,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: Uuid,
    pub kind: String,
    pub body: String,
    pub created_at: Micros,
    pub read_at: Option<Micros>,
}

/// False where this id is there already.
pub fn put(tx: &mut Tx<'_>, note: &NewNote) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into inbox (id, person, kind, body, created_at, read_at) values ($1, $2, $3, $4, $5, 0) \
         on conflict do nothing",
        &args![note.id, note.person, &note.kind, &note.body, note.created_at],
    )?;
    Ok(added > 0)
}

/// A person's notes, the latest first, from the one after `before` on.
pub fn page(
    sql: &mut dyn Sql,
    person: Uuid,
    before: Option<(Micros, Uuid)>,
    limit: i64,
) -> Result<Vec<Note>, StoreError> {
    let rows = match before {
        None => sql.query(
            concat!(select!(), " where person = $1 order by created_at desc, id desc limit $2"),
            &args![person, limit],
        ),
        Some((at, id)) => sql.query(
            concat!(
                select!(),
                " where person = $1 and (created_at < $2 or (created_at = $2 and id < $3)) \
                  order by created_at desc, id desc limit $4"
            ),
            &args![person, at, id, limit],
        ),
    }?;
    rows.iter().map(note).collect()
}

/// One note of this person; `None` where it is another's.
pub fn find(sql: &mut dyn Sql, person: Uuid, id: Uuid) -> Result<Option<Note>, StoreError> {
    let row = sql.first(concat!(select!(), " where id = $1 and person = $2"), &args![id, person])?;
    row.as_ref().map(note).transpose()
}

/// How many are unread, counted no further than `most`.
pub fn unread(sql: &mut dyn Sql, person: Uuid, most: i64) -> Result<i64, StoreError> {
    let row = sql.first(
        "select count(*) from (select 1 from inbox where person = $1 and read_at = 0 limit $2) counted",
        &args![person, most],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// A person's unread notes of these kinds, the latest first.
pub fn unread_of(sql: &mut dyn Sql, person: Uuid, kinds: [&str; 2], limit: i64) -> Result<Vec<Note>, StoreError> {
    let [one, other] = kinds;
    let rows = sql.query(
        concat!(
            select!(),
            " where person = $1 and read_at = 0 and kind in ($2, $3) order by created_at desc, id desc limit $4"
        ),
        &args![person, one, other, limit],
    )?;
    rows.iter().map(note).collect()
}

/// False where it was read before, or is another's.
pub fn read(tx: &mut Tx<'_>, person: Uuid, id: Uuid, now: Micros) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update inbox set read_at = $3 where id = $1 and person = $2 and read_at = 0",
        &args![id, person, now],
    )?;
    Ok(changed > 0)
}

/// Everything that came until then, so that what comes while somebody reads stays unread. Gives how many that were.
pub fn read_all(tx: &mut Tx<'_>, person: Uuid, until: Micros, now: Micros) -> Result<u64, StoreError> {
    tx.execute(
        "update inbox set read_at = $3 where person = $1 and read_at = 0 and created_at <= $2",
        &args![person, until, now],
    )
}

/// Forgets notes that came before that instant and were read.
pub fn purge(tx: &mut Tx<'_>, before: Micros) -> Result<u64, StoreError> {
    tx.execute("delete from inbox where created_at < $1 and read_at > 0", &args![before])
}

/// How a person wants to be told: JSON, as it was set; `None` where they chose nothing.
pub fn choice(sql: &mut dyn Sql, person: Uuid) -> Result<Option<String>, StoreError> {
    let row = sql.first("select body from contact_choice where person = $1", &args![person])?;
    row.map(|row| row.string(0)).transpose()
}

pub fn set_choice(tx: &mut Tx<'_>, person: Uuid, body: &str) -> Result<(), StoreError> {
    tx.execute(
        "insert into contact_choice (person, body) values ($1, $2) \
         on conflict (person) do update set body = excluded.body",
        &args![person, body],
    )?;
    Ok(())
}

/// How many mails a person was sent on a day.
pub fn mails(sql: &mut dyn Sql, person: Uuid, day: Date) -> Result<i64, StoreError> {
    let row = sql.first("select sent from mail_count where person = $1 and day = $2", &args![person, day])?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// One more.
pub fn count_mail(tx: &mut Tx<'_>, person: Uuid, day: Date) -> Result<(), StoreError> {
    tx.execute(
        "insert into mail_count (person, day, sent) values ($1, $2, 1) \
         on conflict (person, day) do update set sent = mail_count.sent + 1",
        &args![person, day],
    )?;
    Ok(())
}

/// Forgets the counts of days before that one.
pub fn purge_counts(tx: &mut Tx<'_>, before: Date) -> Result<u64, StoreError> {
    tx.execute("delete from mail_count where day < $1", &args![before])
}

macro_rules! select {
    () => {
        "select id, kind, body, created_at, read_at from inbox"
    };
}
use select;

fn note(row: &Row) -> Result<Note, StoreError> {
    let read_at = row.int(4)?;
    Ok(Note {
        id: row.uuid(0)?,
        kind: row.string(1)?,
        body: row.string(2)?,
        created_at: row.int(3)?,
        read_at: (read_at > 0).then_some(read_at),
    })
}
