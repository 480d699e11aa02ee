//! A changed work calendar moves what it moves, once it is confirmed, wherever it breaks off; months and subscriptions show
//! what is owed to whom it concerns.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use std::collections::BTreeSet;

use app::{
    Actor, Denied, Request, Via,
    ask::{Query, SHOWN_A_DAY, Whose},
};
use domain::{
    Reason,
    calendar::{DayKind, PeriodKind, SpecialDay},
    duty::DutyKind,
    institution::{InstitutionCommand, Role},
    matter::Command,
    value::{Day, MatterId, PersonId},
};
use jiff::{SignedDuration, ToSpan, civil::date};
use school::{School, text, title};
use store::testing::TestDatabase;

fn special(date: Day, kind: DayKind) -> SpecialDay {
    SpecialDay { date, kind, name: "元旦".to_owned() }
}

fn announce() -> InstitutionCommand {
    let days = vec![
        special(date(2026, 12, 31), DayKind::Off),
        special(date(2027, 1, 1), DayKind::Off),
        special(date(2027, 1, 3), DayKind::Work),
    ];
    InstitutionCommand::AnnounceYear {
        year: 2027, days, document: title("关于2027年部分节假日安排的通知")
    }
}

fn holiday(name: &str, from: Day, until: Day) -> InstitutionCommand {
    InstitutionCommand::AddSchoolPeriod { name: title(name), from, until, kind: PeriodKind::NotCounted }
}

/// Matters in every early stage, on one day.
async fn some_matters(s: &School, count: usize) -> Vec<MatterId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let id = s.fresh_matter();
        s.must(s.clerk, id, s.propose(&format!("事项 {number}"))).await;
        if number % 3 > 0 {
            s.must(s.clerk, id, Command::Register).await;
        }
        if number % 3 > 1 {
            let dispatch = s.dispatch().await;
            s.must(s.clerk, id, dispatch).await;
        }
        ids.push(id);
    }
    ids
}

/// What the rules themselves say, matter by matter.
async fn movable(s: &School, ids: &[MatterId]) -> usize {
    let clerk = Actor::person(s.clerk);
    let mut movable = 0;
    for id in ids {
        let command = Command::Recalculate { reason: text("试算") };
        let tried = s.app.rehearse(&clerk, Request::matter(s.app.fresh_id(), *id, command)).await;
        match tried {
            Ok(_) => movable += 1,
            Err(denied) => assert_eq!(denied.refusal().map(|r| r.reason), Some(Reason::Overtaken), "{denied}"),
        }
    }
    movable
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_is_previewed_confirmed_and_recorded_on_each_matter() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        s.day(date(2026, 12, 24));
        let ids = some_matters(&s, 45).await;
        let head = Actor::person(s.office_head);
        let preview = s.app.preview_calendar(&head, announce()).await.unwrap();
        assert!(preview.moved > 0 && preview.matters > 0 && preview.shown.len() == preview.moved);
        let row = preview.shown.iter().find(|row| row.kind == DutyKind::Complete).unwrap();
        assert_eq!((row.from, row.to), (date(2027, 1, 14), date(2027, 1, 15)), "{}", row.explained);
        assert!(row.explained.contains("跳过元旦 12.31–1.2，1月3日补班计入"), "{}", row.explained);
        assert_eq!(s.app.counted_by_old_calendar(&head).await.unwrap().matters, 0, "a preview changes nothing");
        for who in [s.clerk, s.leader, s.jiaowu_head] {
            let refused = s.app.preview_calendar(&Actor::person(who), announce()).await.unwrap_err();
            assert_eq!(refused.refusal().unwrap().reason, Reason::NotPermitted);
        }

        let id = s.app.fresh_id();
        let done = s.app.change_calendar(&head, id, announce()).await.unwrap();
        assert_eq!((done.recounted, done.left), (preview.matters, 0));
        assert_eq!(movable(&s, &ids).await, 0);
        let again = s.app.change_calendar(&head, id, announce()).await.unwrap();
        assert_eq!((again.recounted, again.left), (0, 0), "a double click");
        let matter = s.app.matter(&head, row.matter).await.unwrap();
        let duty = matter.matter.duties.open(DutyKind::Complete).next().unwrap();
        assert_eq!((duty.due, duty.is_provisional()), (row.to, false));
        let last = matter.timeline.last().unwrap();
        assert_eq!(last.stamp.by.person(), Some(s.office_head));
        let said = serde_json::to_string(&last.event.fact).unwrap();
        assert!(said.contains("关于2027年部分节假日安排的通知"), "{said}");
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
    }
}

