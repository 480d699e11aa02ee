//! Who is told at which step: of urgings and of their revocation, and of a notice that is issued anew; and what the discipline
//! office sees of what was copied to it.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use std::collections::BTreeMap;

use app::{Act, Actor, Request, ask::FallList, ask::Query};
use domain::{
    duty::{DutyKind, Owner},
    institution::InstitutionCommand,
    matter::{Command, SuspensionCause},
    regulation::Regulation,
    value::{MatterId, PersonId},
};
use jiff::civil::date;
use school::{School, text};
use store::testing::TestDatabase;

/// The words that each of these people has got about it, since the last look: all of them are marked as read.
async fn news(s: &School, people: &[PersonId]) -> BTreeMap<PersonId, Vec<String>> {
    let mut told = BTreeMap::new();
    for person in people {
        let actor = Actor::person(*person);
        let inbox = s.app.inbox(&actor, None).await.unwrap();
        let unread: Vec<String> =
            inbox.lines.iter().filter(|line| line.unread).map(|line| line.line.text.clone()).collect();
        s.app.read_all_messages(&actor, s.app.now()).await.unwrap();
        told.insert(*person, unread);
    }
    told
}

fn has(told: &BTreeMap<PersonId, Vec<String>>, person: PersonId, words: &str) -> bool {
    told[&person].iter().any(|said| said.contains(words))
}

/// Past its limit of fifteen working days; the system has proposed to urge.
async fn late(s: &School) -> MatterId {
    let id = s.under_way("教室设备检修").await;
    s.day(date(2026, 9, 23));
    s.app.execute(&Actor::system("test"), Request::matter(s.app.fresh_id(), id, Command::ProposeUrging)).await.unwrap();
    id
}

fn urge(month: i8, day: i8) -> Command {
    Command::Urge { due: date(2026, month, day), text: text("请抓紧办理"), reason: None }
}

