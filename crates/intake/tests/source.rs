//! Files as documents: what is read, how it is read, and what is refused.

#[path = "source/docx.rs"]
mod docx;
#[path = "source/pdf.rs"]
mod pdf;

use std::time::Instant;

use encoding_rs::GB18030;
use intake::source::{self, Block, Document, Refused};
use proptest::prelude::*;

fn open(bytes: &[u8]) -> Document {
    source::open(bytes, "file").expect("readable")
}

fn refused(bytes: &[u8]) -> Refused {
    source::open(bytes, "file.docx").expect_err("refused")
}

fn lines(document: &Document) -> Vec<&str> {
    document.text().lines().collect()
}

const TEXT: &str = "一、请教务处于6月底前完成。\n二、责成后勤处办理。\n";

#[test]
fn text_of_every_usual_encoding() {
    let (gbk, ..) = GB18030.encode(TEXT);
    let wide = |mark: &[u8], order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        mark.iter().copied().chain(TEXT.encode_utf16().flat_map(order)).collect()
    };
    let files = [
        TEXT.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(),
        gbk.into_owned(),
        wide(b"\xFF\xFE", u16::to_le_bytes),
        wide(b"\xFE\xFF", u16::to_be_bytes),
        wide(b"", u16::to_le_bytes),
    ];
    for file in files {
        assert_eq!(open(&file).text(), TEXT);
    }
}

#[test]
fn bars_and_tabs_make_a_table() {
    for text in ["任务 | 单位\n甲 | 教务处\n | 人事处\n", "任务\t单位\n甲\t教务处\n\t人事处\n"] {
        let document = open(text.as_bytes());
        let [Block::Table(table)] = document.blocks() else { panic!("a table: {document:?}") };
        let cells: Vec<Vec<&str>> =
            table.rows.iter().map(|row| row.iter().map(|cell| document.at(&cell.range)).collect()).collect();
        assert_eq!(cells, [["任务", "单位"], ["甲", "教务处"], ["", "人事处"]]);
    }
}

#[test]
fn automatic_numbers_are_printed() {
    let level = |at: u32, format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="7">{}{}{}</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#,
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCountingThousand", "（%2）"),
        level(2, "decimal", "%3."),
    );
    let styles = r#"<w:style w:styleId="Own"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>"#;
    let body = [
        docx::item(3, 0, "总体安排"),
        docx::item(3, 1, "目标"),
        docx::item(3, 2, "10月14日前完成"),
        docx::item(3, 2, "第二"),
        r#"<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:t>由样式编号</w:t></w:r></w:p>"#.to_owned(),
        docx::item(3, 2, "重新计数"),
        docx::item(3, 0, "分工"),
        docx::item(4, 0, "另起"),
        docx::paragraph("没有编号"),
    ];
    let document = open(&docx::numbered(&body.concat(), &numbering, styles));
    let printed = [
        "一、总体安排",
        "（一）目标",
        "1.10月14日前完成",
        "2.第二",
        "（二）由样式编号",
        "1.重新计数",
        "二、分工",
        "一、另起",
        "没有编号",
    ];
    assert_eq!(lines(&document), printed);
    let Block::Paragraph(third) = &document.blocks()[2] else { panic!("a paragraph") };
    assert_eq!(third.number.as_deref(), Some("1."));
}

