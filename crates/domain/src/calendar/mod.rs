//! Working days in mainland China: Monday to Friday, less the State Council's holidays, plus its make-up days, with the
//! school's own days on top.
//!
//! A limit of n working days counts from the next working day after the day that opens it (that day is day 0) and ends
//! at the end of the n-th. A year without its notice is a year without data: it is computed from weekends alone, and said
//! to be provisional.
//!
//! Reading order: [`WorkCalendar`], `school` (the school's own days), `explain` (the arithmetic as a sentence), then how a
//! year comes in: `notice` (the notice's own text), `csv`, `proposal` (what was read, with doubts).

mod csv;
mod explain;
mod notice;
mod proposal;
mod school;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Weekday};
use serde::{Deserialize, Serialize};

use crate::value::{Day, Invalid, Title};

pub use explain::{long_day, short_day};
pub use proposal::{ProposedDay, ProposedYear, faults};
pub use school::{PeriodKind, SchoolPeriod};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// a weekday that is off
    Off,
    /// a Saturday or Sunday that is worked, 调休补班
    Work,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDay {
    pub date: Day,
    pub kind: DayKind,
    /// the holiday it belongs to, as the notice names it
    pub name: String,
}

/// A special day with the year whose notice names it: the notice of 2027 may name a day of December 2026.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct NoticeDay {
    day: SpecialDay,
    year: i16,
}

/// The facts of one or more years.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCalendar {
    special: BTreeMap<Day, NoticeDay>,
    /// years whose State Council notice is in the data, with what the notice is called where that is known
    years: BTreeMap<i16, Option<Title>>,
    school: Vec<SchoolPeriod>,
    /// the number of the next school period
    last_period: u32,
    /// what changed it last, in words: the reason for which dates are counted anew
    last_change: String,
}

/// What a day is, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayStatus<'c> {
    Workday,
    Weekend,
    /// off by the State Council's notice
    Holiday(&'c str),
    /// worked by the State Council's notice, 补班
    MakeUp(&'c str),
    /// off by the school
    SchoolHoliday(&'c str),
    /// worked by the school
    SchoolWorkday(&'c str),
}

impl DayStatus<'_> {
    pub fn is_working(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUp(_) | Self::SchoolWorkday(_))
    }

    /// The holiday or arrangement; empty on ordinary days.
    pub fn name(&self) -> &str {
        match self {
            Self::Workday | Self::Weekend => "",
            Self::Holiday(name) | Self::MakeUp(name) | Self::SchoolHoliday(name) | Self::SchoolWorkday(name) => name,
        }
    }
}

/// A due date and how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    pub from: Day,
    pub days: u32,
    pub due: Day,
    /// years whose notice was missing on the way; empty when the date is certain
    pub provisional: Vec<i16>,
    /// the arithmetic, for people
    pub explained: String,
}

impl WorkCalendar {
    /// In: the CSV of facts (`date,kind,name`, kind `off` or `work`). The years that appear in it count as announced.
    pub fn parse(csv: &str) -> Result<Self, Invalid> {
        let mut calendar = Self::default();
        csv::days(csv)?.into_iter().for_each(|day| calendar.insert(day));
        Ok(calendar)
    }

    /// Adds one day as of the notice of its own year, which thereby counts as announced.
    pub fn insert(&mut self, day: SpecialDay) {
        let year = day.date.year();
        self.years.entry(year).or_default();
        self.special.insert(day.date, NoticeDay { day, year });
    }

    /// The notice of a year takes the place of its former days (`removed`).
    pub(crate) fn announce(&mut self, year: i16, document: Title, days: Vec<SpecialDay>, removed: &[SpecialDay]) {
        removed.iter().for_each(|day| drop(self.special.remove(&day.date)));
        for day in days {
            self.special.insert(day.date, NoticeDay { day, year });
        }
        self.years.insert(year, Some(document));
    }

    /// The days that a notice of `year` with these days would take away.
    pub(crate) fn replaced_by(&self, year: i16, days: &[SpecialDay]) -> Vec<SpecialDay> {
        let named: BTreeSet<Day> = days.iter().map(|day| day.date).collect();
        let gone = self.special.values().filter(|old| old.year == year || named.contains(&old.day.date));
        gone.map(|old| old.day.clone()).collect()
    }

    pub(crate) fn remove(&mut self, date: Day) {
        self.special.remove(&date);
    }

    pub(crate) fn changed_by(&mut self, what: impl Into<String>) {
        self.last_change = what.into();
    }

    /// What changed it last, in words; empty where nothing ever did.
    pub fn last_change(&self) -> &str {
        &self.last_change
    }

    pub fn special_days(&self) -> impl Iterator<Item = &SpecialDay> {
        self.special.values().map(|noticed| &noticed.day)
    }

    /// The days that the notice of this year names, also those of a neighbouring year.
    pub fn days_of_notice(&self, year: i16) -> impl Iterator<Item = &SpecialDay> {
        self.special.values().filter(move |noticed| noticed.year == year).map(|noticed| &noticed.day)
    }

