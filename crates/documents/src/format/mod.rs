//! From a [`Paper`] to bytes, one module a format.

pub mod bundle;
pub mod docx;
pub mod xlsx;

use crate::paper::{Block, Paper, Part, Row, Sheet, Table};

/// Why a paper was not written. The sentence is for the person who asked for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    #[error("文字中有不能写入文件的控制字符（{code}），请删去后重新生成。")]
    IllegalCharacter {
        character: char,
        /// `U+000B`
        code: String,
    },
    #[error("公文没有工作簿（XLSX）格式，请下载 DOCX 或 PDF。")]
    NotAWorkbook,
    #[error("“{column}”一栏有一格超过 32767 个字符，Excel 放不下，请缩短该文字，或下载 DOCX。")]
    TooLong { column: String },
    #[error("共有 {rows} 行，Excel 一张表放不下，请缩小范围后重新导出。")]
    TooLarge { rows: usize },
    #[error("文件没有生成（{0}），请稍后再试；仍然不行，请告诉系统管理员。")]
    Failed(String),
}

/// What no format can write is refused before any of it is written.
pub fn check(paper: &Paper) -> Result<(), Unwritable> {
    let names = [paper.title.as_str(), paper.author.as_str()];
    names.into_iter().chain(paper.texts()).try_for_each(legal)?;
    paper.sheets.iter().flat_map(tables).try_for_each(rectangular)
}

/// XML 1.0 has no way to say these, not even escaped.
pub(crate) fn legal(text: &str) -> Result<(), Unwritable> {
    let illegal =
        |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    match text.chars().find(|c| illegal(*c)) {
        Some(character) => {
            Err(Unwritable::IllegalCharacter { character, code: format!("U+{:04X}", u32::from(character)) })
        }
        None => Ok(()),
    }
}

fn tables(sheet: &Sheet) -> Vec<&Table> {
    match sheet {
        Sheet::Form(form) => form.parts.iter().filter_map(Part::table).collect(),
        Sheet::Register(_) => Vec::new(),
        Sheet::Official(official) => official.body.iter().filter_map(Block::table).collect(),
    }
}

impl Part {
    fn table(&self) -> Option<&Table> {
        if let Part::Table(table) = self { Some(table) } else { None }
    }
}

impl Block {
    fn table(&self) -> Option<&Table> {
        if let Block::Table(table) = self { Some(table) } else { None }
    }
}

/// A row that is too short or too long would be drawn differently by every program.
fn rectangular(table: &Table) -> Result<(), Unwritable> {
    let covered = |row: &Row| row.cells.iter().map(|cell| cell.span).sum::<usize>();
    match table.rows.iter().position(|row| covered(row) != table.columns.len()) {
        Some(row) => Err(Unwritable::Failed(format!("表格第 {} 行的格数与列数不符", row + 1))),
        None => Ok(()),
    }
}
