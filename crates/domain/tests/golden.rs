//! One golden file a kind of event, for ever: an event written by any released program is read by every later one.
//! A changed file is a broken promise; a new kind writes a new one (`UPDATE_GOLDEN=1`).

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;
#[path = "common/random.rs"]
mod random;

use std::{collections::BTreeMap, fs, path::PathBuf};

use common::*;
use domain::matter::*;
use jiff::ToSpan;
use random::Dice;

#[test]
fn every_kind_ever_written_reads_back() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    if update() {
        for (kind, event) in specimens() {
            let file = dir.join(format!("{kind}.{SCHEMA}.json"));
            if !file.exists() {
                fs::write(file, event.write() + "\n").unwrap();
            }
        }
    }
    for kind in Fact::KINDS {
        let file = dir.join(format!("{kind}.{SCHEMA}.json"));
        let body = fs::read_to_string(&file).unwrap_or_else(|_| panic!("no golden file {}", file.display()));
        let event = Event::read(kind, SCHEMA, body.trim_end()).unwrap();
        assert_eq!(event.write(), body.trim_end(), "{kind} is written differently now");
    }
}

#[test]
fn unknown_kinds_and_schemas_are_refused() {
    assert!(Event::read("forgotten", SCHEMA, "{}").is_err());
    assert!(Event::read("registered", SCHEMA + 1, "{}").is_err());
    assert!(Event::read("registered", SCHEMA, "{\"fact\":{\"signed\":{}}}").is_err());
}

/// Lives matters until each kind has happened once.
fn specimens() -> BTreeMap<&'static str, Event> {
    let mut found = BTreeMap::new();
    for seed in 0..20_000 {
        let mut dice = Dice(seed);
        let mut story = Story::new("2026-01-05");
        for _ in 0..60 {
            if let Ok(events) = decide(&story.matter, &Command::ProposeUrging, &story.context(domain::Who::System)) {
                events.iter().for_each(|event| {
                    found.entry(event.kind()).or_insert_with(|| event.clone());
                });
                story.record_of(domain::Who::System, events);
            }
            let kinds = if story.matter.stage.is_final() { break } else { table::allowed(story.matter.stage) };
            let kind = dice.pick(kinds);
            let command = dice.command(kind, &story.matter, story.today);
            let accepted = EVERYONE.iter().find_map(|who| story.ask(*who, &command).ok().map(|events| (*who, events)));
            if let Some((who, events)) = accepted {
                events.iter().for_each(|event| {
                    found.entry(event.kind()).or_insert_with(|| event.clone());
                });
                story.record(who, events);
            }
            story.today = story.today.checked_add((dice.roll(6) as i64).days()).unwrap();
        }
        if found.len() == Fact::KINDS.len() {
            break;
        }
    }
    let moved = story_with_a_new_holiday();
    found.entry("recalculated").or_insert(moved);
    found
}

fn story_with_a_new_holiday() -> Event {
    let mut story = Story::under_way("2026-12-20");
    let (date, kind, name) = (day("2027-01-01"), domain::calendar::DayKind::Off, "元旦".to_owned());
    story.school.calendar.insert(domain::calendar::SpecialDay { date, kind, name });
    story.ask(CLERK, &Command::Recalculate { reason: text("公布 2027 年安排") }).unwrap().remove(0)
}

#[expect(clippy::disallowed_methods, reason = "a test is steered from outside")]
fn update() -> bool {
    std::env::var("UPDATE_GOLDEN").is_ok()
}
