//! Workbooks as offices write them, and the tasks read out of them.
#![allow(dead_code)]

use domain::{calendar::WorkCalendar, value::Day};
use intake::{
    ledger::{self, Ledger, Mapping, Sheet, Task},
    units::Directory,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

pub fn calendar() -> WorkCalendar {
    WorkCalendar::parse(include_str!("../dates/cn-workdays.csv")).unwrap()
}

pub fn on() -> Day {
    "2026-03-02".parse().unwrap()
}

/// A workbook with one sheet.
pub fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("台账").unwrap();
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

/// Rows of texts from a row on (from 1); empty ones are not written.
pub fn write(sheet: &mut Worksheet, first: u32, rows: &[&[&str]]) {
    for (at, row) in (first - 1..).zip(rows) {
        for (column, text) in (0..).zip(*row).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(at, column, *text).unwrap();
        }
    }
}

/// Rows from 1, columns from 0, the last ones included.
pub fn merge(sheet: &mut Worksheet, rows: (u32, u32), columns: (u16, u16), text: &str) {
    sheet.merge_range(rows.0 - 1, columns.0, rows.1 - 1, columns.1, text, &Format::new()).unwrap();
}

pub fn date(sheet: &mut Worksheet, row: u32, column: u16, day: (u16, u8, u8), format: &str) {
    let at = ExcelDateTime::from_ymd(day.0, day.1, day.2).unwrap();
    sheet.write_datetime_with_format(row - 1, column, &at, &Format::new().set_num_format(format)).unwrap();
}

pub fn open(bytes: &[u8]) -> Vec<Sheet> {
    ledger::open(bytes, "台账.xlsx").unwrap().sheets
}

/// The first table of the first sheet.
pub fn table(bytes: &[u8]) -> (Mapping, Ledger) {
    let sheets = open(bytes);
    let mapping = ledger::propose(&sheets[0]).into_iter().next().expect("a table");
    let read = ledger::read(&sheets[0], &mapping, on(), &calendar(), &Directory::new([]));
    (mapping, read)
}

/// `row|clause|title|leads|co|deadline text|deadline or kind`
pub fn line(task: &Task) -> String {
    let one = &task.candidate;
    let limit = one.deadline.map_or_else(|| task.deadline.reading.kind().to_owned(), |day| day.to_string());
    format!(
        "{}|{}|{}|{}|{}|{}|{limit}",
        one.row.unwrap_or_default(),
        one.clause_no,
        one.title,
        one.lead_units.join("、"),
        one.co_units.iter().chain(&one.collective_units).cloned().collect::<Vec<_>>().join("、"),
        one.deadline_text,
    )
}

#[track_caller]
pub fn check(bytes: &[u8], expected: &[&str]) -> (Mapping, Ledger) {
    let (mapping, ledger) = table(bytes);
    let lines: Vec<String> = ledger.tasks.iter().map(line).collect();
    assert_eq!(lines, expected, "{mapping:#?}\n{:?}", ledger.passed_over);
    (mapping, ledger)
}
