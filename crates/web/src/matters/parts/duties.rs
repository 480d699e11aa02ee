//! Every limit with the way its date was found and every change of it.

use domain::duty::{Basis, Duty, DutyState};

use crate::{
    matters::{look::Look, words},
    pages::{
        matter::{DueChange, DutyRow},
        text,
    },
};

/// Open ones by date, settled ones by the day they were opened.
pub fn rows(look: &Look) -> Vec<DutyRow> {
    let mut duties: Vec<&Duty> = look.matter().duties.iter().collect();
    duties.sort_by_key(|duty| (!duty.is_owed(), if duty.is_owed() { duty.due } else { duty.opened_on }, duty.id));
    duties.into_iter().map(|duty| row(look, duty)).collect()
}

fn row(look: &Look, duty: &Duty) -> DutyRow {
    DutyRow {
        what: duty.kind.label().to_owned(),
        owner: look.directory.owner_name(duty.owner),
        due: text::day(duty.due),
        provisional: duty.is_provisional(),
        mark: words::mark(look.institution(), look.today(), look.view.mark_of(duty)),
        state: state(duty),
        open: duty.is_owed(),
        clause: words::clause(duty.clause),
        explanation: explanation(duty),
        changes: changes(look, duty),
    }
}

fn state(duty: &Duty) -> String {
    match &duty.state {
        DutyState::Open => "未完成".to_owned(),
        DutyState::Paused { left: Some(left), .. } => format!("暂停，剩 {left} 个工作日"),
        DutyState::Paused { left: None, .. } => "暂停".to_owned(),
        DutyState::Discharged { on, .. } => format!("{} 完成", text::day(*on)),
        DutyState::Withdrawn { on } => format!("{} 撤销", text::day(*on)),
    }
}

pub fn explanation(duty: &Duty) -> String {
    match &duty.basis {
        Basis::Counted(limit) => limit.explained.clone(),
        Basis::Explicit => crate::words::set_by_hand(duty.kind).to_owned(),
    }
}

fn changes(look: &Look, duty: &Duty) -> Vec<DueChange> {
    let of_this = look.matter().due_changes.iter().filter(|change| change.duty == duty.id);
    of_this
        .map(|change| DueChange {
            on: text::day(change.stamp.on),
            old: text::day(change.from),
            new: text::day(change.to),
            cause: change.cause.label().to_owned(),
            decider: look.directory.who_name(change.decided_by),
        })
        .collect()
}
