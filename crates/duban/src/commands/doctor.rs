//! `duban doctor`: what an operator should know before trouble comes. Beside a running service or without one.

use std::process::ExitCode;

use anyhow::Result;
use app::{Actor, App, accounts::Limits};
use store::{Access, Location, Sql, StoreError};

use super::{failed, say};
use crate::{
    place,
    press::places,
    settings::{MailSettings, PlaceSettings},
};

#[derive(Debug, clap::Args)]
pub struct Doctor {
    #[command(flatten)]
    place: PlaceSettings,
    #[command(flatten)]
    mail: MailSettings,
}

/// One finding.
enum Finding {
    Fine(String),
    /// worth a look; nothing is broken
    Note(String),
    Wrong(String),
}

use Finding::{Fine, Note, Wrong};

impl Doctor {
    pub fn run(self) -> Result<ExitCode> {
        let findings = place::runtime()?.block_on(self.examine());
        let mut wrong = false;
        for finding in findings {
            match finding {
                Fine(what) => say(format_args!("正常  {what}"))?,
                Note(what) => say(format_args!("注意  {what}"))?,
                Wrong(what) => {
                    wrong = true;
                    say(format_args!("问题  {what}"))?;
                }
            }
        }
        Ok(if wrong { failed() } else { ExitCode::SUCCESS })
    }

    async fn examine(&self) -> Vec<Finding> {
        let mut findings = vec![self.keys(), self.space(), self.fonts(), self.mail().await];
        match place::open(&self.place, Access::ReadOnly, Limits::default()).await {
            Err(error) => findings.push(Wrong(format!("数据库：{error:#}"))),
            Ok(app) => match self.database(&app).await {
                Ok(more) => findings.extend(more),
                Err(error) => findings.push(Wrong(format!("数据库：{error:#}"))),
            },
        }
        findings
    }

    /// Both files are there, and only their owner may read them.
    fn keys(&self) -> Finding {
        let found = self.place.keys().and_then(|dir| {
            crypto::Keys::load(&dir)?;
            Ok(dir)
        });
        match found {
            Ok(dir) => Fine(format!("密钥目录 {}，仅所有者可读", dir.display())),
            Err(error) => Wrong(format!("密钥：{error:#}")),
        }
    }

    fn space(&self) -> Finding {
        match rustix::fs::statvfs(&self.place.data) {
            Err(error) => Wrong(format!("数据目录 {}：{error}", self.place.data.display())),
            Ok(space) => {
                let free = space.f_bavail.saturating_mul(space.f_frsize);
                let text = format!("数据目录所在磁盘可用 {:.1} GB", free as f64 / 1e9);
                if free < SPACE_LEAST { Wrong(format!("{text}，请清理或扩容")) } else { Fine(text) }
            }
        }
    }

    /// Papers are set in the official fonts where the institution has put them.
    fn fonts(&self) -> Finding {
        let folder = self.place.fonts.folder(Some(&self.place.data));
        match press::Press::open(places(folder.clone())) {
            Err(error) => Wrong(format!("字体：{error}")),
            Ok(press) => match press.lacking() {
                lacking if lacking.is_empty() => Fine(format!("公文字体齐全（{}）", folder.display())),
                lacking => Note(format!(
                    "{} 中没有{}，PDF 用自带的思源字体代替；有授权的字体放进这个目录后重启",
                    folder.display(),
                    lacking.join("、")
                )),
            },
        }
    }

    async fn mail(&self) -> Finding {
        match self.mail.answers().await {
            Err(error) => Wrong(format!("邮件：{error:#}")),
            Ok(None) => Note("没有设置邮件服务器，消息只在站内；需要时用 --mail-server 设置".to_owned()),
            Ok(Some((server, Ok(())))) => Fine(format!("邮件服务器 {server} 应答正常")),
            Ok(Some((server, Err(failure)))) => Wrong(format!("邮件服务器 {server}：{failure}")),
        }
    }

    async fn database(&self, app: &App) -> Result<Vec<Finding>> {
        let sqlite = matches!(self.place.location()?, Location::Sqlite(_));
        let (version, events, provisional) = app
            .store()
            .read(move |sql| {
                let select = if sqlite { "select sqlite_version()" } else { "select version()" };
                let mut text = |select: &str| sql.first(select, &[])?.map_or(Ok(String::new()), |row| row.string(0));
                let version = text(select)?;
                let events = text("select cast(coalesce(max(position), 0) as text) from event")?;
                let provisional = text(
                    "select cast(count(*) as text) from duty_view where provisional = 1 and state in ('open', 'paused')",
                )?;
                Ok::<_, StoreError>((version, events, provisional))
            })
            .await?;
        let mut findings = vec![
            Fine(format!("数据库 {}{version}，事件 {events} 条", if sqlite { "SQLite " } else { "" })),
            self.set_up(app).await?,
        ];
        findings.extend(self.calendar(app).await?);
        findings.extend(self.waiting(app).await?);
        findings.push(self.clock(app).await?);
        if provisional != "0" {
            findings.push(Note(format!(
                "{provisional} 项在办时限跨入放假通知未发布的年份，日期为暂定，读入放假通知后在“工作日历”中一并重算"
            )));
        }
        Ok(findings)
    }

    /// The scheduler stands still while the clock is far from its last run.
    async fn clock(&self, app: &App) -> Result<Finding> {
        let last = app.last_tick().await?;
        let Some(held) = app.clock_held().await? else {
            return Ok(match last {
                Some(day) => Fine(format!("自动催办和提醒最近运行于 {day}")),
                None => Note("自动催办和提醒还没有运行过：启动 duban serve 或 duban work 后即运行".to_owned()),
            });
        };
        Ok(Wrong(format!(
            "系统时钟今天是 {}，与上次运行的 {} 相差 {} 天，自动催办和提醒已暂停：请校正时钟；时钟无误的，请学校办公室主任或系统管理员在工作台上确认",
            held.today,
            held.last,
            held.days().unsigned_abs()
        )))
    }

    /// Mails that wait for their digest are as they should be; those that were given up are not.
    async fn waiting(&self, app: &App) -> Result<Option<Finding>> {
        let mail = app.mail_state(&Actor::system("doctor")).await?;
        let text = format!("{} 封邮件未能送达，请由系统管理员在“设置”的“邮件发送情况”中处理", mail.dead);
        Ok((mail.dead > 0).then_some(Note(text)))
    }

    async fn set_up(&self, app: &App) -> Result<Finding> {
        Ok(if app.is_set_up().await? {
            Fine("已完成初始设置".to_owned())
        } else {
            Note("尚未完成初始设置：启动服务后打开一次性设置链接".to_owned())
        })
    }

    /// This year has to be there; the next one is announced in November.
    async fn calendar(&self, app: &App) -> Result<Vec<Finding>> {
        let (institution, year) = (app.institution().await?, app.today().year());
        let finding = |year: i16, missing: fn(String) -> Finding| {
            if institution.calendar.announced(year) {
                Fine(format!("工作日历含 {year} 年"))
            } else {
                missing(format!("工作日历缺 {year} 年：国务院放假通知发布后，请在“工作日历”中读入；此前只按周末计算"))
            }
        };
        Ok(vec![finding(year, Wrong), finding(year + 1, Note)])
    }
}

/// 1 GB
const SPACE_LEAST: u64 = 1_000_000_000;
