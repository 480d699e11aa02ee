//! From what was typed to the values of a command. Every method notes what is wrong beside its field and goes on, so that
//! one answer names everything that has to be mended.

use app::{Request, matter_scope, person_scope};
use domain::{
    duty::Owner,
    matter::Assignment,
    value::{Day, Invalid, MatterId, Percent, PersonId, Sealed, Text, Title, UnitId},
};

use super::look::Directory;
use crate::{forms::FormData, pages::form::Problems};

/// Reads one form into one request.
pub struct Reader<'a> {
    pub typed: &'a FormData,
    pub directory: &'a Directory,
    /// the matter that the form is about, also one that is only about to be made
    pub matter: MatterId,
    pub request: Request,
    pub problems: Problems,
}

impl<'a> Reader<'a> {
    pub fn new(typed: &'a FormData, directory: &'a Directory, matter: MatterId, request: Request) -> Self {
        Self { typed, directory, matter, request, problems: Problems::default() }
    }

    pub fn text(&mut self, name: &str, label: &str) -> Option<Text> {
        let parsed = Text::parse(label, self.typed.get(name));
        self.noted(name, parsed)
    }

    /// Nothing typed is `Some(None)`.
    pub fn maybe_text(&mut self, name: &str, label: &str) -> Option<Option<Text>> {
        let parsed = Text::optional(label, self.typed.get(name));
        self.noted(name, parsed)
    }

    pub fn title(&mut self, name: &str, label: &str) -> Option<Title> {
        let parsed = Title::parse(label, self.typed.get(name));
        self.noted(name, parsed)
    }

    pub fn maybe_title(&mut self, name: &str, label: &str) -> Option<Option<Title>> {
        if self.typed.get(name).trim().is_empty() { Some(None) } else { self.title(name, label).map(Some) }
    }

    pub fn day(&mut self, name: &str, label: &str) -> Option<Day> {
        match self.maybe_day(name, label)? {
            Some(day) => Some(day),
            None => self.wrong(name, format!("{label}：请填写日期")),
        }
    }

    pub fn maybe_day(&mut self, name: &str, label: &str) -> Option<Option<Day>> {
        let typed = self.typed.get(name);
        self.day_of(name, label, typed)
    }

    /// A day that stands in one of several fields of the same name.
    pub fn day_of(&mut self, name: &str, label: &str, typed: &str) -> Option<Option<Day>> {
        if typed.trim().is_empty() {
            return Some(None);
        }
        match read_day(typed) {
            Some(day) => Some(Some(day)),
            None => self.wrong(name, format!("{label}：“{typed}”不是日期，请照“2026-10-27”填写")),
        }
    }

    pub fn maybe_percent(&mut self, name: &str) -> Option<Option<Percent>> {
        let typed = self.typed.get(name).trim().trim_end_matches(['%', '％']);
        if typed.is_empty() {
            return Some(None);
        }
        let parsed = typed.parse().map_err(|_| Invalid::new("完成度", "是 0 到 100 之间的整数")).and_then(Percent::new);
        self.noted(name, parsed).map(Some)
    }

    /// A running number or a count.
    pub fn number(&mut self, name: &str, label: &str) -> Option<u32> {
        match self.typed.get(name).trim().parse() {
            Ok(number) => Some(number),
            Err(_) => self.wrong(name, format!("{label}：请填写整数")),
        }
    }

    /// Which request, plan, urging … is answered: chosen from those that wait.
    pub fn item(&mut self, name: &str, label: &str) -> Option<u32> {
        match self.typed.get(name).trim().parse() {
            Ok(number) => Some(number),
            Err(_) => self.wrong(name, format!("现在没有等待办理的{label}，请回到事项页查看最新情况")),
        }
    }

    pub fn unit(&mut self, name: &str, label: &str) -> Option<UnitId> {
        match self.typed.get(name).parse() {
            Ok(unit) => Some(unit),
            Err(_) => self.wrong(name, format!("请选择{label}")),
        }
    }

    pub fn maybe_unit(&self, name: &str) -> Option<UnitId> {
        self.typed.get(name).parse().ok()
    }

    pub fn person(&mut self, name: &str, label: &str) -> Option<PersonId> {
        match self.maybe_person(name) {
            Some(person) => Some(person),
            None => self.wrong(name, format!("请选择{label}")),
        }
    }

    pub fn maybe_person(&self, name: &str) -> Option<PersonId> {
        self.typed.get(name).parse().ok()
    }

    pub fn matter_id(&mut self, name: &str, label: &str) -> Option<MatterId> {
        match self.typed.get(name).parse() {
            Ok(matter) => Some(matter),
            Err(_) => self.wrong(name, format!("请选择{label}")),
        }
    }

