//! The Office files: their parts as they are written, their values as a spreadsheet reads them, and their pages as
//! LibreOffice shows them.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod pages;
mod parts;
mod tools;
mod values;
