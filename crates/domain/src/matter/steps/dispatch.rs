//! 交办 (R4.3): the notice (annex 3) goes out within two working days, and only if the task is quantified (任务量化), its
//! limit a concrete date (时限具体化), and a responsible person, a contact and a telephone are named (责任明确化).

use super::super::{
    Assignment, Cadence, Context, Event, Fact, LimitRule, Matter, Proposal, Schedule, Stage, Undertaking,
    docket::Docket,
};
use super::progress::{Rhythm, check_cadence, open_next_report};
use crate::{
    Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::{Clause, LimitName},
    value::{Day, UnitId},
};

pub fn dispatch(
    m: &Matter,
    assignments: &[Assignment],
    limit: LimitRule,
    cadence: Cadence,
    ctx: &Context,
) -> Result<Vec<Event>, Refusal> {
    let mut missing = missing(m, assignments, limit, ctx);
    missing.extend(check_cadence(m.proposal.as_ref(), cadence));
    if !missing.is_empty() {
        let message = "通知单还不能下发：交办要做到任务量化、时限具体化、责任明确化，请补全下列各项";
        return Err(Refusal::incomplete(Clause::R4_3, message, missing));
    }
    let Some((proposal, lead)) = m.proposal.as_ref().zip(m.lead()) else {
        return Err(Refusal::invalid("牵头单位", "请先明确牵头单位"));
    };
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::Dispatch);
    for assignment in assignments {
        docket.open(DutyKind::Sign, Owner::Unit(assignment.unit), LimitName::Sign, None)?;
    }
    let due = open_limits(&mut docket, proposal, lead, limit)?;
    if let Some(reply_by) = proposal.source.reply_by {
        docket.open_until(DutyKind::ReportToSuperior, Owner::Office, reply_by, None);
    }
    open_next_report(&mut docket, lead, &Rhythm::plain(cadence), ctx.on, due, ctx);
    docket.record(Fact::Dispatched { assignments: assignments.to_vec(), limit, cadence, due })
}

pub fn dispatched(m: &mut Matter, assignments: &[Assignment], limit: LimitRule, cadence: Cadence, stamp: &Stamp) {
    let lead = m.lead();
    m.units = assignments.iter().map(|assignment| undertaking(assignment, Some(assignment.unit) == lead)).collect();
    m.schedule = Some(Schedule { limit, cadence });
    m.dispatched = Some(stamp.clone());
    m.notice_version = 1;
    m.stage = Stage::Dispatched;
}

/// What keeps the notice from going out, as (field, what to mend), in the order of the form. Empty when nothing does.
pub fn missing(m: &Matter, assignments: &[Assignment], limit: LimitRule, ctx: &Context) -> Vec<(String, String)> {
    let Some(proposal) = &m.proposal else { return Vec::new() };
    let mut missing = Vec::new();
    let mut lacks = |field: &str, what: String| missing.push((field.to_owned(), what));
    if proposal.target.is_none() {
        lacks("量化目标", "任务未量化：请写明可检验的完成标志（数量、成果或状态）".to_owned());
    }
    match limit {
        LimitRule::Explicit(due) if due <= ctx.on => {
            lacks("办结时限", format!("办结时限要晚于交办日{}，请改正", ctx.on))
        }
        LimitRule::ByPlan if !proposal.complex => {
            lacks("办结时限", "时限未具体化：只有复杂事项可由工作计划确定最终时限".to_owned());
        }
        LimitRule::Standard if proposal.ongoing => {
            lacks("办结时限", "长期、持续的事项请写明本阶段的截止日期，例如当年12月31日".to_owned());
        }
        _ => {}
    }
    for (index, unit) in proposal.units().enumerate() {
        let part = if index == 0 { "牵头单位" } else { "协办单位" };
        let part = format!("{part}（{}）", ctx.institution.unit_name(unit));
        match assignments.iter().find(|assignment| assignment.unit == unit) {
            Some(assignment) => complete_assignment(assignment, &part, &mut missing),
            None => complete_assignment(&Assignment::nobody(unit), &part, &mut missing),
        }
    }
    if assignments.iter().any(|assignment| proposal.units().all(|unit| unit != assignment.unit)) {
        missing.push(("承办单位".to_owned(), "通知单只发给拟办意见所列的承办单位".to_owned()));
    }
    missing
}

/// 责任明确化
pub fn complete_assignment(assignment: &Assignment, part: &str, missing: &mut Vec<(String, String)>) {
    let cells = [
        ("负责人", assignment.responsible.is_none()),
        ("联系人", assignment.contact.is_none()),
        ("联系电话", assignment.telephone.is_none()),
    ];
    for (cell, _) in cells.into_iter().filter(|(_, lacking)| *lacking) {
        missing.push((format!("{part}{cell}"), format!("责任未明确：请填写{part}的{cell}")));
    }
}

pub fn undertaking(assignment: &Assignment, lead: bool) -> Undertaking {
    Undertaking { assignment: assignment.clone(), lead, signature: None, left_on: None }
}

/// R4.4a: the explicit date; R4.4b: or 15 working days; R4.4c: for a complex matter a work plan within 5, which may have to fix the
/// final date. Out: the 办结时限, if it is known already.
pub fn open_limits(
    docket: &mut Docket,
    proposal: &Proposal,
    lead: UnitId,
    limit: LimitRule,
) -> Result<Option<Day>, Refusal> {
    let owner = Owner::Unit(lead);
    if proposal.complex {
        docket.open(DutyKind::WorkPlan, owner, LimitName::WorkPlan, None)?;
    }
    Ok(match limit {
        LimitRule::Explicit(due) => {
            docket.open_until(DutyKind::Complete, owner, due, None);
            Some(due)
        }
        LimitRule::Standard => Some(docket.open(DutyKind::Complete, owner, LimitName::Complete, None)?),
        LimitRule::ByPlan => None,
    })
}
