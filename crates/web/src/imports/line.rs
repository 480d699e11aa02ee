//! One line, corrected beside what it was read from.

use app::imports::{Import, Limit, LineChange, LineState, Lines, PlacedLine, Running, Typed};
use axum::extract::Path;
use domain::{
    matter::Category,
    value::{Day, PersonId, UnitId},
};
use intake::Source;

use super::{day_words, import_id, path, show, source};
use crate::{
    error::Error,
    forms::FormData,
    gate::SignedIn,
    matters::{choices, look::Directory, reader::read_day},
    pages::{
        form::{Choice, Field, Kind, Problems},
        imports::ImportLinePage,
        layout::Place,
        text,
    },
    respond::{self, Answer, done, see_other_saying},
};

/// `GET /imports/{id}/lines/{place}`
pub async fn show_line(visitor: SignedIn, Path((id, place)): Path<(String, String)>) -> Answer {
    let (import, placed) = found(&visitor, &id, &place).await?;
    let problems = faults(&placed);
    respond::page(&page(&visitor, &import, &placed, &placed.line.typed, problems).await?)
}

/// `POST /imports/{id}/lines/{place}`: `then` is the line to go on with.
pub async fn save(visitor: SignedIn, Path((id, place)): Path<(String, String)>, sent: FormData) -> Answer {
    let (import, placed) = found(&visitor, &id, &place).await?;
    let (typed, problems) = read(&sent, &placed.line.typed, import.setting.running);
    if problems.any() {
        return respond::refused_page(&page(&visitor, &import, &placed, &typed, problems).await?);
    }
    let change = LineChange::Type { place: placed.place, typed: Box::new(typed.clone()) };
    match visitor.app().change_import(&visitor.actor, import.id, change).await.map_err(Error::from) {
        Ok(_) => {
            let back = match sent.get("then").parse::<i64>() {
                Ok(next) => format!("{}/lines/{next}", path(import.id)),
                Err(_) => format!("{}#line-{}", path(import.id), placed.place),
            };
            Ok(see_other_saying(&back, done("已保存。")))
        }
        Err(error) => match error.refusal().map(|refusal| refusal.message.clone()) {
            Some(message) => {
                let mut problems = Problems::default();
                problems.add("", &message);
                respond::refused_page(&page(&visitor, &import, &placed, &typed, problems).await?)
            }
            None => Err(error.typed(sent.typed())),
        },
    }
}

async fn found(visitor: &SignedIn, id: &str, place: &str) -> Result<(Import, PlacedLine), Error> {
    let id = import_id(id)?;
    let place = place.parse().map_err(|_| Error::not_found())?;
    let import = visitor.app().import(&visitor.actor, id).await?;
    let placed = visitor.app().import_line(&visitor.actor, id, place).await?;
    Ok((import, placed))
}

/// What stands in the way, beside its fields.
fn faults(placed: &PlacedLine) -> Problems {
    let mut problems = Problems::default();
    for fault in &placed.line.faults {
        problems.add(&fault.field, &fault.text);
    }
    problems
}

async fn page(
    visitor: &SignedIn,
    import: &Import,
    placed: &PlacedLine,
    typed: &Typed,
    problems: Problems,
) -> Result<ImportLinePage, Error> {
    let directory = Directory::new(visitor.institution.clone(), visitor.today);
    let next = visitor.app().import_lines(&visitor.actor, import.id, Lines::Open, placed.place, 1).await?;
    let source = match &import.source {
        Some(Source::Document { text, .. }) => source::excerpt(text, placed),
        _ => Vec::new(),
    };
    let fair = placed.line.fair_readings(placed.on(import.source.as_ref(), visitor.today), &visitor.institution);
    let label = show::label(placed);
    let label = if label.starts_with('第') || label.is_empty() { label } else { format!("条款 {label}") };
    let state = if placed.state == LineState::Dropped { "（已去掉）" } else { "" };
    Ok(ImportLinePage {
        layout: visitor.layout("核对候选事项", Some(Place::Import)),
        path: path(import.id),
        name: import.name.clone(),
        action: format!("{}/lines/{}", path(import.id), placed.place),
        label: format!("{label}{state}"),
        source,
        cells: show::cells(placed),
        doubts: placed.line.doubts.clone(),
        twins: show::twins(placed),
        fields: fields(&directory, import, typed, &fair),
        problems,
        next: next.first().map(|next| next.place.to_string()).unwrap_or_default(),
    })
}

