//! 改派, and co-units added or removed (R4.3): the old unit's duties are withdrawn (its lateness stays on record), the new one
//! gets a new version of the notice and signs. Fifteen working days run anew; an explicit date stays unless it is set anew.

use super::super::{
    Assignment, Context, Event, ExtensionOutcome, Fact, LimitRule, Matter, ObjectionOutcome, Stage, docket::Docket,
};
use super::{dispatch, extension, objection, proposal::known_unit, urging};
use crate::{
    Refusal, Stamp,
    duty::{Basis, Duty, DutyKind, MoveCause, Owner},
    regulation::{Clause, LimitName},
    value::{Day, Text, UnitId},
};

pub fn transfer(
    m: &Matter,
    to: &Assignment,
    reason: &Text,
    due: Option<Day>,
    ctx: &Context,
) -> Result<Vec<Event>, Refusal> {
    let from = m.lead().ok_or_else(|| Refusal::invalid("牵头单位", "本事项没有牵头单位"))?;
    if to.unit == from {
        return Err(Refusal::invalid("改派单位", "该单位已是牵头单位，请另选单位"));
    }
    newcomer(to, "改派单位", ctx)?;
    if let Some(due) = due {
        ctx.later_day("办结时限", due)?;
    }
    let mut docket = Docket::of(m, ctx);
    let of_the_old = |duty: &Duty| {
        let follows = [
            DutyKind::ReviewPlan,
            DutyKind::SubTask,
            DutyKind::ForwardExtension,
            DutyKind::DecideExtension,
            DutyKind::IssueUrging,
            DutyKind::SettleUrging,
        ];
        let ruled = duty.kind == DutyKind::RuleOnObjection && objects(m, from, duty.about);
        duty.owner == Owner::Unit(from) || duty.owner == Owner::Unit(to.unit) || follows.contains(&duty.kind) || ruled
    };
    docket.withdraw_where(of_the_old);
    docket.open(DutyKind::Sign, Owner::Unit(to.unit), LimitName::Sign, None)?;
    open_limit_of_the_new(&mut docket, m, to.unit, due, ctx)?;
    docket.record(Fact::Transferred { from, to: to.clone(), reason: reason.clone() })
}

pub fn transferred(m: &mut Matter, from: UnitId, to: &Assignment, stamp: &Stamp) {
    for unit in m.units.iter_mut().filter(|u| u.left_on.is_none()) {
        if unit.assignment.unit == from || unit.assignment.unit == to.unit {
            unit.left_on = Some(stamp.on);
        }
    }
    m.units.push(dispatch::undertaking(to, true));
    objection::settle(m, |o| o.unit == from, ObjectionOutcome::Transferred(stamp.clone()));
    extension::settle_open(m, ExtensionOutcome::Withdrawn(stamp.clone()));
    urging::close_open(m, stamp);
    m.notice_version += 1;
    m.stage = Stage::Dispatched;
}

pub fn add_co_unit(m: &Matter, to: &Assignment, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.undertaking(to.unit).is_some() {
        return Err(Refusal::invalid("协办单位", "该单位已是承办单位"));
    }
    newcomer(to, "协办单位", ctx)?;
    let mut docket = Docket::of(m, ctx);
    docket.open(DutyKind::Sign, Owner::Unit(to.unit), LimitName::Sign, None)?;
    docket.record(Fact::CoUnitAdded { to: to.clone(), reason: reason.clone() })
}

pub fn co_unit_added(m: &mut Matter, to: &Assignment) {
    m.units.push(dispatch::undertaking(to, false));
    m.notice_version += 1;
}

pub fn remove_co_unit(m: &Matter, unit: UnitId, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    match m.undertaking(unit) {
        None => return Err(Refusal::invalid("协办单位", "该单位不是本事项的协办单位")),
        Some(undertaking) if undertaking.lead => {
            return Err(Refusal::invalid("协办单位", "牵头单位不能直接减去，请办理“改派”"));
        }
        Some(_) => {}
    }
    let mut docket = Docket::of(m, ctx);
    docket.withdraw_where(|duty| {
        duty.owner == Owner::Unit(unit) || (duty.kind == DutyKind::RuleOnObjection && objects(m, unit, duty.about))
    });
    docket.record(Fact::CoUnitRemoved { unit, reason: reason.clone() })
}

pub fn co_unit_removed(m: &mut Matter, unit: UnitId, stamp: &Stamp) {
    if let Some(undertaking) = m.undertaking_mut(unit) {
        undertaking.left_on = Some(stamp.on);
    }
    objection::settle(m, |o| o.unit == unit, ObjectionOutcome::Transferred(stamp.clone()));
    m.notice_version += 1;
}

fn newcomer(to: &Assignment, part: &str, ctx: &Context) -> Result<(), Refusal> {
    known_unit(ctx, part, to.unit)?;
    let mut missing = Vec::new();
    dispatch::complete_assignment(to, part, &mut missing);
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refusal::incomplete(Clause::R4_3, "请补全新单位的责任人", missing))
    }
}

fn objects(m: &Matter, unit: UnitId, about: Option<u32>) -> bool {
    m.objections.iter().any(|o| o.unit == unit && Some(o.id) == about)
}

/// The new unit's 办结 duty begins at the date in force and is moved from there, so that the change has its cause on record.
fn open_limit_of_the_new(
    docket: &mut Docket,
    m: &Matter,
    unit: UnitId,
    due: Option<Day>,
    ctx: &Context,
) -> Result<(), Refusal> {
    let owner = Owner::Unit(unit);
    if m.proposal.as_ref().is_some_and(|proposal| proposal.complex) {
        docket.open(DutyKind::WorkPlan, owner, LimitName::WorkPlan, None)?;
    }
    let Some(old) = m.due_dates().map(|dates| dates.in_force) else { return Ok(()) };
    docket.open_until(DutyKind::Complete, owner, old, None);
    let Some(id) = docket.duties().of_owner(DutyKind::Complete, owner).map(|duty| duty.id) else { return Ok(()) };
    let standard = m.schedule.is_some_and(|schedule| schedule.limit == LimitRule::Standard);
    match due {
        Some(due) => docket.move_to(id, due, MoveCause::Transferred),
        None if standard => {
            let days = ctx.regulation_of(m).limit(LimitName::Complete).days;
            let counted = ctx.calendar.limit(ctx.on, days)?;
            docket.shift(id, counted.due, MoveCause::Transferred, Basis::Counted(counted));
        }
        None if old <= ctx.on => {
            return Err(Refusal::invalid("办结时限", "原定时限已过，请为新的牵头单位写明办结时限").under(Clause::R4_3));
        }
        None => {}
    }
    Ok(())
}
