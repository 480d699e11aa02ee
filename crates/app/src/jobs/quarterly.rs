//! 季度呈报 (R4.7b): after each natural quarter that ended since the system was set up, the Office owes a report.

use domain::{
    institution::{InstitutionCommand, Quarter, STREAM},
    value::Day,
};
use store::{Sql, args, reminders};

use crate::{
    Actor, App, Denied, Request,
    messages::made_of,
    ports::{instant, shanghai_day, start_of},
    snapshot::Snapshot,
};

/// Its number among the reminders of the institution's stream: `20263`.
pub(super) fn key(quarter: Quarter) -> u32 {
    u32::from(quarter.year.unsigned_abs()) * 10 + u32::from(quarter.quarter)
}

impl App {
    pub(super) async fn open_quarterly_reports(&self, today: Day) -> Result<u64, Denied> {
        let mut opened = 0;
        for quarter in self.read(unopened).await? {
            let Ok(end) = quarter.last_day() else { continue };
            let id = made_of(&format!("quarterly-report:{}", key(quarter)), start_of(end));
            let request = Request::institution(id, InstitutionCommand::OpenQuarterlyReport { quarter });
            match self.execute(&Actor::system("tick"), request).await {
                Ok(done) => opened += u64::from(!done.repeated),
                // Another process was faster, long enough ago that its receipt is gone.
                Err(Denied::Refused { .. }) => continue,
                Err(error) => return Err(error),
            }
            // Nothing is reminded of for days before it was opened.
            let noted = move |tx: &mut store::Tx<'_>| reminders::note_other(tx, STREAM, key(quarter).into(), today);
            self.store().write(move |tx| noted(tx).map_err(Denied::from)).await?;
        }
        Ok(opened)
    }
}

/// Quarters that ended since the first event, and of which no report is owed or submitted.
fn unopened(read: &mut Snapshot<'_, '_>) -> Result<Vec<Quarter>, Denied> {
    let last = Quarter::ended_before(read.today);
    let first = read.first("select recorded_at from event where stream = $1 and version = 1", &args![STREAM])?;
    let Some(first) = first else { return Ok(Vec::new()) };
    let mut quarter = Quarter::of(shanghai_day(instant(first.int(0)?)));
    let mut unopened = Vec::new();
    while quarter <= last {
        if read.institution.quarterly_report(quarter).is_none() {
            unopened.push(quarter);
        }
        quarter = quarter.next();
    }
    Ok(unopened)
}
