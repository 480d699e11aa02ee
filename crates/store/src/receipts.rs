//! Receipts: a command carried out, with its answer. A double click or a repeated call brings the same command id again and
//! gets the old answer; nothing is done twice.

use crate::{Micros, Sql, StoreError, Tx, args};

/// The answer to a command that was carried out before; `None` where it is new.
///
/// # Errors
/// [`StoreError::CommandReused`] where the same id came with another request, or from another actor.
pub fn find(sql: &mut dyn Sql, command_id: &str, actor: &str, digest: &[u8; 32]) -> Result<Option<String>, StoreError> {
    let row = sql.first("select actor, digest, answer from receipt where command_id = $1", &args![command_id])?;
    let Some(row) = row else { return Ok(None) };
    if row.text(0)? != actor || row.digest(1)? != *digest {
        return Err(StoreError::CommandReused(command_id.to_owned()));
    }
    row.string(2).map(Some)
}

/// Keeps the answer, in the transaction of the command.
pub fn put(
    tx: &mut Tx<'_>,
    command_id: &str,
    actor: &str,
    digest: &[u8; 32],
    answer: &str,
    now: Micros,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into receipt (command_id, actor, digest, answer, made_at) values ($1, $2, $3, $4, $5)",
        &args![command_id, actor, *digest, answer, now],
    )?;
    Ok(())
}

/// Forgets receipts made before that instant (24 hours ago); gives how many.
pub fn purge(tx: &mut Tx<'_>, before: Micros) -> Result<u64, StoreError> {
    tx.execute("delete from receipt where made_at < $1", &args![before])
}
