//! The ledger: in order by any column, carried over into the next year, looked at through saved views, dealt with in batches.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Actor, Request,
    ask::{LedgerRow, Query, Sort, Way},
    batches::{BatchState, Outcome, command_of},
    saved_views::{VIEWS_MOST, ViewChange},
};
use domain::{
    Reason,
    matter::{Category, Command, CommandKind, Stage},
    value::{Day, MatterId, Percent},
};
use jiff::civil::date;
use school::{School, accept, sections, text};
use store::testing::TestDatabase;

/// Matters that differ in what is sorted by, with many that do not, and many that have nothing there.
async fn varied(s: &School) -> Vec<MatterId> {
    let mut ids = Vec::new();
    for number in 0..24_u32 {
        let id = s.fresh_matter();
        let mut proposal = s.proposal(&format!("第 {} 类事项", number % 5));
        proposal.category = Category::ALL[number as usize % Category::ALL.len()];
        proposal.leader = (!number.is_multiple_of(3)).then_some(s.leader);
        if number.is_multiple_of(4) {
            proposal.co_units = Vec::new();
        }
        if number.is_multiple_of(5) {
            proposal.source.organ = Some(school::title("党委常委会"));
        }
        let who = if number.is_multiple_of(2) { s.clerk } else { s.office_head };
        s.must(who, id, Command::Propose { proposal: Box::new(proposal), group: None }).await;
        ids.push(id);
    }
    for (number, id) in (0_u32..).zip(&ids).filter(|(number, _)| number % 4 > 0) {
        s.must(s.clerk, *id, Command::Register).await;
        if number % 4 > 1 {
            let lead = s.assignment(s.jiaowu, s.jiaowu_head).await;
            let co = s.assignment(s.houqin, s.houqin_head).await;
            let limit = domain::matter::LimitRule::Standard;
            let cadence = domain::matter::Cadence::Monthly;
            s.must(s.clerk, *id, Command::Dispatch { assignments: vec![lead, co], limit, cadence }).await;
            s.must(s.jiaowu_head, *id, Command::Sign { unit: s.jiaowu }).await;
        }
        if number % 4 == 3 {
            s.day(date(2026, 9, 2 + (number % 3) as i8));
            let percent = Percent::new((number % 3 * 40) as u8);
            s.must(
                s.jiaowu_head,
                *id,
                Command::ReportProgress {
                    unit: s.jiaowu,
                    percent: percent.ok(),
                    text: Some(text(&format!("进展 {}", number % 6))),
                    problems: None,
                    unchanged: false,
                    standstill: None,
                },
            )
            .await;
            s.day(date(2026, 9, 1));
        }
    }
    ids
}

