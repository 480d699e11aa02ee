//! 报告进展 (R4.4d): by the cadence chosen at dispatch, or on the days of the plan's steps. A co-unit's report goes to the lead
//! unit, the lead unit's to the Office; 本期无变化 counts as a report.

use super::super::{
    Cadence, Command, Context, Event, Fact, Matter, Plan, PlanOutcome, Progress, Proposal, docket::Docket,
};
use crate::{
    Reason, Refusal, Stamp,
    duty::{Duty, DutyKind, DutyState, Owner},
    regulation::Clause,
    value::{Day, Percent, UnitId},
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
        if let Some(period) = reported {
            let due = m.due_dates().map(|dates| dates.in_force);
            open_next_report(&mut docket, unit, &Rhythm::of(m), period, due, ctx);
        }
    }
    docket.record(Fact::ProgressReported { unit, percent, text, problems, unchanged, standstill })
}

pub fn reported(m: &mut Matter, fact: &Fact, stamp: &Stamp) {
    let Fact::ProgressReported { unit, percent, text, problems, unchanged, standstill } = fact.clone() else { return };
    m.progress.push(Progress { unit, percent, text, problems, unchanged, standstill, stamp: stamp.clone() });
}

/// When reports are due: a period, or the days of the accepted plan's steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rhythm {
    cadence: Cadence,
    /// in order
    milestones: Vec<Day>,
}

impl Rhythm {
    /// Before there is a plan.
    pub fn plain(cadence: Cadence) -> Self {
        Self { cadence, milestones: Vec::new() }
    }

    /// By the newest plan that was accepted.
    pub fn of(m: &Matter) -> Self {
        let accepted = m.plans.iter().rev().find(|plan| matches!(plan.outcome, Some(PlanOutcome::Accepted(..))));
        match accepted {
            Some(plan) => Self::with_plan(m, plan),
            None => Self::plain(cadence(m)),
        }
    }

    /// As if that plan were the one that counts.
    pub fn with_plan(m: &Matter, plan: &Plan) -> Self {
        let mut milestones: Vec<Day> = plan.steps.iter().map(|step| step.due).collect();
        milestones.sort();
        milestones.dedup();
        Self { cadence: cadence(m), milestones }
    }

    pub fn is_by_milestone(&self) -> bool {
        self.cadence == Cadence::ByMilestone
    }

    fn next(&self, from: Day) -> Option<Day> {
        if self.is_by_milestone() {
            return self.milestones.iter().copied().find(|day| *day > from);
        }
        self.cadence.next(from)
    }
}

fn cadence(m: &Matter) -> Cadence {
    m.schedule.map_or(Cadence::None, |schedule| schedule.cadence)
}

/// Only a complex matter has a plan whose steps could be reported on; as (field, what to mend).
pub fn check_cadence(proposal: Option<&Proposal>, cadence: Cadence) -> Option<(String, String)> {
    let without_plan = proposal.is_none_or(|proposal| !proposal.complex);
    (cadence == Cadence::ByMilestone && without_plan).then(|| {
        let message = "只有报送工作计划的复杂事项可按计划节点报告，请另选周期";
        ("进展报告的周期".to_owned(), message.to_owned())
    })
}

/// The calendar of reports: the first day of the rhythm after `from` that has not passed. The last period before the
/// 办结时限 needs none of its own, since the closing report is due; past the limit the cadence goes on.
pub fn open_next_report(
    docket: &mut Docket,
    lead: UnitId,
    rhythm: &Rhythm,
    from: Day,
    due: Option<Day>,
    ctx: &Context,
) {
    if docket.duties().of_owner(DutyKind::ProgressReport, Owner::Unit(lead)).is_some() {
        return;
    }
    let mut next = rhythm.next(from);
    while let Some(day) = next
        && day <= ctx.on
    {
        next = rhythm.next(day);
    }
    if let Some(day) = next
        && due.is_none_or(|due| day <= due || due < ctx.on)
    {
        docket.open_until(DutyKind::ProgressReport, Owner::Unit(lead), day, None);
    }
}

/// One day of the calendar of reports, for the matter's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportDay {
    pub due: Day,
    pub what: ReportState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportState {
    /// reported, with what the report said
    Done {
        on: Day,
        late: bool,
        unchanged: bool,
        percent: Option<Percent>,
    },
    /// passed without a report; `owed`: it may still come
    Missed {
        owed: bool,
    },
    /// the next one
    Owed,
    /// counts no time while the matter is suspended
    Paused,
    Coming,
}

/// Days that are still to come, at most.
const COMING_MOST: usize = 12;

/// The lead unit's calendar of reports as it stands on `today`: what was reported or missed, what is owed, and what would come
/// until the 办结时限. Empty where no reports are asked for.
pub fn report_days(m: &Matter, today: Day) -> Vec<ReportDay> {
    let (Some(lead), rhythm) = (m.lead(), Rhythm::of(m)) else { return Vec::new() };
    let withdrawn = |duty: &&Duty| !matches!(duty.state, DutyState::Withdrawn { .. });
    let of_lead = |duty: &&Duty| duty.kind == DutyKind::ProgressReport && duty.owner == Owner::Unit(lead);
    let duties: Vec<&Duty> = m.duties.iter().filter(of_lead).filter(withdrawn).collect();
    let mut days: Vec<ReportDay> = Vec::new();
    for duty in &duties {
        if let Some(before) = days.last().map(|day| day.due) {
            days.extend(skipped(&rhythm, before, first_due(m, duty)));
        }
        days.push(ReportDay { due: duty.due, what: state(m, lead, duty, today) });
    }
    let open = duties.last().filter(|duty| duty.is_open());
    let limit = m.due_dates().map(|dates| dates.in_force);
    if let Some(last) = open {
        let next = |day: &Day| rhythm.next(*day);
        let coming = std::iter::successors(rhythm.next(last.due), next).take(COMING_MOST);
        let until = coming.take_while(|day| limit.is_none_or(|limit| *day <= limit)).filter(|day| *day > today);
        days.extend(until.map(|due| ReportDay { due, what: ReportState::Coming }));
    }
    days
}

/// As it was before a suspension or a changed calendar moved it: what lies between is no period without a report.
fn first_due(m: &Matter, duty: &Duty) -> Day {
    m.due_changes.iter().find(|change| change.duty == duty.id).map_or(duty.due, |change| change.from)
}

/// Periods that passed while an earlier report was still owed.
fn skipped(rhythm: &Rhythm, after: Day, before: Day) -> Vec<ReportDay> {
    let days = std::iter::successors(rhythm.next(after), |day| rhythm.next(*day)).take_while(|day| *day < before);
    days.map(|due| ReportDay { due, what: ReportState::Missed { owed: false } }).collect()
}

fn state(m: &Matter, lead: UnitId, duty: &Duty, today: Day) -> ReportState {
    match duty.state {
        DutyState::Discharged { on, late } => {
            let report = m.progress.iter().rev().find(|report| report.unit == lead && report.stamp.on == on);
            let (unchanged, percent) =
                report.map_or((false, None), |report| (report.unchanged && report.text.is_none(), report.percent));
            ReportState::Done { on, late, unchanged, percent }
        }
        DutyState::Paused { .. } => ReportState::Paused,
        _ if duty.due < today => ReportState::Missed { owed: true },
        _ => ReportState::Owed,
    }
}
