//! The whole benchmark, from an empty directory to a table.
//!
//! Everything it needs of the program is a command or a page that operators and people have too; the contract stands in
//! README.md here. A scenario with a single error makes the run fail: a fast wrong answer is no result.

mod machine;
mod pages;
pub mod server;
mod table;

use std::{
    fs,
    io::{BufWriter, Write},
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use server::{Duban, Server};

use crate::{
    generate,
    http::{self, Encoding, Form, Plan, Report, Session, Target},
};

const STARTS: usize = 5;
const ROWS: usize = 50;
const LOGIN: &str = "bench";
const UNIT: &str = "教务处";
const STAGE: &str = "承办中";

#[derive(Debug, Args)]
pub struct Options {
    /// 被测的程序（发布版）
    #[arg(long)]
    duban: PathBuf,
    /// 数据和结果放在这里，其中的 data 会先清空
    #[arg(long)]
    dir: PathBuf,
    #[arg(long, default_value_t = 100_000)]
    count: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value = generate::TODAY)]
    today: Date,
    #[arg(long, value_delimiter = ',', default_value = "1,8,32")]
    clients: Vec<usize>,
    /// 每个场景测量的秒数
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// 台账按时限排序的查询参数
    #[arg(long, default_value = "sort=due")]
    sort: String,
}

/// All that was measured.
#[derive(Debug, Serialize)]
pub struct Results {
    pub machine: machine::Machine,
    pub count: u64,
    pub seed: u64,
    pub today: Date,
    pub seconds: u64,
    pub load_seconds: f64,
    pub data_bytes: u64,
    /// From the start of the process to the first 200 of /readyz, sorted.
    pub start_ms: Vec<f64>,
    pub idle_rss_kib: u64,
    pub peak_rss_kib: u64,
    pub verify_seconds: f64,
    pub scenarios: Vec<Scenario>,
}

#[derive(Debug, Serialize)]
pub struct Scenario {
    pub title: String,
    pub path: String,
    pub report: Report,
}

pub async fn run(options: &Options) -> Result<()> {
    let mut results = measure(options).await?;
    results.start_ms.sort_by(f64::total_cmp);
    let text = table::markdown(&results);
    fs::write(options.dir.join("result.json"), serde_json::to_vec_pretty(&results)?)?;
    fs::write(options.dir.join("result.md"), &text)?;
    print!("{text}");
    let failed = results.scenarios.iter().filter(|scenario| !scenario.report.errors.is_empty()).count();
    ensure!(failed == 0, "{failed} 个场景出现错误，结果无效，见表");
    Ok(())
}

async fn measure(options: &Options) -> Result<Results> {
    let data = options.dir.join("data");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    fs::create_dir_all(&options.dir)?;
    let duban = Duban::new(&options.duban, &data)?;

    tell(&format!("生成 {} 件事项", options.count));
    let records = options.dir.join("records.jsonl");
    let mut out = BufWriter::new(fs::File::create(&records)?);
    generate::write(&mut out, options.count, options.seed, options.today)?;
    out.flush()?;

    tell("装载");
    let begin = Instant::now();
    duban.call(&["load", &records.to_string_lossy()])?;
    let load_seconds = begin.elapsed().as_secs_f64();
    // a clerk of the office: sees every matter and may propose
    duban.call(&["user", "create", "--login", LOGIN, "--name", "压力测试", "--role", "office-clerk", "--machine"])?;
    let token = duban.call(&["token", "create", "--user", LOGIN, "--name", "bench"])?;
    let token = token.lines().last().context("token create printed nothing")?.trim().to_owned();

    tell(&format!("启动 {STARTS} 次"));
    let log = options.dir.join("serve.log");
    let mut start_ms = Vec::new();
    for _ in 1..STARTS {
        let (server, took) = Server::start(&duban, &log).await?;
        start_ms.push(took.as_secs_f64() * 1_000.0);
        server.stop()?;
    }
    let (server, took) = Server::start(&duban, &log).await?;
    start_ms.push(took.as_secs_f64() * 1_000.0);
    let idle_rss_kib = server.memory("VmRSS")?;

    let session = Session::new(&server.base())?.bearer(&token)?;
    let mut scenarios = Vec::new();
    for (title, target) in targets(&session, options).await? {
        for &clients in &options.clients {
            tell(&format!("{title}，并发 {clients}"));
            let plan =
                Plan { clients, warm_up: Duration::from_secs(2), measured: Duration::from_secs(options.seconds) };
            let report = http::load(&session, &target, &plan).await?;
            scenarios.push(Scenario { title: title.to_owned(), path: first_path(&target), report });
        }
    }
    let peak_rss_kib = server.memory("VmHWM")?;
    server.stop()?;

    tell("核验记录");
    let begin = Instant::now();
    duban.call(&["verify"])?;
    let verify_seconds = begin.elapsed().as_secs_f64();
    Ok(Results {
        machine: machine::Machine::read(),
        count: options.count,
        seed: options.seed,
        today: options.today,
        seconds: options.seconds,
        load_seconds,
        data_bytes: machine::size_of(&data)?,
        start_ms,
        idle_rss_kib,
        peak_rss_kib,
        verify_seconds,
        scenarios,
    })
}

