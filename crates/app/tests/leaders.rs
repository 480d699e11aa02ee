//! 批阅 and 会议, on both databases: what waits for a leader, whose matters they see, what is noted in a meeting and by whom it
//! is seen.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod school;

use app::{
    Act, Actor, Denied, Request,
    ask::{LeaderDesk, Mark, PaperOf, Query},
    meetings::{Agenda, Became, MEETING_MOST, NoteChange},
    search::Search,
};
use domain::{
    duty::DutyKind,
    institution::{Delegation, InstitutionCommand, Person, Role},
    matter::{Command, SituationKind, SuspensionCause},
    value::{MatterId, Percent, PersonId},
};
use jiff::civil::date;
use school::{School, text, title};
use store::testing::TestDatabase;
use uuid::Uuid;

/// Another vice-president, in charge of other matters.
async fn another_leader(s: &School) -> PersonId {
    let mut request = Request::new(s.app.fresh_id());
    let id = PersonId(request.fresh_id());
    let name = title("另一副校长（测试）");
    let person = Person { id, name, unit: None, post: String::new(), telephone: None, mail: None, left_on: None };
    let grant =
        InstitutionCommand::Grant { person: id, role: Role::Leader, unit: None, from: date(2020, 1, 1), until: None };
    let request = request.act(Act::Institution(InstitutionCommand::AddPerson(person))).act(Act::Institution(grant));
    s.app.execute(&Actor::system("test"), request).await.unwrap();
    id
}

async fn desk(s: &School, who: PersonId) -> LeaderDesk {
    s.app.leader_desk(&Actor::person(who)).await.unwrap()
}

fn kinds(desk: &LeaderDesk) -> Vec<Option<DutyKind>> {
    let kind = |of: &PaperOf| match of {
        PaperOf::Duty(owed) => Some(owed.kind),
        PaperOf::Situation(_) => None,
    };
    desk.papers.iter().map(|paper| kind(&paper.of)).collect()
}

