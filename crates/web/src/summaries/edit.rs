//! `/summaries/{id}/edit`: the text of a draft, part by part, the circle, and the units that it names.

use app::{Act, Request, names::Names};
use axum::extract::Path;
use domain::{
    institution::Role,
    summary::{Circle, Content, Named, Part, Summary, SummaryCommand, SummaryKind, SummaryStage},
    value::{Text, Title, UnitId},
};

use super::{href, is_office, load};
use crate::{
    error::{self, Error},
    forms::FormData,
    gate::SignedIn,
    pages::{
        form::{Choice, Field, Kind, Problems},
        layout::Place,
        summaries::{FieldGroup, SummaryEditPage},
        text,
    },
    respond::{self, Answer, done, see_other_saying},
};

/// Empty lines for new ones, beside those that are there.
const SPARE: usize = 1;

pub async fn show(visitor: SignedIn, path: Path<String>) -> Answer {
    let view = load(&visitor, &path).await?;
    let content = editable(&visitor, &view.summary)?;
    let typed = of_content(content);
    let command_id = visitor.app().fresh_id().to_string();
    respond::page(&page(&visitor, &view.summary, content, &typed, command_id, Problems::default()))
}

pub async fn save(visitor: SignedIn, path: Path<String>, form: FormData) -> Answer {
    let view = load(&visitor, &path).await?;
    let summary = &view.summary;
    let content = editable(&visitor, summary).map_err(|error| error.typed(form.typed()))?;
    let command_id = form.command_id()?;
    let again = |wrong| respond::refused_page(&page(&visitor, summary, content, &form, command_id.to_string(), wrong));
    let version = form.get("version").parse().map_err(|_| Error::bad("表单不完整，请刷新页面后再试。"))?;
    let changed = match read(content, &form) {
        Ok(changed) => Box::new(changed),
        Err(wrong) => return again(wrong),
    };
    let command = SummaryCommand::Revise { version, content: changed };
    let request = Request::new(command_id).act(Act::Summary { id: summary.id, command });
    match visitor.app().execute(&visitor.actor, request).await.map_err(Error::from) {
        Ok(_) => Ok(see_other_saying(&href(summary.id), done("已保存修改。"))),
        Err(refused) => match refused.refusal() {
            Some(refusal) => again(error::problems(refusal, field_of)),
            None => Err(refused.typed(form.typed())),
        },
    }
}

fn field_of(field: &str) -> Option<&'static str> {
    match field {
        "通报范围" => Some("everyone"),
        "说明期限" => Some("named-0-by"),
        "进展缓慢的单位" => Some("named-0-unit"),
        _ => None,
    }
}

/// Others read it; only a draft is changed.
fn editable<'s>(visitor: &SignedIn, summary: &'s Summary) -> Result<&'s Content, Error> {
    if !is_office(visitor) {
        return Err(Error::not_found());
    }
    if summary.stage != SummaryStage::Draft {
        let message =
            format!("这份{}现为“{}”，不能修改。需要修改时，请先退回。", summary.kind.label(), summary.stage.label());
        return Err(Error::bad(message).way_on("返回", href(summary.id)));
    }
    summary.content.as_ref().ok_or_else(Error::not_found)
}

/// As the form has it.
fn of_content(content: &Content) -> FormData {
    let mut form = FormData::default();
    let mut put = |name: String, value: String| form.values.push((name, value));
    put("title".to_owned(), content.title.to_string());
    put("to".to_owned(), content.to.to_string());
    put("opening".to_owned(), content.opening.to_string());
    for (at, part) in content.parts.iter().enumerate() {
        put(format!("part-{at}-heading"), part.heading.to_string());
        put(format!("part-{at}-text"), part.text.as_ref().map(Text::to_string).unwrap_or_default());
        if part.table.is_some() {
            put(format!("part-{at}-table"), "1".to_owned());
        }
    }
    put("closing".to_owned(), content.closing.as_ref().map(Text::to_string).unwrap_or_default());
    if content.circle.everyone {
        put("everyone".to_owned(), "1".to_owned());
    }
    content.circle.units.iter().for_each(|unit| put("units".to_owned(), unit.to_string()));
    content.circle.people.iter().for_each(|person| put("people".to_owned(), person.to_string()));
    if content.anonymous {
        put("anonymous".to_owned(), "1".to_owned());
    }
    for (at, named) in content.named.iter().enumerate() {
        put(format!("named-{at}-unit"), named.unit.to_string());
        put(format!("named-{at}-facts"), named.facts.to_string());
        put(format!("named-{at}-by"), named.explain_by.map(text::day).unwrap_or_default());
    }
    form
}

