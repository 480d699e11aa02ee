//! 设置: parameters with their clauses and the date from which they hold; the calendar's days.

use askama::Template;
use documents::paper::Sheet;

use super::{form::Problems, layout::Layout, parameters::ChangeRow};

#[derive(Debug, Clone, Default)]
pub struct ParameterRow {
    pub label: String,
    pub value: String,
    /// In words, or `无条款依据，由学校办公室设定`.
    pub clause: String,
    /// A change that is announced: `自 2027-01-01 起：20 个工作日`; empty if none.
    pub coming: String,
}

/// A set of parameters, from a day on.
#[derive(Debug, Clone, Default)]
pub struct SetRow {
    pub from: String,
    /// `现行`, `待施行`, `曾施行`.
    pub state: String,
    /// The regulation and its number.
    pub document: String,
    /// What it changed of the set before; empty for the first.
    pub changes: Vec<ChangeRow>,
}

/// Parameters that belong together, e.g. `时限`.
#[derive(Debug, Clone, Default)]
pub struct ParameterGroup {
    pub heading: String,
    pub rows: Vec<ParameterRow>,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings.html")]
pub struct SettingsPage {
    pub layout: Layout,
    pub groups: Vec<ParameterGroup>,
    /// How mail stands, for the system administrator; empty for others.
    pub mail_href: String,
    /// Where the logo is set; empty if this person may not.
    pub logo_href: String,
    /// Empty if this person may not change them.
    pub change_href: String,
    /// The newest first.
    pub sets: Vec<SetRow>,
    /// Where the working days are; empty if this person may not look.
    pub work_calendar: String,
}

/// 标志: the picture on the forms, beside a blank form that has it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "logo.html")]
pub struct LogoPage {
    pub layout: Layout,
    pub command_id: String,
    pub problems: Problems,
    pub sheets: Vec<Sheet>,
}
