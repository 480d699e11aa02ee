//! 催办建议, 缓发, 核实 (R4.5c, R4.5d): what the system proposes, and when it does not. Given, when, then.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{
    Evidence, Reason,
    duty::{DutyKind::*, Owner},
    matter::*,
};

fn urge(due: &str) -> Command {
    Command::Urge { due: day(due), text: text("请抓紧办理"), reason: None }
}

fn undone(urging: u32) -> Command {
    Command::SettleUrging { urging, done: false, reason: Some(text("仍未办结")) }
}

fn ask_until(until: &str) -> Command {
    Command::RequestExtension { until: day(until), reasons: text("因"), measures: text("法") }
}

/// R4.5c: on the day after the limit, not on it; with the limit and the words of the parameters; owed by the Office.
#[test]
fn an_urging_is_proposed_the_day_after_the_limit() {
    let mut story = Story::under_way("2026-09-01");
    assert_eq!(story.owes(Complete), Some("2026-09-21".into()));
    assert_eq!(story.on("2026-09-21").system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition);
    story.on("2026-09-22").system_does(Command::ProposeUrging);
    let proposal = story.matter.open_urging_proposal().unwrap();
    // five working days on, 9月25日 being 中秋 and 9月26–27日 a weekend
    assert_eq!((proposal.nth, proposal.days_past, proposal.due), (1, 1, day("2026-09-30")));
    let words = proposal.text.as_str();
    assert!(words.contains("智慧教室中控系统故障集中修复") && words.contains("2026年9月21日"), "{words}");
    assert!(words.contains("逾期 1 个工作日") && words.contains("2026年9月30日"), "{words}");
    assert!(story.owed().contains(&(IssueUrging, Owner::Office, "2026-09-23".into())));
    assert_eq!(story.system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition, "only once");
    story.does(CLERK, urge("2026-09-30"));
    assert_eq!(story.owes(IssueUrging), None);
    assert!(story.owed().contains(&(SettleUrging, Owner::Office, "2026-10-08".into())), "the day after its limit");
}

/// Nobody gives the system's command by hand; what it has not proposed needs a reason.
#[test]
fn by_hand_only_with_a_reason() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-22");
    for who in [CLERK, HEAD, LEADER, LEAD_HEAD] {
        assert_eq!(story.refused(who, Command::ProposeUrging).reason, Reason::NotPermitted);
    }
    assert_eq!(story.refused(CLERK, urge("2026-09-30")).reason, Reason::Incomplete);
    let command = Command::Urge { due: day("2026-09-30"), text: text("催"), reason: Some(text("领导当面要求")) };
    story.does(CLERK, command);
    assert_eq!(story.matter.urgings[0].reason, Some(text("领导当面要求")));
}

/// R4.5b: none while a timely request is undecided; a late request does not stop it.
#[test]
fn a_timely_request_for_extension_stops_the_proposal() {
    let mut timely = Story::under_way("2026-09-01");
    let mut late = timely.clone();
    timely.on("2026-09-21").does(LEAD_HEAD, ask_until("2026-10-16"));
    assert_eq!(timely.on("2026-09-24").system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition);
    timely.does(CLERK, Command::ReturnExtension { extension: 1, reason: text("理由不足") });
    timely.system_does(Command::ProposeUrging);
    late.on("2026-09-22").does(LEAD_HEAD, ask_until("2026-10-16"));
    late.system_does(Command::ProposeUrging);
    // granted all the same: nothing is left to issue
    late.does(CLERK, Command::ForwardExtension { extension: 1, remark: None });
    late.does(LEADER, Command::GrantExtension { extension: 1, until: day("2026-10-16"), text: None });
    assert_eq!((late.owes(IssueUrging), late.matter.open_urging_proposal()), (None, None));
}

