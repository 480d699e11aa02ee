//! 统计: what each entry of a matter adds to the figures of the office (R4.7b, R5.3, R7).
//!
//! A [`Count`] is a fact of one day, put down to the units, people and leader as they were then, and never taken back: an act
//! counts on its day, its undoing counts on its own day. So a figure of the past changes only by what is recorded late, and
//! that can be told apart ([`Count::recorded`]).
//!
//! Two kinds of measures: *flows* are summed over a period (立项, 办结, 催办 …); *stocks* are summed over all days up to one
//! (在办, 暂缓, 逾期): each entry gives the difference between how the matter stood before and after it. A limit that will pass
//! counts from the day after it, written down at once; whatever discharges or moves it in time takes that back.
//!
//! Days of a stage are calendar days. A leader's own waiting is in no figure.

use std::collections::BTreeSet;

use super::{Category, Entry, Fact, Matter, Stage, Verdict};
use crate::{
    duty::{DutyChange, DutyKind, DutyState, Owner},
    value::{Day, PersonId, UnitId},
};

macro_rules! measures {
    ($($(#[$doc:meta])* $variant:ident, $code:literal, $label:literal;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Measure { $($(#[$doc])* $variant),+ }

        impl Measure {
            pub const ALL: &[Measure] = &[$(Measure::$variant),+];

            /// For addresses and view rows.
            pub fn code(self) -> &'static str {
                match self { $(Measure::$variant => $code),+ }
            }

            pub fn label(self) -> &'static str {
                match self { $(Measure::$variant => $label),+ }
            }

            pub fn from_code(code: &str) -> Option<Measure> {
                Measure::ALL.iter().copied().find(|measure| measure.code() == code)
            }
        }
    };
}

measures! {
    /// stock: registered, and neither closed nor terminated
    OnHand, "on_hand", "在办";
    /// stock, among those on hand
    Suspended, "suspended", "暂缓";
    /// stock: its running limit has passed
    Overdue, "overdue", "逾期未办结";
    Registered, "registered", "立项";
    /// accepted; the report came by the limit first given
    ClosedOnTime, "closed_on_time", "按原时限办结";
    /// accepted; it came by the limit in force, but after the one first given
    ClosedExtended, "closed_extended", "按延期后时限办结";
    ClosedLate, "closed_late", "逾期办结";
    Terminated, "terminated", "终止";
    /// closed before, on hand again: 撤销办结, or an answer to it that was 不满意
    Reopened, "reopened", "恢复办理";
    Archived, "archived", "归档";
    /// the running limit passed
    LimitPassed, "limit_passed", "超过时限";
    UrgedFirst, "urged_first", "催办";
    UrgedAgain, "urged_again", "二次催办";
    UrgingRevoked, "urging_revoked", "撤销催办";
    Reminded, "reminded", "提醒";
    ReturnedSupplement, "returned_supplement", "退回补办";
    ReturnedRedo, "returned_redo", "退回重办";
    ExtensionAsked, "extension_asked", "申请延期";
    ExtensionGranted, "extension_granted", "批准延期";
    ExtensionRefused, "extension_refused", "不同意延期";
    Objected, "objected", "提出异议";
    TransferredAway, "transferred_away", "改派出";
    CoordinationAsked, "coordination_asked", "提请协调";
    RatedSatisfied, "rated_satisfied", "评价满意";
    RatedDissatisfied, "rated_dissatisfied", "评价不满意";
    /// what a unit was asked for: a signature …
    SignatureAsked, "signature_asked", "要求签收";
    /// … a plan, a progress report, a closing report …
    ReportAsked, "report_asked", "要求报送";
    /// … an opinion, a confirmation, an answer
    AnswerAsked, "answer_asked", "要求答复";
    /// what a unit owed and did, by the day or after it
    DoneInTime, "done_in_time", "按时完成";
    DoneLate, "done_late", "逾时完成";
    ProgressReported, "progress_reported", "报告进展";
    /// among the progress reports
    ReportedUnchanged, "reported_unchanged", "本期无变化";
    /// days, when it was left
    DaysAwaitingDispatch, "days_registered", "待交办";
    DaysAwaitingSignature, "days_dispatched", "待签收";
    DaysUnderWay, "days_under_way", "承办中";
    DaysUnderReview, "days_under_review", "待审核";
    DaysSuspended, "days_suspended", "暂缓";
    DaysAwaitingArchive, "days_closed", "待归档";
}

