//! Is the clock to be trusted? A machine whose clock is wrong must not urge and remind a whole school, nor delete what only
//! seems old. The scheduler keeps the last day on which it ran; where today lies too far from that, it stands still until the
//! clock is right again, or somebody says that it is.

use domain::{Reason, Refusal, institution::Role, value::Day};
use jiff::Timestamp;
use serde_json::json;
use store::{clock_mark, reminders};

use crate::{Actor, App, Denied, audit, ports::micros, views::days_between};

/// The mark of the scheduler.
pub(crate) const CLOCK: &str = "tick";

/// Calendar days that may lie between two runs: a winter or summer holiday with the machine off is about six weeks. What goes
/// beyond it by one confirmed click is worth that click.
const FORWARD_MOST: i32 = 45;
/// A clock that is put right by an hour at midnight falls back by one day.
const BACK_MOST: i32 = 1;

/// The scheduler stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockHeld {
    /// the last day on which it ran
    pub last: Day,
    /// what the clock says now
    pub today: Day,
}

impl ClockHeld {
    /// How many days the clock is away from the last run; negative where it went back.
    pub fn days(&self) -> i32 {
        days_between(self.last, self.today)
    }
}

/// Has the clock jumped since the last run?
fn jumped(last: Day, today: Day) -> bool {
    !(-BACK_MOST..=FORWARD_MOST).contains(&days_between(last, today))
}

impl App {
    /// What the scheduler stands still for, if it does: asked anew by today's clock each time, so that a clock put right is
    /// enough.
    pub async fn clock_held(&self) -> Result<Option<ClockHeld>, Denied> {
        self.read(|read| Ok(held(clock_mark::find(read, CLOCK)?, read.today))).await
    }

    /// The last day on which the scheduler ran.
    pub async fn last_tick(&self) -> Result<Option<Day>, Denied> {
        self.read(|read| Ok(clock_mark::find(read, CLOCK)?.map(|mark| mark.day))).await
    }

    /// On each tick: notes the day, or that the clock has jumped.
    pub(super) async fn look_at_clock(&self, now: Timestamp, today: Day) -> Result<Option<ClockHeld>, Denied> {
        let mark = self.read(|read| Ok(clock_mark::find(read, CLOCK)?)).await?;
        let held = held(mark, today);
        match (mark, held) {
            (Some(mark), Some(held)) => {
                if mark.held.is_none() {
                    tracing::warn!(last = %held.last, %today, "the clock has jumped; nothing is urged or reminded of");
                    let at = clock_mark::Held { at: micros(now), on: today };
                    self.store().write(move |tx| clock_mark::hold(tx, CLOCK, at).map_err(Denied::from)).await?;
                }
            }
            (Some(mark), None) if mark.held.is_none() && today <= mark.day => {}
            (mark, _) => {
                // An hour back over midnight does not take the day back.
                let day = mark.map_or(today, |mark| mark.day.max(today));
                self.store().write(move |tx| clock_mark::trust(tx, CLOCK, day).map_err(Denied::from)).await?;
            }
        }
        Ok(held)
    }

    /// 时钟无误，继续. `day`: what the page showed as today.
    pub async fn confirm_clock(&self, actor: &Actor, day: Day) -> Result<(), Denied> {
        let institution = self.institution().await?;
        let today = self.today();
        let may =
            |person| [Role::OfficeHead, Role::SystemAdmin].iter().any(|r| institution.has_role(person, *r, today));
        if !actor.person_id().is_none_or(may) || actor.read_only {
            let message = "请学校办公室主任或系统管理员确认系统时钟";
            return Err(Refusal::new(Reason::NotPermitted, message).into());
        }
        let (app, actor) = (self.clone(), actor.clone());
        self.store()
            .write(move |tx| {
                let Some(held) = held(clock_mark::find(tx, CLOCK)?, today) else {
                    return Err(Refusal::overtaken("自动催办和提醒没有暂停，不必确认").into());
                };
                if day != today {
                    let message = "系统日期与页面显示的不同了，请核对后再确认";
                    return Err(Refusal::overtaken(message).into());
                }
                clock_mark::trust(tx, CLOCK, today)?;
                // What was noted under a clock that was ahead must not keep anybody from being reminded.
                reminders::forget_after(tx, today)?;
                let detail = json!({ "last": held.last.to_string(), "today": today.to_string() });
                audit::line(&actor, "confirm-clock", None, "done").detail(detail).write(tx, &app)
            })
            .await
    }
}

/// By this mark and today, whatever was noted of a jump.
pub(crate) fn held(mark: Option<clock_mark::Mark>, today: Day) -> Option<ClockHeld> {
    mark.filter(|mark| jumped(mark.day, today)).map(|mark| ClockHeld { last: mark.day, today })
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};

    use super::*;

    #[test]
    fn a_holiday_is_no_jump_and_a_year_is() {
        let last = date(2026, 7, 10);
        let at = |days: i64| last.checked_add(days.days()).unwrap();
        for fine in [-1, 0, 1, 7, 45] {
            assert!(!jumped(last, at(fine)), "{fine}");
        }
        for far in [-3650, -365, -2, 46, 365, 3650] {
            assert!(jumped(last, at(far)), "{far}");
        }
    }
}
