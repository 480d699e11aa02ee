//! Every command on one screen. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

use std::{io::Write, process::ExitCode};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::{commands, usage};

#[derive(Debug, Parser)]
#[command(name = "duban", version, about = "督办：高校督办事项的拟办、立项、交办、承办、催办、办结、反馈、归档")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动服务；第一次启动时给出一次性的设置链接
    Serve(commands::serve::Serve),
    /// 只运行后台任务（催办建议、提醒、邮件），不提供页面
    Work(commands::work::Work),
    /// 启动演示学校，显示网址和账号
    Demo(commands::demo::Demo),
    /// 计算工作日时限
    Workday(commands::workday::Workday),
    /// 接口令牌
    #[command(subcommand)]
    Token(commands::token::Token),
    /// 人员账号
    #[command(subcommand)]
    User(commands::user::User),
    /// 装载其他系统的事项（每行一件的 JSON 文件），或把一份导出装入空的系统
    Load(commands::load::Load),
    /// 导出全部数据：记录、账号、附件，可装入另一个系统
    Export(commands::export::Export),
    /// 生成表单、登记表、通报、报告和函（PDF、DOCX、XLSX）
    Paper(commands::paper::PaperCommand),
    /// 核验记录链、锚点、附件和全部视图
    Verify(commands::verify::Verify),
    /// 生成已归档事项的归档包（ZIP），用本机构的密钥签名
    Archive(commands::archive::ArchiveCommand),
    /// 核验归档包：内容、签名和四性，不需要数据库和密钥
    VerifyArchive(commands::verify_archive::VerifyArchive),
    /// 显示本机构的公钥，供他人核验归档包
    PublicKey(commands::public_key::PublicKey),
    /// 由事件记录重建全部视图
    Rebuild(commands::rebuild::Rebuild),
    /// 列出每个阶段可以办理的操作及其条款
    States(NoOptions),
    /// 检查运行环境：数据库、密钥、磁盘、工作日历
    Doctor(commands::doctor::Doctor),
    /// 升级数据库结构（服务启动时也会自动升级）
    Migrate(commands::migrate::Migrate),
    /// 读出一句时限是哪一天
    When(commands::when::When),
    /// 读出一份文件或台账中的任务（不写入任何数据）
    Read(commands::read::Read),
    /// 排版进程，由服务自行启动
    #[command(hide = true)]
    Worker(commands::worker::Worker),
    /// 读取进程，由服务自行启动
    #[command(hide = true)]
    Reader(commands::reader::Reader),
}

#[derive(Debug, Args)]
struct NoOptions {}

/// Reads the command line, does what it says, and tells what went wrong in one or a few lines.
pub fn run() -> ExitCode {
    let matches = match usage::in_chinese(Cli::command()).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return usage::explain(&error),
    };
    let command = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli.command,
        Err(error) => return usage::explain(&error),
    };
    match perform(command) {
        Ok(code) => code,
        Err(error) => {
            // The whole chain: each line says a little more of why.
            let _ = writeln!(std::io::stderr(), "duban：{error:#}");
            ExitCode::from(FAILED)
        }
    }
}

/// Refused or failed.
pub const FAILED: u8 = 1;
/// Wrong usage.
pub const USAGE: u8 = 2;

fn perform(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(serve) => serve.run(),
        Command::Work(work) => work.run(),
        Command::Demo(demo) => demo.run(),
        Command::Workday(workday) => workday.run(),
        Command::Token(token) => token.run(),
        Command::User(user) => user.run(),
        Command::Load(load) => load.run(),
        Command::Export(export) => export.run(),
        Command::Verify(verify) => verify.run(),
        Command::VerifyArchive(verify) => verify.run(),
        Command::Rebuild(rebuild) => rebuild.run(),
        Command::States(NoOptions {}) => commands::states::run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::Archive(archive) => archive.run(),
        Command::Paper(paper) => paper.run(),
        Command::PublicKey(key) => key.run(),
        Command::When(when) => when.run(),
        Command::Read(read) => read.run(),
        Command::Worker(worker) => worker.run(),
        Command::Reader(reader) => reader.run(),
    }
}
