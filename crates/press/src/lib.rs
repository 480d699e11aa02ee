//! Papers set in type: a [`Paper`] in, a PDF out (PDF/A-2b, fonts embedded and subset), by typst.
//!
//! The templates (`templates/*.typ`) belong to the program; what people wrote reaches them as values of a JSON file and is
//! never read as markup. There is nothing else that a template could open: no files, no network, no packages, no clock.
//! Setting type cannot be interrupted, so whoever needs a bound on time and memory runs it in a process of its own.

mod fonts;
mod world;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use documents::{
    Paper,
    format::{self, Unwritable},
    paper::Sheet,
};
use jiff::civil::Date;
use serde_json::Value;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use fonts::{Fonts, Found};
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
    /// more pages than anybody leafs through
    #[error("共有 {0} 行，排不成 PDF（最多 {MOST_ROWS} 行）；请缩小范围，或导出为 XLSX")]
    TooManyRows(usize),
    #[error("PDF 排版失败：{0}")]
    Failed(String),
    #[error("字体读不出：{0}")]
    Fonts(String),
}

/// The most that is set in one file, in bytes of its texts and cells: a report of 1500 pages.
const MOST: usize = 4 * 1024 * 1024;
/// The most rows of registers that are set in one file: 250 pages of twelve columns, some 600 MB of memory while they are set.
const MOST_ROWS: usize = 3_000;
/// PDF/A wants a day of making; a paper without one has this one, since the press looks at no clock.
const NO_DAY: Date = Date::constant(1970, 1, 1);
/// How many papers back the memory of the typesetter goes, and the most pages of a paper that it remembers.
const REMEMBERED: usize = 8;
const FEW: usize = 20;

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
    fonts: Arc<Fonts>,
    /// characters that were looked for in the system's fonts
    sought: Mutex<HashMap<char, Option<Found>>>,
}

impl Press {
    /// Reads the fonts that the program brings (some 40 MB in memory) and those in the folders.
    pub fn open(places: FontPlaces) -> Result<Press, PressError> {
        let fonts = Arc::new(Fonts::load(&places.folders)?);
        Ok(Press { places, fonts, sought: Mutex::default() })
    }

    /// The official fonts (仿宋, 小标宋, 黑体, 楷体, 宋体) that are not there: open ones set in their place.
    pub fn lacking(&self) -> Vec<&'static str> {
        self.fonts.lacking()
    }

    /// Sets a paper. The same paper gives the same bytes, on any machine with the same fonts.
    pub fn print(&self, paper: &Paper) -> Result<Printed, PressError> {
        // First of all, so that nothing else walks through what is too long.
        let length = serde_json::to_vec(paper).map_err(|error| PressError::Failed(error.to_string()))?.len();
        if length > MOST {
            return Err(PressError::TooLong(length));
        }
        format::check(paper)?;
        let rows = paper.sheets.iter().map(rows).sum();
        if rows > MOST_ROWS {
            return Err(PressError::TooManyRows(rows));
        }
        let printed = self.set(paper, Fonts::has);
        // A mark above a character of another font is no shape of either, and PDF/A allows no such thing.
        let printed = printed.or_else(|error| match error {
            PressError::Failed(_) => self.set(paper, Fonts::has_alone),
            other => Err(other),
        });
        // What was worked out for a long paper is hundreds of megabytes that no other paper will ask for.
        let long = printed.as_ref().map_or(true, |printed| printed.pages > FEW);
        comemo::evict(if long { 0 } else { REMEMBERED });
        printed
    }

    fn set(&self, paper: &Paper, has: fn(&Fonts, char) -> bool) -> Result<Printed, PressError> {
        let mut json = serde_json::to_value(paper).map_err(|error| PressError::Failed(error.to_string()))?;
        let fonts = self.fonts_for(&json);
        let missing = replace_missing(&mut json, &|one| has(&fonts, one));
        if let Value::Object(fields) = &mut json {
            fields.insert("missing".to_owned(), missing.iter().map(|one| code(*one)).collect());
            // Its size only: the picture is a file of its own.
            fields.insert("logo".to_owned(), paper.logo.as_ref().map(|logo| logo.size().0).into());
        }
        let logo = paper.logo.as_ref().map(|logo| logo.png.clone());
        let sheets = Sheets::new(fonts, json.to_string().into_bytes(), logo);
        let document = typst::compile::<PagedDocument>(&sheets).output.map_err(failed)?;
        let pdf = typst_pdf::pdf(&document, &options(paper)?).map_err(failed)?;
        Ok(Printed { pdf, pages: document.pages().len(), missing: missing.into_iter().collect() })
    }

    /// The fonts, and of the system's those that a rare character of this paper needs; which ones does not depend on the papers
    /// before it.
    fn fonts_for(&self, json: &Value) -> Arc<Fonts> {
        let mut wanted = BTreeSet::new();
        each_text(json, &mut |text| wanted.extend(text.chars().filter(|one| !self.fonts.has(*one))));
        if wanted.is_empty() {
            return self.fonts.clone();
        }
        let mut sought = self.sought.lock().unwrap_or_else(PoisonError::into_inner);
        let new: BTreeSet<char> = wanted.iter().copied().filter(|one| !sought.contains_key(one)).collect();
        if !new.is_empty() {
            let found = Fonts::search(&self.places.system, &new);
            sought.extend(new.into_iter().map(|one| (one, None)));
            sought.extend(found.into_iter().map(|(one, font)| (one, Some(font))));
        }
        let found = wanted.iter().filter_map(|one| sought.get(one)?.as_ref());
        let more: BTreeMap<_, _> = found.map(|found| (&found.place, &found.font)).collect();
        Arc::new(self.fonts.with(more.into_values().cloned()))
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
    let day = paper.on.unwrap_or(NO_DAY);
    let parts = (i32::from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    let (year, Ok(month), Ok(day)) = parts else { return Err(PressError::Failed(format!("{day}"))) };
    let midnight = typst::foundations::Datetime::from_ymd_hms(year, month, day, 0, 0, 0);
    // Chinese time, wherever the program runs.
    let timestamp = midnight.and_then(|midnight| Timestamp::new_local(midnight, 8 * 60));
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
fn replace_missing(json: &mut Value, has: &impl Fn(char) -> bool) -> BTreeSet<char> {
    fn walk(json: &mut Value, has: &impl Fn(char) -> bool, missing: &mut BTreeSet<char>) {
        match json {
            Value::String(text) if text.chars().any(|one| !has(one)) => {
                missing.extend(text.chars().filter(|one| !has(*one)));
                *text = text.chars().map(|one| if has(one) { one } else { '〓' }).collect();
            }
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, has, missing)),
            Value::Object(fields) => fields.values_mut().for_each(|field| walk(field, has, missing)),
            _ => {}
        }
    }
    let mut missing = BTreeSet::new();
    walk(json, has, &mut missing);
    missing
}

fn rows(sheet: &Sheet) -> usize {
    if let Sheet::Register(register) = sheet { register.rows.len() } else { 0 }
}

fn code(missing: char) -> String {
    format!("U+{:04X}", u32::from(missing))
}
