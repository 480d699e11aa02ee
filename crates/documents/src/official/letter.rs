//! 督办函: the Office writes to the lead unit of a matter how it stands and what is asked for.

use super::texts;
use crate::paper::{Block, Official};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// `关于加快办理“…”的督办函`
    pub title: String,
    pub to: String,
    /// paragraphs
    pub facts: Vec<String>,
    pub asked: Vec<String>,
    pub from: String,
    pub on: String,
}

impl Letter {
    pub fn official(&self, organ: &str) -> Official {
        let mut body = texts(&self.facts);
        body.extend(texts(&self.asked));
        body.push(Block::Text("特此函告。".to_owned()));
        Official {
            organ: organ.to_owned(),
            title: self.title.clone(),
            to: self.to.clone(),
            body,
            from: self.from.clone(),
            on: self.on.clone(),
            ..Official::default()
        }
    }
}
