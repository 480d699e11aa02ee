//! The arithmetic of a limit as a sentence that an office can read out:
//! `9月30日起算，次日起 15 个工作日，跳过国庆节 10.1–10.7，10月10日补班计入 → 10月27日`.
//!
//! It is complete: the weekdays between the two days, less those skipped, plus the weekend days named, are the working days
//! of the limit.

use super::{Day, DayStatus, PeriodKind, WorkCalendar, is_weekend};

/// `9月30日`
pub fn short_day(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// `2026年9月30日`
pub fn long_day(day: Day) -> String {
    format!("{}年{}", day.year(), short_day(day))
}

pub(super) fn limit(calendar: &WorkCalendar, from: Day, days: u32, due: Day, provisional: &[i16]) -> String {
    let mut said = format!("{}起算，次日起 {days} 个工作日", year_if_needed(from, due));
    for run in skipped(calendar, from, due) {
        let (first, last) = (run.first, run.last);
        let span = if first == last { dotted(first) } else { format!("{}–{}", dotted(first), dotted(last)) };
        said.push_str(&format!("，跳过{} {span}", run.names.join("、")));
    }
    let worked = |wanted: fn(DayStatus<'_>) -> bool| {
        let days = between(from, due).filter(|day| is_weekend(*day) && wanted(calendar.status(*day)));
        days.map(short_day).collect::<Vec<_>>().join("、")
    };
    let make_up = worked(|status| matches!(status, DayStatus::MakeUp(_)));
    if !make_up.is_empty() {
        said.push_str(&format!("，{make_up}补班计入"));
    }
    let school = worked(|status| matches!(status, DayStatus::SchoolWorkday(_)));
    if !school.is_empty() {
        said.push_str(&format!("，{school}学校上班计入"));
    }
    said.push_str(&format!(" → {}", year_if_needed(due, from)));
    let counted = counted(calendar, from, due);
    if !counted.is_empty() {
        said.push_str(&format!("（{}期间照常计算）", counted.join("、")));
    }
    if !provisional.is_empty() {
        let years: Vec<String> = provisional.iter().map(|year| format!("{year} 年")).collect();
        said.push_str(&format!("（暂定：{}放假安排尚未公布，仅按周末推算）", years.join("、")));
    }
    said
}

/// A run of days off that holds more than a weekend.
struct Run<'c> {
    names: Vec<&'c str>,
    first: Day,
    last: Day,
}

/// Runs of days off in which a weekday is off, or a make-up day is not worked; the weekends inside and beside it included.
fn skipped(calendar: &WorkCalendar, from: Day, due: Day) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut before = None;
    for day in between(from, due).filter(|day| !calendar.is_working_day(*day)) {
        match runs.last_mut().filter(|_| before == day.yesterday().ok()) {
            Some(run) => run.last = day,
            None => runs.push(Run { names: Vec::new(), first: day, last: day }),
        }
        before = Some(day);
        let name = match calendar.status(day) {
            DayStatus::Holiday(name) => name,
            DayStatus::SchoolHoliday(name) if !is_weekend(day) || calendar.special.contains_key(&day) => name,
            _ => continue,
        };
        if let Some(run) = runs.last_mut().filter(|run| !run.names.contains(&name)) {
            run.names.push(name);
        }
    }
    runs.retain(|run| !run.names.is_empty());
    runs
}

/// School holidays that are counted and in which working days of the limit lie.
fn counted(calendar: &WorkCalendar, from: Day, due: Day) -> Vec<&str> {
    let periods = calendar.school.iter().filter(|period| period.kind == PeriodKind::Counted);
    let mut names = Vec::new();
    for period in periods {
        let touched = between(from, due).any(|day| period.covers(day) && calendar.is_working_day(day));
        if touched && !names.contains(&period.name.as_str()) {
            names.push(period.name.as_str());
        }
    }
    names
}

/// The days after `from` up to and including `due`.
fn between(from: Day, due: Day) -> impl Iterator<Item = Day> {
    from.series(jiff::ToSpan::days(1)).skip(1).take_while(move |day| *day <= due)
}

fn dotted(day: Day) -> String {
    format!("{}.{}", day.month(), day.day())
}

fn year_if_needed(day: Day, other: Day) -> String {
    if day.year() == other.year() { short_day(day) } else { long_day(day) }
}
