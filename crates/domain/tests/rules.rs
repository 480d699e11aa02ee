//! The regulation, clause by clause: given what has happened, when somebody acts, then this is owed, moved or refused.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{
    Evidence, Reason, Who,
    duty::{DutyKind::*, DutyState, MoveCause, Owner},
    matter::*,
    regulation::Clause,
    value::Percent,
};

/// R4.2, R4.3: registration opens dispatch within two working days; dispatch opens signatures and the 办结时限.
#[test]
fn the_main_path_opens_and_discharges_each_duty() {
    let mut story = Story::new("2026-09-28");
    story.does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    assert_eq!(story.owed(), [(SettleDraft, Owner::Office, "2026-10-10".into())]);
    story.does(CLERK, Command::Register);
    assert_eq!(story.owed(), [(Dispatch, Owner::Office, "2026-09-30".into())]);
    assert_eq!(story.matter.number.unwrap().seq, 21);
    story.on("2026-09-30").does(CLERK, dispatch());
    assert_eq!(
        story.owed(),
        [
            (Sign, Owner::Unit(LEAD), "2026-10-08".into()),
            (Sign, Owner::Unit(CO), "2026-10-08".into()),
            (Complete, Owner::Unit(LEAD), "2026-10-27".into()),
        ]
    );
    story.on("2026-10-08").does(LEAD_CONTACT, Command::Sign { unit: LEAD });
    assert_eq!(story.matter.stage, Stage::UnderWay);
    story.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    story.does(CO_CONTACT, Command::Sign { unit: CO });
    story.does(CO_HEAD, Command::ConfirmClosingReport { report: 1, unit: CO, agrees: true, text: None });
    story.does(CLERK, Command::Review { report: 1, review: verdict(Verdict::Accept, None) });
    assert_eq!(
        story.owed(),
        [(FeedBack, Owner::Office, "2026-10-12".into()), (Archive, Owner::Office, "2026-10-14".into()),]
    );
    let early = story.refused(CLERK, Command::Archive { materials: materials(), archivist: None, remarks: None });
    assert_eq!(early.reason, Reason::Incomplete);
    story.does(CLERK, Command::FeedBack { to: vec![Owner::Person(LEADER)], text: text("已办结") });
    story.does(CLERK, Command::Archive { materials: materials(), archivist: None, remarks: None });
    assert_eq!(story.matter.stage, Stage::Archived);
    assert!(story.owed().is_empty());
    let late: Vec<_> =
        story.matter.duties.iter().filter(|d| matches!(d.state, DutyState::Discharged { late: true, .. })).collect();
    assert!(late.is_empty());
}

/// R4.1: a major matter is heard, then approved in order, 主要 last, and nobody approves what they submitted.
#[test]
fn a_major_matter_needs_opinions_and_leaders() {
    let mut story = Story::new("2026-09-01");
    let major = Proposal { major: true, ..proposal() };
    story.does(CLERK, Command::Propose { proposal: Box::new(major), group: None });
    let refusal = story.refused(CLERK, Command::Register);
    assert_eq!((refusal.reason, refusal.clause), (Reason::Incomplete, Some(Clause::R4_1)));
    assert_eq!(story.refused(CLERK, Command::Submit { leaders: vec![LEADER], text: None }).clause, Some(Clause::R4_1));
    let parties = vec![Owner::Unit(CO), Owner::Person(LEADER)];
    story.does(CLERK, Command::SeekOpinions { parties, due: day("2026-09-04"), question: text("请提意见") });
    assert_eq!(
        story.refused(OTHER_HEAD, Command::GiveOpinion { opinion: 1, text: text("无") }).reason,
        Reason::NotPermitted
    );
    story.does(CO_CONTACT, Command::GiveOpinion { opinion: 1, text: text("同意") });
    assert_eq!(story.refused(CLERK, Command::RecordMissingOpinion { opinion: 2 }).reason, Reason::WrongDay);
    story.on("2026-09-07").does(CLERK, Command::RecordMissingOpinion { opinion: 2 });
    assert_eq!(story.matter.stage, Stage::Draft);
    assert!(story.refused(CLERK, Command::Submit { leaders: vec![LEADER], text: None }).message.contains("主要校领导"));
    story.does(CLERK, Command::Submit { leaders: vec![LEADER, PRINCIPAL], text: None });
    assert_eq!(story.refused(PRINCIPAL, Command::Approve { text: None }).reason, Reason::NotPermitted);
    story.does(LEADER, Command::Approve { text: None });
    assert_eq!(story.matter.stage, Stage::AwaitingApproval);
    story.does(PRINCIPAL, Command::Approve { text: None });
    assert_eq!(story.owed(), [(Register, Owner::Office, "2026-09-08".into())]);
    // a changed text has to be approved anew
    let version = story.matter.text_version;
    let mut revised = story.clone();
    revised.does(CLERK, Command::Revise { proposal: Box::new(Proposal { major: true, ..proposal() }), version });
    assert_eq!(revised.refused(CLERK, Command::Register).reason, Reason::Incomplete);
    assert_eq!(revised.owed(), [(SettleDraft, Owner::Office, "2026-09-08".into())]);
    story.does(CLERK, Command::Register);
}

