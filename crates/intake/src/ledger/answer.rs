//! The ledger back to those who sent it: the same sheets, columns and values, and one column more that says what to mend.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Writer, Worksheet, XlsxError};

use serde::{Deserialize, Serialize};

use super::{Merged, Sheet, Value, Workbook, propose};

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub sheet: String,
    /// from 1, as Excel shows it
    pub row: u32,
    pub text: String,
}

/// The workbook with a column 需要修改 behind the last one. Texts are written as texts, whatever they look like.
pub fn answer(workbook: &Workbook, faults: &[Fault]) -> Result<Vec<u8>, XlsxError> {
    let mut writer = Writer::new();
    let looks = Looks::new();
    let mut names: Vec<String> = Vec::new();
    for sheet in &workbook.sheets {
        let worksheet = writer.add_worksheet();
        names.push(sheet_name(&sheet.name, &names));
        worksheet.set_name(names.last().map_or("表", String::as_str))?;
        values(worksheet, sheet, &looks)?;
        let faults: Vec<&Fault> = faults.iter().filter(|fault| fault.sheet == sheet.name).collect();
        mend(worksheet, sheet, &faults, &looks)?;
    }
    writer.save_to_buffer()
}

/// A CSV may be called anything; a sheet has at most 31 signs, some forbidden, and no name twice.
fn sheet_name(name: &str, taken: &[String]) -> String {
    let allowed = name.chars().filter(|c| !c.is_control() && !r"[]:*?/\".contains(*c));
    let mut units = 0;
    let short = allowed.take_while(|c| {
        units += c.len_utf16();
        units <= 31
    });
    let clean: String = short.collect();
    let clean = clean.trim().trim_matches('\'').trim();
    let is_free = |name: &str| {
        !name.is_empty()
            && !name.eq_ignore_ascii_case("history")
            && !taken.iter().any(|one| one.to_lowercase() == name.to_lowercase())
    };
    if is_free(clean) { clean.to_owned() } else { format!("表{}", taken.len() + 1) }
}

struct Looks {
    day: Format,
    time: Format,
    percent: Format,
    merged: Format,
    mend: Format,
}

impl Looks {
    fn new() -> Self {
        Self {
            day: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            percent: Format::new().set_num_format("0.##%"),
            merged: Format::new().set_text_wrap(),
            mend: Format::new().set_text_wrap().set_font_color("#C00000"),
        }
    }
}

fn values(worksheet: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    let width = sheet.width();
    for area in apart(sheet) {
        let (rows, columns) = (area.rows, area.columns);
        worksheet.merge_range(rows.0 - 1, columns.0, rows.1 - 1, columns.1, "", &looks.merged)?;
    }
    for row in &sheet.rows {
        for (column, value) in &row.cells {
            write(worksheet, row.number - 1, *column, value, looks)?;
        }
        if row.hidden {
            worksheet.set_row_hidden(row.number - 1)?;
        }
    }
    for (first, last) in &sheet.hidden_columns {
        for column in *first..=(*last).min(width.max(1) - 1) {
            worksheet.set_column_hidden(column)?;
        }
    }
    Ok(())
}

/// The merged areas that may be merged again: within what is filled, not overlapping, and not without measure, since the
/// writer fills each cell of them.
fn apart(sheet: &Sheet) -> Vec<Merged> {
    const CELLS_MOST: u64 = 500_000;
    let (width, last_row) = (sheet.width().min(512), sheet.rows.last().map_or(0, |row| row.number));
    let mut areas: Vec<Merged> = sheet.merged.clone();
    areas.sort_by_key(|area| (area.rows, area.columns));
    let mut free_from = vec![0_u32; usize::from(width)];
    let mut cells = 0;
    areas.retain_mut(|area| {
        if area.columns.0 >= width || area.rows.0 > last_row {
            return false;
        }
        area.columns.1 = area.columns.1.min(width - 1);
        area.rows.1 = area.rows.1.min(last_row);
        let size = u64::from(area.rows.1 - area.rows.0 + 1) * u64::from(area.columns.1 - area.columns.0 + 1);
        let columns = usize::from(area.columns.0)..=usize::from(area.columns.1);
        let free = free_from[columns.clone()].iter().all(|row| *row < area.rows.0);
        if size < 2 || cells + size > CELLS_MOST || !free {
            return false;
        }
        cells += size;
        free_from[columns].fill(area.rows.1);
        true
    });
    areas
}

fn write(worksheet: &mut Worksheet, row: u32, column: u16, value: &Value, looks: &Looks) -> Result<(), XlsxError> {
    match value {
        Value::Text(text) | Value::Error(text) => drop(worksheet.write_string(row, column, short(text))?),
        Value::Number(number) => drop(worksheet.write_number(row, column, *number)?),
        Value::Percent(number) => drop(worksheet.write_number_with_format(row, column, *number, &looks.percent)?),
        Value::Flag(flag) => drop(worksheet.write_boolean(row, column, *flag)?),
        Value::Date(at) => match excel_time(at) {
            Some(time) => {
                let midnight = at.time() == jiff::civil::Time::midnight();
                let format = if midnight { &looks.day } else { &looks.time };
                worksheet.write_datetime_with_format(row, column, &time, format)?;
            }
            None => drop(worksheet.write_string(row, column, value.shown())?),
        },
    }
    Ok(())
}

fn excel_time(at: &jiff::civil::DateTime) -> Option<ExcelDateTime> {
    let small = |part: i8| u8::try_from(part).ok();
    let year = u16::try_from(at.year()).ok().filter(|year| *year > 1900)?;
    let day = ExcelDateTime::from_ymd(year, small(at.month())?, small(at.day())?).ok()?;
    day.and_hms(u16::try_from(at.hour()).ok()?, small(at.minute())?, f64::from(at.second())).ok()
}

/// The longest text that a cell takes is counted in UTF-16.
fn short(text: &str) -> String {
    const LONGEST: usize = 32_767;
    let mut room = LONGEST;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= room;
        room -= c.len_utf16().min(room);
        fits
    };
    text.chars().take_while(fits).collect()
}

/// One cell a faulty row; several faults of a row stand in it one below the other.
fn mend(worksheet: &mut Worksheet, sheet: &Sheet, faults: &[&Fault], looks: &Looks) -> Result<(), XlsxError> {
    const WIDEST: u16 = 16_383;
    let column = sheet.width().min(WIDEST);
    let heading = propose(sheet).first().map(|mapping| mapping.header.1);
    let heading = heading.or(sheet.rows.first().map(|row| row.number)).unwrap_or(1);
    worksheet.write_string_with_format(heading - 1, column, "需要修改", &looks.mend)?;
    worksheet.set_column_width(column, 48)?;
    let mut rows: Vec<u32> = faults.iter().map(|fault| fault.row).filter(|row| *row > 0 && *row != heading).collect();
    rows.sort_unstable();
    rows.dedup();
    for row in rows {
        let texts: Vec<&str> =
            faults.iter().filter(|fault| fault.row == row).map(|fault| fault.text.as_str()).collect();
        worksheet.write_string_with_format(row - 1, column, short(&texts.join("\n")), &looks.mend)?;
    }
    Ok(())
}
