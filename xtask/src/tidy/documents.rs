//! The documents at the root are there, and what they call a folder or a file is one.

use super::tree::Tree;

const OWED: &[&str] = &["README.md", "README.en.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
const FOLDERS: &[&str] = &["bench", "crates", "demo", "docs", "e2e", "regulation", "scripts", "xtask"];

/// The four documents that a newcomer opens.
pub fn present(tree: &Tree) -> Vec<String> {
    OWED.iter().filter(|path| !tree.has(path)).map(|path| format!("{path} is missing")).collect()
}

/// Paths from the root that a document names exist. Patterns (`crates/*/src`, `steps/<command>.rs`) are left alone.
pub fn code_map(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in OWED.iter().filter_map(|path| tree.file(path)) {
        for (number, line) in file.lines() {
            for path in paths(line).filter(|path| !tree.has(path)) {
                complaints.push(format!("{}:{number}: {path} does not exist", file.path));
            }
        }
    }
    complaints
}

fn paths(line: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '*' | '<' | '>' | '{' | '}' | ':' | '…')
    };
    line.split(move |c: char| !part(c)).filter_map(|word| {
        let path = word.trim_end_matches(['.', '/', ':']);
        let (top, rest) = path.split_once('/')?;
        let plain = rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
        (FOLDERS.contains(&top) && plain).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_document_is_named() {
        let tree = Tree::of(&[("README.md", ""), ("README.en.md", ""), ("CONTRIBUTING.md", "")]);
        assert_eq!(present(&tree), ["ARCHITECTURE.md is missing"]);
    }

    #[test]
    fn the_map_may_name_only_what_exists() {
        let map = "see `crates/domain/`, crates/domain/src/lib.rs and crates/*/src.\n`crates/gone/`，docs/x.md\n";
        let tree = Tree::of(&[("ARCHITECTURE.md", map), ("crates/domain/src/lib.rs", "")]);
        assert_eq!(
            code_map(&tree),
            ["ARCHITECTURE.md:2: crates/gone does not exist", "ARCHITECTURE.md:2: docs/x.md does not exist"]
        );
    }
}
