//! `GET /leader-desk`: 批阅, the leader's first page, for the phone. What waits for a decision or a reading, each with the facts
//! and one tap to the form; then the matters in charge.

use app::ask::{COUNT_MOST, LeaderDesk, LeaderPaper, LedgerRow, PaperOf, RecordTask, running};
use app::names::Names;
use domain::{
    Stamp,
    duty::{DutyKind, Light, Owner},
    institution::Role,
    matter::{CommandKind, Extension, LimitRule, Matter},
    regulation::LimitName,
    value::PersonId,
};

use crate::{
    desk,
    gate::{SignedIn, Visitor, roles_of},
    pages::{
        form::Fact,
        layout::Place,
        leader_desk::{Card, ChargeRow, LeaderDeskPage},
        text,
    },
    respond::{self, Answer},
    words,
};

/// Does 批阅 hold all that this person has to do? Those who also work for the Office or for a unit, or sign for somebody who does,
/// have a 工作台 beside it.
pub fn is_all(visitor: &Visitor) -> bool {
    let only_leads = |person: PersonId| {
        let roles = roles_of(&visitor.institution, person, visitor.today);
        !roles.is_empty() && roles.into_iter().all(Role::is_leader)
    };
    let Some(person) = visitor.actor.as_ref().and_then(app::Actor::person_id) else { return false };
    only_leads(person) && visitor.institution.principals_of(person, visitor.today).all(only_leads)
}

pub async fn show(visitor: SignedIn) -> Answer {
    let desk = visitor.app().leader_desk(&visitor.actor).await?;
    respond::page(&page(&visitor, &desk))
}

fn page(visitor: &SignedIn, desk: &LeaderDesk) -> LeaderDeskPage {
    let leader = desk.leader.map(|leader| leader.to_string()).unwrap_or_default();
    let stages = running();
    let mut open: Vec<(&str, &str)> = vec![("leader", &leader)];
    open.extend(stages.iter().map(|stage| ("stage", stage.code())));
    let lit = |light| format!("/matters{}", respond::query(&[("leader", &leader), ("light", light)]));
    let name = |light| words::light_name(&visitor.institution, visitor.today, light);
    LeaderDeskPage {
        layout: visitor.layout("批阅", Some(Place::LeaderDesk)),
        today: format!("{} {}", text::day_cn(desk.today), text::weekday(desk.today)),
        cards: desk
            .tasks
            .iter()
            .map(|task| task_card(visitor, task))
            .chain(desk.papers.iter().map(|paper| card(visitor, paper)))
            .collect(),
        cards_total: desk.papers_total.0,
        heading: if desk.leader.is_some() { "我分管的事项" } else { "在办事项" }.to_owned(),
        matters: desk.matters.iter().map(|row| charge(visitor, row)).collect(),
        total: text::count(desk.matters_total.0, COUNT_MOST),
        overdue: desk.overdue.0.min(COUNT_MOST),
        overdue_href: lit("red"),
        near: desk.near.0.min(COUNT_MOST),
        near_href: lit("yellow"),
        ledger_href: format!("/matters{}", respond::query(&open)),
        meeting_href: format!("/meeting{}", respond::query(&open)),
        red: name(Light::Red),
        yellow: name(Light::Yellow),
    }
}

fn charge(visitor: &SignedIn, row: &LedgerRow) -> ChargeRow {
    let (institution, href) = (&visitor.institution, format!("/matters/{}", row.id));
    let waits = |kind, owner| institution.is_leaders(kind, owner, visitor.today);
    ChargeRow {
        number: row.number.clone(),
        title: row.title.clone(),
        stage: row.stage.label().to_owned(),
        lead: row.lead.map(|unit| institution.unit_name(unit).to_owned()).unwrap_or_default(),
        mark: words::mark(institution, visitor.today, row.mark),
        due: row.running.or(row.due).map(text::day).unwrap_or_default(),
        progress: row.progress_text.clone(),
        progress_on: progress_on(row),
        next_step: words::next_step(institution, row),
        next_due: row
            .next
            .filter(|next| !waits(next.kind, next.owner))
            .map(|next| text::day(next.due))
            .unwrap_or_default(),
        instruct_href: format!("{href}/{}", CommandKind::Instruct.code()),
        href,
    }
}

