//! Opening a database, and the two ways into it: [`Store::read`] and [`Store::write`].

use std::sync::Arc;

use crypto::Keys;
use tokio::sync::oneshot;

use crate::db::{Db, InstanceLock, Location, Postgres, Sqlite};
use crate::kinds::{Kind, Kinds};
use crate::pool::{Pool, Reader};
use crate::writer::{Tx, Waiting, Writer, contained};
use crate::{StoreError, migrate};

/// One open database. Cheap to clone; the last clone that goes finishes what is waiting and closes it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

/// What a process wants with the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Migrates, reads and writes. On SQLite one process at a time.
    ReadWrite,
    /// For commands beside a running service: reads only, migrates nothing.
    ReadOnly,
}

impl Store {
    /// Opens the database, makes or migrates it, and refuses one that this program does not understand. Blocks.
    ///
    /// `known` names every (kind, schema) of events that the caller can read.
    pub fn open(location: &Location, access: Access, keys: Keys, known: &[Kind]) -> Result<Store, StoreError> {
        // On a thread of its own, because the connection of PostgreSQL may not be waited for on an async thread.
        std::thread::scope(|scope| {
            let opening = scope.spawn(|| Inner::open(location, access, keys, known));
            opening.join().unwrap_or(Err(StoreError::Closed)).map(|inner| Store(Arc::new(inner)))
        })
    }

    /// Asks questions of one consistent snapshot, off the async threads.
    pub async fn read<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        self.ask(closure)?.await.map_err(|_| StoreError::Closed)?
    }

    /// [`Store::read`] for threads that may wait.
    pub fn read_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        self.ask(closure)?.blocking_recv().map_err(|_| StoreError::Closed)?
    }

    /// Changes something: all of it, or nothing where the closure answers `Err`. Answers once it is on the disk.
    pub async fn write<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.submit(closure)?.await.map_err(|_| StoreError::Closed)?
    }

    /// [`Store::write`] for threads that may wait.
    pub fn write_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.submit(closure)?.blocking_recv().map_err(|_| StoreError::Closed)?
    }

    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    fn ask<T, E, F>(&self, closure: F) -> Result<oneshot::Receiver<Result<T, E>>, StoreError>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        self.0.pool.ask(Box::new(move |reader| {
            let work = || reader.map_err(E::from).and_then(closure);
            let _ = caller.send(contained(work));
        }))?;
        Ok(answer)
    }

    fn submit<T, E, F>(&self, closure: F) -> Result<oneshot::Receiver<Result<T, E>>, StoreError>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let writer = self.0.writer.as_ref().ok_or_else(|| StoreError::ReadOnly("只读命令不能写入".to_owned()))?;
        let (waiting, answer) = Waiting::new(closure);
        writer.submit(Box::new(waiting))?;
        Ok(answer)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store(…)")
    }
}

struct Inner {
    writer: Option<Writer>,
    pool: Pool,
    keys: Arc<Keys>,
    /// Only for PostgreSQL: what its connections run on.
    runtime: Option<tokio::runtime::Runtime>,
    _lock: Option<InstanceLock>,
}

impl Inner {
    fn open(location: &Location, access: Access, keys: Keys, known: &[Kind]) -> Result<Inner, StoreError> {
        let keys = Arc::new(keys);
        let lock = match (location, access) {
            (Location::Sqlite(dir), Access::ReadWrite) => Some(InstanceLock::take(dir)?),
            _ => None,
        };
        let runtime = match location {
            Location::Sqlite(_) => None,
            Location::Postgres(_) => Some(runtime()?),
        };
        let connect = Connect { location: location.clone(), runtime: runtime.as_ref().map(|r| r.handle().clone()) };
        let writer = match access {
            Access::ReadWrite => {
                let mut db = connect.writer()?;
                migrate::run(&mut db)?;
                let kinds = Kinds::load(&mut db, known)?;
                let again = connect.clone();
                Some(Writer::start(db, kinds, keys.clone(), move || again.writer()))
            }
            Access::ReadOnly => {
                let mut db = connect.reader()?;
                migrate::check(&mut db)?;
                Kinds::load(&mut db, known)?;
                db.close();
                None
            }
        };
        let pool = Pool::start(READERS, move || connect.reader());
        Ok(Inner { writer, pool, keys, runtime, _lock: lock })
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(writer) = &mut self.writer {
            writer.stop();
        }
        self.pool.stop();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Reading connections: a few more than cores, since some wait for the disk or the server.
const READERS: usize = 6;

pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, StoreError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("store-postgres")
        .enable_all()
        .build()
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

#[derive(Clone)]
struct Connect {
    location: Location,
    runtime: Option<tokio::runtime::Handle>,
}

impl Connect {
    fn writer(&self) -> Result<Db, StoreError> {
        match &self.location {
            Location::Sqlite(dir) => Sqlite::writer(dir).map(Db::Sqlite),
            Location::Postgres(url) => self.postgres(url),
        }
    }

    fn reader(&self) -> Result<Db, StoreError> {
        match &self.location {
            Location::Sqlite(dir) => Sqlite::reader(dir).map(Db::Sqlite),
            Location::Postgres(url) => self.postgres(url),
        }
    }

    fn postgres(&self, url: &str) -> Result<Db, StoreError> {
        let runtime = self.runtime.as_ref().ok_or(StoreError::Closed)?;
        Postgres::connect(url, runtime).map(Db::Postgres)
    }
}
