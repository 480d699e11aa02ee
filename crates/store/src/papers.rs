//! Papers that went out. A row is written with the act that issues the paper; its bytes are laid out once, soon after, and never
//! change.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

/// One edition of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperRow {
    pub id: Uuid,
    pub matter: Uuid,
    pub kind: String,
    pub about: i64,
    pub unit: Option<Uuid>,
    pub edition: i64,
    pub entry: i64,
    pub ordered_at: Micros,
    /// its bytes; none until they are kept
    pub file: Option<Uuid>,
    pub pages: i64,
    pub missing: String,
}

/// What is known once the bytes are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Laid<'a> {
    pub file: Uuid,
    pub pages: i64,
    pub missing: &'a str,
    pub program: &'a str,
}

macro_rules! select {
    () => {
        "select id, matter, kind, about, unit, edition, entry, ordered_at, file, pages, missing from paper"
    };
}

/// How many editions of it there are.
pub fn editions(
    sql: &mut dyn Sql,
    matter: Uuid,
    kind: &str,
    about: i64,
    unit: Option<Uuid>,
) -> Result<i64, StoreError> {
    let row = sql.first(
        "select coalesce(max(edition), 0) from paper where matter = $1 and kind = $2 and about = $3 and unit = $4",
        &args![matter, kind, about, text(unit)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Notes that an edition is to be laid out.
pub fn order(tx: &mut Tx<'_>, paper: &PaperRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into paper (id, matter, kind, about, unit, edition, entry, ordered_at, state) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting')",
        &args![
            paper.id,
            paper.matter,
            &paper.kind,
            paper.about,
            text(paper.unit),
            paper.edition,
            paper.entry,
            paper.ordered_at,
        ],
    )?;
    Ok(())
}

/// Those that wait, the oldest first.
pub fn waiting(sql: &mut dyn Sql, limit: i64) -> Result<Vec<PaperRow>, StoreError> {
    let rows =
        sql.query(concat!(select!(), " where state = 'waiting' order by ordered_at, id limit $1"), &args![limit])?;
    rows.iter().map(paper).collect()
}

/// All of a matter, in the order in which they went out.
pub fn of_matter(sql: &mut dyn Sql, matter: Uuid) -> Result<Vec<PaperRow>, StoreError> {
    let rows =
        sql.query(concat!(select!(), " where matter = $1 order by entry, kind, unit, about, edition"), &args![matter])?;
    rows.iter().map(paper).collect()
}

pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<PaperRow>, StoreError> {
    sql.first(concat!(select!(), " where id = $1"), &args![id])?.as_ref().map(paper).transpose()
}

/// Its bytes are there. False where another process was first.
pub fn keep(tx: &mut Tx<'_>, id: Uuid, laid: &Laid<'_>) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update paper set state = 'kept', pages = $2, missing = $3, program = $4, file = $5 where id = $1 and state <> 'kept'",
        &args![id, laid.pages, laid.missing, laid.program, laid.file],
    )?;
    Ok(changed > 0)
}

/// It could not be laid out; after `most` tries it waits no longer.
pub fn fail(tx: &mut Tx<'_>, id: Uuid, most: i64) -> Result<(), StoreError> {
    tx.execute(
        "update paper set tries = tries + 1, state = case when tries + 1 >= $2 then 'failed' else state end \
         where id = $1 and state = 'waiting'",
        &args![id, most],
    )?;
    Ok(())
}

fn text(unit: Option<Uuid>) -> String {
    unit.map(|unit| unit.to_string()).unwrap_or_default()
}

fn paper(row: &Row) -> Result<PaperRow, StoreError> {
    Ok(PaperRow {
        id: row.uuid(0)?,
        matter: row.uuid(1)?,
        kind: row.string(2)?,
        about: row.int(3)?,
        unit: row.string(4)?.parse().ok(),
        edition: row.int(5)?,
        entry: row.int(6)?,
        ordered_at: row.int(7)?,
        file: row.string(8)?.parse().ok(),
        pages: row.int(9)?,
        missing: row.string(10)?,
    })
}
