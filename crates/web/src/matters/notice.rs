//! 督办事项通知单 (annex 3): as it will go out, as it went out, and its print page, `GET /matters/{id}/notice`.

use axum::extract::Path;
use domain::{
    duty::{Duty, DutyKind},
    matter::{LimitRule, Matter, Proposal},
    regulation::LimitName,
    value::{Text, UnitId},
};

use super::{
    load::{self, matter_id},
    look::Look,
    parts::duties::explanation,
    past::{self, Version},
};
use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::{
        notice::{NoticePage, NoticeSheet, VersionLink},
        text,
    },
    respond::{self, Answer},
};

/// `?unit=…&copies=1|2&version=1`: one sheet for each copy; 此通知单一式两份. Every version stays as it was.
pub async fn show(visitor: SignedIn, Path(id): Path<String>, asked: Asked) -> Answer {
    let look = load::look(&visitor, matter_id(&id)?).await?;
    let versions = past::versions(&look);
    let wanted: Option<u32> = asked.get("version").parse().ok();
    let place = match wanted {
        Some(number) => versions.iter().position(|version| version.number == number),
        None => versions.len().checked_sub(1),
    };
    let Some(place) = place else {
        let none = wanted.filter(|_| !versions.is_empty());
        let message = none.map_or("本事项还没有交办，通知单尚未下发。".to_owned(), |number| {
            format!("通知单没有第 {number} 版，请回到事项查看。")
        });
        return Err(Error::bad(message).way_on("回到事项", look.href()));
    };
    let copies = ["学校办公室存", "承办单位存"].map(str::to_owned);
    let copies = if asked.get("copies") == "1" { copies[1..].to_vec() } else { copies.to_vec() };
    let unit = asked.get("unit").parse().ok();
    let sheet = sheet(&look, &versions, place, unit);
    let is_newest = place + 1 == versions.len();
    let versions = if versions.len() > 1 { links(&look, &versions, place, unit) } else { Vec::new() };
    respond::page(&NoticePage {
        sheet,
        copies,
        versions,
        why: if is_newest { why(&look) } else { String::new() },
        back: look.href(),
    })
}

/// The notice that a proposal would give today; who answers for it is filled in by the form.
pub fn draft(look: &Look, proposal: &Proposal) -> NoticeSheet {
    let units: Vec<UnitId> = proposal.units().collect();
    NoticeSheet { issued_on: text::day_cn(look.today()), units: named(look, &units), ..common(look, proposal) }
}

/// The notice of one unit (the lead unit where none is named), in its newest version.
pub fn issued(look: &Look, unit: Option<UnitId>) -> NoticeSheet {
    let versions = past::versions(look);
    let newest = versions.len().checked_sub(1);
    newest.map_or_else(NoticeSheet::default, |place| sheet(look, &versions, place, unit))
}

/// One version as it was issued, with the signature that its unit has given.
fn sheet(look: &Look, versions: &[Version], place: usize, unit: Option<UnitId>) -> NoticeSheet {
    let version = &versions[place];
    let matter = &version.issued;
    let Some(proposal) = &matter.proposal else { return NoticeSheet::default() };
    let mut units: Vec<UnitId> = matter.present_units().map(|unit| unit.assignment.unit).collect();
    units.sort_by_key(|unit| matter.lead() != Some(*unit));
    let of = unit.filter(|unit| units.contains(unit)).or(units.first().copied());
    let undertaking = of.and_then(|unit| matter.undertaking(unit));
    let person =
        |person: Option<_>| person.map(|person| look.directory.person_name(person).to_owned()).unwrap_or_default();
    let assignment = undertaking.map(|undertaking| &undertaking.assignment);
    let telephone = assignment.and_then(|one| one.telephone.as_ref().map(|sealed| look.telephone(one.unit, sealed)));
    let (signer, signed_on) = of.map(|unit| signature(look, versions, place, unit)).unwrap_or_default();
    NoticeSheet {
        units: named(look, &units),
        responsible: person(assignment.and_then(|one| one.responsible)),
        contact: person(assignment.and_then(|one| one.contact)),
        telephone: telephone.unwrap_or_default(),
        due: due_in_force(matter),
        signer,
        signed_on,
        issued_on: text::day_cn(version.on),
        version: called(versions, place),
        ..common(look, proposal)
    }
}

