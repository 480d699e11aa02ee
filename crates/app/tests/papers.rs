//! Papers as they went out: kept with their digests, opened by whoever may, the same for ever; registers and reports of a
//! period; the archive package.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use std::sync::Arc;

use app::{
    Actor, Denied, Request,
    papers::{KeptPaper, Press, Printed, Unprinted},
};
use documents::{
    Paper,
    paper::{Sheet, Value},
};
use domain::{
    institution::InstitutionCommand,
    matter::{Command, Material, MaterialForm, MaterialKind, PaperKind},
    value::{MatterId, Period, PersonId},
};
use jiff::civil::date;
use school::{School, accept, sections, text, title};
use store::testing::TestDatabase;

/// The real press, in this process.
struct Here(press::Press);

impl Press for Here {
    fn print(&self, paper: &Paper) -> Result<Printed, Unprinted> {
        let printed = self.0.print(paper).map_err(|error| Unprinted(error.to_string()))?;
        Ok(Printed { pdf: printed.pdf, pages: printed.pages, missing: printed.missing })
    }
}

async fn printing_school(database: TestDatabase) -> School {
    let school = School::on(database).await;
    school.app.print_by(Arc::new(Here(press::Press::open(press::FontPlaces::default()).unwrap())));
    school
}

async fn papers(s: &School, who: PersonId, id: MatterId) -> Vec<KeptPaper> {
    s.app.papers_of(&Actor::person(who), id).await.unwrap()
}

