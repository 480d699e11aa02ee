//! The words of a notice: dates with their weekdays, 至, 放假, 上班, 共N天. Signs of half and of full width are one.

use jiff::civil::Weekday;

/// A date as written: `2022年12月31日`, `5日（农历正月初七、周一）`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: i8,
    pub weekday: Option<Weekday>,
    pub words: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    Date(Date),
    Until,
    Off,
    Work,
    Count(u32),
}

/// Blanks away, digits and punctuation of one width; lines stay lines.
pub fn normal(text: &str) -> String {
    let one = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        ',' => '，',
        ':' | '∶' => '：',
        ';' => '；',
        '(' | '〔' | '［' | '[' => '（',
        ')' | '〕' | '］' | ']' => '）',
        '~' | '～' | '—' | '–' | '－' | '-' | '到' => '至',
        '﹑' | '､' => '、',
        '\r' => '\n',
        other => other,
    };
    text.chars()
        .filter(|c| *c == '\n' || !(c.is_whitespace() || *c == '\u{feff}' || *c == '\u{200b}'))
        .map(one)
        .collect()
}

/// `关于2026年部分节假日`, `现将2026年元旦`: the first year that stands where a notice names its own.
pub fn year_of(text: &str) -> Option<i16> {
    for lead in ["关于", "现将", "对"] {
        for (at, _) in text.match_indices(lead) {
            let rest = text[at + lead.len()..].trim_start_matches('\n');
            if let Some((year, rest)) = number(rest)
                && (1950..=2200).contains(&year)
                && rest.trim_start_matches('\n').starts_with('年')
            {
                return i16::try_from(year).ok();
            }
        }
    }
    // Without its head, a list often says the year once: 2026年放假安排.
    let mut years = text.match_indices("年").filter_map(|(at, _)| year_before(&text[..at], &text[at..]));
    years.next()
}

fn year_before(before: &str, after: &str) -> Option<i16> {
    let digits = before.len() - before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let year: i16 = before[digits..].parse().ok().filter(|year| (1950..=2200).contains(year))?;
    let arranges = ["年部分节假日", "年放假", "年节假日", "年元旦"].iter().any(|lead| after.starts_with(lead));
    arranges.then_some(year)
}

/// `国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）`; empty where the text has neither.
pub fn document(text: &str) -> String {
    let joined: String = text.chars().filter(|c| *c != '\n').collect();
    let title = between(&joined, "国务院办公厅关于", "通知").unwrap_or_default();
    let number = between(&joined, "国办发", "号").map(|number| number.replacen('（', "〔", 1).replacen('）', "〕", 1));
    match (title.is_empty(), number.filter(|number| number.chars().count() < 24)) {
        (_, None) => title,
        (true, Some(number)) => number,
        (false, Some(number)) => format!("{title}（{number}）"),
    }
}

/// From the first sign of `start` to the end of the first `end` after it, if that is near.
fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let from = text.find(start)?;
    let to = from + text[from..].find(end)? + end.len();
    let found = &text[from..to];
    (found.chars().count() <= 40).then(|| found.to_owned())
}

/// The words of a sentence in their order; everything else is passed over.
pub fn scan(sentence: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = sentence;
    while let Some(first) = rest.chars().next() {
        let (word, after) = match one(rest) {
            Some((word, after)) => (Some(word), after),
            None => (None, &rest[first.len_utf8()..]),
        };
        words.extend(word);
        // A number is read whole or passed over whole: the 5 of 15 is no day.
        rest = if first.is_ascii_digit() { after.trim_start_matches(|c: char| c.is_ascii_digit()) } else { after };
    }
    words
}

fn one(rest: &str) -> Option<(Word, &str)> {
    if let Some((date, after)) = date(rest) {
        return Some((Word::Date(date), after));
    }
    for (sign, word) in [("至", Word::Until), ("上班", Word::Work)] {
        if let Some(after) = rest.strip_prefix(sign) {
            return Some((word, after));
        }
    }
    if let Some(after) = rest.strip_prefix("放假") {
        // 放假1天: the count follows at once.
        return Some((Word::Off, after));
    }
    let counted = rest.strip_prefix('共').unwrap_or(rest);
    let (days, after) = number(counted)?;
    let after = after.strip_prefix('天')?;
    Some((Word::Count(days), after))
}

/// `[2026年][1月]1日[（周四）]`
fn date(rest: &str) -> Option<(Date, &str)> {
    let start = rest;
    let (mut year, mut month) = (None, None);
    let mut rest = rest;
    if let Some((n, after)) = number(rest)
        && let Some(after) = after.strip_prefix('年')
    {
        year = Some(i16::try_from(n).ok()?);
        rest = after;
    }
    if let Some((n, after)) = number(rest)
        && let Some(after) = after.strip_prefix('月')
    {
        month = Some(i8::try_from(n).ok()?);
        rest = after;
    }
    let (day, after) = number(rest)?;
    let mut rest = after.strip_prefix('日').or_else(|| after.strip_prefix('号'))?;
    let mut weekday = None;
    if let Some(inner) = rest.strip_prefix('（')
        && let Some((note, after)) = inner.split_once('）')
    {
        weekday = weekday_in(note);
        rest = after;
    }
    let words = start[..start.len() - rest.len()].to_owned();
    Some((Date { year, month, day: i8::try_from(day).ok()?, weekday, words }, rest))
}

/// `周四`, `星期日`, `农历正月初七、周一`
fn weekday_in(note: &str) -> Option<Weekday> {
    let at = ["星期", "周", "礼拜"].iter().find_map(|lead| note.find(lead).map(|at| at + lead.len()))?;
    match note[at..].chars().next()? {
        '一' => Some(Weekday::Monday),
        '二' => Some(Weekday::Tuesday),
        '三' => Some(Weekday::Wednesday),
        '四' => Some(Weekday::Thursday),
        '五' => Some(Weekday::Friday),
        '六' => Some(Weekday::Saturday),
        '日' | '天' => Some(Weekday::Sunday),
        _ => None,
    }
}

/// Digits at the beginning; at most nine.
fn number(rest: &str) -> Option<(u32, &str)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits).filter(|digits| (1..=9).contains(&digits.len()))?.parse().ok()?;
    Some((number, &rest[digits..]))
}
