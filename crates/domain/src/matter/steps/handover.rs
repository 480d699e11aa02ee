//! 移交经办人 (the office's own): who in the Office looks after a matter. First whoever entered it; nobody's rights follow from
//! it, and what the Office owes is owed by the Office as before.

use super::super::{Context, Event, Fact, Matter, docket::Docket};
use crate::{
    Refusal,
    institution::Role,
    value::{PersonId, Text},
};

pub fn hand_over(m: &Matter, to: PersonId, reason: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let holds = |role| ctx.institution.has_role(to, role, ctx.on);
    if !holds(Role::OfficeClerk) && !holds(Role::OfficeHead) {
        return Err(Refusal::invalid("新的经办人", "请选择学校办公室督办室现任的经办人"));
    }
    let from = m.clerk();
    if from == Some(to) {
        return Err(Refusal::invalid("新的经办人", "本事项已由其经办，请选择另一位经办人"));
    }
    Docket::of(m, ctx).record(Fact::HandedOver { from, to, reason: reason.clone() })
}
