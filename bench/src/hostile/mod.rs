//! Hostile files: how long each is read, how much memory that takes at most, and whether it was read or refused.
//!
//! Each file is read in a process of its own, so that its peak of memory is its own. The target: refused or read within two
//! seconds and a hundred megabytes.

mod files;

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use domain::calendar::WorkCalendar;
use intake::units::Directory;
use jiff::civil::date;
use serde::{Deserialize, Serialize};

const MILLIS_MOST: f64 = 2_000.0;
const KIB_MOST: u64 = 100 << 10;

#[derive(Debug, Args)]
pub struct Options {
    /// 文件和结果放在这里
    #[arg(long)]
    dir: PathBuf,
    /// 在本进程里读一个文件，输出 JSON
    #[arg(long, hide = true)]
    file: Option<PathBuf>,
}

/// What the reading of one file came to.
#[derive(Debug, Serialize, Deserialize)]
struct Measured {
    millis: f64,
    peak_kib: u64,
    /// how many tasks, or why it was refused
    outcome: String,
}

#[derive(Debug, Serialize)]
struct Line {
    name: &'static str,
    bytes: usize,
    measured: Measured,
}

pub fn run(options: &Options) -> Result<()> {
    if let Some(file) = &options.file {
        println!("{}", serde_json::to_string(&read(file)?)?);
        return Ok(());
    }
    fs::create_dir_all(&options.dir)?;
    let mut lines = Vec::new();
    for name in files::NAMES {
        let file = options.dir.join(name);
        let bytes = files::make(name)?;
        fs::write(&file, &bytes)?;
        lines.push(Line { name, bytes: bytes.len(), measured: own_process(&file, options)? });
        fs::remove_file(&file)?;
    }
    let table = table(&lines);
    fs::write(options.dir.join("intake.md"), &table)?;
    fs::write(options.dir.join("intake.json"), serde_json::to_string_pretty(&lines)?)?;
    println!("{table}");
    let beyond: Vec<&str> = lines.iter().filter(|line| line.measured.is_beyond()).map(|line| line.name).collect();
    ensure!(beyond.is_empty(), "超过 2 秒或 100 MB：{}", beyond.join("、"));
    Ok(())
}

impl Measured {
    fn is_beyond(&self) -> bool {
        self.millis > MILLIS_MOST || self.peak_kib > KIB_MOST
    }
}

/// The file is in memory before the clock starts, as it is for the service, which was handed it.
fn read(file: &PathBuf) -> Result<Measured> {
    let bytes = fs::read(file).with_context(|| file.display().to_string())?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (directory, calendar) = (Directory::new([]), WorkCalendar::default());
    let setting = intake::Setting { directory: &directory, on: None, today: date(2026, 3, 2), calendar: &calendar };
    let begin = Instant::now();
    let outcome = match intake::read(&bytes, &name, &setting) {
        Ok(found) => format!("读出 {} 项", found.candidates.len()),
        Err(refused) => refused,
    };
    let millis = begin.elapsed().as_secs_f64() * 1000.0;
    Ok(Measured { millis, peak_kib: peak_kib()?, outcome })
}

fn own_process(file: &PathBuf, options: &Options) -> Result<Measured> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("intake").arg("--dir").arg(&options.dir).arg("--file").arg(file);
    let output = command.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "{}: {}", file.display(), output.status);
    let output = String::from_utf8(output.stdout)?;
    let line = output.lines().last().with_context(|| format!("{}: no answer", file.display()))?;
    serde_json::from_str(line).with_context(|| line.to_owned())
}

/// The most memory that this process ever had.
fn peak_kib() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM in /proc/self/status")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

fn table(lines: &[Line]) -> String {
    let mut table = "| 文件 | 字节 | 用时 | 内存峰值 | 结果 |\n|---|--:|--:|--:|---|\n".to_owned();
    for line in lines {
        let Measured { millis, peak_kib, outcome } = &line.measured;
        let beyond = if line.measured.is_beyond() { "（超出）" } else { "" };
        table += &format!(
            "| {} | {} | {millis:.1} ms{beyond} | {:.0} MiB | {outcome} |\n",
            line.name,
            line.bytes,
            *peak_kib as f64 / 1024.0,
        );
    }
    table
}
