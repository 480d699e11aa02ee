//! The end of the loop, clause by clause: report, review, feedback, filing; suspension and termination; 补录.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{
    Reason, Who,
    duty::{DutyKind::*, DutyState, Owner},
    matter::*,
    regulation::Clause,
};

/// R4.6b: all five questions for an acceptance; not by whoever submitted the report.
#[test]
fn an_acceptance_answers_all_five_questions() {
    let mut story = Story::under_way("2026-09-01");
    story.does(BOTH, Command::SubmitClosingReport { sections: sections() });
    let accept = verdict(Verdict::Accept, None);
    assert_eq!(story.refused(BOTH, Command::Review { report: 1, review: accept.clone() }).reason, Reason::OwnRequest);
    let mut four = accept.clone();
    four.answers.pop();
    let refusal = story.refused(CLERK, Command::Review { report: 1, review: four });
    assert_eq!(refusal.fields[0].0, "文书格式是否规范");
    let mut no = accept.clone();
    no.answers[1].yes = false;
    assert_eq!(story.refused(CLERK, Command::Review { report: 1, review: no }).clause, Some(Clause::R4_6b));
    story.does(CLERK, Command::Review { report: 1, review: accept });
}

/// R4.6c: 补办 leaves the 办结 duty discharged; 重办 opens it again at its old date.
#[test]
fn supplement_and_redo_differ() {
    let mut story = Story::under_way("2026-09-01");
    story.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    let mut redo = story.clone();
    assert!(
        story
            .refused(CLERK, Command::Review { report: 1, review: verdict(Verdict::Supplement, None) })
            .message
            .contains("时限")
    );
    story.does(CLERK, Command::Review { report: 1, review: verdict(Verdict::Supplement, Some("2026-09-10")) });
    assert_eq!(
        story.owed(),
        [(Sign, Owner::Unit(CO), "2026-09-02".into()), (Supplement, Owner::Unit(LEAD), "2026-09-10".into()),]
    );
    redo.does(CLERK, Command::Review { report: 1, review: verdict(Verdict::Redo, Some("2026-09-10")) });
    assert_eq!(redo.owes(Complete), Some("2026-09-21".into()));
    assert_eq!(redo.owes(Redo), Some("2026-09-10".into()));
    redo.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    assert_eq!(redo.owes(Redo), None);
}

/// A withdrawn report leaves everything as it was.
#[test]
fn a_withdrawn_report_restores_what_it_settled() {
    let mut story = Story::under_way("2026-09-01");
    story
        .on("2026-09-23")
        .does(CLERK, Command::Urge { due: day("2026-09-29"), text: text("催"), reason: Some(text("电话提醒无效")) });
    story.does(
        LEAD_HEAD,
        Command::RequestExtension { until: day("2026-10-16"), reasons: text("因"), measures: text("法") },
    );
    let before = story.owed();
    story.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    assert!(story.matter.open_urging().is_none() && story.matter.open_extension().is_none());
    story.does(LEAD_HEAD, Command::Withdraw { what: Withdrawable::ClosingReport(1) });
    assert_eq!(story.owed(), before);
    assert!(story.matter.open_urging().is_some() && story.matter.open_extension().is_some());
}

/// 撤销办结 by the head: under review again.
#[test]
fn a_revoked_acceptance_is_under_review_again() {
    let mut story = Story::under_way("2026-09-01");
    story.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    let before = story.owed();
    story.does(CLERK, Command::Review { report: 1, review: verdict(Verdict::Accept, None) });
    assert_eq!(story.refused(CLERK, Command::RevokeAcceptance { reason: text("有误") }).reason, Reason::NotPermitted);
    story.does(HEAD, Command::RevokeAcceptance { reason: text("有误") });
    assert_eq!(story.owed(), before);
    assert_eq!(story.matter.stage, Stage::UnderReview);
}

