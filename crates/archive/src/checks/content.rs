//! What a file is, by its bytes: whether it opens, whether it is what it is called, and whether it could do something.
//!
//! This sees what lies open. A script inside a compressed stream of a PDF is not found; a virus scanner is not replaced.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// As much as all files inside the ZIP files of one package may unpack to.
pub const MOST_INFLATED: u64 = 2 << 30;
const MOST_INSIDE: usize = 10_000;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Content {
    pub unusable: Vec<String>,
    pub insecure: Vec<String>,
}

/// `budget`: bytes that may still be unpacked.
pub fn examine(path: &str, media_type: &str, bytes: &[u8], budget: &mut u64) -> Content {
    let mut content = Content::default();
    let bare = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    let ending = ending(path);
    match FORMATS.iter().find(|format| format.media_type == bare && format.endings.contains(&ending.as_str())) {
        Some(format) => opens(format.shape, bytes, budget, &mut content),
        None if FORMATS.iter().any(|format| format.media_type == bare) => {
            content.unusable.push(format!("扩展名“{ending}”与格式 {bare} 不符"));
        }
        None => content.unusable.push(format!("格式 {bare} 不在可长期保存的格式之列")),
    }
    content.insecure.extend(executable(path, bytes));
    content
}

struct Format {
    media_type: &'static str,
    endings: &'static [&'static str],
    shape: Shape,
}

#[derive(Clone, Copy)]
enum Shape {
    Pdf,
    /// With these entries inside; a folder ends with `/`.
    Zip(&'static [&'static str]),
    /// Office before 2007 (OLE compound file)
    Compound,
    /// Between these bytes; the end may stand before the last kilobytes.
    Picture(&'static [u8], &'static [u8]),
    Text,
    Json,
}

const FORMATS: &[Format] = &[
    format("application/pdf", &["pdf"], Shape::Pdf),
    format("application/ofd", &["ofd"], Shape::Zip(&["OFD.xml"])),
    format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
        Shape::Zip(&[TYPES, "word/"]),
    ),
    format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"], Shape::Zip(&[TYPES, "xl/"])),
    format(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
        Shape::Zip(&[TYPES, "ppt/"]),
    ),
    format("application/zip", &["zip"], Shape::Zip(&[])),
    format("application/msword", &["doc", "wps"], Shape::Compound),
    format("application/vnd.ms-excel", &["xls", "et"], Shape::Compound),
    format("application/vnd.ms-powerpoint", &["ppt", "dps"], Shape::Compound),
    format("application/vnd.ms-works", &["wps"], Shape::Compound),
    format("image/png", &["png"], Shape::Picture(b"\x89PNG\r\n\x1a\n", b"IEND\xae\x42\x60\x82")),
    format("image/jpeg", &["jpg", "jpeg"], Shape::Picture(b"\xff\xd8\xff", b"\xff\xd9")),
    format("text/plain", &["txt"], Shape::Text),
    format("text/csv", &["csv"], Shape::Text),
    format("application/json", &["json"], Shape::Json),
    format("application/x-ndjson", &["jsonl"], Shape::Text),
];

const TYPES: &str = "[Content_Types].xml";

const fn format(media_type: &'static str, endings: &'static [&'static str], shape: Shape) -> Format {
    Format { media_type, endings, shape }
}

fn opens(shape: Shape, bytes: &[u8], budget: &mut u64, content: &mut Content) {
    match shape {
        Shape::Pdf => pdf(bytes, content),
        Shape::Zip(needed) => inside(needed, bytes, budget, content),
        Shape::Compound => compound(bytes, content),
        Shape::Picture(begin, end) => {
            if !bytes.starts_with(begin) || !has(bytes, end) {
                content.unusable.push("不是所称格式的图片，或图片不完整".to_owned());
            }
        }
        Shape::Text => text(bytes, content),
        Shape::Json => {
            if serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err() {
                content.unusable.push("不是 JSON 文件".to_owned());
            }
        }
    }
}

/// Of ISO 32000: the header, the end, and the names that stand for encryption and for doing something by itself.
fn pdf(bytes: &[u8], content: &mut Content) {
    if !bytes.starts_with(b"%PDF-") {
        content.unusable.push("不是 PDF 文件（开头不是 %PDF）".to_owned());
    }
    // Some writers add a little behind it; readers look for it in the last kilobyte.
    if !has(&bytes[bytes.len().saturating_sub(1024)..], b"%%EOF") {
        content.unusable.push("PDF 文件不完整（结尾不是 %%EOF）".to_owned());
    }
    if encrypted_pdf(bytes) {
        content.insecure.push("PDF 文件已加密".to_owned());
    }
    for (name, what) in [(&b"/JavaScript"[..], "脚本"), (b"/Launch", "启动其他程序的动作")] {
        if names(bytes, name).any(|rest| !rest.first().is_some_and(|byte| is_regular(*byte))) {
            content.insecure.push(format!("PDF 文件含有{what}"));
        }
    }
}

/// `/Encrypt` of the trailer is a reference (`5 0 R`) or a dictionary.
fn encrypted_pdf(bytes: &[u8]) -> bool {
    names(bytes, b"/Encrypt").any(|rest| {
        let value = rest.trim_ascii_start();
        value.starts_with(b"<<") || (value.len() < rest.len() && value.first().is_some_and(u8::is_ascii_digit))
    })
}

/// What follows each place where `name` stands.
fn names<'a>(bytes: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    places(bytes, name).map(move |at| &bytes[at + name.len()..])
}

