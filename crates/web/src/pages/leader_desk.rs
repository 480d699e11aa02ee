//! 批阅: what waits for the leader, each a card with the facts to decide on; then the matters in charge.

use askama::Template;

use super::{form::Fact, layout::Layout, light::Mark};

#[derive(Debug, Clone, Default)]
pub struct Card {
    /// e.g. `审批延期申请`, `请您阅示`.
    pub what: String,
    /// `待批 2 天`, `待阅 2 天`.
    pub mark: Mark,
    /// `代 王校长`, where it is another's.
    pub for_whom: String,
    /// Empty before registration.
    pub number: String,
    pub title: String,
    /// The matter, or the paper.
    pub matter_href: String,
    /// What has happened so far; empty where the paper says all.
    pub story_href: String,
    /// By whom and since when: `后勤保障处 万长青申请，学校办公室 2026-11-20 转呈`.
    pub by: String,
    /// What is needed to decide; long texts are shortened.
    pub facts: Vec<Fact>,
    pub act_label: String,
    pub act_href: String,
    /// To a 批示; empty where the act is one.
    pub instruct_href: String,
}

/// A matter in charge.
#[derive(Debug, Clone, Default)]
pub struct ChargeRow {
    pub href: String,
    pub number: String,
    pub title: String,
    pub stage: String,
    pub lead: String,
    pub mark: Mark,
    /// The limit by which the light goes.
    pub due: String,
    /// The beginning of the last report; empty where there is none.
    pub progress: String,
    /// `2026-11-20，完成 40%`.
    pub progress_on: String,
    /// `后勤保障处 报告进展`.
    pub next_step: String,
    /// Empty for what a leader owes.
    pub next_due: String,
    pub instruct_href: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "leader_desk.html")]
pub struct LeaderDeskPage {
    pub layout: Layout,
    pub today: String,
    pub cards: Vec<Card>,
    pub cards_total: u64,
    /// `我分管的事项`, `在办事项`.
    pub heading: String,
    pub matters: Vec<ChargeRow>,
    /// `共 37 项`.
    pub total: String,
    pub overdue: u64,
    pub overdue_href: String,
    pub near: u64,
    pub near_href: String,
    /// The same matters in the ledger.
    pub ledger_href: String,
    /// The same matters one a page.
    pub meeting_href: String,
    /// What the lights are called today.
    pub red: String,
    pub yellow: String,
}
