//! 批量办理: what one act would do to each of many matters, and what became of it.

use askama::Template;

use super::{
    form::{Field, Problems},
    layout::Layout,
};

/// One matter before it is done.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub id: String,
    /// The act is open for it.
    pub can: bool,
    pub taken: bool,
    pub href: String,
    pub number: String,
    pub title: String,
    pub lead: String,
    /// What would be done; empty while something for all is missing.
    pub will: String,
    /// Why it cannot be done, and what to mend.
    pub why: String,
    pub mend: Vec<String>,
    pub clause: String,
    /// What is this matter's own to fill in, under names of its own.
    pub fields: Vec<Field>,
    pub problems: Problems,
}

/// Sends `take` for each matter, what is asked for all, and each matter's own fields.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "batch.html")]
pub struct BatchPage {
    pub layout: Layout,
    /// `批量立项`
    pub heading: String,
    pub about: String,
    pub clause: String,
    pub action: String,
    pub total: usize,
    pub fields: Vec<Field>,
    pub problems: Problems,
    pub confirm: String,
    /// What is typed changes what would be done.
    pub previews: bool,
    pub ready: Vec<Row>,
    pub refused: Vec<Row>,
}

/// One matter afterwards.
#[derive(Debug, Clone, Default)]
pub struct Result {
    pub href: String,
    pub number: String,
    pub title: String,
    pub lead: String,
    pub said: String,
    pub clause: String,
    pub mend: Vec<String>,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "batch_report.html")]
pub struct BatchReportPage {
    pub layout: Layout,
    pub heading: String,
    pub when: String,
    pub summary: String,
    pub running: bool,
    pub refused: Vec<Result>,
    pub done: Vec<Result>,
    pub left: Vec<Result>,
    pub file: String,
}

#[derive(Debug, Clone, Default)]
pub struct Earlier {
    pub href: String,
    pub label: String,
    pub when: String,
    pub said: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "batches.html")]
pub struct BatchesPage {
    pub layout: Layout,
    pub rows: Vec<Earlier>,
}
