//! 审定 (R4.1): the leaders approve the proposal in their order (分管, then 主要 for a major matter), or send it back.

use super::super::{Approval, Context, Event, Fact, Matter, OpinionAnswer, Stage, docket::Docket};
use super::proposal::{is_leader, not_adopted};
use crate::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, Owner},
    institution::Role,
    regulation::{Clause, LimitName},
    value::{PersonId, Text},
};

pub fn submit(m: &Matter, leaders: &[PersonId], text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    not_adopted(m)?;
    check_leaders(m, leaders, ctx)?;
    opinions_are_in(m)?;
    if m.approval.is_complete() {
        return Err(Refusal::overtaken("拟办意见已经审定同意，可以立项"));
    }
    if m.lead().is_none() {
        return Err(Refusal::invalid("牵头单位", "报请审定前请明确牵头单位").under(Clause::R4_1));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::SettleDraft);
    docket.open(DutyKind::ApproveProposal, Owner::Person(leaders[0]), LimitName::ApproveProposal, None)?;
    docket.record(Fact::Submitted { leaders: leaders.to_vec(), text: text.clone() })
}

pub fn submitted(m: &mut Matter, leaders: &[PersonId], stamp: &Stamp) {
    m.approval = Approval { leaders: leaders.to_vec(), submitted: Some(stamp.clone()), ..Approval::default() };
    m.stage = Stage::AwaitingApproval;
}

pub fn approve(m: &Matter, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    not_own_submission(m, ctx)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::ApproveProposal);
    match m.approval.leaders.get(m.approval.given.len() + 1) {
        Some(next) => {
            docket.open(DutyKind::ApproveProposal, Owner::Person(*next), LimitName::ApproveProposal, None)?;
        }
        None => {
            docket.open(DutyKind::Register, Owner::Office, LimitName::Register, None)?;
        }
    }
    docket.record(Fact::Approved { text: text.clone() })
}

pub fn approved(m: &mut Matter, text: &Option<Text>, stamp: &Stamp) {
    m.approval.given.push((stamp.clone(), text.clone()));
    if m.approval.is_complete() {
        m.stage = Stage::Draft;
    }
}

pub fn send_back(m: &Matter, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    not_own_submission(m, ctx)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::ApproveProposal);
    docket.reopen_last(DutyKind::SettleDraft);
    docket.record(Fact::SentBack { text: text.clone() })
}

pub fn sent_back(m: &mut Matter, text: &Text, stamp: &Stamp) {
    m.approval = Approval { sent_back: Some((stamp.clone(), text.clone())), ..Approval::default() };
    m.stage = Stage::Draft;
}

fn not_own_submission(m: &Matter, ctx: &Context) -> Result<(), Refusal> {
    m.approval.submitted.as_ref().map_or(Ok(()), |submitted| ctx.not_own(submitted, "拟办意见"))
}

fn check_leaders(m: &Matter, leaders: &[PersonId], ctx: &Context) -> Result<(), Refusal> {
    let field = "审定领导";
    let Some(last) = leaders.last() else {
        return Err(Refusal::invalid(field, "请选择报请审定的校领导").under(Clause::R4_1));
    };
    if leaders.iter().any(|leader| !is_leader(ctx, *leader)) {
        return Err(Refusal::invalid(field, "所选人员现在不是校领导，请从名单中选择"));
    }
    if leaders.iter().enumerate().any(|(index, leader)| leaders[..index].contains(leader)) {
        return Err(Refusal::invalid(field, "同一位校领导选了两次，请去掉一个"));
    }
    let major = m.proposal.as_ref().is_some_and(|proposal| proposal.major);
    if major && !ctx.institution.has_role(*last, Role::PrincipalLeader, ctx.on) {
        return Err(Refusal::invalid(field, "重大事项最后由主要校领导审定，请在最后加上主要校领导").under(Clause::R4_1));
    }
    Ok(())
}

/// 涉及重大或复杂事项，应在征求有关方面的意见后，提出拟办意见，报请校领导审定.
pub fn opinions_are_in(m: &Matter) -> Result<(), Refusal> {
    let needed = m.proposal.as_ref().is_some_and(|proposal| proposal.needs_approval());
    if needed && m.opinions.is_empty() {
        let message = "重大或复杂事项须先征求有关方面的意见，请先办理“征求意见”";
        return Err(Refusal::new(Reason::Incomplete, message).field("征求意见", message).under(Clause::R4_1));
    }
    if m.opinions.iter().any(|opinion| opinion.answer == OpinionAnswer::Awaited) {
        let message = "还有意见未反馈，请等待反馈，或在期限过后记为逾期未反馈";
        return Err(Refusal::new(Reason::Incomplete, message).field("征求意见", message).under(Clause::R4_1));
    }
    Ok(())
}
