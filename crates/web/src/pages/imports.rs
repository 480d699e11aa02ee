//! 导入: what may be read, one file on its way to becoming matters, and one line of it.

use askama::Template;

use super::{
    directory::SmallForm,
    form::{Choice, Fact, Field, Problems},
    layout::Layout,
};

/// One import in the list.
#[derive(Debug, Clone, Default)]
pub struct ImportItem {
    pub href: String,
    pub name: String,
    pub kind: String,
    /// `待确认 12 项`, `读不出`
    pub state: String,
    pub who: String,
    pub when: String,
}

/// The list, and the form that begins another.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "imports.html")]
pub struct ImportsPage {
    pub layout: Layout,
    pub command_id: String,
    pub kinds: Vec<Choice>,
    pub text: String,
    pub attach: bool,
    /// this visitor may import matters, not units and people alone
    pub office: bool,
    pub problems: Problems,
    pub items: Vec<ImportItem>,
}

/// A stretch of the source: what it was read as, and the line it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segment {
    pub text: String,
    /// `from-title from-line`, or empty
    pub class: String,
    /// the first stretch of a line carries its anchor
    pub anchor: String,
}

pub type Paragraph = Vec<Segment>;

/// One proposed matter.
#[derive(Debug, Clone, Default)]
pub struct LineItem {
    pub place: i64,
    /// `一（一）`, `第 12 行`, `第 3 项`
    pub label: String,
    pub title: String,
    pub lead: String,
    pub co_units: String,
    /// `2026-10-20（原文：10月20日前）`
    pub limit: String,
    pub faults: Vec<String>,
    pub doubts: Vec<String>,
    pub looked_at: bool,
    pub twins: Vec<TwinItem>,
    /// 已去掉, 已并入, or empty
    pub state: String,
    pub open: bool,
    pub several_leads: bool,
    pub edit_href: String,
    /// of the matter that it has become
    pub matter_href: String,
    /// into the source beside it
    pub source_href: String,
    /// what its row says, cell by cell
    pub cells: Vec<Fact>,
}

#[derive(Debug, Clone, Default)]
pub struct TwinItem {
    pub href: String,
    pub label: String,
    pub same: bool,
}

/// The columns of one table, to be corrected.
#[derive(Debug, Clone, Default)]
pub struct ColumnsForm {
    pub sheet: String,
    pub columns: Vec<ColumnItem>,
    pub passed_over: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub struct ColumnItem {
    /// `column-0-3`
    pub name: String,
    pub letter: String,
    pub heading: String,
    pub samples: String,
    pub fields: Vec<Choice>,
}

/// A name that the directory does not know.
#[derive(Debug, Clone, Default)]
pub struct UnknownName {
    pub name: String,
    pub lines: usize,
    /// the likeliest first
    pub units: Vec<Choice>,
}

#[derive(Debug, Clone, Default)]
pub struct Tab {
    pub href: String,
    pub label: String,
    pub here: bool,
}

/// A row of a list of units and people.
#[derive(Debug, Clone, Default)]
pub struct RosterItem {
    pub place: i64,
    pub label: String,
    pub unit: String,
    pub person: String,
    pub more: String,
    pub deeds: Vec<String>,
    pub faults: Vec<String>,
    pub doubts: Vec<String>,
    pub open: bool,
    pub done: bool,
}

/// How far the reading has come.
#[derive(Debug, Clone, Default)]
pub struct StepItem {
    pub label: String,
    pub done: bool,
    pub now: bool,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    pub layout: Layout,
    /// `/imports/…`
    pub path: String,
    pub name: String,
    pub about: String,
    pub steps: Vec<StepItem>,
    pub refused: String,
    pub notices: Vec<String>,
    pub roster: bool,
    pub running: bool,
    pub setting: SmallForm,
    pub edition: String,
    pub on: String,
    pub tables: Vec<ColumnsForm>,
    pub unknown: Vec<UnknownName>,
    pub tabs: Vec<Tab>,
    /// of the tab: sent back by what changes lines
    pub shown: String,
    pub lines: Vec<LineItem>,
    pub rows: Vec<RosterItem>,
    pub source: Vec<Paragraph>,
    /// the source is longer than what is shown
    pub source_cut: bool,
    pub next: String,
    pub first: String,
    pub command_id: String,
    /// open lines, and those of them without a fault
    pub open: i64,
    pub ready: i64,
    pub faulty: i64,
    pub done: i64,
    pub answer: String,
    pub discardable: bool,
    pub problem: String,
}

/// One line, to be corrected beside what it was read from.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "import_line.html")]
pub struct ImportLinePage {
    pub layout: Layout,
    pub path: String,
    pub name: String,
    pub action: String,
    pub label: String,
    pub source: Vec<Paragraph>,
    pub cells: Vec<Fact>,
    pub doubts: Vec<String>,
    pub twins: Vec<TwinItem>,
    pub fields: Vec<Field>,
    pub problems: Problems,
    pub next: String,
}
