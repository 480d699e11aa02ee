//! Up to which day each duty has been reminded of, or need not be: never twice for one duty and day, whoever asks.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{Row, Sql, StoreError, Tx, args};

/// An open duty of which nobody was reminded for a day yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreminded {
    pub matter: Uuid,
    /// as it is written; empty before registration
    pub number: String,
    pub duty: i64,
    pub kind: String,
    pub owner: String,
    pub due: Date,
    pub opened_on: Date,
}

/// The next due date after that one, up to `until`, on which some duty that is open falls due.
pub fn next_due(sql: &mut dyn Sql, after: Date, until: Date) -> Result<Option<Date>, StoreError> {
    let row = sql.first(
        "select due from duty_view where state = 'open' and due > $1 and due <= $2 order by due limit 1",
        &args![after, until],
    )?;
    row.map(|row| row.date(0)).transpose()
}

/// Open duties due on `due` that were opened before `day` and not reminded of for `day` or a later one, after `from`.
pub fn unreminded(
    sql: &mut dyn Sql,
    due: Date,
    day: Date,
    from: (Uuid, i64),
    limit: usize,
) -> Result<Vec<Unreminded>, StoreError> {
    let rows = sql.query(
        &format!(
            "select d.matter, d.duty, d.kind, d.owner, d.due, d.opened_on, \
             coalesce((select m.number_text from matter_view m where m.matter = d.matter), '') from duty_view d \
             where d.state = 'open' and d.due = $1 and (d.matter, d.duty) > ($3, $4) and d.opened_on < $2 \
             and not exists (select 1 from reminder r where r.matter = d.matter and r.duty = d.duty and r.day >= $2) \
             order by d.matter, d.duty limit {limit}"
        ),
        &args![due, day, from.0, from.1],
    )?;
    rows.iter().map(one).collect()
}

/// Notes that a duty is reminded of for `day`; false where that was done, or where it is no longer open or due on `due`.
pub fn note(tx: &mut Tx<'_>, matter: Uuid, duty: i64, due: Date, day: Date) -> Result<bool, StoreError> {
    let still = "select 1 from duty_view where matter = $1 and duty = $2 and state = 'open' and due = $3";
    // Two statements: SQLite copies each page before an insert from a select changes it, in case that fails half-way.
    Ok(tx.first(still, &args![matter, duty, due])?.is_some() && note_other(tx, matter, duty, day)?)
}

/// The same for what is in no view of duties; also: nothing is to be reminded of for days up to that one.
pub fn note_other(tx: &mut Tx<'_>, stream: Uuid, duty: i64, day: Date) -> Result<bool, StoreError> {
    let noted = tx.execute(
        "insert into reminder (matter, duty, day) values ($1, $2, $3) \
         on conflict (matter, duty) do update set day = excluded.day where reminder.day < excluded.day",
        &args![stream, duty, day],
    )?;
    Ok(noted > 0)
}

/// Up to which day it was reminded of, or need not be.
pub fn noted(sql: &mut dyn Sql, stream: Uuid, duty: i64) -> Result<Option<Date>, StoreError> {
    let row = sql.first("select day from reminder where matter = $1 and duty = $2", &args![stream, duty])?;
    row.map(|row| row.date(0)).transpose()
}

/// Forgets what was noted for days that are still to come: the clock was wrong.
pub fn forget_after(tx: &mut Tx<'_>, day: Date) -> Result<u64, StoreError> {
    tx.execute("delete from reminder where day > $1", &args![day])
}

fn one(row: &Row) -> Result<Unreminded, StoreError> {
    Ok(Unreminded {
        matter: row.uuid(0)?,
        number: row.string(6)?,
        duty: row.int(1)?,
        kind: row.string(2)?,
        owner: row.string(3)?,
        due: row.date(4)?,
        opened_on: row.date(5)?,
    })
}
