//! The duties of a matter while a command is being decided: what it opens, discharges, withdraws, pauses and moves is
//! computed here, once, and stands in the event from then on.

use super::{
    Context, Matter,
    event::{Event, Fact},
    steps::urging::missed,
};
use crate::{
    Refusal, Who,
    calendar::Limit,
    duty::{Basis, Duties, Duty, DutyChange, DutyKind, DutyState, MoveCause, Owner},
    regulation::{LimitName, Regulation},
    value::Day,
};

pub(crate) struct Docket<'a> {
    ctx: &'a Context<'a>,
    regulation: &'a Regulation,
    /// as the changes so far leave them
    duties: Duties,
    changes: Vec<DutyChange>,
}

impl<'a> Docket<'a> {
    pub fn of(matter: &Matter, ctx: &'a Context<'a>) -> Self {
        Self { ctx, regulation: ctx.regulation_of(matter), duties: matter.duties.clone(), changes: Vec::new() }
    }

    pub fn duties(&self) -> &Duties {
        &self.duties
    }

    /// A duty whose limit the regulation gives: working days counted from the day of the act.
    pub fn open(&mut self, kind: DutyKind, owner: Owner, limit: LimitName, about: Option<u32>) -> Result<Day, Refusal> {
        self.open_after(self.ctx.on, kind, owner, limit, about)
    }

    /// … counted from a day that is still to come.
    pub fn open_after(
        &mut self,
        from: Day,
        kind: DutyKind,
        owner: Owner,
        limit: LimitName,
        about: Option<u32>,
    ) -> Result<Day, Refusal> {
        let counted = self.ctx.calendar.limit(from, self.regulation.limit(limit).days)?;
        let due = counted.due;
        self.push(kind, owner, due, Basis::Counted(counted), about);
        Ok(due)
    }

    /// A duty for which a person has set the day.
    pub fn open_until(&mut self, kind: DutyKind, owner: Owner, due: Day, about: Option<u32>) {
        self.push(kind, owner, due, Basis::Explicit, about);
    }

    /// Done: every owed duty of this kind that the filter picks.
    pub fn discharge(&mut self, kind: DutyKind, picks: impl Fn(&Duty) -> bool) {
        let on = self.ctx.on;
        self.change(kind, picks, |duty| {
            let late = duty.is_open() && on > duty.due;
            DutyChange::Discharged { id: duty.id, on, late }
        });
    }

    pub fn discharge_all(&mut self, kind: DutyKind) {
        self.discharge(kind, |_| true);
    }

    pub fn discharge_about(&mut self, kind: DutyKind, about: u32) {
        self.discharge(kind, |duty| duty.about == Some(about));
    }

    /// No longer owed.
    pub fn withdraw(&mut self, kind: DutyKind, picks: impl Fn(&Duty) -> bool) {
        let on = self.ctx.on;
        self.change(kind, picks, |duty| DutyChange::Withdrawn { id: duty.id, on });
    }

    pub fn withdraw_all(&mut self, kind: DutyKind) {
        self.withdraw(kind, |_| true);
    }

    /// Everything still owed that the filter picks, of whatever kind.
    pub fn withdraw_where(&mut self, picks: impl Fn(&Duty) -> bool) {
        for kind in DutyKind::ALL {
            self.withdraw(*kind, &picks);
        }
    }

    /// The units' work stops with the working days that are left.
    pub fn pause_where(&mut self, picks: impl Fn(&Duty) -> bool) {
        let (on, calendar) = (self.ctx.on, self.ctx.calendar);
        for kind in DutyKind::ALL {
            self.change(
                *kind,
                |duty| duty.is_open() && picks(duty),
                |duty| {
                    let left = (on <= duty.due).then(|| calendar.days_left(on, duty.due));
                    DutyChange::Paused { id: duty.id, on, left }
                },
            );
        }
    }

    /// Every paused duty runs on with its remainder; one that was already late stays late, and so does one that is set anew.
    pub fn resume(&mut self, set_anew: Option<u32>) -> Result<(), Refusal> {
        let paused: Vec<Duty> = self.duties.owed().filter(|duty| !duty.is_open()).cloned().collect();
        for duty in paused {
            self.reopen(duty.id);
            let DutyState::Paused { left: Some(left), .. } = duty.state else { continue };
            if set_anew == Some(duty.id) {
                continue;
            }
            let counted = self.ctx.calendar.limit(self.ctx.on, left)?;
            if counted.due > duty.due {
                self.shift(duty.id, counted.due, MoveCause::Resumed, Basis::Counted(counted));
            }
        }
        Ok(())
    }

    /// A paused, discharged or withdrawn duty is owed again, at its old date.
    pub fn reopen(&mut self, id: u32) {
        self.apply(DutyChange::Reopened { id });
    }

    /// The newest of this kind is owed again, if it is not.
    pub fn reopen_last(&mut self, kind: DutyKind) {
        if let Some(duty) = self.duties.last(kind).filter(|duty| !duty.is_owed()) {
            self.reopen(duty.id);
        }
    }

    /// A new date that a person has set.
    pub fn move_to(&mut self, id: u32, to: Day, cause: MoveCause) {
        self.shift(id, to, cause, Basis::Explicit);
    }

    /// A new date that was counted.
    pub fn shift(&mut self, id: u32, to: Day, cause: MoveCause, basis: Basis) {
        let Some(from) = self.duties.get(id).map(|duty| duty.due) else { return };
        if from != to {
            let decided_by: Who = self.ctx.principal();
            self.apply(DutyChange::Moved { id, from, to, cause, decided_by, basis });
        }
    }

    /// By a changed calendar: another date, or the same one that is certain now (`from` is `to`).
    pub fn recount(&mut self, id: u32, limit: Limit) {
        let Some(from) = self.duties.get(id).map(|duty| duty.due) else { return };
        let (decided_by, cause) = (self.ctx.principal(), MoveCause::CalendarChanged);
        self.apply(DutyChange::Moved { id, from, to: limit.due, cause, decided_by, basis: Basis::Counted(limit) });
    }

    /// The one event of a command. An urging that waits to be issued goes with the missed limit it was about (R4.5c).
    pub fn record(mut self, fact: Fact) -> Result<Vec<Event>, Refusal> {
        if missed(&self.duties, self.ctx.today).is_none() {
            self.withdraw_all(DutyKind::IssueUrging);
        }
        Ok(vec![Event { fact, duties: self.changes, evidence: self.ctx.evidence.clone() }])
    }

    fn push(&mut self, kind: DutyKind, owner: Owner, due: Day, basis: Basis, about: Option<u32>) {
        let id = self.duties.next_id();
        let clause = kind.clause();
        let opened_on = self.ctx.on;
        self.apply(DutyChange::Opened(Duty {
            id,
            kind,
            owner,
            due,
            opened_on,
            clause,
            basis,
            state: DutyState::Open,
            about,
        }));
    }

    fn change(&mut self, kind: DutyKind, picks: impl Fn(&Duty) -> bool, to: impl Fn(&Duty) -> DutyChange) {
        let changes: Vec<DutyChange> =
            self.duties.owed().filter(|duty| duty.kind == kind && picks(duty)).map(to).collect();
        changes.into_iter().for_each(|change| self.apply(change));
    }

    fn apply(&mut self, change: DutyChange) {
        self.duties.apply(&change);
        self.changes.push(change);
    }
}
