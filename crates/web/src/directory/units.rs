//! 单位: the list, and the form of one.

use app::{Request, ask::UnitRow};
use axum::extract::Path;
use domain::{
    institution::{Grant, Institution, InstitutionCommand, Unit, UnitKind},
    value::{PersonId, UnitId},
};

use super::{day, problems, title};
use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        directory::{RecordPage, RoleRow, SmallForm, UnitItem, UnitsPage},
        form::{Choice, Field, Kind, Problems},
        layout::Place,
        text,
    },
    respond::{self, Answer, done, see_other_saying},
    routes::permission,
};

const FIELDS: &[&str] = &["name", "aliases", "kind", "order", "closed_on"];

pub async fn list(visitor: SignedIn, asked: Asked) -> Answer {
    let q = asked.get("q").trim();
    let rows = visitor.app().units(&visitor.actor, q).await?;
    respond::page(&UnitsPage {
        layout: visitor.layout("单位", Some(Place::Units)),
        q: q.to_owned(),
        rows: rows.iter().map(|row| item(&visitor.institution, row)).collect(),
        new_href: if may_change(&visitor) { "/units/new".to_owned() } else { String::new() },
    })
}

fn item(institution: &Institution, row: &UnitRow) -> UnitItem {
    let names = |people: &[PersonId]| people.iter().map(|p| institution.person_name(*p)).collect::<Vec<_>>().join("、");
    UnitItem {
        href: format!("/units/{}", row.unit.id),
        name: row.unit.name.to_string(),
        kind: row.unit.kind.label().to_owned(),
        heads: names(&row.heads),
        contacts: names(&row.contacts),
        telephone: row.telephone.clone().unwrap_or_default(),
        closed: row.unit.closed_on.is_some(),
    }
}

fn may_change(visitor: &SignedIn) -> bool {
    permission(&axum::http::Method::POST, "/units").is_some_and(|needed| needed.admits(&visitor.roles()))
}

pub async fn new(visitor: SignedIn) -> Answer {
    respond::page(&new_page(&visitor, &FormData::default(), Problems::default()))
}

pub async fn create(visitor: SignedIn, form: FormData) -> Answer {
    form.only(FIELDS)?;
    let mut request = Request::new(form.command_id()?);
    let id = UnitId(request.fresh_id());
    let unit = match read(&form, id) {
        Ok(unit) => unit,
        Err(wrong) => return respond::refused_page(&new_page(&visitor, &form, wrong)),
    };
    let said = done(format!("已登记“{}”。", unit.name));
    let request = request.act(app::Act::Institution(InstitutionCommand::AddUnit(unit)));
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying("/units", said)),
        Err(error) => match error.refusal().map(problems) {
            Some(wrong) => respond::refused_page(&new_page(&visitor, &form, wrong)),
            None => Err(error.typed(form.typed())),
        },
    }
}

pub async fn show(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Error::not_found())?;
    respond::page(&record(&visitor, id, None).await?)
}

pub async fn save(visitor: SignedIn, Path(id): Path<String>, form: FormData) -> Answer {
    form.only(FIELDS)?;
    let id: UnitId = id.parse().map_err(|_| Error::not_found())?;
    let unit = match read(&form, id) {
        Ok(unit) => unit,
        Err(wrong) => return respond::refused_page(&record(&visitor, id, Some((&form, wrong))).await?),
    };
    let request = Request::institution(form.command_id()?, InstitutionCommand::ChangeUnit(unit));
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&format!("/units/{id}"), done("已保存。"))),
        Err(error) => match error.refusal().map(problems) {
            Some(wrong) => respond::refused_page(&record(&visitor, id, Some((&form, wrong))).await?),
            None => Err(error.typed(form.typed())),
        },
    }
}

fn read(form: &FormData, id: UnitId) -> Result<Unit, Problems> {
    let mut wrong = Problems::default();
    let name = title(&mut wrong, "name", "单位名称", form.get("name"));
    let closed_on = day(&mut wrong, "closed_on", "撤销日期", form.get("closed_on"));
    let kind = UnitKind::ALL.iter().copied().find(|kind| kind_code(*kind) == form.get("kind"));
    let order: Option<u32> = match form.get("order").trim() {
        "" => Some(0),
        typed => typed.parse().ok(),
    };
    if kind.is_none() {
        wrong.add("kind", "请选择单位类别");
    }
    if order.is_none() {
        wrong.add("order", "排列次序是 0 或更大的整数");
    }
    let aliases = form.get("aliases").split(['、', '，', ',', '\n', ' ', ';', '；']).map(str::trim);
    let aliases: Vec<String> = aliases.filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
    if aliases.len() > 20 || aliases.iter().any(|alias| alias.chars().count() > 100) {
        wrong.add("aliases", "别名最多 20 个，每个不超过 100 字");
    }
    match (name, kind, order, closed_on) {
        (Some(name), Some(kind), Some(order), Some(closed_on)) if !wrong.any() => {
            Ok(Unit { id, name, aliases, kind, order, closed_on })
        }
        _ => Err(wrong),
    }
}

