//! `duban archive NUMBER`: the package of an archived matter (R4.8), signed with the institution's key.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, Result};
use app::{Actor, accounts::Limits};
use store::Access;

use super::{matter_of, say, told};
use crate::{place, press::Here, settings::PlaceSettings};

#[derive(Debug, clap::Args)]
pub struct ArchiveCommand {
    /// 通知单编号，例如 督办〔2026〕12号 或 2026-12
    number: String,
    /// 写入的文件
    #[arg(long, value_name = "文件")]
    out: PathBuf,
    #[command(flatten)]
    place: PlaceSettings,
}

impl ArchiveCommand {
    pub fn run(self) -> Result<ExitCode> {
        let bytes = place::runtime()?.block_on(async {
            let app = place::open(&self.place, Access::ReadWrite, Limits::default()).await?;
            app.print_by(Arc::new(Here::open(self.place.fonts.folder(Some(&self.place.data)))?));
            let actor = Actor::system("duban archive");
            let matter = matter_of(&app, &actor, &self.number).await?;
            let (_, bytes) = app.archive_package(&actor, matter).await.map_err(told)?;
            anyhow::Ok(bytes)
        })?;
        std::fs::write(&self.out, &bytes).with_context(|| format!("写不出 {}", self.out.display()))?;
        say(format_args!("归档包已写入 {}（{} 字节）", self.out.display(), bytes.len()))?;
        Ok(ExitCode::SUCCESS)
    }
}
