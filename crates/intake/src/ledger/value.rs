//! What a cell holds, and how it is shown.

use std::{borrow::Cow, sync::Arc};

use domain::value::Day;
use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};

/// Bytes of a text: no cell of Excel holds more than 32,767 signs.
pub(super) const TEXT_MOST: usize = 4 * 32_767;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Text(Arc<str>),
    Number(#[serde(with = "exact")] f64),
    /// a number shown as a percentage: 0.5 is 50%
    Percent(#[serde(with = "exact")] f64),
    Date(DateTime),
    Flag(bool),
    /// `#REF!`
    Error(Arc<str>),
}

impl Value {
    /// As a reader of the sheet sees it.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) | Value::Error(text) => Cow::Borrowed(text.trim()),
            Value::Number(number) => Cow::Owned(plain(*number)),
            Value::Percent(number) => Cow::Owned(format!("{}%", plain(number * 100.0))),
            Value::Date(at) if at.time() == Time::midnight() => Cow::Owned(at.date().to_string()),
            Value::Date(at) => Cow::Owned(format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())),
            Value::Flag(true) => Cow::Borrowed("是"),
            Value::Flag(false) => Cow::Borrowed("否"),
        }
    }

    pub fn day(&self) -> Option<Day> {
        match self {
            Value::Date(at) => Some(at.date()),
            _ => None,
        }
    }

    pub fn is_blank(&self) -> bool {
        matches!(self, Value::Text(text) if text.trim().is_empty())
    }
}

/// A number as words: JSON readers may lose its last digit, and JSON knows no infinity.
mod exact {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{number:?}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Without the last digits that only a computer sees: 0.30000000000000004 is 0.3.
fn plain(number: f64) -> String {
    let rounded = (number * 1e9).round() / 1e9;
    if rounded.is_finite() && number.abs() < 1e15 { rounded.to_string() } else { number.to_string() }
}

/// `_x000D_` stands for a sign that XML cannot hold.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let sign = escape
            .get(2..6)
            .filter(|_| escape.get(6..7) == Some("_"))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        match sign {
            Some('\r') => rest = &escape[7..],
            Some(sign) => {
                out.push(sign);
                rest = &escape[7..];
            }
            None => {
                out.push_str("_x");
                rest = &escape[2..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}
