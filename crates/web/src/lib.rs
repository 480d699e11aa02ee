//! The face of the system: pages for people.

pub mod assets;
pub mod pages;
