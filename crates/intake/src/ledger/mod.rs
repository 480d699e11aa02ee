//! Old Excel ledgers: a workbook in, one proposed task a row out. Nothing is created here, and nothing in the file is run:
//! formulas count by the values that were saved with them, macros not at all.
//!
//! Reading order: [`Workbook`] (what a file holds), `xlsx` and `csv` (how it is read), [`propose`] (which column is what),
//! [`reference`] (its own date), [`read`] (the rows as tasks), [`answer`] (the file back with what is to be mended).

mod answer;
mod csv;
mod dating;
mod field;
mod grid;
mod header;
mod limits;
mod mapping;
mod refused;
mod roles;
mod rows;
mod tasks;
mod value;
mod xlsx;

use serde::{Deserialize, Serialize};

use crate::source::guard::{self, Kind};

pub use answer::{Fault, answer};
pub use dating::reference;
pub use field::Field;
pub use header::propose;
pub use mapping::{Column, Mapping};
pub use refused::Refused;
pub use tasks::{Filled, Ledger, PassedOver, Task, read};
pub use value::Value;

/// A file as its visible sheets. Travels between processes as JSON: what comes back is equal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
    /// what the clerk should know of the file: hidden sheets, macros that were not run
    pub notices: Vec<String>,
}

/// One sheet. Only rows and cells that hold something are kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    /// in their order
    pub rows: Vec<Row>,
    /// columns that are hidden, from 0: first and last
    pub hidden_columns: Vec<(u16, u16)>,
    pub merged: Vec<Merged>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// from 1, as Excel shows it
    pub number: u32,
    pub hidden: bool,
    /// columns from 0, in their order
    pub cells: Vec<(u16, Value)>,
}

/// Cells that are one: rows from 1, columns from 0, the last ones included. The first cell holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    pub rows: (u32, u32),
    pub columns: (u16, u16),
}

/// In: the bytes of a file. What it is says its content; the name is for the sheet of a text file.
pub fn open(bytes: &[u8], name: &str) -> Result<Workbook, Refused> {
    guard::sized(bytes)?;
    match Kind::of(bytes) {
        Kind::Zip => xlsx::read(bytes),
        Kind::Ole2 => Err(guard::ole2(bytes).into()),
        Kind::Html => Err(Refused::Html),
        Kind::Xml => Err(Refused::XmlSpreadsheet),
        Kind::Pdf | Kind::Rtf => Err(Refused::NotWorkbook),
        Kind::Binary => Err(Refused::Unknown),
        Kind::Text => csv::read(bytes, name),
    }
}

impl Sheet {
    pub fn is_hidden(&self, column: u16) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(at)
    }

    pub fn value(&self, number: u32, column: u16) -> Option<&Value> {
        self.row(number)?.value(column)
    }

    /// One more than the last column that holds something.
    pub fn width(&self) -> u16 {
        self.rows.iter().filter_map(|row| row.cells.last()).map(|(column, _)| column + 1).max().unwrap_or(0)
    }
}

impl Row {
    pub fn value(&self, column: u16) -> Option<&Value> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.cells.get(at).map(|(_, value)| value)
    }
}

/// `D5`
pub fn cell_name(row: u32, column: u16) -> String {
    format!("{}{row}", column_name(column))
}

/// `A` is 0, `AA` is 26.
pub fn column_name(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from_u32('A' as u32 + digit).unwrap_or('A'));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