impl Measure {
    /// Summed over all days up to one, not over a period.
    pub fn is_stock(self) -> bool {
        matches!(self, Measure::OnHand | Measure::Suspended | Measure::Overdue)
    }

    /// How long a stage lasted: [`Count::days`] says so.
    pub fn is_span(self) -> bool {
        Measure::SPANS.contains(&self)
    }

    pub const SPANS: &[Measure] = &[
        Measure::DaysAwaitingDispatch,
        Measure::DaysAwaitingSignature,
        Measure::DaysUnderWay,
        Measure::DaysUnderReview,
        Measure::DaysSuspended,
        Measure::DaysAwaitingArchive,
    ];

    pub const CLOSED: &[Measure] = &[Measure::ClosedOnTime, Measure::ClosedExtended, Measure::ClosedLate];
}

/// To whom it is put down, as things were then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share {
    /// none for a matter that has no lead unit yet
    pub unit: Option<UnitId>,
    /// 牵头; else 协办
    pub lead: bool,
    /// 负责人 of the unit in this matter
    pub person: Option<PersonId>,
    /// 分管校领导 of the matter
    pub leader: Option<PersonId>,
    pub category: Category,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub measure: Measure,
    pub share: Share,
    /// the day that it counts on
    pub on: Day,
    /// the day on which the system heard of it
    pub recorded: Day,
    /// 1, or -1 where a stock falls or a limit did not pass after all
    pub n: i32,
    /// of a span; 0 otherwise
    pub days: u32,
}

/// How a matter stands, as far as figures go.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    stage: Stage,
    since: Option<Day>,
    registered: bool,
    /// the lead unit first
    shares: Vec<Share>,
    /// while it runs
    limit: Option<Day>,
}

impl Standing {
    pub fn of(m: &Matter) -> Self {
        let on_hand = m.registered.is_some() && is_work(m.stage);
        let limit = m.running_limit().filter(|duty| on_hand && duty.is_open()).map(|duty| duty.due);
        Self { stage: m.stage, since: m.stage_since, registered: m.registered.is_some(), shares: shares(m), limit }
    }

    fn on_hand(&self) -> bool {
        self.registered && is_work(self.stage)
    }

    /// The stocks that it is in, each with the day from which, if that is still to come.
    fn stocks(&self) -> BTreeSet<(Measure, Option<Day>, Share)> {
        let suspended = self.on_hand() && self.stage == Stage::Suspended;
        let stocks = [
            self.on_hand().then_some((Measure::OnHand, None)),
            suspended.then_some((Measure::Suspended, None)),
            self.limit.map(|limit| (Measure::Overdue, Some(next(limit)))),
        ];
        let all = stocks.into_iter().flatten();
        all.flat_map(|(measure, from)| self.shares.iter().map(move |share| (measure, from, *share))).collect()
    }

    fn share_of(&self, unit: UnitId) -> Option<Share> {
        self.shares.iter().find(|share| share.unit == Some(unit)).copied()
    }
}

fn is_work(stage: Stage) -> bool {
    matches!(stage, Stage::Registered | Stage::Dispatched | Stage::UnderWay | Stage::UnderReview | Stage::Suspended)
}

fn shares(m: &Matter) -> Vec<Share> {
    let Some(proposal) = &m.proposal else { return Vec::new() };
    let lead = m.lead();
    let share = |unit: Option<UnitId>, lead: bool| Share {
        unit,
        lead,
        person: unit.and_then(|unit| m.undertaking(unit)).and_then(|one| one.assignment.responsible),
        leader: proposal.leader,
        category: proposal.category,
    };
    let co_units = m.co_units().into_iter().filter(|unit| Some(*unit) != lead);
    std::iter::once(share(lead, true)).chain(co_units.map(|unit| share(Some(unit), false))).collect()
}