/// A byte that goes on with a name (ISO 32000, 7.2.2).
fn is_regular(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"()<>[]{}/%".contains(&byte)
}

fn inside(needed: &[&str], bytes: &[u8], budget: &mut u64, content: &mut Content) {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        content.unusable.push("打不开，不是完整的 ZIP 文件".to_owned());
        return;
    };
    if zip.len() > MOST_INSIDE {
        content.unusable.push(format!("内含文件超过 {MOST_INSIDE} 个"));
        return;
    }
    let missing = needed.iter().find(|needed| !zip.file_names().flatten().any(|name| is_there(&name, needed)));
    if let Some(missing) = missing {
        content.unusable.push(format!("不是所称格式的文件（缺少 {missing}）"));
    }
    for at in 0..zip.len() {
        if let Err(()) = one_inside(&mut zip, at, budget, content) {
            return;
        }
    }
}

fn is_there(name: &str, needed: &str) -> bool {
    if needed.ends_with('/') { name.starts_with(needed) } else { name == needed }
}

/// Unpacks one entry to nowhere, which proves its check sum. `Err`: it makes no sense to go on.
fn one_inside(
    zip: &mut ZipArchive<Cursor<&[u8]>>,
    at: usize,
    budget: &mut u64,
    content: &mut Content,
) -> Result<(), ()> {
    if zip.by_index_raw(at).is_ok_and(|entry| entry.encrypted()) {
        content.insecure.push("ZIP 文件已加密".to_owned());
        return Err(());
    }
    let Ok(entry) = zip.by_index(at) else {
        content.unusable.push(format!("内含的第 {} 个文件打不开", at + 1));
        return Ok(());
    };
    // A name in no known encoding says nothing; what it names is looked at all the same.
    let name = entry.name().unwrap_or_default().escape_debug().to_string();
    if name.to_lowercase().ends_with("vbaproject.bin") {
        content.insecure.push("含有宏".to_owned());
    }
    let mut head = Vec::new();
    let mut bounded = entry.take(budget.saturating_add(1));
    let read = (&mut bounded).take(HEAD).read_to_end(&mut head);
    let rest = read.and_then(|read| Ok(read as u64 + std::io::copy(&mut bounded, &mut std::io::sink())?));
    match rest {
        Ok(size) if size > *budget => {
            *budget = 0;
            content.unusable.push("解压后过大".to_owned());
            return Err(());
        }
        Ok(size) => *budget -= size,
        Err(_) => content.unusable.push(format!("内含的文件“{name}”损坏")),
    }
    content.insecure.extend(executable(&name, &head).map(|what| format!("内含的文件“{name}”{what}")));
    Ok(())
}

const HEAD: u64 = 512;

/// MS-CFB. Names in it are UTF-16: `_VBA_PROJECT` is the storage of macros, `EncryptedPackage` that of a protected file.
fn compound(bytes: &[u8], content: &mut Content) {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") || bytes.len() < 1536 {
        content.unusable.push("不是完整的 Office 97-2003 文件".to_owned());
    }
    let named = |name: &str| has(bytes, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    if named("_VBA_PROJECT") {
        content.insecure.push("含有宏".to_owned());
    }
    if named("EncryptedPackage") {
        content.insecure.push("文件已加密".to_owned());
    }
}

