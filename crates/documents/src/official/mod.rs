//! Documents in the official layout (GB/T 9704-2012), one file each: what they say of the facts, in the order of such papers.

pub mod bulletin;
pub mod discipline_letter;
pub mod letter;
pub mod quarterly_report;

mod figures;

pub use figures::{Figures, Share};

use crate::paper::Block;

const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// Parts with headings numbered 一、二、…; a part without a line is left out.
fn parts(parts: Vec<(&str, Vec<Block>)>) -> Vec<Block> {
    let kept = parts.into_iter().filter(|(_, blocks)| !blocks.is_empty());
    let numbered = kept.zip(NUMERALS).map(|((heading, blocks), numeral)| {
        let heading = Block::Heading(format!("{numeral}、{heading}"));
        std::iter::once(heading).chain(blocks).collect::<Vec<_>>()
    });
    numbered.flatten().collect()
}

fn texts(lines: &[String]) -> Vec<Block> {
    lines.iter().cloned().map(Block::Text).collect()
}
