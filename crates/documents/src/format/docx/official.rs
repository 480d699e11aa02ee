//! Official documents in the layout of GB/T 9704-2012; the clauses are the standard's.

use super::{
    markup::{Paragraph, Side, lines, twips, width},
    section::{CHARACTER, TEXT},
    styles::{KAI_TI, LINE, POINT},
    table,
};
use crate::paper::{Block, Official};
use std::fmt::Write;

pub(super) fn write(out: &mut String, official: &Official) {
    let headed = !official.organ.is_empty();
    if headed {
        write_head(out, official);
    }
    write_title(out, official, headed);
    write_body(out, official);
    write_enclosed(out, &official.enclosed);
    write_end(out, official);
}

/// 7.2.4–7.2.7: 发文机关标志, 发文字号, 签发人, the red rule.
fn write_head(out: &mut String, official: &Official) {
    write_organ(out, &official.organ);
    if official.signer.is_empty() {
        Paragraph::of("Number").before(2 * LINE).text(&official.number).write(out);
    } else {
        Paragraph::of("Number")
            .before(2 * LINE)
            .align(Side::Left)
            .indent(CHARACTER, 0, 0)
            .tab_right(TEXT - CHARACTER)
            .text(&official.number)
            .tab()
            .text("签发人：")
            .styled(&official.signer, KAI_TI)
            .write(out);
    }
    Paragraph::of("RedRule").write(out);
}

