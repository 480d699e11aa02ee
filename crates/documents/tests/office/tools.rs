//! LibreOffice and poppler's programs, which `make setup` installs: what a file shows, seen from outside.

use std::{
    io::{Cursor, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Its start takes longer than its work, so it gets all files at once.
pub fn convert(folder: &Path, to: &str, files: &[PathBuf]) {
    let mut office = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(folder)
        .args(files)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("LibreOffice is missing: make setup installs it");
    let begun = Instant::now();
    while office.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(150) {
            office.kill().unwrap();
            panic!("LibreOffice did not finish");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn poppler(program: &str, arguments: &[&str], file: &Path, last: &[&str]) -> String {
    let output = Command::new(program).args(arguments).arg(file).args(last).output();
    let output = output.expect("poppler's programs are missing: make setup installs them");
    assert!(output.status.success(), "{program} {}", file.display());
    String::from_utf8(output.stdout).unwrap()
}

pub struct Pdf {
    file: PathBuf,
    pub pages: Vec<Page>,
}

pub struct Page {
    pub width: f64,
    pub words: Vec<Word>,
}

/// A piece of text and where it stands, in points from the upper left corner.
pub struct Word {
    pub text: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Pdf {
    pub fn open(file: PathBuf) -> Self {
        let boxes = poppler("pdftotext", &["-bbox"], &file, &["-"]);
        let (begin, end) = (boxes.find("<doc>").unwrap(), boxes.find("</html>").unwrap());
        let boxes = boxes[begin..end].replace("</body>", "");
        let boxes = roxmltree::Document::parse(&boxes).unwrap();
        let named = |name: &'static str| move |node: &roxmltree::Node| node.has_tag_name(name);
        let number = |node: roxmltree::Node, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
        let word = |node: roxmltree::Node| Word {
            text: node.text().unwrap_or_default().to_owned(),
            left: number(node, "xMin"),
            top: number(node, "yMin"),
            right: number(node, "xMax"),
            bottom: number(node, "yMax"),
        };
        let page = |node: roxmltree::Node| Page {
            width: number(node, "width"),
            words: node.descendants().filter(named("word")).map(word).collect(),
        };
        let pages = boxes.descendants().filter(named("page")).map(page).collect();
        Self { file, pages }
    }

    /// A page's text without blanks, in the order in which it is read; the first page is 0.
    /// How many pictures are on each page.
    pub fn pictures(&self) -> Vec<usize> {
        let list = poppler("pdfimages", &["-list"], &self.file, &[]);
        let pages: Vec<usize> = list.lines().skip(2).map(|line| line[..5].trim().parse().unwrap()).collect();
        (1..=self.pages.len()).map(|page| pages.iter().filter(|on| **on == page).count()).collect()
    }

    pub fn text(&self, page: usize) -> String {
        let number = (page + 1).to_string();
        let text = poppler("pdftotext", &["-layout", "-f", &number, "-l", &number], &self.file, &["-"]);
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    pub fn all_text(&self) -> String {
        (0..self.pages.len()).map(|page| self.text(page)).collect()
    }
}

impl Page {
    /// The lines of text: words at the same height, from left to right.
    pub fn lines(&self) -> Vec<Word> {
        let mut lines: Vec<Word> = Vec::new();
        let mut words: Vec<&Word> = self.words.iter().collect();
        words.sort_by(|a, b| a.middle().total_cmp(&b.middle()).then(a.left.total_cmp(&b.left)));
        for word in words {
            match lines.last_mut() {
                Some(line) if (line.middle() - word.middle()).abs() < 5.0 => {
                    line.text = if word.left < line.left {
                        format!("{}{}", word.text, line.text)
                    } else {
                        format!("{}{}", line.text, word.text)
                    };
                    line.left = line.left.min(word.left);
                    line.right = line.right.max(word.right);
                }
                _ => lines.push(Word { text: word.text.clone(), ..*word }),
            }
        }
        lines
    }

    pub fn line(&self, text: &str) -> Word {
        let found = self.lines().into_iter().find(|line| line.text.contains(text));
        found.unwrap_or_else(|| panic!("no line with {text}"))
    }
}

impl Word {
    pub fn middle(&self) -> f64 {
        (self.top + self.bottom) / 2.0
    }

    pub fn centre(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
}

/// The parts of an Office file that are text.
pub fn parts(file: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        if part.name().unwrap().ends_with(".png") {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text));
    }
    parts
}

pub fn part(file: &[u8], name: &str) -> String {
    let found = parts(file).into_iter().find(|(part, _)| part == name);
    found.unwrap_or_else(|| panic!("no part {name}")).1
}
