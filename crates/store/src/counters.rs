//! Runs of numbers without a gap, one for each name and year. A number is taken only inside the transaction that uses it: where
//! that is refused, the number is still free.

use crate::{Sql, StoreError, Tx, args};

/// Takes the next number.
pub fn next(tx: &mut Tx<'_>, name: &str, year: i32) -> Result<i64, StoreError> {
    let row = tx.first(
        "insert into counter (name, year, first, last) values ($1, $2, 1, 1) \
         on conflict (name, year) do update set last = counter.last + 1 returning last",
        &args![name, year],
    )?;
    row.ok_or_else(|| StoreError::Row("counter gave no number".to_owned()))?.int(0)
}

/// The number that [`next`] would give.
pub fn peek(sql: &mut dyn Sql, name: &str, year: i32) -> Result<i64, StoreError> {
    let row = sql.first("select last from counter where name = $1 and year = $2", &args![name, year])?;
    row.map_or(Ok(1), |row| Ok(row.int(0)? + 1))
}

/// Lets the run begin at `first`; false where a number has been given already, since that would leave a gap.
pub fn set_start(tx: &mut Tx<'_>, name: &str, year: i32, first: i64) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "insert into counter (name, year, first, last) values ($1, $2, $3, $3 - 1) \
         on conflict (name, year) do update set first = excluded.first, last = excluded.last \
         where counter.last < counter.first",
        &args![name, year, first],
    )?;
    Ok(changed > 0)
}
