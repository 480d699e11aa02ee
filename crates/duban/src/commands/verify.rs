//! `duban verify`: proves the record, beside a running service or without one.

use std::process::ExitCode;

use anyhow::Result;
use app::{FAULTS_SHOWN, accounts::Limits};
use store::Access;

use super::{failed, note, say};
use crate::{place, settings::PlaceSettings};

#[derive(Debug, clap::Args)]
pub struct Verify {
    #[command(flatten)]
    place: PlaceSettings,
}

impl Verify {
    pub fn run(self) -> Result<ExitCode> {
        let verified = place::runtime()?.block_on(async {
            let app = place::open(&self.place, Access::ReadOnly, Limits::default()).await?;
            anyhow::Ok(app.verify().await?)
        })?;
        say(format_args!(
            "事件 {} 条，审计 {} 条，锚点 {} 个，附件 {} 个，事项 {} 件，视图 {} 行",
            verified.events,
            verified.audit_rows,
            verified.anchors,
            verified.files,
            verified.matters,
            verified.view_rows
        ))?;
        if verified.faults.is_empty() {
            say("核验通过：记录链完整，视图与记录一致")?;
            return Ok(ExitCode::SUCCESS);
        }
        verified.faults.iter().for_each(note);
        if verified.faults.len() >= FAULTS_SHOWN {
            note(format_args!("问题不止于此，只列出前 {FAULTS_SHOWN} 个"));
        }
        note(
            "核验未通过：视图与记录不符的，停止服务后执行 duban rebuild；记录链或附件有问题的，请从备份恢复并追查原因",
        );
        Ok(failed())
    }
}
