//! All duties of one matter, and the fold of their changes.

use serde::{Deserialize, Serialize};

use super::{Duty, DutyChange, DutyKind, DutyState, Owner};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Duties(Vec<Duty>);

impl Duties {
    pub fn iter(&self) -> impl Iterator<Item = &Duty> {
        self.0.iter()
    }

    pub fn owed(&self) -> impl Iterator<Item = &Duty> {
        self.0.iter().filter(|duty| duty.is_owed())
    }

    pub fn open(&self, kind: DutyKind) -> impl Iterator<Item = &Duty> {
        self.0.iter().filter(move |duty| duty.kind == kind && duty.is_open())
    }

    /// The duty of this kind about this request, plan, urging …, if it is still owed.
    pub fn about(&self, kind: DutyKind, about: u32) -> Option<&Duty> {
        self.owed().find(|duty| duty.kind == kind && duty.about == Some(about))
    }

    pub fn of_owner(&self, kind: DutyKind, owner: Owner) -> Option<&Duty> {
        self.owed().find(|duty| duty.kind == kind && duty.owner == owner)
    }

    /// The newest of this kind, whatever became of it.
    pub fn last(&self, kind: DutyKind) -> Option<&Duty> {
        self.0.iter().rev().find(|duty| duty.kind == kind)
    }

    pub fn get(&self, id: u32) -> Option<&Duty> {
        self.0.iter().find(|duty| duty.id == id)
    }

    pub fn next_id(&self) -> u32 {
        self.0.len() as u32 + 1
    }

    /// Total: a change of an unknown duty changes nothing.
    pub fn apply(&mut self, change: &DutyChange) {
        if let DutyChange::Opened(duty) = change {
            return self.0.push(duty.clone());
        }
        let id = match change {
            DutyChange::Discharged { id, .. }
            | DutyChange::Withdrawn { id, .. }
            | DutyChange::Paused { id, .. }
            | DutyChange::Reopened { id }
            | DutyChange::Moved { id, .. } => *id,
            DutyChange::Opened(_) => return,
        };
        let Some(duty) = self.0.iter_mut().find(|duty| duty.id == id) else { return };
        match change {
            DutyChange::Discharged { on, late, .. } => duty.state = DutyState::Discharged { on: *on, late: *late },
            DutyChange::Withdrawn { on, .. } => duty.state = DutyState::Withdrawn { on: *on },
            DutyChange::Paused { on, left, .. } => duty.state = DutyState::Paused { on: *on, left: *left },
            DutyChange::Reopened { .. } => duty.state = DutyState::Open,
            DutyChange::Moved { to, basis, .. } => {
                duty.due = *to;
                duty.basis = basis.clone();
            }
            DutyChange::Opened(_) => {}
        }
    }
}
