//! A file of either kind: a document by its clauses, a workbook by its rows.

use domain::{calendar::WorkCalendar, value::Day};
use serde::{Deserialize, Serialize};

use crate::{
    ledger,
    minutes::{self, Candidate},
    source::{self, Refused},
    units::Directory,
};

/// What is known beside the file.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'s> {
    pub directory: &'s Directory,
    /// the day from which limits count; without one, the file's own
    pub on: Option<Day>,
    /// for a ledger that names no day
    pub today: Day,
    pub calendar: &'s WorkCalendar,
}

/// What a file holds. Travels between processes as JSON: what comes back is equal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub candidates: Vec<Candidate>,
    /// of the file as a whole: hidden sheets, columns that were not recognised
    pub notices: Vec<String>,
}

/// The tasks of a file. An error is a sentence that says what is wrong and what to do.
pub fn read(bytes: &[u8], name: &str, setting: &Setting<'_>) -> Result<Found, String> {
    if is_table(name) {
        return of_workbook(bytes, name, setting);
    }
    match source::open(bytes, name) {
        Ok(document) => Ok(Found {
            candidates: minutes::read(&document, setting.directory, setting.on, setting.calendar),
            notices: Vec::new(),
        }),
        Err(Refused::Workbook) => of_workbook(bytes, name, setting),
        Err(refused) => Err(refused.to_string()),
    }
}

/// The words of a file, for whoever looks for them.
pub fn text(bytes: &[u8], name: &str) -> Result<String, String> {
    if is_table(name) {
        return words_of_workbook(bytes, name);
    }
    match source::open(bytes, name) {
        Ok(document) => Ok(document.text().to_owned()),
        Err(Refused::Workbook) => words_of_workbook(bytes, name),
        Err(refused) => Err(refused.to_string()),
    }
}

/// Text that is a table shows it by its name alone.
pub(crate) fn is_table(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".csv", ".tsv"].iter().any(|end| name.ends_with(end))
}

fn of_workbook(bytes: &[u8], name: &str, setting: &Setting<'_>) -> Result<Found, String> {
    let workbook = ledger::open(bytes, name).map_err(|refused| refused.to_string())?;
    let mut found = Found { notices: workbook.notices.clone(), ..Found::default() };
    for sheet in &workbook.sheets {
        for mapping in ledger::propose(sheet) {
            let (own, _) = ledger::reference(sheet, &mapping, setting.today, setting.calendar);
            let on = setting.on.unwrap_or(own);
            let table = ledger::read(sheet, &mapping, on, setting.calendar, setting.directory);
            found.candidates.extend(table.tasks.into_iter().map(|task| task.candidate));
            found.notices.extend(mapping.notices);
        }
    }
    Ok(found)
}

fn words_of_workbook(bytes: &[u8], name: &str) -> Result<String, String> {
    let workbook = ledger::open(bytes, name).map_err(|refused| refused.to_string())?;
    let mut text = String::new();
    for sheet in &workbook.sheets {
        text.push_str(&sheet.name);
        text.push('\n');
        for row in &sheet.rows {
            let cells: Vec<_> = row.cells.iter().map(|(_, value)| value.shown()).collect();
            text.push_str(&cells.join(" "));
            text.push('\n');
        }
    }
    Ok(text)
}
