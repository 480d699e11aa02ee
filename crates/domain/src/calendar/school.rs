//! The school's own days on top of the State Council's: 寒暑假, 校庆, a Saturday of classes. A school holiday is counted as
//! working days unless it is entered otherwise: a limit of the regulation runs on while students are away.

use serde::{Deserialize, Serialize};

use super::WorkCalendar;
use crate::value::{Day, Title};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// shown, and changes nothing: 照常计算
    Counted,
    /// its days are off: 不计入
    NotCounted,
    /// its days are worked, Saturdays and Sundays too: 学校上班
    Worked,
}

impl PeriodKind {
    pub const ALL: &[PeriodKind] = &[PeriodKind::Counted, PeriodKind::NotCounted, PeriodKind::Worked];

    /// For forms.
    pub fn code(self) -> &'static str {
        match self {
            PeriodKind::Counted => "counted",
            PeriodKind::NotCounted => "not_counted",
            PeriodKind::Worked => "worked",
        }
    }

    pub fn from_code(code: &str) -> Option<PeriodKind> {
        PeriodKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            PeriodKind::Counted => "学校假期（照常计算）",
            PeriodKind::NotCounted => "学校放假（不计入）",
            PeriodKind::Worked => "学校上班（计入）",
        }
    }
}

/// From its first day to its last, both counted; one day is a period too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolPeriod {
    /// running number, from 1
    pub id: u32,
    pub name: Title,
    pub from: Day,
    pub until: Day,
    pub kind: PeriodKind,
}

impl SchoolPeriod {
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }

    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        let until = self.until;
        self.from.series(jiff::ToSpan::days(1)).take_while(move |day| *day <= until)
    }
}

impl WorkCalendar {
    pub fn school_periods(&self) -> &[SchoolPeriod] {
        &self.school
    }

    pub fn school_period(&self, id: u32) -> Option<&SchoolPeriod> {
        self.school.iter().find(|period| period.id == id)
    }

    pub(crate) fn next_period_id(&self) -> u32 {
        self.last_period + 1
    }

    pub(crate) fn add_period(&mut self, period: SchoolPeriod) {
        self.last_period = self.last_period.max(period.id);
        self.school.retain(|known| known.id != period.id);
        self.school.push(period);
        self.school.sort_by_key(|period| (period.from, period.id));
    }

    pub(crate) fn remove_period(&mut self, id: u32) {
        self.school.retain(|period| period.id != id);
    }
}
