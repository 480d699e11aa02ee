//! Who may see a matter, as a set of subjects, and which subjects a person is. What you may not see is not found: lists,
//! search, counts and exports join the two. A unit sees a matter from dispatch on, or once its opinion is asked (R2).

use std::{collections::BTreeSet, fmt};

use crate::{
    duty::Owner,
    institution::{Institution, Role},
    matter::{Matter, Stage},
    value::{Day, PersonId, UnitId},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// 学校办公室
    Office,
    /// 主要校领导
    Principals,
    Unit(UnitId),
    Person(PersonId),
    /// 纪委、监察专员办公室: what was copied to it
    Discipline,
}

/// As it stands in view rows: `office`, `principals`, `unit:…`, `person:…`, `discipline`.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Office => f.write_str("office"),
            Subject::Principals => f.write_str("principals"),
            Subject::Unit(id) => write!(f, "unit:{id}"),
            Subject::Person(id) => write!(f, "person:{id}"),
            Subject::Discipline => f.write_str("discipline"),
        }
    }
}

/// Everyone who may see this matter.
pub fn audience(matter: &Matter) -> BTreeSet<Subject> {
    let mut subjects = BTreeSet::from([Subject::Office, Subject::Principals]);
    let mut add = |owner: Owner| {
        subjects.insert(match owner {
            Owner::Office => Subject::Office,
            Owner::Unit(unit) => Subject::Unit(unit),
            Owner::Person(person) => Subject::Person(person),
        });
    };
    matter.leader().into_iter().for_each(|leader| add(Owner::Person(leader)));
    matter.approval.leaders.iter().for_each(|leader| add(Owner::Person(*leader)));
    matter.opinions.iter().for_each(|opinion| add(opinion.party));
    matter.units.iter().for_each(|unit| add(Owner::Unit(unit.assignment.unit)));
    matter.sub_tasks.iter().for_each(|task| add(task.owner));
    matter.instructions.iter().filter_map(|i| i.owed).for_each(|(owner, _)| add(owner));
    matter.instructions.iter().filter_map(|i| i.given.by.person()).for_each(|leader| add(Owner::Person(leader)));
    matter.situations.iter().filter_map(|s| s.submitted.as_ref()).for_each(|(_, to, _)| add(Owner::Person(*to)));
    matter.feedback.iter().flat_map(|feedback| &feedback.to).for_each(|owner| add(*owner));
    matter.duties.iter().filter(|duty| duty.kind.is_leaders()).for_each(|duty| add(duty.owner));
    if matter.urgings.iter().any(|urging| urging.copied) {
        subjects.insert(Subject::Discipline);
    }
    if matter.stage == Stage::Unborn { BTreeSet::new() } else { subjects }
}

/// The subjects that a person is on a day: their own, and those of whoever has them sign (代签).
pub fn subjects(institution: &Institution, person: PersonId, on: Day) -> BTreeSet<Subject> {
    let mut subjects = own_subjects(institution, person, on);
    for principal in institution.principals_of(person, on) {
        subjects.extend(own_subjects(institution, principal, on));
    }
    subjects
}

fn own_subjects(institution: &Institution, person: PersonId, on: Day) -> BTreeSet<Subject> {
    let mut subjects = BTreeSet::new();
    for grant in institution.grants_of(person, on) {
        match grant.role {
            Role::OfficeClerk | Role::OfficeHead => subjects.insert(Subject::Office),
            Role::PrincipalLeader => {
                subjects.insert(Subject::Person(person));
                subjects.insert(Subject::Principals)
            }
            Role::Leader => subjects.insert(Subject::Person(person)),
            Role::UnitHead | Role::UnitContact => {
                subjects.insert(Subject::Person(person));
                grant.unit.is_some_and(|unit| subjects.insert(Subject::Unit(unit)))
            }
            Role::Discipline => {
                subjects.insert(Subject::Person(person));
                subjects.insert(Subject::Discipline)
            }
            // Of matters they see only those in which something is asked of them by name (R4.4d).
            Role::Assessor | Role::Staff => subjects.insert(Subject::Person(person)),
            // 三员 handle no matters.
            Role::SystemAdmin | Role::SecurityAdmin | Role::Auditor => false,
        };
    }
    subjects
}

/// One person, one matter: the same answer that the join of the two sets gives.
pub fn may_read(institution: &Institution, person: PersonId, on: Day, matter: &Matter) -> bool {
    !subjects(institution, person, on).is_disjoint(&audience(matter))
}
