//! Every figure of 统计 equals a plain count over the record, made here from nothing but the entries: by stepping through
//! each matter's life and looking. And a figure of the past stays what it was when its month ended.

use std::collections::BTreeMap;

use app::{
    Actor,
    ask::{By, COUNTED_PAGE, Figures, Month, Query, StatisticsQuery},
};
use domain::matter::{Entry, Fact, Matter, Measure, Stage, Verdict, evolve};
use domain::value::Day;

use super::{campus::Campus, invariants::every_row};

/// By head of a line and measure.
type Counted = BTreeMap<(String, Measure), i64>;

/// What the months said when they ended.
#[derive(Default)]
pub struct Past(BTreeMap<Month, Counted>);

impl Past {
    /// On the last day of a month, in its last hours.
    pub async fn keep(&mut self, campus: &Campus) {
        let today = campus.today();
        if today == today.last_of_month() {
            let month = Month::of(today);
            self.0.insert(
                month,
                asked(campus, month, month, By::Unit, |figures, measure| figures.of(measure).now()).await,
            );
        }
    }

    pub async fn look(&self, campus: &Campus, place: &str) {
        for (month, said) in &self.0 {
            let then = asked(campus, *month, *month, By::Unit, |figures, measure| figures.of(measure).then).await;
            assert_eq!(said, &then, "{place}: {month} has changed");
        }
        let months: Vec<Month> = self.0.keys().copied().collect();
        let [first, .., last] = months[..] else { panic!("{place}: a life of a month") };
        for (from, to) in [(first, last), (first, first.later(2)), (last, last), (last, Month::of(campus.today()))] {
            for by in [By::Unit, By::Category, By::Leader] {
                let found = recounted(campus, from, to, by).await;
                let mut said = asked(campus, from, to, by, |figures, measure| figures.of(measure).now()).await;
                said.retain(|(_, measure), n| RECOUNTED.contains(measure) && *n != 0);
                assert_eq!(said, found, "{place}: {from} to {to} by {by:?}");
            }
        }
        self.months_add_up(campus, first, last, place).await;
        lists_hold_what_they_count(campus, first, last, place).await;
    }

    /// By month, flows add up to the period's, and stocks are those of each month's end.
    async fn months_add_up(&self, campus: &Campus, first: Month, last: Month, place: &str) {
        let now = |figures: &Figures, measure: Measure| figures.of(measure).now();
        let by_month = asked(campus, first, last, By::Month, now).await;
        for measure in RECOUNTED {
            for month in self.0.keys() {
                let one: i64 = sum(&asked(campus, *month, *month, By::Category, now).await, *measure);
                let line = by_month.get(&(month.to_string(), *measure)).copied().unwrap_or_default();
                assert_eq!(line, one, "{place}: {measure:?} of {month}");
            }
            if !measure.is_stock() {
                let whole = sum(&asked(campus, first, last, By::Category, now).await, *measure);
                assert_eq!(sum(&by_month, *measure), whole, "{place}: {measure:?}");
            }
        }
    }
}

fn sum(counted: &Counted, measure: Measure) -> i64 {
    counted.iter().filter(|((_, one), _)| *one == measure).map(|(_, n)| n).sum()
}

const RECOUNTED: &[Measure] = &[
    Measure::OnHand,
    Measure::Suspended,
    Measure::Overdue,
    Measure::Registered,
    Measure::ClosedOnTime,
    Measure::ClosedExtended,
    Measure::ClosedLate,
    Measure::Terminated,
    Measure::Archived,
    Measure::UrgedFirst,
    Measure::UrgedAgain,
    Measure::ExtensionAsked,
    Measure::ExtensionGranted,
    Measure::ReturnedSupplement,
    Measure::ReturnedRedo,
];

fn asking(from: Month, to: Month, by: By) -> StatisticsQuery {
    StatisticsQuery { from, to, by, unit: None, category: None, leader: None, person: None }
}

async fn asked(campus: &Campus, from: Month, to: Month, by: By, of: impl Fn(&Figures, Measure) -> i64) -> Counted {
    let clerk = Actor::person(campus.clerks[0]);
    let found = campus.app().statistics(&clerk, asking(from, to, by)).await.unwrap();
    let mut counted = Counted::new();
    for row in &found.rows {
        for measure in Measure::ALL.iter().filter(|measure| of(&row.figures, **measure) != 0) {
            counted.insert((row.key.clone(), *measure), of(&row.figures, *measure));
        }
    }
    counted
}

