//! 工作台: what I owe first, then what falls through, then my matters.

use askama::Template;

use super::{layout::Layout, ledger::LedgerRow, light::Mark};

/// A duty of mine: what, on which matter, by when, why, and the one button.
#[derive(Debug, Clone, Default)]
pub struct OweRow {
    /// e.g. `下发通知单`.
    pub what: String,
    /// Empty before registration.
    pub number: String,
    pub title: String,
    pub matter_href: String,
    /// Empty for a leader's paper.
    pub due: String,
    pub provisional: bool,
    /// How the date was found, in a sentence.
    pub why: String,
    pub mark: Mark,
    /// The clause in words: `第四条（三）`, or `学校办公室设定`.
    pub clause: String,
    pub act_label: String,
    pub act_href: String,
}

/// One of the office's lists of what slips; `count` equals the list behind `href`.
#[derive(Debug, Clone, Default)]
pub struct FallThrough {
    pub label: String,
    pub count: u64,
    pub href: String,
    pub clause: String,
}

/// What waits for me without a date: a draft, a situation to be read, a sub-task to be taken.
#[derive(Debug, Clone, Default)]
pub struct AsideRow {
    /// e.g. `待签发：申请延期`, `请您阅示`.
    pub what: String,
    pub number: String,
    pub title: String,
    pub matter_href: String,
    /// Since when, by whom, or why it came back.
    pub note: String,
    pub act_label: String,
    pub act_href: String,
}

/// The scheduler stands still, because the clock has jumped.
#[derive(Debug, Clone, Default)]
pub struct ClockBanner {
    pub text: String,
    /// Today as the clock says it, for the form.
    pub day: String,
    /// Others are told whom to ask.
    pub may_confirm: bool,
}

/// An urging that was copied to the discipline office: to be known, nothing is owed.
#[derive(Debug, Clone, Default)]
pub struct CopiedRow {
    /// `二次催办`.
    pub what: String,
    pub number: String,
    pub title: String,
    pub href: String,
    pub unread: bool,
    pub lead: String,
    pub issued_on: String,
    pub due: String,
    /// `落实中`, `已落实`, `2026-11-20 撤销` ….
    pub outcome: String,
    pub sheet: String,
    pub letter: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk.html")]
pub struct DeskPage {
    pub layout: Layout,
    /// e.g. `2026年11月24日 星期二`.
    pub today: String,
    /// For the Office and for system administrators, while it is so.
    pub clock: Option<ClockBanner>,
    pub owes: Vec<OweRow>,
    /// How many I owe in all, when `owes` shows only the first.
    pub owes_total: u64,
    /// What will appear here once I owe something, in this role's words.
    pub owes_empty: String,
    /// Without a date.
    pub aside: Vec<AsideRow>,
    /// For the office only; empty for everyone else.
    pub falls: Vec<FallThrough>,
    /// For the discipline office: the list below is there even where it is empty.
    pub shows_copied: bool,
    /// 抄送给本单位的催办.
    pub copied: Vec<CopiedRow>,
    /// e.g. `我分管的事项`, `本单位的事项`, `在办事项`.
    pub matters_heading: String,
    pub matters: Vec<LedgerRow>,
    pub matters_href: String,
    pub matters_empty: String,
}

impl DeskPage {
    /// Copies that have not been read.
    pub fn unread_copies(&self) -> usize {
        self.copied.iter().filter(|copied| copied.unread).count()
    }

    /// How many of my duties are past due, for the heading.
    pub fn overdue(&self) -> usize {
        self.owes.iter().filter(|row| row.mark.class() == "light-red").count()
    }
}
