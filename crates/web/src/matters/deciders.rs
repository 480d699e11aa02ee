//! Whose hands an act lies in, as people: for 代录 (whose act it was), 代签 (whose authority is used), and for knowing which
//! refused acts concern the reader at all. The rule itself stays in `domain::access`, which has the last word.

use domain::{
    access::{Hand, hands},
    duty::Owner,
    institution::Role,
    matter::{CommandKind, Matter, OpinionAnswer, Withdrawable},
    value::PersonId,
};

use super::{
    choices::everybody_in_units,
    look::{Directory, Look},
};

/// Everybody who may do it, by the table of hands; each once.
pub fn deciders(look: &Look, kind: CommandKind) -> Vec<PersonId> {
    let mut found: Vec<PersonId> = Vec::new();
    for hand in hands(kind) {
        for person in holders(look, *hand, kind) {
            if !found.contains(&person) {
                found.push(person);
            }
        }
    }
    found
}

/// Does the act lie in the viewer's own hands, as far as the table says?
pub fn is_mine(look: &Look, kind: CommandKind) -> bool {
    look.viewer.person.is_none_or(|me| deciders(look, kind).contains(&me))
}

/// Acts of others that the Office writes down for them.
pub fn is_recordable(look: &Look, kind: CommandKind) -> bool {
    let of_the_office = hands(kind).iter().any(|hand| matches!(hand, Hand::Office | Hand::System));
    look.viewer.office && !of_the_office && !(look.viewer.office_head && hands(kind).contains(&Hand::OfficeHead))
}

/// 代签: the principals for whom the viewer may sign this today.
pub fn principals_of(look: &Look, kind: CommandKind) -> Vec<PersonId> {
    let Some(me) = look.viewer.person else { return Vec::new() };
    let may = |principal: &PersonId| look.institution().may_sign_for(me, *principal, look.today());
    if is_mine(look, kind) { Vec::new() } else { deciders(look, kind).into_iter().filter(may).collect() }
}

/// How the one whose act it is is called in the form.
pub fn called(kind: CommandKind) -> &'static str {
    use CommandKind::*;
    match kind {
        Sign | SignUrging => "签收人",
        Approve | SendBack | GrantExtension | RefuseExtension | GrantSuspension | RefuseSuspension
        | GrantTermination | RefuseTermination | Resume => "决定人",
        Instruct => "批示人",
        GiveOpinion | Rate => "反馈人",
        RequestExtension | RequestSuspension | RequestTermination => "申请人",
        ReportProgress | SubmitClosingReport | SubmitPlan | ReportSubTask => "报告人",
        _ => "办理人",
    }
}

fn holders(look: &Look, hand: Hand, kind: CommandKind) -> Vec<PersonId> {
    let (directory, matter) = (&look.directory, look.matter());
    let of_units = |heads_only: bool| -> Vec<PersonId> {
        let units = matter.present_units().map(|unit| unit.assignment.unit);
        units.flat_map(|unit| if heads_only { directory.heads(unit) } else { directory.people(unit) }).collect()
    };
    match hand {
        Hand::Office => directory.office_people(false),
        Hand::OfficeHead => directory.office_people(true),
        Hand::NextApprover => matter.approval.next().into_iter().collect(),
        Hand::LeaderInCharge => leaders_in_charge(directory, matter),
        Hand::AnyLeader => directory.leaders(),
        Hand::LeadUnit => matter.lead().map(|unit| directory.people(unit)).unwrap_or_default(),
        Hand::LeadHead => matter.lead().map(|unit| directory.heads(unit)).unwrap_or_default(),
        Hand::NamedUnit | Hand::AnyUnit => of_units(false),
        Hand::Asked => asked(matter, kind).into_iter().flat_map(|owner| people_of(directory, owner)).collect(),
        Hand::Author => authors(matter),
        Hand::System => Vec::new(),
    }
}

