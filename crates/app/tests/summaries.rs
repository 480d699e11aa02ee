//! 通报与呈报 (R5.3, R4.7b): drafted from the same figures as 统计, shown, signed, published, answered; kept as they were.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Act, Actor, Circumstances, Denied, Done, Request,
    ask::{By, DeskItem, Month, StatisticsQuery, TaskKind},
    messages::Owing,
    summaries::DraftAsked,
};
use documents::paper::{Block, Official, Sheet};
use domain::{
    Evidence, Reason,
    institution::{InstitutionCommand, Quarter},
    matter::{Command, Measure},
    summary::{Circle, Content, Reading, SummaryCommand as C, SummaryKind, SummaryStage},
    value::{MatterId, PersonId, SummaryId},
};
use jiff::civil::date;
use school::{School, accept, sections, text, title, told};
use store::{Sql, args, testing::TestDatabase};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn third_quarter(kind: SummaryKind) -> DraftAsked {
    DraftAsked { kind, from: month("2026-07"), to: month("2026-09"), anonymous: false }
}

/// Overdue at the end of the third quarter, and urged; another one closed in time.
async fn two_matters(s: &School) -> (MatterId, MatterId) {
    s.day(date(2026, 9, 1));
    let (late, done) = (s.under_way("教室设备检修").await, s.under_way("实验室安全检查").await);
    s.day(date(2026, 9, 15));
    s.must(s.jiaowu_head, done, sections()).await;
    s.must(s.clerk, done, accept(1)).await;
    s.day(date(2026, 9, 28));
    let urge = Command::Urge {
        due: date(2026, 10, 12), text: text("请抓紧办结"), reason: Some(text("电话提醒无效"))
    };
    s.must(s.clerk, late, urge).await;
    (late, done)
}

async fn drafted(s: &School, asked: DraftAsked) -> (SummaryId, Content) {
    let clerk = Actor::person(s.clerk);
    let content = s.app.summary_draft(&clerk, asked).await.unwrap();
    let mut request = Request::new(s.app.fresh_id());
    let id = SummaryId(request.fresh_id());
    let command = C::Draft { kind: asked.kind, period: asked.period(), content: Box::new(content.clone()) };
    s.app.execute(&clerk, request.act(Act::Summary { id, command })).await.unwrap();
    (id, content)
}

async fn does(s: &School, who: PersonId, id: SummaryId, command: C) -> Result<Done, Denied> {
    let request = Request::new(s.app.fresh_id()).act(Act::Summary { id, command });
    s.app.execute(&Actor::person(who), request).await
}

async fn must(s: &School, who: PersonId, id: SummaryId, command: C) {
    does(s, who, id, command).await.unwrap_or_else(|denied| panic!("{denied} {:?}", denied.refusal()));
}

async fn revised(s: &School, id: SummaryId, change: impl FnOnce(&mut Content)) {
    let view = s.app.summary(&Actor::person(s.clerk), id).await.unwrap();
    let mut content = view.summary.content.unwrap();
    change(&mut content);
    must(s, s.clerk, id, C::Revise { version: view.summary.version, content: Box::new(content) }).await;
}

fn issue() -> C {
    C::Issue { number: Some(title("测大办〔2026〕8号")), signer: None, note: None, scan: None }
}

/// A bulletin that names 教务处, published on 2026-10-12 to 后勤, with an order to explain.
async fn published(s: &School) -> SummaryId {
    s.day(date(2026, 10, 8));
    let (id, _) = drafted(s, third_quarter(SummaryKind::Bulletin)).await;
    let houqin = s.houqin;
    revised(s, id, |content| content.circle = Circle { units: vec![houqin], ..Circle::default() }).await;
    must(s, s.clerk, id, C::ShowFacts).await;
    must(s, s.clerk, id, C::Submit).await;
    must(s, s.office_head, id, C::Approve).await;
    must(s, s.leader, id, C::Sign { text: None }).await;
    s.day(date(2026, 10, 12));
    must(s, s.clerk, id, issue()).await;
    id
}

async fn official(s: &School, who: PersonId, id: SummaryId) -> Official {
    let paper = s.app.summary_paper(&Actor::person(who), id).await.unwrap();
    match paper.sheets.into_iter().next() {
        Some(Sheet::Official(official)) => official,
        other => panic!("{other:?}"),
    }
}