/// R4.1: sent back, the draft is owed again at its old date.
#[test]
fn sending_back_reopens_the_draft_at_its_old_date() {
    let mut story = Story::new("2026-09-01");
    story.does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    let old = story.owes(SettleDraft);
    story.does(CLERK, Command::Submit { leaders: vec![LEADER], text: None });
    story.on("2026-09-03").does(LEADER, Command::SendBack { text: text("目标再明确") });
    assert_eq!(story.owes(SettleDraft), old);
    assert_eq!(story.owes(ApproveProposal), None);
}

/// R4.3: 任务量化、时限具体化、责任明确化; the refusal names what is missing.
#[test]
fn an_incomplete_notice_does_not_go_out() {
    let mut story = Story::new("2026-09-01");
    let vague = Proposal { target: None, ..proposal() };
    story.does(CLERK, Command::Propose { proposal: Box::new(vague), group: None }).does(CLERK, Command::Register);
    let bare = Command::Dispatch {
        assignments: vec![Assignment { telephone: None, ..assigned(LEAD) }],
        limit: LimitRule::ByPlan,
        cadence: Cadence::None,
    };
    let refusal = story.refused(CLERK, bare);
    assert_eq!((refusal.reason, refusal.clause), (Reason::Incomplete, Some(Clause::R4_3)));
    let fields: Vec<&str> = refusal.fields.iter().map(|(field, _)| field.as_str()).collect();
    let expected = [
        "量化目标",
        "办结时限",
        "牵头单位（教务处）联系电话",
        "协办单位（财务处）负责人",
        "协办单位（财务处）联系人",
        "协办单位（财务处）联系电话",
    ];
    assert_eq!(fields, expected);
    let past = Command::Dispatch {
        assignments: vec![assigned(LEAD), assigned(CO)],
        limit: LimitRule::Explicit(day("2026-09-01")),
        cadence: Cadence::None,
    };
    assert!(story.refused(CLERK, past).fields.iter().any(|(field, _)| field == "办结时限"));
}

/// Signing: a unit that objects is answered; 维持交办 asks it to sign again; the limit has run all the time.
#[test]
fn an_objection_is_answered_or_transferred() {
    let mut story = Story::new("2026-09-01");
    story.does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    story.does(CLERK, Command::Register).does(CLERK, dispatch());
    story.does(LEAD_HEAD, Command::Object { unit: LEAD, reason: text("不属本单位职责") });
    assert_eq!(story.refused(LEAD_HEAD, Command::Sign { unit: LEAD }).reason, Reason::Overtaken);
    assert_eq!(story.owes(RuleOnObjection), Some("2026-09-03".into()));
    let mut insisted = story.clone();
    insisted.on("2026-09-03").does(CLERK, Command::Insist { objection: 1, reason: text("三定方案第五条") });
    assert_eq!(insisted.owes(Sign), Some("2026-09-02".into()), "the co-unit's");
    assert_eq!(insisted.matter.duties.of_owner(Sign, Owner::Unit(LEAD)).unwrap().due, day("2026-09-04"));
    let to = assigned(OTHER);
    story.on("2026-09-03").does(CLERK, Command::Transfer { to, reason: text("职责在后勤"), due: None });
    assert_eq!(story.matter.lead(), Some(domain::value::UnitId(uuid::Uuid::from_u128(104))));
    assert_eq!(story.matter.notice_version, 2);
    // 15 working days anew, with the change and its cause on record
    let change = story.matter.due_changes.last().unwrap();
    assert_eq!((change.from, change.to, change.cause), (day("2026-09-21"), day("2026-09-23"), MoveCause::Transferred));
    assert_eq!(story.matter.due_dates().unwrap().first, day("2026-09-21"));
    assert!(story.matter.duties.owed().all(|duty| duty.owner != Owner::Unit(LEAD)));
    assert_eq!(story.refused(LEAD_HEAD, Command::Sign { unit: LEAD }).reason, Reason::NotPermitted);
    story.does(OTHER_HEAD, Command::Sign { unit: OTHER });
}

