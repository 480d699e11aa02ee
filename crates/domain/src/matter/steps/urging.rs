//! 催办 (R4.5c) and 二次催办 (R4.5d; annex 5): once a 办结时限 has passed the system proposes, and the Office urges, with a new
//! limit; the lead unit signs. Not done by then, as the Office records, it is urged again, by the office head, and a copy goes to
//! 纪委、监察专员办公室 in the same act. A granted extension closes the chain: the next urging is a first one.

use super::super::{Context, Event, Fact, Matter, Urging, UrgingOutcome, UrgingProposal, docket::Docket};
use crate::{
    Evidence, Reason, Refusal, Stamp,
    calendar::long_day,
    duty::{Duties, Duty, DutyKind, Owner},
    regulation::{Clause, LimitName, UrgingWords},
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

    /// What the system proposes and nobody has issued or held back.
    pub fn open_urging_proposal(&self) -> Option<&UrgingProposal> {
        self.urging_proposals.iter().rev().find(|p| self.duties.about(DutyKind::IssueUrging, p.id).is_some())
    }

    /// The 办结时限 by which an urging would go: 办结, 补办 or 重办, whichever ends last (a return that is still running has
    /// given time); the work plan's day while no final date exists.
    pub fn limit_to_urge(&self) -> Option<&Duty> {
        limit(&self.duties)
    }

    /// … once it has been missed: what an urging names.
    pub fn missed_limit(&self, on: Day) -> Option<&Duty> {
        missed(&self.duties, on)
    }
}

pub fn missed(duties: &Duties, on: Day) -> Option<&Duty> {
    limit(duties).filter(|duty| on > duty.due)
}

fn limit(duties: &Duties) -> Option<&Duty> {
    let final_limits = [DutyKind::Complete, DutyKind::Supplement, DutyKind::Redo];
    let no_final = duties.last(DutyKind::Complete).is_none();
    let counts = |kind| final_limits.contains(&kind) || (no_final && kind == DutyKind::WorkPlan);
    duties.owed().filter(|duty| duty.is_open() && counts(duty.kind)).max_by_key(|duty| duty.due)
}

/// 系统自动: what is to be issued, as a duty of whoever issues it. Refused where nothing is to be proposed (now).
pub fn propose(m: &Matter, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let missed = proposable(m, ctx)?;
    let rules = &ctx.regulation_of(m).urging;
    let due = ctx.calendar.limit(ctx.on, rules.interval.max(1))?.due;
    let (nth, old_due) = (m.next_urging(), missed.due);
    let days_past = ctx.calendar.days_past(ctx.on, old_due);
    let title = m.proposal.as_ref().map_or("", |proposal| proposal.title.as_str());
    let (old, new) = (long_day(old_due), long_day(due));
    let words = rules.text(UrgingWords { nth, title, missed: missed.kind, old_due: &old, days_past, due: &new });
    let text = Text::parse("催办内容", &words)?;
    let mut docket = Docket::of(m, ctx);
    let id = m.urging_proposals.len() as u32 + 1;
    docket.open(DutyKind::IssueUrging, ctx.examiner(m)?, LimitName::IssueUrging, Some(id))?;
    docket.record(Fact::UrgingProposed { nth, old_due, days_past, due, text })
}

pub fn proposed(m: &mut Matter, fact: &Fact, stamp: &Stamp) {
    let Fact::UrgingProposed { nth, old_due, days_past, due, text } = fact.clone() else { return };
    let (id, proposed) = (m.urging_proposals.len() as u32 + 1, stamp.clone());
    m.urging_proposals.push(UrgingProposal { id, nth, old_due, days_past, due, text, proposed });
}

/// The missed limit for which the system is to propose an urging on this day: not while one runs or is proposed already, not
/// while a timely request for extension is undecided, not while the Office holds it back or has just seen it 落实 or revoked,
/// and not for a limit that had passed before this system heard of the matter.
pub fn proposable<'m>(m: &'m Matter, ctx: &Context) -> Result<&'m Duty, Refusal> {
    let no = |message: &str| Refusal::new(Reason::IllegalTransition, message).under(Clause::R4_5c);
    if m.open_urging().is_some() {
        return Err(no("上一次催办还没有记录落实情况"));
    }
    if m.open_urging_proposal().is_some() {
        return Err(no("已有一份催办建议等待发出"));
    }
    let missed = m.missed_limit(ctx.on).ok_or_else(|| no("没有超过的办结时限"))?;
    if m.open_extension().is_some_and(|extension| !extension.late) {
        return Err(no("时限内提出的延期申请尚未决定"));
    }
    if m.urging_held.is_some_and(|until| ctx.on <= until) {
        return Err(no("催办缓发期未满"));
    }
    // an import tells of a proposal that was made, wherever that was
    let imported = matches!(ctx.evidence, Some(Evidence::Import(_)));
    if !imported && m.recorded_on.is_some_and(|recorded| missed.due < recorded) && m.urgings.is_empty() {
        return Err(no("时限在本事项录入系统之前已过，不自动催办"));
    }
    let settled =
        m.urgings.last().filter(|urging| urging.old_due == missed.due).and_then(|urging| match &urging.outcome {
            Some(UrgingOutcome::Settled { stamp, done: true, .. } | UrgingOutcome::Revoked(stamp, _)) => Some(stamp.on),
            _ => None,
        });
    let interval = ctx.regulation_of(m).urging.interval;
    if let Some(settled) = settled
        && ctx.on <= ctx.calendar.limit(settled, interval)?.due
    {
        return Err(no("刚记录过已落实或撤销，暂不再催"));
    }
    Ok(missed)
}