/// The day after a limit: on it, it has passed.
fn next(limit: Day) -> Day {
    limit.tomorrow().unwrap_or(limit)
}

/// What the entry adds, between how the matter stood before it and the matter after it.
pub(super) fn counts(before: &Standing, after: &Matter, entry: &Entry) -> Vec<Count> {
    let is = Standing::of(after);
    let (on, recorded) = (entry.stamp.on, entry.stamp.recorded_on());
    let mut tally = Tally { before, is: &is, after, on, recorded, counts: Vec::new() };
    tally.registered();
    tally.stocks();
    tally.stage_left();
    tally.fact(&entry.event.fact);
    entry.event.duties.iter().for_each(|change| tally.duty(change));
    tally.counts
}

struct Tally<'a> {
    before: &'a Standing,
    is: &'a Standing,
    after: &'a Matter,
    on: Day,
    recorded: Day,
    counts: Vec<Count>,
}

impl Tally<'_> {
    /// On the day of its registration, which for a matter taken over from paper lies before the entry.
    fn since(&self) -> Day {
        match &self.after.registered {
            Some(stamp) if !self.before.registered => stamp.on,
            _ => self.on,
        }
    }

    fn registered(&mut self) {
        if !self.before.registered && self.is.registered {
            self.each(Measure::Registered, &self.is.shares, self.since(), 1);
        }
        if self.before.registered && !self.before.on_hand() && self.is.on_hand() {
            self.whole(Measure::Reopened);
        }
    }

    fn stocks(&mut self) {
        let (were, are) = (self.before.stocks(), self.is.stocks());
        for (measure, from, share) in were.difference(&are) {
            let day = from.map_or(self.on, |from| from.max(self.on));
            self.push(*measure, *share, day, -1, 0);
            // in time: the limit did not pass after all
            if from.is_some_and(|from| self.on < from) {
                self.push(Measure::LimitPassed, *share, day, -1, 0);
            }
        }
        for (measure, from, share) in are.difference(&were) {
            let day = from.map_or(self.since(), |from| from.max(self.since()));
            self.push(*measure, *share, day, 1, 0);
            // a limit that had passed already did so once, whoever is answerable for the matter since
            let to_come = from.is_some_and(|from| self.since() < from);
            if to_come || (from.is_some() && self.before.limit != self.is.limit) {
                self.push(Measure::LimitPassed, *share, day, 1, 0);
            }
        }
    }

    fn stage_left(&mut self) {
        let (Some(measure), Some(since)) = (span(self.before.stage), self.before.since) else { return };
        if self.before.stage == self.is.stage {
            return;
        }
        let days = since.until(self.on).map_or(0, |span| span.get_days()).max(0).unsigned_abs();
        if let Some(lead) = self.before.shares.first() {
            self.push(measure, *lead, self.on, 1, days);
        }
    }

    fn fact(&mut self, fact: &Fact) {
        use Measure as M;
        match fact {
            Fact::Reviewed { review, .. } => match review.verdict {
                Verdict::Accept => self.whole(timely(self.after)),
                Verdict::Supplement => self.lead(M::ReturnedSupplement),
                Verdict::Redo => self.lead(M::ReturnedRedo),
            },
            Fact::TerminationGranted { .. } => self.whole(M::Terminated),
            Fact::Archived { .. } => self.whole(M::Archived),
            Fact::Urged { nth: 1, .. } => self.lead(M::UrgedFirst),
            Fact::Urged { .. } => self.lead(M::UrgedAgain),
            Fact::UrgingRevoked { .. } => self.lead(M::UrgingRevoked),
            Fact::ExtensionRequested { .. } => self.lead(M::ExtensionAsked),
            Fact::ExtensionGranted { .. } => self.lead(M::ExtensionGranted),
            Fact::ExtensionRefused { .. } => self.lead(M::ExtensionRefused),
            Fact::Rated { satisfied: true, .. } => self.whole(M::RatedSatisfied),
            Fact::Rated { satisfied: false, .. } => self.whole(M::RatedDissatisfied),
            Fact::Objected { unit, .. } => self.of(*unit, M::Objected),
            Fact::Transferred { from, .. } => self.of(*from, M::TransferredAway),
            Fact::CoordinationAsked { unit, .. } => self.of(*unit, M::CoordinationAsked),
            Fact::Reminded { unit, .. } => self.of(*unit, M::Reminded),
            Fact::ProgressReported { unit, unchanged, .. } => {
                self.of(*unit, M::ProgressReported);
                if *unchanged {
                    self.of(*unit, M::ReportedUnchanged);
                }
            }
            _ => {}
        }
    }

    /// What a unit was asked for, and what it did of it.
    fn duty(&mut self, change: &DutyChange) {
        let (id, done) = match change {
            DutyChange::Opened(duty) => (duty.id, None),
            DutyChange::Discharged { id, late, .. } => (*id, Some(*late)),
            _ => return,
        };
        let Some(duty) = self.after.duties.get(id) else { return };
        let (Owner::Unit(unit), Some(asked)) = (duty.owner, asked(duty.kind)) else { return };
        let measure = match done {
            None => asked,
            Some(false) => Measure::DoneInTime,
            Some(true) => Measure::DoneLate,
        };
        self.of(unit, measure);
    }

    fn whole(&mut self, measure: Measure) {
        self.each(measure, &self.is.shares, self.on, 1);
    }

    fn lead(&mut self, measure: Measure) {
        self.each(measure, self.is.shares.get(..1).unwrap_or_default(), self.on, 1);
    }

    /// One unit's own. It need not be under the matter: an opinion may be asked of any.
    fn of(&mut self, unit: UnitId, measure: Measure) {
        let stranger =
            || self.is.shares.first().map(|lead| Share { unit: Some(unit), lead: false, person: None, ..*lead });
        let share = self.before.share_of(unit).or_else(|| self.is.share_of(unit)).or_else(stranger);
        self.each(measure, share.as_slice(), self.on, 1);
    }

    fn each(&mut self, measure: Measure, shares: &[Share], on: Day, n: i32) {
        shares.iter().for_each(|share| self.push(measure, *share, on, n, 0));
    }

    fn push(&mut self, measure: Measure, share: Share, on: Day, n: i32, days: u32) {
        self.counts.push(Count { measure, share, on, recorded: self.recorded, n, days });
    }
}