/// `before` gives the tables, which nobody types.
fn read(before: &Content, form: &FormData) -> Result<Content, Problems> {
    let mut wrong = Problems::default();
    let mut title = |name: &str, label: &str| {
        Title::parse(label, form.get(name)).map_err(|invalid| wrong.add(name, &invalid.to_string())).ok()
    };
    let (heading, to) = (title("title", "标题"), title("to", "主送"));
    let opening =
        Text::parse("开头", form.get("opening")).map_err(|invalid| wrong.add("opening", &invalid.to_string())).ok();
    let closing = Text::optional("结语和要求", form.get("closing")).unwrap_or_else(|invalid| {
        wrong.add("closing", &invalid.to_string());
        None
    });
    let parts = (0..before.parts.len() + SPARE).filter_map(|at| part(before, form, at, &mut wrong)).collect();
    let named = (0..before.named.len() + SPARE).filter_map(|at| named(form, at, &mut wrong)).collect();
    let circle = Circle {
        everyone: form.ticked("everyone"),
        units: form.all("units").filter_map(|id| id.parse().ok()).collect(),
        people: form.all("people").filter_map(|id| id.parse().ok()).collect(),
    };
    match (heading, to, opening) {
        (Some(title), Some(to), Some(opening)) if !wrong.any() => {
            let anonymous = form.ticked("anonymous");
            Ok(Content { title, to, opening, parts, closing, circle, anonymous, named })
        }
        _ => Err(wrong),
    }
}

/// `None`: left empty.
fn part(before: &Content, form: &FormData, at: usize, wrong: &mut Problems) -> Option<Part> {
    let name = |what: &str| format!("part-{at}-{what}");
    let typed = form.get(&name("heading"));
    let text = Text::optional("正文", form.get(&name("text"))).unwrap_or_else(|invalid| {
        wrong.add(&name("text"), &invalid.to_string());
        None
    });
    let kept = form.ticked(&name("table"));
    let table = before.parts.get(at).and_then(|part| part.table.clone()).filter(|_| kept);
    if typed.trim().is_empty() {
        if text.is_some() {
            wrong.add(&name("heading"), "这一部分写了正文，请填写小标题");
        }
        return None;
    }
    match Title::parse("小标题", typed) {
        Ok(heading) => Some(Part { heading, text, table }),
        Err(invalid) => {
            wrong.add(&name("heading"), &invalid.to_string());
            None
        }
    }
}

fn named(form: &FormData, at: usize, wrong: &mut Problems) -> Option<Named> {
    let name = |what: &str| format!("named-{at}-{what}");
    let unit: Option<UnitId> = form.get(&name("unit")).parse().ok();
    let facts = form.get(&name("facts"));
    let by = form.get(&name("by")).trim();
    let explain_by = form.day(&name("by"));
    if !by.is_empty() && explain_by.is_none() {
        wrong.add(&name("by"), "请填写日期，例如 2026-10-27");
    }
    match (unit, facts.trim().is_empty()) {
        (None, true) => None,
        (None, false) => {
            wrong.add(&name("unit"), "写了事实，请选择单位");
            None
        }
        (Some(_), true) => {
            wrong.add(&name("facts"), "请写明事实；不再点名这一单位的，请把单位改为“不点名”");
            None
        }
        (Some(unit), false) => match Text::parse("事实", facts) {
            Ok(facts) => Some(Named { unit, facts, explain_by }),
            Err(invalid) => {
                wrong.add(&name("facts"), &invalid.to_string());
                None
            }
        },
    }
}

fn page(
    visitor: &SignedIn,
    summary: &Summary,
    content: &Content,
    form: &FormData,
    command_id: String,
    problems: Problems,
) -> SummaryEditPage {
    let version = match form.get("version") {
        "" => summary.version.to_string(),
        typed => typed.to_owned(),
    };
    let group = |legend: &str, hint: &str, fields: Vec<Field>| FieldGroup {
        legend: legend.to_owned(),
        hint: hint.to_owned(),
        fields,
        ..FieldGroup::default()
    };
    let typed = |name: &str, label: &str, kind: Kind| Field::new(name, label, kind).value(form.get(name));
    let mut groups = vec![group(
        "开头",
        "",
        vec![
            typed("title", "标题", Kind::Text).required(),
            typed("to", "主送", Kind::Text).required(),
            typed("opening", "开头", Kind::Area { rows: 2 }).required(),
        ],
    )];
    for at in 0..content.parts.len() + SPARE {
        groups.push(part_group(content, form, at));
    }
    let bulletin = summary.kind == SummaryKind::Bulletin;
    if bulletin {
        for at in 0..content.named.len() + SPARE {
            groups.push(named_group(visitor, form, at, at >= content.named.len()));
        }
    }
    let closing = typed("closing", "结语和要求", Kind::Area { rows: 3 });
    groups.push(group("结语和要求", "", vec![closing]));
    if bulletin {
        groups.push(group(
            "通报范围",
            "校领导、学校办公室和被点名的单位总能看到。",
            vec![
                Field::new("everyone", "全体教职工", Kind::Check { on: form.ticked("everyone") }),
                Field::new("units", "单位", Kind::Many(units(visitor, form.all("units").collect()))),
                Field::new("people", "个人", Kind::Many(people(visitor, form))),
                Field::new("anonymous", "不点单位名称", Kind::Check { on: form.ticked("anonymous") })
                    .hint("“进展缓慢的单位”不印入通报，各单位只看到关于自己的内容。正文中如有单位名称，请自行删去。"),
            ],
        ));
    }
    SummaryEditPage {
        layout: visitor.layout(&format!("修改{}", summary.kind.label()), Some(Place::Summaries)),
        heading: format!("修改{}", summary.kind.label()),
        action: format!("{}/edit", href(summary.id)),
        command_id,
        version,
        groups,
        problems,
        cancel: href(summary.id),
    }
}

