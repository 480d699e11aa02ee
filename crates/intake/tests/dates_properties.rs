//! Properties of the grammar: nothing makes it panic, and a date reads back from every way of writing it.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

use std::sync::LazyLock;

use domain::{calendar::WorkCalendar, value::Day};
use intake::dates::{self, Reading};
use jiff::ToSpan;
use proptest::prelude::*;

static CALENDAR: LazyLock<WorkCalendar> =
    LazyLock::new(|| WorkCalendar::parse(include_str!("dates/cn-workdays.csv")).unwrap());

fn any_day() -> impl Strategy<Value = Day> {
    (0_i64..36_524).prop_map(|days| Day::new(1990, 1, 1).unwrap().checked_add(days.days()).unwrap())
}

fn read(text: &str, on: Day) -> Reading {
    dates::read(text, on, &CALENDAR).reading
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap(),
        '.' => '．',
        '/' => '／',
        other => other,
    };
    text.chars().map(wide).collect()
}

/// 十五, 三十一
fn chinese(number: i8) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (usize::from(number.unsigned_abs() / 10), usize::from(number.unsigned_abs() % 10));
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

fn chinese_year(year: i16) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    year.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

/// Pieces of limits and of ordinary text, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "2026年",
        "6月",
        "30日",
        "前",
        "底",
        "内",
        "至",
        "-",
        "、",
        "（",
        "）",
        "自",
        "之日起",
        "10",
        "十五",
        "个",
        "工作日",
        "每",
        "季度",
        "半年",
        "上旬",
        "周五",
        "本周",
        "下月",
        "明年",
        "春节",
        "五一",
        "开学",
        "长期",
        "2026-06-30",
        "6.30",
        "17:00",
        "，",
        "；",
        "。",
        "\n",
        " ",
        "完成",
        "印发",
        "“",
        "”",
        "或",
        "第",
        "已",
        "了",
        "截至",
        "99999999999",
        "〇",
        "廿",
        "十四五",
        "通知",
        "的",
        "é",
        "😀",
        "\u{200b}",
        "年",
        "月",
        "日",
        "初",
        "左右",
        "后",
        "起",
        "小时",
        "两",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn nothing_makes_it_panic(text in any::<String>(), on in any_day()) {
        dates::read(&text, on, &CALENDAR);
        dates::find(&text, Some(on), &CALENDAR);
        dates::find(&text, None, &CALENDAR);
    }

    #[test]
    fn what_is_found_reads_the_same_alone(text in pieces(), on in any_day()) {
        dates::read(&text, on, &CALENDAR);
        let mut end = 0;
        for found in dates::find(&text, Some(on), &CALENDAR) {
            prop_assert!(found.range.start >= end && found.range.end <= text.len());
            prop_assert!(text.is_char_boundary(found.range.start) && text.is_char_boundary(found.range.end));
            prop_assert_eq!(&dates::read(&text[found.range.clone()], on, &CALENDAR), &found.read);
            end = found.range.end;
        }
        dates::find(&text, None, &CALENDAR);
    }

    #[test]
    fn a_full_date_reads_back(day in any_day(), on in any_day()) {
        let (y, m, d) = (day.year(), day.month(), day.day());
        for text in [
            day.to_string(),
            format!("{y}年{m}月{d}日"),
            format!("{y}年{m:02}月{d:02}日前"),
            format!("{y}年{m}月{d}号之前"),
            format!("{y}.{m}.{d}"),
            format!("{y}.{m:02}.{d:02}前"),
            format!("{y}/{m}/{d}"),
            format!("{y}-{m}-{d}"),
            format!("{y}{m:02}{d:02}"),
            format!("{y} 年 {m} 月 {d} 日"),
            format!("{}年{}月{}日", chinese_year(y), chinese(m), chinese(d)),
            format!("{y}年{m}月{d}日17:00前"),
            format!("{y}年{m}月{d}日下班前完成"),
            format!("（{y}年{m}月{d}日前）"),
            format!("{y}-{m:02}-{d:02} 00:00:00"),
        ] {
            prop_assert_eq!(read(&text, on), Reading::Date(day), "{}", text);
            prop_assert_eq!(read(&full_width(&text), on), Reading::Date(day), "{}", full_width(&text));
        }
    }

    #[test]
    fn a_yearless_date_takes_the_documents_year(day in any_day(), shift in 0_i64..365) {
        let on = Day::new(day.year(), 1, 1).unwrap().checked_add(shift.days()).unwrap();
        prop_assume!(on.year() == day.year());
        let (m, d) = (day.month(), day.day());
        for text in [format!("{m}月{d}日前"), format!("{}月{}日前", chinese(m), chinese(d)), format!("{m}.{d}前"), format!("{m}/{d}")] {
            prop_assert_eq!(read(&text, on), Reading::Date(day), "{}", text);
        }
        let last = Reading::Date(day.last_of_month());
        for text in [format!("{m}月"), format!("{m}月底前"), format!("{}月底", chinese(m)), format!("{m}月份"), format!("{m}月末")] {
            prop_assert_eq!(read(&text, on), last.clone(), "{}", text);
        }
    }

    #[test]
    fn excel_serial_days(day in any_day()) {
        let serial = Day::new(1899, 12, 30).unwrap().until(day).unwrap().get_days();
        prop_assert_eq!(read(&serial.to_string(), day), Reading::Date(day));
        prop_assert_eq!(read(&format!("{serial}.0"), day), Reading::Date(day));
    }

    #[test]
    fn counted_days(on in any_day(), n in 1_i8..60) {
        let due = Reading::Date(on.checked_add(i64::from(n).days()).unwrap());
        for text in [format!("{n}日内"), format!("{}日内", chinese(n)), format!("{n}天之内"), format!("自印发之日起{n}日内")] {
            prop_assert_eq!(read(&text, on), due.clone(), "{}", text);
        }
        let working = Reading::Date(CALENDAR.limit(on, u32::from(n.unsigned_abs())).unwrap().due);
        for text in [format!("{n}个工作日内"), format!("{}个工作日", chinese(n)), format!("收到通知后{n}个工作日内")] {
            prop_assert_eq!(read(&text, on), working.clone(), "{}", text);
        }
    }
}
