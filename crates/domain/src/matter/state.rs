//! A matter as its entries leave it.

use super::{counts::Count, event::Entry, items::*, papers::*, proposal::*, stage::Stage};
use crate::{
    Stamp,
    duty::{Duties, DutyChange, DutyKind, MoveCause},
    value::{Day, GroupId, MatterId, NoticeNumber, PersonId, UnitId},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    pub id: MatterId,
    /// entries so far
    pub version: u32,
    pub stage: Stage,
    /// where a suspension found it
    pub stage_before: Option<Stage>,
    pub proposal: Option<Proposal>,
    /// the entry that last changed the text: what an edit answers
    pub text_version: u32,
    /// R9: the in-force day of the parameters that this matter keeps
    pub regulation_from: Option<Day>,
    pub group: Option<GroupId>,
    pub merged_into: Option<MatterId>,
    pub proposed: Option<Stamp>,
    /// when this system first heard of it; what happened on paper lies before
    pub recorded_on: Option<Day>,
    pub adoption: Option<Adoption>,
    pub opinions: Vec<Opinion>,
    pub approval: Approval,
    pub number: Option<NoticeNumber>,
    pub registered: Option<Stamp>,
    /// 1 for the first notice; a new version for each change of what it says
    pub notice_version: u32,
    pub dispatched: Option<Stamp>,
    pub schedule: Option<Schedule>,
    /// lead and co-units since dispatch, also those that left
    pub units: Vec<Undertaking>,
    pub duties: Duties,
    pub due_changes: Vec<DueChange>,
    /// the 办结时限 of the first notice or of the first accepted plan, kept for ever
    pub first_due: Option<Day>,
    pub objections: Vec<Objection>,
    pub plans: Vec<Plan>,
    pub sub_tasks: Vec<SubTask>,
    pub progress: Vec<Progress>,
    pub problems: Vec<Problem>,
    pub situations: Vec<Situation>,
    pub instructions: Vec<Instruction>,
    pub extensions: Vec<Extension>,
    pub urgings: Vec<Urging>,
    pub urging_proposals: Vec<UrgingProposal>,
    /// 缓发: the system proposes no urging up to this day
    pub urging_held: Option<Day>,
    pub reports: Vec<ClosingReport>,
    pub feedback: Vec<Feedback>,
    pub ratings: Vec<Rating>,
    pub suspensions: Vec<Suspension>,
    pub terminations: Vec<Termination>,
    pub filing: Option<Filing>,
    pub attachments: Vec<Attachment>,
    /// 移交: see [`Matter::clerk`]
    pub handed_to: Option<PersonId>,
    /// 提醒 by hand
    pub reminded: Vec<(UnitId, Stamp)>,
    /// the day of the act that brought it into its stage
    pub stage_since: Option<Day>,
    /// 统计: what its entries added to the office's figures
    pub counts: Vec<Count>,
}

/// A due date changes only in the ways of [`MoveCause`]; each change is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueChange {
    pub duty: u32,
    pub kind: DutyKind,
    pub from: Day,
    pub to: Day,
    pub cause: MoveCause,
    pub decided_by: crate::Who,
    pub stamp: Stamp,
}

/// The 办结时限: as first given, and as it now stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDates {
    pub first: Day,
    pub in_force: Day,
}

impl Matter {
    /// Before the first entry.
    pub fn unborn(id: MatterId) -> Self {
        Self {
            id,
            version: 0,
            stage: Stage::Unborn,
            stage_before: None,
            proposal: None,
            text_version: 0,
            regulation_from: None,
            group: None,
            merged_into: None,
            proposed: None,
            recorded_on: None,
            adoption: None,
            opinions: Vec::new(),
            approval: Approval::default(),
            number: None,
            registered: None,
            notice_version: 0,
            dispatched: None,
            schedule: None,
            units: Vec::new(),
            duties: Duties::default(),
            due_changes: Vec::new(),
            first_due: None,
            objections: Vec::new(),
            plans: Vec::new(),
            sub_tasks: Vec::new(),
            progress: Vec::new(),
            problems: Vec::new(),
            situations: Vec::new(),
            instructions: Vec::new(),
            extensions: Vec::new(),
            urgings: Vec::new(),
            urging_proposals: Vec::new(),
            urging_held: None,
            reports: Vec::new(),
            feedback: Vec::new(),
            ratings: Vec::new(),
            suspensions: Vec::new(),
            terminations: Vec::new(),
            filing: None,
            attachments: Vec::new(),
            handed_to: None,
            reminded: Vec::new(),
            stage_since: None,
            counts: Vec::new(),
        }
    }

