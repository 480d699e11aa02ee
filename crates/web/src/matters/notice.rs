//! 督办事项通知单 (annex 3): as it will go out, as it went out, and its print page, `GET /matters/{id}/notice`.

use axum::extract::Path;
use domain::{
    matter::{Fact, LimitRule, Proposal},
    regulation::LimitName,
    value::{Text, UnitId},
};

use super::{
    load::{self, matter_id},
    look::Look,
};
use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::{
        notice::{NoticePage, NoticeSheet},
        text,
    },
    respond::{self, Answer},
};

/// `?unit=…&copies=1|2`: one sheet for each copy; 此通知单一式两份.
pub async fn show(visitor: SignedIn, Path(id): Path<String>, asked: Asked) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    if look.matter().dispatched.is_none() {
        return Err(Error::bad("本事项还没有交办，通知单尚未下发。").way_on("回到事项", look.href()));
    }
    let copies = ["学校办公室存", "承办单位存"].map(str::to_owned);
    let copies = if asked.get("copies") == "1" { copies[1..].to_vec() } else { copies.to_vec() };
    let sheet = issued(&look, asked.get("unit").parse().ok());
    respond::page(&NoticePage { sheet, copies, back: look.href() })
}

/// The notice that a proposal would give today; who answers for it is filled in by the form.
pub fn draft(look: &Look, proposal: &Proposal) -> NoticeSheet {
    let units: Vec<UnitId> = proposal.units().collect();
    NoticeSheet { issued_on: text::day_cn(look.today()), units: named(look, &units), ..common(look, proposal) }
}

/// The notice of one unit (the lead unit where none is named), in its newest version.
pub fn issued(look: &Look, unit: Option<UnitId>) -> NoticeSheet {
    let matter = look.matter();
    let Some(proposal) = look.proposal() else { return NoticeSheet::default() };
    let mut units: Vec<UnitId> = matter.present_units().map(|unit| unit.assignment.unit).collect();
    units.sort_by_key(|unit| matter.lead() != Some(*unit));
    let of = unit.filter(|unit| units.contains(unit)).or(units.first().copied());
    let undertaking = of.and_then(|unit| matter.undertaking(unit));
    let person =
        |person: Option<_>| person.map(|person| look.directory.person_name(person).to_owned()).unwrap_or_default();
    let assignment = undertaking.map(|undertaking| &undertaking.assignment);
    let telephone = assignment.and_then(|one| one.telephone.as_ref().map(|sealed| look.telephone(one.unit, sealed)));
    let signature = undertaking.and_then(|undertaking| undertaking.signature.as_ref());
    let signer = signature.map(|signature| match &signature.deemed {
        Some(_) => "视同签收".to_owned(),
        None => look.directory.signer(signature),
    });
    let (version, issued_on) = version(look);
    NoticeSheet {
        units: named(look, &units),
        responsible: person(assignment.and_then(|one| one.responsible)),
        contact: person(assignment.and_then(|one| one.contact)),
        telephone: telephone.unwrap_or_default(),
        due: due_in_force(look),
        signer: signer.unwrap_or_default(),
        signed_on: signature.map(|signature| text::day_cn(signature.stamp.on)).unwrap_or_default(),
        issued_on,
        version,
        ..common(look, proposal)
    }
}

/// The cell 事项内容: content, requirements and target, a paragraph each.
pub fn content(content: &str, requirements: &str, target: &str) -> Vec<String> {
    let lines = content.lines().map(str::to_owned);
    let said = |label: &str, text: &str| (!text.trim().is_empty()).then(|| format!("{label}：{text}"));
    lines
        .chain(said("办理要求", requirements))
        .chain(said("完成标志", target))
        .filter(|line| !line.trim().is_empty())
        .collect()
}

/// The cell 完成时限, were the notice to go out today.
pub fn due_if_dispatched_today(look: &Look, rule: LimitRule) -> String {
    let counted = |limit: LimitName| {
        let days = look.regulation().map(|rules| rules.limit(limit).days)?;
        look.institution().calendar.limit(look.today(), days).ok().map(|limit| limit.due)
    };
    match rule {
        LimitRule::Explicit(due) => text::day_cn(due),
        LimitRule::Standard => counted(LimitName::Complete).map(text::day_cn).unwrap_or_default(),
        LimitRule::ByPlan => by_plan(counted(LimitName::WorkPlan)),
    }
}

fn due_in_force(look: &Look) -> String {
    match look.matter().due_dates() {
        Some(dates) => text::day_cn(dates.in_force),
        None => by_plan(look.matter().running_limit().map(|duty| duty.due)),
    }
}

fn by_plan(plan_due: Option<domain::value::Day>) -> String {
    let plan = plan_due.map(|due| format!("{}前报送工作计划，", text::day_cn(due))).unwrap_or_default();
    format!("{plan}最终时限以经同意的计划为准")
}

fn common(look: &Look, proposal: &Proposal) -> NoticeSheet {
    let said = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    NoticeSheet {
        institution: look.directory.institution_name().to_owned(),
        number: look.number().to_owned(),
        title: proposal.title.to_string(),
        content: content(proposal.content.as_str(), &said(&proposal.requirements), &said(&proposal.target)),
        office: look.directory.office_name().to_owned(),
        ..NoticeSheet::default()
    }
}

fn named(look: &Look, units: &[UnitId]) -> Vec<String> {
    let name = |(place, unit): (usize, &UnitId)| {
        let name = look.directory.unit_name(*unit);
        if place == 0 { format!("{name}（牵头）") } else { name.to_owned() }
    };
    units.iter().enumerate().map(name).collect()
}

/// `第 2 版（改派）` with its day; nothing is said of the first.
fn version(look: &Look) -> (String, String) {
    let reissued = look.view.timeline.iter().rev().find_map(|entry| {
        let cause = match entry.event.fact {
            Fact::Transferred { .. } => "改派",
            Fact::CoUnitAdded { .. } | Fact::CoUnitRemoved { .. } => "调整协办单位",
            Fact::Amended { .. } => "更正",
            _ => return None,
        };
        Some((cause, entry.stamp.on))
    });
    let first = look.matter().dispatched.as_ref().map(|stamp| text::day_cn(stamp.on)).unwrap_or_default();
    match reissued.filter(|_| look.matter().notice_version > 1) {
        Some((cause, on)) => (format!("第 {} 版（{cause}）", look.matter().notice_version), text::day_cn(on)),
        None => (String::new(), first),
    }
}