/// R4.5d: the second is proposed once 未落实 is recorded, and issued by the office head alone.
#[test]
fn a_second_urging_is_proposed_when_the_first_was_not_complied_with() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-22").system_does(Command::ProposeUrging).does(CLERK, urge("2026-09-30"));
    assert_eq!(story.on("2026-10-08").system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition);
    story.does(CLERK, undone(1));
    assert_eq!(story.owes(SettleUrging), None);
    story.system_does(Command::ProposeUrging);
    let proposal = story.matter.open_urging_proposal().unwrap();
    assert_eq!(proposal.nth, 2);
    assert!(proposal.text.as_str().contains("第 2 次催办"), "{}", proposal.text);
    assert_eq!(story.refused(CLERK, urge("2026-10-15")).reason, Reason::NotPermitted);
    story.does(HEAD, urge("2026-10-15"));
    assert!(story.matter.urgings[1].copied);
}

/// 缓发: with a reason and a day, after which it comes again.
#[test]
fn what_is_held_back_comes_again() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-22").system_does(Command::ProposeUrging);
    story.does(CLERK, Command::HoldUrging { reason: text("已约定当面汇报"), until: day("2026-09-28") });
    assert_eq!(story.owes(IssueUrging), None);
    assert_eq!(story.on("2026-09-28").system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition);
    story.on("2026-09-29").system_does(Command::ProposeUrging);
    // a second one is the head's to hold back
    story.does(CLERK, urge("2026-10-09")).on("2026-10-10").does(CLERK, undone(1)).system_does(Command::ProposeUrging);
    let hold = Command::HoldUrging { reason: text("等待验收结果"), until: day("2026-10-16") };
    assert_eq!(story.refused(CLERK, hold.clone()).reason, Reason::NotPermitted);
    story.does(HEAD, hold);
}

/// 已落实 without a closing report: not urged again at once, but not forgotten.
#[test]
fn after_compliance_the_next_proposal_waits_for_the_interval() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-22").system_does(Command::ProposeUrging).does(CLERK, urge("2026-09-30"));
    story.on("2026-09-28").does(CLERK, Command::SettleUrging { urging: 1, done: true, reason: None });
    // five working days from 9月28日: 9月29、30日，10月8、9日，10日补班
    assert_eq!(story.on("2026-10-10").system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition);
    story.on("2026-10-11").system_does(Command::ProposeUrging);
    assert_eq!(story.matter.open_urging_proposal().unwrap().nth, 1);
}

/// A closing report leaves nothing to issue or to settle; taken back, it is owed again.
#[test]
fn a_closing_report_overtakes_the_proposal() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-22").system_does(Command::ProposeUrging);
    story.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    assert_eq!((story.owes(IssueUrging), story.owes(SettleUrging)), (None, None));
    story.does(LEAD_HEAD, Command::Withdraw { what: Withdrawable::ClosingReport(1) });
    assert_eq!(story.owes(IssueUrging), Some("2026-09-23".into()));
}

/// 暂缓 pauses what an urging asks for; its date moves with it, and 未落实 can be recorded only after that.
#[test]
fn a_suspension_moves_the_date_of_an_urging() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-22").system_does(Command::ProposeUrging).does(CLERK, urge("2026-09-30"));
    let ask = Command::RequestSuspension {
        reason: text("等待招标"),
        expected_end: day("2026-10-20"),
        cause: SuspensionCause::Tender,
    };
    story.does(HEAD, ask);
    story.does(LEADER, Command::GrantSuspension { suspension: 1, until: day("2026-10-20"), text: None });
    assert_eq!(story.matter.suspensions[0].cause, SuspensionCause::Tender);
    story.on("2026-10-20").does(PRINCIPAL, Command::Resume { due: None, text: None });
    let due = story.owes(ComplyUrging).unwrap();
    assert!(due.as_str() > "2026-10-20", "{due}");
    assert_eq!(story.refused(CLERK, undone(1)).reason, Reason::WrongDay);
}

/// Where the Office leads the matter itself, the leader in charge issues and settles.
#[test]
fn the_offices_own_matters_are_urged_by_the_leader() {
    let own = Proposal { lead_unit: Some(OFFICE_UNIT), co_units: Vec::new(), ..proposal() };
    let dispatch = Command::Dispatch {
        assignments: vec![assigned(OFFICE_UNIT)],
        limit: LimitRule::Standard,
        cadence: Cadence::None,
    };
    let mut story = Story::new("2026-09-01");
    story.does(CLERK, Command::Propose { proposal: Box::new(own), group: None });
    story.does(CLERK, Command::Register).does(CLERK, dispatch);
    story.on("2026-09-22").system_does(Command::ProposeUrging);
    assert!(story.owed().iter().any(|(kind, owner, _)| (*kind, *owner) == (IssueUrging, Owner::Person(LEADER))));
    assert_eq!(story.refused(CLERK, urge("2026-09-30")).reason, Reason::NotPermitted);
    story.does(LEADER, urge("2026-09-30"));
}

