//! 督办通报 (article 5（三）): how the units have carried their matters in a period.

use super::{Figures, Share, figures, parts, texts};
use crate::paper::{Block, Official};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bulletin {
    /// 发文机关标志; 发文字号 and 签发人 as typed in
    pub organ: String,
    pub number: String,
    pub signer: String,
    /// `关于2026年第三季度督办事项办理情况的通报`
    pub title: String,
    /// 主送
    pub to: String,
    pub opening: String,
    pub figures: Figures,
    pub units: Vec<Share>,
    /// a paragraph each
    pub effective: Vec<String>,
    pub slow: Vec<String>,
    pub asked: Vec<String>,
    pub from: String,
    pub on: String,
    pub copies_to: String,
    pub printed_by: String,
}

impl Bulletin {
    pub fn official(&self) -> Official {
        let mut overall = vec![Block::Text(self.figures.sentence()), Block::Text(self.figures.acts())];
        overall.extend(figures::table("承办部门", &self.units));
        let mut body = vec![Block::Text(self.opening.clone())];
        body.extend(parts(vec![
            ("总体情况", overall),
            ("办理成效明显的事项", texts(&self.effective)),
            ("进展缓慢的事项", texts(&self.slow)),
            ("工作要求", texts(&self.asked)),
        ]));
        Official {
            organ: self.organ.clone(),
            number: self.number.clone(),
            signer: self.signer.clone(),
            title: self.title.clone(),
            to: self.to.clone(),
            body,
            enclosed: Vec::new(),
            from: self.from.clone(),
            on: self.on.clone(),
            remark: String::new(),
            copies_to: self.copies_to.clone(),
            printed_on: if self.printed_by.is_empty() { String::new() } else { self.on.clone() },
            printed_by: self.printed_by.clone(),
        }
    }
}
