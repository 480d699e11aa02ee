//! The steps of all matters in one order: by day, then by file, matter and step; so that numbers follow the days of 立项.

use anyhow::{Context, Result};
use domain::value::Day;

use super::{
    data::{Matter, Step},
    dates::Dates,
    deed::Deed,
};

/// One step at its place.
#[derive(Debug)]
pub struct Turn {
    /// which matter
    pub matter: usize,
    /// when it is done
    pub day: Day,
    pub step: Step,
}

impl Turn {
    /// 立项 takes the next number, so these keep their order.
    pub fn takes_a_number(&self) -> bool {
        matches!(self.step.deed, Deed::Register)
    }
}

/// Everything that happens on one day.
#[derive(Debug)]
pub struct OneDay {
    pub day: Day,
    /// the first steps of all matters, their second ones, …: within one round no step waits for another
    pub rounds: Vec<Vec<Turn>>,
}

pub fn days(matters: &[Matter], dates: &Dates) -> Result<Vec<OneDay>> {
    let mut turns = Vec::new();
    for (index, matter) in matters.iter().enumerate() {
        turns.extend(turns_of(index, matter, dates).with_context(|| format!("事项 {}", matter.key))?);
    }
    turns.sort_by_key(|turn| turn.day);
    let mut days: Vec<OneDay> = Vec::new();
    for turn in turns {
        if days.last().is_none_or(|last| last.day != turn.day) {
            days.push(OneDay { day: turn.day, rounds: Vec::new() });
        }
        let Some(today) = days.last_mut() else { continue };
        let after = today.rounds.iter().rposition(|round| round.iter().any(|other| other.matter == turn.matter));
        let round = after.map_or(0, |round| round + 1);
        if today.rounds.len() == round {
            today.rounds.push(Vec::new());
        }
        today.rounds[round].push(turn);
    }
    Ok(days)
}

fn turns_of(index: usize, matter: &Matter, dates: &Dates) -> Result<Vec<Turn>> {
    let mut turns = Vec::new();
    for step in &matter.steps {
        let day = dates.day(&step.day)?;
        turns.push(Turn { matter: index, day, step: step.clone() });
        if matches!(step.deed, Deed::Propose) {
            turns.extend(source_instruction(matter, step).map(|step| Turn { matter: index, day, step }));
        }
    }
    Ok(turns)
}

/// Where a leader's 批示 is the source, the Office enters it with the proposal, in its own words.
fn source_instruction(matter: &Matter, proposal: &Step) -> Option<Step> {
    let (leader, text) = (matter.source.leader.clone()?, matter.source.text.clone()?);
    Some(Step {
        day: matter.source.date.clone(),
        who: leader,
        recorded_by: Some(proposal.who.clone()),
        manner: Some("纸质批示".to_owned()),
        evidence: Some("批示原件".to_owned()),
        deed: Deed::Instruct { text, due: None, owner: None },
    })
}
