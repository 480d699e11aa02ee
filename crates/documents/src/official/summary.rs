//! 督办通报 (article 5（三）) and 呈报 (article 4（七）) of a period: paragraphs, tables of figures, the units that are named, what is
//! asked.

use super::{parts, texts};
use crate::paper::{Block, Cell, Official, Row, Table};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// 发文机关标志; 发文字号 and 签发人 as typed in
    pub organ: String,
    pub number: String,
    pub signer: String,
    /// `关于2026年第三季度督办事项办理情况的通报`
    pub title: String,
    /// 主送
    pub to: String,
    pub opening: String,
    pub parts: Vec<SummaryPart>,
    /// under its heading, after the other parts
    pub named: Vec<NamedUnit>,
    /// 工作要求, a paragraph each
    pub asked: Vec<String>,
    /// `特此报告。`
    pub closing: String,
    /// names of what is attached
    pub enclosed: Vec<String>,
    pub from: String,
    pub on: String,
    /// `（已撤回）`, without its brackets
    pub remark: String,
    pub copies_to: String,
    pub printed_by: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SummaryPart {
    /// without its numeral
    pub heading: String,
    /// a paragraph each
    pub text: Vec<String>,
    pub table: Option<FigureTable>,
}

/// The first column says of what, the others how many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureTable {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedUnit {
    pub name: String,
    pub facts: Vec<String>,
    /// `请于2026年10月20日前报告原因和改进措施。`; empty where nothing is ordered
    pub order: String,
}

impl Summary {
    pub fn official(&self) -> Official {
        let mut all: Vec<(&str, Vec<Block>)> =
            self.parts.iter().map(|part| (part.heading.as_str(), part.blocks())).collect();
        all.push(("进展缓慢的单位", self.named.iter().zip(1..).flat_map(|(unit, nth)| unit.blocks(nth)).collect()));
        all.push(("工作要求", texts(&self.asked)));
        let mut body = vec![Block::Text(self.opening.clone())];
        body.extend(parts(all));
        if !self.closing.is_empty() {
            body.push(Block::Text(self.closing.clone()));
        }
        Official {
            organ: self.organ.clone(),
            number: self.number.clone(),
            signer: self.signer.clone(),
            title: self.title.clone(),
            to: self.to.clone(),
            body,
            enclosed: self.enclosed.clone(),
            from: self.from.clone(),
            on: self.on.clone(),
            remark: self.remark.clone(),
            copies_to: self.copies_to.clone(),
            printed_on: if self.printed_by.is_empty() { String::new() } else { self.on.clone() },
            printed_by: self.printed_by.clone(),
        }
    }
}

impl SummaryPart {
    fn blocks(&self) -> Vec<Block> {
        let mut blocks = texts(&self.text);
        blocks.extend(self.table.as_ref().map(|table| Block::Table(table.cells())));
        blocks
    }
}

impl NamedUnit {
    fn blocks(&self, nth: usize) -> Vec<Block> {
        let heading = Block::Subheading(format!("（{}）{}", super::numeral(nth), self.name));
        let order = (!self.order.is_empty()).then(|| Block::Text(self.order.clone()));
        std::iter::once(heading).chain(texts(&self.facts)).chain(order).collect()
    }
}

/// Over a narrow column of figures four signs stand two over two, `逾期` over `办结`, not three over one.
fn head_cell(words: &str) -> Cell {
    let signs: Vec<char> = words.chars().collect();
    let lines: Vec<String> = match signs.len() {
        4 => signs.chunks(2).map(|two| two.iter().collect()).collect(),
        _ => vec![words.to_owned()],
    };
    Cell { text: lines, ..Cell::label("") }
}

impl FigureTable {
    /// What the first column takes of the width.
    const NAMES: f64 = 0.3;

    fn cells(&self) -> Table {
        let figures = self.head.len().saturating_sub(1).max(1);
        let width = (1.0 - Self::NAMES) / figures as f64;
        let columns = std::iter::once(Self::NAMES).chain(std::iter::repeat_n(width, figures)).collect();
        let (names, of_figures) = self.head.split_at(1.min(self.head.len()));
        let head = names.iter().map(Cell::label).chain(of_figures.iter().map(|words| head_cell(words)));
        let head = Row::new(8.0, head.collect::<Vec<_>>());
        let rows = self.rows.iter().map(|row| Row::new(8.0, row.iter().map(Cell::value).collect::<Vec<_>>()));
        Table { columns, rows: std::iter::once(head).chain(rows).collect() }
    }
}
