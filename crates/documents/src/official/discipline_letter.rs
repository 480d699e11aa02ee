//! 抄送函: the cover letter by which a second urging goes to 纪委、监察专员办公室 (R4.5d).

use super::{parts, texts};
use crate::paper::{Block, Official};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisciplineLetter {
    /// `关于抄送督办事项二次催办情况的函`
    pub title: String,
    pub to: String,
    pub opening: String,
    /// heading without its numeral, and its lines
    pub parts: Vec<(String, Vec<String>)>,
    pub closing: String,
    /// what goes with it, without 附件：
    pub enclosed: Vec<String>,
    pub from: String,
    pub issued_on: String,
    /// `已撤销（2026年11月9日）`; else empty
    pub mark: String,
}

impl DisciplineLetter {
    /// In: the head of the paper, empty for none.
    pub fn official(&self, organ: &str) -> Official {
        let mut body = vec![Block::Text(self.opening.clone())];
        body.extend(parts(self.parts.iter().map(|(heading, lines)| (heading.as_str(), texts(lines))).collect()));
        body.push(Block::Text(self.closing.clone()));
        Official {
            organ: organ.to_owned(),
            title: self.title.clone(),
            to: self.to.clone(),
            body,
            enclosed: self.enclosed.clone(),
            from: self.from.clone(),
            on: self.issued_on.clone(),
            remark: self.mark.clone(),
            ..Official::default()
        }
    }
}