fn fields(directory: &Directory, import: &Import, typed: &Typed, fair: &[intake::dates::Fair]) -> Vec<Field> {
    // Of several leads none is chosen, and the others wait among the co-units.
    let one = typed.leads.len() == 1;
    let leads: Vec<UnitId> = typed.leads.iter().copied().filter(|_| one).collect();
    let others = typed.leads.iter().filter(|_| !one).chain(&typed.co_units).copied();
    let co_units: Vec<UnitId> = others.collect();
    let category = |category: &Category| {
        Choice::new(category.code(), category.short()).chosen_if(typed.category == Some(*category))
    };
    let mut fields = vec![
        Field::new("title", "事项标题", Kind::Text).value(&typed.title).required(),
        Field::new("content", "事项内容", Kind::Area { rows: 6 }).value(&typed.content).required(),
        Field::new("requirements", "办理要求", Kind::Area { rows: 2 }).value(&typed.requirements),
        Field::new("target", "量化目标", Kind::Area { rows: 2 })
            .value(&typed.target)
            .hint("交办前必须填写；现在可不填。"),
    ];
    for (nth, unknown) in typed.unknown.iter().enumerate() {
        fields.push(unknown_field(directory, nth, unknown));
    }
    fields.extend([
        Field::new("lead", "牵头单位", Kind::Select(choices::units(directory, &leads))).half(),
        Field::new(
            "leader",
            "分管校领导",
            Kind::Select(choices::leaders(directory, &typed.leader.into_iter().collect::<Vec<_>>())),
        )
        .half(),
        Field::new("co_units", "协办单位", Kind::Many(choices::units(directory, &co_units))),
    ]);
    if !fair.is_empty() && typed.due.is_none() {
        let reading = |fair: &intake::dates::Fair| {
            let label = fair.day.map_or("没有日期".to_owned(), text::day);
            Choice::new(&day_words(fair.day), &label).note(&fair.how)
        };
        fields.push(Field::new("reading", "时限有几种读法，请选定", Kind::Radio(fair.iter().map(reading).collect())));
    }
    let limits = [
        (Limit::Explicit, "explicit", "按下面的日期"),
        (Limit::Standard, "working_days", "规定的工作日"),
        (Limit::ByPlan, "complex", "先报工作计划"),
    ];
    let limit = |(limit, code, label): (Limit, &str, &str)| Choice::new(code, label).chosen_if(typed.limit == limit);
    fields.extend([
        Field::new("limit", "办结时限（第四条（四））", Kind::Radio(limits.map(limit).into())),
        Field::new("due", "办结日期", Kind::Date).value(day_words(typed.due)).half().explained(),
        Field::new("category", "事项类别", Kind::Select(Category::ALL.iter().map(category).collect()))
            .hint("不选则用这次导入的类别。")
            .half(),
        Field::new("clause", "条款", Kind::Text).value(&typed.clause).half(),
        Field::new("ongoing", "长期、持续的事项", Kind::Check { on: typed.ongoing }).half(),
        Field::new("major", "重大事项", Kind::Check { on: typed.major }).half(),
        Field::new("complex", "复杂事项", Kind::Check { on: typed.complex }).half(),
    ]);
    if import.setting.running {
        fields.extend(running_fields(directory, typed));
    }
    fields
}

fn unknown_field(directory: &Directory, nth: usize, unknown: &app::imports::Unknown) -> Field {
    let role = if unknown.leads { "牵头" } else { "协办" };
    let mut units = choices::units(directory, &[]);
    let place = |choice: &Choice| {
        let at = unknown.proposals.iter().position(|unit| unit.to_string() == choice.value);
        at.unwrap_or(unknown.proposals.len())
    };
    units.sort_by_key(place);
    let asked = [Choice::new("", "是哪个单位…"), Choice::new("none", "不是承办单位，不列入")];
    let label = format!("“{}”（{role}）不在单位名录中", unknown.name);
    Field::new(&format!("unknown-{nth}"), &label, Kind::Select(asked.into_iter().chain(units).collect()))
}

