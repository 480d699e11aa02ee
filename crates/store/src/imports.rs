//! 导入: files on their way to becoming matters, with one line a proposed matter; and what columns of ledgers hold. No part of the
//! record.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    pub id: Uuid,
    pub author: Uuid,
    pub name: String,
    pub file: Uuid,
    /// waiting, read, unreadable, confirmed
    pub state: String,
    /// JSON
    pub body: String,
    pub made_at: Micros,
    /// names this edition: a change answers the one that its author had seen
    pub saved_at: Micros,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRow {
    pub place: i64,
    /// open, dropped, merged, done
    pub state: String,
    pub faulty: bool,
    pub doubtful: bool,
    /// JSON
    pub body: String,
    /// what it has become
    pub matter: Option<Uuid>,
}

/// Which lines of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    #[default]
    All,
    Open,
    /// open, and cannot become a matter as they stand
    Faulty,
    /// open, and to be looked at
    Doubtful,
    /// dropped or merged
    Dropped,
    Done,
}

/// How many lines of an import are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub open: i64,
    pub faulty: i64,
    pub doubtful: i64,
    pub dropped: i64,
    pub done: i64,
}

/// New, or in the place of what it was.
pub fn put(tx: &mut Tx<'_>, import: &ImportRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into import (id, author, name, file, state, body, made_at, saved_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do update set \
         name = excluded.name, state = excluded.state, body = excluded.body, saved_at = excluded.saved_at",
        &args![
            import.id,
            import.author,
            &import.name,
            import.file,
            &import.state,
            &import.body,
            import.made_at,
            import.saved_at
        ],
    )?;
    Ok(())
}

macro_rules! select {
    () => {
        "select i.id, i.author, i.name, i.file, i.state, i.body, i.made_at, i.saved_at from import i"
    };
}

pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<ImportRow>, StoreError> {
    sql.first(concat!(select!(), " where i.id = $1"), &args![id])?.as_ref().map(import).transpose()
}

/// The newest first.
pub fn list(sql: &mut dyn Sql, limit: i64) -> Result<Vec<ImportRow>, StoreError> {
    let rows = sql.query(concat!(select!(), " order by i.made_at desc, i.id desc limit $1"), &args![limit])?;
    rows.iter().map(import).collect()
}

/// With its lines; its file is left to the sweep.
pub fn remove(tx: &mut Tx<'_>, id: Uuid, now: Micros) -> Result<(), StoreError> {
    tx.execute("delete from import_line where import = $1", &args![id])?;
    tx.execute("delete from import where id = $1", &args![id])?;
    crate::drafts::release_files(tx, &file_owner(id), &[], now)?;
    Ok(())
}

/// Whose the file of an import is. It stays with the import when its matters name it too.
pub fn file_owner(id: Uuid) -> String {
    format!("{FILES_OF}{id}")
}

/// Is it an import's?
pub fn owns_file(owner: &str) -> bool {
    owner.starts_with(FILES_OF)
}

const FILES_OF: &str = "import:";

/// These lines in the place of all that there were.
pub fn replace_lines(tx: &mut Tx<'_>, id: Uuid, lines: &[LineRow]) -> Result<(), StoreError> {
    tx.execute("delete from import_line where import = $1", &args![id])?;
    lines.iter().try_for_each(|line| put_line(tx, id, line))
}

/// New, or in the place of what it was.
pub fn put_line(tx: &mut Tx<'_>, id: Uuid, line: &LineRow) -> Result<(), StoreError> {
    let matter = line.matter.map(|matter| matter.to_string()).unwrap_or_default();
    tx.execute(
        "insert into import_line (import, place, state, faulty, doubtful, body, matter) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (import, place) do update set state = excluded.state, \
         faulty = excluded.faulty, doubtful = excluded.doubtful, body = excluded.body, matter = excluded.matter",
        &args![id, line.place, &line.state, i64::from(line.faulty), i64::from(line.doubtful), &line.body, matter],
    )?;
    Ok(())
}

/// From `after` on, in their order.
pub fn lines(sql: &mut dyn Sql, id: Uuid, which: Lines, after: i64, limit: i64) -> Result<Vec<LineRow>, StoreError> {
    let which = match which {
        Lines::All => "",
        Lines::Open => " and state = 'open'",
        Lines::Faulty => " and state = 'open' and faulty = 1",
        Lines::Doubtful => " and state = 'open' and (doubtful = 1 or faulty = 1)",
        Lines::Dropped => " and state in ('dropped', 'merged')",
        Lines::Done => " and state = 'done'",
    };
    let select = format!(
        "select place, state, faulty, doubtful, body, matter from import_line \
         where import = $1 and place > $2{which} order by place limit $3"
    );
    sql.query(&select, &args![id, after, limit])?.iter().map(line).collect()
}

pub fn find_line(sql: &mut dyn Sql, id: Uuid, place: i64) -> Result<Option<LineRow>, StoreError> {
    let select =
        "select place, state, faulty, doubtful, body, matter from import_line where import = $1 and place = $2";
    sql.first(select, &args![id, place])?.as_ref().map(line).transpose()
}

pub fn counts(sql: &mut dyn Sql, id: Uuid) -> Result<Counts, StoreError> {
    let select = "select state, faulty, doubtful, count(*) from import_line where import = $1 \
                  group by state, faulty, doubtful";
    let mut counts = Counts::default();
    for row in sql.query(select, &args![id])? {
        let (state, faulty, doubtful, n) = (row.string(0)?, row.int(1)?, row.int(2)?, row.int(3)?);
        counts.all += n;
        match state.as_str() {
            "open" => {
                counts.open += n;
                counts.faulty += if faulty == 1 { n } else { 0 };
                counts.doubtful += if doubtful == 1 || faulty == 1 { n } else { 0 };
            }
            "done" => counts.done += n,
            _ => counts.dropped += n,
        }
    }
    Ok(counts)
}

/// What the columns of ledgers with this fingerprint hold, from now on.
pub fn remember(tx: &mut Tx<'_>, fingerprint: &str, body: &str, now: Micros) -> Result<(), StoreError> {
    tx.execute(
        "insert into import_mapping (fingerprint, body, saved_at) values ($1, $2, $3) \
         on conflict (fingerprint) do update set body = excluded.body, saved_at = excluded.saved_at",
        &args![fingerprint, body, now],
    )?;
    Ok(())
}

/// The bodies of what is remembered, the latest first.
pub fn remembered(sql: &mut dyn Sql, limit: i64) -> Result<Vec<String>, StoreError> {
    let select = "select body from import_mapping order by saved_at desc, fingerprint limit $1";
    sql.query(select, &args![limit])?.iter().map(|row| row.string(0)).collect()
}

fn import(row: &Row) -> Result<ImportRow, StoreError> {
    Ok(ImportRow {
        id: row.uuid(0)?,
        author: row.uuid(1)?,
        name: row.string(2)?,
        file: row.uuid(3)?,
        state: row.string(4)?,
        body: row.string(5)?,
        made_at: row.int(6)?,
        saved_at: row.int(7)?,
    })
}

fn line(row: &Row) -> Result<LineRow, StoreError> {
    let matter = row.string(5)?;
    Ok(LineRow {
        place: row.int(0)?,
        state: row.string(1)?,
        faulty: row.int(2)? == 1,
        doubtful: row.int(3)? == 1,
        body: row.string(4)?,
        matter: matter.parse().ok(),
    })
}
