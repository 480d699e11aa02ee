//! 通报与呈报: what the Office says of all supervised matters of a period.
//!
//! A 通报 (R5.3) goes to a chosen circle. It may name units that are slow and order each to explain and correct by a day; such a
//! one needs a leader's 签发, and shows each unit its facts some working days before. A 呈报 (R4.7b) goes to the leadership.
//! What it says is fixed in its events: a 呈报 of last spring reads today as it was submitted.
//!
//! A record of its own beside the matters that it tells of.

mod access;
mod content;
mod decide;
mod event;

pub use access::{Reading, reading};
pub use content::{Circle, Content, FigureTable, Named, Part};
pub use decide::{SummaryCommand, decide};
pub use event::{SummaryEvent, evolve};

use serde::{Deserialize, Serialize};

use crate::{
    Stamp,
    duty::{Basis, Duty, DutyKind, DutyState, Owner},
    regulation::Clause,
    value::{Day, FileId, Period, SummaryId, Text, Title, UnitId},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SummaryKind {
    /// 督办通报, to units
    Bulletin,
    /// 呈报, to the leadership: of a quarter, a half-year, a year
    Report,
}

impl SummaryKind {
    pub const ALL: &[SummaryKind] = &[SummaryKind::Bulletin, SummaryKind::Report];

    pub fn label(self) -> &'static str {
        match self {
            SummaryKind::Bulletin => "通报",
            SummaryKind::Report => "呈报",
        }
    }

    /// For addresses and rows.
    pub fn code(self) -> &'static str {
        match self {
            SummaryKind::Bulletin => "bulletin",
            SummaryKind::Report => "report",
        }
    }

    pub fn from_code(code: &str) -> Option<SummaryKind> {
        SummaryKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    pub fn clause(self) -> Clause {
        match self {
            SummaryKind::Bulletin => Clause::R5_3,
            SummaryKind::Report => Clause::R4_7b,
        }
    }
}

/// How far it has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SummaryStage {
    #[default]
    Unborn,
    Draft,
    AwaitingHead,
    /// 签发 of a 通报 that names slow units
    AwaitingLeader,
    Approved,
    /// a 通报 published, a 呈报 submitted
    Issued,
    Withdrawn,
    /// a draft that was given up
    Dropped,
}

impl SummaryStage {
    pub fn label(self) -> &'static str {
        match self {
            SummaryStage::Unborn => "未起草",
            SummaryStage::Draft => "起草中",
            SummaryStage::AwaitingHead => "待主任审核",
            SummaryStage::AwaitingLeader => "待校领导签发",
            SummaryStage::Approved => "待印发",
            SummaryStage::Issued => "已印发",
            SummaryStage::Withdrawn => "已撤回",
            SummaryStage::Dropped => "已作废",
        }
    }

    /// Something remains to be done with it before it is out.
    pub fn is_in_preparation(self) -> bool {
        matches!(self, Self::Draft | Self::AwaitingHead | Self::AwaitingLeader | Self::Approved)
    }

    pub fn was_issued(self) -> bool {
        matches!(self, Self::Issued | Self::Withdrawn)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub id: SummaryId,
    pub version: u32,
    pub stage: SummaryStage,
    pub kind: SummaryKind,
    pub period: Period,
    /// `None` before it was drafted
    pub content: Option<Content>,
    pub drafted: Option<Stamp>,
    pub revised: Option<Stamp>,
    /// to the units that it names
    pub shown: Option<Showing>,
    pub remarks: Vec<Remark>,
    pub submitted: Option<Stamp>,
    pub approved: Option<Stamp>,
    /// 签发
    pub signed: Option<(Stamp, Option<Text>)>,
    /// the last time, until it is submitted again
    pub sent_back: Option<(Stamp, Text)>,
    pub issued: Option<Issue>,
    /// one a unit that was ordered to explain
    pub orders: Vec<Order>,
    pub withdrawn: Option<(Stamp, Text)>,
}

/// The units that are named have been shown their facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showing {
    pub stamp: Stamp,
    /// it may be published on this day or later
    pub until: Day,
}

/// What a unit says of its facts before they are published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub unit: UnitId,
    pub stamp: Stamp,
    pub text: Text,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub stamp: Stamp,
    /// 发文字号 and 签发人, as typed in; never generated
    pub number: Option<Title>,
    pub signer: Option<Title>,
    /// of a 呈报: to whom, in what form
    pub note: Option<Text>,
    /// the paper as it went out, sealed and scanned
    pub scan: Option<FileId>,
}

/// 责令说明和整改 (R5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub unit: UnitId,
    /// moves when an answer is returned
    pub due: Day,
    pub opened_on: Day,
    pub answers: Vec<Answer>,
    pub accepted: Option<Stamp>,
    /// with the 通报 itself
    pub withdrawn_on: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub stamp: Stamp,
    /// 原因
    pub causes: Text,
    /// 改进措施
    pub measures: Text,
    pub late: bool,
    pub returned: Option<(Stamp, Text)>,
}

impl Order {
    /// The unit owes an answer: none yet, or the last was returned.
    pub fn is_owed(&self) -> bool {
        self.withdrawn_on.is_none()
            && self.accepted.is_none()
            && self.answers.last().is_none_or(|answer| answer.returned.is_some())
    }
}

impl Summary {
    /// Before the first event.
    pub fn unborn(id: SummaryId) -> Self {
        Self {
            id,
            version: 0,
            stage: SummaryStage::Unborn,
            kind: SummaryKind::Bulletin,
            period: Period { from: Day::ZERO, to: Day::ZERO },
            content: None,
            drafted: None,
            revised: None,
            shown: None,
            remarks: Vec::new(),
            submitted: None,
            approved: None,
            signed: None,
            sent_back: None,
            issued: None,
            orders: Vec::new(),
            withdrawn: None,
        }
    }

    /// The units that are named as slow, as the content has them now.
    pub fn named(&self) -> &[Named] {
        self.content.as_ref().map_or(&[], |content| &content.named)
    }

    pub fn order_of(&self, unit: UnitId) -> Option<&Order> {
        self.orders.iter().find(|order| order.unit == unit)
    }

    /// What units owe by it.
    pub fn duties(&self) -> Vec<Duty> {
        let kind = DutyKind::ExplainAndCorrect;
        let duty = |(order, id): (&Order, u32)| Duty {
            id,
            kind,
            owner: Owner::Unit(order.unit),
            due: order.due,
            opened_on: order.opened_on,
            clause: kind.clause(),
            basis: Basis::Explicit,
            state: match (order.withdrawn_on, order.answers.last()) {
                (Some(on), _) => DutyState::Withdrawn { on },
                (None, Some(answer)) if answer.returned.is_none() => {
                    DutyState::Discharged { on: answer.stamp.on, late: answer.late }
                }
                _ => DutyState::Open,
            },
            about: None,
        };
        self.orders.iter().zip(1..).map(duty).collect()
    }
}
