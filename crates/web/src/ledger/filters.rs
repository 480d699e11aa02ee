//! What a list of matters may be narrowed to, as the selects above it.

use app::ask::{LimitDate, Query};
use domain::{
    institution::Role,
    matter::{Category, Stage},
    value::{PersonId, UnitId},
};

use super::asking::LIGHTS;
use crate::{
    gate::SignedIn,
    pages::{form::Choice, ledger::Filter},
    words,
};

/// The first three stand above the table, the others fold away.
pub fn filters(visitor: &SignedIn, query: &Query) -> Vec<Filter> {
    let institution = &visitor.institution;
    let lights = LIGHTS.iter().map(|(light, code)| {
        Choice::new(code, &words::light_name(institution, visitor.today, *light)).chosen_if(query.light == Some(*light))
    });
    let person = |person: PersonId, chosen: Option<PersonId>| {
        Choice::new(&person.to_string(), institution.person_name(person)).chosen_if(chosen == Some(person))
    };
    let leaders = holders(visitor, |role| matches!(role, Role::Leader | Role::PrincipalLeader));
    let leaders = leaders.into_iter().map(|leader| person(leader, query.leader));
    let clerks = holders(visitor, Role::is_office).into_iter().map(|clerk| person(clerk, query.clerk));
    let carried = years(visitor).into_iter().map(|year| {
        let label = format!("{} 年结转至 {year} 年", year - 1);
        Choice::new(&year.to_string(), &label).chosen_if(query.carried_into == Some(year))
    });
    let [stages, units, categories, years] = narrowing(visitor, query.unit, query.category, query.year, &query.stages);
    vec![
        stages,
        filter("light", "红黄绿灯", lights),
        units,
        categories,
        filter("leader", "分管领导", leaders),
        filter("clerk", "经办人", clerks),
        years,
        filter("carried", "上年结转", carried),
        limit_dates(query.limit_date),
    ]
}

/// What any list of matters may be narrowed to: stage, unit, category, year.
pub fn narrowing(
    visitor: &SignedIn,
    unit: Option<UnitId>,
    category: Option<Category>,
    year: Option<i16>,
    stages: &[Stage],
) -> [Filter; 4] {
    let known = Stage::ALL.iter().filter(|stage| **stage != Stage::Unborn);
    let known = known.map(|stage| Choice::new(stage.code(), stage.label()).chosen_if(stages.contains(stage)));
    let mut units: Vec<_> = visitor.institution.units.values().collect();
    units.sort_by_key(|unit| (unit.closed_on.is_some(), unit.order));
    let units = units
        .into_iter()
        .map(|one| Choice::new(&one.id.to_string(), one.name.as_str()).chosen_if(unit == Some(one.id)));
    let categories = Category::ALL.iter();
    let categories = categories.map(|c| Choice::new(c.code(), c.short()).chosen_if(category == Some(*c)));
    let years = years(visitor)
        .into_iter()
        .map(|one| Choice::new(&one.to_string(), &format!("{one} 年")).chosen_if(year == Some(one)));
    [
        filter("stage", "环节", known),
        filter("unit", "承办单位", units),
        filter("category", "类别", categories),
        filter("year", "年度", years),
    ]
}

/// 逾期 and the days below are counted by the date in force, or by the first one.
fn limit_dates(chosen: LimitDate) -> Filter {
    let choice = |date: &LimitDate| match date {
        LimitDate::InForce => Choice::new("", "现行时限").chosen_if(chosen == *date),
        LimitDate::First => Choice::new(date.code(), "首次时限").chosen_if(chosen == *date),
    };
    let choices = LimitDate::ALL.iter().map(choice).collect();
    Filter { name: "limit_date".to_owned(), label: "逾期和日期按".to_owned(), choices }
}

fn filter(name: &str, label: &str, choices: impl Iterator<Item = Choice>) -> Filter {
    let choices: Vec<Choice> = choices.collect();
    let any = Choice::new("", "全部").chosen_if(choices.iter().all(|choice| !choice.chosen));
    Filter { name: name.to_owned(), label: label.to_owned(), choices: std::iter::once(any).chain(choices).collect() }
}

/// Present and former ones, each once.
fn holders(visitor: &SignedIn, picks: impl Fn(Role) -> bool) -> Vec<PersonId> {
    let mut found = Vec::new();
    for grant in visitor.institution.grants.iter().filter(|grant| picks(grant.role)) {
        if !found.contains(&grant.person) {
            found.push(grant.person);
        }
    }
    found
}

/// From the year of the first parameters to this one, the latest first; ten at most.
fn years(visitor: &SignedIn) -> Vec<i16> {
    let this = visitor.today.year();
    let first = visitor.institution.regulations.first().map_or(this, |regulation| regulation.in_force.year());
    (first.min(this).max(this - 9)..=this).rev().collect()
}
