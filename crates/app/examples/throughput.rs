//! How much this crate does in a second: `cargo run --release -p app --features testing --example throughput -- DIR [MATTERS]`.
//!
//! Loads MATTERS records (100,000 where nothing is said), then lets eight clients propose matters, and eight clients ask for
//! pages of the ledger and for desks. Durable: SQLite with `synchronous = full` in DIR, which should be on a real disk.
#![allow(clippy::unwrap_used, reason = "a measurement fails where it unwraps")]

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    Act, Actor, App, Places, Record, Request,
    accounts::Limits,
    ask::{FallList, Query, Sort},
    ports::{CountingIds, SetClock},
};
use domain::{
    duty::Light,
    institution::{InstitutionCommand, Person, Role},
    matter::{Category, Command, LimitRule, Proposal, Source, SourceKind, Stage},
    value::{MatterId, PersonId, Text, Title, UnitId},
};
use jiff::{ToSpan, civil::date};
use store::{Access, Location, Store, files::Files};

const CLIENTS: usize = 8;

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().expect("a directory"));
    let matters = args.next().map_or(100_000, |count| count.parse().unwrap());
    let app = open(&dir);
    let (rules, days) =
        (include_str!("../../../regulation/hubut-2023.toml"), include_str!("../../../regulation/cn-workdays.csv"));
    app.seed(rules, days).await.unwrap();
    let started = Instant::now();
    let loaded = app.load("基准数据", records(matters), |_| {}).await.unwrap();
    let seconds = started.elapsed().as_secs_f64();
    let per_second = loaded.matters as f64 / seconds;
    println!("load: {} matters, {} events in {seconds:.1} s ({per_second:.0}/s)", loaded.matters, loaded.events);
    assert!(loaded.refused.is_empty(), "{:?}", &loaded.refused[..3.min(loaded.refused.len())]);
    let people = people(&app).await;
    propose(&app, &people).await;
    walk_through(&app, &people).await;
    for (name, person, query) in questions(&app, &people).await {
        ledger(&app, name, person, query).await;
    }
    for (name, person) in [("office", people.clerk), ("unit", people.head), ("leader", people.leader)] {
        let app = app.clone();
        measure(&format!("desk, {name}"), move || {
            let app = app.clone();
            async move { drop(app.desk(&Actor::person(person)).await.unwrap()) }
        })
        .await;
    }
    let app2 = app.clone();
    let some = app.ledger(&Actor::person(people.clerk), Query::default()).await.unwrap().rows[7].id;
    measure("matter page, office", move || {
        let app = app2.clone();
        async move { drop(app.matter(&Actor::person(people.clerk), some).await.unwrap()) }
    })
    .await;
    let started = Instant::now();
    let verified = app.verify().await.unwrap();
    println!(
        "verify: {} events, {} rows in {:.1} s",
        verified.events,
        verified.view_rows,
        started.elapsed().as_secs_f64()
    );
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
}

fn open(dir: &std::path::Path) -> App {
    let location = Location::Sqlite(dir.join("data"));
    let keys = crypto::Keys::fixed_for_tests();
    let store = Store::open(&location, Access::ReadWrite, keys, &App::known_kinds()).unwrap();
    let places = Places { files: Files::open(dir.join("files")).unwrap(), anchors: dir.join("anchors.txt") };
    let clock = Arc::new(SetClock::on(date(2026, 11, 24)));
    App::open(store, places, clock, Arc::new(CountingIds::default()), Limits::default())
}

/// Spread over 43 units, four years and all stages; most are finished, as in a real archive.
fn records(count: usize) -> impl Iterator<Item = Record> + Send {
    let stages = [
        "archived",
        "archived",
        "archived",
        "closed",
        "under_way",
        "under_review",
        "dispatched",
        "registered",
        "draft",
    ];
    (0..count).map(move |n| {
        let created = date(2023, 1, 3).checked_add(i64::try_from(n % 1400).unwrap().days()).unwrap();
        Record {
            id: format!("B-{n}"),
            title: format!("关于第 {n} 项校长办公会决定事项的督办"),
            body: "请有关单位按照会议要求抓紧落实，明确责任人和完成时限，按期报送办理结果。".repeat(4),
            lead_unit: format!("单位{:02}", n % 43),
            co_units: (0..n % 3).map(|k| format!("单位{:02}", (n + 7 * (k + 1)) % 43)).collect(),
            category: "school_meetings".to_owned(),
            status: stages[n * 7 % stages.len()].to_owned(),
            created,
            due: (n % 3 > 0).then(|| created.checked_add(i64::try_from(20 + n % 90).unwrap().days()).unwrap()),
        }
    })
}

#[derive(Clone, Copy)]
struct People {
    clerk: PersonId,
    leader: PersonId,
    head: PersonId,
    unit: UnitId,
}

