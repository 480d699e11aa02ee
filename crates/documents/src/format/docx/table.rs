//! Tables of forms and official documents.

use super::markup::{Paragraph, lines, twips};
use crate::paper::{Cell, CellKind, Row, Table};
use std::fmt::Write;

/// The styles of a table's texts.
pub(super) struct Dress {
    label: &'static str,
    value: &'static str,
    content: &'static str,
    foot: &'static str,
    /// a line of the foot and a character in it, in twips
    foot_line: i32,
    character: i32,
    /// the first row stands on every page
    header: bool,
}

pub(super) const IN_FORM: Dress = Dress {
    label: "CellLabel",
    value: "CellValue",
    content: "CellText",
    foot: "CellFoot",
    foot_line: 460,
    character: 280,
    header: false,
};

pub(super) const IN_TEXT: Dress = Dress {
    label: "SmallLabel",
    value: "SmallValue",
    content: "SmallText",
    foot: "SmallFoot",
    foot_line: 340,
    character: 240,
    header: true,
};

/// A frame of half a point around every cell.
const FRAME: &str = r#"<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders>"#;

/// Above and below a long text, or it would touch the lines.
const AIR: &str = r#"<w:tcMar><w:top w:w="70" w:type="dxa"/><w:bottom w:w="70" w:type="dxa"/></w:tcMar>"#;

/// Begins a table of fixed columns, in twips.
pub(super) fn begin(out: &mut String, columns: &[i32], framed: bool) {
    let width: i32 = columns.iter().sum();
    let frame = if framed { FRAME } else { "" };
    let _ = write!(
        out,
        r#"<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>{frame}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>"#
    );
    for column in columns {
        let _ = write!(out, r#"<w:gridCol w:w="{column}"/>"#);
    }
    out.push_str("</w:tblGrid>");
}

/// Begins a row. What must not break over pages does not; a header stands on every page.
pub(super) fn begin_row(out: &mut String, height: i32, may_break: bool, header: bool) {
    out.push_str("<w:tr><w:trPr>");
    if !may_break {
        out.push_str("<w:cantSplit/>");
    }
    if height > 0 {
        let _ = write!(out, r#"<w:trHeight w:val="{height}" w:hRule="atLeast"/>"#);
    }
    if header {
        out.push_str("<w:tblHeader/>");
    }
    out.push_str("</w:trPr>");
}

/// Shares of a width, in twips; they add up to it.
pub(super) fn widths(shares: &[f64], width: i32) -> Vec<i32> {
    let total: f64 = shares.iter().sum();
    let mut end = 0.0;
    let mut ends = vec![0];
    for share in shares {
        end += share;
        ends.push((end / total * f64::from(width)).round() as i32);
    }
    ends.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

pub(super) fn write(out: &mut String, table: &Table, width: i32, dress: &Dress) {
    if table.columns.is_empty() || table.rows.is_empty() {
        return;
    }
    let columns = widths(&table.columns, width);
    begin(out, &columns, true);
    for (index, row) in table.rows.iter().enumerate() {
        write_row(out, row, &columns, dress, dress.header && index == 0);
    }
    out.push_str("</w:tbl>");
}

/// What is signed at a cell's foot stands at its very bottom, which a cell alone can not do: such a row is two rows, with
/// no line between them and the other cells merged.
fn write_row(out: &mut String, row: &Row, columns: &[i32], dress: &Dress, header: bool) {
    let long = row.cells.iter().any(|cell| cell.kind == CellKind::Content);
    let height = twips(row.height);
    let foot = row.cells.iter().map(|cell| cell.foot.len() as i32).max().unwrap_or(0) * dress.foot_line;
    begin_row(out, (height - foot).max(0), long, header);
    for (cell, width) in placed(row, columns) {
        let merge = match (foot > 0, cell.foot.is_empty()) {
            (false, _) => "",
            (true, true) => r#"<w:vMerge w:val="restart"/>"#,
            (true, false) => r#"<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>"#,
        };
        begin_cell(out, cell, width, merge, if cell.kind == CellKind::Content { "top" } else { "center" });
        text(out, cell, dress, foot > 0 && !cell.foot.is_empty());
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
    if foot > 0 {
        write_foot(out, row, columns, dress, foot);
    }
}

fn write_foot(out: &mut String, row: &Row, columns: &[i32], dress: &Dress, height: i32) {
    begin_row(out, height, false, false);
    for (cell, width) in placed(row, columns) {
        if cell.foot.is_empty() {
            begin_cell(out, cell, width, "<w:vMerge/>", "center");
            Paragraph::of(dress.value).write(out);
        } else {
            begin_cell(out, cell, width, r#"<w:tcBorders><w:top w:val="nil"/></w:tcBorders>"#, "bottom");
            for line in &cell.foot {
                foot_line(line, dress).write(out);
            }
        }
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
}

/// Room for ink is written as full-width spaces behind the words, which programs drop at the right edge; so it is an indent.
fn foot_line(line: &str, dress: &Dress) -> Paragraph {
    let words = line.trim_end_matches('\u{3000}');
    let room = line[words.len()..].chars().count() as i32;
    Paragraph::of(dress.foot).indent(0, (1 + room) * dress.character, 0).text(words)
}

/// Cells and their widths.
fn placed<'a>(row: &'a Row, columns: &'a [i32]) -> impl Iterator<Item = (&'a Cell, i32)> {
    row.cells.iter().scan(0, |at, cell| {
        let width = columns[*at..*at + cell.span].iter().sum();
        *at += cell.span;
        Some((cell, width))
    })
}

fn begin_cell(out: &mut String, cell: &Cell, width: i32, merge: &str, align: &str) {
    let _ = write!(out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#);
    if cell.span > 1 {
        let _ = write!(out, r#"<w:gridSpan w:val="{}"/>"#, cell.span);
    }
    let air = if cell.kind == CellKind::Content { AIR } else { "" };
    let _ = write!(out, r#"{merge}{air}<w:vAlign w:val="{align}"/></w:tcPr>"#);
}

fn text(out: &mut String, cell: &Cell, dress: &Dress, with_foot: bool) {
    let style = match cell.kind {
        CellKind::Label => dress.label,
        CellKind::Value => dress.value,
        CellKind::Content => dress.content,
    };
    let texts: Vec<&str> = cell.text.iter().flat_map(|text| lines(text)).collect();
    // A cell without a paragraph is a broken file.
    for (index, line) in texts.iter().copied().chain(texts.is_empty().then_some("")).enumerate() {
        let paragraph = Paragraph::of(style).text(line);
        // The last words go with the signature over a page's end.
        let last = index + 1 >= texts.len();
        if with_foot && last { paragraph.with_next() } else { paragraph }.write(out);
    }
}