/// What stands in the column, as a plain sort compares it.
fn place(sort: Sort, row: &LedgerRow) -> (u8, String) {
    let day = |day: Option<Day>| (0, day.map(|day| day.to_string()).unwrap_or_default());
    let late = |day: Option<Day>| (u8::from(day.is_none()), day.map(|day| day.to_string()).unwrap_or_default());
    let id = |id: Option<String>| (0, id.unwrap_or_default());
    let number = |number: i64| (0, format!("{:05}", number + 1));
    match sort {
        Sort::Due => late(row.running),
        Sort::Limit => late(row.due),
        Sort::FirstDue => late(row.first_due),
        Sort::Number => (
            0,
            row.number.chars().filter(char::is_ascii_digit).fold(String::new(), |all, digit| all + &digit.to_string()),
        ),
        Sort::Title => (0, row.title.clone()),
        Sort::Category => number(Category::ALL.iter().position(|one| *one == row.category).unwrap() as i64),
        Sort::Source => (0, row.source.clone()),
        Sort::Lead => id(row.lead.map(|unit| unit.to_string())),
        Sort::CoUnits => (0, row.co_units.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")),
        Sort::Responsible => id(row.responsible.map(|one| one.to_string())),
        Sort::Leader => id(row.leader.map(|one| one.to_string())),
        Sort::Clerk => id(row.clerk.map(|one| one.to_string())),
        Sort::Stage => number(Stage::ALL.iter().position(|one| *one == row.stage).unwrap() as i64),
        Sort::Next => late(row.next.map(|next| next.due)),
        Sort::Percent => number(row.progress.map_or(-1, |(percent, _)| i64::from(percent))),
        Sort::Progress => (0, row.progress_text.clone()),
        Sort::ProgressOn => day(row.progress_on),
        Sort::Urged => number(row.urged.into()),
        Sort::Extended => number(row.extended.into()),
        Sort::RegisteredOn => day(row.registered_on),
        Sort::DispatchedOn => day(row.dispatched_on),
        Sort::ClosedOn => day(row.closed_on),
        Sort::ArchivedOn => day(row.archived_on),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_order_is_that_of_a_plain_sort_page_after_page() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        varied(&s).await;
        for person in [s.clerk, s.jiaowu_head, s.leader] {
            let actor = Actor::person(person);
            let all = s.app.ledger(&actor, Query { limit: 200, ..Query::default() }).await.unwrap().rows;
            assert!(all.len() > 10);
            for sort in Sort::ALL {
                for way in [Way::Up, Way::Down] {
                    let mut plain: Vec<(_, MatterId)> = all.iter().map(|row| (place(*sort, row), row.id)).collect();
                    if *sort == Sort::Number {
                        // numbers of one year are written with as many digits as they have
                        plain.iter_mut().for_each(|((_, text), _)| {
                            *text = text.get(4..).map(|seq| format!("{seq:0>6}")).unwrap_or_default();
                        });
                    }
                    plain.sort();
                    if way == Way::Down {
                        plain.reverse();
                    }
                    let mut paged = Vec::new();
                    let mut cursor = None;
                    loop {
                        let query = Query { sort: *sort, way, limit: 7, cursor, ..Query::default() };
                        let page = s.app.ledger(&actor, query).await.unwrap();
                        paged.extend(page.rows.iter().map(|row| row.id));
                        match page.next {
                            Some(next) => cursor = Some(next.to_string().parse().unwrap()),
                            None => break,
                        }
                    }
                    let plain: Vec<MatterId> = plain.into_iter().map(|(_, id)| id).collect();
                    assert_eq!(paged, plain, "{sort:?} {way:?}");
                }
            }
        }
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
    }
}

/// 上年结转: by the year of the number, which stays; open when the year began, whatever became of it since.
#[tokio::test(flavor = "multi_thread")]
async fn open_matters_are_carried_over_into_the_next_year() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let (closed, open, later) =
            (s.under_way("当年办结").await, s.under_way("跨年").await, s.under_way("来年办结").await);
        let draft = s.fresh_matter();
        s.must(s.clerk, draft, s.propose("未立项")).await;
        s.must(s.jiaowu_head, closed, sections()).await;
        s.must(s.clerk, closed, accept(1)).await;
        s.day(date(2027, 1, 4));
        let fresh = s.under_way("新年立项").await;
        s.must(s.jiaowu_head, later, sections()).await;
        s.must(s.clerk, later, accept(1)).await;
        let ask = |query: Query| {
            let (app, clerk) = (s.app.clone(), Actor::person(s.clerk));
            async move {
                let found = app.ledger(&clerk, query).await.unwrap();
                (found.total.0, found.rows.iter().map(|row| row.id).collect::<Vec<_>>())
            }
        };
        let carried = Query { carried_into: Some(2027), sort: Sort::Number, ..Query::default() };
        assert_eq!(ask(carried.clone()).await, (2, vec![open, later]));
        let still = Query { stages: vec![Stage::UnderWay], ..carried.clone() };
        assert_eq!(ask(still).await, (1, vec![open]), "with other conditions");
        assert_eq!(ask(Query { carried_into: Some(2026), ..carried }).await.0, 0);
        let rows = s.app.ledger(&Actor::person(s.clerk), Query::default()).await.unwrap().rows;
        for row in rows {
            let expected = [open, later].contains(&row.id).then_some(2027);
            assert_eq!(row.carried_into, expected, "{}", row.title);
            assert!(row.id == draft || row.number.contains(if row.id == fresh { "2027" } else { "2026" }));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn views_are_kept_shared_ordered_and_limited() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let (clerk, head, unit) = (Actor::person(s.clerk), Actor::person(s.office_head), Actor::person(s.jiaowu_head));
        let save = |actor: &Actor, name: &'static str, shared| {
            let (app, actor, id) = (s.app.clone(), actor.clone(), s.app.fresh_id());
            async move { app.save_view(&actor, id, name, "stage=draft", shared).await.map(|()| id) }
        };
        let names = |actor: &Actor| {
            let (app, actor) = (s.app.clone(), actor.clone());
            async move {
                let views = app.saved_views(&actor).await.unwrap();
                views.into_iter().map(|view| (view.name, view.shared, view.mine)).collect::<Vec<_>>()
            }
        };
        let own = save(&clerk, "我的", false).await.unwrap();
        let shared = save(&clerk, "常委会事项", true).await.unwrap();
        let second = save(&head, "红灯", true).await.unwrap();
        assert!(save(&unit, "全校", true).await.is_err(), "sharing is the Office's");
        save(&unit, "教务处的", false).await.unwrap();
        assert!(save(&clerk, "我的", false).await.is_err() && save(&clerk, " ", false).await.is_err());
        let of_unit =
            vec![("常委会事项".into(), true, false), ("红灯".into(), true, false), ("教务处的".into(), false, true)];
        assert_eq!(names(&unit).await, of_unit);
        let change = |actor: &Actor, id, change| {
            let (app, actor) = (s.app.clone(), actor.clone());
            async move { app.change_view(&actor, id, change).await }
        };
        let refused = change(&unit, shared, ViewChange::Remove).await.unwrap_err();
        assert_eq!(refused.refusal().map(|refusal| refusal.reason), Some(Reason::NotPermitted));
        assert!(change(&head, own, ViewChange::Earlier).await.is_err(), "another's own is not found");
        change(&clerk, second, ViewChange::Earlier).await.unwrap();
        change(&unit, second, ViewChange::Default(true)).await.unwrap();
        assert_eq!(names(&unit).await[0].0, "红灯");
        assert!(s.app.saved_views(&unit).await.unwrap()[0].is_default);
        change(&clerk, own, ViewChange::Rename { name: "我经办的".into(), shared: true }).await.unwrap();
        change(&clerk, own, ViewChange::Replace { query: "light=red".into() }).await.unwrap();
        let last = s.app.saved_views(&unit).await.unwrap().into_iter().rfind(|view| view.shared).unwrap();
        assert_eq!((last.name.as_str(), last.query.as_str()), ("我经办的", "light=red"));
        change(&head, second, ViewChange::Remove).await.unwrap();
        assert!(s.app.saved_views(&unit).await.unwrap().iter().all(|view| !view.is_default));
        assert!(change(&clerk, own, ViewChange::Replace { query: "q=".to_owned() + &"x".repeat(2001) }).await.is_err());
        for number in 0..VIEWS_MOST {
            let name = Box::leak(format!("视图 {number}").into_boxed_str());
            assert_eq!(save(&head, name, false).await.is_ok(), number < VIEWS_MOST);
        }
        assert!(save(&head, "再一个", false).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_does_each_matter_once() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let clerk = Actor::person(s.clerk);
        let mut ids = Vec::new();
        for number in 0..3 {
            let id = s.fresh_matter();
            s.must(s.clerk, id, s.propose(&format!("批量 {number}"))).await;
            ids.push(id);
        }
        ids.swap(0, 2);
        let id = s.app.fresh_id();
        let unseen = s.fresh_matter();
        let chosen = vec![ids[0], unseen, ids[1], ids[0], ids[2]];
        s.app.begin_batch(&clerk, id, CommandKind::Register, chosen).await.unwrap();
        let batch = s.app.batch(&clerk, id).await.unwrap();
        assert_eq!(
            (batch.state, batch.items.iter().map(|item| item.matter).collect::<Vec<_>>()),
            (BatchState::Chosen, ids)
        );
        assert!(s.app.batch(&Actor::person(s.office_head), id).await.is_err(), "another's is not found");
        assert!(s.app.begin_batch(&clerk, s.app.fresh_id(), CommandKind::Register, vec![unseen]).await.is_err());
        assert!(s.app.take_batch(&clerk, id).await.unwrap());
        assert!(!s.app.take_batch(&clerk, id).await.unwrap(), "by one only");
        for item in &batch.items {
            let command = command_of(&batch, item.matter);
            for repeated in [false, true] {
                let request = Request::matter(command, item.matter, Command::Register);
                let done = s.app.execute(&clerk, request).await.unwrap();
                assert_eq!(done.repeated, repeated);
            }
            let before = s.app.done_before(command).await.unwrap().unwrap();
            let said = before.streams[0].number.clone().unwrap();
            s.app.note_outcome(id, item.matter, &Outcome::Done { said }).await.unwrap();
            s.app.note_outcome(id, item.matter, &Outcome::LeftOut).await.unwrap();
        }
        s.app.end_batch(&clerk, &batch).await.unwrap();
        let batch = s.app.batch(&clerk, id).await.unwrap();
        assert!(matches!(batch.state, BatchState::Ended(_)));
        let numbers: Vec<String> = batch
            .items
            .iter()
            .map(|item| match &item.outcome {
                Some(Outcome::Done { said }) => said.clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert!(numbers.is_sorted(), "in the order in which they were shown: {numbers:?}");
        assert_eq!(s.app.batches(&clerk).await.unwrap(), vec![batch]);
        let all = s.app.all_of(&clerk, Query::default()).await.unwrap();
        assert_eq!(all.len(), 3);
    }
}