async fn people(app: &App) -> People {
    let unit = app.institution().await.unwrap().units.values().find(|unit| unit.name.as_str() == "单位05").unwrap().id;
    let mut request = Request::new(app.fresh_id());
    let mut add = |name: &str, role, of| {
        let id = PersonId(request.fresh_id());
        let name = Title::parse("姓名", name).unwrap();
        let person = Person { id, name, unit: of, post: String::new(), telephone: None, mail: None, left_on: None };
        request.acts.push(Act::Institution(InstitutionCommand::AddPerson(person)));
        let grant = InstitutionCommand::Grant { person: id, role, unit: of, from: date(2020, 1, 1), until: None };
        request.acts.push(Act::Institution(grant));
        id
    };
    let clerk = add("经办人", Role::OfficeClerk, None);
    let leader = add("副校长", Role::Leader, None);
    let head = add("处长", Role::UnitHead, Some(unit));
    app.execute(&Actor::system("bench"), request).await.unwrap();
    People { clerk, leader, head, unit }
}

fn proposal(people: &People) -> Proposal {
    let text = |words: &str| Text::parse("文字", words).unwrap();
    Proposal {
        title: Title::parse("标题", "关于教室设备检修的督办").unwrap(),
        content: text(&"请按会议要求抓紧落实，按期报送办理结果。".repeat(5)),
        requirements: Some(text("逐间检查")),
        target: Some(text("检修 120 间教室")),
        category: Category::SchoolMeetings,
        source: Source {
            kind: SourceKind::Meeting,
            organ: None,
            number: None,
            date: None,
            clause: None,
            reply_by: None,
            petitioner: None,
        },
        lead_unit: Some(people.unit),
        co_units: Vec::new(),
        limit: LimitRule::Standard,
        major: false,
        complex: false,
        ongoing: false,
        leader: Some(people.leader),
    }
}

async fn propose(app: &App, people: &People) {
    let (app, people) = (app.clone(), *people);
    measure("propose, durable", move || {
        let app = app.clone();
        async move {
            let id = app.fresh_id();
            let command = Command::Propose { proposal: Box::new(proposal(&people)), group: None };
            let request = Request::matter(id, MatterId(id), command);
            app.execute(&Actor::person(people.clerk), request).await.unwrap();
        }
    })
    .await;
}

/// Propose, then register the same matter: the second command finds it folded.
async fn walk_through(app: &App, people: &People) {
    let (app, people) = (app.clone(), *people);
    measure("propose + register, durable (pairs)", move || {
        let app = app.clone();
        async move {
            let (id, clerk) = (app.fresh_id(), Actor::person(people.clerk));
            let command = Command::Propose { proposal: Box::new(proposal(&people)), group: None };
            app.execute(&clerk, Request::matter(id, MatterId(id), command)).await.unwrap();
            let register = Request::matter(app.fresh_id(), MatterId(id), Command::Register);
            app.execute(&clerk, register).await.unwrap();
        }
    })
    .await;
}

async fn questions(app: &App, people: &People) -> Vec<(&'static str, PersonId, Query)> {
    let clerk = people.clerk;
    let first = app.ledger(&Actor::person(clerk), Query::default()).await.unwrap();
    let under_way = || Query { unit: Some(people.unit), stages: vec![Stage::UnderWay], ..Query::default() };
    vec![
        ("office, first page", clerk, Query::default()),
        ("office, second page", clerk, Query { cursor: first.next, ..Query::default() }),
        ("office, unit + stage", clerk, under_way()),
        ("office, red", clerk, Query { light: Some(Light::Red), ..Query::default() }),
        ("office, by number", clerk, Query { sort: Sort::Number, ..Query::default() }),
        ("office, by title", clerk, Query { sort: Sort::Title, ..Query::default() }),
        ("office, list: not urged", clerk, Query { list: Some(FallList::NotUrged), ..Query::default() }),
        ("office, list: not signed", clerk, Query { list: Some(FallList::NotSigned), ..Query::default() }),
        ("office, number typed", clerk, Query { q: "督办〔2025〕77号".to_owned(), ..Query::default() }),
        ("office, common word", clerk, Query { q: "校长办公会".to_owned(), ..Query::default() }),
        ("office, rare word", clerk, Query { q: "第 77777 项".to_owned(), ..Query::default() }),
        ("unit head", people.head, Query::default()),
        ("unit head, stage", people.head, Query { stages: vec![Stage::UnderWay], ..Query::default() }),
        ("leader", people.leader, Query::default()),
    ]
}

async fn ledger(app: &App, name: &str, person: PersonId, query: Query) {
    let app = app.clone();
    measure(&format!("ledger, {name}"), move || {
        let (app, query) = (app.clone(), query.clone());
        async move { drop(app.ledger(&Actor::person(person), query).await.unwrap()) }
    })
    .await;
}

/// Eight clients for a few seconds; rate, median and 99th percentile.
async fn measure<F, W>(name: &str, work: F)
where
    F: Fn() -> W + Clone + Send + 'static,
    W: Future<Output = ()> + Send,
{
    let (started, lasts) = (Instant::now(), Duration::from_secs(3));
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let work = work.clone();
        clients.push(tokio::spawn(async move {
            let mut took = Vec::new();
            while started.elapsed() < lasts {
                let one = Instant::now();
                work().await;
                took.push(one.elapsed());
            }
            took
        }));
    }
    let mut took = Vec::new();
    for client in clients {
        took.extend(client.await.unwrap());
    }
    took.sort();
    let rate = took.len() as f64 / started.elapsed().as_secs_f64();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!("{name}: {rate:.0}/s, median {:.2} ms, p99 {:.2} ms", at(0.5), at(0.99));
}
