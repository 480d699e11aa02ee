//! What the record itself shows (第六条): a matter past its limit that was urged twice; a co-unit that never answered. The
//! Office decides whether it is put to anybody; what is no matter of record (R6.2, R6.4) only people can find.

use domain::{
    duty::{DutyKind, Owner},
    matter::Stage,
    referral::Ground,
    value::{Day, MatterId, UnitId},
};
use store::{Sql, args};

use crate::{
    Denied,
    papers::day_cn,
    snapshot::Snapshot,
    views::{kind_code, kind_from, owner_from},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    pub matter: MatterId,
    pub number: String,
    pub title: String,
    pub unit: UnitId,
    pub ground: Ground,
    /// from the record, in a sentence
    pub why: String,
}

const MOST: usize = 50;

/// Beside those that are known already: (matter, unit, ground).
pub(super) fn suggested(
    read: &mut Snapshot<'_, '_>,
    known: &[(MatterId, UnitId, Ground)],
) -> Result<Vec<Suggested>, Denied> {
    let mut found = late(read)?;
    found.extend(silent(read)?);
    found.retain(|one| !known.contains(&(one.matter, one.unit, one.ground)));
    found.truncate(MOST);
    Ok(found)
}

/// R6.1: past its limit, and urged twice or more.
fn late(read: &mut Snapshot<'_, '_>) -> Result<Vec<Suggested>, Denied> {
    let select = format!(
        "select matter, number_text, title, lead_unit, limit_due, urged from matter_view \
         where stage = '{}' and urged >= 2 and limit_due < $1 order by limit_due, matter limit {MOST}",
        Stage::UnderWay.code()
    );
    let today = read.today;
    let mut found = Vec::new();
    for row in read.query(&select, &args![today])? {
        let Ok(unit) = row.text(3)?.parse() else { continue };
        let (due, urged): (Day, i64) = (row.date(4)?, row.int(5)?);
        found.push(Suggested {
            matter: MatterId(row.uuid(0)?),
            number: row.string(1)?,
            title: row.string(2)?,
            unit,
            ground: Ground::LateWithoutReason,
            why: format!(
                "时限为{}，已逾期 {} 个工作日；已催办 {urged} 次，仍未办结。",
                day_cn(due),
                read.institution.calendar.days_past(today, due)
            ),
        });
    }
    Ok(found)
}

/// R6.3: a co-unit let pass what it was asked for by the lead unit.
fn silent(read: &mut Snapshot<'_, '_>) -> Result<Vec<Suggested>, Denied> {
    let kinds = [DutyKind::ConfirmClosingReport, DutyKind::SubTask].map(|kind| format!("'{}'", kind_code(kind)));
    let select = format!(
        "select d.matter, m.number_text, m.title, d.owner, d.kind, d.due, d.state from duty_view d \
         join matter_view m on m.matter = d.matter \
         where d.kind in ({}) and d.due < $1 and (d.state = 'open' or (d.state = 'withdrawn' and d.settled_on > d.due)) \
         order by d.due, d.matter, d.duty limit {MOST}",
        kinds.join(", ")
    );
    let today = read.today;
    let mut found = Vec::new();
    for row in read.query(&select, &args![today])? {
        let (Owner::Unit(unit), Some(kind)) = (owner_from(row.text(3)?), kind_from(row.text(4)?)) else { continue };
        let due: Day = row.date(5)?;
        let still = if row.text(6)? == "open" { "至今未办" } else { "始终未办" };
        found.push(Suggested {
            matter: MatterId(row.uuid(0)?),
            number: row.string(1)?,
            title: row.string(2)?,
            unit,
            ground: Ground::NotCooperating,
            why: format!("应于{}前{}，{still}。", day_cn(due), kind.label()),
        });
    }
    Ok(found)
}
