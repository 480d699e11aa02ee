//! One golden file a kind of the institution's events, for ever: like those of matters (`golden.rs`). A changed file is a
//! broken promise; a new kind writes a new one (`UPDATE_GOLDEN=1`).

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use std::{fs, path::PathBuf};

use common::*;
use domain::{
    calendar::{DayKind, PeriodKind, SchoolPeriod, SpecialDay},
    institution::{self, Delegation, Grant, Institution, InstitutionEvent as E, Person, Quarter, Role, Unit, UnitKind},
    value::Picture,
};

const SCHEMA: i64 = domain::matter::SCHEMA;

#[test]
fn every_kind_ever_written_reads_back() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/institution");
    if update() {
        fs::create_dir_all(&dir).unwrap();
        for event in specimens() {
            let file = dir.join(format!("{}.{SCHEMA}.json", event.kind()));
            if !file.exists() {
                fs::write(file, serde_json::to_string(&event).unwrap() + "\n").unwrap();
            }
        }
    }
    for kind in E::KINDS {
        let file = dir.join(format!("{kind}.{SCHEMA}.json"));
        let body = fs::read_to_string(&file).unwrap_or_else(|_| panic!("no golden file {}", file.display()));
        let event: E = serde_json::from_str(body.trim_end()).unwrap();
        assert_eq!(event.kind(), *kind);
        assert_eq!(serde_json::to_string(&event).unwrap(), body.trim_end(), "{kind} is written differently now");
        // Total: whatever was written folds.
        institution::evolve(Institution::default(), &event);
    }
}

/// Written before a kind had all its fields: they are read with the defaults.
#[test]
fn older_writings_are_read() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/institution/older");
    for file in fs::read_dir(dir).unwrap() {
        let path = file.unwrap().path();
        let event: E = serde_json::from_str(fs::read_to_string(&path).unwrap().trim_end()).unwrap();
        let institution = institution::evolve(Institution::default(), &event);
        let rules = institution.regulation_on(day("2026-11-30")).unwrap();
        assert_eq!(rules.papers.notice, "{学校}督办事项通知单", "{}", path.display());
        assert_eq!(rules.check(), []);
    }
}

fn specimens() -> Vec<E> {
    let special = |date, kind| SpecialDay { date: day(date), kind, name: "元旦".to_owned() };
    let unit = Unit {
        id: LEAD,
        name: title("教务处"),
        aliases: vec!["教务".to_owned()],
        kind: UnitKind::Department,
        order: 3,
        closed_on: None,
    };
    let person = Person {
        id: LEAD_HEAD,
        name: title("某人（演示）"),
        unit: Some(LEAD),
        post: "处长".to_owned(),
        telephone: Some(sealed()),
        mail: None,
        left_on: None,
    };
    let (from, until) = (day("2026-01-01"), day("2026-12-31"));
    let delegation = Delegation { principal: LEADER, deputy: HEAD, from, until };
    let limit = calendar().limit(day("2026-09-30"), 10).unwrap();
    let quarter = Quarter { year: 2026, quarter: 3 };
    vec![
        E::Named { name: "演示大学".to_owned() },
        E::RegulationSet { regulation: Box::new(regulation()) },
        E::CalendarSet { days: vec![special("2026-01-01", DayKind::Off)] },
        E::UnitAdded(unit.clone()),
        E::UnitChanged(unit),
        E::PersonAdded(person.clone()),
        E::PersonChanged(person),
        E::Granted(Grant { id: 1, person: LEAD_HEAD, role: Role::UnitHead, unit: Some(LEAD), from, until: None }),
        E::GrantEnded { id: 1, until },
        E::Delegated(delegation),
        E::DelegationEnded { id: 1, until },
        E::OfficeAppointed { office: OFFICE_UNIT, discipline: DISCIPLINE_UNIT },
        E::QuarterlyReportOpened { quarter, limit },
        E::QuarterlyReportSubmitted { quarter, on: day("2026-10-12"), late: false, note: text("报校长办公会") },
        E::YearAnnounced {
            year: 2026,
            document: title("国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"),
            days: vec![special("2026-01-01", DayKind::Off), special("2026-01-04", DayKind::Work)],
            removed: vec![special("2026-01-02", DayKind::Off)],
        },
        E::SpecialDayRemoved { day: special("2026-01-02", DayKind::Off) },
        E::SchoolPeriodAdded(SchoolPeriod {
            id: 1,
            name: title("寒假"),
            from: day("2026-01-24"),
            until: day("2026-02-28"),
            kind: PeriodKind::Counted,
        }),
        E::SchoolPeriodRemoved { id: 1 },
        E::LogoSet { logo: Some(logo()) },
    ]
}

fn logo() -> Picture {
    let head = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &240u32.to_be_bytes(), &80u32.to_be_bytes()].concat();
    Picture::png(head).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test is steered from outside")]
fn update() -> bool {
    std::env::var("UPDATE_GOLDEN").is_ok()
}
