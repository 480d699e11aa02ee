//! When a message goes out by mail: at once or with the digest, never in the quiet hours, and not more than so many a day.

use domain::{calendar::WorkCalendar, regulation::MessageRules};
use jiff::civil::DateTime;

use super::Manner;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Now,
    /// Shanghai's clock
    At(DateTime),
    Never,
}

/// The clock, and what holds today for one person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hour<'h> {
    pub rules: &'h MessageRules,
    pub calendar: &'h WorkCalendar,
    pub now: DateTime,
    /// that this person got today
    pub mails: i64,
}

impl Hour<'_> {
    /// `written`: when the message was queued; its digest is the first after that. A digest that was missed (the machine slept)
    /// goes out in the next hour in which one may.
    pub fn of(&self, manner: Manner, written: DateTime) -> When {
        let Hour { rules, calendar, now, mails } = *self;
        let full = rules.most_mails > 0 && mails >= i64::from(rules.most_mails);
        match manner {
            Manner::Off => When::Never,
            Manner::AtOnce if rules.is_quiet(now.time()) => When::At(rules.after_quiet(now)),
            Manner::AtOnce if full => When::At(rules.digest_after(now, calendar)),
            Manner::AtOnce => When::Now,
            Manner::Digest => {
                let digest = rules.digest_after(written, calendar);
                if now < digest {
                    When::At(digest)
                } else if rules.is_digest_time(now, calendar) && !full {
                    When::Now
                } else {
                    When::At(rules.digest_after(now, calendar))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(day: i8, hour: i8, minute: i8) -> DateTime {
        // September 2026: the 21st is a Monday, the 25th to the 27th is the Mid-Autumn holiday
        date(2026, 9, day).at(hour, minute, 0, 0)
    }

    fn when(manner: Manner, written: DateTime, now: DateTime, mails: i64) -> When {
        let calendar = WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap();
        let rules = MessageRules::default();
        Hour { rules: &rules, calendar: &calendar, now, mails }.of(manner, written)
    }

    #[test]
    fn a_digest_goes_out_once_on_the_next_working_morning() {
        let digest = |written, now| when(Manner::Digest, written, now, 0);
        assert_eq!(digest(at(21, 10, 0), at(21, 10, 0)), When::At(at(22, 8, 0)));
        assert_eq!(digest(at(21, 10, 0), at(22, 7, 59)), When::At(at(22, 8, 0)));
        assert_eq!(digest(at(21, 10, 0), at(22, 8, 0)), When::Now);
        assert_eq!(digest(at(21, 10, 0), at(24, 14, 0)), When::Now, "the machine slept");
        assert_eq!(
            digest(at(21, 10, 0), at(24, 21, 0)),
            When::At(at(28, 8, 0)),
            "and woke at night, before the holiday"
        );
        assert_eq!(digest(at(21, 10, 0), at(26, 10, 0)), When::At(at(28, 8, 0)), "nothing on a day off");
    }

    #[test]
    fn at_once_means_by_day_and_not_too_often() {
        let once = |now, mails| when(Manner::AtOnce, at(21, 10, 0), now, mails);
        assert_eq!(once(at(21, 10, 0), 4), When::Now);
        assert_eq!(once(at(21, 10, 0), 5), When::At(at(22, 8, 0)), "joins the digest");
        assert_eq!(once(at(21, 20, 0), 0), When::At(at(22, 7, 30)));
        assert_eq!(once(at(26, 10, 0), 0), When::Now, "also on a day off");
        assert_eq!(when(Manner::Off, at(21, 10, 0), at(21, 10, 0), 0), When::Never);
        assert_eq!(when(Manner::Digest, at(21, 10, 0), at(22, 8, 0), 5), When::At(at(23, 8, 0)));
    }
}
