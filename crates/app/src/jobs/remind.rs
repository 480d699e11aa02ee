//! Reminders. Which day is the latest of a due date is `domain::duty::reminder_day`; of which duties nobody was reminded for it
//! yet is one question to the database. A week of sleep thus brings one reminder a duty, and a second tick none.

use std::time::Duration;

use domain::{
    calendar::WorkCalendar,
    duty::{Basis, Duty, DutyKind, DutyState, Owner, reminder_day, reminder_horizon},
    institution::{Institution, STREAM},
    referral::Referral,
    summary::Summary,
    value::{Day, MatterId},
};
use jiff::Timestamp;
use store::{
    StoreError, Tx,
    reminders::{self, Unreminded},
};
use tokio::time::Instant;
use uuid::Uuid;

use super::quarterly::key;
use crate::{
    App, Denied,
    messages::{self, Reminder, addressees},
    records,
    snapshot::Snapshot,
    views::{kind_from, owner_from},
};

/// Duties found in one snapshot.
const PAGE: usize = 10_000;
/// Duties in one transaction: at first, and as far as it grows or shrinks with the time that one takes.
const SLICE: usize = 64;
const SLICE_MOST: usize = 512;
/// No transaction should hold the writer for more than 50 ms.
const SLICE_TIME: Duration = Duration::from_millis(40);

/// How far a sweep has come: this due date, after this duty.
#[derive(Debug, Clone, Copy)]
struct Place {
    due: Day,
    after: (Uuid, i64),
}

/// A duty of which its people are to be reminded.
struct Found {
    row: Unreminded,
    /// the day of the rules
    day: Day,
    /// see [`working_days`]
    days: i32,
}

impl App {
    pub(super) async fn remind(&self, now: Timestamp, today: Day) -> Result<u64, Denied> {
        let (mut reminded, mut size) = (0, SLICE);
        let mut place = Some(Place { due: Day::ZERO, after: (Uuid::nil(), 0) });
        while let Some(from) = place {
            let (mut found, next) = self.read(move |read| Ok(page(read, from)?)).await?;
            place = next;
            // What goes to the same people together lies together in their inboxes: half the pages to write.
            found.sort_by(|one, other| one.row.owner.cmp(&other.row.owner));
            let mut found = found.into_iter().peekable();
            while found.peek().is_some() {
                let slice: Vec<Found> = found.by_ref().take(size).collect();
                let (app, full, begun) = (self.clone(), slice.len() == size, Instant::now());
                reminded += self.store().write(move |tx| remind_of(&app, tx, slice, now, today)).await?;
                size = next_size(size, full, begun.elapsed());
            }
        }
        Ok(reminded)
    }

    /// The quarterly reports are the institution's own, and bulletins and referrals have their orders: in no view of duties.
    pub(super) async fn remind_of_others(&self, now: Timestamp, today: Day) -> Result<u64, Denied> {
        let institution = self.institution().await?;
        let Some(rules) = institution.regulation_on(today) else { return Ok(0) };
        let mut reminded = 0;
        for (stream, number, duty) in self.other_duties(&institution).await? {
            let Some(day) = reminder_day(&institution.calendar, &rules.reminders, duty.due, today) else {
                continue;
            };
            let id = duty.id;
            let noted = self.read(move |read| Ok(reminders::noted(read, stream, id.into())?));
            if noted.await?.is_some_and(|noted| noted >= day) {
                continue;
            }
            let institution = institution.clone();
            let reminding = self.store().write(move |tx| {
                let noted = reminders::note_other(tx, stream, duty.id.into(), day)?;
                if noted {
                    let days = working_days(&institution.calendar, today, duty.due);
                    let reminder = Reminder { matter: MatterId(stream), number: &number, duty: &duty, days, day };
                    tell(tx, &institution, &reminder, today, now)?;
                }
                Ok::<_, Denied>(u64::from(noted))
            });
            reminded += reminding.await?;
        }
        Ok(reminded)
    }

    /// With the stream that they are noted under, and what stands in the place of a number.
    async fn other_duties(&self, institution: &Institution) -> Result<Vec<(Uuid, String, Duty)>, Denied> {
        let of_records = self
            .read(|read| {
                let summaries = records::all::<Summary>(read, true)?;
                let referrals = records::all::<Referral>(read, true)?;
                let orders = summaries.iter().flat_map(|one| one.duties().into_iter().map(|duty| (one.id.0, duty)));
                let asked = referrals.iter().flat_map(|one| one.duties().into_iter().map(|duty| (one.id.0, duty)));
                Ok(orders.chain(asked).filter(|(_, duty)| duty.is_open()).collect::<Vec<_>>())
            })
            .await?;
        let reports = institution.quarterly_reports.iter().filter(|report| report.is_owed()).map(|report| {
            let (limit, id) = (&report.limit, key(report.quarter));
            let duty = open_duty(id, DutyKind::QuarterlyReport, Owner::Office, limit.due, limit.from);
            (STREAM, report.quarter.to_string(), duty)
        });
        Ok(reports.chain(of_records.into_iter().map(|(stream, duty)| (stream, String::new(), duty))).collect())
    }
}

