//! Who did something, for whom, when, and who wrote it down.

use jiff::{Timestamp, tz};
use serde::{Deserialize, Serialize};

use crate::value::{Day, FileId, PersonId, Text};

/// The one whose act it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// 系统自动, or an import of records kept elsewhere
    System,
    Person(PersonId),
}

impl Who {
    pub fn person(self) -> Option<PersonId> {
        match self {
            Who::Person(id) => Some(id),
            Who::System => None,
        }
    }
}

/// What shows that a recorded (代录) or back-dated act took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// the signed paper, scanned
    Scan(FileId),
    /// a note of the telephone call: with whom, what was said
    CallNote(Text),
    /// taken over from a ledger; names the source
    Import(Text),
}

/// The circumstances of an event. Lateness goes by `on`, the day it happened, not by `at`, the instant it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub at: Timestamp,
    pub on: Day,
    pub by: Who,
    /// 代签: the person whose authority was used
    pub on_behalf: Option<PersonId>,
    /// 代录: who wrote down what `by` did on paper or by telephone
    pub recorder: Option<Who>,
}

impl Stamp {
    /// The day in Asia/Shanghai (UTC+8, no summer time since 1991) on which it was written down.
    pub fn recorded_on(&self) -> Day {
        tz::offset(8).to_datetime(self.at).date()
    }
}
