//! A register: title, header with filters that stays in sight and on every printed page, a row a matter.

use super::{
    excel_day, fits,
    form::{HIGHEST, LINE},
    looks::Looks,
};
use crate::{
    format::Unwritable,
    paper::{Column, Register, Value},
};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

pub(super) const MOST_ROWS: usize = 1_048_576;
/// Beyond 15 digits Excel would round.
const MOST_DIGITS: u64 = 999_999_999_999_999;

pub(super) fn write(worksheet: &mut Worksheet, register: &Register, looks: &Looks) -> Result<(), Unwritable> {
    let frame = Frame { title: &register.title, about: &register.about, columns: &register.columns };
    if register.rows.len() + frame.head() as usize + 2 > MOST_ROWS {
        return Err(Unwritable::TooLarge { rows: register.rows.len() });
    }
    frame.begin(worksheet, looks)?;
    let mut next = frame.head() + 1;
    for row in &register.rows {
        write_row(worksheet, next, row, frame.columns, looks)?;
        next += 1;
    }
    frame.end(worksheet, next, &register.made, looks)
}

/// What is around the rows.
#[derive(Clone, Copy)]
pub(super) struct Frame<'r> {
    pub title: &'r str,
    pub about: &'r str,
    pub columns: &'r [Column],
}

impl Frame<'_> {
    /// The row of the columns' names, from 0; the rows follow it.
    pub fn head(&self) -> u32 {
        1 + u32::from(!self.about.is_empty())
    }

    fn last_column(&self) -> u16 {
        u16::try_from(self.columns.len().max(1) - 1).unwrap_or(u16::MAX)
    }

    /// Before the first row, in the order of the sheet: a sheet whose rows go to a file takes no others.
    pub fn begin(&self, worksheet: &mut Worksheet, looks: &Looks) -> Result<(), Unwritable> {
        worksheet.set_row_height(0, 36)?;
        across(worksheet, 0, self.last_column(), self.title, &looks.title)?;
        if !self.about.is_empty() {
            across(worksheet, 1, self.last_column(), self.about, &looks.left)?;
        }
        let lines = self.columns.iter().map(|column| lines(&column.name, column)).fold(1.0, f64::max);
        worksheet.set_row_height(self.head(), LINE * lines + 8.0)?;
        for (index, column) in (0u16..).zip(self.columns) {
            fits(&column.name, &column.name)?;
            worksheet.write_string_with_format(self.head(), index, &column.name, &looks.head)?;
            // Two half-width characters, and room for the filter's arrow.
            worksheet.set_column_width(index, (column.width * 2.0 + 2.0).clamp(4.0, 255.0))?;
        }
        Ok(())
    }

    /// After the last row. `next`: the row below it.
    pub fn end(&self, worksheet: &mut Worksheet, next: u32, made: &str, looks: &Looks) -> Result<(), Unwritable> {
        if !made.is_empty() {
            across(worksheet, next, self.last_column(), made, &looks.right)?;
        }
        if !self.columns.is_empty() {
            worksheet.autofilter(self.head(), 0, next - 1, self.last_column())?;
        }
        worksheet.set_freeze_panes(self.head() + 1, 0)?;
        let last_row = if made.is_empty() { next - 1 } else { next };
        print(worksheet, self.head(), last_row, self.last_column())?;
        Ok(())
    }
}

/// On how many lines a text stands in its column.
fn lines(text: &str, column: &Column) -> f64 {
    let characters = |line: &str| line.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>();
    text.split('\n').map(|line| (characters(line) / column.width.max(1.0)).ceil().max(1.0)).sum()
}

pub(super) fn write_row(
    worksheet: &mut Worksheet,
    number: u32,
    row: &[Value],
    columns: &[Column],
    looks: &Looks,
) -> Result<(), Unwritable> {
    let texts = row.iter().zip(columns).filter_map(|(value, column)| match value {
        Value::Text(text) => Some(lines(text, column)),
        _ => None,
    });
    let most = texts.fold(1.0, f64::max);
    if most > 1.0 {
        // Not every program lets a row grow with its text when it opens a file.
        worksheet.set_row_height(number, (LINE * most + 4.0).min(HIGHEST))?;
    }
    for (index, column) in (0u16..).zip(columns) {
        let look = if column.long { &looks.long } else { &looks.short };
        match row.get(usize::from(index)) {
            None | Some(Value::Empty) => worksheet.write_blank(number, index, look)?,
            Some(Value::Text(text)) => {
                fits(text, &column.name)?;
                worksheet.write_string_with_format(number, index, text, look)?
            }
            Some(Value::Number(value)) if value.unsigned_abs() > MOST_DIGITS => {
                worksheet.write_string_with_format(number, index, value.to_string(), look)?
            }
            Some(Value::Number(value)) => {
                worksheet.write_number_with_format(number, index, *value as f64, &looks.number)?
            }
            Some(Value::Day(day)) => match excel_day(*day) {
                Some(excel_day) => worksheet.write_datetime_with_format(number, index, excel_day, &looks.day)?,
                None => worksheet.write_string_with_format(number, index, day.to_string(), look)?,
            },
        };
    }
    Ok(())
}

fn across(worksheet: &mut Worksheet, row: u32, last_column: u16, text: &str, look: &Format) -> Result<(), Unwritable> {
    fits(text, "标题")?;
    if last_column == 0 {
        worksheet.write_string_with_format(row, 0, text, look)?;
    } else {
        worksheet.merge_range(row, 0, row, last_column, text, look)?;
    }
    Ok(())
}

fn print(worksheet: &mut Worksheet, head: u32, last_row: u32, last_column: u16) -> Result<(), XlsxError> {
    worksheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    worksheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3).set_footer("&C第 &P 页，共 &N 页");
    worksheet.set_print_area(0, 0, last_row, last_column)?.set_repeat_rows(head, head)?;
    Ok(())
}
