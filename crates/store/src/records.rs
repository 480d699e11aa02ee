//! Records beside the matters, each whole in one row.

use uuid::Uuid;

use crate::{Row, Sql, StoreError, Tx, args};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    pub stream: Uuid,
    pub aggregate: String,
    pub version: i64,
    /// something of it is in preparation or owed
    pub open: bool,
    /// the folded record
    pub body: String,
}

/// In the place of what was there.
pub fn put(tx: &mut Tx<'_>, row: &RecordRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into record_view (stream, aggregate, version, open, body) values ($1, $2, $3, $4, $5) \
         on conflict (stream) do update set aggregate = excluded.aggregate, version = excluded.version, \
         open = excluded.open, body = excluded.body",
        &args![row.stream, &row.aggregate, row.version, row.open, &row.body],
    )?;
    Ok(())
}

pub fn remove(tx: &mut Tx<'_>, stream: Uuid) -> Result<(), StoreError> {
    tx.execute("delete from record_view where stream = $1", &args![stream])?;
    Ok(())
}

pub fn find(sql: &mut dyn Sql, stream: Uuid) -> Result<Option<RecordRow>, StoreError> {
    let row = sql.first(concat!(select!(), " where stream = $1"), &args![stream])?;
    row.as_ref().map(record).transpose()
}

/// All of an aggregate, or only the open ones, in the order of their streams (the oldest first).
pub fn of(sql: &mut dyn Sql, aggregate: &str, only_open: bool) -> Result<Vec<RecordRow>, StoreError> {
    let least = i64::from(only_open);
    let rows = sql
        .query(concat!(select!(), " where aggregate = $1 and open >= $2 order by stream"), &args![aggregate, least])?;
    rows.iter().map(record).collect()
}

/// Of every aggregate.
pub fn all(sql: &mut dyn Sql) -> Result<Vec<RecordRow>, StoreError> {
    sql.query(concat!(select!(), " order by stream"), &[])?.iter().map(record).collect()
}

/// The streams of an aggregate, as the log has them.
pub fn streams(sql: &mut dyn Sql, aggregate: &str) -> Result<Vec<Uuid>, StoreError> {
    let select = "select stream from event where aggregate = $1 and version = 1 order by stream";
    sql.query(select, &args![aggregate])?.iter().map(|row| row.uuid(0)).collect()
}

macro_rules! select {
    () => {
        "select stream, aggregate, version, open, body from record_view"
    };
}
use select;

fn record(row: &Row) -> Result<RecordRow, StoreError> {
    Ok(RecordRow {
        stream: row.uuid(0)?,
        aggregate: row.string(1)?,
        version: row.int(2)?,
        open: row.bool(3)?,
        body: row.string(4)?,
    })
}
