//! The rows that pages read, made of a matter: what it is, who is concerned, who may see it, what is owed.
//!
//! Everything here is a function of one matter and of names that never change behind its back (the number's pattern is
//! that of the parameters it keeps), so that a row made today and one made by a replay in ten years are the same.

mod matter_rows;
mod table;
mod tally;
mod waiting;

pub(crate) use matter_rows::{
    closed_late, course, days_between, kind_code, kind_from, light_course, number_of, owner_from, rows, sees_all,
    write_number,
};
pub(crate) use table::{Rows, TABLES, changes, stored, write};
pub(crate) use tally::{add as add_to_tally, mend as mend_tally, off as tally_off};
pub use waiting::WaitKind;
pub(crate) use waiting::blocked_by;

/// The make of the rows: one more with every change of what a row holds, so that a database whose rows are of an older
/// make is rebuilt when it is opened (`App::refresh_views`).
pub(crate) const MAKE: i64 = 6;

/// No day.
pub(crate) const NEVER: &str = "9999-12-31";
