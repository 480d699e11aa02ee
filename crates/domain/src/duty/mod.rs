//! 时限: somebody owes something by a day, under a clause. A page, a reminder, a light, a report on who is late all read
//! the same duties.
//!
//! A duty is open, paused, discharged (on time or late) or withdrawn. Every change of one stands in the event that caused
//! it, so that folding asks neither regulation nor calendar.

mod duties;
mod kind;
mod light;
mod reminders;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Limit,
    regulation::Clause,
    value::{Day, PersonId, UnitId},
};

pub use duties::Duties;
pub use kind::DutyKind;
pub use light::{Course, Light, day_number, light, light_by};
pub use reminders::{reminder_day, reminder_horizon};

/// Who owes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// 学校办公室
    Office,
    Unit(UnitId),
    /// a leader, or a person of a unit
    Person(PersonId),
}

/// Where the date comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// a person set this day
    Explicit,
    /// counted in working days
    Counted(Limit),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    Open,
    /// with the working days that were left; none when the day had already passed
    Paused {
        on: Day,
        left: Option<u32>,
    },
    Discharged {
        on: Day,
        late: bool,
    },
    Withdrawn {
        on: Day,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// running number within the matter, from 1
    pub id: u32,
    pub kind: DutyKind,
    pub owner: Owner,
    pub due: Day,
    pub opened_on: Day,
    pub clause: Clause,
    pub basis: Basis,
    pub state: DutyState,
    /// which extension, plan, urging … of the matter it belongs to
    pub about: Option<u32>,
}

impl Duty {
    pub fn is_open(&self) -> bool {
        self.state == DutyState::Open
    }

    /// Open or paused: still owed.
    pub fn is_owed(&self) -> bool {
        matches!(self.state, DutyState::Open | DutyState::Paused { .. })
    }

    pub fn is_provisional(&self) -> bool {
        matches!(&self.basis, Basis::Counted(limit) if !limit.provisional.is_empty())
    }
}

/// The only ways in which a due date changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveCause {
    /// R4.5b
    ExtensionGranted,
    /// R4.4c: first final date in an accepted plan
    PlanAccepted,
    /// re-dispatch after transfer
    Transferred,
    Resumed,
    /// a changed calendar, confirmed by the Office; later, never earlier
    CalendarChanged,
    /// same-day correction of a slip, by the office head
    SlipCorrected,
}

impl MoveCause {
    pub fn label(self) -> &'static str {
        match self {
            MoveCause::ExtensionGranted => "批准延期",
            MoveCause::PlanAccepted => "工作计划确定最终时限",
            MoveCause::Transferred => "改派后重新计算",
            MoveCause::Resumed => "恢复办理",
            MoveCause::CalendarChanged => "工作日历变动",
            MoveCause::SlipCorrected => "当日更正笔误",
        }
    }
}

/// What an event does to one duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyChange {
    Opened(Duty),
    Discharged {
        id: u32,
        on: Day,
        late: bool,
    },
    Withdrawn {
        id: u32,
        on: Day,
    },
    Paused {
        id: u32,
        on: Day,
        left: Option<u32>,
    },
    /// a paused, discharged or withdrawn duty is owed again; its date is the old one unless `Moved` follows
    Reopened {
        id: u32,
    },
    Moved {
        id: u32,
        from: Day,
        to: Day,
        cause: MoveCause,
        decided_by: crate::Who,
        basis: Basis,
    },
}
