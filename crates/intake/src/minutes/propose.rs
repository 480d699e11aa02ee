//! A task as it is proposed to the clerk, with its doubts in words.

use super::{
    Found,
    candidate::{Candidate, DeadlineKind, Lead, Matched, Origin},
    roles::Roles,
    task::{Limit, Reader},
};
use crate::{
    dates::Reading,
    units::{How, Mention, range_of},
};

pub fn candidate(found: &Found<'_>, reader: &Reader<'_>, own_date: Option<&str>) -> Candidate {
    let task = &found.task;
    let mut candidate = Candidate {
        clause_no: found.number.clone(),
        title: task.title.to_owned(),
        content: task.content.to_owned(),
        row: found.row,
        origin: Origin {
            title: range_of(reader.whole, task.title),
            content: range_of(reader.whole, task.content),
            units: task.roles.mentions().map(|unit| unit.range.clone()).collect(),
            inherited: task.inherited,
            ..Origin::default()
        },
        ..Candidate::default()
    };
    units(&mut candidate, &task.roles);
    unmatched(&mut candidate, reader);
    deadline(&mut candidate, &task.limits, reader, own_date);
    if task.inherited {
        candidate.doubt("单位或时限取自上级条目的统一要求，请核对");
    }
    candidate
}

fn units(candidate: &mut Candidate, roles: &Roles<'_>) {
    let mut named: Vec<String> = Vec::new();
    let mut once = |units: &[&Mention]| {
        let mut fresh: Vec<Mention> = Vec::new();
        for unit in units {
            if !named.contains(&unit.name) {
                named.push(unit.name.clone());
                fresh.push((*unit).clone());
            }
        }
        let (many, one): (Vec<Mention>, Vec<Mention>) = fresh.into_iter().partition(Mention::is_collective);
        (one, many)
    };
    let responsible: Vec<&Mention> = roles.responsible.iter().collect();
    let leads: Vec<&Mention> = if roles.names_lead { roles.lead.iter().collect() } else { responsible.clone() };
    let (lead, many) = once(&leads);
    let beside = roles.co.iter().chain(responsible.into_iter().filter(|_| roles.names_lead));
    // In the order of the text.
    let mut beside: Vec<&Mention> = beside.collect();
    beside.sort_by_key(|unit| unit.range.start);
    let (co, more) = once(&beside);
    candidate.matches = lead.iter().chain(&co).map(Matched::from).collect();
    candidate.lead_units = names(&lead);
    candidate.co_units = names(&co);
    candidate.collective_units = names(&many).into_iter().chain(names(&more)).collect();
    candidate.lead = match (&lead[..], roles.names_lead) {
        ([], _) => Lead::Nobody,
        ([_], _) => Lead::Named,
        (_, true) => Lead::Several,
        (_, false) => Lead::FirstIsGuessed,
    };
    let first = candidate.lead_units.first().cloned().unwrap_or_default();
    match candidate.lead {
        Lead::Nobody if candidate.collective_units.is_empty() => candidate.doubt("没有写明责任单位"),
        Lead::Nobody => {}
        Lead::FirstIsGuessed => candidate.doubt(format!("没有写明牵头单位，拟以“{first}”牵头，请确认")),
        Lead::Several => candidate.doubt("多个单位并列牵头，请选择分立事项（同源事项）或确定一个牵头单位"),
        Lead::Named => {}
    }
    if !candidate.collective_units.is_empty() {
        candidate.doubt(format!("“{}”是统称，请由办公室确定具体单位", candidate.collective_units.join("、")));
    }
}

fn names(units: &[Mention]) -> Vec<String> {
    units.iter().map(|unit| unit.name.clone()).collect()
}

/// Units that nobody knows, with whom they may mean.
fn unmatched(candidate: &mut Candidate, reader: &Reader<'_>) {
    let unknown: Vec<(String, How)> =
        candidate.matches.iter().filter(|unit| unit.unit.is_none()).map(|unit| (unit.name.clone(), unit.how)).collect();
    for (name, how) in unknown {
        let like: Vec<String> = reader.directory.similar(&name).into_iter().map(|proposal| proposal.name).collect();
        let is_unit = if how == How::Listed { "，请核对是否为单位" } else { "" };
        candidate.doubt(match &like[..] {
            [] => format!("“{name}”不在单位名录中{is_unit}"),
            like => format!("“{name}”不在单位名录中，可能是：{}{is_unit}", like.join("、")),
        });
    }
}

/// The last limit is the task's; earlier ones are milestones.
fn deadline(candidate: &mut Candidate, limits: &[Limit<'_>], reader: &Reader<'_>, own_date: Option<&str>) {
    let Some(limit) = limits.last() else { return };
    candidate.deadline_text = limit.text.to_owned();
    candidate.origin.deadline = range_of(reader.whole, limit.text);
    candidate.deadline = limit.read.reading.day();
    candidate.deadline_kind = match &limit.read.reading {
        Reading::Date(_) => DeadlineKind::Date,
        Reading::None => DeadlineKind::None,
        Reading::Ongoing => DeadlineKind::Ongoing,
        Reading::Ambiguous(_) => DeadlineKind::Ambiguous,
    };
    limit.read.how.iter().for_each(|how| candidate.doubt(how.clone()));
    if let Reading::Ambiguous(readings) = &limit.read.reading {
        let readings: Vec<&str> = readings.iter().map(|fair| fair.how.as_str()).collect();
        candidate.doubt(format!("时限“{}”有多种理解，请选择：{}", limit.text, readings.join("；")));
    }
    if let Some(why) = own_date.filter(|_| candidate.deadline.is_some()) {
        candidate.doubt(why);
    }
    let earlier: Vec<&str> = limits[..limits.len() - 1].iter().map(|limit| limit.text).collect();
    if !earlier.is_empty() {
        candidate.doubt(format!("另有时间节点：{}", earlier.join("、")));
    }
}
