//! XLSX: registers as worksheets to sort and count in, forms as worksheets to print.
//!
//! Texts are written as texts whatever they look like (`=1+1`), days as days, numbers as numbers. The same paper gives
//! the same bytes.

mod form;
mod looks;
mod register;
mod rows;

pub use rows::Rows;

use super::Unwritable;
use crate::paper::{Paper, Sheet};
use jiff::civil::Date;
use looks::Looks;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// One workbook, a worksheet a sheet. An official document is none.
pub fn write(paper: &Paper) -> Result<Vec<u8>, Unwritable> {
    super::check(paper)?;
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    // Faster than the usual 6, and hardly larger: somebody waits for it.
    workbook.set_zip_compression_level(2);
    // 20 and 64 pixels: what Excel itself takes for an 11 point font.
    workbook.set_default_format(&looks.plain, 20, 64)?;
    workbook.set_properties(&properties(paper)?);
    let mut names = Names::default();
    for sheet in &paper.sheets {
        match sheet {
            Sheet::Register(register) => {
                let worksheet = workbook.add_worksheet().set_name(names.take(&register.title))?;
                register::write(worksheet, register, &looks)?;
            }
            Sheet::Form(form) => {
                let worksheet = workbook.add_worksheet().set_name(names.take(&form.title))?;
                form::write(worksheet, form, &looks)?;
            }
            Sheet::Official(_) => return Err(Unwritable::NotAWorkbook),
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// The day of issue; where there is none a fixed one, since today would make another file of it every time.
fn properties(paper: &Paper) -> Result<DocProperties, XlsxError> {
    let on = match paper.on.and_then(excel_day) {
        Some(on) => on,
        None => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    Ok(DocProperties::new().set_title(&paper.title).set_author(&paper.author).set_creation_datetime(&on))
}

/// Excel's calendar begins with a 1900 that it takes for a leap year.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok().filter(|year| *year > 1900)?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

impl From<XlsxError> for Unwritable {
    fn from(error: XlsxError) -> Self {
        Unwritable::Failed(error.to_string())
    }
}

/// The longest text that a cell takes, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Excel counts in UTF-16 units; most texts need not be counted at all.
fn fits(text: &str, column: &str) -> Result<(), Unwritable> {
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return Ok(());
    }
    Err(Unwritable::TooLong { column: column.to_owned() })
}

/// The worksheets' names: at most 31 characters, some forbidden, no name twice.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn take(&mut self, title: &str) -> String {
        let clean: String = title.chars().filter(|c| !c.is_control() && !r"[]:*?/\".contains(*c)).collect();
        let clean = match clean.trim().trim_matches('\'').trim() {
            "" => "表",
            // Excel keeps this one for itself.
            name if name.eq_ignore_ascii_case("history") => "表",
            name => name,
        };
        let name = (1..).map(|number| numbered(clean, number)).find(|name| !self.taken(name)).unwrap_or_default();
        self.0.push(name.clone());
        name
    }

    fn taken(&self, name: &str) -> bool {
        self.0.iter().any(|taken| taken.to_lowercase() == name.to_lowercase())
    }
}

fn numbered(name: &str, number: usize) -> String {
    let suffix = if number == 1 { String::new() } else { format!("（{number}）") };
    let mut room = 31 - suffix.chars().count();
    let fitting = |c: &char| {
        let fits = c.len_utf16() <= room;
        room -= c.len_utf16().min(room);
        fits
    };
    let short: String = name.chars().take_while(fitting).collect();
    format!("{}{suffix}", short.trim_end_matches('\''))
}
