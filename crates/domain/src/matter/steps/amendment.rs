//! 更正事项内容, 变更联系人 (R4.3): what the notice says may be corrected before closing, in a new version that every
//! recipient gets; a changed contact needs no new notice.

use super::super::{Assignment, Context, Event, Fact, Matter, docket::Docket};
use super::{dispatch::complete_assignment, proposal::same_text};
use crate::{Refusal, regulation::Clause, value::Text};

/// `texts`: content, requirements, target.
pub fn amend(m: &Matter, texts: [&Text; 3], reason: &Text, version: u32, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    same_text(m, version)?;
    let [content, requirements, target] = texts.map(Clone::clone);
    Docket::of(m, ctx).record(Fact::Amended { content, requirements, target, reason: reason.clone() })
}

pub fn amended(m: &mut Matter, texts: [&Text; 3]) {
    m.text_version = m.version;
    if m.dispatched.is_some() {
        m.notice_version += 1;
    }
    let Some(proposal) = &mut m.proposal else { return };
    let [content, requirements, target] = texts.map(Clone::clone);
    proposal.content = content;
    proposal.requirements = Some(requirements);
    proposal.target = Some(target);
}

pub fn change_contact(
    m: &Matter,
    to: &Assignment,
    reason: &Option<Text>,
    ctx: &Context,
) -> Result<Vec<Event>, Refusal> {
    let Some(undertaking) = m.undertaking(to.unit) else {
        return Err(Refusal::invalid("单位", "该单位不是本事项的承办单位"));
    };
    let mut missing = Vec::new();
    complete_assignment(to, "本单位", &mut missing);
    if !missing.is_empty() {
        return Err(Refusal::incomplete(Clause::R4_3, "请补全负责人、联系人和电话", missing));
    }
    if undertaking.assignment == *to {
        return Err(Refusal::overtaken("联系人没有变化，不必变更"));
    }
    Docket::of(m, ctx).record(Fact::ContactChanged { to: to.clone(), reason: reason.clone() })
}

pub fn contact_changed(m: &mut Matter, to: &Assignment) {
    if let Some(undertaking) = m.undertaking_mut(to.unit) {
        undertaking.assignment = to.clone();
    }
}
