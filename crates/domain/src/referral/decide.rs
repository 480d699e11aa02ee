//! Who may do what to a referral, and when.

use serde::{Deserialize, Serialize};

use super::{Ground, Referral, ReferralEvent, ReferralStage};
use crate::{
    Reason, Refusal, Who,
    institution::Role,
    matter::Context,
    regulation::Clause,
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

pub fn decide(r: &Referral, command: &ReferralCommand, ctx: &Context) -> Result<Vec<ReferralEvent>, Refusal> {
    use ReferralCommand as C;
    use ReferralEvent as E;
    use ReferralStage as S;
    let event = match command.clone() {
        C::Propose { matter, unit, person, ground, evidence, explain_by } => {
            at(r, &[S::Unborn])?;
            by(ctx, &[Role::OfficeClerk, Role::OfficeHead])?;
            if explain_by <= ctx.on {
                return Err(Refusal::invalid("说明期限", format!("要晚于{}，请改正", ctx.on)));
            }
            E::Proposed { matter, unit, person, ground, evidence, explain_by }
        }
        C::Explain { text } => {
            at(r, &[S::AwaitingExplanation, S::AwaitingHead])?;
            by_head_of(ctx, r.unit)?;
            if r.explanation.is_some() {
                return Err(Refusal::overtaken("已经提交过说明"));
            }
            E::Explained { text }
        }
        C::RecordLapse => {
            at(r, &[S::AwaitingExplanation])?;
            by(ctx, &[Role::OfficeClerk, Role::OfficeHead])?;
            match r.explain_by {
                Some(day) if ctx.on <= day => {
                    return Err(Refusal::new(Reason::WrongDay, format!("说明期限到{day}，届时才能记为逾期未说明")));
                }
                _ => E::ExplanationLapsed,
            }
        }
        C::Endorse { text } => {
            at(r, &[S::AwaitingHead])?;
            by(ctx, &[Role::OfficeHead])?;
            not_own(r, ctx)?;
            E::Endorsed { text }
        }
        C::Approve { text } => {
            at(r, &[S::AwaitingLeader])?;
            by(ctx, &[Role::Leader, Role::PrincipalLeader])?;
            not_own(r, ctx)?;
            E::Approved { text }
        }
        C::Drop { reason } => {
            at(r, &[S::AwaitingExplanation, S::AwaitingHead, S::AwaitingLeader])?;
            match r.stage {
                S::AwaitingLeader => by(ctx, &[Role::Leader, Role::PrincipalLeader])?,
                _ => by(ctx, &[Role::OfficeHead])?,
            }
            E::Dropped { reason }
        }
        C::SignFor => {
            at(r, &[S::Referred])?;
            by(ctx, &[Role::Discipline])?;
            E::SignedFor
        }
        C::OpenFile { matter, unit, ground } => {
            at(r, &[S::Unborn])?;
            by(ctx, &[Role::Discipline])?;
            E::FileOpened { matter, unit, ground }
        }
        C::GiveOutcome { text } => {
            at(r, &[S::SignedFor])?;
            by(ctx, &[Role::Discipline])?;
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

fn by(ctx: &Context, roles: &[Role]) -> Result<(), Refusal> {
    let Who::Person(person) = ctx.principal() else { return Ok(()) };
    if roles.iter().any(|role| ctx.institution.has_role(person, *role, ctx.on)) {
        return Ok(());
    }
    let names: Vec<&str> = roles.iter().map(|role| role.label()).collect();
    Err(Refusal::new(Reason::NotPermitted, format!("此项由{}办理", names.join("、"))))
}

fn by_head_of(ctx: &Context, unit: Option<UnitId>) -> Result<(), Refusal> {
    let Who::Person(person) = ctx.principal() else { return Ok(()) };
    let heads = ctx.institution.grants_of(person, ctx.on).any(|g| g.role == Role::UnitHead && g.unit == unit);
    if heads {
        Ok(())
    } else {
        Err(Refusal::new(Reason::NotPermitted, "说明由该单位负责人提交").under(Clause::R5_1))
    }
}

fn not_own(r: &Referral, ctx: &Context) -> Result<(), Refusal> {
    let own = r.proposed.as_ref().and_then(|stamp| stamp.by.person()) == ctx.principal().person();
    if own && ctx.principal().person().is_some() {
        return Err(Refusal::new(Reason::OwnRequest, "移送由您本人提出，须由他人审核"));
    }
    Ok(())
}
