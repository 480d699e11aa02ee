//! The codes of a font as characters and widths.

use std::collections::HashMap;

use encoding_rs::{GB18030, WINDOWS_1252};
use hayro_interpret::hayro_cmap::{self, BfString, CMap, CMapName, CidFamily};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

const WIDTHS_MOST: usize = 70_000;

pub struct Font {
    /// of a composite font: codes as glyph numbers
    encoding: Option<CMap>,
    encoding_name: String,
    to_unicode: Option<CMap>,
    /// glyph numbers of a known collection as characters
    collection: Option<CMap>,
    /// of a simple font: its own names for codes
    differences: HashMap<u8, char>,
    widths: HashMap<u32, f64>,
    default_width: f64,
}

/// One code of a string.
pub struct Sign {
    pub text: Option<String>,
    /// in thousandths of the size
    pub width: f64,
    pub is_space: bool,
}

impl Font {
    pub fn read(dict: &Dict<'_>) -> Self {
        let is_composite = dict.get::<Name<'_>>("Subtype").is_some_and(|kind| &*kind == b"Type0");
        let to_unicode = dict.get::<Stream<'_>>("ToUnicode").and_then(|stream| cmap(&stream));
        let mut font = Self {
            encoding: None,
            encoding_name: String::new(),
            to_unicode,
            collection: None,
            differences: HashMap::new(),
            widths: HashMap::new(),
            default_width: 500.0,
        };
        if is_composite {
            font.composite(dict)
        } else {
            font.simple(dict)
        }
        font
    }

