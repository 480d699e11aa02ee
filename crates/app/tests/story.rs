//! One matter from 拟办 to 归档 with seven people, on both databases; what each may see on the way; and that everything said
//! by the views is what a replay says.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Actor, Denied, Request,
    ask::{FallList, Query},
    matter_scope,
};
use domain::{
    Reason,
    duty::{DutyKind, Owner},
    matter::{Command, CommandKind, Stage},
    value::MatterId,
};
use jiff::civil::date;
use school::{School, accept, archive, sections, text};
use store::testing::TestDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn from_proposal_to_archive_on_both_databases() {
    for database in TestDatabase::both() {
        let school = School::on(database).await;
        story(&school).await;
    }
}

async fn story(s: &School) {
    let id = s.fresh_matter();
    let mut proposal = s.proposal("教室设备检修");
    proposal.major = true;
    s.must(s.clerk, id, Command::Propose { proposal: Box::new(proposal), group: None }).await;
    assert_eq!(stage(s, id).await, Stage::Draft);
    unseen_by(s, id, &[s.jiaowu_head, s.houqin_head, s.discipline, s.stranger]).await;

    // R4.1: opinions, then the leaders in their order
    let parties = vec![Owner::Unit(s.houqin)];
    s.must(s.clerk, id, Command::SeekOpinions { parties, due: date(2026, 9, 4), question: text("可否十五日办结？") })
        .await;
    s.must(s.houqin_head, id, Command::GiveOpinion { opinion: 1, text: text("同意") }).await;
    s.must(s.clerk, id, Command::Submit { leaders: vec![s.leader, s.principal], text: None }).await;
    assert_eq!(owed(s, s.leader).await, [DutyKind::ApproveProposal]);
    s.must(s.leader, id, Command::Approve { text: Some(text("同意")) }).await;
    let early = s.does(s.leader, id, Command::Approve { text: None }).await;
    assert_eq!(early.unwrap_err().refusal().map(|refusal| refusal.reason), Some(Reason::NotPermitted));
    s.must(s.principal, id, Command::Approve { text: None }).await;

    // R4.2, R4.3
    let done = s.must(s.clerk, id, Command::Register).await;
    assert_eq!(done.streams[0].number.as_deref(), Some("督办〔2026〕1号"));
    s.day(date(2026, 9, 7));
    assert_eq!(fall(s, FallList::NotDispatched).await, 1);
    let dispatch = s.dispatch().await;
    s.must(s.clerk, id, dispatch).await;
    assert_eq!(fall(s, FallList::NotDispatched).await, 0);
    assert_eq!(owed(s, s.jiaowu_contact).await, [DutyKind::Sign, DutyKind::Complete]);
    s.must(s.jiaowu_contact, id, Command::Sign { unit: s.jiaowu }).await;
    s.must(s.houqin_head, id, Command::Sign { unit: s.houqin }).await;
    assert_eq!(stage(s, id).await, Stage::UnderWay);

    // R4.4d, R4.5a: the leader's words are sealed
    let report = Command::ReportProgress {
        unit: s.jiaowu,
        percent: domain::value::Percent::new(40).ok(),
        text: Some(text("已完成 48 间")),
        problems: None,
        unchanged: false,
        standstill: None,
    };
    s.must(s.jiaowu_contact, id, report).await;
    instruct(s, id).await;

    // R4.5b
    let ask =
        Command::RequestExtension {
            until: date(2026, 11, 13), reasons: text("设备到货晚"), measures: text("加班")
        };
    s.must(s.jiaowu_head, id, ask).await;
    s.must(s.clerk, id, Command::ForwardExtension { extension: 1, remark: None }).await;
    let grant = Command::GrantExtension { extension: 1, until: date(2026, 11, 13), text: None };
    s.must(s.leader, id, grant).await;
    let row = &s.app.ledger(&Actor::person(s.clerk), Query::default()).await.unwrap().rows[0];
    assert_eq!(
        (row.due, row.extended, row.progress.map(|(percent, _)| percent)),
        (Some(date(2026, 11, 13)), 1, Some(40))
    );

    // R4.5c: past due, urged
    s.day(date(2026, 11, 16));
    assert_eq!(fall(s, FallList::NotUrged).await, 1);
    s.must(
        s.clerk,
        id,
        Command::Urge {
            due: date(2026, 11, 20), text: text("请抓紧办结"), reason: Some(text("电话提醒无效"))
        },
    )
    .await;
    assert_eq!((fall(s, FallList::NotUrged).await, fall(s, FallList::UrgedNotDone).await), (0, 0));
    s.day(date(2026, 11, 23));
    assert_eq!(fall(s, FallList::UrgedNotDone).await, 1);
    unseen_by(s, id, &[s.discipline]).await;
    s.must(s.clerk, id, Command::SettleUrging { urging: 1, done: false, reason: Some(text("仍未办结")) }).await;
    let by_clerk = s
        .does(
            s.clerk,
            id,
            Command::Urge {
                due: date(2026, 11, 27), text: text("二次催办"), reason: Some(text("电话提醒无效"))
            },
        )
        .await;
    assert!(by_clerk.is_err(), "only the head of the office issues a second urging");
    s.must(
        s.office_head,
        id,
        Command::Urge { due: date(2026, 11, 27), text: text("二次催办"), reason: Some(text("电话提醒无效")) },
    )
    .await;
    let copy = s.app.matter(&Actor::person(s.discipline), id).await.expect("R4.5d: the copy is readable");
    assert!(copy.matter.instructions.is_empty() && copy.matter.opinions.is_empty() && copy.opened.len() == 2);

    // R4.6 – R4.8
    s.must(s.jiaowu_head, id, sections()).await;
    let confirm = Command::ConfirmClosingReport { report: 1, unit: s.houqin, agrees: true, text: None };
    s.must(s.houqin_head, id, confirm).await;
    s.must(s.clerk, id, accept(1)).await;
    let feedback =
        Command::FeedBack { to: vec![Owner::Person(s.leader), Owner::Unit(s.jiaowu)], text: text("已办结") };
    s.must(s.clerk, id, feedback).await;
    let open = Command::AnswerInstruction { instruction: 1, text: text("已按批示落实") };
    s.must(s.jiaowu_head, id, open).await;
    s.must(s.clerk, id, archive()).await;
    assert_eq!(stage(s, id).await, Stage::Archived);
    for fall in s.app.desk(&Actor::person(s.clerk)).await.unwrap().falls {
        assert_eq!(fall.count.0, 0, "{:?}", fall.list);
    }

    s.app.anchor().await.unwrap();
    let verified = s.app.verify().await.unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
    assert!(verified.events > 20 && verified.view_rows > 10 && verified.anchors == 4, "{verified:?}");
}

