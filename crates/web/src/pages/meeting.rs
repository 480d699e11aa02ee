//! 会议: one matter a page, large; the meeting with what was noted; the list of meetings.

use askama::Template;

use super::{
    form::{Choice, Fact, Problems},
    layout::Layout,
    light::Mark,
};

/// 议定事项 as noted on the spot.
#[derive(Debug, Clone, Default)]
pub struct NoteRow {
    pub id: String,
    pub text: String,
    /// `林晓雯 2026-11-24 15:20`
    pub who: String,
    /// On the meeting's own page: the matter that it is about, or empty.
    pub matter: String,
    pub matter_href: String,
    /// `会议纪要确认后新建为事项`; empty while it waits for the minutes.
    pub became: String,
    /// Empty where the reader may not see it.
    pub became_href: String,
    /// Where it is changed and dropped; empty where nothing can be done.
    pub action: String,
    /// The forms that it fills.
    pub new_href: String,
    /// Empty where it is about no matter.
    pub instruct_href: String,
}

/// One matter, large.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub href: String,
    pub instruct_href: String,
    pub number: String,
    pub title: String,
    pub stage: String,
    pub mark: Mark,
    /// 办理要求、量化目标、最近进展、存在的问题.
    pub texts: Vec<Fact>,
    /// 牵头、协办、分管、时限、催办、延期、下一步.
    pub facts: Vec<Fact>,
}

/// What begins a meeting of the matters shown.
#[derive(Debug, Clone, Default)]
pub struct BeginForm {
    pub command_id: String,
    pub name: String,
    pub held_on: String,
    /// The query of the ledger that names the matters.
    pub kept: String,
    /// Instead of it, where none was brought along: saved views.
    pub views: Vec<Choice>,
    pub problems: Problems,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "meeting_turn.html")]
pub struct TurnPage {
    pub layout: Layout,
    /// `校长办公会 2026-11-24`; empty where the matters come straight from the ledger.
    pub meeting: String,
    /// The meeting's own page, or the list in the ledger.
    pub back: String,
    pub place: usize,
    pub count: usize,
    pub more: bool,
    pub previous: String,
    pub next: String,
    pub shown: Option<Shown>,
    pub notes: Vec<NoteRow>,
    /// Where a decision is noted; empty where it cannot be.
    pub note_action: String,
    pub matter_id: String,
    pub command_id: String,
    pub typed: String,
    pub problems: Problems,
    /// For the Office, while these matters are no meeting yet.
    pub begin: Option<BeginForm>,
}

/// A matter on the agenda.
#[derive(Debug, Clone, Default)]
pub struct AgendaRow {
    pub href: String,
    pub number: String,
    pub title: String,
    pub lead: String,
    pub mark: Mark,
    pub notes: usize,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "meeting.html")]
pub struct MeetingPage {
    pub layout: Layout,
    pub heading: String,
    pub held_on: String,
    /// The first matter.
    pub first: String,
    pub rows: Vec<AgendaRow>,
    pub notes: Vec<NoteRow>,
    /// How many wait for the minutes.
    pub open: usize,
    pub may_write: bool,
    pub note_action: String,
    pub end_action: String,
    pub command_id: String,
    pub typed: String,
    pub problems: Problems,
}

#[derive(Debug, Clone, Default)]
pub struct MeetingLine {
    pub href: String,
    pub name: String,
    pub held_on: String,
    pub matters: usize,
    pub notes: usize,
    pub open: usize,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "meetings.html")]
pub struct MeetingsPage {
    pub layout: Layout,
    pub lines: Vec<MeetingLine>,
    pub begin: Option<BeginForm>,
}
