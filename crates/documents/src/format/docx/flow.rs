//! The flow chart, annex 1: boxes below each other, what the original says beside them, and who passed when.
//!
//! It is a table without a frame, so that it stays a chart when somebody adds a line to it. The way is drawn by the border
//! between the two columns that a box covers.

use super::{
    markup::{Paragraph, Side, lines},
    section::TEXT,
    table,
};
use crate::paper::Step;
use std::fmt::Write;

/// The two halves of a box, a gap, a box beside the way, its words, who passed.
const COLUMNS: [f64; 6] = [7.5, 7.5, 2.0, 11.5, 34.0, 37.5];
const HALF: usize = 1;

const REACHED: &str = r#"<w:shd w:val="clear" w:color="auto" w:fill="DDE8F3"/>"#;
const WAY: &str = r#"<w:tcBorders><w:right w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tcBorders>"#;

pub(super) fn write(out: &mut String, steps: &[Step]) {
    if steps.is_empty() {
        return;
    }
    let mut chart = Chart { out, widths: table::widths(&COLUMNS, TEXT), column: 0 };
    table::begin(chart.out, &chart.widths, false);
    for (index, step) in steps.iter().enumerate() {
        let further = steps[index + 1..].iter().any(|step| !step.aside);
        match step.aside {
            true => chart.aside(step, further),
            false => chart.step(step),
        }
        if let Some(next) = steps.get(index + 1) {
            chart.gap(next.aside, further);
        }
    }
    chart.out.push_str("</w:tbl>");
}

struct Chart<'a> {
    out: &'a mut String,
    widths: Vec<i32>,
    /// of the row that is being written, the next
    column: usize,
}

impl Chart<'_> {
    fn step(&mut self, step: &Step) {
        self.begin_row(680);
        self.cell(2 * HALF, &look(step, "single"), lines(&step.name).map(|line| Paragraph::of("FlowName").text(line)));
        self.empty(1);
        self.cell(2, "", lines(&step.text).map(|line| Paragraph::of("FlowText").text(line)));
        self.passed(step);
        self.out.push_str("</w:tr>");
    }

    /// Beside the way, which goes on at the left of it.
    fn aside(&mut self, step: &Step, further: bool) {
        self.begin_row(600);
        self.cell(HALF, if further { WAY } else { "" }, [Paragraph::of("FlowArrow")]);
        self.cell(HALF + 1, "", [Paragraph::of("FlowArrow").align(Side::Right).text("┄┄┄")]);
        self.cell(1, &look(step, "dashed"), lines(&step.name).map(|line| Paragraph::of("FlowName").text(line)));
        self.cell(1, "", lines(&step.text).map(|line| Paragraph::of("FlowText").indent(110, 0, 0).text(line)));
        self.passed(step);
        self.out.push_str("</w:tr>");
    }

    /// The head of the arrow stands above the way's next box.
    fn gap(&mut self, before_aside: bool, further: bool) {
        self.begin_row(320);
        if before_aside {
            self.cell(HALF, if further { WAY } else { "" }, [Paragraph::of("FlowArrow")]);
            self.empty(5);
        } else {
            self.cell(2 * HALF, "", [Paragraph::of("FlowArrow").text("↓")]);
            self.empty(4);
        }
        self.out.push_str("</w:tr>");
    }

    fn passed(&mut self, step: &Step) {
        let lines = step.passed.iter().map(String::as_str).chain(step.passed.is_empty().then_some(""));
        self.cell(1, "", lines.map(|line| Paragraph::of("FlowPassed").indent(110, 0, 0).text(line)));
    }

    fn begin_row(&mut self, height: i32) {
        self.column = 0;
        table::begin_row(self.out, height, false, false);
    }

    fn empty(&mut self, span: usize) {
        self.cell(span, "", [Paragraph::of("FlowArrow")]);
    }

    fn cell(&mut self, span: usize, look: &str, paragraphs: impl IntoIterator<Item = Paragraph>) {
        let width: i32 = self.widths[self.column..self.column + span].iter().sum();
        self.column += span;
        let _ = write!(
            self.out,
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/>{look}<w:vAlign w:val="center"/></w:tcPr>"#
        );
        for paragraph in paragraphs {
            paragraph.write(self.out);
        }
        self.out.push_str("</w:tc>");
    }
}

/// A box's frame; where the matter has been it is shaded.
fn look(step: &Step, line: &str) -> String {
    let side = |name: &str| format!(r#"<w:{name} w:val="{line}" w:sz="8" w:space="0" w:color="000000"/>"#);
    let frame = ["top", "left", "bottom", "right"].map(side).concat();
    format!("<w:tcBorders>{frame}</w:tcBorders>{}", if step.reached { REACHED } else { "" })
}
