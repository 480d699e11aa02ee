//! When messages leave the house by mail (the regulation is silent; the Office's own): one digest a person and working day,
//! never at night, never too many.

use jiff::{
    ToSpan,
    civil::{DateTime, Time, time},
};
use serde::{Deserialize, Serialize};

use crate::calendar::WorkCalendar;

/// Times are those of Asia/Shanghai.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MessageRules {
    /// the digest of a working day goes out from here on
    pub digest_at: Time,
    /// nothing is mailed from here …
    pub quiet_from: Time,
    /// … until here, over midnight if need be; the same twice: never quiet
    pub quiet_until: Time,
    /// mails for one person on one day; what exceeds it joins the next digest. 0 means no bound
    pub most_mails: u32,
}

impl Default for MessageRules {
    fn default() -> Self {
        Self {
            digest_at: time(8, 0, 0, 0),
            quiet_from: time(20, 0, 0, 0),
            quiet_until: time(7, 30, 0, 0),
            most_mails: 5,
        }
    }
}

impl MessageRules {
    pub fn is_quiet(&self, at: Time) -> bool {
        if self.quiet_from <= self.quiet_until {
            self.quiet_from <= at && at < self.quiet_until
        } else {
            at >= self.quiet_from || at < self.quiet_until
        }
    }

    /// The first moment from `at` on that is not quiet: `at` itself, or the end of the quiet hours.
    pub fn after_quiet(&self, at: DateTime) -> DateTime {
        if !self.is_quiet(at.time()) {
            return at;
        }
        let day = if at.time() < self.quiet_until { Some(at.date()) } else { at.date().tomorrow().ok() };
        day.map_or(at, |day| day.to_datetime(self.quiet_until))
    }

    /// The first digest after `at`: on a working day, and not in the quiet hours.
    pub fn digest_after(&self, at: DateTime, calendar: &WorkCalendar) -> DateTime {
        let mut day = at.date();
        // No run of days off is half as long.
        for _ in 0..60 {
            let digest = self.after_quiet(day.to_datetime(self.digest_at));
            if digest > at && calendar.is_working_day(digest.date()) {
                return digest;
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        at.checked_add(1.day()).unwrap_or(at)
    }

    /// May a digest go out now? From its hour on, on a working day, outside the quiet hours.
    pub fn is_digest_time(&self, at: DateTime, calendar: &WorkCalendar) -> bool {
        calendar.is_working_day(at.date()) && at.time() >= self.digest_at && !self.is_quiet(at.time())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn calendar() -> WorkCalendar {
        WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap()
    }

    #[test]
    fn the_night_is_quiet_on_both_sides_of_midnight() {
        let rules = MessageRules::default();
        for (at, quiet) in [((7, 29), true), ((7, 30), false), ((19, 59), false), ((20, 0), true), ((0, 0), true)] {
            assert_eq!(rules.is_quiet(time(at.0, at.1, 0, 0)), quiet, "{at:?}");
        }
        let evening = date(2026, 9, 30).at(21, 0, 0, 0);
        assert_eq!(rules.after_quiet(evening), date(2026, 10, 1).at(7, 30, 0, 0));
        assert_eq!(rules.after_quiet(date(2026, 9, 30).at(3, 0, 0, 0)), date(2026, 9, 30).at(7, 30, 0, 0));
        let noon = MessageRules { quiet_from: time(12, 0, 0, 0), quiet_until: time(14, 0, 0, 0), ..rules.clone() };
        assert!(noon.is_quiet(time(13, 0, 0, 0)) && !noon.is_quiet(time(23, 0, 0, 0)));
        let never = MessageRules { quiet_from: time(7, 0, 0, 0), quiet_until: time(7, 0, 0, 0), ..rules };
        assert!(!never.is_quiet(time(7, 0, 0, 0)) && !never.is_quiet(time(3, 0, 0, 0)));
    }

    #[test]
    fn a_digest_waits_for_the_next_working_day() {
        let (rules, calendar) = (MessageRules::default(), calendar());
        let next = |day, hour| rules.digest_after(jiff::civil::Date::at(day, hour, 0, 0, 0), &calendar);
        assert_eq!(next(date(2026, 9, 29), 7), date(2026, 9, 29).at(8, 0, 0, 0));
        assert_eq!(next(date(2026, 9, 29), 8), date(2026, 9, 30).at(8, 0, 0, 0));
        assert_eq!(next(date(2026, 9, 30), 9), date(2026, 10, 8).at(8, 0, 0, 0), "after the holidays");
        assert!(rules.is_digest_time(date(2026, 10, 10).at(8, 0, 0, 0), &calendar), "a Saturday that is worked");
        assert!(!rules.is_digest_time(date(2026, 10, 11).at(9, 0, 0, 0), &calendar));
        assert!(!rules.is_digest_time(date(2026, 10, 12).at(7, 59, 0, 0), &calendar));
        let early = MessageRules { digest_at: time(6, 0, 0, 0), ..rules };
        let next = early.digest_after(date(2026, 9, 28).at(22, 0, 0, 0), &calendar);
        assert_eq!(next, date(2026, 9, 29).at(7, 30, 0, 0), "never in the quiet hours");
    }
}
