//! Working days in mainland China: Monday to Friday, less the State Council's holidays, plus its make-up days, with the
//! school's own days on top.
//!
//! A limit of n working days counts from the next working day after the day that opens it (that day is day 0) and ends
//! at the end of the n-th. A year without its notice is a year without data: it is computed from weekends alone, and said
//! to be provisional.

mod explain;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Weekday};
use serde::{Deserialize, Serialize};

use crate::value::{Day, Invalid};

pub use explain::short_day;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// The facts of one or more years.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCalendar {
    special: BTreeMap<Day, SpecialDay>,
    /// years whose State Council notice is in the data
    years: BTreeSet<i16>,
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
        for (index, line) in csv.trim_start_matches('\u{feff}').lines().enumerate().skip(1) {
            let line = line.trim();
            if !line.is_empty() {
                calendar.insert(row(line).ok_or_else(|| {
                    Invalid::new("日历", format!("第 {} 行“{line}”不合“日期,off 或 work,名称”的格式", index + 1))
                })?);
            }
        }
        Ok(calendar)
    }

    /// Adds one day and marks its year as announced.
    pub fn insert(&mut self, day: SpecialDay) {
        self.years.insert(day.date.year());
        self.special.insert(day.date, day);
    }

    pub fn special_days(&self) -> impl Iterator<Item = &SpecialDay> {
        self.special.values()
    }

    /// Is the State Council's notice for this year in the data?
    pub fn announced(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    pub fn is_working_day(&self, day: Day) -> bool {
        match self.special.get(&day) {
            Some(special) => special.kind == DayKind::Work,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
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

fn row(line: &str) -> Option<SpecialDay> {
    let mut cells = line.splitn(3, ',').map(str::trim);
    let date = cells.next()?.parse().ok()?;
    let kind = match cells.next()? {
        "off" => DayKind::Off,
        "work" => DayKind::Work,
        _ => return None,
    };
    Some(SpecialDay { date, kind, name: cells.next()?.to_owned() })
}

#[cfg(test)]
mod tests;
