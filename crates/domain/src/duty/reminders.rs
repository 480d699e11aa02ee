//! On which days people are reminded of what they owe (the regulation is silent; the Office's own): some working days before
//! the last one, on it, and again and again once it has passed. A pure function of the due date, the rules and the calendar,
//! so that a scheduler that slept, or ran twice, finds the same days.

use crate::{calendar::WorkCalendar, regulation::ReminderRules, value::Day};

/// The latest reminder day of a duty due on `due`, on or before `today`; none while the first is still to come.
pub fn reminder_day(calendar: &WorkCalendar, rules: &ReminderRules, due: Day, today: Day) -> Option<Day> {
    let every = rules.every_days_after;
    if every > 0 && today > due {
        let past = calendar.days_past(today, due);
        if past >= every {
            return Some(back(calendar, today, past % every));
        }
    }
    if rules.on_the_day && today >= due {
        return Some(due);
    }
    let first = (rules.days_before > 0).then(|| calendar.days_before(due, rules.days_before));
    first.filter(|first| *first <= today)
}

/// The last due date of which somebody may be reminded on `today` already: nothing due later has to be looked at.
pub fn reminder_horizon(calendar: &WorkCalendar, rules: &ReminderRules, today: Day) -> Day {
    let mut horizon = today;
    while let Ok(next) = horizon.tomorrow()
        && rules.days_before > 0
        && calendar.days_before(next, rules.days_before) <= today
    {
        horizon = next;
    }
    horizon
}

/// The last working day on or before `today`, or the one `working_days` earlier.
fn back(calendar: &WorkCalendar, today: Day, working_days: u32) -> Day {
    let (mut day, mut left) = (today, working_days);
    loop {
        if calendar.is_working_day(day) {
            if left == 0 {
                return day;
            }
            left -= 1;
        }
        let Ok(before) = day.yesterday() else { return day };
        day = before;
    }
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> WorkCalendar {
        WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap()
    }

    /// Every reminder day of `due` up to `until`, by walking the days one by one.
    fn walked(calendar: &WorkCalendar, rules: &ReminderRules, due: Day, until: Day) -> Vec<Day> {
        let mut days = Vec::new();
        let mut day = due.checked_sub(60.days()).unwrap();
        while day <= until {
            let working = calendar.is_working_day(day);
            let before =
                day <= due && working && rules.days_before > 0 && calendar.days_left(day, due) == rules.days_before;
            let after = day > due
                && working
                && rules.every_days_after > 0
                && calendar.days_past(day, due).is_multiple_of(rules.every_days_after);
            if before || after || (day == due && rules.on_the_day) {
                days.push(day);
            }
            day = day.tomorrow().unwrap();
        }
        days
    }

    #[test]
    fn before_on_and_after_the_day_over_the_national_holidays() {
        let (calendar, rules) = (calendar(), ReminderRules::default());
        // 9-25 to 9-27 and 10-01 to 10-07 are off, Saturday 10-10 is worked.
        let due = date(2026, 9, 30);
        let at = |today| reminder_day(&calendar, &rules, due, today);
        assert_eq!(at(date(2026, 9, 23)), None);
        for day in 24..30 {
            assert_eq!(at(date(2026, 9, day)), Some(date(2026, 9, 24)), "three working days are left on the 24th");
        }
        for day in 0..8 {
            let today = due.checked_add(day.days()).unwrap();
            assert_eq!(at(today), Some(due), "{today}: the holidays bring nothing new");
        }
        assert_eq!(at(date(2026, 10, 8)), Some(due), "one working day past");
        assert_eq!(at(date(2026, 10, 9)), Some(date(2026, 10, 9)), "two working days past");
        assert_eq!(at(date(2026, 10, 10)), Some(date(2026, 10, 9)));
        assert_eq!(at(date(2026, 10, 11)), Some(date(2026, 10, 9)));
        assert_eq!(at(date(2026, 10, 12)), Some(date(2026, 10, 12)), "the worked Saturday counts");
    }

    #[test]
    fn what_is_switched_off_does_not_come() {
        let calendar = calendar();
        let off = ReminderRules { days_before: 0, on_the_day: false, every_days_after: 0 };
        let due = date(2026, 11, 20);
        assert_eq!(reminder_day(&calendar, &off, due, date(2027, 5, 1)), None);
        assert_eq!(reminder_horizon(&calendar, &off, due), due);
        let only_before = ReminderRules { days_before: 2, ..off.clone() };
        assert_eq!(reminder_day(&calendar, &only_before, due, date(2026, 12, 30)), Some(date(2026, 11, 18)));
        let only_after = ReminderRules { every_days_after: 5, ..off };
        assert_eq!(reminder_day(&calendar, &only_after, due, date(2026, 11, 26)), None);
        assert_eq!(reminder_day(&calendar, &only_after, due, date(2026, 11, 27)), Some(date(2026, 11, 27)));
    }

    #[test]
    fn a_date_on_a_day_off_is_reminded_of_on_that_day() {
        let (calendar, rules) = (calendar(), ReminderRules::default());
        let sunday = date(2026, 11, 22);
        assert_eq!(reminder_day(&calendar, &rules, sunday, sunday), Some(sunday));
        assert_eq!(reminder_day(&calendar, &rules, sunday, date(2026, 11, 24)), Some(date(2026, 11, 24)));
    }

    proptest! {
        #[test]
        fn it_is_the_latest_of_the_days_found_by_walking(
            due in 0_i64..1500, later in -20_i64..90, before in 0_u32..6, on_the_day: bool, every in 0_u32..6,
        ) {
            // Years with their notice, and years without.
            let calendar = calendar();
            let due = date(2025, 1, 1).checked_add(due.days()).unwrap();
            let today = due.checked_add(later.days()).unwrap();
            let rules = ReminderRules { days_before: before, on_the_day, every_days_after: every };
            let days = walked(&calendar, &rules, due, today);
            prop_assert_eq!(reminder_day(&calendar, &rules, due, today), days.last().copied());
            let horizon = reminder_horizon(&calendar, &rules, today);
            if !days.is_empty() {
                prop_assert!(due <= horizon);
            }
            prop_assert!(horizon == today || reminder_day(&calendar, &rules, horizon, today).is_some());
        }
    }
}
