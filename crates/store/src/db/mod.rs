//! One face over two databases: `Db` is an enum of a rusqlite and a sqlx PostgreSQL connection, and every statement is the
//! same text on both, with `$1` placeholders. The rest of the crate knows only [`Sql`].

mod postgres;
mod sqlite;
pub(crate) mod value;

use std::path::PathBuf;

use crate::{Row, StoreError, Value};
pub(crate) use postgres::Postgres;
pub(crate) use sqlite::{InstanceLock, Sqlite};

/// Where the data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A directory; the database is `duban.db` in it. The directory is made where it is missing.
    Sqlite(PathBuf),
    /// `postgres://user:password@host/database`. `?statement-cache-capacity=0` for a transaction pooler.
    Postgres(String),
}

impl std::str::FromStr for Location {
    type Err = std::convert::Infallible;

    /// A `postgres://` URL, or else a directory.
    fn from_str(text: &str) -> Result<Location, Self::Err> {
        Ok(match text.starts_with("postgres://") || text.starts_with("postgresql://") {
            true => Location::Postgres(text.to_owned()),
            false => Location::Sqlite(text.into()),
        })
    }
}

/// What a statement can be given to: a [`crate::Reader`] or a [`crate::Tx`].
///
/// One text for both databases: `$1` placeholders, `integer`/`text`/`blob` columns, `on conflict`, `returning`.
/// An `Err` inside a write must be returned by the closure (PostgreSQL answers nothing more until the savepoint is rolled
/// back): use `on conflict do nothing` where a duplicate is expected.
pub trait Sql {
    /// For the few things that have no common words.
    fn dialect(&self) -> Dialect;

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StoreError>;

    /// How many rows were changed.
    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, StoreError>;

    /// The first row of the answer, if any.
    fn first(&mut self, sql: &str, args: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, args)?.into_iter().next())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

pub(crate) enum Db {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Db {
    /// Runs several statements without arguments (a migration).
    pub fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Db::Sqlite(db) => db.script(sql),
            Db::Postgres(db) => db.script(sql),
        }
    }

    /// Opens a snapshot in which nothing can be written.
    pub fn begin_read(&mut self) -> Result<(), StoreError> {
        match self {
            Db::Sqlite(db) => db.script("begin"),
            Db::Postgres(db) => db.script("begin isolation level repeatable read, read only"),
        }
    }

    /// Opens a transaction as the only writer of the database: no other process is in one at the same time.
    pub fn begin_write(&mut self) -> Result<(), StoreError> {
        match self {
            Db::Sqlite(db) => db.script("begin immediate"),
            // Whatever the server's own settings are: a commit has answered only once it is on the disk, and each statement
            // sees what was committed before the lock was had.
            Db::Postgres(db) => db.script(&format!(
                "begin isolation level read committed; set local synchronous_commit = on; \
                 select pg_advisory_xact_lock({WRITER_LOCK})"
            )),
        }
    }

    pub fn savepoint(&mut self) -> Result<(), StoreError> {
        self.step("savepoint job")
    }

    pub fn release(&mut self) -> Result<(), StoreError> {
        self.step("release savepoint job")
    }

    pub fn rollback_to_savepoint(&mut self) -> Result<(), StoreError> {
        self.step("rollback to savepoint job")?;
        self.release()
    }

    pub fn commit(&mut self) -> Result<(), StoreError> {
        self.step("commit")
    }

    /// Ends whatever transaction is open; a failure is left to the next `begin`.
    pub fn rollback(&mut self) {
        let _ = self.script("rollback");
    }

    /// False once the connection is of no further use.
    pub fn is_usable(&self) -> bool {
        match self {
            Db::Sqlite(_) => true,
            Db::Postgres(db) => db.is_usable(),
        }
    }

    /// Says goodbye to the server.
    pub fn close(self) {
        if let Db::Postgres(db) = self {
            db.close();
        }
    }

    /// One cached statement without arguments.
    fn step(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Db::Sqlite(db) => db.execute(sql, &[]).map(drop),
            Db::Postgres(db) => db.script(sql),
        }
    }
}

impl Sql for Db {
    fn dialect(&self) -> Dialect {
        match self {
            Db::Sqlite(db) => db.dialect(),
            Db::Postgres(db) => db.dialect(),
        }
    }

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        match self {
            Db::Sqlite(db) => db.query(sql, args),
            Db::Postgres(db) => db.query(sql, args),
        }
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        match self {
            Db::Sqlite(db) => db.execute(sql, args),
            Db::Postgres(db) => db.execute(sql, args),
        }
    }
}

/// "duban" in ASCII: the advisory lock that makes writers of one PostgreSQL database take turns.
const WRITER_LOCK: i64 = 0x64_75_62_61_6e;
