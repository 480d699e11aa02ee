//! The site from outside: requests in, answers out, on a real database, with a clock that the test moves.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used)]

mod accounts;
mod batch;
mod calendar;
mod clock;
mod csrf;
mod directory;
mod every_act;
mod form;
mod headers;
mod inbox;
mod leaders;
mod ledger;
mod matters;
mod page;
mod parameters;
mod signing;
mod statistics;
mod story;
mod strangers;
mod support;
mod twice;
mod urging;
