//! 新建事项, 修改 and 补录: one page each, with a live preview of the due date.

use askama::Template;

use super::{
    form::{Choice, FileRow, Problems},
    layout::Layout,
};

/// How the limit is set; sent as `limit`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LimitRule {
    /// 明确时限: `explicit` with `due`.
    Explicit,
    /// 不需要制定具体政策: `working_days`.
    #[default]
    WorkingDays,
    /// 较为复杂: `complex`, `due` may be empty.
    Complex,
}

impl LimitRule {
    /// The value that is sent.
    pub fn value(&self) -> &'static str {
        match self {
            LimitRule::Explicit => "explicit",
            LimitRule::WorkingDays => "working_days",
            LimitRule::Complex => "complex",
        }
    }

    /// From the value that was sent.
    pub fn parse(value: &str) -> Option<Self> {
        [Self::Explicit, Self::WorkingDays, Self::Complex].into_iter().find(|rule| rule.value() == value)
    }
}

/// The fields that 新建, 修改 and 补录 share. Each name sent equals the name here; choices are sent under the singular
/// `category`, `lead`, `co_units` (once for each), `leader`.
#[derive(Debug, Clone, Default)]
pub struct MatterForm {
    pub title: String,
    pub content: String,
    pub requirements: String,
    pub target: String,
    /// The seven categories in the regulation's words.
    pub categories: Vec<Choice>,
    /// How it came: 会议, 来文, 领导批示 …; sent as `source_kind`.
    pub source_kinds: Vec<Choice>,
    pub source_organ: String,
    pub source_number: String,
    /// 一（一）3
    pub source_clause: String,
    pub source_date: String,
    pub reply_date: String,
    /// Shown to the Office only.
    pub petitioner: String,
    pub petitioner_contact: String,
    pub leads: Vec<Choice>,
    pub co_units: Vec<Choice>,
    pub limit: LimitRule,
    pub due: String,
    pub major: bool,
    pub complex: bool,
    /// 长期、持续: the limit is that of the stage.
    pub ongoing: bool,
    pub leaders: Vec<Choice>,
    pub staged: Vec<FileRow>,
    pub problems: Problems,
    /// The number of working days of R4.4b, from the parameters.
    pub working_days: u32,
    /// The days within which a work plan is owed, R4.4c.
    pub plan_days: u32,
}

/// What a day means that is chosen as a limit: a fragment beside its field.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ said }}", ext = "html")]
pub struct DayExplained {
    pub said: String,
}

/// The live preview of the due date: also a page fragment of its own, from `GET /matters/limit-preview`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "limit_preview.html")]
pub struct LimitPreview {
    /// e.g. `2026-10-27`; empty while nothing can be computed.
    pub due: String,
    /// e.g. `2026年10月27日 星期二`.
    pub due_words: String,
    /// The arithmetic: `按今日交办测算：9 月 30 日交办，次日起算 15 个工作日，跳过……`
    pub explanation: String,
    pub clause: String,
    /// Why the date is provisional; empty if it is not.
    pub provisional: String,
    /// What is missing or wrong, e.g. a date before today.
    pub problem: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "matter_new.html")]
pub struct NewMatterPage {
    pub layout: Layout,
    /// `新建事项` or `修改拟办意见`.
    pub heading: String,
    pub action: String,
    pub command_id: String,
    /// The version of the text being revised, sent as `version`; empty for a new one.
    pub version: String,
    /// What was noted in a meeting and became this form, sent back as `noted`; mostly empty.
    pub noted: String,
    pub form: MatterForm,
    pub preview: LimitPreview,
    pub cancel: String,
}

/// An earlier event taken over from paper; sent as `earlier_kind`, `earlier_date`, `earlier_text`, `earlier_due`, once for each row.
#[derive(Debug, Clone, Default)]
pub struct EarlierRow {
    /// `extension`, `urging`, `instruction`, or empty for an unused row.
    pub kind: String,
    pub date: String,
    pub text: String,
    /// The new limit, for an extension or an urging.
    pub due: String,
}

/// 补录; sends the fields of `MatterForm` and those here.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "matter_adopt.html")]
pub struct AdoptPage {
    pub layout: Layout,
    pub action: String,
    pub command_id: String,
    pub form: MatterForm,
    /// The number on the paper notice.
    pub number: String,
    pub registered_on: String,
    pub dispatched_on: String,
    pub signed_on: String,
    pub signed_by: String,
    pub responsible: String,
    pub contact: String,
    pub telephone: String,
    /// The limit on the paper notice; empty: the one in force today.
    pub first_due: String,
    /// How often the lead unit reports; sent as `cadence`.
    pub cadences: Vec<Choice>,
    /// The limit in force today.
    pub due_in_force: String,
    /// A few empty rows at the end, so that it works without script.
    pub earlier: Vec<EarlierRow>,
    pub today: String,
    pub cancel: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_rule_reads_what_it_sends() {
        for rule in [LimitRule::Explicit, LimitRule::WorkingDays, LimitRule::Complex] {
            assert_eq!(LimitRule::parse(rule.value()), Some(rule));
        }
        assert_eq!(LimitRule::parse("tomorrow"), None);
    }
}
