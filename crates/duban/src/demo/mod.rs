//! 演示学校: the school and its 71 matters are data (demo/), loaded through the same door as everything else, with dates
//! relative to today. Each step is its person's act on its day; what lies before today is recorded with the demonstration named
//! as evidence. At the end every matter must stand where the data say, or the load fails naming it.
//!
//! Reading order: `data` and `deed` (the files as types) → `dates` → `cast` (names to identifiers) → `people` → `script` (one
//! order of all steps) → `mapping` (a step to a request) → `play`.

mod cast;
mod data;
mod dates;
mod deed;
mod mapping;
mod people;
mod play;
mod script;

#[cfg(test)]
mod rehearsal;

use anyhow::{Context, Result};
use app::{Actor, App, Request};
use domain::institution::Role;
use serde::{Deserialize, Serialize};

use crate::{commands::told, seeds};

/// Somebody who can sign in. The password was made at random when the demonstration was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub login: String,
    pub name: String,
    /// e.g. `OfficeClerk`
    pub roles: Vec<String>,
    /// the name of the unit; empty for leaders
    pub unit: String,
    pub password: String,
    /// what to try with this account; only a few have one
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Fills an empty database. "Today" is the app's.
pub async fn load(app: &App) -> Result<Vec<Account>> {
    let (school, matters) = (data::School::read()?, data::matters()?);
    let cast = cast::Cast::new(&school, &matters, || app.fresh_id());
    app.seed(&people::regulation(&school)?, seeds::CALENDAR).await.map_err(told)?;
    let request = people::request(&school, &cast, Request::new(app.fresh_id()))?;
    app.execute(&Actor::system("demo"), request).await.map_err(told).context("单位和人员")?;
    // Hashing passwords keeps one core busy while the other plays the steps.
    let (accounts, played) = tokio::join!(accounts(app, &school, &cast), play::play(app, &school, &cast, &matters));
    played?;
    accounts
}

async fn accounts(app: &App, school: &data::School, cast: &cast::Cast) -> Result<Vec<Account>> {
    let logins = school.people.iter().map(|person| Ok((cast.person(&person.id)?, person.login.clone())));
    let opened = app.open_demo_accounts(logins.collect::<Result<_>>()?).await.map_err(told).context("账号")?;
    let (institution, today) = (app.institution().await?, app.today());
    let account = |person: &data::Person| {
        let id = cast.person(&person.id)?;
        let found = opened.iter().find(|account| account.login == person.login);
        let password = found.with_context(|| format!("账号 {} 没有开通", person.login))?.password.clone();
        let mut roles: Vec<Role> = institution.grants_of(id, today).map(|grant| grant.role).collect();
        roles.dedup();
        Ok(Account {
            login: person.login.clone(),
            name: person.name.clone(),
            roles: roles.iter().map(|role| format!("{role:?}")).collect(),
            unit: person
                .unit
                .as_deref()
                .map(|unit| school.unit(unit))
                .transpose()?
                .map_or(String::new(), |u| u.name.clone()),
            password,
            note: person.demo_note.clone(),
        })
    };
    school.people.iter().map(account).collect()
}