/// The next version as an act would issue it today, before it does: none while no notice is out. The lead unit's sheet.
pub fn anew(look: &Look, cause: &str, change: impl FnOnce(&mut NoticeSheet)) -> Option<NoticeSheet> {
    look.matter().dispatched.as_ref()?;
    let mut sheet = NoticeSheet {
        version: format!("第 {} 版（{cause}）", look.matter().notice_version + 1),
        issued_on: text::day_cn(look.today()),
        ..issued(look, None)
    };
    // the signature that stands was given for the version before
    if !sheet.signed_on.is_empty() && !sheet.signed_on.ends_with('）') {
        sheet.signed_on.push_str(&format!("（第 {} 版）", look.matter().notice_version));
    }
    change(&mut sheet);
    Some(sheet)
}

/// Who signed for this version and when. A unit that need not sign anew has signed for an earlier one, and it says so.
fn signature(look: &Look, versions: &[Version], place: usize, unit: UnitId) -> (String, String) {
    let given = |version: &Version| version.last.undertaking(unit).and_then(|one| one.signature.clone());
    let Some(signature) = given(&versions[place]) else { return Default::default() };
    let first = versions[..=place].iter().find(|version| given(version).as_ref() == Some(&signature));
    let earlier = first.filter(|version| version.number != versions[place].number);
    let earlier = earlier.map(|version| format!("（第 {} 版）", version.number)).unwrap_or_default();
    let signer = match &signature.deemed {
        Some(_) => "视同签收".to_owned(),
        None => look.directory.signer(&signature),
    };
    (signer, format!("{}{earlier}", text::day_cn(signature.stamp.on)))
}

/// `第 2 版（改派）`; one that a newer version has replaced says so. Nothing is said of a first that still holds.
fn called(versions: &[Version], place: usize) -> String {
    let (version, newest) = (&versions[place], place + 1 == versions.len());
    let replaced = if newest { String::new() } else { format!("已由第 {} 版代替", versions[place + 1].number) };
    let marks: Vec<&str> = [version.cause, &replaced].into_iter().filter(|mark| !mark.is_empty()).collect();
    match &marks[..] {
        [] => String::new(),
        marks => format!("第 {} 版（{}）", version.number, marks.join("，")),
    }
}

/// All versions, for their print page.
fn links(look: &Look, versions: &[Version], place: usize, unit: Option<UnitId>) -> Vec<VersionLink> {
    let link = |(at, version): (usize, &Version)| {
        let cause = if version.cause.is_empty() { "首次下发" } else { version.cause };
        VersionLink {
            label: format!("第 {} 版（{cause}，{}）", version.number, text::day(version.on)),
            href: href(look, Some(version.number), unit),
            current: at == place,
        }
    };
    versions.iter().enumerate().map(link).collect()
}

/// The address of a version of the notice; of the newest where none is named.
pub fn href(look: &Look, version: Option<u32>, unit: Option<UnitId>) -> String {
    let said = |value: Option<String>| value.unwrap_or_default();
    let (version, unit) = (said(version.map(|number| number.to_string())), said(unit.map(|unit| unit.to_string())));
    format!("{}/notice{}", look.href(), respond::query(&[("version", &version), ("unit", &unit)]))
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

/// How the limit in force was found.
fn why(look: &Look) -> String {
    let Some(duty) = look.matter().running_limit() else { return String::new() };
    let sentence = |text: String| if text.ends_with('。') { text } else { text + "。" };
    format!("时限算法：{}{}", sentence(explanation(duty)), duty.clause.basis())
}

fn due_in_force(matter: &Matter) -> String {
    let provisional = matter.duties.last(DutyKind::Complete).is_some_and(Duty::is_provisional);
    match matter.due_dates() {
        Some(dates) if provisional => format!("{}（暂定）", text::day_cn(dates.in_force)),
        Some(dates) => text::day_cn(dates.in_force),
        None => by_plan(matter.running_limit().map(|duty| duty.due)),
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
