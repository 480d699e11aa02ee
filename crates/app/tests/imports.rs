//! 导入: what a file says becomes drafts that somebody has looked at, all of them or none; the source stays with them.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use std::sync::Arc;

use app::{
    Actor, Denied,
    imports::{Import, Kind, Limit, LineChange, LineState, Lines, PlacedLine, Setting, State, Typed},
    ports::ReadsHere,
};
use domain::{
    institution::{InstitutionCommand, Role},
    matter::{LimitRule, Stage},
    value::{Day, FileId, MatterId, PersonId},
};
use intake::ledger::Field;
use school::School;
use store::{Sql, testing::TestDatabase};
use uuid::Uuid;

const MINUTES: &str = "校长办公会议纪要\n2026年9月1日\n会议议定以下事项：\n\
    一、由教务处牵头，后勤保障处配合，于10月20日前完成智慧教室检修。\n\
    二、由基建中心牵头，于11月30日前完成图书馆屋面修缮。\n\
    三、由教务处、后勤保障处牵头，于12月10日前建立教室使用台账。\n";

async fn began(s: &School, who: PersonId, name: &str, text: &str, setting: Setting) -> Import {
    s.app.read_by(Arc::new(ReadsHere));
    let actor = Actor::person(who);
    let file = s.app.stage_file(&actor, name, text.as_bytes().to_vec()).await.unwrap();
    let id = s.app.fresh_id();
    s.app.begin_import(&actor, id, file.id, setting.clone()).await.unwrap();
    assert_eq!(s.app.import(&actor, id).await.unwrap().state, State::Waiting);
    s.app.read_import(id).await.unwrap();
    s.app.import(&actor, id).await.unwrap()
}

async fn lines(s: &School, id: Uuid, which: Lines) -> Vec<PlacedLine> {
    s.app.import_lines(&Actor::person(s.clerk), id, which, -1, 100).await.unwrap()
}

async fn change(s: &School, id: Uuid, change: LineChange) -> usize {
    s.app.change_import(&Actor::person(s.clerk), id, change).await.unwrap()
}

async fn confirm(s: &School, id: Uuid, only_ready: bool) -> Result<app::imports::Confirmed, Denied> {
    let actor = Actor::person(s.clerk);
    let edition = s.app.import(&actor, id).await.unwrap().edition;
    s.app.confirm_import(&actor, s.app.fresh_id(), id, edition, only_ready).await
}

async fn matters(s: &School) -> i64 {
    let count = |sql: &mut store::Reader<'_>| sql.first("select count(*) from matter_view", &[])?.unwrap().int(0);
    s.app.store().read(count).await.unwrap()
}

