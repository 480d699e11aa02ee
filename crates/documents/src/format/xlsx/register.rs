//! A register: title, header with filters that stays in sight and on every printed page, a row a matter.

use super::{excel_day, fits, looks::Looks};
use crate::{
    format::Unwritable,
    paper::{Register, Value},
};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

const MOST_ROWS: usize = 1_048_576;
/// Beyond 15 digits Excel would round.
const MOST_DIGITS: u64 = 999_999_999_999_999;

pub(super) fn write(worksheet: &mut Worksheet, register: &Register, looks: &Looks) -> Result<(), Unwritable> {
    let columns = &register.columns;
    let head = 1 + u32::from(!register.about.is_empty());
    if register.rows.len() + head as usize + 2 > MOST_ROWS {
        return Err(Unwritable::TooLarge { rows: register.rows.len() });
    }
    let last_column = (columns.len().max(1) - 1) as u16;
    let last_row = head + register.rows.len() as u32;
    across(worksheet, 0, last_column, &register.title, &looks.title)?;
    worksheet.set_row_height(0, 36)?;
    if !register.about.is_empty() {
        across(worksheet, 1, last_column, &register.about, &looks.left)?;
    }
    for (index, column) in (0u16..).zip(columns) {
        fits(&column.name, &column.name)?;
        worksheet.write_string_with_format(head, index, &column.name, &looks.head)?;
        // Two half-width characters, and room for the filter's arrow.
        worksheet.set_column_width(index, (column.width * 2.0 + 2.0).clamp(4.0, 255.0))?;
    }
    worksheet.set_row_height(head, 24)?;
    for (number, row) in (head + 1..).zip(&register.rows) {
        write_row(worksheet, number, row, register, looks)?;
    }
    if !register.made.is_empty() {
        across(worksheet, last_row + 1, last_column, &register.made, &looks.right)?;
    }
    if !columns.is_empty() {
        worksheet.autofilter(head, 0, last_row, last_column)?;
    }
    worksheet.set_freeze_panes(head + 1, 0)?;
    print(worksheet, head, last_row + u32::from(!register.made.is_empty()), last_column)?;
    Ok(())
}

fn write_row(
    worksheet: &mut Worksheet,
    number: u32,
    row: &[Value],
    register: &Register,
    looks: &Looks,
) -> Result<(), Unwritable> {
    for (index, column) in (0u16..).zip(&register.columns) {
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
