//! 问责移送: the list, with what the record suggests, and one of them.

use askama::Template;

use super::{
    form::{Fact, Problems},
    layout::Layout,
    panels::ActPanel,
};

#[derive(Debug, Clone, Default)]
pub struct ReferralRow {
    pub href: String,
    pub unit: String,
    /// the matter
    pub title: String,
    /// may be empty
    pub number: String,
    /// the ground, in the regulation's own words
    pub ground: String,
    pub stage: String,
    /// of what stands there: `请于2026年10月20日前说明`
    pub date: String,
}

/// What the record shows, and nobody has taken up.
#[derive(Debug, Clone, Default)]
pub struct SuggestedRow {
    pub unit: String,
    pub title: String,
    pub matter: String,
    pub number: String,
    pub clause: String,
    pub ground: String,
    pub why: String,
    /// the form, filled in
    pub begin: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "referrals.html")]
pub struct ReferralsPage {
    pub layout: Layout,
    pub rows: Vec<ReferralRow>,
    pub suggested: Vec<SuggestedRow>,
    /// `提请问责移送`, `立卷`; empty for those who begin none
    pub begin: String,
}

/// A heading and what somebody wrote under it.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub heading: String,
    /// `2026年10月12日 何嘉明`; may be empty
    pub by: String,
    pub text: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "referral.html")]
pub struct ReferralPage {
    pub layout: Layout,
    pub heading: String,
    pub stage: String,
    pub clause: String,
    pub facts: Vec<Fact>,
    pub said: Vec<Said>,
    /// addresses; empty where the visitor may not go
    pub matter: String,
    pub letter: String,
    pub list: String,
    pub acts: Vec<ActPanel>,
    pub problems: Problems,
}
