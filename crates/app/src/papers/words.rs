//! Words that several papers share.

use documents::forms::Signed;
use domain::{Stamp, value::Day};

use crate::names::Names;

/// `2026年10月27日`, as a paper says it.
pub fn day_cn(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 催办, 二次催办, 第 3 次催办 …
pub fn nth_urging(nth: u32) -> String {
    match nth {
        0 | 1 => "催办".to_owned(),
        2 => "二次催办".to_owned(),
        nth => format!("第 {nth} 次催办"),
    }
}

/// How it was signed for.
pub fn manner(stamp: &Stamp) -> &'static str {
    manner_or(stamp, "电子签收")
}

pub(super) fn manner_or(stamp: &Stamp, own: &'static str) -> &'static str {
    match (stamp.recorder, stamp.on_behalf) {
        (Some(_), _) => "代录",
        (None, Some(_)) => "代签",
        (None, None) => own,
    }
}

/// A signature cell. In: what it is called when one signs oneself: 电子签收, 电子签署.
pub(super) fn signed(names: &Names, stamp: &Stamp, own: &'static str) -> Signed {
    Signed { by: names.signed_by(stamp), on: day_cn(stamp.on), manner: manner_or(stamp, own).to_owned() }
}

/// The lines of a text that say something.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}
