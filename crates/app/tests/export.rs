//! Out of one installation and into another: nothing is lost on either database, nothing is loaded that was changed on the way,
//! and never a half.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod carried;
mod school;

use std::{fs, os::unix::fs::PermissionsExt, path::Path, sync::Arc};

use app::{
    Act, Actor, App, Request,
    ask::Query,
    batches::Outcome,
    drafts::Drafting,
    export::{Package, Progress, Unfit},
    imports::Setting,
    matter_scope,
    papers::{Press, Printed, Unprinted},
    ports::ReadsHere,
    saved_views::ViewChange,
};
use carried::{comes_back_the_same, contents, empty, export, load, opened, silent};
use documents::Paper;
use domain::{
    matter::{Command, CommandKind},
    value::MatterId,
};
use intake::Source;
use jiff::civil::date;
use school::{School, TELEPHONE};
use store::{Sql, StoreError, sealed, testing::TestDatabase};
use uuid::Uuid;

const INSTRUCTION: &str = "请务必在期中考试前完成。";

/// Papers as short as they can be.
struct Pages;

impl Press for Pages {
    fn print(&self, paper: &Paper) -> Result<Printed, Unprinted> {
        Ok(Printed { pdf: format!("%PDF-1.7 {paper:?}").into_bytes(), pages: 1, missing: Default::default() })
    }
}

/// A school with something in every file of an export; the matter that is under way.
async fn lived_in(database: TestDatabase) -> (School, MatterId) {
    let s = School::on(database).await;
    s.app.print_by(Arc::new(Pages));
    let id = s.under_way("教室设备检修").await;
    let mut request = Request::new(s.app.fresh_id());
    let words = request.seal(matter_scope(id), INSTRUCTION);
    let command = Command::Instruct { text: words, situation: None, owed: None, scan: None };
    s.app.execute(&Actor::person(s.leader), request.act(Act::Matter { id, command })).await.unwrap();

    let contact = Actor::person(s.jiaowu_contact);
    let attached = s.app.stage_file(&contact, "台账.txt", "危化品柜".as_bytes().to_vec()).await.unwrap();
    s.must(s.jiaowu_contact, id, Command::Attach { file: attached.id, label: None }).await;
    let drafted = s.app.stage_file(&contact, "说明.pdf", b"%PDF-1.7".to_vec()).await.unwrap();
    let act = CommandKind::RequestExtension;
    let fields = vec![("reasons".to_owned(), "设备“未到”\n换行".to_owned())];
    let drafting = Drafting { matter: id, act, fields, files: vec![drafted.id], seen: None };
    s.app.save_draft(&contact, drafting, false).await.unwrap();
    s.app.stage_file(&contact, "没有用上.txt", b"staged".to_vec()).await.unwrap();
    assert!(s.app.keep_papers().await.unwrap() > 0);

    ways_of_working(&s, id).await;
    let opened = s.app.open_demo_accounts(vec![(s.jiaowu_contact, "lianluo".to_owned())]).await.unwrap();
    let password = opened[0].password.clone();
    let signed = s.app.sign_in("lianluo", &password, "10.0.0.1", "r").await.unwrap().actor;
    s.app.change_password(&signed, &password, "Qingfeng-7-Zhuliu").await.unwrap();
    s.app.create_token(&signed, "报表", true, 30).await.unwrap();
    s.app.create_feed(&signed).await.unwrap();
    let choice = s.app.contact_choice(&signed).await.unwrap();
    s.app.set_contact_choice(&signed, choice).await.unwrap();
    s.app.erase_contact_data(&Actor::system("test"), s.stranger).await.unwrap();
    s.day(date(2026, 9, 2));
    s.app.tick().await.unwrap();
    let written = s.app.store().write(|tx| {
        store::counters::next(tx, "test", 2026)?;
        store::reminders::note_other(tx, Uuid::from_u128(7), 1, date(2026, 9, 2))
    });
    written.await.unwrap();
    (s, id)
}

