//! 季度呈报 (R4.7b): after each natural quarter the Office owes the leadership a report. The duty is the institution's own, not
//! that of a matter.

use serde::{Deserialize, Serialize};

use super::{Institution, InstitutionEvent};
use crate::{
    Refusal,
    calendar::Limit,
    regulation::{Clause, LimitName},
    value::{Day, Invalid, Text},
};

/// A natural quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quarter {
    pub year: i16,
    /// 1 to 4
    pub quarter: u8,
}

impl Quarter {
    /// The quarter in which a day lies.
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), quarter: (day.month().unsigned_abs() - 1) / 3 + 1 }
    }

    /// The one that ended last before the day's own.
    pub fn ended_before(day: Day) -> Self {
        let Quarter { year, quarter } = Self::of(day);
        if quarter == 1 { Self { year: year - 1, quarter: 4 } } else { Self { year, quarter: quarter - 1 } }
    }

    pub fn next(self) -> Self {
        let Quarter { year, quarter } = self;
        if quarter == 4 { Self { year: year + 1, quarter: 1 } } else { Self { year, quarter: quarter + 1 } }
    }

    /// Its last day; refused where there is no such quarter.
    pub fn last_day(self) -> Result<Day, Invalid> {
        let month = i8::try_from(self.quarter).unwrap_or_default() * 3;
        let first = Day::new(self.year, month, 1).map_err(|_| Invalid::new("季度", "没有这一季度，请核对"))?;
        Ok(first.last_of_month())
    }
}

/// `2026年第三季度`
impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ordinal = ["一", "二", "三", "四"].get(usize::from(self.quarter).wrapping_sub(1)).unwrap_or(&"？");
        write!(f, "{}年第{ordinal}季度", self.year)
    }
}

/// One report that is owed, or was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarterlyReport {
    pub quarter: Quarter,
    pub limit: Limit,
    pub submitted: Option<Submission>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub on: Day,
    pub late: bool,
    /// to whom, in what form
    pub note: Text,
}

impl QuarterlyReport {
    pub fn is_owed(&self) -> bool {
        self.submitted.is_none()
    }
}

impl Institution {
    pub fn quarterly_report(&self, quarter: Quarter) -> Option<&QuarterlyReport> {
        self.quarterly_reports.iter().find(|report| report.quarter == quarter)
    }
}

/// 系统自动, on the first day after the quarter: ten working days by default.
pub(super) fn open(institution: &Institution, quarter: Quarter, today: Day) -> Result<InstitutionEvent, Refusal> {
    let end = quarter.last_day()?;
    if today <= end {
        return Err(Refusal::invalid("季度", format!("{quarter}尚未结束")).under(Clause::R4_7b));
    }
    if institution.quarterly_report(quarter).is_some() {
        return Err(Refusal::overtaken(format!("{quarter}的呈报已经列为时限")));
    }
    let rules = institution.regulation_on(today).ok_or_else(|| Refusal::invalid("参数", "尚未设置督办办法的参数"))?;
    let limit = institution.calendar.limit(end, rules.limit(LimitName::QuarterlyReport).days)?;
    Ok(InstitutionEvent::QuarterlyReportOpened { quarter, limit })
}

pub(super) fn submit(
    institution: &Institution,
    quarter: Quarter,
    on: Day,
    note: Text,
    today: Day,
) -> Result<InstitutionEvent, Refusal> {
    let report = institution.quarterly_report(quarter).ok_or_else(|| Refusal::no_such("季度呈报"))?;
    if !report.is_owed() {
        return Err(Refusal::overtaken(format!("{quarter}的呈报已经登记")));
    }
    if on > today || on <= quarter.last_day()? {
        let message = format!("呈报日期应在{quarter}结束以后、不晚于今天，请改正");
        return Err(Refusal::invalid("呈报日期", message).under(Clause::R4_7b));
    }
    Ok(InstitutionEvent::QuarterlyReportSubmitted { quarter, on, late: on > report.limit.due, note })
}

pub(super) fn evolve(institution: &mut Institution, event: &InstitutionEvent) {
    match event {
        InstitutionEvent::QuarterlyReportOpened { quarter, limit } => {
            let report = QuarterlyReport { quarter: *quarter, limit: limit.clone(), submitted: None };
            institution.quarterly_reports.push(report);
        }
        InstitutionEvent::QuarterlyReportSubmitted { quarter, on, late, note } => {
            let report = institution.quarterly_reports.iter_mut().find(|report| report.quarter == *quarter);
            if let Some(report) = report {
                report.submitted = Some(Submission { on: *on, late: *late, note: note.clone() });
            }
        }
        _ => {}
    }
}
