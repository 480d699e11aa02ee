//! What is kept: the two chained logs, and beside them receipts, outgoing messages, sealed texts, accounts and files, on SQLite
//! or on PostgreSQL. Reading order: [`Store`] (open, read, write), [`Sql`] (statements), [`event_log`], then any module by name.
//!
//! The store knows nothing of matters: it takes kinds and bodies as text. It never reads a clock: instants arrive as
//! microseconds since 1970 (UTC).

mod chain;
mod db;
mod error;
mod kinds;
mod migrate;
mod pool;
mod store;
mod writer;

pub mod anchors;
pub mod audit;
pub mod batches;
pub mod carry;
pub mod clock_mark;
pub mod counters;
pub mod credentials;
pub mod drafts;
pub mod event_log;
pub mod feeds;
pub mod files;
pub mod imports;
pub mod inbox;
pub mod leases;
pub mod meetings;
pub mod outbox;
pub mod papers;
pub mod receipts;
pub mod records;
pub mod reminders;
pub mod saved_views;
pub mod sealed;
pub mod search;
pub mod sessions;
pub mod setup_links;
pub mod tokens;

#[cfg(feature = "testing")]
pub mod testing;

pub use chain::{Broken, Head, VerifyError};
pub use db::value::{Row, Value};
pub use db::{Dialect, Location, Sql};
pub use error::StoreError;
pub use kinds::Kind;
pub use migrate::{MIGRATIONS, Migration};
pub use pool::Reader;
pub use store::{Access, Store};
pub use writer::Tx;

/// An instant: microseconds since 1970, UTC.
pub type Micros = i64;

/// Microseconds in a second.
pub const SECOND: Micros = 1_000_000;
