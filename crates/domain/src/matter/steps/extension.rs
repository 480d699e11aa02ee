//! 延期 (R4.5b, annex 4): the unit's head asks, with reasons, measures and a final date; the Office forwards with its remark;
//! the leader in charge grants it, grants another date, or refuses. A late request is accepted and marked late.

use super::super::{Context, Effects, Entry, Event, Extension, ExtensionOutcome, Fact, Matter, docket::Docket};
use super::{
    progress::{Rhythm, open_next_report},
    urging,
};
use crate::{
    Reason, Refusal, Stamp,
    duty::{Duty, DutyKind, MoveCause, Owner},
    regulation::{Clause, LimitName},
    value::{Day, Text},
};

pub fn request(m: &Matter, until: Day, reasons: &Text, measures: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.open_extension().is_some() {
        return Err(Refusal::overtaken("已有一份延期申请正在办理，请等待结果，或先撤回"));
    }
    let limit = limit_to_move(m)?;
    let rules = &ctx.regulation_of(m).extension;
    let counted = m.extensions.iter().filter(|e| !matches!(e.outcome, Some(ExtensionOutcome::Withdrawn(_)))).count();
    if rules.most_requests > 0 && counted as u32 >= rules.most_requests {
        let message = format!("本事项已申请延期 {counted} 次，达到上限，请与督办室商议其他办法");
        return Err(Refusal::new(Reason::Invalid, message).under(Clause::R4_5b));
    }
    check_date(limit, until, rules.most_days, ctx)?;
    let late = ctx.on > limit.due;
    let mut docket = Docket::of(m, ctx);
    let id = m.extensions.len() as u32 + 1;
    docket.open(DutyKind::ForwardExtension, Owner::Office, LimitName::ForwardExtension, Some(id))?;
    let (reasons, measures) = (reasons.clone(), measures.clone());
    docket.record(Fact::ExtensionRequested { old_due: limit.due, until, reasons, measures, late })
}

/// `texts`: reasons, measures.
pub fn requested(m: &mut Matter, old_due: Day, until: Day, texts: [&Text; 2], late: bool, entry: &Entry) {
    let [reasons, measures] = texts.map(Clone::clone);
    m.extensions.push(Extension {
        id: m.extensions.len() as u32 + 1,
        old_due,
        until,
        reasons,
        measures,
        late,
        requested: entry.stamp.clone(),
        effects: Effects::of(entry),
        forwarded: None,
        outcome: None,
    });
}

pub fn forward(m: &Matter, id: u32, remark: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    not_forwarded(m, id)?;
    let leader = ctx.leader_in_charge(m)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::ForwardExtension, id);
    docket.open(DutyKind::DecideExtension, Owner::Person(leader), LimitName::DecideExtension, Some(id))?;
    docket.record(Fact::ExtensionForwarded { extension: id, remark: remark.clone() })
}

pub fn forwarded(m: &mut Matter, id: u32, remark: &Option<Text>, stamp: &Stamp) {
    if let Some(extension) = m.extensions.iter_mut().find(|e| e.id == id) {
        extension.forwarded = Some((stamp.clone(), remark.clone()));
    }
}

pub fn send_back(m: &Matter, id: u32, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    not_forwarded(m, id)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::ForwardExtension, id);
    docket.record(Fact::ExtensionReturned { extension: id, reason: reason.clone() })
}

pub fn returned(m: &mut Matter, id: u32, reason: &Text, stamp: &Stamp) {
    settle(m, id, ExtensionOutcome::Returned(stamp.clone(), reason.clone()));
}

/// The 办结时限 moves, the report calendar is lengthened, and open urgings are closed: the next one is a first one.
pub fn grant(m: &Matter, id: u32, until: Day, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let extension = with_the_leader(m, id)?;
    ctx.not_own(&extension.requested, "延期申请")?;
    let limit = limit_to_move(m)?;
    check_date(limit, until, 0, ctx)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::DecideExtension, id);
    docket.move_to(limit.id, until, MoveCause::ExtensionGranted);
    for moot in [DutyKind::IssueUrging, DutyKind::SignUrging, DutyKind::ComplyUrging, DutyKind::SettleUrging] {
        docket.withdraw_all(moot);
    }
    if let Some(lead) = m.lead() {
        open_next_report(&mut docket, lead, &Rhythm::of(m), ctx.on, Some(until), ctx);
    }
    docket.record(Fact::ExtensionGranted { extension: id, until, text: text.clone() })
}