/// What the Office keeps that is no part of the record: an import, columns that are known, a view, a batch.
async fn ways_of_working(s: &School, id: MatterId) {
    s.app.read_by(Arc::new(ReadsHere));
    let clerk = Actor::person(s.clerk);
    let ledger = "序号,工作任务,责任部门\n1,完成实验室检查,教务处\n".as_bytes().to_vec();
    let file = s.app.stage_file(&clerk, "旧台账.csv", ledger).await.unwrap();
    let import = s.app.fresh_id();
    s.app.begin_import(&clerk, import, file.id, Setting::default()).await.unwrap();
    s.app.read_import(import).await.unwrap();
    let read = s.app.import(&clerk, import).await.unwrap();
    let Some(Source::Workbook { tables }) = read.source else { panic!("no workbook") };
    let mappings = tables.iter().map(|table| table.mapping.clone()).collect();
    s.app.reread_import(&clerk, import, read.edition, None, mappings).await.unwrap();
    s.app.read_import(import).await.unwrap();
    let (view, batch) = (s.app.fresh_id(), s.app.fresh_id());
    s.app.save_view(&clerk, view, "本月到期", "sort=due", true).await.unwrap();
    s.app.change_view(&clerk, view, ViewChange::Default(true)).await.unwrap();
    s.app.begin_batch(&clerk, batch, CommandKind::Register, vec![id]).await.unwrap();
    s.app.note_outcome(batch, id, &Outcome::LeftOut).await.unwrap();
    let (meeting, note) = (s.app.fresh_id(), s.app.fresh_id());
    let held_on = date(2026, 9, 1);
    s.app.begin_meeting(&clerk, meeting, "校长办公会", held_on, Query::default()).await.unwrap();
    s.app.note_decision(&clerk, meeting, note, Some(id), "请后勤保障处周五前报方案").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_comes_back_the_same_from_either_database_to_the_other() {
    let [sqlite, postgres] = TestDatabase::both();
    let [other_sqlite, other_postgres] = TestDatabase::both();
    for (from, to) in [(sqlite, other_postgres), (postgres, other_sqlite)] {
        let (s, id) = lived_in(from).await;
        let folder = tempfile::tempdir().unwrap();
        export(&s.app, &folder.path().join("out")).await;
        for (name, bytes) in contents(&folder.path().join("out")) {
            assert!(!bytes.is_empty(), "{name} is empty: it would come back the same, whatever were in it");
            assert!(!name.starts_with("files/") || !bytes.starts_with(b"staged"), "nobody has used it yet");
        }

        let copy = comes_back_the_same(&s.app, s.clock.clone(), &to).await;
        assert_eq!(copy.refresh_views().await.unwrap(), None, "the views are made");
        let view = copy.matter(&Actor::person(s.clerk), id).await.unwrap();
        assert_eq!(view.opened(&view.matter.instructions[0].text), Some(INSTRUCTION));
        let (file, bytes) = copy.open_file(&Actor::person(s.clerk), None, view.files[0].id).await.unwrap();
        assert_eq!((file.name.as_str(), bytes.as_slice()), ("台账.txt", "危化品柜".as_bytes()));
        assert!(copy.sign_in("lianluo", "Qingfeng-7-Zhuliu", "10.0.0.1", "r").await.is_ok(), "with the same password");
        goes_on(&s, &copy).await;
    }
}

/// A telephone that was sealed in the other installation is named by its digest, which this one's key does not give.
async fn goes_on(s: &School, copy: &App) {
    let id = MatterId(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001));
    let dispatch = s.dispatch().await;
    for (n, command) in [s.propose("新的事项"), Command::Register, dispatch].into_iter().enumerate() {
        let command_id = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0100 + n as u128);
        copy.execute(&Actor::person(s.clerk), Request::matter(command_id, id, command)).await.unwrap();
    }
    let view = copy.matter(&Actor::person(s.clerk), id).await.unwrap();
    let telephone = view.matter.undertaking(s.jiaowu).unwrap().assignment.telephone.clone().unwrap();
    assert_eq!(view.opened(&telephone), Some(TELEPHONE));
    assert_eq!(copy.verify().await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_keys_were_moved_the_chain_is_the_old_one() {
    let (s, _) = lived_in(TestDatabase::sqlite()).await;
    let folder = tempfile::tempdir().unwrap();
    export(&s.app, &folder.path().join("out")).await;
    let to = TestDatabase::postgres();
    let copy = school::open(&to, s.clock.clone());
    let taken = load(&copy, &folder.path().join("out")).await.unwrap();
    assert!(taken.same_chain);
    let heads = |app: App| async move { app.store().read(|sql| store::event_log::head(sql)).await.unwrap() };
    assert_eq!(heads(copy).await, heads(s.app.clone()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_empty_installation_takes_an_export() {
    let (s, _) = lived_in(TestDatabase::sqlite()).await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    export(&s.app, &out).await;
    let before = s.app.verify().await.unwrap();
    let refused = load(&s.app, &out).await.unwrap_err().to_string();
    assert!(refused.contains("只能装入空的系统"), "{refused}");
    assert_eq!(s.app.verify().await.unwrap(), before);

    // one account is enough, as is an anchor of another record
    let database = TestDatabase::sqlite();
    let copy = empty(&database, s.clock.clone());
    fs::write(database.dir().join("anchors.txt"), format!("event 1 {} 7\n", "00".repeat(32))).unwrap();
    let refused = load(&copy, &out).await.unwrap_err().to_string();
    assert!(refused.contains("锚点文件"), "{refused}");
    assert_eq!(copy.verify().await.unwrap().events, 0);
    fs::remove_file(database.dir().join("anchors.txt")).unwrap();
    load(&copy, &out).await.unwrap();
    assert!(load(&copy, &out).await.is_err(), "twice");

    // whose it is: this institution's, and not the copy's
    let signed_by = |app: &App| Package::open(&out, None, app.store().keys().signer().map(crypto::Signer::public_key));
    assert!(signed_by(&s.app).is_ok());
    assert!(signed_by(&copy).err().unwrap().to_string().contains("--key"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_read_it_does_not() {
    let (s, _) = lived_in(TestDatabase::sqlite()).await;
    let folder = tempfile::tempdir().unwrap();
    let (out, locked) = (folder.path().join("out"), folder.path().join("locked"));
    export(&s.app, &out).await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&out), 0o700);
    assert!(contents(&out).keys().all(|name| mode(&out.join(name)) == 0o600));
    assert!(Package::open(&out, None, None).unwrap().manifest().notice.contains("未加密"));
    let has = |folder: &Path, words: &str| {
        let found = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(words);
        contents(folder).iter().filter(|(name, _)| name.ends_with(".jsonl")).any(|(_, bytes)| found(bytes))
    };
    assert!(has(&out, INSTRUCTION) && has(&out, "$argon2id$"));
    let key = hex::encode(s.app.store().keys().chain());
    assert!(!has(&out, &key), "no key goes with it");

    let passphrase = "一句只有两个人知道的话";
    let short = s.app.export(locked.clone(), Some("太短".to_owned()), silent()).await.unwrap_err();
    assert!(short.to_string().contains("至少 12 个字符") && !locked.exists(), "{short}");
    let passphrase = format!("{passphrase}，真的");
    s.app.export(locked.clone(), Some(passphrase.clone()), silent()).await.unwrap();
    assert!(!has(&locked, INSTRUCTION) && !has(&locked, "$argon2id$") && !has(&locked, "\"027-"));
    let refused = |given: Option<&str>| Package::open(&locked, given, None).err().unwrap().to_string();
    assert!(refused(None).contains("--passphrase-file"));
    assert!(refused(Some("另一句只有两个人知道的话，真的")).contains("口令短句不对"));
    let package = Package::open(&locked, Some(&passphrase), None).unwrap();
    package.check(&silent()).unwrap();
    let database = TestDatabase::sqlite();
    let copy = empty(&database, s.clock.clone());
    copy.load_export(package, silent()).await.unwrap();
    export(&copy, &folder.path().join("again")).await;
    for name in ["events.jsonl", "sealed.jsonl", "accounts.jsonl"] {
        assert!(contents(&folder.path().join("again"))[name] == contents(&out)[name], "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_on_the_way_is_named_and_nothing_is_loaded() {
    let (s, _) = lived_in(TestDatabase::sqlite()).await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    export(&s.app, &out).await;
    let database = TestDatabase::sqlite();
    let copy = empty(&database, s.clock.clone());
    let sound = contents(&out);
    let attachment = sound.keys().find(|name| name.starts_with("files/")).unwrap().clone();
    let lines = |name: &str| String::from_utf8(sound[name].clone()).unwrap();
    let without = |name: &str, number: usize| {
        let all = lines(name);
        let kept = all.lines().enumerate().filter(|(at, _)| *at != number);
        kept.map(|(_, line)| format!("{line}\n")).collect::<String>()
    };
    type Change<'a> = (&'a str, Option<String>, &'a str);
    let changes: Vec<Change<'_>> = vec![
        (
            "events.jsonl",
            Some(lines("events.jsonl").replacen("教室设备检修", "教室设备检查", 1)),
            "行：内容与该行的摘要不符",
        ),
        ("events.jsonl", Some(without("events.jsonl", 4)), "events.jsonl 第 5 行：应为第 5 条，实为第 6 条"),
        ("audit.jsonl", Some(without("audit.jsonl", 0)), "audit.jsonl 第 1 行"),
        ("inbox.jsonl", Some(without("inbox.jsonl", 0)), "文件 inbox.jsonl 与清单不符：应有"),
        ("inbox.jsonl", Some(lines("inbox.jsonl").replacen(":null", ":\"2026-09-01T00:00:00Z\"", 1)), "内容被改动"),
        ("accounts.jsonl", Some(lines("accounts.jsonl").replacen("lianluo", "admin", 1)), "文件 accounts.jsonl"),
        ("events.jsonl", Some(lines("events.jsonl").trim_end().to_owned()), "不完整"),
        ("drafts.jsonl", None, "缺少文件 drafts.jsonl"),
        ("more.txt", Some("?".to_owned()), "多出文件 more.txt"),
        ("files/00/0", Some("?".to_owned()), "多出文件 files/00/0"),
        (&attachment, None, "缺失"),
        (&attachment, Some("%PDF".to_owned()), "被改动"),
        ("README.txt", Some("?\n".to_owned()), "README.txt"),
        ("manifest.json", Some(lines("manifest.json").replacen("\"count\": ", "\"count\": 1", 1)), "签名"),
        ("manifest.json", Some("{}".to_owned()), "不是督办系统的导出"),
        ("manifest.json", Some(lines("manifest.json").replacen("\"version\": 1", "\"version\": 2", 1)), "更新的程序"),
        ("manifest.sig", None, "签名"),
        ("public-key.pem", None, "签名"),
    ];
    for (name, content, says) in changes {
        let path = out.join(name);
        let _ = fs::create_dir_all(path.parent().unwrap());
        match &content {
            Some(content) => fs::write(&path, content).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let said = match load(&copy, &out).await.unwrap_err() {
            Unfit::Faults(faults) => faults.join("\n"),
            other => other.to_string(),
        };
        assert!(said.contains(says), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{name}: {said}");
        match sound.get(name) {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let _ = fs::remove_dir(out.join("files/00"));
    }
    assert_eq!(copy.verify().await.unwrap(), app::Verified::default());
    load(&copy, &out).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_that_breaks_off_leaves_an_empty_installation() {
    let (s, _) = lived_in(TestDatabase::sqlite()).await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    export(&s.app, &out).await;
    for database in TestDatabase::both() {
        let copy = empty(&database, s.clock.clone());
        let package = Package::open(&out, None, None).unwrap();
        package.check(&silent()).unwrap();
        // after the check, the last table loses its end; what an attempt before had left lies there still
        let sound = fs::read(out.join("clock.jsonl")).unwrap();
        fs::write(out.join("clock.jsonl"), &sound[..sound.len() - 2]).unwrap();
        let left = contents(&out)
            .keys()
            .find(|name| name.starts_with("files/"))
            .unwrap()
            .rsplit('/')
            .next()
            .unwrap()
            .to_owned();
        fs::write(database.dir().join("files/incoming").join(left), "half").unwrap();
        assert!(copy.load_export(package, silent()).await.is_err());
        assert_eq!(copy.store().read(|sql| store::carry::occupied(sql)).await.unwrap(), None);
        fs::write(out.join("clock.jsonl"), &sound).unwrap();
        load(&copy, &out).await.unwrap();
        assert_eq!(copy.verify().await.unwrap().faults, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn views_that_a_load_did_not_come_to_are_made_by_the_next_who_opens() {
    let (s, id) = lived_in(TestDatabase::sqlite()).await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    export(&s.app, &out).await;
    let database = TestDatabase::sqlite();
    let nowhere = database.dir().join("missing/anchors.txt");
    let copy = opened(&database, s.clock.clone(), nowhere);
    copy.refresh_views().await.unwrap();
    assert!(load(&copy, &out).await.is_err(), "the record is there, and the anchors could not be written");
    drop(copy);
    let copy = empty(&database, s.clock.clone());
    let rebuilt = copy.refresh_views().await.unwrap().unwrap();
    assert!(rebuilt.matters == 1 && rebuilt.mended > 0, "{rebuilt:?}");
    assert!(copy.matter(&Actor::person(s.clerk), id).await.is_ok());
    assert_eq!(copy.verify().await.unwrap().faults, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_of_one_moment_whatever_is_written_meanwhile() {
    for database in TestDatabase::both() {
        let (s, _) = lived_in(database).await;
        let folder = tempfile::tempdir().unwrap();
        let (out, later) = (folder.path().join("out"), folder.path().join("later"));
        let store = s.app.store().clone();
        let somebody_writes: Progress = Arc::new(move |file, _| {
            if file == "events.jsonl" {
                store.write_blocking(|tx| store::counters::next(tx, "meanwhile", 2026)).unwrap();
            }
        });
        s.app.export(out.clone(), None, somebody_writes).await.unwrap();
        export(&s.app, &later).await;
        let counters = |folder: &Path| fs::read_to_string(folder.join("counters.jsonl")).unwrap();
        assert!(!counters(&out).contains("meanwhile") && counters(&later).contains("meanwhile"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_whole_or_is_not_there() {
    let (s, _) = lived_in(TestDatabase::sqlite()).await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let row = s.app.store().read(|sql| store::files::page(sql, None, 1)).await.unwrap().remove(0);
    let path = s.app.places().files.path(row.id);
    let bytes = fs::read(&path).unwrap();
    for (damage, says) in [(Some("%PDF"), "被改动"), (None, "缺失")] {
        match damage {
            Some(other) => fs::write(&path, other).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let refused = s.app.export(out.clone(), None, silent()).await.unwrap_err().to_string();
        assert!(refused.contains(says) && refused.contains(&row.name), "{refused}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::write(&path, &bytes).unwrap();
    }
    export(&s.app, &out).await;
    let twice = s.app.export(out.clone(), None, silent()).await.unwrap_err().to_string();
    assert!(twice.contains("已存在"), "{twice}");
    fs::create_dir(folder.path().join("other.partial")).unwrap();
    let left = s.app.export(folder.path().join("other"), None, silent()).await.unwrap_err().to_string();
    assert!(left.contains("没有完成的导出"), "{left}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_stays_erased() {
    let (s, id) = lived_in(TestDatabase::sqlite()).await;
    let view = s.app.matter(&Actor::person(s.clerk), id).await.unwrap();
    let row = view.matter.instructions[0].text.row;
    s.app.store().write(move |tx| sealed::erase(tx, row)).await.unwrap();
    let database = TestDatabase::postgres();
    let copy = comes_back_the_same(&s.app, s.clock.clone(), &database).await;
    let (keys, scope) = (copy.store().keys().clone(), app::person_scope(s.stranger));
    let found = copy.store().read(move |sql| sealed::open(sql, &keys, row)).await.unwrap();
    assert_eq!(found, Some(sealed::Opened::Erased));
    let tried = copy.store().write(move |tx| sealed::put(tx, &scope, Uuid::from_u128(9), "027")).await;
    assert!(matches!(tried, Err(StoreError::ScopeErased(_))), "{tried:?}");
    let one = copy.store().read(|sql| sql.first("select count(*) from scope_key where erased_at is not null", &[]));
    assert_eq!(one.await.unwrap().unwrap().int(0).unwrap(), 1);
}
