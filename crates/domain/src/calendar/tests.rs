//! The counting rule of R4.4, on the real notices.

use proptest::prelude::*;

use super::*;

pub(crate) fn real() -> WorkCalendar {
    WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn fifteen_working_days_across_the_national_day_of_2026() {
    let limit = real().limit(day("2026-09-30"), 15).unwrap();
    assert_eq!(limit.due, day("2026-10-27") - 0.days());
    assert!(limit.provisional.is_empty());
    assert_eq!(limit.explained, "9月30日起算，次日起 15 个工作日，跳过国庆节 10.1–10.7，10月10日补班计入 → 10月27日");
}

#[test]
fn a_year_without_its_notice_is_provisional_and_says_so() {
    let limit = real().limit(day("2026-12-28"), 5).unwrap();
    assert_eq!((limit.due, limit.provisional), (day("2027-01-04"), vec![2027]));
    assert!(limit.explained.contains("暂定：2027 年放假安排尚未公布"));
    assert!(real().limit(day("2026-12-24"), 5).unwrap().provisional.is_empty());
}

/// With three working days left on a Friday the light is yellow on that Friday, not first on the Sunday after it.
#[test]
fn a_light_turns_before_the_weekend() {
    let friday = day("2026-11-20");
    assert_eq!(real().days_left(friday, day("2026-11-25")), 3);
    assert_eq!(real().days_before(day("2026-11-25"), 3), friday);
}

#[test]
fn broken_rows_are_named() {
    let error = WorkCalendar::parse("date,kind,name\n2026-01-01,off,元旦\n2026-13-01,off,x").unwrap_err();
    assert!(error.reason.contains("第 3 行"));
}

proptest! {
    /// The due date is a working day, and exactly n working days lie after the start up to it.
    #[test]
    fn the_nth_working_day(start in 0i64..1400, n in 1u32..120) {
        let calendar = real();
        let from = day("2023-01-01") + start.days();
        let limit = calendar.limit(from, n).unwrap();
        prop_assert!(calendar.is_working_day(limit.due));
        prop_assert_eq!(calendar.days_left(from, limit.due), n);
    }

    /// `days_before` is the first day with no more than n working days left.
    #[test]
    fn the_yellow_day(start in 0i64..1400, n in 0u32..10) {
        let calendar = real();
        let due = day("2023-03-01") + start.days();
        let yellow = calendar.days_before(due, n);
        prop_assert!(calendar.days_left(yellow, due) <= n);
        prop_assert!(calendar.days_left(yellow.yesterday().unwrap(), due) > n);
    }
}