/// The rows and the rules agree about what moves, before, between and after.
#[tokio::test(flavor = "multi_thread")]
async fn what_broke_off_half_way_is_found_and_finished() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        s.day(date(2026, 12, 24));
        let ids = some_matters(&s, 30).await;
        let head = Actor::person(s.office_head);
        let preview = s.app.preview_calendar(&head, announce()).await.unwrap();
        // The institution's event alone: as if the machine had stopped after it.
        s.app.execute(&head, Request::institution(s.app.fresh_id(), announce())).await.unwrap();
        let left = s.app.counted_by_old_calendar(&head).await.unwrap();
        assert_eq!((left.matters, left.moved, left.settled), (preview.matters, preview.moved, preview.settled));
        assert_eq!(movable(&s, &ids).await, left.matters);
        // Some were done before it stopped, one by hand.
        for id in ids.iter().take(10) {
            let _ = s.does(s.clerk, *id, Command::Recalculate { reason: text("手工") }).await;
        }
        let left = s.app.counted_by_old_calendar(&Actor::person(s.clerk)).await.unwrap();
        assert_eq!(movable(&s, &ids).await, left.matters);
        assert!(left.matters > 0 && left.matters < preview.matters);
        assert!(matches!(s.app.recount(&Actor::person(s.jiaowu_head)).await, Err(Denied::Refused { .. })));
        assert!(matches!(s.app.counted_by_old_calendar(&Actor::person(s.jiaowu_head)).await, Err(Denied::NotFound)));
        let done = s.app.recount(&Actor::person(s.clerk)).await.unwrap();
        assert_eq!((done.recounted, done.left), (left.matters, 0));
        assert_eq!(s.app.counted_by_old_calendar(&head).await.unwrap(), Default::default());
    }
}

/// Later, never earlier, once a notice is out: what stays is said.
#[tokio::test(flavor = "multi_thread")]
async fn taking_a_school_holiday_back_moves_only_what_is_not_out() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let (from, until) = (date(2026, 9, 7), date(2026, 9, 11));
        let head = Actor::person(s.office_head);
        let done = s.app.change_calendar(&head, s.app.fresh_id(), holiday("运动会", from, until)).await.unwrap();
        assert_eq!((done.recounted, done.left), (0, 0), "nothing was owed yet");
        let ids = some_matters(&s, 9).await;
        let id = s.app.institution().await.unwrap().calendar.school_periods()[0].id;
        let remove = InstitutionCommand::RemoveSchoolPeriod { id };
        let preview = s.app.preview_calendar(&head, remove.clone()).await.unwrap();
        assert!(preview.kept > 0 && preview.moved > 0, "{preview:?}");
        assert!(preview.shown.iter().all(|row| row.to < row.from && row.kind != DutyKind::Complete));
        let done = s.app.change_calendar(&head, s.app.fresh_id(), remove).await.unwrap();
        assert_eq!(done.left, 0);
        assert_eq!(movable(&s, &ids).await, 0);
        // A period that is counted moves nothing.
        let counted =
            InstitutionCommand::AddSchoolPeriod { name: title("军训"), from, until, kind: PeriodKind::Counted };
        assert_eq!(s.app.preview_calendar(&head, counted).await.unwrap(), Default::default());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_shows_what_falls_due_to_whom_it_concerns() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        some_matters(&s, 3 * (SHOWN_A_DAY + 2)).await;
        let (first, last) = (date(2026, 9, 1), date(2026, 9, 30));
        for person in s.everybody() {
            let actor = Actor::person(person);
            let desk = s.app.desk(&actor).await.unwrap();
            let query = Query { limit: 200, ..Query::default() };
            let seen: BTreeSet<MatterId> =
                s.app.ledger(&actor, query).await.unwrap().rows.iter().map(|row| row.id).collect();
            for whose in [Whose::Mine, Whose::Seen] {
                let days = s.app.duties_between(&actor, whose, first, last).await.unwrap();
                let total: u64 = days.values().map(|day| day.total.0).sum();
                for (day, duties) in &days {
                    assert!(
                        duties
                            .owed
                            .iter()
                            .all(|owed| owed.due == *day && (whose == Whose::Mine || seen.contains(&owed.matter)))
                    );
                    assert_eq!(duties.owed.len() as u64, duties.total.0.min(SHOWN_A_DAY as u64));
                    let whole = s.app.duties_on(&actor, whose, *day, 0).await.unwrap();
                    assert_eq!((whole.total, &whole.owed[..duties.owed.len()]), (duties.total, &duties.owed[..]));
                }
                if whose == Whose::Mine {
                    assert_eq!(total, desk.owed_total.0, "the month holds the whole desk here");
                }
                assert!(whose == Whose::Mine || seen.is_empty() == days.is_empty());
            }
        }
        let clerk = s.app.duties_between(&Actor::person(s.clerk), Whose::Seen, first, last).await.unwrap();
        assert!(clerk.values().any(|day| day.total.0 > SHOWN_A_DAY as u64));
        let stranger = s.app.duties_between(&Actor::person(s.stranger), Whose::Seen, first, last).await.unwrap();
        assert!(stranger.is_empty());
    }
}

