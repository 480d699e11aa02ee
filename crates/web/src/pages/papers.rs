//! 登记表与公文: what can be laid out of a period, and the blank forms.

use askama::Template;

use super::{
    form::{Field, Problems},
    layout::Layout,
    paper::PaperLink,
};

/// Asks for the period of one kind of paper.
#[derive(Debug, Clone, Default)]
pub struct PaperForm {
    /// What its fields are called apart by on the page.
    pub scope: String,
    pub title: String,
    pub explanation: String,
    pub action: String,
    pub fields: Vec<Field>,
    pub problems: Problems,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "papers.html")]
pub struct PapersPage {
    pub layout: Layout,
    pub forms: Vec<PaperForm>,
    pub blanks: Vec<PaperLink>,
}
