//! Files that are not what they seem, or that want more than a ledger may have. Each is refused with a sentence, or read
//! without harm.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

#[path = "ledger/common.rs"]
mod common;

use std::io::{Cursor, Write};

use common::{check, merge, workbook, write};
use intake::ledger::{self, Refused};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A container of these parts.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook by hand: the sheet's part, and further ones.
fn book(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    zip(&parts)
}

fn sheet(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

/// A row of inline strings.
fn row(number: u32, texts: &[&str]) -> String {
    let cell = |text: &&str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    format!(r#"<row r="{number}">{}</row>"#, texts.iter().map(cell).collect::<String>())
}

fn plain_rows() -> String {
    row(1, &["序号", "事项", "责任单位", "完成时限"]) + &row(2, &["1", "甲", "教务处", "6月底前"])
}

#[track_caller]
fn refused(bytes: &[u8], expected: Refused) {
    assert_eq!(ledger::open(bytes, "台账.xlsx"), Err(expected));
    assert!(expected.to_string().chars().count() > 8);
}

#[test]
fn a_workbook_by_hand() {
    check(&book(&sheet(&plain_rows()), &[]), &["2|1|甲|教务处||6月底前|2026-06-30"]);
}

#[test]
fn what_is_no_workbook() {
    refused(b"", Refused::Empty);
    refused(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], Refused::NotWorkbook);
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(&[&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], wide.as_slice()].concat(), Refused::Encrypted);
    let wide: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(&[&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], wide.as_slice()].concat(), Refused::OldExcel);
    refused(b"<html><body><table><tr><td>1</td></tr></table></body></html>", Refused::Html);
    refused(b"<?xml version=\"1.0\"?><Workbook/>", Refused::XmlSpreadsheet);
    refused(b"%PDF-1.7", Refused::NotWorkbook);
    refused(b"\x89PNG\r\n", Refused::Unknown);
    refused("只有一段话，没有表格".as_bytes(), Refused::NotWorkbook);
    refused(&zip(&[("word/document.xml", b"<w/>")]), Refused::NotWorkbook);
    refused(&zip(&[("xl/workbook.bin", b"")]), Refused::BinaryWorkbook);
    refused(&zip(&[("content.xml", b"<x/>")]), Refused::Ods);
    refused(&zip(&[("a.txt", b"a")]), Refused::NotWorkbook);
    refused(&book(&sheet(""), &[]), Refused::NoContent);
}

