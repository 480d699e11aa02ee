//! A look at the raw bytes of a PDF before anything interprets them. The library that reads it unpacks without a limit and
//! descends without one; here both are measured first.

use super::tree::Tree;
use crate::source::{Refused, guard};

/// The most that all streams may unpack to, pictures not counted: they are never unpacked.
const UNPACKED_MOST: u64 = 40 << 20;
const ONE_MOST: u64 = 12 << 20;
const STREAMS_MOST: usize = 20_000;
const NESTING_MOST: usize = 100;

pub fn inspect(bytes: &[u8]) -> Result<(), Refused> {
    if find(bytes, b"/Encrypt", 0).is_some() {
        return Err(Refused::Encrypted);
    }
    if find(bytes, b"/Page", 0).is_none() && find(bytes, b"/ObjStm", 0).is_none() {
        return Err(Refused::Broken);
    }
    let mut tree = Tree::default();
    tree.objects(bytes)?;
    let (mut unpacked, mut measured) = (0, 0);
    let (mut from, mut outside) = (0, 0);
    for _ in 0..STREAMS_MOST {
        let before = from;
        let Some(at) = find(bytes, b"stream", from) else {
            nesting(&bytes[outside.min(bytes.len())..])?;
            return tree.check();
        };
        from = at + b"stream".len();
        if bytes[..at].ends_with(b"end") {
            outside = from;
            continue;
        }
        if at > outside {
            nesting(&bytes[outside..at])?;
        }
        let start = from + line_end(&bytes[from..]);
        let end = find(bytes, b"endstream", start).unwrap_or(bytes.len());
        outside = outside.max(end);
        let data = &bytes[start.min(end)..end];
        // What a stream seems to hold may hold streams itself; each is measured, but not for ever.
        measured += data.len();
        if measured > 4 * bytes.len() + (1 << 20) {
            return Err(Refused::TooMuch);
        }
        let head = &bytes[before..at];
        let dictionary = &head[last(head, b"obj").unwrap_or(0)..];
        if is_picture(dictionary) {
            continue;
        }
        unpacked += unpacks_to(dictionary, data, &mut tree)?;
        if unpacked > UNPACKED_MOST {
            return Err(Refused::Bomb);
        }
    }
    Err(Refused::TooMuch)
}

/// Pictures are not unpacked, neither here nor later; what only says that it is one is not believed.
pub fn is_picture(dictionary: &[u8]) -> bool {
    let has = |word: &[u8]| find(dictionary, word, 0).is_some();
    has(b"/Image") && !has(b"/ObjStm") && !has(b"/XRef") && !has(b"#")
}

/// What a stream unpacks to. Packed twice, or packed so that it cannot be measured, it is refused.
fn unpacks_to(dictionary: &[u8], data: &[u8], tree: &mut Tree) -> Result<u64, Refused> {
    let has = |word: &[u8]| find(dictionary, word, 0).is_some();
    let filters = ["FlateDecode", "LZWDecode", "RunLengthDecode", "/Fl ", "/Fl/", "/LZW"];
    let packed: usize = filters.iter().map(|filter| count(dictionary, filter.as_bytes())).sum();
    // A filter that is spelled in a roundabout way, or said elsewhere, hides something.
    if packed > 1 || has(b"#") || wide(dictionary) || filter_is_elsewhere(dictionary) {
        return Err(Refused::Bomb);
    }
    if has(b"LZWDecode") || has(b"/LZW") {
        // One code of LZW stands for 4 kB at most.
        return if data.len() > 8_000 { Err(Refused::Bomb) } else { Ok(data.len() as u64 * 2_700) };
    }
    let mut content = Vec::new();
    let size = guard::inflated(data, ONE_MOST, |piece| content.extend_from_slice(piece))?;
    // An object stream begins with numbers; what it calls itself does not matter.
    if content.trim_ascii_start().first().is_some_and(u8::is_ascii_digit) {
        nesting(&content)?;
        tree.stream(&content)?;
    }
    Ok(size.max(data.len() as u64))
}

fn filter_is_elsewhere(dictionary: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = find(dictionary, b"/Filter", from) {
        from = at + b"/Filter".len();
        if dictionary[from..].trim_ascii_start().first().is_some_and(u8::is_ascii_digit) {
            return true;
        }
    }
    false
}

/// `/Columns` of a predictor sets how much is laid out for a row.
fn wide(dictionary: &[u8]) -> bool {
    let Some(at) = find(dictionary, b"/Columns", 0) else { return false };
    let digits = dictionary[at + 8..].iter().skip_while(|byte| byte.is_ascii_whitespace());
    digits.take_while(|byte| byte.is_ascii_digit()).count() > 4
}

/// Arrays and dictionaries within each other.
fn nesting(bytes: &[u8]) -> Result<(), Refused> {
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'<' if bytes.get(at + 1) == Some(&b'<') => depth += 1,
            b'>' if bytes.get(at + 1) == Some(&b'>') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > NESTING_MOST {
            return Err(Refused::TooDeep);
        }
    }
    Ok(())
}

fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => 0,
    }
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|window| *window == word).count()
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

pub fn find(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let (first, rest) = word.split_first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| byte == first)?;
        if bytes[at + 1..].starts_with(rest) {
            return Some(at);
        }
        at += 1;
    }
}
