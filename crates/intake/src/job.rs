//! One file and one question, for a process of its own: whatever a hostile file does to it, it does to nothing else. The job
//! goes in as a line of JSON with the bytes of the file behind it; what comes back is text, JSON or a workbook.

use domain::{calendar::WorkCalendar, value::Day};
use serde::{Deserialize, Serialize};

use crate::{
    is_table, ledger,
    ledger::{Fault, Ledger, Mapping, PassedOver, Sheet, Task},
    minutes,
    roster::{self, Roster},
    source::{self, Refused},
    text,
    units::{Directory, Known},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// of the file
    pub name: String,
    pub ask: Ask,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// its words, for whoever looks for them
    Text,
    /// what it orders: [`Tasks`]
    Tasks(Box<Given>),
    /// the units and people that it lists: [`Roster`]
    Roster,
    /// the ledger again, with what is to be mended: a workbook
    Answer(Vec<Fault>),
}

/// What is known beside the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub units: Vec<Known>,
    pub calendar: WorkCalendar,
    /// the day from which limits count; without one, the file's own
    pub on: Option<Day>,
    pub today: Day,
    /// what was decided for ledgers with the same headings
    pub mappings: Vec<Mapping>,
}

/// The tasks of a file, and what they were read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tasks {
    pub source: Source,
    pub tasks: Vec<Item>,
    /// of the file as a whole
    pub notices: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// the places of candidates are bytes of this text; the day is its own, from which its limits count
    Document {
        text: String,
        on: Option<Day>,
    },
    Workbook {
        tables: Vec<Table>,
    },
}

/// One table of a workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub mapping: Mapping,
    /// the day from which its limits count
    pub on: Day,
    /// the first values of each column of the mapping
    pub samples: Vec<Vec<String>>,
    pub passed_over: Vec<PassedOver>,
}

/// One task; of a document only the candidate says anything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// of a ledger
    pub sheet: String,
    pub task: Task,
}

/// Values that show what a column holds.
const SAMPLES: usize = 3;

impl Job {
    pub fn new(name: &str, ask: Ask) -> Job {
        Job { name: name.to_owned(), ask }
    }

    /// In: the bytes of the file. Out: what was asked for. An error is a sentence that says what is wrong and what to do.
    pub fn run(&self, bytes: &[u8]) -> Result<Vec<u8>, String> {
        match &self.ask {
            Ask::Text => text(bytes, &self.name).map(String::into_bytes),
            Ask::Tasks(given) => json(&tasks(bytes, &self.name, given)?),
            Ask::Roster => json::<Roster>(&roster::read(bytes, &self.name)?),
            Ask::Answer(faults) => {
                let workbook = ledger::open(bytes, &self.name).map_err(|refused| refused.to_string())?;
                ledger::answer(&workbook, faults).map_err(|error| format!("台账写不回去：{error}"))
            }
        }
    }
}

fn json<T: Serialize>(answer: &T) -> Result<Vec<u8>, String> {
    serde_json::to_vec(answer).map_err(|error| format!("读出的内容传不回去：{error}"))
}

fn tasks(bytes: &[u8], name: &str, given: &Given) -> Result<Tasks, String> {
    let directory = Directory::new(given.units.iter().cloned());
    if is_table(name) {
        return of_workbook(bytes, name, given, &directory);
    }
    match source::open(bytes, name) {
        Ok(document) => {
            let found = minutes::read(&document, &directory, given.on, &given.calendar);
            let tasks = found
                .into_iter()
                .map(|candidate| Item { task: Task { candidate, ..Task::default() }, ..Item::default() });
            let own = minutes::reference(&document, &given.calendar).map(|(day, _)| day);
            let source = Source::Document { text: document.text().to_owned(), on: given.on.or(own) };
            Ok(Tasks { source, tasks: tasks.collect(), notices: Vec::new() })
        }
        Err(Refused::Workbook) => of_workbook(bytes, name, given, &directory),
        Err(refused) => Err(refused.to_string()),
    }
}

fn of_workbook(bytes: &[u8], name: &str, given: &Given, directory: &Directory) -> Result<Tasks, String> {
    let workbook = ledger::open(bytes, name).map_err(|refused| refused.to_string())?;
    let (mut tables, mut tasks, mut notices) = (Vec::new(), Vec::new(), workbook.notices.clone());
    for sheet in &workbook.sheets {
        for mut mapping in ledger::propose(sheet) {
            for known in &given.mappings {
                mapping.remember(known);
            }
            let (own, said) = ledger::reference(sheet, &mapping, given.today, &given.calendar);
            let on = given.on.unwrap_or(own);
            notices.extend(said.filter(|_| given.on.is_none()).map(|said| format!("“{}”：{said}", sheet.name)));
            let Ledger { tasks: read, passed_over } = ledger::read(sheet, &mapping, on, &given.calendar, directory);
            tasks.extend(read.into_iter().map(|task| Item { sheet: sheet.name.clone(), task }));
            notices.extend(mapping.notices.iter().map(|notice| format!("“{}”：{notice}", sheet.name)));
            let samples = samples(sheet, &mapping);
            tables.push(Table { mapping, on, samples, passed_over });
        }
    }
    Ok(Tasks { source: Source::Workbook { tables }, tasks, notices })
}

fn samples(sheet: &Sheet, mapping: &Mapping) -> Vec<Vec<String>> {
    let of_column = |index: u16| {
        let body = sheet.rows.iter().filter(|row| (mapping.body.0..=mapping.body.1).contains(&row.number));
        let shown = body.filter_map(|row| row.value(index)).map(|value| value.shown().into_owned());
        shown.filter(|text| !text.is_empty()).take(SAMPLES).collect()
    };
    mapping.columns.iter().map(|column| of_column(column.index)).collect()
}
