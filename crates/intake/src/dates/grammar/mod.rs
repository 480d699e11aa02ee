//! The grammar: tokens into phrases, by recursive descent. Every rule takes the index of a token and gives what it read with
//! the index after it, or nothing; what no rule reads is passed over.
//!
//! ```text
//! phrase   = recurring | school | count | range | clock | word
//! range    = point [ 至 ( point | number ) ]
//! point    = ( numeric | named ) { weekday | bracket | clock } { bound }
//! count    = [ origin ] number [ 个 ] unit [ 半 ] [ bound ]
//! ```

mod count;
mod numeric;
mod point;
mod recurring;

use super::{
    lexer::{Kind, Token},
    numerals::{Number, Style},
    phrase::{Bound, Item, Part, Phrase, Point, Ref, Unit},
    words::Word,
};

/// Where the text comes from: a cell that is a limit as a whole, or running text in which most dates are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    Whole,
    Running,
}

pub fn phrases(tokens: &[Token], text: &str, setting: Setting) -> Vec<Item> {
    let parser = Parser { tokens, text, setting };
    let mut items: Vec<Item> = Vec::new();
    let (mut index, mut depth, mut or) = (0, 0_u32, false);
    while let Some(token) = tokens.get(index) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            // Brackets that are never closed end with their line.
            Kind::LineEnd => depth = 0,
            Kind::Word(Word::Or) => or = true,
            _ => {}
        }
        let floor = items.last().map_or(0, |item| item.to);
        match parser.phrase(index, floor) {
            Some((phrase, from, to)) => {
                items.push(Item { phrase, from, to, inside: depth > 0, or });
                or = false;
                index = to.max(index + 1);
            }
            None => index += 1,
        }
    }
    items
}

pub(super) struct Parser<'t> {
    tokens: &'t [Token],
    text: &'t str,
    setting: Setting,
}

impl Parser<'_> {
    /// A phrase at this token. A count may reach back for its origin, but not before `floor`.
    fn phrase(&self, index: usize, floor: usize) -> Option<(Phrase, usize, usize)> {
        if let Some((phrase, to)) = self.recurring(index).or_else(|| self.school(index)) {
            return Some((phrase, index, to));
        }
        if let Some(found) = self.count(index, floor) {
            return Some(found);
        }
        let (phrase, to) = self
            .either_month_or_day(index)
            .or_else(|| self.range(index))
            .or_else(|| self.clock_alone(index))
            .or_else(|| self.word(index))?;
        Some((phrase, index, to))
    }

    /// A point, a range, or so many days from a point.
    fn range(&self, index: usize) -> Option<(Phrase, usize)> {
        if self.continues_a_number(index) {
            return None;
        }
        let (point, next) = self.point(index)?;
        if let Some(waits) = self.waits(&point, next) {
            return Some(waits);
        }
        if matches!(point.bound, Bound::From | Bound::After) {
            let at = if self.is_stop(next) { next + 1 } else { next };
            if let Some((within, to)) = self.counted_from(at, &point) {
                return Some((Phrase::Within(within), to));
            }
        }
        if matches!(point.bound, Bound::Before | Bound::After | Bound::About | Bound::EndBefore) {
            return Some((Phrase::Point(point), next));
        }
        match self.end_of_range(&point, next) {
            Some((end, to)) => Some((Phrase::Range(point, end), to)),
            None => Some((Phrase::Point(point), next)),
        }
    }

    fn end_of_range(&self, start: &Point, index: usize) -> Option<(Point, usize)> {
        let mut at = index;
        while self.is_to(at) {
            at += 1;
        }
        if at == index {
            return None;
        }
        if let Some((end, next)) = self.point(at) {
            return Some((end, next));
        }
        // 2026.3-6, 6月15日-20: a number alone is what the beginning was.
        let number = self.number(at).filter(|_| self.is_standing(at + 1))?;
        let part = match start.part {
            Part::Day(_) if number.value <= 31 => Part::Day(number.value),
            Part::Month if (1..=12).contains(&number.value) => Part::Month,
            _ => return None,
        };
        let mut end = Point::new(part);
        if part == Part::Month {
            end.month = Some(Ref::Given(number.value));
        }
        Some(self.bounds(end, at + 1))
    }

    /// 9月开学前, 12月专家进校前: the month only dates what the limit hangs on.
    fn waits(&self, point: &Point, next: usize) -> Option<(Phrase, usize)> {
        if point.bound != Bound::At || point.is_day() || matches!(point.part, Part::Festival(_)) {
            return None;
        }
        if let Some((phrase, to)) = self.school(next) {
            return Some((phrase, to));
        }
        let named = (next..self.tokens.len().min(next + 12))
            .take_while(|at| matches!(self.tokens[*at].kind, Kind::Sign(_) | Kind::Word(Word::Verb | Word::Other)))
            .count();
        let before = next + named;
        let waits = named > 0 && self.bound_at(before) == Some(Bound::Before) && self.ends(before + 1);
        waits.then_some((Phrase::Event, before + 1))
    }

    /// 3-5: the fifth of March, or March to May?
    fn either_month_or_day(&self, index: usize) -> Option<(Phrase, usize)> {
        let (month, day) = (self.number(index)?, self.number(index + 2)?);
        let pair = self.setting == Setting::Whole
            && self.word_at(index + 1) == Some(Word::Dash)
            && month.style == Style::Arabic
            && (1..=12).contains(&month.value)
            && (month.value + 1..=12).contains(&day.value)
            && !self.continues_a_number(index)
            && (self.ends(index + 3) || self.bound_at(index + 3).is_some());
        if !pair {
            return None;
        }
        let (day, next) = self.bounds(self.month_day(month.value, day.value), index + 3);
        let mut span = Point::new(Part::Month);
        span.month = self.number(index + 2).map(|last| Ref::Given(last.value));
        Some((Phrase::Either(vec![Phrase::Point(day), Phrase::Point(span)]), next))
    }

    /// 17:00前, 下班前: today.
    fn clock_alone(&self, index: usize) -> Option<(Phrase, usize)> {
        if self.setting == Setting::Running {
            return None;
        }
        let next = self.clock(index)?;
        let before = self.bound_at(next) == Some(Bound::Before);
        (before || self.ends(next)).then(|| (Phrase::Clock, next + usize::from(before)))
    }

    /// 学期末, 开学后两周内, 第8周, 一个学期内
    fn school(&self, index: usize) -> Option<(Phrase, usize)> {
        let mut at = index;
        if self.word_at(at) == Some(Word::Nth) {
            at += 1;
        }
        if self.number(at).is_some() {
            at += 1;
            at += usize::from(self.word_at(at) == Some(Word::Count));
            let week = at == index + 2 && self.word_at(at) == Some(Word::Unit(Unit::Week));
            if week && self.word_at(index) == Some(Word::Nth) {
                return Some((Phrase::School, self.skip_bounds(at + 1)));
            }
        }
        if self.word_at(at) != Some(Word::School) {
            return None;
        }
        Some((Phrase::School, self.rest_of_school(at + 1)))
    }

    /// What belongs to the school's word: 暑假结束前, 开学第一周, 开学后两周内.
    fn rest_of_school(&self, index: usize) -> usize {
        let mut at = index;
        loop {
            at = match self.word_at(at) {
                Some(Word::School | Word::Holiday | Word::Bound(_)) => at + 1,
                Some(Word::Verb) if self.bound_at(at + 1).is_some() => at + 2,
                Some(Word::Nth) if self.number(at + 1).is_some() => at + 2,
                Some(Word::Unit(Unit::Week | Unit::Days)) => at + 1,
                Some(Word::Count) => at + 1,
                _ if self.counts_school_time(at) => at + 1,
                _ => return at,
            };
        }
    }

    /// The 两 of 开学后两周内, not the 7 of 期末7月10日.
    fn counts_school_time(&self, index: usize) -> bool {
        let unit = match self.word_at(index + 1) {
            Some(Word::Count) => self.word_at(index + 2),
            other => other,
        };
        self.number(index).is_some()
            && matches!(unit, Some(Word::Unit(Unit::Week | Unit::Days | Unit::WorkingDays) | Word::School))
    }

    fn word(&self, index: usize) -> Option<(Phrase, usize)> {
        let phrase = match self.word_at(index)? {
            Word::Vague => Phrase::Vague,
            Word::Soon => Phrase::Soon,
            Word::Ongoing => Phrase::Ongoing,
            Word::Done => Phrase::Done,
            _ => return None,
        };
        let next = if self.bound_at(index + 1) == Some(Bound::Within) { index + 2 } else { index + 1 };
        Some((phrase, next))
    }
}

