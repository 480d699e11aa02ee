//! One file a command; what several of them need stands here.

pub mod demo;
pub mod doctor;
pub mod load;
pub mod migrate;
pub mod rebuild;
pub mod serve;
pub mod states;
pub mod token;
pub mod user;
pub mod verify;
pub mod work;
pub mod workday;

use std::{io::Write, process::ExitCode};

use anyhow::{Result, anyhow};
use app::Denied;

use crate::cli::FAILED;

/// A line on stdout. A closed pipe (`duban states | head`) is an error like any other.
fn say(text: impl std::fmt::Display) -> Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{text}")?)
}

/// A line on stderr: what is happening, not what was asked for.
fn note(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

fn failed() -> ExitCode {
    ExitCode::from(FAILED)
}

/// A refusal with the fields that it names.
pub fn told(denied: Denied) -> anyhow::Error {
    let Some(refusal) = denied.refusal() else { return denied.into() };
    let fields: Vec<String> = refusal
        .fields
        .iter()
        .filter(|(_, what)| *what != refusal.message)
        .map(|(field, what)| format!("{field}：{what}"))
        .collect();
    if fields.is_empty() { denied.into() } else { anyhow!("{}（{}）", refusal.message, fields.join("；")) }
}
