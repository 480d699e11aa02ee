//! 报告进展 (R4.4d): by the cadence chosen at dispatch. A co-unit's report goes to the lead unit, the lead unit's to the
//! Office; 本期无变化 counts as a report.

use super::super::{Cadence, Command, Context, Event, Fact, Matter, Progress, docket::Docket};
use crate::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::Clause,
    value::{Day, UnitId},
};

pub fn report(m: &Matter, command: &Command, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let Command::ReportProgress { unit, percent, text, problems, unchanged, standstill } = command.clone() else {
        return Err(Refusal::no_such("报告"));
    };
    if text.is_none() && !unchanged {
        let message = "请写明本期进展；没有变化时点“本期无变化”";
        return Err(Refusal::new(Reason::Incomplete, message).field("进展情况", message).under(Clause::R4_4d));
    }
    let mut docket = Docket::of(m, ctx);
    if m.lead() == Some(unit) {
        let reported = m.duties.of_owner(DutyKind::ProgressReport, Owner::Unit(unit)).map(|duty| duty.due);
        docket.discharge(DutyKind::ProgressReport, |duty| duty.owner == Owner::Unit(unit));
        if let (Some(period), Some(schedule)) = (reported, m.schedule) {
            let due = m.due_dates().map(|dates| dates.in_force);
            open_next_report(&mut docket, unit, schedule.cadence, period, due, ctx);
        }
    }
    docket.record(Fact::ProgressReported { unit, percent, text, problems, unchanged, standstill })
}

pub fn reported(m: &mut Matter, fact: &Fact, stamp: &Stamp) {
    let Fact::ProgressReported { unit, percent, text, problems, unchanged, standstill } = fact.clone() else { return };
    m.progress.push(Progress { unit, percent, text, problems, unchanged, standstill, stamp: stamp.clone() });
}

/// The calendar of reports: the first day of the cadence after `from` that has not passed. The last period before the
/// 办结时限 needs none of its own, since the closing report is due; past the limit the cadence goes on.
pub fn open_next_report(
    docket: &mut Docket,
    lead: UnitId,
    cadence: Cadence,
    from: Day,
    due: Option<Day>,
    ctx: &Context,
) {
    if docket.duties().of_owner(DutyKind::ProgressReport, Owner::Unit(lead)).is_some() {
        return;
    }
    let mut next = cadence.next(from);
    while let Some(day) = next
        && day <= ctx.on
    {
        next = cadence.next(day);
    }
    if let Some(day) = next
        && due.is_none_or(|due| day <= due || due < ctx.on)
    {
        docket.open_until(DutyKind::ProgressReport, Owner::Unit(lead), day, None);
    }
}
