//! Who reads a 通报 or 呈报, and how much of it.

use super::{Summary, SummaryKind, SummaryStage};
use crate::{
    institution::{Institution, Role},
    value::{Day, PersonId, UnitId},
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// with its preparation and all answers
    Whole,
    /// what was published; of the units that it names, the reader's own
    Published { own: Vec<UnitId> },
    /// before it is published: only the facts of the reader's own units
    Facts { own: Vec<UnitId> },
}

/// `None`: it is not there for this person.
pub fn reading(s: &Summary, institution: &Institution, person: PersonId, on: Day) -> Option<Reading> {
    let has = |role| institution.has_role(person, role, on);
    if has(Role::OfficeClerk) || has(Role::OfficeHead) {
        return Some(Reading::Whole);
    }
    let leads = has(Role::Leader) || has(Role::PrincipalLeader);
    let reached_leaders =
        s.stage.was_issued() || matches!(s.stage, SummaryStage::AwaitingLeader | SummaryStage::Approved);
    if leads && reached_leaders {
        return Some(Reading::Whole);
    }
    let acts_for: Vec<UnitId> = institution
        .grants_of(person, on)
        .filter(|grant| matches!(grant.role, Role::UnitHead | Role::UnitContact))
        .filter_map(|grant| grant.unit)
        .collect();
    let own: Vec<UnitId> = s.named().iter().map(|named| named.unit).filter(|unit| acts_for.contains(unit)).collect();
    if s.stage.was_issued() && s.kind == SummaryKind::Bulletin {
        let content = s.content.as_ref()?;
        let circle = &content.circle;
        let of_unit = institution.people.get(&person).and_then(|person| person.unit);
        let in_circle = circle.everyone
            || circle.people.contains(&person)
            || circle.units.iter().any(|unit| acts_for.contains(unit) || of_unit == Some(*unit));
        let reads = in_circle || !own.is_empty() || has(Role::Discipline);
        return reads.then_some(Reading::Published { own });
    }
    let shown = s.stage.is_in_preparation() && s.shown.is_some() && !own.is_empty();
    shown.then_some(Reading::Facts { own })
}
