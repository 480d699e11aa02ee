//! What happened to a 通报 or 呈报, and the fold.

use serde::{Deserialize, Serialize};

use super::{Answer, Content, Issue, Order, Remark, Showing, Summary, SummaryKind, SummaryStage};
use crate::{
    Stamp,
    value::{Day, FileId, Period, Text, Title, UnitId},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SummaryEvent {
    #[serde(rename = "summary_drafted")]
    Drafted { kind: SummaryKind, period: Period, content: Box<Content> },
    #[serde(rename = "summary_revised")]
    Revised { content: Box<Content> },
    /// the units that are named see their facts; it may be published on that day or later
    #[serde(rename = "facts_shown")]
    FactsShown { until: Day },
    #[serde(rename = "facts_remarked")]
    Remarked { unit: UnitId, text: Text },
    #[serde(rename = "summary_submitted")]
    Submitted,
    #[serde(rename = "summary_sent_back")]
    SentBack { reason: Text },
    /// by the office head; what names no slow unit needs nobody else
    #[serde(rename = "summary_approved")]
    Approved { to_sign: bool },
    #[serde(rename = "summary_signed")]
    Signed { text: Option<Text> },
    #[serde(rename = "summary_issued")]
    Issued { number: Option<Title>, signer: Option<Title>, note: Option<Text>, scan: Option<FileId> },
    #[serde(rename = "summary_scanned")]
    Scanned { scan: FileId },
    #[serde(rename = "order_answered")]
    Answered { unit: UnitId, causes: Text, measures: Text, late: bool },
    #[serde(rename = "answer_accepted")]
    AnswerAccepted { unit: UnitId },
    #[serde(rename = "answer_returned")]
    AnswerReturned { unit: UnitId, reason: Text, due: Day },
    #[serde(rename = "summary_withdrawn")]
    Withdrawn { reason: Text },
    #[serde(rename = "summary_dropped")]
    Dropped { reason: Text },
}

impl SummaryEvent {
    pub const KINDS: &[&str] = &[
        "summary_drafted",
        "summary_revised",
        "facts_shown",
        "facts_remarked",
        "summary_submitted",
        "summary_sent_back",
        "summary_approved",
        "summary_signed",
        "summary_issued",
        "summary_scanned",
        "order_answered",
        "answer_accepted",
        "answer_returned",
        "summary_withdrawn",
        "summary_dropped",
    ];

    pub fn kind(&self) -> &'static str {
        let index = match self {
            Self::Drafted { .. } => 0,
            Self::Revised { .. } => 1,
            Self::FactsShown { .. } => 2,
            Self::Remarked { .. } => 3,
            Self::Submitted => 4,
            Self::SentBack { .. } => 5,
            Self::Approved { .. } => 6,
            Self::Signed { .. } => 7,
            Self::Issued { .. } => 8,
            Self::Scanned { .. } => 9,
            Self::Answered { .. } => 10,
            Self::AnswerAccepted { .. } => 11,
            Self::AnswerReturned { .. } => 12,
            Self::Withdrawn { .. } => 13,
            Self::Dropped { .. } => 14,
        };
        Self::KINDS[index]
    }
}

/// Total: any event on any state gives a state.
pub fn evolve(mut s: Summary, event: &SummaryEvent, stamp: &Stamp) -> Summary {
    use SummaryEvent as E;
    s.version += 1;
    let stamp = stamp.clone();
    match event.clone() {
        E::Drafted { kind, period, content } => {
            (s.kind, s.period, s.content) = (kind, period, Some(*content));
            s.drafted = Some(stamp);
            s.stage = SummaryStage::Draft;
        }
        E::Revised { content } => {
            // other facts have to be shown anew
            if s.content.as_ref().is_none_or(|before| before.named != content.named) {
                s.shown = None;
            }
            s.content = Some(*content);
            s.revised = Some(stamp);
        }
        E::FactsShown { until } => s.shown = Some(Showing { stamp, until }),
        E::Remarked { unit, text } => s.remarks.push(Remark { unit, stamp, text }),
        E::Submitted => {
            s.submitted = Some(stamp);
            s.sent_back = None;
            s.stage = SummaryStage::AwaitingHead;
        }
        E::SentBack { reason } => {
            s.sent_back = Some((stamp, reason));
            (s.approved, s.signed) = (None, None);
            s.stage = SummaryStage::Draft;
        }
        E::Approved { to_sign } => {
            s.approved = Some(stamp);
            s.stage = if to_sign { SummaryStage::AwaitingLeader } else { SummaryStage::Approved };
        }
        E::Signed { text } => {
            s.signed = Some((stamp, text));
            s.stage = SummaryStage::Approved;
        }
        E::Issued { number, signer, note, scan } => {
            let order = |(unit, due)| Order {
                unit,
                due,
                opened_on: stamp.on,
                answers: Vec::new(),
                accepted: None,
                withdrawn_on: None,
            };
            s.orders = s.named().iter().filter_map(|named| Some((named.unit, named.explain_by?))).map(order).collect();
            s.issued = Some(Issue { stamp, number, signer, note, scan });
            s.stage = SummaryStage::Issued;
        }
        E::Scanned { scan } => {
            if let Some(issue) = &mut s.issued {
                issue.scan = Some(scan);
            }
        }
        E::Answered { unit, causes, measures, late } => {
            if let Some(order) = order(&mut s, unit) {
                order.answers.push(Answer { stamp, causes, measures, late, returned: None });
            }
        }
        E::AnswerAccepted { unit } => {
            if let Some(order) = order(&mut s, unit) {
                order.accepted = Some(stamp);
            }
        }
        E::AnswerReturned { unit, reason, due } => {
            if let Some(order) = order(&mut s, unit) {
                order.due = due;
                if let Some(answer) = order.answers.last_mut() {
                    answer.returned = Some((stamp, reason));
                }
            }
        }
        E::Withdrawn { reason } => {
            for order in s.orders.iter_mut().filter(|order| order.is_owed()) {
                order.withdrawn_on = Some(stamp.on);
            }
            s.withdrawn = Some((stamp, reason));
            s.stage = SummaryStage::Withdrawn;
        }
        E::Dropped { .. } => s.stage = SummaryStage::Dropped,
    }
    s
}

fn order(s: &mut Summary, unit: UnitId) -> Option<&mut Order> {
    s.orders.iter_mut().find(|order| order.unit == unit)
}
