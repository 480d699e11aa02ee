//! Who may do what to a referral, and when.

use serde::{Deserialize, Serialize};

use super::{Ground, Referral, ReferralEvent, ReferralStage};
use crate::{
    Reason, Refusal,
    institution::Role,
    matter::Context,
    value::{Day, MatterId, PersonId, Sealed, UnitId},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralCommand {
    /// by the Office, or by the system from the record
    Propose {
        matter: MatterId,
        unit: UnitId,
        person: Option<PersonId>,
        ground: Ground,
        evidence: Sealed,
        explain_by: Day,
    },
    /// by the head of the unit
    Explain {
        text: Sealed,
    },
    /// by the Office, once the day has passed
    RecordLapse,
    Endorse {
        text: Option<Sealed>,
    },
    Approve {
        text: Option<Sealed>,
    },
    Drop {
        reason: Sealed,
    },
    SignFor,
    OpenFile {
        matter: MatterId,
        unit: UnitId,
        ground: Ground,
    },
    GiveOutcome {
        text: Sealed,
    },
}

impl ReferralCommand {
    /// Of one that begins a referral: the matter, and the unit that undertakes it.
    pub fn begins_about(&self) -> Option<(MatterId, UnitId)> {
        match self {
            Self::Propose { matter, unit, .. } | Self::OpenFile { matter, unit, .. } => Some((*matter, *unit)),
            _ => None,
        }
    }
}

pub fn decide(r: &Referral, command: &ReferralCommand, ctx: &Context) -> Result<Vec<ReferralEvent>, Refusal> {
    use ReferralCommand as C;
    use ReferralEvent as E;
    use ReferralStage as S;
    ctx.check_days()?;
    let event = match command.clone() {
        C::Propose { matter, unit, person, ground, evidence, explain_by } => {
            at(r, &[S::Unborn])?;
            ctx.needs_role(&[Role::OfficeClerk, Role::OfficeHead])?;
            if explain_by <= ctx.on {
                return Err(Refusal::invalid("说明期限", format!("说明期限要晚于{}，请改正", ctx.on)));
            }
            E::Proposed { matter, unit, person, ground, evidence, explain_by }
        }
        C::Explain { text } => {
            at(r, &[S::AwaitingExplanation, S::AwaitingHead])?;
            let unit = r.unit.ok_or_else(|| Refusal::no_such("说明"))?;
            ctx.needs_hand_of(unit, &[Role::UnitHead])?;
            if r.explanation.is_some() {
                return Err(Refusal::overtaken("已经提交过说明"));
            }
            E::Explained { text, late: r.explain_by.is_some_and(|by| ctx.on > by) }
        }
        C::RecordLapse => {
            at(r, &[S::AwaitingExplanation])?;
            ctx.needs_role(&[Role::OfficeClerk, Role::OfficeHead])?;
            match r.explain_by {
                Some(day) if ctx.on <= day => {
                    return Err(Refusal::new(Reason::WrongDay, format!("说明期限到{day}，届时才能记为逾期未说明")));
                }
                _ => E::ExplanationLapsed,
            }
        }
        C::Endorse { text } => {
            at(r, &[S::AwaitingHead])?;
            ctx.needs_role(&[Role::OfficeHead])?;
            not_own(r, ctx)?;
            E::Endorsed { text }
        }
        C::Approve { text } => {
            at(r, &[S::AwaitingLeader])?;
            ctx.needs_role(&[Role::Leader, Role::PrincipalLeader])?;
            not_own(r, ctx)?;
            E::Approved { text }
        }
        C::Drop { reason } => {
            at(r, &[S::AwaitingExplanation, S::AwaitingHead, S::AwaitingLeader])?;
            match r.stage {
                S::AwaitingLeader => ctx.needs_role(&[Role::Leader, Role::PrincipalLeader])?,
                _ => ctx.needs_role(&[Role::OfficeHead])?,
            }
            E::Dropped { reason }
        }
        C::SignFor => {
            at(r, &[S::Referred])?;
            ctx.needs_role(&[Role::Discipline])?;
            E::SignedFor
        }
        C::OpenFile { matter, unit, ground } => {
            at(r, &[S::Unborn])?;
            ctx.needs_role(&[Role::Discipline])?;
            E::FileOpened { matter, unit, ground }
        }
        C::GiveOutcome { text } => {
            at(r, &[S::SignedFor])?;
            ctx.needs_role(&[Role::Discipline])?;
            E::OutcomeGiven { text }
        }
    };
    Ok(vec![event])
}

fn at(r: &Referral, stages: &[ReferralStage]) -> Result<(), Refusal> {
    if stages.contains(&r.stage) {
        return Ok(());
    }
    let needed: Vec<&str> = stages.iter().map(|stage| stage.label()).collect();
    let message = format!("本移送件现为“{}”，此项须在“{}”时办理", r.stage.label(), needed.join("”“"));
    Err(Refusal::new(Reason::IllegalTransition, message))
}

/// Whoever proposed it neither endorses nor approves it.
fn not_own(r: &Referral, ctx: &Context) -> Result<(), Refusal> {
    r.proposed.as_ref().map_or(Ok(()), |proposed| ctx.not_own(proposed, "移送"))
}
