//! The parts of a matter's page.

pub mod acts;
pub mod duties;
pub mod facts;
pub mod flow;
pub mod next;
pub mod suspension;
pub mod units;
pub mod urgings;
pub mod work;
