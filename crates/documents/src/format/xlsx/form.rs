//! A form as a worksheet: the same cells, merged on a grid that has a line wherever one of its tables has one.

use super::{fits, looks::Looks};
use crate::{
    format::Unwritable,
    paper::{Cell, CellKind, Form, Part, Row, Step, Table},
};
use rust_xlsxwriter::{Format, Worksheet};

/// The text block of 156 mm, in pixels.
const WIDTH: f64 = 590.0;
/// A full-width character of 11 points, in pixels, with some room.
const CHARACTER: f64 = 15.0;
/// A line of text, in points.
pub(super) const LINE: f64 = 17.0;
/// Excel allows 409 points a row; what is higher, is several merged rows.
pub(super) const HIGHEST: f64 = 400.0;
const POINTS: f64 = 72.0 / 25.4;
/// Name, words, who passed.
const FLOW: [f64; 3] = [20.0, 50.0, 30.0];

pub(super) fn write(worksheet: &mut Worksheet, form: &Form, looks: &Looks) -> Result<(), Unwritable> {
    let mut grid = Grid { worksheet, looks, lines: grid_lines(form), row: 0 };
    grid.set_columns()?;
    grid.across(&form.title, &looks.title, 36.0)?;
    grid.pair(&form.above)?;
    for part in &form.parts {
        grid.part(part)?;
    }
    let (last_row, last_column) = (grid.row.max(1) - 1, grid.last_column());
    worksheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    worksheet.set_margins(0.7, 0.7, 0.8, 0.8, 0.3, 0.3).set_print_area(0, 0, last_row, last_column)?;
    Ok(())
}

/// Where columns begin, as shares of the width, from 0 to 1. The middle is one, for the line above the table.
fn grid_lines(form: &Form) -> Vec<f64> {
    let mut lines = vec![0.0, 0.5, 1.0];
    for part in &form.parts {
        match part {
            Part::Table(table) => lines.extend(ends(&table.columns)),
            Part::Flow(_) => lines.extend(ends(&FLOW)),
            _ => {}
        }
    }
    lines.sort_by(f64::total_cmp);
    lines.dedup_by(|a, b| (*a - *b).abs() < 0.001);
    lines
}

fn ends(shares: &[f64]) -> Vec<f64> {
    let total: f64 = shares.iter().sum();
    shares
        .iter()
        .scan(0.0, |end, share| {
            *end += share / total;
            Some(*end)
        })
        .collect()
}

struct Grid<'a> {
    worksheet: &'a mut Worksheet,
    looks: &'a Looks,
    lines: Vec<f64>,
    /// the next free one
    row: u32,
}

/// Columns, both ends included.
#[derive(Clone, Copy)]
struct Columns {
    first: u16,
    last: u16,
}

