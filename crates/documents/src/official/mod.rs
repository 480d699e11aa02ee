//! Documents in the official layout (GB/T 9704-2012), one file each: what they say of the facts, in the order of such papers.

pub mod discipline_letter;
pub mod letter;
pub mod summary;

use crate::paper::Block;

const NUMERALS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// Parts with headings numbered 一、二、…; a part without a line is left out.
fn parts(parts: Vec<(&str, Vec<Block>)>) -> Vec<Block> {
    let kept = parts.into_iter().filter(|(_, blocks)| !blocks.is_empty());
    let numbered = kept.zip(1..).map(|((heading, blocks), nth)| {
        let heading = Block::Heading(format!("{}、{heading}", numeral(nth)));
        std::iter::once(heading).chain(blocks).collect::<Vec<_>>()
    });
    numbered.flatten().collect()
}

/// 一, 十, 十二, 二十, 二十一 …
fn numeral(nth: usize) -> String {
    let digit = |n: usize| NUMERALS.get(n.wrapping_sub(1)).copied().unwrap_or_default();
    match (nth / 10, nth % 10) {
        (0, n) => digit(n).to_owned(),
        (1, n) => format!("十{}", digit(n)),
        (tens, n) => format!("{}十{}", digit(tens), digit(n)),
    }
}

fn texts(lines: &[String]) -> Vec<Block> {
    lines.iter().cloned().map(Block::Text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_go_on_after_ten() {
        let said: Vec<String> = [1, 10, 11, 20, 21, 99].into_iter().map(numeral).collect();
        assert_eq!(said, ["一", "十", "十一", "二十", "二十一", "九十九"]);
    }
}
