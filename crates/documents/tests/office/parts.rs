//! What stands in the files themselves.

use crate::tools;
use documents::{
    Paper,
    format::{Unwritable, docx, xlsx},
    paper::{Block, Cell, Form, Official, Part, Row, Sheet, Table},
    samples,
};

fn papers() -> Vec<Paper> {
    let mut papers: Vec<Paper> = [
        Sheet::Form(samples::long_notice(1).form("")),
        Sheet::Form(samples::extension().form()),
        Sheet::Form(samples::report(2).form()),
        Sheet::Form(samples::flow()),
        Sheet::Form(Form::default()),
        Sheet::Register(samples::register(3)),
        Sheet::Register(samples::register(0)),
        Sheet::Official(samples::circular()),
        Sheet::Official(samples::letter()),
        Sheet::Official(Official::default()),
    ]
    .map(samples::paper)
    .into();
    let all = Paper { sheets: papers.iter().flat_map(|paper| paper.sheets.clone()).collect(), ..papers[0].clone() };
    papers.extend([all, Paper::default(), samples::with_logo()]);
    papers
}

#[test]
fn every_part_is_well_formed_and_the_same_paper_gives_the_same_bytes() {
    for paper in papers() {
        let mut files = vec![(docx::write(&paper).unwrap(), docx::write(&paper).unwrap())];
        if !paper.sheets.iter().any(|sheet| matches!(sheet, Sheet::Official(_))) && !paper.sheets.is_empty() {
            files.push((xlsx::write(&paper).unwrap(), xlsx::write(&paper).unwrap()));
        }
        for (file, again) in files {
            assert!(file == again, "{:?}", paper.sheets.first());
            for (name, part) in tools::parts(&file) {
                roxmltree::Document::parse(&part).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
        }
    }
}

/// Whatever a paragraph or a relation names, exists.
#[test]
fn nothing_refers_into_the_void() {
    for paper in papers() {
        let file = docx::write(&paper).unwrap();
        let (document, styles) = (tools::part(&file, "word/document.xml"), tools::part(&file, "word/styles.xml"));
        for style in document.split("<w:pStyle w:val=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(styles.contains(&format!("w:styleId=\"{style}\"")), "{style}");
        }
        let relations = tools::part(&file, "word/_rels/document.xml.rels");
        for id in document.split("r:id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}");
        }
        let types = tools::part(&file, "[Content_Types].xml");
        for (name, _) in
            tools::parts(&file).iter().filter(|(name, _)| !name.ends_with(".rels") && !name.starts_with('['))
        {
            assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
        }
    }
}

/// Word refuses a cell without a paragraph and a table at a section's or a file's end.
#[test]
fn tables_end_as_word_wants_them() {
    for paper in papers() {
        let document = tools::part(&docx::write(&paper).unwrap(), "word/document.xml");
        assert!(!document.contains("</w:tcPr></w:tc>"));
        assert!(!document.contains("</w:tbl><w:sectPr>") && !document.contains("</w:tbl></w:tc>"));
        assert!(!document.contains("</w:tbl><w:tbl>"), "two tables would be one");
    }
}

fn hostile() -> Paper {
    let texts = || samples::HOSTILE.map(str::to_owned).to_vec();
    let table = Table {
        columns: vec![1.0, 2.0],
        rows: vec![Row::new(10.0, [Cell::label("甲"), Cell::content(texts()).signed(texts())])],
    };
    let mut register = samples::register(1);
    register.rows = samples::HOSTILE.map(|text| vec![documents::paper::Value::Text(text.to_owned()); 7]).to_vec();
    let official =
        Official { body: texts().into_iter().map(Block::Text).collect(), enclosed: texts(), ..samples::letter() };
    Paper {
        title: samples::HOSTILE.join(" "),
        author: samples::HOSTILE.join(" "),
        on: None,
        logo: None,
        sheets: vec![
            Sheet::Form(Form {
                title: samples::HOSTILE.join("\n"),
                above: (String::new(), String::new()),
                parts: vec![Part::Table(table), Part::Notes(texts())],
            }),
            Sheet::Register(register),
            Sheet::Official(official),
        ],
    }
}

