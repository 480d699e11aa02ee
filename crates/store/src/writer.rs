//! THE writer: one thread a store. It takes up to 64 waiting jobs into one transaction, each in a savepoint of its own, commits
//! once, and only then answers all of them. A refused job rolls back its savepoint alone; a failed commit fails the batch.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use crypto::Keys;
use tokio::sync::oneshot;

use crate::chain::Heads;
use crate::db::Db;
use crate::kinds::Kinds;
use crate::{Dialect, Row, Sql, StoreError, Value};

/// The inside of a write: everything done through it is committed together or not at all.
pub struct Tx<'b> {
    db: &'b mut Db,
    pub(crate) heads: Heads,
    pub(crate) kinds: &'b mut Kinds,
    keys: &'b Keys,
}

impl Tx<'_> {
    pub fn keys(&self) -> &Keys {
        self.keys
    }

    pub(crate) fn chain_key(&self) -> &[u8; 32] {
        self.keys.chain()
    }
}

impl Sql for Tx<'_> {
    fn dialect(&self) -> Dialect {
        self.db.dialect()
    }

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.db.query(sql, args)
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        self.db.execute(sql, args)
    }
}

/// A closure that waits for its turn, with the way back to its caller.
pub(crate) struct Waiting<T, E, F> {
    closure: Option<F>,
    outcome: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

/// [`Waiting`] with its types forgotten.
pub(crate) trait Job: Send {
    /// Does the work; true where its savepoint is to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Tells the caller, once it is known how the batch ended.
    fn reply(self: Box<Self>, batch: Result<(), StoreError>);
}

impl<T, E, F> Waiting<T, E, F> {
    pub fn new(closure: F) -> (Waiting<T, E, F>, oneshot::Receiver<Result<T, E>>) {
        let (caller, answer) = oneshot::channel();
        (Waiting { closure: Some(closure), outcome: None, caller }, answer)
    }
}

impl<T, E, F> Job for Waiting<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let Some(closure) = self.closure.take() else { return false };
        self.outcome.insert(contained(|| closure(tx))).is_ok()
    }

    fn reply(self: Box<Self>, batch: Result<(), StoreError>) {
        // A refusal of a failed batch is not passed on: it may rest on what an earlier job of the batch had written.
        let answer = match (batch, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(StoreError::Closed.into()),
            (Err(error), _) => Err(error.into()),
        };
        let _ = self.caller.send(answer);
    }
}

/// Runs a closure of a caller; its panic is its own failure, and not that of the thread that serves everybody.
pub(crate) fn contained<T, E: From<StoreError>>(closure: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(closure)).unwrap_or_else(|panic| Err(StoreError::Panicked(message(&*panic)).into()))
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}

pub(crate) struct Writer {
    jobs: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// `connect` is called again after a connection was lost.
    pub fn start(
        db: Db,
        kinds: Kinds,
        keys: Arc<Keys>,
        connect: impl Fn() -> Result<Db, StoreError> + Send + 'static,
    ) -> Writer {
        let (sender, receiver) = sync_channel(WAITING);
        let batches = Loop { db: Some(db), kinds, keys, connect: Box::new(connect), stopped: None };
        let thread = std::thread::Builder::new()
            .name("store-write".to_owned())
            .spawn(move || batches.run(&receiver))
            .expect("the system starts a thread");
        Writer { jobs: Some(sender), thread: Some(thread) }
    }

    pub fn submit(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let jobs = self.jobs.as_ref().ok_or(StoreError::Closed)?;
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Closed,
        })
    }

    /// Finishes what is waiting and ends the thread.
    pub fn stop(&mut self) {
        self.jobs = None;
        join(self.thread.take());
    }
}

/// Waits for threads, but never for itself: the last handle of a store may be dropped by one of its own jobs.
pub(crate) fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        if thread.thread().id() != std::thread::current().id() {
            let _ = thread.join();
        }
    }
}

/// Jobs in one transaction, at most.
const BATCH: usize = 64;
/// Jobs that may wait before callers are told that the system is busy.
const WAITING: usize = 4096;

struct Loop {
    db: Option<Db>,
    kinds: Kinds,
    keys: Arc<Keys>,
    connect: Box<dyn Fn() -> Result<Db, StoreError> + Send>,
    /// Why nothing is written any more: after a failed sync the system may have dropped pages, so that a retry would
    /// report success for data that are not on the disk.
    stopped: Option<String>,
}

impl Loop {
    fn run(mut self, jobs: &Receiver<Box<dyn Job>>) {
        while let Ok(first) = jobs.recv() {
            let mut batch: Vec<Box<dyn Job>> = std::iter::once(first).chain(jobs.try_iter().take(BATCH - 1)).collect();
            let ended = self.commit(&mut batch);
            if let Err(error) = &ended {
                tracing::error!(%error, jobs = batch.len(), "a batch of writes failed");
            }
            for job in batch {
                job.reply(ended.as_ref().copied().map_err(same));
            }
        }
        if let Some(db) = self.db.take() {
            db.close();
        }
    }

    fn commit(&mut self, batch: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        self.begin()?;
        let Some(db) = self.db.as_mut() else { return Err(StoreError::Closed) };
        let tx = Tx { db, heads: Heads::default(), kinds: &mut self.kinds, keys: &self.keys };
        let ended = work(tx, batch);
        match &ended {
            Ok(()) => self.kinds.committed(),
            Err(error) => {
                self.kinds.rolled_back();
                db.rollback();
                if let StoreError::WritesStopped(why) = error {
                    self.stopped = Some(why.clone());
                }
            }
        }
        ended
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        if let Some(why) = &self.stopped {
            return Err(StoreError::WritesStopped(why.clone()));
        }
        if let Some(db) = self.db.as_mut().filter(|db| db.is_usable()) {
            match db.begin_write() {
                Ok(()) => return Ok(()),
                Err(error) if db.is_usable() => {
                    db.rollback();
                    return Err(error);
                }
                // The server went away between two batches: once more on a new connection.
                Err(_) => {}
            }
        }
        self.db = None;
        self.db.insert((self.connect)()?).begin_write()
    }
}

/// Runs every job in its savepoint, and commits. A job that is alone needs none, and is spared the copy that SQLite makes of each
/// page before it is changed inside a savepoint.
fn work(mut tx: Tx<'_>, batch: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    if let [job] = batch {
        if job.run(&mut tx) {
            return tx.db.commit();
        }
        tx.db.rollback();
        tx.kinds.rolled_back();
        return Ok(());
    }
    for job in batch {
        let heads = tx.heads;
        tx.db.savepoint()?;
        if job.run(&mut tx) {
            tx.db.release()?;
        } else {
            tx.db.rollback_to_savepoint()?;
            tx.heads = heads;
            tx.kinds.rolled_back();
        }
    }
    tx.db.commit()
}

/// The same failure once more, for each caller of a failed batch.
fn same(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full(why) => StoreError::Full(why.clone()),
        StoreError::ReadOnly(why) => StoreError::ReadOnly(why.clone()),
        StoreError::Unavailable(why) => StoreError::Unavailable(why.clone()),
        StoreError::WritesStopped(why) => StoreError::WritesStopped(why.clone()),
        other => StoreError::Database(other.to_string()),
    }
}
