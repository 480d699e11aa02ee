//! The institution: its units, people, posts, parameters and calendar. Its changes leave events in the same log, on a
//! stream of their own; it is folded like a matter.

mod calendar;
mod decide;
mod event;
mod people;
mod quarterly;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    calendar::WorkCalendar,
    duty::{DutyKind, Owner},
    regulation::Regulation,
    value::{Day, PersonId, Picture, UnitId},
};

pub use decide::{InstitutionCommand, decide};
pub use event::{InstitutionEntry, InstitutionEvent, evolve};
pub use people::{Delegation, Grant, Person, Role, Unit, UnitKind};
pub use quarterly::{Quarter, QuarterlyReport, Submission};

/// The stream of the institution's own events.
pub const STREAM: uuid::Uuid = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Institution {
    pub version: u32,
    pub name: Option<String>,
    /// printed on the forms
    #[serde(default)]
    pub logo: Option<Picture>,
    pub units: BTreeMap<UnitId, Unit>,
    pub people: BTreeMap<PersonId, Person>,
    pub grants: Vec<Grant>,
    pub delegations: Vec<Delegation>,
    /// oldest first
    pub regulations: Vec<Regulation>,
    pub calendar: WorkCalendar,
    /// oldest first
    pub quarterly_reports: Vec<QuarterlyReport>,
    /// the unit that is 学校办公室
    pub office: Option<UnitId>,
    /// the unit that is 纪委、监察专员办公室
    pub discipline: Option<UnitId>,
}

impl Institution {
    /// The set of parameters in force on a day; before the first, the first. `None` only while nothing has been set up.
    pub fn regulation_on(&self, day: Day) -> Option<&Regulation> {
        self.regulations.iter().rev().find(|r| r.in_force <= day).or_else(|| self.regulations.first())
    }

    pub fn unit_name(&self, id: UnitId) -> &str {
        self.units.get(&id).map_or("（未知单位）", |unit| unit.name.as_str())
    }

    pub fn person_name(&self, id: PersonId) -> &str {
        self.people.get(&id).map_or("（未知人员）", |person| person.name.as_str())
    }

    pub fn grants_of(&self, person: PersonId, on: Day) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| grant.person == person && grant.holds_on(on))
    }

    pub fn has_role(&self, person: PersonId, role: Role, on: Day) -> bool {
        self.grants_of(person, on).any(|grant| grant.role == role)
    }

    /// Is this owed by a leader as such? It waits (待批, 待阅): never red, and in no lateness figure, to whomever it is shown.
    pub fn is_leaders(&self, kind: DutyKind, owner: Owner, on: Day) -> bool {
        let leads = |person| self.grants_of(person, on).any(|grant| grant.role.is_leader());
        kind.is_leaders() || matches!(owner, Owner::Person(person) if leads(person))
    }

    /// Who leads on a day.
    pub fn leaders(&self, on: Day) -> BTreeSet<PersonId> {
        let holding = self.grants.iter().filter(|grant| grant.role.is_leader() && grant.holds_on(on));
        holding.map(|grant| grant.person).collect()
    }

    pub fn holders(&self, role: Role, unit: Option<UnitId>, on: Day) -> impl Iterator<Item = PersonId> {
        self.grants
            .iter()
            .filter(move |g| g.role == role && g.holds_on(on) && (unit.is_none() || g.unit == unit))
            .map(|g| g.person)
    }

    /// For whom this person may sign on a day (代签).
    pub fn principals_of(&self, deputy: PersonId, on: Day) -> impl Iterator<Item = PersonId> {
        let holds = move |d: &&Delegation| d.deputy == deputy && d.from <= on && on <= d.until;
        self.delegations.iter().filter(holds).map(|d| d.principal)
    }

    /// Does `deputy` hold a dated authority to sign for `principal`? (代签)
    pub fn may_sign_for(&self, deputy: PersonId, principal: PersonId, on: Day) -> bool {
        self.principals_of(deputy, on).any(|other| other == principal)
    }
}
