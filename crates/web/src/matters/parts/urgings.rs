//! 催办: the whole chain, each urging with who issued it, its limit, who signed for it, who was told and what came of it; what
//! the system proposed and the Office held back; and what comes next.

use app::{messages::UrgingCircle, papers::manner};
use domain::{
    Stamp,
    duty::{Duty, DutyKind},
    matter::{EarlierKind, Entry, Fact as Did, Stage, Urging, UrgingOutcome},
    value::{Day, PersonId},
};

use crate::{
    matters::{
        look::Look,
        papers::{letter_href, may_read_letter, sheet_href},
        timeline::{nth_urging, proposing_rule},
        words::signed,
    },
    pages::{
        form::Fact,
        matter::{Chain, Paper, UrgingRow},
        text::day,
    },
};

pub fn chain(look: &Look) -> Chain {
    let mut rows = on_paper(look);
    let mut proposed: Option<&Entry> = None;
    let mut issued = 0;
    for entry in look.view.timeline.iter() {
        match &entry.event.fact {
            Did::UrgingProposed { .. } => {
                rows.extend(proposed.replace(entry).map(|stale| overtaken(look, stale)));
            }
            Did::UrgingHeld { reason, until } => rows.push(held(look, proposed.take(), entry, reason.as_str(), *until)),
            Did::Urged { .. } => {
                let urging = look.matter().urgings.get(issued);
                issued += 1;
                rows.extend(urging.map(|urging| row(look, proposed.take(), urging)));
            }
            _ => {}
        }
    }
    rows.extend(proposed.map(|entry| if is_open(look) { open(look, entry) } else { overtaken(look, entry) }));
    let next = if rows.is_empty() { String::new() } else { next(look) };
    Chain { rows, next }
}

fn is_open(look: &Look) -> bool {
    look.matter().open_urging_proposal().is_some()
}

/// Those of a 补录, which stand on paper.
fn on_paper(look: &Look) -> Vec<UrgingRow> {
    let history = look.matter().adoption.iter().flat_map(|adoption| &adoption.history);
    let earlier = history.filter(|earlier| earlier.kind == EarlierKind::Urging);
    earlier
        .map(|earlier| UrgingRow {
            heading: "催办".to_owned(),
            state: "纸质记录".to_owned(),
            facts: vec![Fact::new("发出", day(earlier.on)), Fact::new("内容", earlier.text.as_str())],
            ..UrgingRow::default()
        })
        .collect()
}

fn row(look: &Look, proposed: Option<&Entry>, urging: &Urging) -> UrgingRow {
    let mut facts = proposed.map(|entry| proposal(look, entry)).into_iter().collect::<Vec<_>>();
    facts.push(Fact::new("签发", signed(look, &urging.issued)));
    facts.extend(urging.reason.as_ref().map(|reason| Fact::new("催办理由", reason.as_str())));
    let past = format!("{}，至发出时已逾期 {} 个工作日", day(urging.old_due), urging.days_past);
    facts.push(Fact::new("原时限", past));
    facts.push(Fact::new("限期办结时间", limit(look, urging)));
    facts.push(Fact::new("签收", signature(look, urging)));
    facts.extend(told(look, urging));
    facts.push(Fact::new("落实情况", outcome(look, urging)));
    let mut papers = vec![Paper { label: "催办单".to_owned(), href: sheet_href(look, urging), note: String::new() }];
    if may_read_letter(look, urging) {
        papers.push(Paper { label: "抄送函".to_owned(), href: letter_href(look, urging), note: String::new() });
    }
    UrgingRow {
        heading: nth_urging(urging.nth),
        state: state(look, urging).to_owned(),
        is_open: urging.outcome.is_none(),
        facts,
        papers,
    }
}

/// What the sheet says; a suspension moves the duty, never the sheet.
fn limit(look: &Look, urging: &Urging) -> String {
    let moved = duty(look, DutyKind::ComplyUrging, urging.id).filter(|duty| duty.due != urging.due);
    let moved = moved.map(|duty| format!("（恢复办理后为 {}）", day(duty.due))).unwrap_or_default();
    format!("{}{moved}", day(urging.due))
}

fn running_until(look: &Look, urging: &Urging) -> Day {
    duty(look, DutyKind::ComplyUrging, urging.id).map_or(urging.due, |duty| duty.due)
}

