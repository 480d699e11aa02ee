//! Records of supervised matters as a university's office would have them: plain, so that any system can load them.
//!
//! Three years up to `today`; old matters are archived, young ones in every stage; some are late.

mod words;

use std::io::Write;

use anyhow::Result;
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::Serialize;

use crate::random::Random;

/// Fixed, so that a benchmark of next year uses the same data.
pub const TODAY: &str = "2026-11-24";

const YEARS: i64 = 3;

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    pub id: String,
    pub title: String,
    pub body: String,
    /// A unit's short name, e.g. `教务处`.
    pub lead_unit: &'static str,
    pub co_units: Vec<&'static str>,
    /// Article 3 (1) to (7), by the keys of demo/README.md.
    pub category: &'static str,
    pub status: Status,
    pub created: Date,
    /// The limit in force; a draft may have none.
    pub due: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Draft,
    Registered,
    UnderWay,
    UnderReview,
    Closed,
    Archived,
}

/// Writes `count` records, oldest and youngest mixed, one JSON object a line.
pub fn write(out: &mut impl Write, count: u64, seed: u64, today: Date) -> Result<()> {
    let mut random = Random::new(seed);
    for _ in 0..count {
        serde_json::to_writer(&mut *out, &record(&mut random, today)?)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn record(random: &mut Random, today: Date) -> Result<Record> {
    let (status, age, left) = life(random);
    let created = today.checked_sub(age.days())?;
    let due = match (status, left) {
        (Status::Draft, _) if random.chance(60) => None,
        (_, Some(left)) => Some(today.checked_add(left.days())?.max(created.checked_add(5.days())?)),
        (_, None) => Some(created.checked_add(random.between(15, 120).days())?),
    };
    let (category, source) = words::source(random, created);
    let lead_unit = random.pick(words::UNITS);
    let mut co_units = Vec::new();
    for _ in 0..random.between(0, 4) {
        let unit = random.pick(words::UNITS);
        if unit != lead_unit && !co_units.contains(&unit) {
            co_units.push(unit);
        }
    }
    let subject = words::Subject::draw(random, created);
    let midnight = u64::try_from(TimeZone::UTC.to_timestamp(created.at(0, 0, 0, 0))?.as_millisecond())?;
    let into_the_day = random.next() % 86_400_000;
    let id = random.uuid(midnight + into_the_day);
    let title = subject.title(random);
    let body = subject.body(random, &source, lead_unit, due);
    Ok(Record { id, title, body, lead_unit, co_units, category, status, created, due })
}

/// Stage, age in days, and for a living matter the days left (negative: late).
fn life(random: &mut Random) -> (Status, i64, Option<i64>) {
    match random.between(1, 100) {
        1..=2 => (Status::Draft, random.between(0, 30), Some(random.between(10, 60))),
        3..=4 => (Status::Registered, random.between(0, 10), Some(random.between(10, 60))),
        5..=16 => (Status::UnderWay, random.between(1, 120), Some(random.between(-15, 75))),
        17..=19 => (Status::UnderReview, random.between(20, 150), Some(random.between(-20, 20))),
        20..=24 => (Status::Closed, random.between(30, 180), None),
        _ => (Status::Archived, random.between(60, YEARS * 365), None),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn some(count: usize, seed: u64) -> Vec<Record> {
        let today = TODAY.parse().expect("a day");
        let mut random = Random::new(seed);
        (0..count).map(|_| record(&mut random, today).expect("a record")).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let bytes = |seed| {
            let mut out = Vec::new();
            write(&mut out, 200, seed, TODAY.parse().expect("a day")).expect("written");
            out
        };
        assert_eq!(bytes(1), bytes(1));
        assert_ne!(bytes(1), bytes(2));
        let text = String::from_utf8(bytes(1)).expect("UTF-8");
        assert_eq!(text.lines().count(), 200);
        let unfilled = ["place", "thing", "act", "year", "meeting", "n", "m", "p"].map(|name| format!("{{{name}}}"));
        assert!(!unfilled.iter().any(|slot| text.contains(slot)));
    }

    #[test]
    fn every_record_is_possible() {
        let today: Date = TODAY.parse().expect("a day");
        for r in some(5_000, 3) {
            assert!(
                r.created <= today && r.created >= today.checked_sub((YEARS * 365).days()).expect("a day"),
                "{r:?}"
            );
            assert!(r.due.is_none_or(|due| due > r.created), "{r:?}");
            assert!(r.due.is_some() || r.status == Status::Draft, "{r:?}");
            assert!(!r.co_units.contains(&r.lead_unit), "{r:?}");
            assert!((8..=60).contains(&r.title.chars().count()), "{r:?}");
            assert!((100..=900).contains(&r.body.chars().count()), "{} {r:?}", r.body.chars().count());
        }
    }

    #[test]
    fn texts_are_varied_and_ids_never_repeat() {
        let all = some(5_000, 4);
        let distinct = |of: fn(&Record) -> &str| all.iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!(distinct(|r| &r.id), 5_000);
        assert!(distinct(|r| &r.title) > 4_000, "{}", distinct(|r| &r.title));
        assert!(distinct(|r| &r.body) > 4_990, "{}", distinct(|r| &r.body));
        assert_eq!(distinct(|r| r.category), 7);
        assert_eq!(distinct(|r| r.lead_unit), words::UNITS.len());
    }
}
