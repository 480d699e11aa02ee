//! 起草与签发, 代签, and what waits without a date: on both databases.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Actor, Circumstances, Denied, Request,
    ask::{LimitDate, Query, Sort, WaitKind},
    drafts::{DraftState, Drafting},
    matter_scope,
};
use domain::{
    Reason,
    duty::{Light, Owner},
    institution::{Delegation, InstitutionCommand},
    matter::{Command, CommandKind, SituationKind, Standstill},
    value::{FileId, MatterId, PersonId},
};
use jiff::civil::date;
use school::{School, accept, sections, text};
use store::testing::TestDatabase;

const EXTENSION: CommandKind = CommandKind::RequestExtension;

fn ask() -> Command {
    Command::RequestExtension { until: date(2026, 10, 15), reasons: text("设备未到"), measures: text("催货") }
}

fn typed(matter: MatterId, words: &str, files: Vec<FileId>, seen: Option<i64>) -> Drafting {
    let fields = vec![("reasons".to_owned(), words.to_owned()), ("until".to_owned(), "2026-10-15".to_owned())];
    Drafting { matter, act: EXTENSION, fields, files, seen }
}

async fn drafts(s: &School, who: PersonId, matter: MatterId) -> Vec<app::drafts::Draft> {
    s.app.drafts(&Actor::person(who), matter).await.unwrap()
}

/// How many messages of a person say this.
async fn told(s: &School, who: PersonId, words: &str) -> usize {
    let inbox = s.app.inbox(&Actor::person(who), None).await.unwrap();
    inbox.lines.iter().filter(|line| line.line.text.contains(words)).count()
}

fn reason(denied: &Denied) -> Option<Reason> {
    denied.refusal().map(|refusal| refusal.reason)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_drafts_and_the_head_signs() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        drafted(&s).await;
    }
}

async fn drafted(s: &School) {
    let id = s.under_way("教室检修").await;
    let (contact, head) = (Actor::person(s.jiaowu_contact), Actor::person(s.jiaowu_head));
    let paper = s.app.stage_file(&contact, "说明.pdf", b"%PDF-1.7".to_vec()).await.unwrap();
    s.app.save_draft(&contact, typed(id, "一稿", vec![paper.id], None), false).await.unwrap();
    assert_eq!(s.app.drafts_of(&head).await.unwrap(), [], "暂存 asks nobody for anything");
    let kept = drafts(s, s.jiaowu_contact, id).await.remove(0);
    assert_eq!((kept.state, kept.author, kept.files.len()), (DraftState::Kept, s.jiaowu_contact, 1));
    for other in [s.clerk, s.leader, s.houqin_head, s.stranger] {
        assert_eq!(drafts(s, other, id).await, [], "a draft is the unit's own");
        let denied = s.app.save_draft(&Actor::person(other), typed(id, "别人", vec![], None), true).await.unwrap_err();
        assert!(matches!(denied, Denied::NotFound), "{denied}");
        assert!(matches!(s.app.open_file(&Actor::person(other), None, paper.id).await, Err(Denied::NotFound)));
    }

    // not over what somebody else has saved meanwhile
    let stale = s.app.save_draft(&head, typed(id, "处长稿", vec![], None), false).await.unwrap_err();
    assert_eq!(reason(&stale), Some(Reason::Overtaken));
    s.app.save_draft(&contact, typed(id, "二稿", vec![paper.id], Some(kept.edition())), true).await.unwrap();
    assert_eq!(told(s, s.jiaowu_head, "待您签发").await, 1);
    assert_eq!(told(s, s.jiaowu_contact, "待您签发").await, 0);
    let line = s.app.drafts_of(&head).await.unwrap().remove(0);
    assert!(line.to_sign && line.title == "教室检修" && !line.number.is_empty(), "{line:?}");
    assert!(!s.app.drafts_of(&contact).await.unwrap().remove(0).to_sign);
    // whatever the clock says, the file waits as long as the draft
    s.day(date(2026, 9, 10));
    s.app.open_file(&head, None, paper.id).await.unwrap();

    // returned with a remark, mended, signed; the draft goes with the act
    let seen = Some(line.draft.edition());
    let empty = s.app.return_draft(&head, typed(id, "二稿", vec![paper.id], seen), "  ").await.unwrap_err();
    assert_eq!(reason(&empty), Some(Reason::Incomplete));
    let own = s.app.return_draft(&contact, typed(id, "二稿", vec![paper.id], seen), "不行").await.unwrap_err();
    assert_eq!(reason(&own), Some(Reason::NotPermitted));
    s.app.return_draft(&head, typed(id, "二稿", vec![paper.id], seen), "请写明措施").await.unwrap();
    assert_eq!(told(s, s.jiaowu_contact, "已由单位负责人退回").await, 1);
    let returned = drafts(s, s.jiaowu_contact, id).await.remove(0);
    assert_eq!((returned.state, returned.author), (DraftState::Returned, s.jiaowu_contact));
    assert_eq!(returned.returned, Some((s.jiaowu_head, "请写明措施".to_owned())));
    let seen = Some(returned.edition());
    s.app.save_draft(&contact, typed(id, "三稿", vec![paper.id], seen), true).await.unwrap();
    let request = Request::matter(s.app.fresh_id(), id, Command::Attach { file: paper.id, label: None });
    let request = request.act(app::Act::Matter { id, command: ask() });
    s.app.execute(&head, request).await.unwrap();
    assert_eq!(drafts(s, s.jiaowu_head, id).await, []);
    let view = s.app.matter(&Actor::person(s.clerk), id).await.unwrap();
    assert_eq!(view.files.iter().map(|file| file.id).collect::<Vec<_>>(), [paper.id], "part of the record now");
    s.app.open_file(&Actor::person(s.clerk), None, paper.id).await.unwrap();

    // 已失效: a request is under way, so nothing new can be kept; thrown away, its files are swept
    let denied = s.app.save_draft(&contact, typed(id, "又一稿", vec![], None), false).await.unwrap_err();
    assert_eq!(reason(&denied), Some(Reason::Overtaken));
    assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new(), "a draft is in no event and no view");
}

