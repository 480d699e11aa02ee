//! 批量办理: one act on many matters. What is kept here is only which matters were chosen, in their order, and what became of
//! each; every one of them goes through the door by itself, under a command id that follows from batch and matter, so that
//! a second click, or taking up what a restart broke off, does nothing twice.

use domain::{
    Reason, Refusal,
    matter::CommandKind,
    regulation::Clause,
    value::{MatterId, PersonId},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::Sql;
use store::{
    args,
    batches::{self as rows, BatchRow, ItemRow},
};
use uuid::Uuid;

use crate::{
    Actor, App, Denied, Done,
    ask::Query,
    audit::line,
    messages::made_of,
    ports::{instant, micros},
};

/// Matters in one batch.
pub const BATCH_MOST: usize = 500;
/// What is heard nothing of for so long was broken off, and may be taken up again.
const BROKEN_OFF: SignedDuration = SignedDuration::from_mins(2);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub id: Uuid,
    pub act: CommandKind,
    pub made_at: Timestamp,
    pub state: BatchState,
    /// in the order in which they were shown
    pub items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchState {
    /// chosen, not yet confirmed
    Chosen,
    /// under way, or broken off
    Running,
    Ended(Timestamp),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub matter: MatterId,
    pub outcome: Option<Outcome>,
}

/// What became of one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// with what it brought: `立项，编号 督办〔2026〕12号`
    Done {
        said: String,
    },
    Refused {
        message: String,
        clause: Option<Clause>,
        mend: Vec<String>,
    },
    /// taken off the list before it was confirmed
    LeftOut,
}

impl Outcome {
    /// As a rule refused it: what is wrong, and what to mend.
    pub fn refused(refusal: &Refusal) -> Outcome {
        let mend = refusal.fields.iter().map(|(_, what)| what.clone()).filter(|what| *what != refusal.message);
        Outcome::Refused { message: refusal.message.clone(), clause: refusal.clause, mend: mend.collect() }
    }
}

/// The command id of one matter in a batch: the same for ever.
pub fn command_of(batch: &Batch, matter: MatterId) -> Uuid {
    made_of(&format!("batch:{}:{matter}", batch.id), batch.made_at)
}

impl App {
    /// Keeps what was chosen. Matters that this person may not see are left out without a word, as a list leaves them out.
    pub async fn begin_batch(
        &self,
        actor: &Actor,
        id: Uuid,
        act: CommandKind,
        matters: Vec<MatterId>,
    ) -> Result<(), Denied> {
        let person = owner(actor)?;
        let asking = actor.clone();
        let mut chosen: Vec<Uuid> = Vec::new();
        for matter in matters {
            if !chosen.contains(&matter.0) {
                chosen.push(matter.0);
            }
        }
        let seen = self
            .read(move |read| {
                let scope = read.scope(&asking);
                let mut seen = Vec::new();
                for matter in chosen {
                    if scope.sees(read, MatterId(matter))? {
                        seen.push(matter);
                    }
                }
                Ok(seen)
            })
            .await?;
        if seen.is_empty() {
            return Err(Refusal::new(Reason::Incomplete, "没有选择事项，请先在台账中勾选").into());
        }
        if seen.len() > BATCH_MOST {
            return Err(too_many(seen.len()));
        }
        let batch = BatchRow {
            id,
            person: person.0,
            act: act.code().to_owned(),
            made_at: micros(self.now()),
            ran_at: None,
            ended_at: None,
        };
        let old = micros(self.now() - SignedDuration::from_hours(24 * 7));
        self.store()
            .write(move |tx| {
                if rows::find(tx, person.0, id)?.is_none() {
                    rows::purge(tx, old)?;
                    rows::create(tx, &batch, &seen)?;
                }
                Ok(())
            })
            .await
    }

    /// Every matter of a list, in its order, for a batch.
    pub async fn all_of(&self, actor: &Actor, query: Query) -> Result<Vec<MatterId>, Denied> {
        let most = BATCH_MOST as u32 + 1;
        let ledger = self.ledger(actor, Query { cursor: None, limit: most, ..query }).await?;
        if ledger.rows.len() > BATCH_MOST {
            return Err(too_many(ledger.rows.len()));
        }
        Ok(ledger.rows.into_iter().map(|row| row.id).collect())
    }

