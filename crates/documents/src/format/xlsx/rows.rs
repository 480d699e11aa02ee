//! A register whose rows come one after another, however many: they go to a file on the way, not to memory.

use std::io::{Seek, Write};

use jiff::civil::Date;
use rust_xlsxwriter::{Workbook, Worksheet};

use super::{
    looks::Looks,
    properties,
    register::{Frame, MOST_ROWS, write_row},
};
use crate::{
    format::{Unwritable, legal},
    paper::{Column, Paper, Value},
};

/// A workbook of one sheet in the making.
pub struct Rows {
    workbook: Workbook,
    looks: Looks,
    title: String,
    about: String,
    columns: Vec<Column>,
    next: u32,
}

impl Rows {
    /// In: title and line below it, the columns, who makes it and on which day.
    pub fn begin(
        title: &str,
        about: &str,
        columns: Vec<Column>,
        author: &str,
        on: Option<Date>,
    ) -> Result<Rows, Unwritable> {
        let paper = Paper { title: title.to_owned(), author: author.to_owned(), on, ..Paper::default() };
        [title, about, author].into_iter().try_for_each(legal)?;
        let looks = Looks::new();
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(1);
        workbook.set_default_format(&looks.plain, 20, 64)?;
        workbook.set_properties(&properties(&paper)?);
        let worksheet = workbook.add_worksheet_with_constant_memory()?.set_name(super::Names::default().take(title))?;
        let frame = Frame { title, about, columns: &columns };
        frame.begin(worksheet, &looks)?;
        let next = frame.head() + 1;
        Ok(Rows { workbook, looks, title: title.to_owned(), about: about.to_owned(), columns, next })
    }

    /// The next row; as many values as columns. More rows than a sheet takes are refused.
    pub fn row(&mut self, row: &[Value]) -> Result<(), Unwritable> {
        if self.next as usize + 2 > MOST_ROWS {
            return Err(Unwritable::TooLarge { rows: self.next as usize });
        }
        for value in row {
            if let Value::Text(text) = value {
                legal(text)?;
            }
        }
        let worksheet = sheet(&mut self.workbook)?;
        write_row(worksheet, self.next, row, &self.columns, &self.looks)?;
        self.next += 1;
        Ok(())
    }

    /// Writes the file.
    pub fn finish(mut self, to: impl Write + Seek + Send) -> Result<(), Unwritable> {
        let frame = Frame { title: &self.title, about: &self.about, columns: &self.columns };
        frame.end(sheet(&mut self.workbook)?, self.next, "", &self.looks)?;
        Ok(self.workbook.save_to_writer(to)?)
    }
}

fn sheet(workbook: &mut Workbook) -> Result<&mut Worksheet, Unwritable> {
    Ok(workbook.worksheet_from_index(0)?)
}
