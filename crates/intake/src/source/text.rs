//! Plain text: UTF-8, UTF-16 or GB18030 (which holds GBK and GB2312), by what the bytes allow. Lines whose cells are parted
//! by ` | ` or tabs are a table.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Builder, Document, Refused, TableCell};

pub fn read(bytes: &[u8]) -> Result<Document, Refused> {
    lines(&decode(bytes)?)
}

/// Text that has been decoded already, or pasted.
pub fn lines(text: &str) -> Result<Document, Refused> {
    let mut builder = Builder::default();
    let mut table: Vec<Vec<TableCell>> = Vec::new();
    for line in text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}']) {
        match cells(line, !table.is_empty()) {
            Some(row) => table.push(row),
            None => {
                flush(&mut builder, &mut table)?;
                builder.paragraph(None, line)?;
            }
        }
    }
    flush(&mut builder, &mut table)?;
    Ok(builder.finish())
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[bom..]);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        // Without a mark, only what reads as Chinese is believed to be UTF-16.
        return decoded(encoding, bytes)
            .and_then(|text| if is_chinese(&text) { Ok(text) } else { Err(Refused::Encoding) });
    }
    decoded(if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 }, bytes)
}

fn is_chinese(text: &str) -> bool {
    let usual = |sign: &char| {
        sign.is_ascii()
            || matches!(sign, '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}' | '“' | '”')
    };
    let count = text.chars().count();
    text.chars().filter(usual).count() * 10 > count * 9
}

fn decoded<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Cow<'b, str>, Refused> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Refused::Encoding)?;
    // A program or a picture may decode by chance, but it is full of control characters; a text has none.
    let is_odd = |c: char| c.is_control() && !"\n\r\t\u{b}\u{c}\u{1a}\u{85}".contains(c);
    if text.chars().filter(|c| is_odd(*c)).count() > text.len() / 1000 { Err(Refused::Encoding) } else { Ok(text) }
}

/// Without a mark, UTF-16 shows by the zero half of its digits, blanks and line ends.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |offset: usize| sample.chunks_exact(2).filter(|pair| pair[offset] == 0).count();
    // 一 is 4E00: a zero half alone proves nothing.
    match (zeros(0), zeros(1)) {
        (high, low) if low > 2 * high => Some(UTF_16LE),
        (high, low) if high > 2 * low => Some(UTF_16BE),
        _ => None,
    }
}

/// The cells of a line, if it is one of a table: two at least. In a table that has begun, a row may begin with an empty cell.
fn cells(line: &str, begun: bool) -> Option<Vec<TableCell>> {
    let line = line.trim_end();
    let parts: Vec<&str> = match () {
        () if line.contains(" | ") || line.starts_with("| ") => {
            let inner = line.strip_prefix('|').unwrap_or(line);
            inner.strip_suffix('|').unwrap_or(inner).split('|').collect()
        }
        // A tab at the front or after a number is only a gap.
        () if begun && line.contains('\t') || line.trim_start().contains('\t') => line.split('\t').collect(),
        () => return None,
    };
    let filled = parts.iter().filter(|part| !part.trim().is_empty()).count();
    let is_rule = |part: &&str| part.trim().chars().all(|c| c == '-' || c == ':');
    let is_number = |part: &str| {
        part.trim().chars().all(|sign| sign.is_ascii_digit() || "一二三四五六七八九十（）().、".contains(sign))
    };
    let is_numbered = !begun && parts.len() == 2 && is_number(parts[0]) && line.contains('\t');
    if parts.len() < 2 || filled == 0 || is_numbered {
        return None;
    }
    // The rule under the head of a Markdown table is no row.
    let cells = if parts.iter().all(is_rule) && filled == parts.len() { &[][..] } else { &parts[..] };
    Some(cells.iter().map(|part| TableCell::Own(part.trim().to_owned())).collect())
}

/// A single line with a bar in it is a paragraph; two or more are a table.
fn flush(builder: &mut Builder, table: &mut Vec<Vec<TableCell>>) -> Result<(), Refused> {
    let rows: Vec<Vec<TableCell>> = std::mem::take(table).into_iter().filter(|row| !row.is_empty()).collect();
    if rows.len() > 1 {
        return builder.table(&rows);
    }
    for row in rows {
        let words: Vec<String> = row.into_iter().filter_map(TableCell::own).collect();
        builder.paragraph(None, &words.join(" | "))?;
    }
    Ok(())
}