fn is_not_found<T: std::fmt::Debug>(answer: Result<T, Denied>) -> bool {
    matches!(answer, Err(Denied::NotFound))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_leader_is_there_with_its_matter_and_never_red() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let other = another_leader(&s).await;
        let extended = s.under_way("要延期的").await;
        let until = date(2026, 10, 15);
        let ask = Command::RequestExtension { until, reasons: text("设备未到"), measures: text("催货") };
        s.must(s.jiaowu_head, extended, ask).await;
        assert_eq!(kinds(&desk(&s, s.leader).await), [], "still with the Office");
        s.must(s.clerk, extended, Command::ForwardExtension { extension: 1, remark: Some(text("属实")) }).await;

        s.day(date(2026, 9, 2));
        let told = s.under_way("有新情况的").await;
        s.must(s.clerk, told, Command::RecordSituation { kind: SituationKind::NewProblem, text: text("须听证") }).await;
        s.must(s.clerk, told, Command::SubmitSituation { situation: 1, to: s.leader, text: None }).await;

        s.day(date(2026, 9, 3));
        let (paused, dropped) = (s.under_way("要暂缓的").await, s.under_way("要终止的").await);
        let cause = SuspensionCause::Tender;
        let suspend = Command::RequestSuspension { reason: text("招标"), expected_end: date(2026, 11, 1), cause };
        s.must(s.office_head, paused, suspend).await;
        s.must(s.office_head, dropped, Command::RequestTermination { reason: text("已无必要") }).await;
        let proposed = s.fresh_matter();
        let mut proposal = s.proposal("重大事项");
        proposal.major = true;
        s.must(s.clerk, proposed, Command::Propose { proposal: Box::new(proposal), group: None }).await;
        let parties = vec![domain::duty::Owner::Unit(s.jiaowu)];
        let ask = Command::SeekOpinions { parties, due: date(2026, 9, 8), question: text("是否可行") };
        s.must(s.clerk, proposed, ask).await;
        s.must(s.jiaowu_head, proposed, Command::GiveOpinion { opinion: 1, text: text("可行") }).await;
        s.must(s.clerk, proposed, Command::Submit { leaders: vec![s.leader, s.principal], text: None }).await;

        // Long after every limit of theirs.
        s.day(date(2026, 9, 30));
        let mine = desk(&s, s.leader).await;
        let all = kinds(&mine);
        assert_eq!(all[..2], [Some(DutyKind::DecideExtension), None], "those that have waited longest first");
        for kind in [DutyKind::DecideSuspension, DutyKind::DecideTermination, DutyKind::ApproveProposal] {
            assert!(all.contains(&Some(kind)), "{kind:?}");
        }
        assert_eq!((all.len(), mine.papers_total.0), (5, 5));
        let waits = |paper: &app::ask::LeaderPaper| matches!(paper.mark, Mark::Waiting { .. });
        assert!(mine.papers.iter().all(waits), "{:?}", mine.papers.iter().map(|paper| paper.mark).collect::<Vec<_>>());
        assert_eq!(mine.papers[0].mark, Mark::Waiting { days: 29, to_read: false });
        assert_eq!(mine.papers[1].mark, Mark::Waiting { days: 28, to_read: true });
        assert_eq!(mine.papers[0].matter.extensions[0].until, until);
        for (who, waiting) in [(other, 0), (s.principal, 0)] {
            assert_eq!(desk(&s, who).await.papers.len(), waiting);
        }

        s.must(s.leader, extended, Command::GrantExtension { extension: 1, until, text: None }).await;
        s.must(s.leader, proposed, Command::Approve { text: None }).await;
        assert_eq!(desk(&s, s.leader).await.papers.len(), 3);
        assert_eq!(kinds(&desk(&s, s.principal).await), [Some(DutyKind::ApproveProposal)], "now it is the next one's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leader_sees_the_matters_in_charge_and_the_principal_all_the_most_urgent_first() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let other = another_leader(&s).await;
        let first = s.under_way("先到期的").await;
        let text_of = Some(text("已检查 80 间"));
        let (percent, unit) = (Some(Percent::new(60).unwrap()), s.jiaowu);
        let report = Command::ReportProgress {
            unit,
            percent,
            text: text_of,
            problems: None,
            unchanged: false,
            standstill: None,
        };
        s.must(s.jiaowu_contact, first, report).await;
        s.day(date(2026, 9, 8));
        let second = s.under_way("后到期的").await;
        let theirs = s.fresh_matter();
        let mut proposal = s.proposal("别人分管的");
        proposal.leader = Some(other);
        s.must(s.clerk, theirs, Command::Propose { proposal: Box::new(proposal), group: None }).await;

        s.day(date(2026, 9, 24));
        let ids = |desk: &LeaderDesk| desk.matters.iter().map(|row| row.id).collect::<Vec<MatterId>>();
        let mine = desk(&s, s.leader).await;
        assert_eq!(ids(&mine), [first, second]);
        assert_eq!((mine.leader, mine.matters_total.0, mine.overdue.0), (Some(s.leader), 2, 1));
        assert_eq!(mine.matters[0].progress_text, "已检查 80 间");
        assert!(mine.matters[0].next.is_some());
        assert_eq!(ids(&desk(&s, other).await), [theirs]);
        let all = desk(&s, s.principal).await;
        assert_eq!((all.leader, ids(&all).len(), all.matters_total.0), (None, 3, 3));
        for nobody in [s.clerk, s.office_head, s.jiaowu_head, s.jiaowu_contact, s.discipline, s.stranger] {
            assert!(is_not_found(s.app.leader_desk(&Actor::person(nobody)).await));
        }
    }
}

/// 代签: another leader who may sign has the principal's papers on their own page; a clerk who may, on 工作台 as before.
#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_finds_the_principals_papers_where_they_find_their_own() {
    for database in TestDatabase::both() {
        let s = School::on(database).await;
        let other = another_leader(&s).await;
        let id = s.under_way("要终止的").await;
        s.must(s.office_head, id, Command::RequestTermination { reason: text("已无必要") }).await;
        assert_eq!(desk(&s, other).await.papers, []);
        for deputy in [other, s.stranger] {
            let (from, until) = (date(2026, 9, 1), date(2026, 9, 4));
            let delegation = Delegation { principal: s.leader, deputy, from, until };
            let give = Request::institution(s.app.fresh_id(), InstitutionCommand::Delegate(delegation));
            s.app.execute(&Actor::person(s.leader), give).await.unwrap();
        }
        let paper = desk(&s, other).await.papers;
        assert_eq!(paper[0].owner(), domain::duty::Owner::Person(s.leader));
        assert!(is_not_found(s.app.leader_desk(&Actor::person(s.stranger)).await), "holds no leader's post");
        assert_eq!(s.app.desk(&Actor::person(s.stranger)).await.unwrap().owed.len(), 1);
        s.day(date(2026, 9, 5));
        assert_eq!(desk(&s, other).await.papers, []);
    }
}

