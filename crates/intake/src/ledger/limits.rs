//! Time limits of a ledger: a cell may be a date, a number that has lost its zero, or words; and the day from which days are
//! counted may stand in the same row.

use domain::{
    calendar::{WorkCalendar, long_day},
    value::Day,
};

use super::Value;
use crate::{
    dates::{self, Fair, Milestone, Read, Reading},
    minutes::DeadlineKind,
};

pub struct Limits<'c> {
    pub on: Day,
    /// 交办日期, 立项日期 of the row
    pub registered: Option<Day>,
    pub calendar: &'c WorkCalendar,
}

impl Limits<'_> {
    pub fn of(&self, value: &Value) -> Read {
        match value {
            Value::Date(at) => unread(Reading::Date(at.date())),
            Value::Number(number) => lost_zero(*number, self.on).unwrap_or_else(|| self.words(&value.shown())),
            _ => self.words(&value.shown()),
        }
    }

    /// 5个工作日 count from the day on which the task was given, where the row says it.
    fn words(&self, text: &str) -> Read {
        let read = dates::read(text, self.on, self.calendar);
        let Some(registered) = self.registered.filter(|day| *day != self.on) else { return read };
        let from = dates::read(text, registered, self.calendar);
        // Whatever moves with the reference date by as much as it does is counted from it.
        let counted = read.how.iter().any(|how| how.contains("起算"));
        if !counted || from.reading == read.reading {
            return read;
        }
        let mut from = from;
        from.how.insert(0, format!("从本行的交办（立项）日期{}起算", long_day(registered)));
        from
    }

    /// The last limit that the words of a task set by themselves.
    pub fn in_words(&self, texts: &[&str]) -> Option<(String, Read)> {
        let mut found = texts.iter().flat_map(|text| {
            let found = dates::find(text, Some(self.on), self.calendar);
            found.into_iter().filter(|one| one.firm).map(|one| (text[one.range].to_owned(), one.read))
        });
        let (text, mut read) = found.rfind(|(_, read)| read.reading != Reading::None)?;
        read.how.insert(0, format!("时限“{text}”取自事项的文字，请核对"));
        Some((text, read))
    }
}

pub fn unread(reading: Reading) -> Read {
    Read { reading, how: Vec::new(), milestones: Vec::new(), at: None }
}

pub fn kind(reading: &Reading) -> DeadlineKind {
    match reading {
        Reading::Date(_) => DeadlineKind::Date,
        Reading::None => DeadlineKind::None,
        Reading::Ongoing => DeadlineKind::Ongoing,
        Reading::Ambiguous(_) => DeadlineKind::Ambiguous,
    }
}

pub fn doubts(read: &Read) -> Vec<String> {
    let mut doubts = read.how.clone();
    if let Reading::Ambiguous(fairs) = &read.reading {
        let ways: Vec<&str> = fairs.iter().map(|fair| fair.how.as_str()).collect();
        doubts.push(format!("时限有不止一种读法，请选择：{}", ways.join("；")));
    }
    doubts
}

/// A short cell as it is; of a long one the words that say the limit.
pub fn as_written(text: &str, read: &Read) -> String {
    let long = text.chars().count() > 24;
    let words = read.at.clone().filter(|_| long).and_then(|at| text.get(at));
    words.unwrap_or(text).to_owned()
}

/// The dates of all rows of a task, where there are several.
pub fn milestones(read: &[(String, Read)]) -> Vec<Milestone> {
    let mut milestones: Vec<Milestone> = Vec::new();
    for (text, read) in read {
        match read.milestones.is_empty() {
            false => milestones.extend(read.milestones.iter().cloned()),
            true => milestones.extend(read.reading.day().map(|day| Milestone { text: text.clone(), day })),
        }
    }
    if milestones.len() > 1 { milestones } else { Vec::new() }
}

/// 6.3 as a number may have been 6.30 when it was typed, 2026.1 may have been 2026.10.
fn lost_zero(number: f64, on: Day) -> Option<Read> {
    let shown = Value::Number(number).shown().into_owned();
    let (whole, digit) = shown.split_once('.')?;
    let (whole, digit): (i16, i8) = (whole.parse().ok()?, digit.parse().ok().filter(|digit| (1..=3).contains(digit))?);
    let day = |digit: i8| match whole {
        1..=12 => Day::new(on.year(), i8::try_from(whole).ok()?, digit).ok(),
        1990..=2200 => Day::new(whole, digit, 1).ok().map(Day::last_of_month),
        _ => None,
    };
    let fairs: Vec<Fair> = [digit, digit * 10]
        .into_iter()
        .filter_map(day)
        .map(|day| Fair {
            day: Some(day),
            how: format!("单元格是数字 {shown}，末尾的 0 可能丢失，读作{}", long_day(day)),
        })
        .collect();
    let reading = (fairs.len() > 1).then_some(Reading::Ambiguous(fairs))?;
    Some(unread(reading))
}
