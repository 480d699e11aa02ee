//! Requests to leaders and urgings: 延期 (R4.5b), 催办 (R4.5c, d), 暂缓, 终止 (R1).

use anyhow::{Context, Result, bail};
use domain::matter::Command;

use super::{Scene, newest};

impl Scene<'_> {
    pub(super) fn request_extension(&self, until: &str, reasons: &str, measures: &str) -> Result<Command> {
        Ok(Command::RequestExtension {
            until: self.dates.day(until)?,
            reasons: self.text(reasons)?,
            measures: self.text(measures)?,
        })
    }

    pub(super) fn forward_extension(&self, remark: &str) -> Result<Command> {
        Ok(Command::ForwardExtension { extension: self.open_extension()?.id, remark: self.optional(remark)? })
    }

    pub(super) fn decide_extension(&self, decision: &str, until: Option<&str>, text: &str) -> Result<Command> {
        let asked = self.open_extension()?;
        let extension = asked.id;
        match (decision, until) {
            ("grant", None) => {
                Ok(Command::GrantExtension { extension, until: asked.until, text: self.optional(text)? })
            }
            ("grant_other", Some(until)) => {
                let until = self.dates.day(until)?;
                Ok(Command::GrantExtension { extension, until, text: self.optional(text)? })
            }
            ("refuse", None) => Ok(Command::RefuseExtension { extension, text: self.text(text)? }),
            _ => bail!("延期的决定“{decision}”与日期 {until:?} 不相称"),
        }
    }

    fn open_extension(&self) -> Result<&domain::matter::Extension> {
        self.now.open_extension().context("没有待审批的延期申请")
    }

    /// One that the system has proposed needs no reason of its own.
    pub(super) fn urge(&self, limit: &str, text: &str) -> Result<Command> {
        let reason = match self.now.open_urging_proposal() {
            Some(_) => None,
            None => Some(self.text("超过办结时限，电话提醒后仍未报送办结报告。")?),
        };
        Ok(Command::Urge { due: self.dates.day(limit)?, text: self.text(text)?, reason })
    }

    pub(super) fn sign_urging(&self) -> Result<Command> {
        let urging = newest(&self.now.urgings, "催办单", |urging| urging.signature.is_none())?.id;
        Ok(Command::SignUrging { urging })
    }

    pub(super) fn settle_urging(&self, done: bool, reason: &str) -> Result<Command> {
        let urging = self.now.open_urging().context("没有待记录落实情况的催办")?.id;
        Ok(Command::SettleUrging { urging, done, reason: self.optional(reason)? })
    }

    pub(super) fn decide_suspension(&self, decision: &str, until: Option<&str>, text: &str) -> Result<Command> {
        let asked = newest(&self.now.suspensions, "暂缓申请", |suspension| suspension.outcome.is_none())?;
        let suspension = asked.id;
        match decision {
            "grant" => {
                let until = self.day_if(until)?.unwrap_or(asked.expected_end);
                Ok(Command::GrantSuspension { suspension, until, text: self.optional(text)? })
            }
            "refuse" => Ok(Command::RefuseSuspension { suspension, text: self.text(text)? }),
            _ => bail!("暂缓的决定“{decision}”不认识"),
        }
    }

    pub(super) fn decide_termination(&self, decision: &str, text: &str) -> Result<Command> {
        let termination = newest(&self.now.terminations, "终止申请", |asked| asked.outcome.is_none())?.id;
        match decision {
            "grant" => Ok(Command::GrantTermination { termination, text: self.optional(text)? }),
            "refuse" => Ok(Command::RefuseTermination { termination, text: self.text(text)? }),
            _ => bail!("终止的决定“{decision}”不认识"),
        }
    }
}
