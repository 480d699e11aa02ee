//! Where the words stand in a text, and as much of it around them as a list shows.

use super::tokens::plain;

/// A piece of a text; the words themselves are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

/// The whole text in pieces.
pub(crate) fn whole(text: &str, words: &[String]) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    pieces(&chars, &marked(&chars, words))
}

/// As much as a list shows around the first of the words; the whole text if it is short. None where no word stands in it.
pub(crate) fn passage(text: &str, words: &[String]) -> Option<Vec<Piece>> {
    let chars: Vec<char> = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let marked = marked(&chars, words);
    let first = marked.iter().position(|marked| *marked)?;
    let from = first.saturating_sub(BEFORE);
    let to = (from + SHOWN).min(chars.len());
    let mut pieces = pieces(&chars[from..to], &marked[from..to]);
    if from > 0 {
        pieces.insert(0, Piece { text: "…".to_owned(), marked: false });
    }
    if to < chars.len() {
        pieces.push(Piece { text: "…".to_owned(), marked: false });
    }
    Some(pieces)
}

/// Characters shown before the first word, and in all.
const BEFORE: usize = 24;
const SHOWN: usize = 100;

/// For each character, whether it belongs to a word.
fn marked(chars: &[char], words: &[String]) -> Vec<bool> {
    // Compared as they are found: one character may be several then, each of which knows where it comes from.
    let compared: Vec<(char, usize)> =
        chars.iter().enumerate().flat_map(|(place, c)| plain(*c).map(move |plain| (plain, place))).collect();
    let mut marked = vec![false; chars.len()];
    for word in words {
        let word: Vec<char> = word.chars().collect();
        for window in compared.windows(word.len().max(1)) {
            if window.iter().map(|(c, _)| c).eq(&word) {
                window.iter().for_each(|(_, place)| marked[*place] = true);
            }
        }
    }
    marked
}

fn pieces(chars: &[char], marked: &[bool]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (c, marked) in chars.iter().zip(marked) {
        match pieces.last_mut().filter(|piece| piece.marked == *marked) {
            Some(piece) => piece.text.push(*c),
            None => pieces.push(Piece { text: c.to_string(), marked: *marked }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: Option<Vec<Piece>>) -> String {
        let piece = |piece: &Piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() };
        pieces.map(|pieces| pieces.iter().map(piece).collect()).unwrap_or_default()
    }

    #[test]
    fn words_are_marked_however_they_are_written() {
        let words = ["热水", "vpn"].map(str::to_owned);
        assert_eq!(
            written(Some(whole("学生宿舍热水系统与ＶＰＮ、Vpn", &words))),
            "学生宿舍[热水]系统与[ＶＰＮ]、[Vpn]"
        );
        assert_eq!(written(passage("没有", &words)), "");
        assert_eq!(written(passage("热水热水器", &words)), "[热水热水]器");
    }

    #[test]
    fn a_long_text_is_shown_around_the_first_word() {
        let long = format!("{}热水{}", "甲".repeat(200), "乙".repeat(200));
        let shown = written(passage(&long, &["热水".to_owned()]));
        assert_eq!(shown, format!("…{}[热水]{}…", "甲".repeat(BEFORE), "乙".repeat(SHOWN - BEFORE - 2)));
    }
}
