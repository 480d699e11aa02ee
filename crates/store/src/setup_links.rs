//! One-time links: the first set-up, a password to be chosen. Good once, until they expire; only their hash is stored.

use crate::{Micros, Sql, StoreError, Tx, args};

/// Makes a link good. `purpose` is the caller's word for what it opens ("setup", "reset:<person>").
pub fn create(
    tx: &mut Tx<'_>,
    hash: &[u8; 32],
    purpose: &str,
    now: Micros,
    expires_at: Micros,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into setup_link (hash, purpose, created_at, expires_at) values ($1, $2, $3, $4)",
        &args![*hash, purpose, now, expires_at],
    )?;
    Ok(())
}

/// What a link opens that is still good.
pub fn find(sql: &mut dyn Sql, hash: &[u8; 32], now: Micros) -> Result<Option<String>, StoreError> {
    let row = sql.first(
        "select purpose from setup_link where hash = $1 and used_at is null and expires_at > $2",
        &args![*hash, now],
    )?;
    row.map(|row| row.string(0)).transpose()
}

/// Uses a link up; gives what it opens, or `None` where it was not good any more. Of two at once, one wins.
pub fn use_up(tx: &mut Tx<'_>, hash: &[u8; 32], now: Micros) -> Result<Option<String>, StoreError> {
    let row = tx.first(
        "update setup_link set used_at = $2 where hash = $1 and used_at is null and expires_at > $2 returning purpose",
        &args![*hash, now],
    )?;
    row.map(|row| row.string(0)).transpose()
}

/// Ends all links of a purpose that are still good.
pub fn end_all_for(tx: &mut Tx<'_>, purpose: &str, now: Micros) -> Result<u64, StoreError> {
    tx.execute(
        "update setup_link set used_at = $2 where purpose = $1 and used_at is null and expires_at > $2",
        &args![purpose, now],
    )
}
