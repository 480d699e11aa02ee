//! What comes to the door: one or more acts with their circumstances, under one command id.

use domain::{
    Evidence,
    institution::InstitutionCommand,
    matter::{Command, Stage},
    referral::ReferralCommand,
    summary::SummaryCommand,
    value::{Day, MatterId, PersonId, ReferralId, Sealed, SummaryId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One act. All acts of a request are done together or not at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Act {
    Matter { id: MatterId, command: Command },
    Institution(InstitutionCommand),
    Summary { id: SummaryId, command: SummaryCommand },
    Referral { id: ReferralId, command: ReferralCommand },
}

/// What is not the same for every act: a day in the past, another's authority, another's deed, and what shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Circumstances {
    /// the day it happened; today where nothing is said
    pub occurred_on: Option<Day>,
    /// 代签: the person whose authority the actor uses
    pub on_behalf: Option<PersonId>,
    /// 代录: whose act it is; the actor then is the recorder
    pub decider: Option<PersonId>,
    pub evidence: Option<Evidence>,
}

/// A text to be kept encrypted, under the key of its scope.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToSeal {
    pub row: Uuid,
    pub scope: String,
    pub text: String,
}

impl std::fmt::Debug for ToSeal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ToSeal({}, {}, …)", self.row, self.scope)
    }
}

/// The scope of a person's contact data; destroying its key erases them.
pub fn person_scope(person: PersonId) -> String {
    format!("person:{person}")
}

/// The scope of a matter's instructions and of its petitioner.
pub fn matter_scope(matter: MatterId) -> String {
    format!("matter:{matter}")
}

/// The scope of the texts of a referral.
pub fn referral_scope(referral: ReferralId) -> String {
    format!("referral:{referral}")
}

/// A request: `command_id` is made with the form, so that a double click, or a repeated call of the API, acts once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub command_id: Uuid,
    pub circumstances: Circumstances,
    pub acts: Vec<Act>,
    pub sealed: Vec<ToSeal>,
    ids: u32,
}

impl Request {
    pub fn new(command_id: Uuid) -> Self {
        Self { command_id, circumstances: Circumstances::default(), acts: Vec::new(), sealed: Vec::new(), ids: 0 }
    }

    /// The commonest request: one command on one matter.
    pub fn matter(command_id: Uuid, id: MatterId, command: Command) -> Self {
        Self::new(command_id).act(Act::Matter { id, command })
    }

    /// One administrative change.
    pub fn institution(command_id: Uuid, command: InstitutionCommand) -> Self {
        Self::new(command_id).act(Act::Institution(command))
    }

    pub fn act(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }

    pub fn under(mut self, circumstances: Circumstances) -> Self {
        self.circumstances = circumstances;
        self
    }

    /// A new identifier for something that this request makes (a matter, a unit, a person, a group). It is derived from the
    /// command id, so that the same form sent twice names the same thing; call it in the same order each time.
    pub fn fresh_id(&mut self) -> Uuid {
        self.ids += 1;
        derived(self.command_id, self.ids)
    }

    /// Takes a text to be sealed with the request, and gives what the command is to hold instead. The digest is filled in
    /// when the request is executed.
    pub fn seal(&mut self, scope: String, text: &str) -> Sealed {
        let row = self.fresh_id();
        self.sealed.push(ToSeal { row, scope, text: text.to_owned() });
        Sealed { row, digest: String::new() }
    }

    /// SM3 over everything that was asked for: two requests with one command id must be one request.
    pub(crate) fn digest(&self) -> [u8; 32] {
        // The order of the fields is that of the struct, so the same request always gives the same text.
        crypto::sm3(serde_json::to_string(self).unwrap_or_default().as_bytes())
    }
}

/// The n-th identifier of a command: in the shape of a UUIDv7, at the instant of the command's own.
fn derived(command: Uuid, n: u32) -> Uuid {
    let seed = crypto::sm3(&[command.as_bytes().as_slice(), &n.to_be_bytes()].concat());
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&command.as_bytes()[..6]);
    bytes[6..].copy_from_slice(&seed[..10]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    Uuid::from_bytes(bytes)
}

/// What came of a request: where each act left its stream. The same for a repeated one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub command_id: Uuid,
    /// of the last event in the log
    pub position: i64,
    /// how many events it made
    pub events: u64,
    pub streams: Vec<DoneStream>,
    /// done earlier, by the same request
    #[serde(skip)]
    pub repeated: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneStream {
    pub stream: Uuid,
    pub version: u32,
    /// for a matter
    pub stage: Option<Stage>,
    /// written out, once it has one
    pub number: Option<String>,
}

impl Done {
    /// The matter of the first act, if it was one.
    pub fn matter(&self) -> Option<MatterId> {
        self.streams.iter().find(|stream| stream.stage.is_some()).map(|stream| MatterId(stream.stream))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_ids_are_the_same_for_the_same_command_and_differ_within_it() {
        let id = Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0001);
        let (mut one, mut again) = (Request::new(id), Request::new(id));
        let first = one.fresh_id();
        assert_eq!(first, again.fresh_id());
        assert_ne!(first, one.fresh_id());
        assert_eq!(first.get_version_num(), 7);
    }

    #[test]
    fn the_digest_covers_the_texts_to_be_sealed() {
        let id = Uuid::from_u128(7);
        let with = |text: &str| {
            let mut request = Request::new(id);
            let _ = request.seal("person:1".to_owned(), text);
            request.digest()
        };
        assert_eq!(with("027-0000-0001"), with("027-0000-0001"));
        assert_ne!(with("027-0000-0001"), with("027-0000-0002"));
    }
}
