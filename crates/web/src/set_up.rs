//! The first run, behind a one-time link: the institution, the Office, and the four people who start. An old or wrong link is
//! an address without content.

use app::{
    Denied,
    accounts::{Founder, SetUp, password_rule},
};
use axum::extract::Path;

use crate::{
    error::{self, Error},
    forms::FormData,
    gate::Anybody,
    pages::{
        account::{Founder as FounderFields, SetUpPage},
        form::Problems,
    },
    respond::{self, Answer, done, page, see_other_saying},
};

/// The first part of their fields' names, the role, and what it does.
const FOUNDERS: &[(&str, &str, &str)] = &[
    ("system", "系统管理员", "登记单位和人员，维护系统运行；不管账号权限，不办理督办事项。"),
    ("security", "安全管理员", "开通、停用账号，授予角色；不维护系统，不办理督办事项。"),
    ("auditor", "审计员", "查看日志，监督前两者；不办理督办事项。"),
    ("head", "学校办公室主任", "签发拟办意见、通知单、催办单和审核结果，设定参数和日历。"),
];

/// What the rules call a field, and its name in the form.
const FIELDS: [(&str, &str); 14] = [
    ("institution", "institution"),
    ("office", "office"),
    ("system_admin_name", "system_name"),
    ("system_admin_login", "system_login"),
    ("system_admin_password", "system_password"),
    ("security_admin_name", "security_name"),
    ("security_admin_login", "security_login"),
    ("security_admin_password", "security_password"),
    ("auditor_name", "auditor_name"),
    ("auditor_login", "auditor_login"),
    ("auditor_password", "auditor_password"),
    ("office_head_name", "head_name"),
    ("office_head_login", "head_login"),
    ("office_head_password", "head_password"),
];

pub async fn show(visitor: Anybody, Path(token): Path<String>) -> Answer {
    if !visitor.app().set_up_link_holds(&token).await? {
        return Err(Error::not_found());
    }
    let form = FormData { values: vec![("office".to_owned(), "学校办公室".to_owned())], ..FormData::default() };
    page(&set_up_page(&visitor, &token, &form, Problems::default()))
}

pub async fn finish(visitor: Anybody, Path(token): Path<String>, form: FormData) -> Answer {
    form.only(&FIELDS.map(|(_, name)| name))?;
    let set_up = SetUp {
        institution: form.get("institution").trim().to_owned(),
        office: form.get("office").trim().to_owned(),
        system_admin: founder(&form, "system"),
        security_admin: founder(&form, "security"),
        auditor: founder(&form, "auditor"),
        office_head: founder(&form, "head"),
    };
    match visitor.app().set_up(&token, set_up, &visitor.address, &visitor.request_id).await {
        Ok(()) => Ok(see_other_saying("/sign-in", done("首次设置已完成，这个链接已经作废。请登录。"))),
        Err(Denied::Refused { refusal, .. }) => {
            let problems = error::problems(&refusal, field_of);
            respond::refused_page(&set_up_page(&visitor, &token, &form, problems))
        }
        Err(denied) => Err(denied.into()),
    }
}

fn founder(form: &FormData, key: &str) -> Founder {
    let of = |what: &str| form.get(&format!("{key}_{what}"));
    Founder {
        name: of("name").trim().to_owned(),
        login: of("login").trim().to_owned(),
        password: of("password").to_owned(),
    }
}

fn field_of(field: &str) -> Option<&'static str> {
    FIELDS.iter().find(|(known, _)| *known == field).map(|(_, name)| *name)
}

fn set_up_page(visitor: &Anybody, token: &str, form: &FormData, problems: Problems) -> SetUpPage {
    let founders = FOUNDERS.iter().map(|(key, role, duty)| FounderFields {
        key: (*key).to_owned(),
        role: (*role).to_owned(),
        duty: (*duty).to_owned(),
        name: form.get(&format!("{key}_name")).to_owned(),
        login: form.get(&format!("{key}_login")).to_owned(),
    });
    SetUpPage {
        layout: visitor.layout("首次设置", None),
        action: format!("/set-up/{token}"),
        institution: form.get("institution").to_owned(),
        office: form.get("office").to_owned(),
        founders: founders.collect(),
        password_rule: password_rule(visitor.app().limits().profile).to_owned(),
        problems,
    }
}
