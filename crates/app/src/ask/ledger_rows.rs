//! From a row of `matter_view` to a line of a list, with its light as of today.

use domain::{
    calendar::WorkCalendar,
    duty::{Duty, DutyState, Light},
    institution::Institution,
    matter::{Category, Matter, Stage},
    regulation::LimitName,
    value::Day,
};
use store::{Row, StoreError};

use super::{LedgerRow, Mark, Next};
use crate::views::{NEVER, days_between, kind_from, owner_from};

/// A line with its place in the order.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub id: String,
    pub key: String,
    pub row: LedgerRow,
}

/// What `select` has to name, from `matter_view m`, for [`line`].
pub(crate) const COLUMNS: &str = "m.matter, m.number_text, m.title, m.category, m.stage, m.lead_unit, m.co_units, m.leader, \
     m.due, m.limit_due, m.paused, m.provisional, m.urged, m.extended, m.adopted, m.major, m.complex, m.next_kind, \
     m.next_owner, m.next_due, m.progress_percent, m.progress_on, m.registered_on, m.dispatched_on, m.closed_on, \
     m.closed_late";

/// The place after them.
pub(crate) const KEY: usize = 26;

pub(crate) fn line(row: &Row, lights: &Lights) -> Result<LedgerRow, StoreError> {
    let stage = Stage::from_code(row.text(4)?).ok_or_else(|| unknown("stage", row, 4))?;
    let due = day(row, 8)?;
    let closed_on = day(row, 24)?;
    let next = match (kind_from(row.text(17)?), day(row, 19)?) {
        (Some(kind), Some(due)) => Some(Next { kind, owner: owner_from(row.text(18)?), due }),
        _ => None,
    };
    let percent = u8::try_from(row.int(20)?).ok();
    Ok(LedgerRow {
        id: domain::value::MatterId(row.uuid(0)?),
        number: row.string(1)?,
        title: row.string(2)?,
        category: Category::from_code(row.text(3)?).ok_or_else(|| unknown("category", row, 3))?,
        stage,
        lead: row.text(5)?.parse().ok(),
        co_units: row.text(6)?.split(' ').filter_map(|id| id.parse().ok()).collect(),
        leader: row.text(7)?.parse().ok(),
        due: day(row, 9)?,
        running: due,
        provisional: row.bool(11)?,
        mark: match (row.bool(10)?, due, closed_on) {
            (true, ..) => Mark::Paused,
            (false, Some(due), _) => lights.running(due),
            (false, None, Some(_)) => Mark::Done { late: i32::try_from(row.int(25)?).unwrap_or(i32::MAX) },
            (false, None, None) => Mark::Plain,
        },
        urged: count(row, 12)?,
        extended: count(row, 13)?,
        adopted: row.bool(14)?,
        major: row.bool(15)?,
        complex: row.bool(16)?,
        next,
        progress: percent.zip(day(row, 21)?),
        registered_on: day(row, 22)?,
        dispatched_on: day(row, 23)?,
        closed_on,
    })
}

/// Which dates are red, yellow, green on one day. 黄灯提前量 is a way of showing: today's parameter counts, also for matters
/// that keep older ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lights {
    pub today: Day,
    /// the last due day that is yellow today
    pub yellow_until: Day,
}

impl Lights {
    pub fn on(today: Day, institution: &Institution) -> Self {
        let days = institution.regulation_on(today).map_or(3, |regulation| regulation.limit(LimitName::Yellow).days);
        Self { today, yellow_until: last_yellow(&institution.calendar, today, days) }
    }

    pub fn of(self, due: Day) -> Light {
        if self.today > due {
            Light::Red
        } else if due <= self.yellow_until {
            Light::Yellow
        } else {
            Light::Green
        }
    }

    pub fn running(self, due: Day) -> Mark {
        Mark::Running { light: self.of(due), left: days_between(self.today, due) }
    }

    pub fn of_duty(self, duty: &Duty) -> Mark {
        match &duty.state {
            DutyState::Open if duty.kind.is_leaders() => self.waiting(duty.opened_on),
            DutyState::Open => self.running(duty.due),
            DutyState::Paused { .. } => Mark::Paused,
            DutyState::Discharged { on, late } => {
                Mark::Done { late: if *late { days_between(duty.due, *on) } else { 0 } }
            }
            DutyState::Withdrawn { .. } => Mark::Withdrawn,
        }
    }

    pub fn waiting(self, since: Day) -> Mark {
        Mark::Waiting { days: days_between(since, self.today).max(0) }
    }

    /// The light of the whole matter, as its line in the ledger has it.
    pub fn of_matter(self, matter: &Matter) -> Mark {
        if matter.stage == Stage::Suspended {
            return Mark::Paused;
        }
        if let Some(due) = crate::views::light_due(matter) {
            return self.running(due);
        }
        match matter.accepted_report() {
            Some(_) => Mark::Done { late: crate::views::closed_late(matter).try_into().unwrap_or(i32::MAX) },
            None => Mark::Plain,
        }
    }
}

/// The calendar says on which day a date turns yellow; the last date that has turned by today is found by walking on.
fn last_yellow(calendar: &WorkCalendar, today: Day, days: u32) -> Day {
    let mut last = today;
    while let Ok(next) = last.tomorrow()
        && calendar.days_before(next, days) <= today
    {
        last = next;
    }
    last
}

pub(crate) fn day(row: &Row, column: usize) -> Result<Option<Day>, StoreError> {
    match row.text(column)? {
        "" | NEVER => Ok(None),
        _ => row.date(column).map(Some),
    }
}

fn count(row: &Row, column: usize) -> Result<u32, StoreError> {
    Ok(u32::try_from(row.int(column)?).unwrap_or(u32::MAX))
}

pub(crate) fn unknown(what: &str, row: &Row, column: usize) -> StoreError {
    StoreError::Row(format!("{what} {:?} of a view is not known", row.value(column)))
}

#[cfg(test)]
mod tests {
    use domain::{calendar::WorkCalendar, duty::light};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_last_yellow_day_agrees_with_the_rule_of_a_single_light() {
        let calendar = WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap();
        for today in date(2026, 9, 20).series(jiff::ToSpan::days(1)).take(30) {
            let lights = Lights { today, yellow_until: last_yellow(&calendar, today, 3) };
            for due in date(2026, 9, 15).series(jiff::ToSpan::days(1)).take(45) {
                assert_eq!(lights.of(due), light(today, calendar.days_before(due, 3), due), "{today} {due}");
            }
        }
    }
}
