//! What a 通报 or 呈报 says: paragraphs that people write and tables of figures that come from the record.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::SummaryKind;
use crate::{
    Refusal,
    regulation::Clause,
    value::{Day, PersonId, Text, Title, UnitId},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub title: Title,
    /// 主送
    pub to: Title,
    pub opening: Text,
    pub parts: Vec<Part>,
    /// what is asked of the units, or the last words to the leadership
    pub closing: Option<Text>,
    pub circle: Circle,
    /// no unit is named in what the circle reads
    pub anonymous: bool,
    pub named: Vec<Named>,
}

/// `一、总体情况` and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// without its numeral
    pub heading: Title,
    /// a paragraph a line
    pub text: Option<Text>,
    /// as counted when it was drafted
    pub table: Option<FigureTable>,
}

/// The first column says of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureTable {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Who may read a 通报, beside the Office, the leadership and the units that it names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circle {
    /// 全体教职工
    pub everyone: bool,
    pub units: Vec<UnitId>,
    pub people: Vec<PersonId>,
}

impl Circle {
    pub fn is_empty(&self) -> bool {
        !self.everyone && self.units.is_empty() && self.people.is_empty()
    }
}

/// A unit that is named as slow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub unit: UnitId,
    /// which matters, how late, how often urged
    pub facts: Text,
    /// 责令说明和整改, by this day; `None`: it is only named
    pub explain_by: Option<Day>,
}

impl Content {
    /// What would be wrong with issuing it as this kind.
    pub(super) fn check(&self, kind: SummaryKind, on: Day) -> Result<(), Refusal> {
        if kind == SummaryKind::Report {
            if !self.named.is_empty() || self.anonymous || !self.circle.is_empty() {
                return Err(
                    Refusal::invalid("通报范围", "呈报只送校领导班子，不设通报范围，也不点名").under(Clause::R4_7b)
                );
            }
            return Ok(());
        }
        let mut units = BTreeSet::new();
        if let Some(twice) = self.named.iter().find(|named| !units.insert(named.unit)) {
            let message =
                format!("同一单位只列一次，请合并（{}）", twice.facts.as_str().chars().take(20).collect::<String>());
            return Err(Refusal::invalid("进展缓慢的单位", message));
        }
        if let Some(past) = self.named.iter().filter_map(|named| named.explain_by).find(|by| *by <= on) {
            return Err(
                Refusal::invalid("说明期限", format!("{past} 不晚于今天，请改为以后的日期")).under(Clause::R5_3)
            );
        }
        Ok(())
    }
}
