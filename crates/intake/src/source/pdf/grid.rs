//! Ruled tables: the lines that a page draws as a grid, and the signs that stand in its cells.

use super::content::{Placed, Rule};
use crate::source::TableCell;

/// Lines nearer than this are one.
const NEAR: f64 = 3.0;
const LINES_MOST: usize = 400;

/// A table of a page.
#[derive(Debug, Clone)]
pub struct Grid {
    pub top: f64,
    pub bottom: f64,
    pub rows: Vec<Vec<TableCell>>,
}

/// Takes the tables out of a page: what stands in a cell is no longer among the signs.
pub fn take(signs: &mut Vec<Placed>, rules: &[Rule]) -> Vec<Grid> {
    let mut grids = Vec::new();
    for part in connected(rules) {
        grids.extend(grid(signs, &part));
    }
    grids
}

/// Rules that touch each other, directly or through others.
fn connected(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut parts: Vec<(Rule, Vec<Rule>)> = Vec::new();
    for rule in rules.iter().take(LINES_MOST * 10) {
        let (touching, mut apart): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(bounds, _)| bounds.touches(rule));
        let mut bounds = *rule;
        let mut all = vec![*rule];
        for (other, rules) in touching {
            bounds = bounds.around(&other);
            all.extend(rules);
        }
        apart.push((bounds, all));
        parts = apart;
    }
    parts.into_iter().map(|(_, rules)| rules).collect()
}

fn grid(signs: &mut Vec<Placed>, rules: &[Rule]) -> Option<Grid> {
    let upright: Vec<&Rule> = rules.iter().filter(|rule| rule.is_upright()).collect();
    let level: Vec<&Rule> = rules.iter().filter(|rule| rule.is_level()).collect();
    let xs = places(upright.iter().map(|rule| rule.left));
    let ys = places(level.iter().map(|rule| rule.top));
    let is_table = xs.len() > 2 && ys.len() > 2 && xs.len() * ys.len() < LINES_MOST * 10;
    if !is_table {
        return None;
    }
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let middle = |places: &[f64], at: usize| (places[at] + places[at + 1]) / 2.0;
    // Is there a line between a cell and the one to its left, or above it?
    let left_of = |row: usize, column: usize| {
        let y = middle(&ys, row);
        upright
            .iter()
            .any(|rule| (rule.left - xs[column]).abs() < NEAR && rule.top - NEAR < y && y < rule.bottom + NEAR)
    };
    let above = |row: usize, column: usize| {
        let x = middle(&xs, column);
        level.iter().any(|rule| (rule.top - ys[row]).abs() < NEAR && rule.left - NEAR < x && x < rule.right + NEAR)
    };
    let mut table: Vec<Vec<TableCell>> = Vec::with_capacity(rows);
    // Where the words of each cell are kept: in the cell it is merged into.
    let mut origins: Vec<Vec<(usize, usize)>> = Vec::with_capacity(rows);
    for row in 0..rows {
        let mut cells = Vec::with_capacity(columns);
        let mut here: Vec<(usize, usize)> = Vec::with_capacity(columns);
        for column in 0..columns {
            let (cell, origin) = if column > 0 && !left_of(row, column) {
                (TableCell::FromLeft, here[column - 1])
            } else if row > 0 && !above(row, column) {
                (TableCell::FromAbove, origins[row - 1][column])
            } else {
                (TableCell::Own(String::new()), (row, column))
            };
            cells.push(cell);
            here.push(origin);
        }
        table.push(cells);
        origins.push(here);
    }
    let place = |places: &[f64], at: f64| places.windows(2).position(|pair| pair[0] <= at && at < pair[1]);
    let mut inside: Vec<Vec<Vec<Placed>>> = vec![vec![Vec::new(); columns]; rows];
    signs.retain(|sign| {
        let column = place(&xs, (sign.x + sign.end) / 2.0);
        let row = place(&ys, sign.y - 0.35 * sign.size);
        let (Some(row), Some(column)) = (row, column) else { return true };
        let (row, column) = origins[row][column];
        inside[row][column].push(sign.clone());
        false
    });
    for (cells, inside) in table.iter_mut().zip(inside) {
        for (cell, signs) in cells.iter_mut().zip(inside) {
            if let TableCell::Own(words) = cell {
                *words = super::layout::words(signs);
            }
        }
    }
    let has_words = table.iter().flatten().any(|cell| matches!(cell, TableCell::Own(words) if !words.is_empty()));
    has_words.then(|| Grid { top: ys[0], bottom: ys[rows], rows: table })
}

/// The distinct places of lines, in order.
fn places(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|next, kept| *next - *kept < NEAR);
    values.truncate(LINES_MOST);
    values
}
