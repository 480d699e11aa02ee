//! Limits in running text. A date there is a limit only where the words around it say so: an event that took place, a
//! year's statistics, a clause's number, a document's number and a telephone number are none.

use std::ops::Range;

use domain::{calendar::WorkCalendar, value::Day};

use super::{
    Read, Reading, grammar,
    grammar::Setting,
    lexer::{self, Kind, Token},
    phrase::{Bound, Item, Part, Phrase, Point},
    verdict,
    words::Word,
};

/// A limit in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// bytes of the text
    pub range: Range<usize>,
    /// as [`super::read`] gives it for these words alone
    pub read: Read,
    /// the words themselves say a limit (前, 底, 内); otherwise it follows from where they stand
    pub firm: bool,
}

/// Finds what limits the text sets, in its order. `on` is the document's own date; without one only full dates are read.
pub fn find(text: &str, on: Option<Day>, calendar: &WorkCalendar) -> Vec<Found> {
    let tokens = lexer::tokens(text);
    let finder = Finder { tokens: &tokens, text, on, calendar };
    let items = grammar::phrases(&tokens, text, Setting::Running);
    let mut found = Vec::new();
    for group in finder.groups(&items) {
        found.extend(finder.limit(group));
    }
    found
}

struct Finder<'t> {
    tokens: &'t [Token],
    text: &'t str,
    on: Option<Day>,
    calendar: &'t WorkCalendar,
}