fn part_group(content: &Content, form: &FormData, at: usize) -> FieldGroup {
    let name = |what: &str| format!("part-{at}-{what}");
    let table = content.parts.get(at).and_then(|part| part.table.as_ref());
    let mut fields = vec![
        Field::new(&name("heading"), "小标题", Kind::Text).value(form.get(&name("heading"))),
        Field::new(&name("text"), "正文", Kind::Area { rows: 5 }).value(form.get(&name("text"))),
    ];
    if table.is_some() {
        fields.push(Field::new(&name("table"), "附下面的表", Kind::Check { on: form.ticked(&name("table")) }));
    }
    FieldGroup {
        legend: content.parts.get(at).map_or("增加一部分".to_owned(), |part| part.heading.to_string()),
        hint: String::new(),
        fields,
        head: table.map(|table| table.head.clone()).unwrap_or_default(),
        rows: table.map(|table| table.rows.clone()).unwrap_or_default(),
    }
}

fn named_group(visitor: &SignedIn, form: &FormData, at: usize, spare: bool) -> FieldGroup {
    let name = |what: &str| format!("named-{at}-{what}");
    let chosen = form.get(&name("unit"));
    let mut choices = vec![Choice::new("", "不点名").chosen_if(chosen.is_empty())];
    choices.extend(units(visitor, vec![chosen]));
    let unit = chosen.parse().ok().map(|unit: UnitId| visitor.institution.unit_name(unit).to_owned());
    FieldGroup {
        legend: match unit {
            Some(unit) => format!("进展缓慢的单位：{unit}"),
            None if spare => "增加一个进展缓慢的单位".to_owned(),
            None => "进展缓慢的单位".to_owned(),
        },
        hint: if spare { String::new() } else { "事实改动以后，要重新送单位核对。".to_owned() },
        fields: vec![
            Field::new(&name("unit"), "单位", Kind::Select(choices)).half(),
            Field::new(&name("by"), "责令在此日前报告原因和改进措施", Kind::Date)
                .value(form.get(&name("by")))
                .hint("不责令说明的不填。")
                .half(),
            Field::new(&name("facts"), "事实", Kind::Area { rows: 4 }).value(form.get(&name("facts"))),
        ],
        ..FieldGroup::default()
    }
}

fn units(visitor: &SignedIn, chosen: Vec<&str>) -> Vec<Choice> {
    let mut units: Vec<_> = visitor.institution.units.values().filter(|unit| unit.closed_on.is_none()).collect();
    units.sort_by_key(|unit| unit.order);
    let choice = |unit: &domain::institution::Unit| {
        let id = unit.id.to_string();
        Choice::new(&id, unit.name.as_str()).chosen_if(chosen.contains(&id.as_str()))
    };
    units.into_iter().map(choice).collect()
}

/// Heads of units and leaders: whom a circle names one by one.
fn people(visitor: &SignedIn, form: &FormData) -> Vec<Choice> {
    let names = Names { institution: visitor.institution.clone(), today: visitor.today };
    let chosen: Vec<&str> = form.all("people").collect();
    let mut found: Vec<_> = [Role::PrincipalLeader, Role::Leader, Role::UnitHead]
        .into_iter()
        .flat_map(|role| visitor.institution.holders(role, None, visitor.today))
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|person| seen.insert(*person));
    let choice = |person: domain::value::PersonId| {
        let id = person.to_string();
        Choice::new(&id, names.person_name(person))
            .note(&names.unit_of(person))
            .chosen_if(chosen.contains(&id.as_str()))
    };
    found.into_iter().map(choice).collect()
}
