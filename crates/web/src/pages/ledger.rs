//! 督办台账: search, filters, sortable columns, 50 rows, keyset paging.

use askama::Template;

use super::paper::PaperLink;
use super::{form::Choice, layout::Layout, light::Mark};

#[derive(Debug, Clone, Default)]
pub struct LedgerRow {
    pub href: String,
    pub number: String,
    pub title: String,
    pub category: String,
    pub lead: String,
    pub co_units: String,
    pub leader: String,
    pub stage: String,
    /// The running limit by which the light goes, else the 办结时限.
    pub due: String,
    /// `办结时限 2026-10-27`, where another limit runs before or after it; `暂缓中，预计 2026-12-15 恢复`; may be empty.
    pub limit: String,
    /// `2026-09-21`, where the limit in force is another; may be empty.
    pub first_due: String,
    /// A date computed without the calendar of its year.
    pub provisional: bool,
    pub mark: Mark,
    pub urged: u32,
    pub extended: u32,
    /// Who owes the next step, e.g. `教务处 签收通知单`.
    pub next_step: String,
}

/// A select above the table; the first choice (empty value) means any.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub name: String,
    pub label: String,
    pub choices: Vec<Choice>,
}

impl Filter {
    /// Whether something other than "any" is chosen.
    pub fn active(&self) -> bool {
        self.choices.iter().any(|c| c.chosen && !c.value.is_empty())
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sorted {
    #[default]
    No,
    Up,
    Down,
}

impl Sorted {
    /// The value of `aria-sort`.
    pub fn aria(self) -> &'static str {
        match self {
            Sorted::No => "none",
            Sorted::Up => "ascending",
            Sorted::Down => "descending",
        }
    }
}

/// A way of sorting: the link that sorts by it (or turns it round).
#[derive(Debug, Clone, Default)]
pub struct Sort {
    pub href: String,
    pub sorted: Sorted,
}

/// A column's heading.
#[derive(Debug, Clone, Default)]
pub struct Head {
    pub code: &'static str,
    pub label: &'static str,
    pub sort: Sort,
}

/// One row under the chosen columns.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub id: String,
    /// Number and title, for the box that chooses it.
    pub name: String,
    pub href: String,
    pub cells: Vec<Shown>,
}

#[derive(Debug, Clone)]
pub struct Shown {
    pub code: &'static str,
    pub label: &'static str,
    pub cell: Cell,
}

#[derive(Debug, Clone)]
pub enum Cell {
    /// `carried`: `结转至 2026 年`, or empty.
    Number {
        number: String,
        carried: String,
    },
    Title(String),
    Due {
        day: String,
        provisional: bool,
        limit: String,
    },
    Light(Mark),
    Text(String),
}

/// One of the columns that there are; `earlier` and `later` lead to the same list with it moved, and are empty where it
/// cannot be.
#[derive(Debug, Clone, Default)]
pub struct ColumnChoice {
    pub choice: Choice,
    pub earlier: String,
    pub later: String,
}

/// A way of looking at the ledger.
#[derive(Debug, Clone, Default)]
pub struct Tab {
    pub label: String,
    pub href: String,
    pub current: bool,
    pub shared: bool,
}

/// An act on the matters chosen.
#[derive(Debug, Clone, Default)]
pub struct Pick {
    pub code: String,
    pub label: String,
}

/// The form that keeps what is shown.
#[derive(Debug, Clone, Default)]
pub struct SaveView {
    pub command_id: String,
    pub may_share: bool,
    /// Id and name of the opened view, where something else is shown now.
    pub replaces: Option<(String, String)>,
    /// There are views to be looked after.
    pub any: bool,
}

