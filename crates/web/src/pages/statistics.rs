//! 统计 of a period, and the list behind a figure.

use askama::Template;

use super::{
    layout::Layout,
    ledger::{Filter, Tab},
    paper::PaperLink,
};

/// A figure.
#[derive(Debug, Clone, Default)]
pub struct Number {
    pub n: String,
    /// `补记 +1`; empty where nothing of it was recorded after the period.
    pub later: String,
    /// The list behind it; empty where there is none.
    pub href: String,
}

impl Number {
    /// An empty cell.
    pub fn none() -> Number {
        Number::default()
    }

    /// None, and none was recorded later.
    pub fn is_nothing(&self) -> bool {
        matches!(self.n.as_str(), "" | "0") && self.later.is_empty()
    }
}

#[derive(Debug, Clone, Default)]
pub struct StatisticsLine {
    pub name: String,
    pub cells: Vec<Number>,
}

/// How long a stage lasted, in calendar days.
#[derive(Debug, Clone, Default)]
pub struct LastedLine {
    pub stage: String,
    pub times: String,
    pub median: String,
    pub ninety: String,
    pub href: String,
}

/// GET form: `from`, `to` (months), the filters' names, `show`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "statistics.html")]
pub struct StatisticsPage {
    pub layout: Layout,
    pub from: String,
    pub to: String,
    pub show: String,
    pub filters: Vec<Filter>,
    pub periods: Vec<Tab>,
    /// Groups of columns.
    pub tabs: Vec<Tab>,
    pub as_of: String,
    /// All groups, as files.
    pub downloads: Vec<PaperLink>,
    /// What stands at the head of each line.
    pub head: String,
    pub heads: Vec<String>,
    pub lines: Vec<StatisticsLine>,
    /// Empty by month, where stocks do not add up.
    pub total: Vec<Number>,
    pub lasted: Vec<LastedLine>,
    pub problem: String,
}

impl StatisticsPage {
    /// A cell with the head of its column, for narrow screens.
    pub fn headed<'p>(&'p self, cells: &'p [Number]) -> impl Iterator<Item = (&'p str, &'p Number)> {
        self.heads.iter().map(String::as_str).zip(cells)
    }
}

#[derive(Debug, Clone, Default)]
pub struct Counted {
    pub href: String,
    pub number: String,
    pub title: String,
    pub stage: String,
    pub unit: String,
    pub on: String,
    /// 办结时限 as it is now.
    pub limit: String,
    /// After the end of the period; empty where it was in time.
    pub recorded: String,
    /// Empty for one.
    pub n: String,
    pub days: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "counted.html")]
pub struct CountedPage {
    pub layout: Layout,
    pub heading: String,
    /// The period, and what it is narrowed to.
    pub of: String,
    pub total: String,
    /// Rows of matters that the reader may not see.
    pub unnamed: u64,
    pub is_stock: bool,
    pub is_span: bool,
    pub rows: Vec<Counted>,
    pub back: String,
    pub previous: String,
    pub next: String,
}
