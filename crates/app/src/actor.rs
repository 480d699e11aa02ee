//! Who stands at the door: the person of a session or of a token, or the program itself.

use std::collections::BTreeSet;

use domain::{
    Who,
    access::{self, Subject},
    institution::Institution,
    value::{Day, PersonId},
};
use uuid::Uuid;

/// How the actor came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// a browser session: its id ends it and never is the secret itself; `form_token` is the secret of its forms
    Session { id: Uuid, form_token: String },
    /// an API token
    Token { id: Uuid, name: String },
    /// the binary: set-up, demo, load, jobs
    Program,
}

/// Whoever asks or acts. Made by the gate of `web` ([`crate::App::session_actor`], [`crate::App::token_actor`]) or by a
/// command of the program ([`Actor::system`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub who: Who,
    /// login name, where there is an account
    pub login: Option<String>,
    pub via: Via,
    /// the client's address as the gate established it; empty for the program
    pub address: String,
    /// goes to the audit log and back to the visitor
    pub request_id: String,
    /// the password has to be changed before anything else
    pub must_change_password: bool,
    /// a token that may only ask
    pub read_only: bool,
}

impl Actor {
    /// 系统自动, imports, set-up: permitted everything that the rules of the matter allow.
    pub fn system(request_id: impl Into<String>) -> Self {
        Self {
            who: Who::System,
            login: None,
            via: Via::Program,
            address: String::new(),
            request_id: request_id.into(),
            must_change_password: false,
            read_only: false,
        }
    }

    /// A person without a session: the demo's loader, tests.
    pub fn person(person: PersonId) -> Self {
        Self { who: Who::Person(person), ..Self::system("") }
    }

    pub fn person_id(&self) -> Option<PersonId> {
        self.who.person()
    }

    /// For the logs: a person's id, or `system`.
    pub fn code(&self) -> String {
        who_code(self.who)
    }

    /// The subjects this actor is on a day; the program sees what the Office sees.
    pub fn subjects(&self, institution: &Institution, on: Day) -> BTreeSet<Subject> {
        match self.who {
            Who::System => BTreeSet::from([Subject::Office]),
            Who::Person(person) => access::subjects(institution, person, on),
        }
    }
}

/// As the log names someone: a person's id, or `system`.
pub(crate) fn who_code(who: Who) -> String {
    match who {
        Who::System => "system".to_owned(),
        Who::Person(person) => person.to_string(),
    }
}

/// Back from the log; anything else than an id is the program.
pub(crate) fn who_from(code: &str) -> Who {
    code.parse().map_or(Who::System, Who::Person)
}