fn running_fields(directory: &Directory, typed: &Typed) -> Vec<Field> {
    let running = &typed.running;
    let people = show::people(directory, typed.leads.first().copied());
    let with = |chosen: Option<PersonId>| {
        let mut all = people.clone();
        all.extend(chosen.filter(|person| !people.contains(person)));
        Kind::Select(choices::people(directory, &all, chosen))
    };
    vec![
        Field::new("number", "通知单编号", Kind::Text).value(&running.number).half(),
        Field::new("registered_on", "立项日期", Kind::Date).value(day_words(running.registered_on)).half(),
        Field::new("dispatched_on", "交办日期", Kind::Date).value(day_words(running.dispatched_on)).half(),
        Field::new("signed_on", "签收日期", Kind::Date)
            .value(day_words(running.signed_on))
            .half()
            .hint("没有签收的不填。"),
        Field::new("responsible", "牵头单位负责人", with(running.responsible)).half(),
        Field::new("contact", "牵头单位联系人", with(running.contact)).half(),
    ]
}

/// What was typed; problems only where it cannot be read. What the rules say of it is said when it is saved.
fn read(sent: &FormData, before: &Typed, running: bool) -> (Typed, Problems) {
    let mut problems = Problems::default();
    let mut day = |name: &str, label: &str| -> Option<Day> {
        let typed = sent.get(name).trim();
        let day = read_day(typed);
        if day.is_none() && !typed.is_empty() {
            problems.add(name, &format!("{label}：“{typed}”不是日期，请照“2026-10-27”填写"));
        }
        day
    };
    let (due, reading) = (day("due", "办结日期"), day("reading", "读法"));
    let dates = [("registered_on", "立项日期"), ("dispatched_on", "交办日期"), ("signed_on", "签收日期")];
    let [registered_on, dispatched_on, signed_on] = dates.map(|(name, label)| day(name, label));
    let line = |name: &str| sent.get(name).trim().to_owned();
    let mut leads: Vec<UnitId> = sent.get("lead").parse().into_iter().collect();
    let mut co_units: Vec<UnitId> = sent.all("co_units").filter_map(|id| id.parse().ok()).collect();
    // Nobody chose among several leads: they are still all there.
    if leads.is_empty() && before.leads.len() > 1 {
        leads.clone_from(&before.leads);
    }
    let mut unknown = Vec::new();
    for (nth, name) in before.unknown.iter().enumerate() {
        match (sent.get(&format!("unknown-{nth}")), sent.get(&format!("unknown-{nth}")).parse::<UnitId>()) {
            (_, Ok(unit)) if name.leads && leads.is_empty() => leads.push(unit),
            (_, Ok(unit)) if !leads.contains(&unit) => co_units.push(unit),
            (_, Ok(_)) | ("none", _) => {}
            _ => unknown.push(name.clone()),
        }
    }
    co_units.retain(|unit| !leads.contains(unit));
    co_units.dedup();
    let due = due.or(reading);
    let limit = match sent.get("limit") {
        "working_days" if reading.is_none() => Limit::Standard,
        "complex" => Limit::ByPlan,
        _ => Limit::Explicit,
    };
    let typed = Typed {
        title: line("title"),
        content: sent.get("content").to_owned(),
        requirements: sent.get("requirements").to_owned(),
        target: sent.get("target").to_owned(),
        category: Category::from_code(sent.get("category")),
        leads,
        co_units,
        unknown,
        leader: sent.get("leader").parse().ok(),
        limit,
        due,
        ongoing: sent.ticked("ongoing"),
        major: sent.ticked("major"),
        complex: sent.ticked("complex"),
        clause: line("clause"),
        group: before.group,
        running: if running {
            Running {
                number: line("number"),
                registered_on,
                dispatched_on,
                signed_on,
                responsible: sent.get("responsible").parse().ok(),
                contact: sent.get("contact").parse().ok(),
            }
        } else {
            before.running.clone()
        },
    };
    (typed, problems)
}
