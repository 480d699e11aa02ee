//! Lines of the audit log: sign-ins, readings of what is sealed, downloads, refusals, accounts. They hold no secret.

use serde_json::json;
use store::{Tx, audit};
use uuid::Uuid;

use crate::{Act, Actor, App, Denied, Request, ports::micros};

/// A line before it has its time.
#[derive(Debug, Clone)]
pub(crate) struct Line(audit::NewEntry);

/// What was done or tried, to what, with which result.
pub(crate) fn line(actor: &Actor, action: &str, object: Option<String>, result: &str) -> Line {
    Line(audit::NewEntry {
        at: 0,
        actor: actor.code(),
        action: action.to_owned(),
        object,
        address: (!actor.address.is_empty()).then(|| actor.address.clone()),
        result: result.to_owned(),
        request_id: (!actor.request_id.is_empty()).then(|| actor.request_id.clone()),
        detail: None,
    })
}

impl Line {
    /// Nobody was recognised.
    pub fn by_nobody(mut self) -> Self {
        self.0.actor.clear();
        self
    }

    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.0.detail = Some(detail.to_string());
        self
    }

    pub fn write(mut self, tx: &mut Tx<'_>, app: &App) -> Result<(), Denied> {
        self.0.at = micros(app.now());
        audit::append(tx, self.0)?;
        Ok(())
    }
}

/// A request that was not carried out.
pub(crate) fn denied(actor: &Actor, request: &Request, denied: &Denied) -> Line {
    let acts: Vec<String> = request.acts.iter().map(kind_of).collect();
    let object = request.acts.iter().find_map(|act| match act {
        Act::Matter { id, .. } => Some(id.to_string()),
        Act::Institution(_) => None,
        Act::Summary { id, .. } => Some(id.to_string()),
        Act::Referral { id, .. } => Some(id.to_string()),
    });
    let why = match denied {
        Denied::Refused { refusal, .. } => json!({ "reason": refusal.reason, "message": refusal.message }),
        Denied::Reused => json!({ "reason": "command-reused" }),
        _ => json!({ "reason": "not-found" }),
    };
    let detail = json!({ "acts": acts, "command_id": request.command_id.to_string(), "why": why });
    line(actor, "execute", object, "refused").detail(detail)
}

/// The name of an act, without its content.
fn kind_of(act: &Act) -> String {
    match act {
        Act::Matter { command, .. } => command.kind().code().to_owned(),
        Act::Institution(command) => variant(command),
        Act::Summary { command, .. } => variant(command),
        Act::Referral { command, .. } => variant(command),
    }
}

/// The name of an enum's variant, as it is written.
fn variant(command: &impl serde::Serialize) -> String {
    match serde_json::to_value(command) {
        Ok(serde_json::Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

impl App {
    /// A small write of its own.
    pub(crate) async fn audit(&self, line: Line) -> Result<(), Denied> {
        let app = self.clone();
        self.store().write(move |tx| line.write(tx, &app)).await
    }

    /// A page that somebody may not see was asked for; `web` calls it for its own refusals.
    pub async fn note_denied(&self, actor: &Actor, action: &str, object: Option<Uuid>) -> Result<(), Denied> {
        self.audit(line(actor, action, object.map(|id| id.to_string()), "refused")).await
    }
}
