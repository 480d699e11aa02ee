//! 批示 (R4.5a): a leader's written instruction, verbatim, at any stage, any number; whoever must answer it owes the answer.

use super::super::{Context, Event, Fact, Instruction, Matter, docket::Docket};
use crate::{
    Refusal, Stamp,
    duty::{DutyKind, Owner},
    value::{Day, FileId, Sealed, Text},
};

pub fn instruct(
    m: &Matter,
    text: &Sealed,
    situation: Option<u32>,
    owed: Option<(Owner, Day)>,
    scan: Option<FileId>,
    ctx: &Context,
) -> Result<Vec<Event>, Refusal> {
    if situation.is_some_and(|id| m.situations.iter().all(|s| s.id != id)) {
        return Err(Refusal::no_such("情况记录"));
    }
    let mut docket = Docket::of(m, ctx);
    if let Some((owner, due)) = owed {
        ctx.later_day("回复期限", due)?;
        docket.open_until(DutyKind::AnswerInstruction, owner, due, Some(m.instructions.len() as u32 + 1));
    }
    docket.record(Fact::Instructed { text: text.clone(), situation, owed, scan })
}

pub fn instructed(
    m: &mut Matter,
    text: &Sealed,
    situation: Option<u32>,
    owed: Option<(Owner, Day)>,
    scan: Option<FileId>,
    stamp: &Stamp,
) {
    let id = m.instructions.len() as u32 + 1;
    let (text, given) = (text.clone(), stamp.clone());
    m.instructions.push(Instruction { id, text, situation, owed, scan, given, answers: Vec::new() });
}

pub fn answer(m: &Matter, id: u32, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.instructions.iter().all(|instruction| instruction.id != id) {
        return Err(Refusal::no_such("批示"));
    }
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::AnswerInstruction, id);
    docket.record(Fact::InstructionAnswered { instruction: id, text: text.clone() })
}

pub fn answered(m: &mut Matter, id: u32, text: &Text, stamp: &Stamp) {
    if let Some(instruction) = m.instructions.iter_mut().find(|instruction| instruction.id == id) {
        instruction.answers.push((stamp.clone(), text.clone()));
    }
}
