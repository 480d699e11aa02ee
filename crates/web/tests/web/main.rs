//! The site from outside: requests in, answers out, on a real database, with a clock that the test moves.

// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used)]

mod accounts;
mod csrf;
mod directory;
mod every_act;
mod form;
mod headers;
mod ledger;
mod matters;
mod page;
mod story;
mod strangers;
mod support;
mod twice;