/// 视同签收 only once the limit for signing has passed.
#[test]
fn a_silent_unit_is_taken_as_having_signed() {
    let mut story = Story::new("2026-09-01");
    story.does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    story.does(CLERK, Command::Register).does(CLERK, dispatch());
    let deem = Command::DeemSigned { unit: LEAD, reason: text("电话通知三次") };
    assert_eq!(story.refused(CLERK, deem.clone()).reason, Reason::WrongDay);
    story.on("2026-09-03").does(CLERK, deem);
    assert_eq!(story.matter.stage, Stage::UnderWay);
    let late = story.matter.duties.iter().find(|d| d.kind == Sign && d.owner == Owner::Unit(LEAD)).unwrap();
    assert!(matches!(late.state, DutyState::Discharged { late: true, .. }));
}

/// R4.4c: a plan within five working days; without a final date in the notice, the accepted plan fixes it.
#[test]
fn a_complex_matter_gets_its_date_from_the_plan() {
    let mut story = Story::complex();
    assert_eq!(story.owes(WorkPlan), Some("2026-09-08".into()));
    assert_eq!(story.matter.due_dates(), None);
    assert_eq!(
        story.refused(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() }).clause,
        Some(Clause::R4_4c)
    );
    let steps = vec![PlanStep { due: day("2026-10-30"), text: text("调研"), owner: None }];
    let without = Command::SubmitPlan { steps: steps.clone(), final_due: None };
    assert_eq!(story.refused(LEAD_CONTACT, without).clause, Some(Clause::R4_4c));
    let plan = |due| Command::SubmitPlan { steps: steps.clone(), final_due: Some(day(due)) };
    story.on("2026-09-07").does(LEAD_CONTACT, plan("2026-12-31"));
    story.does(CLERK, Command::ReturnPlan { plan: 1, reasons: text("太迟"), due: day("2026-09-14") });
    assert_eq!(story.owes(WorkPlan), Some("2026-09-14".into()));
    story.on("2026-09-14").does(LEAD_CONTACT, plan("2026-11-30"));
    story.does(CLERK, Command::AcceptPlan { plan: 2, text: None });
    assert_eq!(story.owes(Complete), Some("2026-11-30".into()));
    assert_eq!(story.refused(CLERK, Command::AcceptPlan { plan: 1, text: None }).reason, Reason::Overtaken);
}

/// A withdrawn plan leaves the old date owed.
#[test]
fn a_withdrawn_plan_is_owed_again_at_its_old_date() {
    let mut story = Story::complex();
    let before = story.owed();
    let steps = vec![PlanStep { due: day("2026-10-30"), text: text("调研"), owner: None }];
    story.does(LEAD_CONTACT, Command::SubmitPlan { steps, final_due: Some(day("2026-11-30")) });
    assert_eq!(
        story.refused(LEAD_HEAD, Command::Withdraw { what: Withdrawable::Plan(1) }).reason,
        Reason::NotPermitted
    );
    story.does(LEAD_CONTACT, Command::Withdraw { what: Withdrawable::Plan(1) });
    assert_eq!(story.owed(), before);
}

