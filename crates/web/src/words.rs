//! How lists speak of matters: names, lights, rows. Whatever needs a rule is asked of the domain.

use app::ask::{LedgerRow, Mark};
use domain::{
    duty::{DutyKind, Light, Owner},
    institution::Institution,
    value::{Day, UnitId},
};

use crate::pages::{ledger, light, text};

pub use crate::error::words as clause;

/// The light with the days, called as today's parameters call it.
pub fn mark(institution: &Institution, today: Day, mark: Mark) -> light::Mark {
    let (light, nearness) = match mark {
        Mark::Plain | Mark::Withdrawn => (light::Light::Plain, light::Nearness::None),
        Mark::Running { light, left } => {
            let shown = light::Mark::new(shown(light), light::Nearness::Left(left));
            return shown.called(&light_name(institution, today, light));
        }
        Mark::Waiting { days, to_read: false } => (light::Light::Plain, light::Nearness::Waiting(days)),
        Mark::Waiting { days, to_read: true } => (light::Light::Plain, light::Nearness::WaitingToBeRead(days)),
        Mark::Paused => (light::Light::Plain, light::Nearness::Paused),
        Mark::Done { late } => (light::Light::Plain, light::Nearness::Done { late }),
    };
    light::Mark::new(light, nearness)
}

pub fn light_name(institution: &Institution, today: Day, light: Light) -> String {
    match institution.regulation_on(today) {
        Some(set) => set.lights.faces.of(light).name.clone(),
        None => shown(light).usual_word().to_owned(),
    }
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

/// Where a date comes from that nobody counted.
pub fn set_by_hand(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Complete => "通知单或经同意的计划载明的日期。",
        DutyKind::ComplyUrging => "催办单限期办结时间。",
        DutyKind::ProgressReport => "按交办时选定的报告周期。",
        _ => "办理时写明的日期。",
    }
}

pub fn units(institution: &Institution, units: &[UnitId]) -> String {
    units.iter().map(|unit| institution.unit_name(*unit)).collect::<Vec<_>>().join("、")
}

fn limit(due: Day) -> String {
    format!("办结时限 {}", text::day(due))
}

/// One row of the ledger or of 工作台.
pub fn row(institution: &Institution, today: Day, row: &LedgerRow) -> ledger::LedgerRow {
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
        limit: match row.suspended_until {
            Some(until) => format!("暂缓中，预计 {} 恢复", text::day(until)),
            None => {
                row.due.filter(|due| row.running.is_some_and(|running| running != *due)).map(limit).unwrap_or_default()
            }
        },
        first_due: row
            .first_due
            .filter(|first| row.due.is_some_and(|due| due != *first))
            .map(text::day)
            .unwrap_or_default(),
        provisional: row.provisional,
        mark: mark(institution, today, row.mark),
        urged: row.urged,
        extended: row.extended,
        next_step: next_step(institution, row),
    }
}

/// Who owes the next step.
pub fn next_step(institution: &Institution, row: &LedgerRow) -> String {
    row.next.map(|next| format!("{} {}", owner(institution, next.owner), next.kind.label())).unwrap_or_default()
}
