//! 季度呈报: what the report of a quarter says about, by when it is owed, and the form that notes its submission.

use askama::Template;

use super::{directory::SmallForm, form::Fact, layout::Layout};

#[derive(Debug, Clone, Default, Template)]
#[template(path = "quarterly.html")]
pub struct QuarterlyPage {
    pub layout: Layout,
    /// e.g. `2026年第三季度`.
    pub quarter: String,
    pub clause: String,
    pub facts: Vec<Fact>,
    /// What the report says about, point by point.
    pub contents: Vec<String>,
    /// The draft that the record gives.
    pub draft: String,
    /// None once it was submitted.
    pub form: Option<SmallForm>,
}