/// A draft of a matter that does not take the act any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_draft_can_be_thrown_away() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.under_way("教室检修").await;
    let contact = Actor::person(s.jiaowu_contact);
    s.app.save_draft(&contact, typed(id, "一稿", vec![], None), true).await.unwrap();
    s.must(s.jiaowu_head, id, sections()).await;
    s.must(s.clerk, id, accept(1)).await;
    let line = s.app.drafts_of(&contact).await.unwrap().remove(0);
    assert!(line.draft.lapsed.is_some());
    s.app.discard_draft(&contact, id, EXTENSION).await.unwrap();
    assert_eq!(drafts(&s, s.jiaowu_contact, id).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_sees_and_signs_within_the_dates() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let id = s.under_way("教室检修").await;
        let deputy = Actor::person(s.stranger);
        let sign = || Circumstances { on_behalf: Some(s.jiaowu_head), ..Circumstances::default() };
        let signs = || s.app.execute(&deputy, Request::matter(s.app.fresh_id(), id, ask()).under(sign()));
        assert!(matches!(s.app.matter(&deputy, id).await, Err(Denied::NotFound)));
        assert!(matches!(signs().await, Err(Denied::NotFound)));

        let (from, until) = (date(2026, 9, 3), date(2026, 9, 4));
        let delegation = Delegation { principal: s.jiaowu_head, deputy: s.stranger, from, until };
        let give = Request::institution(s.app.fresh_id(), InstitutionCommand::Delegate(delegation));
        s.app.execute(&Actor::person(s.jiaowu_head), give).await.unwrap();
        assert!(matches!(s.app.matter(&deputy, id).await, Err(Denied::NotFound)), "not before its first day");

        s.day(from);
        s.app.save_draft(&Actor::person(s.jiaowu_contact), typed(id, "一稿", vec![], None), true).await.unwrap();
        assert!(s.app.drafts_of(&deputy).await.unwrap()[0].to_sign);
        assert_eq!(told(&s, s.stranger, "待您签发").await, 1);
        let desk = s.app.desk(&deputy).await.unwrap();
        assert!(
            desk.owed.iter().any(|item| matches!(item, app::ask::DeskItem::Duty(owed) if owed.matter == id)),
            "{desk:?}"
        );
        let plain = s.does(s.stranger, id, ask()).await.unwrap_err();
        assert_eq!(reason(&plain), Some(Reason::NotPermitted), "only in the principal's name");
        signs().await.unwrap();
        let view = s.app.matter(&deputy, id).await.unwrap();
        let stamp = &view.timeline.last().unwrap().stamp;
        assert_eq!((stamp.by.person(), stamp.on_behalf), (Some(s.stranger), Some(s.jiaowu_head)));

        s.day(date(2026, 9, 5));
        assert!(matches!(s.app.matter(&deputy, id).await, Err(Denied::NotFound)), "not after its last day");
        assert_eq!(s.app.desk(&deputy).await.unwrap().owed, []);
        assert_eq!(s.app.drafts_of(&deputy).await.unwrap(), []);
    }
}

/// 请您阅示, sub-tasks reported, both dates of a limit, and what stands in the way.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_and_what_blocks() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        waits(&s).await;
    }
}

