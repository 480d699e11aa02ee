//! Which font sets which words. The official fonts come first where the institution has them; else the open ones that the
//! program brings: Noto Serif SC for 仿宋, 楷体, 小标宋 and 宋体, Noto Sans SC for 黑体.

use std::{
    collections::BTreeSet,
    io::Read,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use typst::{
    foundations::Bytes,
    text::{Font, FontBook, FontInfo},
    utils::LazyHash,
};

use crate::PressError;

pub struct Fonts {
    fonts: Vec<Font>,
    pub book: LazyHash<FontBook>,
    /// `fonts.json` of the templates: the families of each role, the first one best
    pub roles: Bytes,
}

/// A font of the system, and where it was found.
#[derive(Clone)]
pub struct Found {
    pub place: (PathBuf, u32),
    pub font: Font,
}

const BUNDLED: [&[u8]; 3] = [
    include_bytes!("../fonts/dist/serif-regular.ttf.gz"),
    include_bytes!("../fonts/dist/serif-bold.ttf.gz"),
    include_bytes!("../fonts/dist/sans-medium.ttf.gz"),
];
const SERIF: &str = "Noto Serif SC";
const SANS: &str = "Noto Sans SC";

/// The names under which the official fonts are sold.
const ROLES: [(&str, &[&str], &str); 5] = [
    (
        "fang",
        &["FangSong_GB2312", "仿宋_GB2312", "FZFangSong-Z02", "方正仿宋_GBK", "FangSong", "仿宋", "STFangsong"],
        SERIF,
    ),
    (
        "title",
        &["FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "方正小标宋简体", "STZhongsong", "华文中宋"],
        SERIF,
    ),
    ("hei", &["SimHei", "黑体", "FZHei-B01", "方正黑体_GBK", "STHeiti"], SANS),
    ("kai", &["KaiTi_GB2312", "楷体_GB2312", "FZKai-Z03", "方正楷体_GBK", "KaiTi", "楷体", "STKaiti"], SERIF),
    ("song", &["SimSun", "宋体", "FZShuSong-Z01", "STSong"], SERIF),
];

/// What GB/T 9704 calls them, in the same order.
const OFFICIAL: [&str; 5] = ["仿宋", "小标宋", "黑体", "楷体", "宋体"];

impl Fonts {
    /// What the program brings, and every font in these folders.
    pub fn load(folders: &[PathBuf]) -> Result<Fonts, PressError> {
        let mut fonts = Vec::new();
        for packed in BUNDLED {
            let mut bytes = Vec::new();
            GzDecoder::new(packed).read_to_end(&mut bytes).map_err(|error| PressError::Fonts(error.to_string()))?;
            fonts.extend(Font::iter(Bytes::new(bytes)));
        }
        for path in folders.iter().flat_map(|folder| files(folder)) {
            let bytes =
                std::fs::read(&path).map_err(|error| PressError::Fonts(format!("{}：{error}", path.display())))?;
            fonts.extend(Font::iter(Bytes::new(bytes)));
        }
        Ok(Fonts::of(fonts))
    }

    /// These and some more, for characters that these have not.
    pub fn with(&self, more: impl Iterator<Item = Font>) -> Fonts {
        Fonts::of(self.fonts.iter().cloned().chain(more).collect())
    }

    /// The fonts of the system that have these characters: of each character the first one, whatever else is looked for.
    pub fn search(places: &[PathBuf], wanted: &BTreeSet<char>) -> Vec<(char, Found)> {
        let mut wanted = wanted.clone();
        let mut found = Vec::new();
        for path in places.iter().flat_map(|place| files(place)) {
            if wanted.is_empty() {
                break;
            }
            let Ok(bytes) = std::fs::read(&path) else { continue };
            for font in Font::iter(Bytes::new(bytes)) {
                let known: Vec<char> = wanted.iter().copied().filter(|one| covers(font.info(), *one)).collect();
                for one in known {
                    wanted.remove(&one);
                    found.push((one, Found { place: (path.clone(), font.index()), font: font.clone() }));
                }
            }
        }
        found
    }

    /// Can it be printed? What has no shape of its own needs none.
    pub fn has(&self, one: char) -> bool {
        shapeless(one) || self.fonts.iter().any(|font| covers(font.info(), one))
    }

    /// Can it be printed whatever stands beside it? In the fonts of the program, or a Hanzi; nothing that joins its neighbour.
    pub fn has_alone(&self, one: char) -> bool {
        let bundled = self.fonts.iter().take(BUNDLED.len());
        let known = || bundled.clone().any(|font| covers(font.info(), one));
        matches!(one, ' ' | '\t' | '\n' | '\r' | '　') || !joins(one) && (known() || is_hanzi(one) && self.has(one))
    }

    /// The official fonts that are not there, by the names that people know; the open ones set in their place.
    pub fn lacking(&self) -> Vec<&'static str> {
        let there = |names: &[&str]| names.iter().any(|name| self.book.contains_family(&name.to_lowercase()));
        ROLES.iter().zip(OFFICIAL).filter(|((_, names, _), _)| !there(names)).map(|(_, name)| name).collect()
    }

    pub fn get(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn of(fonts: Vec<Font>) -> Fonts {
        let book = FontBook::from_fonts(&fonts);
        let families = |names: &[&str], open: &str| -> Vec<String> {
            let known = names.iter().map(|name| name.to_lowercase()).filter(|name| book.contains_family(name));
            known.chain([open.to_lowercase()]).collect()
        };
        let roles: Value =
            ROLES.iter().map(|(role, names, open)| ((*role).to_owned(), json!(families(names, open)))).collect();
        Fonts { roles: Bytes::new(roles.to_string().into_bytes()), book: LazyHash::new(book), fonts }
    }
}

fn covers(font: &FontInfo, one: char) -> bool {
    font.coverage.contains(u32::from(one))
}

/// Spaces, joiners, marks of direction and selectors of a variant.
fn shapeless(one: char) -> bool {
    one.is_whitespace()
        || matches!(one, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_hanzi(one: char) -> bool {
    matches!(one, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Marks that are drawn above, below or around the character before them, and what has no shape.
fn joins(one: char) -> bool {
    shapeless(one)
        || matches!(one, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{109F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{302A}'..='\u{302F}' | '\u{3099}'..='\u{309A}' | '\u{FE20}'..='\u{FE2F}')
}

/// Every font file below a folder, in the order of the names. None where there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            let is_font = path
                .extension()
                .and_then(|ending| ending.to_str())
                .is_some_and(|ending| ["ttf", "otf", "ttc", "otc"].contains(&ending.to_ascii_lowercase().as_str()));
            if path.is_dir() {
                folders.push(path);
            } else if is_font {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
