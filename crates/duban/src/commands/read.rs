//! `duban read FILE`: the tasks of a document or a ledger, as they would be proposed. Nothing is created.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};
use app::accounts::Limits;
use domain::{calendar::WorkCalendar, institution::Institution, value::Day};
use intake::{minutes::Candidate, units::Directory};
use store::Access;

use super::{note, say, told};
use crate::{place, seeds, settings::PlaceSettings};

#[derive(Debug, clap::Args)]
#[command(after_help = "\n例：duban read 会议纪要.docx --json --on 2026-03-02\n\
每项任务一行 JSON；加 --json 则为一个数组。表格（.xlsx、.csv）按台账读，其他按文件读。\n\
指明 --data 时按该单位的机构名录辨认单位，否则按名称的样子辨认。\n")]
pub struct Read {
    /// 文件：文本、DOCX、有文字的 PDF、XLSX、CSV
    file: PathBuf,
    /// 以一个 JSON 数组给出
    #[arg(long)]
    json: bool,
    /// 参照日期：文件的落款日期；不写则用文件自己的
    #[arg(long, value_name = "日期")]
    on: Option<Day>,
    /// 数据目录（DUBAN_DATA）
    #[arg(long, env = "DUBAN_DATA", value_name = "目录")]
    data: Option<PathBuf>,
}

impl Read {
    pub fn run(self) -> Result<ExitCode> {
        let bytes = std::fs::read(&self.file).with_context(|| format!("读不了 {}", self.file.display()))?;
        let name = self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let directory = Directory::of(&self.institution()?);
        let calendar = WorkCalendar::parse(seeds::CALENDAR)?;
        let setting =
            intake::Setting { directory: &directory, on: self.on, today: crate::ports::today(), calendar: &calendar };
        let found = match intake::read(&bytes, &name, &setting) {
            Ok(found) => found,
            Err(refused) => bail!("{refused}"),
        };
        found.notices.iter().for_each(note);
        if self.json {
            let lines: Vec<_> = found.candidates.iter().map(Candidate::line).collect();
            say(serde_json::to_string_pretty(&lines)?)?;
        } else {
            for candidate in &found.candidates {
                say(serde_json::to_string(&candidate.line())?)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn institution(&self) -> Result<Institution> {
        let Some(data) = &self.data else { return Ok(Institution::default()) };
        place::runtime()?.block_on(async {
            let app = place::open(&PlaceSettings::at(data.clone()), Access::ReadOnly, Limits::default()).await?;
            Ok(app.institution().await.map_err(told)?.as_ref().clone())
        })
    }
}