/// The scenarios. Ids and names of filters are read from the pages, as a person's browser would have them.
async fn targets(session: &Session, options: &Options) -> Result<Vec<(&'static str, Target)>> {
    let ledger = session.page("/matters").await?;
    let unit = pages::choice(&ledger, UNIT).with_context(|| format!("台账没有单位筛选“{UNIT}”"))?;
    let stage = pages::choice(&ledger, STAGE).with_context(|| format!("台账没有环节筛选“{STAGE}”"))?;
    let list = format!("/matters?{unit}&{stage}&{}", options.sort);
    let matters = pages::matters(&session.page(&list).await?);
    ensure!(!matters.is_empty(), "{list} 没有事项");
    if matters.len() != ROWS {
        tell(&format!("注意：{list} 是 {} 行，不是 {ROWS} 行", matters.len()));
    }
    let blank = session.page("/matters/new").await?;
    let form = Form::parse(&proposal(&blank)?, Encoding::Multipart)?;
    let find = |rest: &str| Target::Get(vec![format!("/search?{rest}")]);
    Ok(vec![
        ("查找：常见的两个字（整改）", find("q=%E6%95%B4%E6%94%B9")),
        ("查找：常见的两个字，按单位和环节缩小", find(&format!("q=%E6%95%B4%E6%94%B9&{unit}&{stage}"))),
        ("查找：少见的两个字（离退）", find("q=%E7%A6%BB%E9%80%80")),
        ("查找：没有的两个字", find("q=%E7%88%A8%E9%BE%98")),
        ("台账：按单位和环节筛选，按时限排序，50 行", Target::Get(vec![list])),
        ("事项页（50 件轮流）", Target::Get(matters)),
        ("工作台", Target::Get(vec!["/".to_owned()])),
        ("新建事项（落盘后应答）", Target::Post(vec!["/matters".to_owned()], form)),
    ])
}

/// The form of 新建事项, filled in; the choices are the page's own.
fn proposal(page: &str) -> Result<String> {
    let lead = pages::choice(page, UNIT).with_context(|| format!("新建事项没有单位“{UNIT}”"))?;
    let category = pages::radio(page, "category").context("新建事项没有类别")?;
    let csrf =
        if page.contains("name=\"csrf\"") { format!("csrf={}\n", http::csrf_token(page)?) } else { String::new() };
    Ok(format!(
        "{csrf}command_id={{uuid}}\n{lead}\n{category}\nlimit=working_days\n\
         title=压力测试第 {{n}} 件：推进本科专业认证整改\n\
         content=根据校长办公会第三项议题议定，本科专业认证整改由教务处牵头办理，涉及各学院和有关部门。\n\
         requirements=对照指标逐条自评，形成自评报告；组织校外专家预评，限期整改；按月报送进展。\n\
         target=六个专业通过认证。\nsource_organ=校长办公会\n"
    ))
}

fn first_path(target: &Target) -> String {
    match target {
        Target::Get(paths) | Target::Post(paths, _) => paths.first().cloned().unwrap_or_default(),
    }
}

fn tell(text: &str) {
    eprintln!("压力测试：{text}");
}
