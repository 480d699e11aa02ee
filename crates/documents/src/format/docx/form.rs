//! The forms of the regulation, annexes 1 and 3–6.

use super::{
    flow,
    markup::{Paragraph, Side, lines, width},
    section::TEXT,
    styles::POINT,
    table,
};
use crate::paper::{Form, Part};

/// Of 14 pt, in twips.
const CHARACTER: i32 = 280;

pub(super) fn write(out: &mut String, form: &Form) {
    Paragraph::of("Title").text(&form.title).write(out);
    write_above(out, &form.above);
    let mut after_table = false;
    for part in &form.parts {
        // Two tables without a paragraph between them would be one.
        if after_table && matches!(part, Part::Table(_) | Part::Flow(_)) {
            Paragraph::of("Note").line(120).before(0).write(out);
        }
        after_table = matches!(part, Part::Table(_) | Part::Flow(_));
        write_part(out, part);
    }
    if after_table {
        // A table may not be the last thing in a file.
        Paragraph::of("Note").line(POINT).before(0).write(out);
    }
}

/// One at the left, one at the right; what does not fit on a line together, stands on two.
fn write_above(out: &mut String, (left, right): &(String, String)) {
    let line = Paragraph::of("FormNumber");
    if left.is_empty() && right.is_empty() {
        line.before(0).line(160).write(out);
    } else if width(left) + width(right) + 2.0 <= f64::from(TEXT / CHARACTER) {
        line.tab_right(TEXT).text(left).tab().text(right).write(out);
    } else {
        line.text(left).write(out);
        Paragraph::of("FormNumber").before(0).align(Side::Right).text(right).write(out);
    }
}

fn write_part(out: &mut String, part: &Part) {
    match part {
        Part::Table(table) => table::write(out, table, TEXT, &table::IN_FORM),
        Part::Heading(text) => Paragraph::of("Heading1").text(text).write(out),
        Part::Text(texts) => {
            for line in texts.iter().flat_map(|text| lines(text)) {
                Paragraph::of("BodyText").text(line).write(out);
            }
        }
        Part::Notes(notes) => write_notes(out, notes),
        Part::Signature(signature) => write_signature(out, signature),
        Part::Flow(steps) => flow::write(out, steps),
    }
}

/// The lines stand below the first one's text: `注：` is set out to the left of them.
fn write_notes(out: &mut String, notes: &[String]) {
    const MARK: &str = "注：";
    const MARK_WIDTH: i32 = 2 * 240;
    let marked = notes.first().is_some_and(|note| note.starts_with(MARK));
    for note in notes {
        let paragraph = match (marked, note.starts_with(MARK)) {
            (false, _) => Paragraph::of("Note"),
            (true, true) => Paragraph::of("Note").indent(MARK_WIDTH, 0, -MARK_WIDTH),
            (true, false) => Paragraph::of("Note").indent(MARK_WIDTH, 0, 0),
        };
        paragraph.text(note).write(out);
    }
}

/// The lines are centred below each other, two characters from the right edge.
fn write_signature(out: &mut String, signature: &[String]) {
    let widest = signature.iter().map(|line| width(line)).fold(0.0, f64::max);
    let right = 2 * CHARACTER;
    let left = (TEXT - right - ((widest + 1.0) * f64::from(CHARACTER)) as i32).max(0);
    for (index, line) in signature.iter().enumerate() {
        let paragraph = Paragraph::of("FormSigned").indent(left, right, 0).text(line);
        let paragraph = if index == 0 { paragraph.before(240) } else { paragraph };
        if index + 1 < signature.len() { paragraph.with_next() } else { paragraph }.write(out);
    }
}
