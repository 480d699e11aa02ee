//! The program `duban`: command line, serving, demonstration. It is the edge: here are the clock, the environment, files and
//! sockets; everything else is handed in.
//!
//! Reading order: [`cli`] (every command on one screen) → `commands/<command>.rs` → [`settings`] (flags and `DUBAN_*`) →
//! [`place`] (from settings to an open `App`) → [`serving`] → [`demo`].

pub mod cli;
mod commands;
pub mod demo;
mod files;
pub mod place;
pub mod ports;
pub mod press;
pub mod reader;
pub mod seeds;
pub mod serving;
pub mod settings;
mod usage;
