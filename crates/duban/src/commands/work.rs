//! `duban work`: the timetable alone, without pages. For a process of its own beside `duban serve --no-work`, on PostgreSQL;
//! with SQLite one process does both.

use std::process::ExitCode;

use anyhow::Result;
use app::{
    accounts::Limits,
    jobs::{self, Post},
};

use super::say;
use crate::{
    place,
    press::Workers,
    reader::Readers,
    serving,
    settings::{MailSettings, PlaceSettings, origin, start_logs},
};

#[derive(Debug, clap::Args)]
pub struct Work {
    #[command(flatten)]
    place: PlaceSettings,
    #[command(flatten)]
    mail: MailSettings,
    /// 用户访问的网址，写在邮件的链接里（DUBAN_PUBLIC_URL）
    #[arg(long, env = "DUBAN_PUBLIC_URL", value_name = "网址", value_parser = origin)]
    public_url: Option<String>,
}

impl Work {
    pub fn run(self) -> Result<ExitCode> {
        start_logs();
        place::runtime()?.block_on(async {
            let shutdown = serving::on_signal()?;
            let mail = self.mail.channel()?;
            let app = place::open_seeded(&self.place, Limits::default()).await?;
            app.print_by(Workers::of(&self.place)?);
            app.read_by(Readers::of_this()?);
            if let Some(mail) = mail {
                app.send_by(Post { mail, origin: self.public_url.clone().unwrap_or_default() });
            }
            say("督办后台任务已启动")?;
            jobs::run(app, shutdown).await;
            Ok(ExitCode::SUCCESS)
        })
    }
}
