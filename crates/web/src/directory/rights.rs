//! Roles and accounts of a person: the security administrator's part of the person's page.

use app::{Denied, Request, accounts::AccountState, ask::PersonDetail};
use axum::extract::Path;
use domain::{
    institution::{InstitutionCommand, Role},
    value::PersonId,
};

use super::{
    day,
    people::{Again, record, unit_choices},
    problems,
    units::command_id,
};
use crate::{
    error::Error,
    forms::FormData,
    gate::SignedIn,
    pages::{
        directory::{RoleRow, SmallForm},
        form::{Choice, Field, Kind, Problems},
        text,
    },
    respond::{self, Answer, done, see_other_saying},
    routes::permission,
};

pub async fn grant(visitor: SignedIn, Path(id): Path<String>, form: FormData) -> Answer {
    form.only(&["role", "unit", "from", "until"])?;
    let id = person_id(&id)?;
    let again = |wrong| Again { grant: Some((&form, wrong)), ..Again::default() };
    let command = match read_grant(&visitor, &form, id) {
        Ok(command) => command,
        Err(wrong) => return respond::refused_page(&record(&visitor, id, again(wrong)).await?),
    };
    let request = Request::institution(form.command_id()?, command);
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&format!("/people/{id}"), done("已授予角色。"))),
        Err(error) => match error.refusal().map(problems) {
            Some(wrong) => respond::refused_page(&record(&visitor, id, again(wrong)).await?),
            None => Err(error.typed(form.typed())),
        },
    }
}

fn read_grant(visitor: &SignedIn, form: &FormData, person: PersonId) -> Result<InstitutionCommand, Problems> {
    let mut wrong = Problems::default();
    let role = Role::ALL.iter().copied().find(|role| role_code(*role) == form.get("role"));
    let from = day(&mut wrong, "from", "开始日期", form.get("from"));
    let until = day(&mut wrong, "until", "截止日期", form.get("until"));
    let unit = form.get("unit").parse().ok();
    if role.is_none() {
        wrong.add("role", "请选择角色");
    }
    match (role, from, until) {
        (Some(role), Some(from), Some(until)) => {
            Ok(InstitutionCommand::Grant { person, role, unit, from: from.unwrap_or(visitor.today), until })
        }
        _ => Err(wrong),
    }
}

/// The form of a row has no command id: a role that has ended cannot end again.
pub async fn end(visitor: SignedIn, Path((id, grant)): Path<(String, String)>, form: FormData) -> Answer {
    form.only(&["until"])?;
    let (id, grant) = (person_id(&id)?, grant.parse().map_err(|_| Error::not_found())?);
    let detail = visitor.app().person(&visitor.actor, id).await?;
    if !detail.grants.iter().any(|held| held.id == grant) {
        return Err(Error::not_found());
    }
    let until = form.day("until").ok_or_else(|| Error::bad("请填写免去日期，例如 2026-10-27。"))?;
    let command = InstitutionCommand::EndGrant { id: grant, until };
    let page = format!("/people/{id}");
    let request = Request::institution(visitor.app().fresh_id(), command);
    let ended = visitor.app().execute(&visitor.actor, request).await;
    ended.map_err(|denied| Error::from(denied).way_on("回到人员页", page.clone()))?;
    Ok(see_other_saying(&page, done("已免去角色。")))
}

/// The one-time password stands on this answer and nowhere else: it is not redirected.
pub async fn open_account(visitor: SignedIn, Path(id): Path<String>, form: FormData) -> Answer {
    form.only(&["login"])?;
    let id = person_id(&id)?;
    let login = form.get("login").trim();
    match visitor.app().open_account(&visitor.actor, id, login).await {
        Ok(initial) => handed_over(&visitor, id, &initial.login, &initial.password).await,
        Err(denied) => refused(&visitor, id, login, denied).await,
    }
}

pub async fn change_account(visitor: SignedIn, Path((id, change)): Path<(String, String)>, form: FormData) -> Answer {
    form.only(&[])?;
    let id = person_id(&id)?;
    let (app, actor) = (visitor.app(), &visitor.actor);
    let changed = match change.as_str() {
        "reset" => match app.reset_password(actor, id).await {
            Ok(initial) => return handed_over(&visitor, id, &initial.login, &initial.password).await,
            Err(denied) => Err(denied),
        },
        "disabled" => app.disable_account(actor, id).await.map(|()| "已停用账号，登录和令牌已全部失效。"),
        "enabled" => app.enable_account(actor, id).await.map(|()| "已恢复账号。"),
        _ => return Err(Error::not_found()),
    };
    match changed {
        Ok(said) => Ok(see_other_saying(&format!("/people/{id}"), done(said))),
        Err(denied) => refused(&visitor, id, "", denied).await,
    }
}

async fn handed_over(visitor: &SignedIn, id: PersonId, login: &str, password: &str) -> Answer {
    let once = format!("登录名 {login}　初始密码 {password}");
    respond::page(&record(visitor, id, Again { once, ..Again::default() }).await?)
}

