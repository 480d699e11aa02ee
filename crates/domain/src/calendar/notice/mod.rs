//! The State Council's notice as it is published (国务院办公厅关于…年部分节假日安排的通知), read into days:
//!
//! `四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。`
//!
//! The grammar is small and tolerant: a section begins with the name of a holiday and a colon; in it, dates wait until
//! 放假 or 上班 says what they are. Whatever has a date and is not understood becomes a doubt, and so does everything in
//! which the notice contradicts the calendar or itself. Nothing is guessed silently.

mod words;

use std::collections::BTreeSet;

use super::{Day, DayKind, ProposedDay, ProposedYear, SpecialDay, is_weekend, weekday};
use words::{Word, scan};

/// The holidays of 全国年节及纪念日放假办法.
const HOLIDAYS: [&str; 7] = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"];

impl ProposedYear {
    /// In: the text as pasted, and the year where the text may not say it.
    pub fn from_notice(text: &str, year: Option<i16>) -> ProposedYear {
        let text = words::normal(text);
        let said = words::year_of(&text);
        let year = said.or(year);
        let mut proposed = ProposedYear { year, document: words::document(&text), ..ProposedYear::default() };
        let Some(year) = year else {
            proposed.doubts.push("没有读到年份，请填写这份通知是哪一年的放假安排".to_owned());
            return proposed;
        };
        let mut reader = Reader { year, proposed, named: BTreeSet::new(), read: Vec::new() };
        for section in sections(&text) {
            reader.section(&section);
        }
        reader.finish()
    }
}

/// One holiday and what is said of it.
struct Section<'t> {
    name: String,
    body: &'t str,
}

/// A head is the name of a holiday, or follows an ordinal, and ends with a colon.
fn sections(text: &str) -> Vec<Section<'_>> {
    let mut heads: Vec<(usize, usize, String)> = Vec::new();
    for (colon, _) in text.match_indices('：') {
        let start = text[..colon]
            .rfind(['\n', '。', '；'])
            .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let head = &text[start..colon];
        let name =
            head.trim_start_matches(|c: char| "一二三四五六七八九十、（）.．·•*#".contains(c) || c.is_ascii_digit());
        let ordinal = name.len() < head.len();
        let known = !name.is_empty() && name.split(['、', '和']).all(|part| HOLIDAYS.contains(&part));
        let plausible =
            ordinal && (2..=20).contains(&name.chars().count()) && !name.contains(|c: char| c.is_ascii_digit());
        if known || plausible {
            heads.push((start, colon + '：'.len_utf8(), name.to_owned()));
        }
    }
    let ends: Vec<usize> = heads.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect();
    heads
        .into_iter()
        .zip(ends)
        .map(|((_, body, name), end)| Section { name, body: &text[body..end.max(body)] })
        .collect()
}

/// Some days that a phrase names, and the words that did.
struct Span {
    first: Day,
    last: Day,
    words: String,
    doubts: Vec<String>,
}

struct Reader {
    year: i16,
    proposed: ProposedYear,
    /// every day that was said to be off or worked, weekends too
    named: BTreeSet<Day>,
    /// names of the sections
    read: Vec<String>,
}

impl Reader {
    fn section(&mut self, section: &Section<'_>) {
        self.read.push(section.name.clone());
        let mut found = false;
        for sentence in section.body.split(['。', '；', '\n']).filter(|sentence| !sentence.is_empty()) {
            found |= self.sentence(&section.name, sentence);
        }
        if !found {
            self.doubt(format!("“{}”一节没有读到放假日期，请对照通知补上", section.name));
        }
    }

