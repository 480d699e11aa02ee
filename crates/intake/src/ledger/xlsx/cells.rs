//! A sheet's part: columns, rows, cells, merged areas, in the order in which they come.

use jiff::civil::{DateTime, Time};

use super::{
    super::{Merged, Row, Sheet, Value, value},
    MERGED_MOST, Refused,
    strings::Strings,
    styles::{Shows, Styles},
    xml::{Event, Tag, Xml},
};
use crate::dates::serial_day;

const COLUMNS_MOST: u32 = 16_384;
const ROWS_MOST: u32 = 1_048_576;

pub fn read(
    text: &str,
    styles: &Styles,
    strings: &mut Strings,
    is_1904: bool,
    left: &mut usize,
) -> Result<Sheet, Refused> {
    let mut reader = Reader {
        sheet: Sheet::default(),
        row: Row::default(),
        cell: None,
        styles,
        strings,
        is_1904,
        merged_columns: 0,
        left,
    };
    let mut xml = Xml::new(text);
    let mut into = Into::Nothing;
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(tag) => into = reader.start(&tag, into)?,
            Event::Words(words) => reader.words(&words, into),
            Event::End(end) => match end.local_name().into_inner() {
                "c" => reader.end_of_cell()?,
                "row" => reader.end_of_row(),
                "v" | "t" => into = Into::Nothing,
                "rPh" => into = Into::Nothing,
                _ => {}
            },
        }
    }
    // Rows may come in any order from careless programs.
    reader.sheet.rows.sort_by_key(|row| row.number);
    reader.sheet.rows.dedup_by_key(|row| row.number);
    Ok(reader.sheet)
}

/// Where words go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Nothing,
    Value,
    /// the text of an inline string
    Text,
    Phonetic,
}

struct Cell {
    column: u32,
    kind: String,
    style: Option<u32>,
    value: String,
    formula: bool,
}

struct Reader<'r> {
    sheet: Sheet,
    row: Row,
    cell: Option<Cell>,
    styles: &'r Styles,
    strings: &'r mut Strings,
    is_1904: bool,
    /// of all merged areas together
    merged_columns: usize,
    /// cells that may still be kept
    left: &'r mut usize,
}

