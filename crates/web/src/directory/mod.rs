//! Units and people: lists, one of each, and what the security administrator does with roles and accounts.

pub mod people;
pub mod rights;
pub mod units;

use domain::{
    Refusal,
    value::{Invalid, Title},
};

use crate::{error, pages::form::Problems};

/// What a form of this folder is made of, so that a problem stands beside its field: the rules name fields as people do.
fn problems(refusal: &Refusal) -> Problems {
    error::problems(refusal, |field| match field {
        "单位名称" => Some("name"),
        "姓名" => Some("name"),
        "单位" => Some("unit"),
        "角色" => Some("role"),
        "登录名" | "login" => Some("login"),
        "截止日期" | "until" => Some("until"),
        _ => None,
    })
}

fn title(problems: &mut Problems, name: &str, label: &str, typed: &str) -> Option<Title> {
    let parsed: Result<Title, Invalid> = Title::parse(label, typed);
    parsed.map_err(|invalid| problems.add(name, &invalid.to_string())).ok()
}

/// Nothing typed is `Some(None)`.
fn day(problems: &mut Problems, name: &str, label: &str, typed: &str) -> Option<Option<domain::value::Day>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    let day = typed.parse().ok();
    if day.is_none() {
        problems.add(name, &format!("{label}：“{typed}”不是日期，请照“2026-10-27”填写"));
    }
    day.map(Some)
}
