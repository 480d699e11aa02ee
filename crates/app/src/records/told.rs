//! Who hears of what happens to a record.

use domain::{
    duty::{DutyKind, Owner},
    institution::Role,
    referral::{Referral, ReferralEvent},
    summary::{Summary, SummaryEvent, SummaryStage},
    value::Day,
};

/// One who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    pub whom: Whom,
    /// what they owe by it, its number in the record, and by when
    pub owes: Option<(DutyKind, u32, Day)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    Owner(Owner),
    Holders(Role),
}

impl Told {
    fn of(whom: Whom) -> Told {
        Told { whom, owes: None }
    }

    fn office() -> Vec<Told> {
        vec![Told::of(Whom::Owner(Owner::Office))]
    }

    fn holders(role: Role) -> Vec<Told> {
        vec![Told::of(Whom::Holders(role))]
    }

    fn leaders() -> Vec<Told> {
        vec![Told::of(Whom::Holders(Role::Leader)), Told::of(Whom::Holders(Role::PrincipalLeader))]
    }

    fn unit(unit: domain::value::UnitId) -> Told {
        Told::of(Whom::Owner(Owner::Unit(unit)))
    }
}

/// Units hear of what concerns them; a 通报 to everybody is read on its page and brings nobody a message.
pub(super) fn of_summary(summary: &Summary, event: &SummaryEvent) -> Vec<Told> {
    use SummaryEvent as E;
    match event {
        E::FactsShown { .. } => summary.named().iter().map(|named| Told::unit(named.unit)).collect(),
        E::Submitted => Told::holders(Role::OfficeHead),
        E::Approved { .. } if summary.stage == SummaryStage::AwaitingLeader => Told::leaders(),
        E::Remarked { .. } | E::SentBack { .. } | E::Approved { .. } | E::Signed { .. } | E::Answered { .. } => {
            Told::office()
        }
        E::Issued { .. } => {
            let ordered = summary.duties().into_iter();
            let mut told: Vec<Told> = ordered
                .map(|duty| Told { whom: Whom::Owner(duty.owner), owes: Some((duty.kind, duty.id, duty.due)) })
                .collect();
            if let Some(content) = &summary.content {
                let circle = content.circle.units.iter().chain(content.named.iter().map(|named| &named.unit));
                told.extend(circle.map(|unit| Told::unit(*unit)));
                told.extend(content.circle.people.iter().map(|person| Told::of(Whom::Owner(Owner::Person(*person)))));
            }
            told
        }
        E::AnswerReturned { unit, .. } => {
            let mut duties = summary.duties().into_iter();
            let owed = duties.find(|duty| duty.owner == Owner::Unit(*unit));
            vec![Told { owes: owed.map(|duty| (duty.kind, duty.id, duty.due)), ..Told::unit(*unit) }]
        }
        E::AnswerAccepted { unit } => vec![Told::unit(*unit)],
        E::Withdrawn { .. } => summary.named().iter().map(|named| Told::unit(named.unit)).collect(),
        E::Drafted { .. } | E::Revised { .. } | E::Scanned { .. } | E::Dropped { .. } => Vec::new(),
    }
}

/// The unit hears only that it is to explain.
pub(super) fn of_referral(referral: &Referral, event: &ReferralEvent) -> Vec<Told> {
    use ReferralEvent as E;
    match event {
        E::Proposed { unit, .. } => {
            let owed = referral.duties().into_iter().next();
            vec![Told { owes: owed.map(|duty| (duty.kind, duty.id, duty.due)), ..Told::unit(*unit) }]
        }
        E::Explained { .. } => Told::office(),
        E::ExplanationLapsed => Told::holders(Role::OfficeHead),
        E::Endorsed { .. } => Told::leaders(),
        E::Approved { .. } => Told::office().into_iter().chain(Told::holders(Role::Discipline)).collect(),
        E::Dropped { .. } | E::SignedFor | E::OutcomeGiven { .. } => Told::office(),
        E::FileOpened { .. } => Vec::new(),
    }
}
