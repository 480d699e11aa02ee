//! What happened to the institution, and the fold.

use serde::{Deserialize, Serialize};

use super::{Delegation, Grant, Institution, Person, Unit};
use crate::{
    Stamp,
    calendar::SpecialDay,
    regulation::Regulation,
    value::{Day, UnitId},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstitutionEvent {
    /// first-run set-up or a new name
    Named {
        name: String,
    },
    RegulationSet {
        regulation: Box<Regulation>,
    },
    CalendarSet {
        days: Vec<SpecialDay>,
    },
    UnitAdded(Unit),
    UnitChanged(Unit),
    PersonAdded(Person),
    PersonChanged(Person),
    Granted(Grant),
    GrantEnded {
        id: u32,
        until: Day,
    },
    Delegated(Delegation),
    OfficeAppointed {
        office: UnitId,
        discipline: UnitId,
    },
}

impl InstitutionEvent {
    pub const KINDS: &[&str] = &[
        "institution_named",
        "regulation_set",
        "calendar_set",
        "unit_added",
        "unit_changed",
        "person_added",
        "person_changed",
        "role_granted",
        "grant_ended",
        "signing_delegated",
        "office_appointed",
    ];

    pub fn kind(&self) -> &'static str {
        let index = match self {
            Self::Named { .. } => 0,
            Self::RegulationSet { .. } => 1,
            Self::CalendarSet { .. } => 2,
            Self::UnitAdded(_) => 3,
            Self::UnitChanged(_) => 4,
            Self::PersonAdded(_) => 5,
            Self::PersonChanged(_) => 6,
            Self::Granted(_) => 7,
            Self::GrantEnded { .. } => 8,
            Self::Delegated(_) => 9,
            Self::OfficeAppointed { .. } => 10,
        };
        Self::KINDS[index]
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct InstitutionEntry {
    pub stamp: Stamp,
    pub event: InstitutionEvent,
}

/// Total: any event on any state gives a state.
pub fn evolve(mut institution: Institution, event: &InstitutionEvent) -> Institution {
    institution.version += 1;
    match event.clone() {
        InstitutionEvent::Named { name } => institution.name = Some(name),
        InstitutionEvent::RegulationSet { regulation } => {
            institution.regulations.push(*regulation);
            institution.regulations.sort_by_key(|r| r.in_force);
        }
        InstitutionEvent::CalendarSet { days } => days.into_iter().for_each(|day| institution.calendar.insert(day)),
        InstitutionEvent::UnitAdded(unit) | InstitutionEvent::UnitChanged(unit) => {
            institution.units.insert(unit.id, unit);
        }
        InstitutionEvent::PersonAdded(person) | InstitutionEvent::PersonChanged(person) => {
            institution.people.insert(person.id, person);
        }
        InstitutionEvent::Granted(grant) => institution.grants.push(grant),
        InstitutionEvent::GrantEnded { id, until } => {
            if let Some(grant) = institution.grants.iter_mut().find(|grant| grant.id == id) {
                grant.until = Some(until);
            }
        }
        InstitutionEvent::Delegated(delegation) => institution.delegations.push(delegation),
        InstitutionEvent::OfficeAppointed { office, discipline } => {
            institution.office = Some(office);
            institution.discipline = Some(discipline);
        }
    }
    institution
}