/// `2026-11-20 报告，完成 40%`
pub fn progress_on(row: &LedgerRow) -> String {
    let percent = row.progress.map(|(percent, _)| format!("，完成 {percent}%")).unwrap_or_default();
    row.progress_on.map(|on| format!("{} 报告{percent}", text::day(on))).unwrap_or_default()
}

/// A 通报 to be signed, a referral to be approved: all of it stands on its own page.
fn task_card(visitor: &SignedIn, task: &RecordTask) -> Card {
    let row = desk::task_row(visitor, task);
    Card {
        what: row.what,
        title: row.title,
        mark: row.mark,
        matter_href: row.matter_href,
        by: format!("{} 送来", text::day(task.since)),
        act_label: row.act_label,
        act_href: row.act_href,
        ..Card::default()
    }
}

fn card(visitor: &SignedIn, paper: &LeaderPaper) -> Card {
    let names = Names { institution: visitor.institution.clone(), today: visitor.today };
    let matter_href = format!("/matters/{}", paper.matter.id);
    let instruct_href = format!("{matter_href}/{}", CommandKind::Instruct.code());
    let for_whom = match paper.owner() {
        Owner::Person(person) if person != visitor.person => format!("代 {}", names.person_name(person)),
        _ => String::new(),
    };
    let mark = words::mark(&visitor.institution, visitor.today, paper.mark);
    match &paper.of {
        PaperOf::Duty(owed) => {
            let (act_label, act_href) = desk::way_to(visitor, owed);
            let (by, facts) = said(&names, &paper.matter, owed.kind, owed.about);
            let by = if by.is_empty() { format!("{} 送来", text::day(owed.opened_on)) } else { by };
            Card {
                what: owed.kind.label().to_owned(),
                number: owed.number.clone(),
                title: owed.title.clone(),
                mark,
                for_whom,
                story_href: format!("{matter_href}#line-head"),
                matter_href,
                by,
                facts,
                act_label,
                act_href,
                instruct_href,
            }
        }
        PaperOf::Situation(waiting) => {
            let about = respond::query(&[("about", &waiting.item.to_string())]);
            let (by, facts) = situation(&names, &paper.matter, waiting.item);
            Card {
                what: "请您阅示".to_owned(),
                number: waiting.number.clone(),
                title: waiting.title.clone(),
                mark,
                for_whom,
                story_href: format!("{matter_href}#line-head"),
                matter_href,
                by,
                facts,
                act_label: "批示".to_owned(),
                act_href: format!("{instruct_href}{about}"),
                instruct_href: String::new(),
            }
        }
    }
}

/// By whom and since when, and what has to be known.
fn said(names: &Names, matter: &Matter, kind: DutyKind, about: Option<u32>) -> (String, Vec<Fact>) {
    let is = |id: u32| about == Some(id);
    match kind {
        DutyKind::ApproveProposal => {
            let by = matter.approval.submitted.as_ref().map(|stamp| did(names, stamp, "报请审定"));
            (by.unwrap_or_default(), proposal(names, matter))
        }
        DutyKind::DecideExtension => {
            matter.extensions.iter().find(|one| is(one.id)).map(|one| extension(names, one)).unwrap_or_default()
        }
        DutyKind::DecideSuspension => {
            let asked = matter.suspensions.iter().find(|one| is(one.id));
            asked.map_or_else(Default::default, |one| {
                let facts = vec![
                    Fact::new("暂缓原因", one.cause.label()),
                    Fact::new("预计恢复", text::day(one.expected_end)),
                    Fact::new("说明", shortened(one.reason.as_str())),
                ];
                (did(names, &one.requested, "申请"), facts)
            })
        }
        DutyKind::DecideTermination => {
            let asked = matter.terminations.iter().find(|one| is(one.id));
            asked.map_or_else(Default::default, |one| {
                (did(names, &one.requested, "申请"), vec![Fact::new("终止理由", shortened(one.reason.as_str()))])
            })
        }
        DutyKind::GiveOpinion => {
            let asked = matter.opinions.iter().find(|one| is(one.id));
            asked.map_or_else(Default::default, |one| {
                (did(names, &one.asked, "征求意见"), vec![Fact::new("征求的问题", shortened(one.question.as_str()))])
            })
        }
        DutyKind::ReviewClosingReport => {
            let report = matter.report_under_review();
            report.map_or_else(Default::default, |one| {
                let result = shortened(one.sections.result.as_str());
                (did(names, &one.submitted, "报送"), vec![Fact::new("取得的成效", result)])
            })
        }
        _ => Default::default(),
    }
}

