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
    pub fn with(&self, more: Vec<Font>) -> Fonts {
        Fonts::of(self.fonts.iter().cloned().chain(more).collect())
    }

    /// Fonts of the system that have some of these characters: of each character the first one found.
    pub fn search(places: &[PathBuf], wanted: &BTreeSet<char>) -> Vec<Font> {
        let mut wanted = wanted.clone();
        let mut found = Vec::new();
        for path in places.iter().flat_map(|place| files(place)) {
            if wanted.is_empty() {
                break;
            }
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let Some(font) =
                Font::iter(Bytes::new(bytes)).find(|font| wanted.iter().any(|one| covers(font.info(), *one)))
            else {
                continue;
            };
            wanted.retain(|one| !covers(font.info(), *one));
            found.push(font);
        }
        found
    }

    /// Can it be printed? What has no shape of its own needs none.
    pub fn has(&self, one: char) -> bool {
        shapeless(one) || self.fonts.iter().any(|font| covers(font.info(), one))
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