/// 主要校领导 hear from the second urging on.
async fn principals_hear_of_the_second(s: &School) {
    let rules = include_str!("../../../regulation/hubut-2023.toml");
    let mut regulation = Regulation::parse(rules).unwrap();
    regulation.in_force = date(2026, 9, 1);
    regulation.urging.tells_principals_from = 2;
    let command = InstitutionCommand::SetRegulation { regulation: Box::new(regulation) };
    let request = Request::new(s.app.fresh_id()).act(Act::Institution(command));
    s.app.execute(&Actor::system("test"), request).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_of_the_chain_is_told_to_its_circle_and_a_revocation_to_the_same() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        principals_hear_of_the_second(&s).await;
        let id = late(&s).await;
        let circle = [s.leader, s.principal, s.discipline, s.jiaowu_head, s.houqin_head];
        news(&s, &circle).await;

        s.must(s.clerk, id, urge(9, 30)).await;
        let told = news(&s, &circle).await;
        assert!(has(&told, s.leader, "已对本事项发出催办单"), "{told:?}");
        assert!(has(&told, s.jiaowu_head, "催办单"), "{told:?}");
        for nobody in [s.principal, s.discipline, s.houqin_head] {
            assert!(told[&nobody].is_empty(), "{told:?}");
        }
        assert!(s.app.desk(&Actor::person(s.discipline)).await.unwrap().copied.is_empty());
        assert!(s.app.matter(&Actor::person(s.discipline), id).await.is_err(), "nothing was copied");

        s.day(date(2026, 10, 8));
        let undone = Command::SettleUrging { urging: 1, done: false, reason: Some(text("仍未报送")) };
        s.must(s.clerk, id, undone).await;
        let again = Request::matter(s.app.fresh_id(), id, Command::ProposeUrging);
        s.app.execute(&Actor::system("test"), again).await.unwrap();
        news(&s, &circle).await;
        s.must(s.office_head, id, urge(10, 15)).await;
        let copied = s.app.desk(&Actor::person(s.discipline)).await.unwrap();
        assert_eq!((copied.copied.len(), copied.owed.len()), (1, 0), "a copy, and nothing owed");
        assert!(copied.copied[0].unread.is_some() && copied.copied[0].urging.nth == 2);
        let told = news(&s, &circle).await;
        for person in [s.leader, s.principal, s.discipline] {
            assert!(has(&told, person, "已对本事项发出催办单"), "{told:?}");
        }
        assert!(told[&s.houqin_head].is_empty(), "{told:?}");
        let copied = s.app.desk(&Actor::person(s.discipline)).await.unwrap().copied;
        assert_eq!(copied[0].unread, None, "read in the inbox");
        for other in [s.clerk, s.leader, s.jiaowu_head] {
            assert!(s.app.desk(&Actor::person(other)).await.unwrap().copied.is_empty());
        }

        s.must(s.office_head, id, Command::RevokeUrging { urging: 2, reason: text("误发") }).await;
        let told = news(&s, &circle).await;
        for person in [s.leader, s.principal, s.discipline, s.jiaowu_head] {
            assert!(has(&told, person, "催办单已撤销"), "{told:?}");
        }
        assert!(told[&s.houqin_head].is_empty(), "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unit_hears_of_a_notice_that_is_issued_anew() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("教室设备检修").await;
        let units = [s.jiaowu_head, s.jiaowu_contact, s.houqin_head];
        news(&s, &units).await;
        let reissued = "出了新的一版";

        s.must(s.office_head, id, Command::CorrectDue { due: date(2026, 9, 28), reason: text("写错一天") }).await;
        let told = news(&s, &units).await;
        assert!(has(&told, s.houqin_head, reissued), "{told:?}");
        assert!(has(&told, s.jiaowu_head, "9月28日"), "{told:?}");

        let version = s.app.matter(&Actor::person(s.clerk), id).await.unwrap().matter.text_version;
        let amend = Command::Amend {
            content: text("检修教室设备"),
            requirements: text("逐间检查"),
            target: text("检修 130 间教室"),
            reason: text("数目有误"),
            version,
        };
        s.must(s.clerk, id, amend).await;
        let told = news(&s, &units).await;
        assert!(units.iter().all(|person| has(&told, *person, "内容已更正")), "{told:?}");

        let joins = s.assignment(s.discipline_unit, s.discipline).await;
        s.must(s.clerk, id, Command::AddCoUnit { to: joins, reason: text("需要配合") }).await;
        let told = news(&s, &units).await;
        assert!(units.iter().all(|person| has(&told, *person, reissued)), "{told:?}");
        s.must(s.clerk, id, Command::RemoveCoUnit { unit: s.discipline_unit, reason: text("不再需要") }).await;
        let told = news(&s, &units).await;
        assert!(units.iter().all(|person| has(&told, *person, reissued)), "{told:?}");

        // 改派: the newcomer owes its signature and the matter, the old lead is told that it is out
        let to = s.assignment(s.houqin, s.houqin_head).await;
        s.must(s.clerk, id, Command::Transfer { to, reason: text("职责调整"), due: None }).await;
        let told = news(&s, &units).await;
        assert!(has(&told, s.houqin_head, "改派：请于"), "{told:?}");
        assert!(has(&told, s.jiaowu_head, "改派"), "{told:?}");
        let matter = s.app.matter(&Actor::person(s.clerk), id).await.unwrap().matter;
        assert_eq!(matter.notice_version, 6);
        let signs = matter.duties.open(DutyKind::Sign).any(|duty| duty.owner == Owner::Unit(s.houqin));
        assert!(signs, "the new lead unit signs anew");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slips_in_the_chain_and_in_a_suspension_stands_on_its_list() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let clerk = Actor::person(s.clerk);
        let id = late(&s).await;
        let on = |list: FallList| {
            let (app, clerk) = (s.app.clone(), clerk.clone());
            async move {
                let desk = app.desk(&clerk).await.unwrap();
                let count = desk.falls.iter().find(|fall| fall.list == list).unwrap().count.0 as usize;
                let behind = app.ledger(&clerk, Query { list: Some(list), ..Query::default() }).await.unwrap();
                assert_eq!((count, behind.total.0 as usize), (behind.rows.len(), behind.rows.len()), "{list:?}");
                behind.rows.iter().map(|row| row.id).collect::<Vec<_>>()
            }
        };
        assert!(on(FallList::UrgingNotIssued).await.is_empty(), "its day has not passed");
        s.day(date(2026, 9, 28));
        assert_eq!(on(FallList::UrgingNotIssued).await, [id]);
        s.must(s.clerk, id, urge(9, 30)).await;
        assert!(on(FallList::UrgingNotIssued).await.is_empty());
        s.day(date(2026, 10, 12));
        assert_eq!(on(FallList::UrgingNotSettled).await, [id]);

        s.must(s.jiaowu_contact, id, Command::AskCoordination { unit: s.jiaowu, text: text("请协调停水") }).await;
        let asked =
            Command::RequestExtension {
                until: date(2026, 11, 20), reasons: text("设备未到"), measures: text("催货")
            };
        s.must(s.jiaowu_head, id, asked).await;
        s.day(date(2026, 10, 20));
        assert_eq!(on(FallList::ProblemNotAnswered).await, [id]);
        assert_eq!(on(FallList::ExtensionNotForwarded).await, [id]);

        let end = date(2026, 11, 2);
        let reason = text("设备采购公开招标");
        let pause = Command::RequestSuspension { reason, expected_end: end, cause: SuspensionCause::Tender };
        s.must(s.office_head, id, pause).await;
        s.must(s.leader, id, Command::GrantSuspension { suspension: 1, until: end, text: None }).await;
        let row = s.app.ledger(&clerk, Query::default()).await.unwrap().rows.remove(0);
        assert_eq!(row.suspended_until, Some(end));
        for list in [FallList::UrgingNotSettled, FallList::ProblemNotAnswered, FallList::SuspensionNotReviewed] {
            assert!(on(list).await.is_empty(), "{list:?}");
        }
        s.day(date(2026, 11, 3));
        assert_eq!(on(FallList::SuspensionNotReviewed).await, [id]);
        s.must(s.leader, id, Command::Resume { due: Some(date(2026, 12, 1)), text: None }).await;
        assert!(on(FallList::SuspensionNotReviewed).await.is_empty());
        let row = s.app.ledger(&clerk, Query::default()).await.unwrap().rows.remove(0);
        assert_eq!(row.suspended_until, None);
    }
}