fn state(look: &Look, urging: &Urging) -> &'static str {
    match &urging.outcome {
        None if look.matter().stage == Stage::Suspended => "暂停",
        None if look.today() > running_until(look, urging) => "限期已过，待核实",
        None => "落实中",
        Some(UrgingOutcome::Settled { done: true, .. }) => "已落实",
        Some(UrgingOutcome::Settled { done: false, .. }) => "未落实",
        Some(UrgingOutcome::Revoked(..)) => "已撤销",
        Some(UrgingOutcome::Closed(_)) => "已了结",
    }
}

fn signature(look: &Look, urging: &Urging) -> String {
    match (&urging.signature, duty(look, DutyKind::SignUrging, urging.id)) {
        (Some(stamp), _) => format!("{} {}，{}", look.directory.signed_by(stamp), day(stamp.on), manner(stamp)),
        (None, Some(duty)) if duty.is_open() => format!("未签收，时限 {}", day(duty.due)),
        (None, _) => "未签收".to_owned(),
    }
}

/// 呈报 and 抄送, as it was issued.
fn told(look: &Look, urging: &Urging) -> Vec<Fact> {
    let circle =
        UrgingCircle::of(look.matter(), look.institution(), urging.nth, urging.copied, urging.issued.recorded_on());
    let mut leaders: Vec<PersonId> = circle.leader.into_iter().collect();
    leaders.extend(circle.principals.iter().filter(|one| Some(**one) != circle.leader));
    let names: Vec<&str> = leaders.into_iter().map(|one| look.directory.person_name(one)).collect();
    let mut facts: Vec<Fact> = Vec::new();
    facts.extend((!names.is_empty()).then(|| Fact::new("呈报", names.join("、"))));
    facts.extend(urging.copied.then(|| Fact::new("抄送", look.directory.discipline_name())));
    facts
}

fn outcome(look: &Look, urging: &Urging) -> String {
    match &urging.outcome {
        None => match duty(look, DutyKind::ComplyUrging, urging.id) {
            Some(duty) if duty.is_open() && look.today() > duty.due => "限期已过，尚未核实".to_owned(),
            _ => "限期未到".to_owned(),
        },
        Some(UrgingOutcome::Settled { stamp, done, reason }) => {
            let word = if *done { "已落实" } else { "未落实" };
            let reason = reason.as_ref().map(|reason| format!("：{reason}")).unwrap_or_default();
            format!("{word}（{} 核实）{reason}", signed(look, stamp))
        }
        Some(UrgingOutcome::Revoked(stamp, reason)) => format!("已撤销（{}）：{reason}", signed(look, stamp)),
        Some(UrgingOutcome::Closed(stamp)) => format!("{} 因{}了结", day(stamp.on), closed_by(look, stamp)),
    }
}

/// The act that made the urging moot.
fn closed_by(look: &Look, stamp: &Stamp) -> &'static str {
    let closes = |fact: &Did| {
        matches!(
            fact,
            Did::ExtensionGranted { .. }
                | Did::ClosingReportSubmitted { .. }
                | Did::Transferred { .. }
                | Did::TerminationGranted { .. }
        )
    };
    let entry = look.view.timeline.iter().find(|entry| entry.stamp == *stamp && closes(&entry.event.fact));
    entry.map_or("其他办理", |entry| entry.event.fact.label())
}

/// `系统自动 2026-11-19，建议限期 2026-11-26`
fn proposal(look: &Look, entry: &Entry) -> Fact {
    let due = match &entry.event.fact {
        Did::UrgingProposed { due, .. } => format!("，建议限期 {}", day(*due)),
        _ => String::new(),
    };
    let by = match entry.stamp.by.person() {
        Some(person) => look.directory.person_name(person).to_owned(),
        None => "系统自动".to_owned(),
    };
    Fact::new("催办建议", format!("{by} {}{due}；规则：{}", day(entry.stamp.on), proposing_rule(&entry.event.fact)))
}

fn nth_of(entry: &Entry) -> String {
    match &entry.event.fact {
        Did::UrgingProposed { nth, .. } => nth_urging(*nth),
        _ => nth_urging(1),
    }
}