/// R4.4d: reports by the cadence; a co-unit's report does not discharge the lead unit's.
#[test]
fn the_lead_unit_reports_by_the_cadence() {
    let limit = LimitRule::Explicit(day("2026-12-31"));
    let monthly =
        Command::Dispatch { assignments: vec![assigned(LEAD), assigned(CO)], limit, cadence: Cadence::Monthly };
    let mut story = Story::under_way_with("2026-09-01", proposal(), monthly);
    assert_eq!(story.owes(ProgressReport), Some("2026-10-01".into()));
    story.on("2026-09-20").does(CO_CONTACT, report(CO, false));
    assert_eq!(story.owes(ProgressReport), Some("2026-10-01".into()));
    story.on("2026-09-30").does(LEAD_CONTACT, report(LEAD, true));
    assert_eq!(story.owes(ProgressReport), Some("2026-11-01".into()));
    // two periods slept through: the next one to come is owed
    story.on("2026-12-05").does(LEAD_CONTACT, report(LEAD, false));
    assert_eq!(story.owes(ProgressReport), None, "the next would fall after the 办结时限");
    let empty = Command::ReportProgress {
        unit: LEAD,
        percent: None,
        text: None,
        problems: None,
        unchanged: false,
        standstill: None,
    };
    assert_eq!(story.refused(LEAD_CONTACT, empty).clause, Some(Clause::R4_4d));
}

/// R4.5b: asked by the unit's head, forwarded by the Office, decided by the leader; the first date stays for ever.
#[test]
fn an_extension_goes_the_whole_way() {
    let mut story = Story::under_way("2026-09-01");
    let ask =
        Command::RequestExtension { until: day("2026-10-15"), reasons: text("设备未到"), measures: text("催货") };
    assert_eq!(story.refused(LEAD_CONTACT, ask.clone()).reason, Reason::NotPermitted);
    story.on("2026-09-20").does(LEAD_HEAD, ask.clone());
    assert_eq!(story.refused(LEAD_HEAD, ask).reason, Reason::Overtaken);
    let grant = Command::GrantExtension { extension: 1, until: day("2026-10-12"), text: None };
    assert_eq!(story.refused(LEADER, grant.clone()).reason, Reason::IllegalTransition, "not forwarded yet");
    story.does(CLERK, Command::ForwardExtension { extension: 1, remark: Some(text("情况属实")) });
    assert_eq!(story.owes(DecideExtension), Some("2026-09-22".into()));
    assert_eq!(story.refused(CLERK, grant.clone()).reason, Reason::NotPermitted);
    story.does(LEADER, grant);
    let dates = story.matter.due_dates().unwrap();
    assert_eq!((dates.first, dates.in_force), (day("2026-09-21"), day("2026-10-12")));
    assert_eq!(story.matter.due_changes[0].cause, MoveCause::ExtensionGranted);
    assert_eq!(story.matter.due_changes[0].decided_by, Who::Person(LEADER));
}

/// R4.5b: a late request is accepted and marked late; refused, the old date stands.
#[test]
fn a_late_request_is_marked_late() {
    let mut story = Story::under_way("2026-09-01");
    let ask = Command::RequestExtension { until: day("2026-10-30"), reasons: text("因"), measures: text("法") };
    story.on("2026-09-25").does(LEAD_HEAD, ask);
    assert!(story.matter.extensions[0].late);
    story.does(CLERK, Command::ForwardExtension { extension: 1, remark: None });
    story.does(LEADER, Command::RefuseExtension { extension: 1, text: text("不同意") });
    assert_eq!(story.owes(Complete), Some("2026-09-21".into()));
}

/// R4.5c, R4.5d: urged once past the limit; not done by its own date it is urged again, by the head, with a copy to 纪委.
#[test]
fn the_urging_chain_reaches_the_discipline_office() {
    let mut story = Story::under_way("2026-09-01");
    let urge =
        |due: &str| Command::Urge {
            due: day(due), text: text("请抓紧办理"), reason: Some(text("电话提醒无效"))
        };
    assert_eq!(story.on("2026-09-21").refused(CLERK, urge("2026-09-29")).clause, Some(Clause::R4_5c));
    story.on("2026-09-22").does(CLERK, urge("2026-09-29"));
    let first = &story.matter.urgings[0];
    assert_eq!((first.nth, first.days_past, first.copied), (1, 1, false));
    assert_eq!(story.owes(Complete), Some("2026-09-21".into()), "an urging never replaces the limit");
    story.does(LEAD_CONTACT, Command::SignUrging { urging: 1 });
    assert_eq!(story.refused(HEAD, urge("2026-10-09")).reason, Reason::IllegalTransition);
    let undone = Command::SettleUrging { urging: 1, done: false, reason: Some(text("仍未办结")) };
    assert_eq!(story.refused(CLERK, undone.clone()).reason, Reason::WrongDay);
    story.on("2026-09-30").does(CLERK, undone);
    assert_eq!(story.refused(CLERK, urge("2026-10-09")).reason, Reason::NotPermitted, "the head issues 二次催办");
    story.does(HEAD, urge("2026-10-09"));
    let second = &story.matter.urgings[1];
    assert_eq!((second.nth, second.copied), (2, true));
    assert!(domain::access::may_read(&story.school, DISCIPLINE, story.today, &story.matter));
    // a granted extension closes the chain: the next urging is a first one
    story.does(
        LEAD_HEAD,
        Command::RequestExtension { until: day("2026-10-16"), reasons: text("因"), measures: text("法") },
    );
    story.does(CLERK, Command::ForwardExtension { extension: 1, remark: None });
    story.does(LEADER, Command::GrantExtension { extension: 1, until: day("2026-10-16"), text: None });
    assert_eq!(story.owes(ComplyUrging), None);
    story.on("2026-10-19").does(CLERK, urge("2026-10-26"));
    assert_eq!((story.matter.urgings[2].nth, story.matter.urgings[2].copied), (1, false));
}

