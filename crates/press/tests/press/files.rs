//! The file itself: the same bytes every time, fonts in it, PDF/A-2b.
//!
//! No validator of PDF/A is to be had from Debian, npm or PyPI (veraPDF is offered for download only), so this rests on
//! typst, which refuses to write what the standard forbids, on `qpdf --check`, and on what is asserted here.

use documents::{
    Paper,
    paper::{Logo, Sheet},
    samples,
};
use press::{FontPlaces, Press};

use crate::tools::{Page, Pdf, press, print_paper};

fn every_kind() -> Paper {
    samples::papers(vec![
        Sheet::Form(samples::flow()),
        Sheet::Form(samples::long_notice(3).form("")),
        Sheet::Register(samples::register(30)),
        Sheet::Official(samples::circular()),
    ])
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let paper = every_kind();
    let first = press().print(&paper).unwrap();
    assert!(first.pdf == press().print(&paper).unwrap().pdf, "a second time");
    press().print(&samples::paper(Sheet::Official(samples::letter()))).unwrap();
    assert!(first.pdf == press().print(&paper).unwrap().pdf, "after another paper");
    let other = Press::open(FontPlaces { folders: vec![], system: vec!["/usr/share/fonts".into()] }).unwrap();
    assert!(first.pdf == other.print(&paper).unwrap().pdf, "from another press");
    let mut later = paper;
    later.title = "另一份".to_owned();
    assert!(first.pdf != press().print(&later).unwrap().pdf);
}

#[test]
fn every_font_is_embedded_as_a_subset() {
    let fonts = print_paper(&every_kind()).told_by("pdffonts", &[]);
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(lines.len() >= 3, "{fonts}");
    for line in lines {
        // name, type, encoding, emb, sub, uni, object: the type and the encoding have blanks in them.
        let told: Vec<&str> = line.split_whitespace().rev().take(5).collect();
        assert_eq!(told[2..], ["yes", "yes", "yes"], "{line}");
        assert!(line.as_bytes()[6] == b'+', "{line} has no mark of a subset");
    }
}

/// On forms and registers, not on what GB/T 9704 lays out; it moves nothing, and nothing but the paper's own picture is drawn.
#[test]
fn a_logo_stands_in_the_margin() {
    let paper = samples::with_logo();
    let (with, without) = (print_paper(&paper), print_paper(&Paper { logo: None, ..paper.clone() }));
    let images = with.told_by("pdfimages", &["-list"]);
    let pages: std::collections::BTreeSet<&str> = images.lines().skip(2).map(|line| line[..5].trim()).collect();
    assert_eq!(pages.into_iter().collect::<Vec<_>>(), ["1", "3"], "{images}");
    for (with, without) in with.pages.iter().zip(&without.pages) {
        let places =
            |page: &Page| page.words.iter().map(|word| (word.text.clone(), word.top as i64)).collect::<Vec<_>>();
        assert_eq!(places(with), places(without));
    }
    let logo = Some(Logo { png: b"no picture".to_vec(), width: 240, height: 80 });
    assert!(press().print(&Paper { logo, ..paper }).is_err());
}

#[test]
fn the_file_says_that_it_is_pdf_a_2b_and_whose_it_is() {
    let pdf = print_paper(&every_kind());
    let bytes = std::fs::read(pdf.file()).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    let text = String::from_utf8_lossy(&bytes);
    let meta = pdf.told_by("pdfinfo", &["-meta"]);
    let meta = roxmltree::Document::parse(meta.trim().trim_start_matches('\u{feff}')).unwrap();
    let said = |name: &str| {
        let node = meta.descendants().find(|node| node.tag_name().name() == name);
        node.and_then(|node| node.text().map(str::to_owned)).unwrap_or_else(|| {
            let found = meta.descendants().flat_map(|node| node.attributes()).find(|one| one.name() == name);
            found.unwrap_or_else(|| panic!("no {name} in the metadata")).value().to_owned()
        })
    };
    assert_eq!((said("part"), said("conformance")), ("2".to_owned(), "B".to_owned()));
    assert!(said("CreateDate").starts_with("2026-11-30T00:00:00+08:00"), "{}", said("CreateDate"));
    // ISO 19005-2: 6.2.3 an output intent, 6.1.3 no encryption and an id, 6.5.1 and 6.6.1 nothing that acts.
    assert!(text.contains("/GTS_PDFA1") && text.contains("/OutputIntents") && text.contains("/ID"));
    for forbidden in ["/Encrypt", "/JavaScript", "/Launch", "/EmbeddedFiles", "/URI", "/OpenAction"] {
        assert!(!text.contains(forbidden), "{forbidden}");
    }
    let info = pdf.told_by("pdfinfo", &[]);
    assert!(
        info.contains("样张") && info.contains("湖北工业大学学校办公室") && info.contains("595.276 x 841.89"),
        "{info}"
    );
}

#[test]
fn qpdf_finds_nothing_wrong() {
    let pdf: Pdf = print_paper(&every_kind());
    let told = pdf.told_by("qpdf", &["--check"]);
    assert!(told.contains("No syntax or stream encoding errors found"), "{told}");
}

/// A paper without a sheet, without a day: still a file.
#[test]
fn a_paper_with_nothing_is_still_a_file() {
    let printed = press().print(&Paper::default()).unwrap();
    assert_eq!(printed.pages, 1);
    assert!(printed.pdf.starts_with(b"%PDF"));
}
