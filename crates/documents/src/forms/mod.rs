//! Annexes 1–7 of the regulation, one file a form: same titles, cells, order and notes as the originals. Each takes the facts
//! as they are to stand in its cells; days and names are written out by whoever knows the matter.

pub mod archive_register;
pub mod closing_report;
pub mod extension;
pub mod flow;
pub mod notice;
pub mod registration_register;
pub mod urging;

/// Where a day is to be written by hand.
pub const BLANK_DAY: &str = "　　　年　　月　　日";

/// 此通知单一式两份: whose copy it is.
pub const COPIES: [&str; 2] = ["学校办公室存", "承办单位存"];

/// Who signed, when, and how: `电子签收`, `代签`, `代录`, or empty. All empty: room for ink.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    pub by: String,
    pub on: String,
    pub manner: String,
}

impl Signed {
    /// `吴刚（电子签收）`
    pub fn name(&self) -> String {
        if self.manner.is_empty() { self.by.clone() } else { format!("{}（{}）", self.by, self.manner) }
    }

    /// The lines at the foot of a cell: the signature, the day.
    fn lines(&self, label: &str) -> Vec<String> {
        let name = if self.by.is_empty() { "　　　　　　".to_owned() } else { self.name() };
        vec![format!("{label}{name}"), or_blank(&self.on)]
    }
}

fn or_blank(day: &str) -> String {
    if day.is_empty() { BLANK_DAY.to_owned() } else { day.to_owned() }
}