/// GET form: `q`, the filters' names, `due_from`, `due_to`, `urged=1`, `extended=1`, `cols`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "ledger.html")]
pub struct LedgerPage {
    pub layout: Layout,
    /// `督办台账`, or the name of the fall-through list shown (`立项超过 2 个工作日未交办`).
    pub heading: String,
    /// The list behind a count of 工作台, sent back as `list`; empty for the whole ledger.
    pub list: String,
    /// To the ledger without any condition.
    pub whole: String,
    pub tabs: Vec<Tab>,
    pub q: String,
    pub filters: Vec<Filter>,
    pub due_from: String,
    pub due_to: String,
    pub urged: bool,
    pub extended: bool,
    /// The saved view that was opened, sent back as `view`.
    pub view: String,
    /// The query of what is shown, without its place.
    pub kept: String,
    /// The columns chosen, sent back as `cols`; empty for the usual ones.
    pub cols: String,
    /// The order chosen, sent back as `sort` when the filters change; empty for the default.
    pub sort: String,
    pub columns: Vec<ColumnChoice>,
    /// They are being chosen: their list stays open.
    pub arranging: bool,
    pub heads: Vec<Head>,
    pub lines: Vec<Line>,
    /// What can be done with many at once; empty where it is not this visitor's.
    pub picks: Vec<Pick>,
    /// `共 37 项`, from `text::count`.
    pub total: String,
    /// `符合条件的全部 120 项（含其他页）`; empty where all are on this page, or too many.
    pub more: String,
    pub previous: String,
    pub next: String,
    /// Something wrong with a filter, e.g. a date that is none.
    pub problem: String,
    /// To the registers and official documents; empty where they are not this visitor's.
    pub papers: String,
    /// To the reports of acts on many matters; empty where they are not this visitor's.
    pub batches: String,
    /// The same matters one a page; empty for those who sit in no such meeting.
    pub meeting: String,
    /// Empty for those who may not ask for figures.
    pub statistics: String,
    /// What is shown, with all its rows, as files.
    pub exports: Vec<PaperLink>,
    /// The notices of the matters shown, as files; for the Office.
    pub notices: Vec<PaperLink>,
    pub save: SaveView,
}

/// 常用视图, to be renamed, ordered, deleted.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "views.html")]
pub struct ViewsPage {
    pub layout: Layout,
    pub whole: String,
    pub most: usize,
    pub may_share: bool,
    pub rows: Vec<ViewRow>,
}

#[derive(Debug, Clone, Default)]
pub struct ViewRow {
    pub id: String,
    pub href: String,
    pub name: String,
    pub shared: bool,
    pub owner: String,
    /// This visitor may change it.
    pub mine: bool,
    pub is_default: bool,
}

impl LedgerPage {
    /// The filters of the first row: the first three.
    pub fn main_filters(&self) -> &[Filter] {
        &self.filters[..self.filters.len().min(3)]
    }

    /// The filters that fold away.
    pub fn more_filters(&self) -> &[Filter] {
        &self.filters[self.filters.len().min(3)..]
    }

    /// What is shown, as names and values for a form that asks for other columns.
    pub fn hidden(&self) -> Vec<(String, String)> {
        let view = (!self.view.is_empty()).then(|| ("view".to_owned(), self.view.clone()));
        let kept = form_urlencoded::parse(self.kept.as_bytes()).into_owned().filter(|(name, _)| name != "columns");
        kept.chain(view).collect()
    }

    /// The same list with the usual columns.
    pub fn usual(&self) -> String {
        let hidden = self.hidden();
        let kept =
            hidden.iter().filter(|(name, _)| name != "cols").map(|(name, value)| (name.as_str(), value.as_str()));
        let pairs: Vec<(&str, &str)> = kept.chain([("columns", "1")]).collect();
        format!("/matters{}", crate::respond::query(&pairs))
    }

    /// Whether anything narrows the list, so that an empty one can say so.
    pub fn narrowed(&self) -> bool {
        !self.q.is_empty() || self.folded() || self.main_filters().iter().any(Filter::active)
    }

    /// Whether one of the filters that fold away is set, so that they stay open.
    pub fn folded(&self) -> bool {
        let dated = !self.due_from.is_empty() || !self.due_to.is_empty();
        self.urged || self.extended || dated || self.more_filters().iter().any(Filter::active)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_active_when_it_narrows() {
        let any = Choice::new("", "全部").chosen_if(true);
        let mut filter = Filter { choices: vec![any, Choice::new("red", "红灯")], ..Filter::default() };
        assert!(!filter.active());
        filter.choices[1].chosen = true;
        assert!(filter.active());
        assert!(LedgerPage { filters: vec![filter], ..LedgerPage::default() }.narrowed());
        assert!(!LedgerPage::default().narrowed());
    }
}
