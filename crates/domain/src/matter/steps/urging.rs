//! 催办 (R4.5c) and 二次催办 (R4.5d; annex 5): once a 办结时限 has passed the Office urges, with a new limit; the lead unit signs.
//! Not done by then, as the Office records, it is urged again, by the office head, and a copy goes to 纪委、监察专员办公室 in the
//! same act. A granted extension closes the chain: the next urging is a first one.

use super::super::{Context, Event, Fact, Matter, Urging, UrgingOutcome, docket::Docket};
use crate::{
    Reason, Refusal, Stamp,
    duty::{Duty, DutyKind, Owner},
    regulation::{Clause, LimitName},
    value::{Day, Text},
};

impl Matter {
    /// 1 for 催办, 2 for 二次催办 …: how the next urging would stand in the chain.
    pub fn next_urging(&self) -> u32 {
        let last = self.urgings.iter().rev().find(|u| !matches!(u.outcome, Some(UrgingOutcome::Revoked(..))));
        match last {
            Some(Urging { nth, outcome: None | Some(UrgingOutcome::Settled { done: false, .. }), .. }) => nth + 1,
            _ => 1,
        }
    }

    /// From here on the discipline office gets its copy, and only the office head issues.
    pub fn next_urging_is_second(&self, ctx: &Context) -> bool {
        self.next_urging() >= ctx.regulation_of(self).urging.copies_discipline_from
    }

    /// The 办结时限 that has been missed, if one has: what an urging names.
    pub fn missed_limit(&self, on: Day) -> Option<&Duty> {
        let counts = [DutyKind::Complete, DutyKind::Supplement, DutyKind::Redo];
        let late = |duty: &&Duty| duty.is_open() && on > duty.due;
        let final_limit =
            self.duties.owed().filter(late).filter(|duty| counts.contains(&duty.kind)).max_by_key(|d| d.due);
        let no_final = self.duties.last(DutyKind::Complete).is_none();
        final_limit.or_else(|| self.duties.owed().filter(late).find(|d| no_final && d.kind == DutyKind::WorkPlan))
    }
}

pub fn urge(m: &Matter, due: Day, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    ctx.later_day("限期办结时间", due)?;
    if m.open_urging().is_some() {
        let message = "上一次催办还没有记录落实情况，请先办理“记录催办落实情况”";
        return Err(Refusal::new(Reason::IllegalTransition, message).under(Clause::R4_5d));
    }
    let Some(missed) = m.missed_limit(ctx.on) else {
        let message = "尚未超过办结时限，不能催办；需要提醒时请用“记录情况”并与承办单位联系";
        return Err(Refusal::new(Reason::WrongDay, message).under(Clause::R4_5c));
    };
    let lead = m.lead().ok_or_else(|| Refusal::invalid("牵头单位", "本事项没有牵头单位"))?;
    let id = Some(m.urgings.len() as u32 + 1);
    let mut docket = Docket::of(m, ctx);
    docket.open(DutyKind::SignUrging, Owner::Unit(lead), LimitName::SignUrging, id)?;
    docket.open_until(DutyKind::ComplyUrging, Owner::Unit(lead), due, id);
    docket.record(Fact::Urged {
        nth: m.next_urging(),
        old_due: missed.due,
        days_past: ctx.calendar.days_past(ctx.on, missed.due),
        due,
        text: text.clone(),
        copied: m.next_urging_is_second(ctx),
    })
}

pub fn urged(m: &mut Matter, fact: &Fact, stamp: &Stamp) {
    let Fact::Urged { nth, old_due, days_past, due, text, copied } = fact.clone() else { return };
    let id = m.urgings.len() as u32 + 1;
    let issued = stamp.clone();
    m.urgings.push(Urging { id, nth, old_due, days_past, due, text, copied, issued, signature: None, outcome: None });
}

