//! The PDFs as a reader sees them: measured, read and looked at with poppler's programs.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod characters;
mod files;
mod forms;
mod looks;
mod official;
mod registers;
mod tools;