/// R4.7a: 不满意 brings the matter back for 补办.
#[test]
fn an_unsatisfied_leader_brings_it_back() {
    let mut story = Story::under_way("2026-09-01");
    story.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    story.does(CLERK, Command::Review { report: 1, review: verdict(Verdict::Accept, None) });
    story.does(CLERK, Command::FeedBack { to: vec![Owner::Person(LEADER)], text: text("已办结") });
    let rate = |due| Command::Rate { satisfied: false, text: Some(text("还有两间未修")), due };
    assert_eq!(story.refused(LEADER, rate(None)).fields[0].0, "补办时限");
    story.does(LEADER, rate(Some(day("2026-09-15"))));
    assert_eq!(story.matter.stage, Stage::UnderWay);
    assert_eq!(story.owes(Supplement), Some("2026-09-15".into()));
    assert_eq!(story.owes(Archive), None);
}

/// R3.2, R3.6, R5.2: the superior and the petitioner are owed their answers before filing.
#[test]
fn everybody_who_asked_gets_an_answer() {
    let mut asked = proposal();
    asked.source.kind = SourceKind::Petition;
    asked.source.reply_by = Some(day("2026-10-30"));
    let mut story = Story::under_way_with("2026-09-01", asked, dispatch());
    assert_eq!(story.owes(ReportToSuperior), Some("2026-10-30".into()));
    story.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    story.does(CLERK, Command::Review { report: 1, review: verdict(Verdict::Accept, None) });
    story.does(CLERK, Command::FeedBack { to: vec![Owner::Unit(CO)], text: text("已办结") });
    let file = Command::Archive { materials: materials(), archivist: None, remarks: None };
    assert!(story.refused(CLERK, file.clone()).message.contains("报送上级"));
    story.does(CLERK, Command::ReportToSuperior { text: text("已报教育厅") });
    assert!(story.refused(CLERK, file.clone()).message.contains("答复反映人"));
    story.does(CLERK, Command::AnswerPetitioner { manner: title("电话"), text: text("已答复") });
    story.does(CLERK, file);
}

/// R4.8: 交办材料 and 办结报告 cannot be left out.
#[test]
fn filing_asks_for_every_kind_of_material() {
    let mut story = Story::under_way("2026-09-01");
    story.does(LEAD_HEAD, Command::SubmitClosingReport { sections: sections() });
    story.does(CLERK, Command::Review { report: 1, review: verdict(Verdict::Accept, None) });
    story.does(CLERK, Command::FeedBack { to: vec![Owner::Unit(CO)], text: text("已办结") });
    let mut list = materials();
    list[3].form = MaterialForm::None { reason: text("丢失") };
    list.remove(0);
    let refusal = story.refused(CLERK, Command::Archive { materials: list, archivist: None, remarks: None });
    let fields: Vec<&str> = refusal.fields.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["校领导批示", "交办材料"]);
}

/// R1: suspended, the units' duties pause with the days left; resumed, the remainder runs on.
#[test]
fn a_suspension_stops_the_clock() {
    let mut story = Story::under_way("2026-09-01");
    story.on("2026-09-10");
    let ask = Command::RequestSuspension {
        reason: text("等待招标"),
        expected_end: day("2026-10-20"),
        cause: SuspensionCause::Tender,
    };
    assert_eq!(story.refused(CLERK, ask.clone()).reason, Reason::NotPermitted, "the office head signs");
    story.does(HEAD, ask);
    story.does(LEADER, Command::GrantSuspension { suspension: 1, until: day("2026-10-20"), text: None });
    assert_eq!(story.matter.stage, Stage::Suspended);
    assert_eq!(story.owes(ReviewSuspension), Some("2026-10-20".into()));
    // with the make-up Sunday of 20 September
    let paused = story.matter.duties.owed().find(|duty| duty.kind == Complete).unwrap();
    let left = 8;
    assert_eq!(paused.state, DutyState::Paused { on: day("2026-09-10"), left: Some(left) });
    story.on("2026-10-20").does(LEADER, Command::Resume { due: None, text: None });
    let due = story.school.calendar.limit(day("2026-10-20"), left).unwrap().due;
    assert_eq!(story.owes(Complete), Some(due.to_string()));
    assert_eq!(story.matter.stage, Stage::UnderWay);
}