/// Twice as many where it was quick, half as many where it was not.
fn next_size(size: usize, full: bool, took: Duration) -> usize {
    if took > SLICE_TIME {
        (size / 2).max(1)
    } else if full && took * 2 < SLICE_TIME {
        (size * 2).min(SLICE_MOST)
    } else {
        size
    }
}

/// Duties to be reminded of today, from that place on, and where to go on.
fn page(read: &mut Snapshot<'_, '_>, from: Place) -> Result<(Vec<Found>, Option<Place>), StoreError> {
    let (institution, today) = (read.institution.clone(), read.today);
    let Some(rules) = institution.regulation_on(today).map(|rules| &rules.reminders) else {
        return Ok((Vec::new(), None));
    };
    let calendar = &institution.calendar;
    let horizon = reminder_horizon(calendar, rules, today);
    let (mut found, mut place) = (Vec::new(), from);
    loop {
        // the first place is before every date, and not one to count working days from
        let counts = place.due > Day::ZERO;
        if let Some(day) = counts.then(|| reminder_day(calendar, rules, place.due, today)).flatten() {
            let room = PAGE - found.len();
            let rows = reminders::unreminded(read, place.due, day, place.after, room)?;
            let last = rows.last().filter(|_| rows.len() == room).map(|row| (row.matter, row.duty));
            let days = working_days(calendar, today, place.due);
            found.extend(rows.into_iter().map(|row| Found { row, day, days }));
            if let Some(after) = last {
                return Ok((found, Some(Place { after, ..place })));
            }
        }
        match reminders::next_due(read, place.due, horizon)? {
            Some(due) => place = Place { due, after: (Uuid::nil(), 0) },
            None => return Ok((found, None)),
        }
    }
}

/// Notes and queues in one transaction; what was noted elsewhere, or has changed since, is passed over.
fn remind_of(app: &App, tx: &mut Tx<'_>, slice: Vec<Found>, now: Timestamp, today: Day) -> Result<u64, Denied> {
    let institution = app.0.write_folded.institution(tx)?;
    let mut reminded = 0;
    for Found { row, day, days } in slice {
        let (Some(kind), Ok(id)) = (kind_from(&row.kind), u32::try_from(row.duty)) else { continue };
        if !reminders::note(tx, row.matter, row.duty, row.due, day)? {
            continue;
        }
        let duty = open_duty(id, kind, owner_from(&row.owner), row.due, row.opened_on);
        let reminder = Reminder { matter: MatterId(row.matter), number: &row.number, duty: &duty, days, day };
        tell(tx, &institution, &reminder, today, now)?;
        reminded += 1;
    }
    Ok(reminded)
}

fn tell(
    tx: &mut Tx<'_>,
    institution: &Institution,
    reminder: &Reminder<'_>,
    today: Day,
    now: Timestamp,
) -> Result<(), Denied> {
    let (kind, people) = addressees(institution, reminder.duty, today);
    messages::remind(tx, reminder, kind, &people, now)?;
    Ok(())
}

/// Until the due day; negative once it has passed.
fn working_days(calendar: &WorkCalendar, today: Day, due: Day) -> i32 {
    let days = |days: u32| i32::try_from(days).unwrap_or(i32::MAX);
    if today <= due { days(calendar.days_left(today, due)) } else { -days(calendar.days_past(today, due)) }
}

/// As much of a duty as its row says.
fn open_duty(id: u32, kind: DutyKind, owner: Owner, due: Day, opened_on: Day) -> Duty {
    let (clause, basis, state) = (kind.clause(), Basis::Explicit, DutyState::Open);
    Duty { id, kind, owner, due, opened_on, clause, basis, state, about: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_grow_while_they_are_quick_and_shrink_at_once() {
        let ms = Duration::from_millis;
        assert_eq!(next_size(64, true, ms(15)), 128);
        assert_eq!(next_size(64, false, ms(5)), 64, "the last one says little");
        assert_eq!(next_size(64, true, ms(25)), 64);
        assert_eq!(next_size(64, true, ms(60)), 32);
        assert_eq!((next_size(1, true, ms(900)), next_size(SLICE_MOST, true, ms(1))), (1, SLICE_MOST));
    }
}
