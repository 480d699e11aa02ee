//! The bulk door: records become matters in their stages, once; what cannot be is named. And the timetable runs.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Actor, Record,
    ask::Query,
    jobs::{Job, TIMETABLE},
};
use domain::matter::Stage;
use jiff::{ToSpan, civil::date};
use school::School;
use store::testing::TestDatabase;

fn records(count: usize) -> Vec<Record> {
    let stages: Vec<&str> = Stage::ALL.iter().map(|stage| stage.code()).filter(|code| *code != "unborn").collect();
    let record = |n: usize| Record {
        id: format!("OLD-{n}"),
        title: format!("导入事项 {n}"),
        body: format!("内容 {n}\n第二行"),
        lead_unit: ["教务处", "保卫处", "图书馆"][n % 3].to_owned(),
        co_units: if n.is_multiple_of(2) { vec!["后勤保障处".to_owned(), "图书馆".to_owned()] } else { vec![] },
        category: "学校会议决定事项".to_owned(),
        status: stages[n % stages.len()].replace('_', "-"),
        created: date(2024, 1, 2).checked_add(i64::try_from(n % 700).unwrap().days()).unwrap(),
        due: (!n.is_multiple_of(4))
            .then(|| date(2024, 3, 1).checked_add(i64::try_from(n % 1000).unwrap().days()).unwrap()),
    };
    (0..count).map(record).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn records_become_matters_in_their_stages_once() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let mut bad = records(480);
        bad.push(Record { id: "FUTURE".into(), created: date(2030, 1, 1), ..bad[0].clone() });
        bad.push(Record { id: "NO-UNIT".into(), lead_unit: " ".into(), ..bad[0].clone() });
        bad.push(Record { id: "NO-STATUS".into(), status: "进行着".into(), ..bad[0].clone() });
        let mut heard = Vec::new();
        let loaded = s.app.load("旧台账.csv", bad.into_iter(), |done| heard.push(done)).await.unwrap();
        assert_eq!((loaded.matters, loaded.units_created, loaded.skipped), (480, 2, 0), "{:?}", loaded.refused);
        let refused: Vec<&str> = loaded.refused.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!((refused, heard), (vec!["FUTURE", "NO-UNIT", "NO-STATUS"], vec![200, 400, 483]));
        let again = s.app.load("旧台账.csv", records(480).into_iter(), |_| {}).await.unwrap();
        assert_eq!((again.matters, again.skipped), (0, 480));
        let clerk = Actor::person(s.clerk);
        for stage in Stage::ALL.iter().filter(|stage| **stage != Stage::Unborn) {
            let query = Query { stages: vec![*stage], ..Query::default() };
            let expected = match stage {
                Stage::Draft => 120,
                Stage::Consulting | Stage::AwaitingApproval => 0,
                _ => 40,
            };
            assert_eq!(s.app.ledger(&clerk, query).await.unwrap().total.0, expected, "{stage:?}");
        }
        let queued = s.app.store().read(|read| store::outbox::load(read)).await.unwrap().waiting;
        assert_eq!(queued, 0, "nobody hears of what is past");
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
        let year = s
            .app
            .ledger(&clerk, Query { year: Some(2024), sort: app::ask::Sort::Number, ..Query::default() })
            .await
            .unwrap();
        assert_eq!(year.rows[0].number, "督办〔2024〕1号");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timetable_runs_and_a_cut_tail_shows() {
    let s = School::on(TestDatabase::sqlite()).await;
    for line in TIMETABLE {
        s.app.run_job(line.job).await.unwrap();
    }
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(app::jobs::run(s.app.clone(), stopped));
    s.under_way("锚点").await;
    s.app.run_job(Job::Anchor).await.unwrap();
    stop.send(true).unwrap();
    running.await.unwrap();
    let lines = std::fs::read_to_string(s.database.dir().join("anchors.txt")).unwrap();
    assert!(lines.lines().count() >= 2, "{lines}");
    let forged = lines.replace("event ", "event 9");
    std::fs::write(s.database.dir().join("anchors.txt"), forged).unwrap();
    let faults = s.app.verify().await.unwrap().faults;
    assert!(faults.iter().any(|fault| fault.contains("锚点文件") && fault.contains("尾部")), "{faults:?}");
}
