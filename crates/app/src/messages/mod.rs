//! Messages to people: what is queued ([`Message`]), how it is put into the inbox and the outbox ([`queue`], [`remind`]), the
//! words that a reader gets ([`words`]), and how a person wants to be told ([`Choice`]). Who is told of an act is decided in
//! `execute/messages.rs`; sending is the job `jobs/deliver.rs`.

mod choice;
mod facts;
pub(crate) mod letter;
mod queue;
mod urging;
pub(crate) mod when;
mod words;

use domain::{
    institution::STREAM,
    matter::Fact,
    value::{Day, MatterId, PersonId},
};
use serde::{Deserialize, Serialize};

pub use choice::{Choice, Manner};
pub(crate) use facts::{Facts, facts};
pub use queue::{Reminder, addressees, people, remind};
pub(crate) use queue::{made_of, queue};
pub use urging::UrgingCircle;
pub(crate) use words::line;
pub use words::{About, Line, Owing};

/// Why it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// the person now owes something
    Owes,
    /// the person is told of something done
    Told,
    /// what the person owes comes near, or is past
    Reminder,
    /// 催批: a leader's duty waits; told to the Office, never to the leader
    ClerkPrompt,
}

/// What is queued for one person: number and link, never more than the addressee may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub kind: MessageKind,
    pub person: PersonId,
    pub matter: uuid::Uuid,
    /// empty before registration
    pub number: String,
    /// the event, as it stands in the log; of a reminder [`REMINDER`] or [`CLERK_PROMPT`]
    pub event: String,
    /// what is owed, as it stands in views; empty where nothing is
    pub duty: String,
    /// its number within the matter; 0 where nothing is owed
    #[serde(default)]
    pub duty_id: u32,
    pub due: Option<Day>,
    /// of a reminder: working days until the due day, 0 on it, negative after
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
}

/// What stands in the place of an event where time alone brought the message.
pub const REMINDER: &str = "reminder";
pub const CLERK_PROMPT: &str = "clerk_prompt";
/// What stands in its place for a unit that owes nothing by it, where the act issues the notice anew.
pub const NOTICE_REISSUED: &str = "notice_reissued";
/// What stands in its place where a draft goes to and fro in a unit; no event of the matter.
pub const DRAFT_FOR_SIGNING: &str = "draft_for_signing";
pub const DRAFT_RETURNED: &str = "draft_returned";

impl Message {
    pub fn matter(&self) -> MatterId {
        MatterId(self.matter)
    }

    /// 季度呈报 is no matter's.
    pub(crate) fn is_of_the_institution(&self) -> bool {
        self.matter == STREAM
    }

    /// 催办 waits for no digest.
    pub fn is_urgent(&self) -> bool {
        URGINGS.contains(&self.event.as_str())
    }

    pub(crate) fn read(body: &str) -> Result<Message, serde_json::Error> {
        serde_json::from_str(body)
    }
}

const URGINGS: &[&str] = &["urging_proposed", "urged", "urging_revoked"];

/// An event in the words of the timeline.
fn event_label(kind: &str) -> &'static str {
    match kind {
        "summary_issued" => "通报责令说明",
        "answer_returned" => "请重新报告",
        "referral_proposed" => "请作出说明",
        kind => Fact::label_of(kind).unwrap_or("事项有变动"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_urgent_are_events_of_the_log() {
        assert!(URGINGS.iter().all(|kind| Fact::KINDS.contains(kind)));
        assert!(![REMINDER, CLERK_PROMPT].iter().any(|kind| Fact::KINDS.contains(kind)));
    }

    #[test]
    fn messages_of_before_are_read() {
        let old = r#"{"kind":"owes","person":"01930000-0000-7000-8000-000000000001","matter":"01930000-0000-7000-8000-000000000002",
            "number":"","event":"dispatched","duty":"sign","due":"2026-10-27"}"#;
        let read = Message::read(old).unwrap();
        assert_eq!((read.duty_id, read.days, read.is_urgent()), (0, None, false));
    }
}
