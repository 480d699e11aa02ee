//! `duban user create`: a person with a role and an account, for first trials and for imports. Its password is shown once and
//! has to be changed at the first sign-in.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use app::{
    Act, Actor, Request,
    accounts::{InitialPassword, Limits},
};
use domain::{
    institution::{InstitutionCommand, Person, Role},
    value::{PersonId, Title, UnitId},
};
use store::credentials;

use super::{note, say, told};
use crate::{place, settings::PlaceSettings};

#[derive(Debug, clap::Subcommand)]
pub enum User {
    /// 新增人员，授予角色并开通账号
    Create(Create),
}

#[derive(Debug, clap::Args)]
pub struct Create {
    /// 登录名
    #[arg(long, value_name = "登录名")]
    login: String,
    /// 姓名
    #[arg(long, value_name = "姓名")]
    name: String,
    /// 角色：office-clerk、office-head、principal-leader、leader、unit-head、unit-contact、discipline、assessor、staff、
    /// system-admin、security-admin、auditor
    #[arg(long, value_name = "角色", value_parser = role)]
    role: Role,
    /// 所在单位的名称；单位负责人、联络员必须写明
    #[arg(long, value_name = "单位")]
    unit: Option<String>,
    /// 供其他系统调用接口的账号：没有人知道口令，只能用 duban token create 生成的令牌
    #[arg(long)]
    machine: bool,
    #[command(flatten)]
    place: PlaceSettings,
}

impl User {
    pub fn run(self) -> Result<ExitCode> {
        let User::Create(create) = self;
        let account = place::runtime()?.block_on(create.make())?;
        if create.machine {
            note(format_args!("账号 {} 已开通，请用 duban token create 为它生成令牌", account.login));
            return Ok(ExitCode::SUCCESS);
        }
        note(format_args!("账号 {} 已开通；初始口令如下，首次登录须修改：", account.login));
        say(&account.password)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    async fn make(&self) -> Result<InitialPassword> {
        let app = place::open_seeded(&self.place, Limits::default()).await?;
        let login = self.login.clone();
        if app.store().read(move |sql| credentials::find(sql, &login)).await?.is_some() {
            bail!("登录名“{}”已被使用，请另取一个", self.login);
        }
        let unit = self.unit_id(&app).await?;
        let person = PersonId(app.fresh_id());
        let added = Person {
            id: person,
            name: Title::parse("姓名", &self.name)?,
            unit,
            post: String::new(),
            telephone: None,
            mail: None,
            left_on: None,
        };
        let granted = InstitutionCommand::Grant {
            person,
            role: self.role,
            unit: unit.filter(|_| self.role.needs_unit()),
            from: app.today(),
            until: None,
        };
        let request = Request::institution(app.fresh_id(), InstitutionCommand::AddPerson(added));
        let system = Actor::system("user create");
        app.execute(&system, request.act(Act::Institution(granted))).await.map_err(told)?;
        if !self.machine {
            return app.open_account(&system, person, &self.login).await.map_err(told);
        }
        // A random password that need not be changed, and is shown to nobody.
        let opened = app.open_demo_accounts(vec![(person, self.login.clone())]).await.map_err(told)?;
        opened.into_iter().next().with_context(|| format!("登录名“{}”已被使用，请另取一个", self.login))
    }

    async fn unit_id(&self, app: &app::App) -> Result<Option<UnitId>> {
        let Some(name) = &self.unit else { return Ok(None) };
        let institution = app.institution().await?;
        let found = institution.units.values().find(|unit| unit.name.as_str() == name || unit.aliases.contains(name));
        Ok(Some(found.with_context(|| format!("没有名为“{name}”的单位，请先在“单位”中新增"))?.id))
    }
}

/// `office-clerk` for `OfficeClerk`.
fn role(text: &str) -> Result<Role, String> {
    let plain = |text: &str| text.replace('-', "").to_lowercase();
    let found = Role::ALL.iter().copied().find(|role| plain(&format!("{role:?}")) == plain(text));
    found.ok_or_else(|| format!("没有角色“{text}”，例如 office-clerk、unit-head"))
}
