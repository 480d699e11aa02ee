//! Questions: one file each, and every question takes the [`crate::Actor`]. What the actor may not see is not found.

mod audit_log;
mod calendar_month;
mod calendar_moves;
mod copied;
mod desk;
mod directory;
mod inbox;
mod institution;
mod leader_desk;
mod ledger;
mod ledger_rows;
mod ledger_sql;
mod limit_preview;
mod matter;
mod possible;
mod probes;
mod statistics;
mod tasks;
mod waiting;

pub use crate::views::WaitKind;
pub use audit_log::{AuditLine, AuditQuery};
pub(crate) use calendar_month::Picked;
pub use calendar_month::{DayOfDuties, SHOWN_A_DAY, Whose, pages_of};
pub use calendar_moves::{CalendarMoves, MovedLimit};
pub use copied::CopiedUrging;
pub use desk::{Desk, DeskItem, Fall, FallList, MattersOf, Owed, OwedReport, running};
pub use directory::{PersonDetail, PersonRow, UnitDetail, UnitRow};
pub(crate) use directory::{sees_accounts, state_of};
pub use inbox::{After, Inbox, InboxLine, MailState, UNREAD_MOST, Undelivered};
pub use leader_desk::{LeaderDesk, LeaderPaper, PaperOf};
pub use ledger::{Cursor, Ledger, LedgerRow, LimitDate, Next, Query, Sort, Way};
pub(crate) use ledger_rows::{COLUMNS, KEY, Lights, line};
pub(crate) use ledger_sql::Plan;
pub use limit_preview::{LimitPreview, explained_day, explained_limit};
pub(crate) use matter::{ERASED, whole_view};
pub use matter::{FileInfo, MatterView};
pub use possible::Possible;
pub(crate) use possible::refusal as refusal_of;
pub use statistics::{
    By, COUNTED_PAGE, CountedMatter, CountedMatters, Figure, Figures, Lasted, Month, Statistics, StatisticsQuery,
    StatisticsRow,
};
pub(crate) use statistics::{Reach, counted, opening, statistics};
pub use tasks::{RecordTask, TaskKind};
pub use waiting::Waiting;

use domain::duty::Light;

/// Counts are exact up to this, and no further: `1000+`. Beyond it nobody reads the number, and counting a hundred thousand
/// rows for every page would cost more than the page.
pub const COUNT_MOST: u64 = 1000;

/// A number of rows: exact up to [`COUNT_MOST`]; one more stands for "more than that".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Count(pub u64);

impl Count {
    pub fn is_capped(self) -> bool {
        self.0 > COUNT_MOST
    }
}

/// How near a date is, on the day of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// no limit runs: 待审核, closed, not yet dispatched
    Plain,
    /// calendar days to the due day; negative once it is past
    Running {
        light: Light,
        left: i32,
    },
    /// 待批, or 待阅 where nothing is to be decided: days that a leader's paper has been waiting; never red
    Waiting {
        days: i32,
        to_read: bool,
    },
    /// by a suspension
    Paused,
    /// on time, or so many calendar days late
    Done {
        late: i32,
    },
    Withdrawn,
}
