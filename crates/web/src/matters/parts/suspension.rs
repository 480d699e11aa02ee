//! 暂缓中: what the matter waits for, since when, by whose decision, and when it is expected to go on.

use domain::{
    duty::DutyKind,
    matter::{Decision, Stage, Suspension},
    value::Day,
};

use crate::{
    matters::{look::Look, words::signed},
    pages::text::day,
};

/// The day by which the Office reviews it.
pub fn expected_end(look: &Look) -> Option<Day> {
    let suspended = look.matter().stage == Stage::Suspended;
    look.matter().duties.open(DutyKind::ReviewSuspension).map(|duty| duty.due).max().filter(|_| suspended)
}

pub fn is_past(look: &Look) -> bool {
    expected_end(look).is_some_and(|end| look.today() > end)
}

/// Empty where the matter is not suspended.
pub fn words(look: &Look) -> String {
    let Some(end) = expected_end(look) else { return String::new() };
    let granted = |suspension: &&Suspension| matches!(suspension.outcome, Some(Decision::Granted { .. }));
    let Some(newest) = look.matter().suspensions.iter().rev().find(granted) else { return String::new() };
    let decided = match &newest.outcome {
        Some(Decision::Granted { stamp, .. }) => format!("{} 批准", signed(look, stamp)),
        _ => String::new(),
    };
    let then = if look.today() > end {
        format!("已过预计恢复日期 {}，须由{}复核：恢复、延长或终止。", day(end), look.directory.office_name())
    } else {
        format!("预计 {} 恢复，届时由{}复核。", day(end), look.directory.office_name())
    };
    let reason = newest.reason.as_str().trim_end_matches('。');
    format!("暂缓中：{}。{reason}（{decided}）。{then}承办单位的时限停计，不催办。", newest.cause.label())
}
