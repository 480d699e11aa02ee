//! The permanent log: every change there ever was, in the order of commit. Rows are only ever added.

use std::collections::HashMap;

use jiff::civil::Date;
use uuid::Uuid;

use crate::chain::{self, Broken, Head, VerifyError};
use crate::{Micros, Row, Sql, StoreError, Tx, Value, args, kinds};

/// An event to be appended. `body` is the event's own JSON, kept and hashed exactly as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    pub stream: Uuid,
    /// "matter", "institution", …
    pub aggregate: String,
    /// 1 for the first event of its stream, then one more each.
    pub version: i64,
    pub kind: String,
    /// The version of the format of `body`.
    pub schema: i64,
    pub recorded_at: Micros,
    pub occurred_on: Date,
    /// A person's id, or "system".
    pub actor: String,
    /// 代签: for whom the actor acted.
    pub on_behalf: Option<String>,
    /// 代录: who wrote it down for the actor.
    pub recorder: Option<String>,
    pub command_id: String,
    pub body: String,
}

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Gapless over the whole log, from 1.
    pub position: i64,
    pub event: NewEvent,
    pub digest: [u8; 32],
    pub mac: [u8; 32],
}

/// Appends events; gives their positions.
///
/// # Errors
/// [`StoreError::Conflict`] where the version is not the next one of its stream: somebody was faster.
/// [`StoreError::UnknownKind`] where the kind was not named when the store was opened.
pub fn append(tx: &mut Tx<'_>, events: Vec<NewEvent>) -> Result<Vec<i64>, StoreError> {
    events.into_iter().map(|event| append_one(tx, event)).collect()
}

/// The events of one stream, first to last; empty where there are none.
pub fn load(sql: &mut dyn Sql, stream: Uuid) -> Result<Vec<Recorded>, StoreError> {
    let rows = sql.query(concat!(select!(), " where stream = $1 order by version"), &args![stream])?;
    rows.iter().map(recorded).collect()
}

/// At most `limit` events after position `after`, in order: the cursor of indexes, exports and webhooks.
pub fn page(sql: &mut dyn Sql, after: i64, limit: i64) -> Result<Vec<Recorded>, StoreError> {
    raw_page(sql, after, limit)?.iter().map(recorded).collect()
}

/// The last event's position and mac; [`Head::START`] for an empty log.
pub fn head(sql: &mut dyn Sql) -> Result<Head, StoreError> {
    let row = sql.first("select position, mac from event order by position desc limit 1", &[])?;
    row.map_or(Ok(Head::START), |row| Ok(Head { position: row.int(0)?, mac: row.digest(1)? }))
}

/// Reads the whole log and proves it: positions without a gap, versions without a gap in each stream, digests, macs.
/// What it cannot see is a tail cut off: compare with the [`crate::anchors`].
pub fn verify(sql: &mut dyn Sql, key: &[u8; 32]) -> Result<Head, VerifyError> {
    let mut head = Head::START;
    let mut versions: HashMap<String, i64> = HashMap::new();
    loop {
        let rows = raw_page(sql, head.position, PAGE)?;
        for row in &rows {
            head = verify_one(row, key, &head, &mut versions)?;
        }
        if rows.len() < PAGE as usize {
            return Ok(head);
        }
    }
}

macro_rules! select {
    () => {
        "select position, stream, aggregate, version, kind, schema, recorded_at, occurred_on, actor, on_behalf, recorder, \
         command_id, body, digest, mac from event"
    };
}
use select;

/// Rows read at once by [`verify`].
const PAGE: i64 = 1000;
const LOG: &str = "event";
/// Columns of the select that the digest covers, from `position` to `body`.
const HASHED: usize = 13;

fn append_one(tx: &mut Tx<'_>, event: NewEvent) -> Result<i64, StoreError> {
    kinds::record(tx, &event.kind, event.schema)?;
    let before = match tx.heads.event {
        Some(head) => head,
        None => head(tx)?,
    };
    let position = before.position + 1;
    let (stream, version) = (event.stream.to_string(), event.version);
    let mut values = fields(position, event);
    let digest = chain::digest(LOG, &values);
    let mac = chain::mac(tx.chain_key(), &before.mac, &digest);
    values.extend(args![digest, mac]);
    let added = tx.execute(
        "insert into event (position, stream, aggregate, version, kind, schema, recorded_at, occurred_on, actor, \
         on_behalf, recorder, command_id, body, digest, mac) \
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 \
         where $4 = 1 or exists (select 1 from event where stream = $2 and version = $4 - 1) \
         on conflict (stream, version) do nothing",
        &values,
    )?;
    if added == 0 {
        return Err(StoreError::Conflict { stream, version });
    }
    tx.heads.event = Some(Head { position, mac });
    Ok(position)
}

fn fields(position: i64, event: NewEvent) -> Vec<Value> {
    Vec::from(args![
        position,
        event.stream,
        event.aggregate,
        event.version,
        event.kind,
        event.schema,
        event.recorded_at,
        event.occurred_on,
        event.actor,
        event.on_behalf,
        event.recorder,
        event.command_id,
        event.body,
    ])
}

fn raw_page(sql: &mut dyn Sql, after: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
    sql.query(concat!(select!(), " where position > $1 order by position limit $2"), &args![after, limit])
}

fn recorded(row: &Row) -> Result<Recorded, StoreError> {
    let event = NewEvent {
        stream: row.uuid(1)?,
        aggregate: row.string(2)?,
        version: row.int(3)?,
        kind: row.string(4)?,
        schema: row.int(5)?,
        recorded_at: row.int(6)?,
        occurred_on: row.date(7)?,
        actor: row.string(8)?,
        on_behalf: row.opt(9, Row::string)?,
        recorder: row.opt(10, Row::string)?,
        command_id: row.string(11)?,
        body: row.string(12)?,
    };
    Ok(Recorded { position: row.int(0)?, event, digest: row.digest(13)?, mac: row.digest(14)? })
}

fn verify_one(
    row: &Row,
    key: &[u8; 32],
    before: &Head,
    versions: &mut HashMap<String, i64>,
) -> Result<Head, VerifyError> {
    let position = row.int(0)?;
    let head = chain::check(LOG, key, before, &row.0[..HASHED], position, row.blob(13)?, row.blob(14)?)?;
    let (stream, version) = (row.text(1)?, row.int(3)?);
    let last = versions.entry(stream.to_owned()).or_default();
    if version != *last + 1 {
        return Err(Broken::at(position, format!("流 {stream} 的版本 {version} 不接其前的 {last}")));
    }
    *last = version;
    Ok(head)
}
