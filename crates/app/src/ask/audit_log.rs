//! The audit log: for the auditor alone, whose looking is itself noted.

use domain::{Reason, Refusal, institution::Role, value::PersonId};
use jiff::Timestamp;
use store::audit::{self, Search};

use crate::{
    Actor, App, Denied,
    audit::line,
    ports::{instant, micros},
};

/// What is looked for; an empty field asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    pub person: Option<PersonId>,
    pub action: Option<String>,
    pub object: Option<String>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// lines before this one
    pub before: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    pub position: i64,
    pub at: Timestamp,
    /// a person's id, `system`, or empty where nobody was recognised
    pub actor: String,
    pub action: String,
    pub object: String,
    pub address: String,
    pub result: String,
    pub request_id: String,
    /// JSON
    pub detail: String,
}

/// Lines on one page.
const PAGE: i64 = 100;

impl App {
    /// The newest first, 100 at most.
    pub async fn audit_log(&self, actor: &Actor, query: AuditQuery) -> Result<Vec<AuditLine>, Denied> {
        let institution = self.institution().await?;
        let is_auditor = |person| institution.has_role(person, Role::Auditor, self.today());
        if !actor.person_id().is_none_or(is_auditor) {
            self.audit(line(actor, "read_audit", None, "refused")).await?;
            return Err(Refusal::new(Reason::NotPermitted, "审计记录由审计员查阅").into());
        }
        self.audit(line(actor, "read_audit", None, "ok")).await?;
        self.read(move |read| {
            let search = Search {
                actor: query.person.map(|person| person.to_string()),
                action: query.action,
                object: query.object,
                from: query.from.map(micros),
                until: query.until.map(micros),
            };
            Ok(audit::search(read, &search, query.before, PAGE)?.into_iter().map(audit_line).collect())
        })
        .await
    }
}

fn audit_line(found: audit::Entry) -> AuditLine {
    let entry = found.entry;
    AuditLine {
        position: found.position,
        at: instant(entry.at),
        actor: entry.actor,
        action: entry.action,
        object: entry.object.unwrap_or_default(),
        address: entry.address.unwrap_or_default(),
        result: entry.result,
        request_id: entry.request_id.unwrap_or_default(),
        detail: entry.detail.unwrap_or_default(),
    }
}
