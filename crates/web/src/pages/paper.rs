//! A paper on the screen, as it is printed: the same words and cells as the files that can be taken along.

use askama::Template;
use documents::paper::{CellKind, Row, Sheet, Value};

use super::text;

/// A link with its words.
#[derive(Debug, Clone, Default)]
pub struct PaperLink {
    pub label: String,
    pub href: String,
    /// It leads to what is shown.
    pub current: bool,
}

impl PaperLink {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "paper.html")]
pub struct PaperPage {
    pub title: String,
    /// `通知单打印`.
    pub heading: String,
    /// `一式两份，A4 纸。`
    pub about: String,
    pub sheets: Vec<Sheet>,
    /// The institution has one.
    pub logo: bool,
    /// A4 lying.
    pub wide: bool,
    /// `PDF`, `Word` …
    pub downloads: Vec<PaperLink>,
    /// Papers that belong to it.
    pub links: Vec<PaperLink>,
    /// Every version, where there are several.
    pub versions: Vec<PaperLink>,
    /// The files as they went out.
    pub kept: Vec<PaperLink>,
    /// How the limit on the paper was found; empty where it has none. Not printed.
    pub why: String,
    pub back: String,
    pub back_label: String,
}

impl PaperPage {
    pub fn assets(&self) -> &'static str {
        crate::assets::BASE
    }
}

/// A share of the width, for a column.
pub fn percent(share: &f64) -> i64 {
    // Shares are between 0 and 1.
    #[expect(clippy::cast_possible_truncation, reason = "at most 100")]
    let percent = (share * 100.0).round() as i64;
    percent
}

/// Has it a cell for a long text?
pub fn is_long(row: &Row) -> bool {
    row.cells.iter().any(|cell| cell.kind == CellKind::Content)
}

/// A value of a register.
pub fn written(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Day(day) => text::day(*day),
    }
}
