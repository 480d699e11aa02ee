//! 红黄绿灯: whatever rule is in force, a list asked of the database gives what the rule says of each matter. What a leader
//! owes is never red, and on no list of what is late.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Act, Actor, Request,
    ask::{FallList, LedgerRow, Mark, Query},
    matter_scope,
};
use domain::{
    access,
    duty::{Course, Light, Owner, light_by},
    institution::InstitutionCommand,
    matter::{Command, LimitRule, Matter},
    regulation::{LightRule, Regulation},
    value::{Day, MatterId, Percent},
};
use jiff::{ToSpan, civil::date};
use school::{School, text};
use store::{Sql, args, testing::TestDatabase};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn later(day: Day, days: i64) -> Day {
    day.checked_add(days.days()).unwrap()
}

/// Dispatched on different days, due on others, some with reports.
async fn some_matters(s: &School, dice: &mut Dice, count: usize) -> Vec<MatterId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let id = s.fresh_matter();
        s.must(s.clerk, id, s.propose(&format!("亮灯事项 {number}"))).await;
        ids.push(id);
        if number % 7 == 6 {
            continue;
        }
        s.must(s.clerk, id, Command::Register).await;
        let lead = s.assignment(s.jiaowu, s.jiaowu_head).await;
        let co = s.assignment(s.houqin, s.houqin_head).await;
        let limit = LimitRule::Explicit(later(s.app.today(), 1 + dice.roll(40)));
        let cadence = domain::matter::Cadence::None;
        s.must(s.clerk, id, Command::Dispatch { assignments: vec![lead, co], limit, cadence }).await;
        for (who, unit, chance) in [(s.jiaowu_contact, s.jiaowu, 2), (s.houqin_head, s.houqin, 4)] {
            s.must(who, id, Command::Sign { unit }).await;
            if dice.roll(chance) == 0 {
                let percent = Some(Percent::new(u8::try_from(dice.roll(101)).unwrap()).unwrap());
                let words = Some(text("已完成一部分"));
                let report = Command::ReportProgress {
                    unit,
                    percent,
                    text: words,
                    problems: None,
                    unchanged: false,
                    standstill: None,
                };
                s.must(who, id, report).await;
            }
        }
        if number % 3 == 0 {
            s.clock.advance(jiff::SignedDuration::from_hours(24));
        }
    }
    ids
}

async fn in_force(s: &School, change: impl FnOnce(&mut Regulation)) {
    let mut regulation = Box::new(s.app.institution().await.unwrap().regulations.last().unwrap().clone());
    regulation.in_force = later(s.app.today(), 1);
    change(&mut regulation);
    let request = Request::institution(s.app.fresh_id(), InstitutionCommand::SetRegulation { regulation });
    s.app.execute(&Actor::person(s.office_head), request).await.unwrap();
    s.day(later(s.app.today(), 1));
}

/// What the light goes by, told from the matter itself.
fn course(matter: &Matter) -> Option<Course> {
    let due =
        matter.duties.iter().filter(|duty| duty.is_open() && duty.kind.shows_light()).map(|duty| duty.due).min()?;
    let reports = matter.progress.iter().filter(|progress| Some(progress.unit) == matter.lead());
    let percent = reports.filter_map(|progress| progress.percent).next_back().map(Percent::get);
    Some(Course { due, from: matter.dispatched.as_ref()?.on, percent })
}

fn lit(row: &LedgerRow) -> Option<Light> {
    match row.mark {
        Mark::Running { light, .. } => Some(light),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_by_light_is_what_the_rule_says_of_each() {
    for (database, count, days) in TestDatabase::both().into_iter().zip([60, 20]).map(|(d, n)| (d, n, n / 4)) {
        let s = School::on(database).await;
        let mut dice = Dice(20_261_124);
        let ids = some_matters(&s, &mut dice, count).await;
        let mut seen = std::collections::BTreeMap::new();
        for rule in LightRule::ALL {
            let (share, points) = (1 + dice.roll(60), 1 + dice.roll(40));
            in_force(&s, |set| {
                set.lights.rule = *rule;
                set.lights.share_left = u32::try_from(share).unwrap();
                set.lights.points_behind = u32::try_from(points).unwrap();
            })
            .await;
            let first = s.app.today();
            for _ in 0..days {
                let institution = s.app.institution().await.unwrap();
                let today = s.app.today();
                let set = institution.regulation_on(today).unwrap();
                assert_eq!(set.lights.rule, *rule);
                for (who, unit) in [(s.clerk, None), (s.clerk, Some(s.houqin)), (s.houqin_head, None)] {
                    let actor = Actor::person(who);
                    let ask = |light| Query { light, unit, limit: 200, ..Query::default() };
                    let all = s.app.ledger(&actor, ask(None)).await.unwrap().rows;
                    for row in &all {
                        let matter = s.app.matter(&actor, row.id).await.unwrap();
                        let wanted = course(&matter.matter).map(|c| light_by(set, &institution.calendar, c, today));
                        assert_eq!(lit(row), wanted, "{rule:?} {today} {}", row.number);
                        assert_eq!(matter.mark, row.mark);
                    }
                    for light in [Light::Red, Light::Yellow, Light::Green] {
                        let wanted: Vec<MatterId> =
                            all.iter().filter(|row| lit(row) == Some(light)).map(|row| row.id).collect();
                        let ledger = s.app.ledger(&actor, ask(Some(light))).await.unwrap();
                        let found: Vec<MatterId> = ledger.rows.iter().map(|row| row.id).collect();
                        assert_eq!(found, wanted, "{rule:?} {light:?} {today}");
                        assert_eq!(ledger.total.0 as usize, wanted.len(), "{rule:?} {light:?} {today}");
                        *seen.entry((rule.code(), format!("{light:?}"))).or_insert(0) += found.len();
                    }
                }
                s.day(later(today, 1));
            }
            s.clock.set_day(later(first, 1));
        }
        assert_eq!(seen.len(), 9);
        assert!(seen.values().all(|times| *times > 0), "each rule showed each light: {seen:?}");
        assert_eq!(ids.len(), count);
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
    }
}

/// A migration adds columns that only the events can fill.
#[tokio::test(flavor = "multi_thread")]
async fn rows_of_an_older_make_are_rebuilt_once() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let mut dice = Dice(3);
        some_matters(&s, &mut dice, 8).await;
        s.app.refresh_views().await.unwrap();
        let older = |tx: &mut store::Tx<'_>| {
            tx.execute("update matter_view set due_n = 0, light_from_n = 0", &args![])?;
            tx.execute("update view_make set make = 1", &args![])
        };
        s.app.store().write(move |tx| older(tx)).await.unwrap();
        assert!(!s.app.verify().await.unwrap().faults.is_empty());
        let rebuilt = s.app.refresh_views().await.unwrap().expect("an older make");
        assert_eq!((rebuilt.matters, rebuilt.mended), (8, 7), "one was never dispatched");
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
        assert_eq!(s.app.refresh_views().await.unwrap(), None, "once");
    }
}

