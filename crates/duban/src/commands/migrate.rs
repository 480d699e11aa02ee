//! `duban migrate`: brings the database up to this program; makes it where there is none.

use std::process::ExitCode;

use anyhow::Result;
use app::accounts::Limits;
use store::{Access, MIGRATIONS};

use super::say;
use crate::{place, settings::PlaceSettings};

#[derive(Debug, clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    place: PlaceSettings,
}

impl Migrate {
    pub fn run(self) -> Result<ExitCode> {
        place::runtime()?
            .block_on(async { place::open(&self.place, Access::ReadWrite, Limits::default()).await.map(drop) })?;
        let newest = MIGRATIONS.last().map_or(0, |migration| migration.version);
        say(format_args!("数据库结构已是第 {newest} 版"))?;
        Ok(ExitCode::SUCCESS)
    }
}
