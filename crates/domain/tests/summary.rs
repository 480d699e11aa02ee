//! R5.3 and R4.7b: a bulletin that names slow units shows them their facts, needs a leader's 签发, and orders them to explain; a
//! report goes to the leadership and stays as it was submitted.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{
    Reason, Refusal, Stamp, Who,
    duty::DutyState,
    summary::{SummaryCommand as C, *},
    value::{Period, PersonId, SummaryId},
};
use uuid::Uuid;

struct Paper {
    story: Story,
    summary: Summary,
}

impl Paper {
    /// Drafted by the Office on 2026-10-08 (a Thursday) for the third quarter.
    fn new(kind: SummaryKind, content: Content) -> Paper {
        let summary = Summary::unborn(SummaryId(Uuid::from_u128(1)));
        let mut paper = Paper { story: Story::new("2026-10-08"), summary };
        paper.does(CLERK, C::Draft { kind, period: third_quarter(), content: Box::new(content) });
        paper
    }

    fn on(&mut self, today: &str) -> &mut Paper {
        self.story.on(today);
        self
    }

    fn ask(&self, who: PersonId, command: C) -> Result<Vec<SummaryEvent>, Refusal> {
        decide(&self.summary, &command, &self.story.context(Who::Person(who)))
    }

    #[track_caller]
    fn does(&mut self, who: PersonId, command: C) -> &mut Paper {
        let on = self.story.today;
        let stamp =
            Stamp { at: jiff::Timestamp::UNIX_EPOCH, on, by: Who::Person(who), on_behalf: None, recorder: None };
        for event in self.ask(who, command).unwrap() {
            self.summary = evolve(self.summary.clone(), &event, &stamp);
        }
        self
    }

    #[track_caller]
    fn refused(&self, who: PersonId, command: C) -> Refusal {
        self.ask(who, command).unwrap_err()
    }
}

fn third_quarter() -> Period {
    Period { from: day("2026-07-01"), to: day("2026-09-30") }
}

fn content(named: Vec<Named>) -> Content {
    Content {
        title: title("关于2026年第三季度督办事项办理情况的通报"),
        to: title("校属各单位"),
        opening: text("现将有关情况通报如下。"),
        parts: vec![Part { heading: title("总体情况"), text: Some(text("共 3 项。")), table: None }],
        closing: None,
        circle: Circle { everyone: true, ..Circle::default() },
        anonymous: false,
        named,
    }
}

fn slow(explain_by: Option<&str>) -> Named {
    Named {
        unit: LEAD, facts: text("一件逾期 12 个工作日，已催办两次。"), explain_by: explain_by.map(day)
    }
}

fn for_leaders() -> Content {
    Content { to: title("校领导班子"), circle: Circle::default(), ..content(Vec::new()) }
}

fn issue() -> C {
    C::Issue { number: None, signer: None, note: None, scan: None }
}

fn answer() -> C {
    C::Answer { unit: LEAD, causes: text("人手不足。"), measures: text("本周补齐。") }
}

/// Published on 2026-10-12 with an order to explain by the 20th.
fn published() -> Paper {
    let mut paper = Paper::new(SummaryKind::Bulletin, content(vec![slow(Some("2026-10-20"))]));
    paper.does(CLERK, C::ShowFacts).does(CLERK, C::Submit).does(HEAD, C::Approve).does(LEADER, C::Sign { text: None });
    paper.on("2026-10-12").does(CLERK, issue());
    paper
}

#[test]
fn what_names_a_slow_unit_is_shown_to_it_two_working_days_before_and_signed_by_a_leader() {
    let mut paper = Paper::new(SummaryKind::Bulletin, content(vec![slow(Some("2026-10-20"))]));
    let refusal = paper.refused(CLERK, C::Submit);
    assert!(refusal.message.contains("送单位核对"), "{}", refusal.message);
    // Thursday the 8th, Friday the 9th, the worked Saturday
    paper.does(CLERK, C::ShowFacts);
    assert_eq!(paper.summary.shown.as_ref().unwrap().until, day("2026-10-10"));
    paper.does(LEAD_CONTACT, C::Remark { unit: LEAD, text: text("已催办一次，不是两次。") });
    assert_eq!(paper.refused(OTHER_HEAD, C::Remark { unit: OTHER, text: text("？") }).reason, Reason::NoSuchItem);
    assert_eq!(paper.refused(OTHER_HEAD, C::Remark { unit: LEAD, text: text("？") }).reason, Reason::NotPermitted);
    paper.does(CLERK, C::Submit);
    assert_eq!(paper.refused(CLERK, C::Approve).reason, Reason::NotPermitted);
    paper.does(HEAD, C::Approve);
    assert_eq!(paper.summary.stage, SummaryStage::AwaitingLeader);
    assert_eq!(paper.refused(HEAD, C::Sign { text: None }).reason, Reason::NotPermitted);
    assert_eq!(paper.refused(CLERK, issue()).reason, Reason::IllegalTransition);
    paper.does(LEADER, C::Sign { text: Some(text("同意印发。")) });
    assert_eq!(paper.on("2026-10-09").refused(CLERK, issue()).reason, Reason::WrongDay);
    paper.on("2026-10-10").does(CLERK, issue());
    assert_eq!(paper.summary.stage, SummaryStage::Issued);
}

