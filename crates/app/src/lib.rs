//! What can be done and asked: one door for changes ([`App::execute`]), one file a question ([`ask`]), the timetable
//! ([`jobs`]). Everything takes an [`Actor`]; what the actor may not see is not found.
//!
//! The rules are `domain`'s and the rows are `store`'s; this crate puts the two together and adds who may see what. It
//! speaks no HTTP and reads neither clock nor environment: see [`ports`].

mod actor;
mod audit;
mod calendar_change;
mod denied;
mod execute;
mod feeds;
mod files;
mod fold;
mod load;
mod rebuild;
mod records;
mod snapshot;
mod verify;
mod views;

pub mod accounts;
pub mod ask;
pub mod batches;
pub mod drafts;
pub mod export;
pub mod imports;
pub mod jobs;
pub mod meetings;
pub mod messages;
pub mod names;
pub mod papers;
pub mod ports;
pub mod referrals;
pub mod saved_views;
pub mod search;
pub mod summaries;

pub use actor::{Actor, Via};
pub use calendar_change::CalendarChanged;
pub use denied::{Denied, Standing};
pub use execute::{Act, Circumstances, Done, DoneStream, Request, ToSeal, matter_scope, person_scope, referral_scope};
pub use feeds::{FeedEntry, FeedInfo, FeedView};
pub use files::FILE_MOST;
pub use load::{Loaded, Record};
pub use messages::{Message, MessageKind};
pub use ports::{Clock, Ids};
pub use rebuild::Rebuilt;
pub use verify::{FAULTS_SHOWN, Verified};

use std::{path::PathBuf, sync::Arc};

use domain::{
    Reason, Refusal, institution::InstitutionEvent, matter::Fact, referral::ReferralEvent, summary::SummaryEvent,
};
use store::{Kind, Store, files::Files};

/// The program's heart. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    places: Places,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    limits: accounts::Limits,
    /// as the readers' snapshots have it
    read_folded: fold::Folded,
    /// as the writer's transaction has it
    write_folded: fold::Folded,
    /// who sets papers in type; not set: none are kept
    press: std::sync::OnceLock<Arc<dyn papers::Press>>,
    /// who reads files that people send in; not set: attachments are found by their names alone, and nothing is imported
    readers: std::sync::OnceLock<Arc<dyn ports::Readers>>,
    /// the files that are being read for an import
    underway: imports::Underway,
    /// two papers or exports at a time, so that a flood of downloads does not fill the memory
    setting: tokio::sync::Semaphore,
    /// how messages leave; not set: they stay in the inbox
    post: std::sync::OnceLock<jobs::Post>,
    /// of which matters the scheduler has nothing to propose today
    not_today: jobs::NotToday,
    /// one password at a time on each of two cores, so that a flood of sign-ins does not stop everything else
    hashing: tokio::sync::Semaphore,
}

/// What lies beside the database.
#[derive(Debug, Clone)]
pub struct Places {
    /// the bytes of attached files
    pub files: Files,
    /// the text file of anchors, best on another disk
    pub anchors: PathBuf,
}

impl App {
    /// Puts an opened store and the ports together.
    pub fn open(
        store: Store,
        places: Places,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        limits: accounts::Limits,
    ) -> App {
        let (read_folded, write_folded, not_today) = Default::default();
        let underway = Default::default();
        let (press, readers, post) = Default::default();
        let (setting, hashing) = (tokio::sync::Semaphore::new(2), tokio::sync::Semaphore::new(2));
        let inner = Inner {
            store,
            places,
            clock,
            ids,
            limits,
            read_folded,
            write_folded,
            press,
            readers,
            underway,
            setting,
            post,
            not_today,
            hashing,
        };
        App(Arc::new(inner))
    }

    /// Every (kind, schema) of events that this program reads: for `Store::open`.
    pub fn known_kinds() -> Vec<Kind> {
        let records = SummaryEvent::KINDS.iter().chain(ReferralEvent::KINDS);
        let kinds = Fact::KINDS.iter().chain(InstitutionEvent::KINDS).chain(records);
        kinds.map(|kind| ((*kind).to_owned(), domain::matter::SCHEMA)).collect()
    }

    /// Who reads files from now on.
    pub fn read_by(&self, readers: Arc<dyn ports::Readers>) {
        let _ = self.0.readers.set(readers);
    }

    pub fn store(&self) -> &Store {
        &self.0.store
    }

    pub fn places(&self) -> &Places {
        &self.0.places
    }

    pub fn now(&self) -> jiff::Timestamp {
        self.0.clock.now()
    }

    pub fn today(&self) -> domain::value::Day {
        self.0.clock.today()
    }

    /// For a form's command id.
    pub fn fresh_id(&self) -> uuid::Uuid {
        self.0.ids.fresh()
    }

    pub fn limits(&self) -> &accounts::Limits {
        &self.0.limits
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("App(…)")
    }
}

/// Before the parameters are there nothing can be decided.
pub(crate) fn not_set_up() -> Denied {
    Refusal::new(Reason::Incomplete, "系统尚未完成初始设置（缺少督办办法参数），请先完成设置").into()
}
