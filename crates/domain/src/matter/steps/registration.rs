//! 立项 (R4.2): one matter, one registration, one number, gapless per year; entered in 立项登记表 (annex 2). A major or
//! complex matter is not registered before its opinions are in and the leaders have approved (R4.1).

use super::super::{Context, Event, Fact, Matter, Stage, docket::Docket};
use super::{approval::opinions_are_in, proposal::not_adopted};
use crate::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::{Clause, LimitName},
    value::NoticeNumber,
};

pub fn register(m: &Matter, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    not_adopted(m)?;
    let needs_approval = m.proposal.as_ref().is_some_and(|proposal| proposal.needs_approval());
    if needs_approval && !m.approval.is_complete() {
        opinions_are_in(m)?;
        let message = "重大或复杂事项须经校领导审定同意后才能立项，请先办理“报请审定”";
        return Err(Refusal::new(Reason::Incomplete, message).field("审定", message).under(Clause::R4_1));
    }
    if m.lead().is_none() {
        let message = "立项前请明确牵头单位";
        return Err(Refusal::new(Reason::Incomplete, message).field("牵头单位", message).under(Clause::R4_2));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_all(DutyKind::SettleDraft);
    docket.discharge_all(DutyKind::Register);
    docket.open(DutyKind::Dispatch, Owner::Office, LimitName::Dispatch, None)?;
    docket.record(Fact::Registered { number: ctx.next_number })
}

pub fn registered(m: &mut Matter, number: NoticeNumber, stamp: &Stamp) {
    m.number = Some(number);
    m.registered = Some(stamp.clone());
    m.stage = Stage::Registered;
}
