//! 批量办理: one act on many matters of the ledger. `POST /batches` keeps what was chosen; `GET /batches/{id}` shows what the
//! act would do to each, or why it cannot, and afterwards the report; `POST /batches/{id}` carries it out, each matter by
//! itself, in the order in which they were shown.
//!
//! For each matter it is the single act's own form, read by the single act's own reader (`act`): what is asked once for all
//! (`shared`) and what the matter's own form has filled in already (`prospect`) make one form of it.

mod prospect;
mod report;
mod run;
mod shared;

use app::{Denied, batches::BatchState};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
};
use domain::{matter::CommandKind, value::MatterId};
use std::time::Duration;
use uuid::Uuid;

use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    ledger,
    pages::{
        batch::{BatchPage, BatchesPage, Earlier},
        layout::{Flash, Place, Tone},
        text,
    },
    respond::{self, Answer},
};

use super::{acts, words};

/// What the Office does to many at once, in the order of a matter's life.
pub const ACTS: &[CommandKind] =
    &[CommandKind::Register, CommandKind::Dispatch, CommandKind::Remind, CommandKind::Urge, CommandKind::HandOver];

/// A form for each matter becomes long: no more than these for the act that has one.
const FORMS_MOST: usize = 100;
/// Whoever waits longer is shown how far it is.
const PATIENCE: Duration = Duration::from_secs(15);

/// On buttons.
pub fn label(act: CommandKind) -> &'static str {
    match act {
        CommandKind::Remind => "提醒",
        act => act.label(),
    }
}

fn heading(act: CommandKind) -> String {
    format!("批量{}", label(act))
}

pub async fn choose(visitor: SignedIn, sent: FormData) -> Answer {
    let act = CommandKind::from_code(sent.get("act")).filter(|act| ACTS.contains(act));
    let act = act.ok_or_else(|| Error::bad("没有选择要办理什么，请回到台账，勾选事项后点下面的按钮。"))?;
    let id = visitor.app().fresh_id();
    match chosen(&visitor, act, &sent).await {
        Ok(matters) => match visitor.app().begin_batch(&visitor.actor, id, act, matters).await {
            Ok(()) => Ok(respond::see_other(&href(id))),
            Err(denied) => back_to_ledger(denied, &sent),
        },
        Err(denied) => back_to_ledger(denied, &sent),
    }
}

async fn chosen(visitor: &SignedIn, act: CommandKind, sent: &FormData) -> Result<Vec<MatterId>, Denied> {
    let matters: Vec<MatterId> = if sent.ticked("all") {
        let asked = Asked::of(sent.get("kept"));
        let query = ledger::query(&asked).map_err(|_| Denied::NotFound)?;
        visitor.app().all_of(&visitor.actor, query).await?
    } else {
        sent.all("matter").filter_map(|id| id.parse().ok()).collect()
    };
    if act == CommandKind::Dispatch && matters.len() > FORMS_MOST {
        let message = format!("一次最多批量交办 {FORMS_MOST} 项（各项都要核对责任人和时限），请分几次办理");
        return Err(domain::Refusal::new(domain::Reason::Invalid, message).into());
    }
    Ok(matters)
}

fn back_to_ledger(denied: Denied, sent: &FormData) -> Answer {
    let Some(refusal) = denied.refusal() else { return Err(Error::from(denied)) };
    let kept = sent.get("kept");
    let back = if kept.is_empty() { "/matters?view=all".to_owned() } else { format!("/matters?{kept}") };
    let flash = Flash { tone: Tone::Refused, text: refusal.message.clone(), clause: String::new() };
    Ok(respond::see_other_saying(&back, flash))
}

pub async fn show(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let batch = visitor.app().batch(&visitor.actor, batch_id(&id)?).await?;
    match batch.state {
        BatchState::Chosen => drawn(&visitor, &batch, None).await,
        // what was broken off is brought to its end by whoever looks at it
        BatchState::Running if visitor.app().take_batch(&visitor.actor, batch.id).await? => {
            run::broken_off(&visitor, &batch).await?;
            Ok(respond::see_other(&href(batch.id)))
        }
        BatchState::Running => {
            let mut answer = report::show(&visitor, &batch).await?;
            answer.headers_mut().insert(header::REFRESH, HeaderValue::from_static("3"));
            Ok(answer)
        }
        BatchState::Ended(_) => report::show(&visitor, &batch).await,
    }
}

