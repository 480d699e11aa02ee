//! The text files of the project, read once; every check looks at these only.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};

pub struct File {
    /// From the root of the project, with `/`.
    pub path: String,
    pub text: String,
}

pub struct Tree {
    /// Where the project lies on this machine; no file may name it.
    pub root: String,
    pub files: Vec<File>,
}

impl Tree {
    /// What git follows, and what it would follow if it were added. Binary files are left out.
    pub fn read(root: &Path) -> Result<Tree> {
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("git ls-files")?;
        ensure!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
        let names = String::from_utf8(listed.stdout).context("a file name that is not UTF-8")?;
        let mut files = Vec::new();
        for name in names.split('\0').filter(|name| !name.is_empty()) {
            // A file that was deleted but not yet committed is listed all the same.
            let Ok(bytes) = fs::read(root.join(name)) else { continue };
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(File { path: name.to_owned(), text });
            }
        }
        Ok(Tree { root: root.to_string_lossy().into_owned(), files })
    }

    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| file.path.starts_with(folder))
    }

    /// A file, or a folder with something in it.
    pub fn has(&self, path: &str) -> bool {
        self.files
            .iter()
            .any(|f| f.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }

    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Tree {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
        Tree { root: "/somewhere/project".to_owned(), files: files.iter().map(file).collect() }
    }
}

impl File {
    /// Lines with their number, counted from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    pub fn ends_with_one_of(&self, endings: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
    }

    /// Rust of the program itself, as against its tests.
    pub fn is_source(&self) -> bool {
        self.path.ends_with(".rs")
            && self.path.contains("/src/")
            && !self.path.contains("/tests/")
            && !self.path.ends_with("/tests.rs")
    }
}