/// One line, as tall as it can be: long names are set narrower first (down to 66 %), then smaller.
fn write_organ(out: &mut String, organ: &str) {
    const TALLEST: f64 = 48.0;
    const NARROWEST: f64 = 0.66;
    // Not quite as wide as the text block of 442 pt.
    let room = 434.0 / width(organ).max(1.0);
    let size = (room / NARROWEST).min(TALLEST).floor();
    let narrowed = ((room / size).min(1.0) * 100.0).floor();
    let line = size * 1.2;
    // 7.2.4: 35 mm from the text block's upper edge to the characters' own. Programs put four fifths of a line above
    // the baseline; the characters are about 0.86 of their size high.
    let above = line * 0.8 - size * 0.86;
    Paragraph::of("Organ")
        .before(twips(35.0) - (above * 20.0) as i32)
        .line((line * 20.0) as i32)
        .styled(organ, &format!(r#"<w:w w:val="{narrowed}"/><w:sz w:val="{0}"/><w:szCs w:val="{0}"/>"#, size * 2.0))
        .write(out);
}

/// 7.3.1, 7.3.2: the title two lines below the rule, a line below it to whom.
fn write_title(out: &mut String, official: &Official, headed: bool) {
    let before = if headed { 2 * LINE } else { 0 };
    Paragraph::of("Title").before(before).line(LINE).text(&official.title).write(out);
    let blank = LINE;
    if official.to.is_empty() {
        Paragraph::of("Normal").line(blank).write(out);
    } else {
        Paragraph::of("Recipient").before(blank).text(&format!("{}：", official.to)).write(out);
    }
}

fn write_body(out: &mut String, official: &Official) {
    let last = official.body.len().saturating_sub(1);
    for (index, block) in official.body.iter().enumerate() {
        match block {
            Block::Heading(text) => Paragraph::of("Heading1").text(text).write(out),
            Block::Subheading(text) => Paragraph::of("Heading2").text(text).write(out),
            Block::Text(text) => write_text(out, text, index == last),
            Block::Table(table) => {
                table::write(out, table, TEXT, &table::IN_TEXT);
                // Two tables without a paragraph between them would be one; the 版记 is a table too.
                if matches!(official.body.get(index + 1), Some(Block::Table(_)) | None) {
                    Paragraph::of("Normal").line(LINE / 2).write(out);
                }
            }
        }
    }
}

/// The last paragraph goes with the signature, so that no page begins with that one; a long one breaks instead.
fn write_text(out: &mut String, text: &str, last: bool) {
    const LONG: f64 = 5.0 * 28.0;
    let count = lines(text).count();
    for (index, line) in lines(text).enumerate() {
        let paragraph = Paragraph::of("BodyText").text(line);
        if last && index + 1 == count && width(line) < LONG { paragraph.with_next() } else { paragraph }.write(out);
    }
}

/// 7.3.4: a line below the text, two characters in; names that need a second line go on below their first character.
fn write_enclosed(out: &mut String, enclosed: &[String]) {
    const LABEL: &str = "附件：";
    let several = enclosed.len() > 1;
    for (index, name) in enclosed.iter().enumerate() {
        let number = if several { format!("{}.", index + 1) } else { String::new() };
        // Digits are half as wide as the characters, the dot a quarter.
        let number_width = (number.len() as i32 * 2 - i32::from(several)).max(0) * CHARACTER / 4;
        let label_width = if index == 0 { 3 * CHARACTER } else { 0 };
        let paragraph = Paragraph::of("Enclosed").before(if index == 0 { LINE } else { 0 }).indent(
            5 * CHARACTER + number_width,
            0,
            -(label_width + number_width),
        );
        let paragraph = if index == 0 { paragraph.text(LABEL) } else { paragraph };
        paragraph.with_next().text(&format!("{number}{name}")).write(out);
    }
}

/// 7.3.5, 7.3.6, 7.4: who, the day, the remark, the 版记.
fn write_end(out: &mut String, official: &Official) {
    let mut paragraphs = signed(official);
    if !official.remark.is_empty() {
        paragraphs.push(Paragraph::of("Remark").text(&format!("（{}）", official.remark)));
    }
    for paragraph in paragraphs {
        paragraph.with_next().write(out);
    }
    write_imprint(out, official);
    // A point high: the 版记 is tied to it, and so stands on the page on which the text ends.
    Paragraph::of("Normal").line(POINT).write(out);
}

/// The day four characters from the right edge, and whose document it is centred above it.
fn signed(official: &Official) -> Vec<Paragraph> {
    let texts: Vec<&str> =
        [&official.from, &official.on].into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let middle = (4.0 + width(&official.on) / 2.0).max(width(&official.from) / 2.0);
    let left = (TEXT - (2.0 * middle * f64::from(CHARACTER)) as i32).max(0);
    let paragraph = |(index, text): (usize, &&str)| {
        let before = if index == 0 { 2 * LINE } else { 0 };
        Paragraph::of("Signed").before(before).indent(left, 0, 0).text(text)
    };
    texts.iter().enumerate().map(paragraph).collect()
}

/// 7.4: at the very bottom of the last page. The outer rules are 0.35 mm strong, the one between 0.25 mm.
fn write_imprint(out: &mut String, official: &Official) {
    let printed = !official.printed_by.is_empty() || !official.printed_on.is_empty();
    if !printed && official.copies_to.is_empty() {
        return;
    }
    let _ = write!(
        out,
        r#"<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="1587" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{TEXT}" w:type="dxa"/><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{TEXT}"/></w:tblGrid>"#
    );
    // One character from both edges.
    const EDGE: i32 = 280;
    if !official.copies_to.is_empty() {
        let copies = format!("抄送：{}。", official.copies_to);
        write_imprint_row(out, Paragraph::of("Imprint").indent(4 * EDGE, EDGE, -3 * EDGE).text(&copies));
    }
    if printed {
        let day = if official.printed_on.is_empty() { String::new() } else { format!("{}印发", official.printed_on) };
        let line = Paragraph::of("Imprint").align(Side::Left).indent(EDGE, EDGE, 0).tab_right(TEXT - EDGE);
        write_imprint_row(out, line.text(&official.printed_by).tab().text(&day));
    }
    out.push_str("</w:tbl>");
}

fn write_imprint_row(out: &mut String, paragraph: Paragraph) {
    table::begin_row(out, 0, false, false);
    let _ = write!(out, r#"<w:tc><w:tcPr><w:tcW w:w="{TEXT}" w:type="dxa"/></w:tcPr>"#);
    paragraph.write(out);
    out.push_str("</w:tc></w:tr>");
}
