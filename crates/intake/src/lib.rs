//! Bytes in, facts out: what is already written is never retyped. Nothing here writes anything; what was inferred says so.
//!
//! Reading order: [`dates`] (what a Chinese time limit means), [`source`] (a file as paragraphs and tables), [`units`] (who
//! is named in a text), [`minutes`] (the tasks of a document), [`ledger`] (the tasks of a spreadsheet), [`read`] (whichever a
//! file is).

pub mod dates;
pub mod ledger;
pub mod minutes;
mod read;
pub mod source;
pub mod units;

pub use read::{Found, Setting, read, text};
