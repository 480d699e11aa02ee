//! The rows that pages read, made of a matter: what it is, who is concerned, who may see it, what is owed.
//!
//! Everything here is a function of one matter and of names that never change behind its back (the number's pattern is
//! that of the parameters it keeps), so that a row made today and one made by a replay in ten years are the same.

mod matter_rows;
mod table;

pub(crate) use matter_rows::{
    closed_late, days_between, kind_code, kind_from, light_due, number_of, owner_from, rows, sees_all, write_number,
};
pub(crate) use table::{Rows, TABLES, changes, stored, write};

/// No day.
pub(crate) const NEVER: &str = "9999-12-31";
