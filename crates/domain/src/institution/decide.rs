//! Administrative changes: what each needs, and why it may be refused.

use serde::{Deserialize, Serialize};

use super::{Delegation, Grant, Institution, InstitutionEvent, Person, Role, Unit};
use crate::{
    Reason, Refusal, Who,
    calendar::SpecialDay,
    regulation::{Clause, Regulation},
    value::{Day, PersonId, UnitId},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstitutionCommand {
    Name { name: String },
    SetRegulation { regulation: Box<Regulation> },
    SetCalendar { days: Vec<SpecialDay> },
    AddUnit(Unit),
    ChangeUnit(Unit),
    AddPerson(Person),
    ChangePerson(Person),
    Grant { person: PersonId, role: Role, unit: Option<UnitId>, from: Day, until: Option<Day> },
    EndGrant { id: u32, until: Day },
    Delegate(Delegation),
    AppointOffice { office: UnitId, discipline: UnitId },
}

/// In: the institution, who asks, today. `Who::System` is the first-run set-up, the demo and imports.
pub fn decide(
    institution: &Institution,
    who: Who,
    today: Day,
    command: InstitutionCommand,
) -> Result<Vec<InstitutionEvent>, Refusal> {
    permitted(institution, who, today, &command)?;
    use InstitutionCommand as C;
    use InstitutionEvent as E;
    let event = match command {
        C::Name { name } if name.trim().is_empty() => return Err(Refusal::invalid("单位名称", "请填写单位全称")),
        C::Name { name } => E::Named { name },
        C::SetRegulation { regulation } => {
            let started = institution.regulations.iter().any(|r| r.in_force >= regulation.in_force);
            if started {
                return Err(Refusal::invalid("施行日期", "新参数的施行日期要晚于现行参数，在办事项仍按原参数")
                    .under(Clause::R9));
            }
            E::RegulationSet { regulation }
        }
        C::SetCalendar { days } if days.is_empty() => {
            return Err(Refusal::invalid("日历", "没有读到任何日期，请检查文件"));
        }
        C::SetCalendar { days } => E::CalendarSet { days },
        C::AddUnit(unit) => {
            unit_name_is_free(institution, &unit)?;
            E::UnitAdded(unit)
        }
        C::ChangeUnit(unit) => {
            known_unit(institution, unit.id)?;
            unit_name_is_free(institution, &unit)?;
            E::UnitChanged(unit)
        }
        C::AddPerson(person) => {
            person.unit.map_or(Ok(()), |unit| known_unit(institution, unit))?;
            E::PersonAdded(person)
        }
        C::ChangePerson(person) => {
            known_person(institution, person.id)?;
            E::PersonChanged(person)
        }
        C::Grant { person, role, unit, from, until } => E::Granted(granted(
            institution,
            Grant { id: institution.grants.len() as u32 + 1, person, role, unit, from, until },
        )?),
        C::EndGrant { id, until } => {
            let grant =
                institution.grants.iter().find(|grant| grant.id == id).ok_or_else(|| Refusal::no_such("角色"))?;
            if grant.until.is_some_and(|old| old <= until) {
                return Err(Refusal::overtaken("这一角色已经到期，不必再停用"));
            }
            E::GrantEnded { id, until }
        }
        C::Delegate(delegation) => {
            known_person(institution, delegation.principal)?;
            known_person(institution, delegation.deputy)?;
            if delegation.deputy == delegation.principal || delegation.until < delegation.from {
                return Err(Refusal::invalid("代签", "请选择另一位代签人，并使截止日不早于开始日"));
            }
            E::Delegated(delegation)
        }
        C::AppointOffice { office, discipline } => {
            known_unit(institution, office)?;
            known_unit(institution, discipline)?;
            E::OfficeAppointed { office, discipline }
        }
    };
    Ok(vec![event])
}

/// R8: the office head keeps parameters and calendar; administrators keep units, people, accounts and rights.
fn permitted(institution: &Institution, who: Who, today: Day, command: &InstitutionCommand) -> Result<(), Refusal> {
    use InstitutionCommand as C;
    let Who::Person(person) = who else { return Ok(()) };
    let roles: &[Role] = match command {
        C::SetRegulation { .. } | C::SetCalendar { .. } => &[Role::OfficeHead],
        C::Name { .. } | C::AppointOffice { .. } => &[Role::SystemAdmin],
        C::AddUnit(_) | C::ChangeUnit(_) | C::AddPerson(_) | C::ChangePerson(_) => {
            &[Role::SystemAdmin, Role::OfficeHead, Role::OfficeClerk]
        }
        C::Grant { .. } | C::EndGrant { .. } => &[Role::SecurityAdmin],
        C::Delegate(delegation) if delegation.principal == person => return Ok(()),
        C::Delegate(_) => &[Role::SecurityAdmin],
    };
    if roles.iter().any(|role| institution.has_role(person, *role, today)) {
        return Ok(());
    }
    let names: Vec<&str> = roles.iter().map(|role| role.label()).collect();
    Err(Refusal::new(Reason::NotPermitted, format!("此项由{}办理，请与其联系", names.join("、"))).under(Clause::R8))
}

fn granted(institution: &Institution, grant: Grant) -> Result<Grant, Refusal> {
    known_person(institution, grant.person)?;
    match (grant.role.needs_unit(), grant.unit) {
        (true, None) => return Err(Refusal::invalid("单位", "负责人和联络员要指明所在单位")),
        (false, Some(_)) => return Err(Refusal::invalid("单位", "这一角色不分单位，请不要选择单位")),
        (true, Some(unit)) => known_unit(institution, unit)?,
        (false, None) => {}
    }
    let overlaps = |other: &&Grant| {
        other.person == grant.person
            && other.until.is_none_or(|until| until >= grant.from)
            && grant.until.is_none_or(|until| until >= other.from)
    };
    let clash = institution.grants.iter().filter(overlaps).find(|other| {
        let administrator = other.role.is_administrator() || grant.role.is_administrator();
        administrator && other.role != grant.role
    });
    if let Some(other) = clash {
        let message = format!("此人已是{}；系统、安全、审计三员须分设，且不办理督办事项", other.role.label());
        return Err(Refusal::invalid("角色", message));
    }
    let same = institution.grants.iter().filter(overlaps).any(|o| o.role == grant.role && o.unit == grant.unit);
    if same { Err(Refusal::overtaken("此人在这一时段已有这一角色")) } else { Ok(grant) }
}

fn known_unit(institution: &Institution, id: UnitId) -> Result<(), Refusal> {
    institution
        .units
        .contains_key(&id)
        .then_some(())
        .ok_or_else(|| Refusal::invalid("单位", "没有这一单位，请从名单中选择"))
}

fn known_person(institution: &Institution, id: PersonId) -> Result<(), Refusal> {
    institution
        .people
        .contains_key(&id)
        .then_some(())
        .ok_or_else(|| Refusal::invalid("人员", "没有此人，请从名单中选择"))
}

fn unit_name_is_free(institution: &Institution, unit: &Unit) -> Result<(), Refusal> {
    let taken = institution.units.values().any(|other| other.id != unit.id && other.name == unit.name);
    if taken {
        Err(Refusal::invalid("单位名称", format!("已有名为“{}”的单位", unit.name)))
    } else {
        Ok(())
    }
}
