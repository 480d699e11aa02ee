//! Who may do what, and who may see a matter: one place for each.

mod audience;
mod permits;

pub use audience::{Subject, audience, may_read, subjects};
pub use permits::{Hand, hands, permits};
