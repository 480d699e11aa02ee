//! 提请协调 (R4.5a): 积极协助被督办单位解决工作中遇到的困难. A unit asks the Office, and is owed an answer.

use super::super::{Context, Event, Fact, Matter, Problem, docket::Docket};
use crate::{
    Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::LimitName,
    value::{Text, UnitId},
};

pub fn ask(m: &Matter, unit: UnitId, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let mut docket = Docket::of(m, ctx);
    docket.open(DutyKind::HandleProblem, Owner::Office, LimitName::HandleProblem, Some(m.problems.len() as u32 + 1))?;
    docket.record(Fact::CoordinationAsked { unit, text: text.clone() })
}

pub fn asked(m: &mut Matter, unit: UnitId, text: &Text, stamp: &Stamp) {
    let id = m.problems.len() as u32 + 1;
    m.problems.push(Problem { id, unit, text: text.clone(), asked: stamp.clone(), answer: None });
}

pub fn answer(m: &Matter, id: u32, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let problem = m.problems.iter().find(|problem| problem.id == id).ok_or_else(|| Refusal::no_such("提请协调"))?;
    if problem.answer.is_some() {
        return Err(Refusal::overtaken("这一提请协调已经答复"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::HandleProblem, id);
    docket.record(Fact::CoordinationAnswered { problem: id, text: text.clone() })
}

pub fn answered(m: &mut Matter, id: u32, text: &Text, stamp: &Stamp) {
    if let Some(problem) = m.problems.iter_mut().find(|problem| problem.id == id) {
        problem.answer = Some((stamp.clone(), text.clone()));
    }
}
