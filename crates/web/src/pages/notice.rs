//! 督办事项通知单 (annex 3) as it is printed: same title, cells, order and notes as the original.

use askama::Template;

/// The form itself; used on its own page and as the preview of what will be issued.
#[derive(Debug, Clone, Default)]
pub struct NoticeSheet {
    pub institution: String,
    /// `督办〔2026〕12号`; a preview before registration leaves it empty.
    pub number: String,
    pub title: String,
    /// Lead unit first, e.g. `教务处（牵头）`, `财务处`.
    pub units: Vec<String>,
    pub responsible: String,
    /// `2026年10月27日`.
    pub due: String,
    pub contact: String,
    pub telephone: String,
    /// The cell 事项内容: content, requirements and target, a paragraph each.
    pub content: Vec<String>,
    pub signer: String,
    pub signed_on: String,
    /// `学校办公室`.
    pub office: String,
    /// `2026年10月9日`.
    pub issued_on: String,
    /// `第 2 版（改派）`, for a notice issued anew; empty for the first.
    pub version: String,
}

impl NoticeSheet {
    /// The units in one line.
    pub fn units_line(&self) -> String {
        self.units.join("、")
    }
}

/// A version of the notice to be looked at.
#[derive(Debug, Clone, Default)]
pub struct VersionLink {
    /// `第 2 版（改派，2026-10-20）`.
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// The print page: one sheet for each copy.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notice.html")]
pub struct NoticePage {
    pub sheet: NoticeSheet,
    /// The copy lines: `学校办公室存`, `承办单位存`.
    pub copies: Vec<String>,
    /// Every version, where there are several.
    pub versions: Vec<VersionLink>,
    /// How the limit on the paper was found; empty where it has none yet. Not printed.
    pub why: String,
    /// Back to the matter.
    pub back: String,
}

impl NoticePage {
    pub fn assets(&self) -> &'static str {
        crate::assets::BASE
    }
}
