//! 按今日交办测算: the due date that a proposal's limit would give, with its arithmetic.

use domain::{
    calendar::WorkCalendar,
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
