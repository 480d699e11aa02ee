//! `GET /matters`: 督办台账, and `GET /api/matters`: the same rows for programs. What is asked for stands in the address, so
//! that a view can be kept as a bookmark, or under a name (`views`).

pub mod export;
pub mod views;

mod asking;
mod columns;
mod filters;

use app::{
    ask::{COUNT_MOST, Cursor, FallList, Ledger, LedgerRow, Query, Way},
    batches::BATCH_MOST,
    saved_views::SavedView,
};
use axum::{Json, response::IntoResponse};
use domain::value::PersonId;
use serde_json::{Value, json};

pub use filters::narrowing;

use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    matters::batch,
    pages::{
        form::Choice,
        layout::Place,
        ledger::{ColumnChoice, Head, LedgerPage, Line, Pick, Sort as SortLink, Sorted, Tab},
        paper::PaperLink,
        text,
    },
    respond::{self, Answer},
    words,
};

pub use asking::WHOLE;
use asking::{Asking, LIGHTS, sort_code};
use columns::{Column, Seen};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let views = visitor.app().saved_views(&visitor.actor).await?;
    if asked.pairs().is_empty()
        && let Some(view) = views.iter().find(|view| view.is_default)
    {
        return Ok(respond::see_other(&views::href(view)));
    }
    let asking = Asking::of(&asked);
    let ledger = visitor.app().ledger(&visitor.actor, asking.query.clone()).await?;
    let carried = carried(&visitor).await?;
    respond::page(&page(&visitor, &asking, &ledger, &views, carried))
}

/// How many matters of earlier years were still open when this one began.
async fn carried(visitor: &SignedIn) -> Result<u64, Error> {
    let query = Query { carried_into: Some(visitor.today.year()), ..Query::default() };
    Ok(visitor.app().ledger_count(&visitor.actor, query).await?.0)
}

