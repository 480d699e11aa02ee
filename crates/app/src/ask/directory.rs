//! Units and people: lists, and one of each with posts and telephones. Anybody who is signed in may look; what accounts
//! there are is for administrators and the Office.

use std::collections::HashMap;

use domain::{
    institution::{Grant, Institution, Person, Role, Unit},
    value::{Day, PersonId, Sealed, UnitId},
};
use store::{
    credentials::{self, Login},
    sealed,
};

use super::matter::ERASED;
use crate::{Actor, App, Denied, accounts::AccountState, snapshot::Snapshot};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    pub unit: Unit,
    pub heads: Vec<PersonId>,
    pub contacts: Vec<PersonId>,
    /// of the first contact that has one, else of the first head
    pub telephone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDetail {
    pub unit: Unit,
    /// heads and contacts, also those whose time is over
    pub grants: Vec<Grant>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub person: Person,
    /// held today
    pub roles: Vec<(Role, Option<UnitId>)>,
    pub telephone: Option<String>,
    pub account: AccountState,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDetail {
    pub person: Person,
    pub telephone: Option<String>,
    /// where the actor is the person, or keeps the list
    pub mail: Option<String>,
    pub grants: Vec<Grant>,
    pub account: AccountState,
}

/// People on one page.
const PAGE: usize = 50;

impl App {
    /// All units in their order; `q` is looked for in names and aliases.
    pub async fn units(&self, actor: &Actor, q: &str) -> Result<Vec<UnitRow>, Denied> {
        let (q, keys) = (q.trim().to_lowercase(), self.store().keys().clone());
        let _ = actor;
        self.read(move |read| {
            let institution = read.institution.clone();
            let mut units: Vec<&Unit> = institution.units.values().filter(|unit| unit_fits(unit, &q)).collect();
            units.sort_by_key(|unit| (unit.closed_on.is_some(), unit.order, unit.id));
            units.into_iter().map(|unit| unit_row(read, &keys, &institution, unit)).collect()
        })
        .await
    }

    pub async fn unit(&self, actor: &Actor, id: UnitId) -> Result<UnitDetail, Denied> {
        let _ = actor;
        let institution = self.institution().await?;
        let unit = institution.units.get(&id).cloned().ok_or(Denied::NotFound)?;
        let grants = institution.grants.iter().filter(|grant| grant.unit == Some(id)).cloned().collect();
        Ok(UnitDetail { unit, grants })
    }

    /// People in the order of their units and names; `q` is looked for in name, post and unit. `page` from 0, 50 each. Gives
    /// also how many there are in all, and whether more follow.
    pub async fn people(&self, actor: &Actor, q: &str, page: u32) -> Result<(Vec<PersonRow>, u64, bool), Denied> {
        let (actor, q, keys) = (actor.clone(), q.trim().to_lowercase(), self.store().keys().clone());
        self.read(move |read| {
            let institution = read.institution.clone();
            let mut people: Vec<&Person> =
                institution.people.values().filter(|person| person_fits(&institution, person, &q)).collect();
            people.sort_by_key(|person| place(&institution, person));
            let (total, from) = (people.len(), page as usize * PAGE);
            let accounts = accounts(read, &actor)?;
            let mut rows = Vec::new();
            for person in people.into_iter().skip(from).take(PAGE) {
                rows.push(PersonRow {
                    roles: institution.grants_of(person.id, read.today).map(|grant| (grant.role, grant.unit)).collect(),
                    telephone: telephone(read, &keys, person)?,
                    account: accounts.get(&person.id).cloned().unwrap_or(AccountState::None),
                    person: person.clone(),
                });
            }
            Ok((rows, total as u64, total > from + PAGE))
        })
        .await
    }

    pub async fn person(&self, actor: &Actor, id: PersonId) -> Result<PersonDetail, Denied> {
        let (actor, keys) = (actor.clone(), self.store().keys().clone());
        self.read(move |read| {
            let institution = read.institution.clone();
            let person = institution.people.get(&id).cloned().ok_or(Denied::NotFound)?;
            let grants = institution.grants.iter().filter(|grant| grant.person == id).cloned().collect();
            let account = accounts(read, &actor)?.remove(&id).unwrap_or(AccountState::None);
            let sees_mail = actor.person_id() == Some(id) || keeps_people(&actor, &institution, read.today);
            let mail = if sees_mail { opened(read, &keys, person.mail.as_ref())? } else { None };
            Ok(PersonDetail { telephone: telephone(read, &keys, &person)?, mail, person, grants, account })
        })
        .await
    }
}

/// May this actor see who can sign in?
pub(crate) fn sees_accounts(actor: &Actor, institution: &Institution, today: Day) -> bool {
    let Some(person) = actor.person_id() else { return true };
    let roles = [Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor, Role::OfficeHead, Role::OfficeClerk];
    roles.iter().any(|role| institution.has_role(person, *role, today))
}

/// Those who enter people also enter their addresses.
fn keeps_people(actor: &Actor, institution: &Institution, today: Day) -> bool {
    let Some(person) = actor.person_id() else { return true };
    let roles = [Role::SystemAdmin, Role::OfficeHead, Role::OfficeClerk];
    roles.iter().any(|role| institution.has_role(person, *role, today))
}

pub(crate) fn state_of(login: &Login) -> AccountState {
    let name = login.name.clone();
    if login.disabled {
        AccountState::Disabled { login: name }
    } else {
        AccountState::Active { login: name, must_change_password: login.must_change }
    }
}

fn accounts(read: &mut Snapshot<'_, '_>, actor: &Actor) -> Result<HashMap<PersonId, AccountState>, Denied> {
    if !sees_accounts(actor, &read.institution, read.today) {
        return Ok(HashMap::new());
    }
    let logins = credentials::list(read)?;
    Ok(logins.iter().map(|login| (PersonId(login.person), state_of(login))).collect())
}

fn unit_fits(unit: &Unit, q: &str) -> bool {
    unit.name.as_str().to_lowercase().contains(q) || unit.aliases.iter().any(|alias| alias.to_lowercase().contains(q))
}

fn person_fits(institution: &Institution, person: &Person, q: &str) -> bool {
    let unit = person.unit.map_or("", |unit| institution.unit_name(unit));
    [person.name.as_str(), &person.post, unit].iter().any(|text| text.to_lowercase().contains(q))
}

fn place<'i>(institution: &'i Institution, person: &'i Person) -> (bool, u32, &'i str, PersonId) {
    let order = person.unit.and_then(|unit| institution.units.get(&unit)).map_or(0, |unit| unit.order);
    (person.left_on.is_some(), order, person.name.as_str(), person.id)
}

