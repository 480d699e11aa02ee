//! 工作台: what somebody has to do on a bulletin, a report or a referral.

use std::collections::BTreeSet;

use domain::{
    duty::{Course, Duty, DutyKind, Owner},
    institution::Role,
    referral::{Referral, ReferralStage},
    summary::{Summary, SummaryStage},
    value::{Day, PersonId, UnitId},
};
use uuid::Uuid;

use super::{Mark, ledger_rows::Lights};
use crate::{Actor, Denied, records, referrals::matter_title, snapshot::Snapshot};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskKind {
    /// a draft that was sent back to the Office
    MendSummary,
    ApproveSummary,
    /// 签发
    SignSummary,
    IssueSummary,
    /// a unit looks at its facts before they are published
    CheckFacts,
    /// ordered by a bulletin
    ExplainAndCorrect,
    /// the Office looks at what a unit answered
    SettleAnswer,
    /// in a referral
    Explain,
    EndorseReferral,
    ApproveReferral,
    SignForReferral,
}

impl TaskKind {
    /// Where it has a date.
    pub fn duty(self) -> Option<DutyKind> {
        match self {
            TaskKind::ExplainAndCorrect => Some(DutyKind::ExplainAndCorrect),
            TaskKind::Explain => Some(DutyKind::ExplainReferral),
            _ => None,
        }
    }

    pub fn is_of_referral(self) -> bool {
        use TaskKind as K;
        matches!(self, K::Explain | K::EndorseReferral | K::ApproveReferral | K::SignForReferral)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordTask {
    pub kind: TaskKind,
    /// the record's
    pub stream: Uuid,
    /// of the bulletin or report; empty for a referral
    pub title: String,
    /// whose facts, order or explanation
    pub unit: Option<UnitId>,
    pub since: Day,
    pub due: Option<Day>,
    pub mark: Mark,
}

/// Whose eyes and hands the actor has: one's own, and those of whoever one signs for (代签).
struct Hands<'r, 's, 't> {
    read: &'r Snapshot<'s, 't>,
    people: BTreeSet<PersonId>,
}

impl Hands<'_, '_, '_> {
    fn hold(&self, roles: &[Role]) -> bool {
        let has = |person: &PersonId, role: &Role| self.read.institution.has_role(*person, *role, self.read.today);
        self.people.iter().any(|person| roles.iter().any(|role| has(person, role)))
    }

    fn act_for(&self, unit: UnitId) -> bool {
        let mut grants =
            self.people.iter().flat_map(|person| self.read.institution.grants_of(*person, self.read.today));
        grants.any(|grant| grant.unit == Some(unit) && matches!(grant.role, Role::UnitHead | Role::UnitContact))
    }
}

const OFFICE: &[Role] = &[Role::OfficeClerk, Role::OfficeHead];
const LEADERS: &[Role] = &[Role::Leader, Role::PrincipalLeader];

/// What waits for the actor, the earliest first.
pub(super) fn tasks(read: &mut Snapshot<'_, '_>, actor: &Actor) -> Result<Vec<RecordTask>, Denied> {
    let Some(person) = actor.person_id() else { return Ok(Vec::new()) };
    let summaries = records::all::<Summary>(read, true)?;
    let referrals = records::all::<Referral>(read, true)?;
    let mut about = Vec::new();
    for referral in &referrals {
        about.push(matter_title(read, referral)?);
    }
    let principals = read.institution.principals_of(person, read.today);
    let people: BTreeSet<PersonId> = std::iter::once(person).chain(principals).collect();
    let hands = Hands { read, people };
    let lights = Lights::on(read.today, &read.institution);
    let mut tasks: Vec<RecordTask> = summaries.iter().flat_map(|one| of_summary(one, &hands, &lights)).collect();
    tasks.extend(referrals.iter().zip(&about).flat_map(|(one, title)| of_referral(one, title, &hands, &lights)));
    tasks.sort_by_key(|task| (task.due.unwrap_or(task.since), task.stream));
    Ok(tasks)
}

