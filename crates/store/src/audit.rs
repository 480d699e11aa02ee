//! The second log: sign-ins, readings, refusals, downloads, settings. Chained like the first, with the same key.

use crate::chain::{self, Head, VerifyError};
use crate::{Micros, Row, Sql, StoreError, Tx, Value, args};

/// A line to be appended. Holds no secrets, tokens or telephone numbers: it is read by auditors and exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    pub at: Micros,
    /// A person's id, "system", or "" where nobody was recognised.
    pub actor: String,
    /// What was done or tried, one word of a fixed list of the caller's.
    pub action: String,
    /// To what: an id.
    pub object: Option<String>,
    /// From which network address.
    pub address: Option<String>,
    /// "ok", "refused", "failed" …
    pub result: String,
    pub request_id: Option<String>,
    /// JSON, kept and hashed exactly as it is.
    pub detail: Option<String>,
}

/// A line as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Gapless over the whole log, from 1.
    pub position: i64,
    pub entry: NewEntry,
    pub digest: [u8; 32],
    pub mac: [u8; 32],
}

/// What an auditor looks for; a field that is `None` asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    pub actor: Option<String>,
    pub action: Option<String>,
    pub object: Option<String>,
    pub from: Option<Micros>,
    pub until: Option<Micros>,
}

/// Position and detail of at most `limit` lines of one action after a position, in order; lines without detail are left out.
pub fn details(sql: &mut dyn Sql, action: &str, after: i64, limit: i64) -> Result<Vec<(i64, String)>, StoreError> {
    let rows = sql.query(
        "select position, detail from audit where action = $1 and position > $2 and detail is not null \
         order by position limit $3",
        &args![action, after, limit],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.string(1)?))).collect()
}

/// Appends a line, in the transaction of what it tells of; gives its position.
pub fn append(tx: &mut Tx<'_>, entry: NewEntry) -> Result<i64, StoreError> {
    let before = match tx.heads.audit {
        Some(head) => head,
        None => head(tx)?,
    };
    let position = before.position + 1;
    let mut values = fields(position, entry);
    let digest = chain::digest(LOG, &values);
    let mac = chain::mac(tx.chain_key(), &before.mac, &digest);
    values.extend(args![digest, mac]);
    tx.execute(
        "insert into audit (position, at, actor, action, object, address, result, request_id, detail, digest, mac) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &values,
    )?;
    tx.heads.audit = Some(Head { position, mac });
    Ok(position)
}

/// At most `limit` lines after position `after`, in order.
pub fn page(sql: &mut dyn Sql, after: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
    raw_page(sql, after, limit)?.iter().map(entry).collect()
}

/// At most `limit` lines before position `before` (`None`: from the end) that fit, the newest first.
pub fn search(sql: &mut dyn Sql, wanted: &Search, before: Option<i64>, limit: i64) -> Result<Vec<Entry>, StoreError> {
    let mut values = Vec::from(args![before.unwrap_or(i64::MAX), limit]);
    let mut conditions = String::new();
    let mut condition = |text: &str, value: Option<Value>| {
        if let Some(value) = value {
            values.push(value);
            conditions.push_str(&format!(" and {text} ${}", values.len()));
        }
    };
    condition("actor =", wanted.actor.as_ref().map(Value::from));
    condition("action =", wanted.action.as_ref().map(Value::from));
    condition("object =", wanted.object.as_ref().map(Value::from));
    condition("at >=", wanted.from.map(Value::from));
    condition("at <", wanted.until.map(Value::from));
    let statement = format!("{} where position < $1{conditions} order by position desc limit $2", select!());
    sql.query(&statement, &values)?.iter().map(entry).collect()
}

/// The last line's position and mac; [`Head::START`] for an empty log.
pub fn head(sql: &mut dyn Sql) -> Result<Head, StoreError> {
    let row = sql.first("select position, mac from audit order by position desc limit 1", &[])?;
    row.map_or(Ok(Head::START), |row| Ok(Head { position: row.int(0)?, mac: row.digest(1)? }))
}

/// Reads the whole log and proves positions, digests and macs. A tail cut off shows against the [`crate::anchors`].
pub fn verify(sql: &mut dyn Sql, key: &[u8; 32]) -> Result<Head, VerifyError> {
    let mut head = Head::START;
    loop {
        let rows = raw_page(sql, head.position, PAGE)?;
        for row in &rows {
            head = chain::check(LOG, key, &head, &row.0[..HASHED], row.int(0)?, row.blob(9)?, row.blob(10)?)?;
        }
        if rows.len() < PAGE as usize {
            return Ok(head);
        }
    }
}

macro_rules! select {
    () => {
        "select position, at, actor, action, object, address, result, request_id, detail, digest, mac from audit"
    };
}
use select;

/// Rows read at once by [`verify`].
const PAGE: i64 = 1000;
const LOG: &str = "audit";
/// Columns of the select that the digest covers, from `position` to `detail`.
const HASHED: usize = 9;

fn fields(position: i64, entry: NewEntry) -> Vec<Value> {
    Vec::from(args![
        position,
        entry.at,
        entry.actor,
        entry.action,
        entry.object,
        entry.address,
        entry.result,
        entry.request_id,
        entry.detail,
    ])
}

fn raw_page(sql: &mut dyn Sql, after: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
    sql.query(concat!(select!(), " where position > $1 order by position limit $2"), &args![after, limit])
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let entry = NewEntry {
        at: row.int(1)?,
        actor: row.string(2)?,
        action: row.string(3)?,
        object: row.opt(4, Row::string)?,
        address: row.opt(5, Row::string)?,
        result: row.string(6)?,
        request_id: row.opt(7, Row::string)?,
        detail: row.opt(8, Row::string)?,
    };
    Ok(Entry { position: row.int(0)?, entry, digest: row.digest(9)?, mac: row.digest(10)? })
}
