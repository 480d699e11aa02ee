//! A row of a table as a line of JSON, and back to the last byte.
//!
//! Fields stand in the order of the columns. What was kept as JSON stands last and exactly as it was kept: the logs hash its
//! bytes, and another program reads it as what it is. Before it stand only numbers and strings, in which a quotation mark is
//! escaped; so its name, with both its quotation marks, occurs there but once.

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde_json::{Map, Value as Json};
use store::{
    Value,
    carry::{Column, Form, Table},
};

use super::{Unfit, lock::Lock};

/// Without the line's end.
pub(super) fn write(table: &Table, row: &[Value], lock: &Lock) -> Result<String, Unfit> {
    let mut line = String::from("{");
    for (column, value) in table.columns.iter().zip(row) {
        let written = cell(*column, value, lock, &place(table, *column, row)).ok_or_else(|| {
            let (file, key) = (table.file, key(table, row));
            Unfit::Said(format!("写 {file} 时，{key} 的 {} 不是应有的内容，请先执行 duban verify", column.name))
        })?;
        if line.len() > 1 {
            line.push(',');
        }
        line.push_str(&format!("\"{}\":{written}", column.name));
    }
    line.push('}');
    Ok(line)
}

/// The row, or what is wrong with the line.
pub(super) fn read(table: &Table, line: &str, lock: &Lock) -> Result<Vec<Value>, String> {
    let (fields, mut json) = parts(table, line)?;
    let mut fields: Map<String, Json> = serde_json::from_str(&fields).map_err(|_| "不是一个 JSON 对象".to_owned())?;
    let mut row = Vec::with_capacity(table.columns.len());
    for column in table.columns {
        let value = if column.form == Form::Json {
            json.take()
        } else {
            let found = fields.remove(column.name).ok_or_else(|| format!("缺少字段 {}", column.name))?;
            value(*column, found, lock, &place(table, *column, &row))
        };
        row.push(value.ok_or_else(|| format!("字段 {} 的内容读不出", column.name))?);
    }
    match fields.keys().next() {
        Some(unknown) => Err(format!("有本程序不认识的字段 {unknown}")),
        None => Ok(row),
    }
}

fn cell(column: Column, value: &Value, lock: &Lock, place: &str) -> Option<String> {
    let written = match (column.form, value) {
        (Form::Json, Value::Text(json)) => return is_one_line_of_json(json).then(|| json.clone()),
        (_, Value::Null) | (Form::Never, Value::Int(0)) => Json::Null,
        (Form::Text, Value::Text(text)) => text.as_str().into(),
        (Form::Secret, Value::Text(text)) => lock.put(text, place).ok()?,
        (Form::Int, Value::Int(number)) => (*number).into(),
        (Form::Bool, Value::Int(number)) => (*number != 0).into(),
        (Form::Instant | Form::Never, Value::Int(micros)) => {
            Timestamp::from_microsecond(*micros).ok()?.to_string().into()
        }
        (Form::Bytes, Value::Blob(bytes)) => hex::encode(bytes).into(),
        _ => return None,
    };
    serde_json::to_string(&written).ok()
}

fn value(column: Column, found: Json, lock: &Lock, place: &str) -> Option<Value> {
    Some(match (column.form, found) {
        (Form::Never, Json::Null) => Value::Int(0),
        (_, Json::Null) => Value::Null,
        (Form::Text, Json::String(text)) => Value::Text(text),
        (Form::Secret, found) => Value::Text(lock.take(found, place)?),
        (Form::Int, Json::Number(number)) => Value::Int(number.as_i64()?),
        (Form::Bool, Json::Bool(is)) => Value::Int(is.into()),
        (Form::Instant | Form::Never, Json::String(text)) => {
            Value::Int(text.parse::<Timestamp>().ok()?.as_microsecond())
        }
        (Form::Bytes, Json::String(text)) => Value::Blob(hex::decode(text).ok()?),
        _ => return None,
    })
}

