//! 终止 (R1): a matter ends in 归档 or in an explicit, leader-approved 终止, which is told and filed like any other end.

use super::super::{
    Context, Decision, Effects, Entry, Event, ExtensionOutcome, Fact, Matter, Stage, Termination, docket::Docket,
};
use super::{extension, review, suspension, urging};
use crate::{
    Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::LimitName,
    value::Text,
};

pub fn request(m: &Matter, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.terminations.iter().any(|termination| termination.outcome.is_none()) {
        return Err(Refusal::overtaken("已有一份终止申请等待审批"));
    }
    let leader = ctx.leader_in_charge(m)?;
    let id = m.terminations.len() as u32 + 1;
    let mut docket = Docket::of(m, ctx);
    docket.open(DutyKind::DecideTermination, Owner::Person(leader), LimitName::DecideSuspension, Some(id))?;
    docket.record(Fact::TerminationRequested { reason: reason.clone() })
}

pub fn requested(m: &mut Matter, reason: &Text, entry: &Entry) {
    m.terminations.push(Termination {
        id: m.terminations.len() as u32 + 1,
        reason: reason.clone(),
        requested: entry.stamp.clone(),
        effects: Effects::of(entry),
        outcome: None,
    });
}

pub fn grant(m: &Matter, id: u32, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let termination = pending(m, id)?;
    ctx.not_own(&termination.requested, "终止申请")?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::DecideTermination, id);
    docket.withdraw_where(|duty| !review::outlives_closing(duty));
    review::open_closing_duties(&mut docket, m)?;
    docket.record(Fact::TerminationGranted { termination: id, text: text.clone() })
}

pub fn granted(m: &mut Matter, id: u32, text: &Option<Text>, stamp: &Stamp) {
    settle(m, id, Decision::Granted { stamp: stamp.clone(), until: None, text: text.clone() });
    extension::settle_open(m, ExtensionOutcome::Withdrawn(stamp.clone()));
    suspension::settle_open(m, Decision::Withdrawn(stamp.clone()));
    urging::close_open(m, stamp);
    m.stage = Stage::Terminated;
}

pub fn refuse(m: &Matter, id: u32, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let termination = pending(m, id)?;
    ctx.not_own(&termination.requested, "终止申请")?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::DecideTermination, id);
    docket.record(Fact::TerminationRefused { termination: id, text: text.clone() })
}

pub fn refused(m: &mut Matter, id: u32, text: &Text, stamp: &Stamp) {
    settle(m, id, Decision::Refused { stamp: stamp.clone(), text: text.clone() });
}

/// Requests that other events have overtaken.
pub fn settle_open(m: &mut Matter, decision: Decision) {
    for termination in m.terminations.iter_mut().filter(|termination| termination.outcome.is_none()) {
        termination.outcome = Some(decision.clone());
    }
}

pub fn pending(m: &Matter, id: u32) -> Result<&Termination, Refusal> {
    let termination = m.terminations.iter().find(|t| t.id == id).ok_or_else(|| Refusal::no_such("终止申请"))?;
    if termination.outcome.is_some() {
        Err(Refusal::overtaken("这一终止申请已经审批或撤回"))
    } else {
        Ok(termination)
    }
}

fn settle(m: &mut Matter, id: u32, decision: Decision) {
    if let Some(termination) = m.terminations.iter_mut().find(|t| t.id == id) {
        termination.outcome = Some(decision);
    }
}
