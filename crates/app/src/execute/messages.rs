//! Who has to hear of an event: everyone who now owes something, and those whom the act itself tells. One message a person,
//! queued with the change; sending it is the channels' business.

use std::collections::BTreeMap;

use domain::{
    duty::{Duty, DutyChange, DutyKind, Owner},
    institution::Institution,
    matter::{Entry, Fact, Matter, Urging},
    value::{Day, PersonId},
};
use jiff::Timestamp;
use store::Tx;

use crate::{
    Denied,
    messages::{Message, MessageKind, NOTICE_REISSUED, UrgingCircle, made_of, people, queue as queue_one},
    views::{kind_code, number_of, write_number},
};

pub(super) fn queue(
    tx: &mut Tx<'_>,
    institution: &Institution,
    matter: &Matter,
    entry: &Entry,
    quiet: &[PersonId],
    now: Timestamp,
    today: Day,
) -> Result<(), Denied> {
    let number = number_of(matter).map(|number| write_number(matter, institution, number)).unwrap_or_default();
    let mut messages: BTreeMap<PersonId, Message> = BTreeMap::new();
    let message = |kind, person| Message {
        kind,
        person,
        matter: matter.id.0,
        number: number.clone(),
        event: entry.event.kind().to_owned(),
        duty: String::new(),
        duty_id: 0,
        due: None,
        days: None,
    };
    if reissues_the_notice(entry, matter) {
        for unit in matter.present_units() {
            for person in people(institution, Owner::Unit(unit.assignment.unit), today) {
                let reissued = Message { event: NOTICE_REISSUED.to_owned(), ..message(MessageKind::Told, person) };
                messages.insert(person, reissued);
            }
        }
    }
    let of_the_urging = urging_circle(&entry.event.fact, matter, institution, today);
    for owner in told(&entry.event.fact, matter).into_iter().chain(of_the_urging.people().map(Owner::Person)) {
        for person in people(institution, owner, today) {
            messages.insert(person, message(MessageKind::Told, person));
        }
    }
    // Who owes several things hears of what lasts longest: a message is done with once what it names is done.
    let mut owed: Vec<&Duty> = owed_anew(entry, matter).collect();
    owed.sort_by_key(|duty| (duty.due, duty.id));
    for duty in owed {
        for person in people(institution, duty.owner, today) {
            let owes = Message {
                duty: kind_code(duty.kind).to_owned(),
                duty_id: duty.id,
                due: Some(duty.due),
                ..message(MessageKind::Owes, person)
            };
            messages.insert(person, owes);
        }
    }
    for (person, message) in messages.into_iter().filter(|(person, _)| !quiet.contains(person)) {
        queue_one(tx, message_id(matter, entry, person), &message, now)?;
    }
    Ok(())
}

/// The same for ever: made of the event and the recipient, at the instant of the event.
fn message_id(matter: &Matter, entry: &Entry, person: PersonId) -> uuid::Uuid {
    made_of(&format!("{}:{}:{}:{person}", matter.id, matter.version, entry.event.kind()), entry.stamp.at)
}

/// Duties that the event opened, opened again or moved.
fn owed_anew<'m>(entry: &'m Entry, matter: &'m Matter) -> impl Iterator<Item = &'m Duty> {
    let ids = entry.event.duties.iter().filter_map(|change| match change {
        DutyChange::Opened(duty) => Some(duty.id),
        DutyChange::Reopened { id } => Some(*id),
        // A date that only became certain is no news.
        DutyChange::Moved { id, from, to, .. } if from != to => Some(*id),
        _ => None,
    });
    ids.filter_map(|id| matter.duties.get(id)).filter(|duty| duty.is_open())
}

