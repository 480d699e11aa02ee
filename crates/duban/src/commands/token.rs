//! `duban token create`: a token of the API for an existing account. It is shown this once.

use std::process::ExitCode;

use anyhow::{Context, Result};
use app::{Actor, accounts::Limits};
use domain::value::PersonId;
use store::{Access, credentials};

use super::{note, say, told};
use crate::{place, settings::PlaceSettings};

#[derive(Debug, clap::Subcommand)]
pub enum Token {
    /// 为已有账号生成接口令牌，只显示这一次
    Create(Create),
}

#[derive(Debug, clap::Args)]
pub struct Create {
    /// 账号的登录名；令牌按此人的权限办理
    #[arg(long, value_name = "登录名")]
    user: String,
    /// 令牌的名称，说明用途
    #[arg(long, value_name = "名称")]
    name: String,
    /// 有效天数，最多 366 天，默认 90
    #[arg(long, value_name = "天数", default_value_t = 90)]
    days: u32,
    /// 只能查询，不能办理
    #[arg(long)]
    read_only: bool,
    #[command(flatten)]
    place: PlaceSettings,
}

impl Token {
    pub fn run(self) -> Result<ExitCode> {
        let Token::Create(create) = self;
        let made = place::runtime()?.block_on(create.make())?;
        note(format_args!("令牌“{}”已生成，有效 {} 天；请立即保存，以后不再显示：", create.name, create.days));
        say(made.secret.reveal())?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    async fn make(&self) -> Result<app::accounts::NewToken> {
        let app = place::open(&self.place, Access::ReadWrite, Limits::default()).await?;
        let name = self.user.clone();
        let login = app.store().read(move |sql| credentials::find(sql, &name)).await?;
        let login = login.with_context(|| format!("没有登录名为“{}”的账号，请先开通账号", self.user))?;
        let request_id = "duban token create".to_owned();
        let owner = Actor { login: Some(login.name), request_id, ..Actor::person(PersonId(login.person)) };
        app.create_token(&owner, &self.name, self.read_only, self.days).await.map_err(told)
    }
}