    /// One's own; another's is not found.
    pub async fn batch(&self, actor: &Actor, id: Uuid) -> Result<Batch, Denied> {
        let person = owner(actor)?;
        self.read(move |read| {
            let row = rows::find(read, person.0, id)?.ok_or(Denied::NotFound)?;
            let items = rows::items(read, id)?;
            batch(row, items)
        })
        .await
    }

    /// The last ones that were carried out, the newest first.
    pub async fn batches(&self, actor: &Actor) -> Result<Vec<Batch>, Denied> {
        let person = owner(actor)?;
        self.read(move |read| {
            let ended = rows::ended(read, person.0, 20)?;
            ended
                .into_iter()
                .map(|row| {
                    let items = rows::items(read, row.id)?;
                    batch(row, items)
                })
                .collect()
        })
        .await
    }

    /// Takes it up: false where it has ended, or is under way elsewhere.
    pub async fn take_batch(&self, actor: &Actor, id: Uuid) -> Result<bool, Denied> {
        owner(actor)?;
        let (now, stale) = (micros(self.now()), micros(self.now() - BROKEN_OFF));
        self.store().write(move |tx| Ok(rows::take(tx, id, now, stale)?)).await
    }

    /// What became of one matter; the first answer stays.
    pub async fn note_outcome(&self, id: Uuid, matter: MatterId, outcome: &Outcome) -> Result<(), Denied> {
        let text = serde_json::to_string(outcome).map_err(|error| Denied::Unreadable(error.to_string()))?;
        let now = micros(self.now());
        self.store().write(move |tx| Ok(rows::note(tx, id, matter.0, &text, now).map(|_| ())?)).await
    }

    pub async fn end_batch(&self, actor: &Actor, batch: &Batch) -> Result<(), Denied> {
        let (id, now) = (batch.id, micros(self.now()));
        self.store().write(move |tx| rows::end(tx, id, now).map_err(Denied::from)).await?;
        let about = serde_json::json!({ "act": batch.act.code(), "matters": batch.items.len() });
        self.audit(line(actor, "batch", Some(id.to_string()), "ok").detail(about)).await
    }

    /// What a command of this id has done before, whatever it was: for taking up what was broken off.
    pub async fn done_before(&self, command: Uuid) -> Result<Option<Done>, Denied> {
        self.read(move |read| {
            let row = read.first("select answer from receipt where command_id = $1", &args![command.to_string()])?;
            let Some(row) = row else { return Ok(None) };
            let done = serde_json::from_str(row.text(0)?).map_err(|error| Denied::Unreadable(error.to_string()))?;
            Ok(Some(done))
        })
        .await
    }
}

fn owner(actor: &Actor) -> Result<PersonId, Denied> {
    actor.person_id().ok_or(Denied::SignedOut)
}

fn too_many(count: usize) -> Denied {
    let count = if count > BATCH_MOST { format!("超过 {BATCH_MOST}") } else { count.to_string() };
    let message = format!("所选事项{count} 项，一次最多批量办理 {BATCH_MOST} 项，请用条件缩小范围后再办");
    Refusal::new(Reason::Invalid, message).into()
}

fn batch(row: BatchRow, items: Vec<ItemRow>) -> Result<Batch, Denied> {
    let unreadable = |what: &str| Denied::Unreadable(format!("批量办理：{what}"));
    let act = CommandKind::from_code(&row.act).ok_or_else(|| unreadable(&row.act))?;
    let state = match (row.ran_at, row.ended_at) {
        (_, Some(at)) => BatchState::Ended(instant(at)),
        (Some(_), None) => BatchState::Running,
        (None, None) => BatchState::Chosen,
    };
    let item = |item: ItemRow| {
        let outcome = item.outcome.map(|text| serde_json::from_str(&text)).transpose();
        let outcome = outcome.map_err(|error| unreadable(&error.to_string()))?;
        Ok(Item { matter: MatterId(item.matter), outcome })
    };
    let items = items.into_iter().map(item).collect::<Result<_, Denied>>()?;
    Ok(Batch { id: row.id, act, made_at: instant(row.made_at), state, items })
}