pub fn sign(m: &Matter, id: u32, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if running(m, id)?.signature.is_some() {
        return Err(Refusal::overtaken("这份催办单已经签收"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::SignUrging, id);
    docket.record(Fact::UrgingSigned { urging: id })
}

pub fn signed(m: &mut Matter, id: u32, stamp: &Stamp) {
    if let Some(urging) = find(m, id) {
        urging.signature = Some(stamp.clone());
    }
}

/// 已落实 at any time; 未落实 only once its limit has passed, with the reason.
pub fn settle(m: &Matter, id: u32, done: bool, reason: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let urging = running(m, id)?;
    let mut docket = Docket::of(m, ctx);
    if done {
        docket.discharge_about(DutyKind::ComplyUrging, id);
    } else {
        if ctx.on <= urging.due {
            let message = format!("催办单的时限到{}，届时才能记为未落实", urging.due);
            return Err(Refusal::new(Reason::WrongDay, message).under(Clause::R4_5d));
        }
        if reason.is_none() {
            return Err(Refusal::invalid("未落实情况", "请写明未按催办单落实的情况").under(Clause::R4_5d));
        }
        docket.withdraw(DutyKind::ComplyUrging, |duty| duty.about == Some(id));
    }
    docket.withdraw(DutyKind::SignUrging, |duty| duty.about == Some(id));
    docket.record(Fact::UrgingSettled { urging: id, done, reason: reason.clone() })
}

pub fn settled(m: &mut Matter, id: u32, done: bool, reason: &Option<Text>, stamp: &Stamp) {
    if let Some(urging) = find(m, id) {
        urging.outcome = Some(UrgingOutcome::Settled { stamp: stamp.clone(), done, reason: reason.clone() });
    }
}

/// It leaves the chain; whoever got it is told.
pub fn revoke(m: &Matter, id: u32, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    running(m, id)?;
    let mut docket = Docket::of(m, ctx);
    docket.withdraw(DutyKind::ComplyUrging, |duty| duty.about == Some(id));
    docket.withdraw(DutyKind::SignUrging, |duty| duty.about == Some(id));
    docket.record(Fact::UrgingRevoked { urging: id, reason: reason.clone() })
}

pub fn revoked(m: &mut Matter, id: u32, reason: &Text, stamp: &Stamp) {
    if let Some(urging) = find(m, id) {
        urging.outcome = Some(UrgingOutcome::Revoked(stamp.clone(), reason.clone()));
    }
}

pub fn hold(m: &Matter, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.open_urging().is_some() || !m.next_urging_is_second(ctx) || m.missed_limit(ctx.on).is_none() {
        let message = "现在没有应发的二次催办，不必缓发";
        return Err(Refusal::new(Reason::IllegalTransition, message).under(Clause::R4_5d));
    }
    Docket::of(m, ctx).record(Fact::UrgingHeld { reason: reason.clone() })
}

/// Overtaken by a closing report, a transfer or a termination.
pub fn close_open(m: &mut Matter, stamp: &Stamp) {
    for urging in m.urgings.iter_mut().filter(|urging| urging.outcome.is_none()) {
        urging.outcome = Some(UrgingOutcome::Closed(stamp.clone()));
    }
}

/// A granted extension: also what was recorded as 未落实 no longer leads to a second urging.
pub fn close_chain(m: &mut Matter, stamp: &Stamp) {
    for urging in &mut m.urgings {
        if matches!(urging.outcome, None | Some(UrgingOutcome::Settled { done: false, .. })) {
            urging.outcome = Some(UrgingOutcome::Closed(stamp.clone()));
        }
    }
}

fn running(m: &Matter, id: u32) -> Result<&Urging, Refusal> {
    let urging = m.urgings.iter().find(|urging| urging.id == id).ok_or_else(|| Refusal::no_such("催办单"))?;
    if urging.outcome.is_some() { Err(Refusal::overtaken("这份催办单已经了结或撤销")) } else { Ok(urging) }
}

fn find(m: &mut Matter, id: u32) -> Option<&mut Urging> {
    m.urgings.iter_mut().find(|urging| urging.id == id)
}