    /// The lead unit: of the notice once there is one, else of the proposal.
    pub fn lead(&self) -> Option<UnitId> {
        let of_notice = self.present_units().find(|unit| unit.lead).map(|unit| unit.assignment.unit);
        of_notice.or_else(|| self.proposal.as_ref().and_then(|proposal| proposal.lead_unit))
    }

    /// Co-units: of the notice once there is one, else of the proposal.
    pub fn co_units(&self) -> Vec<UnitId> {
        if self.units.is_empty() {
            return self.proposal.as_ref().map(|proposal| proposal.co_units.clone()).unwrap_or_default();
        }
        self.present_units().filter(|unit| !unit.lead).map(|unit| unit.assignment.unit).collect()
    }

    pub fn present_units(&self) -> impl Iterator<Item = &Undertaking> {
        self.units.iter().filter(|unit| unit.left_on.is_none())
    }

    pub fn undertaking(&self, unit: UnitId) -> Option<&Undertaking> {
        self.present_units().find(|u| u.assignment.unit == unit)
    }

    pub fn undertaking_mut(&mut self, unit: UnitId) -> Option<&mut Undertaking> {
        self.units.iter_mut().find(|u| u.left_on.is_none() && u.assignment.unit == unit)
    }

    /// 分管校领导
    pub fn leader(&self) -> Option<PersonId> {
        self.proposal.as_ref().and_then(|proposal| proposal.leader)
    }

    /// 经办人 in the Office: to whom it was last handed over, else whoever entered it.
    pub fn clerk(&self) -> Option<PersonId> {
        let entered = || self.proposed.as_ref().and_then(|stamp| stamp.recorder.unwrap_or(stamp.by).person());
        self.handed_to.or_else(entered)
    }

    /// The newest 办结 duty, whatever became of it. None before dispatch, and for a complex matter whose plan has still to
    /// fix the final limit.
    pub fn due_dates(&self) -> Option<DueDates> {
        let in_force = self.duties.last(DutyKind::Complete)?.due;
        Some(DueDates { first: self.first_due.unwrap_or(in_force), in_force })
    }

    /// The limit that an extension moves and an urging names: 办结, or the plan's own while no final date exists.
    pub fn running_limit(&self) -> Option<&crate::duty::Duty> {
        self.duties.last(DutyKind::Complete).or_else(|| self.duties.last(DutyKind::WorkPlan))
    }

    /// The closing report that waits for its review.
    pub fn report_under_review(&self) -> Option<&ClosingReport> {
        self.reports.iter().rev().find(|report| report.outcome.is_none())
    }

    /// The report that was accepted, if the matter is closed.
    pub fn accepted_report(&self) -> Option<&ClosingReport> {
        self.reports.iter().rev().find(|report| {
            matches!(&report.outcome, Some(ReportOutcome::Reviewed(_, review, _)) if review.verdict == Verdict::Accept)
        })
    }

    pub fn open_extension(&self) -> Option<&Extension> {
        self.extensions.iter().rev().find(|extension| extension.outcome.is_none())
    }

    /// The urging that still runs.
    pub fn open_urging(&self) -> Option<&Urging> {
        self.urgings.iter().rev().find(|urging| urging.outcome.is_none())
    }

    pub(super) fn apply_duties(&mut self, entry: &Entry) {
        for change in &entry.event.duties {
            if let DutyChange::Opened(duty) = change
                && duty.kind == DutyKind::Complete
                && self.first_due.is_none()
            {
                self.first_due = Some(duty.due);
            }
            if let DutyChange::Moved { id, from, to, cause, decided_by, .. } = change
                && from != to
                && let Some(duty) = self.duties.get(*id)
            {
                let change = DueChange {
                    duty: *id,
                    kind: duty.kind,
                    from: *from,
                    to: *to,
                    cause: *cause,
                    decided_by: *decided_by,
                    stamp: entry.stamp.clone(),
                };
                self.due_changes.push(change);
            }
            self.duties.apply(change);
        }
    }
}