pub async fn json(visitor: SignedIn, asked: Asked) -> Answer {
    let asking = Asking::of(&asked);
    if let Some(problem) = asking.problem {
        return Err(Error::bad(problem));
    }
    let ledger = visitor.app().ledger(&visitor.actor, asking.query).await?;
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
        "responsible": row.responsible.map(person),
        "clerk": row.clerk.map(person),
        "source": row.source,
        "carried_into": row.carried_into,
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
        "archived_on": row.archived_on,
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

/// What the address asks for, for whoever lays out papers of it.
pub fn query(asked: &Asked) -> Result<Query, Error> {
    let asking = Asking::of(asked);
    asking.problem.map_or(Ok(asking.query), |problem| Err(Error::bad(problem)))
}

/// The conditions of an address, as another page keeps them.
pub fn kept(asked: &Asked) -> String {
    Asking::of(asked).kept()
}

fn page(visitor: &SignedIn, asking: &Asking, ledger: &Ledger, views: &[SavedView], carried: u64) -> LedgerPage {
    let query = &asking.query;
    let place = |cursor: &Option<Cursor>| {
        cursor.as_ref().map(|cursor| asking.link(&[("at", &cursor.to_string())])).unwrap_or_default()
    };
    let office = is_office(visitor);
    LedgerPage {
        layout: visitor.layout("督办台账", Some(Place::Ledger)),
        heading: query.list.map_or("督办台账", FallList::label).to_owned(),
        list: query.list.map(FallList::code).unwrap_or_default().to_owned(),
        whole: WHOLE.to_owned(),
        tabs: tabs(visitor, asking, views, carried),
        q: query.q.clone(),
        filters: filters::filters(visitor, query),
        due_from: query.due_from.map(text::day).unwrap_or_default(),
        due_to: query.due_to.map(text::day).unwrap_or_default(),
        urged: query.urged,
        extended: query.extended,
        view: asking.view.clone(),
        kept: asking.kept(),
        cols: columns::written(&asking.columns),
        sort: if asking.pairs.iter().any(|(name, _)| name == "sort") {
            sort_code(query.sort, query.way)
        } else {
            String::new()
        },
        columns: choices(asking),
        arranging: asking.arranging,
        heads: asking.columns.iter().map(|column| head(asking, *column)).collect(),
        lines: ledger.rows.iter().map(|row| line(visitor, asking, row)).collect(),
        picks: if office && !ledger.rows.is_empty() {
            batch::ACTS.iter().map(|act| pick(*act)).collect()
        } else {
            Vec::new()
        },
        total: text::count(ledger.total.0, COUNT_MOST),
        more: more(ledger),
        previous: place(&ledger.previous),
        next: place(&ledger.next),
        problem: asking.problem.clone().unwrap_or_default(),
        papers: if office { "/papers".to_owned() } else { String::new() },
        meeting: if (office || visitor.roles().iter().any(|role| role.is_leader())) && !ledger.rows.is_empty() {
            asking.path("/meeting", &[])
        } else {
            String::new()
        },
        batches: if office { "/batches".to_owned() } else { String::new() },
        statistics: if visitor.app().sees_statistics(&visitor.actor, &visitor.institution, visitor.today) {
            "/statistics".to_owned()
        } else {
            String::new()
        },
        notices: notices(visitor, asking, ledger),
        exports: exports(asking, ledger),
        save: views::form(visitor, asking, views),
    }
}

fn is_office(visitor: &SignedIn) -> bool {
    visitor.roles().iter().any(|role| role.is_office())
}

fn pick(act: domain::matter::CommandKind) -> Pick {
    Pick { code: act.code().to_owned(), label: batch::label(act).to_owned() }
}

/// What an act on everything that matches would be about; nothing where this page shows it all.
fn more(ledger: &Ledger) -> String {
    if ledger.next.is_none() && ledger.previous.is_none() {
        return String::new();
    }
    let total = ledger.total.0;
    if total > BATCH_MOST as u64 {
        return String::new();
    }
    format!("符合条件的全部 {total} 项（含其他页）")
}

/// The whole ledger, what was carried over from last year, and the views that are kept.
fn tabs(visitor: &SignedIn, asking: &Asking, views: &[SavedView], carried: u64) -> Vec<Tab> {
    let year = visitor.today.year().to_string();
    let tab = |label: String, href: String, current: bool| Tab { label, href, current, shared: false };
    let only_carried = asking.kept() == format!("carried={year}");
    let mut tabs = vec![tab("全部".to_owned(), WHOLE.to_owned(), asking.kept().is_empty())];
    if carried > 0 {
        let label =
            format!("上年结转 {}", text::count(carried, COUNT_MOST).trim_start_matches("共 ").trim_end_matches(" 项"));
        tabs.push(tab(label, format!("/matters?carried={year}"), only_carried));
    }
    tabs.extend(views.iter().map(|view| Tab {
        label: view.name.clone(),
        href: views::href(view),
        current: asking.view == view.id.to_string(),
        shared: view.shared,
    }));
    tabs
}

/// For the Office: all notices of what is shown, in one file.
fn notices(visitor: &SignedIn, asking: &Asking, ledger: &Ledger) -> Vec<PaperLink> {
    if !is_office(visitor) || ledger.rows.iter().all(|row| row.dispatched_on.is_none()) {
        return Vec::new();
    }
    let with = |format: &str| asking.path("/papers/notices", &[("format", format)]);
    vec![PaperLink::new("打印这些通知单（PDF）", with("pdf")), PaperLink::new("通知单逐件下载（ZIP）", with("zip"))]
}

/// What is shown, with all its rows.
fn exports(asking: &Asking, ledger: &Ledger) -> Vec<PaperLink> {
    if ledger.rows.is_empty() {
        return Vec::new();
    }
    let with = |format: &str| asking.path("/matters/export", &[("format", format)]);
    vec![PaperLink::new("导出 Excel", with("xlsx")), PaperLink::new("导出 CSV", with("csv"))]
}

/// A column's heading: the link that sorts by it, or turns the order round.
fn head(asking: &Asking, column: Column) -> Head {
    let (sort, query) = (column.sort(), &asking.query);
    let (sorted, other) = match (query.sort == sort, query.way) {
        (false, _) => (Sorted::No, Way::Up),
        (true, Way::Up) => (Sorted::Up, Way::Down),
        (true, Way::Down) => (Sorted::Down, Way::Up),
    };
    let link = SortLink { href: asking.link(&[("sort", &sort_code(sort, other))]), sorted };
    Head { code: column.code(), label: column.label(), sort: link }
}

fn line(visitor: &SignedIn, asking: &Asking, row: &LedgerRow) -> Line {
    let seen = Seen { institution: &visitor.institution, today: visitor.today, row };
    Line {
        id: row.id.to_string(),
        name: format!("{} {}", row.number, row.title).trim().to_owned(),
        href: format!("/matters/{}", row.id),
        cells: asking.columns.iter().map(|column| column.shown(&seen)).collect(),
    }
}

/// The chosen ones in their order, then the others.
fn choices(asking: &Asking) -> Vec<ColumnChoice> {
    let columns = &asking.columns;
    let swapped = |from: usize, to: Option<usize>| {
        let Some(to) = to.filter(|to| *to < columns.len()) else { return String::new() };
        let mut other = columns.clone();
        other.swap(from, to);
        asking.link(&[("cols", &columns::written(&other)), ("columns", "1")])
    };
    let chosen = columns.iter().enumerate().map(|(place, column)| ColumnChoice {
        choice: Choice::new(column.code(), column.label()).chosen_if(true),
        earlier: swapped(place, place.checked_sub(1)),
        later: swapped(place, Some(place + 1)),
    });
    let others = Column::ALL.iter().filter(|column| !columns.contains(column));
    let others = others
        .map(|column| ColumnChoice { choice: Choice::new(column.code(), column.label()), ..ColumnChoice::default() });
    chosen.chain(others).collect()
}