/// 分管校领导 first, then whoever has the paper, then 主要校领导.
fn leaders_in_charge(directory: &Directory, matter: &Matter) -> Vec<PersonId> {
    let leaders = directory.leaders();
    let waiting = matter.duties.owed().filter(|duty| duty.kind.is_leaders()).filter_map(|duty| match duty.owner {
        Owner::Person(person) => Some(person),
        Owner::Office | Owner::Unit(_) => None,
    });
    let principals = directory.institution.holders(Role::PrincipalLeader, None, directory.today);
    let mut found: Vec<PersonId> = Vec::new();
    for person in matter.leader().into_iter().chain(waiting).chain(principals) {
        if leaders.contains(&person) && !found.contains(&person) {
            found.push(person);
        }
    }
    found
}

pub fn people_of(directory: &Directory, owner: Owner) -> Vec<PersonId> {
    match owner {
        Owner::Office => directory.office_people(false),
        Owner::Unit(unit) => directory.people(unit),
        Owner::Person(person) => vec![person],
    }
}

/// Of whom an answer is still wanted.
fn asked(matter: &Matter, kind: CommandKind) -> Vec<Owner> {
    match kind {
        CommandKind::GiveOpinion => {
            let awaited = matter.opinions.iter().filter(|opinion| opinion.answer == OpinionAnswer::Awaited);
            awaited.map(|opinion| opinion.party).collect()
        }
        CommandKind::AnswerInstruction => matter
            .instructions
            .iter()
            .map(|instruction| instruction.owed.map_or(Owner::Office, |(owner, _)| owner))
            .collect(),
        CommandKind::ReportSubTask => {
            matter.sub_tasks.iter().filter(|task| task.taken.is_none()).map(|task| task.owner).collect()
        }
        _ => matter.duties.owed().map(|duty| duty.owner).collect(),
    }
}

/// Whoever made something that may still be taken back.
fn authors(matter: &Matter) -> Vec<PersonId> {
    let stamps = withdrawable(matter).into_iter().map(|(_, stamp)| stamp);
    stamps.flat_map(|stamp| stamp.by.person().into_iter().chain(stamp.on_behalf)).collect()
}

/// What may still be taken back, with who made it.
pub fn withdrawable(matter: &Matter) -> Vec<(Withdrawable, &domain::Stamp)> {
    let objections = matter.objections.iter().filter(|o| o.outcome.is_none());
    let plans = matter.plans.iter().filter(|p| p.outcome.is_none());
    let extensions = matter.extensions.iter().filter(|e| e.outcome.is_none() && e.forwarded.is_none());
    let reports = matter.reports.iter().filter(|r| r.outcome.is_none());
    let suspensions = matter.suspensions.iter().filter(|s| s.outcome.is_none());
    let terminations = matter.terminations.iter().filter(|t| t.outcome.is_none());
    let mut found: Vec<(Withdrawable, &domain::Stamp)> = Vec::new();
    found.extend(objections.map(|o| (Withdrawable::Objection(o.id), &o.made)));
    found.extend(plans.map(|p| (Withdrawable::Plan(p.version), &p.submitted)));
    found.extend(extensions.map(|e| (Withdrawable::Extension(e.id), &e.requested)));
    found.extend(reports.map(|r| (Withdrawable::ClosingReport(r.id), &r.submitted)));
    found.extend(suspensions.map(|s| (Withdrawable::Suspension(s.id), &s.requested)));
    found.extend(terminations.map(|t| (Withdrawable::Termination(t.id), &t.requested)));
    found
}

/// Everybody who heads a unit, for forms in which the unit is chosen only there.
pub fn all_heads(directory: &Directory) -> Vec<PersonId> {
    everybody_in_units(directory, Role::UnitHead)
}

/// Everybody who speaks for a unit.
pub fn all_contacts(directory: &Directory) -> Vec<PersonId> {
    let mut people = everybody_in_units(directory, Role::UnitContact);
    let heads = all_heads(directory).into_iter().filter(|head| !people.contains(head)).collect::<Vec<_>>();
    people.extend(heads);
    people
}
