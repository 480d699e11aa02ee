//! `GET /matters`: 督办台账, and `GET /api/matters`: the same rows for programs. What is asked for stands in the address, so
//! that a view can be kept as a bookmark.

pub mod export;

use app::ask::{COUNT_MOST, Cursor, FallList, Ledger, LedgerRow, LimitDate, Query, Sort, Way};
use axum::{Json, response::IntoResponse};
use domain::{
    duty::Light,
    institution::Role,
    matter::{Category, Stage},
    value::{Day, PersonId, UnitId},
};
use serde_json::{Value, json};

use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::{
        form::Choice,
        layout::Place,
        ledger::{Filter, LedgerPage, Sort as SortLink, Sorted, Sorts},
        paper::PaperLink,
        text,
    },
    respond::{self, Answer},
    words,
};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let read = Read::from(&asked);
    let ledger = visitor.app().ledger(&visitor.actor, read.query.clone()).await?;
    respond::page(&page(&visitor, &asked, &read, &ledger))
}

pub async fn json(visitor: SignedIn, asked: Asked) -> Answer {
    let read = Read::from(&asked);
    if let Some(problem) = read.problem {
        return Err(Error::bad(problem));
    }
    let ledger = visitor.app().ledger(&visitor.actor, read.query).await?;
    let rows: Vec<Value> = ledger.rows.iter().map(|row| row_json(&visitor, row)).collect();
    let at = |cursor: &Option<Cursor>| cursor.as_ref().map(ToString::to_string);
    let body = json!({
        "today": ledger.today,
        "total": ledger.total.0.min(COUNT_MOST),
        "total_is_capped": ledger.total.is_capped(),
        "rows": rows,
        "previous": at(&ledger.previous),
        "next": at(&ledger.next),
    });
    Ok(Json(body).into_response())
}

fn row_json(visitor: &SignedIn, row: &LedgerRow) -> Value {
    let institution = &visitor.institution;
    let unit = |unit: &domain::value::UnitId| json!({ "id": unit, "name": institution.unit_name(*unit) });
    let person = |person: PersonId| json!({ "id": person, "name": institution.person_name(person) });
    json!({
        "id": row.id,
        "number": (!row.number.is_empty()).then_some(&row.number),
        "title": row.title,
        "category": row.category.code(),
        "stage": row.stage.code(),
        "lead": row.lead.as_ref().map(unit),
        "co_units": row.co_units.iter().map(unit).collect::<Vec<_>>(),
        "leader": row.leader.map(person),
        "due": row.due,
        "first_due": row.first_due,
        "provisional": row.provisional,
        "light": light_code(row.mark),
        "urged": row.urged,
        "extended": row.extended,
        "adopted": row.adopted,
        "major": row.major,
        "complex": row.complex,
        "next": row.next.map(|next| json!({
            "what": next.kind.label(), "owner": words::owner(institution, next.owner), "due": next.due,
        })),
        "progress": row.progress.map(|(percent, on)| json!({ "percent": percent, "on": on })),
        "registered_on": row.registered_on,
        "dispatched_on": row.dispatched_on,
        "closed_on": row.closed_on,
    })
}

fn light_code(mark: app::ask::Mark) -> Option<&'static str> {
    match mark {
        app::ask::Mark::Running { light, .. } => {
            LIGHTS.iter().find(|(known, _)| *known == light).map(|(_, code)| *code)
        }
        _ => None,
    }
}

const LIGHTS: &[(Light, &str)] = &[(Light::Red, "red"), (Light::Yellow, "yellow"), (Light::Green, "green")];

/// What the address asks for, for whoever lays out papers of it.
pub fn query(asked: &Asked) -> Result<Query, Error> {
    let read = Read::from(asked);
    read.problem.map_or(Ok(read.query), |problem| Err(Error::bad(problem)))
}

/// The address, understood: what is not understood is left out and said.
struct Read {
    query: Query,
    problem: Option<String>,
}

