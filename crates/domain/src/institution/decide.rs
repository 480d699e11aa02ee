//! Administrative changes: what each needs, and why it may be refused.

use serde::{Deserialize, Serialize};

use super::{Delegation, Grant, Institution, InstitutionEvent, Person, Quarter, Role, Unit, calendar, quarterly};
use crate::{
    Reason, Refusal, Who,
    calendar::{PeriodKind, SpecialDay},
    regulation::{Clause, Regulation},
    value::{Day, PersonId, Picture, Sealed, Text, Title, UnitId},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstitutionCommand {
    Name {
        name: String,
    },
    SetLogo {
        logo: Option<Picture>,
    },
    SetRegulation {
        regulation: Box<Regulation>,
    },
    /// the seed: days of any years, beside those already known
    SetCalendar {
        days: Vec<SpecialDay>,
    },
    /// a year's notice, in the place of what was known of that year
    AnnounceYear {
        year: i16,
        days: Vec<SpecialDay>,
        document: Title,
    },
    RemoveSpecialDay {
        date: Day,
    },
    AddSchoolPeriod {
        name: Title,
        from: Day,
        until: Day,
        kind: PeriodKind,
    },
    RemoveSchoolPeriod {
        id: u32,
    },
    AddUnit(Unit),
    ChangeUnit(Unit),
    AddPerson(Person),
    ChangePerson(Person),
    /// one's own, or anybody's by those who keep the list
    SetMail {
        person: PersonId,
        mail: Option<Sealed>,
    },
    Grant {
        person: PersonId,
        role: Role,
        unit: Option<UnitId>,
        from: Day,
        until: Option<Day>,
    },
    EndGrant {
        id: u32,
        until: Day,
    },
    Delegate(Delegation),
    /// the n-th delegation, from 1, ends on that day
    EndDelegation {
        id: u32,
        until: Day,
    },
    /// 系统自动
    OpenQuarterlyReport {
        quarter: Quarter,
    },
    SubmitQuarterlyReport {
        quarter: Quarter,
        on: Day,
        note: Text,
    },
    AppointOffice {
        office: UnitId,
        discipline: UnitId,
    },
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
        C::SetLogo { logo } if logo == institution.logo => {
            return Err(Refusal::overtaken("标志没有变化，不必再保存"));
        }
        C::SetLogo { logo } => E::LogoSet { logo },
        C::SetRegulation { regulation } => {
            regulation_may_be_set(institution, who, today, &regulation)?;
            E::RegulationSet { regulation }
        }
        C::SetCalendar { days } if days.is_empty() => {
            return Err(Refusal::invalid("日历", "没有读到任何日期，请检查文件"));
        }
        C::SetCalendar { days } => E::CalendarSet { days },
        C::AnnounceYear { year, days, document } => calendar::announce(institution, year, days, document)?,
        C::RemoveSpecialDay { date } => calendar::remove_day(institution, date)?,
        C::AddSchoolPeriod { name, from, until, kind } => calendar::add_period(institution, name, from, until, kind)?,
        C::RemoveSchoolPeriod { id } => calendar::remove_period(institution, id)?,
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
        C::SetMail { person, mail } => {
            known_person(institution, person)?;
            let person = institution.people.get(&person).ok_or_else(|| Refusal::no_such("人员"))?;
            E::PersonChanged(Person { mail, ..person.clone() })
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
            // 三员 handle no matters, in nobody's name either.
            let is_administrator = |role: &&Role| institution.has_role(delegation.deputy, **role, delegation.from);
            if Role::ALL.iter().filter(|role| role.is_administrator()).any(|role| is_administrator(&role)) {
                return Err(Refusal::invalid("代签人", "系统、安全、审计三员不办理督办事项，请另选代签人"));
            }
            E::Delegated(delegation)
        }
        C::EndDelegation { id, until } => {
            let delegation = delegation(institution, id).ok_or_else(|| Refusal::no_such("代签授权"))?;
            if delegation.until <= until {
                return Err(Refusal::overtaken("这一代签授权届时已经到期，不必收回"));
            }
            E::DelegationEnded { id, until }
        }
        C::OpenQuarterlyReport { quarter } => quarterly::open(institution, quarter, today)?,
        C::SubmitQuarterlyReport { quarter, on, note } => quarterly::submit(institution, quarter, on, note, today)?,
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
        C::SetLogo { .. }
        | C::SetRegulation { .. }
        | C::SetCalendar { .. }
        | C::AnnounceYear { .. }
        | C::RemoveSpecialDay { .. }
        | C::AddSchoolPeriod { .. }
        | C::RemoveSchoolPeriod { .. } => &[Role::OfficeHead],
        C::Name { .. } | C::AppointOffice { .. } => &[Role::SystemAdmin],
        C::SetMail { person: whose, .. } if *whose == person => return Ok(()),
        C::AddUnit(_) | C::ChangeUnit(_) | C::AddPerson(_) | C::ChangePerson(_) | C::SetMail { .. } => {
            &[Role::SystemAdmin, Role::OfficeHead, Role::OfficeClerk]
        }
        C::Grant { .. } | C::EndGrant { .. } => &[Role::SecurityAdmin],
        C::Delegate(delegation) if delegation.principal == person => return Ok(()),
        C::EndDelegation { id, .. } if delegation(institution, *id).is_some_and(|d| d.principal == person) => {
            return Ok(());
        }
        C::Delegate(_) | C::EndDelegation { .. } => &[Role::SecurityAdmin],
        C::OpenQuarterlyReport { .. } => &[],
        C::SubmitQuarterlyReport { .. } => &[Role::OfficeHead, Role::OfficeClerk],
    };
    if roles.iter().any(|role| institution.has_role(person, *role, today)) {
        return Ok(());
    }
    let names: Vec<&str> = roles.iter().map(|role| role.label()).collect();
    Err(Refusal::new(Reason::NotPermitted, format!("此项由{}办理，请与其联系", names.join("、"))).under(Clause::R8))
}

