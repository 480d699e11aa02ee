//! 通报与呈报: which there are, as far as a person may read them; a draft from the record ([`draft`]); the paper ([`paper`]).

mod draft;
mod paper;

use std::collections::BTreeSet;

use domain::{
    Who,
    institution::Institution,
    summary::{Reading, Summary, SummaryKind, SummaryStage, reading},
    value::{Day, PersonId, SummaryId, UnitId},
};

pub use draft::DraftAsked;

use crate::{Actor, App, Denied, records};

/// A 通报 or 呈报, and how much of it the actor reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryView {
    pub summary: Summary,
    pub reading: Reading,
}

impl SummaryView {
    /// Of the units that it names, those whose facts the reader sees.
    pub fn sees_facts_of(&self, unit: UnitId) -> bool {
        let hidden = self.summary.content.as_ref().is_some_and(|content| content.anonymous);
        match &self.reading {
            Reading::Whole => true,
            Reading::Published { own } => !hidden || own.contains(&unit),
            Reading::Facts { own } => own.contains(&unit),
        }
    }

    pub fn is_whole(&self) -> bool {
        self.reading == Reading::Whole
    }
}

impl App {
    /// All that the actor may read, the latest first; of one kind where it is named.
    pub async fn summaries(&self, actor: &Actor, kind: Option<SummaryKind>) -> Result<Vec<SummaryView>, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let (institution, today) = (read.institution.clone(), read.today);
            let all = records::all::<Summary>(read, false)?;
            let of_kind = all.into_iter().filter(|one| kind.is_none_or(|kind| one.kind == kind));
            let mut found: Vec<SummaryView> =
                of_kind.filter_map(|one| view(one, &institution, &actor, today)).collect();
            found.reverse();
            Ok(found)
        })
        .await
    }

    /// One of them; not found where the actor may not read it.
    pub async fn summary(&self, actor: &Actor, id: SummaryId) -> Result<SummaryView, Denied> {
        let actor = actor.clone();
        self.read(move |read| {
            let found = records::find::<Summary>(read, id.0)?.ok_or(Denied::NotFound)?;
            view(found, &read.institution, &actor, read.today).ok_or(Denied::NotFound)
        })
        .await
    }
}

/// With the eyes of the actor, and of whoever they sign for (代签).
pub(crate) fn view(summary: Summary, institution: &Institution, actor: &Actor, today: Day) -> Option<SummaryView> {
    let Who::Person(person) = actor.who else {
        return Some(SummaryView { summary, reading: Reading::Whole });
    };
    let eyes: BTreeSet<PersonId> = std::iter::once(person).chain(institution.principals_of(person, today)).collect();
    let readings = eyes.into_iter().filter_map(|eye| reading(&summary, institution, eye, today));
    let reading = readings.reduce(widest)?;
    Some(SummaryView { summary, reading })
}

fn widest(one: Reading, other: Reading) -> Reading {
    match (one, other) {
        (Reading::Whole, _) | (_, Reading::Whole) => Reading::Whole,
        (Reading::Published { own }, Reading::Published { own: others }) => {
            Reading::Published { own: own.into_iter().chain(others).collect() }
        }
        (Reading::Facts { own }, Reading::Facts { own: others }) => {
            Reading::Facts { own: own.into_iter().chain(others).collect() }
        }
        (published @ Reading::Published { .. }, _) | (_, published) => published,
    }
}

/// The bulletin that was published last before a day and ordered somebody to explain.
pub(crate) fn last_orders(all: &[Summary], before: Day) -> Option<&Summary> {
    let issued_on = |one: &Summary| one.issued.as_ref().map(|issue| issue.stamp.on);
    let ordered = all.iter().filter(|one| one.stage == SummaryStage::Issued && !one.orders.is_empty());
    ordered.filter(|one| issued_on(one).is_some_and(|on| on <= before)).max_by_key(|one| issued_on(one))
}
