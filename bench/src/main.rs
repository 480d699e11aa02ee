//! Load generator and benchmark of 督办: `generate` makes records, `http` loads one address, `run` does the whole, `sweep`
//! measures the scheduler, `papers` the printing, `intake` the reading of hostile files.
//!
//! It sends to loopback addresses only, for a bounded time, and stops by itself. How to read its numbers: README.md here.

mod generate;
mod hostile;
mod http;
mod papers;
mod random;
mod run;
mod sweep;

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use http::{Encoding, Form, Plan, Session, Target};
use jiff::civil::Date;

#[derive(Debug, Parser)]
#[command(name = "bench", about = "督办的压力测试")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 生成事项数据，一行一件（JSON），同样的参数总是得到同样的文件
    Generate(Generate),
    /// 对一个地址施压，输出吞吐量和响应时间（表格到标准错误，JSON 到标准输出）
    Http(Http),
    /// 完整的压力测试：生成、装载、启动、测量，输出结果表
    Run(run::Options),
    /// 时限巡查：一百万项未了结的时限，测一次巡查的用时和其间工作台的应答
    Sweep(sweep::Options),
    /// 文书：通知单和登记表的 PDF、DOCX、XLSX，与 LibreOffice、openpyxl、XlsxWriter 比较
    Papers(papers::Options),
    /// 文件读取：恶意和损坏的文件，每个的用时、内存峰值和结果
    Intake(hostile::Options),
}

#[derive(Debug, Args)]
struct Generate {
    #[arg(long, default_value_t = 100_000)]
    count: u64,
    #[arg(long)]
    out: PathBuf,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 以哪一天为今日，事项日期都在此前三年内
    #[arg(long, default_value = generate::TODAY)]
    today: Date,
}

#[derive(Debug, Args)]
struct Http {
    /// 例如 http://127.0.0.1:8080，只能是本机
    #[arg(long)]
    base: String,
    /// 可以给出多次，轮流请求
    #[arg(long, required = true)]
    path: Vec<String>,
    #[arg(long, default_value_t = 8)]
    clients: usize,
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    #[arg(long, default_value_t = 2)]
    warm_up: u64,
    /// 请求头 Cookie 的内容，或 curl -c 写出的文件
    #[arg(long)]
    cookie_file: Option<PathBuf>,
    /// 接口令牌所在的文件
    #[arg(long)]
    bearer_file: Option<PathBuf>,
    /// 表单模板（一行一个 名称=值，可用 {uuid} {n} {csrf}），有它就用 POST
    #[arg(long)]
    form: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Encoding::Urlencoded)]
    encoding: Encoding,
    /// 从这个页面取 {csrf}
    #[arg(long, requires = "form")]
    csrf_page: Option<String>,
}

fn main() -> ExitCode {
    match answer(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn answer(command: Command) -> Result<()> {
    // One thread: the generator takes one core at most and leaves the other to the server.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match command {
        Command::Generate(options) => generate_file(&options),
        Command::Http(options) => runtime.block_on(load(options)),
        Command::Run(options) => runtime.block_on(run::run(&options)),
        Command::Sweep(options) => runtime.block_on(sweep::run(&options)),
        Command::Papers(options) => papers::run(&options),
        Command::Intake(options) => hostile::run(&options),
    }
}

fn generate_file(options: &Generate) -> Result<()> {
    let file = File::create(&options.out).with_context(|| options.out.display().to_string())?;
    let mut out = BufWriter::new(file);
    generate::write(&mut out, options.count, options.seed, options.today)?;
    out.flush()?;
    Ok(())
}

async fn load(options: Http) -> Result<()> {
    let mut session = Session::new(&options.base)?;
    if let Some(file) = &options.cookie_file {
        session = session.cookie(&read(file)?)?;
    }
    if let Some(file) = &options.bearer_file {
        session = session.bearer(&read(file)?)?;
    }
    let target = match &options.form {
        None => Target::Get(options.path),
        Some(file) => {
            let mut form = Form::parse(&read(file)?, options.encoding)?;
            if let Some(page) = &options.csrf_page {
                form = form.csrf(http::csrf_token(&session.page(page).await?)?);
            }
            Target::Post(options.path, form)
        }
    };
    let plan = Plan {
        clients: options.clients,
        warm_up: Duration::from_secs(options.warm_up),
        measured: Duration::from_secs(options.seconds),
    };
    let report = http::load(&session, &target, &plan).await?;
    eprintln!("{}\n{}", http::Report::HEAD, report.row(&target.to_string()));
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