async fn with_account(s: &School, person: PersonId, login: &str) -> Actor {
    s.app.open_demo_accounts(vec![(person, login.to_owned())]).await.unwrap();
    Actor::person(person)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_shows_its_owners_duties_until_it_ends() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("热水系统改造").await;
        let contact = with_account(&s, s.jiaowu_contact, "contact").await;
        let secret = s.app.create_feed(&contact).await.unwrap();
        let view = s.app.feed(secret.reveal()).await.unwrap();
        assert_eq!(view.person, s.jiaowu_contact);
        let matter = s.app.matter(&contact, id).await.unwrap().matter;
        let owed: Vec<u32> =
            matter.duties.owed().filter(|d| d.owner == domain::duty::Owner::Unit(s.jiaowu)).map(|d| d.id).collect();
        assert_eq!(view.entries.iter().map(|entry| entry.owed.duty).collect::<Vec<_>>(), owed);
        assert!(view.entries.iter().all(|entry| entry.owed.matter == id && entry.version == matter.version));

        // Noted once an hour at most.
        let used = || async { s.app.feeds(&contact).await.unwrap()[0].last_used_at };
        let first = used().await;
        assert!(first.is_some());
        s.clock.advance(SignedDuration::from_mins(59));
        s.app.feed(secret.reveal()).await.unwrap();
        assert_eq!(used().await, first);
        s.clock.advance(SignedDuration::from_mins(2));
        s.app.feed(secret.reveal()).await.unwrap();
        assert!(used().await > first);

        for nonsense in ["", "nonsense", &"A".repeat(43)] {
            assert!(matches!(s.app.feed(nonsense).await, Err(Denied::NotFound)), "{nonsense}");
        }
        let info = s.app.feeds(&contact).await.unwrap().remove(0);
        let other = with_account(&s, s.houqin_head, "other").await;
        assert!(matches!(s.app.end_feed(&other, info.id).await, Err(Denied::NotFound)), "not theirs");
        s.app.end_feed(&contact, info.id).await.unwrap();
        assert!(matches!(s.app.feed(secret.reveal()).await, Err(Denied::NotFound)));

        // A token makes no secrets; there is an end to how many.
        let via = Via::Token { id: s.app.fresh_id(), name: "程序".to_owned() };
        assert!(matches!(s.app.create_feed(&Actor { via, ..contact.clone() }).await, Err(Denied::SignedOut)));
        for _ in 0..10 {
            s.app.create_feed(&contact).await.unwrap();
        }
        assert!(matches!(s.app.create_feed(&contact).await, Err(Denied::Refused { .. })));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_dies_with_the_account() {
    let s = School::on(TestDatabase::sqlite()).await;
    s.under_way("热水系统改造").await;
    let contact = with_account(&s, s.jiaowu_contact, "contact").await;
    let nobody = Actor::person(s.houqin_head);
    let unheld = s.app.create_feed(&nobody).await.unwrap();
    assert!(matches!(s.app.feed(unheld.reveal()).await, Err(Denied::NotFound)), "no account in force");
    let secret = s.app.create_feed(&contact).await.unwrap();
    assert!(s.app.feed(secret.reveal()).await.is_ok());
    let institution = s.app.institution().await.unwrap();
    let mut person = institution.people[&s.jiaowu_contact].clone();
    person.left_on = Some(s.app.today());
    let system = Actor::system("test");
    let leaves = InstitutionCommand::ChangePerson(person.clone());
    s.app.execute(&system, Request::institution(s.app.fresh_id(), leaves)).await.unwrap();
    assert!(s.app.feed(secret.reveal()).await.is_ok(), "the last day counts");
    s.clock.advance(SignedDuration::from_hours(24));
    assert!(matches!(s.app.feed(secret.reveal()).await, Err(Denied::NotFound)));
    // Back again, but the account is disabled: that ends the address for good.
    person.left_on = None;
    let back = InstitutionCommand::ChangePerson(person);
    s.app.execute(&system, Request::institution(s.app.fresh_id(), back)).await.unwrap();
    assert!(s.app.feed(secret.reveal()).await.is_ok());
    let security = InstitutionCommand::Grant {
        person: s.stranger,
        role: Role::SecurityAdmin,
        unit: None,
        from: s.app.today().checked_add(1.day()).unwrap(),
        until: None,
    };
    let staff_ends = InstitutionCommand::EndGrant { id: 9, until: s.app.today() };
    for command in [staff_ends, security] {
        s.app.execute(&system, Request::institution(s.app.fresh_id(), command)).await.unwrap();
    }
    s.clock.advance(SignedDuration::from_hours(24));
    let security = Actor::person(s.stranger);
    s.app.disable_account(&security, s.jiaowu_contact).await.unwrap();
    assert!(matches!(s.app.feed(secret.reveal()).await, Err(Denied::NotFound)));
    s.app.enable_account(&security, s.jiaowu_contact).await.unwrap();
    assert!(matches!(s.app.feed(secret.reveal()).await, Err(Denied::NotFound)), "revoked, not asleep");
}
