//! The two ways in which a 办结时限 changes without a request: the office head corrects a slip on the same day (the
//! regulation is silent), and a changed work calendar, confirmed by the Office, moves counted limits: later, never earlier,
//! once a notice is out.

use super::super::{Context, Entry, Event, Fact, Matter, docket::Docket};
use crate::{
    Reason, Refusal,
    calendar::Limit,
    duty::{Basis, DutyChange, DutyKind, MoveCause},
    value::{Day, Text},
};

pub fn correct(m: &Matter, due: Day, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    ctx.later_day("办结时限", due)?;
    let duty = m.duties.owed().find(|duty| duty.kind == DutyKind::Complete && duty.is_open());
    let Some(duty) = duty else {
        return Err(Refusal::overtaken("本事项没有在计的办结时限，不必更正"));
    };
    if duty.opened_on != ctx.on || ctx.on != ctx.today {
        let message = "时限的笔误只能在下发当日更正；此后请由承办单位申请延期";
        return Err(Refusal::new(Reason::WrongDay, message));
    }
    if duty.due == due {
        return Err(Refusal::invalid("办结时限", "与现在的时限相同，不必更正"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.move_to(duty.id, due, MoveCause::SlipCorrected);
    docket.record(Fact::DueCorrected { due, reason: reason.clone() })
}

pub fn recalculate(m: &Matter, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let moves = moves(m, ctx)?;
    if moves.is_empty() {
        return Err(Refusal::overtaken("按新的日历，本事项没有期限需要变动"));
    }
    let mut docket = Docket::of(m, ctx);
    for (id, limit) in moves {
        docket.recount(id, limit);
    }
    docket.record(Fact::Recalculated { reason: reason.clone() })
}

/// A notice that is out gets a 更正 version where the date it names has changed.
pub fn changed(m: &mut Matter, entry: &Entry) {
    let of_the_notice = |change: &DutyChange| match change {
        DutyChange::Moved { id, from, to, .. } => {
            from != to && m.duties.get(*id).is_some_and(|duty| duty.kind == DutyKind::Complete)
        }
        _ => false,
    };
    if m.dispatched.is_some() && entry.event.duties.iter().any(of_the_notice) {
        m.notice_version += 1;
    }
}

/// The open limits that the calendar in `ctx` would move, or make certain, with what they would become.
pub fn moves(m: &Matter, ctx: &Context) -> Result<Vec<(u32, Limit)>, Refusal> {
    let mut moves = Vec::new();
    for duty in m.duties.owed().filter(|duty| duty.is_open()) {
        let Basis::Counted(old) = &duty.basis else { continue };
        let new = ctx.calendar.recount(old.from, old.days, duty.due, duty.is_provisional(), !notice_is_out(m))?;
        moves.extend(new.map(|new| (duty.id, new)));
    }
    Ok(moves)
}

/// The notice of a 补录 went out on paper.
fn notice_is_out(m: &Matter) -> bool {
    m.dispatched.is_some() || m.adoption.is_some()
}
