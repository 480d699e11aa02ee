//! One file a command; what several of them need stands here.

pub mod archive;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod load;
pub mod migrate;
pub mod paper;
pub mod public_key;
pub mod read;
pub mod reader;
pub mod rebuild;
pub mod serve;
pub mod states;
pub mod token;
pub mod user;
pub mod verify;
pub mod verify_archive;
pub mod when;
pub mod work;
pub mod workday;
pub mod worker;

use std::{io::Write, process::ExitCode};

use anyhow::{Context, Result, anyhow};
use app::{Actor, App, Denied};
use domain::value::MatterId;

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

/// The matter that a number of the command line names, in any writing: `督办〔2026〕12号`, `2026-12`.
async fn matter_of(app: &App, actor: &Actor, number: &str) -> Result<MatterId> {
    let institution = app.institution().await.map_err(told)?;
    let rules = institution.regulation_on(app.today()).context("系统尚未完成初始设置")?;
    let read = rules.institution.number_pattern.read(number)?;
    app.matter_by_number(actor, read).await.map_err(|_| anyhow!("没有编号为 {number} 的事项"))
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