async fn waits(s: &School) {
    let id = s.under_way("教室检修").await;
    let waiting = async |who: PersonId| {
        let desk = s.app.desk(&Actor::person(who)).await.unwrap();
        desk.waiting.iter().map(|one| (one.kind, one.item)).collect::<Vec<_>>()
    };
    let record = Command::RecordSituation { kind: SituationKind::NewProblem, text: text("管线老化") };
    s.must(s.clerk, id, record).await;
    assert_eq!(waiting(s.leader).await, [], "recorded, not yet submitted");
    s.must(s.clerk, id, Command::SubmitSituation { situation: 1, to: s.leader, text: None }).await;
    assert_eq!(waiting(s.leader).await, [(WaitKind::Situation, 1)]);
    assert_eq!(waiting(s.clerk).await, [(WaitKind::Situation, 1)], "the Office keeps sight of it");
    assert_eq!(waiting(s.jiaowu_head).await, []);
    assert_eq!(told(s, s.leader, "请您阅示").await, 1);
    let instruct = |situation| {
        let mut request = Request::new(s.app.fresh_id());
        let text = request.seal(matter_scope(id), "请尽快更换");
        let owed = Some((Owner::Unit(s.jiaowu), date(2026, 9, 10)));
        request.act(app::Act::Matter { id, command: Command::Instruct { text, situation, owed, scan: None } })
    };
    s.app.execute(&Actor::person(s.leader), instruct(None)).await.unwrap();
    assert_eq!(waiting(s.leader).await, [(WaitKind::Situation, 1)], "a word on something else");
    s.app.execute(&Actor::person(s.leader), instruct(Some(1))).await.unwrap();
    assert_eq!((waiting(s.leader).await, waiting(s.clerk).await), (vec![], vec![]));

    // a named person of the unit, without any post, and a co-unit
    let named = Command::BreakDown { owner: Owner::Person(s.stranger), due: date(2026, 9, 8), text: text("清点") };
    s.must(s.jiaowu_contact, id, named).await;
    let other = Command::BreakDown { owner: Owner::Unit(s.houqin), due: date(2026, 9, 9), text: text("供电") };
    s.must(s.jiaowu_contact, id, other).await;
    for (who, task) in [(s.stranger, 1), (s.houqin_head, 2)] {
        let desk = s.app.desk(&Actor::person(who)).await.unwrap();
        let mine = |item: &app::ask::DeskItem| {
            matches!(item, app::ask::DeskItem::Duty(owed)
                if owed.kind == domain::duty::DutyKind::SubTask && owed.about == Some(task))
        };
        assert!(desk.owed.iter().any(mine), "{desk:?}");
        s.must(who, id, Command::ReportSubTask { task, text: text("完成") }).await;
    }
    assert_eq!(waiting(s.jiaowu_head).await, [(WaitKind::SubTask, 1), (WaitKind::SubTask, 2)]);
    s.must(s.jiaowu_head, id, Command::TakeSubTask { task: 1, text: None }).await;
    assert_eq!(waiting(s.jiaowu_contact).await, [(WaitKind::SubTask, 2)]);
    assert_eq!(told(s, s.stranger, "已获牵头单位认可").await, 1);

    // what stands in the way is shown on both, to those who may see both
    let way = s.under_way("管网改造").await;
    let report = |standstill| Command::ReportProgress {
        unit: s.jiaowu,
        percent: None,
        text: Some(text("等管网")),
        problems: None,
        unchanged: false,
        standstill,
    };
    s.must(s.jiaowu_contact, id, report(Some(Standstill::BlockedBy(way)))).await;
    let view = async |who: PersonId, matter| s.app.matter(&Actor::person(who), matter).await.unwrap();
    assert_eq!(view(s.clerk, id).await.blocked_by.map(|(id, ..)| id), Some(way));
    assert_eq!(view(s.houqin_head, way).await.blocks.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), [id]);
    s.must(s.jiaowu_contact, id, report(None)).await;
    assert_eq!(view(s.clerk, way).await.blocks, [], "the last report says so no more");

    // 按首次时限: late by the first date, though the date in force is still to come
    s.must(s.jiaowu_head, id, ask()).await;
    s.must(s.clerk, id, Command::ForwardExtension { extension: 1, remark: None }).await;
    let grant = Command::GrantExtension { extension: 1, until: date(2026, 10, 15), text: None };
    s.must(s.leader, id, grant).await;
    s.day(date(2026, 9, 29));
    let late = async |limit_date| {
        let query = Query { light: Some(Light::Red), limit_date, sort: Sort::FirstDue, ..Query::default() };
        let ledger = s.app.ledger(&Actor::person(s.clerk), query).await.unwrap();
        assert_eq!(ledger.rows.len() as u64, ledger.total.0);
        ledger.rows.iter().map(|row| (row.id, row.first_due, row.due)).collect::<Vec<_>>()
    };
    let first = Some(date(2026, 9, 21));
    assert_eq!(late(LimitDate::InForce).await, [(way, first, first)]);
    let by_first = late(LimitDate::First).await;
    assert_eq!(by_first.len(), 2, "{by_first:?}");
    assert!(by_first.contains(&(id, first, Some(date(2026, 10, 15)))), "{by_first:?}");
    assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());
}
