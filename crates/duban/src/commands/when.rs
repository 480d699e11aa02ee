//! `duban when`: what a Chinese time limit means, by the calendar that comes with the program.

use std::{io::BufRead, process::ExitCode};

use anyhow::{Result, bail};
use domain::{calendar::WorkCalendar, value::Day};
use intake::dates;

use super::{failed, note, say};
use crate::seeds;

#[derive(Debug, clap::Args)]
#[command(after_help = "\n例：duban when --on 2026-03-02 6月底前\n\
不写表述时，从标准输入逐行读取“参照日期<制表符>表述”，逐行给出结果。\n\
结果为日期，或 none（给不出日期）、ongoing（长期）、ambiguous（有几种读法）。\n")]
pub struct When {
    /// 参照日期：文件的落款日期；默认为今天
    #[arg(long, value_name = "日期")]
    on: Option<Day>,
    /// 说明读法：推算了什么，有哪几种读法
    #[arg(long)]
    explain: bool,
    /// 时限的表述，例如 6月底前
    expression: Option<String>,
}

impl When {
    pub fn run(self) -> Result<ExitCode> {
        let calendar = WorkCalendar::parse(seeds::CALENDAR)?;
        let Some(expression) = &self.expression else { return lines(&calendar) };
        let on = self.on.unwrap_or_else(crate::ports::today);
        let read = dates::read(expression, on, &calendar);
        say(&read.reading)?;
        if self.explain {
            for how in &read.how {
                say(how)?;
            }
            if let dates::Reading::Ambiguous(fair) = &read.reading {
                for one in fair {
                    let day = one.day.map_or_else(|| "none".to_owned(), |day| day.to_string());
                    say(format_args!("{day}　{}", one.how))?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Every line has an answer, so that answers and lines stand beside each other; a bad date is named besides.
fn lines(calendar: &WorkCalendar) -> Result<ExitCode> {
    let mut bad = false;
    for (index, line) in std::io::stdin().lock().lines().enumerate() {
        let Ok(line) = line else { bail!("第 {} 行不是 UTF-8 文字，请另存为 UTF-8 后再试", index + 1) };
        let line = line.trim_start_matches('\u{feff}').trim_end_matches('\r');
        let (on, expression) = line.split_once('\t').unwrap_or((line, ""));
        match on.trim().parse::<Day>() {
            Ok(on) => say(dates::read(expression, on, calendar).reading)?,
            Err(_) => {
                note(format_args!(
                    "第 {} 行“{line}”：请写成“参照日期<制表符>表述”，例如 2026-03-02\t6月底前",
                    index + 1
                ));
                say("none")?;
                bad = true;
            }
        }
    }
    Ok(if bad { failed() } else { ExitCode::SUCCESS })
}
