//! `GET /search`: 查找, over everything of the matters that the visitor may see. What is asked for stands in the address.

use app::{
    ask::{COUNT_MOST, LedgerRow},
    search::{Found, Hit, Named, Order, Passage, Search},
};
use domain::matter::{Category, Stage};

use crate::{
    forms::Asked,
    gate::SignedIn,
    ledger,
    pages::{
        search::{Meant, SearchHit, SearchPage, Shown},
        text,
    },
    respond::{self, Answer},
    words,
};

/// Characters that can be looked for.
const MOST: usize = 200;

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let typed = asked.get("q").trim();
    let problem = if typed.chars().count() > MOST {
        "查找的文字超过 200 字，请缩短。".to_owned()
    } else {
        String::new()
    };
    let search = Search {
        q: if problem.is_empty() { typed.to_owned() } else { String::new() },
        unit: asked.get("unit").parse().ok(),
        category: Category::from_code(asked.get("category")),
        year: asked.get("year").parse().ok(),
        stages: asked.all("stage").filter_map(Stage::from_code).collect(),
        order: if asked.get("order") == "fit" { Order::Fit } else { Order::Newest },
        page: asked.get("page").parse::<usize>().unwrap_or(1).saturating_sub(1),
    };
    let found = visitor.app().search(&visitor.actor, search.clone()).await?;
    respond::page(&page(&visitor, &asked, &search, &found, problem))
}

fn page(visitor: &SignedIn, asked: &Asked, search: &Search, found: &Found, problem: String) -> SearchPage {
    let mut layout = visitor.layout("查找", None);
    layout.seeks = false;
    let at = |page: usize| (page < found.pages).then(|| link(asked, "page", &(page + 1).to_string()));
    let other = if search.order == Order::Fit { "" } else { "fit" };
    SearchPage {
        layout,
        q: asked.get("q").trim().to_owned(),
        filters: ledger::narrowing(visitor, search.unit, search.category, search.year, &search.stages).into(),
        order: if search.order == Order::Fit { "fit" } else { "" }.to_owned(),
        other_order: link(asked, "order", other),
        hits: found.hits.iter().map(|hit| shown(visitor, hit)).collect(),
        total: text::count(found.total.0, COUNT_MOST),
        meant: found.named.iter().filter_map(|named| meant(visitor, named)).collect(),
        previous: search.page.checked_sub(1).and_then(at).unwrap_or_default(),
        next: at(search.page + 1).unwrap_or_default(),
        problem,
    }
}

/// The same address with another value; whatever changes but the page begins at the first.
fn link(asked: &Asked, name: &str, value: &str) -> String {
    let kept = asked.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let kept = kept.filter(|(kept, _)| *kept != name && *kept != "page");
    let pairs: Vec<(&str, &str)> =
        kept.chain([(name, value)].into_iter().filter(|(_, value)| !value.is_empty())).collect();
    format!("/search{}", respond::query(&pairs))
}

/// The matters of a unit or a leader in the ledger, which has no such list of other people.
fn meant(visitor: &SignedIn, named: &Named) -> Option<Meant> {
    let leads = |person| visitor.institution.leaders(visitor.today).contains(&person);
    let (what, name, href) = match named {
        Named::Unit(id, name) => ("承办单位", name, respond::query(&[("unit", &id.to_string())])),
        Named::Person(id, name) if leads(*id) => ("分管领导", name, respond::query(&[("leader", &id.to_string())])),
        Named::Person(..) => return None,
    };
    Some(Meant { label: name.to_string(), what: what.to_owned(), href: format!("/matters{href}") })
}

fn shown(visitor: &SignedIn, hit: &Hit) -> SearchHit {
    let row: &LedgerRow = &hit.row;
    let passage = |passage: &Passage| Shown { label: passage.field.label().to_owned(), text: passage.text.clone() };
    SearchHit {
        row: words::row(&visitor.institution, visitor.today, row),
        title: hit.title.clone(),
        number: hit.number.clone(),
        passages: hit.passages.iter().map(passage).collect(),
    }
}