impl Finder<'_> {
    /// 6月15日、20日前 are one expression: the second needs the first.
    fn groups<'i>(&self, items: &'i [Item]) -> Vec<&'i [Item]> {
        let joined = |one: &Item, next: &Item| {
            next.from == one.to + 1
                && self.word(one.to) == Some(Word::And)
                && matches!(one.phrase, Phrase::Point(_))
                && matches!(next.phrase, Phrase::Point(_))
        };
        items.chunk_by(joined).collect()
    }

    fn limit(&self, group: &[Item]) -> Option<Found> {
        let (first, last) = (group.first()?, group.last()?);
        let firm = is_firm(&last.phrase) || (group.len() == 1 && self.is_bounded(last));
        if self.tells_the_past(first, last, firm) || !(firm || self.is_placed_as_limit(first, last)) {
            return None;
        }
        let range = self.range(first, last);
        let read = verdict::read(self.text.get(range.clone())?, self.on, self.calendar);
        if !firm && self.is_over(&read) {
            return None;
        }
        Some(Found { range, read, firm })
    }

    /// A date that is only mentioned and lies before the document is not its limit.
    fn is_over(&self, read: &Read) -> bool {
        match (read.reading.day(), self.on) {
            (Some(day), Some(on)) => day <= on,
            _ => false,
        }
    }

    /// 开学前, 本学期内, 近期内; 新学期 alone is a subject.
    fn is_bounded(&self, item: &Item) -> bool {
        let bounded = (item.from..item.to).rev().find_map(|at| match self.word(at) {
            Some(Word::Bound(bound)) => Some(bound),
            _ => None,
        });
        matches!(item.phrase, Phrase::School | Phrase::Soon)
            && matches!(bounded, Some(Bound::Before | Bound::Within | Bound::End))
    }

    /// 截至2023年底，…; 较2020年底增长; 2020年底前已完成.
    fn tells_the_past(&self, first: &Item, last: &Item, firm: bool) -> bool {
        let before = first.from.checked_sub(1);
        let compares = before.is_some_and(|at| {
            matches!(self.kind(at), Some(Kind::Sign('较' | '比' | '距' | '近'))) || self.word(at) == Some(Word::Since)
        });
        let as_of = before.is_some_and(|at| self.word(at) == Some(Word::AsOf)) && self.day_is_over(first, last);
        // 2月底，完成了首轮巡察: a day that is over is looked at more closely.
        let over = self.on.is_some() && self.day_is_over(first, last);
        let from = if over && self.kind(last.to) == Some(Kind::Stop) { last.to + 1 } else { last.to };
        let rest = (from..self.tokens.len().min(from + 16)).take_while(|at| !self.is_break(*at));
        let reach = if firm && !over { 2 } else { 16 };
        let done = rest.take(reach).any(|at| {
            self.word(at) == Some(Word::Done) || matches!(self.kind(at), Some(Kind::Sign('了' | '已' | '曾' | '共')))
        });
        let already = before
            .is_some_and(|at| self.word(at) == Some(Word::Done) || (at > 0 && self.word(at - 1) == Some(Word::Done)));
        compares && !counts_days(&first.phrase) || as_of || done || already
    }

    fn day_is_over(&self, first: &Item, last: &Item) -> bool {
        let read = self.text.get(self.range(first, last)).map(|text| verdict::read(text, self.on, self.calendar));
        match (read.map(|read| read.reading), self.on) {
            (Some(Reading::Date(day)), Some(on)) => day <= on,
            _ => true,
        }
    }

    /// （…，6月底）, 完成时限：6月, 于6月完成, 6月完成相关制度修订
    fn is_placed_as_limit(&self, first: &Item, last: &Item) -> bool {
        let before = first.from.checked_sub(1).and_then(|at| self.kind(at));
        let after = self.kind(last.to);
        let closed = matches!(after, None | Some(Kind::Stop | Kind::Close | Kind::LineEnd));
        if before == Some(Kind::Colon) && self.is_label(first.from.saturating_sub(2)) {
            return is_any_limit(&last.phrase);
        }
        if first.inside && closed && matches!(before, Some(Kind::Open | Kind::Stop | Kind::Colon)) {
            // （2026年3月2日） under an undated text is most likely its date.
            return is_any_limit(&last.phrase) && (self.on.is_some() || !is_plain_day(&last.phrase));
        }
        let (Phrase::Point(point) | Phrase::Range(_, point)) = &last.phrase else {
            return last.phrase == Phrase::Soon && self.is_near(last);
        };
        let aimed = matches!(before, Some(Kind::Word(Word::Limit | Word::AsOf)));
        let done_by_then = self.is_done_by_then(last.to);
        // 10月21日至31日，学校组织专人检查: a plan where it lies ahead, which is asked later.
        let leads = matches!(before, None | Some(Kind::LineEnd | Kind::Stop))
            && matches!(after, Some(Kind::Stop | Kind::Colon))
            && self.on.is_some();
        is_no_start(point) && (aimed && (closed || done_by_then) || (done_by_then || leads) && finer_than_year(point))
    }

    /// 完成时限：, 截止时间：; the 时间： of a meeting is none.
    fn is_label(&self, at: usize) -> bool {
        self.word(at) == Some(Word::Limit)
            && ["限", "截止", "节点", "完成", "办结"].iter().any(|part| self.words(at).contains(part))
    }

    /// 6月完成…: whether 3月2日召开… lies ahead can only be told by the text's own date.
    fn is_done_by_then(&self, at: usize) -> bool {
        const ENDS: [&str; 12] =
            ["完成", "办结", "到位", "出台", "上线", "启用", "建成", "提交", "报送", "上报", "验收", "投入使用"];
        self.word(at) == Some(Word::Verb) && (self.on.is_some() || ENDS.contains(&self.words(at)))
    }

    fn words(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// 近期对雪松进行检查; 下一步 and 中期 begin other sentences.
    fn is_near(&self, item: &Item) -> bool {
        self.words(item.from).starts_with(['近', '短']) && self.kind(item.to) != Some(Kind::Sign('的'))
    }

    fn range(&self, first: &Item, last: &Item) -> Range<usize> {
        let start = self.tokens.get(first.from).map_or(0, |token| token.start);
        let end = last.to.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(start, |token| token.end);
        let closes = self.text.get(start..end).is_some_and(|text| text.contains('”'));
        let opens = self.text.get(..start).is_some_and(|text| text.ends_with('“'));
        // “五一”前 begins with its quotation mark.
        if closes && opens { start - '“'.len_utf8()..end } else { start..end }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn word(&self, at: usize) -> Option<Word> {
        match self.kind(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn is_break(&self, at: usize) -> bool {
        matches!(self.kind(at), None | Some(Kind::Stop | Kind::LineEnd | Kind::Close))
    }
}

fn is_firm(phrase: &Phrase) -> bool {
    match phrase {
        Phrase::Point(point) | Phrase::Range(_, point) => point_is_firm(point),
        Phrase::Within(_) | Phrase::Event => true,
        Phrase::Recurring(_, point) => point.as_ref().is_some_and(point_is_firm),
        Phrase::Either(phrases) => phrases.iter().any(is_firm),
        _ => false,
    }
}

fn point_is_firm(point: &Point) -> bool {
    match point.bound {
        Bound::Before | Bound::End | Bound::EndBefore => true,
        Bound::Within => !matches!(point.part, Part::Plan(_) | Part::Festival(_)),
        _ => false,
    }
}

/// In a place that is only for limits, any of these is one.
fn is_any_limit(phrase: &Phrase) -> bool {
    match phrase {
        Phrase::Point(point) | Phrase::Range(_, point) => is_no_start(point),
        Phrase::Start | Phrase::Done | Phrase::Clock => false,
        _ => true,
    }
}

fn is_plain_day(phrase: &Phrase) -> bool {
    matches!(phrase, Phrase::Point(point) if point.is_day() && point.bound == Bound::At)
}

fn is_no_start(point: &Point) -> bool {
    !matches!(point.bound, Bound::From | Bound::After)
}

fn finer_than_year(point: &Point) -> bool {
    !matches!(point.part, Part::Year | Part::Plan(_) | Part::Festival(_))
}

fn counts_days(phrase: &Phrase) -> bool {
    matches!(phrase, Phrase::Within(_))
}
