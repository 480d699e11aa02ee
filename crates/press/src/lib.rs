//! Papers set in type: a [`Paper`] in, a PDF out (PDF/A-2b, fonts embedded and subset), by typst.
//!
//! The templates (`templates/*.typ`) belong to the program; what people wrote reaches them as values of a JSON file and is
//! never read as markup. There is nothing else that a template could open: no files, no network, no packages, no clock.
//! Setting type cannot be interrupted, so whoever needs a bound on time and memory runs it in a process of its own.

mod fonts;
mod world;

use std::{
    collections::{BTreeSet, HashSet},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use documents::{
    Paper,
    format::{self, Unwritable},
};
use serde_json::Value;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use fonts::Fonts;
use world::Sheets;

/// Where fonts are looked for beside those that the program brings.
#[derive(Debug, Clone, Default)]
pub struct FontPlaces {
    /// licensed fonts of the institution (仿宋_GB2312, 方正小标宋, 黑体, 楷体 …); used wherever they are found
    pub folders: Vec<PathBuf>,
    /// fonts of the system; only for characters that no other font has
    pub system: Vec<PathBuf>,
}

/// Why a paper could not be set.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// what no format can write
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// more than a reader of PDF would want
    #[error("内容太长（{0} 字节），排不成 PDF；请分批，或导出为 XLSX")]
    TooLong(usize),
    #[error("PDF 排版失败：{0}")]
    Failed(String),
    #[error("字体读不出：{0}")]
    Fonts(String),
}

/// The most that is set in one file, in bytes of its texts and cells.
const MOST: usize = 24 * 1024 * 1024;
/// How many papers back the memory of the typesetter goes.
const REMEMBERED: usize = 8;

/// A PDF, and what could not be printed in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// characters that no font has: 〓 stands in their place, and the paper says so
    pub missing: Vec<char>,
}

/// The fonts, loaded once. Papers are set one after another or at the same time.
pub struct Press {
    places: FontPlaces,
    state: Mutex<State>,
}

struct State {
    fonts: Arc<Fonts>,
    /// looked for in the system's fonts already
    sought: HashSet<char>,
}

impl Press {
    /// Reads the fonts that the program brings (some 40 MB in memory) and those in the folders.
    pub fn open(places: FontPlaces) -> Result<Press, PressError> {
        let fonts = Arc::new(Fonts::load(&places.folders)?);
        Ok(Press { places, state: Mutex::new(State { fonts, sought: HashSet::new() }) })
    }

    /// Sets a paper. The same paper gives the same bytes, on any machine with the same fonts.
    pub fn print(&self, paper: &Paper) -> Result<Printed, PressError> {
        format::check(paper)?;
        let mut json = serde_json::to_value(paper).map_err(|error| PressError::Failed(error.to_string()))?;
        let fonts = self.fonts_for(&json);
        let missing = replace_missing(&mut json, &fonts);
        if let Value::Object(fields) = &mut json {
            fields.insert("missing".to_owned(), missing.iter().map(|one| code(*one)).collect());
        }
        let bytes = json.to_string().into_bytes();
        if bytes.len() > MOST {
            return Err(PressError::TooLong(bytes.len()));
        }
        let set = typst::compile::<PagedDocument>(&Sheets::new(fonts, bytes)).output;
        let printed = set.map_err(failed).and_then(|document| {
            let pages = document.pages().len();
            let options = options(paper)?;
            let pdf = typst_pdf::pdf(&document, &options).map_err(failed)?;
            Ok(Printed { pdf, pages, missing: missing.into_iter().collect() })
        });
        comemo::evict(REMEMBERED);
        printed
    }

    /// The fonts; with some of the system's among them, if a rare character needs one.
    fn fonts_for(&self, json: &Value) -> Arc<Fonts> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wanted = BTreeSet::new();
        each_text(json, &mut |text| {
            wanted.extend(text.chars().filter(|one| !state.fonts.has(*one) && !state.sought.contains(one)));
        });
        if !wanted.is_empty() {
            let found = Fonts::search(&self.places.system, &wanted);
            if !found.is_empty() {
                state.fonts = Arc::new(state.fonts.with(found));
            }
            state.sought.extend(wanted);
        }
        state.fonts.clone()
    }
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press").field("places", &self.places).finish_non_exhaustive()
    }
}

fn options(paper: &Paper) -> Result<PdfOptions, PressError> {
    let standards =
        PdfStandards::new(&[PdfStandard::A_2b]).map_err(|error| PressError::Failed(error.message().to_string()))?;
    let timestamp = paper.on.and_then(|day| {
        let midnight = typst::foundations::Datetime::from_ymd_hms(
            i32::from(day.year()),
            u8::try_from(day.month()).ok()?,
            u8::try_from(day.day()).ok()?,
            0,
            0,
            0,
        )?;
        Timestamp::new_local(midnight, 8 * 60)
    });
    Ok(PdfOptions { standards, timestamp, tagged: false, ..PdfOptions::default() })
}

fn failed(errors: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>) -> PressError {
    let first = errors.first().map(|error| error.message.to_string());
    PressError::Failed(first.unwrap_or_default())
}

fn each_text(json: &Value, found: &mut impl FnMut(&str)) {
    match json {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| each_text(field, found)),
        _ => {}
    }
}

/// 〓 is what printers put where a character is wanting.
fn replace_missing(json: &mut Value, fonts: &Fonts) -> BTreeSet<char> {
    fn walk(json: &mut Value, fonts: &Fonts, missing: &mut BTreeSet<char>) {
        match json {
            Value::String(text) if text.chars().any(|one| !fonts.has(one)) => {
                missing.extend(text.chars().filter(|one| !fonts.has(*one)));
                *text = text.chars().map(|one| if fonts.has(one) { one } else { '〓' }).collect();
            }
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, fonts, missing)),
            Value::Object(fields) => fields.values_mut().for_each(|field| walk(field, fonts, missing)),
            _ => {}
        }
    }
    let mut missing = BTreeSet::new();
    walk(json, fonts, &mut missing);
    missing
}

fn code(missing: char) -> String {
    format!("U+{:04X}", u32::from(missing))
}