fn named(papers: &[KeptPaper]) -> Vec<(PaperKind, u32, u32)> {
    let mut named: Vec<_> = papers.iter().map(|one| (one.paper.kind, one.paper.about, one.edition)).collect();
    named.sort();
    named
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_issued_stays_as_it_was_issued() {
    for database in TestDatabase::both() {
        let s = printing_school(database).await;
        let id = s.under_way("教室设备检修").await;

        // given a notice to two units, one of which has signed
        let notice = PaperKind::Notice;
        assert_eq!(named(&papers(&s, s.clerk, id).await), [(notice, 1, 1), (notice, 1, 1), (notice, 1, 2)]);
        assert!(papers(&s, s.clerk, id).await.iter().all(|paper| !paper.kept));
        assert_eq!(s.app.keep_papers().await.unwrap(), 3);
        assert_eq!(s.app.keep_papers().await.unwrap(), 0, "once");

        // then each unit opens its own, the Office all
        let own = papers(&s, s.houqin_head, id).await;
        assert_eq!(own.iter().map(|one| one.paper.unit).collect::<Vec<_>>(), [Some(s.houqin)]);
        let (kept, bytes) = s.app.open_paper(&Actor::person(s.houqin_head), own[0].id).await.unwrap();
        assert!(bytes.starts_with(b"%PDF"));
        assert_eq!((kept.pages, kept.size), (2, bytes.len() as u64), "the Office's copy and the unit's");
        assert_eq!(kept.sm3, hex(&crypto::sm3(&bytes)));
        let refused = s.app.open_paper(&Actor::person(s.jiaowu_head), own[0].id).await;
        assert!(matches!(refused, Err(Denied::NotFound)), "another unit's telephone stands on it");

        // when the unit is renamed and the notice is issued anew
        let unit = s.app.institution().await.unwrap().units[&s.houqin].clone();
        let renamed = InstitutionCommand::ChangeUnit(domain::institution::Unit { name: title("后勤集团"), ..unit });
        s.app.execute(&Actor::system("test"), Request::institution(s.app.fresh_id(), renamed)).await.unwrap();
        let version = s.app.matter(&Actor::person(s.clerk), id).await.unwrap().matter.text_version;
        let amend = Command::Amend {
            content: text("完成全校教室和会议室设备检修"),
            requirements: text("逐间检查"),
            target: text("检修 130 间"),
            reason: text("范围扩大"),
            version,
        };
        s.must(s.clerk, id, amend).await;

        // then there is a second version, and the first is the same to the last byte
        let all = papers(&s, s.clerk, id).await;
        assert_eq!(named(&all), [(notice, 1, 1), (notice, 1, 1), (notice, 1, 2), (notice, 2, 1), (notice, 2, 1)]);
        let (_, again) = s.app.open_paper(&Actor::person(s.clerk), own[0].id).await.unwrap();
        assert_eq!(again, bytes);
        let newest = all.iter().find(|one| one.paper.about == 2).unwrap();
        let (opened, _) = s.app.open_paper(&Actor::person(s.clerk), newest.id).await.unwrap();
        assert!(opened.kept, "a paper that still waits is set when somebody opens it");
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_life_leaves_its_papers_and_a_package_that_passes_inspection() {
    let s = printing_school(TestDatabase::sqlite()).await;
    let id = whole_life(&s).await;
    let all = papers(&s, s.clerk, id).await;
    let kinds: Vec<PaperKind> = named(&all).into_iter().map(|(kind, ..)| kind).collect();
    let count = |kind| kinds.iter().filter(|other| **other == kind).count();
    assert_eq!(count(PaperKind::Extension), 2, "asked for, decided");
    assert_eq!(count(PaperKind::Urging), 3, "issued, signed for; the second issued");
    assert_eq!(count(PaperKind::DisciplineLetter), 1);
    assert_eq!((count(PaperKind::ClosingReport), count(PaperKind::Flow)), (1, 1));

    // R4.5d: the letter is for 纪委 and the leaders, not for the units
    let letter = all.iter().find(|one| one.paper.kind == PaperKind::DisciplineLetter).unwrap().id;
    for (who, may) in [(s.discipline, true), (s.leader, true), (s.jiaowu_head, false), (s.houqin_head, false)] {
        assert_eq!(s.app.open_paper(&Actor::person(who), letter).await.is_ok(), may);
    }

    // R4.8: only the Office, and a package that says so of itself
    assert!(matches!(s.app.archive_package(&Actor::person(s.jiaowu_head), id).await, Err(Denied::NotFound)));
    let (name, bytes) = s.app.archive_package(&Actor::person(s.clerk), id).await.unwrap();
    assert_eq!(name, "督办〔2026〕1号 归档包.zip");
    let key = s.app.store().keys().signer().unwrap().public_key().clone();
    let report = archive::verify(&bytes, Some(&key)).unwrap();
    assert_eq!(report.verdict(), archive::Verdict::Sound, "{:#?}", report.checks);
    let about = report.about.unwrap();
    assert_eq!(about.number.whole, "HBGD-WS·2026-D30-DB-0001");
    assert_eq!(about.document_number.as_deref(), Some("督办〔2026〕1号"));
    let (_, again) = s.app.archive_package(&Actor::person(s.office_head), id).await.unwrap();
    assert_eq!(again, bytes, "the same matter gives the same bytes");
    let (_, kept) = s.app.open_paper(&Actor::person(s.clerk), letter).await.unwrap();
    assert!(bytes.windows(kept.len()).any(|window| window == kept), "the forms are in it as they went out");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_amended_and_dispatched_at_once_goes_out_once() {
    let s = printing_school(TestDatabase::sqlite()).await;
    let id = s.fresh_matter();
    s.must(s.clerk, id, s.propose("教室设备检修")).await;
    s.must(s.clerk, id, Command::Register).await;
    let version = s.app.matter(&Actor::person(s.clerk), id).await.unwrap().matter.text_version;
    let (content, requirements) = (text("完成全校教室设备检修"), text("逐间检查"));
    let (target, reason) = (text("检修 130 间"), text("补充目标"));
    let amend = Command::Amend { content, requirements, target, reason, version };
    let mut request = Request::matter(s.app.fresh_id(), id, amend);
    request.acts.push(app::Act::Matter { id, command: s.dispatch().await });
    s.app.execute(&Actor::person(s.clerk), request).await.unwrap();
    let all = papers(&s, s.clerk, id).await;
    assert_eq!(named(&all), [(PaperKind::Notice, 1, 1), (PaperKind::Notice, 1, 1)]);
    assert_eq!(s.app.keep_papers().await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_paper_that_was_exchanged_with_its_row_is_found() {
    let s = printing_school(TestDatabase::sqlite()).await;
    let id = s.under_way("教室设备检修").await;
    s.app.keep_papers().await.unwrap();
    assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
    let select = "select id from file where owner = $1 order by id limit 1";
    let first = s.app.store().read(move |sql| store::Sql::first(sql, select, &store::args![format!("paper:{id}")]));
    let paper = first.await.unwrap().unwrap().uuid(0).unwrap();
    let forged = b"%PDF-1.7 another notice".to_vec();
    let (sm3, size) = (crypto::sm3(&forged), i64::try_from(forged.len()).unwrap());
    let sha256: [u8; 32] =
        sha2::Digest::finalize(sha2::Digest::chain_update(<sha2::Sha256 as sha2::Digest>::new(), &forged)).into();
    std::fs::write(s.app.places().files.path(paper), &forged).unwrap();
    let forge = move |tx: &mut store::Tx<'_>| {
        let update = "update file set sm3 = $2, sha256 = $3, size = $4 where id = $1";
        store::Sql::execute(tx, update, &store::args![paper, sm3, sha256, size])
    };
    s.app.store().write(forge).await.unwrap();
    let faults = s.app.verify().await.unwrap().faults;
    assert!(faults.len() == 1 && faults[0].contains("不在审计记录中"), "{faults:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_that_is_not_archived_has_no_package() {
    let s = printing_school(TestDatabase::sqlite()).await;
    let id = s.under_way("教室设备检修").await;
    let refused = s.app.archive_package(&Actor::person(s.clerk), id).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().message, "本事项还没有归档，归档后才能生成归档包");
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_and_reports_count_what_the_record_says() {
    let s = School::on(TestDatabase::sqlite()).await;
    whole_life(&s).await;
    s.day(date(2026, 12, 15));
    s.under_way("实验室安全整改").await;
    let clerk = Actor::person(s.clerk);
    let year = Period { from: date(2026, 1, 1), to: date(2026, 12, 31) };

    let register = only_register(s.app.registration_register(&clerk, year, None).await.unwrap());
    assert_eq!(register.rows.len(), 2);
    let row = &register.rows[0];
    assert_eq!(row[1], Value::Text("督办〔2026〕1号".into()));
    assert_eq!(row[3], Value::Text("教务处、后勤保障处".into()), "the lead unit first");
    assert_eq!(row[4], Value::Day(date(2026, 9, 21)), "the first limit");
    assert_eq!(row[5], Value::Text("教务联络员（测试）".into()));
    assert_eq!(row[6], Value::Text("延至2026年10月30日".into()));
    let autumn = Period { from: date(2026, 9, 1), to: date(2026, 11, 30) };
    assert_eq!(only_register(s.app.registration_register(&clerk, autumn, None).await.unwrap()).rows.len(), 1);

    let filed = only_register(s.app.archive_register(&clerk, year, None).await.unwrap());
    assert_eq!(filed.rows.len(), 1);
    assert_eq!(filed.rows[0][4], Value::Day(date(2026, 11, 10)), "submission of the accepted report");

    // a unit's head asks for what the unit may see
    let units = only_register(s.app.registration_register(&Actor::person(s.houqin_head), year, None).await.unwrap());
    assert_eq!(units.rows.len(), 2);
    let nobodys = only_register(s.app.registration_register(&Actor::person(s.stranger), year, None).await.unwrap());
    assert_eq!(nobodys.rows.len(), 0);
}

/// From 拟办 to 归档, with an extension, two urgings and a late report.
async fn whole_life(s: &School) -> MatterId {
    let id = s.under_way("教室设备检修").await;
    s.day(date(2026, 9, 20));
    let (until, reasons, measures) = (date(2026, 10, 30), text("设备到货晚"), text("加班安装"));
    s.must(s.jiaowu_head, id, Command::RequestExtension { until, reasons, measures }).await;
    s.must(s.clerk, id, Command::ForwardExtension { extension: 1, remark: None }).await;
    s.must(s.leader, id, Command::GrantExtension { extension: 1, until, text: None }).await;
    s.day(date(2026, 11, 2));
    let urge = |due| Command::Urge { due, text: text("请抓紧办结"), reason: Some(text("电话提醒无效")) };
    s.must(s.clerk, id, urge(date(2026, 11, 5))).await;
    s.must(s.jiaowu_contact, id, Command::SignUrging { urging: 1 }).await;
    s.day(date(2026, 11, 6));
    s.must(s.clerk, id, Command::SettleUrging { urging: 1, done: false, reason: Some(text("仍未办结")) }).await;
    s.must(s.office_head, id, urge(date(2026, 11, 12))).await;
    s.day(date(2026, 11, 10));
    s.must(s.jiaowu_head, id, sections()).await;
    s.must(s.houqin_head, id, Command::ConfirmClosingReport { report: 1, unit: s.houqin, agrees: true, text: None })
        .await;
    s.must(s.clerk, id, accept(1)).await;
    let owners = vec![domain::duty::Owner::Person(s.leader), domain::duty::Owner::Unit(s.jiaowu)];
    s.must(s.clerk, id, Command::FeedBack { to: owners, text: text("已办结") }).await;
    s.must(s.clerk, id, file_away()).await;
    id
}

/// The notice and the report are in the system; of the rest there is nothing.
fn file_away() -> Command {
    let form = |kind| match kind {
        MaterialKind::Notice | MaterialKind::ClosingReport => MaterialForm::Electronic,
        _ => MaterialForm::None { reason: text("无此项") },
    };
    let materials = MaterialKind::ALL.iter().map(|kind| Material { kind: *kind, form: form(*kind) }).collect();
    Command::Archive { materials, archivist: None, remarks: None }
}

fn only_register(paper: Paper) -> documents::paper::Register {
    match paper.sheets.into_iter().next() {
        Some(Sheet::Register(register)) => register,
        other => panic!("{other:?}"),
    }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
