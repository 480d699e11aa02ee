//! Secret addresses of calendar subscriptions: shown once, kept as a digest. Whoever has the address reads what its owner
//! owes, and can do nothing with it.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

/// A subscription as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What it is listed and ended by.
    pub id: Uuid,
    pub person: Uuid,
    pub created_at: Micros,
    pub last_used_at: Option<Micros>,
}

/// `digest`: `crypto::Token::hash`.
pub fn create(tx: &mut Tx<'_>, id: Uuid, person: Uuid, digest: &[u8; 32], now: Micros) -> Result<(), StoreError> {
    tx.execute(
        "insert into feed (id, person, digest, created_at, used_at) values ($1, $2, $3, $4, 0)",
        &args![id, person, *digest, now],
    )?;
    Ok(())
}

pub fn find(sql: &mut dyn Sql, digest: &[u8; 32]) -> Result<Option<Feed>, StoreError> {
    let row = sql.first(concat!(select!(), " where digest = $1"), &args![*digest])?;
    row.as_ref().map(feed).transpose()
}

/// Notes when it was last fetched. A write each: the caller does it once an hour at most.
pub fn used(tx: &mut Tx<'_>, id: Uuid, now: Micros) -> Result<(), StoreError> {
    tx.execute("update feed set used_at = $2 where id = $1", &args![id, now])?;
    Ok(())
}

/// Ends one of this person; false where there is no such one. Nothing refers to it, so it is gone.
pub fn revoke(tx: &mut Tx<'_>, person: Uuid, id: Uuid) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from feed where person = $1 and id = $2", &args![person, id])? > 0)
}

/// Ends all of a person: the account was disabled or its password reset.
pub fn revoke_all_of(tx: &mut Tx<'_>, person: Uuid) -> Result<u64, StoreError> {
    tx.execute("delete from feed where person = $1", &args![person])
}

/// A person's subscriptions, the newest first.
pub fn list(sql: &mut dyn Sql, person: Uuid) -> Result<Vec<Feed>, StoreError> {
    let rows = sql.query(concat!(select!(), " where person = $1 order by created_at desc, id"), &args![person])?;
    rows.iter().map(feed).collect()
}

macro_rules! select {
    () => {
        "select id, person, created_at, used_at from feed"
    };
}
use select;

fn feed(row: &Row) -> Result<Feed, StoreError> {
    let used = row.int(3)?;
    Ok(Feed {
        id: row.uuid(0)?,
        person: row.uuid(1)?,
        created_at: row.int(2)?,
        last_used_at: (used > 0).then_some(used),
    })
}
