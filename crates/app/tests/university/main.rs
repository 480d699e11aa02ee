//! A university lives: units and matters over months or years of real calendar days, with people who answer in time, late or
//! never, a scheduler that two processes run at once and that is restarted, and whatever the office does about it. After
//! every day the things hold that must hold (`invariants.rs`).
//!
//! One seed is one life: it is printed, and `SEED=…` lives it again. `DUBAN_UNIVERSITY=units,matters,days,lives` sets how much is
//! lived; without it, enough for about a minute; 40,500,1095,1 is a university's three years.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]
#![allow(clippy::disallowed_methods, reason = "the seed and the extent of a life come from the environment")]

mod acts;
mod campus;
#[path = "../carried/mod.rs"]
mod carried;
mod dice;
mod figures;
mod invariants;

use std::collections::BTreeMap;

use app::{Actor, Denied, Request};
use domain::{Reason, matter::CommandKind};
use jiff::ToSpan;
use store::testing::TestDatabase;

use acts::Deed;
use campus::Campus;
use dice::Dice;
use figures::Past;
use invariants::Watch;

/// How much is lived.
#[derive(Clone, Copy)]
struct Extent {
    units: usize,
    matters: usize,
    days: i64,
    lives: u64,
}

impl Extent {
    fn asked_for() -> Self {
        let asked = std::env::var("DUBAN_UNIVERSITY").unwrap_or_else(|_| "12,80,365,2".to_owned());
        let numbers: Vec<u64> = asked.split(',').map(|number| number.trim().parse().unwrap()).collect();
        let [units, matters, days, lives] = numbers[..] else { panic!("DUBAN_UNIVERSITY=units,matters,days,lives") };
        Self { units: units as usize, matters: matters as usize, days: days as i64, lives }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_university_lives() {
    let extent = Extent::asked_for();
    let first = std::env::var("SEED").ok().map(|seed| seed.parse().unwrap());
    for life in 0..if first.is_some() { 1 } else { extent.lives } {
        let seed = first.unwrap_or(20_230_103 + life);
        println!("SEED={seed}");
        // every other life on PostgreSQL, the same one at every replay
        let database = TestDatabase::both().into_iter().nth(1 - (seed % 2) as usize).unwrap();
        live(seed, extent, database).await;
    }
}

/// What came of what was tried.
#[derive(Default)]
struct Tally {
    done: BTreeMap<CommandKind, u32>,
    refused: BTreeMap<(CommandKind, String), u32>,
}

async fn live(seed: u64, extent: Extent, database: TestDatabase) {
    let mut dice = Dice(seed);
    let mut campus = Campus::found(database, extent.units).await;
    let (mut watch, mut tally, mut past) = (Watch::default(), Tally::default(), Past::default());
    let first = campus.today();
    let mut proposed = 0;
    for day in 0..extent.days {
        let today = first.checked_add(day.days()).unwrap();
        campus.clock.set_day(today);
        if dice.often(3) {
            campus.restart();
        }
        tick_twice(&campus).await;
        if campus.is_working_day().await {
            let share = extent.matters as i64 * (day + 1) / extent.days;
            for _ in proposed..share {
                let deed = acts::propose(&campus, &mut dice);
                attempt(&campus, deed, &mut tally).await;
            }
            proposed = share;
            for duty in campus.open_duties().await {
                for deed in acts::answer(&campus, &duty, seed, &mut dice).await {
                    attempt(&campus, deed, &mut tally).await;
                }
            }
            acts::quarterly(&campus, &mut dice).await;
        }
        campus.clock.advance(jiff::SignedDuration::from_hours(7));
        tick_twice(&campus).await;
        watch.look(&campus, &format!("SEED={seed} {today}")).await;
        past.keep(&campus).await;
    }
    past.look(&campus, &format!("SEED={seed}")).await;
    lived(&campus, &watch, &tally, extent).await;
}

/// Two schedulers at the same moment.
async fn tick_twice(campus: &Campus) {
    let (one, other) = tokio::join!(campus.app().tick(), campus.app().tick());
    one.unwrap();
    other.unwrap();
}

async fn attempt(campus: &Campus, deed: Deed, tally: &mut Tally) {
    let kind = deed.command.kind();
    let mut request = Request::matter(campus.app().fresh_id(), deed.matter, deed.command);
    if let Some(sealed) = deed.sealed {
        request.sealed.push(sealed);
    }
    match campus.app().execute(&Actor::person(deed.who), request).await {
        Ok(_) => *tally.done.entry(kind).or_default() += 1,
        Err(Denied::Refused { refusal, .. }) => {
            // somebody was faster today, or the day is not right yet: they try again
            let proposed = matches!(kind, CommandKind::Urge | CommandKind::HoldUrging);
            assert!(
                !proposed && !matches!(refusal.reason, Reason::NotPermitted | Reason::Incomplete),
                "{kind:?} on {}: {refusal:?}",
                campus.today()
            );
            *tally.refused.entry((kind, refusal.to_string())).or_default() += 1;
        }
        Err(other) => panic!("{kind:?} on {}: {other}", campus.today()),
    }
}

/// Was it a life? And does the record prove itself at its end?
async fn lived(campus: &Campus, watch: &Watch, tally: &Tally, extent: Extent) {
    println!("{:#?}\n{:#?}\n{watch:#?}", tally.done, tally.refused);
    let done: u32 = tally.done.values().sum();
    let refused: u32 = tally.refused.values().sum();
    assert!(refused * 10 < done, "{refused} of {done} were refused");
    for kind in [
        CommandKind::Dispatch,
        CommandKind::Urge,
        CommandKind::SettleUrging,
        CommandKind::GrantExtension,
        CommandKind::Archive,
    ] {
        assert!(tally.done.contains_key(&kind), "nobody did {kind:?}");
    }
    assert!(watch.second_urgings > 0 && watch.reminders > extent.matters, "{watch:?}");
    let verified = campus.app().verify().await.unwrap();
    assert!(verified.faults.is_empty(), "{:?}", verified.faults);
    assert_eq!(campus.app().rebuild().await.unwrap().mended, 0);
    // it moves into another house, of the other kind
    let house = if campus.is_on_sqlite() { TestDatabase::postgres() } else { TestDatabase::sqlite() };
    carried::comes_back_the_same(campus.app(), campus.clock.clone(), &house).await;
}
