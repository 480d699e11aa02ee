//! `duban workday`: the end of the n-th working day after a day, by the calendar that comes with the program.

use std::{io::BufRead, process::ExitCode};

use anyhow::{Result, bail};
use domain::{calendar::WorkCalendar, value::Day};

use super::{failed, note, say};
use crate::seeds;

#[derive(Debug, clap::Args)]
#[command(after_help = "\n不写 --from 和 --days 时，从标准输入逐行读取“起始日期,天数”，逐行给出到期日期。\n\
当天不计，次一工作日为第一日。所跨年份的放假通知尚未发布时，日期后附 provisional（暂定）。\n")]
pub struct Workday {
    /// 起始日期，例如 2026-09-30
    #[arg(long, value_name = "日期", value_parser = day, requires = "days")]
    from: Option<Day>,
    /// 工作日天数
    #[arg(long, value_name = "天数", value_parser = number, requires = "from")]
    days: Option<u32>,
}

impl Workday {
    pub fn run(self) -> Result<ExitCode> {
        let calendar = WorkCalendar::parse(seeds::CALENDAR)?;
        match (self.from, self.days) {
            (Some(from), Some(days)) => {
                say(due(&calendar, from, days)?)?;
                Ok(ExitCode::SUCCESS)
            }
            _ => lines(&calendar),
        }
    }
}

/// Every good line is answered; every bad one is named.
fn lines(calendar: &WorkCalendar) -> Result<ExitCode> {
    let mut bad = false;
    for (index, line) in std::io::stdin().lock().lines().enumerate() {
        let Ok(line) = line else { bail!("第 {} 行不是 UTF-8 文字，请另存为 UTF-8 后再试", index + 1) };
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            continue;
        }
        match answer(calendar, line) {
            Ok(due) => say(due)?,
            Err(why) => {
                note(format_args!("第 {} 行“{line}”：{why}", index + 1));
                bad = true;
            }
        }
    }
    Ok(if bad { failed() } else { ExitCode::SUCCESS })
}

fn answer(calendar: &WorkCalendar, line: &str) -> Result<String, String> {
    let (from, days) = line.split_once(',').ok_or("请写成“起始日期,天数”，例如 2026-09-30,15")?;
    due(calendar, day(from.trim())?, number(days.trim())?).map_err(|error| error.to_string())
}

fn due(calendar: &WorkCalendar, from: Day, days: u32) -> Result<String> {
    let limit = calendar.limit(from, days)?;
    let provisional = if limit.provisional.is_empty() { "" } else { " provisional" };
    Ok(format!("{}{provisional}", limit.due))
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| format!("“{text}”不是日期，请写成 2026-09-30 的样子"))
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("“{text}”不是天数，请写 0 或正整数"))
}