#[test]
fn broken_files() {
    let whole = workbook(|sheet| write(sheet, 1, &[&["序号", "事项", "责任单位"], &["1", "甲", "教务处"]]));
    for cut in [5, whole.len() / 2, whole.len() - 10] {
        refused(&whole[..cut], Refused::Broken);
    }
    // Every byte of it may be another; nothing panics.
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        let _ = ledger::open(&bytes, "台账.xlsx");
    }
    refused(&book("<worksheet><sheetData><row><c>", &[]), Refused::Broken);
    refused(&book(&sheet(r#"<row r="9999999"><c><v>1</v></c></row>"#), &[]), Refused::Broken);
    refused(&book(&sheet(r#"<row r="1"><c r="ZZZZ1"><v>1</v></c></row>"#), &[]), Refused::Broken);
}

#[test]
fn declarations_are_refused() {
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>"#;
    refused(&book(bomb, &[]), Refused::Dtd);
    let outside = r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet/>"#;
    refused(&book(outside, &[]), Refused::Dtd);
    refused(&book(&sheet(r#"<row><c t="str"><v>&outside;</v></c></row>"#), &[]), Refused::Dtd);
}

#[test]
fn bombs_are_not_unpacked() {
    let zeros = vec![b' '; 200 << 20];
    refused(&book(&sheet(&plain_rows()), &[("xl/sharedStrings.xml", &zeros)]), Refused::Bomb);
    let cells = "<row><c><v>1</v></c></row>".repeat(700_000);
    refused(&book(&sheet(&cells), &[]), Refused::TooMuch);
    let deep = format!("{}{}", "<a>".repeat(500), "</a>".repeat(500));
    refused(&book(&deep, &[]), Refused::TooMuch);
    let merges = r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(60_000);
    refused(
        &book(&format!("<worksheet><sheetData/><mergeCells>{merges}</mergeCells></worksheet>"), &[]),
        Refused::TooMuch,
    );
}

#[test]
fn a_csv_has_its_measure_too() {
    refused(",".repeat(1 << 20).as_bytes(), Refused::TooMuch);
    refused(format!("a,b\n{},c", "字".repeat(200_000)).as_bytes(), Refused::TooMuch);
    refused("a,b,c\n".repeat(250_000).as_bytes(), Refused::TooMuch);
    refused(&book(&sheet(&row(1, &["字".repeat(200_000).as_str()])), &[]), Refused::TooMuch);
}

#[test]
fn far_corners_cost_one_cell() {
    let far = plain_rows() + r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let bytes = book(&sheet(&far), &[]);
    let opened = ledger::open(&bytes, "a.xlsx").unwrap();
    assert_eq!(opened.sheets[0].rows.len(), 3);
    check(&bytes, &["2|1|甲|教务处||6月底前|2026-06-30"]);
    let merged = format!(
        r#"<worksheet><sheetData>{}</sheetData><mergeCells><mergeCell ref="E1:XFD1048576"/></mergeCells></worksheet>"#,
        plain_rows()
    );
    check(&book(&merged, &[]), &["2|1|甲|教务处||6月底前|2026-06-30"]);
}

#[test]
fn a_row_of_16384_columns() {
    let wide: String = (0..16_384).map(|at| format!(r#"<c t="inlineStr"><is><t>列{at}</t></is></c>"#)).collect();
    let rows = row(1, &["序号", "事项", "责任单位", "完成时限"])
        + &format!(r#"<row r="2">{wide}</row>"#)
        + &row(3, &["1", "甲", "教务处", "6月"]);
    let opened = ledger::open(&book(&sheet(&rows), &[]), "a.xlsx").unwrap();
    let mapping = ledger::propose(&opened.sheets[0]).remove(0);
    assert!(mapping.notices.iter().any(|notice| notice.contains("512")), "{:?}", mapping.notices);
}

#[test]
fn macros_are_not_run_and_that_is_said() {
    let bytes = book(&sheet(&plain_rows()), &[("xl/vbaProject.bin", b"\xD0\xCF\x11\xE0")]);
    let opened = ledger::open(&bytes, "a.xlsm").unwrap();
    assert_eq!(opened.notices, ["文件含有宏，没有运行，只读取了表中的数值"]);
    check(&bytes, &["2|1|甲|教务处||6月底前|2026-06-30"]);
}

#[test]
fn formulas_without_a_value_are_doubted() {
    let rows = row(1, &["序号", "事项", "责任单位", "完成时限"])
        + r#"<row r="2"><c t="str"><f>A1</f><v>甲</v></c><c t="str"><f>B1</f><v>甲</v></c><c t="e"><f>X!A1</f><v>#REF!</v></c><c><f>TODAY()</f></c></row>"#;
    let (_, ledger) = common::table(&book(&sheet(&rows), &[]));
    let doubts = ledger.tasks[0].candidate.doubts.join(" ");
    assert!(doubts.contains("C2") && doubts.contains("#REF!") && doubts.contains("D2"), "{doubts}");
}

#[test]
fn the_first_day_of_1904() {
    let book_1904 = BOOK.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
    let styles = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let rows = row(1, &["序号", "事项", "责任单位", "完成时限"])
        + r#"<row r="2"><c><v>1</v></c><c t="str"><v>甲</v></c><c t="str"><v>教务处</v></c><c s="1"><v>44741</v></c></row>"#;
    let bytes = zip(&[
        ("xl/workbook.xml", book_1904.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet(&rows).as_bytes()),
    ]);
    check(&bytes, &["2|1|甲|教务处||2026-06-30|2026-06-30"]);
}

#[test]
fn phonetic_signs_are_no_text() {
    let strings = "<sst><si><r><t>教</t></r><r><t>务处</t></r><rPh><t>jiaowu</t></rPh></si><si><t xml:space=\"preserve\"> 甲_x000D_\n乙 </t></si></sst>";
    let rows = row(1, &["序号", "事项", "责任单位", "完成时限"])
        + r#"<row r="2"><c><v>1</v></c><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="s"><v>99</v></c></row>"#;
    check(&book(&sheet(&rows), &[("xl/sharedStrings.xml", strings.as_bytes())]), &["2|1|甲乙|教务处|||none"]);
}

#[test]
fn overlapping_and_absurd_merged_cells_do_no_harm() {
    let bytes = workbook(|sheet| {
        write(sheet, 1, &[&["序号", "事项", "责任单位", "完成时限"], &["1", "甲", "教务处", "6月"]]);
        merge(sheet, (3, 1000), (0, 3), "");
    });
    check(&bytes, &["2|1|甲|教务处||6月|2026-06-30"]);
    let overlapping = format!(
        r#"<worksheet><sheetData>{}</sheetData><mergeCells><mergeCell ref="A2:B9"/><mergeCell ref="B1:C5"/><mergeCell ref="A1:A1"/><mergeCell ref="D9:A1"/></mergeCells></worksheet>"#,
        plain_rows()
    );
    let opened = ledger::open(&book(&overlapping, &[]), "a.xlsx").unwrap();
    ledger::propose(&opened.sheets[0]);
    ledger::answer(&opened, &[]).unwrap();
}
