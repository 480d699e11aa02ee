//! 征求意见 (R4.1): for a major or complex matter the parties concerned are heard before the leaders decide.

use super::super::{Context, Event, Fact, Matter, Opinion, OpinionAnswer, Stage, docket::Docket};
use super::proposal::{known_unit, not_adopted};
use crate::{
    Reason, Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::Clause,
    value::{Day, Text},
};

pub fn seek(m: &Matter, parties: &[Owner], due: Day, question: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    not_adopted(m)?;
    ctx.later_day("反馈期限", due)?;
    if parties.is_empty() {
        return Err(Refusal::invalid("征求对象", "请选择要征求意见的单位或校领导").under(Clause::R4_1));
    }
    let mut docket = Docket::of(m, ctx);
    for (index, party) in parties.iter().enumerate() {
        check_party(m, parties, index, *party, ctx)?;
        docket.open_until(DutyKind::GiveOpinion, *party, due, Some(next_id(m) + index as u32));
    }
    docket.record(Fact::OpinionsSought { parties: parties.to_vec(), due, question: question.clone() })
}

pub fn sought(m: &mut Matter, parties: &[Owner], due: Day, question: &Text, stamp: &Stamp) {
    for party in parties {
        m.opinions.push(Opinion {
            id: next_id(m),
            party: *party,
            question: question.clone(),
            due,
            asked: stamp.clone(),
            answer: OpinionAnswer::Awaited,
        });
    }
    m.stage = Stage::Consulting;
}

pub fn give(m: &Matter, id: u32, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    awaited(m, id)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::GiveOpinion, id);
    docket.record(Fact::OpinionGiven { opinion: id, text: text.clone() })
}

pub fn given(m: &mut Matter, id: u32, text: &Text, stamp: &Stamp) {
    settle(m, id, OpinionAnswer::Given(stamp.clone(), text.clone()));
}

/// 逾期未反馈: only once the day that was given has passed.
pub fn record_missing(m: &Matter, id: u32, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let opinion = awaited(m, id)?;
    if ctx.on <= opinion.due {
        let message = format!("反馈期限到{}，届时仍未反馈才能记为逾期", opinion.due);
        return Err(Refusal::new(Reason::WrongDay, message).under(Clause::R4_1));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::GiveOpinion, id);
    docket.record(Fact::OpinionMissing { opinion: id })
}

pub fn missing(m: &mut Matter, id: u32, stamp: &Stamp) {
    settle(m, id, OpinionAnswer::Missing(stamp.clone()));
}

fn next_id(m: &Matter) -> u32 {
    m.opinions.len() as u32 + 1
}

fn check_party(m: &Matter, parties: &[Owner], index: usize, party: Owner, ctx: &Context) -> Result<(), Refusal> {
    if let Owner::Unit(unit) = party {
        known_unit(ctx, "征求对象", unit)?;
    }
    if let Owner::Person(person) = party
        && !ctx.institution.people.contains_key(&person)
    {
        return Err(Refusal::invalid("征求对象", "没有此人，请从名单中选择"));
    }
    let waiting = m.opinions.iter().any(|o| o.party == party && o.answer == OpinionAnswer::Awaited);
    if waiting || parties[..index].contains(&party) {
        return Err(Refusal::invalid("征求对象", "同一对象已在征求意见，请勿重复选择"));
    }
    Ok(())
}

fn awaited(m: &Matter, id: u32) -> Result<&Opinion, Refusal> {
    let opinion = m.opinions.iter().find(|o| o.id == id).ok_or_else(|| Refusal::no_such("征求意见"))?;
    match opinion.answer {
        OpinionAnswer::Awaited => Ok(opinion),
        _ => Err(Refusal::overtaken("这一意见已经反馈或已记为逾期未反馈")),
    }
}

/// The last answer brings the draft back to the Office.
fn settle(m: &mut Matter, id: u32, answer: OpinionAnswer) {
    if let Some(opinion) = m.opinions.iter_mut().find(|o| o.id == id) {
        opinion.answer = answer;
    }
    if m.stage == Stage::Consulting && m.opinions.iter().all(|o| o.answer != OpinionAnswer::Awaited) {
        m.stage = Stage::Draft;
    }
}
