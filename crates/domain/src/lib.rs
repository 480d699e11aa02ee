//! The rules of 督办: one matter's life from 拟办 to 归档, as pure functions.
//!
//! `matter::decide` says what a command does or why it is refused; `matter::evolve` folds what was decided. Nothing here
//! reads a clock, a file, a database, a network or a random number: they arrive as arguments, so that a replayed log
//! gives the same matter. Clauses are cited by the ids of the regulation's clause table (R4.3 is 第四条（三）).
//!
//! Reading order: `value` → `calendar` → `regulation` → `duty` → `institution` → `access` → `matter` → `summary` →
//! `referral`.

pub mod access;
pub mod calendar;
pub mod duty;
pub mod institution;
pub mod matter;
pub mod referral;
pub mod refusal;
pub mod regulation;
pub mod stamp;
pub mod summary;
pub mod value;

pub use refusal::{Reason, Refusal};
pub use stamp::{Evidence, Stamp, Who};
