//! Into the inbox, and into the outbox for the channels: one row each, under one id, in the transaction of what they tell of.

use std::collections::BTreeSet;

use domain::{
    duty::{Duty, Owner},
    institution::{Institution, Role},
    value::{Day, MatterId, PersonId},
};
use jiff::Timestamp;
use store::{
    Tx,
    inbox::{self, NewNote},
    outbox::{self, NewMessage},
};
use uuid::Uuid;

use super::{CLERK_PROMPT, Message, MessageKind, REMINDER};
use crate::{
    Denied,
    ports::{micros, start_of},
    views::kind_code,
};

/// False where a message of this id was queued before: nothing is queued then.
pub(crate) fn queue(tx: &mut Tx<'_>, id: Uuid, message: &Message, now: Timestamp) -> Result<bool, Denied> {
    let body = serde_json::to_string(message).map_err(|error| Denied::Unreadable(error.to_string()))?;
    let note = NewNote {
        id,
        person: message.person.0,
        kind: message.event.clone(),
        body: body.clone(),
        created_at: micros(now),
    };
    if !inbox::put(tx, &note)? {
        return Ok(false);
    }
    let queued = NewMessage {
        id,
        kind: message.event.clone(),
        recipient: message.person.to_string(),
        body,
        created_at: micros(now),
        not_before: micros(now),
    };
    outbox::queue(tx, &queued)?;
    Ok(true)
}

/// A reminder of one duty on one day.
#[derive(Debug, Clone, Copy)]
pub struct Reminder<'r> {
    pub matter: MatterId,
    /// as it is written; empty before registration
    pub number: &'r str,
    pub duty: &'r Duty,
    /// working days until the due day, 0 on it, negative after
    pub days: i32,
    pub day: Day,
}

/// Reminds each of these people, once a day and duty however often it is called; gives how many were not reminded before.
/// For whom: [`addressees`].
pub fn remind(
    tx: &mut Tx<'_>,
    reminder: &Reminder<'_>,
    kind: MessageKind,
    people: &[PersonId],
    now: Timestamp,
) -> Result<u64, Denied> {
    let Reminder { matter, number, duty, days, day } = *reminder;
    let event = if kind == MessageKind::ClerkPrompt { CLERK_PROMPT } else { REMINDER };
    let mut reminded = 0;
    for person in people {
        let message = Message {
            kind,
            person: *person,
            matter: matter.0,
            number: number.to_owned(),
            event: event.to_owned(),
            duty: kind_code(duty.kind).to_owned(),
            duty_id: duty.id,
            due: Some(duty.due),
            days: Some(days),
        };
        let id = made_of(&format!("{matter}:{}:{day}:{person}", duty.id), start_of(day));
        reminded += u64::from(queue(tx, id, &message, now)?);
    }
    Ok(reminded)
}

/// Who is reminded of a duty: whoever owes it; of one that a leader owes, whatever it is, the Office's clerks (催批), never the
/// leader.
pub fn addressees(institution: &Institution, duty: &Duty, today: Day) -> (MessageKind, Vec<PersonId>) {
    let is_leader = |person| institution.grants_of(person, today).any(|grant| grant.role.is_leader());
    if !(duty.kind.is_leaders() || matches!(duty.owner, Owner::Person(person) if is_leader(person))) {
        return (MessageKind::Reminder, people(institution, duty.owner, today));
    }
    let clerks: BTreeSet<PersonId> = institution.holders(Role::OfficeClerk, None, today).collect();
    let nobody = clerks.is_empty();
    let prompted = if nobody { people(institution, Owner::Office, today) } else { clerks.into_iter().collect() };
    (MessageKind::ClerkPrompt, prompted)
}

/// The people behind an owner today, and those who may sign for them (代签); each once.
pub fn people(institution: &Institution, owner: Owner, today: Day) -> Vec<PersonId> {
    let holders = |role, unit| institution.holders(role, unit, today);
    let own: BTreeSet<PersonId> = match owner {
        Owner::Office => holders(Role::OfficeClerk, None).chain(holders(Role::OfficeHead, None)).collect(),
        Owner::Unit(unit) => {
            holders(Role::UnitHead, Some(unit)).chain(holders(Role::UnitContact, Some(unit))).collect()
        }
        Owner::Person(person) => BTreeSet::from([person]),
    };
    let stands_in = |deputy: PersonId| own.iter().any(|person| institution.may_sign_for(deputy, *person, today));
    let deputies: Vec<PersonId> =
        institution.delegations.iter().map(|delegation| delegation.deputy).filter(|d| stands_in(*d)).collect();
    own.iter().copied().chain(deputies).collect::<BTreeSet<_>>().into_iter().collect()
}

/// An identifier that is the same for the same place for ever, in the shape of a UUIDv7 of that instant.
pub(crate) fn made_of(place: &str, at: Timestamp) -> Uuid {
    let digest = crypto::sm3(place.as_bytes());
    let millis = at.as_millisecond().max(0).unsigned_abs();
    let random: [u8; 10] = std::array::from_fn(|at| digest[at]);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
