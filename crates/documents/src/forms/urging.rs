//! 督办事项催办单 (annex 5; R4.5c, R4.5d).

use super::Signed;
use crate::paper::{Cell, Form, Part, Row, Table};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UrgingSheet {
    pub form_title: String,
    /// `已撤销（2026年11月9日）`; else empty
    pub mark: String,
    /// 督办事项编号, 督办事项内容, 事项牵头部门
    pub number: String,
    pub title: String,
    pub lead: String,
    /// 限期办结时间: the urging's own day, which never replaces the 办结时限
    pub due: String,
    /// 催办内容: which urging it is, the old limit, days past, and its own words, a paragraph each
    pub content: Vec<String>,
    /// 牵头单位（部门）签收
    pub signed: Signed,
    /// 此通知单一式两份…
    pub notes: Vec<String>,
}

impl UrgingSheet {
    /// In: whose copy it is; may be empty.
    pub fn form(&self, copy: &str) -> Form {
        let short = |label: &str, text: &str| Row::new(14.0, [Cell::label(label), Cell::value(text)]);
        let receipt = Cell { span: 1, foot: self.signed.lines("签收人签字："), ..Cell::default() };
        let rows = vec![
            short("督办事项编号", &self.number),
            short("督办事项内容", &self.title),
            short("事项牵头部门", &self.lead),
            short("限期办结时间", &self.due),
            Row::new(88.0, [Cell::label("催办内容"), Cell::content(self.content.clone())]),
            Row::new(28.0, [Cell { text: vec!["牵头单位".into(), "（部门）签收".into()], ..Cell::label("") }, receipt]),
        ];
        Form {
            title: self.form_title.clone(),
            above: (copy.to_owned(), self.mark.clone()),
            parts: vec![Part::Table(Table { columns: vec![0.24, 0.76], rows }), Part::Notes(self.notes.clone())],
        }
    }
}
