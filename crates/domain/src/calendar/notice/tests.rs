//! The notices as the State Council published them, against the table of facts.

use proptest::prelude::*;

use super::{super::tests::real, *};

const NOTICE_2023: &str = include_str!("../../../tests/notices/2023.txt");
/// As a browser copies it: half-width signs.
const NOTICE_2024: &str = include_str!("../../../tests/notices/2024.txt");
const NOTICE_2025: &str = include_str!("../../../tests/notices/2025.txt");
const NOTICE_2026: &str = include_str!("../../../tests/notices/2026.txt");

fn days(proposed: &ProposedYear) -> Vec<SpecialDay> {
    proposed.days.iter().map(|proposed| proposed.day.clone()).collect()
}

#[test]
fn the_published_notices_give_the_days_of_the_table() {
    let calendar = real();
    for (year, text) in [(2023, NOTICE_2023), (2024, NOTICE_2024), (2025, NOTICE_2025), (2026, NOTICE_2026)] {
        let read = ProposedYear::from_notice(text, None);
        assert_eq!(read.year, Some(year));
        let table: Vec<SpecialDay> = calendar.days_of_notice(year).cloned().collect();
        assert_eq!(days(&read), table, "{year}");
        assert!(read.days.iter().all(|day| day.doubts.is_empty() && !day.words.is_empty()), "{read:?}");
        let doubts = if year == 2024 { vec!["除夕（2月9日）休息"] } else { vec![] };
        assert_eq!(read.doubts.len(), doubts.len(), "{:?}", read.doubts);
        assert!(read.doubts.iter().zip(doubts).all(|(said, part)| said.contains(part)), "{:?}", read.doubts);
    }
}

#[test]
fn the_notice_is_named_as_it_names_itself() {
    let named = |text| ProposedYear::from_notice(text, None).document;
    assert_eq!(named(NOTICE_2023), "国务院办公厅关于2023年部分节假日安排的通知（国办发明电〔2022〕16号）");
    assert_eq!(named(NOTICE_2026), "国务院办公厅关于2026年部分节假日安排的通知");
}

#[test]
fn each_day_keeps_the_words_it_came_from() {
    let read = ProposedYear::from_notice(NOTICE_2026, None);
    let words = |date: &str| {
        let date: Day = date.parse().unwrap();
        read.days.iter().find(|day| day.day.date == date).map(|day| day.words.clone()).unwrap_or_default()
    };
    assert_eq!(words("2026-05-04"), "5月1日（周五）至5日（周二）");
    assert_eq!(words("2026-02-28"), "2月28日（周六）");
}

fn doubts(text: &str) -> Vec<String> {
    let read = ProposedYear::from_notice(text, Some(2026));
    let missing = |doubt: &String| !doubt.starts_with("没有读到“");
    let of_days = read.days.into_iter().flat_map(|day| day.doubts);
    read.doubts.into_iter().filter(missing).chain(of_days).collect()
}

#[test]
fn what_contradicts_the_calendar_or_itself_is_doubted() {
    for (text, part) in [
        ("一、元旦：1月1日（周三）至3日放假，共3天。", "2026-01-01 是星期四"),
        ("一、元旦：1月1日至3日放假，共4天。", "共 4 天，所列日期是 3 天"),
        ("一、元旦：1月1日（周四）放假3天。", "共 3 天，所列日期是 1 天"),
        ("一、元旦：1月1日至3日放假，共3天。1月5日上班。", "2026-01-05是星期一，本来就上班"),
        ("一、元旦：1月1日至2日放假。二、春节：1月2日放假。", "2026-01-02在通知中出现了两次"),
        ("一、元旦：1月1日至3日放假。1月3日（周六）上班。", "2026-01-03在通知中出现了两次"),
        ("一、元旦：1月41日放假。", "“1月41日”不是有效的日期"),
        ("一、元旦：1月3日至2月30日放假。", "“2月30日”不是有效的日期"),
        ("一、元旦：5月1日至1月1日放假。", "起止日期不合理"),
        ("一、元旦：另行通知。", "没有读到放假日期"),
        ("一、元旦：1月1日放假。1月2日调整教学安排。", "这句话没有读入"),
        ("一、元旦：2020年1月1日放假。", "2020-01-01不在 2026 年"),
    ] {
        let said = doubts(text);
        assert!(said.iter().any(|doubt| doubt.contains(part)), "{text}: {said:?}");
    }
}

#[test]
fn a_notice_without_its_year_or_without_holidays_says_so() {
    let read = ProposedYear::from_notice("一、元旦：1月1日放假。", None);
    assert!(read.year.is_none() && read.days.is_empty() && read.doubts[0].contains("年份"));
    assert!(doubts("关于开学的通知")[0].contains("没有读到任何节日"));
    let short = ProposedYear::from_notice("一、元旦：1月1日放假。", Some(2026));
    assert!(short.doubts.iter().any(|doubt| doubt == "没有读到“国庆节”的安排，请对照通知核对"));
}

#[test]
fn other_writings_of_the_same() {
    let dates = |text: &str| -> Vec<String> {
        let read = ProposedYear::from_notice(text, Some(2026));
        read.days.iter().map(|day| format!("{} {:?} {}", day.day.date, day.day.kind, day.day.name)).collect()
    };
    let wanted = ["2026-01-01 Off 元旦", "2026-01-02 Off 元旦", "2026-01-04 Work 元旦"];
    for text in [
        "元旦: 1月1日(周四)~3日(周六)放假调休, 共3天, 1月4日(周日)上班.",
        "１．元旦：１月１日至１月３日放假，共３天；１月４日（星期日）上班",
        "（一）元旦：1 月 1 日（周四）— 3 日（周六）放假调休，共 3 天。1 月 4 日（周日）上班。",
        "• 元旦：1月1日到3日放假，1月4日上班",
    ] {
        assert_eq!(dates(text), wanted, "{text}");
    }
    // The December before, written with and without its year.
    for text in ["元旦：2025年12月31日至1月2日放假，共3天。", "元旦：12月31日至1月2日放假调休，共3天。"]
    {
        assert_eq!(dates(text), ["2025-12-31 Off 元旦", "2026-01-01 Off 元旦", "2026-01-02 Off 元旦"], "{text}");
    }
}

proptest! {
    /// Whatever is pasted: an answer, never a panic, and no day that the rules would refuse without a doubt beside it.
    #[test]
    fn anything_may_be_pasted(text in "([一二三]、|元旦|春节|：|:|。|\\n|[0-9]{1,12}|年|月|日|（|）|周|日|至|放假|上班|共|天|、|🎉| ){0,60}") {
        let read = ProposedYear::from_notice(&text, Some(2026));
        for (at, _) in super::super::faults(2026, &days(&read)) {
            prop_assert!(!read.days[at].doubts.is_empty());
        }
    }
}
