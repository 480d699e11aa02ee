//! SQLite through rusqlite, bundled.

use std::fs::{File, TryLockError};
use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql, ffi};

use super::{Dialect, Sql};
use crate::{Row, StoreError, Value};

pub(crate) struct Sqlite(Connection);

impl Sqlite {
    /// The one connection that writes. Makes the database where there is none.
    pub fn writer(dir: &Path) -> Result<Sqlite, StoreError> {
        std::fs::create_dir_all(dir).map_err(StoreError::io(dir))?;
        let db = Sqlite::open(dir, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // FULL: a commit has answered only once the log is on the disk. secure_delete: erased rows are overwritten.
        db.pragmas(
            "journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -65536",
        )?;
        Ok(db)
    }

    /// A connection that only reads; many may be open beside the writer, also in another process.
    pub fn reader(dir: &Path) -> Result<Sqlite, StoreError> {
        let db = Sqlite::open(dir, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // No memory map: each reader would count the whole file as its own, and the system's cache is as near.
        db.pragmas("query_only = on; pragma cache_size = -8192")?;
        Ok(db)
    }

    fn open(dir: &Path, flags: OpenFlags) -> Result<Sqlite, StoreError> {
        if rusqlite::version_number() < 3_051_003 {
            return Err(StoreError::OldSqlite(rusqlite::version().to_owned()));
        }
        let connection = Connection::open_with_flags(dir.join("duban.db"), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| failed(&error))?;
        connection.set_prepared_statement_cache_capacity(512);
        let db = Sqlite(connection);
        db.pragmas("busy_timeout = 10000; pragma foreign_keys = on; pragma recursive_triggers = on; pragma trusted_schema = off")?;
        Ok(db)
    }

    fn pragmas(&self, pragmas: &str) -> Result<(), StoreError> {
        self.0.execute_batch(&format!("pragma {pragmas}")).map_err(|error| failed(&error))
    }

    pub fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.0.execute_batch(sql).map_err(|error| failed(&error))
    }

    fn prepare(&self, sql: &str, args: &[Value]) -> rusqlite::Result<CachedStatement<'_>> {
        let mut statement = self.0.prepare_cached(sql)?;
        // SQLite numbers `$7` by first appearance, so each place is bound by its name.
        for place in 1..=statement.parameter_count() {
            let number: Option<usize> = statement.parameter_name(place).and_then(|name| name[1..].parse().ok());
            let Some(value) = number.and_then(|number| args.get(number.wrapping_sub(1))) else {
                return Err(rusqlite::Error::InvalidParameterCount(args.len(), place));
            };
            statement.raw_bind_parameter(place, value)?;
        }
        Ok(statement)
    }

    fn rows(&self, sql: &str, args: &[Value]) -> rusqlite::Result<Vec<Row>> {
        let mut statement = self.prepare(sql, args)?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut answer = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|column| row.get_ref(column).map(value)).collect::<Result<_, _>>()?;
            answer.push(Row(values));
        }
        Ok(answer)
    }
}

impl Sql for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.rows(sql, args).map_err(|error| failed(&error))
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        let changed = self.prepare(sql, args).and_then(|mut statement| statement.raw_execute());
        changed.map(|count| count as u64).map_err(|error| failed(&error))
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn value(cell: ValueRef<'_>) -> Value {
    match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        // No column is REAL; a computed one (avg) is a mistake that the typed getter then names.
        ValueRef::Real(number) => Value::Text(number.to_string()),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

fn failed(error: &rusqlite::Error) -> StoreError {
    let text = error.to_string();
    let Some(cause) = error.sqlite_error() else { return StoreError::Database(text) };
    match cause.code {
        ErrorCode::ConstraintViolation => StoreError::Constraint(text),
        ErrorCode::DiskFull => StoreError::Full(text),
        ErrorCode::ReadOnly => StoreError::ReadOnly(text),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::CannotOpen => StoreError::Unavailable(text),
        ErrorCode::SystemIoFailure if cause.extended_code == ffi::SQLITE_IOERR_READ => StoreError::Database(text),
        ErrorCode::SystemIoFailure => StoreError::WritesStopped(text),
        _ => StoreError::Database(text),
    }
}

/// Held for as long as a process may write a SQLite directory. The system releases it when the process ends, however.
pub(crate) struct InstanceLock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl InstanceLock {
    pub fn take(dir: &Path) -> Result<InstanceLock, StoreError> {
        std::fs::create_dir_all(dir).map_err(StoreError::io(dir))?;
        let path = dir.join("duban.lock");
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(StoreError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(InstanceLock(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse(dir.to_owned())),
            Err(TryLockError::Error(error)) => Err(StoreError::io(path)(error)),
        }
    }
}
