//! One of a matter's papers as it stands today: the newest of its kind, or the one that is named; and the blank forms.

use documents::{
    Paper,
    forms::{
        archive_register, closing_report::ClosingReport, extension::ExtensionRequest, flow, notice::Notice,
        registration_register, urging::UrgingSheet,
    },
    paper::{Form, Sheet},
};
use domain::{
    matter::{PaperKind, PaperRef},
    regulation::Regulation,
    value::{MatterId, Picture},
};

use super::{Copies, Facts, compose, letter, notices, printed};
use crate::{App, Denied, ask::whole_view};

impl App {
    /// A paper of a matter, telephones in full: for a command of the program. `None` where it has not gone out. A letter is the
    /// one that went to the discipline office with the last second urging, else a 督办函 to the lead unit.
    pub async fn newest_paper(
        &self,
        matter: MatterId,
        kind: PaperKind,
        about: Option<u32>,
    ) -> Result<Option<Paper>, Denied> {
        let keys = self.store().keys().clone();
        let view = self.read(move |read| whole_view(read, matter, &keys)).await?;
        Ok(view.as_of(u32::MAX, |facts| newest(facts, kind, about)))
    }
}

/// The newest paper of a kind, or that which `about` names.
pub fn newest(facts: &Facts, kind: PaperKind, about: Option<u32>) -> Option<Paper> {
    let matter = facts.matter;
    let last = match kind {
        PaperKind::Notice => return notices(facts),
        PaperKind::Flow => Some(0),
        PaperKind::Extension => matter.extensions.last().map(|one| one.id),
        PaperKind::Urging => matter.urgings.last().map(|one| one.id),
        PaperKind::ClosingReport => matter.reports.last().map(|one| one.id),
        PaperKind::DisciplineLetter => matter.urgings.iter().rev().find(|one| one.copied).map(|one| one.id),
    };
    match (kind, about.or(last)) {
        (PaperKind::DisciplineLetter, None) => letter(facts),
        (_, about) => compose(facts, PaperRef { kind, about: about?, unit: None }, Copies::Two),
    }
}

/// The blank form of an annex, `1` to `7`. In: the parameters that name it, the logo of the institution.
pub fn blank(rules: &Regulation, logo: Option<&Picture>, annex: u8) -> Option<Paper> {
    let institution = rules.institution.name.as_str();
    let fill = |words: &str| domain::regulation::named(words, institution, &rules.institution);
    let papers = &rules.papers;
    let notes = |words: &str| fill(words).lines().map(str::to_owned).collect::<Vec<_>>();
    let form = |form: Form| (form.title.clone(), Sheet::Form(form));
    let register = |register: documents::paper::Register| (register.title.clone(), Sheet::Register(register));
    let (title, sheet) = match annex {
        1 => form(flow::chart(institution, &fill(&papers.flow), ("", ""), &[])),
        2 => {
            let rows = vec![registration_register::Registration::default(); BLANK_ROWS];
            register(registration_register::register(&fill(&papers.registration_register), "", &rows, ""))
        }
        3 => form(
            Notice {
                form_title: fill(&papers.notice),
                notes: notes(&papers.notice_notes),
                office: format!("{}{}", rules.institution.office, papers.seal),
                ..Notice::default()
            }
            .form(""),
        ),
        4 => form(ExtensionRequest { form_title: fill(&papers.extension), ..ExtensionRequest::default() }.form()),
        5 => form(
            UrgingSheet {
                form_title: fill(&papers.urging),
                notes: notes(&papers.urging_notes),
                ..UrgingSheet::default()
            }
            .form(""),
        ),
        6 => form(ClosingReport { form_title: fill(&papers.closing_report), ..ClosingReport::default() }.form()),
        7 => {
            let rows = vec![archive_register::Filed::default(); BLANK_ROWS];
            register(archive_register::register(&fill(&papers.archive_register), "", &rows, ""))
        }
        _ => return None,
    };
    Some(Paper {
        title,
        author: format!("{institution}{}", rules.institution.office),
        on: Some(rules.in_force),
        logo: logo.map(printed),
        sheets: vec![sheet],
    })
}

const BLANK_ROWS: usize = 12;

/// What a paper is called as a file: `督办事项通知单 督办〔2026〕12号.pdf`.
pub fn file_name(paper: &Paper, ending: &str) -> String {
    let clean: String =
        paper.title.chars().map(|c| if "/\\:*?\"<>|".contains(c) || c.is_control() { '_' } else { c }).collect();
    format!("{clean}.{ending}")
}