/// R5.2, R7: on time is a matter whose report, the accepted one or one that needed only 补办, came by its limit.
fn timely(m: &Matter) -> Measure {
    match m.duties.last(DutyKind::Complete).map(|duty| &duty.state) {
        Some(DutyState::Discharged { late: true, .. }) => Measure::ClosedLate,
        Some(DutyState::Discharged { on, .. }) if m.first_due.is_some_and(|first| *on > first) => {
            Measure::ClosedExtended
        }
        _ => Measure::ClosedOnTime,
    }
}

/// 待审定 is a leader's waiting, and in no figure; nobody waits for a draft, or in the archive.
fn span(stage: Stage) -> Option<Measure> {
    match stage {
        Stage::Registered => Some(Measure::DaysAwaitingDispatch),
        Stage::Dispatched => Some(Measure::DaysAwaitingSignature),
        Stage::UnderWay => Some(Measure::DaysUnderWay),
        Stage::UnderReview => Some(Measure::DaysUnderReview),
        Stage::Suspended => Some(Measure::DaysSuspended),
        Stage::Closed => Some(Measure::DaysAwaitingArchive),
        _ => None,
    }
}

fn asked(kind: DutyKind) -> Option<Measure> {
    use DutyKind as D;
    match kind {
        D::Sign | D::SignUrging => Some(Measure::SignatureAsked),
        D::WorkPlan | D::ProgressReport | D::SubTask | D::Complete | D::ComplyUrging | D::Supplement | D::Redo => {
            Some(Measure::ReportAsked)
        }
        D::GiveOpinion | D::AnswerInstruction | D::ConfirmClosingReport => Some(Measure::AnswerAsked),
        _ => None,
    }
}
