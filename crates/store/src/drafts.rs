//! 起草: fields of a form as somebody typed them for another to sign, one draft a matter and act. No part of the record.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, Value, args};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    pub matter: Uuid,
    /// the code of the command
    pub act: String,
    pub author: Uuid,
    /// JSON
    pub body: String,
    pub saved_at: Micros,
}

/// In the place of an earlier one of the same matter and act.
pub fn put(tx: &mut Tx<'_>, draft: &DraftRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into draft (matter, act, author, body, saved_at) values ($1, $2, $3, $4, $5) \
         on conflict (matter, act) do update set author = excluded.author, body = excluded.body, \
         saved_at = excluded.saved_at",
        &args![draft.matter, &draft.act, draft.author, &draft.body, draft.saved_at],
    )?;
    Ok(())
}

pub fn find(sql: &mut dyn Sql, matter: Uuid, act: &str) -> Result<Option<DraftRow>, StoreError> {
    let row = sql.first(concat!(select!(), " where d.matter = $1 and d.act = $2"), &args![matter, act])?;
    row.as_ref().map(draft).transpose()
}

pub fn of_matter(sql: &mut dyn Sql, matter: Uuid) -> Result<Vec<DraftRow>, StoreError> {
    let rows = sql.query(concat!(select!(), " where d.matter = $1 order by d.act"), &args![matter])?;
    rows.iter().map(draft).collect()
}

/// Of matters that these units lead, the one saved last first.
pub fn of_lead_units(sql: &mut dyn Sql, units: &[Uuid], limit: i64) -> Result<Vec<DraftRow>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=units.len()).map(|place| format!("${place}")).collect();
    let mut args: Vec<Value> = units.iter().map(|unit| Value::from(*unit)).collect();
    args.push(limit.into());
    let statement = format!(
        concat!(
            select!(),
            " join matter_view m on m.matter = d.matter where m.lead_unit in ({}) \
             order by d.saved_at desc, d.matter, d.act limit ${}"
        ),
        places.join(", "),
        args.len()
    );
    sql.query(&statement, &args)?.iter().map(draft).collect()
}

/// False where there was none.
pub fn remove(tx: &mut Tx<'_>, matter: Uuid, act: &str) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from draft where matter = $1 and act = $2", &args![matter, act])? > 0)
}

/// Whose the files of a draft are, until a command or the sweep takes them.
pub fn file_owner(matter: &str, act: &str) -> String {
    format!("{FILES_OF}{matter}:{act}")
}

/// The matter whose draft a file belongs to, from its owner.
pub fn matter_of_file(owner: &str) -> Option<Uuid> {
    owner.strip_prefix(FILES_OF)?.split(':').next()?.parse().ok()
}

const FILES_OF: &str = "draft:";

/// A file that its uploader has staged waits with the draft, without an end; false where it is not there or another's.
pub fn hold_file(tx: &mut Tx<'_>, id: Uuid, owner: &str, stored_by: &str, now: Micros) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update file set owner = $2, staged_until = null where id = $1 and (owner = $2 or \
         (owner is null and stored_by = $3 and staged_until > $4))",
        &args![id, owner, stored_by, now],
    )?;
    Ok(changed > 0)
}

/// The draft's files other than these are left to the sweep.
pub fn release_files(tx: &mut Tx<'_>, owner: &str, kept: &[Uuid], now: Micros) -> Result<u64, StoreError> {
    let mut args: Vec<Value> = args![owner, now].into();
    let places: Vec<String> = kept
        .iter()
        .map(|id| {
            args.push(Value::from(*id));
            format!("${}", args.len())
        })
        .collect();
    let others = if places.is_empty() { String::new() } else { format!(" and id not in ({})", places.join(", ")) };
    tx.execute(&format!("update file set owner = null, staged_until = $2 where owner = $1{others}"), &args)
}

macro_rules! select {
    () => {
        "select d.matter, d.act, d.author, d.body, d.saved_at from draft d"
    };
}
use select;

fn draft(row: &Row) -> Result<DraftRow, StoreError> {
    Ok(DraftRow {
        matter: row.uuid(0)?,
        act: row.string(1)?,
        author: row.uuid(2)?,
        body: row.string(3)?,
        saved_at: row.int(4)?,
    })
}
