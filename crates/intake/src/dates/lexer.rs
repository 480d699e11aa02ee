//! Text into tokens. Widths are one, blanks and quotation marks say nothing, and every token remembers where it stood.

use super::{
    numerals::{self, Number, Style},
    phrase::{Bound, Festival},
    words::{self, Word},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Number(Number),
    Word(Word),
    /// a full stop of half width between numbers: 2026.6.30
    Dot,
    Slash,
    Colon,
    /// ， ； 。 and the end of a line
    Stop,
    LineEnd,
    Open,
    Close,
    /// any other sign
    Sign(char),
}

#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub kind: Kind,
    /// bytes of the text
    pub start: usize,
    pub end: usize,
    /// a blank stands before it
    pub apart: bool,
}

pub fn tokens(text: &str) -> Vec<Token> {
    let places: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, narrow(c))).collect();
    let signs: Vec<char> = places.iter().map(|(_, c)| *c).collect();
    let at = |index: usize| places.get(index).map_or(text.len(), |(at, _)| *at);
    let mut tokens: Vec<Token> = Vec::new();
    let (mut index, mut apart) = (0, false);
    while index < signs.len() {
        if is_blank(signs[index]) {
            apart = true;
            index += 1;
            continue;
        }
        if is_quote(signs[index]) {
            index += 1;
            continue;
        }
        let (kind, len) = one(&signs[index..], tokens.last().map(|token| token.kind));
        tokens.push(Token { kind, start: at(index), end: at(index + len), apart });
        index += len;
        apart = false;
    }
    tokens
}

fn narrow(c: char) -> char {
    match c {
        '．' => '.',
        '，' => ',',
        '；' => ';',
        '：' | '∶' | '﹕' => ':',
        '（' | '【' | '［' | '〔' | '〈' => '(',
        '）' | '】' | '］' | '〕' | '〉' => ')',
        '／' => '/',
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        other => other,
    }
}

fn is_blank(c: char) -> bool {
    (c.is_whitespace() && c != '\n') || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}')
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'' | '「' | '」' | '『' | '』' | '＂' | '＇')
}

fn one(signs: &[char], before: Option<Kind>) -> (Kind, usize) {
    let sign = signs[0];
    if let Some(number) = arabic(signs) {
        return (Kind::Number(number), number.len);
    }
    if signs.starts_with(&['元', '月']) {
        // 元月 is January.
        return (Kind::Number(Number { value: 1, len: 1, style: Style::Counted }), 1);
    }
    if let Some((word, len)) = numeral_word(signs, before) {
        return (Kind::Word(word), len);
    }
    // 12月26日前提交 is 前 and 提交, not 前提.
    if signs.starts_with(&['前', '提']) && signs.get(2).is_some_and(|sign| "交出供升请名".contains(*sign)) {
        return (Kind::Word(Word::Bound(Bound::Before)), 1);
    }
    if let Some((word, len)) = words::longest(signs) {
        return (Kind::Word(word), len);
    }
    if numerals::begins_chinese(sign)
        && let Some(number) = numerals::chinese(signs)
    {
        return (Kind::Number(number), number.len);
    }
    let kind = match sign {
        '.' | '·' => Kind::Dot,
        '/' => Kind::Slash,
        ':' => Kind::Colon,
        ',' | ';' | '。' | '!' | '?' | '！' | '？' => Kind::Stop,
        '\n' => Kind::LineEnd,
        '(' | '[' => Kind::Open,
        ')' | ']' => Kind::Close,
        other => Kind::Sign(other),
    };
    (kind, 1)
}

fn arabic(signs: &[char]) -> Option<Number> {
    let len = signs.iter().take_while(|c| c.is_ascii_digit()).count();
    let digits = signs.get(..len).filter(|digits| !digits.is_empty())?;
    let value =
        digits.iter().try_fold(0_u32, |value, c| value.checked_mul(10)?.checked_add(numerals::arabic_digit(*c)?));
    Some(Number { value: value.unwrap_or(u32::MAX), len, style: Style::Arabic })
}

/// Words that are spelt with numerals: 五一, 十一, 十四五; not the beginning of 五一二号, 十一月 or 十五日.
fn numeral_word(signs: &[char], before: Option<Kind>) -> Option<(Word, usize)> {
    if matches!(before, Some(Kind::Number(_) | Kind::Word(Word::Nth))) {
        return None;
    }
    let (word, len) = NUMERAL_WORDS.iter().find_map(|(word, what)| {
        let len = word.chars().count();
        let begins = signs.len() >= len && word.chars().zip(signs).all(|(a, b)| a == *b);
        begins.then_some((*what, len))
    })?;
    // The longer names of the dictionary (五一劳动节) come first.
    if let Some((Word::Festival(_), longer)) = words::longest(signs)
        && longer > len
    {
        return None;
    }
    let next = signs.get(len).copied().filter(|c| !is_quote(*c));
    let goes_on = next
        .is_some_and(|c| numerals::begins_chinese(c) || "月日号年时点个条项周天季旬工分元万亿名位次人家所".contains(c));
    let named = next.is_none_or(|c| "前假期节后、,;。)至到小长左黄规末中初时之以和及/\n".contains(c))
        || signs.get(len).is_some_and(|c| is_quote(*c));
    (!goes_on && named).then_some((word, len))
}

const NUMERAL_WORDS: &[(&str, Word)] = &[
    ("十二五", Word::Plan(12)),
    ("十三五", Word::Plan(13)),
    ("十四五", Word::Plan(14)),
    ("十五五", Word::Plan(15)),
    ("十六五", Word::Plan(16)),
    ("五一", Word::Festival(Festival::Labour)),
    ("十一", Word::Festival(Festival::National)),
    ("六一", Word::Festival(Festival::Children)),
    ("七一", Word::Festival(Festival::Party)),
    ("八一", Word::Festival(Festival::Army)),
    ("五四", Word::Festival(Festival::Youth)),
    ("三八", Word::Festival(Festival::Women)),
];