impl Grid<'_> {
    fn set_columns(&mut self) -> Result<(), Unwritable> {
        for (index, pair) in (0u16..).zip(self.lines.clone().windows(2)) {
            self.worksheet.set_column_width_pixels(index, ((pair[1] - pair[0]) * WIDTH).round().max(1.0) as u32)?;
        }
        Ok(())
    }

    fn last_column(&self) -> u16 {
        (self.lines.len() - 2) as u16
    }

    fn part(&mut self, part: &Part) -> Result<(), Unwritable> {
        let looks = self.looks;
        match part {
            Part::Table(table) => self.table(table),
            Part::Heading(text) => self.across(text, &looks.heading, 24.0),
            Part::Text(lines) | Part::Notes(lines) => self.all_across(lines, &looks.text),
            Part::Signature(lines) => self.all_across(lines, &looks.right),
            Part::Flow(steps) => steps.iter().try_for_each(|step| self.step(step)),
        }
    }

    fn all_across(&mut self, lines: &[String], look: &Format) -> Result<(), Unwritable> {
        lines.iter().try_for_each(|line| self.across(line, look, 20.0))
    }

    fn across(&mut self, text: &str, look: &Format, height: f64) -> Result<(), Unwritable> {
        let columns = Columns { first: 0, last: self.last_column() };
        let rows = self.rows(height.max(self.height(text, columns)))?;
        self.put(rows, columns, text, look)
    }

    fn pair(&mut self, (left, right): &(String, String)) -> Result<(), Unwritable> {
        let looks = self.looks;
        if left.is_empty() && right.is_empty() {
            return Ok(());
        }
        let rows = self.rows(22.0)?;
        let middle = self.column_at(0.5);
        self.put(rows, Columns { first: 0, last: middle - 1 }, left, &looks.left)?;
        self.put(rows, Columns { first: middle, last: self.last_column() }, right, &looks.right)
    }

    fn table(&mut self, table: &Table) -> Result<(), Unwritable> {
        let ends = ends(&table.columns);
        table.rows.iter().try_for_each(|row| self.table_row(row, &ends))
    }

    fn table_row(&mut self, row: &Row, ends: &[f64]) -> Result<(), Unwritable> {
        let looks = self.looks;
        let cells = self.placed(row, ends);
        let foot = row.cells.iter().map(|cell| cell.foot.len()).max().unwrap_or(0) as f64 * LINE;
        let text = cells.iter().map(|(cell, columns)| self.height(&cell.text.join("\n"), *columns)).fold(0.0, f64::max);
        let upper = self.rows((row.height * POINTS - foot).max(text))?;
        let lower = if foot > 0.0 { Some(self.rows(foot)?) } else { None };
        for (cell, columns) in cells {
            let text = cell.text.join("\n");
            match lower {
                Some(lower) if cell.foot.is_empty() => {
                    self.put((upper.0, lower.1), columns, &text, look(cell, looks))?
                }
                Some(lower) => {
                    self.put(upper, columns, &text, &looks.above_foot)?;
                    self.put(lower, columns, &cell.foot.join("\n"), &looks.foot)?;
                }
                None => self.put(upper, columns, &text, look(cell, looks))?,
            }
        }
        Ok(())
    }

    fn placed<'r>(&self, row: &'r Row, ends: &[f64]) -> Vec<(&'r Cell, Columns)> {
        let mut covered = 0;
        let mut first = 0;
        let mut placed = Vec::new();
        for cell in row.cells.iter().filter(|cell| cell.span > 0) {
            covered += cell.span;
            let next = self.column_at(ends[covered - 1]);
            placed.push((cell, Columns { first, last: next - 1 }));
            first = next;
        }
        placed
    }

    fn step(&mut self, step: &Step) -> Result<(), Unwritable> {
        let looks = self.looks;
        let [name, words, end] = [0.2, 0.7, 1.0].map(|share| self.column_at(share));
        let passed = step.passed.join("\n");
        let places = [
            Columns { first: 0, last: name - 1 },
            Columns { first: name, last: words - 1 },
            Columns { first: words, last: end - 1 },
        ];
        let texts = [step.name.as_str(), &step.text, &passed];
        let height = places.iter().zip(texts).map(|(columns, text)| self.height(text, *columns)).fold(24.0, f64::max);
        let rows = self.rows(height)?;
        let name_look = match (step.reached, step.aside) {
            (true, _) => &looks.reached,
            (false, true) => &looks.aside,
            (false, false) => &looks.label,
        };
        for ((columns, text), look) in places.into_iter().zip(texts).zip([name_look, &looks.long, &looks.long]) {
            self.put(rows, columns, text, look)?;
        }
        Ok(())
    }

    /// The column that begins at this share of the width.
    fn column_at(&self, share: f64) -> u16 {
        let distance = |index: &usize| (self.lines[*index] - share).abs();
        (0..self.lines.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0) as u16
    }

    /// Merged cells do not grow with their text; so their lines are counted here.
    fn height(&self, text: &str, columns: Columns) -> f64 {
        let width = (self.lines[usize::from(columns.last) + 1] - self.lines[usize::from(columns.first)]) * WIDTH;
        let room = ((width - 8.0) / CHARACTER).floor().max(1.0);
        let characters = |line: &str| line.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>();
        text.split('\n').map(|line| (characters(line) / room).ceil().max(1.0)).sum::<f64>() * LINE + 4.0
    }

    /// Takes rows that are together as high as this.
    fn rows(&mut self, height: f64) -> Result<(u32, u32), Unwritable> {
        let count = (height / HIGHEST).ceil().max(1.0);
        let first = self.row;
        for _ in 0..count as u32 {
            self.worksheet.set_row_height(self.row, (height / count).max(LINE))?;
            self.row += 1;
        }
        Ok((first, self.row - 1))
    }

    fn put(&mut self, rows: (u32, u32), columns: Columns, text: &str, look: &Format) -> Result<(), Unwritable> {
        fits(text, text.chars().take(12).collect::<String>().as_str())?;
        if rows.0 == rows.1 && columns.first == columns.last {
            self.worksheet.write_string_with_format(rows.0, columns.first, text, look)?;
        } else {
            self.worksheet.merge_range(rows.0, columns.first, rows.1, columns.last, text, look)?;
        }
        Ok(())
    }
}

fn look<'a>(cell: &Cell, looks: &'a Looks) -> &'a Format {
    match cell.kind {
        CellKind::Label => &looks.label,
        CellKind::Value => &looks.value,
        CellKind::Content => &looks.content,
    }
}
