//! 拟办 (R4.1): the Office proposes the matter, its units, requirements and limit. A draft may become several (分发), be
//! dealt with under another (并案), or not be pursued.

use super::super::{Context, Event, Fact, LimitRule, Matter, Proposal, Stage, docket::Docket};
use crate::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, Owner},
    institution::Role,
    regulation::{Clause, LimitName},
    value::{Day, GroupId, MatterId, Text, UnitId},
};

pub fn propose(m: &Matter, proposal: &Proposal, group: Option<GroupId>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    check(proposal, ctx)?;
    let mut docket = Docket::of(m, ctx);
    docket.open(DutyKind::SettleDraft, Owner::Office, LimitName::SettleDraft, None)?;
    docket.record(Fact::Proposed { proposal: Box::new(proposal.clone()), group, regulation_from: regulation_day(ctx) })
}

pub fn proposed(m: &mut Matter, proposal: &Proposal, group: Option<GroupId>, regulation_from: Day, stamp: &Stamp) {
    m.stage = Stage::Draft;
    m.proposal = Some(proposal.clone());
    m.text_version = m.version;
    m.group = group;
    m.regulation_from = Some(regulation_from);
    m.proposed = Some(stamp.clone());
}

/// What the leaders had approved was the old text: it has to be put to them anew.
pub fn revise(m: &Matter, proposal: &Proposal, version: u32, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    same_text(m, version)?;
    check(proposal, ctx)?;
    keeps_adopted_units(m, proposal)?;
    let mut docket = Docket::of(m, ctx);
    if m.approval.is_complete() {
        docket.withdraw_all(DutyKind::Register);
        docket.reopen_last(DutyKind::SettleDraft);
    }
    docket.record(Fact::Revised { proposal: Box::new(proposal.clone()) })
}

pub fn revised(m: &mut Matter, proposal: &Proposal) {
    m.proposal = Some(proposal.clone());
    m.text_version = m.version;
    m.approval = Default::default();
}

pub fn distribute(m: &Matter, group: GroupId, into: &[MatterId], ctx: &Context) -> Result<Vec<Event>, Refusal> {
    not_adopted(m)?;
    if into.is_empty() || into.contains(&m.id) {
        return Err(Refusal::invalid("分发", "请指明分发成的事项，且不含本事项"));
    }
    Docket::of(m, ctx).record(Fact::Distributed { group, into: into.to_vec() })
}

pub fn merge(m: &Matter, into: MatterId, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if into == m.id {
        return Err(Refusal::invalid("并入事项", "不能并入本事项自身，请另选一项"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.withdraw_where(|_| true);
    docket.record(Fact::Merged { into, reason: reason.clone() })
}

pub fn merged(m: &mut Matter, into: MatterId) {
    m.merged_into = Some(into);
    m.stage = Stage::NotPursued;
}

pub fn not_pursue(m: &Matter, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let mut docket = Docket::of(m, ctx);
    docket.withdraw_where(|_| true);
    docket.record(Fact::NotPursued { reason: reason.clone() })
}

/// A 补录 names the people of its units: with other units it has to be entered anew.
fn keeps_adopted_units(m: &Matter, proposal: &Proposal) -> Result<(), Refusal> {
    let Some(old) = m.proposal.as_ref().filter(|_| m.adoption.is_some()) else { return Ok(()) };
    if old.lead_unit == proposal.lead_unit && old.co_units == proposal.co_units {
        return Ok(());
    }
    let message = "补录事项的承办单位不能在此修改：请“不予立项”后按正确的单位重新补录，或确认后办理“改派”";
    Err(Refusal::invalid("牵头单位", message).under(Clause::R4_2))
}

/// R9: the parameters in force on the day of the proposal.
pub fn regulation_day(ctx: &Context) -> Day {
    ctx.institution.regulation_on(ctx.on).unwrap_or(ctx.regulation).in_force
}

/// An edit of text answers the version that its author had before them.
pub fn same_text(m: &Matter, version: u32) -> Result<(), Refusal> {
    if version == m.text_version {
        return Ok(());
    }
    Err(Refusal::overtaken("在您填写期间，事项内容已被他人修改；您填写的内容仍保留，请对照最新内容后再提交"))
}

/// A 补录 waits for the head's confirmation and goes no other way.
pub fn not_adopted(m: &Matter) -> Result<(), Refusal> {
    if m.adoption.is_none() {
        return Ok(());
    }
    Err(Refusal::new(Reason::IllegalTransition, "本事项是补录的在办事项，由学校办公室主任确认补录即可")
        .under(Clause::R4_2))
}

pub fn known_unit(ctx: &Context, field: &str, unit: UnitId) -> Result<(), Refusal> {
    match ctx.institution.units.get(&unit) {
        None => Err(Refusal::invalid(field, "没有这一单位，请从名单中选择")),
        Some(unit) if unit.closed_on.is_some_and(|day| day <= ctx.on) => {
            Err(Refusal::invalid(field, format!("“{}”已撤销，请选择承接其职责的单位", unit.name)))
        }
        Some(_) => Ok(()),
    }
}

pub fn check(proposal: &Proposal, ctx: &Context) -> Result<(), Refusal> {
    if let Some(lead) = proposal.lead_unit {
        known_unit(ctx, "牵头单位", lead)?;
        if proposal.co_units.contains(&lead) {
            return Err(Refusal::invalid("协办单位", "牵头单位不必再列为协办单位，请去掉").under(Clause::R4_1));
        }
    }
    for (index, unit) in proposal.co_units.iter().enumerate() {
        known_unit(ctx, "协办单位", *unit)?;
        if proposal.co_units[..index].contains(unit) {
            return Err(Refusal::invalid("协办单位", "同一单位列了两次，请去掉一个"));
        }
    }
    if let LimitRule::Explicit(due) = proposal.limit {
        ctx.later_day("办结时限", due)?;
    }
    if proposal.limit == LimitRule::ByPlan && !proposal.complex {
        let message = "只有情况较为复杂、须制定工作计划的事项才由计划确定时限，请改选时限或勾选“复杂”";
        return Err(Refusal::invalid("办结时限", message).under(Clause::R4_4c));
    }
    match proposal.leader {
        Some(leader) if !is_leader(ctx, leader) => {
            Err(Refusal::invalid("分管校领导", "所选人员现在不是校领导，请从名单中选择"))
        }
        _ => Ok(()),
    }
}

pub fn is_leader(ctx: &Context, person: crate::value::PersonId) -> bool {
    [Role::Leader, Role::PrincipalLeader].iter().any(|role| ctx.institution.has_role(person, *role, ctx.on))
}
