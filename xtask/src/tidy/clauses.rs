//! The regulation and the code agree: what the domain cites exists, and each clause of a matter's life has its step.
//!
//! A clause is cited as `R4.5b` in a comment or as `R4_5b`, the name of its variant, in code.

use std::collections::BTreeSet;

use super::tree::{File, Tree};

const LIST: &str = "crates/domain/src/regulation/clause.rs";
const STEPS: &str = "crates/domain/src/matter/steps/";

/// Every citation in the domain names a clause, or an article or paragraph that has clauses (`R4`, `R4.5`).
pub fn known(tree: &Tree) -> Vec<String> {
    let Some(list) = tree.file(LIST) else { return vec![format!("{LIST} is missing")] };
    let clauses = listed(list);
    let mut complaints = Vec::new();
    for file in tree.under("crates/domain/").filter(|f| f.path.ends_with(".rs") && f.path != LIST) {
        for (number, line) in file.lines() {
            for cited in citations(line).filter(|cited| !names(&clauses, cited)) {
                complaints.push(format!("{}:{number}: no clause {cited} in {LIST}", file.path));
            }
        }
    }
    complaints
}

/// Asked of the Office as a whole, not of one matter: the quarterly report.
const NOT_A_STEP: &str = "R4.7b";

/// Every clause of article 4 about a matter, and R1, is cited by a step.
pub fn covered(tree: &Tree) -> Vec<String> {
    let Some(list) = tree.file(LIST) else { return Vec::new() };
    let cited: BTreeSet<String> = tree.under(STEPS).flat_map(|f| citations(&f.text).collect::<Vec<_>>()).collect();
    let owed = listed(list).into_iter().filter(|id| id == "R1" || (id.starts_with("R4.") && id != NOT_A_STEP));
    owed.filter(|id| !cited.contains(id)).map(|id| format!("{id} is cited nowhere in {STEPS}")).collect()
}

/// The ids of the list: its strings that are citations and nothing else.
fn listed(list: &File) -> BTreeSet<String> {
    let strings = list.text.split('"').skip(1).step_by(2);
    strings.filter(|text| citations(text).next().as_deref() == Some(text)).map(str::to_owned).collect()
}

fn names(clauses: &BTreeSet<String>, cited: &str) -> bool {
    clauses
        .iter()
        .any(|id| id.strip_prefix(cited).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit())))
}

/// `R`, the article, and perhaps a paragraph with its letter, standing as a word of its own.
fn citations(text: &str) -> impl Iterator<Item = String> + '_ {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    text.split(move |c: char| !word(c)).filter_map(citation)
}

fn citation(word: &str) -> Option<String> {
    // `Clause.R4`, `"R4.3."`: a path before it or a full stop after it is none of the id.
    let word = word.trim_matches('.');
    let rest = word.strip_prefix('R')?;
    let (article, paragraph) = match rest.split_once(['.', '_']) {
        Some((article, paragraph)) => (article, Some(paragraph)),
        None => (rest, None),
    };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let lettered = |text: &str| number(text.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(text));
    match paragraph {
        None if number(article) => Some(format!("R{article}")),
        Some(paragraph) if number(article) && lettered(paragraph) => Some(format!("R{article}.{paragraph}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: &str = r#"R1 = "R1", "第一条"; R4_3 = "R4.3", "第四条（三）"; R4_5b = "R4.5b", "第四条（五）";"#;

    fn cited(text: &str) -> Vec<String> {
        citations(text).collect()
    }

    #[test]
    fn citations_are_read_from_comments_and_code() {
        assert_eq!(cited("by R4.3. See Clause::R4_5b, (R1) and R4.4a–c"), ["R4.3", "R4.5b", "R1", "R4.4a"]);
        assert!(cited("RFC 9457, R, RX, Result, ER4.3, R4.x, r4.3, R4_3_x").is_empty());
    }

    #[test]
    fn a_clause_that_is_not_listed_is_named() {
        let step = "crates/domain/src/matter/steps/urge.rs";
        let tree = Tree::of(&[(LIST, FEW), (step, "//! R4.5b, R4.5, R4\n//! R4.9, R4.5c\n//! R10\n")]);
        let expected = [(2, "R4.9"), (2, "R4.5c"), (3, "R10")];
        assert_eq!(known(&tree), expected.map(|(line, id)| format!("{step}:{line}: no clause {id} in {LIST}")));
    }

    #[test]
    fn a_clause_without_a_step_is_named() {
        let tree = Tree::of(&[
            (LIST, FEW),
            ("crates/domain/src/matter/steps/dispatch.rs", "//! R4.3\n"),
            ("crates/domain/src/matter/mod.rs", "//! R1\n"),
        ]);
        assert_eq!(
            covered(&tree),
            [format!("R1 is cited nowhere in {STEPS}"), format!("R4.5b is cited nowhere in {STEPS}")]
        );
    }
}
