//! 撤回 (the regulation is silent): an author takes back an objection, plan, request or report until it has been acted upon.
//! What it had discharged is owed again at its old date; what it had opened is owed no more.

use super::super::{
    Context, Decision, Effects, Event, ExtensionOutcome, Fact, Matter, ObjectionOutcome, PlanOutcome, ReportOutcome,
    Stage, Withdrawable, docket::Docket,
};
use super::{closing_report, extension, objection, plan, suspension, termination, urging};
use crate::{Refusal, Stamp};

pub fn withdraw(m: &Matter, what: Withdrawable, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let effects = effects(m, what)?;
    let mut docket = Docket::of(m, ctx);
    docket.withdraw_where(|duty| effects.opened.contains(&duty.id));
    effects.settled.iter().for_each(|id| docket.reopen(*id));
    docket.record(Fact::Withdrawn { what })
}

pub fn withdrawn(m: &mut Matter, what: Withdrawable, stamp: &Stamp) {
    let stamp = stamp.clone();
    match what {
        Withdrawable::Objection(id) => objection::settle(m, |o| o.id == id, ObjectionOutcome::Withdrawn(stamp)),
        Withdrawable::Plan(id) => plan_withdrawn(m, id, stamp),
        Withdrawable::Extension(_) => extension::settle_open(m, ExtensionOutcome::Withdrawn(stamp)),
        Withdrawable::Suspension(_) => suspension::settle_open(m, Decision::Withdrawn(stamp)),
        Withdrawable::Termination(_) => termination::settle_open(m, Decision::Withdrawn(stamp)),
        Withdrawable::ClosingReport(id) => report_withdrawn(m, id, stamp),
    }
}

fn effects(m: &Matter, what: Withdrawable) -> Result<&Effects, Refusal> {
    Ok(match what {
        Withdrawable::Objection(id) => &objection::open(m, id)?.effects,
        Withdrawable::Plan(id) => &plan::pending(m, id)?.effects,
        Withdrawable::Extension(id) => &extension::not_forwarded(m, id)?.effects,
        Withdrawable::ClosingReport(id) => &closing_report::under_review(m, id)?.effects,
        Withdrawable::Suspension(id) => &suspension::pending(m, id)?.effects,
        Withdrawable::Termination(id) => &termination::pending(m, id)?.effects,
    })
}

fn plan_withdrawn(m: &mut Matter, version: u32, stamp: Stamp) {
    let Some(plan) = m.plans.iter_mut().find(|plan| plan.version == version) else { return };
    plan.outcome = Some(PlanOutcome::Withdrawn(stamp));
    let submitted = plan.submitted.clone();
    urging::reopen(m, &submitted);
}

/// What the report had overtaken runs again: urgings, and requests still undecided then.
fn report_withdrawn(m: &mut Matter, id: u32, stamp: Stamp) {
    let Some(report) = m.reports.iter_mut().find(|report| report.id == id) else { return };
    report.outcome = Some(ReportOutcome::Withdrawn(stamp));
    let submitted = report.submitted.clone();
    urging::reopen(m, &submitted);
    for extension in
        m.extensions.iter_mut().filter(|e| e.outcome == Some(ExtensionOutcome::Withdrawn(submitted.clone())))
    {
        extension.outcome = None;
    }
    let overtaken = Some(Decision::Withdrawn(submitted));
    m.suspensions.iter_mut().filter(|s| s.outcome == overtaken).for_each(|s| s.outcome = None);
    m.terminations.iter_mut().filter(|t| t.outcome == overtaken).for_each(|t| t.outcome = None);
    m.stage = Stage::UnderWay;
}
