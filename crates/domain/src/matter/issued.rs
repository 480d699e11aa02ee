//! Which papers an act issues, or says anew (annexes 1, 3–6; the letter of R4.5d). What went out is kept as it went out; an act
//! that changes what a paper says brings about another edition of it.

use super::{Fact, Matter, Withdrawable};
use crate::value::UnitId;

/// A paper that goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PaperKind {
    /// 督办事项通知单
    Notice,
    /// 延期申请单
    Extension,
    /// 催办单
    Urging,
    /// 抄送函
    DisciplineLetter,
    /// 办结报告
    ClosingReport,
    /// 流程图 as lived
    Flow,
}

/// One of a matter's papers, in whatever edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PaperRef {
    pub kind: PaperKind,
    /// version of the notice; number of the request, urging or report; 0 for the chart
    pub about: u32,
    /// whose notice
    pub unit: Option<UnitId>,
}

impl PaperKind {
    pub const ALL: &[PaperKind] = &[
        PaperKind::Notice,
        PaperKind::Extension,
        PaperKind::Urging,
        PaperKind::DisciplineLetter,
        PaperKind::ClosingReport,
        PaperKind::Flow,
    ];

    pub fn code(self) -> &'static str {
        match self {
            PaperKind::Notice => "notice",
            PaperKind::Extension => "extension",
            PaperKind::Urging => "urging",
            PaperKind::DisciplineLetter => "discipline_letter",
            PaperKind::ClosingReport => "closing_report",
            PaperKind::Flow => "flow",
        }
    }

    pub fn from_code(code: &str) -> Option<PaperKind> {
        PaperKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            PaperKind::Notice => "督办事项通知单",
            PaperKind::Extension => "督办事项延期申请单",
            PaperKind::Urging => "督办事项催办单",
            PaperKind::DisciplineLetter => "抄送函",
            PaperKind::ClosingReport => "督办事项办结报告",
            PaperKind::Flow => "督办工作流程图",
        }
    }
}

/// In: what was done, and the matter after it. A matter taken over from paper (补录) has its papers on paper.
pub fn issued(fact: &Fact, after: &Matter) -> Vec<PaperRef> {
    let one = |kind, about| vec![PaperRef { kind, about, unit: None }];
    let last = |kind, last: Option<u32>| last.map(|about| one(kind, about)).unwrap_or_default();
    match fact {
        Fact::Dispatched { .. }
        | Fact::Transferred { .. }
        | Fact::CoUnitAdded { .. }
        | Fact::CoUnitRemoved { .. }
        | Fact::Amended { .. }
        | Fact::DueCorrected { .. }
        | Fact::Recalculated { .. } => after.present_units().map(|unit| notice(after, unit.assignment.unit)).collect(),
        Fact::Signed { unit } | Fact::DeemedSigned { unit, .. } => vec![notice(after, *unit)],
        Fact::ExtensionRequested { .. } => last(PaperKind::Extension, after.extensions.last().map(|one| one.id)),
        Fact::ExtensionGranted { extension, .. }
        | Fact::ExtensionRefused { extension, .. }
        | Fact::ExtensionReturned { extension, .. }
        | Fact::Withdrawn { what: Withdrawable::Extension(extension) } => one(PaperKind::Extension, *extension),
        Fact::Urged { copied, .. } => urging(after.urgings.last().map(|one| one.id), *copied),
        Fact::UrgingSigned { urging } => one(PaperKind::Urging, *urging),
        Fact::UrgingRevoked { urging: id, .. } => {
            urging(Some(*id), after.urgings.iter().any(|one| one.id == *id && one.copied))
        }
        Fact::ClosingReportSubmitted { .. } => last(PaperKind::ClosingReport, after.reports.last().map(|one| one.id)),
        Fact::Withdrawn { what: Withdrawable::ClosingReport(report) } => one(PaperKind::ClosingReport, *report),
        Fact::Archived { .. } => one(PaperKind::Flow, 0),
        _ => Vec::new(),
    }
}

/// Does the act only issue it where that version is not out yet? A signature says the same paper anew.
pub fn issues_once(fact: &Fact) -> bool {
    matches!(fact, Fact::DueCorrected { .. } | Fact::Recalculated { .. })
}

fn notice(after: &Matter, unit: UnitId) -> PaperRef {
    PaperRef { kind: PaperKind::Notice, about: after.notice_version, unit: Some(unit) }
}

fn urging(id: Option<u32>, copied: bool) -> Vec<PaperRef> {
    let papers = [Some(PaperKind::Urging), copied.then_some(PaperKind::DisciplineLetter)];
    let of = |about| papers.into_iter().flatten().map(move |kind| PaperRef { kind, about, unit: None });
    id.map(|about| of(about).collect()).unwrap_or_default()
}
