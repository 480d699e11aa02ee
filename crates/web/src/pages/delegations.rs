//! 代签授权: what I gave, what I was given, and the form to give.

use askama::Template;

use super::{directory::SmallForm, layout::Layout};

#[derive(Debug, Clone, Default)]
pub struct DelegationRow {
    pub principal: String,
    pub deputy: String,
    /// `2026-11-24 至 2026-12-10`; `自 2026-11-24` where it was taken back on or before that day.
    pub period: String,
    /// `生效中`, `未开始`, `已结束`, `已收回`.
    pub state: String,
    pub runs: bool,
    /// Where it is ended; empty where it has ended, or is somebody else's.
    pub end: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "delegations.html")]
pub struct DelegationsPage {
    pub layout: Layout,
    pub given: Vec<DelegationRow>,
    pub received: Vec<DelegationRow>,
    /// Everybody's, for the security administrator.
    pub all: Vec<DelegationRow>,
    pub oversees: bool,
    /// None for those who sign nothing.
    pub form: Option<SmallForm>,
}
