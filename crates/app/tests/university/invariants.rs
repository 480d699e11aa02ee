//! What holds after every day.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    Actor,
    ask::{FallList, LedgerRow, Mark, Query},
};
use domain::{
    duty::{DutyKind, light},
    matter::Fact,
    regulation::LimitName,
    value::MatterId,
};
use serde_json::Value as Json;
use store::{Sql, args};

use super::campus::Campus;

/// What was seen so far.
#[derive(Default)]
pub struct Watch {
    inbox_seen: i64,
    log_seen: i64,
    /// (message, person): of reminders
    reminded: BTreeSet<(String, String)>,
    /// second and further urgings of each matter, and copies that reached the discipline office
    copied: BTreeMap<MatterId, usize>,
    copies: BTreeMap<MatterId, usize>,
    pub reminders: usize,
    pub urgings: usize,
    pub second_urgings: usize,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Watch { reminders, urgings, second_urgings, .. } = self;
        write!(f, "{reminders} reminders, {urgings} urgings, {second_urgings} of them second or further ones")
    }
}

impl Watch {
    pub async fn look(&mut self, campus: &Campus, place: &str) {
        every_open_matter_has_a_duty(campus, place).await;
        self.no_reminder_twice(campus, place).await;
        self.every_second_urging_has_one_copy(campus, place).await;
        let rows = every_row(campus, Query::default()).await;
        lights_are_as_defined(campus, &rows, place).await;
        counts_equal_their_lists(campus, place).await;
    }

    /// A reminder tells one person of one duty once for its day.
    async fn no_reminder_twice(&mut self, campus: &Campus, place: &str) {
        let after = self.inbox_seen;
        let rows = campus
            .app()
            .store()
            .read(move |sql| {
                let select = "select person, body, created_at from inbox where created_at > $1 order by created_at";
                sql.query(select, &args![after])
            })
            .await
            .unwrap();
        for row in rows {
            let (person, body) = (row.string(0).unwrap(), row.string(1).unwrap());
            self.inbox_seen = row.int(2).unwrap();
            let message: Json = serde_json::from_str(&body).unwrap();
            let kind = message["kind"].to_string();
            if kind.contains("reminder") || kind.contains("clerk_prompt") {
                self.reminders += 1;
                assert!(self.reminded.insert((body.clone(), person)), "{place}: reminded twice: {body}");
            }
            if message["event"] == "urged" && row.text(0).unwrap() == campus.discipline.to_string() {
                let matter = MatterId(message["matter"].as_str().unwrap().parse().unwrap());
                *self.copies.entry(matter).or_default() += 1;
            }
        }
    }

    /// R4.5d: in the same act; never left off, never sent for a first one.
    async fn every_second_urging_has_one_copy(&mut self, campus: &Campus, place: &str) {
        let after = self.log_seen;
        let rows = campus
            .app()
            .store()
            .read(move |sql| {
                let select =
                    "select position, stream, body from event where position > $1 and kind = 'urged' order by position";
                sql.query(select, &args![after])
            })
            .await
            .unwrap();
        for row in rows {
            self.log_seen = row.int(0).unwrap();
            let matter = MatterId(row.uuid(1).unwrap());
            let event = domain::matter::Event::read("urged", domain::matter::SCHEMA, row.text(2).unwrap()).unwrap();
            let Fact::Urged { nth, copied, .. } = event.fact else { panic!("{place}: not an urging") };
            assert_eq!(copied, nth >= 2, "{place}: urging {nth} of {matter}");
            self.urgings += 1;
            if copied {
                self.second_urgings += 1;
                *self.copied.entry(matter).or_default() += 1;
            }
        }
        assert_eq!(self.copied, self.copies, "{place}: copies to the discipline office");
    }
}

async fn every_open_matter_has_a_duty(campus: &Campus, place: &str) {
    let lost = campus
        .app()
        .store()
        .read(|sql| {
            sql.query(
                "select m.matter, m.stage from matter_view m where m.stage not in ('archived', 'not_pursued') \
                 and not exists (select 1 from duty_view d where d.matter = m.matter and d.state in ('open', 'paused') \
                 and d.owner <> '')",
                &[],
            )
        })
        .await
        .unwrap();
    let lost: Vec<(uuid::Uuid, String)> =
        lost.iter().map(|row| (row.uuid(0).unwrap(), row.string(1).unwrap())).collect();
    assert!(lost.is_empty(), "{place}: owed by nobody: {lost:?}");
}

/// The light of each matter in the list is that of its replayed duties, by the definition.
async fn lights_are_as_defined(campus: &Campus, rows: &[LedgerRow], place: &str) {
    let institution = campus.institution().await;
    let today = campus.today();
    let yellow = institution.regulation_on(today).unwrap().limit(LimitName::Yellow).days;
    for row in rows.iter().filter(|row| !row.stage.is_final()) {
        let matter = campus.matter(row.id).await;
        let due = matter.duties.iter().filter(|duty| duty.is_open() && duty.kind.shows_light()).map(|d| d.due).min();
        match (row.mark, due) {
            (Mark::Running { light: shown, left }, Some(due)) => {
                let wanted = light(today, institution.calendar.days_before(due, yellow), due);
                assert_eq!(shown, wanted, "{place}: {} due {due}", row.number);
                assert_eq!(left, today.until(due).unwrap().get_days(), "{place}: {}", row.number);
            }
            (Mark::Running { .. }, None) => panic!("{place}: {} shows a light without a limit", row.number),
            _ => {}
        }
    }
}

/// Each number of 工作台 is that of the list behind it, and the lists are what the duties say.
async fn counts_equal_their_lists(campus: &Campus, place: &str) {
    let desk = campus.app().desk(&Actor::person(campus.clerks[0])).await.unwrap();
    let overdue = campus.open_duties().await.into_iter().filter(|owed| owed.due < campus.today());
    let unsigned: BTreeSet<MatterId> =
        overdue.filter(|owed| owed.kind == DutyKind::Sign).map(|owed| owed.matter).collect();
    for fall in desk.falls {
        let rows = every_row(campus, Query { list: Some(fall.list), ..Query::default() }).await;
        assert_eq!(fall.count.0 as usize, rows.len(), "{place}: {:?}", fall.list);
        if fall.list == FallList::NotSigned {
            let listed: BTreeSet<MatterId> = rows.iter().map(|row| row.id).collect();
            assert_eq!(listed, unsigned, "{place}: {:?}", fall.list);
        }
    }
}

pub async fn every_row(campus: &Campus, query: Query) -> Vec<LedgerRow> {
    let actor = Actor::person(campus.clerks[0]);
    let mut query = Query { limit: 200, ..query };
    let mut rows = Vec::new();
    loop {
        let page = campus.app().ledger(&actor, query.clone()).await.unwrap();
        rows.extend(page.rows);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return rows,
        }
    }
}
