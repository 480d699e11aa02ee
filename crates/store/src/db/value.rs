//! The values and rows that cross between Rust and either database.

use jiff::civil::Date;
use uuid::Uuid;

use crate::StoreError;

/// One SQL value. Booleans are 0 and 1, days are ISO text, instants are microseconds since 1970 (UTC).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// Builds the argument list of a statement: `args![stream, version, "text", None::<i64>]`.
#[macro_export]
macro_rules! args {
    () => { [] };
    ($($value:expr),+ $(,)?) => { [$($crate::Value::from($value)),+] };
}

macro_rules! from {
    ($($source:ty => |$v:ident| $made:expr;)+) => {
        $(impl From<$source> for Value { fn from($v: $source) -> Value { $made } })+
    };
}

from! {
    i64 => |v| Value::Int(v);
    i32 => |v| Value::Int(v.into());
    u32 => |v| Value::Int(v.into());
    bool => |v| Value::Int(v.into());
    &str => |v| Value::Text(v.to_owned());
    String => |v| Value::Text(v);
    &String => |v| Value::Text(v.clone());
    Uuid => |v| Value::Text(v.to_string());
    Date => |v| Value::Text(v.to_string());
    Vec<u8> => |v| Value::Blob(v);
    &[u8] => |v| Value::Blob(v.to_vec());
    [u8; 32] => |v| Value::Blob(v.to_vec());
    [u8; 12] => |v| Value::Blob(v.to_vec());
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// One row of an answer. Getters take the column's place in the `select`, from 0; a wrong type is a
/// [`StoreError::Row`], a mistake of the program or a sign of tampering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    pub fn value(&self, column: usize) -> Result<&Value, StoreError> {
        self.0.get(column).ok_or_else(|| StoreError::Row(format!("no column {column} in a row of {}", self.0.len())))
    }

    pub fn is_null(&self, column: usize) -> Result<bool, StoreError> {
        Ok(matches!(self.value(column)?, Value::Null))
    }

    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        match self.value(column)? {
            Value::Int(number) => Ok(*number),
            other => Err(wrong(column, "an integer", other)),
        }
    }

    pub fn bool(&self, column: usize) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        match self.value(column)? {
            Value::Text(text) => Ok(text),
            other => Err(wrong(column, "text", other)),
        }
    }

    pub fn string(&self, column: usize) -> Result<String, StoreError> {
        self.text(column).map(str::to_owned)
    }

    pub fn blob(&self, column: usize) -> Result<&[u8], StoreError> {
        match self.value(column)? {
            Value::Blob(bytes) => Ok(bytes),
            other => Err(wrong(column, "bytes", other)),
        }
    }

    /// A digest or mac: exactly 32 bytes.
    pub fn digest(&self, column: usize) -> Result<[u8; 32], StoreError> {
        let bytes = self.blob(column)?;
        bytes.try_into().map_err(|_| StoreError::Row(format!("column {column}: {} bytes instead of 32", bytes.len())))
    }

    pub fn uuid(&self, column: usize) -> Result<Uuid, StoreError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| StoreError::Row(format!("column {column}: {text:?} is not a UUID")))
    }

    pub fn date(&self, column: usize) -> Result<Date, StoreError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| StoreError::Row(format!("column {column}: {text:?} is not a day")))
    }

    /// The same getter for a column that may be NULL: `row.opt(3, Row::string)?`.
    pub fn opt<'r, T>(
        &'r self,
        column: usize,
        getter: impl FnOnce(&'r Row, usize) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        if self.is_null(column)? { Ok(None) } else { getter(self, column).map(Some) }
    }
}

fn wrong(column: usize, wanted: &str, found: &Value) -> StoreError {
    let found = match found {
        Value::Null => "NULL",
        Value::Int(_) => "an integer",
        Value::Text(_) => "text",
        Value::Blob(_) => "bytes",
    };
    StoreError::Row(format!("column {column}: wanted {wanted}, found {found}"))
}
