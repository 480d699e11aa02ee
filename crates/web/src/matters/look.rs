//! What forms and pages need to know of one matter: the view, who looks, and the directory of people with telephones.

use std::{collections::HashMap, sync::Arc};

use app::{ask::MatterView, drafts::Draft, names::Names};
use domain::{
    duty::Owner,
    institution::{Institution, Role},
    matter::{Assignment, CommandKind, Matter, Proposal},
    regulation::{LimitName, Regulation},
    value::{Day, MatterId, NoticeNumber, PersonId, Sealed, UnitId},
};

/// People by post, with the telephones that the viewer may see.
#[derive(Debug, Clone)]
pub struct Directory {
    names: Names,
    telephones: HashMap<PersonId, String>,
    /// telephones that stand on this matter already
    known: Vec<(Option<PersonId>, String, Sealed)>,
}

impl Directory {
    pub fn new(institution: Arc<Institution>, today: Day) -> Self {
        Self { names: Names { institution, today }, telephones: HashMap::new(), known: Vec::new() }
    }

    pub fn with_telephones(mut self, telephones: impl IntoIterator<Item = (PersonId, String)>) -> Self {
        self.telephones.extend(telephones);
        self
    }

    pub fn heads(&self, unit: UnitId) -> Vec<PersonId> {
        self.institution.holders(Role::UnitHead, Some(unit), self.today).collect()
    }

    pub fn contacts(&self, unit: UnitId) -> Vec<PersonId> {
        self.institution.holders(Role::UnitContact, Some(unit), self.today).collect()
    }

    /// Heads first, then contacts, each once.
    pub fn people(&self, unit: UnitId) -> Vec<PersonId> {
        let mut people = self.heads(unit);
        let more: Vec<PersonId> = self.contacts(unit).into_iter().filter(|person| !people.contains(person)).collect();
        people.extend(more);
        people
    }

    /// 分管 and 主要校领导 in post.
    pub fn leaders(&self) -> Vec<PersonId> {
        let mut leaders: Vec<PersonId> = self.institution.holders(Role::PrincipalLeader, None, self.today).collect();
        let rest: Vec<PersonId> = self
            .institution
            .holders(Role::Leader, None, self.today)
            .filter(|leader| !leaders.contains(leader))
            .collect();
        leaders.extend(rest);
        leaders
    }

    pub fn office_people(&self, head_only: bool) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = self.institution.holders(Role::OfficeHead, None, self.today).collect();
        if !head_only {
            people.extend(self.institution.holders(Role::OfficeClerk, None, self.today));
        }
        people
    }

    /// The one telephone of a person; empty where none is known or may be seen.
    pub fn telephone(&self, person: Option<PersonId>) -> &str {
        person.and_then(|person| self.telephones.get(&person)).map_or("", String::as_str)
    }

    /// The sealed row of a telephone that is known already.
    pub fn sealed(&self, contact: Option<PersonId>, typed: &str) -> Option<&Sealed> {
        let on_the_matter = self.known.iter().find(|(person, text, _)| *person == contact && text == typed);
        let of_the_person = || {
            let listed = self.telephone(contact) == typed;
            let person = contact.and_then(|person| self.institution.people.get(&person));
            person.filter(|_| listed).and_then(|person| person.telephone.as_ref())
        };
        on_the_matter.map(|(_, _, sealed)| sealed).or_else(of_the_person)
    }

    /// 责任明确化, as the directory has it: the head, the contact (else the head), and the contact's telephone.
    pub fn assigned(&self, unit: UnitId) -> Assignment {
        let responsible = self.heads(unit).first().copied();
        let contact = self.contacts(unit).first().copied().or(responsible);
        Assignment { unit, responsible, contact, telephone: None }
    }
}

impl std::ops::Deref for Directory {
    type Target = Names;

    fn deref(&self) -> &Names {
        &self.names
    }
}

/// Who looks at the matter.
#[derive(Debug, Clone, Default)]
pub struct Viewer {
    /// none for the program itself
    pub person: Option<PersonId>,
    pub office: bool,
    pub office_head: bool,
    /// those of whoever has this person sign (代签) among them
    pub units: Vec<UnitId>,
    /// for whom this person may sign today
    pub principals: Vec<PersonId>,
}

impl Viewer {
    pub fn of(institution: &Institution, person: Option<PersonId>, today: Day) -> Self {
        let Some(person) = person else { return Self { office: true, office_head: true, ..Self::default() } };
        let principals: Vec<PersonId> = institution.principals_of(person, today).collect();
        let mut viewer = Self { person: Some(person), ..Self::default() };
        for grant in institution.grants_of(person, today) {
            viewer.office |= grant.role.is_office();
            viewer.office_head |= grant.role == Role::OfficeHead;
        }
        for somebody in std::iter::once(person).chain(principals.iter().copied()) {
            for grant in institution.grants_of(somebody, today).filter(|grant| grant.role.needs_unit()) {
                viewer.units.extend(grant.unit.filter(|unit| !viewer.units.contains(unit)));
            }
        }
        Self { principals, ..viewer }
    }

