//! The last day on which a job ran, and whether it stands still because the clock has jumped since.

use jiff::civil::Date;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// the last day that was trusted
    pub day: Date,
    pub held: Option<Held>,
}

/// What the clock said when it was found to have jumped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub at: Micros,
    pub on: Date,
}

/// `None` before the first run.
pub fn find(sql: &mut dyn Sql, name: &str) -> Result<Option<Mark>, StoreError> {
    let row = sql.first("select day, held_at, held_on from clock_mark where name = $1", &args![name])?;
    row.as_ref().map(mark).transpose()
}

/// It runs, on that day.
pub fn trust(tx: &mut Tx<'_>, name: &str, day: Date) -> Result<(), StoreError> {
    tx.execute(
        "insert into clock_mark (name, day, held_at, held_on) values ($1, $2, 0, '') \
         on conflict (name) do update set day = excluded.day, held_at = 0, held_on = ''",
        &args![name, day],
    )?;
    Ok(())
}

/// It stands still from now on; false where it does already.
pub fn hold(tx: &mut Tx<'_>, name: &str, held: Held) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update clock_mark set held_at = $2, held_on = $3 where name = $1 and held_at = 0",
        &args![name, held.at, held.on],
    )?;
    Ok(changed > 0)
}

fn mark(row: &Row) -> Result<Mark, StoreError> {
    let at = row.int(1)?;
    let held = if at == 0 { None } else { Some(Held { at, on: row.date(2)? }) };
    Ok(Mark { day: row.date(0)?, held })
}
