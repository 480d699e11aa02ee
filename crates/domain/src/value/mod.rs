//! Values that are parsed once and valid ever after. A value that exists needs no second check.

mod ids;
mod mail;
mod notice_number;
mod period;
mod picture;
mod text;

pub use ids::{FileId, GroupId, MatterId, PersonId, ReferralId, SummaryId, UnitId};
pub use mail::MailAddress;
pub use notice_number::{NoticeNumber, NumberPattern};
pub use period::Period;
pub use picture::Picture;
pub use text::{Invalid, Text, Title};

use serde::{Deserialize, Serialize};

/// A whole day in Asia/Shanghai; every date of the regulation is one.
pub type Day = jiff::civil::Date;

/// A share of the work done, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

impl Percent {
    pub fn new(value: u8) -> Result<Self, Invalid> {
        if value > 100 { Err(Invalid::new("进度", "进度是 0 到 100 之间的整数")) } else { Ok(Self(value)) }
    }

    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Percent {
    type Error = Invalid;
    fn try_from(value: u8) -> Result<Self, Invalid> {
        Self::new(value)
    }
}

impl From<Percent> for u8 {
    fn from(value: Percent) -> u8 {
        value.0
    }
}

/// What may have to be erased (telephones, petitioners) or kept from most eyes (批示): the text lies encrypted in a row
/// of its own, the event holds the row's id and a keyed digest of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub row: uuid::Uuid,
    pub digest: String,
}
