//! What the program does by itself. [`TIMETABLE`] is the whole of it; each job is a method that may also be called by hand.

mod clock;
mod deliver;
mod quarterly;
mod remind;
mod schedule;
mod tick;
mod urge;

use std::{collections::HashMap, time::Duration};

use store::{
    SECOND,
    anchors::{self, Anchor},
    credentials, files, inbox, leases, outbox, receipts, sessions,
};
use tokio::time::Instant;

pub use clock::ClockHeld;
pub(crate) use deliver::choice;
pub use deliver::{Delivered, Post};
pub use schedule::{Job, Line, TIMETABLE};
pub use tick::Ticked;

pub(crate) use clock::{CLOCK, held};
pub(crate) use tick::NotToday;

use crate::{App, Denied, files::blocking, ports::micros};

/// How often the timetable is looked at.
const LOOK: Duration = Duration::from_secs(15);
/// How long a process may take for one job before another does it too.
const LEASE: i64 = 5 * 60 * SECOND;
const DAY: i64 = 24 * 60 * 60 * SECOND;

/// Runs the timetable until `shutdown` says so, or its sender is gone. Several processes on one database take turns. How long
/// ago a job ran is measured by a clock that nobody sets: a civil clock set back a year must not stop all jobs for a year.
pub async fn run(app: App, mut shutdown: tokio::sync::watch::Receiver<bool>) {
    let holder = app.fresh_id().to_string();
    let mut next: HashMap<Job, Instant> = HashMap::new();
    loop {
        for line in TIMETABLE {
            let now = Instant::now();
            if next.get(&line.job).is_none_or(|due| *due <= now) {
                next.insert(line.job, now + line.every);
                if let Err(error) = app.run_if_free(line, &holder).await {
                    tracing::warn!(job = line.name, %error, "a job failed");
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            changed = shutdown.changed() => if changed.is_err() || *shutdown.borrow() { break },
        }
    }
    if let Err(error) = app.release_leases(holder).await {
        tracing::warn!(%error, "the next process waits until the leases run out");
    }
}

impl App {
    /// Whoever comes next need not wait.
    async fn release_leases(&self, holder: String) -> Result<(), Denied> {
        self.store()
            .write(move |tx| {
                for line in TIMETABLE {
                    leases::release(tx, line.name, &holder)?;
                }
                Ok::<_, Denied>(())
            })
            .await
    }

    async fn run_if_free(&self, line: &'static Line, holder: &str) -> Result<(), Denied> {
        let (holder, now) = (holder.to_owned(), micros(self.now()));
        let taken = {
            let holder = holder.clone();
            self.store()
                .write(move |tx| leases::take(tx, line.name, &holder, now, now + LEASE).map_err(Denied::from))
                .await?
        };
        // What only seems old is not deleted.
        if taken && !(line.deletes && self.clock_held().await?.is_some()) {
            self.run_job(line.job).await?;
        }
        Ok(())
    }

    /// One job, now.
    pub async fn run_job(&self, job: Job) -> Result<(), Denied> {
        match job {
            Job::Tick => self.tick().await.map(drop),
            Job::Anchor => self.anchor().await.map(drop),
            Job::SweepFiles => self.sweep_files().await.map(drop),
            Job::Deliver => self.deliver().await.map(drop),
            Job::KeepPapers => self.keep_papers().await.map(drop),
            Job::ReadAttachments => self.read_attachments().await.map(drop),
            Job::Purge => self.purge().await.map(drop),
        }
    }

    /// Writes the heads of both logs down, in the table and then in the file outside the database. Gives the new ones.
    pub async fn anchor(&self) -> Result<Vec<Anchor>, Denied> {
        let now = micros(self.now());
        let made = self.store().write(move |tx| anchors::make(tx, now).map_err(Denied::from)).await?;
        let (path, lines) = (self.places().anchors.clone(), made.clone());
        blocking(move || Ok(anchors::append_to_file(&path, &lines)?)).await?;
        Ok(made)
    }

    /// Removes uploads that no command has named, and what broken uploads have left; gives how many.
    pub async fn sweep_files(&self) -> Result<u64, Denied> {
        let now = micros(self.now());
        let bytes = self.places().files.clone();
        let swept = files::sweep(self.store(), &bytes, now).await?;
        let left = blocking(move || Ok(bytes.sweep_temporary(now - DAY)?)).await?;
        Ok(swept + left)
    }

    /// Forgets what is of no further use; gives how many rows.
    pub async fn purge(&self) -> Result<u64, Denied> {
        let (now, today) = (micros(self.now()), self.today());
        self.store()
            .write(move |tx| {
                Ok(receipts::purge(tx, now - DAY)?
                    + sessions::purge(tx, now)?
                    + credentials::purge_tries(tx, now - DAY)?
                    + outbox::purge(tx, now - 30 * DAY)?
                    + inbox::purge(tx, now - 400 * DAY)?
                    + inbox::purge_counts(tx, today)?)
            })
            .await
    }
}
