//! Page size, margins, grid and page numbers of a sheet. A sheet is a section, so that upright and lying ones may follow
//! each other in one file.

use super::{
    markup::{Paragraph, Side},
    styles::{LINE, POINT},
};
use std::fmt::Write;

/// GB/T 9704-2012 5.2: A4, 37 mm at the top, 28 mm at the left, a text block of 156×225 mm.
pub(super) const TEXT: i32 = 8844;
/// A full-width character where 28 fill a line.
pub(super) const CHARACTER: i32 = TEXT / 28;
/// A4 lying, 20 mm at both sides.
pub(super) const LYING_TEXT: i32 = 14570;

pub(super) struct Section {
    page: &'static str,
    /// of odd and of even pages
    footers: [Footer; 2],
    more: &'static str,
}

/// The parts `word/footer1.xml` to `word/footer4.xml`.
#[derive(Clone, Copy)]
pub(super) enum Footer {
    Empty = 1,
    Odd = 2,
    Even = 3,
    Counted = 4,
}

const UPRIGHT: &str = r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1475" w:bottom="1984" w:left="1587" w:header="851" w:footer="1400" w:gutter="0"/>"#;
const LYING: &str = r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="624" w:gutter="0"/>"#;

pub(super) const FORM: Section = Section { page: UPRIGHT, footers: [Footer::Empty; 2], more: "" };
pub(super) const REGISTER: Section = Section { page: LYING, footers: [Footer::Counted; 2], more: "" };
/// 22 lines of 28 characters; −848 is in 4096ths of a point, from 16 pt to 15.79 pt.
pub(super) const OFFICIAL: Section = Section {
    page: UPRIGHT,
    footers: [Footer::Odd, Footer::Even],
    more: r#"<w:pgNumType w:start="1"/><w:docGrid w:type="linesAndChars" w:linePitch="578" w:charSpace="-848"/>"#,
};

/// Closes a sheet. Every section but the last is closed by a paragraph; this one is a point high, so that it fits below
/// a full page. In: the references to its headers, as XML.
pub(super) fn end(out: &mut String, section: &Section, headers: &str, last: bool) {
    if last {
        return properties(out, section, headers);
    }
    let _ = write!(out, r#"<w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:line="{POINT}" w:lineRule="exact"/>"#);
    properties(out, section, headers);
    out.push_str("</w:pPr></w:p>");
}

fn properties(out: &mut String, section: &Section, headers: &str) {
    // Footers are named even where they are empty: a section without takes those of the section before.
    let [odd, even] = section.footers.map(|footer| footer as u8);
    let _ = write!(
        out,
        r#"<w:sectPr>{headers}<w:footerReference w:type="default" r:id="footer{odd}"/><w:footerReference w:type="even" r:id="footer{even}"/><w:type w:val="nextPage"/>{}{}</w:sectPr>"#,
        section.page, section.more
    );
}

/// The part of a footer.
pub(super) fn footer(footer: Footer) -> String {
    let number = |paragraph: Paragraph| paragraph.text("— ").field("PAGE").text(" —");
    let paragraph = match footer {
        Footer::Empty => Paragraph::of("Footer"),
        Footer::Odd => number(Paragraph::of("Footer").indent(0, 280, 0).align(Side::Right)),
        Footer::Even => number(Paragraph::of("Footer").indent(280, 0, 0).align(Side::Left)),
        Footer::Counted => {
            Paragraph::of("Footer").text("第 ").field("PAGE").text(" 页　共 ").field("NUMPAGES").text(" 页")
        }
    };
    let mut out = String::from(r#"<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#);
    paragraph.write(&mut out);
    out.push_str("</w:ftr>");
    out
}

const _: () = assert!(22 * LINE + 2 * POINT <= 16838 - 2098 - 1984, "22 lines and the end of a section fit on a page");
