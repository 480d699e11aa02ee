//! The chain of urgings (R4.5c, R4.5d): how many before it escalates, who is told at which step, within how many days, in
//! which words.

use serde::{Deserialize, Serialize};

use crate::duty::DutyKind;

/// Steps are counted from 1 (催办), 2 (二次催办) …; 0 means never.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrgingRules {
    /// 抄送纪委、监察专员办公室, in the same act; from here on only the office head issues
    pub copies_discipline_from: u32,
    /// the leader in charge is told
    #[serde(default = "first")]
    pub tells_leader_from: u32,
    /// 主要校领导 are told
    #[serde(default)]
    pub tells_principals_from: u32,
    /// working days that a proposed urging allows
    #[serde(default = "five")]
    pub interval: u32,
    /// 催办内容 of a first urging as proposed; see [`UrgingRules::text`]
    #[serde(default = "wording")]
    pub wording: String,
    /// … and of every further one
    #[serde(default = "wording_again")]
    pub wording_again: String,
}

/// What the wording of an urging may name.
#[derive(Debug, Clone, Copy)]
pub struct UrgingWords<'a> {
    pub nth: u32,
    pub title: &'a str,
    /// 办结, 补办, 重办 or 工作计划
    pub missed: DutyKind,
    /// the limit that has passed
    pub old_due: &'a str,
    pub days_past: u32,
    /// the new limit
    pub due: &'a str,
}

impl UrgingRules {
    /// The wording with `{次序}`, `{事项}`, `{时限名称}`, `{原时限}`, `{逾期天数}`, `{限期}` and `{应报送}` filled in; anything else
    /// stands as written.
    pub fn text(&self, words: UrgingWords<'_>) -> String {
        let wording = if words.nth > 1 { &self.wording_again } else { &self.wording };
        let (limit, report) = match words.missed {
            DutyKind::WorkPlan => ("报送工作计划的时限", "工作计划"),
            DutyKind::Supplement => ("补办时限", "办结报告"),
            DutyKind::Redo => ("重办时限", "办结报告"),
            _ => ("办结时限", "办结报告"),
        };
        wording
            .replace("{时限名称}", limit)
            .replace("{应报送}", report)
            .replace("{次序}", &words.nth.to_string())
            .replace("{事项}", words.title)
            .replace("{原时限}", words.old_due)
            .replace("{逾期天数}", &words.days_past.to_string())
            .replace("{限期}", words.due)
    }
}

fn first() -> u32 {
    1
}

fn five() -> u32 {
    5
}

fn wording() -> String {
    "“{事项}”的{时限名称}为{原时限}，至今已逾期 {逾期天数} 个工作日。请抓紧办理，于{限期}前落实并报送{应报送}。"
        .to_owned()
}

fn wording_again() -> String {
    "“{事项}”的{时限名称}为{原时限}，至今已逾期 {逾期天数} 个工作日，经催办仍未落实。现第 {次序} 次催办，请于{限期}前落实并报送{应报送}。"
        .to_owned()
}
