//! `duban load`: matters of another system, one JSON object a line, through the same rules as everything else; or a whole export
//! (`duban export`) into an empty installation. Which of the two it is, what lies there says.

use std::{
    fs::File,
    io::{BufRead, BufReader, Lines},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use app::{
    Loaded, Record,
    accounts::Limits,
    export::{Package, Unfit},
};
use store::Access;

use super::{
    export::{passphrase, progress},
    failed, note, say, told,
    verify_archive::public_key,
};
use crate::{place, settings::PlaceSettings};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "\n每行一个 JSON 对象：id、title、body、lead_unit、co_units、category、status、created、due。\n\
status 可用：draft registered under-way under-review closed archived。没有的单位自动新建；已装载过的 id 跳过。\n\
\n给出 duban export 写出的目录时，先逐个核对其中的文件，再全部装入一个空的系统；有一处不符就什么都不装入。\n"
)]
pub struct Load {
    /// 每行一件事项的文件，或 duban export 写出的目录
    #[arg(value_name = "文件或目录")]
    file: PathBuf,
    /// 导出时使用了口令短句的，写有它的文件
    #[arg(long, value_name = "文件")]
    passphrase_file: Option<PathBuf>,
    /// 原机构公布的公钥（PEM 文件）：导出须由它签名
    #[arg(long, value_name = "公钥文件")]
    key: Option<PathBuf>,
    #[command(flatten)]
    place: PlaceSettings,
}

/// Faults named one by one; more are only counted.
const SHOWN: usize = 20;

impl Load {
    pub fn run(self) -> Result<ExitCode> {
        if app::export::is_export(&self.file) { self.whole() } else { self.records() }
    }

    /// An export, into an empty installation.
    fn whole(self) -> Result<ExitCode> {
        let begin = Instant::now();
        let passphrase = passphrase(self.passphrase_file.as_deref())?;
        let key = self.key.as_deref().map(public_key).transpose()?;
        let checked = Package::open(&self.file, passphrase.as_deref(), key.as_ref()).and_then(|package| {
            note("正在核对导出的文件……");
            package.check(&progress("已核对"))?;
            Ok(package)
        });
        let package = match checked {
            Ok(package) => package,
            Err(Unfit::Faults(faults)) => {
                faults.iter().for_each(note);
                bail!("{}", Unfit::Faults(faults))
            }
            Err(other) => return Err(other.into()),
        };
        let taken = place::runtime()?.block_on(async {
            let app = place::open(&self.place, Access::ReadWrite, Limits::default()).await?;
            note("核对无误，正在装入……");
            anyhow::Ok(app.load_export(package, progress("已装入")).await?)
        })?;
        say(format_args!(
            "已装入“{}”的导出：事件 {} 条，审计 {} 条，账号 {} 个，附件 {} 个，事项 {} 件，用时 {:.1} 秒",
            taken.institution,
            taken.events,
            taken.audit_lines,
            taken.accounts,
            taken.attachments.count,
            taken.matters,
            begin.elapsed().as_secs_f64()
        ))?;
        match &taken.signed_by {
            Some(_) if key.is_some() => say("清单由所给公钥的机构签名")?,
            Some(key) => say(format_args!("清单由公钥 {key} 签名；请与原机构公布的公钥指纹核对"))?,
            None => say("清单没有签名")?,
        }
        say(match taken.same_chain {
            true => "记录链的密钥与原系统相同，校验码逐条一致",
            false => "记录链已用本系统的密钥重新计算，原系统的链首记入审计记录",
        })?;
        say("请用 duban verify 核验，然后启动服务；会话不随导出，所有人须重新登录")?;
        Ok(ExitCode::SUCCESS)
    }

    fn records(self) -> Result<ExitCode> {
        if self.passphrase_file.is_some() || self.key.is_some() {
            bail!("--passphrase-file 和 --key 只用于装入 duban export 写出的目录");
        }
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