impl Read {
    fn from(asked: &Asked) -> Read {
        let mut problem = None;
        let mut day = |name: &str, label: &str| -> Option<Day> {
            let typed = asked.get(name).trim();
            let day = typed.parse().ok();
            if day.is_none() && !typed.is_empty() {
                problem = Some(format!("{label}“{typed}”不是日期，请照“2026-10-27”填写；这一条件没有使用。"));
            }
            day
        };
        let (due_from, due_to) = (day("due_from", "办结时限自"), day("due_to", "办结时限至"));
        let (sort, way) = sort_of(asked.get("sort"));
        let query = Query {
            q: asked.get("q").trim().to_owned(),
            stages: asked.all("stage").filter_map(Stage::from_code).collect(),
            light: LIGHTS.iter().find(|(_, code)| *code == asked.get("light")).map(|(light, _)| *light),
            category: Category::from_code(asked.get("category")),
            unit: asked.get("unit").parse().ok(),
            leader: asked.get("leader").parse().ok(),
            year: asked.get("year").parse().ok(),
            limit_date: LimitDate::from_code(asked.get("limit_date")).unwrap_or_default(),
            due_from,
            due_to,
            urged: asked.get("urged") == "1",
            extended: asked.get("extended") == "1",
            list: FallList::from_code(asked.get("list")),
            group: asked.get("group").parse().ok(),
            sort,
            way,
            cursor: asked.get("at").parse().ok(),
            limit: asked.get("limit").parse::<u32>().unwrap_or_default().min(200),
        };
        if query.q.chars().count() > 200 {
            return Read {
                query: Query::default(), problem: Some("查找的文字超过 200 字，请缩短。".to_owned())
            };
        }
        Read { query, problem }
    }
}

/// `due`, or `-due` for the other way.
fn sort_of(code: &str) -> (Sort, Way) {
    match code.strip_prefix('-') {
        Some(code) => (Sort::from_code(code).unwrap_or_default(), Way::Down),
        None => (Sort::from_code(code).unwrap_or_default(), Way::Up),
    }
}

fn page(visitor: &SignedIn, asked: &Asked, read: &Read, ledger: &Ledger) -> LedgerPage {
    let query = &read.query;
    let place = |cursor: &Option<Cursor>| {
        cursor.as_ref().map(|cursor| link(asked, &[("at", &cursor.to_string())])).unwrap_or_default()
    };
    LedgerPage {
        layout: visitor.layout("督办台账", Some(Place::Ledger)),
        heading: query.list.map_or("督办台账", FallList::label).to_owned(),
        list: query.list.map(FallList::code).unwrap_or_default().to_owned(),
        q: query.q.clone(),
        filters: filters(visitor, query),
        due_from: query.due_from.map(text::day).unwrap_or_default(),
        due_to: query.due_to.map(text::day).unwrap_or_default(),
        urged: query.urged,
        extended: query.extended,
        sort: if asked.get("sort").is_empty() { String::new() } else { code_of(query.sort, query.way) },
        sorts: sorts(asked, query),
        rows: ledger.rows.iter().map(|row| words::row(&visitor.institution, visitor.today, row)).collect(),
        total: text::count(ledger.total.0, COUNT_MOST),
        previous: place(&ledger.previous),
        next: place(&ledger.next),
        problem: read.problem.clone().unwrap_or_default(),
        papers: if is_office(visitor) { "/papers".to_owned() } else { String::new() },
        notices: notices(visitor, asked, ledger),
        exports: exports(asked, ledger),
    }
}

fn is_office(visitor: &SignedIn) -> bool {
    visitor.roles().iter().any(|role| role.is_office())
}

/// For the Office: all notices of what is shown, in one file.
fn notices(visitor: &SignedIn, asked: &Asked, ledger: &Ledger) -> Vec<PaperLink> {
    if !is_office(visitor) || ledger.rows.iter().all(|row| row.dispatched_on.is_none()) {
        return Vec::new();
    }
    let with = |format: &str| link(asked, &[("format", format)]).replacen("/matters", "/papers/notices", 1);
    vec![PaperLink::new("打印这些通知单（PDF）", with("pdf")), PaperLink::new("逐件下载（ZIP）", with("zip"))]
}

/// What is shown, with all its rows.
fn exports(asked: &Asked, ledger: &Ledger) -> Vec<PaperLink> {
    if ledger.rows.is_empty() {
        return Vec::new();
    }
    let with = |format: &str| link(asked, &[("format", format)]).replacen("/matters", "/matters/export", 1);
    vec![PaperLink::new("导出 Excel", with("xlsx")), PaperLink::new("导出 CSV", with("csv"))]
}

/// The same address with other values; a new order or filter begins at its first page.
fn link(asked: &Asked, changes: &[(&str, &str)]) -> String {
    let kept = asked.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let kept = kept.filter(|(name, _)| *name != "at" && changes.iter().all(|(changed, _)| changed != name));
    let pairs: Vec<(&str, &str)> = kept.chain(changes.iter().copied()).collect();
    format!("/matters{}", respond::query(&pairs))
}

fn code_of(sort: Sort, way: Way) -> String {
    let sign = if way == Way::Down { "-" } else { "" };
    format!("{sign}{}", sort.code())
}

