//! The counting rule of R4.4, on the real notices.

use proptest::prelude::*;

use super::*;

pub(crate) fn real() -> WorkCalendar {
    WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn period(id: u32, name: &str, from: &str, until: &str, kind: PeriodKind) -> SchoolPeriod {
    SchoolPeriod { id, name: Title::parse("名称", name).unwrap(), from: day(from), until: day(until), kind }
}

/// With the school's winter and summer holidays, an anniversary and a Saturday of work.
fn with_school(kind: PeriodKind) -> WorkCalendar {
    let mut calendar = real();
    for (id, name, from, until) in [
        (1, "寒假", "2026-01-24", "2026-02-28"),
        (2, "暑假", "2026-07-11", "2026-08-30"),
        (3, "校庆", "2026-10-16", "2026-10-16"),
    ] {
        calendar.add_period(period(id, name, from, until, kind));
    }
    calendar.add_period(period(4, "迎新", "2026-09-05", "2026-09-06", PeriodKind::Worked));
    calendar
}

fn said(calendar: &WorkCalendar, from: &str, days: u32) -> String {
    calendar.limit(day(from), days).unwrap().explained
}

#[test]
fn fifteen_working_days_across_the_national_day_of_2026() {
    let limit = real().limit(day("2026-09-30"), 15).unwrap();
    assert_eq!(limit.due, day("2026-10-27") - 0.days());
    assert!(limit.provisional.is_empty());
    assert_eq!(limit.explained, "9月30日起算，次日起 15 个工作日，跳过国庆节 10.1–10.7，10月10日补班计入 → 10月27日");
}

/// By the State Council's notices alone.
#[test]
fn every_holiday_is_explained_as_it_falls() {
    for (from, days, wanted) in [
        ("2026-03-02", 5, "3月2日起算，次日起 5 个工作日 → 3月9日"),
        ("2026-02-12", 5, "2月12日起算，次日起 5 个工作日，跳过春节 2.15–2.23，2月14日补班计入 → 2月26日"),
        ("2026-02-12", 8, "2月12日起算，次日起 8 个工作日，跳过春节 2.15–2.23，2月14日、2月28日补班计入 → 3月2日"),
        ("2026-02-18", 2, "2月18日起算，次日起 2 个工作日，跳过春节 2.19–2.23 → 2月25日"),
        ("2025-12-31", 2, "2025年12月31日起算，次日起 2 个工作日，跳过元旦 1.1–1.3，1月4日补班计入 → 2026年1月5日"),
        (
            "2023-09-28",
            3,
            "9月28日起算，次日起 3 个工作日，跳过中秋节、国庆节 9.29–10.6，10月7日、10月8日补班计入 → 10月9日",
        ),
        (
            "2024-09-13",
            12,
            "9月13日起算，次日起 12 个工作日，跳过中秋节 9.15–9.17，跳过国庆节 10.1–10.7，9月14日、9月29日补班计入 → 10月8日",
        ),
        ("2025-01-24", 3, "1月24日起算，次日起 3 个工作日，跳过春节 1.28–2.4，1月26日补班计入 → 2月5日"),
        ("2026-04-03", 1, "4月3日起算，次日起 1 个工作日，跳过清明节 4.4–4.6 → 4月7日"),
        ("2026-09-18", 4, "9月18日起算，次日起 4 个工作日，9月20日补班计入 → 9月23日"),
        (
            "2026-12-28",
            5,
            "2026年12月28日起算，次日起 5 个工作日 → 2027年1月4日（暂定：2027 年放假安排尚未公布，仅按周末推算）",
        ),
        ("2026-06-01", 0, "6月1日起算，次日起 0 个工作日 → 6月1日"),
    ] {
        assert_eq!(said(&real(), from, days), wanted);
    }
}

#[test]
fn school_holidays_that_are_not_counted_are_skipped_by_name() {
    let calendar = with_school(PeriodKind::NotCounted);
    for (from, days, wanted) in [
        // The make-up days of 2.14 and 2.28 lie inside and are off too.
        ("2026-01-22", 2, "1月22日起算，次日起 2 个工作日，跳过寒假、春节 1.24–3.1 → 3月2日"),
        ("2026-07-09", 2, "7月9日起算，次日起 2 个工作日，跳过暑假 7.11–8.30 → 8月31日"),
        ("2026-10-14", 3, "10月14日起算，次日起 3 个工作日，跳过校庆 10.16–10.18 → 10月20日"),
        ("2026-09-03", 4, "9月3日起算，次日起 4 个工作日，9月5日、9月6日学校上班计入 → 9月7日"),
    ] {
        assert_eq!(said(&calendar, from, days), wanted);
    }
    assert_eq!(calendar.status(day("2026-02-14")), DayStatus::SchoolHoliday("寒假"));
    assert_eq!(calendar.status(day("2026-02-16")), DayStatus::Holiday("春节"));
}

#[test]
fn school_holidays_that_are_counted_change_nothing_and_are_said() {
    let (counted, plain) = (with_school(PeriodKind::Counted), real());
    let (with, without) = (counted.limit(day("2026-07-09"), 15).unwrap(), plain.limit(day("2026-07-09"), 15).unwrap());
    assert_eq!(with.due, without.due);
    assert_eq!(with.explained, format!("{}（暑假期间照常计算）", without.explained));
    assert_eq!(counted.first_difference(&plain), Some(day("2026-09-05")), "only the Saturday of work differs");
}

/// A State Council holiday is off whatever the school says.
#[test]
fn the_school_cannot_work_on_a_legal_holiday() {
    let mut calendar = real();
    calendar.add_period(period(1, "值班周", "2026-09-28", "2026-10-11", PeriodKind::Worked));
    assert_eq!(calendar.status(day("2026-10-01")), DayStatus::Holiday("国庆节"));
    assert_eq!(calendar.status(day("2026-10-11")), DayStatus::SchoolWorkday("值班周"));
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

#[test]
fn the_days_of_a_neighbouring_year_belong_to_their_notice() {
    let mut calendar = real();
    let off = |date: &str| SpecialDay { date: day(date), kind: DayKind::Off, name: "元旦".to_owned() };
    let days = vec![off("2026-12-31"), off("2027-01-01")];
    let document = Title::parse("文件", "2027 年通知").unwrap();
    let removed = calendar.replaced_by(2027, &days);
    calendar.announce(2027, document.clone(), days, &removed);
    assert_eq!(calendar.notice_of(day("2026-12-31")), Some(2027));
    // The notice of 2026 once more takes none of 2027's days away.
    let again: Vec<SpecialDay> = calendar.days_of_notice(2026).cloned().collect();
    let removed = calendar.replaced_by(2026, &again);
    assert_eq!(removed.len(), again.len());
    calendar.announce(2026, document.clone(), again, &removed);
    assert!(!calendar.is_working_day(day("2026-12-31")));
    // A better notice of 2027 does.
    let days = vec![off("2027-01-01")];
    let removed = calendar.replaced_by(2027, &days);
    calendar.announce(2027, document, days, &removed);
    assert!(calendar.is_working_day(day("2026-12-31")));
}

#[test]
fn a_recounted_limit_moves_later_stays_or_becomes_certain() {
    let mut calendar = real();
    let old = calendar.limit(day("2026-12-24"), 6).unwrap();
    assert_eq!((old.due, old.provisional.len()), (day("2027-01-01"), 1));
    let recount = |calendar: &WorkCalendar, old: &Limit, may_shorten| {
        calendar.recount(old.from, old.days, old.due, !old.provisional.is_empty(), may_shorten).unwrap()
    };
    assert_eq!(recount(&calendar, &old, true), None);
    let off = SpecialDay { date: day("2027-01-01"), kind: DayKind::Off, name: "元旦".to_owned() };
    calendar.insert(off);
    let new = recount(&calendar, &old, false).unwrap();
    assert_eq!((new.due, new.provisional.len()), (day("2027-01-04"), 0));
    // A make-up day makes it earlier: only before the notice is out.
    calendar.insert(SpecialDay { date: day("2026-12-27"), kind: DayKind::Work, name: "元旦".to_owned() });
    assert_eq!(recount(&calendar, &new, false), None);
    assert_eq!(recount(&calendar, &new, true).unwrap().due, day("2026-12-31"));
    // The same date, no longer provisional.
    let old = real().limit(day("2026-12-28"), 6).unwrap();
    let mut even = real();
    even.announce(2027, Title::parse("文件", "通知").unwrap(), Vec::new(), &[]);
    let settled = recount(&even, &old, false).unwrap();
    assert_eq!((settled.due, settled.provisional), (old.due, vec![]));
}

/// A calendar with anything in it: real notices, and school periods of every kind anywhere.
fn any_calendar() -> impl Strategy<Value = WorkCalendar> {
    let period = (0i64..1460, 0i64..50, 0usize..3);
    proptest::collection::vec(period, 0..6).prop_map(|periods| {
        let mut calendar = real();
        for (id, (start, length, kind)) in (1..).zip(periods) {
            let from = day("2023-01-01") + start.days();
            let name =
                Title::parse("名称", ["寒假", "暑假", "校庆", "运动会", "迎新", "考试周"][id as usize - 1]).unwrap();
            calendar.add_period(SchoolPeriod {
                id,
                name,
                from,
                until: from + length.days(),
                kind: PeriodKind::ALL[kind],
            });
        }
        calendar
    })
}

/// Reads the sentence as a person would, without the calendar: the weekdays between the two days, less the weekdays of the
/// spans skipped, plus the weekend days named.
fn days_of_sentence(limit: &Limit) -> i64 {
    let head = limit.explained.split(" → ").next().unwrap();
    let after = |month: i8, of_month: i8, from: Day| {
        let this = Day::new(from.year(), month, of_month).ok().filter(|day| *day >= from);
        this.or_else(|| Day::new(from.year() + 1, month, of_month).ok()).unwrap()
    };
    let dotted = |text: &str, from: Day| {
        let (month, of_month) = text.split_once('.').unwrap();
        after(month.parse().unwrap(), of_month.parse().unwrap(), from)
    };
    let weekdays = |first: Day, last: Day| {
        first.series(1.day()).take_while(|day| *day <= last).filter(|day| !is_weekend(*day)).count() as i64
    };
    let mut days = if limit.days == 0 { 0 } else { weekdays(limit.from.tomorrow().unwrap(), limit.due) };
    for part in head.split('，').skip(2) {
        if let Some(skipped) = part.strip_prefix("跳过") {
            let span = skipped.rsplit(' ').next().unwrap();
            let (first, last) = span.split_once('–').unwrap_or((span, span));
            let first = dotted(first, limit.from);
            days -= weekdays(first, dotted(last, first));
        } else {
            let named = part.trim_end_matches("学校上班计入").trim_end_matches("补班计入");
            for worked in named.split('、') {
                let (month, of_month) = worked.trim_end_matches('日').split_once('月').unwrap();
                assert!(
                    is_weekend(after(month.parse().unwrap(), of_month.parse().unwrap(), limit.from)),
                    "{}",
                    limit.explained
                );
                days += 1;
            }
        }
    }
    days
}

proptest! {
    /// A limit is what counting day by day gives.
    #[test]
    fn counting_day_by_day(calendar in any_calendar(), start in 0i64..1400, n in 0u32..90) {
        let from = day("2023-01-01") + start.days();
        let limit = calendar.limit(from, n).unwrap();
        let (mut naive, mut left) = (from, n);
        while left > 0 {
            naive += 1.day();
            let council = calendar.special_days().find(|special| special.date == naive).map(|special| special.kind);
            let weekend = matches!(naive.weekday(), Weekday::Saturday | Weekday::Sunday);
            let school = |kind: PeriodKind| calendar.school_periods().iter().any(|p| p.kind == kind && p.from <= naive && naive <= p.until);
            let works = match council {
                Some(DayKind::Off) => false,
                _ if school(PeriodKind::Worked) => true,
                _ if school(PeriodKind::NotCounted) => false,
                Some(DayKind::Work) => true,
                None => !weekend,
            };
            left -= u32::from(works);
        }
        prop_assert_eq!(limit.due, naive);
        prop_assert!(n == 0 || calendar.is_working_day(limit.due));
        prop_assert_eq!(calendar.days_left(from, limit.due), n);
    }

    /// The sentence alone gives the same number of days.
    #[test]
    fn the_sentence_adds_up(calendar in any_calendar(), start in 0i64..1400, n in 0u32..90) {
        let limit = calendar.limit(day("2023-01-01") + start.days(), n).unwrap();
        prop_assert_eq!(days_of_sentence(&limit), i64::from(n), "{}", limit.explained);
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

    /// Before the first difference two calendars are the same.
    #[test]
    fn the_first_difference(one in any_calendar(), other in any_calendar()) {
        let differs = |day: &Day| one.is_working_day(*day) != other.is_working_day(*day);
        let naive = day("2022-12-01").series(1.day()).take(1700).find(differs);
        prop_assert_eq!(one.first_difference(&other), naive);
    }
}
