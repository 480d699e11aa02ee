//! A calendar as a table of facts: `date,kind,name`, a day a line, after one line of headings. `kind` is `off` or `work`, or
//! in Chinese 放假 or 上班. Bytes have become text before: see the caller.

use super::{Day, DayKind, ProposedDay, ProposedYear, SpecialDay};
use crate::value::Invalid;

/// All days, or the first line that cannot be read.
pub(super) fn days(csv: &str) -> Result<Vec<SpecialDay>, Invalid> {
    lines(csv).map(|(number, line)| row(line).ok_or_else(|| unreadable(number, line))).collect()
}

impl ProposedYear {
    /// A table as a proposal; the year is the one most of its days lie in. Refused with every line that cannot be read.
    pub fn from_csv(csv: &str) -> Result<ProposedYear, Vec<Invalid>> {
        let (mut days, mut wrong) = (Vec::new(), Vec::new());
        for (number, line) in lines(csv) {
            match row(line) {
                Some(day) => days.push(ProposedDay { day, words: line.to_owned(), doubts: Vec::new() }),
                None => wrong.push(unreadable(number, line)),
            }
        }
        if days.is_empty() && wrong.is_empty() {
            wrong.push(Invalid::new("文件", "没有读到任何日期，请检查文件内容"));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let year = commonest(days.iter().map(|proposed| proposed.day.date.year()));
        Ok(ProposedYear { year, days, ..ProposedYear::default() }.checked())
    }

    /// Does this text look like a table rather than like a notice?
    pub fn looks_like_csv(text: &str) -> bool {
        let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
        let head = lines.next().unwrap_or_default();
        head.replace('，', ",").matches(',').count() == 2 && lines.next().is_none_or(|line| row(line).is_some())
    }
}

/// With their numbers, as an editor shows them.
fn lines(csv: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = csv.trim_start_matches('\u{feff}').lines().enumerate();
    lines.skip(1).map(|(index, line)| (index + 1, line.trim())).filter(|(_, line)| !line.is_empty())
}

fn unreadable(number: usize, line: &str) -> Invalid {
    Invalid::new("日历", format!("第 {number} 行“{line}”不合“日期,off 或 work,名称”的格式"))
}

fn row(line: &str) -> Option<SpecialDay> {
    let line = line.replace('，', ",");
    let mut cells = line.splitn(3, ',').map(|cell| cell.trim().trim_matches('"').trim());
    let date = day(cells.next()?)?;
    let kind = match cells.next()? {
        "off" | "放假" | "休" => DayKind::Off,
        "work" | "上班" | "补班" | "班" => DayKind::Work,
        _ => return None,
    };
    let name = cells.next().filter(|name| !name.is_empty())?;
    Some(SpecialDay { date, kind, name: name.to_owned() })
}

/// `2026-10-01`, or as spreadsheets write it: `2026/10/1`.
fn day(text: &str) -> Option<Day> {
    let mut parts = text.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_day = parts.next().is_none() && year.len() == 4;
    is_day.then(|| Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())?
}

fn commonest(years: impl Iterator<Item = i16>) -> Option<i16> {
    let mut counted = std::collections::BTreeMap::new();
    years.for_each(|year| *counted.entry(year).or_insert(0usize) += 1);
    counted.into_iter().max_by_key(|(year, count)| (*count, std::cmp::Reverse(*year))).map(|(year, _)| year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_a_spreadsheet_is_read() {
        let table = "\u{feff}日期,安排,名称\r\n2027/1/1,放假,元旦\r\n\r\n2027-01-03,上班,元旦\r\n";
        let read = ProposedYear::from_csv(table).unwrap();
        assert_eq!((read.year, read.days.len(), read.has_doubts()), (Some(2027), 2, false), "{read:?}");
        assert!(ProposedYear::looks_like_csv(table));
    }

    #[test]
    fn every_line_that_cannot_be_read_is_named() {
        let wrong = ProposedYear::from_csv("date,kind,name\n2027-13-01,off,x\n2027-01-01,off,元旦\nabc\n").unwrap_err();
        let said: Vec<String> = wrong.into_iter().map(|wrong| wrong.reason).collect();
        assert_eq!(said.len(), 2);
        assert!(said[0].contains("第 2 行") && said[1].contains("第 4 行"), "{said:?}");
        assert!(ProposedYear::from_csv("").unwrap_err()[0].reason.contains("没有读到"));
    }

    #[test]
    fn days_that_change_nothing_are_doubtful() {
        let read =
            ProposedYear::from_csv("d,k,n\n2027-01-02,off,元旦\n2027-01-04,work,元旦\n2027-01-04,work,元旦").unwrap();
        let doubts: Vec<usize> = read.days.iter().map(|day| day.doubts.len()).collect();
        assert_eq!(doubts, [1, 1, 2], "{read:?}");
    }
}
