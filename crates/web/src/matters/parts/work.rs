//! 承办情况 (R4.4c, R4.4d): the plan in all its versions, sub-tasks, the calendar of reports, and which matter waits for which.

use domain::{
    matter::{
        Plan, PlanOutcome, SubTask,
        steps::{ReportDay, ReportState, report_days},
    },
    value::{MatterId, Text},
};

use crate::{
    matters::{look::Look, words::signed},
    pages::{
        matter::{PlanTable, ReportRow, StepRow, TaskRow, WaitsFor, Work},
        text::day,
    },
};

/// Days still to come that are not folded away.
const COMING_SHOWN: usize = 3;

pub fn work(look: &Look) -> Work {
    let plans = look.matter().plans.iter().rev().map(|plan| table(look, plan)).collect();
    let tasks = look.matter().sub_tasks.iter().map(|task| task_row(look, task)).collect();
    let days = report_days(look.matter(), look.today());
    let coming = days.iter().filter(|day| day.what == ReportState::Coming).count();
    let shown = days.len() - coming.saturating_sub(COMING_SHOWN);
    let mut reports: Vec<ReportRow> = days.into_iter().map(report_row).collect();
    let later = reports.split_off(shown);
    Work { plans, tasks, reports, later }
}

/// 须等待另一事项, and those that wait for this one.
pub fn waits_for(look: &Look) -> Vec<WaitsFor> {
    let link = |words: &str, (id, number, title): &(MatterId, String, String)| WaitsFor {
        words: words.to_owned(),
        href: format!("/matters/{id}"),
        title: format!("{number} {title}").trim().to_owned(),
    };
    let blocker = look.view.blocked_by.iter().map(|other| link("据最近的进展报告，本事项须等待：", other));
    let blocked = look.view.blocks.iter().map(|other| link("须等待本事项的：", other));
    blocker.chain(blocked).collect()
}

fn table(look: &Look, plan: &Plan) -> PlanTable {
    let submitted = signed(look, &plan.submitted);
    let (state, remark) = match &plan.outcome {
        None => ("待审核".to_owned(), String::new()),
        Some(PlanOutcome::Accepted(stamp, text)) => {
            let remark = text.as_ref().map(Text::to_string).unwrap_or_default();
            (format!("{} 同意", signed(look, stamp)), remark)
        }
        Some(PlanOutcome::Returned(stamp, reasons)) => (format!("{} 退回", signed(look, stamp)), reasons.to_string()),
        Some(PlanOutcome::Withdrawn(stamp)) => (format!("{} 撤回", signed(look, stamp)), String::new()),
    };
    let steps = plan.steps.iter().map(|step| StepRow {
        text: step.text.to_string(),
        owner: step.owner.as_ref().map(ToString::to_string).unwrap_or_default(),
        due: day(step.due),
    });
    PlanTable {
        heading: format!("工作计划第 {} 版", plan.version),
        state: format!("{submitted} 报送；{state}"),
        remark,
        final_due: plan.final_due.map(day).unwrap_or_default(),
        in_force: matches!(plan.outcome, None | Some(PlanOutcome::Accepted(..))),
        steps: steps.collect(),
    }
}

fn task_row(look: &Look, task: &SubTask) -> TaskRow {
    let state = match (&task.taken, &task.reported) {
        (Some((stamp, _)), _) => format!("{} 认可", signed(look, stamp)),
        (None, Some((stamp, _))) => format!("{} 报来，待认可", signed(look, stamp)),
        (None, None) if look.today() > task.due => "逾期未报".to_owned(),
        (None, None) => "办理中".to_owned(),
    };
    TaskRow {
        text: task.text.to_string(),
        owner: look.directory.owner_name(task.owner),
        due: day(task.due),
        state,
        said: task.reported.as_ref().map(|(_, text)| text.to_string()).unwrap_or_default(),
    }
}

fn report_row(report: ReportDay) -> ReportRow {
    let (state, class) = match report.what {
        ReportState::Done { on, late, unchanged, percent } => {
            let late = if late { "迟报" } else { "报告" };
            let percent = percent.map(|percent| format!("，完成 {}%", percent.get())).unwrap_or_default();
            let unchanged = if unchanged { "，本期无变化" } else { "" };
            (format!("{} {late}{percent}{unchanged}", day(on)), "is-done")
        }
        ReportState::Missed { owed: true } => ("未报告，请补报".to_owned(), "is-missed"),
        ReportState::Missed { owed: false } => ("未报告".to_owned(), "is-missed"),
        ReportState::Owed => ("本期应报告".to_owned(), "is-owed"),
        ReportState::Paused => ("暂缓中，停计".to_owned(), ""),
        ReportState::Coming => ("未到期".to_owned(), ""),
    };
    ReportRow { due: day(report.due), state, class: class.to_owned() }
}
