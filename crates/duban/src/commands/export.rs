//! `duban export`: everything that the institution has, as a folder of JSON lines and files, beside a running service or without
//! one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use app::{accounts::Limits, export::Progress};
use store::Access;

use super::{note, say};
use crate::{place, settings::PlaceSettings};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "\n写出的目录只有本用户可读：manifest.json（清单、摘要、签名），每张表一个 .jsonl 文件，files 下是附件和存档文书。\n\
服务运行时也可以导出，所得是同一时刻的数据。各文件每个字段的含义见使用手册 export.md。\n\
不写 --passphrase-file 时，批示、反映人、电话、邮箱和口令摘要不加密；密钥目录不在导出之内。\n"
)]
pub struct Export {
    /// 写出的目录，须尚不存在
    #[arg(value_name = "目录")]
    out: PathBuf,
    /// 写有口令短句（至少 12 个字符）的文件，用它加密批示、反映人、电话、邮箱和口令摘要
    #[arg(long, value_name = "文件")]
    passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    place: PlaceSettings,
}

impl Export {
    pub fn run(self) -> Result<ExitCode> {
        let begin = Instant::now();
        let passphrase = passphrase(self.passphrase_file.as_deref())?;
        let exported = place::runtime()?.block_on(async {
            let app = place::open(&self.place, Access::ReadOnly, Limits::default()).await?;
            anyhow::Ok(app.export(self.out.clone(), passphrase, progress("已写出")).await?)
        })?;
        say(format_args!(
            "已导出到 {}：事件 {} 条，审计 {} 条，账号 {} 个，附件 {} 个（{:.1} MB），用时 {:.1} 秒",
            self.out.display(),
            exported.events,
            exported.audit_lines,
            exported.accounts,
            exported.attachments.count,
            exported.attachments.bytes as f64 / 1e6,
            begin.elapsed().as_secs_f64()
        ))?;
        if exported.readable {
            note(
                "注意：其中的批示、反映人、电话、邮箱和口令摘要没有加密，请按敏感数据保管，用后删除；要加密请用 --passphrase-file",
            );
        }
        if !exported.signed {
            note("密钥目录中没有签名密钥，清单没有签名；启动一次服务即会生成");
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The first line of the file.
pub fn passphrase(file: Option<&Path>) -> Result<Option<String>> {
    let Some(file) = file else { return Ok(None) };
    let read = fs::read_to_string(file);
    let read = read.with_context(|| format!("读不出 --passphrase-file 指定的 {}", file.display()))?;
    Ok(Some(read.lines().next().unwrap_or_default().to_owned()))
}

/// A line on stderr every two seconds, as long as it lasts.
pub fn progress(what: &'static str) -> Progress {
    let last = Mutex::new(Instant::now());
    Arc::new(move |file: &str, lines: u64| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() >= Duration::from_secs(2) {
            *last = Instant::now();
            note(format_args!("{what} {file} {lines} 行"));
        }
    })
}
