//! 批量办理: which matters one act was meant for, in their order, and what became of each. The outcome is written once.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    pub id: Uuid,
    pub person: Uuid,
    /// the code of the command
    pub act: String,
    pub made_at: Micros,
    /// the last sign of life while it runs
    pub ran_at: Option<Micros>,
    pub ended_at: Option<Micros>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRow {
    pub matter: Uuid,
    /// JSON
    pub outcome: Option<String>,
}

pub fn create(tx: &mut Tx<'_>, batch: &BatchRow, matters: &[Uuid]) -> Result<(), StoreError> {
    tx.execute(
        "insert into batch (id, person, act, made_at, ran_at, ended_at) values ($1, $2, $3, $4, 0, 0)",
        &args![batch.id, batch.person, &batch.act, batch.made_at],
    )?;
    for (place, matter) in (0_i64..).zip(matters) {
        tx.execute(
            "insert into batch_item (batch, place, matter, outcome) values ($1, $2, $3, '')",
            &args![batch.id, place, *matter],
        )?;
    }
    Ok(())
}

/// Of this person; another's is not there.
pub fn find(sql: &mut dyn Sql, person: Uuid, id: Uuid) -> Result<Option<BatchRow>, StoreError> {
    let row = sql.first(concat!(select!(), " where id = $1 and person = $2"), &args![id, person])?;
    row.as_ref().map(batch).transpose()
}

pub fn items(sql: &mut dyn Sql, id: Uuid) -> Result<Vec<ItemRow>, StoreError> {
    let rows = sql.query("select matter, outcome from batch_item where batch = $1 order by place", &args![id])?;
    let item = |row: &Row| {
        let outcome = row.string(1)?;
        Ok(ItemRow { matter: row.uuid(0)?, outcome: (!outcome.is_empty()).then_some(outcome) })
    };
    rows.iter().map(item).collect()
}

/// A person's batches that have ended, the newest first.
pub fn ended(sql: &mut dyn Sql, person: Uuid, limit: i64) -> Result<Vec<BatchRow>, StoreError> {
    let rows = sql.query(
        concat!(select!(), " where person = $1 and ended_at > 0 order by made_at desc, id desc limit $2"),
        &args![person, limit],
    )?;
    rows.iter().map(batch).collect()
}

/// Takes it up: false where it has ended, or where somebody has given a sign of life since `stale`.
pub fn take(tx: &mut Tx<'_>, id: Uuid, now: Micros, stale: Micros) -> Result<bool, StoreError> {
    let taken = tx.execute(
        "update batch set ran_at = $2 where id = $1 and ended_at = 0 and ran_at < $3",
        &args![id, now, stale],
    )?;
    Ok(taken > 0)
}

/// The first outcome of a matter stays. A sign of life of the batch.
pub fn note(tx: &mut Tx<'_>, id: Uuid, matter: Uuid, outcome: &str, now: Micros) -> Result<bool, StoreError> {
    tx.execute("update batch set ran_at = $2 where id = $1 and ended_at = 0", &args![id, now])?;
    let noted = tx.execute(
        "update batch_item set outcome = $3 where batch = $1 and matter = $2 and outcome = ''",
        &args![id, matter, outcome],
    )?;
    Ok(noted > 0)
}

pub fn end(tx: &mut Tx<'_>, id: Uuid, now: Micros) -> Result<(), StoreError> {
    tx.execute("update batch set ended_at = $2 where id = $1 and ended_at = 0", &args![id, now])?;
    Ok(())
}

/// Forgets what was chosen before that instant and never carried out; gives how many.
pub fn purge(tx: &mut Tx<'_>, before: Micros) -> Result<u64, StoreError> {
    let old = "select id from batch where ran_at = 0 and made_at < $1";
    tx.execute(&format!("delete from batch_item where batch in ({old})"), &args![before])?;
    tx.execute("delete from batch where ran_at = 0 and made_at < $1", &args![before])
}

macro_rules! select {
    () => {
        "select id, person, act, made_at, ran_at, ended_at from batch"
    };
}
use select;

fn batch(row: &Row) -> Result<BatchRow, StoreError> {
    let at = |column| row.int(column).map(|at| (at > 0).then_some(at));
    Ok(BatchRow {
        id: row.uuid(0)?,
        person: row.uuid(1)?,
        act: row.string(2)?,
        made_at: row.int(3)?,
        ran_at: at(4)?,
        ended_at: at(5)?,
    })
}
