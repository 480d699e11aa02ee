//! Text that stands for a table: comma, semicolon or tab between the cells, UTF-8, UTF-16 or GB18030. Many a `.xls` of an
//! office system is one.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::{Refused, Row, Sheet, Value, Workbook, value::TEXT_MOST};

/// As many cells as a workbook may have.
const CELLS_MOST: usize = 600_000;
const COLUMNS_MOST: usize = 16_384;

pub fn read(bytes: &[u8], name: &str) -> Result<Workbook, Refused> {
    let text = decode(bytes)?;
    let delimiter = delimiter(&text).ok_or(Refused::NotWorkbook)?;
    let rows = rows(&text, delimiter)?;
    if rows.is_empty() {
        return Err(Refused::NoContent);
    }
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let sheet = Sheet { name: stem.to_owned(), rows, ..Sheet::default() };
    Ok(Workbook { sheets: vec![sheet], notices: Vec::new() })
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, 0),
        None => (GB18030, 0),
    };
    let body = &bytes[mark..];
    let text = encoding.decode_without_bom_handling_and_without_replacement(body).ok_or(Refused::Encoding)?;
    let odd = text.chars().filter(|c| c.is_control() && !"\n\r\t".contains(*c)).count();
    if odd > text.len() / 1000 { Err(Refused::Encoding) } else { Ok(text) }
}

/// The sign that parts most cells in the first lines; a text without any is no table.
fn delimiter(text: &str) -> Option<char> {
    let head: String = text.lines().take(20).collect::<Vec<_>>().join("\n");
    let count = |sign: &char| head.matches(*sign).count();
    ['\t', ',', ';'].into_iter().filter(|sign| count(sign) > 0).max_by_key(count)
}

fn rows(text: &str, delimiter: char) -> Result<Vec<Row>, Refused> {
    let mut reader = Reader { rest: text.chars().peekable(), delimiter };
    let (mut rows, mut number, mut cells_read) = (Vec::new(), 0, 0_usize);
    while reader.rest.peek().is_some() {
        number += 1;
        let cells = reader.row()?;
        cells_read += cells.len();
        if cells_read > CELLS_MOST {
            return Err(Refused::TooMuch);
        }
        let filled = (0_u16..).zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
        let cells: Vec<(u16, Value)> = filled.map(|(column, cell)| (column, Value::Text(cell.into()))).collect();
        if !cells.is_empty() {
            rows.push(Row { number, hidden: false, cells });
        }
    }
    Ok(rows)
}

struct Reader<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    delimiter: char,
}

impl Reader<'_> {
    fn row(&mut self) -> Result<Vec<String>, Refused> {
        let mut cells = Vec::new();
        loop {
            let cell = self.cell();
            if cells.len() >= COLUMNS_MOST || cell.len() > TEXT_MOST {
                return Err(Refused::TooMuch);
            }
            cells.push(cell);
            match self.rest.next() {
                Some(sign) if sign == self.delimiter => {}
                Some('\r') => {
                    self.rest.next_if_eq(&'\n');
                    return Ok(cells);
                }
                _ => return Ok(cells),
            }
        }
    }

    /// Quotation marks hold signs of separation and new lines; two of them stand for one.
    fn cell(&mut self) -> String {
        let mut cell = String::new();
        let quoted = self.rest.next_if_eq(&'"').is_some();
        let mut open = quoted;
        while let Some(sign) = self.rest.peek().copied() {
            match sign {
                '"' if open => {
                    self.rest.next();
                    open = self.rest.next_if_eq(&'"').inspect(|_| cell.push('"')).is_some();
                }
                '\n' | '\r' if !open => break,
                sign if sign == self.delimiter && !open => break,
                sign => {
                    cell.push(sign);
                    self.rest.next();
                }
            }
        }
        // ="001" is how a text keeps its zeros in a CSV.
        match cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
            Some(inner) => inner.to_owned(),
            None => cell,
        }
    }
}
