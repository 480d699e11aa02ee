//! 提醒 and 督办提示 (the office's own): what a unit owes is pointed out to it, before its limit or after. It is no 催办单: it
//! asks for no signature, sets no date, and counts nowhere in the chain of R4.5c.

use super::super::{Context, Event, Fact, Matter, docket::Docket};
use crate::{
    Reason, Refusal, Stamp,
    duty::Owner,
    value::{Text, UnitId},
};

/// Once a day and unit: a second click of the same morning tells nobody anything new.
pub fn remind(m: &Matter, unit: UnitId, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.undertaking(unit).is_none() {
        return Err(Refusal::no_such("承办单位"));
    }
    let owed = m.duties.iter().filter(|duty| duty.is_open() && duty.owner == Owner::Unit(unit));
    let Some(first) = owed.min_by_key(|duty| (duty.due, duty.id)) else {
        return Err(Refusal::new(Reason::IllegalTransition, "该单位现在没有待办的时限，不需要提醒"));
    };
    if m.reminded.iter().any(|(reminded, stamp)| *reminded == unit && stamp.on == ctx.on) {
        return Err(Refusal::overtaken("该单位今天已经提醒过，请改日再提醒，或当面联系"));
    }
    let (owed, due) = (first.kind, first.due);
    Docket::of(m, ctx).record(Fact::Reminded { unit, owed, due, text: text.clone() })
}

pub fn reminded(m: &mut Matter, unit: UnitId, stamp: &Stamp) {
    m.reminded.push((unit, stamp.clone()));
}
