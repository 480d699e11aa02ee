//! The flow chart of annex 1, drawn live: which boxes are passed, when and by whom.

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
        match self {
            FlowStep::Matter => "督办事项",
            FlowStep::Draft => "拟办",
            FlowStep::Register => "立项",
            FlowStep::Dispatch => "交办",
            FlowStep::Undertake => "承办",
            FlowStep::Urge => "催办",
            FlowStep::Close => "办结",
            FlowStep::Archive => "归档",
            FlowStep::Bulletin => "定期通报",
        }
    }

    /// The texts beside the box, as annex 1 has them.
    pub fn notes(self) -> &'static [&'static str] {
        match self {
            FlowStep::Draft => &["明确督办事项、承办单位（牵头单位、协办单位）、办理要求、办结时限"],
            FlowStep::Register => &["按一事一项登记立项"],
            FlowStep::Dispatch => &["发放《湖北工业大学督办事项通知单》"],
            FlowStep::Undertake => &["承办部门在规定时限内认真办理督办事项"],
            FlowStep::Urge => &["提交湖北工业大学督办事项延期申请单"],
            FlowStep::Close => {
                &["项目牵头单位提交湖北工业大学督办事项办结报告", "学校办公室根据办理结果及时报告校领导和相关职能部门"]
            }
            FlowStep::Matter | FlowStep::Archive | FlowStep::Bulletin => &[],
        }
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
    /// The day it was passed; empty if not.
    pub when: String,
    /// The person who passed it; empty if nobody has.
    pub who: String,
    /// What happened there beyond the original's words, e.g. `延期 1 次、催办 2 次`, `暂缓中`.
    pub remark: String,
}

impl FlowBox {
    pub fn new(step: FlowStep, state: FlowState) -> Self {
        Self { step, state, when: String::new(), who: String::new(), remark: String::new() }
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
