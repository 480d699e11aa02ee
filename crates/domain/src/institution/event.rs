//! What happened to the institution, and the fold.

use serde::{Deserialize, Serialize};

use super::{Delegation, Grant, Institution, Person, Quarter, Unit, calendar, quarterly};
use crate::{
    Stamp,
    calendar::{Limit, SchoolPeriod, SpecialDay},
    regulation::Regulation,
    value::{Day, Picture, Text, Title, UnitId},
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
    /// each day as of the notice of its own year
    CalendarSet {
        days: Vec<SpecialDay>,
    },
    YearAnnounced {
        year: i16,
        document: Title,
        days: Vec<SpecialDay>,
        /// what they take the place of
        removed: Vec<SpecialDay>,
    },
    SpecialDayRemoved {
        day: SpecialDay,
    },
    SchoolPeriodAdded(SchoolPeriod),
    SchoolPeriodRemoved {
        id: u32,
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
    /// the n-th delegation, from 1
    DelegationEnded {
        id: u32,
        until: Day,
    },
    QuarterlyReportOpened {
        quarter: Quarter,
        limit: Limit,
    },
    QuarterlyReportSubmitted {
        quarter: Quarter,
        on: Day,
        late: bool,
        note: Text,
    },
    /// of its papers; none: they have none
    LogoSet {
        logo: Option<Picture>,
    },
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
        "delegation_ended",
        "quarterly_report_opened",
        "quarterly_report_submitted",
        "year_announced",
        "special_day_removed",
        "school_period_added",
        "school_period_removed",
        "logo_set",
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
            Self::DelegationEnded { .. } => 11,
            Self::QuarterlyReportOpened { .. } => 12,
            Self::QuarterlyReportSubmitted { .. } => 13,
            Self::YearAnnounced { .. } => 14,
            Self::SpecialDayRemoved { .. } => 15,
            Self::SchoolPeriodAdded(_) => 16,
            Self::SchoolPeriodRemoved { .. } => 17,
            Self::LogoSet { .. } => 18,
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
        InstitutionEvent::LogoSet { logo } => institution.logo = logo,
        InstitutionEvent::RegulationSet { regulation } => {
            // One of the same day was still to come: it is replaced.
            institution.regulations.retain(|other| other.in_force != regulation.in_force);
            institution.regulations.push(*regulation);
            institution.regulations.sort_by_key(|r| r.in_force);
        }
        event @ (InstitutionEvent::CalendarSet { .. }
        | InstitutionEvent::YearAnnounced { .. }
        | InstitutionEvent::SpecialDayRemoved { .. }
        | InstitutionEvent::SchoolPeriodAdded(_)
        | InstitutionEvent::SchoolPeriodRemoved { .. }) => calendar::evolve(&mut institution, event),
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
        InstitutionEvent::DelegationEnded { id, until } => {
            let delegation = (id as usize).checked_sub(1).and_then(|index| institution.delegations.get_mut(index));
            if let Some(delegation) = delegation {
                delegation.until = until;
            }
        }
        InstitutionEvent::QuarterlyReportOpened { .. } | InstitutionEvent::QuarterlyReportSubmitted { .. } => {
            quarterly::evolve(&mut institution, event);
        }
        InstitutionEvent::OfficeAppointed { office, discipline } => {
            institution.office = Some(office);
            institution.discipline = Some(discipline);
        }
    }
    institution
}
