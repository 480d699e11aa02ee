//! `duban demo`: the demonstration school, loaded on the first start and kept from then on.
//!
//! Its passwords are random. They are printed, written to the file that `--accounts` names, and kept in the key directory (never
//! in the data), so that the next start can show them again.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use app::{App, accounts::Limits};
use domain::{institution::Role, value::Day};
use serde::{Deserialize, Serialize};
use store::Access;

use super::{
    note, say,
    serve::{address, run},
};
use crate::{
    demo::{self, Account},
    files::{private_dir, remove, write_private},
    place,
    press::Workers,
    reader::Readers,
    serving,
    settings::{PlaceSettings, ServeSettings, start_logs},
};

#[derive(Debug, clap::Args)]
pub struct Demo {
    #[command(flatten)]
    place: PlaceSettings,
    #[command(flatten)]
    serve: ServeSettings,
    /// 把网址和账号写入此文件（JSON），仅所有者可读；文件出现即可访问
    #[arg(long, value_name = "文件")]
    accounts: Option<PathBuf>,
    /// 清空已有的演示数据，按今天的日期重新装载
    #[arg(long)]
    fresh: bool,
}

/// Marks a directory as a demonstration: only such a one is ever emptied.
const MARKER: &str = "demo.json";
const DATABASE: &str = "duban.db";
const PASSWORDS: &str = "demo-accounts.json";

#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    /// the day of the load; none while it runs or after it failed
    loaded: Option<Day>,
}

#[derive(Debug, Serialize)]
struct Started<'a> {
    address: &'a str,
    accounts: &'a [Account],
}

impl Demo {
    pub fn run(self) -> Result<ExitCode> {
        start_logs();
        self.refuse_other_databases()?;
        if let Some(file) = &self.accounts {
            remove(file)?;
        }
        place::runtime()?.block_on(async {
            let shutdown = serving::on_signal()?;
            let listener = serving::listen(self.serve.listen).await?;
            let (app, accounts) = self.school().await?;
            app.print_by(Workers::of(&self.place)?);
            app.read_by(Readers::of_this()?);
            let address = address(&self.serve, &listener)?;
            print(&address, &accounts)?;
            if let Some(file) = &self.accounts {
                // The queue of the listening socket already takes connections.
                let started = Started { address: &address, accounts: &accounts };
                write_private(file, &serde_json::to_string_pretty(&started)?)?;
            }
            run(app, &self.serve, listener, shutdown).await;
            Ok(ExitCode::SUCCESS)
        })
    }

    /// A real school's data are never touched.
    fn refuse_other_databases(&self) -> Result<()> {
        if self.place.database.is_some() || self.place.database_file.is_some() {
            bail!("演示只用自己的数据目录，请不要写 --database");
        }
        let data = &self.place.data;
        if data.join(DATABASE).exists() && !data.join(MARKER).exists() {
            bail!("{} 中已有正式数据，演示不会使用它；请用 --data 另指定目录", data.display());
        }
        Ok(())
    }

    /// The demonstration that is there, or a new one.
    async fn school(&self) -> Result<(App, Vec<Account>)> {
        if !self.fresh
            && let Some(kept) = self.kept()?
        {
            return Ok((place::open(&self.place, Access::ReadWrite, self.limits()).await?, kept));
        }
        self.empty()?;
        self.mark(None)?;
        let app = place::open(&self.place, Access::ReadWrite, self.limits()).await?;
        note("正在装载演示数据……");
        let accounts = demo::load(&app).await.context("演示数据装载失败")?;
        write_private(&self.place.keys()?.join(PASSWORDS), &serde_json::to_string_pretty(&accounts)?)?;
        self.mark(Some(app.today()))?;
        Ok((app, accounts))
    }

    fn limits(&self) -> Limits {
        Limits { profile: self.serve.password_rule, ..Limits::default() }
    }

    /// The accounts of a complete demonstration.
    fn kept(&self) -> Result<Option<Vec<Account>>> {
        let path = self.place.data.join(MARKER);
        let marker: Option<Marker> = read(&path)?;
        let Some(loaded) = marker.and_then(|marker| marker.loaded) else { return Ok(None) };
        if !self.place.data.join(DATABASE).exists() {
            return Ok(None);
        }
        let passwords = self.place.keys()?.join(PASSWORDS);
        let Some(accounts) = read(&passwords)? else {
            bail!("找不到演示账号的口令（{}），请加 --fresh 重新装载演示数据", passwords.display());
        };
        note(format_args!("使用 {loaded} 装载的演示数据；加 --fresh 可按今天的日期重新装载"));
        Ok(Some(accounts))
    }

    /// Removes what a demonstration has made, by name.
    fn empty(&self) -> Result<()> {
        let data = &self.place.data;
        for name in [DATABASE, "duban.db-wal", "duban.db-shm"] {
            remove(&data.join(name))?;
        }
        remove(&self.place.anchors())?;
        match fs::remove_dir_all(self.place.files()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).context("删不掉演示的附件"),
            _ => Ok(()),
        }
    }

    fn mark(&self, loaded: Option<Day>) -> Result<()> {
        private_dir(&self.place.data)?;
        write_private(&self.place.data.join(MARKER), &serde_json::to_string(&Marker { loaded })?)
    }
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Option<T>> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("读不出 {}", path.display())),
        Ok(text) => serde_json::from_str(&text).map(Some).with_context(|| format!("{} 的内容已损坏", path.display())),
    }
}

/// The address, and one account of each kind.
fn print(address: &str, accounts: &[Account]) -> Result<()> {
    say(format_args!("\n演示学校已启动：{address}\n\n账号（口令为本次装载时随机生成）："))?;
    for account in accounts {
        let Some(note) = &account.note else { continue };
        let roles = Role::ALL.iter().filter(|role| account.roles.contains(&format!("{role:?}")));
        let roles: Vec<&str> = roles.map(|role| role.label()).collect();
        say(format_args!("  {:<14} {}  {} {}", account.login, account.password, account.name, roles.join("、")))?;
        say(format_args!("  {:<14} {note}", ""))?;
    }
    say("\n按 Ctrl-C 停止。")
}