pub fn granted(m: &mut Matter, id: u32, until: Day, text: &Option<Text>, stamp: &Stamp) {
    settle(m, id, ExtensionOutcome::Granted(stamp.clone(), until, text.clone()));
    urging::close_chain(m, stamp);
}

/// The old date stands.
pub fn refuse(m: &Matter, id: u32, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let extension = with_the_leader(m, id)?;
    ctx.not_own(&extension.requested, "延期申请")?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::DecideExtension, id);
    docket.record(Fact::ExtensionRefused { extension: id, text: text.clone() })
}

pub fn refused(m: &mut Matter, id: u32, text: &Text, stamp: &Stamp) {
    settle(m, id, ExtensionOutcome::Refused(stamp.clone(), text.clone()));
}

/// A request that other events have overtaken (a transfer, a closing report, a termination).
pub fn settle_open(m: &mut Matter, outcome: ExtensionOutcome) {
    for extension in m.extensions.iter_mut().filter(|e| e.outcome.is_none()) {
        extension.outcome = Some(outcome.clone());
    }
}

pub fn pending(m: &Matter, id: u32) -> Result<&Extension, Refusal> {
    let extension = m.extensions.iter().find(|e| e.id == id).ok_or_else(|| Refusal::no_such("延期申请"))?;
    if extension.outcome.is_some() {
        Err(Refusal::overtaken("这一延期申请已经办结或撤回"))
    } else {
        Ok(extension)
    }
}

/// Still with the Office: may be forwarded, returned or withdrawn.
pub fn not_forwarded(m: &Matter, id: u32) -> Result<&Extension, Refusal> {
    let extension = pending(m, id)?;
    if extension.forwarded.is_some() {
        Err(Refusal::overtaken("这一延期申请已经转呈校领导"))
    } else {
        Ok(extension)
    }
}

fn with_the_leader(m: &Matter, id: u32) -> Result<&Extension, Refusal> {
    let extension = pending(m, id)?;
    if extension.forwarded.is_some() {
        return Ok(extension);
    }
    Err(Refusal::new(Reason::IllegalTransition, "延期申请尚未由学校办公室转呈").under(Clause::R4_5b))
}

/// 办结, or the plan's own date while no final one exists.
fn limit_to_move(m: &Matter) -> Result<&Duty, Refusal> {
    let owed = |kind| m.duties.owed().find(move |duty: &&Duty| duty.kind == kind && duty.is_open());
    let limit = owed(DutyKind::Complete).or_else(|| owed(DutyKind::WorkPlan));
    limit.ok_or_else(|| {
        Refusal::overtaken("本事项的办结时限已了结，不必延期；补办的时限请与督办室商定").under(Clause::R4_5b)
    })
}

fn check_date(limit: &Duty, until: Day, most_days: u32, ctx: &Context) -> Result<(), Refusal> {
    let field = "计划办结时间";
    ctx.later_day(field, until)?;
    if until <= limit.due {
        return Err(Refusal::invalid(field, format!("要晚于原办结时间{}，请改正", limit.due)).under(Clause::R4_5b));
    }
    let longest = limit.due.checked_add(jiff::ToSpan::days(i64::from(most_days))).unwrap_or(Day::MAX);
    if most_days > 0 && until > longest {
        let message = format!("每次最多延长 {most_days} 天，即到{longest}为止，请改正");
        return Err(Refusal::invalid(field, message).under(Clause::R4_5b));
    }
    Ok(())
}

fn settle(m: &mut Matter, id: u32, outcome: ExtensionOutcome) {
    if let Some(extension) = m.extensions.iter_mut().find(|e| e.id == id) {
        extension.outcome = Some(outcome);
    }
}
