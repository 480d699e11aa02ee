//! A batch being carried out: one request a matter, each with its own answer.

use app::{
    Denied, Done,
    batches::{Batch, Outcome, command_of},
};
use domain::{Reason, Refusal, matter::CommandKind, value::MatterId};

use super::prospect;
use crate::{error::Error, forms::FormData, gate::SignedIn, matters::look::Look, pages::form::Problems};

/// Every matter that was left ticked, in the order of the list.
pub async fn all(visitor: SignedIn, batch: Batch, sent: FormData) -> Result<(), Error> {
    for item in batch.items.iter().filter(|item| item.outcome.is_none()) {
        let outcome = one(&visitor, &batch, item.matter, &sent).await?;
        visitor.app().note_outcome(batch.id, item.matter, &outcome).await?;
    }
    visitor.app().end_batch(&visitor.actor, &batch).await.map_err(Error::from)
}

/// Nobody knows any more what was typed: what was done stays done, the rest is said to be undone.
pub async fn broken_off(visitor: &SignedIn, batch: &Batch) -> Result<(), Error> {
    for item in batch.items.iter().filter(|item| item.outcome.is_none()) {
        let done = visitor.app().done_before(command_of(batch, item.matter)).await?;
        let outcome = done.map_or_else(interrupted, |done| Outcome::Done { said: before(batch.act, &done) });
        visitor.app().note_outcome(batch.id, item.matter, &outcome).await?;
    }
    visitor.app().end_batch(&visitor.actor, batch).await.map_err(Error::from)
}

fn interrupted() -> Outcome {
    Outcome::refused(&Refusal::new(Reason::Overtaken, "办理中断，没有办到这一项，请重新选择办理"))
}

async fn one(visitor: &SignedIn, batch: &Batch, matter: MatterId, sent: &FormData) -> Result<Outcome, Error> {
    if let Some(done) = visitor.app().done_before(command_of(batch, matter)).await? {
        return Ok(Outcome::Done { said: before(batch.act, &done) });
    }
    let Some(look) = prospect::look(visitor, batch.act, matter).await? else {
        return Ok(Outcome::refused(&Refusal::new(Reason::NotPermitted, "没有找到这件事项，或您无权查看")));
    };
    if sent.all("take").all(|taken| taken != matter.to_string()) {
        return Ok(prospect::closed(&look, batch.act).map_or(Outcome::LeftOut, |refusal| Outcome::refused(&refusal)));
    }
    match prospect::request(visitor, batch, &look, sent) {
        Err(problems) => Ok(unread(&problems)),
        Ok(request) => {
            let will = visitor.app().rehearse(&visitor.actor, request.clone()).await;
            match visitor.app().execute(&visitor.actor, request).await {
                Ok(done) => Ok(Outcome::Done { said: words(batch.act, &look, will, &done) }),
                Err(Denied::Refused { refusal, .. }) => Ok(Outcome::refused(&refusal)),
                Err(Denied::NotFound) => Ok(interrupted()),
                Err(denied) => Err(denied.into()),
            }
        }
    }
}

/// What it brought; the number is the one that was given in the end.
fn words(
    act: CommandKind,
    look: &Look,
    will: Result<Vec<(MatterId, domain::matter::Entry)>, Denied>,
    done: &Done,
) -> String {
    match will {
        Ok(entries) if act != CommandKind::Register => prospect::said(look, &entries).0,
        _ => before(act, done),
    }
}

fn before(act: CommandKind, done: &Done) -> String {
    let number = done.streams.iter().find_map(|stream| stream.number.clone());
    match number.filter(|_| act == CommandKind::Register) {
        Some(number) => format!("立项，编号 {number}"),
        None => act.label().to_owned(),
    }
}

fn unread(problems: &Problems) -> Outcome {
    let mend = problems.0.iter().map(|problem| problem.text.clone()).collect();
    Outcome::Refused { message: "填写的内容有误，没有办理".to_owned(), clause: None, mend }
}