/// A revoked urging leaves the chain.
#[test]
fn a_revoked_urging_does_not_count() {
    let mut story = Story::under_way("2026-09-01");
    story
        .on("2026-09-23")
        .does(CLERK, Command::Urge { due: day("2026-09-29"), text: text("催"), reason: Some(text("电话提醒无效")) });
    story.does(HEAD, Command::RevokeUrging { urging: 1, reason: text("误发") });
    story.does(CLERK, Command::Urge { due: day("2026-09-30"), text: text("催"), reason: Some(text("电话提醒无效")) });
    assert_eq!(story.matter.urgings[1].nth, 1);
}

/// R9: matters under way keep the parameters in force when they were proposed.
#[test]
fn a_changed_parameter_holds_from_its_day_on() {
    let mut story = Story::new("2026-09-01");
    story.does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    let mut changed = regulation();
    changed.in_force = day("2026-09-02");
    changed.limits.dispatch.days = 7;
    let set = domain::institution::InstitutionEvent::RegulationSet { regulation: Box::new(changed) };
    story.school = domain::institution::evolve(story.school.clone(), &set);
    let mut newer = story.clone();
    newer.matter = Matter::unborn(story.matter.id);
    story.on("2026-09-02").does(CLERK, Command::Register);
    assert_eq!(story.owes(Dispatch), Some("2026-09-04".into()));
    newer.on("2026-09-02").does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    newer.does(CLERK, Command::Register);
    assert_eq!(newer.owes(Dispatch), Some("2026-09-11".into()));
}

/// A changed calendar moves counted limits later, never earlier, once the notice is out.
#[test]
fn a_new_holiday_moves_the_limit_and_says_so() {
    let mut story = Story::under_way("2026-12-20");
    let old = story.owes(Complete).unwrap();
    assert!(story.matter.duties.owed().any(|duty| duty.is_provisional()));
    assert_eq!(story.refused(CLERK, Command::Recalculate { reason: text("无变动") }).reason, Reason::Overtaken);
    let holiday = domain::calendar::SpecialDay {
        date: day("2027-01-01"),
        kind: domain::calendar::DayKind::Off,
        name: "元旦".into(),
    };
    story.school.calendar.insert(holiday);
    story.does(CLERK, Command::Recalculate { reason: text("国办发布 2027 年安排") });
    let new = story.owes(Complete).unwrap();
    assert!(new > old);
    let change = story.matter.due_changes.iter().find(|change| change.kind == Complete).unwrap();
    assert_eq!(change.cause, MoveCause::CalendarChanged);
}

/// A slip is corrected on its own day, by the head; later it takes an extension.
#[test]
fn a_slip_is_corrected_the_same_day() {
    let mut story = Story::under_way("2026-09-01");
    let correct = Command::CorrectDue { due: day("2026-09-30"), reason: text("笔误") };
    assert_eq!(story.refused(CLERK, correct.clone()).reason, Reason::NotPermitted);
    let mut later = story.clone();
    assert_eq!(later.on("2026-09-02").refused(HEAD, correct.clone()).reason, Reason::WrongDay);
    story.does(HEAD, correct);
    assert_eq!(story.matter.due_changes[0].cause, MoveCause::SlipCorrected);
}

