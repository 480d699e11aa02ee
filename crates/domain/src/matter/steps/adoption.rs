//! 补录 (R4.2): a matter already running on paper comes in with its own number and real dates, so that an office can
//! switch over in the middle of a year. The head confirms; no duty, reminder or urging arises for days before that.

use super::super::{
    Adoption, Context, Event, Fact, LimitRule, Matter, Proposal, Schedule, Signature, Stage, Undertaking,
    docket::Docket,
};
use super::{
    dispatch::complete_assignment,
    progress::{Rhythm, check_cadence, open_next_report},
    proposal,
};
use crate::{
    Reason, Refusal, Stamp, Who,
    duty::{DutyKind, Owner},
    regulation::{Clause, LimitName},
    value::{Day, Text},
};

pub fn adopt(m: &Matter, what: &Proposal, adoption: &Adoption, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    // the limits of a running matter may have passed: they are taken as they are
    proposal::check(&Proposal { limit: LimitRule::Standard, ..what.clone() }, ctx)?;
    check_number(adoption, ctx)?;
    check_dates(adoption, ctx)?;
    check_units(what, adoption)?;
    if let Some((field, message)) = check_cadence(Some(what), adoption.cadence) {
        return Err(Refusal::invalid(&field, message).under(Clause::R4_4d));
    }
    let mut docket = Docket::of(m, ctx);
    docket.open(DutyKind::SettleDraft, Owner::Office, LimitName::SettleDraft, None)?;
    docket.record(Fact::Adopted {
        proposal: Box::new(what.clone()),
        adoption: Box::new(adoption.clone()),
        regulation_from: proposal::regulation_day(ctx),
    })
}

pub fn adopted(m: &mut Matter, what: &Proposal, adoption: &Adoption, regulation_from: Day, stamp: &Stamp) {
    proposal::proposed(m, what, None, regulation_from, stamp);
    m.adoption = Some(adoption.clone());
}

pub fn confirm(m: &Matter, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let Some(adoption) = &m.adoption else {
        return Err(Refusal::new(Reason::IllegalTransition, "本事项不是补录的，请按程序立项").under(Clause::R4_2));
    };
    if let Some(proposed) = &m.proposed {
        ctx.not_own(proposed, "补录")?;
    }
    let lead = m.lead().ok_or_else(|| Refusal::invalid("牵头单位", "请先在“修改”中明确牵头单位"))?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::SettleDraft);
    docket.open_until(DutyKind::Complete, Owner::Unit(lead), adoption.due, None);
    if adoption.signed.is_none() {
        for assignment in &adoption.assignments {
            docket.open(DutyKind::Sign, Owner::Unit(assignment.unit), LimitName::Sign, None)?;
        }
    }
    open_next_report(&mut docket, lead, &Rhythm::plain(adoption.cadence), ctx.on, Some(adoption.due), ctx);
    docket.record(Fact::AdoptionConfirmed { text: text.clone() })
}

pub fn confirmed(m: &mut Matter, stamp: &Stamp) {
    let Some(adoption) = m.adoption.clone() else { return };
    // what happened on paper is nobody's act here: whoever confirms has written it down
    let on = |day: Day| Stamp { on: day, by: Who::System, on_behalf: None, recorder: Some(stamp.by), at: stamp.at };
    let lead = m.lead();
    m.number = Some(adoption.number);
    m.registered = Some(on(adoption.registered_on));
    m.dispatched = Some(on(adoption.dispatched_on));
    m.first_due = Some(adoption.first_due);
    m.notice_version = 1;
    m.schedule = Some(Schedule { limit: LimitRule::Explicit(adoption.due), cadence: adoption.cadence });
    let signature = adoption.signed.as_ref().map(|signed| Signature {
        stamp: on(signed.on),
        deemed: None,
        on_paper: signed.by.clone(),
    });
    m.units = adoption
        .assignments
        .iter()
        .map(|assignment| Undertaking {
            assignment: assignment.clone(),
            lead: Some(assignment.unit) == lead,
            signature: signature.clone(),
            left_on: None,
        })
        .collect();
    m.stage = if signature.is_some() { Stage::UnderWay } else { Stage::Dispatched };
}

/// The system's own run is gapless from its start; an adopted number lies below it and is unique.
fn check_number(adoption: &Adoption, ctx: &Context) -> Result<(), Refusal> {
    let field = "通知单编号";
    if ctx.number_taken {
        return Err(Refusal::invalid(field, "这一编号已有事项使用，请核对纸质通知单").under(Clause::R4_2));
    }
    let last_paper = ctx.regulation.institution.last_paper_number;
    let this_year = ctx.today.year();
    let above = adoption.number.year == this_year && adoption.number.seq > last_paper;
    if adoption.number.year > this_year || above {
        let message =
            format!("补录的编号应是系统启用前的纸质编号（本年到 {last_paper} 号为止），新事项请“新建”后立项取号");
        return Err(Refusal::invalid(field, message).under(Clause::R4_2));
    }
    Ok(())
}

fn check_dates(adoption: &Adoption, ctx: &Context) -> Result<(), Refusal> {
    let days = [
        ("拟办日期", adoption.proposed_on),
        ("立项日期", Some(adoption.registered_on)),
        ("交办日期", Some(adoption.dispatched_on)),
        ("签收日期", adoption.signed.as_ref().map(|signed| signed.on)),
    ];
    let given: Vec<(&str, Day)> = days.iter().filter_map(|(name, day)| day.map(|day| (*name, day))).collect();
    for pair in given.windows(2) {
        if pair[1].1 < pair[0].1 {
            let message = format!("{}（{}）早于{}（{}），请核对", pair[1].0, pair[1].1, pair[0].0, pair[0].1);
            return Err(Refusal::new(Reason::WrongDay, message.clone()).field(pair[1].0, message));
        }
    }
    if let Some((name, day)) = given.last().filter(|(_, day)| *day > ctx.on) {
        let message = format!("{name}（{day}）晚于今天，请核对");
        return Err(Refusal::new(Reason::WrongDay, message.clone()).field(name, message));
    }
    if adoption.first_due < adoption.dispatched_on || adoption.due < adoption.dispatched_on {
        return Err(Refusal::invalid("办结时限", "办结时限早于交办日期，请核对"));
    }
    Ok(())
}

fn check_units(what: &Proposal, adoption: &Adoption) -> Result<(), Refusal> {
    if what.lead_unit.is_none() {
        return Err(Refusal::invalid("牵头单位", "请填写牵头单位").under(Clause::R4_2));
    }
    let listed = what.units().all(|unit| adoption.assignments.iter().any(|assignment| assignment.unit == unit));
    if !listed || adoption.assignments.len() != what.units().count() {
        return Err(Refusal::invalid("承办单位", "请为牵头单位和每个协办单位填写负责人和联系人").under(Clause::R4_3));
    }
    let lead = adoption.assignments.iter().find(|assignment| Some(assignment.unit) == what.lead_unit);
    let mut missing = Vec::new();
    if let Some(lead) = lead {
        complete_assignment(lead, "牵头单位", &mut missing);
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refusal::incomplete(Clause::R4_3, "请补全承办单位的责任人", missing))
    }
}
