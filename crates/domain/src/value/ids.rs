//! Identifiers: UUIDv7, made at the edge and passed in.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::from_str(text).map(Self)
            }
        }
    };
}

id!(/// One supervised matter, 督办事项.
    MatterId);
id!(/// A unit or department, 单位（部门）.
    UnitId);
id!(/// A person of the institution.
    PersonId);
id!(/// An attached file.
    FileId);
id!(/// Matters that come from one meeting, document or instruction, 同源事项.
    GroupId);
id!(/// A referral to 纪委、监察专员办公室, 问责移送.
    ReferralId);
id!(/// A bulletin or report of a period, 通报、呈报.
    SummaryId);
