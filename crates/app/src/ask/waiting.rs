//! 工作台: what waits for somebody without a date. No duty: nothing here is ever late.

use std::collections::BTreeSet;

use domain::{
    access::Subject,
    duty::Owner,
    value::{Day, MatterId},
};
use store::{Sql, StoreError, args};

use super::ledger_rows::unknown;
use crate::{
    snapshot::Snapshot,
    views::{WaitKind, owner_from},
};

/// What waits for me without a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub kind: WaitKind,
    pub matter: MatterId,
    pub number: String,
    pub title: String,
    /// its number within the matter
    pub item: u32,
    /// for whom: a leader, or the lead unit
    pub owner: Owner,
    pub since: Day,
}

const SHOWN: usize = 30;

/// What waits for any of the subjects, the longest first; for the Office every situation that a leader has not answered.
pub(super) fn waiting(read: &mut Snapshot<'_, '_>, subjects: &BTreeSet<Subject>) -> Result<Vec<Waiting>, StoreError> {
    let select = "select w.kind, w.matter, m.number_text, m.title, w.item, w.subject, w.since from waiting_view w \
                  join matter_view m on m.matter = w.matter";
    let order = format!("order by w.since, w.matter, w.item limit {SHOWN}");
    let mut found = Vec::new();
    for subject in subjects {
        let (by, value) = match subject {
            Subject::Office => ("w.kind", WaitKind::Situation.code().to_owned()),
            subject => ("w.subject", subject.to_string()),
        };
        for row in &read.query(&format!("{select} where {by} = $1 {order}"), &args![value])? {
            found.push(Waiting {
                kind: WaitKind::from_code(row.text(0)?).ok_or_else(|| unknown("kind", row, 0))?,
                matter: MatterId(row.uuid(1)?),
                number: row.string(2)?,
                title: row.string(3)?,
                item: u32::try_from(row.int(4)?).unwrap_or_default(),
                owner: owner_from(row.text(5)?),
                since: row.date(6)?,
            });
        }
    }
    found.sort_by_key(|one: &Waiting| (one.since, one.matter, one.kind.code(), one.item));
    found.dedup();
    found.truncate(SHOWN);
    Ok(found)
}
