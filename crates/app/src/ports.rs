//! What `app` takes from outside: the time, fresh identifiers, and whoever reads the files that people send in. Nothing else
//! in this crate, and nothing in `domain` or `store`, asks for them. The real ones live in `crates/duban`.

use domain::value::Day;
use jiff::{Timestamp, tz::TimeZone};
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;

    /// The civil day in Asia/Shanghai: the day of every date of the regulation.
    fn today(&self) -> Day {
        shanghai_day(self.now())
    }
}

/// Fresh identifiers: UUIDv7.
pub trait Ids: Send + Sync {
    fn fresh(&self) -> Uuid;
}

/// Reads files. What people send in may be anything: whoever reads must be bounded in time and memory.
pub trait Readers: Send + Sync {
    /// As [`intake::Job::run`]; an error is a sentence for whoever sent the file.
    fn read(&self, job: &intake::Job, bytes: &[u8]) -> Result<Vec<u8>, String>;
}

/// The civil day of an instant in Asia/Shanghai (UTC+8, no summer time since 1991).
pub fn shanghai_day(at: Timestamp) -> Day {
    TimeZone::fixed(jiff::tz::offset(8)).to_datetime(at).date()
}

/// As the store keeps instants.
pub(crate) fn micros(at: Timestamp) -> store::Micros {
    at.as_microsecond()
}

/// Back from the store.
pub(crate) fn instant(micros: store::Micros) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Shanghai's calendar and clock at an instant.
pub(crate) fn civil(at: Timestamp) -> jiff::civil::DateTime {
    TimeZone::fixed(jiff::tz::offset(8)).to_datetime(at)
}

/// Back from Shanghai's clock.
pub(crate) fn instant_of(at: jiff::civil::DateTime) -> Timestamp {
    TimeZone::fixed(jiff::tz::offset(8)).to_timestamp(at).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The start of a civil day in Asia/Shanghai.
pub(crate) fn start_of(day: Day) -> Timestamp {
    let zone = TimeZone::fixed(jiff::tz::offset(8));
    zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(any(test, feature = "testing"))]
pub use doubles::{CountingIds, ReadsHere, SetClock};

#[cfg(any(test, feature = "testing"))]
mod doubles {
    use std::sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    };

    use super::*;

    /// A clock that stands still until a test moves it.
    #[derive(Debug)]
    pub struct SetClock(Mutex<Timestamp>);

    impl SetClock {
        /// Ten in the morning of that day in Shanghai.
        pub fn on(day: Day) -> Self {
            Self(Mutex::new(ten_in_the_morning(day)))
        }

        pub fn set(&self, at: Timestamp) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
        }

        pub fn set_day(&self, day: Day) {
            self.set(ten_in_the_morning(day));
        }

        pub fn advance(&self, span: jiff::SignedDuration) {
            let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *now = now.checked_add(span).unwrap_or(*now);
        }
    }

    impl Clock for SetClock {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    /// Reads in this process.
    #[derive(Debug, Default)]
    pub struct ReadsHere;

    impl Readers for ReadsHere {
        fn read(&self, job: &intake::Job, bytes: &[u8]) -> Result<Vec<u8>, String> {
            job.run(bytes)
        }
    }

    fn ten_in_the_morning(day: Day) -> Timestamp {
        start_of(day).checked_add(jiff::SignedDuration::from_hours(10)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// 1, 2, 3 … in the shape of a UUIDv7.
    #[derive(Debug, Default)]
    pub struct CountingIds(AtomicU64);

    impl Ids for CountingIds {
        fn fresh(&self) -> Uuid {
            let n = u128::from(self.0.fetch_add(1, Ordering::Relaxed) + 1);
            Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 | n)
        }
    }
}
