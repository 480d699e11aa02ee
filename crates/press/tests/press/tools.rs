//! A press, and poppler's programs, which `make setup` installs: what a PDF shows, seen from outside.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use documents::{Paper, paper::Sheet, samples};
use press::{FontPlaces, Press, Printed};

/// Points.
pub const MM: f64 = 72.0 / 25.4;

/// With the fonts that the program brings, and those of the system for rare characters.
pub fn press() -> &'static Press {
    static PRESS: OnceLock<Press> = OnceLock::new();
    PRESS.get_or_init(|| Press::open(FontPlaces { folders: vec![], system: vec!["/usr/share/fonts".into()] }).unwrap())
}

/// Runs one of the programs; its standard output.
pub fn call(program: &str, arguments: &[&OsStr]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program} is missing ({error}): make setup installs it"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn text_of(program: &str, arguments: &[&str], file: &Path, last: &[&str]) -> String {
    let arguments: Vec<&OsStr> =
        arguments.iter().map(OsStr::new).chain([file.as_os_str()]).chain(last.iter().map(OsStr::new)).collect();
    String::from_utf8(call(program, &arguments)).unwrap()
}

/// A printed paper, opened.
pub struct Pdf {
    folder: tempfile::TempDir,
    file: PathBuf,
    pub pages: Vec<Page>,
}

pub struct Page {
    pub width: f64,
    pub height: f64,
    pub words: Vec<Word>,
}

/// A piece of text and where it stands, in points from the upper left corner.
#[derive(Debug, Clone)]
pub struct Word {
    pub text: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Prints a sheet that every font has the characters of.
pub fn print(sheet: Sheet) -> Pdf {
    print_paper(&samples::paper(sheet))
}

pub fn print_paper(paper: &Paper) -> Pdf {
    let printed = press().print(paper).unwrap();
    assert!(printed.missing.is_empty(), "{:?}", printed.missing);
    Pdf::open(&printed)
}

impl Pdf {
    pub fn open(printed: &Printed) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("paper.pdf");
        std::fs::write(&file, &printed.pdf).unwrap();
        // Its own title, which is not looked at, may have halves of characters in it.
        let arguments = ["-bbox".as_ref(), file.as_os_str(), "-".as_ref()];
        let boxes = String::from_utf8_lossy(&call("pdftotext", &arguments)).into_owned();
        let (begin, end) = (boxes.find("<doc>").unwrap(), boxes.find("</doc>").unwrap() + "</doc>".len());
        let boxes = roxmltree::Document::parse(&boxes[begin..end]).unwrap();
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
            height: number(node, "height"),
            words: node.descendants().filter(named("word")).map(word).collect(),
        };
        let pages: Vec<Page> = boxes.descendants().filter(named("page")).map(page).collect();
        assert_eq!(pages.len(), printed.pages);
        Self { folder, file, pages }
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// A page's text without blanks, in the order in which it is read; the first page is 0.
    pub fn text(&self, page: usize) -> String {
        let number = (page + 1).to_string();
        squeezed(&text_of("pdftotext", &["-layout", "-f", &number, "-l", &number], &self.file, &["-"]))
    }

    pub fn all_text(&self) -> String {
        squeezed(&text_of("pdftotext", &["-layout"], &self.file, &["-"]))
    }

    /// What another program says about the file.
    pub fn told_by(&self, program: &str, arguments: &[&str]) -> String {
        text_of(program, arguments, &self.file, &[])
    }

    /// A page in shades of grey.
    pub fn picture(&self, page: usize, dots_per_inch: usize) -> Picture {
        let (number, dots) = ((page + 1).to_string(), dots_per_inch.to_string());
        let to = self.folder.path().join(format!("page-{number}-{dots}"));
        let options = ["-gray", "-png", "-singlefile", "-r", &dots, "-f", &number, "-l", &number];
        let mut arguments: Vec<&OsStr> = options.iter().map(OsStr::new).collect();
        arguments.extend([self.file.as_os_str(), to.as_os_str()]);
        call("pdftoppm", &arguments);
        Picture::read(&to.with_extension("png"))
    }

    /// No text stands outside its page, and nothing that was written is a replacement character.
    pub fn sound(&self) {
        for (index, page) in self.pages.iter().enumerate() {
            for word in &page.words {
                let inside = word.left >= 0.0 && word.top >= 0.0;
                let inside = inside && word.right <= page.width && word.bottom <= page.height;
                assert!(inside, "page {}: {word:?}", index + 1);
            }
        }
        assert!(!self.all_text().contains('\u{FFFD}'));
    }
}

pub fn squeezed(text: &str) -> String {
    text.chars().filter(|one| !one.is_whitespace()).collect()
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
                    let (first, second) = if word.left < line.left { (word, &*line) } else { (&*line, word) };
                    line.text = format!("{}{}", first.text, second.text);
                    line.left = line.left.min(word.left);
                    line.right = line.right.max(word.right);
                }
                _ => lines.push(word.clone()),
            }
        }
        lines
    }

    pub fn line(&self, text: &str) -> Word {
        let found = self.lines().into_iter().find(|line| line.text.contains(text));
        found.unwrap_or_else(|| panic!("no line with {text}"))
    }

    pub fn word(&self, text: &str) -> &Word {
        let found = self.words.iter().find(|word| word.text.contains(text));
        found.unwrap_or_else(|| panic!("no word with {text}"))
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

/// Eight bits a dot, 0 is black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub dots: Vec<u8>,
}

impl Picture {
    pub fn read(file: &Path) -> Self {
        let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut dots).unwrap();
        dots.truncate(info.buffer_size());
        let dots = match info.color_type {
            png::ColorType::Grayscale => dots,
            // Some versions of poppler write grey as three equal colours.
            png::ColorType::Rgb => dots.chunks_exact(3).map(|dot| dot[0]).collect(),
            other => panic!("{}: {other:?}", file.display()),
        };
        Self { width: info.width as usize, height: info.height as usize, dots }
    }

    pub fn write(&self, file: &Path) {
        let mut encoder =
            png::Encoder::new(std::fs::File::create(file).unwrap(), self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().unwrap().write_image_data(&self.dots).unwrap();
    }

    /// The dots of a row that are darker than half.
    pub fn dark_in_row(&self, row: usize) -> usize {
        self.dots[row * self.width..(row + 1) * self.width].iter().filter(|dot| **dot < 160).count()
    }
}

/// Within a millimetre.
pub fn at(what: &str, is: f64, should: f64) {
    assert!((is - should).abs() < MM, "{what} at {:.2} mm instead of {:.2} mm", is / MM, should / MM);
}

/// They stand one after the other.
pub fn in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let at = rest.find(word).unwrap_or_else(|| panic!("no {word} after the others in {text}"));
        rest = &rest[at + word.len()..];
    }
}
