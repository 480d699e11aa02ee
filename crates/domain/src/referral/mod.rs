//! 移送 (R6): what the Office or the system puts to 纪委、监察专员办公室 about a unit or a person, on one of four grounds, with the
//! evidence from the record and the unit's own explanation. The office head and a leader approve; 纪委 signs for the file. That
//! ends the loop here: an outcome only if 纪委 gives one, no handling steps. 纪委 may open a file itself.
//!
//! A record of its own, linked to its matter, which may be archived long since. The unit sees only the request to explain.

mod decide;
mod event;

pub use decide::{ReferralCommand, decide};
pub use event::{Explanation, Referral, ReferralEvent, evolve};

use serde::{Deserialize, Serialize};

use crate::regulation::Clause;

/// The four grounds of 第六条.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// R6.1
    LateWithoutReason,
    /// R6.2
    Untruthful,
    /// R6.3
    NotCooperating,
    /// R6.4
    SeriousLoss,
}

impl Ground {
    pub const ALL: &[Ground] =
        &[Ground::LateWithoutReason, Ground::Untruthful, Ground::NotCooperating, Ground::SeriousLoss];

    pub fn clause(self) -> Clause {
        match self {
            Ground::LateWithoutReason => Clause::R6_1,
            Ground::Untruthful => Clause::R6_2,
            Ground::NotCooperating => Clause::R6_3,
            Ground::SeriousLoss => Clause::R6_4,
        }
    }

    /// In the regulation's own words.
    pub fn text(self) -> &'static str {
        match self {
            Ground::LateWithoutReason => "不能按时完成督办事项并不能做出合理解释",
            Ground::Untruthful => "不深入调查研究、弄虚作假，反映情况失实",
            Ground::NotCooperating => "牵头单位不主动组织、协调，或协办单位不积极配合、相互推诿",
            Ground::SeriousLoss => "落实督办事项不力，造成重大损失或严重后果",
        }
    }
}

/// How far it has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralStage {
    #[default]
    Unborn,
    /// the unit is asked to explain
    AwaitingExplanation,
    /// explained, or its date has passed: the office head, then a leader
    AwaitingHead,
    AwaitingLeader,
    /// sent to 纪委, not yet signed for
    Referred,
    SignedFor,
    Dropped,
}

impl ReferralStage {
    pub fn label(self) -> &'static str {
        match self {
            ReferralStage::Unborn => "未提出",
            ReferralStage::AwaitingExplanation => "待说明",
            ReferralStage::AwaitingHead => "待主任审核",
            ReferralStage::AwaitingLeader => "待校领导批准",
            ReferralStage::Referred => "待纪委签收",
            ReferralStage::SignedFor => "已移送",
            ReferralStage::Dropped => "不予移送",
        }
    }
}