fn delegation(institution: &Institution, id: u32) -> Option<&Delegation> {
    (id as usize).checked_sub(1).and_then(|index| institution.delegations.get(index))
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

/// R9: a set holds from a day after today on, and after every other set; one that is still to come is replaced by another
/// of the same day, since no matter keeps it yet.
fn regulation_may_be_set(
    institution: &Institution,
    who: Who,
    today: Day,
    regulation: &Regulation,
) -> Result<(), Refusal> {
    let day = regulation.in_force;
    let refused = |message: String| Err(Refusal::invalid("in_force", message).under(Clause::R9));
    let replaces = |other: &Regulation| other.in_force == day && day > today;
    if let Some(last) = institution.regulations.last().filter(|last| last.in_force >= day && !replaces(last)) {
        let on = last.in_force;
        return refused(if on > today {
            format!("已有自 {on} 起施行的参数，请把施行日期定在这一天（替换它）或以后")
        } else {
            format!("施行日期要晚于现行参数的施行日期 {on}，在办事项仍按原参数")
        });
    }
    if matches!(who, Who::Person(_)) && day <= today {
        return refused("施行日期最早是明天，在办事项仍按原参数".to_owned());
    }
    match regulation.check() {
        faults if faults.is_empty() => Ok(()),
        faults => Err(Refusal {
            reason: Reason::Invalid,
            clause: None,
            message: "参数有误，请改正".to_owned(),
            fields: faults,
        }),
    }
}

fn unit_name_is_free(institution: &Institution, unit: &Unit) -> Result<(), Refusal> {
    let taken = institution.units.values().any(|other| other.id != unit.id && other.name == unit.name);
    if taken {
        Err(Refusal::invalid("单位名称", format!("已有名为“{}”的单位", unit.name)))
    } else {
        Ok(())
    }
}
