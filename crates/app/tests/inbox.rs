//! 站内消息: what each person finds there, in which words, and what a reminder adds.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Actor, Denied, Request,
    ask::UNREAD_MOST,
    messages::{About, Owing},
};
use domain::{institution::InstitutionCommand, matter::Command};
use jiff::civil::date;
use school::{
    School, text,
    told::{lines, remind_all},
};
use store::testing::TestDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn the_inbox_has_it_with_the_change_on_both_databases() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("教室设备检修").await;
        let contact = lines(&s, s.jiaowu_contact).await;
        assert_eq!(contact.len(), 1, "one message a person and act: {contact:?}");
        let (said, owing, unread) = &contact[0];
        assert!(said.starts_with("交办：请于2026年9月") && *unread, "{contact:?}");
        assert!(matches!(owing, Owing::Open { past: false, .. }), "{owing:?}");
        assert!(lines(&s, s.stranger).await.is_empty());
        assert!(lines(&s, s.clerk).await.is_empty(), "nobody is told of their own act");

        // Read by its owner, one and then all; never by another.
        let head = Actor::person(s.jiaowu_head);
        let first = s.app.inbox(&head, None).await.unwrap().lines[0].id;
        assert!(matches!(s.app.open_message(&Actor::person(s.leader), first).await, Err(Denied::NotFound)));
        assert_eq!(s.app.unread(&head).await.unwrap(), 1);
        assert_eq!(s.app.open_message(&head, first).await.unwrap(), About::Matter(id));
        assert_eq!(s.app.unread(&head).await.unwrap(), 0);
        let ask = Command::RequestExtension {
            until: date(2026, 10, 30),
            reasons: text("设备到货晚"),
            measures: text("加班"),
        };
        s.must(s.jiaowu_head, id, ask).await;
        s.must(s.clerk, id, Command::ForwardExtension { extension: 1, remark: None }).await;
        let leader = lines(&s, s.leader).await;
        assert_eq!(leader[0].0, "转呈延期申请：请您审批延期申请。");
        s.must(s.leader, id, Command::GrantExtension { extension: 1, until: date(2026, 10, 30), text: None }).await;
        assert_eq!(lines(&s, s.leader).await[0].1, Owing::Settled);
        let now = s.app.now();
        assert_eq!(
            s.app.read_all_messages(&head, now).await.unwrap(),
            s.app.inbox(&head, None).await.unwrap().lines.len() as u64 - 1
        );
        assert_eq!(s.app.unread(&head).await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_command_tells_nobody_and_a_repeated_one_tells_once() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.fresh_matter();
    s.must(s.clerk, id, s.propose("教室设备检修")).await;
    let before = lines(&s, s.office_head).await.len();
    assert!(s.does(s.clerk, id, Command::Archive { materials: vec![], archivist: None, remarks: None }).await.is_err());
    assert_eq!(lines(&s, s.office_head).await.len(), before);
    let request = Request::matter(s.app.fresh_id(), id, Command::Register);
    for _ in 0..2 {
        s.app.execute(&Actor::person(s.clerk), request.clone()).await.unwrap();
    }
    assert_eq!(lines(&s, s.office_head).await.len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_no_longer_be_seen_is_not_named() {
    let s = School::on(TestDatabase::sqlite()).await;
    let _ = s.under_way("教室设备检修").await;
    let grants = s.app.institution().await.unwrap().grants.clone();
    let grant = grants.iter().find(|grant| grant.person == s.jiaowu_contact).unwrap().id;
    let end = InstitutionCommand::EndGrant { id: grant, until: date(2026, 9, 1) };
    s.app.execute(&Actor::system("test"), Request::institution(s.app.fresh_id(), end)).await.unwrap();
    s.day(date(2026, 9, 2));
    let inbox = s.app.inbox(&Actor::person(s.jiaowu_contact), None).await.unwrap();
    let line = &inbox.lines[0];
    assert_eq!((line.line.about, line.line.title.as_str(), line.line.number.as_str()), (About::Hidden, "", ""));
    assert!(line.line.text.contains("无权查看"), "{}", line.line.text);
    assert_eq!(s.app.open_message(&Actor::person(s.jiaowu_contact), line.id).await.unwrap(), About::Hidden);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_one_another_and_the_count_stops_at_a_hundred() {
    let s = School::on(TestDatabase::sqlite()).await;
    for n in 0..45 {
        let id = s.fresh_matter();
        s.must(s.clerk, id, s.propose(&format!("事项{n}"))).await;
        s.must(s.clerk, id, Command::Register).await;
        s.must(s.clerk, id, s.dispatch().await).await;
    }
    let head = Actor::person(s.office_head);
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = s.app.inbox(&head, after).await.unwrap();
        assert!(page.lines.len() <= 30);
        seen.extend(page.lines.iter().map(|line| line.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(seen.len() > 60, "{}", seen.len());
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), seen.len(), "no message twice");
    assert_eq!(s.app.unread(&head).await.unwrap(), (seen.len() as u64).min(UNREAD_MOST));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_queued_once_a_day_and_a_leaders_goes_to_the_office() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.under_way("教室设备检修").await;
    let before = lines(&s, s.jiaowu_head).await.len();
    let day = date(2026, 9, 17);
    s.day(day);
    let reminded = remind_all(&s.app, id, day).await;
    assert_eq!(remind_all(&s.app, id, day).await, 0, "twice is once");
    assert_eq!(reminded, 2, "head and contact of the lead unit");
    let after = lines(&s, s.jiaowu_head).await;
    assert_eq!(after.len(), before + 1);
    assert!(after[0].0.starts_with("提醒：还有 ") && after[0].0.ends_with("前办结。"), "{}", after[0].0);
    s.day(date(2026, 9, 18));
    assert_eq!(remind_all(&s.app, id, date(2026, 9, 18)).await, 2, "the next day again");

    // 催批
    let ask = Command::RequestExtension { until: date(2026, 10, 30), reasons: text("晚"), measures: text("加班") };
    s.must(s.jiaowu_head, id, ask).await;
    s.must(s.clerk, id, Command::ForwardExtension { extension: 1, remark: None }).await;
    let (leader, office) = (lines(&s, s.leader).await.len(), lines(&s, s.clerk).await.len());
    s.day(date(2026, 9, 23));
    remind_all(&s.app, id, date(2026, 9, 23)).await;
    assert_eq!(lines(&s, s.leader).await.len(), leader, "never the leader");
    let prompted = lines(&s, s.clerk).await;
    assert_eq!(prompted.len(), office + 1);
    assert_eq!(prompted[0].0, "催批：审批延期申请已待副校长（测试）批 5 天，请提请审批。");
}
