//! The school: parameters, units, people and what they hold, as administrative acts.

use anyhow::{Context, Result, bail};
use app::{Act, Request, person_scope};
use domain::{
    institution::{InstitutionCommand, Person, Role, Unit, UnitKind},
    value::Title,
};

use super::{
    cast::Cast,
    data::{self, School},
};

/// The parameters of the demonstration: the school's own, under its name and with numbers used up on paper.
pub fn regulation(school: &School) -> Result<String> {
    let mut table: toml::Table = crate::seeds::REGULATION.parse().context("regulation/hubut-2023.toml")?;
    let names = table.get_mut("institution").and_then(toml::Value::as_table_mut).context("参数文件没有 institution")?;
    names.insert("name".to_owned(), school.name.clone().into());
    names.insert("last_paper_number".to_owned(), i64::from(school.numbering.next.saturating_sub(1)).into());
    Ok(toml::to_string(&table)?)
}

/// One request, in which every later act may count on the earlier ones.
pub fn request(school: &School, cast: &Cast, mut request: Request) -> Result<Request> {
    let mut acts = vec![InstitutionCommand::Name { name: school.name.clone() }];
    for unit in &school.units {
        acts.push(InstitutionCommand::AddUnit(self::unit(unit, cast)?));
    }
    let (office, discipline) = (cast.unit(&school.office.unit)?, cast.unit(&school.office.discipline)?);
    acts.push(InstitutionCommand::AppointOffice { office, discipline });
    for person in &school.people {
        acts.push(InstitutionCommand::AddPerson(self::person(person, cast, &mut request)?));
        for role in &person.roles {
            acts.push(grant(person, role, cast).with_context(|| format!("{}的角色 {}", person.name, role.role))?);
        }
    }
    Ok(acts.into_iter().fold(request, |request, act| request.act(Act::Institution(act))))
}

fn unit(unit: &data::Unit, cast: &Cast) -> Result<Unit> {
    let kind = match unit.kind.as_str() {
        "党政部门" => UnitKind::Department,
        "学院" => UnitKind::College,
        "直属单位" => UnitKind::Affiliated,
        "群团组织" | "内设科室" => UnitKind::Other,
        other => bail!("单位 {} 的类别“{other}”不认识", unit.id),
    };
    let name = Title::parse("单位名称", &unit.name)?;
    let short = (unit.short != unit.name).then(|| unit.short.clone());
    let aliases = short.into_iter().chain(unit.aliases.iter().cloned()).collect();
    Ok(Unit { id: cast.unit(&unit.id)?, name, aliases, kind, order: unit.order, closed_on: None })
}

fn person(person: &data::Person, cast: &Cast, request: &mut Request) -> Result<Person> {
    let id = cast.person(&person.id)?;
    Ok(Person {
        id,
        name: Title::parse("姓名", &person.name)?,
        unit: person.unit.as_deref().map(|unit| cast.unit(unit)).transpose()?,
        post: person.post.clone(),
        telephone: Some(request.seal(person_scope(id), &person.telephone)),
        mail: None,
        left_on: None,
    })
}

fn grant(person: &data::Person, role: &data::Role, cast: &Cast) -> Result<InstitutionCommand> {
    let granted = match role.role.as_str() {
        "Leader" if role.principal => Role::PrincipalLeader,
        "Leader" => Role::Leader,
        "OfficeHead" => Role::OfficeHead,
        "OfficeClerk" => Role::OfficeClerk,
        "UnitHead" => Role::UnitHead,
        "UnitContact" => Role::UnitContact,
        "Discipline" => Role::Discipline,
        "Assessor" => Role::Assessor,
        "Staff" => Role::Staff,
        "SystemAdmin" => Role::SystemAdmin,
        "SecurityAdmin" => Role::SecurityAdmin,
        "Auditor" => Role::Auditor,
        other => bail!("角色“{other}”不认识"),
    };
    Ok(InstitutionCommand::Grant {
        person: cast.person(&person.id)?,
        role: granted,
        unit: role.unit.as_deref().map(|unit| cast.unit(unit)).transpose()?,
        from: role.since.parse().with_context(|| format!("日期“{}”", role.since))?,
        until: None,
    })
}
