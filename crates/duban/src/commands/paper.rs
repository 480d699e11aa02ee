//! `duban paper KIND [NUMBER]`: a form, register or official document as a file. Without a number: the blank form.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, Result, bail};
use app::{Actor, App, accounts::Limits, papers::blank};
use documents::{Paper, format};
use domain::{
    matter::PaperKind,
    regulation::Regulation,
    value::{Day, Period},
};
use store::Access;

use super::{note, told};
use crate::{
    place,
    press::Here,
    seeds,
    settings::{FontSettings, PlaceSettings},
};

#[derive(Debug, clap::Args)]
pub struct PaperCommand {
    /// 种类：registration-register、notice、extension、urging、closing-report、archive-register、flow、letter
    kind: Kind,
    /// 通知单编号，例如 督办〔2026〕12号 或 2026-12；不写则生成空白表样
    number: Option<String>,
    /// 格式：pdf、docx、xlsx
    #[arg(long, value_name = "格式")]
    format: Format,
    /// 写入的文件
    #[arg(long, value_name = "文件")]
    out: PathBuf,
    /// 登记表的起始日期；默认为当年 1 月 1 日
    #[arg(long, value_name = "日期")]
    from: Option<Day>,
    /// 截止日期；默认为今天
    #[arg(long, value_name = "日期")]
    to: Option<Day>,
    /// 同一事项有几份时取第几份；默认为最近一份
    #[arg(long, value_name = "序号")]
    about: Option<u32>,
    /// 数据目录（DUBAN_DATA）；生成空白表样时可以不写
    #[arg(long, env = "DUBAN_DATA", value_name = "目录")]
    data: Option<PathBuf>,
    /// 密钥目录（DUBAN_KEYS）
    #[arg(long, env = "DUBAN_KEYS", value_name = "目录")]
    keys: Option<PathBuf>,
    /// PostgreSQL 的网址（DUBAN_DATABASE）
    #[arg(long, env = "DUBAN_DATABASE", value_name = "网址", hide_env_values = true)]
    database: Option<String>,
    /// 写有 PostgreSQL 网址的文件（DUBAN_DATABASE_FILE）
    #[arg(long, env = "DUBAN_DATABASE_FILE", value_name = "文件", conflicts_with = "database")]
    database_file: Option<PathBuf>,
    #[command(flatten)]
    fonts: FontSettings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    RegistrationRegister,
    Notice,
    Extension,
    Urging,
    ClosingReport,
    ArchiveRegister,
    Flow,
    Letter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Pdf,
    Docx,
    Xlsx,
}

impl PaperCommand {
    pub fn run(self) -> Result<ExitCode> {
        let paper = place::runtime()?.block_on(self.paper())?;
        let bytes = match self.format {
            Format::Docx => format::docx::write(&paper)?,
            Format::Xlsx => format::xlsx::write(&paper)?,
            Format::Pdf => {
                let fonts = self.fonts.folder(self.data.as_deref());
                let printed = app::papers::Press::print(&Here::open(fonts)?, &paper)?;
                for one in &printed.missing {
                    note(format_args!("缺字：没有字体能显示“{one}”（U+{:04X}），以〓代替", u32::from(*one)));
                }
                printed.pdf
            }
        };
        std::fs::write(&self.out, bytes).with_context(|| format!("写不出 {}", self.out.display()))?;
        Ok(ExitCode::SUCCESS)
    }

    async fn paper(&self) -> Result<Paper> {
        if let (Some(annex), None, false) = (self.kind.annex(), &self.number, self.is_register() && self.data.is_some())
        {
            let institution = match &self.data {
                Some(_) => self.open().await?.institution().await.map_err(told)?,
                None => Arc::default(),
            };
            let rules = institution.regulation_on(Day::MAX).cloned();
            let rules = rules.map_or_else(|| Regulation::parse(seeds::REGULATION), Ok)?;
            return blank(&rules, institution.logo.as_ref(), annex).context("没有这种表样");
        }
        let (app, actor) = (self.open().await?, Actor::system("duban paper"));
        if let Some(kind) = self.kind.of_a_matter() {
            let Some(number) = &self.number else { bail!("请写明通知单编号，例如 督办〔2026〕12号") };
            let matter = super::matter_of(&app, &actor, number).await?;
            let found = app.newest_paper(matter, kind, self.about).await.map_err(told)?;
            return found.with_context(|| format!("{number} 没有{}", kind.label()));
        }
        let period = self.period(&app)?;
        let made = match self.kind {
            Kind::ArchiveRegister => app.archive_register(&actor, period, None).await,
            _ => app.registration_register(&actor, period, None).await,
        };
        made.map_err(told)
    }

    fn period(&self, app: &App) -> Result<Period> {
        let to = self.to.unwrap_or_else(|| app.today());
        let from = self.from.unwrap_or_else(|| Day::constant(to.year(), 1, 1));
        if from > to {
            bail!("起始日期 {from} 晚于截止日期 {to}，请核对 --from 和 --to");
        }
        Ok(Period { from, to })
    }

    fn is_register(&self) -> bool {
        matches!(self.kind, Kind::RegistrationRegister | Kind::ArchiveRegister)
    }

    async fn open(&self) -> Result<App> {
        let Some(data) = &self.data else { bail!("请用 --data 指明数据目录") };
        let place = PlaceSettings {
            keys: self.keys.clone(),
            database: self.database.clone(),
            database_file: self.database_file.clone(),
            ..PlaceSettings::at(data.clone())
        };
        place::open(&place, Access::ReadOnly, Limits::default()).await
    }
}

impl Kind {
    fn of_a_matter(self) -> Option<PaperKind> {
        match self {
            Kind::Notice => Some(PaperKind::Notice),
            Kind::Extension => Some(PaperKind::Extension),
            Kind::Urging => Some(PaperKind::Urging),
            Kind::ClosingReport => Some(PaperKind::ClosingReport),
            Kind::Flow => Some(PaperKind::Flow),
            Kind::Letter => Some(PaperKind::DisciplineLetter),
            Kind::RegistrationRegister | Kind::ArchiveRegister => None,
        }
    }

    /// Of the regulation.
    fn annex(self) -> Option<u8> {
        match self {
            Kind::Flow => Some(1),
            Kind::RegistrationRegister => Some(2),
            Kind::Notice => Some(3),
            Kind::Extension => Some(4),
            Kind::Urging => Some(5),
            Kind::ClosingReport => Some(6),
            Kind::ArchiveRegister => Some(7),
            Kind::Letter => None,
        }
    }
}
