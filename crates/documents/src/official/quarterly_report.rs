//! 季度呈报 (R4.7b): every three months the Office reports all supervised matters to the leadership.

use super::{Figures, Share, figures, parts, texts};
use crate::paper::{Block, Official};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuarterlyReport {
    /// 发文机关标志; 发文字号 and 签发人 as typed in
    pub organ: String,
    pub number: String,
    pub signer: String,
    /// `关于2026年第三季度督办事项办理情况的报告`
    pub title: String,
    pub to: String,
    pub opening: String,
    pub figures: Figures,
    pub categories: Vec<Share>,
    pub units: Vec<Share>,
    /// a paragraph each: closed matters, those past their limit, those extended or suspended
    pub closed: Vec<String>,
    pub overdue: Vec<String>,
    pub changed: Vec<String>,
    /// names of what is attached
    pub enclosed: Vec<String>,
    pub from: String,
    pub on: String,
}

impl QuarterlyReport {
    pub fn official(&self) -> Official {
        let mut overall = vec![Block::Text(self.figures.sentence()), Block::Text(self.figures.acts())];
        overall.extend(figures::table("事项类别", &self.categories));
        let mut body = vec![Block::Text(self.opening.clone())];
        body.extend(parts(vec![
            ("总体情况", overall),
            ("各承办部门办理情况", figures::table("承办部门", &self.units).into_iter().collect()),
            ("期内办结的事项", texts(&self.closed)),
            ("已逾期的事项", texts(&self.overdue)),
            ("延期、暂缓和终止的事项", texts(&self.changed)),
        ]));
        body.push(Block::Text("特此报告。".to_owned()));
        Official {
            organ: self.organ.clone(),
            number: self.number.clone(),
            signer: self.signer.clone(),
            title: self.title.clone(),
            to: self.to.clone(),
            body,
            enclosed: self.enclosed.clone(),
            from: self.from.clone(),
            on: self.on.clone(),
            ..Official::default()
        }
    }
}
