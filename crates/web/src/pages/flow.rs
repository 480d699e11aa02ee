//! The flow chart of annex 1, drawn live: which boxes are passed, when and by whom.

use documents::forms::flow::{BOXES, beside};

/// The boxes of annex 1, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowStep {
    Matter,
    Draft,
    Register,
    Dispatch,
    Undertake,
    Urge,
    Close,
    Archive,
    Bulletin,
}

impl FlowStep {
    pub const ALL: [FlowStep; 9] = [
        FlowStep::Matter,
        FlowStep::Draft,
        FlowStep::Register,
        FlowStep::Dispatch,
        FlowStep::Undertake,
        FlowStep::Urge,
        FlowStep::Close,
        FlowStep::Archive,
        FlowStep::Bulletin,
    ];

    /// The word in the box.
    pub fn label(self) -> &'static str {
        BOXES[self as usize].0
    }

    /// The word for the form that a side step is taken by, under the word in the box; empty for the rest.
    pub fn under(self) -> &'static str {
        if self == FlowStep::Urge { "（延期申请单）" } else { "" }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FlowState {
    Passed,
    Current,
    #[default]
    Ahead,
    /// Not needed so far (no urging, no extension), or never to be reached (terminated).
    Skipped,
}

impl FlowState {
    pub fn class(self) -> &'static str {
        match self {
            FlowState::Passed => "is-passed",
            FlowState::Current => "is-current",
            FlowState::Ahead => "is-ahead",
            FlowState::Skipped => "is-skipped",
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            FlowState::Passed => "已完成",
            FlowState::Current => "当前环节",
            FlowState::Ahead => "未到",
            FlowState::Skipped => "未发生",
        }
    }
}

#[derive(Debug, Clone)]
pub struct FlowBox {
    pub step: FlowStep,
    pub state: FlowState,
    /// The texts beside the box, as annex 1 has them.
    pub notes: Vec<String>,
    /// The day it was passed; empty if not.
    pub when: String,
    /// The person who passed it; empty if nobody has.
    pub who: String,
    /// What happened there beyond the original's words, e.g. `延期 1 次、催办 2 次`, `暂缓中`.
    pub remark: String,
}

impl FlowBox {
    /// In: the institution's name, which stands in some of the texts.
    pub fn new(institution: &str, step: FlowStep, state: FlowState) -> Self {
        Self {
            step,
            state,
            notes: beside(institution, step as usize),
            when: String::new(),
            who: String::new(),
            remark: String::new(),
        }
    }

    pub fn by(mut self, when: &str, who: &str) -> Self {
        self.when = when.into();
        self.who = who.into();
        self
    }

    pub fn remark(mut self, remark: &str) -> Self {
        self.remark = remark.into();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_has_the_boxes_of_annex_1_in_order() {
        let words: Vec<_> = FlowStep::ALL.iter().map(|step| step.label()).collect();
        assert_eq!(words.join(" → "), "督办事项 → 拟办 → 立项 → 交办 → 承办 → 催办 → 办结 → 归档 → 定期通报");
        assert_eq!(FlowStep::Urge.under(), "（延期申请单）");
    }
}
