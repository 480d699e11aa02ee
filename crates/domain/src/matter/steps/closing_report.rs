//! 办结报告 (R4.6a, annex 6): the lead unit's head submits it in five sections; each co-unit confirms it or objects, without
//! blocking. What the report overtakes (an urging, a request still undecided) is settled with it.

use super::super::{
    ClosingReport, Confirmation, Context, Decision, Effects, Entry, Event, ExtensionOutcome, Fact, Matter, Sections,
    Stage, docket::Docket,
};
use super::{extension, plan::lacks_final_date, suspension, termination, urging};
use crate::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::{Clause, LimitName},
    value::{Text, UnitId},
};

pub fn submit(m: &Matter, sections: &Sections, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if lacks_final_date(m) {
        let message = "本事项的最终时限由工作计划确定，请先报送工作计划并经学校办公室同意";
        return Err(Refusal::new(Reason::IllegalTransition, message).under(Clause::R4_4c));
    }
    let id = m.reports.len() as u32 + 1;
    let mut docket = Docket::of(m, ctx);
    for done in [DutyKind::Complete, DutyKind::Supplement, DutyKind::Redo, DutyKind::ComplyUrging] {
        docket.discharge_all(done);
    }
    for moot in [
        DutyKind::IssueUrging,
        DutyKind::SignUrging,
        DutyKind::SettleUrging,
        DutyKind::ProgressReport,
        DutyKind::WorkPlan,
        DutyKind::ReviewPlan,
        DutyKind::SubTask,
        DutyKind::ForwardExtension,
        DutyKind::DecideExtension,
        DutyKind::DecideSuspension,
        DutyKind::DecideTermination,
    ] {
        docket.withdraw_all(moot);
    }
    docket.open(DutyKind::ReviewClosingReport, ctx.examiner(m)?, LimitName::ReviewClosing, Some(id))?;
    for unit in m.co_units() {
        docket.open(DutyKind::ConfirmClosingReport, Owner::Unit(unit), LimitName::ConfirmClosing, Some(id))?;
    }
    docket.record(Fact::ClosingReportSubmitted { sections: Box::new(sections.clone()) })
}

pub fn submitted(m: &mut Matter, sections: &Sections, entry: &Entry) {
    let stamp = &entry.stamp;
    m.reports.push(ClosingReport {
        id: m.reports.len() as u32 + 1,
        sections: sections.clone(),
        submitted: stamp.clone(),
        effects: Effects::of(entry),
        confirmations: Vec::new(),
        outcome: None,
    });
    extension::settle_open(m, ExtensionOutcome::Withdrawn(stamp.clone()));
    suspension::settle_open(m, Decision::Withdrawn(stamp.clone()));
    termination::settle_open(m, Decision::Withdrawn(stamp.clone()));
    urging::close_open(m, stamp);
    m.stage = Stage::UnderReview;
}

pub fn confirm(
    m: &Matter,
    id: u32,
    unit: UnitId,
    agrees: bool,
    text: &Option<Text>,
    ctx: &Context,
) -> Result<Vec<Event>, Refusal> {
    let report = under_review(m, id)?;
    if !m.co_units().contains(&unit) {
        return Err(Refusal::invalid("单位", "办结报告由协办单位确认").under(Clause::R4_6a));
    }
    if report.confirmations.iter().any(|confirmation| confirmation.unit == unit) {
        return Err(Refusal::overtaken("贵单位已确认过这份办结报告"));
    }
    if !agrees && text.is_none() {
        return Err(Refusal::invalid("意见", "有异议时请写明异议内容"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge(DutyKind::ConfirmClosingReport, |duty| duty.owner == Owner::Unit(unit));
    docket.record(Fact::ClosingReportConfirmed { report: id, unit, agrees, text: text.clone() })
}

pub fn confirmed(m: &mut Matter, id: u32, unit: UnitId, agrees: bool, text: &Option<Text>, stamp: &Stamp) {
    if let Some(report) = m.reports.iter_mut().find(|report| report.id == id) {
        report.confirmations.push(Confirmation { unit, agrees, text: text.clone(), stamp: stamp.clone() });
    }
}

/// The report that waits for its review, if it is this one.
pub fn under_review(m: &Matter, id: u32) -> Result<&ClosingReport, Refusal> {
    let report = m.reports.iter().find(|report| report.id == id).ok_or_else(|| Refusal::no_such("办结报告"))?;
    if report.outcome.is_some() {
        Err(Refusal::overtaken("这份办结报告已经审核或撤回"))
    } else {
        Ok(report)
    }
}
