//! 督办事项通知单 (annex 3; R4.3): as it will go out, and as it went out, in each of its versions.

use documents::forms::notice::Notice;
use domain::{
    duty::{Duty, DutyKind},
    matter::{Cadence, LimitRule, Matter, Proposal},
    regulation::LimitName,
    value::{Day, Text, UnitId},
};

use super::{
    Facts, day_cn,
    past::{self, Version},
};

/// The notice that a proposal would give today; who answers for it is filled in by the form.
pub fn draft(facts: &Facts, proposal: &Proposal) -> Notice {
    let units: Vec<UnitId> = proposal.units().collect();
    Notice { issued_on: day_cn(facts.names.today), units: named(facts, &units), ..common(facts, proposal, None) }
}

/// The notice of one unit (the lead unit where none is named), in its newest version. Empty while none is out.
pub fn issued(facts: &Facts, unit: Option<UnitId>) -> Notice {
    let versions = past::versions(facts.matter.id, facts.timeline);
    let newest = versions.len().checked_sub(1);
    newest.map_or_else(Notice::default, |place| sheet(facts, &versions, place, unit))
}

/// One version as it was issued, with the signature that its unit has given.
pub fn sheet(facts: &Facts, versions: &[Version], place: usize, unit: Option<UnitId>) -> Notice {
    let version = &versions[place];
    let matter = &version.issued;
    let Some(proposal) = &matter.proposal else { return Notice::default() };
    let mut units: Vec<UnitId> = matter.present_units().map(|unit| unit.assignment.unit).collect();
    units.sort_by_key(|unit| matter.lead() != Some(*unit));
    let of = unit.filter(|unit| units.contains(unit)).or(units.first().copied());
    let undertaking = of.and_then(|unit| matter.undertaking(unit));
    let person =
        |person: Option<_>| person.map(|person| facts.names.person_name(person).to_owned()).unwrap_or_default();
    let assignment = undertaking.map(|undertaking| &undertaking.assignment);
    let telephone = assignment.and_then(|one| one.telephone.as_ref().map(|sealed| (facts.telephone)(one.unit, sealed)));
    let (signer, signed_on) = of.map(|unit| signature(facts, versions, place, unit)).unwrap_or_default();
    Notice {
        units: named(facts, &units),
        responsible: person(assignment.and_then(|one| one.responsible)),
        contact: person(assignment.and_then(|one| one.contact)),
        telephone: telephone.unwrap_or_default(),
        due: due_in_force(matter),
        signer,
        signed_on,
        issued_on: day_cn(version.on),
        version: called(versions, place),
        ..common(facts, proposal, matter.schedule.as_ref().map(|schedule| schedule.cadence))
    }
}

/// The cell 事项内容: content, requirements, target and how often to report, a paragraph each.
pub fn content(content: &str, requirements: &str, target: &str, cadence: Option<Cadence>) -> Vec<String> {
    let lines = content.lines().map(str::to_owned);
    let said = |label: &str, text: &str| (!text.trim().is_empty()).then(|| format!("{label}：{text}"));
    let cadence = cadence.filter(|cadence| *cadence != Cadence::None).map(Cadence::label);
    lines
        .chain(said("办理要求", requirements))
        .chain(said("完成标志", target))
        .chain(cadence.map(|cadence| format!("进展报送：{cadence}")))
        .filter(|line| !line.trim().is_empty())
        .collect()
}

/// The cell 完成时限, were the notice to go out today.
pub fn due_if_dispatched_today(facts: &Facts, rule: LimitRule) -> String {
    let institution = &facts.names.institution;
    let today = facts.names.today;
    let rules = institution.regulation_on(facts.matter.regulation_from.unwrap_or(today));
    let counted = |limit: LimitName| {
        let days = rules.map(|rules| rules.limit(limit).days)?;
        institution.calendar.limit(today, days).ok().map(|limit| limit.due)
    };
    match rule {
        LimitRule::Explicit(due) => day_cn(due),
        LimitRule::Standard => counted(LimitName::Complete).map(day_cn).unwrap_or_default(),
        LimitRule::ByPlan => by_plan(counted(LimitName::WorkPlan)),
    }
}

/// Who signed for this version and when. A unit that need not sign anew has signed for an earlier one, and it says so.
fn signature(facts: &Facts, versions: &[Version], place: usize, unit: UnitId) -> (String, String) {
    let given = |version: &Version| version.last.undertaking(unit).and_then(|one| one.signature.clone());
    let Some(signature) = given(&versions[place]) else { return Default::default() };
    let first = versions[..=place].iter().find(|version| given(version).as_ref() == Some(&signature));
    let earlier = first.filter(|version| version.number != versions[place].number);
    let earlier = earlier.map(|version| format!("（第 {} 版）", version.number)).unwrap_or_default();
    let signer = match (&signature.deemed, &signature.on_paper) {
        (Some(_), _) => "视同签收".to_owned(),
        (None, Some(_)) => facts.names.signer(&signature),
        (None, None) => format!("{}（{}）", facts.names.signer(&signature), super::manner(&signature.stamp)),
    };
    (signer, format!("{}{earlier}", day_cn(signature.stamp.on)))
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

fn due_in_force(matter: &Matter) -> String {
    let provisional = matter.duties.last(DutyKind::Complete).is_some_and(Duty::is_provisional);
    match matter.due_dates() {
        Some(dates) if provisional => format!("{}（暂定）", day_cn(dates.in_force)),
        Some(dates) => day_cn(dates.in_force),
        None => by_plan(matter.running_limit().map(|duty| duty.due)),
    }
}

fn by_plan(plan_due: Option<Day>) -> String {
    let plan = plan_due.map(|due| format!("{}前报送工作计划，", day_cn(due))).unwrap_or_default();
    format!("{plan}最终时限以经同意的计划为准")
}

fn common(facts: &Facts, proposal: &Proposal, cadence: Option<Cadence>) -> Notice {
    let said = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let seal = facts.names.rules().map(|rules| rules.papers.seal.clone()).unwrap_or_default();
    Notice {
        form_title: facts.form_title(|papers| &papers.notice),
        number: facts.number.to_owned(),
        title: proposal.title.to_string(),
        content: content(proposal.content.as_str(), &said(&proposal.requirements), &said(&proposal.target), cadence),
        notes: facts.notes(|papers| &papers.notice_notes),
        office: format!("{}{seal}", facts.names.office_name()),
        ..Notice::default()
    }
}

fn named(facts: &Facts, units: &[UnitId]) -> Vec<String> {
    let name = |(place, unit): (usize, &UnitId)| {
        let name = facts.names.unit_name(*unit);
        if place == 0 { format!("{name}（牵头）") } else { name.to_owned() }
    };
    units.iter().enumerate().map(name).collect()
}
