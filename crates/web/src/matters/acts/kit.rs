//! The pieces that the forms of acts are made of.

use documents::{forms::notice::Notice, paper::Form};
use domain::matter::CommandKind;

use crate::pages::{
    act::{ActForm, Submit},
    form::{Fact, Field, Kind},
};

/// The form of an act, with what it issues.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    pub form: ActForm,
    /// the paper that it issues
    pub preview: Option<Form>,
}

impl From<ActForm> for Drawn {
    fn from(form: ActForm) -> Self {
        Self { form, ..Self::default() }
    }
}

/// What the act does, and the fields it asks for.
pub fn form(explanation: impl Into<String>, fields: Vec<Field>) -> ActForm {
    ActForm { explanation: explanation.into(), fields, ..ActForm::default() }
}

/// A request that is granted or refused in one form: the first button grants.
pub fn decision(explanation: &str, context: Vec<Fact>, fields: Vec<Field>, grant: &str, refuse: &str) -> ActForm {
    let submits = vec![Submit::named(grant, "decision", "grant"), Submit::named(refuse, "decision", "refuse")];
    ActForm { context, submits, ..form(explanation, fields) }
}

/// A text that is needed.
pub fn text(name: &str, label: &str) -> Field {
    Field::new(name, label, Kind::Area { rows: 4 }).required()
}

/// A text that may be left out.
pub fn remark(name: &str, label: &str) -> Field {
    Field::new(name, label, Kind::Area { rows: 3 }).hint("可不填。")
}

/// A day that becomes a limit.
pub fn day(name: &str, label: &str) -> Field {
    Field::new(name, label, Kind::Date).half().explained()
}

pub fn files(label: &str) -> Field {
    Field::new("file", label, Kind::File { many: true })
}

/// An act that issues the notice anew shows it first; the second button draws it again from what is typed.
pub fn with_preview(mut form: ActForm, kind: CommandKind, preview: Option<Notice>) -> Drawn {
    if preview.is_some() {
        form.submits = vec![button(kind), Submit::named("更新预览", "preview", "1")];
    }
    Drawn { form, preview: preview.map(|notice| notice.form("")) }
}

/// The button of an act where it has only one.
pub fn button(kind: CommandKind) -> Submit {
    Submit::new(kind.label())
}