    /// Did it say anything of days?
    fn sentence(&mut self, name: &str, sentence: &str) -> bool {
        let mut waiting: Vec<Span> = Vec::new();
        let (mut off, mut counted) = (0, None);
        let mut found = false;
        let mut range = false;
        let mut month = None;
        for word in scan(sentence) {
            match word {
                Word::Date(date) => {
                    let before = waiting.last().filter(|_| range).map(|span| span.last);
                    let written = date.words.clone();
                    let Some(day) = self.day(name, &date, month, before) else {
                        self.doubt(format!("{name}：“{written}”不是有效的日期，请对照通知改正"));
                        range = false;
                        continue;
                    };
                    month = Some(day.month());
                    let doubts = mismatch(&date, day);
                    match waiting.last_mut().filter(|_| range) {
                        Some(span) => span.until(day, &written, doubts),
                        None => waiting.push(Span { first: day, last: day, words: written, doubts }),
                    }
                    range = false;
                }
                Word::Until => range = true,
                Word::Off => {
                    found |= !waiting.is_empty();
                    off += self.take(name, DayKind::Off, &mut waiting);
                }
                Word::Work => {
                    found |= !waiting.is_empty();
                    self.take(name, DayKind::Work, &mut waiting);
                }
                Word::Count(days) => counted = Some(days),
            }
        }
        if let Some(days) = counted.filter(|days| off > 0 && *days != off) {
            self.doubt(format!("{name}：通知写明共 {days} 天，所列日期是 {off} 天，请核对"));
        }
        // A line that is nothing but a date is the notice's own.
        let signed = waiting.len() == 1 && waiting[0].words == sentence;
        if !waiting.is_empty() && !signed {
            self.doubt(format!("{name}：这句话没有读入，请核对是否影响安排：“{sentence}”"));
        }
        found
    }

    /// What was waiting is off, or worked. Gives how many days.
    fn take(&mut self, name: &str, kind: DayKind, waiting: &mut Vec<Span>) -> u32 {
        let mut count = 0;
        for span in waiting.drain(..) {
            for date in span.days() {
                count += 1;
                let mut doubts = span.doubts.clone();
                if !self.named.insert(date) {
                    doubts.push(format!("{date}在通知中出现了两次，请核对"));
                }
                // Weekends inside a holiday are off anyway.
                if kind == DayKind::Off && is_weekend(date) && doubts.is_empty() {
                    continue;
                }
                if kind == DayKind::Off && is_weekend(date) {
                    doubts.drain(..).for_each(|doubt| self.doubt(format!("{name}：{doubt}")));
                    continue;
                }
                let day = SpecialDay { date, kind, name: name.to_owned() };
                self.proposed.days.push(ProposedDay { day, words: span.words.clone(), doubts });
            }
        }
        count
    }

    /// The year is the notice's own unless it is written; 元旦 begins in the December before; a range goes forward.
    fn day(&self, name: &str, date: &words::Date, month: Option<i8>, after: Option<Day>) -> Option<Day> {
        let month = date.month.or(month)?;
        let eve = name.contains("元旦") && month == 12;
        let near = after.map_or(if eve { self.year - 1 } else { self.year }, Day::year);
        let year = date.year.unwrap_or(near);
        let day = Day::new(year, month, date.day).ok()?;
        match after {
            Some(after) if day < after && date.year.is_none() => Day::new(year + 1, month, date.day).ok(),
            _ => Some(day),
        }
    }

    fn doubt(&mut self, doubt: String) {
        if !self.proposed.doubts.contains(&doubt) {
            self.proposed.doubts.push(doubt);
        }
    }

    fn finish(mut self) -> ProposedYear {
        if self.read.is_empty() {
            self.doubt("没有读到任何节日的安排，请粘贴通知全文".to_owned());
        } else {
            let missing = HOLIDAYS.iter().filter(|holiday| !self.read.iter().any(|name| name.contains(*holiday)));
            for holiday in missing.copied().collect::<Vec<_>>() {
                self.doubt(format!("没有读到“{holiday}”的安排，请对照通知核对"));
            }
        }
        self.proposed.checked()
    }
}

impl Span {
    /// The end of a range, not before its beginning and not a season later.
    fn until(&mut self, day: Day, words: &str, doubts: Vec<String>) {
        self.words = format!("{}至{words}", self.words);
        self.doubts.extend(doubts);
        let long = self.first.until(day).map_or(0, |span| span.get_days());
        if (0..=RANGE_MOST).contains(&long) {
            self.last = day;
        } else {
            self.doubts.push(format!("“{}”的起止日期不合理，只读入了第一天，请改正", self.words));
        }
    }

    fn days(&self) -> impl Iterator<Item = Day> + use<> {
        let last = self.last;
        self.first.series(jiff::ToSpan::days(1)).take_while(move |day| *day <= last)
    }
}

const RANGE_MOST: i32 = 30;

/// The weekday that the notice names beside the date, compared with the calendar.
fn mismatch(date: &words::Date, day: Day) -> Vec<String> {
    let said = date.weekday.filter(|said| *said != day.weekday());
    said.map(|_| format!("通知写作“{}”，而 {day} 是{}，请核对", date.words, weekday(day))).into_iter().collect()
}

#[cfg(test)]
mod tests;
