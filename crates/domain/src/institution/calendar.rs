//! The work calendar's changes (R8): a year's notice, a single wrong day, the school's own periods. None of them moves a
//! date that stands: matters are counted anew one by one, once somebody has seen what moves and confirmed it.

use super::{Institution, InstitutionEvent};
use crate::{
    Reason, Refusal,
    calendar::{PeriodKind, SchoolPeriod, SpecialDay, faults},
    value::{Day, Title},
};

/// The notice of a year, in the place of what was known of that year.
pub(super) fn announce(
    institution: &Institution,
    year: i16,
    days: Vec<SpecialDay>,
    document: Title,
) -> Result<InstitutionEvent, Refusal> {
    if !YEARS.contains(&year) {
        let message = format!("年份应在 {} 到 {} 之间，请改正", YEARS.start(), YEARS.end());
        return Err(Refusal::invalid("年份", message));
    }
    if days.is_empty() {
        return Err(Refusal::invalid("日期", "没有任何日期，请先读入通知"));
    }
    let faults = faults(year, &days);
    if let Some((_, fault)) = faults.first() {
        let refusal = Refusal::new(Reason::Invalid, fault.clone());
        return Err(faults.iter().fold(refusal, |refusal, (_, fault)| refusal.field("日期", fault.clone())));
    }
    let mut days = days;
    days.sort_by_key(|day| day.date);
    let calendar = &institution.calendar;
    let same = calendar.days_of_notice(year).eq(days.iter()) && calendar.document(year) == Some(&document);
    if same {
        return Err(Refusal::overtaken(format!("{year} 年的安排已经如此登记，不必再登记")));
    }
    let removed = calendar.replaced_by(year, &days);
    Ok(InstitutionEvent::YearAnnounced { year, document, days, removed })
}

/// One day that should not be there. Its year stays announced.
pub(super) fn remove_day(institution: &Institution, date: Day) -> Result<InstitutionEvent, Refusal> {
    let day = institution.calendar.special_day(date).cloned();
    let day = day.ok_or_else(|| Refusal::overtaken(format!("{date}不在放假安排中，可能已经删除")))?;
    Ok(InstitutionEvent::SpecialDayRemoved { day })
}

pub(super) fn add_period(
    institution: &Institution,
    name: Title,
    from: Day,
    until: Day,
    kind: PeriodKind,
) -> Result<InstitutionEvent, Refusal> {
    if until < from {
        return Err(Refusal::invalid("截止日期", "截止日期早于开始日期，请改正"));
    }
    let most = if kind == PeriodKind::Worked { WORKED_MOST } else { PERIOD_MOST };
    if from.until(until).map_or(i32::MAX, |span| span.get_days()) >= most {
        return Err(Refusal::invalid("截止日期", format!("这类安排一次最长 {most} 天，请核对日期或分开登记")));
    }
    let calendar = &institution.calendar;
    let same = calendar.school_periods().iter().find(|p| (p.from, p.until, p.kind) == (from, until, kind));
    if let Some(same) = same {
        return Err(Refusal::overtaken(format!("这一时段已经登记为“{}”，不必再登记", same.name)));
    }
    let period = SchoolPeriod { id: calendar.next_period_id(), name, from, until, kind };
    Ok(InstitutionEvent::SchoolPeriodAdded(period))
}

pub(super) fn remove_period(institution: &Institution, id: u32) -> Result<InstitutionEvent, Refusal> {
    let known = institution.calendar.school_period(id);
    known.ok_or_else(|| Refusal::overtaken("这一学校安排不存在，可能已经删除"))?;
    Ok(InstitutionEvent::SchoolPeriodRemoved { id })
}

const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// Days of a school holiday.
const PERIOD_MOST: i32 = 120;
const WORKED_MOST: i32 = 31;

pub(super) fn evolve(institution: &mut Institution, event: InstitutionEvent) {
    let calendar = &mut institution.calendar;
    match event {
        InstitutionEvent::CalendarSet { days } => {
            days.into_iter().for_each(|day| calendar.insert(day));
            calendar.changed_by("登记放假安排");
        }
        InstitutionEvent::YearAnnounced { year, document, days, removed } => {
            calendar.changed_by(document.as_str());
            calendar.announce(year, document, days, &removed);
        }
        InstitutionEvent::SpecialDayRemoved { day } => {
            calendar.changed_by(format!("删除误记的 {}（{}）", day.date, day.name));
            calendar.remove(day.date);
        }
        InstitutionEvent::SchoolPeriodAdded(period) => {
            calendar.changed_by(format!("学校安排：{}", period.name));
            calendar.add_period(period);
        }
        InstitutionEvent::SchoolPeriodRemoved { id } => {
            let name = calendar.school_period(id).map(|period| period.name.to_string());
            calendar.changed_by(format!("取消学校安排：{}", name.unwrap_or_default()));
            calendar.remove_period(id);
        }
        _ => {}
    }
}
