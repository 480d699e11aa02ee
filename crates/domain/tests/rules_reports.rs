//! The calendar of reports (R4.4d): its days past and to come, reports on the steps of a plan, and who sees what is asked of
//! them by name. Given, when, then.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{
    Reason, access,
    duty::{DutyKind::*, Owner},
    matter::{
        steps::{ReportDay, ReportState, report_days},
        *,
    },
    value::Percent,
};

fn report(percent: Option<u8>) -> Command {
    Command::ReportProgress {
        unit: LEAD,
        percent: percent.map(|percent| Percent::new(percent).unwrap()),
        text: percent.map(|_| text("推进中")),
        problems: None,
        unchanged: percent.is_none(),
        standstill: None,
    }
}

fn dispatched(limit: &str, cadence: Cadence) -> Command {
    let limit = LimitRule::Explicit(day(limit));
    Command::Dispatch { assignments: vec![assigned(LEAD), assigned(CO)], limit, cadence }
}

fn days(story: &Story) -> Vec<(String, ReportState)> {
    let said = |day: ReportDay| (day.due.to_string(), day.what);
    report_days(&story.matter, story.today).into_iter().map(said).collect()
}

/// What was reported, what was missed, what is owed, what would come: until the 办结时限.
#[test]
fn the_calendar_shows_what_was_and_what_comes() {
    let mut story = Story::under_way_with("2026-09-01", proposal(), dispatched("2027-02-15", Cadence::Monthly));
    let [october, november] =
        [("2026-10-01".to_owned(), ReportState::Owed), ("2026-11-01".to_owned(), ReportState::Coming)];
    assert_eq!(days(&story)[..2], [october, november]);
    assert_eq!(days(&story).last().unwrap().0, "2027-02-01", "none after the limit");

    story.on("2026-09-30").does(LEAD_CONTACT, report(Some(30)));
    // 11月1日 is missed, and 12月1日 passes while that report is still owed
    story.on("2026-12-03");
    assert_eq!(days(&story)[1], ("2026-11-01".into(), ReportState::Missed { owed: true }));
    assert_eq!(days(&story)[2], ("2027-01-01".into(), ReportState::Coming), "what has passed does not come");
    story.does(LEAD_CONTACT, report(None));
    let percent = Some(Percent::new(30).unwrap());
    let done = |on, late, unchanged, percent| ReportState::Done { on: day(on), late, unchanged, percent };
    assert_eq!(
        days(&story),
        [
            ("2026-10-01".into(), done("2026-09-30", false, false, percent)),
            ("2026-11-01".into(), done("2026-12-03", true, true, None)),
            ("2026-12-01".into(), ReportState::Missed { owed: false }),
            ("2027-01-01".into(), ReportState::Owed),
            ("2027-02-01".into(), ReportState::Coming),
        ]
    );
}

/// No period was missed while the matter was suspended.
#[test]
fn a_suspension_leaves_no_missed_reports() {
    let mut story = Story::under_way_with("2026-09-01", proposal(), dispatched("2027-02-15", Cadence::Monthly));
    let (reason, expected_end) = (text("等待招标"), day("2026-12-10"));
    story
        .on("2026-09-15")
        .does(HEAD, Command::RequestSuspension { reason, expected_end, cause: SuspensionCause::Tender });
    story.does(LEADER, Command::GrantSuspension { suspension: 1, until: expected_end, text: None });
    story.on("2026-12-10").does(LEADER, Command::Resume { due: Some(day("2027-03-15")), text: None });
    assert_eq!(days(&story)[0].1, ReportState::Owed, "{:?}", days(&story));
    story.does(LEAD_CONTACT, report(Some(20)));
    assert!(days(&story).iter().all(|(_, what)| !matches!(what, ReportState::Missed { .. })), "{:?}", days(&story));
}

#[test]
fn without_a_cadence_there_is_no_calendar() {
    let story = Story::under_way("2026-09-01");
    assert_eq!(days(&story), []);
    assert_eq!(story.owes(ProgressReport), None);
}

/// On the days of the accepted plan's steps; a new plan's steps take their place.
#[test]
fn reports_by_milestone_follow_the_accepted_plan() {
    let mut story = Story::complex();
    story.matter.schedule.as_mut().unwrap().cadence = Cadence::ByMilestone;
    // the fixture was dispatched with another cadence: its report is none of this calendar
    story.does(LEAD_CONTACT, report(Some(5)));
    assert_eq!(story.owes(ProgressReport), None, "no plan, no milestone");
    let plan = |steps: &[&str], until: &str| Command::SubmitPlan {
        steps: steps.iter().map(|due| PlanStep { due: day(due), text: text("一步"), owner: None }).collect(),
        final_due: Some(day(until)),
    };
    story.does(LEAD_CONTACT, plan(&["2026-10-30", "2026-09-25"], "2026-11-30"));
    assert_eq!(story.owes(ProgressReport), None, "not accepted yet");
    story.does(CLERK, Command::AcceptPlan { plan: 1, text: None });
    assert_eq!(story.owes(ProgressReport), Some("2026-09-25".into()));
    story.on("2026-09-24").does(LEAD_CONTACT, report(Some(40)));
    assert_eq!(story.owes(ProgressReport), Some("2026-10-30".into()));
    story.does(LEAD_CONTACT, plan(&["2026-11-10"], "2026-11-30"));
    story.does(CLERK, Command::AcceptPlan { plan: 2, text: None });
    assert_eq!(story.owes(ProgressReport), Some("2026-11-10".into()));
    story.on("2026-11-09").does(LEAD_CONTACT, report(Some(90)));
    assert_eq!(story.owes(ProgressReport), None, "the last milestone");
}

/// Where no plan will come, its steps cannot be reported on.
#[test]
fn only_a_complex_matter_is_reported_on_by_milestone() {
    let mut story = Story::new("2026-09-01");
    story.does(CLERK, Command::Propose { proposal: Box::new(proposal()), group: None });
    story.does(CLERK, Command::Register);
    let refusal = story.refused(CLERK, dispatched("2026-12-31", Cadence::ByMilestone));
    assert_eq!(refusal.reason, Reason::Incomplete);
    assert!(refusal.fields.iter().any(|(field, _)| field == "进展报告的周期"), "{refusal:?}");
}

/// R4.4d: whoever is asked by name finds the matter, whatever their post; nobody else of the staff does.
#[test]
fn a_named_person_sees_the_matter_of_the_sub_task() {
    let mut story = Story::under_way("2026-09-01");
    let sees = |story: &Story| access::may_read(&story.school, STAFF, story.today, &story.matter);
    assert!(!sees(&story));
    let task = Command::BreakDown { owner: Owner::Person(STAFF), due: day("2026-09-15"), text: text("清点设备") };
    story.does(LEAD_CONTACT, task);
    assert!(sees(&story));
    let report = Command::ReportSubTask { task: 1, text: text("已清点") };
    assert_eq!(story.refused(CO_HEAD, report.clone()).reason, Reason::NotPermitted);
    story.does(STAFF, report);
    assert_eq!(story.refused(STAFF, Command::TakeSubTask { task: 1, text: None }).reason, Reason::NotPermitted);
    story.does(LEAD_HEAD, Command::TakeSubTask { task: 1, text: None });
    assert_eq!(story.owes(SubTask), None);
}
