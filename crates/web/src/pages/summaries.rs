//! 通报与呈报: the list, one of them, the forms.

use askama::Template;

use super::{
    form::{Fact, Field, Problems},
    layout::Layout,
    panels::ActPanel,
    paper::PaperLink,
};

#[derive(Debug, Clone, Default)]
pub struct SummaryRow {
    pub href: String,
    pub title: String,
    /// `通报`, `呈报`.
    pub kind: String,
    /// `2026年第三季度`.
    pub period: String,
    pub stage: String,
    /// When it was published or submitted; may be empty.
    pub on: String,
    /// `2 家，已报告 1 家`; empty where nobody was ordered to explain.
    pub orders: String,
    pub withdrawn: bool,
    /// The visitor's unit is to look at its facts.
    pub mine: bool,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "summaries.html")]
pub struct SummariesPage {
    pub layout: Layout,
    pub heading: String,
    pub tabs: Vec<PaperLink>,
    pub rows: Vec<SummaryRow>,
    /// The visitor may draft one.
    pub begins: bool,
}

/// `一、总体情况`, with what stands under it.
#[derive(Debug, Clone, Default)]
pub struct PartShown {
    pub heading: String,
    pub text: Vec<String>,
    /// Of a table of figures; empty where there is none.
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Default)]
pub struct NamedUnit {
    pub name: String,
    pub facts: Vec<String>,
    /// What it is ordered to; may be empty.
    pub order: String,
    /// `待报告`, `已认可` …; empty before it is published.
    pub state: String,
    /// What it said before it was published.
    pub remarks: Vec<String>,
    pub answers: Vec<AnswerLine>,
}

#[derive(Debug, Clone, Default)]
pub struct AnswerLine {
    pub by: String,
    pub late: bool,
    pub causes: String,
    pub measures: String,
    /// Why it was returned; may be empty.
    pub returned: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "summary.html")]
pub struct SummaryPage {
    pub layout: Layout,
    pub title: String,
    pub stage: String,
    pub clause: String,
    pub facts: Vec<Fact>,
    /// Withdrawn, sent back: to be known first.
    pub notes: Vec<String>,
    pub to: String,
    pub opening: String,
    pub parts: Vec<PartShown>,
    pub named: Vec<NamedUnit>,
    /// Before it is published, for a unit that it names.
    pub only_facts: bool,
    pub closing: Vec<String>,
    /// Addresses; empty where there is nothing.
    pub paper: String,
    pub edit: String,
    pub scan: String,
    pub acts: Vec<ActPanel>,
    pub problems: Problems,
}

/// Fields that belong together, with the table that goes with them.
#[derive(Debug, Clone, Default)]
pub struct FieldGroup {
    pub legend: String,
    pub hint: String,
    pub fields: Vec<Field>,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "summary_edit.html")]
pub struct SummaryEditPage {
    pub layout: Layout,
    pub heading: String,
    pub action: String,
    pub command_id: String,
    /// Of the text that is being changed.
    pub version: String,
    pub groups: Vec<FieldGroup>,
    pub problems: Problems,
    pub cancel: String,
}
