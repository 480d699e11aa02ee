//! 按今日交办测算: the due date that a proposal's limit would give, with its arithmetic.

use domain::{
    calendar::{WorkCalendar, weekday},
    matter::LimitRule,
    regulation::{LimitName, Regulation},
    value::Day,
};

use crate::{Actor, App, Denied, not_set_up};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitPreview {
    /// none where the plan will fix it
    pub due: Option<Day>,
    pub provisional: bool,
    /// the sentence, beginning with 按今日交办测算
    pub explained: String,
}

impl App {
    /// `from` = the day of dispatch; today where nothing is said. It says nothing of any matter: anybody may ask.
    pub async fn limit_preview(&self, _: &Actor, limit: LimitRule, from: Option<Day>) -> Result<LimitPreview, Denied> {
        let institution = self.institution().await?;
        let from = from.unwrap_or_else(|| self.today());
        let regulation = institution.regulation_on(from).ok_or_else(not_set_up)?;
        preview(&institution.calendar, regulation, limit, from, from == self.today())
    }
}

/// A day that somebody chooses as a limit: which weekday, how many working days away, and whether it is one.
pub fn explained_day(calendar: &WorkCalendar, today: Day, due: Day) -> String {
    let weekday = weekday(due);
    if due <= today {
        return format!("{due}（{weekday}）不晚于今天");
    }
    // More than anybody sets; beyond it counting would only take time.
    if due.year() > today.year() + 5 {
        return format!("{due}（{weekday}）");
    }
    let days = calendar.days_left(today, due);
    let status = calendar.status(due);
    let off = match status {
        _ if status.is_working() => String::new(),
        _ if status.name().is_empty() => "，这一天不上班".to_owned(),
        _ => format!("，这一天{}放假", status.name()),
    };
    let provisional = (today.year()..=due.year()).any(|year| !calendar.announced(year));
    let said = if provisional { "（暂定：放假安排尚未全部公布）" } else { "" };
    format!("{due}（{weekday}），自今日次日起共 {days} 个工作日{off}{said}")
}

/// How a kept limit was found, told again: by the calendar of today where it still gives the same day.
pub fn explained_limit(calendar: &WorkCalendar, due: Day, counted: Option<(Day, u32)>) -> String {
    let Some((from, days)) = counted else { return String::new() };
    match calendar.limit(from, days) {
        Ok(limit) if limit.due == due => limit.explained,
        _ => format!("{from} 起算，次日起 {days} 个工作日，按当时的工作日历 → {due}"),
    }
}

fn preview(
    calendar: &WorkCalendar,
    regulation: &Regulation,
    limit: LimitRule,
    from: Day,
    today: bool,
) -> Result<LimitPreview, Denied> {
    let lead = if today { "按今日交办测算：".to_owned() } else { format!("按 {from} 交办测算：") };
    match limit {
        LimitRule::Standard => {
            let limit = calendar.limit(from, regulation.limit(LimitName::Complete).days)?;
            let provisional = !limit.provisional.is_empty();
            Ok(LimitPreview { due: Some(limit.due), provisional, explained: lead + &limit.explained })
        }
        LimitRule::Explicit(due) if due <= from => {
            let explained = format!("办结时限 {due} 不晚于交办之日，请改正");
            Ok(LimitPreview { due: Some(due), provisional: false, explained })
        }
        LimitRule::Explicit(due) => {
            let days = calendar.days_left(from, due);
            let provisional = (from.year()..=due.year()).any(|year| !calendar.announced(year));
            let said = if provisional { "（暂定：放假安排尚未全部公布）" } else { "" };
            Ok(LimitPreview {
                due: Some(due),
                provisional,
                explained: format!("{lead}至 {due} 共 {days} 个工作日{said}"),
            })
        }
        LimitRule::ByPlan => {
            let plan = calendar.limit(from, regulation.limit(LimitName::WorkPlan).days)?;
            let explained =
                format!("{lead}{}前报送工作计划，办结时限以审核同意的计划为准（{}）", plan.due, plan.explained);
            Ok(LimitPreview { due: None, provisional: !plan.provisional.is_empty(), explained })
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_chosen_day_is_told_with_its_working_days() {
        let calendar = WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap();
        let told = |due| explained_day(&calendar, date(2026, 9, 29), due);
        assert_eq!(told(date(2026, 9, 30)), "2026-09-30（星期三），自今日次日起共 1 个工作日");
        assert_eq!(told(date(2026, 10, 2)), "2026-10-02（星期五），自今日次日起共 1 个工作日，这一天国庆节放假");
        assert_eq!(told(date(2026, 10, 17)), "2026-10-17（星期六），自今日次日起共 9 个工作日，这一天不上班");
        assert_eq!(told(date(2026, 9, 29)), "2026-09-29（星期二）不晚于今天");
        assert!(told(date(2031, 1, 6)).contains("暂定"));
        assert_eq!(told(date(9999, 12, 31)), "9999-12-31（星期五）");
    }

    #[test]
    fn a_kept_limit_is_told_as_it_was_found() {
        let calendar = WorkCalendar::parse(include_str!("../../../../regulation/cn-workdays.csv")).unwrap();
        let from = date(2026, 9, 30);
        let due = calendar.limit(from, 10).unwrap().due;
        assert!(explained_limit(&calendar, due, Some((from, 10))).contains("跳过"));
        let other = explained_limit(&calendar, date(2026, 12, 1), Some((from, 10)));
        assert!(other.contains("按当时的工作日历"), "{other}");
        assert_eq!(explained_limit(&calendar, due, None), "");
    }
}