pub fn urge(m: &Matter, due: Day, text: &Text, reason: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    ctx.later_day("限期办结时间", due)?;
    if m.open_urging().is_some() {
        let message = "上一次催办还没有记录落实情况，请先办理“记录催办落实情况”";
        return Err(Refusal::new(Reason::IllegalTransition, message).under(Clause::R4_5d));
    }
    let Some(missed) = m.missed_limit(ctx.on) else {
        let message = "尚未超过办结时限，不能催办；需要时请用“提醒承办单位”";
        return Err(Refusal::new(Reason::WrongDay, message).under(Clause::R4_5c));
    };
    if m.open_urging_proposal().is_none() && reason.is_none() {
        let message = "系统没有提出催办建议，请写明此时催办的理由";
        return Err(Refusal::new(Reason::Incomplete, message).field("催办理由", message).under(Clause::R4_5c));
    }
    let lead = m.lead().ok_or_else(|| Refusal::invalid("牵头单位", "本事项没有牵头单位"))?;
    let id = Some(m.urgings.len() as u32 + 1);
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::IssueUrging);
    docket.open(DutyKind::SignUrging, Owner::Unit(lead), LimitName::SignUrging, id)?;
    docket.open_until(DutyKind::ComplyUrging, Owner::Unit(lead), due, id);
    docket.open_after(due, DutyKind::SettleUrging, ctx.examiner(m)?, LimitName::SettleUrging, id)?;
    docket.record(Fact::Urged {
        nth: m.next_urging(),
        old_due: missed.due,
        days_past: ctx.calendar.days_past(ctx.on, missed.due),
        due,
        text: text.clone(),
        copied: m.next_urging_is_second(ctx),
        reason: reason.clone(),
    })
}

pub fn urged(m: &mut Matter, fact: &Fact, stamp: &Stamp) {
    let Fact::Urged { nth, old_due, days_past, due, text, copied, reason } = fact.clone() else { return };
    let (id, issued) = (m.urgings.len() as u32 + 1, stamp.clone());
    let (signature, outcome) = (None, None);
    m.urging_held = None;
    m.urgings.push(Urging { id, nth, old_due, days_past, due, text, copied, reason, issued, signature, outcome });
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
        // 暂缓 moves the duty's date, not what the notice says
        let due = m.duties.about(DutyKind::ComplyUrging, id).map_or(urging.due, |duty| duty.due);
        if ctx.on <= due {
            let message = format!("催办单的时限到{due}，次日起才能记为未落实");
            return Err(Refusal::new(Reason::WrongDay, message).under(Clause::R4_5d));
        }
        if reason.is_none() {
            return Err(Refusal::invalid("未落实情况", "请写明未按催办单落实的情况").under(Clause::R4_5d));
        }
        docket.withdraw(DutyKind::ComplyUrging, |duty| duty.about == Some(id));
    }
    docket.discharge_about(DutyKind::SettleUrging, id);
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
    for moot in [DutyKind::SignUrging, DutyKind::ComplyUrging, DutyKind::SettleUrging] {
        docket.withdraw(moot, |duty| duty.about == Some(id));
    }
    docket.record(Fact::UrgingRevoked { urging: id, reason: reason.clone() })
}

pub fn revoked(m: &mut Matter, id: u32, reason: &Text, stamp: &Stamp) {
    if let Some(urging) = find(m, id) {
        urging.outcome = Some(UrgingOutcome::Revoked(stamp.clone(), reason.clone()));
    }
}

/// 缓发, with the reason shown; the system proposes it again once the day has passed, so that it is not forgotten.
pub fn hold(m: &Matter, reason: &Text, until: Day, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    ctx.later_day("缓发到", until)?;
    if m.open_urging().is_some() || m.missed_limit(ctx.on).is_none() {
        let message = "现在没有应发的催办，不必缓发";
        return Err(Refusal::new(Reason::IllegalTransition, message).under(Clause::R4_5c));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::IssueUrging);
    docket.record(Fact::UrgingHeld { reason: reason.clone(), until: Some(until) })
}

/// Overtaken by a closing report, a plan, a transfer or a termination.
pub fn close_open(m: &mut Matter, stamp: &Stamp) {
    for urging in m.urgings.iter_mut().filter(|urging| urging.outcome.is_none()) {
        urging.outcome = Some(UrgingOutcome::Closed(stamp.clone()));
    }
}

/// What had overtaken it is taken back.
pub fn reopen(m: &mut Matter, closed_by: &Stamp) {
    for urging in m.urgings.iter_mut().filter(|u| u.outcome == Some(UrgingOutcome::Closed(closed_by.clone()))) {
        urging.outcome = None;
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