/// A limit that had passed before this system heard of the matter is not urged by it; an import may tell that it was.
#[test]
fn what_was_late_before_the_system_heard_of_it_is_only_told_by_an_import() {
    let mut story = Story::under_way("2026-09-01");
    story.matter.recorded_on = Some(day("2026-10-15"));
    story.on("2026-10-15");
    assert_eq!(story.system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition);
    story.evidence = Some(Evidence::CallNote(text("电话")));
    assert_eq!(story.system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition);
    story.evidence = Some(Evidence::Import(text("督办台账")));
    story.system_does(Command::ProposeUrging);
    assert!(story.matter.open_urging_proposal().is_some());
}

/// The plan's day is the limit while no final one exists: a plan that comes is what was asked for, withdrawn it is owed again.
#[test]
fn a_plan_overtakes_the_proposal_and_the_urging_for_it() {
    let mut story = Story::complex();
    let due = story.matter.duties.last(WorkPlan).unwrap().due;
    story.on(&due.tomorrow().unwrap().to_string()).system_does(Command::ProposeUrging);
    let mut urged = story.clone();
    let steps = vec![PlanStep { due: day("2026-12-01"), text: text("调研"), owner: None }];
    let plan = Command::SubmitPlan { steps, final_due: Some(day("2026-12-31")) };
    story.does(LEAD_HEAD, plan.clone());
    assert_eq!((story.owes(IssueUrging), story.matter.open_urging_proposal()), (None, None));
    story.does(LEAD_HEAD, Command::Withdraw { what: Withdrawable::Plan(1) });
    assert!(story.owes(IssueUrging).is_some() && story.matter.missed_limit(story.today).is_some());

    urged.does(CLERK, urge("2026-11-30")).does(LEAD_HEAD, plan);
    assert_eq!([SignUrging, ComplyUrging, SettleUrging].map(|kind| urged.owes(kind)), [None, None, None]);
    assert!(matches!(urged.matter.urgings[0].outcome, Some(UrgingOutcome::Closed(_))));
    urged.does(LEAD_HEAD, Command::Withdraw { what: Withdrawable::Plan(1) });
    assert!(urged.matter.open_urging().is_some() && urged.owes(ComplyUrging).is_some());
}

/// A return gives time: nothing is proposed before its own limit has passed, though the first one is open at its old date.
#[test]
fn a_running_return_is_not_urged() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-25").does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    story.does(CLERK, Command::Review { report: 1, review: verdict(Verdict::Redo, Some("2026-10-16")) });
    assert_eq!(story.on("2026-10-16").system_refused(Command::ProposeUrging).reason, Reason::IllegalTransition);
    story.on("2026-10-17").system_does(Command::ProposeUrging);
    assert_eq!(story.matter.open_urging_proposal().unwrap().old_due, day("2026-10-16"));
}

/// … and the plan is owed an answer by whoever may give it.
#[test]
fn the_offices_own_plan_is_reviewed_by_the_leader() {
    let mut story = Story::complex();
    story.school.office = Some(LEAD);
    let steps = vec![PlanStep { due: day("2026-10-30"), text: text("调研"), owner: None }];
    story.does(LEAD_CONTACT, Command::SubmitPlan { steps, final_due: Some(day("2026-11-30")) });
    assert!(story.owed().iter().any(|(kind, owner, _)| (*kind, *owner) == (ReviewPlan, Owner::Person(LEADER))));
    assert_eq!(story.refused(CLERK, Command::AcceptPlan { plan: 1, text: None }).reason, Reason::NotPermitted);
    story.does(LEADER, Command::AcceptPlan { plan: 1, text: None });
}
