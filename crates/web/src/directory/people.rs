//! 人员: the list, and one person with posts and account.

use app::{
    Request,
    accounts::AccountState,
    ask::{PersonDetail, PersonRow},
    person_scope,
};
use axum::extract::Path;
use domain::{
    institution::{Institution, InstitutionCommand, Person, Role, Unit},
    value::{MailAddress, PersonId, Sealed, Title, UnitId},
};

use super::{day, problems, rights, title, units::command_id};
use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        directory::{PeoplePage, PersonItem, RecordPage, SmallForm},
        form::{Choice, Field, Kind, Problems},
        layout::Place,
        text,
    },
    respond::{self, Answer, done, see_other_saying},
    routes::permission,
};

const FIELDS: &[&str] = &["name", "unit", "post", "telephone", "mail", "left_on"];

pub async fn list(visitor: SignedIn, asked: Asked) -> Answer {
    let q = asked.get("q").trim();
    let number: u32 = asked.get("page").parse().unwrap_or(0).min(10_000);
    let (rows, total, more) = visitor.app().people(&visitor.actor, q, number).await?;
    let link = |page: u32| format!("/people{}", respond::query(&[("q", q), ("page", &page.to_string())]));
    respond::page(&PeoplePage {
        layout: visitor.layout("人员", Some(Place::People)),
        q: q.to_owned(),
        rows: rows.iter().map(|row| item(&visitor.institution, row)).collect(),
        new_href: if may_change(&visitor) { "/people/new".to_owned() } else { String::new() },
        previous: if number > 0 { link(number - 1) } else { String::new() },
        next: if more { link(number + 1) } else { String::new() },
        total: format!("共 {total} 人"),
    })
}

fn item(institution: &Institution, row: &PersonRow) -> PersonItem {
    PersonItem {
        href: format!("/people/{}", row.person.id),
        name: row.person.name.to_string(),
        unit: row.person.unit.map(|unit| institution.unit_name(unit).to_owned()).unwrap_or_default(),
        roles: row.roles.iter().map(|role| role_words(institution, *role)).collect::<Vec<_>>().join("、"),
        telephone: row.telephone.clone().unwrap_or_default(),
        account: account_words(&row.account).to_owned(),
    }
}

/// `教务处单位负责人`, `督办室经办人`
fn role_words(institution: &Institution, (role, unit): (Role, Option<UnitId>)) -> String {
    let unit = unit.map(|unit| institution.unit_name(unit)).unwrap_or_default();
    format!("{unit}{}", role.label())
}

fn account_words(account: &AccountState) -> &'static str {
    match account {
        AccountState::None => "未开通",
        AccountState::Active { .. } => "可登录",
        AccountState::Disabled { .. } => "已停用",
    }
}

fn may_change(visitor: &SignedIn) -> bool {
    permission(&axum::http::Method::POST, "/people").is_some_and(|needed| needed.admits(&visitor.roles()))
}

pub async fn new(visitor: SignedIn) -> Answer {
    respond::page(&new_page(&visitor, &FormData::default(), Problems::default()))
}

pub async fn create(visitor: SignedIn, form: FormData) -> Answer {
    form.only(FIELDS)?;
    let mut request = Request::new(form.command_id()?);
    let id = PersonId(request.fresh_id());
    let person = match read(&form, &mut request, id, None) {
        Ok(person) => person,
        Err(wrong) => return respond::refused_page(&new_page(&visitor, &form, wrong)),
    };
    let said = done(format!("已登记“{}”。", person.name));
    let request = request.act(app::Act::Institution(InstitutionCommand::AddPerson(person)));
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&format!("/people/{id}"), said)),
        Err(error) => match error.refusal().map(problems) {
            Some(wrong) => respond::refused_page(&new_page(&visitor, &form, wrong)),
            None => Err(error.typed(form.typed())),
        },
    }
}

pub async fn show(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Error::not_found())?;
    respond::page(&record(&visitor, id, Again::default()).await?)
}

