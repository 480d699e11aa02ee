//! Who is named in a text: units of the directory by name, alias or short form, others by their shape, and collective words
//! (各学院, 有关部门) for what they are. Nobody is created here; a unit that nobody knows comes with proposals.
//!
//! Reading order: [`Directory`], `list` (a cell or a list of units), `prose` (units in running text), `shape` (what a unit
//! looks like), `similar` (proposals).

mod list;
mod prose;
pub(crate) mod shape;
mod similar;

use std::{collections::BTreeMap, ops::Range};

use aho_corasick::{AhoCorasick, MatchKind};
use domain::{
    institution::{Institution, Unit},
    value::UnitId,
};
use serde::{Deserialize, Serialize};

/// One unit as a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// as written
    pub name: String,
    /// where it stands in the text that was given
    pub range: Range<usize>,
    pub unit: Option<UnitId>,
    pub how: How,
}

/// By what a unit was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// its name in the directory
    Name,
    /// a short or former name in the directory
    Alias,
    /// a short form that follows from its name: 党委宣传部, 宣传部
    Abbreviation,
    /// not in the directory, but it looks like a unit
    Shape,
    /// it only stands in a list of units
    Listed,
    /// 各学院, 有关部门: no unit, but several that only the clerk can name
    Collective,
}

/// One unit of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub id: UnitId,
    pub name: String,
    pub aliases: Vec<String>,
}

impl Known {
    /// The units of an institution that are not closed.
    pub fn all(institution: &Institution) -> Vec<Known> {
        let open = institution.units.values().filter(|unit| unit.closed_on.is_none());
        let known =
            |unit: &Unit| Known { id: unit.id, name: unit.name.as_str().to_owned(), aliases: unit.aliases.clone() };
        open.map(known).collect()
    }
}

/// A unit that an unknown name may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub unit: UnitId,
    pub name: String,
    /// 0 to 1
    pub likeness: f32,
}

/// All the units that are known, ready to be found.
#[derive(Debug)]
pub struct Directory {
    known: Vec<Known>,
    /// what may be written for a unit: the index of the unit, and by what
    written: Vec<(usize, How)>,
    words: BTreeMap<String, usize>,
    automaton: Option<AhoCorasick>,
}

impl Directory {
    pub fn new(known: impl IntoIterator<Item = Known>) -> Self {
        let known: Vec<Known> = known.into_iter().collect();
        let mut directory = Self { known, written: Vec::new(), words: BTreeMap::new(), automaton: None };
        for index in 0..directory.known.len() {
            let unit = directory.known[index].clone();
            directory.write(&unit.name, index, How::Name);
            unit.aliases.iter().for_each(|alias| directory.write(alias, index, How::Alias));
        }
        for (short, index) in abbreviations(&directory.known) {
            directory.write(&short, index, How::Abbreviation);
        }
        // In the order of `written`: a pattern's number is its place there.
        let mut patterns: Vec<(&String, &usize)> = directory.words.iter().collect();
        patterns.sort_by_key(|(_, place)| **place);
        let words = patterns.into_iter().map(|(word, _)| word);
        directory.automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok();
        directory
    }

    /// The units of an institution that are not closed.
    pub fn of(institution: &Institution) -> Self {
        Self::new(Known::all(institution))
    }

    /// Units in running text, in order and without overlaps.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        prose::find(self, text)
    }

    /// The units of a cell, or of a list that follows 牵头单位：.
    pub fn split(&self, cell: &str) -> Vec<Mention> {
        list::split(self, cell)
    }

    /// Units that a name which nobody knows may mean, the likeliest first.
    pub fn similar(&self, name: &str) -> Vec<Proposal> {
        similar::proposals(&self.known, name)
    }

    /// The unit that is called exactly so.
    pub fn get(&self, name: &str) -> Option<(UnitId, How)> {
        let place = *self.words.get(&plain(name))?;
        self.at(place)
    }

    /// What may be written for a unit, wherever it stands in a text: place, unit, by what.
    fn matches<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, UnitId, How)> + 't {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.find_iter(text));
        found.filter_map(|found| {
            let (unit, how) = self.at(found.pattern().as_usize())?;
            Some((found.range(), unit, how))
        })
    }

    fn at(&self, place: usize) -> Option<(UnitId, How)> {
        let (index, how) = self.written.get(place)?;
        Some((self.known.get(*index)?.id, *how))
    }

    /// The first who claims a word keeps it: names go before aliases of units further down.
    fn write(&mut self, word: &str, index: usize, how: How) {
        let word = plain(word);
        if word.chars().count() < 2 || self.words.contains_key(&word) {
            return;
        }
        self.words.insert(word, self.written.len());
        self.written.push((index, how));
    }
}

/// Blanks in a name mean nothing, and brackets come in two widths.
fn plain(name: &str) -> String {
    let one = |c: char| match c {
        '(' => '（',
        ')' => '）',
        other => other,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(one).collect()
}

/// Short forms that follow from a name and mean one unit only: without the bracket, without 党委 or 学校 in front.
fn abbreviations(known: &[Known]) -> BTreeMap<String, usize> {
    let mut shorts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, unit) in known.iter().enumerate() {
        let name = plain(&unit.name);
        let (outer, inner) = name.split_once('（').unwrap_or((&name, ""));
        let forms = [outer, inner.trim_end_matches('）')];
        let bare = forms.map(|form| {
            let heads = ["中共", "党委", "学校", "校"];
            heads.iter().find_map(|head| form.strip_prefix(head)).unwrap_or(form)
        });
        for form in forms.iter().chain(&bare).filter(|form| form.chars().count() >= 3 && **form != name) {
            shorts.entry((*form).to_owned()).or_default().push(index);
        }
    }
    let mut one: BTreeMap<String, usize> = BTreeMap::new();
    for (short, mut units) in shorts {
        units.dedup();
        if let [unit] = units[..] {
            one.insert(short, unit);
        }
    }
    one
}

impl Mention {
    pub fn is_collective(&self) -> bool {
        self.how == How::Collective
    }
}

/// Where a part of a text stands in it. A part of another text stands nowhere: an empty range.
pub(crate) fn range_of(whole: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    let end = start.saturating_add(part.len());
    if end <= whole.len() && whole.is_char_boundary(start) && whole.is_char_boundary(end) { start..end } else { 0..0 }
}
