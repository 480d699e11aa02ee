//! The scheduler: what it proposes and reminds of on which day, that it does so once, and when it stands still.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use std::collections::BTreeMap;

use app::{
    Actor, App, Message, MessageKind, Record, Request,
    ask::{DeskItem, FallList, Query},
    jobs::Ticked,
    ports::SetClock,
};
use domain::{
    Who,
    duty::{DutyKind, Owner},
    institution::{InstitutionCommand, Quarter, Role},
    matter::{Command, Fact, Matter, SuspensionCause},
    value::{Day, MatterId, PersonId},
};
use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, date},
};
use school::{School, text};
use store::{StoreError, inbox, testing::TestDatabase};

const fn day(month: i8, day: i8) -> Day {
    date(2026, month, day)
}

async fn tick_on(s: &School, day: Day) -> Ticked {
    s.day(day);
    s.app.tick().await.unwrap()
}

/// A tick on each day, to the end of the span.
async fn tick_through(s: &School, from: Day, until: Day) -> BTreeMap<Day, Ticked> {
    let mut ticks = BTreeMap::new();
    let mut day = from;
    while day <= until {
        ticks.insert(day, tick_on(s, day).await);
        day = day.tomorrow().unwrap();
    }
    ticks
}

async fn matter(s: &School, id: MatterId) -> Matter {
    Matter::clone(&s.app.matter(&Actor::system("test"), id).await.unwrap().matter)
}

/// What a person was told, the first first: on which day of Shanghai, and the message.
async fn told(app: &App, person: PersonId) -> Vec<(Day, Message)> {
    let notes = app
        .store()
        .read(move |sql| inbox::page(sql, person.0, None, 1000))
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let on = |micros| app::ports::shanghai_day(jiff::Timestamp::from_microsecond(micros).unwrap());
    notes.iter().rev().map(|note| (on(note.created_at), serde_json::from_str(&note.body).unwrap())).collect()
}

/// The days on which somebody was reminded of a duty of this kind.
async fn reminded(s: &School, person: PersonId, kind: &str) -> Vec<Day> {
    let told = told(&s.app, person).await;
    let of = |message: &Message| message.kind == MessageKind::Reminder && message.duty == kind;
    told.into_iter().filter(|(_, message)| of(message)).map(|(day, _)| day).collect()
}

async fn fall(s: &School, list: FallList) -> u64 {
    let desk = s.app.desk(&Actor::person(s.clerk)).await.unwrap();
    let fall = desk.falls.iter().find(|fall| fall.list == list).unwrap();
    let rows =
        s.app.ledger(&Actor::person(s.clerk), Query { list: Some(list), ..Query::default() }).await.unwrap().rows;
    assert_eq!(rows.len() as u64, fall.count.0, "the number is that of the list behind it");
    fall.count.0
}

async fn refusals(app: &App) -> i64 {
    let select = "select count(*) from audit where action = 'execute' and result = 'refused'";
    app.store()
        .read(move |sql| store::Sql::first(sql, select, &[])?.unwrap().int(0))
        .await
        .unwrap_or_else(|error: StoreError| panic!("{error}"))
}

/// Every proposal and only those: ticks that did anything else do not matter here.
fn proposals(ticks: &BTreeMap<Day, Ticked>) -> Vec<Day> {
    ticks.iter().filter(|(_, ticked)| ticked.proposed > 0).map(|(day, _)| *day).collect()
}