#[test]
fn facts_that_change_are_shown_anew() {
    let mut paper = Paper::new(SummaryKind::Bulletin, content(vec![slow(None)]));
    paper.does(CLERK, C::ShowFacts);
    let same = content(vec![slow(None)]);
    paper.does(CLERK, C::Revise { version: paper.summary.version, content: Box::new(same) });
    assert!(paper.summary.shown.is_some(), "nothing of what was shown has changed");
    let other = Named { facts: text("已催办一次。"), ..slow(None) };
    paper.does(CLERK, C::Revise { version: paper.summary.version, content: Box::new(content(vec![other])) });
    assert!(paper.summary.shown.is_none());
    let stale = C::Revise { version: 1, content: Box::new(content(Vec::new())) };
    assert_eq!(paper.refused(CLERK, stale).reason, Reason::Overtaken);
}

#[test]
fn what_names_nobody_needs_no_leader() {
    let mut paper = Paper::new(SummaryKind::Bulletin, content(Vec::new()));
    assert_eq!(paper.refused(CLERK, C::ShowFacts).reason, Reason::Invalid);
    paper.does(CLERK, C::Submit).does(HEAD, C::Approve).does(CLERK, issue());
    assert_eq!(paper.summary.stage, SummaryStage::Issued);
    let mut nowhere = content(Vec::new());
    nowhere.circle = Circle::default();
    let paper = Paper::new(SummaryKind::Bulletin, nowhere);
    assert!(paper.refused(CLERK, C::Submit).message.contains("通报范围"));
}

#[test]
fn an_order_is_a_duty_until_it_is_answered_and_again_when_the_answer_is_returned() {
    let mut paper = published();
    let duty = paper.summary.duties().remove(0);
    assert_eq!((duty.due, duty.state), (day("2026-10-20"), DutyState::Open));
    assert_eq!(paper.refused(LEAD_CONTACT, answer()).reason, Reason::NotPermitted);
    assert_eq!(paper.refused(CLERK, C::AcceptAnswer { unit: LEAD }).reason, Reason::Overtaken);
    paper.on("2026-10-21").does(LEAD_HEAD, answer());
    assert_eq!(paper.summary.duties()[0].state, DutyState::Discharged { on: day("2026-10-21"), late: true });
    assert_eq!(paper.refused(LEAD_HEAD, answer()).reason, Reason::Overtaken);
    let back = |due| C::ReturnAnswer { unit: LEAD, reason: text("没有写明措施。"), due: day(due) };
    assert!(paper.ask(CLERK, back("2026-10-21")).is_err(), "the new day lies ahead");
    paper.does(CLERK, back("2026-10-26"));
    let duty = paper.summary.duties().remove(0);
    assert_eq!((duty.due, duty.state), (day("2026-10-26"), DutyState::Open));
    paper.on("2026-10-23").does(LEAD_HEAD, answer()).does(CLERK, C::AcceptAnswer { unit: LEAD });
    assert_eq!(paper.summary.duties()[0].state, DutyState::Discharged { on: day("2026-10-23"), late: false });
}

#[test]
fn a_bulletin_is_withdrawn_with_a_reason_and_its_orders_with_it() {
    let mut paper = published();
    assert_eq!(paper.refused(CLERK, C::Withdraw { reason: text("有误") }).reason, Reason::NotPermitted);
    paper.does(HEAD, C::Withdraw { reason: text("事实有误，另行通报。") });
    assert_eq!(paper.summary.duties()[0].state, DutyState::Withdrawn { on: day("2026-10-12") });
    assert_eq!(paper.refused(LEAD_HEAD, answer()).reason, Reason::IllegalTransition);
    assert!(paper.summary.content.is_some(), "what it said stays to be read");
}