    pub fn serves(&self, unit: UnitId) -> bool {
        self.units.contains(&unit)
    }

    pub fn is(&self, owner: Owner) -> bool {
        match owner {
            Owner::Office => self.office,
            Owner::Unit(unit) => self.serves(unit),
            Owner::Person(person) => self.person == Some(person) || self.principals.contains(&person),
        }
    }
}

/// What the address asks for beside the act: which request, which unit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    pub about: Option<u32>,
    pub unit: Option<UnitId>,
}

/// One matter as one person looks at it.
#[derive(Debug, Clone)]
pub struct Look {
    pub view: MatterView,
    pub viewer: Viewer,
    pub directory: Directory,
    pub asked: Asked,
    /// other matters that may be named: for 并案 and for what stands in the way
    pub others: Vec<(MatterId, String)>,
    /// what the visitor's unit has drafted for this matter
    pub drafts: Vec<Draft>,
}

pub use app::names::PAPER;

impl Look {
    pub fn new(view: MatterView, person: Option<PersonId>) -> Self {
        let viewer = Viewer::of(&view.institution, person, view.today);
        let mut directory = Directory::new(view.institution.clone(), view.today);
        let assignments = view.matter.units.iter().map(|unit| &unit.assignment);
        directory.known = assignments.filter_map(|assignment| known(&view, assignment)).collect();
        Self { view, viewer, directory, asked: Asked::default(), others: Vec::new(), drafts: Vec::new() }
    }

    pub fn matter(&self) -> &Matter {
        &self.view.matter
    }

    /// Empty only for a matter that has not been proposed, which nobody can look at.
    pub fn proposal(&self) -> Option<&Proposal> {
        self.matter().proposal.as_ref()
    }

    pub fn institution(&self) -> &Institution {
        &self.view.institution
    }

    pub fn today(&self) -> Day {
        self.view.today
    }

    pub fn number(&self) -> &str {
        self.view.number.as_deref().unwrap_or_default()
    }

    pub fn title(&self) -> &str {
        self.proposal().map_or("", |proposal| proposal.title.as_str())
    }

    pub fn href(&self) -> String {
        format!("/matters/{}", self.matter().id)
    }

    pub fn act_href(&self, kind: CommandKind) -> String {
        match kind {
            CommandKind::Attach => format!("{}#attachments", self.href()),
            kind => format!("{}/{}", self.href(), kind.code()),
        }
    }

    /// The parameters that this matter keeps (R9).
    pub fn regulation(&self) -> Option<&Regulation> {
        self.institution().regulation_on(self.matter().regulation_from.unwrap_or(self.today()))
    }

    /// R4.4b: the working days of the ordinary limit.
    pub fn working_days(&self) -> u32 {
        self.regulation().map_or(15, |rules| rules.limit(LimitName::Complete).days)
    }

    /// A number as the institution writes it.
    pub fn number_of(&self, number: NoticeNumber) -> String {
        let plain = || format!("{}年{}号", number.year, number.seq);
        self.regulation().map_or_else(plain, |rules| rules.institution.number_pattern.write(number))
    }

    /// A sealed text, or a word in its place.
    pub fn opened(&self, sealed: &Sealed) -> &str {
        self.view.opened(sealed).unwrap_or("（内容未向您开放）")
    }

    /// The telephone of a unit's contact: whole for the Office and the unit itself, else with its middle hidden.
    pub fn telephone(&self, unit: UnitId, sealed: &Sealed) -> String {
        let Some(text) = self.view.opened(sealed) else { return "—".to_owned() };
        if self.viewer.office || self.viewer.serves(unit) { text.to_owned() } else { masked(text) }
    }

    /// The units under the notice for which the viewer acts; all of them for the Office, which records for others.
    pub fn my_units(&self) -> Vec<UnitId> {
        let all: Vec<UnitId> = self.matter().present_units().map(|unit| unit.assignment.unit).collect();
        let served: Vec<UnitId> = all.iter().copied().filter(|unit| self.viewer.serves(*unit)).collect();
        if served.is_empty() && self.viewer.office { all } else { served }
    }
}

fn known(view: &MatterView, assignment: &Assignment) -> Option<(Option<PersonId>, String, Sealed)> {
    let sealed = assignment.telephone.as_ref()?;
    Some((assignment.contact, view.opened(sealed)?.to_owned(), sealed.clone()))
}

/// `138****1234`: the digits between the first three and the last four are hidden.
pub fn masked(telephone: &str) -> String {
    let digits = telephone.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let hidden = |c: char| {
        if !c.is_ascii_digit() {
            return c;
        }
        seen += 1;
        if (seen > 3 || digits <= 7) && seen + 4 <= digits { '*' } else { c }
    };
    telephone.chars().map(hidden).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_shows_only_its_ends() {
        assert_eq!(masked("13812341234"), "138****1234");
        assert_eq!(masked("027-59750001"), "027-****0001");
        assert_eq!(masked("8801"), "8801");
        assert_eq!(masked("597501"), "**7501");
    }
}
