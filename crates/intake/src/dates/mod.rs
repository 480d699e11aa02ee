//! What a Chinese time limit means: `6月底前`, `自印发之日起十个工作日内`, `长期坚持`.
//!
//! A small grammar over tokens. `lexer` turns the text into words (numbers of every writing, units, bounds), `grammar` turns
//! the words into phrases (a point, a range, a span of days to count), `resolve` turns a phrase into a day by the reference
//! date and the work calendar, `verdict` weighs several phrases against each other, and `find` looks for limits in running
//! text. Nothing is guessed silently: what was inferred stands in [`Read::how`], and what can be read in two ways is
//! [`Reading::Ambiguous`]. No date is ever moved off a weekend, and nothing here knows the school's calendar.

mod find;
mod grammar;
mod lexer;
mod numerals;
mod phrase;
mod resolve;
mod verdict;
mod words;

use std::{fmt, ops::Range};

use domain::{calendar::WorkCalendar, value::Day};
use serde::{Deserialize, Serialize};

pub use find::{Found, find};
pub(crate) use verdict::serial_day;

/// What an expression says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Reading {
    /// the last day of the limit; the day itself counts
    Date(Day),
    /// no date can be given: it is vague, or hangs on the school's calendar or on an event
    #[default]
    None,
    /// a standing duty: 长期坚持
    Ongoing,
    /// more than one fair reading: the clerk chooses
    Ambiguous(Vec<Fair>),
}

/// One fair reading of an ambiguous expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fair {
    /// none where this reading gives no date either
    pub day: Option<Day>,
    /// how it is read, in Chinese
    pub how: String,
}

/// A date on the way to the last one: `3月：启动` in `3月：启动，12月：验收`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    pub text: String,
    pub day: Day,
}

/// A reading and how it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    pub reading: Reading,
    /// what was inferred, or why there is no date, in Chinese sentences; empty where the text says it all
    pub how: Vec<String>,
    /// all dates in the order of the text, where there is more than one
    pub milestones: Vec<Milestone>,
    /// bytes of the words that say the limit; none where there is no date
    pub at: Option<Range<usize>>,
}

/// Reads one expression: a field that a person typed, or a ledger's cell. Numbers alone may be Excel's serial days.
/// `on` is the reference date; a document's own date for what it says.
pub fn read(expression: &str, on: Day, calendar: &WorkCalendar) -> Read {
    verdict::read(expression, Some(on), calendar)
}

/// As [`read`], where no reference date is known: only full dates can be given then.
pub fn read_undated(expression: &str, calendar: &WorkCalendar) -> Read {
    verdict::read(expression, None, calendar)
}

impl Reading {
    pub fn day(&self) -> Option<Day> {
        match self {
            Reading::Date(day) => Some(*day),
            _ => None,
        }
    }

    /// `date`, `none`, `ongoing` or `ambiguous`: the `deadline_kind` of a candidate.
    pub fn kind(&self) -> &'static str {
        match self {
            Reading::Date(_) => "date",
            Reading::None => "none",
            Reading::Ongoing => "ongoing",
            Reading::Ambiguous(_) => "ambiguous",
        }
    }
}

/// `2026-06-30`, `none`, `ongoing` or `ambiguous`.
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reading::Date(day) => write!(f, "{day}"),
            other => f.write_str(other.kind()),
        }
    }
}

impl Read {
    fn of(reading: Reading) -> Self {
        Read { reading, how: Vec::new(), milestones: Vec::new(), at: None }
    }

    fn because(reading: Reading, how: impl Into<String>) -> Self {
        Read { reading, how: vec![how.into()], milestones: Vec::new(), at: None }
    }
}
