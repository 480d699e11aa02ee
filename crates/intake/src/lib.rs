//! Bytes in, facts out: what is already written is never retyped. Nothing here writes anything; what was inferred says so.
//!
//! Reading order: [`dates`] (what a Chinese time limit means), [`source`] (a file as paragraphs and tables), [`units`] (who
//! is named in a text), [`minutes`] (the tasks of a document), [`ledger`] (the tasks of a spreadsheet), [`read`] (whichever a
//! file is), `roster` (units and people of a list), [`Job`] (all of it, for a process of its own).

pub mod dates;
mod job;
pub mod ledger;
pub mod minutes;
mod read;
pub mod roster;
pub mod source;
pub mod units;

pub use job::{Ask, Given, Item, Job, Source, Table, Tasks};
pub use read::{Found, Setting, read, text};

use read::is_table;
