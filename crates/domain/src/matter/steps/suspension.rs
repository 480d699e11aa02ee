//! 暂缓 (R1): asked by the Office (its head signs), decided by a leader, always with an expected end. The units' duties pause
//! with the working days that are left and run on at 恢复; an explicit 办结时限 is then set anew.

use super::super::{
    Context, Decision, Effects, Entry, Event, Fact, Matter, Stage, Suspension, SuspensionCause, docket::Docket,
};
use crate::{
    Reason, Refusal, Stamp,
    duty::{Basis, Duty, DutyKind, MoveCause, Owner},
    regulation::{Clause, LimitName},
    value::{Day, Text},
};

pub fn request(
    m: &Matter,
    reason: &Text,
    expected_end: Day,
    cause: SuspensionCause,
    ctx: &Context,
) -> Result<Vec<Event>, Refusal> {
    ctx.later_day("预计恢复日期", expected_end)?;
    if m.suspensions.iter().any(|suspension| suspension.outcome.is_none()) {
        return Err(Refusal::overtaken("已有一份暂缓申请等待审批"));
    }
    let leader = ctx.leader_in_charge(m)?;
    let id = m.suspensions.len() as u32 + 1;
    let mut docket = Docket::of(m, ctx);
    docket.open(DutyKind::DecideSuspension, Owner::Person(leader), LimitName::DecideSuspension, Some(id))?;
    docket.record(Fact::SuspensionRequested { reason: reason.clone(), expected_end, cause })
}

pub fn requested(m: &mut Matter, reason: &Text, expected_end: Day, cause: SuspensionCause, entry: &Entry) {
    m.suspensions.push(Suspension {
        id: m.suspensions.len() as u32 + 1,
        cause,
        reason: reason.clone(),
        expected_end,
        prolongs: m.stage == Stage::Suspended,
        requested: entry.stamp.clone(),
        effects: Effects::of(entry),
        outcome: None,
        resumed: None,
    });
}

pub fn grant(m: &Matter, id: u32, until: Day, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let suspension = pending(m, id)?;
    ctx.not_own(&suspension.requested, "暂缓申请")?;
    ctx.later_day("预计恢复日期", until)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::DecideSuspension, id);
    if m.stage == Stage::Suspended {
        docket.discharge_all(DutyKind::ReviewSuspension);
    } else {
        docket.pause_where(pauses);
    }
    docket.open_until(DutyKind::ReviewSuspension, Owner::Office, until, Some(id));
    docket.record(Fact::SuspensionGranted { suspension: id, until, text: text.clone() })
}

pub fn granted(m: &mut Matter, id: u32, until: Day, text: &Option<Text>, stamp: &Stamp) {
    settle(m, id, Decision::Granted { stamp: stamp.clone(), until: Some(until), text: text.clone() });
    if m.stage != Stage::Suspended {
        m.stage_before = Some(m.stage);
        m.stage = Stage::Suspended;
    }
}

pub fn refuse(m: &Matter, id: u32, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let suspension = pending(m, id)?;
    ctx.not_own(&suspension.requested, "暂缓申请")?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::DecideSuspension, id);
    docket.record(Fact::SuspensionRefused { suspension: id, text: text.clone() })
}

pub fn refused(m: &mut Matter, id: u32, text: &Text, stamp: &Stamp) {
    settle(m, id, Decision::Refused { stamp: stamp.clone(), text: text.clone() });
}

pub fn resume(m: &Matter, due: Option<Day>, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let complete = m.duties.owed().find(|duty| duty.kind == DutyKind::Complete);
    let explicit = complete.is_some_and(|duty| duty.basis == Basis::Explicit);
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::ReviewSuspension);
    docket.withdraw_all(DutyKind::DecideSuspension);
    docket.resume(complete.filter(|_| due.is_some()).map(|duty| duty.id))?;
    match (complete, due) {
        (Some(complete), Some(due)) => {
            ctx.later_day("办结时限", due)?;
            docket.move_to(complete.id, due, MoveCause::Resumed);
        }
        (Some(_), None) if explicit => {
            let message = "本事项的办结时限是明确的日期，恢复办理时请写明新的办结时限";
            return Err(Refusal::new(Reason::Incomplete, message).field("办结时限", message).under(Clause::R4_4a));
        }
        _ => {}
    }
    let into = m.stage_before.unwrap_or(Stage::UnderWay);
    docket.record(Fact::Resumed { text: text.clone(), into })
}

pub fn resumed(m: &mut Matter, into: Stage, stamp: &Stamp) {
    settle_open(m, Decision::Withdrawn(stamp.clone()));
    if let Some(suspension) =
        m.suspensions.iter_mut().rev().find(|s| matches!(s.outcome, Some(Decision::Granted { .. })))
    {
        suspension.resumed = Some(stamp.clone());
    }
    m.stage = into;
    m.stage_before = None;
}

/// Requests that other events have overtaken.
pub fn settle_open(m: &mut Matter, decision: Decision) {
    for suspension in m.suspensions.iter_mut().filter(|suspension| suspension.outcome.is_none()) {
        suspension.outcome = Some(decision.clone());
    }
}

pub fn pending(m: &Matter, id: u32) -> Result<&Suspension, Refusal> {
    let suspension = m.suspensions.iter().find(|s| s.id == id).ok_or_else(|| Refusal::no_such("暂缓申请"))?;
    if suspension.outcome.is_some() {
        Err(Refusal::overtaken("这一暂缓申请已经审批或撤回"))
    } else {
        Ok(suspension)
    }
}

/// Work on the matter stops; what is owed to a superior, to an instruction or about the matter's fate does not.
fn pauses(duty: &Duty) -> bool {
    !matches!(
        duty.kind,
        DutyKind::ReportToSuperior
            | DutyKind::AnswerInstruction
            | DutyKind::DecideSuspension
            | DutyKind::DecideTermination
            | DutyKind::ReviewSuspension
    )
}

fn settle(m: &mut Matter, id: u32, decision: Decision) {
    if let Some(suspension) = m.suspensions.iter_mut().find(|s| s.id == id) {
        suspension.outcome = Some(decision);
    }
}
