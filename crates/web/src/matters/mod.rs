//! One matter: its page, its papers, and the form of every act on it.
//!
//! Reading order: `page` (what the matter's page shows) with `timeline` and `parts`; `act` (the form of an act, shown and
//! sent) with `acts/` (one file a thing); `create`, `revise`, `adopt` (the pages of the proposal's text); `notice`,
//! `papers` (papers as they were issued, and as files); `files`.
//! Below them: `look` (one matter as one person looks at it), `reader` (from what was typed to a command's values), `fields`
//! (from the domain's field names to the form's), `on_paper` (代录, 代签).

pub mod act;
pub mod adopt;
pub mod batch;
pub mod create;
pub mod files;
pub mod notice;
pub mod page;
pub mod papers;
pub mod revise;

mod acts;
pub(crate) mod choices;
mod deciders;
mod drafts;
mod fields;
mod load;
pub(crate) mod look;
mod on_paper;
mod parts;
mod proposal_form;
pub(crate) mod reader;
#[cfg(test)]
mod sample;
mod timeline;
mod typed;
mod words;

pub use choices::people as people_choices;
pub use look::Directory;
pub use timeline::nth_urging;