impl Reader<'_> {
    fn start(&mut self, tag: &Tag<'_>, into: Into) -> Result<Into, Refused> {
        match tag.name() {
            "v" => return Ok(Into::Value),
            "t" if into != Into::Phonetic => return Ok(Into::Text),
            "rPh" => return Ok(Into::Phonetic),
            "f" => self.cell.iter_mut().for_each(|cell| cell.formula = true),
            "col" if tag.is_on("hidden") => self.hidden_columns(tag),
            "row" => self.start_of_row(tag)?,
            "c" => self.start_of_cell(tag)?,
            "mergeCell" => self.merged(tag)?,
            _ => {}
        }
        Ok(if into == Into::Phonetic { into } else { Into::Nothing })
    }

    fn words(&mut self, words: &str, into: Into) {
        if let (Some(cell), Into::Value | Into::Text) = (&mut self.cell, into) {
            cell.value.push_str(words);
        }
    }

    fn hidden_columns(&mut self, tag: &Tag<'_>) {
        let place =
            |name: &str| tag.number(name).and_then(|column| u16::try_from(column.clamp(1, COLUMNS_MOST) - 1).ok());
        if let (Some(first), Some(last)) = (place("min"), place("max"))
            && self.sheet.hidden_columns.len() < 16_384
        {
            self.sheet.hidden_columns.push((first, last));
        }
    }

    /// A row without a number follows the last one.
    fn start_of_row(&mut self, tag: &Tag<'_>) -> Result<(), Refused> {
        let number = tag.number("r").unwrap_or(self.row.number.saturating_add(1));
        if !(1..=ROWS_MOST).contains(&number) {
            return Err(Refused::Broken);
        }
        self.row = Row { number, hidden: tag.is_on("hidden"), cells: Vec::new() };
        Ok(())
    }

    fn end_of_row(&mut self) {
        let mut cells = std::mem::take(&mut self.row.cells);
        if cells.is_empty() {
            return;
        }
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup_by_key(|(column, _)| *column);
        cells.shrink_to_fit();
        self.sheet.rows.push(Row { number: self.row.number, hidden: self.row.hidden, cells });
    }

    fn start_of_cell(&mut self, tag: &Tag<'_>) -> Result<(), Refused> {
        let after_last = self.row.cells.last().map_or(0, |(column, _)| u32::from(*column) + 1);
        let column = match tag.get("r") {
            Some(place) => reference(&place).ok_or(Refused::Broken)?.1,
            None => after_last,
        };
        if column >= COLUMNS_MOST {
            return Err(Refused::Broken);
        }
        let kind = tag.get("t").unwrap_or_default();
        self.cell = Some(Cell { column, kind, style: tag.number("s"), value: String::new(), formula: false });
        Ok(())
    }

    fn end_of_cell(&mut self) -> Result<(), Refused> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let Some(value) = self.value(&cell).filter(|value| !value.is_blank()) else { return Ok(()) };
        if matches!(&value, Value::Text(text) if text.len() > value::TEXT_MOST) {
            return Err(Refused::TooMuch);
        }
        *self.left = self.left.checked_sub(1).ok_or(Refused::TooMuch)?;
        let column = u16::try_from(cell.column).map_err(|_| Refused::Broken)?;
        self.row.cells.push((column, value));
        Ok(())
    }

    fn value(&mut self, cell: &Cell) -> Option<Value> {
        let text = cell.value.trim();
        match cell.kind.as_str() {
            "s" => self.strings.get(text.parse().ok()?).map(Value::Text),
            "str" | "inlineStr" => Some(Value::Text(value::unescaped(&cell.value).into())),
            "b" => Some(Value::Flag(text == "1" || text.eq_ignore_ascii_case("true"))),
            "e" => Some(Value::Error(text.into())),
            "d" => text.parse().ok().map(Value::Date).or_else(|| day_alone(text)),
            // A formula whose value nobody saved.
            _ if text.is_empty() => cell.formula.then(|| Value::Error("公式没有保存结果".into())),
            _ => {
                let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
                Some(self.number(number, self.styles.shows(cell.style)))
            }
        }
    }

    fn number(&self, number: f64, shows: Shows) -> Value {
        match shows {
            Shows::Percent => Value::Percent(number),
            Shows::Date => self.date(number).map_or(Value::Number(number), Value::Date),
            Shows::Number => Value::Number(number),
        }
    }

    /// Days since 1900 (or 1904), the time of day behind the point. Less than a day is a time and no date.
    fn date(&self, number: f64) -> Option<DateTime> {
        if !(1.0..=2_958_465.0).contains(&number) {
            return None;
        }
        let shift = if self.is_1904 { 1462 } else { 0 };
        // Whole and small, as was just checked.
        let (days, seconds) = (number.trunc() as i64, (number.fract() * 86_400.0).round() as i64);
        let day = serial_day(days + shift)?;
        let time = match i32::try_from(seconds).ok()? {
            86_400.. => Time::new(23, 59, 59, 0).ok()?,
            seconds => Time::midnight().checked_add(jiff::Span::new().seconds(seconds)).ok()?,
        };
        Some(day.to_datetime(time))
    }

    fn merged(&mut self, tag: &Tag<'_>) -> Result<(), Refused> {
        let Some(area) = tag.get("ref") else { return Ok(()) };
        let Some((first, last)) = area.split_once(':') else { return Ok(()) };
        let (Some(first), Some(last)) = (reference(first), reference(last)) else { return Err(Refused::Broken) };
        let column = |column: u32| u16::try_from(column.min(COLUMNS_MOST - 1)).map_err(|_| Refused::Broken);
        let columns = (column(first.1.min(last.1))?, column(first.1.max(last.1))?);
        self.merged_columns += usize::from(columns.1.min(511).saturating_sub(columns.0)) + 1;
        if self.sheet.merged.len() >= MERGED_MOST || self.merged_columns > 10 * MERGED_MOST {
            return Err(Refused::TooMuch);
        }
        self.sheet.merged.push(Merged { rows: (first.0.min(last.0), first.0.max(last.0)), columns });
        Ok(())
    }
}

fn day_alone(text: &str) -> Option<Value> {
    let day: jiff::civil::Date = text.get(..10)?.parse().ok()?;
    Some(Value::Date(day.to_datetime(Time::midnight())))
}

/// `$D$5`: the row from 1, the column from 0.
fn reference(place: &str) -> Option<(u32, u32)> {
    let (mut column, mut row) = (0_u32, 0_u32);
    for byte in place.bytes().filter(|byte| *byte != b'$') {
        match byte.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1)?
            }
            digit @ b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(digit - b'0'))?,
            _ => return None,
        }
    }
    Some((row, column.checked_sub(1)?)).filter(|(row, _)| *row > 0)
}
