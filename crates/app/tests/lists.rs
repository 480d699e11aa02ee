//! Lists: what you may not see is not found, for random matters and every reader; pages join without a gap in every order.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use app::{
    Act, Actor, Request,
    ask::{LedgerRow, Query, Sort, Way},
    search::Search,
};
use domain::{
    access,
    duty::{Light, Owner},
    matter::{Command, LimitRule, SituationKind, Stage, Withdrawable, table},
    value::{MatterId, PersonId, UnitId},
};
use jiff::{ToSpan, civil::date};
use school::{School, accept, archive, sections, text};
use store::testing::TestDatabase;

/// A small generator: the walks are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.roll(things.len())]
    }
}

/// Something that might be done to a matter now; most of it will be refused.
async fn anything(s: &School, dice: &mut Dice, id: MatterId) -> Command {
    let matter = s.app.matter(&Actor::system(""), id).await.unwrap().matter;
    let unit = *dice.pick(&[s.jiaowu, s.houqin, s.discipline_unit]);
    let person = *dice.pick(&s.everybody());
    let owner = *dice.pick(&[Owner::Office, Owner::Unit(unit), Owner::Person(person)]);
    let soon = s.app.today().checked_add(i64::try_from(dice.roll(20)).unwrap().days()).unwrap();
    let words = text("说明");
    match dice.roll(28) {
        0 => Command::SeekOpinions { parties: vec![owner], due: soon, question: words },
        1 => Command::GiveOpinion { opinion: 1, text: words },
        2 => Command::Submit { leaders: vec![s.leader, s.principal], text: None },
        3 | 4 => Command::Approve { text: None },
        5..=7 => Command::Register,
        8..=10 => {
            let mut assignments = Vec::new();
            for unit in matter.lead().into_iter().chain(matter.co_units()) {
                assignments.push(s.assignment(unit, person).await);
            }
            Command::Dispatch { assignments, limit: LimitRule::Standard, cadence: domain::matter::Cadence::Weekly }
        }
        11 | 12 => Command::Sign { unit: matter.lead().unwrap_or(unit) },
        13 => Command::Object { unit, reason: words },
        14 => Command::Transfer { to: s.assignment(unit, person).await, reason: words, due: Some(soon) },
        15 => Command::AddCoUnit { to: s.assignment(unit, person).await, reason: words },
        16 => Command::RemoveCoUnit { unit, reason: words },
        17 => Command::BreakDown { owner, due: soon, text: words },
        18 => Command::RecordSituation { kind: SituationKind::NewProblem, text: words },
        19 => Command::SubmitSituation { situation: 1, to: person, text: None },
        20 => Command::RequestExtension { until: soon, reasons: words.clone(), measures: words },
        21 => Command::ForwardExtension { extension: 1, remark: None },
        22 => Command::GrantExtension { extension: 1, until: soon, text: None },
        23 => Command::Urge { due: soon, text: words, reason: Some(text("电话提醒无效")) },
        24 => Command::SettleUrging { urging: 1, done: false, reason: Some(words) },
        25 => sections(),
        26 => match dice.roll(3) {
            0 => accept(1),
            1 => Command::FeedBack { to: vec![owner], text: words },
            _ => archive(),
        },
        _ => Command::Withdraw { what: Withdrawable::ClosingReport(1) },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_found_exactly_where_reading_is_permitted() {
    for (database, matters) in TestDatabase::both().into_iter().zip([40, 10]) {
        let s = School::on(database).await;
        let mut dice = Dice(20_261_124);
        let (mut ids, mut done) = (Vec::new(), 0);
        for number in 0..matters {
            let id = s.fresh_matter();
            let mut proposal = s.proposal(&format!("随机事项 {number}"));
            proposal.lead_unit = Some(*dice.pick(&[s.jiaowu, s.houqin, s.office]));
            proposal.co_units = if dice.roll(2) == 0 { vec![] } else { vec![s.discipline_unit] };
            proposal.major = dice.roll(3) == 0;
            proposal.leader = *dice.pick(&[None, Some(s.leader)]);
            s.must(s.clerk, id, Command::Propose { proposal: Box::new(proposal), group: None }).await;
            ids.push(id);
        }
        for step in 0..matters * 20 {
            let id = *dice.pick(&ids);
            let stage = s.app.matter(&Actor::system(""), id).await.unwrap().matter.stage;
            let mut command = anything(&s, &mut dice, id).await;
            while table::check(stage, command.kind()).is_err() && !stage.is_final() {
                command = anything(&s, &mut dice, id).await;
            }
            let request = Request::matter(s.app.fresh_id(), id, command);
            done += usize::from(s.app.execute(&Actor::system("walk"), request).await.is_ok());
            if step % 30 == 29 {
                s.clock.advance(jiff::SignedDuration::from_hours(24));
            }
        }
        assert!(done > matters * 3, "{done}");
        let institution = s.app.institution().await.unwrap();
        let today = s.app.today();
        for person in s.everybody() {
            let actor = Actor::person(person);
            let query = Query { limit: 200, ..Query::default() };
            let ledger = s.app.ledger(&actor, query).await.unwrap();
            let found: BTreeSet<MatterId> = ledger.rows.iter().map(|row| row.id).collect();
            assert_eq!(ledger.total.0 as usize, found.len());
            let search = Search { q: "随机事项".into(), ..Search::default() };
            assert_eq!(s.app.search(&actor, search).await.unwrap().total, ledger.total);
            for id in &ids {
                let whole = s.app.matter(&Actor::system(""), *id).await.unwrap().matter;
                let permitted = access::may_read(&institution, person, today, &whole);
                assert_eq!(found.contains(id), permitted, "{}", institution.person_name(person));
                assert_eq!(s.app.matter(&actor, *id).await.is_ok(), permitted);
            }
        }
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
    }
}

async fn many(s: &School, count: u32) {
    let mut dice = Dice(7);
    let mut request = Request::new(s.app.fresh_id());
    let lead = s.assignment(s.jiaowu, s.jiaowu_head).await;
    let co = s.assignment(s.houqin, s.houqin_head).await;
    for number in 0..count {
        let id = MatterId(request.fresh_id());
        let due = date(2026, 9, 2).checked_add(i64::try_from(dice.roll(40)).unwrap().days()).unwrap();
        let mut proposal = s.proposal(&format!("第 {} 号台账事项", dice.roll(30)));
        proposal.limit = LimitRule::Explicit(due);
        let swap = dice.roll(3) == 0;
        if swap {
            (proposal.lead_unit, proposal.co_units) = (Some(s.houqin), vec![s.jiaowu]);
        }
        request.acts.push(Act::Matter { id, command: Command::Propose { proposal: Box::new(proposal), group: None } });
        if number % 4 > 0 {
            request.acts.push(Act::Matter { id, command: Command::Register });
        }
        if number % 4 > 1 {
            let assignments = if swap { vec![co.clone(), lead.clone()] } else { vec![lead.clone(), co.clone()] };
            let cadence = domain::matter::Cadence::None;
            let limit = LimitRule::Explicit(due);
            request.acts.push(Act::Matter { id, command: Command::Dispatch { assignments, limit, cadence } });
        }
    }
    s.app.execute(&Actor::system("many"), request).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_join_without_a_gap_in_every_order_and_both_ways() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        many(&s, 130).await;
        for (person, expected) in [(s.clerk, 130), (s.houqin_head, 64), (s.leader, 130), (s.stranger, 0)] {
            for sort in Sort::ALL {
                for way in [Way::Up, Way::Down] {
                    let stages = if *sort == Sort::Title {
                        vec![Stage::Draft, Stage::Dispatched, Stage::Registered]
                    } else {
                        vec![]
                    };
                    let query = Query { sort: *sort, way, stages, limit: 17, ..Query::default() };
                    walk(&s, person, query, expected).await;
                }
            }
        }
    }
}

/// Forward to the end, and back to the start.
async fn walk(s: &School, person: PersonId, query: Query, expected: usize) {
    let actor = Actor::person(person);
    let (mut forward, mut cursor, mut pages) = (Vec::new(), None, Vec::new());
    loop {
        let page = s.app.ledger(&actor, Query { cursor: cursor.take(), ..query.clone() }).await.unwrap();
        assert_eq!(page.total.0 as usize, expected);
        let ids: Vec<MatterId> = page.rows.iter().map(|row| row.id).collect();
        assert_eq!(page.previous.is_some(), !pages.is_empty() && !ids.is_empty());
        forward.extend(ids.clone());
        pages.push(ids);
        let written = page.next.map(|cursor| cursor.to_string().parse().unwrap());
        match written {
            Some(next) => cursor = Some(next),
            None => {
                cursor = page.previous;
                break;
            }
        }
    }
    assert_eq!(forward.len(), expected, "{query:?}");
    assert_eq!(forward.iter().collect::<BTreeSet<_>>().len(), expected);
    let (whole, taken) = (Arc::new(Mutex::new(Vec::new())), query.clone());
    let into = whole.clone();
    let each = move |rows: &[LedgerRow]| {
        into.lock().unwrap().extend(rows.iter().map(|row| row.id));
        Ok(())
    };
    s.app.whole_ledger(&actor, taken, each).await.unwrap();
    assert_eq!(*whole.lock().unwrap(), forward, "{query:?}");
    pages.pop();
    while let Some(back) = cursor.take() {
        let page = s.app.ledger(&actor, Query { cursor: Some(back), ..query.clone() }).await.unwrap();
        let ids: Vec<MatterId> = page.rows.iter().map(|row| row.id).collect();
        assert_eq!(Some(ids), pages.pop(), "{query:?}");
        cursor = page.previous;
    }
    assert!(pages.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_say_what_they_show() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        many(&s, 130).await;
        s.day(date(2026, 9, 21));
        let clerk = Actor::person(s.clerk);
        let ask = |query: Query| {
            let (app, clerk) = (s.app.clone(), clerk.clone());
            async move { app.ledger(&clerk, Query { limit: 200, ..query }).await.unwrap() }
        };
        let all = ask(Query::default()).await.rows;
        let light = |mark: app::ask::Mark| match mark {
            app::ask::Mark::Running { light, .. } => Some(light),
            _ => None,
        };
        for wanted in [Light::Red, Light::Yellow, Light::Green] {
            let ledger = ask(Query { light: Some(wanted), ..Query::default() }).await;
            let expected = all.iter().filter(|row| light(row.mark) == Some(wanted)).count();
            assert!(expected > 0 && ledger.rows.iter().all(|row| light(row.mark) == Some(wanted)));
            assert_eq!((ledger.rows.len(), ledger.total.0 as usize), (expected, expected), "{wanted:?}");
        }
        let with =
            |unit: UnitId| all.iter().filter(|row| row.lead == Some(unit) || row.co_units.contains(&unit)).count();
        for unit in [s.jiaowu, s.houqin, s.office] {
            assert_eq!(ask(Query { unit: Some(unit), ..Query::default() }).await.rows.len(), with(unit));
        }
        let (from, to) = (date(2026, 9, 10), date(2026, 9, 20));
        let ranged = ask(Query { due_from: Some(from), due_to: Some(to), ..Query::default() }).await.rows;
        assert!(!ranged.is_empty() && ranged.iter().all(|row| row.due.is_some_and(|due| from <= due && due <= to)));
        assert_eq!(
            ask(Query { q: "督办[2026]007".into(), ..Query::default() }).await.rows[0].number,
            "督办〔2026〕7号"
        );
        assert_eq!(ask(Query { q: "设备检修".into(), ..Query::default() }).await.rows.len(), 130);
        assert_eq!(ask(Query { q: "%".into(), ..Query::default() }).await.rows.len(), 0);
        assert_eq!(ask(Query { year: Some(2026), ..Query::default() }).await.rows.len(), 97);
        assert_eq!(ask(Query { year: Some(2025), urged: true, ..Query::default() }).await.total.0, 0);
    }
}