/// What stands at an index.
impl Parser<'_> {
    fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    fn word_at(&self, index: usize) -> Option<Word> {
        match self.kind(index)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn number(&self, index: usize) -> Option<Number> {
        match self.kind(index)? {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    fn bound_at(&self, index: usize) -> Option<Bound> {
        match self.word_at(index)? {
            Word::Bound(bound) => Some(bound),
            _ => None,
        }
    }

    fn is_unit(&self, index: usize, unit: Unit) -> bool {
        self.word_at(index) == Some(Word::Unit(unit))
    }

    fn is_to(&self, index: usize) -> bool {
        matches!(self.word_at(index), Some(Word::To | Word::Dash))
    }

    fn is_stop(&self, index: usize) -> bool {
        matches!(self.kind(index), Some(Kind::Stop))
    }

    /// Nothing more in this clause.
    fn ends(&self, index: usize) -> bool {
        matches!(self.kind(index), None | Some(Kind::Stop | Kind::LineEnd | Kind::Close))
    }

    /// What may follow something that is complete in itself.
    fn is_standing(&self, index: usize) -> bool {
        self.ends(index)
            || matches!(
                self.kind(index),
                Some(
                    Kind::Open | Kind::Word(Word::Bound(_) | Word::Verb | Word::And | Word::Or | Word::To | Word::Dash)
                )
            )
    }

    fn skip_bounds(&self, index: usize) -> usize {
        let mut at = index;
        while self.bound_at(at).is_some() {
            at += 1;
        }
        at
    }

    /// The 06 of 0395-06-12 and the 2 of 1.2 are the middle of something else.
    fn continues_a_number(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        let joined = matches!(
            self.kind(before),
            Some(Kind::Dot | Kind::Slash | Kind::Colon | Kind::Number(_) | Kind::Word(Word::Dash))
        );
        let touches = |at: usize| self.tokens.get(at).is_some_and(|token| !token.apart);
        let number_before = before.checked_sub(1).is_some_and(|at| self.number(at).is_some());
        let is_number_itself = matches!(self.kind(before), Some(Kind::Number(_)));
        joined
            && touches(index)
            && (is_number_itself || (number_before && touches(before)))
            && !self.names_a_unit(index)
    }

    /// 1.10月14日前: the clause's number and the date run together, but the date has its units.
    fn names_a_unit(&self, index: usize) -> bool {
        self.number(index).is_some() && matches!(self.word_at(index + 1), Some(Word::Unit(_)))
    }

    /// Is this the first thing of its line, as a clause's number is?
    fn begins_line(&self, index: usize) -> bool {
        index == 0 || self.kind(index - 1) == Some(Kind::LineEnd)
    }
}
