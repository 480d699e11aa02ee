//! Sentences, clauses and brackets of a Chinese text. Everything is a slice of the document's own text, so that its place is
//! always known.

/// The sentences of a text, each with the sign that closes it. Signs within brackets and quotation marks close nothing.
pub fn sentences(text: &str) -> Vec<&str> {
    split(text, &['。', '；', ';', '！', '？', '\n'])
}

/// What is looked at of a sentence: a longer one is none, and would take its time.
pub fn bounded(sentence: &str) -> &str {
    const MOST: usize = 3_000;
    &sentence[..sentence.floor_char_boundary(MOST)]
}

/// The clauses of a sentence, each with its comma.
pub fn clauses(sentence: &str) -> Vec<&str> {
    split(sentence, &['，', ',', '。', '；', ';', '：', '\n'])
}

fn split<'t>(text: &'t str, signs: &[char]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, sign) in text.char_indices() {
        match sign {
            '（' | '(' | '“' | '《' | '〔' | '[' => depth += 1,
            '）' | ')' | '”' | '》' | '〕' | ']' => depth = depth.saturating_sub(1),
            // Brackets left open end with the line.
            '\n' => depth = 0,
            _ => {}
        }
        if depth == 0 && signs.contains(&sign) {
            let end = at + sign.len_utf8();
            parts.push(&text[start..end]);
            start = end;
        }
    }
    parts.push(&text[start..]);
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    parts
}

/// A bracket of a text.
#[derive(Debug, Clone, Copy)]
pub struct Bracket<'t> {
    /// with its signs
    pub whole: &'t str,
    pub inner: &'t str,
    /// nothing but the sign that closes the sentence stands between it and the end of the sentence or line
    pub is_last: bool,
}

/// The outermost brackets of a text. One that is never closed ends with its line.
pub fn brackets(text: &str) -> Vec<Bracket<'_>> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '（' | '(' | '〔' | '[' => {
                if depth == 0 {
                    open = Some(at);
                }
                depth += 1;
            }
            '）' | ')' | '〕' | ']' if depth > 0 => {
                depth -= 1;
                if let Some(start) = open.filter(|_| depth == 0) {
                    found.push(bracket(text, start, at + sign.len_utf8(), sign.len_utf8()));
                    open = None;
                }
            }
            '\n' => {
                if let Some(start) = open.take() {
                    found.push(bracket(text, start, at, 0));
                }
                depth = 0;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        found.push(bracket(text, start, text.len(), 0));
    }
    found
}

fn bracket(text: &str, start: usize, end: usize, close: usize) -> Bracket<'_> {
    let whole = &text[start..end];
    let open = whole.chars().next().map_or(0, char::len_utf8);
    let rest = text[end..].trim_start_matches([' ', '\u{3000}']);
    let is_last = rest.is_empty() || rest.starts_with(['。', '；', ';', '\n', '（', '(', '〔']);
    Bracket { whole, inner: &whole[open.min(whole.len() - close)..whole.len() - close], is_last }
}

/// Without blanks and signs of separation at both ends.
pub fn bare(text: &str) -> &str {
    text.trim_matches(|sign: char| sign.is_whitespace() || "，。；、,;：:".contains(sign))
}

pub fn count(text: &str) -> usize {
    text.chars().filter(|sign| sign.is_alphanumeric()).count()
}
