//! PostgreSQL through sqlx, driven from plain threads: each call waits on the store's own small runtime.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgConnectOptions, PgConnection, PgRow, PgTypeInfo};
use sqlx::{AssertSqlSafe, Column, ConnectOptions, Connection, Encode, Executor, Postgres as Pg, Row as _, TypeInfo};
use tokio::runtime::Handle;

use super::{Dialect, Sql};
use crate::{Row, StoreError, Value};

pub(crate) struct Postgres {
    connection: PgConnection,
    runtime: Handle,
    usable: bool,
}

impl Postgres {
    pub fn connect(url: &str, runtime: &Handle) -> Result<Postgres, StoreError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| StoreError::Unavailable(error.to_string()))?
            .application_name("duban")
            .disable_statement_logging();
        let connect = async { tokio::time::timeout(CONNECT, options.connect()).await };
        let connection = runtime
            .block_on(connect)
            .map_err(|_| StoreError::Unavailable(format!("{} 秒内未能连上", CONNECT.as_secs())))?
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Postgres { connection, runtime: runtime.clone(), usable: true })
    }

    pub fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        let answer = self.runtime.block_on(self.connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))));
        answer.map(drop).map_err(|error| self.failed(&error))
    }

    pub fn is_usable(&self) -> bool {
        self.usable
    }

    pub fn close(self) {
        let _ = self.runtime.block_on(self.connection.close());
    }

    fn failed(&mut self, error: &sqlx::Error) -> StoreError {
        let text = error.to_string();
        let Some(cause) = error.as_database_error() else {
            self.usable = false;
            return match error {
                sqlx::Error::Encode(_) | sqlx::Error::ColumnDecode { .. } => StoreError::Database(text),
                _ => StoreError::Unavailable(text),
            };
        };
        let code = cause.code().unwrap_or_default();
        match code.as_ref() {
            "53100" => StoreError::Full(text),
            "25006" => StoreError::ReadOnly(text),
            // 08 connection, 53 resources, 57P server going down: the server may come back, this connection not.
            code if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
                self.usable = false;
                StoreError::Unavailable(text)
            }
            code if code.starts_with("23") => StoreError::Constraint(text),
            code => StoreError::Database(format!("{text} [{code}]")),
        }
    }
}

impl Sql for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        let query = bind(sql, args);
        let rows = self.runtime.block_on(self.connection.fetch_all(query)).map_err(|error| self.failed(&error))?;
        rows.iter().map(row).collect()
    }

    fn execute(&mut self, sql: &str, args: &[Value]) -> Result<u64, StoreError> {
        let query = bind(sql, args);
        let done = self.runtime.block_on(self.connection.execute(query));
        done.map(|done| done.rows_affected()).map_err(|error| self.failed(&error))
    }
}

const CONNECT: Duration = Duration::from_secs(10);

fn bind<'q>(sql: &str, args: &'q [Value]) -> sqlx::query::Query<'q, Pg, PgArguments> {
    args.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, value| match value {
        Value::Null => query.bind(Null),
        Value::Int(number) => query.bind(number),
        Value::Text(text) => query.bind(text.as_str()),
        Value::Blob(bytes) => query.bind(bytes.as_slice()),
    })
}

/// A NULL whose type the server works out from its place.
struct Null;

impl sqlx::Type<Pg> for Null {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Pg> for Null {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        Ok(sqlx::encode::IsNull::Yes)
    }
}

fn row(row: &PgRow) -> Result<Row, StoreError> {
    let cell = |column: usize| -> Result<Value, StoreError> {
        let kind = row.column(column).type_info().name();
        let value = match kind {
            "INT8" => row.try_get::<Option<i64>, _>(column).map(Value::from),
            "INT4" => row.try_get::<Option<i32>, _>(column).map(Value::from),
            "BOOL" => row.try_get::<Option<bool>, _>(column).map(Value::from),
            "TEXT" | "VARCHAR" | "NAME" => row.try_get::<Option<String>, _>(column).map(Value::from),
            "BYTEA" => row.try_get::<Option<Vec<u8>>, _>(column).map(Value::from),
            "VOID" => Ok(Value::Null),
            other => {
                return Err(StoreError::Row(format!("column {column} is {other}: cast it to bigint or text")));
            }
        };
        value.map_err(|error| StoreError::Row(error.to_string()))
    };
    (0..row.len()).map(cell).collect::<Result<_, _>>().map(Row)
}
