//! All checks over all files that git knows or would take. Each check is a function from the tree to its complaints.
//!
//! A complaint says where, what, and what to do. Nothing here changes a file.

mod clauses;
mod documents;
mod sources;
mod tree;

use std::path::Path;

use anyhow::Result;
use tree::Tree;

type Check = fn(&Tree) -> Vec<String>;

const CHECKS: &[(&str, Check)] = &[
    ("every module opens with what it is for", sources::purpose),
    ("no file is longer than a room", sources::length),
    ("nothing is left unfinished", sources::unfinished),
    ("no path of one machine", sources::machine_paths),
    ("lock files name no host", sources::lock_files),
    ("clauses that are cited exist", clauses::known),
    ("clauses of a matter's life are carried out", clauses::covered),
    ("the documents are there", documents::present),
    ("the code map names what exists", documents::code_map),
];

/// Prints every complaint and returns how many there are.
pub fn run(root: &Path) -> Result<usize> {
    let tree = Tree::read(root)?;
    let mut count = 0;
    for (promise, check) in CHECKS {
        let complaints = check(&tree);
        if !complaints.is_empty() {
            eprintln!("tidy: {promise}:");
        }
        for complaint in &complaints {
            eprintln!("  {complaint}");
        }
        count += complaints.len();
    }
    match count {
        0 => println!("tidy: {} files, {} checks, nothing to say", tree.files.len(), CHECKS.len()),
        _ => eprintln!("tidy: {count} complaints"),
    }
    Ok(count)
}
