//! 工作台: what I owe first, then what falls through, then my matters.

use askama::Template;

use super::{layout::Layout, ledger::LedgerRow, light::Mark};

/// A duty of mine: what, on which matter, by when, why, and the one button.
#[derive(Debug, Clone, Default)]
pub struct OweRow {
    /// e.g. `下发通知单`.
    pub what: String,
    /// Empty before registration.
    pub number: String,
    pub title: String,
    pub matter_href: String,
    pub due: String,
    pub mark: Mark,
    /// The clause in words: `第四条（三）`, or `学校办公室设定`.
    pub clause: String,
    pub act_label: String,
    pub act_href: String,
}

/// One of the office's nine lists of what slips; `count` equals the list behind `href`.
#[derive(Debug, Clone, Default)]
pub struct FallThrough {
    pub label: String,
    pub count: u64,
    pub href: String,
    pub clause: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    pub layout: Layout,
    /// e.g. `2026年11月24日 星期二`.
    pub today: String,
    pub owes: Vec<OweRow>,
    /// How many I owe in all, when `owes` shows only the first.
    pub owes_total: u64,
    /// What will appear here once I owe something, in this role's words.
    pub owes_empty: String,
    /// For the office only; empty for everyone else.
    pub falls: Vec<FallThrough>,
    /// e.g. `我分管的事项`, `本单位的事项`, `在办事项`.
    pub matters_heading: String,
    pub matters: Vec<LedgerRow>,
    pub matters_href: String,
    pub matters_empty: String,
}

impl DeskPage {
    /// How many of my duties are past due, for the heading.
    pub fn overdue(&self) -> usize {
        self.owes.iter().filter(|row| row.mark.class() == "light-red").count()
    }
}