/// R4.5c, R4.5d. Dispatched on Tuesday 2026-09-01: fifteen working days, with a Sunday that is worked, end on the 21st.
#[tokio::test(flavor = "multi_thread")]
async fn an_urging_is_proposed_the_day_after_and_again_once_it_was_not_heeded() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("教室设备检修").await;
        assert_eq!(matter(&s, id).await.missed_limit(day(9, 22)).unwrap().due, day(9, 21));
        assert_eq!(proposals(&tick_through(&s, day(9, 18), day(9, 21)).await), [], "not on the last day");
        assert_eq!((tick_on(&s, day(9, 22)).await.proposed, fall(&s, FallList::NotUrged).await), (1, 1));
        assert_eq!(tick_on(&s, day(9, 22)).await, Ticked::default(), "once");

        let view = s.app.matter(&Actor::person(s.clerk), id).await.unwrap();
        let last = view.timeline.last().unwrap();
        assert!(matches!(last.event.fact, Fact::UrgingProposed { nth: 1, .. }) && last.stamp.by == Who::System);
        let desk = s.app.desk(&Actor::person(s.clerk)).await.unwrap();
        assert!(desk.owed.iter().any(|item| item.kind() == DutyKind::IssueUrging));

        let issue = |due| Command::Urge { due, text: text("请抓紧办理"), reason: None };
        s.must(s.clerk, id, issue(day(9, 29))).await;
        assert_eq!(fall(&s, FallList::NotUrged).await, 0, "only an urging that was issued is one");
        assert_eq!(proposals(&tick_through(&s, day(9, 24), day(9, 30)).await), [], "while the first one runs");
        let settle = Command::SettleUrging { urging: 1, done: false, reason: Some(text("未报送办结报告")) };
        s.must(s.clerk, id, settle).await;
        assert_eq!(tick_on(&s, day(9, 30)).await.proposed, 1, "as soon as it is recorded");
        assert_eq!(matter(&s, id).await.open_urging_proposal().unwrap().nth, 2);
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
        assert_eq!(refusals(&s.app).await, 0, "the audit log tells of people");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_proposed_while_an_extension_is_asked_in_time_or_the_office_holds_back() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let (asked, late, held) = (s.under_way("一").await, s.under_way("二").await, s.under_way("三").await);
        let ask =
            || Command::RequestExtension { until: day(10, 30), reasons: text("到货晚"), measures: text("加班") };
        s.day(day(9, 21));
        s.must(s.jiaowu_head, asked, ask()).await;
        s.day(day(9, 23));
        s.must(s.jiaowu_head, late, ask()).await;
        s.must(s.office_head, held, Command::HoldUrging { reason: text("本周验收"), until: day(9, 29) }).await;
        let before = refusals(&s.app).await;
        assert_eq!(tick_on(&s, day(9, 23)).await.proposed, 1, "a late request keeps nothing back");
        assert!(matter(&s, late).await.open_urging_proposal().is_some());
        let ticks = tick_through(&s, day(9, 24), day(9, 30)).await;
        assert_eq!(proposals(&ticks), [day(9, 30)], "once the day to which it was held back has passed");
        assert!(matter(&s, held).await.open_urging_proposal().is_some());
        assert!(matter(&s, asked).await.open_urging_proposal().is_none());
        assert_eq!(refusals(&s.app).await, before);
    }
}

/// R4.2: what was late before the system knew of it is not urged by itself, nor reminded of for days before.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_loaded_is_not_urged_or_reminded_of_for_days_before() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let record = |id: &str, due| Record {
            id: id.to_owned(),
            title: format!("旧事项 {id}"),
            body: "内容".to_owned(),
            lead_unit: "教务处".to_owned(),
            co_units: vec![],
            category: "学校会议决定事项".to_owned(),
            status: "under-way".to_owned(),
            created: day(8, 3),
            due: Some(due),
        };
        let records = vec![record("late", day(8, 28)), record("running", day(9, 4))];
        let loaded = s.app.load("旧台账.csv", records.into_iter(), |_| {}).await.unwrap();
        assert_eq!((loaded.matters, loaded.refused), (2, vec![]));
        assert_eq!(tick_on(&s, day(9, 1)).await, Ticked::default(), "nothing for days before");
        let ticks = tick_through(&s, day(9, 2), day(9, 7)).await;
        assert_eq!(proposals(&ticks), [day(9, 5)], "of the one whose limit passed here");
        // Late by two, four … working days on 1 and 3 September; the other one is reminded of on its day.
        let days = reminded(&s, s.jiaowu_head, "complete").await;
        assert_eq!(days, [day(9, 3), day(9, 4), day(9, 7)]);
    }
}