async fn refused(visitor: &SignedIn, id: PersonId, login: &str, denied: Denied) -> Answer {
    let error = Error::from(denied);
    let Some(account) = error.refusal().map(problems) else { return Err(error) };
    let again = Again { account, login: login.to_owned(), ..Again::default() };
    respond::refused_page(&record(visitor, id, again).await?)
}

fn person_id(id: &str) -> Result<PersonId, Error> {
    id.parse().map_err(|_| Error::not_found())
}

fn may_change(visitor: &SignedIn) -> bool {
    let needed = permission(&axum::http::Method::POST, "/people/{id}/roles");
    needed.is_some_and(|needed| needed.admits(&visitor.roles()))
}

/// Roles of a person, those that ended last at the end.
pub(super) fn rows(visitor: &SignedIn, detail: &PersonDetail) -> Vec<RoleRow> {
    let (id, may_change) = (detail.person.id, may_change(visitor));
    let rows = detail.grants.iter().map(|grant| {
        let open = may_change && grant.until.is_none_or(|until| until > visitor.today);
        RoleRow {
            role: grant.role.label().to_owned(),
            unit: grant.unit.map(|unit| visitor.institution.unit_name(unit).to_owned()).unwrap_or_default(),
            from: text::day(grant.from),
            until: grant.until.map(text::day).unwrap_or_default(),
            end_action: if open { format!("/people/{id}/roles/{}/end", grant.id) } else { String::new() },
        }
    });
    rows.collect()
}

/// For whoever may: give a role, open an account, reset its password, disable or enable it.
pub(super) fn forms(visitor: &SignedIn, detail: &PersonDetail, again: &Again<'_>) -> Vec<SmallForm> {
    if !may_change(visitor) {
        return Vec::new();
    }
    let mut forms = vec![grant_form(visitor, detail.person.id, again)];
    forms.extend(account_forms(visitor, detail, again));
    forms
}

fn grant_form(visitor: &SignedIn, id: PersonId, again: &Again<'_>) -> SmallForm {
    let none = FormData::default();
    let (form, problems) = again.grant.as_ref().map_or((&none, Problems::default()), |(form, p)| (*form, p.clone()));
    let role = |role: &Role| {
        let code = role_code(*role);
        Choice::new(code, role.label()).chosen_if(code == form.get("role"))
    };
    let from = if form.get("from").is_empty() { text::day(visitor.today) } else { form.get("from").to_owned() };
    let units = unit_choices(&visitor.institution, form.get("unit"));
    SmallForm {
        title: "授予角色".to_owned(),
        action: format!("/people/{id}/roles"),
        command_id: command_id(visitor, form),
        explanation: "系统管理员、安全管理员、审计员须由三人分别担任，且不办理督办事项。".to_owned(),
        fields: vec![
            Field::new("role", "角色", Kind::Select(Role::ALL.iter().map(role).collect())).required().half(),
            Field::new("unit", "单位", Kind::Select(units)).hint("只有单位负责人和联络员需要选择。").half(),
            Field::new("from", "自", Kind::Date).value(from).required().half(),
            Field::new("until", "至", Kind::Date).value(form.get("until")).hint("不填即长期有效。").half(),
        ],
        problems,
        submit: "授予".to_owned(),
    }
}

fn account_forms(visitor: &SignedIn, detail: &PersonDetail, again: &Again<'_>) -> Vec<SmallForm> {
    let id = detail.person.id;
    let form = |title: &str, last: &str, explanation: &str| SmallForm {
        title: title.to_owned(),
        action: format!("/people/{id}/account{last}"),
        command_id: visitor.app().fresh_id().to_string(),
        explanation: explanation.to_owned(),
        submit: title.to_owned(),
        ..SmallForm::default()
    };
    let mut forms = match &detail.account {
        AccountState::None => {
            let login =
                Field::new("login", "登录名", Kind::Text).value(again.login.as_str()).hint("一般用工号。").required();
            let open = form("开通登录", "", "系统生成一次性的初始密码，首次登录后必须修改。");
            vec![SmallForm { fields: vec![login.half()], ..open }]
        }
        AccountState::Active { login, .. } => vec![
            form("重置密码", "/reset", &format!("登录名 {login}。原密码、已登录的设备和令牌立即失效。")),
            form("停用账号", "/disabled", "本人立即不能登录，已登录的设备和令牌失效。任职和办理记录不受影响。"),
        ],
        AccountState::Disabled { login } => {
            vec![form("恢复账号", "/enabled", &format!("登录名 {login}，恢复后可用原密码登录。"))]
        }
    };
    if let Some(first) = forms.first_mut() {
        first.problems = again.account.clone();
    }
    forms
}

/// For forms.
fn role_code(role: Role) -> &'static str {
    match role {
        Role::OfficeClerk => "office_clerk",
        Role::OfficeHead => "office_head",
        Role::PrincipalLeader => "principal_leader",
        Role::Leader => "leader",
        Role::UnitHead => "unit_head",
        Role::UnitContact => "unit_contact",
        Role::Discipline => "discipline",
        Role::Assessor => "assessor",
        Role::Staff => "staff",
        Role::SystemAdmin => "system_admin",
        Role::SecurityAdmin => "security_admin",
        Role::Auditor => "auditor",
    }
}
