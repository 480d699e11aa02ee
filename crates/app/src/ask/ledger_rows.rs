//! From a row of `matter_view` to a line of a list, with its light as of today.

use std::collections::BTreeSet;

use domain::{
    calendar::WorkCalendar,
    duty::{Course, Duty, DutyKind, DutyState, Light, Owner},
    institution::Institution,
    matter::{Category, Matter, Stage},
    regulation::{LightRules, LimitName},
    value::{Day, PersonId},
};
use jiff::{ToSpan, civil::date};
use store::{Row, StoreError};

use super::{LedgerRow, Mark, Next};
use crate::views::{NEVER, course, days_between, kind_from, light_course, owner_from};

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
     m.closed_late, \
     case when m.paused = 1 then coalesce((select max(s.due) from duty_view s where s.matter = m.matter \
     and s.kind = 'review_suspension' and s.state = 'open'), '') else '' end, m.light_from_n, m.first_due, m.responsible, m.clerk, m.source, m.progress_text, m.archived_on, m.number_year, m.ended_on";

/// The place after them.
pub(crate) const KEY: usize = 36;

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
        responsible: row.text(29)?.parse().ok(),
        clerk: row.text(30)?.parse().ok(),
        source: row.string(31)?,
        carried_into: carried_into(lights.today, row.int(34)?, day(row, 35)?),
        due: day(row, 9)?,
        first_due: day(row, 28)?,
        running: due,
        provisional: row.bool(11)?,
        mark: match (row.bool(10)?, due, closed_on) {
            (true, ..) => Mark::Paused,
            (false, Some(due), _) => lights.running(course_of(due, row.int(27)?, row.int(20)?)),
            (false, None, Some(_)) => Mark::Done { late: i32::try_from(row.int(25)?).unwrap_or(i32::MAX) },
            (false, None, None) => Mark::Plain,
        },
        suspended_until: day(row, 26)?,
        urged: count(row, 12)?,
        extended: count(row, 13)?,
        adopted: row.bool(14)?,
        major: row.bool(15)?,
        complex: row.bool(16)?,
        next,
        progress: percent.zip(day(row, 21)?),
        progress_text: row.string(32)?,
        progress_on: day(row, 21)?,
        registered_on: day(row, 22)?,
        dispatched_on: day(row, 23)?,
        closed_on,
        archived_on: day(row, 33)?,
    })
}

/// 上年结转 as of this year.
fn carried_into(today: Day, number_year: i64, ended_on: Option<Day>) -> Option<i16> {
    let this = today.year();
    let earlier = number_year > 0 && number_year < i64::from(this);
    (earlier && ended_on.is_none_or(|ended| ended.year() >= this)).then_some(this)
}

/// Which dates are red, yellow, green on one day. A light is a way of showing: today's parameters count, also for matters
/// that keep older ones.
#[derive(Debug, Clone)]
pub(crate) struct Lights {
    pub today: Day,
    /// the last due day that is yellow today, where working days decide
    pub yellow_until: Day,
    pub rules: LightRules,
    /// whose duties wait, and are never red
    pub leaders: BTreeSet<PersonId>,
}

impl Lights {
    pub fn on(today: Day, institution: &Institution) -> Self {
        let set = institution.regulation_on(today);
        let days = set.map_or(3, |set| set.limit(LimitName::Yellow).days);
        Self {
            today,
            yellow_until: last_yellow(&institution.calendar, today, days),
            rules: set.map(|set| set.lights.clone()).unwrap_or_default(),
            leaders: institution.leaders(today),
        }
    }

    pub fn of(&self, course: Course) -> Light {
        if self.today > course.due {
            return Light::Red;
        }
        let near = self.rules.is_near(course, self.today).unwrap_or(course.due <= self.yellow_until);
        if near { Light::Yellow } else { Light::Green }
    }

    pub fn running(&self, course: Course) -> Mark {
        Mark::Running { light: self.of(course), left: days_between(self.today, course.due) }
    }

    /// Of an open duty: a leader's waits, whoever looks at it.
    pub fn of_open(&self, kind: DutyKind, owner: Owner, since: Day, course: Course) -> Mark {
        if self.is_leaders(kind, owner) {
            let to_read = matches!(kind, DutyKind::GiveOpinion | DutyKind::AnswerInstruction);
            return Mark::Waiting { days: self.waiting_days(since), to_read };
        }
        self.running(course)
    }

    /// Days that a leader's paper has been waiting.
    pub fn waiting_days(&self, since: Day) -> i32 {
        days_between(since, self.today).max(0)
    }

    pub fn of_duty(&self, matter: &Matter, duty: &Duty) -> Mark {
        match &duty.state {
            DutyState::Open => self.of_open(duty.kind, duty.owner, duty.opened_on, course(matter, duty)),
            DutyState::Paused { .. } => Mark::Paused,
            // Neither late nor in time: nobody counts it.
            DutyState::Discharged { .. } if self.is_leaders(duty.kind, duty.owner) => Mark::Plain,
            DutyState::Discharged { on, late } => {
                Mark::Done { late: if *late { days_between(duty.due, *on) } else { 0 } }
            }
            DutyState::Withdrawn { .. } => Mark::Withdrawn,
        }
    }

    fn is_leaders(&self, kind: DutyKind, owner: Owner) -> bool {
        kind.is_leaders() || matches!(owner, Owner::Person(person) if self.leaders.contains(&person))
    }

    /// The light of the whole matter, as its line in the ledger has it.
    pub fn of_matter(&self, matter: &Matter) -> Mark {
        if matter.stage == Stage::Suspended {
            return Mark::Paused;
        }
        if let Some(course) = light_course(matter) {
            return self.running(course);
        }
        match matter.accepted_report() {
            Some(_) => Mark::Done { late: crate::views::closed_late(matter).try_into().unwrap_or(i32::MAX) },
            None => Mark::Plain,
        }
    }
}

/// From the numbers of a row; a percent below 0 is none.
pub(crate) fn course_of(due: Day, from: i64, percent: i64) -> Course {
    let from = date(1970, 1, 1).checked_add(from.days()).unwrap_or(due);
    Course { due, from, percent: u8::try_from(percent).ok() }
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
            let yellow_until = last_yellow(&calendar, today, 3);
            let lights = Lights { today, yellow_until, rules: LightRules::default(), leaders: BTreeSet::new() };
            for due in date(2026, 9, 15).series(jiff::ToSpan::days(1)).take(45) {
                let course = Course { due, from: today, percent: None };
                assert_eq!(lights.of(course), light(today, calendar.days_before(due, 3), due), "{today} {due}");
            }
        }
    }
}