#[test]
fn sent_back_it_is_mended_and_goes_the_whole_way_again() {
    let mut paper = Paper::new(SummaryKind::Bulletin, content(vec![slow(None)]));
    paper.does(CLERK, C::ShowFacts).does(CLERK, C::Submit).does(HEAD, C::Approve);
    let back = C::SendBack { reason: text("再核实。") };
    assert_eq!(paper.refused(HEAD, back.clone()).reason, Reason::NotPermitted, "it lies with the leader");
    paper.does(LEADER, back);
    assert_eq!((paper.summary.stage, &paper.summary.approved), (SummaryStage::Draft, &None));
    paper.does(CLERK, C::Submit).does(HEAD, C::Approve);
    assert_eq!(paper.summary.stage, SummaryStage::AwaitingLeader);
}

#[test]
fn a_report_names_nobody_waits_for_the_end_of_its_period_and_is_never_withdrawn() {
    let mut paper = Paper::new(SummaryKind::Report, for_leaders());
    let named = content(vec![slow(None)]);
    let version = paper.summary.version;
    assert!(paper.ask(CLERK, C::Revise { version, content: Box::new(named) }).is_err());
    paper.does(CLERK, C::Submit).does(HEAD, C::Approve);
    assert_eq!(paper.on("2026-09-30").refused(CLERK, issue()).reason, Reason::Invalid);
    paper.on("2026-10-12").does(CLERK, issue());
    assert_eq!(paper.refused(HEAD, C::Withdraw { reason: text("更正") }).reason, Reason::IllegalTransition);
    assert!(paper.summary.duties().is_empty());
}

#[test]
fn nobody_else_touches_it() {
    let mut paper = Paper::new(SummaryKind::Bulletin, content(vec![slow(Some("2026-10-20"))]));
    paper.does(CLERK, C::ShowFacts);
    let all = [C::ShowFacts, C::Submit, C::Drop { reason: text("不发了") }];
    for who in [LEAD_HEAD, STAFF, DISCIPLINE, SYSTEM_ADMIN, LEADER] {
        for command in &all {
            assert_eq!(paper.refused(who, command.clone()).reason, Reason::NotPermitted, "{who} {command:?}");
        }
    }
    let period = Period { from: day("2026-09-30"), to: day("2026-07-01") };
    let draft = C::Draft { kind: SummaryKind::Report, period, content: Box::new(for_leaders()) };
    let unborn = Summary::unborn(SummaryId(Uuid::from_u128(2)));
    let refusal = decide(&unborn, &draft, &paper.story.context(Who::Person(CLERK))).unwrap_err();
    assert_eq!(refusal.fields[0].0, "期间");
}

#[test]
fn who_reads_how_much() {
    let mut hidden = content(vec![slow(Some("2026-10-20"))]);
    hidden.circle = Circle { everyone: false, units: vec![CO], people: Vec::new() };
    let mut paper = Paper::new(SummaryKind::Bulletin, hidden);
    let reads = |paper: &Paper, who| reading(&paper.summary, &paper.story.school, who, paper.story.today);
    assert_eq!(reads(&paper, CLERK), Some(Reading::Whole));
    for who in [LEADER, LEAD_HEAD, CO_HEAD, OTHER_HEAD, STAFF, DISCIPLINE, SYSTEM_ADMIN] {
        assert_eq!(reads(&paper, who), None, "{who} reads a draft");
    }
    paper.does(CLERK, C::ShowFacts);
    assert_eq!(reads(&paper, LEAD_CONTACT), Some(Reading::Facts { own: vec![LEAD] }));
    assert_eq!(reads(&paper, CO_HEAD), None);
    paper.does(CLERK, C::Submit).does(HEAD, C::Approve);
    assert_eq!(reads(&paper, LEADER), Some(Reading::Whole));
    paper.does(LEADER, C::Sign { text: None }).on("2026-10-12").does(CLERK, issue());
    assert_eq!(reads(&paper, LEAD_HEAD), Some(Reading::Published { own: vec![LEAD] }));
    assert_eq!(reads(&paper, CO_HEAD), Some(Reading::Published { own: Vec::new() }));
    assert_eq!(reads(&paper, DISCIPLINE), Some(Reading::Published { own: Vec::new() }));
    for who in [OTHER_HEAD, STAFF, SYSTEM_ADMIN] {
        assert_eq!(reads(&paper, who), None, "{who} is not in the circle");
    }
}

#[test]
fn a_report_is_the_leaderships() {
    let mut paper = Paper::new(SummaryKind::Report, for_leaders());
    paper.does(CLERK, C::Submit).does(HEAD, C::Approve).on("2026-10-12").does(CLERK, issue());
    let reads = |who| reading(&paper.summary, &paper.story.school, who, paper.story.today);
    assert_eq!(reads(LEADER), Some(Reading::Whole));
    for who in [LEAD_HEAD, STAFF, DISCIPLINE, SYSTEM_ADMIN] {
        assert_eq!(reads(who), None, "{who}");
    }
}