fn faults(line: &PlacedLine) -> Vec<&str> {
    line.line.faults.iter().map(|fault| fault.text.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn minutes_become_drafts_that_name_their_source() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let setting = Setting { attach: true, ..Setting::default() };
        let import = began(&s, s.clerk, "校长办公会议纪要.txt", MINUTES, setting).await;
        let all = lines(&s, import.id, Lines::All).await;
        assert_eq!((import.state, all.len(), import.counts.faulty), (State::Read, 3, 2));
        assert_eq!(import.setting.organ, "校长办公会议纪要");
        assert_eq!(import.setting.date, Some(Day::constant(2026, 9, 1)));
        let first = &all[0].line.typed;
        assert_eq!((first.leads.as_slice(), first.co_units.as_slice()), (&[s.jiaowu][..], &[s.houqin][..]));
        assert_eq!((first.limit, first.due), (Limit::Explicit, Some(Day::constant(2026, 10, 20))));
        assert!(faults(&all[1])[0].contains("“基建中心”不在单位名录中"), "{:?}", all[1].line.faults);
        assert!(faults(&all[2])[0].contains("2 个牵头单位"), "{:?}", all[2].line.faults);

        // with a fault nothing becomes anything
        let before = matters(&s).await;
        assert!(matches!(confirm(&s, import.id, false).await, Err(Denied::Refused { .. })));
        assert_eq!(matters(&s).await, before);

        let matched = LineChange::Match { name: "基建中心".into(), unit: s.houqin, alias: true };
        assert_eq!(change(&s, import.id, matched).await, 1);
        assert_eq!(change(&s, import.id, LineChange::PerLead(all[2].place)).await, 2);
        let units = &s.app.institution().await.unwrap().units;
        assert_eq!(units[&s.houqin].aliases, ["基建中心"]);

        let done = confirm(&s, import.id, false).await.unwrap();
        assert_eq!((done.made, done.left), (4, 0));
        let made = lines(&s, import.id, Lines::Done).await;
        let ids: Vec<MatterId> = made.iter().map(|line| line.matter.unwrap()).collect();
        let clerk = Actor::person(s.clerk);
        let view = s.app.matter(&clerk, ids[0]).await.unwrap();
        let proposal = view.matter.proposal.as_ref().unwrap();
        assert_eq!(view.matter.stage, Stage::Draft);
        assert_eq!(proposal.limit, LimitRule::Explicit(Day::constant(2026, 10, 20)));
        let source = &proposal.source;
        assert_eq!(source.organ.as_ref().unwrap().as_str(), "校长办公会议纪要");
        assert_eq!(source.clause.as_ref().unwrap().as_str(), "一");
        let group = |id: MatterId| {
            let (app, clerk) = (s.app.clone(), clerk.clone());
            async move { app.matter(&clerk, id).await.unwrap().matter.group }
        };
        assert!(group(ids[2]).await.is_some() && group(ids[2]).await == group(ids[3]).await);

        // the source is everybody's who sees one of its matters, by that matter alone
        let file = view.matter.attachments[0].file;
        assert_eq!(
            view.files.iter().map(|file| (file.id, file.name.as_str())).collect::<Vec<_>>(),
            [(file, "校长办公会议纪要.txt")]
        );
        let (_, bytes) = s.app.open_file(&clerk, Some(ids[0]), file).await.unwrap();
        assert_eq!(bytes, MINUTES.as_bytes());
        assert!(s.app.open_file(&clerk, None, file).await.is_err());
        assert!(s.app.open_file(&Actor::person(s.stranger), Some(ids[0]), file).await.is_err());
        assert!(s.app.discard_import(&clerk, import.id).await.is_err());
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());

        // the same minutes again: every one of them is known
        let again = began(&s, s.clerk, "校长办公会议纪要.txt", MINUTES, Setting::default()).await;
        assert_eq!((again.counts.open, again.counts.dropped), (0, 3));
        let twins = lines(&s, again.id, Lines::All).await;
        assert!(twins.iter().all(|line| line.line.twins[0].same), "{twins:?}");
        s.app.discard_import(&clerk, again.id).await.unwrap();
        assert!(matches!(s.app.import(&clerk, again.id).await, Err(Denied::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_sent_twice_acts_once_and_one_overtaken_acts_not_at_all() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let clerk = Actor::person(s.clerk);
        let import = began(&s, s.clerk, "纪要.txt", MINUTES, Setting::default()).await;
        let place = lines(&s, import.id, Lines::All).await[0].place;
        change(&s, import.id, LineChange::LookedAt(vec![place])).await;
        let command = s.app.fresh_id();
        let overtaken = s.app.confirm_import(&clerk, command, import.id, import.edition, true).await;
        assert!(matches!(overtaken, Err(Denied::Refused { .. })));
        let edition = s.app.import(&clerk, import.id).await.unwrap().edition;
        let before = matters(&s).await;
        for _ in 0..2 {
            let done = s.app.confirm_import(&clerk, command, import.id, edition, true).await.unwrap();
            assert_eq!((done.made, done.left), (1, 2));
            assert_eq!(matters(&s).await, before + 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_edited_merged_split_dropped_and_restored() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = began(&s, s.clerk, "纪要.txt", MINUTES, Setting::default()).await.id;
        let all = lines(&s, id, Lines::All).await;
        let places: Vec<i64> = all.iter().map(|line| line.place).collect();
        let states = || async { lines(&s, id, Lines::All).await.iter().map(|line| line.state).collect::<Vec<_>>() };

        assert_eq!(change(&s, id, LineChange::Split(places[0])).await, 2);
        let halves = lines(&s, id, Lines::All).await;
        assert_eq!((halves.len(), halves[0].line.typed.content == halves[1].line.typed.content), (4, true));
        change(&s, id, LineChange::Drop(vec![halves[1].place])).await;
        assert_eq!(states().await[1], LineState::Dropped);

        change(&s, id, LineChange::Merge(vec![places[0], places[2]])).await;
        let merged = &lines(&s, id, Lines::Open).await[0].line;
        assert!(merged.typed.content.contains("检修") && merged.typed.content.contains("使用台账"));
        assert_eq!((merged.typed.due, merged.typed.clause.as_str()), (Some(Day::constant(2026, 12, 10)), "一、三"));
        assert_eq!(states().await[3], LineState::Merged);
        change(&s, id, LineChange::Restore(vec![places[2], halves[1].place])).await;
        assert_eq!(states().await, [LineState::Open; 4]);

        // a title too long, a day that has passed: said beside the field
        let typed = Typed { title: "长".repeat(201), leads: vec![s.jiaowu], ..merged.typed.clone() };
        change(&s, id, LineChange::Type { place: places[0], typed: Box::new(typed.clone()) }).await;
        let line = s.app.import_line(&Actor::person(s.clerk), id, places[0]).await.unwrap();
        assert_eq!(line.line.faults[0].field, "title");
        let passed = Typed { title: "短".into(), due: Some(Day::constant(2026, 8, 1)), ..typed };
        change(&s, id, LineChange::Type { place: places[0], typed: Box::new(passed) }).await;
        let line = s.app.import_line(&Actor::person(s.clerk), id, places[0]).await.unwrap();
        assert_eq!(line.line.faults[0].field, "due", "{:?}", line.line.faults);
    }
}

const LEDGER: &str = "序号,工作任务,责任部门,完成时限,督办编号,立项日期,进展情况\n\
    1,完成实验室检查,教务处,2026-10-30,督办〔2025〕3号,2025-03-02,已启动\n\
    2,更换食堂设备,后勤保障处,2026-07-30,督办〔2025〕4号,2025-03-05,未完成\n\
    3,修订章程,学校办公室,待定,督办〔2025〕4号,2025-03-05,\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_becomes_drafts_or_running_matters_and_comes_back_with_its_faults() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let clerk = Actor::person(s.clerk);
        let import = began(&s, s.clerk, "台账.csv", LEDGER, Setting { attach: true, ..Setting::default() }).await;
        assert!(!import.setting.attach, "a ledger tells units of other units' matters");
        let drafts = lines(&s, import.id, Lines::All).await;
        assert_eq!(drafts.len(), 3);
        // a limit that has passed is no draft's
        assert_eq!(drafts[1].line.faults[0].field, "due", "{:?}", drafts[1].line.faults);
        let running = Setting { running: true, ..import.setting.clone() };
        s.app.set_import(&clerk, import.id, import.edition, running).await.unwrap();
        let adopted = lines(&s, import.id, Lines::All).await;
        assert_eq!(faults(&adopted[0]), Vec::<&str>::new());
        assert_eq!(faults(&adopted[1]), Vec::<&str>::new());
        assert!(!adopted[2].line.faults.is_empty());
        let (name, workbook) = s.app.import_answer(&clerk, import.id).await.unwrap();
        assert_eq!((name.as_str(), &workbook[..2]), ("台账（需要修改）.xlsx", &b"PK"[..]));
        let done = confirm(&s, import.id, true).await.unwrap();
        assert_eq!((done.made, done.left), (2, 1));
        let id = lines(&s, import.id, Lines::Done).await[0].matter.unwrap();
        let matter = s.app.matter(&clerk, id).await.unwrap().matter;
        assert_eq!(matter.adoption.as_ref().unwrap().number.seq, 3);
        assert!(matter.proposal.as_ref().unwrap().content.as_str().contains("已启动"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_column_holds_is_corrected_once_and_known_the_next_time() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let clerk = Actor::person(s.clerk);
        let text = "序号,工作任务,归谁\n1,完成实验室检查,教务处\n2,更换食堂设备,后勤保障处\n";
        let import = began(&s, s.clerk, "台账.csv", text, Setting::default()).await;
        let Some(intake::Source::Workbook { tables }) = &import.source else { panic!("no workbook") };
        let mut mapping = tables[0].mapping.clone();
        let before = lines(&s, import.id, Lines::All).await;
        mapping.assign(2, Some(Field::Lead));
        s.app.reread_import(&clerk, import.id, import.edition, None, vec![mapping]).await.unwrap();
        s.app.read_import(import.id).await.unwrap();
        let leads = |lines: &[PlacedLine]| lines.iter().map(|line| line.line.typed.leads.clone()).collect::<Vec<_>>();
        let wanted = [vec![s.jiaowu], vec![s.houqin]];
        assert_ne!(leads(&before), wanted);
        assert_eq!(leads(&lines(&s, import.id, Lines::All).await), wanted);
        let next = began(&s, s.clerk, "另一本.csv", text, Setting::default()).await;
        assert_eq!(leads(&lines(&s, next.id, Lines::All).await), wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn units_and_people_come_from_a_list_and_rights_from_whoever_may_grant_them() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let grant = InstitutionCommand::Grant {
            person: s.stranger,
            role: Role::SecurityAdmin,
            unit: None,
            from: Day::constant(2026, 9, 1),
            until: None,
        };
        let staff = s.app.institution().await.unwrap();
        let staff = staff.grants.iter().find(|grant| grant.person == s.stranger).unwrap().id;
        let ends = InstitutionCommand::EndGrant { id: staff, until: Day::constant(2026, 8, 31) };
        for command in [ends, grant] {
            let request = app::Request::institution(s.app.fresh_id(), command);
            s.app.execute(&Actor::system("test"), request).await.unwrap();
        }
        let list = "单位名称,简称,姓名,职务,办公电话,邮箱,角色\n\
            图书馆,图书中心,,,,,\n\
            图书馆,,馆长（测试）,馆长,027-0000-1111,guanzhang@example.edu.cn,单位负责人\n\
            教务处,,教务处长（测试）,处长,,,单位负责人\n\
            图书官,,职员（测试）,,,,\n\
            教务处,,坏邮箱（测试）,,,不是邮箱,\n";
        let setting = Setting { kind: Kind::Roster, ..Setting::default() };
        let import = began(&s, s.clerk, "名单.csv", list, setting.clone()).await;
        let clerk = Actor::person(s.clerk);
        let rows = s.app.roster_lines(&clerk, import.id).await.unwrap();
        assert_eq!(rows[0].meant.deeds, ["登记单位"]);
        assert_eq!(rows[1].meant.deeds, ["登记人员"]);
        assert!(rows[1].meant.doubts[0].contains("安全管理员"), "{:?}", rows[1].meant);
        assert_eq!(rows[2].meant, app::imports::Meant::default());
        assert!(rows[3].meant.faults[0].contains("是否为“图书馆”"), "{:?}", rows[3].meant);
        assert!(!rows[4].meant.faults.is_empty());
        assert!(confirm(&s, import.id, false).await.is_err());
        change(&s, import.id, LineChange::Drop(vec![rows[3].place, rows[4].place])).await;
        assert_eq!(confirm(&s, import.id, false).await.unwrap().made, 2);

        let again = began(&s, s.stranger, "名单.csv", list, setting).await;
        let security = Actor::person(s.stranger);
        let rows = s.app.roster_lines(&security, again.id).await.unwrap();
        assert_eq!(rows[1].meant.deeds, ["授予“单位负责人”"]);
        let rest: Vec<i64> = rows.iter().filter(|row| !row.meant.faults.is_empty()).map(|row| row.place).collect();
        s.app.change_import(&security, again.id, LineChange::Drop(rest)).await.unwrap();
        let edition = s.app.import(&security, again.id).await.unwrap().edition;
        let done = s.app.confirm_import(&security, s.app.fresh_id(), again.id, edition, false).await.unwrap();
        assert_eq!(done.made, 1);
        let institution = s.app.institution().await.unwrap();
        let head = institution.people.values().find(|person| person.name.as_str() == "馆长（测试）").unwrap();
        assert!(institution.has_role(head.id, Role::UnitHead, s.app.today()));
        assert!(head.telephone.is_some() && head.mail.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_are_the_offices_alone_and_a_file_that_cannot_be_read_says_why() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let import = began(&s, s.clerk, "纪要.txt", MINUTES, Setting::default()).await;
        for who in [s.stranger, s.jiaowu_head, s.leader, s.principal] {
            let other = Actor::person(who);
            assert!(matches!(s.app.import(&other, import.id).await, Err(Denied::NotFound)));
            assert!(s.app.imports(&other).await.unwrap().is_empty());
            let change = LineChange::Drop(vec![1000]);
            assert!(matches!(s.app.change_import(&other, import.id, change).await, Err(Denied::NotFound)));
            assert!(matches!(s.app.discard_import(&other, import.id).await, Err(Denied::NotFound)));
            let begun = s.app.begin_import(&other, s.app.fresh_id(), FileId(Uuid::nil()), Setting::default()).await;
            assert!(matches!(begun, Err(Denied::NotFound)));
            let confirmed = s.app.confirm_import(&other, s.app.fresh_id(), import.id, import.edition, true).await;
            assert!(matches!(confirmed, Err(Denied::NotFound)));
        }
        // a file of the import is no way to a stranger's matter
        let file = import.file.unwrap().id;
        let theirs = s.under_way("检修").await;
        let attach = domain::matter::Command::Attach { file, label: None };
        assert!(s.does(s.jiaowu_contact, theirs, attach).await.is_err());
        let bad = began(&s, s.clerk, "坏.pdf", "%PDF-1.7 nothing", Setting::default()).await;
        assert_eq!(bad.state, State::Unreadable);
        assert!(bad.refused.is_some_and(|why| !why.is_empty()));
    }
}
