//! Which unit of the directory an unknown name may mean: by the pairs of neighbouring signs that two names share.

use std::collections::BTreeSet;

use super::{Known, Proposal, plain};

const LIKE_ENOUGH: f32 = 0.34;
const PROPOSALS_MOST: usize = 3;

pub fn proposals(known: &[Known], name: &str) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = known
        .iter()
        .map(|unit| {
            let names = std::iter::once(&unit.name).chain(&unit.aliases);
            let likeness = names.map(|other| likeness(name, other)).fold(0.0, f32::max);
            Proposal { unit: unit.id, name: unit.name.clone(), likeness }
        })
        .filter(|proposal| proposal.likeness >= LIKE_ENOUGH)
        .collect();
    proposals.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    proposals.truncate(PROPOSALS_MOST);
    proposals
}

/// The share of pairs in common (Dice); the last sign alone (处, 部) makes nothing alike.
fn likeness(one: &str, other: &str) -> f32 {
    let (one, other) = (pairs(one), pairs(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let common = one.intersection(&other).count() as f32;
    2.0 * common / (one.len() + other.len()) as f32
}

fn pairs(name: &str) -> BTreeSet<(char, char)> {
    let signs: Vec<char> = plain(name).chars().collect();
    signs.windows(2).map(|pair| (pair[0], pair[1])).collect()
}
