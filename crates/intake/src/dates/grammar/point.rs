//! A point of time with its name: `2026年6月30日（星期二）17:00前`, `明年一季度末`, `本周五`, `国庆节前`.

use jiff::civil::Weekday;

use super::{
    super::{
        lexer::Kind,
        numerals::{Number, Style},
        phrase::{Bound, Festival, Part, Point, Ref, Unit, YearRef},
        words::Word,
    },
    Parser, Setting, numeric,
};

impl Parser<'_> {
    pub(super) fn point(&self, index: usize) -> Option<(Point, usize)> {
        let (point, next) = self.numeric(index).or_else(|| self.named(index))?;
        let (point, next) = self.beside(point, next);
        Some(self.bounds(point, next))
    }

    fn named(&self, index: usize) -> Option<(Point, usize)> {
        let (year, at) = match self.year(index) {
            Some((year, at)) => (Some(year), at),
            None => (None, index),
        };
        let numeric = || year.and_then(|_| self.month_and_day(at));
        let (mut point, next) = match self.in_year(at, year.is_some()).or_else(numeric) {
            Some(found) => found,
            None if year.is_some() => (Point::new(Part::Year), at),
            None => self.without_year(index)?,
        };
        point.year = match (year, point.year) {
            // The wrapped end of a range: 11-3月 of 2026 ends in 2027.
            (Some(YearRef::Given(year)), Some(YearRef::Relative(more))) => {
                Some(YearRef::Given(year.saturating_add(i16::try_from(more).unwrap_or(0))))
            }
            (Some(YearRef::Relative(year)), Some(YearRef::Relative(more))) => Some(YearRef::Relative(year + more)),
            (year, own) => year.or(own),
        };
        Some((point, next))
    }

    /// 2026年, 26年(6月), 明年, and the 年 of 年底
    fn year(&self, index: usize) -> Option<(YearRef, usize)> {
        let (year, next) = match self.word_at(index) {
            Some(Word::Relative(Unit::Year, years)) => (YearRef::Relative(years), index + 1),
            Some(Word::Following(years)) => (YearRef::Following(years), index + 1),
            Some(Word::Unit(Unit::Year)) => {
                let bound = self.bound_at(index + 1)?;
                let names = matches!(bound, Bound::End | Bound::Within | Bound::Start | Bound::Middle);
                names.then_some((YearRef::Relative(0), index + 1))?
            }
            _ if self.bare_year(index).is_some() => (self.bare_year(index)?, index + 1),
            _ => {
                let (_, last, next) = self.series(index, Unit::Year)?;
                match numeric::year_number(last.value) {
                    Some(year) => (YearRef::Given(year), next),
                    None => (self.short_year(last, next)?, next),
                }
            }
        };
        // 2026年年底
        Some((year, if self.is_unit(next, Unit::Year) { next + 1 } else { next }))
    }

    /// The 2026 of 2026上半年 and 2026第二季度
    fn bare_year(&self, index: usize) -> Option<YearRef> {
        let number = self.number(index).filter(|number| number.style == Style::Arabic && number.len == 4)?;
        let next = self.word_at(index + 1);
        let quarter = next == Some(Word::Nth) && self.series(index + 1, Unit::Quarter).is_some();
        let names = quarter
            || matches!(next, Some(Word::HalfYear(_)))
            || matches!(self.kind(index + 1), Some(Kind::Sign('Q' | 'q')));
        numeric::year_number(number.value).filter(|_| names).map(YearRef::Given)
    }

    /// Two digits are a year only before something that is in a year: 26年6月, 26年底.
    fn short_year(&self, number: Number, next: usize) -> Option<YearRef> {
        let names = matches!(
            self.word_at(next),
            Some(Word::Bound(Bound::End | Bound::Start) | Word::HalfYear(_) | Word::Nth | Word::Unit(Unit::Year))
        ) || (self.number(next).is_some()
            && matches!(self.word_at(next + 1), Some(Word::Unit(Unit::Month | Unit::Quarter))));
        let two = number.len == 2 && number.style != Style::Counted && (10..=60).contains(&number.value);
        let year = i16::try_from(number.value).ok().filter(|_| names && two)?;
        Some(YearRef::Short(2000 + year))
    }

    /// What may stand inside a year.
    fn in_year(&self, index: usize, has_year: bool) -> Option<(Point, usize)> {
        match self.word_at(index) {
            Some(Word::HalfYear(half)) => return Some((Point::new(Part::HalfYear(half)), index + 1)),
            Some(Word::Relative(Unit::Quarter, quarters)) => {
                return Some((Point::new(Part::Quarter(Ref::Relative(quarters))), index + 1));
            }
            Some(Word::Relative(Unit::Month, months)) => return Some(self.in_month(Ref::Relative(months), index + 1)),
            Some(Word::Unit(Unit::Month | Unit::Quarter)) => return self.present(index),
            Some(Word::Festival(festival)) => {
                return Some((Point::new(Part::Festival(festival)), self.holiday(index + 1)));
            }
            _ => {}
        }
        if let Some(Kind::Sign('Q' | 'q')) = self.kind(index)
            && let Some(number) = self.number(index + 1).filter(|number| (1..=4).contains(&number.value))
        {
            return Some((Point::new(Part::Quarter(Ref::Given(number.value))), index + 2));
        }
        // 前三季度 ends with the third.
        let at = index + usize::from(has_year && self.bound_at(index) == Some(Bound::Before));
        if let Some((_, last, next)) =
            self.series(at, Unit::Quarter).filter(|(_, last, _)| (1..=4).contains(&last.value))
        {
            return Some((Point::new(Part::Quarter(Ref::Given(last.value))), next));
        }
        let (first, last, next) = self.series(index, Unit::Month).filter(|(_, last, _)| last.value <= 99)?;
        let (mut point, next) = self.in_month(Ref::Given(last.value), next);
        let wraps = first.is_some_and(|first| first.value > last.value);
        point.year = wraps.then_some(YearRef::Relative(1));
        Some((point, next))
    }

    /// 月底, 季度末: of the present one.
    fn present(&self, index: usize) -> Option<(Point, usize)> {
        let bound = self.bound_at(index + 1)?;
        let names = matches!(bound, Bound::End | Bound::Within | Bound::Start | Bound::Middle);
        match self.word_at(index)? {
            Word::Unit(Unit::Month) if names => Some(self.in_month(Ref::Relative(0), index + 1)),
            Word::Unit(Unit::Quarter) if names => Some((Point::new(Part::Quarter(Ref::Relative(0))), index + 1)),
            _ => None,
        }
    }

    fn in_month(&self, month: Ref, index: usize) -> (Point, usize) {
        let (part, next) = match self.word_at(index) {
            Some(Word::Tens(tens)) => (Part::Tens(tens), index + 1),
            Some(Word::HalfMonth(half)) => (Part::HalfMonth(half), index + 1),
            _ => match self.day_of_month(index) {
                Some((day, next)) => (Part::Day(day), next),
                None => (Part::Month, index),
            },
        };
        let mut point = Point::new(part);
        point.month = Some(month);
        (point, next)
    }

    /// 30日, 15-20日, and the bare 30 of 6月30前
    fn day_of_month(&self, index: usize) -> Option<(u32, usize)> {
        if let Some((_, last, next)) = self.series(index, Unit::Day) {
            return (last.value <= 99).then_some((last.value, next));
        }
        let number = self.number(index).filter(|number| (1..=31).contains(&number.value) && number.len <= 3)?;
        let stands = self.is_standing(index + 1) && self.word_at(index + 1) != Some(Word::Verb);
        let counts =
            self.is_to(index + 1) && self.number(index + 2).is_some() && self.word_at(index + 3) == Some(Word::Count);
        (stands && !counts).then_some((number.value, index + 1))
    }

    /// Points that need no year.
    fn without_year(&self, index: usize) -> Option<(Point, usize)> {
        match self.word_at(index) {
            Some(Word::Plan(plan)) => {
                let planning = matches!(self.kind(index + 1), Some(Kind::Sign('规')));
                Some((Point::new(Part::Plan(plan)), index + 1 + 2 * usize::from(planning)))
            }
            // 下周三, 次周周三
            Some(Word::Relative(Unit::Week, weeks)) => {
                Some(match self.weekday_sign(index + 1).or_else(|| self.weekday_beside(index + 1)) {
                    Some((day, next)) => (Point::new(Part::Weekday(Some(weeks), day)), next),
                    None => (Point::new(Part::Week(weeks)), index + 1),
                })
            }
            Some(Word::Unit(Unit::Week)) => match self.weekday_sign(index + 1) {
                Some((day, next)) => Some((Point::new(Part::Weekday(None, day)), next)),
                None => (self.bound_at(index + 1) == Some(Bound::End)).then(|| (Point::new(Part::Week(0)), index + 1)),
            },
            Some(Word::Relative(Unit::Day, days)) => Some((Point::new(Part::Relative(days)), index + 1)),
            Some(Word::Tens(_) | Word::HalfMonth(_)) => Some(self.in_month(Ref::Relative(0), index)),
            // 年前 is before the Spring Festival.
            Some(Word::Unit(Unit::Year)) if self.bound_at(index + 1) == Some(Bound::Before) => {
                Some((Point::new(Part::Festival(Festival::Spring)), index + 1))
            }
            _ => self.day_alone(index),
        }
    }

    /// 20日前: the month was said before, or is the present one. In running text only with its 前.
    fn day_alone(&self, index: usize) -> Option<(Point, usize)> {
        let nth = index.checked_sub(1).is_some_and(|before| self.word_at(before) == Some(Word::Nth));
        let (_, last, next) = self.series(index, Unit::Day).filter(|(_, last, _)| (1..=31).contains(&last.value))?;
        let says_so = self.setting == Setting::Whole || self.bound_at(next) == Some(Bound::Before);
        (says_so && !nth).then_some((Point::new(Part::Day(last.value)), next))
    }

    /// Numbers that share one unit: 3-5月, 二、三季度. The first is given where there are several.
    pub(super) fn series(&self, index: usize, unit: Unit) -> Option<(Option<Number>, Number, usize)> {
        let begin = index + usize::from(self.word_at(index) == Some(Word::Nth));
        if begin > index && matches!(unit, Unit::Day | Unit::Year | Unit::Month) {
            return None;
        }
        let mut first = None;
        let mut at = begin;
        loop {
            let number = self.last_digit_of_pair(self.number(at)?, unit);
            if self.is_unit(at + 1, unit) {
                return Some((first, number, at + 2));
            }
            let listed = self.word_at(at + 1) == Some(Word::And) && !self.begins_line(begin);
            if !(listed || self.is_to(at + 1)) || at > begin + 8 {
                return None;
            }
            first = first.or(Some(number));
            at += 2;
            at += usize::from(self.word_at(at) == Some(Word::Nth) && unit == Unit::Quarter);
        }
    }

    /// 二三季度 are two quarters and not the twenty-third.
    fn last_digit_of_pair(&self, number: Number, unit: Unit) -> Number {
        match number.style {
            Style::Positional if unit == Unit::Quarter => Number { value: number.value % 10, ..number },
            _ => number,
        }
    }

    fn holiday(&self, index: usize) -> usize {
        index + usize::from(matches!(self.word_at(index), Some(Word::Holiday | Word::School)))
    }

    /// What stands beside a day and does not change it: its weekday, a time of the day, a note in brackets.
    fn beside(&self, mut point: Point, index: usize) -> (Point, usize) {
        let mut at = index;
        loop {
            if let Some((day, next)) = self.weekday_beside(at).filter(|_| point.is_day()) {
                point.weekday = Some(day);
                at = next;
            } else if let Some(next) = self.clock(at).filter(|_| point.is_day()) {
                at = next;
                while self.is_to(at)
                    && let Some(next) = self.clock(at + 1)
                {
                    at = next;
                }
            } else if let Some(next) = self.note(&mut point, at) {
                at = next;
            } else {
                return (point, at);
            }
        }
    }

    fn weekday_beside(&self, index: usize) -> Option<(Weekday, usize)> {
        if !self.is_unit(index, Unit::Week) {
            return None;
        }
        self.weekday_sign(index + 1)
    }

    /// The 五 of 周五
    pub(super) fn weekday_sign(&self, index: usize) -> Option<(Weekday, usize)> {
        let day = match self.kind(index)? {
            Kind::Word(Word::Unit(Unit::Day | Unit::Days)) => Weekday::Sunday,
            Kind::Number(number) if number.len == 1 && (1..=6).contains(&number.value) => {
                Weekday::from_monday_one_offset(i8::try_from(number.value).ok()?).ok()?
            }
            _ => return None,
        };
        Some((day, index + 1))
    }

    /// 上午9:30, 17时30分, 24时, 下班
    pub(super) fn clock(&self, index: usize) -> Option<usize> {
        let mut at = index;
        at += usize::from(self.kind(at) == Some(Kind::Sign('T')));
        while self.word_at(at) == Some(Word::PartOfDay) {
            at += 1;
        }
        if self.number(at).is_some() {
            if self.word_at(at + 1) == Some(Word::OClock) {
                let mut next = at + 2;
                if self.number(next).is_some() && self.word_at(next + 1) == Some(Word::Minute) {
                    next += 2;
                } else if matches!(self.kind(next), Some(Kind::Word(Word::Half) | Kind::Sign('整'))) {
                    next += 1;
                }
                return Some(next);
            }
            if self.kind(at + 1) == Some(Kind::Colon) && self.number(at + 2).is_some() {
                let mut next = at + 3;
                while self.kind(next) == Some(Kind::Colon) && self.number(next + 1).is_some() {
                    next += 2;
                }
                return Some(next);
            }
        }
        (at > index && self.kind(index) != Some(Kind::Sign('T'))).then_some(at)
    }

    /// A bracket is passed over where the limit goes on behind it, or where it says the same day: （周五）17:00前.
    fn note(&self, point: &mut Point, index: usize) -> Option<usize> {
        if self.kind(index) != Some(Kind::Open) {
            return None;
        }
        let close = (index + 1..self.tokens.len().min(index + 24)).find(|at| self.kind(*at) == Some(Kind::Close))?;
        let weekday = (index + 1..close).find_map(|at| self.weekday_beside(at)).map(|(day, _)| day);
        let alias =
            self.point(index + 1).filter(|(alias, next)| alias.is_day() && alias.month.is_some() && *next == close);
        let goes_on = self.bound_at(close + 1).is_some() || self.clock(close + 1).is_some() || self.is_to(close + 1);
        if weekday.is_none() && alias.is_none() && !goes_on {
            return None;
        }
        if point.is_day() {
            point.weekday = point.weekday.or(weekday);
        }
        point.alias = alias.map(|(alias, _)| Box::new(alias)).or(point.alias.take());
        Some(close + 1)
    }

    /// 底前 is 底; 月初前 stays in doubt.
    pub(super) fn bounds(&self, mut point: Point, index: usize) -> (Point, usize) {
        let mut at = index;
        while let Some(bound) = self.bound_at(at) {
            // 2026年前三季度, 6月30日中: not ours.
            let counts = bound == Bound::Before && self.number(at + 1).is_some();
            let of_a_day = point.is_day() && matches!(bound, Bound::Start | Bound::Middle | Bound::End);
            if counts || of_a_day {
                break;
            }
            point.bound = match (point.bound, bound) {
                (Bound::At, bound) => bound,
                (Bound::End, Bound::Before) if matches!(point.part, Part::Week(_)) => Bound::EndBefore,
                (Bound::End, Bound::Before | Bound::Within) => Bound::End,
                (Bound::Start, Bound::Before) => Bound::Start,
                (Bound::Middle, Bound::Before) => Bound::Middle,
                (Bound::Within, Bound::Before) => Bound::Within,
                (Bound::End | Bound::Start | Bound::Middle, Bound::From | Bound::After | Bound::About) => bound,
                _ => break,
            };
            at += 1;
        }
        (point, at)
    }
}