/// Waiting for the Office.
fn open(look: &Look, entry: &Entry) -> UrgingRow {
    let mut facts = vec![proposal(look, entry)];
    if let Did::UrgingProposed { old_due, days_past, text, .. } = &entry.event.fact {
        facts.push(Fact::new("原时限", format!("{}，已逾期 {days_past} 个工作日", day(*old_due))));
        facts.push(Fact::new("建议内容", text.as_str()));
    }
    let issues = look.matter().duties.open(DutyKind::IssueUrging).next();
    facts.extend(
        issues.map(|duty| {
            Fact::new("待签发", format!("{}，时限 {}", look.directory.owner_name(duty.owner), day(duty.due)))
        }),
    );
    let state = "建议待发出".to_owned();
    UrgingRow { heading: nth_of(entry), state, is_open: true, facts, ..UrgingRow::default() }
}

/// Neither issued nor held back: something else came first.
fn overtaken(look: &Look, entry: &Entry) -> UrgingRow {
    let state = "建议未发出，已了结".to_owned();
    UrgingRow { heading: nth_of(entry), state, facts: vec![proposal(look, entry)], ..UrgingRow::default() }
}

/// 缓发
fn held(look: &Look, proposed: Option<&Entry>, entry: &Entry, reason: &str, until: Option<Day>) -> UrgingRow {
    let mut facts = proposed.map(|entry| proposal(look, entry)).into_iter().collect::<Vec<_>>();
    facts.push(Fact::new("缓发", signed(look, &entry.stamp)));
    facts.push(Fact::new("缓发理由", reason));
    facts.extend(until.map(|until| Fact::new("缓发到", day(until))));
    let heading = proposed.map_or_else(|| nth_urging(1), nth_of);
    let still = until.is_some_and(|until| look.matter().urging_held == Some(until) && look.today() <= until);
    UrgingRow { heading, state: "缓发".to_owned(), is_open: still, facts, ..UrgingRow::default() }
}

fn duty(look: &Look, kind: DutyKind, urging: u32) -> Option<&Duty> {
    look.matter().duties.iter().filter(|duty| duty.kind == kind && duty.about == Some(urging)).last()
}

/// Who owes the next step, and what follows from it.
fn next(look: &Look) -> String {
    let matter = look.matter();
    let rules = look.regulation().map(|rules| &rules.urging);
    let copies = |nth: u32| rules.is_some_and(|rules| nth >= rules.copies_discipline_from);
    let discipline = look.directory.discipline_name();
    // what follows a 未落实
    let again = |nth: u32| {
        if copies(nth) { format!("，由主任签发并抄送{discipline}") } else { String::new() }
    };
    let owner = |duty: &Duty| look.directory.owner_name(duty.owner);
    if matter.stage == Stage::Suspended {
        return "暂缓期间不催办；恢复办理后限期按剩余的工作日继续计算。".to_owned();
    }
    if let Some(urging) = matter.open_urging() {
        let unsigned = duty(look, DutyKind::SignUrging, urging.id).filter(|duty| duty.is_open());
        let sign = unsigned.map(|duty| format!("{}应于 {} 前签收；", owner(duty), day(duty.due))).unwrap_or_default();
        let due = duty(look, DutyKind::ComplyUrging, urging.id).map_or(urging.due, |duty| duty.due);
        let settles = duty(look, DutyKind::SettleUrging, urging.id);
        let office = settles.map_or_else(|| look.directory.office_name().to_owned(), owner);
        let by = settles.map(|duty| format!("于 {} 前", day(duty.due))).unwrap_or_default();
        let nth = urging.nth + 1;
        return format!(
            "{sign}限期 {}；届时由{office}{by}核实；未落实的提出{}{}。",
            day(due),
            nth_urging(nth),
            again(nth)
        );
    }
    let nth = matter.next_urging();
    if is_open(look) {
        let issues = matter.duties.open(DutyKind::IssueUrging).next();
        let by = issues.map(|duty| format!("{}应于 {} 前", owner(duty), day(duty.due))).unwrap_or_default();
        let copies = again(nth).trim_start_matches('，').to_owned();
        let copies = if copies.is_empty() { copies } else { format!("（{copies}）") };
        return format!("{by}发出{}{copies}，或写明理由缓发。", nth_urging(nth));
    }
    if let Some(until) = matter.urging_held.filter(|until| look.today() <= *until) {
        return format!("缓发到 {}；期满仍未办结的，系统再次提出催办建议。", day(until));
    }
    if matter.missed_limit(look.today()).is_some() && nth > 1 {
        return format!("上一次催办未落实；由系统提出{}建议{}。", nth_urging(nth), again(nth));
    }
    String::new()
}
