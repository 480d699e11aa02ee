//! What was read of a year's arrangement before anybody has confirmed it: each day with the words it came from, and what is
//! doubtful about it.

use std::collections::BTreeMap;

use super::{Day, DayKind, SpecialDay, is_weekend, weekday};

/// A year as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposedYear {
    /// none where the text does not say it
    pub year: Option<i16>,
    /// what the notice is called; empty where the text does not say it
    pub document: String,
    pub days: Vec<ProposedDay>,
    /// about the whole
    pub doubts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedDay {
    pub day: SpecialDay,
    /// of the text
    pub words: String,
    /// empty where nothing is doubtful
    pub doubts: Vec<String>,
}

impl ProposedYear {
    /// Doubts of every kind.
    pub fn has_doubts(&self) -> bool {
        !self.doubts.is_empty() || self.days.iter().any(|day| !day.doubts.is_empty())
    }

    /// In order, with what the rules say about each.
    pub(super) fn checked(mut self) -> Self {
        self.days.sort_by_key(|proposed| proposed.day.date);
        if let Some(year) = self.year {
            let days: Vec<SpecialDay> = self.days.iter().map(|proposed| proposed.day.clone()).collect();
            for (at, fault) in faults(year, &days) {
                if !self.days[at].doubts.contains(&fault) {
                    self.days[at].doubts.push(fault);
                }
            }
        }
        self
    }
}

/// What is wrong with the days of a year's notice: (place in the list, what and what to do).
pub fn faults(year: i16, days: &[SpecialDay]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<Day, usize> = BTreeMap::new();
    for (at, day) in days.iter().enumerate() {
        let (date, on) = (day.date, weekday(day.date));
        match (day.kind, is_weekend(date)) {
            (DayKind::Work, false) => found.push((at, format!("{date}是{on}，本来就上班，请删去或改正"))),
            (DayKind::Off, true) => found.push((at, format!("{date}是{on}，本来就不上班，请删去或改正"))),
            _ => {}
        }
        let neighbour =
            (date.year() == year - 1 && date.month() == 12) || (date.year() == year + 1 && date.month() == 1);
        if date.year() != year && !neighbour {
            found.push((at, format!("{date}不在 {year} 年及其前后相邻的月份，请改正")));
        }
        if day.name.trim().is_empty() || day.name.chars().count() > NAME_MOST {
            found.push((at, format!("{date}的节日名称应有 1 到 {NAME_MOST} 字")));
        }
        if seen.insert(date, at).is_some() {
            found.push((at, format!("{date}出现了两次，请只留一次")));
        }
    }
    found
}

const NAME_MOST: usize = 30;
