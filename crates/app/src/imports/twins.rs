//! Matters that a proposed one may be the same as: by their titles, without blanks and signs, and by the pairs of neighbouring
//! characters that two titles share.

use std::collections::{BTreeSet, HashMap};

use domain::value::MatterId;
use serde::{Deserialize, Serialize};

/// An existing matter that looks like the proposed one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Twin {
    pub matter: MatterId,
    /// the same title, but for blanks and signs
    pub same: bool,
}

/// Titles that are compared with, ready to be found.
#[derive(Debug, Default)]
pub struct Titles {
    known: Vec<(MatterId, BTreeSet<(char, char)>)>,
    same: HashMap<String, Vec<usize>>,
    pairs: HashMap<(char, char), Vec<usize>>,
}

/// The share of pairs in common (Dice) from which two titles are alike.
const ALIKE: f64 = 0.75;
/// A pair in more titles than this (关于, 工作) tells nothing apart.
const COMMON: usize = 3_000;
const SHOWN: usize = 3;

impl Titles {
    pub fn new(titles: impl IntoIterator<Item = (MatterId, String)>) -> Titles {
        let mut all = Titles::default();
        for (matter, title) in titles {
            let (place, plain) = (all.known.len(), plain(&title));
            let pairs = pairs(&plain);
            pairs.iter().for_each(|pair| all.pairs.entry(*pair).or_default().push(place));
            all.same.entry(plain).or_default().push(place);
            all.known.push((matter, pairs));
        }
        all
    }

    /// The likeliest first, three at most.
    pub fn like(&self, title: &str) -> Vec<Twin> {
        let plain = plain(title);
        if plain.chars().count() < 2 {
            return Vec::new();
        }
        let wanted = pairs(&plain);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for pair in &wanted {
            let places = self.pairs.get(pair).map(Vec::as_slice).unwrap_or_default();
            places.iter().filter(|_| places.len() <= COMMON).for_each(|place| *shared.entry(*place).or_default() += 1);
        }
        let same = self.same.get(&plain).map(Vec::as_slice).unwrap_or_default();
        let mut alike: Vec<(f64, usize)> = same.iter().map(|place| (2.0, *place)).collect();
        for place in shared.keys().filter(|place| !same.contains(place)) {
            let other = &self.known[*place].1;
            let common = wanted.intersection(other).count() as f64;
            let likeness = 2.0 * common / (wanted.len() + other.len()) as f64;
            if likeness >= ALIKE {
                alike.push((likeness, *place));
            }
        }
        alike.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let twin = |(likeness, place): (f64, usize)| Twin { matter: self.known[place].0, same: likeness > 1.0 };
        alike.into_iter().take(SHOWN).map(twin).collect()
    }
}

/// Letters, digits and characters only.
fn plain(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn pairs(plain: &str) -> BTreeSet<(char, char)> {
    let signs: Vec<char> = plain.chars().collect();
    signs.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(all: &[&str]) -> Titles {
        let id = |n: usize| MatterId(uuid::Uuid::from_u128(n as u128));
        Titles::new(all.iter().enumerate().map(|(place, title)| (id(place), (*title).to_owned())))
    }

    fn like(known: &[&str], title: &str) -> Vec<(u128, bool)> {
        titles(known).like(title).into_iter().map(|twin| (twin.matter.0.as_u128(), twin.same)).collect()
    }

    #[test]
    fn blanks_and_signs_tell_nothing_apart() {
        assert_eq!(like(&["推进智慧教室改造。", "完善食堂管理"], "推进 “智慧教室” 改造"), [(0, true)]);
    }

    #[test]
    fn a_title_with_a_few_other_words_is_alike_and_another_matter_is_not() {
        let known = ["推进南区学生宿舍热水系统改造", "推进北区学生宿舍空调安装", "制定数据安全管理办法"];
        assert_eq!(like(&known, "推进南区学生宿舍热水系统改造工作"), [(0, false)]);
        assert_eq!(like(&known, "制定网络安全管理办法实施细则"), []);
        assert_eq!(like(&known, ""), []);
    }

    #[test]
    fn the_same_come_first_and_no_more_than_three_are_named() {
        let known = ["完善制度体系", "完善制度体系", "完善制度体系一", "完善制度体系", "完善制度体系"];
        assert_eq!(like(&known, "完善制度体系"), [(0, true), (1, true), (3, true)]);
    }
}
