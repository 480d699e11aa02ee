//! How people, units and the institution are called, on pages and on papers.

use std::sync::Arc;

use domain::{
    Stamp, Who,
    duty::Owner,
    institution::{Institution, Role},
    matter::Signature,
    regulation::{self, Regulation},
    value::{Day, PersonId, UnitId},
};

/// In the place of a name, where only paper tells who it was.
pub const PAPER: &str = "纸质记录";

/// The names as they are on a day.
#[derive(Debug, Clone)]
pub struct Names {
    pub institution: Arc<Institution>,
    pub today: Day,
}

impl Names {
    pub fn person_name(&self, person: PersonId) -> &str {
        self.institution.person_name(person)
    }

    pub fn unit_name(&self, unit: UnitId) -> &str {
        self.institution.unit_name(unit)
    }

    /// `张建国（教务处）`
    pub fn person_with_unit(&self, person: PersonId) -> String {
        let unit = self.unit_of(person);
        let name = self.person_name(person);
        if unit.is_empty() { name.to_owned() } else { format!("{name}（{unit}）") }
    }

    /// The unit, or for a leader the role.
    pub fn unit_of(&self, person: PersonId) -> String {
        let role = |role| self.institution.has_role(person, role, self.today);
        match self.institution.people.get(&person).and_then(|person| person.unit) {
            Some(unit) => self.unit_name(unit).to_owned(),
            None if role(Role::PrincipalLeader) => Role::PrincipalLeader.label().to_owned(),
            None if role(Role::Leader) => Role::Leader.label().to_owned(),
            None => {
                let grant = self.institution.grants_of(person, self.today).find_map(|grant| grant.unit);
                grant.map(|unit| self.unit_name(unit).to_owned()).unwrap_or_default()
            }
        }
    }

    pub fn owner_name(&self, owner: Owner) -> String {
        match owner {
            Owner::Office => self.office_name().to_owned(),
            Owner::Unit(unit) => self.unit_name(unit).to_owned(),
            Owner::Person(person) => self.person_name(person).to_owned(),
        }
    }

    pub fn who_name(&self, who: Who) -> String {
        match who {
            Who::System => "系统".to_owned(),
            Who::Person(person) => self.person_name(person).to_owned(),
        }
    }

    /// Who signed for a notice: of a paper one, as its record has it.
    pub fn signer(&self, signature: &Signature) -> String {
        match (&signature.on_paper, signature.stamp.by) {
            (Some(name), _) => name.to_string(),
            (None, Who::System) => PAPER.to_owned(),
            (None, who) => self.who_name(who),
        }
    }

    pub fn office_name(&self) -> &str {
        self.institution.regulation_on(self.today).map_or("学校办公室", |rules| rules.institution.office.as_str())
    }

    pub fn discipline_name(&self) -> &str {
        let rules = self.institution.regulation_on(self.today);
        rules.map_or("纪委、监察专员办公室", |rules| rules.institution.discipline.as_str())
    }

    pub fn institution_name(&self) -> &str {
        let rules = self.institution.regulation_on(self.today);
        let of_rules = rules.map_or("", |rules| rules.institution.name.as_str());
        self.institution.name.as_deref().unwrap_or(of_rules)
    }

    /// The parameters in force.
    pub fn rules(&self) -> Option<&Regulation> {
        self.institution.regulation_on(self.today)
    }

    /// Words of the parameters with the names filled in: `{学校}督办事项通知单`.
    pub fn fill(&self, words: &str) -> String {
        self.rules().map_or_else(
            || words.to_owned(),
            |rules| regulation::named(words, self.institution_name(), &rules.institution),
        )
    }

    /// `李文博代 吴刚`, where it was signed under a delegation.
    pub fn signed_by(&self, stamp: &Stamp) -> String {
        let by = self.who_name(stamp.by);
        match stamp.on_behalf {
            Some(principal) => format!("{by}代 {}", self.person_name(principal)),
            None => by,
        }
    }
}
