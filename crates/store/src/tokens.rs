//! Tokens of the API: shown once, stored as a hash.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

/// A token to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What it is listed and ended by.
    pub id: Uuid,
    /// `crypto::Token::hash`
    pub hash: [u8; 32],
    pub person: Uuid,
    /// What its owner calls it.
    pub name: String,
    pub read_only: bool,
    pub created_at: Micros,
    pub expires_at: Micros,
}

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    pub id: Uuid,
    pub person: Uuid,
    pub name: String,
    pub read_only: bool,
    pub created_at: Micros,
    pub expires_at: Micros,
    pub last_used_at: Option<Micros>,
}

pub fn create(tx: &mut Tx<'_>, token: &NewToken) -> Result<(), StoreError> {
    tx.execute(
        "insert into api_token (hash, id, person, name, read_only, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        &args![token.hash, token.id, token.person, &token.name, token.read_only, token.created_at, token.expires_at],
    )?;
    Ok(())
}

/// The token with this hash, if it is good.
pub fn find(sql: &mut dyn Sql, hash: &[u8; 32], now: Micros) -> Result<Option<ApiToken>, StoreError> {
    let row = sql
        .first(concat!(select!(), " where hash = $1 and revoked_at is null and expires_at > $2"), &args![*hash, now])?;
    row.as_ref().map(token).transpose()
}

/// Notes when a token was last used. A write each: the caller does it once a minute at most.
pub fn used(tx: &mut Tx<'_>, id: Uuid, now: Micros) -> Result<(), StoreError> {
    tx.execute("update api_token set used_at = $2 where id = $1", &args![id, now])?;
    Ok(())
}

/// Ends a token of this person; false where there is no such good one.
pub fn revoke(tx: &mut Tx<'_>, person: Uuid, id: Uuid, now: Micros) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update api_token set revoked_at = $3 where person = $1 and id = $2 and revoked_at is null",
        &args![person, id, now],
    )?;
    Ok(changed > 0)
}

/// Ends all tokens of a person: the password was changed, or the account disabled.
pub fn revoke_all_of(tx: &mut Tx<'_>, person: Uuid, now: Micros) -> Result<u64, StoreError> {
    tx.execute("update api_token set revoked_at = $2 where person = $1 and revoked_at is null", &args![person, now])
}

/// A person's tokens that are good, the newest first.
pub fn list(sql: &mut dyn Sql, person: Uuid, now: Micros) -> Result<Vec<ApiToken>, StoreError> {
    let rows = sql.query(
        concat!(
            select!(),
            " where person = $1 and revoked_at is null and expires_at > $2 order by created_at desc, id"
        ),
        &args![person, now],
    )?;
    rows.iter().map(token).collect()
}

macro_rules! select {
    () => {
        "select id, person, name, read_only, created_at, expires_at, used_at from api_token"
    };
}
use select;

fn token(row: &Row) -> Result<ApiToken, StoreError> {
    Ok(ApiToken {
        id: row.uuid(0)?,
        person: row.uuid(1)?,
        name: row.string(2)?,
        read_only: row.bool(3)?,
        created_at: row.int(4)?,
        expires_at: row.int(5)?,
        last_used_at: row.opt(6, Row::int)?,
    })
}