/// Three working days before, on the day, then every two, over the holidays of Mid-Autumn and October; nobody twice.
#[tokio::test(flavor = "multi_thread")]
async fn people_are_reminded_on_the_days_of_the_rules() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("教室设备检修").await;
        for tick in 0..3 {
            assert_eq!(s.app.tick().await.unwrap().reminded, 0, "nothing on the day of dispatch: {tick}");
        }
        tick_through(&s, day(9, 2), day(10, 12)).await;
        let expected = [day(9, 17), day(9, 21), day(9, 23), day(9, 28), day(9, 30), day(10, 9), day(10, 12)];
        for person in [s.jiaowu_head, s.jiaowu_contact] {
            assert_eq!(reminded(&s, person, "complete").await, expected);
        }
        // The co-unit never signed: on the day, then every two.
        assert_eq!(reminded(&s, s.houqin_head, "sign").await[..3], [day(9, 2), day(9, 4), day(9, 8)]);
        assert_eq!(reminded(&s, s.houqin_head, "complete").await, [], "not of what others owe");
        // The proposed urging is the Office's to issue.
        let office = reminded(&s, s.clerk, "issue_urging").await;
        assert_eq!(office, reminded(&s, s.office_head, "issue_urging").await);
        assert_eq!(office[0], day(9, 23));
        assert_eq!(told(&s.app, s.stranger).await, []);

        s.must(s.jiaowu_head, id, school::sections()).await;
        tick_through(&s, day(10, 13), day(10, 16)).await;
        assert_eq!(reminded(&s, s.jiaowu_head, "complete").await, expected, "not once it is done");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_is_never_reminded_and_the_clerks_are() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("教室设备检修").await;
        let ask =
            Command::RequestExtension { until: day(10, 30), reasons: text("到货晚"), measures: text("加班") };
        s.must(s.jiaowu_head, id, ask).await;
        s.must(s.clerk, id, Command::ForwardExtension { extension: 1, remark: None }).await;
        // A leader's own answer, which is no decision.
        let draft = s.fresh_matter();
        s.must(s.clerk, draft, s.propose("征求意见")).await;
        let parties = vec![Owner::Person(s.leader)];
        s.must(s.clerk, draft, Command::SeekOpinions { parties, due: day(9, 4), question: text("可否？") }).await;
        tick_through(&s, day(9, 2), day(9, 9)).await;
        let reminders = |told: Vec<(Day, Message)>, wanted| {
            let of = move |message: &Message| message.kind == wanted;
            let kinds = told.into_iter().filter(move |(_, message)| of(message)).map(|(_, message)| message.duty);
            kinds.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
        };
        for kind in [MessageKind::Reminder, MessageKind::ClerkPrompt] {
            assert_eq!(reminders(told(&s.app, s.leader).await, kind), [""; 0]);
        }
        let prompted = reminders(told(&s.app, s.clerk).await, MessageKind::ClerkPrompt);
        assert_eq!(prompted, ["decide_extension", "give_opinion"]);
        assert_eq!(reminders(told(&s.app, s.office_head).await, MessageKind::ClerkPrompt), [""; 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_date_brings_its_own_reminders_and_a_pause_none() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let (moved, paused) = (s.under_way("延期").await, s.under_way("暂缓").await);
        tick_through(&s, day(9, 2), day(9, 17)).await;
        s.day(day(9, 18));
        let ask =
            Command::RequestExtension { until: day(10, 21), reasons: text("到货晚"), measures: text("加班") };
        s.must(s.jiaowu_head, moved, ask).await;
        s.must(s.clerk, moved, Command::ForwardExtension { extension: 1, remark: None }).await;
        s.must(s.leader, moved, Command::GrantExtension { extension: 1, until: day(10, 21), text: None }).await;
        let (expected_end, cause) = (day(10, 30), SuspensionCause::default());
        let reason = text("等待招标");
        s.must(s.office_head, paused, Command::RequestSuspension { reason, expected_end, cause }).await;
        let grant = Command::GrantSuspension { suspension: 1, until: day(10, 30), text: None };
        s.must(s.leader, paused, grant).await;
        let ticks = tick_through(&s, day(9, 18), day(10, 22)).await;
        let days = reminded(&s, s.jiaowu_contact, "complete").await;
        assert_eq!(days, [day(9, 17), day(9, 17), day(10, 16), day(10, 21)], "both, then only the one that goes on");
        assert_eq!(proposals(&ticks), [day(10, 22)]);
        s.must(s.leader, paused, Command::Resume { due: None, text: None }).await;
        let due = matter(&s, paused).await.duties.open(DutyKind::Complete).next().unwrap().due;
        tick_through(&s, day(10, 22), due).await;
        assert!(reminded(&s, s.jiaowu_contact, "complete").await.contains(&due), "{due}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_tick_at_once_act_once() {
    for database in TestDatabase::both() {
        let on_postgres = matches!(database.location(), store::Location::Postgres(_));
        let s = School::on(database).await;
        for n in 0..20 {
            s.under_way(&format!("事项 {n}")).await;
        }
        s.day(day(9, 23));
        // SQLite has one process at a time: two ticks of it then stand for two.
        let other = if on_postgres { school::open(&s.database, s.clock.clone()) } else { s.app.clone() };
        let (one, two) = tokio::join!(s.app.tick(), other.tick());
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.proposed + two.proposed, 20);
        let duties = s.app.store().read(|sql| {
            let select = "select count(*) from reminder where day = '2026-09-23'";
            store::Sql::first(sql, select, &[])?.unwrap().int(0)
        });
        let duties = duties.await.unwrap_or_else(|error: StoreError| panic!("{error}")) as u64;
        assert!(duties >= 20, "{duties}");
        assert_eq!(reminded(&s, s.jiaowu_head, "complete").await.len(), 20);
        let proposed = told(&s.app, s.clerk).await.into_iter().filter(|(_, m)| m.event == "urging_proposed").count();
        assert_eq!(proposed, 20, "one message each");
        assert_eq!((s.app.tick().await.unwrap(), other.tick().await.unwrap()), Default::default());
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_of_sleep_brings_one_reminder_a_duty_and_one_proposal() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("教室设备检修").await;
        tick_on(&s, day(9, 1)).await;
        let woken = tick_on(&s, day(9, 30)).await;
        assert_eq!(woken.proposed, 1);
        assert_eq!(reminded(&s, s.jiaowu_head, "complete").await, [day(9, 30)]);
        assert_eq!(reminded(&s, s.houqin_head, "sign").await, [day(9, 30)]);
        assert_eq!(tick_on(&s, day(9, 30)).await, Ticked::default());
        assert_eq!(matter(&s, id).await.urging_proposals.len(), 1);
    }
}

/// R4.7b
#[tokio::test(flavor = "multi_thread")]
async fn the_office_owes_a_report_for_every_quarter() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        assert_eq!(tick_on(&s, day(9, 30)).await.quarters, 0);
        assert_eq!((tick_on(&s, day(10, 1)).await.quarters, tick_on(&s, day(10, 1)).await.quarters), (1, 0));
        let (third, fourth) = (Quarter { year: 2026, quarter: 3 }, Quarter { year: 2026, quarter: 4 });
        let owed = async |person| {
            let desk = s.app.desk(&Actor::person(person)).await.unwrap();
            assert_eq!(desk.owed_total.0, desk.owed.len() as u64);
            let quarters = desk.owed.into_iter().filter_map(|item| match item {
                DeskItem::Report(report) => Some((report.quarter, report.due)),
                DeskItem::Duty(_) | DeskItem::Task(_) => None,
            });
            quarters.collect::<Vec<_>>()
        };
        for person in [s.clerk, s.office_head] {
            assert_eq!(owed(person).await, [(third, day(10, 20))], "ten working days after the holidays");
        }
        for person in [s.leader, s.principal, s.jiaowu_head, s.stranger] {
            assert_eq!(owed(person).await, []);
        }
        tick_through(&s, day(10, 2), day(10, 20)).await;
        assert_eq!(reminded(&s, s.clerk, "quarterly_report").await, [day(10, 15), day(10, 20)]);
        let submit = |on| InstitutionCommand::SubmitQuarterlyReport { quarter: third, on, note: text("书面呈报") };
        let by = |person, command| {
            let request = Request::institution(s.app.fresh_id(), command);
            let app = s.app.clone();
            async move { app.execute(&Actor::person(person), request).await }
        };
        assert!(by(s.jiaowu_head, submit(day(10, 20))).await.is_err());
        assert!(by(s.clerk, submit(day(9, 30))).await.is_err(), "before the quarter ended");
        by(s.clerk, submit(day(10, 20))).await.unwrap();
        assert_eq!(owed(s.clerk).await, []);
        assert_eq!(reminded(&s, s.clerk, "quarterly_report").await.len(), 2);
        // Over New Year with the machine off for a month and more.
        assert_eq!(tick_on(&s, day(11, 30)).await.quarters, 0);
        assert_eq!(tick_on(&s, date(2027, 1, 5)).await.quarters, 1);
        assert_eq!(owed(s.clerk).await.len(), 1);
        assert_eq!(owed(s.clerk).await[0].0, fourth);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_stops_everything_until_it_is_right_or_confirmed() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let administrator = administrator(&s).await;
        let id = s.under_way("教室设备检修").await;
        tick_on(&s, day(9, 16)).await;
        let held = Ticked { held: true, ..Ticked::default() };
        for wrong in [date(2025, 9, 16), date(2036, 9, 16)] {
            assert_eq!(tick_on(&s, wrong).await, held);
            assert_eq!(tick_on(&s, wrong).await, held, "and again");
            let shown = s.app.clock_held().await.unwrap().unwrap();
            assert_eq!((shown.last, shown.today), (day(9, 16), wrong));
        }
        assert_eq!(told(&s.app, s.jiaowu_head).await.iter().filter(|(on, _)| on.year() != 2026).count(), 0);
        assert_eq!(matter(&s, id).await.urging_proposals, []);
        // Put right: it goes on by itself.
        assert_eq!(tick_on(&s, day(9, 17)).await.reminded, 1, "the limit in three days");
        assert_eq!(s.app.clock_held().await.unwrap(), None);

        // The machine was off for longer than any holiday.
        let spring = date(2027, 3, 1);
        assert_eq!(tick_on(&s, spring).await, held);
        for (person, sees) in [(s.clerk, true), (s.office_head, true), (administrator, true), (s.jiaowu_head, false)] {
            assert_eq!(s.app.desk(&Actor::person(person)).await.unwrap().clock_held.is_some(), sees);
        }
        for nobody in [s.clerk, s.jiaowu_head, s.leader] {
            assert!(s.app.confirm_clock(&Actor::person(nobody), spring).await.is_err());
        }
        assert!(s.app.confirm_clock(&Actor::person(s.office_head), day(9, 17)).await.is_err(), "another day was shown");
        s.app.confirm_clock(&Actor::person(administrator), spring).await.unwrap();
        let ticked = s.app.tick().await.unwrap();
        assert_eq!((ticked.held, ticked.proposed, ticked.quarters), (false, 1, 2));
        assert!(s.app.confirm_clock(&Actor::person(s.office_head), spring).await.is_err(), "nothing to confirm");
    }
}