fn proposal(names: &Names, matter: &Matter) -> Vec<Fact> {
    let Some(proposal) = &matter.proposal else { return Vec::new() };
    let unit = |unit: &domain::value::UnitId| names.unit_name(*unit).to_owned();
    let units: Vec<String> = proposal.co_units.iter().map(unit).collect();
    let days = names.rules().map_or(15, |rules| rules.limit(LimitName::Complete).days);
    let limit = match proposal.limit {
        LimitRule::Explicit(day) => text::day(day),
        LimitRule::Standard => format!("交办次日起 {days} 个工作日"),
        LimitRule::ByPlan => "由经同意的工作计划确定".to_owned(),
    };
    let target = proposal.target.as_ref().map(|target| shortened(target.as_str())).unwrap_or_default();
    let facts = [
        Fact::new("牵头单位", proposal.lead_unit.as_ref().map(unit).unwrap_or_default()),
        Fact::new("协办单位", units.join("、")),
        Fact::new("办结时限", limit),
        Fact::new("量化目标", target),
    ];
    facts.into_iter().filter(|fact| !fact.text.is_empty()).collect()
}

fn extension(names: &Names, asked: &Extension) -> (String, Vec<Fact>) {
    let late = if asked.late { "（超过时限后提出）" } else { "" };
    let days = format!("{} → {}{late}", text::day(asked.old_due), text::day(asked.until));
    let mut facts = vec![Fact::new("原定 → 申请", days), Fact::new("原因", shortened(asked.reasons.as_str()))];
    let mut by = did(names, &asked.requested, "申请");
    if let Some((stamp, remark)) = &asked.forwarded {
        by = format!("{by}，{} 转呈", text::day(stamp.on));
        let remark = remark.as_ref().map(|remark| Fact::new("学校办公室意见", shortened(remark.as_str())));
        facts.extend(remark);
    }
    (by, facts)
}

fn situation(names: &Names, matter: &Matter, item: u32) -> (String, Vec<Fact>) {
    let Some(found) = matter.situations.iter().find(|one| one.id == item) else { return Default::default() };
    let mut facts = vec![Fact::new(found.kind.label(), shortened(found.text.as_str()))];
    let Some((stamp, _, said)) = &found.submitted else { return (String::new(), facts) };
    facts.extend(said.as_ref().map(|said| Fact::new("呈报意见", shortened(said.as_str()))));
    (did(names, stamp, "呈报"), facts)
}

/// `万长青（后勤保障处）2026-11-20 申请`
fn did(names: &Names, stamp: &Stamp, what: &str) -> String {
    let who = stamp.by.person().map_or_else(|| "系统".to_owned(), |person| names.person_with_unit(person));
    format!("{who} {} {what}", text::day(stamp.on))
}

const SHORT: usize = 100;

/// The beginning of a long text, in one paragraph; the whole stands in the form and on the matter's page.
pub fn shortened(said: &str) -> String {
    cut(said, SHORT)
}

/// The beginning, of so many characters at most.
pub fn cut(said: &str, most: usize) -> String {
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(most) {
        Some((end, _)) => format!("{}……", &flat[..end]),
        None => flat,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut("设备交货推迟\n请延期", 6), "设备交货推迟……");
        assert_eq!(cut("设备 交货", 6), "设备 交货");
    }
}
