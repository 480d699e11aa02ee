//! The form of an act: one struct and one template for all commands that need nothing special.

use askama::Template;
use documents::paper::Form;

use super::{
    form::{Choice, Fact, Field, FileRow, Problems},
    layout::Layout,
    matter::{Entry, MatterHead},
};

/// A button that sends the form; `name`/`value` tell which one was pressed when there are several.
#[derive(Debug, Clone, Default)]
pub struct Submit {
    pub label: String,
    pub name: String,
    pub value: String,
    /// Asked before it is sent, for what cannot be undone; the page needs no script for it to work.
    pub asks: String,
}

impl Submit {
    pub fn new(label: &str) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    pub fn named(label: &str, name: &str, value: &str) -> Self {
        Self { label: label.into(), name: name.into(), value: value.into(), ..Self::default() }
    }

    pub fn asking(self, asks: &str) -> Self {
        Self { asks: asks.into(), ..self }
    }
}

/// 代录: what was done on paper or by telephone, written down for the one who did it.
/// Sends `recorded=1`, `occurred_on`, `principal`, `manner` (`paper` or `call`), `evidence` (file), `call_note`.
#[derive(Debug, Clone, Default)]
pub struct OnPaper {
    pub on: bool,
    pub occurred_on: String,
    /// The latest day allowed: today.
    pub today: String,
    /// `决定人`, `签收人`, …
    pub principal_label: String,
    pub principals: Vec<Choice>,
    /// `paper` or `call`.
    pub manner: String,
    pub call_note: String,
    pub staged: Vec<FileRow>,
}

/// 起草: who has prepared what stands in the form, for another to sign.
#[derive(Debug, Clone, Default)]
pub struct DraftNote {
    /// `由 李文博（教务处） 于 2026-11-03 10:12 起草，待单位负责人签发。`
    pub text: String,
    /// `吴刚退回：请写明措施`; empty unless it was returned.
    pub returned: String,
    pub files: Vec<FileRow>,
}

/// The form of one act.
#[derive(Debug, Clone, Default)]
pub struct ActForm {
    /// Where it is posted.
    pub action: String,
    /// Sent as `command_id`: a double click acts once.
    pub command_id: String,
    pub title: String,
    /// The clause in words, or `学校办公室设定`.
    pub clause: String,
    /// What the act does and what follows, in one or two sentences.
    pub explanation: String,
    /// What has to be there first; while anything is, the button stays but the list is on top.
    pub missing: Vec<String>,
    /// What to keep in view while filling in: requirements, target, the request to be decided.
    pub context: Vec<Fact>,
    pub fields: Vec<Field>,
    pub problems: Problems,
    /// Files already received with an earlier try; sent back as `staged`.
    pub staged: Vec<FileRow>,
    /// Whose draft stands in the form.
    pub draft: Option<DraftNote>,
    /// For the office: fold-out to record what was done on paper.
    pub on_paper: Option<OnPaper>,
    pub submits: Vec<Submit>,
    /// Back to the matter.
    pub cancel: String,
}

impl ActForm {
    /// Whether it has to be sent as multipart: it has a file field or may take a scan.
    pub fn multipart(&self) -> bool {
        self.on_paper.is_some() || self.fields.iter().any(Field::is_file)
    }
}

/// 事项情况, beside what is to be decided.
#[derive(Debug, Clone, Default)]
pub struct Record {
    pub texts: Vec<Fact>,
    pub facts: Vec<Fact>,
    /// The latest first.
    pub timeline: Vec<Entry>,
}

/// One act on one matter; what will be issued is shown below if it issues a paper.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "act.html")]
pub struct ActPage {
    pub layout: Layout,
    pub head: MatterHead,
    pub form: ActForm,
    /// For those who decide: the matter's record.
    pub record: Option<Record>,
    /// The paper that the act issues, for acts that issue one.
    pub preview: Option<Form>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::form::Kind;

    #[test]
    fn a_form_with_a_file_is_multipart() {
        let mut form =
            ActForm { fields: vec![Field::new("text", "情况", Kind::Area { rows: 4 })], ..ActForm::default() };
        assert!(!form.multipart());
        form.fields.push(Field::new("file", "附件", Kind::File { many: true }));
        assert!(form.multipart());
        form.fields.clear();
        form.on_paper = Some(OnPaper::default());
        assert!(form.multipart());
    }
}
