//! R8, R9: a changed set of parameters, and whose duties are a leader's own. Given, when, then.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{
    Reason, Refusal, Who,
    duty::{DutyKind, Owner},
    institution::{Institution, InstitutionCommand, decide, evolve},
    regulation::{LightRules, LimitName, Regulation},
    value::Picture,
};

const TODAY: &str = "2026-11-24";

fn sets(school: &Institution, who: Who, change: impl FnOnce(&mut Regulation)) -> Result<Institution, Refusal> {
    let mut regulation = Box::new(school.regulations.last().unwrap().clone());
    change(&mut regulation);
    let events = decide(school, who, day(TODAY), InstitutionCommand::SetRegulation { regulation })?;
    Ok(events.iter().fold(school.clone(), evolve))
}

fn from(on: &str, days: u32) -> impl FnOnce(&mut Regulation) {
    let on = day(on);
    move |set| (set.in_force, set.limits.complete.days) = (on, days)
}

fn complete(school: &Institution, on: &str) -> u32 {
    school.regulation_on(day(on)).unwrap().limit(LimitName::Complete).days
}

#[test]
fn a_set_holds_from_its_day_on() {
    let school = sets(&school(), Who::Person(HEAD), from("2026-12-01", 20)).unwrap();
    assert_eq!((complete(&school, "2026-11-30"), complete(&school, "2026-12-01")), (15, 20));
}

#[test]
fn nothing_holds_from_today_or_before_what_is_in_force() {
    for (who, on) in [(HEAD, TODAY), (HEAD, "2026-01-01"), (HEAD, "2023-06-20")] {
        let refused = sets(&school(), Who::Person(who), from(on, 20)).unwrap_err();
        assert_eq!((refused.reason, refused.fields[0].0.as_str()), (Reason::Invalid, "in_force"), "{on}");
    }
    assert_eq!(sets(&school(), Who::Person(CLERK), from("2026-12-01", 20)).unwrap_err().reason, Reason::NotPermitted);
}

#[test]
fn a_set_that_is_still_to_come_is_replaced_by_one_of_the_same_day() {
    let once = sets(&school(), Who::Person(HEAD), from("2027-01-01", 20)).unwrap();
    let twice = sets(&once, Who::Person(HEAD), from("2027-01-01", 18)).unwrap();
    assert_eq!((twice.regulations.len(), complete(&twice, "2027-01-01")), (2, 18));
    let between = sets(&once, Who::Person(HEAD), from("2026-12-01", 18)).unwrap_err();
    assert!(between.message.contains("2027-01-01"), "{}", between.message);
    let later = sets(&twice, Who::Person(HEAD), from("2027-03-01", 10)).unwrap();
    assert_eq!((later.regulations.len(), complete(&later, "2027-02-28"), complete(&later, "2027-03-01")), (3, 18, 10));
}

/// The picture on the forms is the office head's to set, like the words on them.
#[test]
fn the_logo_is_set_and_taken_away() {
    let picture = |width: u32| {
        let head = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &width.to_be_bytes(), &80u32.to_be_bytes()].concat();
        Picture::png(head).unwrap()
    };
    let set = |school: &Institution, who, logo| {
        let events = decide(school, Who::Person(who), day(TODAY), InstitutionCommand::SetLogo { logo })?;
        Ok::<_, Refusal>(events.iter().fold(school.clone(), evolve))
    };
    let with = set(&school(), HEAD, Some(picture(240))).unwrap();
    assert_eq!(with.logo, Some(picture(240)));
    assert_eq!(set(&with, HEAD, Some(picture(200))).unwrap().logo, Some(picture(200)));
    assert_eq!(set(&with, HEAD, None).unwrap().logo, None);
    assert_eq!(set(&with, HEAD, Some(picture(240))).unwrap_err().reason, Reason::Overtaken);
    assert_eq!(set(&school(), HEAD, None).unwrap_err().reason, Reason::Overtaken);
    assert_eq!(set(&school(), CLERK, Some(picture(240))).unwrap_err().reason, Reason::NotPermitted);
}

#[test]
fn a_faulty_set_is_refused_field_by_field() {
    let refused = sets(&school(), Who::Person(HEAD), |set| {
        set.in_force = day("2026-12-01");
        set.limits.sign.days = 0;
        set.urging.wording = String::new();
    });
    let fields: Vec<String> = refused.unwrap_err().fields.into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["limits.sign", "urging.wording"]);
}

/// Sets written before lights were parameters.
#[test]
fn a_set_without_lights_has_the_usual_ones() {
    let text = include_str!("../../../regulation/hubut-2023.toml");
    let cut = text.find("\n[lights] ").unwrap()..text.find("\n[reserved_to_head]").unwrap();
    let old = text.replace(&text[cut], "");
    assert_eq!(Regulation::parse(&old).unwrap().lights, LightRules::default());
}

#[test]
fn what_a_leader_owes_is_a_leaders_own_whatever_it_is() {
    let school = school();
    let today = day(TODAY);
    for kind in DutyKind::ALL {
        assert!(school.is_leaders(*kind, Owner::Person(LEADER), today), "{kind:?}");
        assert_eq!(school.is_leaders(*kind, Owner::Office, today), kind.is_leaders(), "{kind:?}");
        assert_eq!(school.is_leaders(*kind, Owner::Person(LEAD_HEAD), today), kind.is_leaders(), "{kind:?}");
    }
    assert!(school.leaders(today).contains(&LEADER) && !school.leaders(today).contains(&HEAD));
}