/// The line without its JSON column, and that column.
fn parts(table: &Table, line: &str) -> Result<(String, Option<Value>), String> {
    let Some(column) = table.columns.last().filter(|column| column.form == Form::Json) else {
        return Ok((line.to_owned(), None));
    };
    let mark = format!(",\"{}\":", column.name);
    let missing = || format!("缺少字段 {}", column.name);
    let (front, rest) = line.split_once(&mark).ok_or_else(missing)?;
    let json = rest.strip_suffix('}').ok_or_else(missing)?;
    if !is_one_line_of_json(json) {
        return Err(format!("字段 {} 的内容读不出", column.name));
    }
    let value = if json == "null" { Value::Null } else { Value::from(json) };
    Ok((format!("{front}}}"), Some(value)))
}

fn is_one_line_of_json(text: &str) -> bool {
    !text.contains('\n') && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// What a locked text is bound to.
fn place(table: &Table, column: Column, row: &[Value]) -> String {
    format!("{}|{}|{}", table.file, column.name, key(table, row))
}

fn key(table: &Table, row: &[Value]) -> String {
    let word = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    };
    row.iter().take(table.key).map(word).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use store::carry;

    use super::*;

    fn row_of(table: &Table) -> Vec<Value> {
        let value = |column: &Column| match column.form {
            Form::Text | Form::Secret => Value::from("“引号” \" \\ ,\"body\":{} 换\n行 \u{2028}"),
            Form::Int => Value::from(i64::MAX),
            Form::Bool => Value::from(true),
            Form::Instant => Value::from(1_788_228_000_123_456_i64),
            Form::Never => Value::from(0),
            Form::Bytes => Value::from([7_u8; 32]),
            Form::Json => Value::from("{\"z\": 1.50,\"a\":\"},\\\"body\\\":\"}"),
        };
        table.columns.iter().map(value).collect()
    }

    #[test]
    fn every_row_comes_back_from_its_line() {
        for lock in [Lock::Open, Lock::new(Some("一句足够长的口令短句，够长了")).unwrap().0] {
            for table in carry::TABLES {
                let row = row_of(table);
                let line = write(table, &row, &lock).unwrap();
                assert!(!line.contains('\n') && serde_json::from_str::<Json>(&line).is_ok(), "{line}");
                assert_eq!(read(table, &line, &lock), Ok(row.clone()), "{line}");
                let empty: Vec<Value> = row
                    .iter()
                    .zip(table.columns)
                    .map(|(value, column)| if column.form == Form::Never { value.clone() } else { Value::Null })
                    .collect();
                assert_eq!(read(table, &write(table, &empty, &lock).unwrap(), &lock), Ok(empty));
            }
        }
    }

    #[test]
    fn a_line_that_is_none_says_why() {
        let says = |line: &str| read(&carry::EVENTS, line, &Lock::Open).unwrap_err();
        assert!(says("").contains("缺少字段 body"));
        assert!(says("{\"position\":1,\"body\":{}").contains("body"));
        assert!(says("{\"position\":1,\"body\":{}}").contains("缺少字段 stream"));
        assert!(says("[],\"body\":{}}").contains("不是一个 JSON 对象"));
        let line = write(&carry::EVENTS, &row_of(&carry::EVENTS), &Lock::Open).unwrap();
        assert!(says(&line.replacen('{', "{\"more\":1,", 1)).contains("more"));
        assert!(says(&line.replacen("9223372036854775807", "\"1\"", 1)).contains("position"));
    }

    #[test]
    fn locked_texts_cannot_be_swapped_or_read() {
        let (lock, secrets) = Lock::new(Some("一句足够长的口令短句，够长了")).unwrap();
        let row = |id: &str| Vec::from(store::args![id, "person:1", false, "digest", "027-0000-4711"]);
        let line = write(&carry::SEALED, &row("1"), &lock).unwrap();
        assert!(!line.contains("4711"));
        let moved = line.replacen("\"id\":\"1\"", "\"id\":\"2\"", 1);
        assert!(read(&carry::SEALED, &moved, &lock).unwrap_err().contains("text"));
        assert!(Lock::of(&secrets, Some("另一句足够长的口令短句，够长了")).is_err());
        assert!(Lock::of(&secrets, None).is_err());
        let again = Lock::of(&secrets, Some("一句足够长的口令短句，够长了")).unwrap();
        assert_eq!(read(&carry::SEALED, &line, &again), Ok(row("1")));
        assert!(Lock::new(Some("太短")).is_err());
    }
}
