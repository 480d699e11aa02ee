//! The document's own date, for where none is given: 落款, the day of the meeting, the number of the document, its title.

use domain::{calendar::WorkCalendar, value::Day};

use crate::{
    dates,
    source::{Block, Document},
};

/// A date and, in words, where it was found.
pub fn of(document: &Document, calendar: &WorkCalendar) -> Option<(Day, String)> {
    let lines: Vec<&str> = document
        .blocks()
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(document.at(&paragraph.range).trim()),
            Block::Table(_) => None,
        })
        .collect();
    let signed = lines.iter().rev().take(12).find_map(|line| alone(line, calendar));
    let headed = || lines.iter().take(8).find_map(|line| alone(line, calendar).or_else(|| first_day(line, calendar)));
    if let Some(day) = signed.or_else(headed) {
        return Some((day, format!("未指定日期，按文件所载日期 {day} 推算")));
    }
    let year = lines.iter().take(6).find_map(|line| year(line))?;
    Some((Day::new(year, 1, 1).ok()?, format!("未指定日期，按文件所载年份 {year} 年推算")))
}

/// A line that is nothing but a full date.
fn alone(line: &str, calendar: &WorkCalendar) -> Option<Day> {
    let is_short = line.chars().count() <= 16 && line.contains('年') && line.ends_with('日');
    is_short.then(|| dates::read_undated(line, calendar).reading.day()).flatten()
}

/// 2022年3月4日下午，学校召开…; 时间：2022年3月4日
fn first_day(line: &str, calendar: &WorkCalendar) -> Option<Day> {
    let start = line.find(|sign: char| sign.is_ascii_digit())?;
    let year: String = line[start..].chars().take_while(char::is_ascii_digit).collect();
    let end = line[start..].find('日').map(|at| start + at + '日'.len_utf8())?;
    let is_day = year.len() == 4 && line[start..end].contains('年') && line[start..end].chars().count() <= 11;
    is_day.then(|| dates::read_undated(&line[start..end], calendar).reading.day()).flatten()
}

/// 〔2022〕9号, 2021年重点任务
fn year(line: &str) -> Option<i16> {
    let digits: Vec<(usize, char)> = line.char_indices().filter(|(_, sign)| sign.is_ascii_digit()).collect();
    digits.windows(4).find_map(|four| {
        let (start, end) = (four[0].0, four[3].0 + 1);
        let year: i16 = line.get(start..end)?.parse().ok()?;
        let rest = &line[end..];
        let named = rest.starts_with(['年', '〕', ']', '］', '）', '-', '—']);
        ((2000..=2100).contains(&year) && named).then_some(year)
    })
}
