//! Questions: one file each, and every question takes the [`crate::Actor`]. What the actor may not see is not found.

mod audit_log;
mod desk;
mod directory;
mod institution;
mod ledger;
mod ledger_rows;
mod ledger_sql;
mod limit_preview;
mod matter;
mod possible;
mod probes;

pub use audit_log::{AuditLine, AuditQuery};
pub use desk::{Desk, Fall, FallList, MattersOf, Owed};
pub use directory::{PersonDetail, PersonRow, UnitDetail, UnitRow};
pub(crate) use directory::{sees_accounts, state_of};
pub use ledger::{Cursor, Ledger, LedgerRow, Next, Query, Sort, Way};
pub use limit_preview::LimitPreview;
pub use matter::{FileInfo, MatterView};
pub use possible::Possible;

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
    /// 待批: days that a leader's paper has been waiting; never red
    Waiting {
        days: i32,
    },
    /// by a suspension
    Paused,
    /// on time, or so many calendar days late
    Done {
        late: i32,
    },
    Withdrawn,
}