fn sorts(asked: &Asked, query: &Query) -> Sorts {
    let sort = |sort: Sort| {
        let (sorted, other) = match (query.sort == sort, query.way) {
            (false, _) => (Sorted::No, Way::Up),
            (true, Way::Up) => (Sorted::Up, Way::Down),
            (true, Way::Down) => (Sorted::Down, Way::Up),
        };
        SortLink { href: link(asked, &[("sort", &code_of(sort, other))]), sorted }
    };
    Sorts {
        number: sort(Sort::Number),
        title: sort(Sort::Title),
        lead: sort(Sort::Lead),
        stage: sort(Sort::Stage),
        due: sort(Sort::Due),
        first_due: sort(Sort::FirstDue),
    }
}

/// The first three stand above the table, the others fold away.
fn filters(visitor: &SignedIn, query: &Query) -> Vec<Filter> {
    let institution = &visitor.institution;
    let lights = LIGHTS.iter().map(|(light, code)| {
        Choice::new(code, &words::light_name(institution, visitor.today, *light)).chosen_if(query.light == Some(*light))
    });
    let leaders = leaders(visitor).into_iter().map(|person| {
        let name = institution.person_name(person);
        Choice::new(&person.to_string(), name).chosen_if(query.leader == Some(person))
    });
    let [stages, units, categories, years] = narrowing(visitor, query.unit, query.category, query.year, &query.stages);
    vec![
        stages,
        filter("light", "红黄绿灯", lights),
        units,
        categories,
        filter("leader", "分管领导", leaders),
        years,
        limit_dates(query.limit_date),
    ]
}

/// What any list of matters may be narrowed to: stage, unit, category, year.
pub fn narrowing(
    visitor: &SignedIn,
    unit: Option<UnitId>,
    category: Option<Category>,
    year: Option<i16>,
    stages: &[Stage],
) -> [Filter; 4] {
    let known = Stage::ALL.iter().filter(|stage| **stage != Stage::Unborn);
    let known = known.map(|stage| Choice::new(stage.code(), stage.label()).chosen_if(stages.contains(stage)));
    let mut units: Vec<_> = visitor.institution.units.values().collect();
    units.sort_by_key(|unit| (unit.closed_on.is_some(), unit.order));
    let units = units
        .into_iter()
        .map(|one| Choice::new(&one.id.to_string(), one.name.as_str()).chosen_if(unit == Some(one.id)));
    let categories = Category::ALL.iter();
    let categories = categories.map(|c| Choice::new(c.code(), c.short()).chosen_if(category == Some(*c)));
    let years = years(visitor)
        .into_iter()
        .map(|one| Choice::new(&one.to_string(), &format!("{one} 年")).chosen_if(year == Some(one)));
    [
        filter("stage", "环节", known),
        filter("unit", "承办单位", units),
        filter("category", "类别", categories),
        filter("year", "年度", years),
    ]
}

/// 逾期 and the days below are counted by the date in force, or by the first one.
fn limit_dates(chosen: LimitDate) -> Filter {
    let choice = |date: &LimitDate| match date {
        LimitDate::InForce => Choice::new("", "现行时限").chosen_if(chosen == *date),
        LimitDate::First => Choice::new(date.code(), "首次时限").chosen_if(chosen == *date),
    };
    let choices = LimitDate::ALL.iter().map(choice).collect();
    Filter { name: "limit_date".to_owned(), label: "逾期和日期按".to_owned(), choices }
}

fn filter(name: &str, label: &str, choices: impl Iterator<Item = Choice>) -> Filter {
    let choices: Vec<Choice> = choices.collect();
    let any = Choice::new("", "全部").chosen_if(choices.iter().all(|choice| !choice.chosen));
    Filter { name: name.to_owned(), label: label.to_owned(), choices: std::iter::once(any).chain(choices).collect() }
}

/// Present and former ones, each once.
fn leaders(visitor: &SignedIn) -> Vec<PersonId> {
    let mut leaders = Vec::new();
    let grants = visitor.institution.grants.iter();
    for grant in grants.filter(|grant| matches!(grant.role, Role::Leader | Role::PrincipalLeader)) {
        if !leaders.contains(&grant.person) {
            leaders.push(grant.person);
        }
    }
    leaders
}

/// From the year of the first parameters to this one, the latest first; ten at most.
fn years(visitor: &SignedIn) -> Vec<i16> {
    let this = visitor.today.year();
    let first = visitor.institution.regulations.first().map_or(this, |regulation| regulation.in_force.year());
    (first.min(this).max(this - 9)..=this).rev().collect()
}