/// 批示, and who may read it.
async fn instruct(s: &School, id: MatterId) {
    let mut request = Request::new(s.app.fresh_id());
    let words = request.seal(matter_scope(id), "请务必在期中考试前完成。");
    let owed = Some((Owner::Unit(s.jiaowu), date(2026, 11, 30)));
    let command = Command::Instruct { text: words, situation: None, owed, scan: None };
    let request = request.act(app::Act::Matter { id, command });
    s.app.execute(&Actor::person(s.leader), request).await.unwrap();
    for (reader, reads) in
        [(s.clerk, true), (s.principal, true), (s.leader, true), (s.jiaowu_head, true), (s.houqin_head, false)]
    {
        let view = s.app.matter(&Actor::person(reader), id).await.unwrap();
        let words = view.opened(&view.matter.instructions[0].text);
        assert_eq!(words.is_some(), reads, "{}", view.institution.person_name(reader));
    }
}

async fn stage(s: &School, id: MatterId) -> Stage {
    s.app.matter(&Actor::person(s.clerk), id).await.unwrap().matter.stage
}

async fn owed(s: &School, who: domain::value::PersonId) -> Vec<DutyKind> {
    s.app.desk(&Actor::person(who)).await.unwrap().owed.iter().map(|owed| owed.kind()).collect()
}

/// The count of a list, which has to equal the list behind it.
async fn fall(s: &School, list: FallList) -> u64 {
    let clerk = Actor::person(s.clerk);
    let count = s.app.desk(&clerk).await.unwrap().falls.iter().find(|fall| fall.list == list).unwrap().count;
    let behind = s.app.ledger(&clerk, Query { list: Some(list), ..Query::default() }).await.unwrap();
    assert_eq!((behind.rows.len() as u64, behind.total), (count.0, count), "{list:?}");
    count.0
}

async fn unseen_by(s: &School, id: MatterId, strangers: &[domain::value::PersonId]) {
    for stranger in strangers {
        let actor = Actor::person(*stranger);
        assert!(matches!(s.app.matter(&actor, id).await, Err(Denied::NotFound)));
        assert!(matches!(s.does(*stranger, id, Command::Register).await, Err(Denied::NotFound)));
        assert!(s.app.ledger(&actor, Query::default()).await.unwrap().rows.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_is_there_exactly_where_the_command_would_be_accepted() {
    let s = School::on(TestDatabase::sqlite()).await;
    let id = s.under_way("教室设备检修").await;
    let possible = |who| {
        let (app, actor) = (s.app.clone(), Actor::person(who));
        async move {
            let view = app.matter(&actor, id).await.unwrap();
            let kinds =
                view.possible.into_iter().filter(|one| one.refusal.is_none()).map(|one| (one.kind, one.primary));
            kinds.collect::<Vec<(CommandKind, bool)>>()
        }
    };
    let head = possible(s.jiaowu_head).await;
    assert!(head.contains(&(CommandKind::SubmitClosingReport, true)), "{head:?}");
    assert!(head.contains(&(CommandKind::RequestExtension, false)), "{head:?}");
    assert!(!head.iter().any(|(kind, _)| matches!(kind, CommandKind::Review | CommandKind::Sign | CommandKind::Urge)));
    let contact = possible(s.jiaowu_contact).await;
    assert!(!contact.iter().any(|(kind, _)| *kind == CommandKind::SubmitClosingReport), "the head signs");
    assert!(contact.contains(&(CommandKind::ReportProgress, false)));
    let co = possible(s.houqin_head).await;
    assert!(co.contains(&(CommandKind::Sign, true)), "{co:?}");
    let clerk = possible(s.clerk).await;
    assert!(
        !clerk.iter().any(|(kind, _)| matches!(kind, CommandKind::Urge | CommandKind::ForwardExtension)),
        "{clerk:?}"
    );
    s.day(date(2026, 9, 28));
    assert!(possible(s.clerk).await.iter().any(|(kind, _)| *kind == CommandKind::Urge));
}
