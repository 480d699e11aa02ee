//! What is proposed to the clerk: one task, with where each part of it stands and every doubt.

use std::ops::Range;

use domain::value::{Day, UnitId};
use serde::{Deserialize, Serialize};

use crate::units::{How, Mention};

/// One task of a document or a ledger. Travels between processes as JSON: what comes back is equal. The command line gives
/// its [`line`](Candidate::line); places and matches are for the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// as printed, with its outer levels: 一（一）3
    pub clause_no: String,
    pub title: String,
    pub content: String,
    pub lead_units: Vec<String>,
    pub co_units: Vec<String>,
    /// 各学院, 有关部门: only the clerk can say who that is
    pub collective_units: Vec<String>,
    /// as written
    pub deadline_text: String,
    pub deadline: Option<Day>,
    pub deadline_kind: DeadlineKind,
    /// of a ledger or of a document's table, from 1
    pub row: Option<u32>,
    pub doubts: Vec<String>,
    #[serde(default)]
    pub origin: Origin,
    #[serde(default)]
    pub lead: Lead,
    #[serde(default)]
    pub matches: Vec<Matched>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    Date,
    #[default]
    None,
    Ongoing,
    Ambiguous,
}

/// How sure it is who leads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    /// nobody is named
    #[default]
    Nobody,
    /// one unit is named
    Named,
    /// several units and no 牵头: the first is proposed
    FirstIsGuessed,
    /// 并列牵头: one matter each, or one lead and the others beside it
    Several,
}

/// Where each field stands in the document's text. Empty where it stands nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub title: Range<usize>,
    pub content: Range<usize>,
    pub units: Vec<Range<usize>>,
    pub deadline: Range<usize>,
    /// units or limit were set for several clauses together
    pub inherited: bool,
}

/// One name and the unit of the directory that it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    pub name: String,
    pub unit: Option<UnitId>,
    pub how: How,
}

impl From<&Mention> for Matched {
    fn from(mention: &Mention) -> Self {
        Self { name: mention.name.clone(), unit: mention.unit, how: mention.how }
    }
}

/// What the command line gives of a candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line<'c> {
    clause_no: &'c str,
    title: &'c str,
    content: &'c str,
    lead_units: &'c [String],
    co_units: &'c [String],
    collective_units: &'c [String],
    deadline_text: &'c str,
    deadline: Option<Day>,
    deadline_kind: DeadlineKind,
    row: Option<u32>,
    doubts: &'c [String],
}

impl Candidate {
    /// Without places and matches, which nobody reads on a screen of text.
    pub fn line(&self) -> Line<'_> {
        Line {
            clause_no: &self.clause_no,
            title: &self.title,
            content: &self.content,
            lead_units: &self.lead_units,
            co_units: &self.co_units,
            collective_units: &self.collective_units,
            deadline_text: &self.deadline_text,
            deadline: self.deadline,
            deadline_kind: self.deadline_kind,
            row: self.row,
            doubts: &self.doubts,
        }
    }

    pub fn doubt(&mut self, doubt: impl Into<String>) {
        let doubt = doubt.into();
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }
}
