//! The unit's reports: 进展 in two clicks, and the closing report of annex 6 in five sections.

use askama::Template;
use documents::{forms::closing_report::HEADINGS, paper::Form};

use super::{act::ActForm, form::Fact, layout::Layout, matter::MatterHead};

/// 报告进展: `unchanged` is the one-click form 本期无变化; `report` is prefilled from the last report.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "progress.html")]
pub struct ProgressPage {
    pub layout: Layout,
    pub head: MatterHead,
    /// The period and its limit: `11 月，11 月 30 日前`; may be empty.
    pub period: String,
    /// The last report: day, percent and text; empty if there is none.
    pub last: Vec<Fact>,
    pub unchanged: ActForm,
    pub report: ActForm,
}

/// A section of the closing report, sent as `section1` … `section5`.
#[derive(Debug, Clone, Default)]
pub struct Section {
    pub text: String,
    /// What belongs here, or where it was prefilled from.
    pub hint: String,
}

/// 办结报告: the five sections, then what else the act needs (`form.fields`: attachments and the like).
#[derive(Debug, Clone, Default, Template)]
#[template(path = "closing_report.html")]
pub struct ClosingReportPage {
    pub layout: Layout,
    pub head: MatterHead,
    /// Requirements and target of the notice, and what a return asked for.
    pub asked: Vec<Fact>,
    pub sections: [Section; 5],
    pub form: ActForm,
    /// The report as it stands in the form.
    pub sheet: Form,
}

impl ClosingReportPage {
    /// How many lines the box of a section shows: the third, what was done, is the long one.
    pub fn lines(&self, number: &usize) -> u8 {
        if *number == 3 { 10 } else { 5 }
    }

    /// Number, heading and section, as the template walks them.
    pub fn numbered(&self) -> Vec<(usize, &'static str, &Section)> {
        HEADINGS
            .iter()
            .zip(&self.sections)
            .enumerate()
            .map(|(i, (heading, section))| (i + 1, *heading, section))
            .collect()
    }
}