#[test]
fn texts_stand_in_the_file_as_they_were_given() {
    let file = docx::write(&hostile()).unwrap();
    let document = tools::part(&file, "word/document.xml");
    let document = roxmltree::Document::parse(&document).unwrap();
    let texts: Vec<&str> =
        document.descendants().filter(|node| node.tag_name().name() == "t").filter_map(|node| node.text()).collect();
    for text in samples::HOSTILE {
        assert!(texts.iter().filter(|found| **found == text).count() >= 10, "{text}: {texts:?}");
    }
    let core = tools::part(&file, "docProps/core.xml");
    let core = roxmltree::Document::parse(&core).unwrap();
    let title = core.descendants().find(|node| node.tag_name().name() == "title").unwrap();
    assert_eq!(title.text(), Some(samples::HOSTILE.join(" ").as_str()));
}

#[test]
fn line_breaks_make_lines_and_tabs_stay_tabs() {
    let mut official = samples::letter();
    official.body = vec![Block::Text("第一段\r\n第二段\t末".to_owned())];
    let document = tools::part(&docx::write(&samples::paper(Sheet::Official(official))).unwrap(), "word/document.xml");
    assert!(document.contains("第一段</w:t></w:r></w:p>"));
    assert!(document.contains(r#"第二段</w:t><w:tab/><w:t xml:space="preserve">末"#));
    let circular = samples::paper(Sheet::Official(samples::circular()));
    let document = tools::part(&docx::write(&circular).unwrap(), "word/document.xml");
    assert!(document.contains(r#"关于2026年</w:t><w:br/><w:t xml:space="preserve">第三季度"#));
}

#[test]
fn characters_that_xml_does_not_know_are_refused_by_name() {
    let legal = ['\t', '\n', '\r', '\u{7f}', '\u{85}', '\u{e000}', '\u{fffd}', '\u{1fffe}'];
    let illegal = (0..0x20).filter_map(char::from_u32).filter(|c| !legal.contains(c)).chain(['\u{fffe}', '\u{ffff}']);
    for character in illegal {
        let mut register = samples::register(1);
        register.about = format!("一{character}二");
        let paper = samples::paper(Sheet::Register(register));
        let code = format!("U+{:04X}", u32::from(character));
        let refusal = Unwritable::IllegalCharacter { character, code: code.clone() };
        assert!(refusal.to_string().contains(&code));
        assert_eq!(docx::write(&paper), Err(refusal.clone()));
        assert_eq!(xlsx::write(&paper), Err(refusal));
    }
    for character in legal {
        let mut register = samples::register(1);
        register.about = format!("一{character}二");
        let paper = samples::paper(Sheet::Register(register));
        let document = tools::part(&docx::write(&paper).unwrap(), "word/document.xml");
        roxmltree::Document::parse(&document).unwrap();
        xlsx::write(&paper).unwrap();
    }
    let paper = Paper { author: "\u{b}".to_owned(), ..Paper::default() };
    assert!(matches!(docx::write(&paper), Err(Unwritable::IllegalCharacter { .. })));
}

#[test]
fn a_row_that_does_not_fill_its_table_is_refused() {
    let table = Table { columns: vec![1.0, 1.0], rows: vec![Row::new(8.0, [Cell::value("一")])] };
    let form = Form { parts: vec![Part::Table(table)], ..Form::default() };
    let paper = samples::paper(Sheet::Form(form));
    assert!(matches!(docx::write(&paper), Err(Unwritable::Failed(_))));
    assert!(matches!(xlsx::write(&paper), Err(Unwritable::Failed(_))));
}

/// Whoever edits the file finds the styles by name, and the fonts that the standard asks for.
#[test]
fn styles_and_fonts_are_named() {
    let file = docx::write(&samples::paper(Sheet::Official(samples::circular()))).unwrap();
    let styles = tools::part(&file, "word/styles.xml");
    for (name, font) in [
        ("Normal", "仿宋_GB2312"),
        ("Title", "方正小标宋_GBK"),
        ("heading 1", "黑体"),
        ("heading 2", "楷体_GB2312"),
        ("footer", "宋体"),
        ("发文机关标志", "方正小标宋_GBK"),
        ("版记", "仿宋_GB2312"),
        ("表格标签", "仿宋_GB2312"),
        ("表格内容", "仿宋_GB2312"),
        ("注", "仿宋_GB2312"),
    ] {
        let (_, style) = styles.split_once(&format!(r#"<w:name w:val="{name}"/>"#)).unwrap_or_else(|| panic!("{name}"));
        let (style, _) = style.split_once("</w:style>").unwrap();
        assert!(style.contains(&format!(r#"w:eastAsia="{font}""#)), "{name}");
    }
    assert!(styles.contains(r#"<w:outlineLvl w:val="0"/>"#));
    assert!(tools::part(&file, "docProps/core.xml").contains("2026-11-30T00:00:00Z"));
}
