//! 工作日历: a year as twelve small months with what makes its days special; a notice as it was read; what a change moves.

use askama::Template;

use super::{
    directory::SmallForm,
    form::{Field, Problems},
    layout::Layout,
};

/// What a day is, in two signs and a class; the name says why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayMark {
    /// `休`, `班`, `校休`, `校班`, `假`; empty on ordinary days
    pub sign: &'static str,
    pub class: &'static str,
    /// `国庆节`
    pub name: String,
}

#[derive(Debug, Clone, Default)]
pub struct SmallDay {
    /// none: outside the month
    pub number: Option<i8>,
    pub mark: DayMark,
    pub is_today: bool,
}

#[derive(Debug, Clone, Default)]
pub struct SmallMonth {
    /// `10月`
    pub heading: String,
    /// Monday first
    pub weeks: Vec<Vec<SmallDay>>,
}

/// A special day or a period of the school, with where it comes from.
#[derive(Debug, Clone, Default)]
pub struct CalendarRow {
    pub day: String,
    /// `星期四`, or for a period how many days
    pub weekday: String,
    /// `放假`, `补班`, `学校放假（不计入）` …
    pub kind: String,
    pub note: String,
    pub source: String,
    /// fields that ask for its removal; none where this person may not
    pub removal: Vec<(String, String)>,
}

/// Said while dates are still counted by an old calendar.
#[derive(Debug, Clone, Default)]
pub struct LeftOver {
    pub text: String,
    /// how many matters, and their first dates
    pub moves: Vec<MoveRow>,
    pub may_go_on: bool,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "work_calendar.html")]
pub struct WorkCalendarPage {
    pub layout: Layout,
    pub year: String,
    pub years: Vec<(String, String)>,
    /// A year without its notice.
    pub warnings: Vec<String>,
    /// What the year's notice is called.
    pub document: String,
    pub left: Option<LeftOver>,
    pub months: Vec<SmallMonth>,
    pub days: Vec<CalendarRow>,
    pub periods: Vec<CalendarRow>,
    /// None where this person only looks.
    pub notice: Option<NoticeForm>,
    pub period: Option<SmallForm>,
    /// Opens the table with the days that are known.
    pub correct: String,
}

/// Where a notice is pasted or uploaded.
#[derive(Debug, Clone, Default)]
pub struct NoticeForm {
    pub text: String,
    pub year: String,
    pub problems: Problems,
}

/// One day of the table of what was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadRow {
    /// from 0
    pub place: usize,
    pub date: String,
    /// `off` or `work`
    pub kind: String,
    pub name: String,
    /// of the text
    pub words: String,
    pub doubts: Vec<String>,
    pub dropped: bool,
}

impl ReadRow {
    pub fn is_empty(&self) -> bool {
        self.date.trim().is_empty() && self.name.trim().is_empty()
    }

    /// `2027-01-01`, or which row it is
    pub fn called(&self) -> String {
        if self.date.trim().is_empty() { format!("补充第 {} 行", self.place + 1) } else { self.date.clone() }
    }

    pub fn date_field(&self) -> String {
        format!("date-{}", self.place)
    }

    pub fn kind_field(&self) -> String {
        format!("kind-{}", self.place)
    }
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "work_calendar_reading.html")]
pub struct ReadingPage {
    pub layout: Layout,
    pub year: String,
    pub document: String,
    pub rows: Vec<ReadRow>,
    /// about the whole
    pub doubts: Vec<String>,
    pub problems: Problems,
    pub back: String,
}

impl ReadingPage {
    pub fn doubtful(&self) -> usize {
        self.doubts.len() + self.rows.iter().map(|row| row.doubts.len()).sum::<usize>()
    }
}

/// One limit that gets another date.
#[derive(Debug, Clone, Default)]
pub struct MoveRow {
    pub href: String,
    pub number: String,
    pub title: String,
    pub stage: String,
    pub what: String,
    pub whose: String,
    pub from: String,
    pub to: String,
    /// `推迟 3 天`
    pub by: String,
    pub explained: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "work_calendar_preview.html")]
pub struct PreviewPage {
    pub layout: Layout,
    pub heading: String,
    /// What the change is, a line each.
    pub change: Vec<String>,
    /// How many limits move, how many stay.
    pub summary: Vec<String>,
    pub moves: Vec<MoveRow>,
    pub more: String,
    pub command_id: String,
    pub fields: Vec<(String, String)>,
    pub submit: String,
    /// Back to the table, with everything typed; only for a notice.
    pub back_to_table: bool,
    pub back: String,
}

/// The legend under the months: sign, class, meaning.
pub const LEGEND: [(&str, &str, &str); 5] = [
    ("休", "day-off", "国家法定放假"),
    ("班", "day-work", "周末补班"),
    ("校休", "day-school-off", "学校放假，不计入工作日"),
    ("校班", "day-school-work", "学校上班，计入工作日"),
    ("假", "day-counted", "学校假期，照常计算"),
];

/// For samples and handlers: a hidden field.
pub fn hidden(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// Unused fields of a small form are none.
pub fn period_form(fields: Vec<Field>, problems: Problems) -> SmallForm {
    SmallForm {
        title: "登记学校自己的安排".to_owned(),
        action: "/work-calendar/preview".to_owned(),
        explanation:
            "寒暑假、校庆、迎新等。学校假期默认照常计算工作日，只在日历上标出。提交后先看会影响哪些时限，确认后才生效。"
                .to_owned(),
        fields,
        problems,
        submit: "看会影响哪些时限".to_owned(),
        ..SmallForm::default()
    }
}
