//! Papers: how long a notice takes as PDF and as DOCX, a hundred of them, and a register of ten thousand rows as XLSX; then the
//! same papers by LibreOffice, openpyxl and XlsxWriter, in the same run on the same machine.
//!
//! Each task runs in a process of its own, so that its peak of memory is its own.

mod own;
mod peers;

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

#[derive(Debug, Args)]
pub struct Options {
    /// 文件和结果放在这里
    #[arg(long)]
    dir: PathBuf,
    /// 装有 openpyxl 和 XlsxWriter 的 Python
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    #[arg(long, default_value = "soffice")]
    soffice: PathBuf,
    /// 单份文件测几次
    #[arg(long, default_value_t = 30)]
    papers: u32,
    /// 大文件和别的程序测几次
    #[arg(long, default_value_t = 5)]
    runs: u32,
    /// 登记表的行数，每行 12 列
    #[arg(long, default_value_t = 10_000)]
    rows: usize,
    /// 只测本程序
    #[arg(long)]
    alone: bool,
    /// 在本进程里做一项，输出 JSON
    #[arg(long, hide = true, value_enum)]
    task: Option<Task>,
}

/// What is measured of the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Task {
    NoticePdf,
    NoticeDocx,
    HundredPdf,
    RegisterXlsx,
}

/// What a task came to.
#[derive(Debug, Serialize, Deserialize)]
struct Measured {
    /// of each run
    millis: Vec<f64>,
    /// of the last file
    bytes: u64,
    peak_kib: u64,
}

/// One line of the table.
#[derive(Debug, Serialize)]
struct Line {
    work: &'static str,
    program: String,
    measured: Measured,
}

pub fn run(options: &Options) -> Result<()> {
    if let Some(task) = options.task {
        println!("{}", serde_json::to_string(&own::measure(task, options)?)?);
        return Ok(());
    }
    fs::create_dir_all(&options.dir)?;
    let mut lines = Vec::new();
    for (task, work) in [
        (Task::NoticePdf, "通知单一页，PDF（每次内容不同）"),
        (Task::NoticeDocx, "通知单一页，DOCX（每次内容不同）"),
        (Task::HundredPdf, "通知单一百份，一个 PDF"),
        (Task::RegisterXlsx, "登记表，12 列，XLSX"),
    ] {
        lines.push(Line { work, program: "本程序".to_owned(), measured: own_process(task, options)? });
    }
    if !options.alone {
        lines.extend(peers::measure(options)?);
    }
    let table = table(&lines, options);
    fs::write(options.dir.join("papers.md"), &table)?;
    fs::write(options.dir.join("papers.json"), serde_json::to_string_pretty(&lines)?)?;
    println!("{table}");
    Ok(())
}

fn own_process(task: Task, options: &Options) -> Result<Measured> {
    let name = task.to_possible_value().context("a task has a name")?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("papers").arg("--dir").arg(&options.dir).args(["--task", name.get_name()]);
    command.args(["--papers", &options.papers.to_string(), "--runs", &options.runs.to_string()]);
    command.args(["--rows", &options.rows.to_string()]);
    answer(command)
}

/// What a process says of its task, as JSON on its last line.
fn answer(mut command: Command) -> Result<Measured> {
    let told = format!("{command:?}");
    let output = command.stderr(std::process::Stdio::inherit()).output().with_context(|| told.clone())?;
    ensure!(output.status.success(), "{told}: {}", output.status);
    let output = String::from_utf8(output.stdout)?;
    let line = output.lines().last().with_context(|| format!("{told}: no answer"))?;
    serde_json::from_str(line).with_context(|| format!("{told}: {line}"))
}

fn table(lines: &[Line], options: &Options) -> String {
    let mut table = format!(
        "登记表 {} 行。\n\n| 工作 | 程序 | 次数 | 中位数 | 最短 | 最长 | 字节 | 内存峰值 |\n|---|---|--:|--:|--:|--:|--:|--:|\n",
        options.rows
    );
    for line in lines {
        let mut millis = line.measured.millis.clone();
        millis.sort_by(f64::total_cmp);
        let at = |place: usize| millis.get(place).copied().unwrap_or_default();
        let (median, longest) = (at(millis.len() / 2), at(millis.len().saturating_sub(1)));
        table += &format!(
            "| {} | {} | {} | {} | {} | {} | {} | {:.0} MiB |\n",
            line.work,
            line.program,
            millis.len(),
            told(median),
            told(at(0)),
            told(longest),
            line.measured.bytes,
            line.measured.peak_kib as f64 / 1024.0,
        );
    }
    table
}

fn told(millis: f64) -> String {
    if millis < 1000.0 { format!("{millis:.1} ms") } else { format!("{:.2} s", millis / 1000.0) }
}
