//! One matter's life.
//!
//! 拟办: the Office proposes what is to be done, by whom, how and until when; a major or complex matter is put to the
//! parties concerned and then to the leaders (R4.1). 立项: one matter, one registration, one number (R4.2). 交办: the notice
//! goes out, quantified, dated, assigned, and is signed for (R4.3). 承办: the units work, plan, report (R4.4). 催办: late is
//! urged, twice is copied to 纪委; who cannot keep the limit asks for an extension (R4.5). 办结: a report in five sections,
//! reviewed by five questions, accepted or returned for 补办 or 重办 (R4.6). 反馈, 归档: the result is told and filed (R4.7, R4.8).
//!
//! A matter is the fold of its entries: [`decide`] is one match on the command, a line each, into `steps/`; [`table`] says
//! which command is allowed in which stage; [`evolve`] is total. To find a rule, look in `steps/<command>.rs`.

mod command;
mod context;
mod counts;
mod docket;
mod event;
mod issued;
mod items;
mod papers;
mod proposal;
mod stage;
mod state;
pub mod steps;
pub mod table;

use crate::{Refusal, access};

pub use command::{Command, CommandKind};
pub use context::Context;
pub use counts::{Count, Measure, Share};
pub use event::{Entry, Event, Fact, SCHEMA, Unreadable};
pub use issued::{PaperKind, PaperRef, issued, issues_once};
pub use items::*;
pub use papers::*;
pub use proposal::{Cadence, Category, LimitRule, Proposal, Source, SourceKind};
pub use stage::Stage;
pub use state::{DueDates, Matter};

/// What the command does to the matter, or why it is refused. In: the matter as it stands, the command, who asks and when.
pub fn decide(matter: &Matter, command: &Command, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    ctx.check_days()?;
    table::check(matter.stage, command.kind())?;
    access::permits(ctx, command, matter)?;
    steps::decide(matter, command, ctx)
}

/// The matter after one more entry. Total and pure: the same entries give the same matter for ever.
pub fn evolve(mut matter: Matter, entry: &Entry) -> Matter {
    matter.version += 1;
    matter.recorded_on = matter.recorded_on.or(Some(entry.stamp.recorded_on()));
    let before = counts::Standing::of(&matter);
    let stage = matter.stage;
    matter.apply_duties(entry);
    steps::evolve(&mut matter, entry);
    if matter.stage != stage {
        matter.stage_since = Some(entry.stamp.on);
    }
    let counts = counts::counts(&before, &matter, entry);
    matter.counts.extend(counts);
    matter
}

/// Folds a whole stream.
pub fn replay<'a>(id: crate::value::MatterId, entries: impl IntoIterator<Item = &'a Entry>) -> Matter {
    entries.into_iter().fold(Matter::unborn(id), evolve)
}
