//! From a day to a day, both included.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Day;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

impl Period {
    pub fn has(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// `2026年第三季度`, `2026年上半年`, `2026年`, `2026年9月`; any other by its days.
    pub fn name(self) -> String {
        let Period { from, to } = self;
        let whole = from.day() == 1 && to == to.last_of_month() && from.year() == to.year();
        let year = from.year();
        match (whole, from.month(), to.month()) {
            (true, 1, 12) => format!("{year}年"),
            (true, 1, 6) => format!("{year}年上半年"),
            (true, 7, 12) => format!("{year}年下半年"),
            (true, 1, 3) => format!("{year}年第一季度"),
            (true, 4, 6) => format!("{year}年第二季度"),
            (true, 7, 9) => format!("{year}年第三季度"),
            (true, 10, 12) => format!("{year}年第四季度"),
            (true, first, last) if first == last => format!("{year}年{first}月"),
            _ => self.to_string(),
        }
    }
}

/// `2026年1月1日至2026年12月31日`
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: Day| format!("{}年{}月{}日", day.year(), day.month(), day.day());
        write!(f, "{}至{}", day(self.from), day(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natural_periods_have_names() {
        let named = |from: &str, to: &str| {
            let day = |text: &str| text.parse().unwrap_or(Day::ZERO);
            Period { from: day(from), to: day(to) }.name()
        };
        assert_eq!(named("2026-07-01", "2026-09-30"), "2026年第三季度");
        assert_eq!(named("2026-01-01", "2026-06-30"), "2026年上半年");
        assert_eq!(named("2026-01-01", "2026-12-31"), "2026年");
        assert_eq!(named("2026-02-01", "2026-02-28"), "2026年2月");
        assert_eq!(named("2026-02-01", "2026-02-27"), "2026年2月1日至2026年2月27日");
        assert_eq!(named("2025-10-01", "2026-03-31"), "2025年10月1日至2026年3月31日");
    }
}
