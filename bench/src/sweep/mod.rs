//! The scheduler over a million open duties: how long a tick takes that has one in a hundred to remind of, how long one that
//! finds nothing new, and how long people wait for 工作台 meanwhile.

mod fill;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::{
    http::{self, Plan, Report, Session, Target},
    run::server::{Duban, Server},
};

const LOGIN: &str = "bench";

#[derive(Debug, Args)]
pub struct Options {
    /// 被测的程序（发布版）
    #[arg(long)]
    duban: PathBuf,
    /// 数据和结果放在这里，其中的 data 会先清空
    #[arg(long)]
    dir: PathBuf,
    /// 未了结的时限
    #[arg(long, default_value_t = 1_000_000)]
    duties: u64,
    /// 其中应提醒的，每百项
    #[arg(long, default_value_t = 1)]
    due_percent: u64,
    /// 另有多少件真实的逾期事项，应提出催办建议
    #[arg(long, default_value_t = 1000)]
    urgings: u64,
    #[arg(long, default_value_t = 4)]
    clients: usize,
    /// 每次测工作台的秒数
    #[arg(long, default_value_t = 3)]
    seconds: u64,
}

pub async fn run(options: &Options) -> Result<()> {
    let data = options.dir.join("data");
    for old in [&data, &options.dir.join("data-keys"), &options.dir.join("filled")] {
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
    }
    fs::create_dir_all(&options.dir)?;
    let log = options.dir.join("serve.log");
    let _ = fs::remove_file(&log);
    let duban = Duban::new(&options.duban, &data)?;
    let begin = Instant::now();
    fill::fill(&options.dir, options.duties, options.due_percent, options.urgings).await?;
    eprintln!("填充 {} 项时限：{:.0} 秒", options.duties, begin.elapsed().as_secs_f64());
    duban.call(&["user", "create", "--login", LOGIN, "--name", "压力测试", "--role", "office-clerk", "--machine"])?;
    let token = duban.call(&["token", "create", "--user", LOGIN, "--name", "bench"])?;
    let token = token.lines().last().context("token create printed nothing")?.trim().to_owned();

    let kept = options.dir.join("filled");
    copy(&data, &kept)?;
    // What the filling left to be written is not the sweep's to wait for.
    ensure!(std::process::Command::new("sync").status()?.success(), "sync 未成功");

    let alone = sweep(options, &duban, &token, &log, false).await?;
    fs::remove_dir_all(&data)?;
    fs::rename(&kept, &data)?;
    let beside = sweep(options, &duban, &token, &log, true).await?;
    println!("{}", Report::HEAD);
    for row in beside.desks {
        println!("{row}");
    }
    println!("\n没有人使用时：\n  第一次巡查 {}\n  第二次巡查 {}", alone.ticks[0], alone.ticks[1]);
    println!("{} 个并发不停地打开工作台时：\n  第一次巡查 {}", options.clients, beside.ticks[0]);
    println!("内存峰值：{} MiB", beside.peak_mib.max(alone.peak_mib));
    Ok(())
}

/// What one start of the program came to.
struct Swept {
    /// as the log tells them
    ticks: Vec<String>,
    desks: Vec<String>,
    peak_mib: u64,
}

/// Starts the program on a database of which nothing was reminded of yet: its first tick begins at once.
async fn sweep(options: &Options, duban: &Duban, token: &str, log: &Path, loaded: bool) -> Result<Swept> {
    let _ = fs::remove_file(log);
    let (server, _) = Server::start(duban, log).await?;
    let session = Session::new(&server.base())?.bearer(token)?;
    let mut desks = Vec::new();
    let ticks = if loaded {
        desks.push(desk(&session, options, "工作台：第一次巡查期间").await?);
        let ticks = ticks(log, 1).await?;
        desks.push(desk(&session, options, "工作台：没有巡查时").await?);
        ticks
    } else {
        ticks(log, 2).await?
    };
    let peak_mib = server.memory("VmHWM")? / 1024;
    server.stop()?;
    Ok(Swept { ticks, desks, peak_mib })
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let goal = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &goal)?;
        } else {
            fs::copy(entry.path(), goal)?;
        }
    }
    Ok(())
}

async fn desk(session: &Session, options: &Options, title: &str) -> Result<String> {
    let plan =
        Plan { clients: options.clients, warm_up: Duration::ZERO, measured: Duration::from_secs(options.seconds) };
    let report = http::load(session, &Target::Get(vec!["/".to_owned()]), &plan).await?;
    ensure!(report.errors.is_empty(), "工作台出现错误，结果无效");
    Ok(report.row(title))
}

/// What the program's log says of its first ticks; they are a minute apart.
async fn ticks(log: &Path, wanted: usize) -> Result<Vec<String>> {
    let begin = Instant::now();
    loop {
        let text = fs::read_to_string(log)?;
        let told =
            text.lines().filter_map(|line| line.split_once("tick: tick").map(|(_, told)| told.trim().to_owned()));
        let told: Vec<String> = told.collect();
        if told.len() >= wanted {
            return Ok(told);
        }
        ensure!(begin.elapsed() < Duration::from_secs(180), "{} 中没有巡查的记录", log.display());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