    fn composite(&mut self, dict: &Dict<'_>) {
        match dict.get::<Object<'_>>("Encoding") {
            Some(Object::Name(name)) => {
                self.encoding_name = name.as_str().to_owned();
                self.encoding = match CMapName::from_bytes(&name) {
                    CMapName::IdentityH => Some(CMap::identity_h()),
                    CMapName::IdentityV => Some(CMap::identity_v()),
                    other => {
                        hayro_cmap::load_embedded(other).and_then(|data| CMap::parse(data, hayro_cmap::load_embedded))
                    }
                };
            }
            Some(Object::Stream(stream)) => self.encoding = cmap(&stream),
            _ => {}
        }
        let descendant = dict.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let Some(descendant) = descendant else { return };
        self.default_width = descendant.get::<f32>("DW").map_or(1000.0, f64::from);
        if let Some(widths) = descendant.get::<Array<'_>>("W") {
            self.composite_widths(&widths);
        }
        let info = descendant.get::<Dict<'_>>("CIDSystemInfo");
        let part = |name: &str| info.as_ref().and_then(|info| info.get::<PdfString<'_>>(name));
        if let (Some(registry), Some(ordering)) = (part("Registry"), part("Ordering")) {
            let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
            let data = family.ucs2_cmap().and_then(hayro_cmap::load_embedded);
            self.collection = data.and_then(|data| CMap::parse(data, hayro_cmap::load_embedded));
        }
    }

    /// `first [w w w]` or `first last w`
    fn composite_widths(&mut self, widths: &Array<'_>) {
        let mut numbers: Vec<f64> = Vec::new();
        for item in widths.iter::<Object<'_>>() {
            match (item, &numbers[..]) {
                (Object::Array(list), [first]) => {
                    let first = *first as u32;
                    for (step, width) in list.iter::<f32>().take(WIDTHS_MOST).enumerate() {
                        self.widths.insert(first.saturating_add(step as u32), width.into());
                    }
                    numbers.clear();
                }
                (Object::Number(number), _) => {
                    numbers.push(number.as_f64());
                    if let [first, last, width] = numbers[..] {
                        let (first, last) = (first as u32, (last as u32).min(65_535));
                        self.widths.extend((first..=last).map(|code| (code, width)));
                        numbers.clear();
                    }
                }
                _ => numbers.clear(),
            }
            if self.widths.len() > WIDTHS_MOST {
                return;
            }
        }
    }

    fn simple(&mut self, dict: &Dict<'_>) {
        let first = dict.get::<i32>("FirstChar").unwrap_or(0).clamp(0, 255) as u32;
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            for (step, width) in widths.iter::<f32>().take(256).enumerate() {
                self.widths.insert(first + step as u32, width.into());
            }
        }
        let encoding = dict.get::<Dict<'_>>("Encoding");
        let Some(differences) = encoding.and_then(|encoding| encoding.get::<Array<'_>>("Differences")) else { return };
        let mut code = 0_u32;
        for item in differences.iter::<Object<'_>>().take(1000) {
            match item {
                Object::Number(number) => code = number.as_f64().clamp(0.0, 255.0) as u32,
                Object::Name(name) => {
                    if let (Ok(code), Some(sign)) = (u8::try_from(code), by_name(name.as_str())) {
                        self.differences.insert(code, sign);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }

    /// The codes of a shown string.
    pub fn signs(&self, bytes: &[u8]) -> Vec<Sign> {
        let Some(encoding) = &self.encoding else {
            return bytes.iter().map(|byte| self.simple_sign(*byte)).collect();
        };
        let mut signs = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let code = |len: usize| rest[..len].iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
            let known = (1..=rest.len().min(4)).find_map(|len| {
                let cid = encoding.lookup_cid_code(code(len), len as u8)?;
                Some((len, cid))
            });
            let (len, cid) = known.unwrap_or((rest.len().min(2), 0));
            let text = self.text(code(len), cid, &rest[..len]);
            let width = self.widths.get(&cid).copied().unwrap_or(self.default_width);
            signs.push(Sign { text, width, is_space: len == 1 && rest[0] == b' ' });
            rest = &rest[len..];
        }
        signs
    }

    fn text(&self, code: u32, cid: u32, bytes: &[u8]) -> Option<String> {
        let mapped = self.to_unicode.as_ref().and_then(|cmap| cmap.lookup_bf_string(code));
        let collected = || self.collection.as_ref().and_then(|cmap| cmap.lookup_bf_string(cid));
        if let Some(found) = mapped.or_else(collected) {
            return Some(text_of(found));
        }
        let name = &self.encoding_name;
        match () {
            () if name.starts_with("Uni") => char::from_u32(code).map(String::from),
            () if name.starts_with("GB") => {
                GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
            }
            () => None,
        }
    }

    fn simple_sign(&self, byte: u8) -> Sign {
        let mapped = self.to_unicode.as_ref().and_then(|cmap| cmap.lookup_bf_string(byte.into())).map(text_of);
        let named = || self.differences.get(&byte).map(|sign| sign.to_string());
        let latin = || {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
            (byte >= b' ').then(|| text.into_owned())
        };
        let width = self.widths.get(&byte.into()).copied().unwrap_or(self.default_width);
        Sign { text: mapped.or_else(named).or_else(latin), width, is_space: byte == b' ' }
    }
}

fn cmap(stream: &Stream<'_>) -> Option<CMap> {
    if super::inspect::is_picture(stream.dict().data()) {
        return None;
    }
    let data = stream.decoded().ok()?;
    CMap::parse(&data, hayro_cmap::load_embedded)
}

fn text_of(found: BfString) -> String {
    match found {
        BfString::Char(sign) => sign.to_string(),
        BfString::String(text) => text,
    }
}

/// The glyph names that numbers and dates need; `uni5B66` names its sign.
fn by_name(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 26] = [
        ("space", ' '),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("period", '.'),
        ("comma", ','),
        ("hyphen", '-'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("slash", '/'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("percent", '%'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
        ("quoteleft", '‘'),
        ("quoteright", '’'),
        ("endash", '–'),
        ("emdash", '—'),
    ];
    if let Some((_, sign)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*sign);
    }
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Some(letter),
        _ => name.strip_prefix("uni").and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32),
    }
}