/// One instruction that a leader has to answer, one that a unit has to, both long past.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_leader_owes_waits_and_is_on_no_list_of_what_is_late() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let (both, leaders) = (s.under_way("两份批示").await, s.under_way("校领导待阅").await);
        let due = date(2026, 9, 3);
        let instruct = |id, owner| {
            let mut request = Request::new(s.app.fresh_id());
            let text = request.seal(matter_scope(id), "请研究提出意见");
            let command = Command::Instruct { text, situation: None, owed: Some((owner, due)), scan: None };
            request.act(Act::Matter { id, command })
        };
        // The leader's comes first and is due first: it must not hide the unit's.
        for (id, owner) in
            [(both, Owner::Person(s.leader)), (leaders, Owner::Person(s.leader)), (both, Owner::Unit(s.jiaowu))]
        {
            s.app.execute(&Actor::person(s.principal), instruct(id, owner)).await.unwrap();
        }
        s.day(date(2026, 9, 10));
        let desk = s.app.desk(&Actor::person(s.leader)).await.unwrap();
        assert_eq!(desk.owed.len(), 2);
        assert!(
            desk.owed.iter().all(|owed| owed.mark() == Mark::Waiting { days: 9, to_read: true }),
            "{:?}",
            desk.owed
        );
        let of_unit = s.app.desk(&Actor::person(s.jiaowu_head)).await.unwrap().owed;
        assert!(of_unit.iter().any(|owed| matches!(owed.mark(), Mark::Running { light: Light::Red, .. })));
        for who in [s.clerk, s.principal, s.jiaowu_head] {
            let view = s.app.matter(&Actor::person(who), both).await.unwrap();
            for duty in view.matter.duties.owed() {
                let mark = view.mark_of(duty);
                let is_leaders = duty.owner == Owner::Person(s.leader);
                assert_eq!(matches!(mark, Mark::Waiting { .. }), is_leaders, "{:?}", duty.kind);
            }
        }
        let list = Query { list: Some(FallList::InstructionNotAnswered), ..Query::default() };
        let listed = s.app.ledger(&Actor::person(s.clerk), list).await.unwrap();
        let rows: Vec<MatterId> = listed.rows.iter().map(|row| row.id).collect();
        assert_eq!((rows, listed.total.0), (vec![both], 1), "only where a unit is late");
        let falls = s.app.desk(&Actor::person(s.clerk)).await.unwrap().falls;
        let fall = falls.iter().find(|fall| fall.list == FallList::InstructionNotAnswered).unwrap();
        assert_eq!(fall.count.0, 1);
        // Once answered, however late, nobody says that a leader was.
        let answer = Command::AnswerInstruction { instruction: 1, text: text("已阅") };
        s.must(s.leader, leaders, answer).await;
        let view = s.app.matter(&Actor::person(s.clerk), leaders).await.unwrap();
        let answered = view.matter.duties.iter().find(|duty| duty.owner == Owner::Person(s.leader)).unwrap();
        assert_eq!(view.mark_of(answered), Mark::Plain);
        // A matter's own light is its unit's, also in a leader's list.
        s.day(date(2026, 12, 1));
        let institution = s.app.institution().await.unwrap();
        assert!(access::may_read(&institution, s.leader, s.app.today(), &view.matter));
        let rows = s.app.ledger(&Actor::person(s.leader), Query::default()).await.unwrap().rows;
        assert!(rows.iter().all(|row| lit(row) == Some(Light::Red)));
    }
}
