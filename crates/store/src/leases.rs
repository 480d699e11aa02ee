//! Leases: of several processes on one database, who does a job that only one may do. Whoever dies loses it when it runs out.

use crate::{Micros, Sql, StoreError, Tx, args};

/// Takes the lease where it is free, has run out, or is held by `holder` already. One that ends later than any that is taken now
/// could is no lease: the clock was set back, and its holder may be gone.
pub fn take(tx: &mut Tx<'_>, name: &str, holder: &str, now: Micros, until: Micros) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "insert into lease (name, holder, until) values ($1, $2, $4) \
         on conflict (name) do update set holder = excluded.holder, until = excluded.until \
         where lease.until <= $3 or lease.holder = excluded.holder or lease.until > $5",
        &args![name, holder, now, until, until + (until - now)],
    )?;
    Ok(changed > 0)
}

/// Prolongs the lease; false where it has run out or is another's by now: stop the job.
pub fn renew(tx: &mut Tx<'_>, name: &str, holder: &str, now: Micros, until: Micros) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update lease set until = $4 where name = $1 and holder = $2 and until > $3",
        &args![name, holder, now, until],
    )?;
    Ok(changed > 0)
}

/// Gives the lease back; false where it was another's.
pub fn release(tx: &mut Tx<'_>, name: &str, holder: &str) -> Result<bool, StoreError> {
    let changed = tx.execute("delete from lease where name = $1 and holder = $2", &args![name, holder])?;
    Ok(changed > 0)
}

/// Who holds the lease now.
pub fn holder(sql: &mut dyn Sql, name: &str, now: Micros) -> Result<Option<String>, StoreError> {
    let row = sql.first("select holder from lease where name = $1 and until > $2", &args![name, now])?;
    row.map(|row| row.string(0)).transpose()
}
