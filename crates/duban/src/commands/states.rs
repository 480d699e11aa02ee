//! `duban states`: the table of stages and commands.

use std::process::ExitCode;

use anyhow::Result;

use super::say;

pub fn run() -> Result<ExitCode> {
    say(domain::matter::table::print().trim_end())?;
    Ok(ExitCode::SUCCESS)
}
