//! Where a matter stands in the loop (R1).

use serde::{Deserialize, Serialize};

macro_rules! stages {
    ($($(#[$doc:meta])* $variant:ident, $code:literal, $label:literal;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Stage { $($(#[$doc])* $variant),+ }

        impl Stage {
            pub const ALL: &[Stage] = &[$(Stage::$variant),+];

            /// For addresses and view rows.
            pub fn code(self) -> &'static str {
                match self { $(Stage::$variant => $code),+ }
            }

            pub fn label(self) -> &'static str {
                match self { $(Stage::$variant => $label),+ }
            }

            pub fn from_code(code: &str) -> Option<Stage> {
                Stage::ALL.iter().copied().find(|stage| stage.code() == code)
            }
        }
    };
}

stages! {
    /// before the first event
    Unborn, "unborn", "未提出";
    Draft, "draft", "拟办中";
    Consulting, "consulting", "征求意见";
    AwaitingApproval, "awaiting_approval", "待审定";
    Registered, "registered", "待交办";
    Dispatched, "dispatched", "待签收";
    UnderWay, "under_way", "承办中";
    UnderReview, "under_review", "待审核";
    Closed, "closed", "已办结";
    Archived, "archived", "已归档";
    NotPursued, "not_pursued", "不予立项";
    Suspended, "suspended", "暂缓";
    Terminated, "terminated", "终止";
}

impl Stage {
    /// Nothing is owed any more.
    pub fn is_final(self) -> bool {
        matches!(self, Stage::Archived | Stage::NotPursued)
    }

    pub fn is_draft(self) -> bool {
        matches!(self, Stage::Draft | Stage::Consulting | Stage::AwaitingApproval)
    }
}
