//! 日历: what falls due on which day of a month, or all of one day; and the addresses for calendars on other devices.

use askama::Template;

use super::{layout::Layout, light::Mark, work_calendar::DayMark};

/// A duty on its day.
#[derive(Debug, Clone, Default)]
pub struct DutyItem {
    pub href: String,
    pub number: String,
    pub title: String,
    /// `办结`
    pub what: String,
    pub whose: String,
    pub mark: Mark,
    pub provisional: bool,
}

#[derive(Debug, Clone, Default)]
pub struct MonthDay {
    /// outside the month: drawn empty
    pub outside: bool,
    pub number: i8,
    /// `11月24日 星期二`, for narrow screens and for readers
    pub date: String,
    pub is_today: bool,
    pub mark: DayMark,
    /// the first few
    pub first: Vec<DutyItem>,
    /// folded
    pub rest: Vec<DutyItem>,
    /// `还有 12 项`; empty where all are shown
    pub more: String,
    /// the page of the day
    pub href: String,
}

/// One of two ways to look at it.
#[derive(Debug, Clone, Default)]
pub struct Way {
    pub label: &'static str,
    pub href: String,
    pub here: bool,
}

#[derive(Debug, Clone, Default)]
pub struct FeedRow {
    pub id: String,
    pub since: String,
    pub last_used: String,
}

/// Addresses for other devices; making one posts to `/calendar/feeds`, ending one its `id` to `/calendar/feeds/end`.
#[derive(Debug, Clone, Default)]
pub struct Feeds {
    pub rows: Vec<FeedRow>,
    /// shown this once
    pub new_address: String,
    pub problem: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "calendar.html")]
pub struct CalendarPage {
    pub layout: Layout,
    /// `2026年11月`
    pub heading: String,
    pub previous: String,
    pub next: String,
    pub today: String,
    pub ways: Vec<Way>,
    /// Monday first
    pub weeks: Vec<Vec<MonthDay>>,
    /// nothing falls due in this month
    pub empty: String,
    pub work_calendar: String,
    pub warning: String,
    pub feeds: Option<Feeds>,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "calendar_day.html")]
pub struct DayPage {
    pub layout: Layout,
    /// `2026年11月24日 星期二`
    pub heading: String,
    pub mark: DayMark,
    pub total: String,
    pub ways: Vec<Way>,
    pub items: Vec<DutyItem>,
    pub previous: String,
    pub next: String,
    pub month: String,
    /// the ledger of matters whose 办结时限 is this day
    pub ledger: String,
}
