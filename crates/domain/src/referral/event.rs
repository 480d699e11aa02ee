//! What happened to a referral, and the fold.

use serde::{Deserialize, Serialize};

use super::{Ground, ReferralStage};
use crate::{
    Stamp,
    duty::{Basis, Duty, DutyKind, DutyState, Owner},
    value::{Day, MatterId, PersonId, ReferralId, Sealed, UnitId},
};

/// The texts lie in sealed rows: what a referral says may have to be erased, and most eyes never see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReferralEvent {
    #[serde(rename = "referral_proposed")]
    Proposed {
        matter: MatterId,
        unit: UnitId,
        person: Option<PersonId>,
        ground: Ground,
        evidence: Sealed,
        explain_by: Day,
    },
    #[serde(rename = "referral_explained")]
    Explained { text: Sealed, late: bool },
    #[serde(rename = "explanation_lapsed")]
    ExplanationLapsed,
    #[serde(rename = "referral_endorsed")]
    Endorsed { text: Option<Sealed> },
    #[serde(rename = "referral_approved")]
    Approved { text: Option<Sealed> },
    #[serde(rename = "referral_dropped")]
    Dropped { reason: Sealed },
    #[serde(rename = "referral_signed_for")]
    SignedFor,
    /// opened by 纪委 itself
    #[serde(rename = "file_opened")]
    FileOpened { matter: MatterId, unit: UnitId, ground: Ground },
    #[serde(rename = "referral_outcome")]
    OutcomeGiven { text: Sealed },
}

impl ReferralEvent {
    pub const KINDS: &[&str] = &[
        "referral_proposed",
        "referral_explained",
        "explanation_lapsed",
        "referral_endorsed",
        "referral_approved",
        "referral_dropped",
        "referral_signed_for",
        "file_opened",
        "referral_outcome",
    ];

    pub fn kind(&self) -> &'static str {
        let index = match self {
            Self::Proposed { .. } => 0,
            Self::Explained { .. } => 1,
            Self::ExplanationLapsed => 2,
            Self::Endorsed { .. } => 3,
            Self::Approved { .. } => 4,
            Self::Dropped { .. } => 5,
            Self::SignedFor => 6,
            Self::FileOpened { .. } => 7,
            Self::OutcomeGiven { .. } => 8,
        };
        Self::KINDS[index]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    pub id: ReferralId,
    pub version: u32,
    pub stage: ReferralStage,
    pub matter: Option<MatterId>,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub ground: Option<Ground>,
    pub evidence: Option<Sealed>,
    pub explain_by: Option<Day>,
    pub proposed: Option<Stamp>,
    pub explanation: Option<Explanation>,
    /// the day on which its date was found to have passed without one
    pub lapsed: Option<Stamp>,
    pub endorsed: Option<(Stamp, Option<Sealed>)>,
    pub approved: Option<(Stamp, Option<Sealed>)>,
    pub dropped: Option<(Stamp, Sealed)>,
    pub signed_for: Option<Stamp>,
    pub outcome: Option<(Stamp, Sealed)>,
}

/// What the unit says for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    pub stamp: Stamp,
    pub text: Sealed,
    /// after its date
    pub late: bool,
}

impl Referral {
    /// What the unit owes by it: to explain.
    pub fn duties(&self) -> Vec<Duty> {
        let (Some(unit), Some(due), Some(proposed)) = (self.unit, self.explain_by, &self.proposed) else {
            return Vec::new();
        };
        let state = match (&self.explanation, self.stage) {
            (Some(given), _) => DutyState::Discharged { on: given.stamp.on, late: given.late },
            (None, ReferralStage::AwaitingExplanation | ReferralStage::AwaitingHead) => DutyState::Open,
            (None, _) => DutyState::Withdrawn { on: due },
        };
        let kind = DutyKind::ExplainReferral;
        let clause = self.ground.map_or(kind.clause(), Ground::clause);
        let owner = Owner::Unit(unit);
        vec![Duty {
            id: 1,
            kind,
            owner,
            due,
            opened_on: proposed.on,
            clause,
            basis: Basis::Explicit,
            state,
            about: None,
        }]
    }

    /// Before the first event.
    pub fn unborn(id: ReferralId) -> Self {
        Self {
            id,
            version: 0,
            stage: ReferralStage::Unborn,
            matter: None,
            unit: None,
            person: None,
            ground: None,
            evidence: None,
            explain_by: None,
            proposed: None,
            explanation: None,
            lapsed: None,
            endorsed: None,
            approved: None,
            dropped: None,
            signed_for: None,
            outcome: None,
        }
    }
}

/// Total: any event on any state gives a state.
pub fn evolve(mut r: Referral, event: &ReferralEvent, stamp: &Stamp) -> Referral {
    use ReferralEvent as E;
    r.version += 1;
    match event.clone() {
        E::Proposed { matter, unit, person, ground, evidence, explain_by } => {
            (r.matter, r.unit, r.person, r.ground) = (Some(matter), Some(unit), person, Some(ground));
            (r.evidence, r.explain_by, r.proposed) = (Some(evidence), Some(explain_by), Some(stamp.clone()));
            r.stage = ReferralStage::AwaitingExplanation;
        }
        E::Explained { text, late } => {
            r.explanation = Some(Explanation { stamp: stamp.clone(), text, late });
            r.stage = ReferralStage::AwaitingHead;
        }
        E::ExplanationLapsed => {
            r.lapsed = Some(stamp.clone());
            r.stage = ReferralStage::AwaitingHead;
        }
        E::Endorsed { text } => {
            r.endorsed = Some((stamp.clone(), text));
            r.stage = ReferralStage::AwaitingLeader;
        }
        E::Approved { text } => {
            r.approved = Some((stamp.clone(), text));
            r.stage = ReferralStage::Referred;
        }
        E::Dropped { reason } => {
            r.dropped = Some((stamp.clone(), reason));
            r.stage = ReferralStage::Dropped;
        }
        E::SignedFor => {
            r.signed_for = Some(stamp.clone());
            r.stage = ReferralStage::SignedFor;
        }
        E::FileOpened { matter, unit, ground } => {
            (r.matter, r.unit, r.ground) = (Some(matter), Some(unit), Some(ground));
            (r.proposed, r.signed_for) = (Some(stamp.clone()), Some(stamp.clone()));
            r.stage = ReferralStage::SignedFor;
        }
        E::OutcomeGiven { text } => r.outcome = Some((stamp.clone(), text)),
    }
    r
}
