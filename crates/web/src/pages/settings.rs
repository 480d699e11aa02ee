//! 设置: parameters with their clauses and the date from which they hold; the calendar's days.

use askama::Template;

use super::{directory::SmallForm, layout::Layout};

#[derive(Debug, Clone, Default)]
pub struct ParameterRow {
    pub label: String,
    pub value: String,
    /// In words, or `无条款依据，由学校办公室设定`.
    pub clause: String,
    pub holds_from: String,
    /// A change that is announced: `自 2027-01-01 起：20 个工作日`; empty if none.
    pub coming: String,
    /// Empty if this person may not change it.
    pub href: String,
}

/// Parameters that belong together, e.g. `时限`.
#[derive(Debug, Clone, Default)]
pub struct ParameterGroup {
    pub heading: String,
    pub rows: Vec<ParameterRow>,
}

#[derive(Debug, Clone, Default)]
pub struct CalendarRow {
    pub day: String,
    pub weekday: String,
    /// `放假`, `补班`, `学校放假`, `学校上班`.
    pub kind: String,
    pub note: String,
    /// `国务院办公厅通知`, `学校办公室`.
    pub source: String,
    /// Posts to this to take the day out; empty if it cannot be.
    pub remove_action: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings.html")]
pub struct SettingsPage {
    pub layout: Layout,
    pub groups: Vec<ParameterGroup>,
    /// The form to change one parameter, when one is being changed.
    pub form: Option<SmallForm>,
    /// The year shown and its neighbours: label and link.
    pub year: String,
    pub years: Vec<(String, String)>,
    /// Said when the year has no notice yet: its dates are provisional.
    pub year_warning: String,
    pub days: Vec<CalendarRow>,
    pub add_day: Option<SmallForm>,
}
