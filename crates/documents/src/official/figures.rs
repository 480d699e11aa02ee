//! Counts of a period, as bulletins and quarterly reports give them.

use crate::paper::{Block, Cell, Row, Table};

/// Matters counted by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// on hand in the period: registered before or in it, not closed before it
    pub all: u32,
    /// registered in the period
    pub registered: u32,
    /// closed in the period, and how many of them after their limit in force
    pub closed: u32,
    pub closed_late: u32,
    /// under way at its end, and how many of them past their limit
    pub under_way: u32,
    pub overdue: u32,
    pub suspended: u32,
    pub terminated: u32,
    /// acts in the period
    pub extensions: u32,
    pub urgings: u32,
    pub second_urgings: u32,
}

/// The same of one unit or one category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    pub name: String,
    pub figures: Figures,
}

impl Figures {
    /// `在办督办事项 12 项，…`
    pub(super) fn sentence(&self) -> String {
        let Figures { all, registered, closed, closed_late, under_way, overdue, suspended, terminated, .. } = self;
        let mut said = vec![format!("督办事项共 {all} 项，其中新立项 {registered} 项")];
        said.push(format!("办结 {closed} 项（按期 {} 项，逾期 {closed_late} 项）", closed - closed_late));
        said.push(format!("在办 {under_way} 项（其中已逾期 {overdue} 项）"));
        said.extend((*suspended > 0).then(|| format!("暂缓 {suspended} 项")));
        said.extend((*terminated > 0).then(|| format!("终止 {terminated} 项")));
        format!("{}。", said.join("，"))
    }

    pub(super) fn acts(&self) -> String {
        let Figures { extensions, urgings, second_urgings, .. } = self;
        format!("期内批准延期 {extensions} 次，发出催办单 {urgings} 份，其中二次（含）以上催办 {second_urgings} 份。")
    }
}

/// A table of shares; the first column's head is `of`.
pub(super) fn table(of: &str, shares: &[Share]) -> Option<Block> {
    if shares.is_empty() {
        return None;
    }
    let row = |name: &str, figures: &Figures| {
        let counts =
            [figures.all, figures.closed, figures.closed_late, figures.under_way, figures.overdue, figures.urgings];
        let cells = std::iter::once(Cell::value(name)).chain(counts.map(|count| Cell::value(count.to_string())));
        Row::new(8.0, cells.collect::<Vec<_>>())
    };
    let head = [of, "事项", "办结", "逾期办结", "在办", "在办逾期", "催办"].map(Cell::label);
    let rows = std::iter::once(Row::new(8.0, head)).chain(shares.iter().map(|share| row(&share.name, &share.figures)));
    Some(Block::Table(Table { columns: vec![0.31, 0.1, 0.1, 0.145, 0.1, 0.145, 0.1], rows: rows.collect() }))
}
