//! `duban serve`: the service. A new database is filled with the school's parameters and the calendar; while nothing is set
//! up, a one-time link is printed and kept in a file that only its owner may read. There is no password before that.

use std::{fmt::Write as _, fs::File, io::Read, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};
use app::{
    App,
    accounts::Limits,
    jobs::{self, Post},
};
use tokio::{net::TcpListener, sync::watch};

use super::say;
use crate::{
    files::{remove, write_private},
    place,
    press::Workers,
    reader::Readers,
    serving,
    settings::{MailSettings, PlaceSettings, ServeSettings, start_logs},
};

#[derive(Debug, clap::Args)]
pub struct Serve {
    #[command(flatten)]
    place: PlaceSettings,
    #[command(flatten)]
    serve: ServeSettings,
    #[command(flatten)]
    mail: MailSettings,
}

impl Serve {
    pub fn run(self) -> Result<ExitCode> {
        start_logs();
        place::runtime()?.block_on(async {
            let shutdown = serving::on_signal()?;
            let listener = serving::listen(self.serve.listen).await?;
            let mail = self.mail.channel()?;
            let limits = Limits { profile: self.serve.password_rule, ..Limits::default() };
            let app = place::open_seeded(&self.place, limits).await?;
            app.print_by(Workers::of(&self.place)?);
            app.read_by(Readers::of_this()?);
            if let Some(mail) = mail {
                app.send_by(Post { mail, origin: self.serve.public_url.clone().unwrap_or_default() });
            }
            let address = address(&self.serve, &listener)?;
            set_up_link(&app, &self.place, &address).await?;
            say(format_args!("督办已启动：{address}"))?;
            run(app, &self.serve, listener, shutdown).await;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// Where people reach it.
pub fn address(settings: &ServeSettings, listener: &TcpListener) -> Result<String> {
    match &settings.public_url {
        Some(url) => Ok(url.clone()),
        None => Ok(format!("http://{}", listener.local_addr()?)),
    }
}

/// Serves and, unless another process does, works through the timetable until the signal comes.
pub async fn run(app: App, settings: &ServeSettings, listener: TcpListener, shutdown: watch::Receiver<bool>) {
    let config = web::Config {
        origin: settings.public_url.clone().unwrap_or_default(),
        trusted_proxies: settings.trusted_proxies.clone(),
    };
    std::thread::spawn(log_digest_of_program);
    let works = !settings.no_work;
    let jobs = works.then(|| tokio::spawn(jobs::run(app.clone(), shutdown.clone())));
    serving::serve(listener, web::router(web::Web::new(app, config)), shutdown).await;
    if let Some(jobs) = jobs
        && let Err(error) = jobs.await
    {
        tracing::error!(%error, "the timetable broke off");
    }
}

/// Printed and written down while nothing is set up; removed once it is.
async fn set_up_link(app: &App, place: &PlaceSettings, address: &str) -> Result<()> {
    let file: PathBuf = place.data.join("set-up-link.txt");
    let Some(token) = app.make_set_up_link().await.context("生成不了设置链接")? else { return remove(&file) };
    let link = format!("{address}/set-up/{}", token.reveal());
    write_private(&file, &format!("{link}\n"))?;
    say(format_args!(
        "尚未设置。请在 24 小时内打开下面的链接完成设置，链接只能使用一次：\n{link}\n（链接也写在 {}，仅所有者可读）",
        file.display()
    ))
}

/// CES1-24: which program is this? On a thread that neither the start nor the end waits for.
fn log_digest_of_program() {
    let digest = || -> std::io::Result<String> {
        let (mut file, mut sm3) = (File::open(std::env::current_exe()?)?, crypto::Sm3::default());
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => sm3.update(&buffer[..read]),
            }
        }
        Ok(sm3.finish().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        }))
    };
    match digest() {
        Ok(sm3) => tracing::info!(version = env!("CARGO_PKG_VERSION"), %sm3, "program"),
        Err(error) => tracing::warn!(%error, "the digest of the program was not computed"),
    }
}
