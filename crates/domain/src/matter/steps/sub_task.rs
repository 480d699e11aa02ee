//! 任务分解 (R4.4d): the lead unit breaks its matter down to co-units or to its own people; what they report goes to the
//! lead unit, which takes it.

use super::super::{Context, Event, Fact, Matter, SubTask, docket::Docket};
use crate::{
    Refusal, Stamp,
    duty::{DutyKind, Owner},
    regulation::Clause,
    value::{Day, Text},
};

pub fn break_down(m: &Matter, owner: Owner, due: Day, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    ctx.later_day("完成日期", due)?;
    match owner {
        Owner::Unit(unit) if m.undertaking(unit).is_some_and(|u| !u.lead) => {}
        Owner::Person(person) if ctx.institution.people.contains_key(&person) => {}
        _ => {
            let message = "分解任务只能交给本事项的协办单位或具体人员，请从名单中选择";
            return Err(Refusal::invalid("承担者", message).under(Clause::R4_4d));
        }
    }
    let mut docket = Docket::of(m, ctx);
    docket.open_until(DutyKind::SubTask, owner, due, Some(m.sub_tasks.len() as u32 + 1));
    docket.record(Fact::BrokenDown { owner, due, text: text.clone() })
}

pub fn broken_down(m: &mut Matter, owner: Owner, due: Day, text: &Text, stamp: &Stamp) {
    let id = m.sub_tasks.len() as u32 + 1;
    let text = text.clone();
    m.sub_tasks.push(SubTask { id, owner, due, text, given: stamp.clone(), reported: None, taken: None });
}

pub fn report(m: &Matter, id: u32, text: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    untaken(m, id)?;
    Docket::of(m, ctx).record(Fact::SubTaskReported { task: id, text: text.clone() })
}

pub fn reported(m: &mut Matter, id: u32, text: &Text, stamp: &Stamp) {
    if let Some(task) = m.sub_tasks.iter_mut().find(|task| task.id == id) {
        task.reported = Some((stamp.clone(), text.clone()));
    }
}

pub fn take(m: &Matter, id: u32, text: &Option<Text>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    untaken(m, id)?;
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::SubTask, id);
    docket.record(Fact::SubTaskTaken { task: id, text: text.clone() })
}

pub fn taken(m: &mut Matter, id: u32, text: &Option<Text>, stamp: &Stamp) {
    if let Some(task) = m.sub_tasks.iter_mut().find(|task| task.id == id) {
        task.taken = Some((stamp.clone(), text.clone()));
    }
}

fn untaken(m: &Matter, id: u32) -> Result<(), Refusal> {
    let task = m.sub_tasks.iter().find(|task| task.id == id).ok_or_else(|| Refusal::no_such("分解任务"))?;
    if task.taken.is_some() { Err(Refusal::overtaken("这一分解任务已经认可")) } else { Ok(()) }
}
