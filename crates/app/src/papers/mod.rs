//! From a matter's record to what stands on its papers (annexes 1–7, the letter of R4.5d): one file a paper, facts for
//! `documents` out. What an issued paper said is read from the record as it stood then, whatever has changed since.

mod batch;
mod closing_report;
mod compose;
mod discipline_letter;
mod extension;
mod flow;
pub(crate) mod kept;
mod letter;
mod newest;
pub mod notice;
mod package;
pub mod past;
pub(crate) mod period;
mod press;
mod registers;
mod urging;
mod words;

pub use batch::NOTICES_MOST;
pub use closing_report::{closing_report, draft as closing_report_draft};
pub use compose::{Copies, compose, notices, organ};
pub use discipline_letter::discipline_letter;
pub(crate) use discipline_letter::told_of_record;
pub use extension::{draft as extension_draft, extension};
pub use flow::flow;
pub use kept::KeptPaper;
pub use letter::letter;
pub use newest::{blank, file_name, newest};
pub use press::{Press, Printed, Unprinted};
pub use urging::{draft as urging_draft, urging};
pub use words::{day_cn, manner, nth_urging};

use documents::{
    Paper,
    paper::{Logo, Sheet},
};
use domain::{
    matter::{Entry, Matter},
    value::{Day, Picture, Sealed, UnitId},
};

use crate::names::Names;

/// A matter, and how things are called, for whoever lays out its papers.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// as it stands now
    pub matter: &'a Matter,
    /// its whole record
    pub timeline: &'a [Entry],
    pub names: &'a Names,
    /// written out; empty before registration
    pub number: &'a str,
    /// the telephone of a unit's contact, as whoever reads the paper may see it
    pub telephone: &'a dyn Fn(UnitId, &Sealed) -> String,
}

impl Names {
    /// Whose papers they are: `湖北工业大学学校办公室`.
    pub fn author(&self) -> String {
        format!("{}{}", self.institution_name(), self.office_name())
    }

    /// A file of the institution, with its logo.
    pub fn paper(&self, title: String, on: Option<Day>, sheets: Vec<Sheet>) -> Paper {
        Paper { title, author: self.author(), on, logo: self.institution.logo.as_ref().map(printed), sheets }
    }
}

fn printed(picture: &Picture) -> Logo {
    let (width, height) = picture.size();
    Logo { png: picture.bytes().to_vec(), width, height }
}

impl Facts<'_> {
    fn title(&self) -> &str {
        self.matter.proposal.as_ref().map_or("", |proposal| proposal.title.as_str())
    }

    fn lead(&self, then: &Matter) -> String {
        then.lead().map(|unit| self.names.unit_name(unit).to_owned()).unwrap_or_default()
    }

    /// Words of the parameters, with the names filled in.
    fn form_title(&self, of: impl Fn(&domain::regulation::PaperRules) -> &String) -> String {
        self.names.rules().map(|rules| self.names.fill(of(&rules.papers))).unwrap_or_default()
    }

    fn notes(&self, of: impl Fn(&domain::regulation::PaperRules) -> &String) -> Vec<String> {
        self.form_title(of).lines().map(str::to_owned).collect()
    }
}

impl std::fmt::Debug for Facts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facts").field("number", &self.number).finish_non_exhaustive()
    }
}
