//! What every format is read into: blocks in order, and one plain text into which all of them point, so that whatever is
//! found can be shown where it stands.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Refused;

/// The most blocks, cells and bytes of text that are read from one document.
const BLOCKS_MOST: usize = 50_000;
const CELLS_MOST: usize = 200_000;
const TEXT_MOST: usize = 8 << 20;

/// Travels between processes as JSON: what comes back is equal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    text: String,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// where it stands in the document's text, its number included
    pub range: Range<usize>,
    /// the number that the word processor counted: `（一）`, `3.`; numbers that were typed are part of the text alone
    pub number: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// where its words stand; for a merged cell, those of the cell it belongs to
    pub range: Range<usize>,
    /// part of a merged cell whose words stand to the left or above
    pub merged: bool,
}

impl Document {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The words at a place; empty where there is no such place.
    pub fn at(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// Puts a document together, block by block, and says when it becomes too much.
#[derive(Debug, Default)]
pub struct Builder {
    document: Document,
    cells: usize,
}

impl Builder {
    /// One paragraph; an empty one leaves nothing.
    pub fn paragraph(&mut self, number: Option<String>, words: &str) -> Result<(), Refused> {
        let words = words.trim();
        if words.is_empty() {
            return Ok(());
        }
        let start = self.document.text.len();
        self.document.text.push_str(number.as_deref().unwrap_or_default());
        let range = start..self.push(words)?.end;
        self.end_line();
        self.block(Block::Paragraph(Paragraph { range, number }))
    }

    /// A table: each row of cells, each cell its words, or `None` where it is part of a merged cell. What is merged belongs to
    /// the left before it belongs to above.
    pub fn table(&mut self, rows: &[Vec<TableCell>]) -> Result<(), Refused> {
        let mut table = Table::default();
        for row in rows {
            let mut cells: Vec<Cell> = Vec::with_capacity(row.len());
            for (column, cell) in row.iter().enumerate() {
                self.cells += 1;
                if self.cells > CELLS_MOST {
                    return Err(Refused::TooMuch);
                }
                let above = table.rows.last().and_then(|above: &Vec<Cell>| above.get(column));
                let origin = match cell {
                    TableCell::Own(_) => None,
                    TableCell::FromLeft => cells.last(),
                    TableCell::FromAbove => above,
                };
                let cell = match (cell, origin) {
                    (_, Some(origin)) => Cell { range: origin.range.clone(), merged: true },
                    (TableCell::Own(words), None) => {
                        if column > 0 {
                            self.document.text.push_str(" | ");
                        }
                        Cell { range: self.push(words.trim())?, merged: false }
                    }
                    (_, None) => Cell { range: self.push("")?, merged: false },
                };
                cells.push(cell);
            }
            self.end_line();
            table.rows.push(cells);
        }
        if table.rows.is_empty() { Ok(()) } else { self.block(Block::Table(table)) }
    }

    pub fn finish(self) -> Document {
        self.document
    }

    fn push(&mut self, words: &str) -> Result<Range<usize>, Refused> {
        let text = &mut self.document.text;
        if text.len() + words.len() > TEXT_MOST {
            return Err(Refused::TooMuch);
        }
        let start = text.len();
        text.push_str(words);
        Ok(start..text.len())
    }

    fn end_line(&mut self) {
        self.document.text.push('\n');
    }

    fn block(&mut self, block: Block) -> Result<(), Refused> {
        if self.document.blocks.len() >= BLOCKS_MOST {
            return Err(Refused::TooMuch);
        }
        self.document.blocks.push(block);
        Ok(())
    }
}

/// A cell as a format gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCell {
    Own(String),
    FromLeft,
    FromAbove,
}

impl TableCell {
    pub fn own(self) -> Option<String> {
        match self {
            Self::Own(words) => Some(words),
            Self::FromLeft | Self::FromAbove => None,
        }
    }
}
