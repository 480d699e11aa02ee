//! 督办事项办结报告 (annex 6; R4.6a): five sections, then the unit, its head's signature and the day.

use super::{Signed, or_blank};
use crate::paper::{Form, Part};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClosingReport {
    /// without （模板）
    pub form_title: String,
    /// `督办〔2026〕12号`
    pub number: String,
    /// `已撤回（2026年11月9日）`; else empty
    pub mark: String,
    /// in the order of [`HEADINGS`], paragraphs
    pub sections: [Vec<String>; 5],
    pub unit: String,
    pub head: Signed,
}

pub const HEADINGS: [&str; 5] =
    ["一、督办事项内容", "二、督办事项工作目标", "三、督办事项工作开展情况", "四、取得的成效", "五、下一步工作计划"];

impl ClosingReport {
    pub fn form(&self) -> Form {
        let sections = HEADINGS.iter().zip(&self.sections);
        let mut parts: Vec<Part> = sections
            .flat_map(|(heading, text)| [Part::Heading((*heading).to_owned()), Part::Text(text.clone())])
            .collect();
        let head = if self.head.by.is_empty() { "　　　　　　".to_owned() } else { self.head.name() };
        parts.push(Part::Signature(vec![
            self.unit.clone(),
            format!("部门负责人签字：{head}"),
            or_blank(&self.head.on),
        ]));
        Form { title: self.form_title.clone(), above: (self.mark.clone(), self.number.clone()), parts }
    }
}
