//! Files that mean harm, made when they are needed: what unpacks to much, nests without end, lies about itself.

use std::io::{Cursor, Write};

use zip::{ZipWriter, result::ZipResult, write::SimpleFileOptions};

/// The files by name. The name is part of the test: one of them ends wrongly.
pub const NAMES: [&str; 12] = [
    "压缩炸弹.docx",
    "百万共享字符串.xlsx",
    "截断.docx",
    "加密.docx",
    "宏.xlsm",
    "外部实体.docx",
    "扩展名不符.pdf",
    "GBK文本.txt",
    "一万六千列.xlsx",
    "嵌套过深.docx",
    "巨大对象.pdf",
    "正常.docx",
];

/// The bytes of one of them; empty for a name that is none.
pub fn make(name: &str) -> ZipResult<Vec<u8>> {
    match name {
        "压缩炸弹.docx" => package(&[("word/document.xml", &" ".repeat(60 << 20))]),
        "百万共享字符串.xlsx" => shared_strings(1_000_000),
        "截断.docx" => ordinary().map(|bytes| bytes[..bytes.len() / 2].to_vec()),
        "加密.docx" => Ok(encrypted()),
        "宏.xlsm" => workbook(&cells(1, 4), "", &[("xl/vbaProject.bin", "\u{1}\u{2}\u{3}")]),
        "外部实体.docx" => package(&[(
            "word/document.xml",
            "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><w:document><w:body>&a;</w:body></w:document>",
        )]),
        "扩展名不符.pdf" | "正常.docx" => ordinary(),
        "GBK文本.txt" => Ok(GBK.repeat(2_000)),
        "一万六千列.xlsx" => workbook(&cells(20, 16_384), "", &[]),
        "嵌套过深.docx" => package(&[(
            "word/document.xml",
            &body(&format!("{}{}", "<w:sdt>".repeat(100_000), "</w:sdt>".repeat(100_000))),
        )]),
        "巨大对象.pdf" => Ok([b"%PDF-1.7\n1 0 obj<</Type/Page/X ".to_vec(), vec![b'['; 15 << 20]].concat()),
        _ => Ok(Vec::new()),
    }
}

/// 一、请教务处完成。 and the end of the line
const GBK: &[u8] = b"\xd2\xbb\xa1\xa2\xc7\xeb\xbd\xcc\xce\xf1\xb4\xa6\xcd\xea\xb3\xc9\xa1\xa3\n";

fn ordinary() -> ZipResult<Vec<u8>> {
    let paragraph = "<w:p><w:r><w:t>一、请教务处于6月30日前完成专业评估。</w:t></w:r></w:p>";
    package(&[("word/document.xml", &body(&paragraph.repeat(200)))])
}

fn body(inner: &str) -> String {
    format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{inner}</w:body></w:document>"
    )
}

/// A container of the old kind that says in its directory what is in it.
fn encrypted() -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(1024, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(64 << 10, 0);
    bytes
}

/// Rows of one sheet, from the first row on.
fn cells(rows: usize, columns: usize) -> String {
    let row = |at: usize| {
        let cells: String = (0..columns).map(|_| "<c t=\"inlineStr\"><is><t>字</t></is></c>").collect();
        format!("<row r=\"{}\">{cells}</row>", at + 1)
    };
    (0..rows).map(row).collect()
}

fn shared_strings(count: usize) -> ZipResult<Vec<u8>> {
    let strings: String = (0..count).map(|at| format!("<si><t>事项{at}</t></si>")).collect();
    workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", &strings, &[])
}

fn workbook(rows: &str, strings: &str, more: &[(&str, &str)]) -> ZipResult<Vec<u8>> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{RELATIONS}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    let strings = format!("<sst xmlns=\"{MAIN}\">{strings}</sst>");
    let mut parts = vec![
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
        ("xl/sharedStrings.xml", strings.as_str()),
    ];
    parts.extend(more);
    package(&parts)
}

fn package(parts: &[(&str, &str)]) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("[Content_Types].xml", SimpleFileOptions::default())?;
    writer.write_all(b"<Types/>")?;
    for (name, words) in parts {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(words.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}