struct Held {
    s: School,
    other: PersonId,
    mine: MatterId,
    theirs: MatterId,
    id: Uuid,
}

/// A meeting that goes through one matter of each leader.
async fn held(database: TestDatabase) -> Held {
    let s = School::on(database).await;
    let other = another_leader(&s).await;
    let mine = s.under_way("教室检修").await;
    let theirs = s.fresh_matter();
    let mut proposal = s.proposal("食堂改造");
    proposal.leader = Some(other);
    s.must(s.clerk, theirs, Command::Propose { proposal: Box::new(proposal), group: None }).await;
    let id = s.app.fresh_id();
    let clerk = Actor::person(s.clerk);
    for name in ["校长办公会", "另一个名称"] {
        s.app.begin_meeting(&clerk, id, name, date(2026, 9, 1), Query::default()).await.unwrap();
    }
    Held { s, other, mine, theirs, id }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_goes_through_what_it_began_with_and_everybody_sees_their_part() {
    for database in TestDatabase::both() {
        let Held { s, other, mine, theirs, id } = held(database).await;
        s.under_way("会议开始以后的").await;
        let turn =
            async |who: PersonId, place| s.app.turn(&Actor::person(who), Agenda::Meeting(id), place).await.unwrap();
        let first = turn(s.clerk, 1).await;
        assert_eq!((first.place, first.count, first.more), (1, 2, false));
        assert_eq!(first.meeting.unwrap().name, "校长办公会", "sent twice it begins once");
        assert_eq!(first.shown.unwrap().0.id, mine, "the most urgent first");
        let last = turn(s.principal, 9).await;
        assert_eq!((last.place, last.shown.unwrap().0.id), (2, theirs), "beyond the end is the end");
        for (leader, only) in [(s.leader, mine), (other, theirs)] {
            let turn = turn(leader, 1).await;
            assert_eq!((turn.count, turn.shown.map(|(row, matter)| (row.id, matter.id))), (1, Some((only, only))));
        }
        let asked = |query| Agenda::Asked(Box::new(query));
        let leader = Some(s.leader);
        let query = Query { leader, ..Query::default() };
        let now = s.app.turn(&Actor::person(s.leader), asked(query), 1).await.unwrap();
        assert_eq!((now.count, now.meeting), (2, None), "the ledger as it is now");
        let none = Query { urged: true, ..Query::default() };
        let none = s.app.turn(&Actor::person(s.leader), asked(none), 1).await.unwrap();
        assert_eq!((none.place, none.count, none.shown), (0, 0, None));
        for nobody in [s.jiaowu_head, s.jiaowu_contact, s.discipline, s.stranger] {
            let nobody = Actor::person(nobody);
            assert!(is_not_found(s.app.meetings(&nobody).await));
            assert!(is_not_found(s.app.meeting(&nobody, id).await));
            assert!(is_not_found(s.app.turn(&nobody, Agenda::Meeting(id), 1).await));
            assert!(is_not_found(s.app.turn(&nobody, asked(Query::default()), 1).await));
        }
        assert!(is_not_found(s.app.meeting(&Actor::person(s.clerk), s.app.fresh_id()).await));
        const { assert!(MEETING_MOST <= 200, "a page asks for the rows of all of them") };
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_a_draft_until_the_minutes_confirm_it() {
    for database in TestDatabase::both() {
        let Held { s, other, mine, theirs, id } = held(database).await;
        let clerk = Actor::person(s.clerk);
        let entries = s.app.matter(&clerk, mine).await.unwrap().timeline.len();
        let (a, b, c) = (s.app.fresh_id(), s.app.fresh_id(), s.app.fresh_id());
        for _ in 0..2 {
            s.app.note_decision(&clerk, id, a, Some(mine), "增容由基建处牵头").await.unwrap();
        }
        s.app.note_decision(&clerk, id, b, Some(theirs), "另行研究承包合同").await.unwrap();
        s.app.note_decision(&clerk, id, c, None, "年内不再新开工").await.unwrap();
        let notes = async |who: PersonId| {
            let view = s.app.meeting(&Actor::person(who), id).await.unwrap();
            view.notes.into_iter().map(|note| note.id).collect::<Vec<_>>()
        };
        for whole in [s.clerk, s.office_head, s.principal] {
            assert_eq!(notes(whole).await, [a, b, c]);
        }
        assert_eq!(notes(s.leader).await, [a, c], "on the matters that they see, and on none");
        assert_eq!(notes(other).await, [b, c]);
        let turn = s.app.turn(&Actor::person(s.leader), Agenda::Meeting(id), 1).await.unwrap();
        assert_eq!(turn.notes.iter().map(|note| note.id).collect::<Vec<_>>(), [a]);

        // Nothing of it in the record, the search or the figures.
        let view = s.app.matter(&clerk, mine).await.unwrap();
        assert_eq!((view.timeline.len(), view.matter.instructions.len()), (entries, 0));
        let search = Search { q: "增容由基建处牵头".to_owned(), ..Search::default() };
        assert_eq!(s.app.search(&clerk, search).await.unwrap().hits.len(), 0);
        assert_eq!(s.app.verify().await.unwrap().faults, Vec::<String>::new());

        // The Office alone writes.
        for reader in [s.leader, s.principal, s.jiaowu_head, s.stranger] {
            let reader = Actor::person(reader);
            let fresh = s.app.fresh_id();
            assert!(is_not_found(s.app.begin_meeting(&reader, fresh, "会", date(2026, 9, 1), Query::default()).await));
            assert!(is_not_found(s.app.note_decision(&reader, id, fresh, None, "我说了算").await));
            assert!(is_not_found(s.app.change_note(&reader, id, a, NoteChange::Drop).await));
            assert!(is_not_found(s.app.open_note(&reader, a).await));
            assert!(is_not_found(s.app.settle_note(&reader, a, Became::Matter(mine)).await));
            assert!(is_not_found(s.app.end_meeting(&reader, id).await));
        }
        let elsewhere = s.under_way("不在会上的").await;
        assert!(is_not_found(s.app.note_decision(&clerk, id, s.app.fresh_id(), Some(elsewhere), "越界").await));
        assert!(s.app.note_decision(&clerk, id, s.app.fresh_id(), None, "  ").await.unwrap_err().refusal().is_some());
        assert!(is_not_found(s.app.change_note(&clerk, s.app.fresh_id(), a, NoteChange::Drop).await));

        // The minutes come: one is confirmed as it was rewritten, one was not taken up, one becomes a matter.
        s.app
            .change_note(&clerk, id, a, NoteChange::Rewrite("增容由基建处牵头，周五前报方案".to_owned()))
            .await
            .unwrap();
        let (meeting, open) = s.app.open_note(&clerk, a).await.unwrap();
        assert_eq!((meeting.id, open.text.as_str()), (id, "增容由基建处牵头，周五前报方案"));
        s.app.settle_note(&clerk, a, Became::Instruction(mine)).await.unwrap();
        s.app.settle_note(&clerk, a, Became::Matter(theirs)).await.unwrap();
        assert!(s.app.open_note(&clerk, a).await.unwrap_err().refusal().is_some());
        assert!(s.app.change_note(&clerk, id, a, NoteChange::Drop).await.unwrap_err().refusal().is_some());
        assert!(s.app.end_meeting(&clerk, id).await.unwrap_err().refusal().is_some(), "two wait");
        s.app.change_note(&clerk, id, b, NoteChange::Drop).await.unwrap();
        assert_eq!(notes(other).await, [c]);
        s.app.settle_note(&clerk, c, Became::Matter(theirs)).await.unwrap();
        let view = s.app.meeting(&Actor::person(s.leader), id).await.unwrap();
        let became: Vec<Became> = view.notes.iter().map(|note| note.settled.unwrap().became).collect();
        assert_eq!(became, [Became::Instruction(mine), Became::Matter(theirs)], "the first word stays");
        let seen: Vec<MatterId> = view.became.iter().map(|row| row.id).collect();
        assert_eq!(seen, [mine], "what it became is another leader's");
        let lines = s.app.meetings(&clerk).await.unwrap();
        assert_eq!((lines.len(), lines[0].matters, lines[0].notes, lines[0].open), (1, 2, 2, 0));
        s.app.end_meeting(&clerk, id).await.unwrap();
        assert!(is_not_found(s.app.meeting(&clerk, id).await));
    }
}
