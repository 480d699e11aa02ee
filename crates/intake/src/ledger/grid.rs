//! A sheet with its merged cells seen through: what stands at a place, and whose cell that is.

use std::borrow::Cow;

use super::{Merged, Sheet, Value};

/// Columns beyond are not looked at: no ledger has so many.
pub const COLUMNS_MOST: u16 = 512;

pub struct Grid<'s> {
    pub sheet: &'s Sheet,
    pub width: u16,
    /// by column
    hidden: Vec<bool>,
    /// by column, from top to bottom
    merged: Vec<Vec<Merged>>,
}

impl<'s> Grid<'s> {
    pub fn new(sheet: &'s Sheet) -> Self {
        let width = sheet.width().min(COLUMNS_MOST);
        let mut merged = vec![Vec::new(); usize::from(width)];
        for area in &sheet.merged {
            for column in area.columns.0..=area.columns.1.min(width.saturating_sub(1)) {
                if let Some(list) = merged.get_mut(usize::from(column)) {
                    list.push(*area);
                }
            }
        }
        merged.iter_mut().for_each(|list| list.sort_by_key(|area| area.rows));
        let hidden = (0..width).map(|column| sheet.is_hidden(column)).collect();
        Self { sheet, width, hidden, merged }
    }

    pub fn is_hidden(&self, column: u16) -> bool {
        self.hidden.get(usize::from(column)).copied().unwrap_or(false)
    }

    /// The merged area of which this place is a part.
    pub fn area(&self, row: u32, column: u16) -> Option<&Merged> {
        let list = self.merged.get(usize::from(column))?;
        let after = list.partition_point(|area| area.rows.0 <= row);
        list.get(after.checked_sub(1)?).filter(|area| area.rows.1 >= row)
    }

    /// Is it hidden behind another cell of its area?
    pub fn is_covered(&self, row: u32, column: u16) -> bool {
        self.area(row, column).is_some_and(|area| (area.rows.0, area.columns.0) != (row, column))
    }

    /// What was typed into this very cell.
    pub fn own(&self, row: u32, column: u16) -> Option<&'s Value> {
        let value = self.sheet.value(row, column).filter(|_| !self.is_covered(row, column));
        value.filter(|value| !value.is_blank())
    }

    /// What a reader sees at this place, and the row and column in which it was typed.
    pub fn seen(&self, row: u32, column: u16) -> Option<(&'s Value, u32, u16)> {
        let (row, column) = self.area(row, column).map_or((row, column), |area| (area.rows.0, area.columns.0));
        let value = self.sheet.value(row, column).filter(|value| !value.is_blank())?;
        Some((value, row, column))
    }

    pub fn text(&self, row: u32, column: u16) -> Cow<'s, str> {
        self.seen(row, column).map_or(Cow::Borrowed(""), |(value, ..)| value.shown())
    }

    /// The cells of a row that hold something of their own, hidden columns left out.
    pub fn owned(&self, row: u32) -> impl Iterator<Item = (u16, &'s Value)> + '_ {
        let cells = self.sheet.row(row).map_or(&[][..], |row| &row.cells);
        cells
            .iter()
            .filter(move |(column, value)| {
                *column < self.width && !self.is_hidden(*column) && !value.is_blank() && !self.is_covered(row, *column)
            })
            .map(|(column, value)| (*column, value))
    }

    pub fn visible_columns(&self) -> impl Iterator<Item = u16> + '_ {
        (0..self.width).filter(|column| !self.is_hidden(*column))
    }
}