fn said(official: &Official) -> String {
    let body = official.body.iter().map(|block| match block {
        Block::Heading(text) | Block::Subheading(text) | Block::Text(text) => text.clone(),
        Block::Table(table) => {
            let rows = table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.join("")).collect::<Vec<_>>());
            rows.map(|cells| cells.join("|")).collect::<Vec<_>>().join("\n")
        }
    });
    std::iter::once(official.title.clone()).chain(body).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_says_what_statistics_say_and_of_a_past_quarter_what_was_so_then() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let (late, _) = two_matters(&s).await;
        s.day(date(2026, 10, 8));
        let (id, then) = drafted(&s, third_quarter(SummaryKind::Report)).await;
        let words = said(&official(&s, s.clerk, id).await);
        assert!(
            words.contains("期初在办 0 项，期内立项 2 项，办结 1 项（按原时限 1 项，按延期后时限 0 项，逾期 0 项）；期末在办 1 项，其中逾期未办结 1 项。"),
            "{words}"
        );
        assert!(words.contains("发出催办单 1 份"), "{words}");
        assert!(
            words.contains("“教室设备检修”（督办〔2026〕1号），牵头单位：教务处，办结时限为2026年9月21日"),
            "{words}"
        );
        assert!(words.contains("教务处|0|2|1|0|1|1|1"), "{words}");
        assert!(words.contains("合计|0|2|1|0|1|1|1"), "{words}");

        // the same figures as the page
        let query = StatisticsQuery {
            from: month("2026-07"),
            to: month("2026-09"),
            by: By::Unit,
            unit: None,
            category: None,
            leader: None,
            person: None,
        };
        let statistics = s.app.statistics(&Actor::person(s.clerk), query).await.unwrap();
        assert_eq!(statistics.total.of(Measure::Overdue).then, 1);

        // Much later, and closed meanwhile: the draft of the same quarter says the same.
        s.day(date(2026, 11, 20));
        s.must(s.jiaowu_head, late, sections()).await;
        s.must(s.clerk, late, accept(1)).await;
        let again = s.app.summary_draft(&Actor::person(s.clerk), third_quarter(SummaryKind::Report)).await.unwrap();
        assert_eq!(again.parts, then.parts);

        // A registration that is written down late is told apart.
        let on_paper = Circumstances {
            occurred_on: Some(date(2026, 9, 20)),
            evidence: Some(Evidence::CallNote(text("负责人电话报告，原件后补"))),
            ..Circumstances::default()
        };
        let third = s.fresh_matter();
        s.must(s.clerk, third, s.propose("补记立项")).await;
        s.must_under(s.clerk, third, on_paper, Command::Register).await;
        let after = s.app.summary_draft(&Actor::person(s.clerk), third_quarter(SummaryKind::Report)).await.unwrap();
        let overall = after.parts[0].text.as_ref().unwrap().to_string();
        assert!(overall.contains("期内立项 2 项"), "{overall}");
        assert!(overall.contains("期后补记：立项 +1 项"), "{overall}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulletin_names_slow_units_who_see_their_facts_first_and_then_owe_an_answer() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        two_matters(&s).await;
        let id = published(&s).await;
        let head = Actor::person(s.jiaowu_head);
        let view = s.app.summary(&head, id).await.unwrap();
        assert_eq!(view.reading, Reading::Published { own: vec![s.jiaowu] });
        let due = view.summary.orders[0].due;
        assert!(due > date(2026, 10, 12));

        // messages: before, and with the order
        let lines = told::lines(&s, s.jiaowu_contact).await;
        assert!(
            lines[0].0.starts_with("通报责令说明：请于") && lines[0].1 == Owing::Open { due, past: false },
            "{lines:?}"
        );
        assert!(lines[1].0.contains("请核对所列事实"), "{lines:?}");
        // the desk
        let desk = s.app.desk(&head).await.unwrap();
        let task = desk.owed.iter().find_map(|item| match item {
            DeskItem::Task(task) => Some((task.kind, task.due)),
            _ => None,
        });
        assert_eq!(task, Some((TaskKind::ExplainAndCorrect, Some(due))));

        // reminded on the day, once
        s.day(due);
        let reminded = |ticked: app::jobs::Ticked| ticked.reminded;
        assert!(reminded(s.app.tick().await.unwrap()) > 0);
        let again = told::lines(&s, s.jiaowu_head).await.len();
        s.app.tick().await.unwrap();
        assert_eq!(told::lines(&s, s.jiaowu_head).await.len(), again, "nothing twice");

        let answer =
            C::Answer { unit: s.jiaowu, causes: text("设备到货晚。"), measures: text("本周安装完毕。") };
        let refused = does(&s, s.houqin_head, id, answer.clone()).await.unwrap_err();
        assert_eq!(refused.refusal().unwrap().reason, Reason::NotPermitted);
        must(&s, s.jiaowu_head, id, answer).await;
        let clerk = s.app.desk(&Actor::person(s.clerk)).await.unwrap();
        assert!(clerk.tasks.iter().any(|task| task.kind == TaskKind::SettleAnswer), "{:?}", clerk.tasks);
        let lines = told::lines(&s, s.jiaowu_contact).await;
        let reminder = lines.iter().find(|line| line.0.starts_with("提醒：报告原因和改进措施")).unwrap();
        assert_eq!(reminder.1, Owing::Settled);
        must(&s, s.clerk, id, C::AcceptAnswer { unit: s.jiaowu }).await;

        // The next one says what became of it.
        s.day(date(2026, 11, 2));
        let asked = DraftAsked { from: month("2026-10"), to: month("2026-10"), ..third_quarter(SummaryKind::Bulletin) };
        let next = s.app.summary_draft(&Actor::person(s.clerk), asked).await.unwrap();
        let part = next.parts.iter().find(|part| part.heading.as_str() == "上次通报的整改情况").unwrap();
        assert!(part.text.as_ref().unwrap().as_str().contains("教务处于"), "{part:?}");
        assert!(s.app.verify().await.unwrap().faults.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_more_than_the_circle_allows() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        two_matters(&s).await;
        s.day(date(2026, 10, 8));
        let asked = DraftAsked { anonymous: true, ..third_quarter(SummaryKind::Bulletin) };
        let (id, content) = drafted(&s, asked).await;
        assert!(content.parts.iter().all(|part| part.table.is_none()), "no table of units");
        let everybody_else = [s.leader, s.jiaowu_head, s.houqin_head, s.discipline, s.stranger];
        for who in everybody_else {
            let found = s.app.summary(&Actor::person(who), id).await;
            assert!(matches!(found, Err(Denied::NotFound)), "{who} reads a draft");
        }
        let report = s.app.summary_draft(&Actor::person(s.jiaowu_head), asked).await;
        assert!(matches!(report, Err(Denied::NotFound)), "only the Office drafts");
        revised(&s, id, |content| content.circle.everyone = true).await;
        must(&s, s.clerk, id, C::ShowFacts).await;
        let facts = s.app.summary(&Actor::person(s.jiaowu_contact), id).await.unwrap();
        assert_eq!(facts.reading, Reading::Facts { own: vec![s.jiaowu] });
        assert!(s.app.summary_paper(&Actor::person(s.jiaowu_contact), id).await.is_err(), "no paper before it is out");
        must(&s, s.jiaowu_contact, id, C::Remark { unit: s.jiaowu, text: text("属实。") }).await;
        must(&s, s.clerk, id, C::Submit).await;
        must(&s, s.office_head, id, C::Approve).await;

        // signed on paper, written down by the Office
        let on_paper = Circumstances {
            decider: Some(s.principal),
            evidence: Some(Evidence::CallNote(text("电话请示，同意印发"))),
            ..Circumstances::default()
        };
        let sign = Act::Summary { id, command: C::Sign { text: None } };
        let request = Request::new(s.app.fresh_id()).act(sign).under(on_paper);
        s.app.execute(&Actor::person(s.clerk), request).await.unwrap();
        let early = does(&s, s.clerk, id, issue()).await.unwrap_err();
        assert_eq!(early.refusal().unwrap().reason, Reason::WrongDay);
        s.day(date(2026, 10, 12));
        must(&s, s.clerk, id, issue()).await;

        let words = said(&official(&s, s.stranger, id).await);
        assert!(!words.contains("教务处") && !words.contains("、进展缓慢的单位"), "{words}");
        let read = s.app.summary(&Actor::person(s.stranger), id).await.unwrap();
        assert!(!read.sees_facts_of(s.jiaowu));
        assert!(s.app.summary(&Actor::person(s.jiaowu_head), id).await.unwrap().sees_facts_of(s.jiaowu));

        must(&s, s.office_head, id, C::Withdraw { reason: text("事实有误。") }).await;
        let read = s.app.summary(&Actor::person(s.stranger), id).await.unwrap();
        assert_eq!(read.summary.stage, SummaryStage::Withdrawn, "with its reason");
        assert_eq!(official(&s, s.stranger, id).await.remark, "已撤回");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_a_quarter_is_what_the_office_owed_for_it() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        two_matters(&s).await;
        s.day(date(2026, 10, 1));
        s.app.tick().await.unwrap();
        let (id, _) = drafted(&s, third_quarter(SummaryKind::Report)).await;
        assert!(s.app.summary(&Actor::person(s.leader), id).await.is_err(), "not yet submitted");
        must(&s, s.clerk, id, C::Submit).await;
        must(&s, s.office_head, id, C::Approve).await;
        s.day(date(2026, 10, 15));
        let (quarter, note) = (Quarter { year: 2026, quarter: 3 }, text("书面呈报校领导班子各成员"));
        let submitted =
            InstitutionCommand::SubmitQuarterlyReport { quarter, on: date(2026, 10, 15), note: note.clone() };
        let command = C::Issue { number: None, signer: None, note: Some(note), scan: None };
        let request = Request::new(s.app.fresh_id()).act(Act::Summary { id, command }).act(Act::Institution(submitted));
        s.app.execute(&Actor::person(s.clerk), request).await.unwrap();
        assert!(!s.app.institution().await.unwrap().quarterly_report(quarter).unwrap().is_owed());
        assert_eq!(s.app.summary(&Actor::person(s.leader), id).await.unwrap().reading, Reading::Whole);
        assert!(s.app.summary(&Actor::person(s.jiaowu_head), id).await.is_err());
        assert_eq!(s.app.summaries(&Actor::person(s.stranger), None).await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_tampered_with_is_found_and_mended() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        two_matters(&s).await;
        let id = published(&s).await;
        let before = s.app.summary(&Actor::person(s.clerk), id).await.unwrap();
        let tamper = move |tx: &mut store::Tx<'_>| {
            tx.execute(
                "update record_view set body = replace(body, '教务处', '后勤处') where stream = $1",
                &args![id.0],
            )?;
            let stranger =
                "insert into record_view (stream, aggregate, version, open, body) values ($1, 'summary', 1, 1, '{}')";
            tx.execute(stranger, &args![uuid::Uuid::from_u128(9)]).map_err(Denied::from)
        };
        s.app.store().write(tamper).await.unwrap();
        let faults = s.app.verify().await.unwrap().faults;
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(s.app.rebuild().await.unwrap().mended >= 2);
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
        assert_eq!(s.app.summary(&Actor::person(s.clerk), id).await.unwrap(), before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_that_went_to_another_unit_makes_nothing_negative() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        s.day(date(2026, 9, 1));
        let id = s.under_way("教室设备检修").await;
        s.day(date(2026, 10, 9));
        let to = s.assignment(s.discipline_unit, s.discipline).await;
        s.must(s.clerk, id, Command::Transfer { to, reason: text("职责调整"), due: None }).await;
        s.day(date(2026, 11, 2));
        let (from, to) = (month("2026-10"), month("2026-10"));
        let asked = DraftAsked { kind: SummaryKind::Report, from, to, anonymous: false };
        let content = s.app.summary_draft(&Actor::person(s.clerk), asked).await.unwrap();
        let units = &content.parts[1];
        let rows = &units.table.as_ref().unwrap().rows;
        let begins: Vec<(&str, &str, &str)> =
            rows.iter().map(|row| (row[0].as_str(), row[1].as_str(), row[5].as_str())).collect();
        let discipline = s.app.institution().await.unwrap().unit_name(s.discipline_unit).to_owned();
        assert_eq!(begins.len(), 3, "{begins:?}");
        assert!(begins.contains(&("教务处", "1", "0")), "{begins:?}");
        assert!(begins.contains(&(discipline.as_str(), "0", "1")), "{begins:?}");
        assert!(begins.contains(&("合计", "1", "1")), "{begins:?}");
        assert!(units.text.as_ref().unwrap().as_str().contains("期内改派的事项"), "{units:?}");
    }
}
