//! DOCX, written as the OOXML parts themselves (ECMA-376, transitional).
//!
//! No library between, because what these papers need is what the libraries leave out: a character grid of 28×22
//! (`w:docGrid`), a header row on every page, odd and even footers, East Asian font names and font hints, row heights, a
//! 版记 that stands at the foot of the last page. The same paper gives the same bytes: no clock, no chance.
//!
//! A person goes on editing these files in WPS or Word, so whatever has a meaning has a style ([`styles`]).

mod flow;
mod form;
mod logo;
mod markup;
mod official;
mod package;
mod register;
mod section;
mod styles;
mod table;

use super::Unwritable;
use crate::paper::{Paper, Sheet};
use logo::Header;

/// One file of all sheets, each on a page of its own.
pub fn write(paper: &Paper) -> Result<Vec<u8>, Unwritable> {
    super::check(paper)?;
    package::pack(paper, &body(paper))
}

fn body(paper: &Paper) -> String {
    let mut out = String::new();
    let last = paper.sheets.len().saturating_sub(1);
    let head = |header| if paper.logo.is_some() { logo::references(header) } else { String::new() };
    for (index, sheet) in paper.sheets.iter().enumerate() {
        let (properties, header) = match sheet {
            Sheet::Form(form) => {
                form::write(&mut out, form);
                (section::FORM, Header::Logo)
            }
            Sheet::Register(register) => {
                register::write(&mut out, register);
                (section::REGISTER, Header::Logo)
            }
            Sheet::Official(official) => {
                official::write(&mut out, official);
                (section::OFFICIAL, Header::Empty)
            }
        };
        section::end(&mut out, &properties, &head(header), index == last);
    }
    if paper.sheets.is_empty() {
        section::end(&mut out, &section::FORM, "", true);
    }
    out
}
