//! What the Office does beside the loop: 移交经办人 and 提醒. Given, when, then.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod common;

use common::*;
use domain::{Reason, duty::DutyKind::*, matter::*};

fn hand_over(to: domain::value::PersonId) -> Command {
    Command::HandOver { to, reason: Some(text("外出学习")) }
}

fn remind(unit: domain::value::UnitId) -> Command {
    Command::Remind { unit, text: text("请按期办结") }
}

/// First whoever entered it; from then on whoever it was handed to. What the Office owes stays the Office's.
#[test]
fn a_matter_is_handed_over_to_another_clerk() {
    let mut story = Story::under_way("2026-09-01");
    assert_eq!(story.matter.clerk(), Some(CLERK));
    assert_eq!(story.refused(CLERK, hand_over(CLERK)).reason, Reason::Invalid, "it is theirs already");
    assert_eq!(story.refused(CLERK, hand_over(LEAD_HEAD)).reason, Reason::Invalid, "nobody of the Office");
    assert_eq!(story.refused(LEAD_HEAD, hand_over(CLERK_2)).reason, Reason::NotPermitted);
    let owed = story.owed();
    story.does(CLERK, hand_over(CLERK_2));
    assert_eq!((story.matter.clerk(), story.owed()), (Some(CLERK_2), owed));
    story.does(CLERK_2, hand_over(HEAD));
    assert_eq!(story.matter.clerk(), Some(HEAD));
}

/// It names what is owed first, changes no date, is no urging, and is said once a day.
#[test]
fn a_unit_is_reminded_of_what_it_owes() {
    let mut story = Story::under_way("2026-09-01");
    let (owed, urgings) = (story.owed(), story.matter.urgings.len());
    story.on("2026-09-15").does(CLERK, remind(LEAD));
    assert_eq!((story.owed(), story.matter.urgings.len()), (owed, urgings));
    assert_eq!(story.matter.next_urging(), 1, "it counts nowhere");
    assert_eq!(story.refused(CLERK, remind(LEAD)).reason, Reason::Overtaken, "once a day");
    story.on("2026-09-16").does(CLERK, remind(LEAD));
    assert_eq!(story.matter.reminded.len(), 2);
    assert_eq!(story.refused(CLERK, remind(OTHER)).reason, Reason::NoSuchItem, "not under the notice");
    assert_eq!(story.refused(LEAD_HEAD, remind(LEAD)).reason, Reason::NotPermitted);
    let last = story.ask(CLERK, &Command::Remind { unit: CO, text: text("请签收") });
    match last.map(|events| events[0].fact.clone()) {
        Ok(Fact::Reminded { owed, .. }) => assert_ne!(owed, Complete),
        Ok(other) => panic!("{other:?}"),
        Err(refusal) => assert_eq!(refusal.reason, Reason::IllegalTransition, "it owes nothing"),
    }
}