pub async fn save(visitor: SignedIn, Path(id): Path<String>, form: FormData) -> Answer {
    form.only(FIELDS)?;
    let id: PersonId = id.parse().map_err(|_| Error::not_found())?;
    let before = visitor.app().person(&visitor.actor, id).await?;
    let mut request = Request::new(form.command_id()?);
    let person = match read(&form, &mut request, id, Some(&before)) {
        Ok(person) => person,
        Err(wrong) => return respond::refused_page(&record(&visitor, id, Again::person(&form, wrong)).await?),
    };
    let request = request.act(app::Act::Institution(InstitutionCommand::ChangePerson(person)));
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&format!("/people/{id}"), done("已保存。"))),
        Err(error) => match error.refusal().map(problems) {
            Some(wrong) => respond::refused_page(&record(&visitor, id, Again::person(&form, wrong)).await?),
            None => Err(error.typed(form.typed())),
        },
    }
}

fn read(
    form: &FormData,
    request: &mut Request,
    id: PersonId,
    before: Option<&PersonDetail>,
) -> Result<Person, Problems> {
    let mut wrong = Problems::default();
    let name = title(&mut wrong, "name", "姓名", form.get("name"));
    let left_on = day(&mut wrong, "left_on", "离任日期", form.get("left_on"));
    let unit = match form.get("unit") {
        "" => Some(None),
        typed => typed.parse().ok().map(Some),
    };
    if unit.is_none() {
        wrong.add("unit", "请从名单中选择单位");
    }
    let post = form.get("post").trim();
    if !post.is_empty() {
        title(&mut wrong, "post", "职务", post);
    }
    let telephone = telephone(form, request, &mut wrong, id, before);
    let listed = before.map(|before| (before.mail.as_deref().unwrap_or_default(), before.person.mail.as_ref()));
    let mail = mail(form.get("mail"), request, &mut wrong, id, listed.unwrap_or_default());
    match (name, unit, left_on) {
        (Some(name), Some(unit), Some(left_on)) if !wrong.any() => {
            Ok(Person { id, name, unit, post: post.to_owned(), telephone, mail, left_on })
        }
        _ => Err(wrong),
    }
}

/// One that did not change keeps its sealed row; a new one is sealed with the request, under this person's key.
fn telephone(
    form: &FormData,
    request: &mut Request,
    wrong: &mut Problems,
    id: PersonId,
    before: Option<&PersonDetail>,
) -> Option<Sealed> {
    let typed = form.get("telephone").trim();
    let listed = before.filter(|before| before.telephone.as_deref() == Some(typed));
    if let Some(sealed) = listed.and_then(|before| before.person.telephone.as_ref()) {
        return Some(sealed.clone());
    }
    if typed.is_empty() {
        return None;
    }
    if Title::parse("电话", typed).is_err() || typed.chars().count() > 60 {
        wrong.add("telephone", "电话写在一行内，不超过 60 字");
        return None;
    }
    Some(request.seal(person_scope(id), typed))
}

/// The same for the mail address; `listed`: as it is now, opened and sealed.
pub fn mail(
    typed: &str,
    request: &mut Request,
    wrong: &mut Problems,
    id: PersonId,
    listed: (&str, Option<&Sealed>),
) -> Option<Sealed> {
    let typed = typed.trim();
    match listed {
        _ if typed.is_empty() => None,
        (before, Some(sealed)) if before == typed => Some(sealed.clone()),
        _ => match MailAddress::parse(typed) {
            Ok(address) => Some(request.seal(person_scope(id), address.as_str())),
            Err(invalid) => {
                wrong.add("mail", &invalid.reason);
                None
            }
        },
    }
}

fn new_page(visitor: &SignedIn, form: &FormData, problems: Problems) -> RecordPage {
    RecordPage {
        layout: visitor.layout("新增人员", Some(Place::People)),
        heading: "新增人员".to_owned(),
        back_label: "人员".to_owned(),
        back: "/people".to_owned(),
        form: SmallForm {
            title: "人员信息".to_owned(),
            action: "/people".to_owned(),
            submit: "登记".to_owned(),
            command_id: command_id(visitor, form),
            fields: fields(visitor, |name| form.get(name).to_owned()),
            problems,
            ..SmallForm::default()
        },
        ..RecordPage::default()
    }
}

