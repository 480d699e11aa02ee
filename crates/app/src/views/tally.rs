//! The sums of what matters count, by month: kept with every change of a matter's rows, so that no figure asks for a scan.

use std::collections::BTreeMap;

use store::{Sql, StoreError, Tx, Value};

use super::table::{COUNT, Rows};

/// What a sum is of, as `tally` has it, and the sum.
type Sums = BTreeMap<Vec<Value>, i64>;

const KEY: &str = "measure, month, recorded_month, unit, lead, person, leader, category, days";

/// Adds what the new rows count more than the old ones.
pub(crate) fn add(tx: &mut Tx<'_>, old: &Rows, new: &Rows) -> Result<(), StoreError> {
    let mut sums = Sums::new();
    for (rows, sign) in [(old, -1), (new, 1)] {
        for row in rows.of(COUNT) {
            let (key, n) = summed(row);
            *sums.entry(key).or_default() += sign * n;
        }
    }
    for (key, n) in sums.into_iter().filter(|(_, n)| *n != 0) {
        put(tx, key, n)?;
    }
    Ok(())
}

/// A row of `matter_count` as a row of `tally`.
fn summed(row: &[Value]) -> (Vec<Value>, i64) {
    let month = |day: &Value| match day {
        Value::Text(day) => Value::from(day.get(..7).unwrap_or_default()),
        other => other.clone(),
    };
    let n = match &row[10] {
        Value::Int(n) => *n,
        _ => 0,
    };
    let mut key = vec![row[2].clone(), month(&row[8]), month(&row[9])];
    key.extend_from_slice(&row[3..8]);
    key.push(row[11].clone());
    (key, n)
}

fn put(tx: &mut Tx<'_>, mut row: Vec<Value>, n: i64) -> Result<(), StoreError> {
    row.push(n.into());
    let upsert = format!(
        "insert into tally ({KEY}, n) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         on conflict ({KEY}) do update set n = tally.n + excluded.n"
    );
    tx.execute(&upsert, &row)?;
    Ok(())
}

/// By how much the kept sums are off from what the rows say: key and what is missing. Empty where they agree.
pub(crate) fn off(sql: &mut dyn Sql) -> Result<Vec<(Vec<Value>, i64)>, StoreError> {
    let select = format!(
        "select {KEY}, cast(sum(n) as bigint) from ( \
           select measure, substr(on_day, 1, 7) as month, substr(recorded, 1, 7) as recorded_month, unit, lead, person, \
             leader, category, days, n from matter_count \
           union all select {KEY}, -n from tally) summed \
         group by {KEY} having sum(n) <> 0"
    );
    let mut found = Vec::new();
    for row in sql.query(&select, &[])? {
        let key = (0..9).map(|column| row.value(column).cloned()).collect::<Result<_, _>>()?;
        found.push((key, row.int(9)?));
    }
    Ok(found)
}

/// Puts right what is off; how many sums were.
pub(crate) fn mend(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let off = off(tx)?;
    let mended = off.len() as u64;
    for (key, missing) in off {
        put(tx, key, missing)?;
    }
    Ok(mended)
}
