//! The lists from which forms let people choose.

use domain::{
    duty::Owner,
    institution::Role,
    matter::Cadence,
    value::{PersonId, UnitId},
};

use super::{
    look::{Directory, Look},
    reader::owner_code,
};
use crate::pages::form::{Choice, Field, Kind};

/// All units that are not closed, in their order.
pub fn units(directory: &Directory, chosen: &[UnitId]) -> Vec<Choice> {
    let mut units: Vec<_> = directory
        .institution
        .units
        .values()
        .filter(|unit| chosen.contains(&unit.id) || unit.closed_on.is_none_or(|day| day > directory.today))
        .collect();
    units.sort_by_key(|unit| (unit.order, unit.id));
    let choice = |unit: &&domain::institution::Unit| {
        Choice::new(&unit.id.to_string(), unit.name.as_str()).chosen_if(chosen.contains(&unit.id))
    };
    units.iter().map(choice).collect()
}

/// The leaders in post, 主要 first.
pub fn leaders(directory: &Directory, chosen: &[PersonId]) -> Vec<Choice> {
    let role = |leader: PersonId| {
        let principal = directory.institution.has_role(leader, Role::PrincipalLeader, directory.today);
        if principal { Role::PrincipalLeader.label() } else { Role::Leader.label() }
    };
    let mut leaders = directory.leaders();
    leaders.extend(chosen.iter().filter(|leader| !directory.leaders().contains(leader)));
    let choice = |leader: &PersonId| {
        Choice::new(&leader.to_string(), directory.person_name(*leader))
            .note(role(*leader))
            .chosen_if(chosen.contains(leader))
    };
    leaders.iter().map(choice).collect()
}

/// Some people, each with the unit.
pub fn people(directory: &Directory, people: &[PersonId], chosen: Option<PersonId>) -> Vec<Choice> {
    let choice = |person: &PersonId| {
        Choice::new(&person.to_string(), directory.person_name(*person))
            .note(&directory.unit_of(*person))
            .chosen_if(Some(*person) == chosen)
    };
    people.iter().map(choice).collect()
}

/// Everybody who heads or speaks for a unit.
pub fn everybody_in_units(directory: &Directory, role: Role) -> Vec<PersonId> {
    let mut found: Vec<PersonId> = Vec::new();
    for person in directory.institution.holders(role, None, directory.today) {
        if !found.contains(&person) {
            found.push(person);
        }
    }
    found
}

/// Units and leaders in one list, e.g. 征求对象.
pub fn owners(directory: &Directory, owners: &[Owner], chosen: &[Owner]) -> Vec<Choice> {
    let note = |owner: &Owner| match owner {
        Owner::Person(person) => directory.unit_of(*person),
        Owner::Unit(_) | Owner::Office => String::new(),
    };
    let choice = |owner: &Owner| {
        Choice::new(&owner_code(*owner), &directory.owner_name(*owner))
            .note(&note(owner))
            .chosen_if(chosen.contains(owner))
    };
    owners.iter().map(choice).collect()
}

/// Every leader and every unit, as somebody who may be asked, told or obliged.
pub fn anybody(directory: &Directory) -> Vec<Owner> {
    let leaders = directory.leaders().into_iter().map(Owner::Person);
    let mut units: Vec<_> = directory.institution.units.values().filter(|unit| unit.closed_on.is_none()).collect();
    units.sort_by_key(|unit| (unit.order, unit.id));
    leaders.chain(units.into_iter().map(|unit| Owner::Unit(unit.id))).collect()
}

pub fn cadences(chosen: Cadence) -> Vec<Choice> {
    let choice = |cadence: &Cadence| Choice::new(cadence.code(), cadence.label()).chosen_if(*cadence == chosen);
    Cadence::ALL.iter().map(choice).collect()
}

/// The unit for which the act is done: nothing to ask while there is only one.
pub fn my_unit(look: &Look, units: &[UnitId]) -> Field {
    let chosen = look.asked.unit.or(units.first().copied());
    let choice = |unit: &UnitId| {
        Choice::new(&unit.to_string(), look.directory.unit_name(*unit)).chosen_if(Some(*unit) == chosen)
    };
    which("unit", "单位", units.iter().map(choice).collect())
}

/// One of a few: hidden while there is only one, since nobody is asked what is plain.
pub fn which(name: &str, label: &str, choices: Vec<Choice>) -> Field {
    match choices.as_slice() {
        [] => Field::new(name, label, Kind::Hidden),
        [only] => Field::new(name, label, Kind::Hidden).value(only.value.clone()),
        _ => Field::new(name, label, Kind::Select(choices)).required(),
    }
}

/// The same for running numbers: what is waiting, as (number, what it is), the one that the address names chosen.
pub fn waiting(look: &Look, name: &str, label: &str, items: &[(u32, String)]) -> Field {
    let chosen =
        look.asked.about.filter(|about| items.iter().any(|(id, _)| id == about)).or(items.first().map(|(id, _)| *id));
    let choice = |(id, said): &(u32, String)| Choice::new(&id.to_string(), said).chosen_if(Some(*id) == chosen);
    which(name, label, items.iter().map(choice).collect())
}

/// The item that [`waiting`] has chosen.
pub fn chosen<T>(look: &Look, items: Vec<T>, id: impl Fn(&T) -> u32) -> Option<T> {
    let asked = items.iter().position(|item| Some(id(item)) == look.asked.about).unwrap_or(0);
    items.into_iter().nth(asked)
}