    pub fn special_day(&self, date: Day) -> Option<&SpecialDay> {
        self.special.get(&date).map(|noticed| &noticed.day)
    }

    /// Whose notice names this day?
    pub fn notice_of(&self, date: Day) -> Option<i16> {
        self.special.get(&date).map(|noticed| noticed.year)
    }

    /// Is the State Council's notice for this year in the data?
    pub fn announced(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// What the notice of this year is called, where that was said.
    pub fn document(&self, year: i16) -> Option<&Title> {
        self.years.get(&year).and_then(Option::as_ref)
    }

    /// The State Council's holidays are off whatever the school says; its make-up days are off in a school holiday that is
    /// not counted.
    pub fn status(&self, day: Day) -> DayStatus<'_> {
        let council = self.special.get(&day).map(|noticed| &noticed.day);
        if let Some(SpecialDay { kind: DayKind::Off, name, .. }) = council {
            return DayStatus::Holiday(name);
        }
        let school = |kind| self.school.iter().find(|period| period.kind == kind && period.covers(day));
        if let Some(worked) = school(PeriodKind::Worked) {
            return DayStatus::SchoolWorkday(worked.name.as_str());
        }
        if let Some(off) = school(PeriodKind::NotCounted) {
            return DayStatus::SchoolHoliday(off.name.as_str());
        }
        match council {
            Some(make_up) => DayStatus::MakeUp(&make_up.name),
            None if is_weekend(day) => DayStatus::Weekend,
            None => DayStatus::Workday,
        }
    }

    pub fn is_working_day(&self, day: Day) -> bool {
        self.status(day).is_working()
    }

    /// The end of the `days`-th working day after `from`. Refused only when the date lies beyond the year 9999.
    pub fn limit(&self, from: Day, days: u32) -> Result<Limit, Invalid> {
        let mut due = from;
        let mut left = days;
        let mut years = BTreeSet::new();
        while left > 0 {
            due = due.tomorrow().map_err(|_| Invalid::new("天数", "超出可计算的日期范围，请减少天数"))?;
            years.insert(due.year());
            if self.is_working_day(due) {
                left -= 1;
            }
        }
        let provisional: Vec<i16> = years.into_iter().filter(|year| !self.announced(*year)).collect();
        let explained = explain::limit(self, from, days, due, &provisional);
        Ok(Limit { from, days, due, provisional, explained })
    }

    /// What a limit counted earlier becomes by this calendar; none where it stays as it is. `may_shorten`: no notice names
    /// the date yet. A date that stays but is certain now is told too.
    pub fn recount(
        &self,
        from: Day,
        days: u32,
        due: Day,
        is_provisional: bool,
        may_shorten: bool,
    ) -> Result<Option<Limit>, Invalid> {
        let new = self.limit(from, days)?;
        let moves = new.due > due || (may_shorten && new.due < due);
        let settles = new.due == due && new.provisional.is_empty() == is_provisional;
        Ok((moves || settles).then_some(new))
    }

    /// The first day that is another by `other`, or that lies in a year announced by only one of them. None: the same.
    pub fn first_difference(&self, other: &WorkCalendar) -> Option<Day> {
        let named = |calendar: &WorkCalendar| calendar.special.keys().copied().collect::<Vec<Day>>();
        let periods = self.school.iter().chain(&other.school).flat_map(SchoolPeriod::days);
        let mut days: BTreeSet<Day> = named(self).into_iter().chain(named(other)).chain(periods).collect();
        days.retain(|day| self.is_working_day(*day) != other.is_working_day(*day));
        let years = self.years.keys().chain(other.years.keys());
        let new_years = years.filter(|year| self.announced(**year) != other.announced(**year));
        days.extend(new_years.filter_map(|year| Day::new(*year, 1, 1).ok()));
        days.first().copied()
    }

    /// Working days from `today` (not counted) to `due` (counted): 0 on the day itself or once it has passed.
    pub fn days_left(&self, today: Day, due: Day) -> u32 {
        self.working_days_between(today, due)
    }

    /// Working days past `due` up to and including `today`; 0 while the limit runs.
    pub fn days_past(&self, today: Day, due: Day) -> u32 {
        self.working_days_between(due, today)
    }

    fn working_days_between(&self, after: Day, through: Day) -> u32 {
        let mut day = after;
        let mut count = 0;
        while day < through {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            count += u32::from(self.is_working_day(day));
        }
        count
    }

    /// The first day on which no more than `days` working days are left before `due`: where a light turns yellow.
    pub fn days_before(&self, due: Day, days: u32) -> Day {
        let mut day = due;
        let mut left = days;
        // the days off before it have no more days left than it has itself
        while left > 0 || !self.is_working_day(day) {
            left = left.saturating_sub(u32::from(self.is_working_day(day)));
            match day.checked_sub(1.day()) {
                Ok(previous) => day = previous,
                Err(_) => break,
            }
        }
        day
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// `星期二`
pub fn weekday(day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday => "星期六",
        Weekday::Sunday => "星期日",
    }
}

#[cfg(test)]
mod tests;
