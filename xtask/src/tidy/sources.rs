//! What every source file owes its next reader.

use super::tree::{File, Tree};

const LONGEST: usize = 600;

/// A module opens with `//!`.
pub fn purpose(tree: &Tree) -> Vec<String> {
    let silent = |file: &&File| file.is_source() && !file.text.starts_with("//!");
    tree.files.iter().filter(silent).map(|f| format!("{}: begin with `//!` and what it is for", f.path)).collect()
}

/// Long files are several rooms in one.
pub fn length(tree: &Tree) -> Vec<String> {
    let written = |f: &&File| f.ends_with_one_of(&["rs", "html", "css", "js", "ts", "mjs", "sql"]);
    let mut complaints = Vec::new();
    for file in tree.files.iter().filter(written) {
        let lines = file.text.lines().count();
        if lines > LONGEST {
            complaints.push(format!("{}: {lines} lines, at most {LONGEST}: divide it", file.path));
        }
    }
    complaints
}

/// Placeholders and traces of debugging.
pub fn unfinished(tree: &Tree) -> Vec<String> {
    // Put together here, so that this file does not complain of itself.
    let marks = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!"));
    let rust = tree.files.iter().filter(|f| f.path.ends_with(".rs"));
    find(rust, &marks, |mark| format!("`{mark}` must go"))
}

/// Homes of people and the place of this checkout.
pub fn machine_paths(tree: &Tree) -> Vec<String> {
    let mut marks = ["home", "root", "Users"].map(|name| format!("/{name}/")).to_vec();
    // A checkout directly under `/` has a name too short to be told from an address.
    if tree.root.matches('/').count() > 1 {
        marks.push(format!("{}/", tree.root));
    }
    find(tree.files.iter(), &marks, |mark| format!("a path under {mark} of one machine"))
}

/// Where a package comes from is the client's business; a lock file pins version and checksum only.
pub fn lock_files(tree: &Tree) -> Vec<String> {
    let locks = tree.files.iter().filter(|f| f.path.ends_with("package-lock.json"));
    find(locks, &["\"resolved\":".to_owned()], |_| {
        "remove the addresses: npm install with the .npmrc beside it".to_owned()
    })
}

/// Where one of the marks stands at the beginning of a word or path.
fn find<'a>(files: impl Iterator<Item = &'a File>, marks: &[String], say: impl Fn(&str) -> String) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        for (number, line) in file.lines() {
            for mark in marks {
                if stands_in(line, mark) {
                    complaints.push(format!("{}:{number}: {}", file.path, say(mark)));
                }
            }
        }
    }
    complaints
}

fn stands_in(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_without_purpose_is_named_but_its_tests_are_not() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "use std;\n"),
            ("crates/a/src/b.rs", "//! For b.\n"),
            ("crates/a/src/b/tests.rs", "use super;\n"),
            ("crates/a/tests/story.rs", "use a;\n"),
        ]);
        assert_eq!(purpose(&tree), ["crates/a/src/lib.rs: begin with `//!` and what it is for"]);
    }

    #[test]
    fn six_hundred_lines_pass_and_one_more_does_not() {
        let (full, over) = ("x\n".repeat(600), "x\n".repeat(601));
        let tree = Tree::of(&[("a.rs", &full), ("b.css", &over), ("package-lock.json", &over)]);
        assert_eq!(length(&tree), ["b.css: 601 lines, at most 600: divide it"]);
    }

    // The marks are put together here too, so that the tests do not complain of themselves.

    #[test]
    fn placeholders_are_found_at_the_beginning_of_a_word_only() {
        let mark = format!("{}!", "todo");
        let (bad, fine) = (format!("fn f() {{ {mark}() }}\n"), format!("my_{mark}();\n"));
        let tree = Tree::of(&[("a.rs", &bad), ("b.rs", &fine), ("c.md", &bad)]);
        assert_eq!(unfinished(&tree), [format!("a.rs:1: `{mark}` must go")]);
    }

    #[test]
    fn paths_of_a_machine_are_found_but_not_folders_of_that_name() {
        let home = format!("/{}/", "home");
        let (bad, fine) = (format!("see {home}li/x\n"), format!("GET /home and src{home}page.rs\n"));
        let tree = Tree::of(&[("a.md", &bad), ("b.md", &fine), ("c.toml", "path = \"/somewhere/project/data\"\n")]);
        let expected = [("a.md", home.as_str()), ("c.toml", "/somewhere/project/")];
        assert_eq!(
            machine_paths(&tree),
            expected.map(|(at, path)| format!("{at}:1: a path under {path} of one machine"))
        );
    }

    #[test]
    fn a_lock_file_with_addresses_is_named() {
        let tree = Tree::of(&[("e2e/package-lock.json", "{\n\"resolved\": \"x\"\n}\n")]);
        assert_eq!(lock_files(&tree).len(), 1);
    }
}
