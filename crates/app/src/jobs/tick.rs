//! The scheduler. What is due follows from what is stored and from today: no timer is kept, so that a machine that slept, ran
//! twice or was restored from a backup does what is due once.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::value::{Day, MatterId};
use tokio::time::Instant;

use crate::{App, Denied};

/// What one tick did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ticked {
    /// the clock has jumped: nothing was done
    pub held: bool,
    /// quarterly reports that the Office now owes
    pub quarters: u64,
    /// urgings proposed
    pub proposed: u64,
    /// duties of which people were reminded
    pub reminded: u64,
}

impl App {
    /// Proposes urgings, reminds, opens quarterly reports: whatever is due today and was not done yet.
    pub async fn tick(&self) -> Result<Ticked, Denied> {
        let (now, today) = (self.now(), self.today());
        if self.institution().await?.regulation_on(today).is_none() {
            return Ok(Ticked::default());
        }
        if self.look_at_clock(now, today).await?.is_some() {
            return Ok(Ticked { held: true, ..Ticked::default() });
        }
        let begun = Instant::now();
        let quarters = self.open_quarterly_reports(today).await?;
        let proposed = self.propose_urgings(today).await?;
        let proposing_ms = begun.elapsed().as_millis();
        let begun = Instant::now();
        let reminded = self.remind(now, today).await? + self.remind_of_others(now, today).await?;
        let reminding_ms = begun.elapsed().as_millis();
        let ticked = Ticked { held: false, quarters, proposed, reminded };
        if ticked == Ticked::default() {
            tracing::debug!(proposing_ms, reminding_ms, "tick");
        } else {
            tracing::info!(quarters, proposed, reminded, proposing_ms, reminding_ms, "tick");
        }
        Ok(ticked)
    }
}

/// Matters of which nothing is proposed today, at the version at which that was found: so that those held back are read once
/// a day and not once a minute.
#[derive(Debug, Default)]
pub(crate) struct NotToday(Mutex<(Option<Day>, HashMap<MatterId, i64>)>);

impl NotToday {
    pub fn has(&self, today: Day, matter: MatterId, version: i64) -> bool {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 == Some(today) && kept.1.get(&matter) == Some(&version)
    }

    pub fn put(&self, today: Day, matter: MatterId, version: i64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != Some(today) {
            *kept = (Some(today), HashMap::new());
        }
        kept.1.insert(matter, version);
    }
}
