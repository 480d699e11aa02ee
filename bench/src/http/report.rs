//! What a load came to: answers a second, and how long people would have waited.

use std::{collections::BTreeMap, time::Duration};

use serde::Serialize;

/// Of one client.
#[derive(Debug, Default)]
pub struct Part {
    micros: Vec<u64>,
    bytes: u64,
    errors: BTreeMap<String, u64>,
}

impl Part {
    pub fn good(&mut self, took: Duration, bytes: usize) {
        self.micros.push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        self.bytes += u64::try_from(bytes).unwrap_or_default();
    }

    /// Takes in what another client met.
    pub fn add(&mut self, other: Part) {
        self.micros.extend(other.micros);
        self.bytes += other.bytes;
        for (what, count) in other.errors {
            *self.errors.entry(what).or_default() += count;
        }
    }

    pub fn bad(&mut self, what: String) {
        *self.errors.entry(what).or_default() += 1;
    }
}

/// Times in milliseconds, of good answers only. Errors are counted by what they were.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub clients: usize,
    pub seconds: f64,
    pub answers: usize,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p90_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
    pub bytes_per_answer: u64,
    pub errors: BTreeMap<String, u64>,
}

impl Report {
    pub const HEAD: &str = "| 场景 | 并发 | 每秒 | p50 | p90 | p99 | 最长 | 每次字节 | 错误 |\n\
                            |---|--:|--:|--:|--:|--:|--:|--:|--:|";

    pub fn new(clients: usize, measured: Duration, all: Part) -> Report {
        let Part { mut micros, bytes, errors } = all;
        micros.sort_unstable();
        let answers = micros.len();
        let seconds = measured.as_secs_f64();
        let at = |share| millis(quantile(&micros, share));
        Report {
            clients,
            seconds,
            answers,
            per_second: answers as f64 / seconds,
            p50_ms: at(0.50),
            p90_ms: at(0.90),
            p99_ms: at(0.99),
            max_ms: at(1.0),
            bytes_per_answer: bytes.checked_div(answers as u64).unwrap_or_default(),
            errors,
        }
    }

    /// A line under [`Report::HEAD`].
    pub fn row(&self, title: &str) -> String {
        let ms = |value: f64| format!("{value:.2} ms");
        let times = [self.p50_ms, self.p90_ms, self.p99_ms, self.max_ms].map(ms).join(" | ");
        let (clients, rate, bytes) = (self.clients, self.per_second, self.bytes_per_answer);
        format!("| {title} | {clients} | {rate:.0} | {times} | {bytes} | {} |", self.told_errors())
    }

    fn told_errors(&self) -> String {
        if self.errors.is_empty() {
            return "0".to_owned();
        }
        let told: Vec<_> = self.errors.iter().map(|(what, count)| format!("{count} × {what}")).collect();
        told.join("；")
    }
}

/// The smallest value that this share of all values does not exceed.
fn quantile(sorted: &[u64], share: f64) -> u64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied().unwrap_or_default()
}

fn millis(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let hundred: Vec<u64> = (1..=100).collect();
        assert_eq!([0.5, 0.9, 0.99, 1.0].map(|share| quantile(&hundred, share)), [50, 90, 99, 100]);
        assert_eq!((quantile(&[7], 0.5), quantile(&[], 0.99)), (7, 0));
    }

    #[test]
    fn parts_are_added_and_errors_told_apart() {
        let (mut one, mut two) = (Part::default(), Part::default());
        one.good(Duration::from_millis(2), 100);
        two.good(Duration::from_millis(4), 300);
        two.bad("503".to_owned());
        one.add(two);
        let report = Report::new(2, Duration::from_secs(2), one);
        assert_eq!((report.answers, report.bytes_per_answer), (2, 200));
        assert_eq!(report.row("工作台"), "| 工作台 | 2 | 1 | 2.00 ms | 4.00 ms | 4.00 ms | 4.00 ms | 200 | 1 × 503 |");
    }
}