/// 代签 needs a dated authority; 代录 needs the Office and a scan or a call note.
#[test]
fn paper_people_and_deputies() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-20").does(
        LEAD_HEAD,
        Command::RequestExtension { until: day("2026-10-15"), reasons: text("因"), measures: text("法") },
    );
    story.does(CLERK, Command::ForwardExtension { extension: 1, remark: None });
    let grant = Command::GrantExtension { extension: 1, until: day("2026-10-15"), text: None };
    let recorded = Context {
        recorder: Some(Who::Person(CLERK)),
        evidence: Some(Evidence::CallNote(text("张副校长来电同意"))),
        ..story.context(Who::Person(LEADER))
    };
    assert!(decide(&story.matter, &grant, &recorded).is_ok());
    let bare = Context { evidence: None, ..recorded.clone() };
    assert_eq!(decide(&story.matter, &grant, &bare).unwrap_err().reason, Reason::NeedsEvidence);
    let by_a_unit = Context { recorder: Some(Who::Person(CO_HEAD)), ..recorded.clone() };
    assert_eq!(decide(&story.matter, &grant, &by_a_unit).unwrap_err().reason, Reason::NotPermitted);
    let tomorrow = Context { on: day("2026-09-21"), ..recorded };
    assert_eq!(decide(&story.matter, &grant, &tomorrow).unwrap_err().reason, Reason::WrongDay);
    let close = Command::SubmitClosingReport { sections: sections() };
    let deputy = Context { on_behalf: Some(LEAD_HEAD), ..story.context(Who::Person(LEAD_CONTACT)) };
    assert_eq!(decide(&story.matter, &close, &deputy).unwrap_err().reason, Reason::NotPermitted);
    story.delegate(LEAD_HEAD, LEAD_CONTACT);
    let deputy = Context { on_behalf: Some(LEAD_HEAD), ..story.context(Who::Person(LEAD_CONTACT)) };
    assert!(decide(&story.matter, &close, &deputy).is_ok());
}

/// Where the School Office itself leads, the leader in charge reviews.
#[test]
fn the_office_does_not_review_its_own_work() {
    let own = Proposal { lead_unit: Some(OFFICE_UNIT), co_units: Vec::new(), ..proposal() };
    let out = Command::Dispatch {
        assignments: vec![assigned(OFFICE_UNIT)],
        limit: LimitRule::Standard,
        cadence: Cadence::None,
    };
    let mut story = Story::new("2026-09-01");
    story.does(CLERK, Command::Propose { proposal: Box::new(own), group: None });
    story.does(CLERK, Command::Register).does(CLERK, out);
    story.does(OFFICE_UNIT_HEAD, Command::Sign { unit: OFFICE_UNIT });
    story.does(OFFICE_UNIT_HEAD, Command::SubmitClosingReport { sections: sections() });
    assert_eq!(story.owed()[0].1, Owner::Person(LEADER));
    let accept = Command::Review { report: 1, review: verdict(Verdict::Accept, None) };
    assert_eq!(story.refused(HEAD, accept.clone()).reason, Reason::NotPermitted);
    story.does(LEADER, accept);
}

/// R2: a unit sees its matters and no others; administrators see none.
#[test]
fn who_sees_what() {
    let mut story = Story::new("2026-09-01");
    story.does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    let sees = |story: &Story, person| domain::access::may_read(&story.school, person, story.today, &story.matter);
    assert!(sees(&story, CLERK) && sees(&story, LEADER) && sees(&story, PRINCIPAL));
    assert!(!sees(&story, LEAD_HEAD), "not before dispatch");
    story.does(CLERK, Command::Register).does(CLERK, dispatch());
    assert!(sees(&story, LEAD_HEAD) && sees(&story, CO_CONTACT));
    for stranger in [OTHER_HEAD, DISCIPLINE, STAFF, SYSTEM_ADMIN] {
        assert!(!sees(&story, stranger));
    }
}

fn report(unit: domain::value::UnitId, unchanged: bool) -> Command {
    let text = (!unchanged).then(|| text("进展顺利"));
    let percent = Percent::new(50).ok();
    Command::ReportProgress { unit, percent, text, problems: None, unchanged, standstill: None }
}
