//! 督办事项通知单 (annex 3; R4.3). It has no cell for the number: that stands above the table.

use super::or_blank;
use crate::paper::{Cell, Form, Part, Row, Table};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notice {
    /// `湖北工业大学督办事项通知单`
    pub form_title: String,
    /// `督办〔2026〕12号`; a preview before registration leaves it empty
    pub number: String,
    /// `第 2 版（改派）`, for a notice issued anew; empty for the first
    pub version: String,
    /// 事项标题
    pub title: String,
    /// 承办单位, the lead unit first: `教务处（牵头）`, `财务处`
    pub units: Vec<String>,
    /// 负责人, 联系人, 联系电话 of the receiving unit
    pub responsible: String,
    pub contact: String,
    pub telephone: String,
    /// 完成时限: `2026年10月27日`
    pub due: String,
    /// 事项内容: content, requirements, target and cadence, a paragraph each
    pub content: Vec<String>,
    /// 签收人, 签收时间
    pub signer: String,
    pub signed_on: String,
    /// 注 1, 2
    pub notes: Vec<String>,
    /// `学校办公室`
    pub office: String,
    pub issued_on: String,
}

impl Notice {
    /// In: whose copy it is, `学校办公室存`; may be empty.
    pub fn form(&self, copy: &str) -> Form {
        let pair = |one: (&str, &str), other: (&str, &str)| {
            Row::new(13.0, [Cell::label(one.0), Cell::value(one.1), Cell::label(other.0), Cell::value(other.1)])
        };
        let wide = |label: &str, text: &str| Row::new(13.0, [Cell::label(label), Cell::value(text).over(3)]);
        let rows = vec![
            wide("事项标题", &self.title),
            wide("承办单位", &self.units.join("、")),
            pair(("负责人", &self.responsible), ("完成时限", &self.due)),
            pair(("联系人", &self.contact), ("联系电话", &self.telephone)),
            Row::new(84.0, [Cell::label("事项内容"), Cell::content(self.content.clone()).over(3)]),
            pair(("签收人", &self.signer), ("签收时间", &self.signed_on)),
        ];
        let marks: Vec<&str> = [copy, &self.version].into_iter().filter(|mark| !mark.is_empty()).collect();
        let number = if self.number.is_empty() { "督办〔　　〕　号" } else { &self.number };
        Form {
            title: self.form_title.clone(),
            above: (marks.join("　"), number.to_owned()),
            parts: vec![
                Part::Table(Table { columns: vec![0.16, 0.34, 0.16, 0.34], rows }),
                Part::Notes(self.notes.clone()),
                Part::Signature(vec![self.office.clone(), or_blank(&self.issued_on)]),
            ],
        }
    }
}
