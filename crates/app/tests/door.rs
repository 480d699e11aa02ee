//! The door: a request acts once, a refused one changes nothing, several acts stand or fall together, what is sealed is not in
//! the database's bytes, and a file goes where its command says.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use std::sync::Arc;

use app::{Act, Actor, Circumstances, Denied, Request};
use domain::{
    Evidence, Reason,
    matter::{Command, Stage},
    value::MatterId,
};
use jiff::civil::date;
use school::{School, TELEPHONE, open};
use store::{Sql, event_log, testing::TestDatabase};

async fn head(s: &School) -> i64 {
    s.app.store().read(|read| event_log::head(read)).await.unwrap().position
}

async fn count(s: &School, table: &'static str) -> i64 {
    let sql = format!("select count(*) from {table}");
    s.app.store().read(move |read| read.first(&sql, &[])?.unwrap().int(0)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_acts_once() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let (clerk, command_id) = (Actor::person(s.clerk), s.app.fresh_id());
        let request = Request::matter(command_id, MatterId(command_id), s.propose("只提一次"));
        let before = head(&s).await;
        let (one, two) = tokio::join!(s.app.execute(&clerk, request.clone()), s.app.execute(&clerk, request.clone()));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one.position, &one.streams, head(&s).await), (two.position, &two.streams, before + 1));
        assert!(one.repeated != two.repeated);
        let other = Request::matter(command_id, MatterId(command_id), s.propose("另一内容"));
        assert!(matches!(s.app.execute(&clerk, other).await, Err(Denied::Reused)));
        let thief = s.app.execute(&Actor::person(s.office_head), request).await;
        assert!(matches!(thief, Err(Denied::Reused)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_changes_nothing_and_is_noted() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.fresh_matter();
    s.must(s.clerk, id, s.propose("待办")).await;
    let (before, noted, queued) = (head(&s).await, count(&s, "audit").await, count(&s, "outbox").await);
    let Err(Denied::Refused { refusal, standing }) = s.does(s.clerk, id, school::archive()).await else { panic!() };
    assert_eq!((refusal.reason, standing.unwrap().stage), (Reason::IllegalTransition, Stage::Draft));
    // the second act is refused: the first is undone with it
    let both = Request::new(s.app.fresh_id())
        .act(Act::Matter { id, command: Command::Register })
        .act(Act::Matter { id, command: Command::Register });
    assert!(s.app.execute(&Actor::person(s.clerk), both).await.is_err());
    assert_eq!((head(&s).await, count(&s, "audit").await, count(&s, "outbox").await), (before, noted + 2, queued));
    assert_eq!(s.must(s.clerk, id, Command::Register).await.streams[0].number.as_deref(), Some("督办〔2026〕1号"));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_gapless_also_within_one_request() {
    let s = School::on(TestDatabase::sqlite()).await;
    let mut request = Request::new(s.app.fresh_id());
    for name in ["甲", "乙", "丙"] {
        let id = MatterId(request.fresh_id());
        request.acts.push(Act::Matter { id, command: s.propose(name) });
        request.acts.push(Act::Matter { id, command: Command::Register });
    }
    let done = s.app.execute(&Actor::person(s.clerk), request).await.unwrap();
    let numbers: Vec<&str> = done.streams.iter().filter_map(|stream| stream.number.as_deref()).collect();
    assert_eq!(numbers, ["督办〔2026〕1号", "督办〔2026〕2号", "督办〔2026〕3号"]);
    s.day(date(2027, 1, 4));
    let id = s.fresh_matter();
    s.must(s.clerk, id, s.propose("新年")).await;
    assert_eq!(s.must(s.clerk, id, Command::Register).await.streams[0].number.as_deref(), Some("督办〔2027〕1号"));
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_go_to_whoever_now_owes_something_but_not_to_the_actor() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.fresh_matter();
    s.must(s.clerk, id, s.propose("通知谁")).await;
    s.must(s.clerk, id, Command::Register).await;
    let before = count(&s, "outbox").await;
    let dispatch = s.dispatch().await;
    s.must(s.clerk, id, dispatch).await;
    let to = s
        .app
        .store()
        .read(move |read| {
            let rows =
                read.query("select recipient, body from outbox where kind = 'dispatched' order by recipient", &[])?;
            rows.iter().map(|row| Ok((row.string(0)?, row.string(1)?))).collect::<Result<Vec<_>, store::StoreError>>()
        })
        .await
        .unwrap();
    let mut wanted = [s.jiaowu_head, s.jiaowu_contact, s.houqin_head].map(|person| person.to_string());
    wanted.sort();
    assert_eq!(to.iter().map(|(to, _)| to.clone()).collect::<Vec<_>>(), wanted);
    assert!(to.iter().all(|(_, body)| !body.contains("检修") && body.contains("督办〔2026〕1号")));
    assert_eq!(count(&s, "outbox").await, before + 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_is_not_in_the_bytes_of_the_database() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.under_way("电话不落库").await;
    let view = s.app.matter(&Actor::person(s.jiaowu_head), id).await.unwrap();
    let telephone = view.matter.units[0].assignment.telephone.clone().unwrap();
    assert_eq!(view.opened(&telephone), Some(TELEPHONE));
    let School { app, database, .. } = s;
    drop((app, view));
    let mut seen = 0;
    for entry in std::fs::read_dir(database.dir().join("data")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        seen += bytes.len();
        assert!(!bytes.windows(TELEPHONE.len()).any(|window| window == TELEPHONE.as_bytes()));
    }
    assert!(seen > 100_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_to_a_sealed_text_must_be_true() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.fresh_matter();
    s.must(s.clerk, id, s.propose("引用")).await;
    s.must(s.clerk, id, Command::Register).await;
    let Command::Dispatch { mut assignments, limit, cadence } = s.dispatch().await else { panic!() };
    assignments[0].telephone.as_mut().unwrap().digest = "00".repeat(32);
    let forged = s.does(s.clerk, id, Command::Dispatch { assignments, limit, cadence }).await;
    assert_eq!(forged.unwrap_err().refusal().map(|refusal| refusal.reason), Some(Reason::Invalid));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_on_paper_is_recorded_for_its_decider() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.fresh_matter();
    s.must(s.clerk, id, s.propose("代录签收")).await;
    s.must(s.clerk, id, Command::Register).await;
    let dispatch = s.dispatch().await;
    s.must(s.clerk, id, dispatch).await;
    let sign = Command::Sign { unit: s.jiaowu };
    let for_head = |evidence| Circumstances { decider: Some(s.jiaowu_head), evidence, ..Circumstances::default() };
    let clerk = Actor::person(s.clerk);
    let bare = Request::matter(s.app.fresh_id(), id, sign.clone()).under(for_head(None));
    let refusal = s.app.execute(&clerk, bare).await.unwrap_err();
    assert_eq!(refusal.refusal().map(|refusal| refusal.reason), Some(Reason::NeedsEvidence));
    // a scan that was never received
    let missing = Some(Evidence::Scan(domain::value::FileId(s.app.fresh_id())));
    let request = Request::matter(s.app.fresh_id(), id, sign.clone()).under(for_head(missing));
    assert_eq!(s.app.execute(&clerk, request).await.unwrap_err().refusal().unwrap().fields[0].0, "附件");
    let scan = s.app.stage_file(&clerk, "签收.pdf", b"%PDF-1.7 scan".to_vec()).await.unwrap();
    s.must_under(s.clerk, id, for_head(Some(Evidence::Scan(scan.id))), sign).await;
    let view = s.app.matter(&Actor::person(s.houqin_head), id).await.unwrap();
    let signature = view.matter.undertaking(s.jiaowu).unwrap().signature.clone().unwrap();
    assert_eq!(signature.stamp.by, domain::Who::Person(s.jiaowu_head));
    assert_eq!(signature.stamp.recorder, Some(domain::Who::Person(s.clerk)));
    assert_eq!(view.files[0].name, "签收.pdf");
    let (_, bytes) = s.app.open_file(&Actor::person(s.houqin_head), None, scan.id).await.unwrap();
    assert_eq!(bytes, b"%PDF-1.7 scan");
    assert!(matches!(s.app.open_file(&Actor::person(s.stranger), None, scan.id).await, Err(Denied::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_belongs_to_whoever_made_it_until_it_is_adopted_or_swept() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.under_way("附件").await;
    let file = s.app.stage_file(&Actor::person(s.jiaowu_contact), "a.txt", b"text".to_vec()).await.unwrap();
    let attach = |file| Command::Attach { file, label: None };
    assert!(s.does(s.houqin_head, id, attach(file.id)).await.is_err(), "another's upload");
    s.must(s.jiaowu_contact, id, attach(file.id)).await;
    let idle = s.app.stage_file(&Actor::person(s.jiaowu_contact), "b.txt", b"text".to_vec()).await.unwrap();
    s.clock.advance(jiff::SignedDuration::from_hours(25));
    assert_eq!(s.app.sweep_files().await.unwrap(), 1);
    assert!(s.does(s.jiaowu_contact, id, attach(idle.id)).await.is_err(), "swept");
    assert!(s.app.open_file(&Actor::person(s.clerk), None, file.id).await.is_ok());
    assert_eq!(s.app.verify().await.unwrap().files, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_mends_what_was_tampered_with_and_a_replica_sees_new_units() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        s.under_way("重建").await;
        s.app
            .store()
            .write(|tx| {
                tx.execute("update matter_view set title = 'x', due = '2020-01-01'", &[])?;
                tx.execute("delete from audience where subject like 'unit:%'", &[])?;
                tx.execute("insert into matter_text (matter, words, plain) values ('nobody', ' x ', '[]')", &[])
            })
            .await
            .unwrap();
        assert!(s.app.verify().await.unwrap().faults.len() >= 3);
        let rebuilt = s.app.rebuild().await.unwrap();
        assert_eq!((rebuilt.matters, rebuilt.events, rebuilt.mended), (1, 4, 4));
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
        assert_eq!(s.app.rebuild().await.unwrap().mended, 0);
        if matches!(s.database.location(), store::Location::Postgres(_)) {
            let replica = open(&s.database, Arc::clone(&s.clock));
            assert_eq!(replica.institution().await.unwrap().units.len(), 4);
            let unit = domain::institution::Unit {
                id: domain::value::UnitId(uuid::Uuid::from_u128(99)),
                name: school::title("新单位"),
                aliases: Vec::new(),
                kind: domain::institution::UnitKind::Other,
                order: 9,
                closed_on: None,
            };
            let add = domain::institution::InstitutionCommand::AddUnit(unit);
            let request = Request::institution(uuid::Uuid::from_u128(98), add);
            s.app.execute(&Actor::system("test"), request).await.unwrap();
            assert_eq!(replica.institution().await.unwrap().units.len(), 5);
            let id = MatterId(uuid::Uuid::from_u128(97));
            let propose = Request::matter(uuid::Uuid::from_u128(96), id, s.propose("在另一进程办理"));
            replica.execute(&Actor::person(s.clerk), propose).await.unwrap();
            s.must(s.clerk, id, Command::Register).await;
        }
    }
}
