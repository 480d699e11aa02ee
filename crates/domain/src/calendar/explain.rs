//! The arithmetic of a limit as a sentence that an office can read out:
//! `9月30日起算，次日起 15 个工作日，跳过国庆节 10.1–10.7，10月10日补班计入 → 10月27日`.

use super::{Day, DayKind, WorkCalendar};

/// `9月30日`
pub fn short_day(day: Day) -> String {
    format!("{}月{}日", day.month(), day.day())
}

pub(super) fn limit(calendar: &WorkCalendar, from: Day, days: u32, due: Day, provisional: &[i16]) -> String {
    let mut said = format!("{}起算，次日起 {days} 个工作日", year_if_needed(from, due));
    for (name, first, last) in holidays(calendar, from, due) {
        let span = if first == last { dotted(first) } else { format!("{}–{}", dotted(first), dotted(last)) };
        said.push_str(&format!("，跳过{name} {span}"));
    }
    let worked: Vec<String> = calendar
        .special
        .range(from..=due)
        .filter(|(day, special)| **day > from && special.kind == DayKind::Work)
        .map(|(day, _)| short_day(*day))
        .collect();
    if !worked.is_empty() {
        said.push_str(&format!("，{}补班计入", worked.join("、")));
    }
    said.push_str(&format!(" → {}", year_if_needed(due, from)));
    if !provisional.is_empty() {
        let years: Vec<String> = provisional.iter().map(|year| format!("{year} 年")).collect();
        said.push_str(&format!("（暂定：{}放假安排尚未公布，仅按周末推算）", years.join("、")));
    }
    said
}

/// Runs of days off that hold at least one holiday, weekends inside and beside the holiday included.
fn holidays(calendar: &WorkCalendar, from: Day, due: Day) -> Vec<(String, Day, Day)> {
    let mut runs: Vec<(String, Day, Day)> = Vec::new();
    for (day, special) in calendar.special.range(from..=due).filter(|(day, s)| **day > from && s.kind == DayKind::Off) {
        match runs.last_mut() {
            Some((name, _, last)) if *name == special.name && all_off(calendar, *last, *day) => *last = *day,
            _ => runs.push((special.name.clone(), *day, *day)),
        }
    }
    for (_, first, last) in &mut runs {
        while let Ok(next) = last.tomorrow()
            && !calendar.is_working_day(next)
            && next < due
        {
            *last = next;
        }
        while let Ok(previous) = first.yesterday()
            && !calendar.is_working_day(previous)
            && previous > from
        {
            *first = previous;
        }
    }
    runs
}

fn all_off(calendar: &WorkCalendar, first: Day, last: Day) -> bool {
    first.series(jiff::ToSpan::days(1)).take_while(|day| *day <= last).all(|day| !calendar.is_working_day(day))
}

fn dotted(day: Day) -> String {
    format!("{}.{}", day.month(), day.day())
}

fn year_if_needed(day: Day, other: Day) -> String {
    if day.year() == other.year() { short_day(day) } else { format!("{}年{}", day.year(), short_day(day)) }
}
