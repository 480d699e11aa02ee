//! 情况记录 (R4.5a): contacts, new situations and new problems are recorded in detail, and submitted to a leader.

use super::super::{Context, Event, Fact, Matter, Situation, SituationKind, docket::Docket};
use super::proposal::is_leader;
use crate::{
    Refusal, Stamp,
    regulation::Clause,
    value::{PersonId, Text},
};

pub fn record(m: &Matter, kind: SituationKind, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    Docket::of(m, ctx).record(Fact::SituationRecorded { kind, text: text.clone() })
}

pub fn recorded(m: &mut Matter, kind: SituationKind, text: &Text, stamp: &Stamp) {
    let id = m.situations.len() as u32 + 1;
    m.situations.push(Situation { id, kind, text: text.clone(), recorded: stamp.clone(), submitted: None });
}

pub fn submit(m: &Matter, id: u32, to: PersonId, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let situation = m.situations.iter().find(|s| s.id == id).ok_or_else(|| Refusal::no_such("情况记录"))?;
    if situation.submitted.is_some() {
        return Err(Refusal::overtaken("这一情况已经呈报"));
    }
    if !is_leader(ctx, to) {
        return Err(Refusal::invalid("呈报对象", "请选择现任校领导").under(Clause::R4_5a));
    }
    Docket::of(m, ctx).record(Fact::SituationSubmitted { situation: id, to, text: text.clone() })
}

pub fn submitted(m: &mut Matter, id: u32, to: PersonId, text: &Option<Text>, stamp: &Stamp) {
    if let Some(situation) = m.situations.iter_mut().find(|s| s.id == id) {
        situation.submitted = Some((stamp.clone(), to, text.clone()));
    }
}
