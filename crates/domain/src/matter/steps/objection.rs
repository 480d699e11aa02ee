//! 提出异议 (the regulation is silent): a unit says that the matter is not its business; the Office transfers or insists.

use super::super::{Context, Effects, Entry, Event, Fact, Matter, Objection, ObjectionOutcome, docket::Docket};
use super::signing::unsigned;
use crate::{
    Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::LimitName,
    value::{Text, UnitId},
};

pub fn object(m: &Matter, unit: UnitId, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    unsigned(m, unit)?;
    if m.objections.iter().any(|o| o.unit == unit && o.outcome.is_none()) {
        return Err(Refusal::overtaken("贵单位的异议正待学校办公室答复，请勿重复提出"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge(DutyKind::Sign, |duty| duty.owner == Owner::Unit(unit));
    docket.open(
        DutyKind::RuleOnObjection,
        Owner::Office,
        LimitName::RuleOnObjection,
        Some(m.objections.len() as u32 + 1),
    )?;
    docket.record(Fact::Objected { unit, reason: reason.clone() })
}

pub fn objected(m: &mut Matter, unit: UnitId, reason: &Text, entry: &Entry) {
    m.objections.push(Objection {
        id: m.objections.len() as u32 + 1,
        unit,
        reason: reason.clone(),
        made: entry.stamp.clone(),
        effects: Effects::of(entry),
        outcome: None,
    });
}

/// 维持交办: the unit has to sign after all.
pub fn insist(m: &Matter, id: u32, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let objection = open(m, id)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::RuleOnObjection, id);
    docket.open(DutyKind::Sign, Owner::Unit(objection.unit), LimitName::Sign, None)?;
    docket.record(Fact::Insisted { objection: id, reason: reason.clone() })
}

pub fn insisted(m: &mut Matter, id: u32, reason: &Text, stamp: &Stamp) {
    settle(m, |o| o.id == id, ObjectionOutcome::Insisted(stamp.clone(), reason.clone()));
}

pub fn open(m: &Matter, id: u32) -> Result<&Objection, Refusal> {
    let objection = m.objections.iter().find(|o| o.id == id).ok_or_else(|| Refusal::no_such("异议"))?;
    if objection.outcome.is_some() {
        Err(Refusal::overtaken("这一异议已经答复或撤回"))
    } else {
        Ok(objection)
    }
}

/// Gives every open objection that the filter picks its outcome.
pub fn settle(m: &mut Matter, picks: impl Fn(&Objection) -> bool, outcome: ObjectionOutcome) {
    for objection in m.objections.iter_mut().filter(|o| o.outcome.is_none() && picks(o)) {
        objection.outcome = Some(outcome.clone());
    }
}