pub async fn send(visitor: SignedIn, Path(id): Path<String>, sent: FormData) -> Answer {
    let batch = visitor.app().batch(&visitor.actor, batch_id(&id)?).await?;
    let back = href(batch.id);
    if batch.state != BatchState::Chosen {
        return Ok(respond::see_other(&back));
    }
    let problems = shared::problems(batch.act, &sent);
    if sent.ticked("preview") || problems.any() || sent.all("take").next().is_none() {
        return drawn(&visitor, &batch, Some(&sent)).await;
    }
    if visitor.app().take_batch(&visitor.actor, batch.id).await? {
        // goes on where the browser does not wait for it
        let running = tokio::spawn(run::all(visitor.clone(), batch, sent));
        if let Ok(ended) = tokio::time::timeout(PATIENCE, running).await {
            ended.map_err(|error| Error::bad(format!("批量办理中断（{error}），请刷新页面查看结果。")))??;
        }
    }
    Ok(respond::see_other(&back))
}

/// The report as a file.
pub async fn file(visitor: SignedIn, Path(id): Path<String>) -> Answer {
    let batch = visitor.app().batch(&visitor.actor, batch_id(&id)?).await?;
    report::file(&visitor, &batch).await
}

pub async fn list(visitor: SignedIn) -> Answer {
    let batches = visitor.app().batches(&visitor.actor).await?;
    let row = |batch: &app::batches::Batch| Earlier {
        href: href(batch.id),
        label: heading(batch.act),
        when: text::moment(batch.made_at),
        said: report::summary(batch),
    };
    let layout = visitor.layout("批量办理记录", Some(Place::Ledger));
    respond::page(&BatchesPage { layout, rows: batches.iter().map(row).collect() })
}

/// What would become of each.
async fn drawn(visitor: &SignedIn, batch: &app::batches::Batch, sent: Option<&FormData>) -> Answer {
    let empty = FormData::default();
    let typed = sent.unwrap_or(&empty);
    let mut prospects = Vec::new();
    for item in &batch.items {
        prospects.extend(prospect::of(visitor, batch, item.matter, typed).await?);
    }
    let fields = shared::fields(batch.act, &prospects, sent);
    let mut rows: Vec<_> = prospects.iter().map(|prospect| prospect.row(sent)).collect();
    number_on(&prospects, &mut rows);
    let (ready, refused): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.can);
    let mut problems = sent.map(|sent| shared::problems(batch.act, sent)).unwrap_or_default();
    if sent.is_some_and(|sent| !sent.ticked("preview") && sent.all("take").next().is_none()) {
        problems.add("", "没有勾选要办理的事项，请至少勾选一项。");
    }
    let status = if problems.any() { 422 } else { 200 };
    let page = BatchPage {
        layout: visitor.layout(&heading(batch.act), Some(Place::Ledger)),
        heading: heading(batch.act),
        about: shared::about(batch.act).to_owned(),
        clause: words::clause(batch.act.clause()),
        action: href(batch.id),
        total: batch.items.len(),
        fields,
        problems,
        confirm: format!("确认{}", label(batch.act)),
        previews: batch.act != CommandKind::Register,
        ready,
        refused,
    };
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    respond::page_with(status, &page)
}

/// Each rehearsal is told the next number; together they take one after the other.
fn number_on(prospects: &[prospect::Prospect], rows: &mut [crate::pages::batch::Row]) {
    let mut taken = 0;
    for (prospect, row) in prospects.iter().zip(rows) {
        if let Some(mut number) = prospect.number.filter(|_| row.can) {
            number.seq += taken;
            taken += u32::from(row.taken);
            row.will = format!("立项，编号预计为 {}", prospect.look.number_of(number));
        }
    }
}

fn href(id: Uuid) -> String {
    format!("/batches/{id}")
}

fn batch_id(id: &str) -> Result<Uuid, Error> {
    id.parse().map_err(|_| Error::not_found())
}

/// For `prospect` and `shared`: the single act's own fields.
fn fields_of(act: CommandKind, look: &super::look::Look) -> Vec<crate::pages::form::Field> {
    acts::form_of(act, look).fields
}
