//! The real clock and the real source of identifiers: the only place of the program that asks for either.

use app::{Clock, Ids, ports::shanghai_day};
use domain::value::Day;
use jiff::Timestamp;
use uuid::Uuid;

#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// In Shanghai, for commands that open no database.
pub fn today() -> Day {
    shanghai_day(SystemClock.now())
}

#[derive(Debug, Clone, Copy)]
pub struct FreshIds;

impl Ids for FreshIds {
    #[expect(clippy::disallowed_methods, reason = "this is where identifiers come from")]
    fn fresh(&self) -> Uuid {
        Uuid::now_v7()
    }
}
