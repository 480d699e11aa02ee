//! How lists speak of matters: names, lights, rows. Whatever needs a rule is asked of the domain.

use app::ask::{LedgerRow, Mark};
use domain::{
    duty::{Light, Owner},
    institution::Institution,
    value::UnitId,
};

use crate::pages::{ledger, light, text};

pub use crate::error::words as clause;

/// The light with the days.
pub fn mark(mark: Mark) -> light::Mark {
    let (light, nearness) = match mark {
        Mark::Plain | Mark::Withdrawn => (light::Light::Plain, light::Nearness::None),
        Mark::Running { light, left } => (shown(light), light::Nearness::Left(left)),
        Mark::Waiting { days } => (light::Light::Plain, light::Nearness::Waiting(days)),
        Mark::Paused => (light::Light::Plain, light::Nearness::Paused),
        Mark::Done { late } => (light::Light::Plain, light::Nearness::Done { late }),
    };
    light::Mark::new(light, nearness)
}

fn shown(light: Light) -> light::Light {
    match light {
        Light::Green => light::Light::Green,
        Light::Yellow => light::Light::Yellow,
        Light::Red => light::Light::Red,
    }
}

pub fn owner(institution: &Institution, owner: Owner) -> String {
    match owner {
        Owner::Office => institution.office.map_or("学校办公室", |office| institution.unit_name(office)).to_owned(),
        Owner::Unit(unit) => institution.unit_name(unit).to_owned(),
        Owner::Person(person) => institution.person_name(person).to_owned(),
    }
}

pub fn units(institution: &Institution, units: &[UnitId]) -> String {
    units.iter().map(|unit| institution.unit_name(*unit)).collect::<Vec<_>>().join("、")
}

fn limit(due: domain::value::Day) -> String {
    format!("办结时限 {}", text::day(due))
}

/// One row of the ledger or of 工作台.
pub fn row(institution: &Institution, row: &LedgerRow) -> ledger::LedgerRow {
    ledger::LedgerRow {
        href: format!("/matters/{}", row.id),
        number: row.number.clone(),
        title: row.title.clone(),
        category: row.category.short().to_owned(),
        lead: row.lead.map(|unit| institution.unit_name(unit).to_owned()).unwrap_or_default(),
        co_units: units(institution, &row.co_units),
        leader: row.leader.map(|person| institution.person_name(person).to_owned()).unwrap_or_default(),
        stage: row.stage.label().to_owned(),
        due: row.running.or(row.due).map(text::day).unwrap_or_default(),
        limit: row.due.filter(|due| row.running.is_some_and(|running| running != *due)).map(limit).unwrap_or_default(),
        provisional: row.provisional,
        mark: mark(row.mark),
        urged: row.urged,
        extended: row.extended,
        next_step: row
            .next
            .map(|next| format!("{} {}", owner(institution, next.owner), next.kind.label()))
            .unwrap_or_default(),
    }
}
