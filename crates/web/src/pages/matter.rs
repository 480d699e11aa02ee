//! 事项: next step first, then the flow chart, facts, units, time limits, timeline, attachments.

use askama::Template;

use super::{
    flow::FlowBox,
    form::{Fact, FileRow, Problems},
    layout::Layout,
    light::Mark,
};

/// The head of every page about one matter.
#[derive(Debug, Clone, Default)]
pub struct MatterHead {
    pub href: String,
    /// Empty before registration.
    pub number: String,
    pub title: String,
    pub stage: String,
    pub mark: Mark,
    pub due: String,
    pub provisional: bool,
    /// `补录`, `重大`, `复杂`, `长期` and the like.
    pub labels: Vec<String>,
}

/// Who owes what by when, and why.
#[derive(Debug, Clone, Default)]
pub struct NextStep {
    pub who: String,
    pub what: String,
    /// Empty for a leader's paper.
    pub due: String,
    pub provisional: bool,
    /// How the date was found, in a sentence.
    pub why: String,
    pub mark: Mark,
    pub clause: String,
    /// I am the one who owes it.
    pub mine: bool,
}

/// An act on the matter: a link to its form, or the reason why it cannot be done now.
#[derive(Debug, Clone, Default)]
pub struct Act {
    pub label: String,
    pub href: String,
    /// The next step: drawn as the one filled button.
    pub primary: bool,
    /// 代录: somebody else's act, which the Office may write down.
    pub recorded: bool,
    /// Empty if it can be done; otherwise why not and what would change that.
    pub refusal: String,
    pub clause: String,
}

#[derive(Debug, Clone, Default)]
pub struct UnitRow {
    pub unit: String,
    /// `牵头单位` or `协办单位`.
    pub part: String,
    pub responsible: String,
    pub contact: String,
    pub telephone: String,
    /// Empty while it has not signed.
    pub signed_by: String,
    pub signed_on: String,
    /// `代签`, `代录`, `视同签收`, `已提出异议` …; may be empty.
    pub manner: String,
}

/// One change of a due date: the only ways are those of the regulation.
#[derive(Debug, Clone, Default)]
pub struct DueChange {
    pub on: String,
    pub old: String,
    pub new: String,
    pub cause: String,
    pub decider: String,
}

#[derive(Debug, Clone, Default)]
pub struct DutyRow {
    pub what: String,
    pub owner: String,
    pub due: String,
    pub provisional: bool,
    pub mark: Mark,
    /// `未完成`, `已完成 2026-10-20`, `暂停`, `已撤销`.
    pub state: String,
    /// Still owed: open or paused.
    pub open: bool,
    pub clause: String,
    /// How the date was counted, in a sentence.
    pub explanation: String,
    pub changes: Vec<DueChange>,
}

/// A mark beside an entry of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryMark {
    /// 代录: recorded by the office for the one who decided.
    Recorded,
    /// 代签: signed by delegation.
    Delegated,
    /// 系统自动, with the rule in `Entry::rule`.
    Automatic,
    /// 补录: taken over from paper.
    Adopted,
    /// 更正: corrects an earlier entry.
    Correction,
}

impl EntryMark {
    pub fn word(self) -> &'static str {
        match self {
            EntryMark::Recorded => "代录",
            EntryMark::Delegated => "代签",
            EntryMark::Automatic => "系统自动",
            EntryMark::Adopted => "补录",
            EntryMark::Correction => "更正",
        }
    }
}

/// One entry of the timeline.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The day it happened.
    pub on: String,
    /// When it was recorded, if that differs.
    pub recorded: String,
    /// e.g. `签收通知单`.
    pub what: String,
    /// Who did it, with the unit: `张建国（教务处）`.
    pub who: String,
    /// Who wrote it down, if someone else did.
    pub recorder: String,
    pub text: String,
    pub clause: String,
    /// For 系统自动: the rule that acted.
    pub rule: String,
    pub marks: Vec<EntryMark>,
    pub files: Vec<FileRow>,
}

/// Attachments and, if allowed, the form to add one: multipart `file`, `label` to `action`.
#[derive(Debug, Clone, Default)]
pub struct Attachments {
    pub rows: Vec<FileRow>,
    /// Empty if nothing can be added.
    pub action: String,
    pub command_id: String,
    pub problems: Problems,
}

/// A paper that can be opened and printed, e.g. the notice.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    pub label: String,
    pub href: String,
    pub note: String,
}

/// One urging of the chain, or what was proposed and not issued.
#[derive(Debug, Clone, Default)]
pub struct UrgingRow {
    /// `催办`, `二次催办` ….
    pub heading: String,
    /// `落实中`, `限期已过，待核实`, `已落实`, `未落实`, `已撤销`, `已了结`, `缓发`, `建议待发出`.
    pub state: String,
    /// It still runs or waits.
    pub is_open: bool,
    pub facts: Vec<Fact>,
    /// 催办单, and 抄送函 where it was copied.
    pub papers: Vec<Paper>,
}