/// Whom the act itself tells, beyond those who owe something through it.
fn told(fact: &Fact, matter: &Matter) -> Vec<Owner> {
    let lead = || matter.lead().map(Owner::Unit);
    let units = || matter.present_units().map(|unit| Owner::Unit(unit.assignment.unit));
    match fact {
        Fact::FedBack { to, .. } => to.clone(),
        Fact::Transferred { from, .. } => vec![Owner::Unit(*from)],
        Fact::CoUnitRemoved { unit, .. } => vec![Owner::Unit(*unit)],
        Fact::Amended { .. }
        | Fact::TerminationGranted { .. }
        | Fact::SuspensionGranted { .. }
        | Fact::Resumed { .. } => units().collect(),
        Fact::ExtensionGranted { .. }
        | Fact::ExtensionRefused { .. }
        | Fact::ExtensionReturned { .. }
        | Fact::PlanAccepted { .. }
        | Fact::Insisted { .. }
        | Fact::Reviewed { .. }
        | Fact::AcceptanceRevoked { .. }
        | Fact::UrgingRevoked { .. } => lead().into_iter().collect(),
        Fact::CoordinationAnswered { problem, .. } => {
            let asked = matter.problems.iter().find(|one| one.id == *problem);
            asked.map(|one| Owner::Unit(one.unit)).into_iter().collect()
        }
        Fact::SituationSubmitted { to, .. } => vec![Owner::Person(*to)],
        Fact::SubTaskReported { .. } => lead().into_iter().collect(),
        Fact::SubTaskTaken { task, .. } => {
            let taken = matter.sub_tasks.iter().find(|one| one.id == *task);
            taken.map(|one| one.owner).into_iter().collect()
        }
        // a co-unit's report goes to the lead unit (R4.4d)
        Fact::ProgressReported { unit, .. } => lead().filter(|lead| *lead != Owner::Unit(*unit)).into_iter().collect(),
        Fact::InstructionAnswered { instruction, .. } => {
            let answered = matter.instructions.iter().find(|one| one.id == *instruction);
            let giver = answered.and_then(|one| one.given.by.person()).map(Owner::Person);
            giver.into_iter().chain([Owner::Office]).collect()
        }
        Fact::HandedOver { from, to, .. } => from.iter().chain([to]).copied().map(Owner::Person).collect(),
        Fact::Reminded { unit, .. } => vec![Owner::Unit(*unit)],
        Fact::Approved { .. } | Fact::SentBack { .. } | Fact::Instructed { .. } => vec![Owner::Office],
        _ => Vec::new(),
    }
}

/// R4.5c, R4.5d: who gets word of an urging beside the lead unit; of a revoked one, those who had word of it.
fn urging_circle(fact: &Fact, matter: &Matter, institution: &Institution, today: Day) -> UrgingCircle {
    match fact {
        Fact::Urged { nth, copied, .. } => UrgingCircle::of(matter, institution, *nth, *copied, today),
        Fact::UrgingRevoked { urging, .. } => {
            let revoked = matter.urgings.iter().find(|one| one.id == *urging);
            let circle = |one: &Urging| UrgingCircle::of(matter, institution, one.nth, one.copied, today);
            revoked.map(circle).unwrap_or_default()
        }
        _ => UrgingCircle::default(),
    }
}

/// What the notice says has changed: every unit under it is to look at the new version.
fn reissues_the_notice(entry: &Entry, matter: &Matter) -> bool {
    let moves_the_limit = || {
        entry.event.duties.iter().any(|change| match change {
            DutyChange::Moved { id, from, to, .. } => {
                from != to && matter.duties.get(*id).is_some_and(|duty| duty.kind == DutyKind::Complete)
            }
            _ => false,
        })
    };
    matter.dispatched.is_some()
        && match &entry.event.fact {
            Fact::Transferred { .. } | Fact::CoUnitAdded { .. } | Fact::CoUnitRemoved { .. } | Fact::Amended { .. } => {
                true
            }
            Fact::DueCorrected { .. } | Fact::Recalculated { .. } => moves_the_limit(),
            _ => false,
        }
}
