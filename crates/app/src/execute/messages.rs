//! Who has to hear of an event: everyone who now owes something, and those whom the act itself tells. One message a person,
//! queued with the change; sending it is the channels' business.

use std::collections::BTreeMap;

use domain::{
    duty::{DutyChange, Owner},
    institution::{Institution, Role},
    matter::{Entry, Fact, Matter},
    value::{Day, PersonId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    Tx,
    outbox::{self, NewMessage},
};

use crate::{
    Denied,
    ports::micros,
    views::{kind_code, number_of, write_number},
};

/// Why it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// the person now owes something
    Owes,
    /// the person is told of something done
    Told,
}

/// What is queued for one person: number and link, never more than the addressee may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub kind: MessageKind,
    pub person: PersonId,
    pub matter: uuid::Uuid,
    /// empty before registration
    pub number: String,
    /// the event, as it stands in the log
    pub event: String,
    /// what is owed, as it stands in views; empty where nothing is
    pub duty: String,
    pub due: Option<Day>,
}

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
        due: None,
    };
    for owner in told(&entry.event.fact, matter) {
        for person in people(institution, owner, today) {
            messages.insert(person, message(MessageKind::Told, person));
        }
    }
    if copied_to_discipline(&entry.event.fact) {
        for person in institution.holders(Role::Discipline, None, today) {
            messages.insert(person, message(MessageKind::Told, person));
        }
    }
    for duty in owed_anew(entry, matter) {
        for person in people(institution, duty.owner, today) {
            let owes = Message {
                duty: kind_code(duty.kind).to_owned(),
                due: Some(duty.due),
                ..message(MessageKind::Owes, person)
            };
            messages.insert(person, owes);
        }
    }
    for (person, message) in messages.into_iter().filter(|(person, _)| !quiet.contains(person)) {
        let body = serde_json::to_string(&message).map_err(|error| Denied::Unreadable(error.to_string()))?;
        let queued = NewMessage {
            id: message_id(matter, entry, person),
            kind: entry.event.kind().to_owned(),
            recipient: person.to_string(),
            body,
            created_at: micros(now),
            not_before: micros(now),
        };
        outbox::queue(tx, &queued)?;
    }
    Ok(())
}

/// The same for ever: made of the event and the recipient, at the instant of the event.
fn message_id(matter: &Matter, entry: &Entry, person: PersonId) -> uuid::Uuid {
    let place = format!("{}:{}:{}:{person}", matter.id, matter.version, entry.event.kind());
    let digest = crypto::sm3(place.as_bytes());
    let millis = entry.stamp.at.as_millisecond().unsigned_abs();
    uuid::Builder::from_unix_timestamp_millis(millis, digest[..10].try_into().unwrap_or(&[0; 10])).into_uuid()
}

/// Duties that the event opened, opened again or moved.
fn owed_anew<'m>(entry: &'m Entry, matter: &'m Matter) -> impl Iterator<Item = &'m domain::duty::Duty> {
    let ids = entry.event.duties.iter().filter_map(|change| match change {
        DutyChange::Opened(duty) => Some(duty.id),
        DutyChange::Reopened { id } | DutyChange::Moved { id, .. } => Some(*id),
        _ => None,
    });
    ids.filter_map(|id| matter.duties.get(id)).filter(|duty| duty.is_open())
}

/// Whom the act itself tells, beyond those who owe something through it.
fn told(fact: &Fact, matter: &Matter) -> Vec<Owner> {
    let lead = || matter.lead().map(Owner::Unit);
    let leader = || matter.leader().map(Owner::Person);
    let units = || matter.present_units().map(|unit| Owner::Unit(unit.assignment.unit));
    match fact {
        Fact::Urged { .. } => leader().into_iter().collect(),
        Fact::UrgingRevoked { .. } => lead().into_iter().chain(leader()).collect(),
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
        | Fact::CoordinationAnswered { .. }
        | Fact::Insisted { .. }
        | Fact::Reviewed { .. }
        | Fact::AcceptanceRevoked { .. } => lead().into_iter().collect(),
        Fact::Approved { .. } | Fact::SentBack { .. } | Fact::InstructionAnswered { .. } => vec![Owner::Office],
        _ => Vec::new(),
    }
}

/// R4.5d: the copy goes out in the same act.
fn copied_to_discipline(fact: &Fact) -> bool {
    matches!(fact, Fact::Urged { copied: true, .. })
}

fn people(institution: &Institution, owner: Owner, today: Day) -> Vec<PersonId> {
    let holders = |role, unit| institution.holders(role, unit, today);
    match owner {
        Owner::Office => holders(Role::OfficeClerk, None).chain(holders(Role::OfficeHead, None)).collect(),
        Owner::Unit(unit) => {
            holders(Role::UnitHead, Some(unit)).chain(holders(Role::UnitContact, Some(unit))).collect()
        }
        Owner::Person(person) => vec![person],
    }
}
