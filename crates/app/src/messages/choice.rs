//! How a person wants to be told by mail. The inbox has everything, whatever they choose.

use serde::{Deserialize, Serialize};

use super::{Message, MessageKind};

/// By mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// with the digest of the day
    #[default]
    Digest,
    /// each as it comes
    AtOnce,
    Off,
}

impl Manner {
    pub const ALL: [Manner; 3] = [Manner::Digest, Manner::AtOnce, Manner::Off];

    pub fn code(self) -> &'static str {
        match self {
            Manner::Digest => "digest",
            Manner::AtOnce => "at_once",
            Manner::Off => "off",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Manner::Digest => "每日汇总",
            Manner::AtOnce => "即时",
            Manner::Off => "不发邮件",
        }
    }

    pub fn from_code(code: &str) -> Option<Manner> {
        Manner::ALL.into_iter().find(|manner| manner.code() == code)
    }
}

/// For each sort of message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// 我要办的
    pub owes: Manner,
    /// 告知我的
    pub told: Manner,
    /// 提醒
    pub reminders: Manner,
}

impl Choice {
    /// 催办 does not wait for a digest; where mail of its sort is off, it is off for it too.
    pub(crate) fn manner(&self, message: &Message) -> Manner {
        let manner = match message.kind {
            MessageKind::Owes => self.owes,
            MessageKind::Told => self.told,
            MessageKind::Reminder | MessageKind::ClerkPrompt => self.reminders,
        };
        if manner == Manner::Digest && message.is_urgent() { Manner::AtOnce } else { manner }
    }
}
