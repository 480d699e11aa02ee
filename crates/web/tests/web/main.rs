//! The site from outside: requests in, answers out, on a real database, with a clock that the test moves.

mod accounts;
mod csrf;
mod directory;
mod headers;
mod ledger;
mod strangers;
mod support;
mod twice;
