//! The registers, annexes 2 and 7 and the 台账: a wide table with its header on every page.

use super::{
    markup::{Paragraph, Side},
    section::LYING_TEXT,
    table,
};
use crate::paper::{Column, Register, Value};
use std::fmt::Write;

pub(super) fn write(out: &mut String, register: &Register) {
    Paragraph::of("Title").text(&register.title).write(out);
    if !register.about.is_empty() {
        Paragraph::of("RegisterAbout").text(&register.about).write(out);
    }
    if !register.columns.is_empty() {
        write_table(out, register);
    }
    Paragraph::of("RegisterAbout").align(Side::Right).text(&register.made).write(out);
}

fn write_table(out: &mut String, register: &Register) {
    let shares: Vec<f64> = register.columns.iter().map(|column| column.width.max(1.0)).collect();
    let widths = table::widths(&shares, LYING_TEXT);
    table::begin(out, &widths, true);
    table::begin_row(out, 480, false, true);
    for (column, width) in register.columns.iter().zip(&widths) {
        write_cell(out, *width, "SmallLabel", &column.name, r#"<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>"#);
    }
    out.push_str("</w:tr>");
    for row in &register.rows {
        write_row(out, row, &register.columns, &widths);
    }
    if register.rows.is_empty() {
        write_row(out, &[], &register.columns, &widths);
    }
    out.push_str("</w:tbl>");
}

fn write_row(out: &mut String, row: &[Value], columns: &[Column], widths: &[i32]) {
    table::begin_row(out, 440, false, false);
    for (index, (column, width)) in columns.iter().zip(widths).enumerate() {
        let text = match row.get(index) {
            None | Some(Value::Empty) => String::new(),
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Day(day)) => day.to_string(),
        };
        let style = if column.long { "SmallText" } else { "SmallValue" };
        write_cell(out, *width, style, &text, "");
    }
    out.push_str("</w:tr>");
}

fn write_cell(out: &mut String, width: i32, style: &'static str, text: &str, shade: &str) {
    let _ =
        write!(out, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>"#);
    Paragraph::of(style).text(text).write(out);
    out.push_str("</w:tc>");
}
