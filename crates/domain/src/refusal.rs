//! A refusal names its reason, its clause, and what would make the command acceptable. The same refusal disables the
//! button in the page, with its reason, and is the error body of the API.

use serde::{Deserialize, Serialize};

use crate::regulation::Clause;

/// Stable codes; the API's problem types are made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// the matter's stage does not allow this command
    IllegalTransition,
    /// this person may not do this here
    NotPermitted,
    /// something needed is not there; the fields are named
    Incomplete,
    /// a value does not make sense here; the field is named
    Invalid,
    /// what the command answers has been settled or replaced meanwhile
    Overtaken,
    /// nobody decides their own request
    OwnRequest,
    /// the matter has no such request, report, plan …
    NoSuchItem,
    /// a day after today, or before what it follows
    WrongDay,
    /// a back-dated or recorded act without scan or call note
    NeedsEvidence,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    pub reason: Reason,
    /// the clause that refuses; `None` where only common sense does
    pub clause: Option<Clause>,
    /// what is wrong, and what to do instead
    pub message: String,
    /// (field, what to mend), in form order
    pub fields: Vec<(String, String)>,
}

impl Refusal {
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, clause: None, message: message.into(), fields: Vec::new() }
    }

    pub fn under(mut self, clause: Clause) -> Self {
        self.clause = Some(clause);
        self
    }

    pub fn field(mut self, field: &str, what: impl Into<String>) -> Self {
        self.fields.push((field.to_owned(), what.into()));
        self
    }

    pub fn invalid(field: &str, what: impl Into<String>) -> Self {
        let what = what.into();
        Self::new(Reason::Invalid, what.clone()).field(field, what)
    }

    /// Something is missing: `(field, what to mend)` in form order.
    pub fn incomplete(clause: Clause, message: &str, fields: Vec<(String, String)>) -> Self {
        Self { reason: Reason::Incomplete, clause: Some(clause), message: message.to_owned(), fields }
    }

    pub fn overtaken(what: impl Into<String>) -> Self {
        Self::new(Reason::Overtaken, what)
    }

    pub fn no_such(what: &str) -> Self {
        Self::new(Reason::NoSuchItem, format!("本事项没有这一{what}，请刷新页面后再办"))
    }
}

impl From<crate::value::Invalid> for Refusal {
    fn from(invalid: crate::value::Invalid) -> Self {
        Self::invalid(&invalid.field, invalid.reason)
    }
}
