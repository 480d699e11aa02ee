//! Finding by words: whatever may be read is found, in any writing; nothing else is.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Act, Actor, Request,
    ports::ReadsHere,
    search::{Field, Found, Named, Order, Piece, Search},
};
use domain::{
    matter::{Command, Stage},
    value::{MatterId, Percent, PersonId},
};
use school::{School, sections, text};
use store::{Sql, testing::TestDatabase};

async fn search(s: &School, who: PersonId, search: Search) -> Found {
    s.app.search(&Actor::person(who), search).await.unwrap()
}

async fn found(s: &School, who: PersonId, q: &str) -> Vec<MatterId> {
    let found = search(s, who, Search { q: q.to_owned(), ..Search::default() }).await;
    assert_eq!(found.total.0 as usize, found.hits.len(), "{q}");
    found.hits.iter().map(|hit| hit.row.id).collect()
}

fn marked(text: &[Piece]) -> String {
    let piece = |piece: &Piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() };
    text.iter().map(piece).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_is_found_in_any_writing() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("智慧教室ＡＩ改造").await;
        let other = s.under_way("图书馆延长开放").await;
        let progress = Command::ReportProgress {
            unit: s.jiaowu,
            percent: Some(Percent::new(40).unwrap()),
            text: Some(text("投影仪已招标")),
            problems: None,
            unchanged: false,
            standstill: None,
        };
        s.must(s.jiaowu_head, id, progress).await;
        s.must(s.jiaowu_head, id, sections()).await;
        for q in [
            "智慧",
            "ai改造",
            "AI",
            "Ａｉ",
            "智慧 改造",
            "投影仪",
            "招标",
            "开展情况",
            "督办〔2026〕1号",
            "2026-1",
            "督办[2026]001",
        ] {
            assert_eq!(found(&s, s.clerk, q).await, [id], "{q}");
        }
        // what both say, the newest first; a single character; the unit by name and by initials
        for q in ["检修", "设备检修", "室", "校长办公会", "教务处", "jwc", "后勤", "hqbz"] {
            assert_eq!(found(&s, s.clerk, q).await, [other, id], "{q}");
        }
        for q in ["智慧 图书馆", "慧智", "备设", "改造智慧", "督办〔2026〕9号", "", "，", "%", "¤v", "xyz"]
        {
            assert_eq!(found(&s, s.clerk, q).await, [], "{q}");
        }
        let hit = &search(&s, s.clerk, Search { q: "教室 招标".into(), ..Search::default() }).await.hits[0];
        assert_eq!(marked(&hit.title), "智慧[教室]ＡＩ改造");
        let passages: Vec<_> = hit.passages.iter().map(|one| (one.field, marked(&one.text))).collect();
        assert_eq!(passages[0], (Field::Content, "完成全校[教室]设备检修".to_owned()));
        assert_eq!(passages[1], (Field::Progress, "投影仪已[招标]".to_owned()));
        let meant = search(&s, s.clerk, Search { q: "jwc".into(), ..Search::default() }).await.named;
        assert!(meant.iter().any(|named| matches!(named, Named::Unit(unit, _) if *unit == s.jiaowu)), "{meant:?}");
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn instructions_and_petitioners_are_never_found() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.fresh_matter();
        let mut request = Request::new(s.app.fresh_id());
        let mut proposal = s.proposal("来信办理");
        proposal.source.petitioner = Some(request.seal(app::matter_scope(id), "举报人某某"));
        request.acts.push(Act::Matter { id, command: Command::Propose { proposal: Box::new(proposal), group: None } });
        s.app.execute(&Actor::person(s.clerk), request).await.unwrap();
        s.must(s.clerk, id, Command::Register).await;
        let dispatch = s.dispatch().await;
        s.must(s.clerk, id, dispatch).await;
        let mut request = Request::new(s.app.fresh_id());
        let words = request.seal(app::matter_scope(id), "立即严肃查处");
        request.acts.push(Act::Matter {
            id,
            command: Command::Instruct { text: words, situation: None, owed: None, scan: None },
        });
        s.app.execute(&Actor::person(s.leader), request).await.unwrap();
        assert_eq!(found(&s, s.clerk, "来信").await, [id]);
        for q in ["举报人", "某某", "严肃", "查处"] {
            assert_eq!(found(&s, s.clerk, q).await, [], "{q}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attachments_are_found_by_their_names_at_once_and_by_their_texts_once_read() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        s.app.read_by(std::sync::Arc::new(ReadsHere));
        let id = s.under_way("实验室安全整改").await;
        s.under_way("另一件事项").await;
        let contact = Actor::person(s.jiaowu_contact);
        let words = "危化品柜已于本月更换，共二十四台。".as_bytes().to_vec();
        let file = s.app.stage_file(&contact, "危化品台账.txt", words).await.unwrap();
        s.must(s.jiaowu_contact, id, Command::Attach { file: file.id, label: None }).await;
        assert_eq!(found(&s, s.clerk, "危化品台账").await, [id]);
        assert_eq!(found(&s, s.clerk, "更换").await, []);

        assert_eq!(s.app.read_attachments().await.unwrap(), 1);
        assert_eq!(s.app.read_attachments().await.unwrap(), 0);
        assert_eq!(found(&s, s.clerk, "更换").await, [id]);
        // what cannot be read is tried three times, and stays to be found by its name
        let bytes = b"%PDF-1.7 \xFF\xFE".to_vec();
        let scan = s.app.stage_file(&contact, "扫描件.pdf", bytes).await.unwrap();
        s.must(s.jiaowu_contact, id, Command::Attach { file: scan.id, label: None }).await;
        for waiting in [1, 1, 1, 0] {
            let left = s.app.store().read(|sql| store::search::waiting_files(sql, 9)).await.unwrap();
            assert_eq!((left.len(), s.app.read_attachments().await.unwrap()), (waiting, 0));
        }
        assert_eq!(found(&s, s.clerk, "扫描件").await, [id]);
        let hit = &search(&s, s.clerk, Search { q: "更换".into(), ..Search::default() }).await.hits[0];
        assert_eq!(hit.passages[0].field, Field::FileText);
        assert_eq!(marked(&hit.passages[0].text), "危化品柜已于本月[更换]，共二十四台。");
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
        // a rebuild loses no word of an attachment
        s.app.store().write(|tx| tx.execute("delete from matter_text", &[]).map_err(app::Denied::from)).await.unwrap();
        s.app.rebuild().await.unwrap();
        assert_eq!(found(&s, s.clerk, "更换").await, [id]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_narrowed_ordered_and_leafed_through() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let mut ids = Vec::new();
        for number in 0..45 {
            let id = s.fresh_matter();
            let title = if number == 3 { "检修检修".to_owned() } else { format!("第 {number} 件") };
            s.must(s.clerk, id, s.propose(&title)).await;
            if number % 5 == 0 {
                s.must(s.clerk, id, Command::Register).await;
            }
            ids.push(id);
        }
        let all = Search { q: "检修".into(), ..Search::default() };
        let first = search(&s, s.clerk, all.clone()).await;
        assert_eq!((first.total.0, first.pages, first.hits.len()), (45, 3, 20));
        let mut seen = Vec::new();
        for page in 0..3 {
            let found = search(&s, s.clerk, Search { page, ..all.clone() }).await;
            seen.extend(found.hits.iter().map(|hit| hit.row.id));
        }
        let newest: Vec<MatterId> = ids.iter().rev().copied().collect();
        assert_eq!(seen, newest);
        let fit = search(&s, s.clerk, Search { order: Order::Fit, ..all.clone() }).await;
        assert_eq!((fit.hits[0].row.id, fit.hits[1].row.id), (ids[3], ids[44]));
        let registered = Search { stages: vec![Stage::Registered], ..all.clone() };
        assert_eq!(search(&s, s.clerk, registered).await.total.0, 9);
        let year = |year| Search { year: Some(year), ..all.clone() };
        assert_eq!(search(&s, s.clerk, year(2026)).await.total.0, 9);
        assert_eq!(search(&s, s.clerk, year(2025)).await.total.0, 0);
        let unit = |unit| Search { unit: Some(unit), ..all.clone() };
        assert_eq!(search(&s, s.clerk, unit(s.houqin)).await.total.0, 45);
        assert_eq!(search(&s, s.clerk, unit(s.discipline_unit)).await.total.0, 0);
        // a unit sees nothing before dispatch, a stranger nothing at all
        assert_eq!(search(&s, s.jiaowu_head, all.clone()).await.total.0, 0);
        assert_eq!(search(&s, s.stranger, all).await.total.0, 0);
    }
}
