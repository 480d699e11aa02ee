//! `duban rebuild`: all views anew from the log.

use std::process::ExitCode;

use anyhow::Result;
use app::accounts::Limits;
use store::Access;

use super::say;
use crate::{place, settings::PlaceSettings};

#[derive(Debug, clap::Args)]
pub struct Rebuild {
    #[command(flatten)]
    place: PlaceSettings,
}

impl Rebuild {
    pub fn run(self) -> Result<ExitCode> {
        let rebuilt = place::runtime()?.block_on(async {
            let app = place::open(&self.place, Access::ReadWrite, Limits::default()).await?;
            anyhow::Ok(app.rebuild().await?)
        })?;
        say(format_args!("已由 {} 条事件重建 {} 件事项的视图", rebuilt.events, rebuilt.matters))?;
        Ok(ExitCode::SUCCESS)
    }
}