/// For forms.
fn kind_code(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Department => "department",
        UnitKind::College => "college",
        UnitKind::Affiliated => "affiliated",
        UnitKind::Other => "other",
    }
}

fn new_page(visitor: &SignedIn, form: &FormData, problems: Problems) -> RecordPage {
    RecordPage {
        layout: visitor.layout("新增单位", Some(Place::Units)),
        heading: "新增单位".to_owned(),
        back_label: "单位".to_owned(),
        back: "/units".to_owned(),
        form: SmallForm {
            title: "单位信息".to_owned(),
            action: "/units".to_owned(),
            submit: "登记".to_owned(),
            command_id: command_id(visitor, form),
            fields: fields(|name| form.get(name).to_owned()),
            problems,
            ..SmallForm::default()
        },
        ..RecordPage::default()
    }
}

/// The one that came with the form, so that sending it again is the same deed; else a new one.
pub(super) fn command_id(visitor: &SignedIn, form: &FormData) -> String {
    let sent: Option<uuid::Uuid> = form.get("command_id").parse().ok();
    sent.unwrap_or_else(|| visitor.app().fresh_id()).to_string()
}

/// The page of one unit; `again`: a form that was refused, with what is wrong.
async fn record(visitor: &SignedIn, id: UnitId, again: Option<(&FormData, Problems)>) -> Result<RecordPage, Error> {
    let detail = visitor.app().unit(&visitor.actor, id).await?;
    let unit = &detail.unit;
    let (problems, typed) = again.map(|(form, problems)| (problems, Some(form))).unwrap_or_default();
    let fields = fields(|name| typed.map_or_else(|| stored(unit, name), |form| form.get(name).to_owned()));
    let form = SmallForm {
        title: "单位信息".to_owned(),
        action: if may_change(visitor) { format!("/units/{id}") } else { String::new() },
        submit: "保存".to_owned(),
        command_id: visitor.app().fresh_id().to_string(),
        fields,
        problems,
        ..SmallForm::default()
    };
    Ok(RecordPage {
        layout: visitor.layout(unit.name.as_str(), Some(Place::Units)),
        heading: unit.name.to_string(),
        back_label: "单位".to_owned(),
        back: "/units".to_owned(),
        form,
        roles_heading: "负责人与联络员".to_owned(),
        roles: detail.grants.iter().map(|grant| role(&visitor.institution, grant)).collect(),
        today: text::day(visitor.today),
        ..RecordPage::default()
    })
}

fn stored(unit: &Unit, name: &str) -> String {
    match name {
        "name" => unit.name.to_string(),
        "aliases" => unit.aliases.join("、"),
        "kind" => kind_code(unit.kind).to_owned(),
        "order" => unit.order.to_string(),
        "closed_on" => unit.closed_on.map(text::day).unwrap_or_default(),
        _ => String::new(),
    }
}

fn fields(value: impl Fn(&str) -> String) -> Vec<Field> {
    let chosen = value("kind");
    let kinds = UnitKind::ALL.iter().map(|kind| {
        let code = kind_code(*kind);
        Choice::new(code, kind.label()).chosen_if(code == chosen)
    });
    vec![
        Field::new("name", "单位名称", Kind::Text).value(value("name")).hint("与公文中的全称一致。").required(),
        Field::new("kind", "类别", Kind::Select(kinds.collect())).required().half(),
        Field::new("order", "排列次序", Kind::Number { min: 0, max: 99_999 })
            .value(value("order"))
            .hint("数字小的排在前面。")
            .half(),
        Field::new("aliases", "简称和曾用名", Kind::Text)
            .value(value("aliases"))
            .hint("用于查找，以顿号分开；可不填。"),
        Field::new("closed_on", "撤销日期", Kind::Date)
            .value(value("closed_on"))
            .hint("单位撤销后填写；可不填。")
            .half(),
    ]
}

fn role(institution: &Institution, grant: &Grant) -> RoleRow {
    RoleRow {
        role: grant.role.label().to_owned(),
        unit: institution.person_name(grant.person).to_owned(),
        from: text::day(grant.from),
        until: grant.until.map(text::day).unwrap_or_default(),
        end_action: String::new(),
    }
}
