//! Plays the steps through the door of `app`: day by day, and within a day the steps of different matters side by side, so that
//! many share a commit. 立项 goes one after the other, so that numbers follow the script.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use app::{Actor, App, Request, ask::Mark};
use domain::matter::Matter;
use futures_util::future::try_join_all;

use super::{
    cast::Cast,
    data::{self, School},
    dates::Dates,
    mapping::Scene,
    script::{self, Turn},
};
use crate::commands::told;

pub async fn play(app: &App, school: &School, cast: &Cast, matters: &[data::Matter]) -> Result<()> {
    let institution = app.institution().await?;
    let dates = Dates::new(&institution.calendar, app.today())?;
    let unborn = |data: &data::Matter| Ok(Arc::new(Matter::unborn(cast.matter(&data.key)?)));
    let mut states: Vec<Arc<Matter>> = matters.iter().map(unborn).collect::<Result<_>>()?;
    let players = Players { app, school, cast, dates: &dates };
    for round in script::days(matters, &dates)?.into_iter().flat_map(|day| day.rounds) {
        let (numbered, others): (Vec<Turn>, Vec<Turn>) = round.into_iter().partition(Turn::takes_a_number);
        let mut after = try_join_all(others.iter().map(|turn| players.perform(turn, matters, &states))).await?;
        for turn in &numbered {
            after.push(players.perform(turn, matters, &states).await?);
        }
        for (turn, now) in others.iter().chain(&numbered).zip(after) {
            states[turn.matter] = now;
        }
    }
    let checks = matters.iter().zip(&states).map(|(data, now)| check(app, data, now));
    try_join_all(checks).await.map(drop)
}

struct Players<'a> {
    app: &'a App,
    school: &'a School,
    cast: &'a Cast,
    dates: &'a Dates<'a>,
}

impl Players<'_> {
    /// Out: the matter after the step.
    async fn perform(&self, turn: &Turn, matters: &[data::Matter], states: &[Arc<Matter>]) -> Result<Arc<Matter>> {
        let (data, now) = (&matters[turn.matter], &states[turn.matter]);
        let place = || format!("事项 {}（{}）的步骤 {} {:?}", data.key, data.title, turn.step.day, turn.step.deed);
        let scene = Scene {
            school: self.school,
            cast: self.cast,
            dates: self.dates,
            today: self.app.today(),
            data,
            id: now.id,
            now,
        };
        let (actor, request) = scene.request(&turn.step, Request::new(self.app.fresh_id())).with_context(place)?;
        self.app.execute(&actor, request).await.map_err(told).with_context(place)?;
        let view = self.app.matter(&Actor::system("demo"), now.id).await.map_err(told).with_context(place)?;
        Ok(view.matter)
    }
}

/// Does the matter stand where the data say?
async fn check(app: &App, data: &data::Matter, now: &Matter) -> Result<()> {
    let view = app.matter(&Actor::system("demo"), now.id).await.map_err(told)?;
    let (stage, expected) = (view.matter.stage.code(), data.expect.stage.as_str());
    ensure!(stage == expected, "事项 {}（{}）应为 {expected}，实为 {stage}", data.key, data.title);
    if let Some(expected) = &data.expect.light {
        let light = match view.mark {
            Mark::Running { light, .. } => format!("{light:?}").to_lowercase(),
            other => format!("{other:?}"),
        };
        ensure!(light == *expected, "事项 {}（{}）的灯应为 {expected}，实为 {light}", data.key, data.title);
    }
    Ok(())
}
