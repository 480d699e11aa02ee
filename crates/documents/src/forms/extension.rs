//! 督办事项延期申请单 (annex 4; R4.5b).

use super::Signed;
use crate::paper::{Cell, Form, Part, Row, Table};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExtensionRequest {
    pub form_title: String,
    /// `已撤回（2026年11月9日）`; else empty
    pub mark: String,
    /// 督办事项编号, 督办事项内容, 事项牵头部门
    pub number: String,
    pub title: String,
    pub lead: String,
    /// 原办结时间 = the limit in force when it was asked for
    pub old_due: String,
    /// 计划办结时间
    pub until: String,
    /// 简要报告: reasons, measures, the final date, a paragraph each
    pub report: Vec<String>,
    pub head: Signed,
    /// 校领导审批意见: what was decided and said
    pub decision: Vec<String>,
    pub leader: Signed,
}

impl ExtensionRequest {
    pub fn form(&self) -> Form {
        let wide = |label: &str, text: &str| Row::new(14.0, [Cell::label(label), Cell::value(text).over(3)]);
        let long = |height, label: &[&str], text: &[String], foot| {
            let label = Cell { text: label.iter().map(|line| (*line).to_owned()).collect(), ..Cell::label("") };
            Row::new(height, [label, Cell::content(text.to_vec()).over(3).signed(foot)])
        };
        let rows = vec![
            wide("督办事项编号", &self.number),
            wide("督办事项内容", &self.title),
            wide("事项牵头部门", &self.lead),
            Row::new(
                14.0,
                [
                    Cell::label("原办结时间"),
                    Cell::value(&self.old_due),
                    Cell::label("计划办结时间"),
                    Cell::value(&self.until),
                ],
            ),
            long(78.0, &["申请办理延期", "简要报告"], &self.report, self.head.lines("部门负责人签字：")),
            long(48.0, &["校领导审批意见"], &self.decision, self.leader.lines("领导签字：")),
        ];
        Form {
            title: self.form_title.clone(),
            above: (self.mark.clone(), String::new()),
            parts: vec![Part::Table(Table { columns: vec![0.24, 0.26, 0.24, 0.26], rows })],
        }
    }
}