async fn administrator(s: &School) -> PersonId {
    let mut request = Request::new(s.app.fresh_id());
    let id = PersonId(request.fresh_id());
    let person = domain::institution::Person {
        id,
        name: school::title("系统管理员（测试）"),
        unit: None,
        post: "系统管理员".to_owned(),
        telephone: None,
        mail: None,
        left_on: None,
    };
    let from = date(2020, 1, 1);
    let grant = InstitutionCommand::Grant { person: id, role: Role::SystemAdmin, unit: None, from, until: None };
    let request = request.act(app::Act::Institution(InstitutionCommand::AddPerson(person)));
    s.app.execute(&Actor::system("test"), request.act(app::Act::Institution(grant))).await.unwrap();
    id
}

/// A clock that was a month ahead has noted reminders for days to come; once it is put right, and confirmed, they come.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_clock_ahead_had_noted_is_forgotten() {
    let s = School::on(TestDatabase::sqlite()).await;
    s.under_way("教室设备检修").await;
    tick_on(&s, day(9, 1)).await;
    tick_on(&s, day(10, 10)).await;
    assert_eq!(reminded(&s, s.jiaowu_head, "complete").await, [day(10, 10)]);
    assert!(tick_on(&s, day(9, 2)).await.held);
    s.app.confirm_clock(&Actor::person(s.office_head), day(9, 2)).await.unwrap();
    tick_through(&s, day(9, 2), day(9, 22)).await;
    assert_eq!(reminded(&s, s.jiaowu_head, "complete").await, [day(9, 17), day(9, 21), day(10, 10)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_back_and_forth_at_midnight_brings_nothing_twice() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        s.under_way("教室设备检修").await;
        tick_on(&s, day(9, 18)).await;
        let at = |day: Day, hour, minute| {
            // Shanghai is eight hours ahead.
            let utc = jiff::tz::TimeZone::UTC.to_timestamp(day.at(hour, minute, 0, 0)).unwrap();
            utc.checked_sub(SignedDuration::from_hours(8)).unwrap()
        };
        let mut total = Ticked::default();
        for (on, hour) in [(day(9, 21), 23), (day(9, 22), 0), (day(9, 21), 23), (day(9, 22), 0), (day(9, 22), 1)] {
            s.clock.set(at(on, hour, 30));
            let ticked = s.app.tick().await.unwrap();
            assert!(!ticked.held);
            total.proposed += ticked.proposed;
        }
        assert_eq!(total.proposed, 1);
        assert_eq!(reminded(&s, s.jiaowu_head, "complete").await, [day(9, 18), day(9, 21)]);
    }
}

