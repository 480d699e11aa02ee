//! THE only door to a change: load, permit, decide, evolve, append, views, messages, receipt, in one transaction.
//!
//! A rule's refusal changes nothing and is written to the audit log. The same command id with the same content answers what
//! it answered the first time.

mod files;
mod messages;
mod request;
mod sealing;
mod work;

use domain::{Reason, Refusal, matter::Entry, value::MatterId};
use store::{StoreError, Tx};

pub use request::{Act, Circumstances, Done, DoneStream, Request, ToSeal, matter_scope, person_scope, referral_scope};

pub(crate) use sealing::{digest_of, hex};
pub(crate) use work::Work;

use crate::{Actor, App, Denied, audit};

/// How often a request is tried again that another process overtook: only on PostgreSQL can that happen.
const RETRIES: usize = 2;

impl App {
    /// Does everything that the request asks for, or nothing. Answers once it is on the disk.
    pub async fn execute(&self, actor: &Actor, request: Request) -> Result<Done, Denied> {
        if actor.read_only {
            return Err(Denied::ReadOnly);
        }
        if actor.must_change_password {
            return Err(Refusal::new(Reason::NotPermitted, "请先修改初始口令，再办理事项").into());
        }
        let mut answer = self.attempt(actor, request.clone()).await;
        for _ in 0..RETRIES {
            if !matches!(answer, Err(Denied::Store(StoreError::Conflict { .. }))) {
                break;
            }
            answer = self.attempt(actor, request.clone()).await;
        }
        if let Err(denied @ (Denied::Refused { .. } | Denied::NotFound | Denied::Reused)) = &answer {
            self.audit(audit::denied(actor, &request, denied)).await?;
        }
        answer
    }

    /// What the request would decide, or why it would be refused; nothing is changed or noted. For showing what will be
    /// issued before it is: a notice with its due date, an urging with its copy. Files and sealed texts are not looked at.
    pub async fn rehearse(&self, actor: &Actor, request: Request) -> Result<Vec<(MatterId, Entry)>, Denied> {
        let (app, actor) = (self.clone(), actor.clone());
        self.read(move |read| {
            let (command_id, circumstances) = (request.command_id, request.circumstances);
            let folded = &app.0.read_folded;
            let mut work = Work::in_snapshot(app.now(), folded, read, &actor, command_id, circumstances)?;
            for act in request.acts {
                work.act(read, act)?;
            }
            Ok(work.decided_entries())
        })
        .await
    }

    async fn attempt(&self, actor: &Actor, request: Request) -> Result<Done, Denied> {
        let (app, actor) = (self.clone(), actor.clone());
        self.store().write(move |tx| run(&app, tx, &actor, request)).await
    }
}

/// Inside the transaction.
pub(crate) fn run(app: &App, tx: &mut Tx<'_>, actor: &Actor, mut request: Request) -> Result<Done, Denied> {
    let digest = request.digest();
    if let Some(done) = work::repeated(tx, actor, &request, &digest)? {
        return Ok(done);
    }
    sealing::seal(tx, &mut request)?;
    let acts = std::mem::take(&mut request.acts);
    let mut work = Work::begin(app, tx, actor, request.command_id, request.circumstances)?;
    for act in acts {
        work.act(tx, act)?;
    }
    work.finish(tx, Some(digest))
}
