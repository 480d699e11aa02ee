//! From rows of the log to the institution and to matters, folded; and what was folded lately, kept in memory.
//!
//! A kept thing is found by the digest of its stream's last event, so that neither a batch that failed to commit nor another
//! process can make it stale: whatever the log says now is what counts.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    Stamp,
    institution::{self, Institution, InstitutionEvent},
    matter::{self, Entry, Event, Matter},
    value::MatterId,
};
use store::{
    Row, Sql, StoreError, args,
    event_log::{self, Recorded},
};
use uuid::Uuid;

use crate::{Denied, actor::who_from, ports::instant};

/// The last event of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tip {
    pub version: i64,
    pub digest: [u8; 32],
}

pub(crate) fn tip(sql: &mut dyn Sql, stream: Uuid) -> Result<Option<Tip>, StoreError> {
    let row =
        sql.first("select version, digest from event where stream = $1 order by version desc limit 1", &args![stream])?;
    row.map(|row| Ok(Tip { version: row.int(0)?, digest: row.digest(1)? })).transpose()
}

/// One row of the log as an entry of a matter.
pub(crate) fn entry(recorded: &Recorded) -> Result<Entry, Denied> {
    let event = &recorded.event;
    Ok(Entry { stamp: stamp(recorded), event: Event::read(&event.kind, event.schema, &event.body)? })
}

/// The circumstances of a row of the log.
pub(crate) fn stamp(recorded: &Recorded) -> Stamp {
    let event = &recorded.event;
    Stamp {
        at: instant(event.recorded_at),
        on: event.occurred_on,
        by: who_from(&event.actor),
        on_behalf: event.on_behalf.as_deref().and_then(|id| id.parse().ok()),
        recorder: event.recorder.as_deref().map(who_from),
    }
}

/// A whole stream: its entries, first to last, and the matter they make.
pub(crate) fn whole_matter(sql: &mut dyn Sql, id: MatterId) -> Result<(Matter, Vec<Entry>), Denied> {
    let entries: Vec<Entry> = event_log::load(sql, id.0)?.iter().map(entry).collect::<Result<_, _>>()?;
    Ok((matter::replay(id, &entries), entries))
}

pub(crate) fn institution_event(kind: &str, schema: i64, body: &str) -> Result<InstitutionEvent, Denied> {
    if schema != 1 {
        return Err(Denied::Unreadable(format!("事件“{kind}”（格式 {schema}）读不出：本程序不认识这一格式")));
    }
    serde_json::from_str(body).map_err(|error| Denied::Unreadable(format!("事件“{kind}”读不出：{error}")))
}

/// What was folded lately. The writer has one of its own: what it folds may not be committed yet.
#[derive(Default)]
pub(crate) struct Folded {
    institution: Mutex<Option<(Tip, Arc<Institution>)>>,
    matters: Mutex<Recent>,
}

impl Folded {
    /// As of the snapshot or transaction that is asked.
    pub fn institution(&self, sql: &mut dyn Sql) -> Result<Arc<Institution>, Denied> {
        let Some(now) = tip(sql, institution::STREAM)? else { return Ok(Arc::new(Institution::default())) };
        let kept = lock(&self.institution).clone();
        if let Some((tip, institution)) = &kept
            && *tip == now
        {
            return Ok(institution.clone());
        }
        let institution = Arc::new(caught_up(sql, kept)?);
        self.keep_institution(now, institution.clone());
        Ok(institution)
    }

    pub fn keep_institution(&self, tip: Tip, institution: Arc<Institution>) {
        *lock(&self.institution) = Some((tip, institution));
    }

    /// `None` where the stream has no event.
    pub fn matter(&self, sql: &mut dyn Sql, id: MatterId) -> Result<Option<Arc<Matter>>, Denied> {
        let Some(now) = tip(sql, id.0)? else { return Ok(None) };
        if let Some(matter) = lock(&self.matters).get(id, now) {
            return Ok(Some(matter));
        }
        let matter = Arc::new(whole_matter(sql, id)?.0);
        self.keep_matter(now, matter.clone());
        Ok(Some(matter))
    }

    pub fn keep_matter(&self, tip: Tip, matter: Arc<Matter>) {
        lock(&self.matters).keep(tip, matter);
    }
}

/// Goes on from what was kept, if the log still holds it at its place; else from the start.
fn caught_up(sql: &mut dyn Sql, kept: Option<(Tip, Arc<Institution>)>) -> Result<Institution, Denied> {
    let select =
        "select version, digest, kind, schema, body from event where stream = $1 and version >= $2 order by version";
    let from = kept.as_ref().map_or(0, |(tip, _)| tip.version);
    let mut rows = sql.query(select, &args![institution::STREAM, from])?;
    let mut institution = Institution::default();
    if let Some((tip, kept)) = kept {
        let still_there = rows.first().map(|row| Ok::<_, StoreError>((row.int(0)?, row.digest(1)?))).transpose()?;
        if still_there == Some((tip.version, tip.digest)) {
            rows.remove(0);
            institution = Arc::unwrap_or_clone(kept);
        } else {
            rows = sql.query(select, &args![institution::STREAM, 0])?;
        }
    }
    let event = |row: &Row| institution_event(row.text(2)?, row.int(3)?, row.text(4)?);
    rows.iter().try_fold(institution, |institution, row| Ok(institution::evolve(institution, &event(row)?)))
}

/// A few hundred matters; the ones not asked for lately go when there are too many.
#[derive(Default)]
struct Recent {
    matters: HashMap<MatterId, (Tip, Arc<Matter>, u64)>,
    clock: u64,
}

impl Recent {
    const MOST: usize = 1024;

    fn get(&mut self, id: MatterId, now: Tip) -> Option<Arc<Matter>> {
        self.clock += 1;
        let (tip, matter, used) = self.matters.get_mut(&id)?;
        *used = self.clock;
        (*tip == now).then(|| matter.clone())
    }

    fn keep(&mut self, tip: Tip, matter: Arc<Matter>) {
        self.clock += 1;
        if self.matters.len() >= Self::MOST {
            let oldest_kept = self.clock.saturating_sub(Self::MOST as u64 / 2);
            self.matters.retain(|_, (_, _, used)| *used > oldest_kept);
        }
        self.matters.insert(matter.id, (tip, matter, self.clock));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
