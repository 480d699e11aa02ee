//! How one matter is spoken of: clause, light, head, days. No rule is decided here.

use app::ask::FileInfo;
use domain::{
    Stamp,
    matter::{LimitRule, Proposal},
    value::{Day, MatterId},
};

use super::{look::Look, parts::suspension::expected_end};
use crate::pages::{form, matter::MatterHead, text};

pub use crate::words::{clause, mark};

/// The head of every page about one matter.
pub fn head(look: &Look) -> MatterHead {
    let limit = look.matter().running_limit();
    MatterHead {
        href: look.href(),
        number: look.number().to_owned(),
        title: look.title().to_owned(),
        stage: look.matter().stage.label().to_owned(),
        mark: mark(look.institution(), look.today(), look.view.mark),
        due: limit.map(|duty| text::day(duty.due)).unwrap_or_default(),
        provisional: limit.is_some_and(|duty| duty.is_provisional()),
        labels: labels(look),
    }
}

fn labels(look: &Look) -> Vec<String> {
    let has = |says: fn(&Proposal) -> bool| look.proposal().is_some_and(says);
    let labels = [
        ("重大", has(|proposal| proposal.major)),
        ("复杂", has(|proposal| proposal.complex)),
        ("长期", has(|proposal| proposal.ongoing)),
        ("补录", look.matter().adoption.is_some()),
    ];
    let mut labels: Vec<String> =
        labels.iter().filter(|(_, holds)| *holds).map(|(label, _)| (*label).to_owned()).collect();
    labels.extend(expected_end(look).map(|end| format!("预计 {} 恢复", text::day(end))));
    labels
}

/// `张建国（教务处）2026-10-27`
pub fn signed(look: &Look, stamp: &Stamp) -> String {
    let who = stamp.by.person().map_or_else(|| "系统".to_owned(), |person| look.directory.person_with_unit(person));
    let principal = stamp.on_behalf.map(|principal| format!("代 {}", look.directory.person_name(principal)));
    format!("{who}{} {}", principal.unwrap_or_default(), text::day(stamp.on))
}

/// A day that may not be known.
pub fn maybe_day(day: Option<Day>) -> String {
    day.map(text::day).unwrap_or_default()
}

/// How the limit is set, in a sentence.
pub fn limit(rule: LimitRule, working_days: u32) -> String {
    match rule {
        LimitRule::Explicit(day) => format!("明确时限：{}", text::day(day)),
        LimitRule::Standard => format!("自交办次日起 {working_days} 个工作日"),
        LimitRule::ByPlan => "由经同意的工作计划确定".to_owned(),
    }
}

/// A file of a matter as lists show it.
pub fn file(matter: MatterId, info: &FileInfo) -> form::FileRow {
    form::FileRow {
        id: info.id.to_string(),
        name: info.name.clone(),
        size: text::size(info.size),
        when: text::moment(info.added_at),
        href: format!("/matters/{matter}/files/{}", info.id),
        ..form::FileRow::default()
    }
}

/// What the notice asked for, to be kept in view beside a decision.
pub fn asked(look: &Look) -> Vec<form::Fact> {
    let said = |text: Option<&domain::value::Text>| text.map(ToString::to_string).unwrap_or_default();
    vec![
        form::Fact::new("办理要求", said(look.proposal().and_then(|proposal| proposal.requirements.as_ref()))),
        form::Fact::new("量化目标", said(look.proposal().and_then(|proposal| proposal.target.as_ref()))),
    ]
}