/// Steps through every life.
async fn recounted(campus: &Campus, from: Month, to: Month, by: By) -> Counted {
    let (first, end) = (from.first(), to.last().min(campus.today()));
    let mut counted = Counted::new();
    for id in every_row(campus, Query::default()).await.into_iter().map(|row| row.id) {
        let entries = campus.app().matter(&Actor::system("university"), id).await.unwrap().timeline;
        let mut matter = Matter::unborn(id);
        let mut then = matter.clone();
        for entry in entries.iter() {
            matter = evolve(matter, entry);
            if entry.stamp.on <= end {
                then = matter.clone();
            }
            if first <= entry.stamp.on && entry.stamp.on <= end {
                for measure in flows(&matter, entry) {
                    *counted.entry((head(&matter, by), measure)).or_default() += 1;
                }
            }
        }
        for measure in stocks(&then, end) {
            *counted.entry((head(&then, by), measure)).or_default() += 1;
        }
    }
    counted
}

fn head(matter: &Matter, by: By) -> String {
    match by {
        By::Unit => matter.lead().map(|unit| unit.to_string()),
        By::Leader => matter.leader().map(|leader| leader.to_string()),
        _ => matter.proposal.as_ref().map(|proposal| proposal.category.code().to_owned()),
    }
    .unwrap_or_default()
}

fn flows(after: &Matter, entry: &Entry) -> Vec<Measure> {
    let one = match &entry.event.fact {
        Fact::Registered { .. } => Measure::Registered,
        Fact::Reviewed { review, .. } => match review.verdict {
            Verdict::Supplement => Measure::ReturnedSupplement,
            Verdict::Redo => Measure::ReturnedRedo,
            Verdict::Accept => closed(after),
        },
        Fact::TerminationGranted { .. } => Measure::Terminated,
        Fact::Archived { .. } => Measure::Archived,
        Fact::Urged { nth, .. } => {
            if *nth == 1 {
                Measure::UrgedFirst
            } else {
                Measure::UrgedAgain
            }
        }
        Fact::ExtensionRequested { .. } => Measure::ExtensionAsked,
        Fact::ExtensionGranted { .. } => Measure::ExtensionGranted,
        _ => return Vec::new(),
    };
    vec![one]
}

/// The report that was accepted, or the first of those that only needed 补办, against the two limits.
fn closed(matter: &Matter) -> Measure {
    let redone = |report: &domain::matter::ClosingReport| matches!(&report.outcome, Some(domain::matter::ReportOutcome::Reviewed(_, review, _)) if review.verdict == Verdict::Redo);
    let withdrawn = |report: &domain::matter::ClosingReport| {
        matches!(&report.outcome, Some(domain::matter::ReportOutcome::Withdrawn(_)))
    };
    let since = matter.reports.iter().rposition(redone).map_or(0, |place| place + 1);
    let first = matter.reports[since..].iter().find(|report| !withdrawn(report)).unwrap();
    let dates = matter.due_dates().unwrap();
    match first.submitted.on {
        on if on > dates.in_force => Measure::ClosedLate,
        on if on > dates.first => Measure::ClosedExtended,
        _ => Measure::ClosedOnTime,
    }
}

fn stocks(then: &Matter, end: Day) -> Vec<Measure> {
    let working = [Stage::Registered, Stage::Dispatched, Stage::UnderWay, Stage::UnderReview, Stage::Suspended];
    if then.registered.is_none() || !working.contains(&then.stage) {
        return Vec::new();
    }
    let mut found = vec![Measure::OnHand];
    if then.stage == Stage::Suspended {
        found.push(Measure::Suspended);
    }
    if then.running_limit().is_some_and(|duty| duty.is_open() && duty.due < end) {
        found.push(Measure::Overdue);
    }
    found
}

/// A list names as many as its figure says, page by page.
async fn lists_hold_what_they_count(campus: &Campus, first: Month, last: Month, place: &str) {
    let clerk = Actor::person(campus.clerks[0]);
    let query = asking(first, last, By::Unit);
    let found = campus.app().statistics(&clerk, query).await.unwrap();
    for measure in Measure::ALL.iter().filter(|measure| !measure.is_span()) {
        let (mut named, mut page, mut total) = (0, 0, 0);
        loop {
            let list = campus.app().counted_matters(&clerk, query, *measure, false, page).await.unwrap();
            named += list.rows.iter().map(|row| row.n).sum::<i64>();
            total = total.max(list.total);
            assert!(list.rows.len() <= COUNTED_PAGE && list.unnamed == 0);
            page += 1;
            if !list.more {
                break;
            }
        }
        assert_eq!(found.total.of(*measure).now(), named, "{place}: {measure:?}");
        assert_eq!(total, named, "{place}: {measure:?}");
    }
}