/// 催办: the whole chain, the first one first.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    pub rows: Vec<UrgingRow>,
    /// What comes next and who owes it; may be empty.
    pub next: String,
}

#[derive(Debug, Clone, Default)]
pub struct StepRow {
    pub text: String,
    pub owner: String,
    pub due: String,
}

/// One version of the plan.
#[derive(Debug, Clone, Default)]
pub struct PlanTable {
    pub heading: String,
    /// Who submitted it, and what came of it.
    pub state: String,
    /// The Office's words; may be empty.
    pub remark: String,
    /// 最终时限, where the plan names one.
    pub final_due: String,
    /// Neither returned nor withdrawn.
    pub in_force: bool,
    pub steps: Vec<StepRow>,
}

/// A sub-task given to a co-unit or a person.
#[derive(Debug, Clone, Default)]
pub struct TaskRow {
    pub text: String,
    pub owner: String,
    pub due: String,
    pub state: String,
    /// What was reported; may be empty.
    pub said: String,
}

/// One day of the calendar of reports.
#[derive(Debug, Clone, Default)]
pub struct ReportRow {
    pub due: String,
    pub state: String,
    /// `is-done`, `is-missed`, `is-owed` or nothing.
    pub class: String,
}

/// 承办情况.
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// The newest version first.
    pub plans: Vec<PlanTable>,
    pub tasks: Vec<TaskRow>,
    pub reports: Vec<ReportRow>,
    /// What lies further ahead.
    pub later: Vec<ReportRow>,
}

impl Work {
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty() && self.tasks.is_empty() && self.reports.is_empty()
    }

    /// What counts is open; what was returned or replaced is folded away.
    pub fn current_plan(&self) -> Option<&PlanTable> {
        self.plans.iter().find(|plan| plan.in_force)
    }

    pub fn other_plans(&self) -> Vec<&PlanTable> {
        let current = self.plans.iter().position(|plan| plan.in_force);
        self.plans.iter().enumerate().filter(|(place, _)| Some(*place) != current).map(|(_, plan)| plan).collect()
    }
}

/// Another matter for which this one has to wait, or that waits for it.
#[derive(Debug, Clone, Default)]
pub struct WaitsFor {
    pub words: String,
    pub href: String,
    pub title: String,
}

#[derive(Debug, Clone, Default, Template)]
#[template(path = "matter.html")]
pub struct MatterPage {
    pub layout: Layout,
    pub head: MatterHead,
    pub next: Vec<NextStep>,
    /// Said when nothing is owed: `已归档，办理闭环完成。`
    pub next_empty: String,
    /// 暂缓中: what it waits for, until when; empty otherwise.
    pub suspension: String,
    /// Its expected end has passed.
    pub suspension_past: bool,
    pub waits_for: Vec<WaitsFor>,
    pub acts: Vec<Act>,
    pub flow: Vec<FlowBox>,
    /// Long texts of the matter: 事项内容, 办理要求, 量化目标.
    pub texts: Vec<Fact>,
    /// Short facts: 事项类别, 来源, 分管校领导, 办结时限 …
    pub facts: Vec<Fact>,
    pub papers: Vec<Paper>,
    pub units: Vec<UnitRow>,
    pub urgings: Chain,
    pub work: Work,
    pub duties: Vec<DutyRow>,
    pub timeline: Vec<Entry>,
    pub attachments: Attachments,
}

impl MatterPage {
    /// The acts that can be done now, the primary ones first.
    pub fn possible(&self) -> Vec<&Act> {
        let (first, rest): (Vec<_>, Vec<_>) =
            self.acts.iter().filter(|a| a.refusal.is_empty() && !a.recorded).partition(|a| a.primary);
        first.into_iter().chain(rest).collect()
    }

    /// What others did on paper or by telephone and can be written down for them.
    pub fn recordable(&self) -> Vec<&Act> {
        self.acts.iter().filter(|a| a.refusal.is_empty() && a.recorded).collect()
    }

    /// The acts that cannot, each with its reason.
    pub fn refused(&self) -> Vec<&Act> {
        self.acts.iter().filter(|a| !a.refusal.is_empty()).collect()
    }

    pub fn open_duties(&self) -> Vec<&DutyRow> {
        self.duties.iter().filter(|d| d.open).collect()
    }

    pub fn settled_duties(&self) -> Vec<&DutyRow> {
        self.duties.iter().filter(|d| !d.open).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_done_comes_first_and_the_rest_says_why() {
        let act = |label: &str, primary, refusal: &str| Act {
            label: label.into(),
            primary,
            refusal: refusal.into(),
            ..Act::default()
        };
        let page = MatterPage {
            acts: vec![act("批示", false, ""), act("归档", false, "尚未反馈"), act("交办", true, "")],
            ..MatterPage::default()
        };
        assert_eq!(page.possible().iter().map(|a| a.label.as_str()).collect::<Vec<_>>(), ["交办", "批示"]);
        assert_eq!(page.refused()[0].refusal, "尚未反馈");
    }
}