fn text(bytes: &[u8], content: &mut Content) {
    if std::str::from_utf8(bytes).is_err() || bytes.contains(&0) {
        content.unusable.push("不是 UTF-8 文字".to_owned());
    }
}

/// What a double click or a browser would run, by name and by content.
fn executable(path: &str, bytes: &[u8]) -> Option<String> {
    let ending = ending(path);
    if EXECUTABLE.contains(&ending.as_str()) {
        return Some(format!("是可执行文件或脚本（.{ending}）"));
    }
    let dos = bytes.starts_with(b"MZ") && bytes[..bytes.len().min(64)].contains(&0);
    let native = [&b"\x7fELF"[..], b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"];
    let script = [&b"#!/"[..], b"#! /", b"<?php"];
    if dos || native.iter().chain(&script).any(|magic| bytes.starts_with(magic)) {
        return Some("含有可执行内容".to_owned());
    }
    None
}

const EXECUTABLE: &[&str] = &[
    "app", "apk", "bat", "cmd", "com", "cpl", "dll", "docm", "dotm", "elf", "exe", "gadget", "hta", "htm", "html",
    "inf", "ins", "iso", "jar", "js", "jse", "lnk", "mht", "mhtml", "mjs", "msc", "msi", "msp", "php", "pif", "pl",
    "potm", "ppsm", "pptm", "ps1", "psm1", "py", "rb", "reg", "rpm", "scf", "scr", "sct", "sh", "shb", "so", "svg",
    "swf", "sys", "url", "vb", "vbe", "vbs", "ws", "wsc", "wsf", "wsh", "xhtml", "xlam", "xlsm", "xltm",
];

fn ending(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    places(bytes, wanted).next().is_some()
}

/// Where `wanted` begins.
fn places<'a>(bytes: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = wanted.first().copied();
    bytes
        .iter()
        .enumerate()
        .filter(move |(at, byte)| Some(**byte) == first && bytes[*at..].starts_with(wanted))
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;
    use crate::testing::{DOCX, PDF, docx};

    fn of(path: &str, media_type: &str, bytes: &[u8]) -> Content {
        examine(path, media_type, bytes, &mut MOST_INFLATED.clone())
    }

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
                .unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn good_files_are_good() {
        let ole = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 2000]].concat();
        for (path, media_type, bytes) in [
            ("a.pdf", "application/pdf", PDF.to_vec()),
            ("a.PDF", "application/pdf", [PDF, b"\r\n"].concat()),
            ("a.docx", DOCX, docx()),
            ("a.ofd", "application/ofd", zipped(&[("OFD.xml", b"<ofd/>")])),
            ("a.zip", "application/zip", zipped(&[("x/y.txt", b"y")])),
            ("a.doc", "application/msword", ole),
            ("a.png", "image/png", b"\x89PNG\r\n\x1a\n....IEND\xae\x42\x60\x82".to_vec()),
            ("a.jpeg", "image/jpeg", b"\xff\xd8\xff....\xff\xd9".to_vec()),
            ("a.txt", "text/plain; charset=utf-8", "MZ 是字母".as_bytes().to_vec()),
            ("a.json", "application/json", b"{}".to_vec()),
            ("a.jsonl", "application/x-ndjson", b"{}\n{}".to_vec()),
        ] {
            assert_eq!(of(path, media_type, &bytes), Content::default(), "{path}");
        }
    }

    #[test]
    fn what_does_not_open_is_named() {
        for (path, media_type, bytes, says) in [
            ("a.pdf", "application/pdf", &b"%PDF-1.7\n"[..], "%%EOF"),
            ("a.pdf", "application/pdf", b"x%PDF-1.7 %%EOF", "开头不是"),
            ("a.pdf", "application/pdf", b"", "不是 PDF"),
            ("a.pdf", "image/png", PDF, "扩展名“pdf”与格式 image/png 不符"),
            ("a", "application/octet-stream", b"x", "可长期保存"),
            ("a.docx", DOCX, PDF, "打不开"),
            ("a.docx", DOCX, &zipped(&[("x", b"x")]), "缺少 [Content_Types].xml"),
            ("a.docx", DOCX, &docx()[..docx().len() - 10], "打不开"),
            ("a.png", "image/png", b"\x89PNG\r\n\x1a\n....", "图片"),
            ("a.jpg", "image/jpeg", b"GIF89a", "图片"),
            ("a.doc", "application/msword", b"\xd0\xcf\x11\xe0", "Office"),
            ("a.txt", "text/plain", b"\xb6\xbd", "UTF-8"),
            ("a.json", "application/json", b"{", "JSON"),
        ] {
            let content = of(path, media_type, bytes);
            assert!(content.unusable.join("；").contains(says), "{path}: {content:?}");
        }
    }

    #[test]
    fn what_could_do_something_is_named() {
        let ole = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 2000], &name].concat()
        };
        let pdf = |inside: &str| format!("%PDF-1.7\n{inside}\n%%EOF").into_bytes();
        let macros = zipped(&[(TYPES, b""), ("word/document.xml", b""), ("word/vbaProject.bin", b"x")]);
        for (path, media_type, bytes, says) in [
            ("a.exe", "application/pdf", PDF.to_vec(), "（.exe）"),
            ("a.pdf.JS", "text/plain", b"x".to_vec(), "（.js）"),
            ("a.txt", "text/plain", b"MZ\x90\0\x03".to_vec(), "可执行"),
            ("a.txt", "text/plain", b"#!/bin/sh".to_vec(), "可执行"),
            ("a.txt", "text/plain", b"\x7fELF".to_vec(), "可执行"),
            ("a.pdf", "application/pdf", pdf("trailer << /Encrypt 5 0 R >>"), "已加密"),
            ("a.pdf", "application/pdf", pdf("trailer <</Encrypt<</V 4>>>>"), "已加密"),
            ("a.pdf", "application/pdf", pdf("<< /S /JavaScript /JS (x) >>"), "脚本"),
            ("a.pdf", "application/pdf", pdf("<< /S/Launch>>"), "启动"),
            ("a.docx", DOCX, macros, "含有宏"),
            ("a.doc", "application/msword", ole("_VBA_PROJECT"), "含有宏"),
            ("a.doc", "application/msword", ole("EncryptedPackage"), "已加密"),
            ("a.zip", "application/zip", zipped(&[("x/setup.exe", b"x")]), "内含的文件“x/setup.exe”是可执行"),
            ("a.zip", "application/zip", zipped(&[("x", b"\x7fELF")]), "含有可执行内容"),
        ] {
            let content = of(path, media_type, &bytes);
            assert!(content.insecure.join("；").contains(says), "{path}: {content:?}");
        }
        for harmless in ["/EncryptMetadata false", "(the /Encryption)", "/JavaScriptless", "/LaunchPad"] {
            assert_eq!(of("a.pdf", "application/pdf", &pdf(harmless)).insecure, Vec::<String>::new(), "{harmless}");
        }
    }

    #[test]
    fn an_encrypted_zip_is_named() {
        // Bit 0 of the flags, in both headers.
        let mut zip = zipped(&[("a.txt", b"text")]);
        let central = places(&zip, b"PK\x01\x02").next().unwrap();
        zip[6] |= 1;
        zip[central + 8] |= 1;
        assert_eq!(of("a.zip", "application/zip", &zip).insecure, ["ZIP 文件已加密"]);
    }

    #[test]
    fn a_bomb_stops_at_the_budget() {
        let bomb = zipped(&[("a", &vec![0; 4 << 20]), ("b", &vec![0; 4 << 20])]);
        assert!(bomb.len() < 20_000);
        let mut budget = 5 << 20;
        let content = examine("a.zip", "application/zip", &bomb, &mut budget);
        assert_eq!((content.unusable, budget), (vec!["解压后过大".to_owned()], 0));
        let mut budget = 9 << 20;
        assert_eq!(examine("a.zip", "application/zip", &bomb, &mut budget), Content::default());
        assert_eq!(budget, 1 << 20);
    }

    #[test]
    fn a_damaged_entry_is_named() {
        let mut zip = zipped(&[("a.txt", &b"a text that is compressed".repeat(20))]);
        zip[40] ^= 0x10;
        assert!(of("a.zip", "application/zip", &zip).unusable.join("").contains("损坏"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300), which in 0..FORMATS.len(), cut in 0usize..2000, at in 0usize..2000) {
            let format = &FORMATS[which];
            let path = format!("a.{}", format.endings[0]);
            of(&path, format.media_type, &bytes);
            let mut damaged = docx();
            damaged.truncate(cut.max(1));
            let at = at % damaged.len();
            damaged[at] ^= bytes.first().copied().unwrap_or(1);
            of("a.docx", DOCX, &damaged);
        }
    }
}
