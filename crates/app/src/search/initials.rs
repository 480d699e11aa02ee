//! Units and people by what was typed of their names, or by the initials of how the names are spoken: `jwc` is 教务处.

use domain::{
    institution::Institution,
    value::{PersonId, Title, UnitId},
};
use pinyin::ToPinyinMulti;

/// Whose name was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    Unit(UnitId, Title),
    Person(PersonId, Title),
}

/// More than these are too many to mean anybody.
const MOST: usize = 20;

/// In: a word as it is compared.
pub(crate) fn named(institution: &Institution, word: &str) -> Vec<Named> {
    if word.chars().count() < 2 {
        return Vec::new();
    }
    let by_initials = word.len() <= 12 && word.bytes().all(|c| c.is_ascii_lowercase());
    let called = |name: &str| name.to_lowercase().contains(word) || (by_initials && begins_with(name, word));
    let units = institution
        .units
        .values()
        .filter(|unit| called(unit.name.as_str()) || unit.aliases.iter().any(|alias| called(alias)));
    let people = institution.people.values().filter(|person| called(person.name.as_str()));
    let mut named: Vec<Named> = units.map(|unit| Named::Unit(unit.id, unit.name.clone())).collect();
    named.extend(people.map(|person| Named::Person(person.id, person.name.clone())));
    if named.len() > MOST { Vec::new() } else { named }
}

/// A character may be spoken in several ways: 行 is `h` and `x`.
fn begins_with(name: &str, initials: &str) -> bool {
    let mut spoken = name.chars().filter(|c| c.is_alphanumeric());
    initials.chars().all(|initial| spoken.next().is_some_and(|c| is_spoken(c, initial)))
}

fn is_spoken(c: char, initial: char) -> bool {
    match c.to_pinyin_multi() {
        Some(ways) => ways.into_iter().any(|way| way.plain().starts_with(initial)),
        None => c.to_lowercase().eq([initial]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_any_way_of_speaking() {
        for (name, typed) in
            [("教务处", "jwc"), ("教务处", "jw"), ("行政楼", "xzl"), ("银行", "yh"), ("重庆", "cq"), ("长江", "zj")]
        {
            assert!(begins_with(name, typed), "{typed} for {name}");
        }
        for (name, typed) in [("教务处", "wc"), ("教务处", "jwcs"), ("图书馆", "tg")] {
            assert!(!begins_with(name, typed), "{typed} for {name}");
        }
    }
}
