//! What the institution itself owes and allows: 季度呈报 (R4.7b), 代签. Given, when, then.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{
    Reason, Refusal, Who,
    access::{Subject, subjects},
    institution::{Delegation, Institution, InstitutionCommand as C, Quarter, decide, evolve},
    value::PersonId,
};

fn does(school: Institution, who: Who, today: &str, command: C) -> Result<Institution, Refusal> {
    let events = decide(&school, who, day(today), command)?;
    Ok(events.iter().fold(school, evolve))
}

const THIRD: Quarter = Quarter { year: 2026, quarter: 3 };

/// R4.7b: owed from the first day after the quarter, within ten working days over 国庆.
#[test]
fn a_quarterly_report_is_owed_after_the_quarter() {
    let open = || C::OpenQuarterlyReport { quarter: THIRD };
    assert_eq!(does(school(), Who::System, "2026-09-30", open()).unwrap_err().reason, Reason::Invalid);
    let school = does(school(), Who::System, "2026-10-01", open()).unwrap();
    let report = school.quarterly_report(THIRD).unwrap();
    // 10月8–10日（10日补班）, 12–16日, 19、20日
    assert_eq!((report.limit.due, report.is_owed()), (day("2026-10-20"), true));
    assert_eq!(does(school.clone(), Who::System, "2026-10-02", open()).unwrap_err().reason, Reason::Overtaken);
    let submit = |on: &str| C::SubmitQuarterlyReport { quarter: THIRD, on: day(on), note: text("呈报校领导") };
    let by = |who: PersonId| Who::Person(who);
    assert_eq!(
        does(school.clone(), by(LEAD_HEAD), "2026-10-21", submit("2026-10-21")).unwrap_err().reason,
        Reason::NotPermitted
    );
    assert!(does(school.clone(), by(CLERK), "2026-10-21", submit("2026-09-29")).is_err(), "before its end");
    let late = does(school.clone(), by(CLERK), "2026-10-21", submit("2026-10-21")).unwrap();
    assert!(late.quarterly_report(THIRD).unwrap().submitted.as_ref().unwrap().late);
    let in_time = does(school, by(CLERK), "2026-10-21", submit("2026-10-20")).unwrap();
    assert!(!in_time.quarterly_report(THIRD).unwrap().submitted.as_ref().unwrap().late, "the day it happened counts");
}

#[test]
fn quarters_follow_one_another() {
    assert_eq!(Quarter::of(day("2026-12-31")), Quarter { year: 2026, quarter: 4 });
    assert_eq!(Quarter::ended_before(day("2026-01-05")), Quarter { year: 2025, quarter: 4 });
    let mut quarter = Quarter { year: 2023, quarter: 1 };
    for _ in 0..12 {
        let end = quarter.last_day().unwrap();
        assert_eq!((Quarter::of(end), Quarter::of(end.tomorrow().unwrap())), (quarter, quarter.next()));
        assert_eq!(Quarter::ended_before(end.tomorrow().unwrap()), quarter);
        quarter = quarter.next();
    }
    assert_eq!(THIRD.to_string(), "2026年第三季度");
    assert!(Quarter { year: 2026, quarter: 5 }.last_day().is_err());
}

/// 代签: the deputy sees what the principal sees, from the first day to the last, and no longer once it is taken back.
#[test]
fn a_deputy_sees_what_the_principal_sees_while_it_lasts() {
    let command = C::Delegate(Delegation {
        principal: LEAD_HEAD,
        deputy: CO_CONTACT,
        from: day("2026-09-01"),
        until: day("2026-09-30"),
    });
    assert!(does(school(), Who::Person(CO_CONTACT), "2026-08-31", command.clone()).is_err(), "not by the deputy");
    let school = does(school(), Who::Person(LEAD_HEAD), "2026-08-31", command).unwrap();
    let sees = |school: &Institution, on: &str| subjects(school, CO_CONTACT, day(on)).contains(&Subject::Unit(LEAD));
    let days = ["2026-08-31", "2026-09-01", "2026-09-30", "2026-10-01"];
    assert_eq!(days.map(|on| sees(&school, on)), [false, true, true, false]);
    let end = |until: &str| C::EndDelegation { id: 1, until: day(until) };
    assert!(does(school.clone(), Who::Person(CO_CONTACT), "2026-09-10", end("2026-09-09")).is_err());
    let ended = does(school, Who::Person(LEAD_HEAD), "2026-09-10", end("2026-09-09")).unwrap();
    assert_eq!(["2026-09-09", "2026-09-10"].map(|on| sees(&ended, on)), [true, false]);
    assert!(ended.may_sign_for(CO_CONTACT, LEAD_HEAD, day("2026-09-09")));
    assert!(does(ended, Who::Person(LEAD_HEAD), "2026-09-10", end("2026-09-20")).is_err(), "it has ended already");
}

/// 三员 handle no matters, in nobody's name either.
#[test]
fn an_administrator_is_nobodys_deputy() {
    let (from, until) = (day("2026-09-01"), day("2026-09-30"));
    let command = C::Delegate(Delegation { principal: LEAD_HEAD, deputy: SYSTEM_ADMIN, from, until });
    assert_eq!(does(school(), Who::Person(LEAD_HEAD), "2026-09-01", command).unwrap_err().reason, Reason::Invalid);
}
