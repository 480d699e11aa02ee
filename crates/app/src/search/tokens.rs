//! What a word is. A run of Chinese characters is found by each two that follow each other, so that no dictionary decides
//! what may be asked for; a run of letters or digits is one word. Both databases are given the same.

use std::collections::HashSet;

use store::search::Phrase;
use unicode_normalization::UnicodeNormalization;

/// The most that a text may bring along, in bytes of different tokens: PostgreSQL keeps no more than 1 MB of them together.
pub(crate) const RECORD_MOST: usize = 500_000;
pub(crate) const FILES_MOST: usize = 400_000;
/// Longer runs of letters are cut: nobody types them, and no index wants them.
const LONGEST: usize = 64;

/// Begins what was not written by people: no text has a token with it.
const KEY: char = '¤';

/// The tokens of a matter, in their order.
#[derive(Debug)]
pub(crate) struct Words {
    text: String,
    seen: HashSet<String>,
    room: usize,
}

impl Words {
    /// In: the most bytes of different tokens.
    pub fn up_to(room: usize) -> Words {
        Words { text: String::from(" "), seen: HashSet::new(), room }
    }

    /// Something to filter by: `stage`, `under_way`.
    pub fn key(&mut self, kind: &str, value: &str) {
        self.push(key(kind, value));
    }

    /// A field: its words do not go on in the next one.
    pub fn field(&mut self, text: &str) {
        each_token(text, &mut |token| self.push(token));
        self.push(KEY.to_string());
    }

    fn push(&mut self, token: String) {
        if !self.seen.contains(&token) {
            if token.len() > self.room {
                return;
            }
            self.room -= token.len();
            self.seen.insert(token.clone());
        }
        self.text.push_str(&token);
        self.text.push(' ');
    }

    /// As the store wants them.
    pub fn done(self) -> String {
        self.text
    }
}

pub(crate) fn key(kind: &str, value: &str) -> String {
    let plain = value.chars().filter(|c| c.is_alphanumeric());
    std::iter::once(KEY).chain(kind.chars()).chain(plain).collect()
}

/// One character as it is compared: full width and half width, upper and lower case alike.
pub(crate) fn plain(c: char) -> impl Iterator<Item = char> {
    std::iter::once(c).nfkc().flat_map(char::to_lowercase)
}

/// The words that somebody typed: what stands between blanks and marks; eight at most.
pub(crate) fn typed(q: &str) -> Vec<String> {
    let plain: String = q.chars().flat_map(plain).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(8).map(str::to_owned).collect()
}

/// How a word is looked for. A single Chinese character and a last run of letters or digits may go on in the text.
pub(crate) fn phrase(word: &str) -> Phrase {
    let runs = runs(word);
    let mut tokens = Vec::new();
    for (place, run) in runs.iter().enumerate() {
        let is_last = place + 1 == runs.len();
        let mut of_run = Vec::new();
        tokens_of(run, &mut |token| of_run.push(token));
        // The last character by itself is looked for only where it is all there is, or where the word goes on behind it.
        if run.han && run.chars.len() > 1 && is_last {
            of_run.pop();
        }
        tokens.extend(of_run);
    }
    let open = runs.last().is_some_and(|run| !run.han || run.chars.len() == 1);
    Phrase { tokens, open }
}

fn each_token(text: &str, found: &mut impl FnMut(String)) {
    for run in runs(text) {
        tokens_of(&run, found);
    }
}

struct Run {
    han: bool,
    chars: Vec<char>,
}

/// Characters that belong together: Chinese ones, or letters and digits.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut goes_on = false;
    for c in text.chars().flat_map(plain) {
        if !c.is_alphanumeric() {
            goes_on = false;
            continue;
        }
        let han = is_han(c);
        match runs.last_mut().filter(|run| goes_on && run.han == han) {
            Some(run) => run.chars.push(c),
            None => runs.push(Run { han, chars: vec![c] }),
        }
        goes_on = true;
    }
    runs
}

fn tokens_of(run: &Run, found: &mut impl FnMut(String)) {
    if run.han {
        for pair in run.chars.windows(2) {
            found(pair.iter().collect());
        }
        found(run.chars[run.chars.len() - 1..].iter().collect());
    } else {
        found(run.chars.iter().take(LONGEST).collect());
    }
}

/// Written without blanks between words.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut words = Words::up_to(1000);
        words.field(text);
        words.done()
    }

    #[test]
    fn a_text_is_its_pairs_and_its_words() {
        assert_eq!(words("教务处OA系统（ＶＰＮ）2026年"), " 教务 务处 处 oa 系统 统 vpn 2026 年 ¤ ");
        assert_eq!(words("——"), " ¤ ");
        assert_eq!(words("𠮷田"), " 𠮷田 田 ¤ ");
    }

    #[test]
    fn a_typed_word_is_found_in_the_texts_that_have_it() {
        let finds = |typed: &str, text: &str| {
            let phrase = phrase(typed);
            let end = if phrase.open { "" } else { " " };
            words(text).contains(&format!(" {}{end}", phrase.tokens.join(" ")))
        };
        for (typed, text) in [
            ("务处", "教务处"),
            ("教务处", "请教务处长到会"),
            ("处", "教务处"),
            ("教", "教务处"),
            ("oa系统", "新ＯＡ系统升级"),
            ("系统oa", "系统OA"),
            ("20", "2026年"),
            ("统oa升", "系统OA升级"),
        ] {
            assert!(finds(typed, text), "{typed} in {text}");
        }
        for (typed, text) in
            [("教务处", "教务、务处"), ("务教", "教务处"), ("026", "2026年"), ("系统o级", "系统OA升级")]
        {
            assert!(!finds(typed, text), "{typed} in {text}");
        }
    }

    #[test]
    fn what_is_typed_is_split_at_blanks_and_marks() {
        assert_eq!(typed(" 热水　改造、VPN-2 "), ["热水", "改造", "vpn", "2"]);
        assert_eq!(typed("¤stage ¤v"), ["stage", "v"], "keys can not be typed");
        assert_eq!(typed("a b c d e f g h i j").len(), 8);
    }

    #[test]
    fn there_is_an_end_to_different_words() {
        let mut some = Words::up_to(12);
        some.field("教务教务教务处长室");
        assert_eq!(some.done(), " 教务 务教 教务 务教 教务 ");
    }
}
