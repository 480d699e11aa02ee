//! `duban load`: matters of another system, one JSON object a line, through the same rules as everything else.

use std::{
    fs::File,
    io::{BufRead, BufReader, Lines},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use app::{Loaded, Record, accounts::Limits};

use super::{failed, note, say, told};
use crate::{place, settings::PlaceSettings};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "\n每行一个 JSON 对象：id、title、body、lead_unit、co_units、category、status、created、due。\n\
status 可用：draft registered under-way under-review closed archived。没有的单位自动新建；已装载过的 id 跳过。\n"
)]
pub struct Load {
    /// 每行一件事项的文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    #[command(flatten)]
    place: PlaceSettings,
}

/// Faults named one by one; more are only counted.
const SHOWN: usize = 20;

impl Load {
    pub fn run(self) -> Result<ExitCode> {
        let file = File::open(&self.file).with_context(|| format!("打不开文件 {}", self.file.display()))?;
        let faults = Faults::default();
        let records = Records { lines: BufReader::new(file).lines(), line: 0, faults: faults.clone() };
        let begin = Instant::now();
        let loaded = place::runtime()?.block_on(self.load(records))?;
        let bad = faults.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let refused = loaded.refused.iter().map(|(id, why)| format!("{id}：{why}"));
        let all: Vec<String> = bad.into_iter().chain(refused).collect();
        all.iter().take(SHOWN).for_each(note);
        if all.len() > SHOWN {
            note(format_args!("另有 {} 处问题未列出", all.len() - SHOWN));
        }
        say(format_args!(
            "装载 {} 件事项，{} 条事件，新建 {} 个单位，跳过 {} 件，未装载 {} 件，用时 {:.1} 秒",
            loaded.matters,
            loaded.events,
            loaded.units_created,
            loaded.skipped,
            all.len(),
            begin.elapsed().as_secs_f64()
        ))?;
        Ok(if all.is_empty() { ExitCode::SUCCESS } else { failed() })
    }

    async fn load(&self, records: Records) -> Result<Loaded> {
        let app = place::open_seeded(&self.place, Limits::default()).await?;
        let source = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut last = Instant::now();
        let progress = move |done| {
            if last.elapsed() >= Duration::from_secs(2) {
                last = Instant::now();
                note(format_args!("已读 {done} 件"));
            }
        };
        app.load(&source, records, progress).await.map_err(told)
    }
}

type Faults = Arc<Mutex<Vec<String>>>;

/// The records of the file; lines that are none are put aside.
struct Records {
    lines: Lines<BufReader<File>>,
    line: usize,
    faults: Faults,
}

impl Iterator for Records {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            let line = self.lines.next()?;
            self.line += 1;
            let line = match line {
                Ok(line) if line.trim().is_empty() => continue,
                Ok(line) => line,
                Err(error) => {
                    self.fault(&error);
                    // Not text: the rest would only repeat it. A broken disk would never end.
                    return None;
                }
            };
            match serde_json::from_str(line.trim_start_matches('\u{feff}')) {
                Ok(record) => return Some(record),
                Err(error) => self.fault(&error),
            }
        }
    }
}

impl Records {
    fn fault(&self, error: &dyn std::fmt::Display) {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        faults.push(format!("第 {} 行读不出：{error}", self.line));
    }
}