/// What is shown again because it was refused, or said once because it was done.
#[derive(Default)]
pub(super) struct Again<'f> {
    pub person: Option<(&'f FormData, Problems)>,
    pub grant: Option<(&'f FormData, Problems)>,
    pub account: Problems,
    pub login: String,
    /// a one-time password
    pub once: String,
}

impl<'f> Again<'f> {
    fn person(form: &'f FormData, problems: Problems) -> Self {
        Again { person: Some((form, problems)), ..Again::default() }
    }
}

pub(super) async fn record(visitor: &SignedIn, id: PersonId, again: Again<'_>) -> Result<RecordPage, Error> {
    let detail = visitor.app().person(&visitor.actor, id).await?;
    let further = rights::forms(visitor, &detail, &again);
    let (problems, typed) = again.person.map(|(form, problems)| (problems, Some(form))).unwrap_or_default();
    let value = |name: &str| typed.map_or_else(|| stored(&detail, name), |form| form.get(name).to_owned());
    let form = SmallForm {
        title: "人员信息".to_owned(),
        action: if may_change(visitor) { format!("/people/{id}") } else { String::new() },
        submit: "保存".to_owned(),
        command_id: visitor.app().fresh_id().to_string(),
        fields: fields(visitor, value),
        problems,
        ..SmallForm::default()
    };
    Ok(RecordPage {
        layout: visitor.layout(detail.person.name.as_str(), Some(Place::People)),
        heading: detail.person.name.to_string(),
        back_label: "人员".to_owned(),
        back: "/people".to_owned(),
        form,
        roles_heading: "任职".to_owned(),
        roles: rights::rows(visitor, &detail),
        further,
        once: again.once,
        today: text::day(visitor.today),
    })
}

fn stored(detail: &PersonDetail, name: &str) -> String {
    let person = &detail.person;
    match name {
        "name" => person.name.to_string(),
        "unit" => person.unit.map(|unit| unit.to_string()).unwrap_or_default(),
        "post" => person.post.clone(),
        "telephone" => detail.telephone.clone().unwrap_or_default(),
        "mail" => detail.mail.clone().unwrap_or_default(),
        "left_on" => person.left_on.map(text::day).unwrap_or_default(),
        _ => String::new(),
    }
}

fn fields(visitor: &SignedIn, value: impl Fn(&str) -> String) -> Vec<Field> {
    vec![
        Field::new("name", "姓名", Kind::Text).value(value("name")).required().half(),
        Field::new("unit", "所在单位", Kind::Select(unit_choices(&visitor.institution, &value("unit")))).half(),
        Field::new("post", "职务", Kind::Text).value(value("post")).half(),
        Field::new("telephone", "办公电话", Kind::Telephone).value(value("telephone")).half(),
        Field::new("mail", "电子邮箱", Kind::Text)
            .value(value("mail"))
            .hint("用于接收提醒和催办的邮件；只有本人和登记人员信息的人能看到。")
            .half(),
        Field::new("left_on", "离任日期", Kind::Date).value(value("left_on")).hint("调离或退休后填写；可不填。").half(),
    ]
}

/// Units that still exist, and the one chosen.
pub(super) fn unit_choices(institution: &Institution, chosen: &str) -> Vec<Choice> {
    let offered = |unit: &&Unit| unit.closed_on.is_none() || unit.id.to_string() == chosen;
    let mut units: Vec<&Unit> = institution.units.values().filter(offered).collect();
    units.sort_by_key(|unit| unit.order);
    let choice = |unit: &Unit| {
        let id = unit.id.to_string();
        Choice::new(&id, unit.name.as_str()).chosen_if(id == chosen)
    };
    units.into_iter().map(choice).collect()
}