fn of_summary(summary: &Summary, hands: &Hands<'_, '_, '_>, lights: &Lights) -> Vec<RecordTask> {
    use TaskKind as K;
    let title = summary.content.as_ref().map(|content| content.title.to_string()).unwrap_or_default();
    let task = |kind, unit, since| RecordTask {
        kind,
        stream: summary.id.0,
        title: title.clone(),
        unit,
        since,
        due: None,
        mark: Mark::Plain,
    };
    let (office, leads) = (hands.hold(OFFICE), hands.hold(LEADERS));
    let day = |stamp: &Option<domain::Stamp>| stamp.as_ref().map_or(Day::ZERO, |stamp| stamp.on);
    let mut found = Vec::new();
    match summary.stage {
        SummaryStage::Draft => found.extend(
            summary.sent_back.as_ref().filter(|_| office).map(|(stamp, _)| task(K::MendSummary, None, stamp.on)),
        ),
        SummaryStage::AwaitingHead if hands.hold(&[Role::OfficeHead]) => {
            found.push(task(K::ApproveSummary, None, day(&summary.submitted)));
        }
        SummaryStage::AwaitingLeader if leads => {
            let since = day(&summary.approved);
            let days = lights.waiting_days(since);
            found
                .push(RecordTask { mark: Mark::Waiting { days, to_read: false }, ..task(K::SignSummary, None, since) });
        }
        SummaryStage::Approved if office => {
            let since = summary.signed.as_ref().map_or(day(&summary.approved), |(stamp, _)| stamp.on);
            found.push(task(K::IssueSummary, None, since));
        }
        _ => {}
    }
    if let Some(shown) = summary.shown.as_ref().filter(|_| summary.stage.is_in_preparation()) {
        let unsaid = |unit: UnitId| summary.remarks.iter().all(|remark| remark.unit != unit);
        let mine = summary.named().iter().map(|named| named.unit).filter(|unit| hands.act_for(*unit) && unsaid(*unit));
        found.extend(mine.map(|unit| task(K::CheckFacts, Some(unit), shown.stamp.on)));
    }
    for duty in summary.duties() {
        found.extend(owed(&duty, hands, lights).map(|(unit, mark)| RecordTask {
            due: Some(duty.due),
            mark,
            ..task(K::ExplainAndCorrect, Some(unit), duty.opened_on)
        }));
    }
    for order in summary.orders.iter().filter(|order| office && order.accepted.is_none()) {
        let answered = order.answers.last().filter(|answer| answer.returned.is_none() && order.withdrawn_on.is_none());
        found.extend(answered.map(|answer| task(K::SettleAnswer, Some(order.unit), answer.stamp.on)));
    }
    found
}

fn of_referral(referral: &Referral, title: &str, hands: &Hands<'_, '_, '_>, lights: &Lights) -> Vec<RecordTask> {
    use TaskKind as K;
    let proposed = referral.proposed.as_ref().map_or(Day::ZERO, |stamp| stamp.on);
    let task = |kind, since| RecordTask {
        kind,
        stream: referral.id.0,
        title: title.to_owned(),
        unit: referral.unit,
        since,
        due: None,
        mark: Mark::Plain,
    };
    let mut found = Vec::new();
    match referral.stage {
        ReferralStage::AwaitingHead if hands.hold(&[Role::OfficeHead]) => {
            let since = referral.explanation.as_ref().map(|explanation| explanation.stamp.on);
            let since = since.or(referral.lapsed.as_ref().map(|stamp| stamp.on)).unwrap_or(proposed);
            found.push(task(K::EndorseReferral, since));
        }
        ReferralStage::AwaitingLeader if hands.hold(LEADERS) => {
            let since = referral.endorsed.as_ref().map_or(proposed, |(stamp, _)| stamp.on);
            let days = lights.waiting_days(since);
            found.push(RecordTask { mark: Mark::Waiting { days, to_read: false }, ..task(K::ApproveReferral, since) });
        }
        ReferralStage::Referred if hands.hold(&[Role::Discipline]) => {
            let since = referral.approved.as_ref().map_or(proposed, |(stamp, _)| stamp.on);
            found.push(task(K::SignForReferral, since));
        }
        _ => {}
    }
    for duty in referral.duties() {
        found.extend(owed(&duty, hands, lights).map(|(_, mark)| RecordTask {
            due: Some(duty.due),
            mark,
            ..task(K::Explain, duty.opened_on)
        }));
    }
    found
}

/// An open duty of a unit that the actor acts for.
fn owed(duty: &Duty, hands: &Hands<'_, '_, '_>, lights: &Lights) -> Option<(UnitId, Mark)> {
    let Owner::Unit(unit) = duty.owner else { return None };
    let course = Course { due: duty.due, from: duty.opened_on, percent: None };
    (duty.is_open() && hands.act_for(unit)).then(|| (unit, lights.running(course)))
}