/// R1, R4.4a: an explicit date is set anew when the matter is resumed.
#[test]
fn an_explicit_date_is_set_anew_at_resumption() {
    let limit = LimitRule::Explicit(day("2026-12-31"));
    let explicit = Command::Dispatch { assignments: vec![assigned(LEAD), assigned(CO)], limit, cadence: Cadence::None };
    let mut story = Story::under_way_with("2026-09-01", proposal(), explicit);
    story.does(
        HEAD,
        Command::RequestSuspension {
            reason: text("公示"),
            expected_end: day("2026-10-20"),
            cause: SuspensionCause::PublicNotice,
        },
    );
    story.does(LEADER, Command::GrantSuspension { suspension: 1, until: day("2026-10-20"), text: None });
    assert_eq!(story.refused(LEADER, Command::Resume { due: None, text: None }).fields[0].0, "办结时限");
    story.does(LEADER, Command::Resume { due: Some(day("2027-03-31")), text: None });
    let moved = story.matter.due_changes.iter().filter(|change| change.kind == Complete).count();
    assert_eq!(moved, 1, "set anew, and not counted on before");
    assert_eq!(story.owes(Complete), Some("2027-03-31".into()));
}

/// R1: terminated with a leader's word, then told and filed; no closing report is asked for.
#[test]
fn a_terminated_matter_is_filed() {
    let mut story = Story::under_way("2026-09-01");
    story.does(HEAD, Command::RequestTermination { reason: text("政策调整") });
    assert_eq!(
        story.refused(HEAD, Command::GrantTermination { termination: 1, text: None }).reason,
        Reason::NotPermitted
    );
    story.does(LEADER, Command::GrantTermination { termination: 1, text: None });
    let mut list = materials();
    list[4].form = MaterialForm::None { reason: text("终止，无办结报告") };
    story.does(CLERK, Command::Archive { materials: list, archivist: None, remarks: None });
    assert_eq!(story.matter.stage, Stage::Archived);
}

/// 补录: a matter running on paper comes in with its own number and dates; the head confirms, not who typed it.
#[test]
fn a_paper_matter_is_adopted() {
    let mut story = Story::new("2026-09-01");
    let number = domain::value::NoticeNumber { year: 2026, seq: 3 };
    let adoption = Adoption {
        number,
        proposed_on: None,
        registered_on: day("2026-05-06"),
        dispatched_on: day("2026-05-08"),
        signed: Some(AdoptedSignature { on: day("2026-05-09"), by: Some(title("某某")) }),
        assignments: vec![assigned(LEAD), assigned(CO)],
        first_due: day("2026-06-30"),
        due: day("2026-08-15"),
        cadence: Cadence::Monthly,
        history: Vec::new(),
        scans: Vec::new(),
    };
    let adopt =
        |adoption: &Adoption| Command::Adopt { proposal: Box::new(proposal()), adoption: Box::new(adoption.clone()) };
    let too_high = Adoption { number: domain::value::NoticeNumber { year: 2026, seq: 21 }, ..adoption.clone() };
    assert_eq!(story.refused(CLERK, adopt(&too_high)).clause, Some(Clause::R4_2));
    let upside_down = Adoption { dispatched_on: day("2026-05-01"), ..adoption.clone() };
    assert_eq!(story.refused(CLERK, adopt(&upside_down)).reason, Reason::WrongDay);
    story.does(HEAD, adopt(&adoption));
    let other = Box::new(Proposal { lead_unit: Some(OTHER), ..proposal() });
    let version = story.matter.text_version;
    assert_eq!(story.refused(CLERK, Command::Revise { proposal: other, version }).fields[0].0, "牵头单位");
    assert_eq!(story.refused(HEAD, Command::ConfirmAdoption { text: None }).reason, Reason::OwnRequest);
    assert_eq!(story.refused(CLERK, Command::Register).reason, Reason::IllegalTransition);
    story.does(BOTH, Command::ConfirmAdoption { text: None });
    assert_eq!((story.matter.stage, story.matter.number), (Stage::UnderWay, Some(number)));
    let signature = story.matter.undertaking(LEAD).unwrap().signature.clone().unwrap();
    assert_eq!(signature.on_paper, Some(title("某某")));
    assert_eq!((signature.stamp.by, signature.stamp.on), (Who::System, day("2026-05-09")), "not whoever confirmed it");
    let dates = story.matter.due_dates().unwrap();
    assert_eq!((dates.first, dates.in_force), (day("2026-06-30"), day("2026-08-15")));
    assert_eq!(story.owes(ProgressReport), Some("2026-10-01".into()), "none for days before the adoption");
}
