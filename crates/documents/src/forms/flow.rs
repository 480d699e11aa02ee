//! 督办工作流程图 (annex 1): the boxes and the words beside them, blank or as lived by one matter.

use crate::paper::{Form, Part, Step};

/// The boxes of annex 1 from top to bottom: the word, the text beside it, and whether it stands beside the way.
pub const BOXES: [(&str, &str, bool); 9] = [
    ("督办事项", "", false),
    ("拟办", "明确督办事项、承办单位（牵头单位、协办单位）、办理要求、办结时限", false),
    ("立项", "按一事一项登记立项", false),
    ("交办", "发放《{学校}督办事项通知单》", false),
    ("承办", "承办部门在规定时限内认真办理督办事项", false),
    ("催办", "提交{学校}督办事项延期申请单", true),
    ("办结", "项目牵头单位提交{学校}督办事项办结报告\n学校办公室根据办理结果及时报告校领导和相关职能部门", false),
    ("归档", "", false),
    ("定期通报", "", false),
];

/// The words beside a box, a line each.
pub fn beside(institution: &str, place: usize) -> Vec<String> {
    let text = BOXES.get(place).map_or("", |(_, text, _)| text).replace("{学校}", institution);
    text.lines().map(str::to_owned).collect()
}

/// How a matter came by a box.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed {
    pub reached: bool,
    /// `2026年10月9日　何嘉明`, a line each
    pub lines: Vec<String>,
}

/// In: the institution's name, the form's title, number and title of the matter (both empty: the blank chart), and how it
/// passed the boxes, in their order; boxes that are wanting were not reached.
pub fn chart(institution: &str, title: &str, matter: (&str, &str), passed: &[Passed]) -> Form {
    let step = |(place, (name, _, aside)): (usize, &(&str, &str, bool))| {
        let passed = passed.get(place).cloned().unwrap_or_default();
        Step {
            name: (*name).to_owned(),
            text: beside(institution, place).join("\n"),
            passed: passed.lines,
            reached: passed.reached,
            aside: *aside,
        }
    };
    let steps = BOXES.iter().enumerate().map(step).collect();
    Form { title: title.to_owned(), above: (matter.1.to_owned(), matter.0.to_owned()), parts: vec![Part::Flow(steps)] }
}
