//! Who owes what by when, and why: one's own first, then the nearest.

use domain::duty::{Duty, DutyKind};

use super::duties::explanation;
use crate::{
    matters::{look::Look, words},
    pages::{matter::NextStep, text},
};

/// More than these would hide what comes next.
const MOST: usize = 4;

pub fn steps(look: &Look) -> Vec<NextStep> {
    let mut open: Vec<&Duty> = look.matter().duties.owed().filter(|duty| duty.is_open()).collect();
    open.sort_by_key(|duty| (!look.viewer.is(duty.owner), rank(duty.kind), duty.due, duty.id));
    let mine = open.iter().filter(|duty| look.viewer.is(duty.owner)).count();
    open.truncate(mine.max(MOST));
    open.into_iter().map(|duty| step(look, duty)).collect()
}

/// A signature, review or decision stands before the work itself, the work before what recurs.
fn rank(kind: DutyKind) -> u8 {
    use DutyKind::*;
    match kind {
        Complete | Supplement | Redo | ComplyUrging | AnswerInstruction => 1,
        ProgressReport | SubTask | ReportToSuperior => 2,
        _ => 0,
    }
}

fn step(look: &Look, duty: &Duty) -> NextStep {
    let mark = words::mark(look.institution(), look.today(), look.view.mark_of(duty));
    NextStep {
        who: look.directory.owner_name(duty.owner),
        what: duty.kind.label().to_owned(),
        due: if mark.is_waiting() { String::new() } else { text::day(duty.due) },
        provisional: duty.is_provisional(),
        why: explanation(duty),
        mark,
        clause: words::clause(duty.clause),
        mine: look.viewer.is(duty.owner),
    }
}
