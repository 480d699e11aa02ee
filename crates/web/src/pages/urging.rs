//! 督办事项催办单 (annex 5) as it is printed: same title, cells, order and note as the original; and the letter by which a
//! second urging is copied to the discipline office.

use askama::Template;

/// The form itself.
#[derive(Debug, Clone, Default)]
pub struct UrgingSheet {
    pub institution: String,
    /// `督办〔2026〕12号`.
    pub number: String,
    /// The cell 督办事项内容.
    pub title: String,
    /// The cell 事项牵头部门.
    pub lead: String,
    /// The cell 限期办结时间: `2026年11月5日`.
    pub due: String,
    /// The cell 催办内容, a paragraph each.
    pub content: Vec<String>,
    /// Empty while it has not been signed for: room for ink.
    pub signer: String,
    /// `电子签收`, `代签`, `代录`.
    pub manner: String,
    pub signed_on: String,
    /// `已撤销（2026年11月9日）`; else empty.
    pub mark: String,
}

/// The print page: one sheet for each copy.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "urging_sheet.html")]
pub struct UrgingSheetPage {
    pub sheet: UrgingSheet,
    /// The copy lines: `学校办公室存`, `承办单位存`.
    pub copies: Vec<String>,
    /// The letter that went out with it; empty where there is none, or not for this reader.
    pub letter: String,
    /// Back to the matter.
    pub back: String,
}

/// A numbered part of the letter.
#[derive(Debug, Clone, Default)]
pub struct LetterPart {
    /// `一、督办事项`.
    pub heading: String,
    pub lines: Vec<String>,
}

/// 抄送函.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    /// `关于抄送督办事项二次催办情况的函`.
    pub title: String,
    /// To whom.
    pub to: String,
    pub opening: String,
    pub parts: Vec<LetterPart>,
    pub closing: String,
    /// What goes with it.
    pub enclosed: String,
    /// Who signs.
    pub from: String,
    pub issued_on: String,
    /// `已撤销（2026年11月9日）`; else empty.
    pub mark: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "urging_letter.html")]
pub struct LetterPage {
    pub number: String,
    pub letter: Letter,
    /// The sheet that goes with it.
    pub sheet: String,
    pub back: String,
}

impl UrgingSheetPage {
    pub fn assets(&self) -> &'static str {
        crate::assets::BASE
    }
}

impl LetterPage {
    pub fn assets(&self) -> &'static str {
        crate::assets::BASE
    }
}
