//! 工作计划 (R4.4c): a complex matter gets one within 5 working days, with steps, owners and dates; the Office accepts or
//! returns it. Where the notice could name no final date, the accepted plan fixes it.

use super::super::{Context, Effects, Entry, Event, Fact, Matter, Plan, PlanOutcome, PlanStep, docket::Docket};
use super::{
    progress::{Rhythm, open_next_report},
    urging,
};
use crate::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::{Clause, LimitName},
    value::{Day, Text},
};

pub fn submit(m: &Matter, steps: &[PlanStep], final_due: Option<Day>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if !m.proposal.as_ref().is_some_and(|proposal| proposal.complex) {
        return Err(Refusal::new(Reason::IllegalTransition, "只有复杂事项须报送工作计划").under(Clause::R4_4c));
    }
    if m.plans.iter().any(|plan| plan.outcome.is_none()) {
        return Err(Refusal::overtaken("已报送的工作计划正在审核，请等待结果，或先撤回"));
    }
    if steps.is_empty() {
        return Err(Refusal::invalid("计划步骤", "请至少写明一个步骤及其完成日期").under(Clause::R4_4c));
    }
    check_dates(m, steps, final_due, ctx)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::WorkPlan);
    if lacks_final_date(m) {
        // the plan was what an urging asked for
        docket.discharge_all(DutyKind::ComplyUrging);
        docket.withdraw_all(DutyKind::SignUrging);
        docket.withdraw_all(DutyKind::SettleUrging);
    }
    docket.open(DutyKind::ReviewPlan, ctx.examiner(m)?, LimitName::ReviewPlan, Some(m.plans.len() as u32 + 1))?;
    docket.record(Fact::PlanSubmitted { steps: steps.to_vec(), final_due })
}

pub fn submitted(m: &mut Matter, steps: &[PlanStep], final_due: Option<Day>, entry: &Entry) {
    if lacks_final_date(m) {
        urging::close_open(m, &entry.stamp);
    }
    m.plans.push(Plan {
        version: m.plans.len() as u32 + 1,
        steps: steps.to_vec(),
        final_due,
        submitted: entry.stamp.clone(),
        effects: Effects::of(entry),
        outcome: None,
    });
}

pub fn accept(m: &Matter, version: u32, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let plan = pending(m, version)?;
    ctx.not_own(&plan.submitted, "工作计划")?;
    let lead = m.lead().ok_or_else(|| Refusal::invalid("牵头单位", "本事项没有牵头单位"))?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::ReviewPlan, version);
    if lacks_final_date(m)
        && let Some(due) = plan.final_due
    {
        if due <= ctx.on {
            return Err(
                Refusal::invalid("最终时限", format!("计划的最终时限（{due}）已过，请退回修改")).under(Clause::R4_4c)
            );
        }
        docket.open_until(DutyKind::Complete, Owner::Unit(lead), due, None);
    }
    let rhythm = Rhythm::with_plan(m, plan);
    if rhythm.is_by_milestone() {
        // the days of the new plan take the place of the old ones
        docket.withdraw_all(DutyKind::ProgressReport);
    }
    let due = docket.duties().last(DutyKind::Complete).map(|duty| duty.due);
    if rhythm.is_by_milestone() || lacks_final_date(m) {
        open_next_report(&mut docket, lead, &rhythm, ctx.on, due, ctx);
    }
    docket.record(Fact::PlanAccepted { plan: version, text: text.clone() })
}

pub fn accepted(m: &mut Matter, version: u32, text: &Option<Text>, stamp: &Stamp) {
    settle(m, version, PlanOutcome::Accepted(stamp.clone(), text.clone()));
}

pub fn send_back(m: &Matter, version: u32, reasons: &Text, due: Day, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let plan = pending(m, version)?;
    ctx.not_own(&plan.submitted, "工作计划")?;
    ctx.later_day("重报日期", due)?;
    let lead = m.lead().ok_or_else(|| Refusal::invalid("牵头单位", "本事项没有牵头单位"))?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::ReviewPlan, version);
    docket.open_until(DutyKind::WorkPlan, Owner::Unit(lead), due, None);
    docket.record(Fact::PlanReturned { plan: version, reasons: reasons.clone(), due })
}

pub fn returned(m: &mut Matter, version: u32, reasons: &Text, stamp: &Stamp) {
    settle(m, version, PlanOutcome::Returned(stamp.clone(), reasons.clone()));
}

pub fn pending(m: &Matter, version: u32) -> Result<&Plan, Refusal> {
    let plan = m.plans.iter().find(|plan| plan.version == version).ok_or_else(|| Refusal::no_such("工作计划"))?;
    if plan.outcome.is_some() {
        Err(Refusal::overtaken("这一版工作计划已经审核或撤回"))
    } else {
        Ok(plan)
    }
}

/// No 办结 duty has been opened yet: the plan has to fix its date.
pub fn lacks_final_date(m: &Matter) -> bool {
    m.duties.last(DutyKind::Complete).is_none()
}

fn check_dates(m: &Matter, steps: &[PlanStep], final_due: Option<Day>, ctx: &Context) -> Result<(), Refusal> {
    match final_due {
        None if lacks_final_date(m) => {
            return Err(Refusal::invalid("最终时限", "通知单未定最终时限，请在计划中明确").under(Clause::R4_4c));
        }
        Some(due) => {
            ctx.later_day("最终时限", due)?;
        }
        None => {}
    }
    let limit = final_due.or(m.due_dates().map(|dates| dates.in_force));
    let beyond = limit.and_then(|limit| steps.iter().find(|step| step.due > limit));
    match beyond {
        Some(step) => Err(Refusal::invalid("计划步骤", format!("步骤的完成日期{}晚于办结时限，请调整", step.due))),
        None => Ok(()),
    }
}

fn settle(m: &mut Matter, version: u32, outcome: PlanOutcome) {
    if let Some(plan) = m.plans.iter_mut().find(|plan| plan.version == version) {
        plan.outcome = Some(outcome);
    }
}
