//! The ledger's own date, for where none is given: 填报时间, 截至, the year of its title.

use domain::{
    calendar::{WorkCalendar, long_day},
    value::Day,
};

use super::{Mapping, Row, Sheet};
use crate::dates;

/// The reference date of a table: what the sheet says around it, else `today`. Gives a sentence where the sheet said it.
pub fn reference(sheet: &Sheet, mapping: &Mapping, today: Day, calendar: &WorkCalendar) -> (Day, Option<String>) {
    let above: Vec<String> = texts(sheet.rows.iter().filter(|row| row.number < mapping.header.0));
    let below: Vec<String> = texts(sheet.rows.iter().rev().take(3).filter(|row| row.number > mapping.header.1));
    if let Some(day) = above.iter().chain(&below).find_map(|line| full_day(line, calendar)) {
        return (day, Some(format!("未指定日期，按台账所载日期{}推算", long_day(day))));
    }
    let year = above.iter().map(String::as_str).chain([sheet.name.as_str()]).find_map(year_in);
    match year.and_then(|year| Day::new(year, 1, 1).ok()).filter(|day| day.year() != today.year()) {
        Some(day) => (day, Some(format!("未指定日期，按台账所载年份{}年推算", day.year()))),
        None => (today, None),
    }
}

/// The short texts of rows: a form's own lines are not long.
fn texts<'s>(rows: impl Iterator<Item = &'s Row>) -> Vec<String> {
    let texts = rows.flat_map(|row| &row.cells).map(|(_, value)| value.shown().into_owned());
    texts.filter(|text| (4..=60).contains(&text.chars().count())).take(200).collect()
}

/// 填报时间：2026年3月2日, （截至2026年3月15日）; a task's own limit is no date of the ledger.
fn full_day(line: &str, calendar: &WorkCalendar) -> Option<Day> {
    const WORDS: [&str; 9] = ["填报", "填表", "制表", "截至", "更新", "日期", "时间", "统计", "编制"];
    let says_so = WORDS.iter().any(|word| line.contains(word)) && line.contains(['日', '号', '.', '-', '/']);
    if says_so { dates::read_undated(line, calendar).reading.day() } else { None }
}

/// The first 2026年 or 2026 of a line.
fn year_in(line: &str) -> Option<i16> {
    let digits: Vec<(usize, char)> = line.char_indices().filter(|(_, sign)| sign.is_ascii_digit()).collect();
    digits.windows(4).find_map(|four| {
        let (start, end) = (four[0].0, four[3].0 + 1);
        let year: i16 = line.get(start..end)?.parse().ok()?;
        let alone = !line[end..].starts_with(|sign: char| sign.is_ascii_digit())
            && !line[..start].ends_with(|sign: char| sign.is_ascii_digit());
        (alone && (2000..=2100).contains(&year)).then_some(year)
    })
}
