//! How well the tasks of real documents are read: against what a careful reader takes out of them.
//!
//! `corpus/samples` are the project's samples, `corpus/seen` the texts the rules were written against, `corpus/unseen` those
//! that were labelled beforehand and looked at last. Print the table with `cargo test -p intake --test corpus -- --nocapture`.

use std::{collections::BTreeSet, fs, path::PathBuf};

use domain::{calendar::WorkCalendar, value::Day};
use intake::{
    minutes::{self, Candidate},
    source,
    units::Directory,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labels {
    reference_date: Option<Day>,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    clause_no: String,
    title: String,
    lead_units: Vec<String>,
    co_units: Vec<String>,
    deadline: Option<Day>,
    #[serde(default)]
    optional: bool,
    #[serde(default = "yes")]
    units_scored: bool,
    #[serde(default = "yes")]
    deadline_scored: bool,
    /// false: which of several units leads is not said
    #[serde(default = "yes")]
    lead_explicit: bool,
}

fn yes() -> bool {
    true
}

/// Counts of hits among what was read and what was to be read.
#[derive(Default, Clone, Copy)]
struct Score {
    predicted: usize,
    right: usize,
    expected: usize,
    found: usize,
    units_right: usize,
    units_read: usize,
    units_expected: usize,
    deadlines_right: usize,
    deadlines: usize,
}

#[test]
fn tasks_of_real_documents() {
    let samples = part("samples");
    let seen = part("seen");
    let unseen = part("unseen");
    println!("samples: {}\nseen:    {}\nunseen:  {}", line(&samples), line(&seen), line(&unseen));
    // What was reached once is kept; of texts that were never looked at, the README gives the first figures.
    for (score, recall) in [(&samples, 0.95), (&seen, 0.93), (&unseen, 0.90)] {
        assert!(score.precision() >= 0.92 && score.recall() >= recall, "tasks: {}", line(score));
        assert!(score.units() >= 0.97, "units: {}", line(score));
        assert!(score.deadlines() >= 0.98, "deadlines: {}", line(score));
    }
}

fn part(name: &str) -> Score {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
    let mut texts: Vec<PathBuf> =
        fs::read_dir(folder).expect("corpus").map(|entry| entry.expect("entry").path()).collect();
    texts.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    texts.sort();
    let mut all = Score::default();
    for path in texts {
        let score = score(&path);
        println!("{name}/{:<34} {}", path.file_stem().unwrap_or_default().to_string_lossy(), line(&score));
        all.add(&score);
    }
    all
}

fn score(path: &PathBuf) -> Score {
    let labels: Labels =
        serde_json::from_slice(&fs::read(path.with_extension("json")).expect("labels")).expect("labels in shape");
    let document = source::open(&fs::read(path).expect("text"), "text.txt").expect("a readable text");
    let calendar = WorkCalendar::default();
    let read = minutes::read(&document, &Directory::new([]), labels.reference_date, &calendar);
    let pairs = pairs(&labels.items, &read);
    let mut score = Score::default();
    for (index, candidate) in read.iter().enumerate() {
        match pairs.iter().find(|(_, found)| *found == index).map(|(item, _)| &labels.items[*item]) {
            Some(item) if item.optional => {}
            // The clause of an optional item under another title counts neither way.
            None if labels.items.iter().any(|item| item.optional && is_clause(item, candidate)) => {}
            other => {
                score.predicted += 1;
                score.right += usize::from(other.is_some());
                if other.is_none() {
                    println!("    + {} {}", candidate.clause_no, candidate.title);
                }
            }
        }
    }
    for (index, item) in labels.items.iter().enumerate().filter(|(_, item)| !item.optional) {
        score.expected += 1;
        let Some(candidate) = pairs.iter().find(|(one, _)| *one == index).map(|(_, found)| &read[*found]) else {
            println!("    - {} {}", item.clause_no, item.title);
            continue;
        };
        score.found += 1;
        score.of_found(item, candidate);
    }
    score
}

impl Score {
    fn of_found(&mut self, item: &Item, candidate: &Candidate) {
        if item.units_scored {
            let role = |lead: bool| if lead || !item.lead_explicit { "牵头" } else { "配合" };
            let set = |lead: &[String], co: &[String]| -> BTreeSet<(&str, String)> {
                let lead = lead.iter().map(|unit| (role(true), unit.clone()));
                lead.chain(co.iter().map(|unit| (role(false), unit.clone()))).collect()
            };
            let expected = set(&item.lead_units, &item.co_units);
            let read = set(&candidate.lead_units, &candidate.co_units);
            self.units_expected += expected.len();
            self.units_read += read.len();
            self.units_right += expected.intersection(&read).count();
            if expected != read {
                println!("    units {}: {expected:?} read as {read:?}", item.clause_no);
            }
        }
        if item.deadline_scored {
            self.deadlines += 1;
            let right = item.deadline == candidate.deadline;
            self.deadlines_right += usize::from(right);
            if !right {
                let (text, read) = (&candidate.deadline_text, candidate.deadline);
                println!("    deadline {}: {:?} read as {read:?} ({text})", item.clause_no, item.deadline);
            }
        }
    }

    fn add(&mut self, other: &Score) {
        self.predicted += other.predicted;
        self.right += other.right;
        self.expected += other.expected;
        self.found += other.found;
        self.units_right += other.units_right;
        self.units_read += other.units_read;
        self.units_expected += other.units_expected;
        self.deadlines_right += other.deadlines_right;
        self.deadlines += other.deadlines;
    }

    fn precision(&self) -> f64 {
        share(self.right, self.predicted)
    }

    fn recall(&self) -> f64 {
        share(self.found, self.expected)
    }

    /// F1 over units with their roles.
    fn units(&self) -> f64 {
        share(2 * self.units_right, self.units_read + self.units_expected)
    }

    fn deadlines(&self) -> f64 {
        share(self.deadlines_right, self.deadlines)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn line(score: &Score) -> String {
    format!(
        "P {:.2} ({}/{}) R {:.2} ({}/{}) units {:.2} ({}/{}/{}) deadlines {:.2} ({}/{})",
        score.precision(),
        score.right,
        score.predicted,
        score.recall(),
        score.found,
        score.expected,
        score.units(),
        score.units_right,
        score.units_read,
        score.units_expected,
        score.deadlines(),
        score.deadlines_right,
        score.deadlines
    )
}

fn is_clause(item: &Item, candidate: &Candidate) -> bool {
    !item.clause_no.is_empty() && candidate.clause_no.ends_with(&item.clause_no)
}

/// The likeliest pairs of item and candidate, the best first, each used once.
fn pairs(items: &[Item], read: &[Candidate]) -> Vec<(usize, usize)> {
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        for (found, candidate) in read.iter().enumerate() {
            let overlap = overlap(&item.title, &candidate.title);
            let same_number = is_clause(item, candidate);
            if overlap >= 0.6 {
                let on_time = item.deadline.is_some() && item.deadline == candidate.deadline;
                let wanted = if item.optional { 0.0 } else { 0.3 };
                let rank = overlap + wanted + if same_number { 0.5 } else { 0.0 } + if on_time { 0.1 } else { 0.0 };
                likely.push((rank, index, found));
            }
        }
    }
    likely.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, item, found) in likely {
        if !pairs.iter().any(|(one, other)| *one == item || *other == found) {
            pairs.push((item, found));
        }
    }
    pairs
}

/// The share of neighbouring pairs of signs that the shorter title has in common with the longer one.
fn overlap(one: &str, other: &str) -> f64 {
    let pairs = |title: &str| -> Vec<(char, char)> {
        let signs: Vec<char> = title.chars().filter(|sign| sign.is_alphanumeric()).collect();
        signs.windows(2).map(|pair| (pair[0], pair[1])).collect()
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let shorter = one.len().min(other.len());
    let common = one.iter().filter(|pair| {
        let place = other.iter().position(|two| two == *pair);
        place.map(|place| other.swap_remove(place)).is_some()
    });
    share(common.count(), shorter.max(4))
}
