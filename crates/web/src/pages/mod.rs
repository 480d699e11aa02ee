//! What each page shows, as plain structs: one struct a page, its template beside it in `templates/`.
//!
//! A struct holds exactly the words its template prints. Nothing here asks the domain, a clock or a store: handlers
//! translate facts into these structs, and formatting that needs a rule is a method with a test. Every page has samples
//! (`samples`), and one test renders all of them.

pub mod account;
pub mod act;
pub mod archive;
pub mod batch;
pub mod calendar;
pub mod delegations;
pub mod desk;
pub mod directory;
pub mod error;
pub mod flow;
pub mod form;
pub mod imports;
pub mod inbox;
pub mod layout;
pub mod leader_desk;
pub mod ledger;
pub mod light;
pub mod matter;
pub mod matter_form;
pub mod meeting;
pub mod panels;
pub mod paper;
pub mod papers;
pub mod parameters;
pub mod quarterly;
pub mod referrals;
pub mod report;
pub mod review;
pub mod search;
pub mod settings;
pub mod sign;
pub mod statistics;
pub mod summaries;
pub mod text;
pub mod work_calendar;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