    pub fn owner(&mut self, name: &str, label: &str) -> Option<Owner> {
        match read_owner(self.typed.get(name)) {
            Some(owner) => Some(owner),
            None => self.wrong(name, format!("请选择{label}")),
        }
    }

    /// Any number, also none: the rules say whether that will do.
    pub fn owners(&self, name: &str) -> Vec<Owner> {
        self.typed.all(name).filter_map(read_owner).collect()
    }

    pub fn units(&self, name: &str) -> Vec<UnitId> {
        self.typed.all(name).filter_map(|id| id.parse().ok()).collect()
    }

    /// One of a list of codes.
    pub fn choice<T>(&mut self, name: &str, label: &str, from_code: impl Fn(&str) -> Option<T>) -> Option<T> {
        match from_code(self.typed.get(name)) {
            Some(chosen) => Some(chosen),
            None => self.wrong(name, format!("请选择{label}")),
        }
    }

    /// 负责人、联系人、联系电话 as they were left in the form; `suffix` tells several units apart.
    pub fn assignment(&mut self, unit: UnitId, suffix: &str) -> Assignment {
        let responsible = self.maybe_person(&format!("responsible{suffix}"));
        let contact = self.maybe_person(&format!("contact{suffix}"));
        let telephone = self.typed.get(&format!("telephone{suffix}")).trim().to_owned();
        let telephone = self.telephone(contact, &telephone);
        Assignment { unit, responsible, contact, telephone }
    }

    /// The same, where what was left empty is what the directory says of that unit.
    pub fn assignment_or_directory(&mut self, unit: UnitId) -> Assignment {
        let listed = self.directory.assigned(unit);
        let responsible = self.maybe_person("responsible").or(listed.responsible);
        let chosen = self.maybe_person("contact");
        let contact = chosen.or(listed.contact);
        let typed = self.typed.get("telephone").trim();
        let telephone = if typed.is_empty() { self.directory.telephone(contact) } else { typed }.to_owned();
        let telephone = self.telephone(contact, &telephone);
        Assignment { unit, responsible, contact, telephone }
    }

    /// A telephone known already keeps its sealed row; a new one is sealed with the request, under the contact's key.
    fn telephone(&mut self, contact: Option<PersonId>, typed: &str) -> Option<Sealed> {
        if typed.is_empty() {
            return None;
        }
        if let Some(known) = self.directory.sealed(contact, typed) {
            return Some(known.clone());
        }
        if let Err(invalid) = Title::parse("联系电话", typed) {
            self.problems.add("telephone", &invalid.to_string());
        }
        let scope = contact.map_or_else(|| matter_scope(self.matter), person_scope);
        Some(self.request.seal(scope, typed))
    }

    /// A text that only few may read.
    pub fn sealed(&mut self, name: &str, label: &str) -> Option<Sealed> {
        let text = self.text(name, label)?;
        Some(self.request.seal(matter_scope(self.matter), text.as_str()))
    }

    pub fn wrong<T>(&mut self, name: &str, what: String) -> Option<T> {
        self.problems.add(name, &what);
        None
    }

    fn noted<T>(&mut self, name: &str, parsed: Result<T, Invalid>) -> Option<T> {
        parsed.map_err(|invalid| self.problems.add(name, &invalid.to_string())).ok()
    }
}

/// `2026-10-27`, `2026/10/27`, `2026年10月27日`.
pub fn read_day(typed: &str) -> Option<Day> {
    let runs: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let [year, month, day] = runs.as_slice() else { return None };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Back from [`owner_code`].
pub fn read_owner(code: &str) -> Option<Owner> {
    match code.split_once(':') {
        Some(("unit", id)) => id.parse().ok().map(Owner::Unit),
        Some(("person", id)) => id.parse().ok().map(Owner::Person),
        _ => (code == "office").then_some(Owner::Office),
    }
}

/// As forms send it.
pub fn owner_code(owner: Owner) -> String {
    match owner {
        Owner::Office => "office".to_owned(),
        Owner::Unit(unit) => format!("unit:{unit}"),
        Owner::Person(person) => format!("person:{person}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for typed in ["2026-10-27", "2026/10/27", "2026年10月27日", " 2026.10.27 "] {
            assert_eq!(read_day(typed), Some(jiff::civil::date(2026, 10, 27)), "{typed}");
        }
        for typed in ["", "10月27日", "2026-13-01", "明天"] {
            assert_eq!(read_day(typed), None, "{typed}");
        }
    }

    #[test]
    fn an_owner_reads_back() {
        let id = uuid::Uuid::from_u128(7);
        for owner in [Owner::Office, Owner::Unit(UnitId(id)), Owner::Person(PersonId(id))] {
            assert_eq!(read_owner(&owner_code(owner)), Some(owner));
        }
        assert_eq!(read_owner("unit:nobody"), None);
    }
}
