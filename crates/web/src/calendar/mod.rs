//! The calendar of the Office (`/work-calendar`: which days count) and the one of everybody (`/calendar`: what falls due on
//! which day, with subscriptions).

mod asked;
mod decode;
mod ics;

pub mod change;
pub mod feed;
pub mod month;
pub mod work;