#[test]
fn merged_cells_point_to_their_words() {
    let rows = [
        docx::row(&[docx::cell(r#"<w:gridSpan w:val="2"/>"#, "任务"), docx::cell("", "单位")]),
        docx::row(&[
            docx::cell(r#"<w:vMerge w:val="restart"/>"#, "甲"),
            docx::cell("", "乙"),
            docx::cell("", "教务处"),
        ]),
        docx::row(&[docx::cell("<w:vMerge/>", ""), docx::cell("", "丙"), docx::cell("", "人事处")]),
    ];
    let document = open(&docx::document(&format!("<w:tbl>{}</w:tbl>", rows.concat())));
    let [Block::Table(table)] = document.blocks() else { panic!("a table") };
    let cells: Vec<Vec<(&str, bool)>> =
        table.rows.iter().map(|row| row.iter().map(|cell| (document.at(&cell.range), cell.merged)).collect()).collect();
    assert_eq!(cells[0], [("任务", false), ("任务", true), ("单位", false)]);
    assert_eq!(cells[2], [("甲", true), ("丙", false), ("人事处", false)]);
}

#[test]
fn revisions_boxes_breaks_and_entities() {
    let body = concat!(
        "<w:p><w:r><w:t>保留</w:t></w:r><w:ins><w:r><w:t>插入</w:t></w:r></w:ins>",
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        "<w:r><w:t>A&amp;B&#x4E2D;</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>换行</w:t></w:r></w:p>",
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Choice>",
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>",
        "</w:r><w:r><w:t>框外</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>",
    );
    let document = open(&docx::document(body));
    assert_eq!(lines(&document), ["保留插入A&B中", "换行", "框内", "框外", "前半后半"]);
}

#[test]
fn what_is_not_read_says_what_to_do() {
    let ole2 = |name: &str| {
        let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        file.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        file
    };
    assert_eq!(refused(b""), Refused::Empty);
    assert_eq!(refused(&ole2("WordDocument")), Refused::OldWord);
    assert_eq!(refused(&ole2("EncryptedPackage")), Refused::Encrypted);
    assert_eq!(refused(&ole2("Workbook")), Refused::OldExcel);
    assert_eq!(refused(br"{\rtf1\ansi"), Refused::Other("RTF 文档"));
    assert_eq!(refused(b"<html><body>x</body></html>"), Refused::Other("网页文件"));
    assert_eq!(refused(&docx::package(&[("xl/workbook.xml", "<x/>")])), Refused::Workbook);
    assert_eq!(refused(&docx::package(&[("OFD.xml", "<x/>")])), Refused::Other("OFD 版式文件"));
    assert_eq!(refused(&docx::package(&[("other.txt", "x")])), Refused::Unknown);
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n"), Refused::Unknown);
    assert_eq!(refused(&docx::document("<w:p/>")), Refused::NoText);
    assert_eq!(refused(b"%PDF-1.7\n1 0 obj<</Type/Page/Encrypt 2 0 R>>endobj"), Refused::Encrypted);
    let whole = docx::document(&docx::paragraph("完整"));
    assert_eq!(refused(&whole[..whole.len() / 2]), Refused::Broken);
    assert_eq!(refused(&[0xFF, 0x00, 0x80, 0x81, 0xFE, 0xFF, 0x01, 0x02].repeat(50)), Refused::Broken);
    assert!(Refused::OldWord.to_string().contains("另存为 .docx"));
}

#[test]
fn pdf_lines_become_paragraphs() {
    let page = |number: &'static str, lines: &[pdf::Line<'static>]| {
        let mut page = vec![(70.0, 800.0, 10.0, "某某大学文件"), (280.0, 40.0, 10.0, number)];
        page.extend(lines);
        page
    };
    let file = pdf::pdf(&[
        page(
            "— 1 —",
            &[
                (200.0, 740.0, 22.0, "会议纪要"),
                (104.0, 700.0, 16.0, "一、请教务处于6月底前完成。"),
                (104.0, 672.0, 16.0, "二、责成后勤保障处对学生宿舍的电路进行全"),
                (72.0, 644.0, 16.0, "面检查，发现问题及时整改，检查结果于2026年5"),
            ],
        ),
        page("— 2 —", &[(72.0, 740.0, 16.0, "月1日前报学校办公室。"), (104.0, 712.0, 16.0, "三、其他。")]),
        page("— 3 —", &[(336.0, 740.0, 16.0, "2026年3月6日")]),
    ]);
    let expected = [
        "会议纪要",
        "一、请教务处于6月底前完成。",
        "二、责成后勤保障处对学生宿舍的电路进行全面检查，发现问题及时整改，检查结果于2026年5月1日前报学校办公室。",
        "三、其他。",
        "2026年3月6日",
    ];
    assert_eq!(lines(&open(&file)), expected);
}

#[test]
fn ruled_tables_of_a_pdf_are_tables() {
    let words = [
        (60.0, 660.0, 12.0, "任务"),
        (260.0, 660.0, 12.0, "单位"),
        (60.0, 630.0, 12.0, "修订教学管理办"),
        (60.0, 612.0, 12.0, "法"),
        (260.0, 622.0, 12.0, "教务处"),
        (260.0, 590.0, 12.0, "学生处"),
    ];
    let mut content = pdf::content(&words);
    // The first column of the last two rows is one cell.
    for (x, y, width, height) in [
        (50.0, 680.0, 400.0, 0.5),
        (50.0, 650.0, 400.0, 0.5),
        (250.0, 605.0, 200.0, 0.5),
        (50.0, 580.0, 400.0, 0.5),
        (50.0, 580.0, 0.5, 100.0),
        (250.0, 580.0, 0.5, 100.0),
        (450.0, 580.0, 0.5, 100.0),
    ] {
        content.extend(format!("{x} {y} {width} {height} re f\n").bytes());
    }
    let document = open(&pdf::with_contents(&[(String::new(), content)]));
    let [Block::Table(table)] = document.blocks() else { panic!("a table: {document:?}") };
    let cells: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.iter().map(|cell| document.at(&cell.range)).collect()).collect();
    assert_eq!(cells, [["任务", "单位"], ["修订教学管理办法", "教务处"], ["修订教学管理办法", "学生处"]]);
}

#[test]
fn a_scanned_pdf_says_so() {
    let file = pdf::with_contents(&[(String::new(), b"q 595 0 0 842 0 0 cm /Im1 Do Q".to_vec())]);
    assert_eq!(refused(&file), Refused::Scanned);
}

/// What hostile files cost: none may take two seconds; a debug build on a busy machine has longer.
#[test]
fn hostile_files_are_refused_or_read_quickly() {
    let deep = |count: usize| format!("{}{}", "<w:sdt>".repeat(count), "</w:sdt>".repeat(count));
    let entity = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document><w:body>&a;</w:body></w:document>"#;
    let many_rows = docx::row(&[docx::cell(r#"<w:gridSpan w:val="4000000000"/>"#, "x")]).repeat(8_000);
    let mut lying = docx::document(&docx::paragraph("字").repeat(20));
    if let Some(at) = lying.windows(4).position(|four| four == b"PK\x01\x02") {
        lying[at + 24..at + 28].copy_from_slice(&5_u32.to_le_bytes());
    }
    let blank = " ".repeat(60 << 20);
    let files: Vec<(&str, Vec<u8>, Option<Refused>)> = vec![
        ("zip bomb", docx::package(&[("word/document.xml", &blank)]), Some(Refused::Bomb)),
        (
            "bomb beside",
            docx::package(&[("word/document.xml", &docx::xml(&docx::paragraph("字"))), ("word/styles.xml", &blank)]),
            Some(Refused::Bomb),
        ),
        ("entity", docx::package(&[("word/document.xml", entity)]), Some(Refused::Dtd)),
        ("deep", docx::document(&deep(100_000)), Some(Refused::TooDeep)),
        (
            "a million elements",
            docx::document(&format!("{}{}", docx::paragraph("字"), "<w:p/>".repeat(1_000_000))),
            None,
        ),
        ("a million runs", docx::document(&format!("<w:p>{}</w:p>", "<w:r><w:t>字</w:t></w:r>".repeat(500_000))), None),
        ("many paragraphs", docx::document(&docx::paragraph("字").repeat(60_000)), Some(Refused::TooMuch)),
        ("wide rows", docx::document(&format!("<w:tbl>{many_rows}</w:tbl>")), Some(Refused::TooMuch)),
        ("lying size", lying, None),
        ("pdf of brackets", [b"%PDF-1.7\n/Page ".to_vec(), vec![b'['; 5_000_000]].concat(), Some(Refused::TooDeep)),
        ("pdf of nothing", b"%PDF-1.7 /Page".to_vec(), Some(Refused::Broken)),
        (
            "pdf bomb",
            pdf::with_contents(&[("/Filter/FlateDecode".to_owned(), pdf::zlib(&vec![b' '; 60 << 20]))]),
            Some(Refused::Bomb),
        ),
        (
            "pdf packed twice",
            pdf::with_contents(&[("/Filter[/FlateDecode/FlateDecode]".to_owned(), pdf::zlib(b"x"))]),
            Some(Refused::Bomb),
        ),
        ("pdf bomb hidden", pdf::with_contents(&[("/Filter/Fl#61teDecode".to_owned(), pdf::zlib(&vec![b' '; 60 << 20]))]), Some(Refused::Bomb)),
        ("pdf cycle", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>".to_vec(), Some(Refused::TooDeep)),
        ("pdf doubling", doubling_pages(), Some(Refused::TooMuch)),
        ("pdf of streams", [b"%PDF-1.4 /Page 1 0 obj<</Subtype/Image>>".to_vec(), b"stream ".repeat(1_000_000)].concat(), Some(Refused::TooMuch)),
        ("pdf of operators", pdf::with_contents(&[(String::new(), b"q ".repeat(3_000_000))]), Some(Refused::TooMuch)),
        (
            "pdf of rules",
            pdf::with_contents(
                &(0..30)
                    .map(|_| (String::new(), b"1 1 90 0.1 re f 1 1 0.1 90 re f ".repeat(4_000)))
                    .collect::<Vec<_>>(),
            ),
            Some(Refused::Scanned),
        ),
        ("long line", "教务处和".repeat(700_000).into_bytes(), None),
    ];
    for (name, file, expected) in files {
        let started = Instant::now();
        let opened = source::open(&file, name);
        let took = started.elapsed();
        println!("{name:<20} {took:>10.1?} {:?}", opened.as_ref().map(|document| document.text().len()));
        if let Some(expected) = expected {
            assert_eq!(opened.expect_err(name), expected, "{name}");
        }
    }
}

/// Each node of the tree has the next one twice: forty nodes, and pages without end.
fn doubling_pages() -> Vec<u8> {
    let nodes = (2..40).map(|at| format!("{at} 0 obj<</Type/Pages/Kids[{0} 0 R {0} 0 R]/Count 1>>endobj\n", at + 1));
    let nodes: String = nodes.collect();
    format!("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n{nodes}40 0 obj<</Type/Page>>endobj\ntrailer<</Root 1 0 R>>")
        .into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Damaged files are read or refused, never more.
    #[test]
    fn damaged_files_break_nothing(
        kind in 0..3_usize,
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut: bool,
    ) {
        let mut file = match kind {
            0 => docx::document(&[docx::paragraph("一、请教务处完成。"), docx::item(1, 0, "列表")].concat()),
            1 => pdf::pdf(&[vec![(72.0, 700.0, 16.0, "一、请教务处完成。"), (72.0, 660.0, 16.0, "二、其他。")]]),
            _ => TEXT.as_bytes().to_vec(),
        };
        for (place, byte) in hits {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if is_cut {
            file.truncate(cut.index(file.len()));
        }
        if let Ok(document) = source::open(&file, "file") {
            for block in document.blocks() {
                let places: Vec<_> = match block {
                    Block::Paragraph(paragraph) => vec![paragraph.range.clone()],
                    Block::Table(table) => table.rows.iter().flatten().map(|cell| cell.range.clone()).collect(),
                };
                prop_assert!(places.into_iter().all(|place| document.text().get(place).is_some()));
            }
        }
    }

    #[test]
    fn any_bytes_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..600), head in prop::sample::select(vec![
        &b""[..], b"%PDF-1.4 /Page ", b"PK\x03\x04", b"\xFF\xFE", b"<?xml", b"{\\rtf",
    ])) {
        drop(source::open(&[head, &bytes].concat(), "file.docx"));
    }
}
