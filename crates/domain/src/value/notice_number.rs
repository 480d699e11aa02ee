//! 通知单编号 = 督办事项编号 (R4.2): gapless per year, never reused.

use serde::{Deserialize, Serialize};

use super::Invalid;

/// Year and running number; written by the institution's [`NumberPattern`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NoticeNumber {
    pub year: i16,
    pub seq: u32,
}

/// How a number is written, e.g. `督办〔{year}〕{n}号`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NumberPattern(pub String);

impl NumberPattern {
    pub fn write(&self, number: NoticeNumber) -> String {
        self.0.replace("{year}", &number.year.to_string()).replace("{n}", &number.seq.to_string())
    }

    /// Reads what [`NumberPattern::write`] writes, and the same with other brackets (`[2026]`, `(2026)`, `【2026】`), spaces or leading zeros.
    pub fn read(&self, typed: &str) -> Result<NoticeNumber, Invalid> {
        let mut digits = typed.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
        let number = match (digits.next(), digits.next(), digits.next()) {
            (Some(year), Some(seq), None) if year.len() == 4 => year.parse().ok().zip(seq.parse().ok()),
            _ => None,
        };
        match number {
            Some((year, seq)) if seq > 0 => Ok(NoticeNumber { year, seq }),
            _ => {
                let sample = self.write(NoticeNumber { year: 2026, seq: 12 });
                Err(Invalid::new("通知单编号", format!("“{typed}”读不出年份和序号，请照“{sample}”填写")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_in_any_writing() {
        let pattern = NumberPattern("督办〔{year}〕{n}号".into());
        let number = NoticeNumber { year: 2026, seq: 12 };
        assert_eq!(pattern.write(number), "督办〔2026〕12号");
        for typed in ["督办〔2026〕12号", "督办[2026]12号", "2026-12", "督办〔2026〕012号"] {
            assert_eq!(pattern.read(typed).unwrap(), number);
        }
        assert!(pattern.read("督办12号").is_err());
    }
}