fn unit_row(
    read: &mut Snapshot<'_, '_>,
    keys: &crypto::Keys,
    institution: &Institution,
    unit: &Unit,
) -> Result<UnitRow, Denied> {
    let holders = |role| institution.holders(role, Some(unit.id), read.today).collect::<Vec<_>>();
    let (heads, contacts) = (holders(Role::UnitHead), holders(Role::UnitContact));
    let mut number = None;
    for person in contacts.iter().chain(&heads).filter_map(|id| institution.people.get(id)) {
        number = telephone(read, keys, person)?;
        if number.is_some() {
            break;
        }
    }
    Ok(UnitRow { unit: unit.clone(), heads, contacts, telephone: number })
}

fn telephone(read: &mut Snapshot<'_, '_>, keys: &crypto::Keys, person: &Person) -> Result<Option<String>, Denied> {
    opened(read, keys, person.telephone.as_ref())
}

fn opened(read: &mut Snapshot<'_, '_>, keys: &crypto::Keys, sealed: Option<&Sealed>) -> Result<Option<String>, Denied> {
    let Some(sealed) = sealed else { return Ok(None) };
    let opened = sealed::open(read, keys, sealed.row)?;
    Ok(opened.map(|opened| opened.text().unwrap_or_else(|| ERASED.to_owned())))
}