/// A year for which the State Council's notice is missing: weekends alone count, and the scheduler works all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_year_without_its_calendar() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let start = date(2031, 3, 3);
        s.day(start);
        let id = s.under_way("无日历的一年").await;
        assert!(!s.app.institution().await.unwrap().calendar.announced(2031));
        let due = matter(&s, id).await.duties.open(DutyKind::Complete).next().unwrap().clone();
        assert!(due.is_provisional());
        assert_eq!(due.due, date(2031, 3, 24), "fifteen weekdays");
        let ticks = tick_through(&s, start, date(2031, 3, 26)).await;
        assert_eq!(proposals(&ticks), [date(2031, 3, 25)]);
        let days: Vec<Date> = reminded(&s, s.jiaowu_head, "complete").await;
        assert_eq!(days, [date(2031, 3, 19), date(2031, 3, 24), date(2031, 3, 26)]);
    }
}

/// A civil clock set back must not stop the timetable: its intervals are those of a clock that nobody sets.
#[tokio::test(flavor = "multi_thread")]
async fn the_timetable_goes_on_when_the_clock_is_set_back() {
    let s = School::on(TestDatabase::sqlite()).await;
    s.under_way("教室设备检修").await;
    tick_on(&s, day(9, 16)).await;
    let clock: &SetClock = &s.clock;
    clock.set_day(date(2025, 9, 16));
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(app::jobs::run(s.app.clone(), stopped));
    let anchors = s.database.dir().join("anchors.txt");
    for _ in 0..500 {
        if anchors.exists() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(anchors.exists(), "also under a clock that is wrong");
    stop.send(true).unwrap();
    running.await.unwrap();
    let later = day(9, 16).checked_add(1.day()).unwrap();
    assert!(!tick_on(&s, later).await.held);
}
