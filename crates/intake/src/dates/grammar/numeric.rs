//! Dates in digits: `2026-06-30`, `2026.6`, `20260630`, `6.30`.

use super::{
    super::{
        lexer::Kind,
        numerals::{Number, Style},
        phrase::{Part, Point, Ref, Unit, YearRef},
        words::Word,
    },
    Parser, Setting,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Dot,
    Slash,
    Dash,
    Comma,
}

impl Parser<'_> {
    pub(super) fn numeric(&self, index: usize) -> Option<(Point, usize)> {
        let first = self.arabic(index)?;
        match first.len {
            8 => Some((year_month_day(first.value / 10_000, first.value / 100 % 100, first.value % 100)?, index + 1)),
            6 if self.setting == Setting::Whole => Some((six_digits(first.value)?, index + 1)),
            4 => self.year_first(index, first.value),
            1 | 2 => self.three_short(index, first).or_else(|| self.month_first(index, first.value)),
            _ => None,
        }
    }

    fn year_first(&self, index: usize, year: u32) -> Option<(Point, usize)> {
        let separator = self.separator(index + 1)?;
        let month = self.arabic(index + 2).filter(|month| month.len <= 2)?.value;
        let day = self.arabic(index + 4).filter(|day| day.len <= 2 && self.separator(index + 3) == Some(separator));
        if let Some(day) = day {
            let unit = usize::from(self.is_unit(index + 5, Unit::Day));
            return Some((year_month_day(year, month, day.value)?, index + 5 + unit));
        }
        let is_month =
            separator != Separator::Comma && (1..=12).contains(&month) && !self.is_unit(index + 3, Unit::Year);
        let unit = self.is_unit(index + 3, Unit::Month);
        let says_so = unit || self.setting == Setting::Whole || matches!(self.word_at(index + 3), Some(Word::Bound(_)));
        if !is_month || !says_so {
            return None;
        }
        let mut point = Point::new(Part::Month);
        point.year = Some(YearRef::Given(year_number(year)?));
        point.month = Some(Ref::Given(month));
        Some((point, index + 3 + usize::from(unit)))
    }

    /// 26.6.30 and 06/30/2026, which only a cell may hold.
    fn three_short(&self, index: usize, first: Number) -> Option<(Point, usize)> {
        let separator = self.separator(index + 1).filter(|separator| *separator != Separator::Comma)?;
        let (second, third) = (self.arabic(index + 2)?, self.arabic(index + 4)?);
        if self.setting == Setting::Running || self.separator(index + 3) != Some(separator) || second.len > 2 {
            return None;
        }
        // 06/07/2026 may be a day of June or of July.
        if separator == Separator::Slash && third.len == 4 && first.value <= 12 && second.value > 12 {
            return Some((year_month_day(third.value, first.value, second.value)?, index + 5));
        }
        let short =
            first.len == 2 && third.len <= 2 && (10..=60).contains(&first.value) && (1..=12).contains(&second.value);
        let mut point = year_month_day(2000, second.value, third.value).filter(|_| short)?;
        point.year = Some(YearRef::Short(2000 + i16::try_from(first.value).ok()?));
        Some((point, index + 5))
    }

    /// The 6.30 of 2026年6.30
    pub(super) fn month_and_day(&self, index: usize) -> Option<(Point, usize)> {
        let first = self.arabic(index).filter(|first| first.len <= 2)?;
        self.month_first(index, first.value)
    }

    /// In running text 3.2 is a clause and 1.5 an amount: only 6.30前 is a date there.
    fn month_first(&self, index: usize, month: u32) -> Option<(Point, usize)> {
        let separator = self.separator(index + 1).filter(|separator| *separator != Separator::Comma)?;
        let day = self.arabic(index + 2).filter(|day| day.len <= 2)?.value;
        let dated = (1..=12).contains(&month) && (1..=31).contains(&day);
        let unit = usize::from(separator != Separator::Dash && self.is_unit(index + 3, Unit::Day));
        let next = index + 3 + unit;
        let bounded = matches!(self.word_at(next), Some(Word::Bound(_)));
        let stands = self.is_standing(next) || matches!(self.kind(next), Some(Kind::Word(Word::PartOfDay)));
        let says_so = match self.setting {
            Setting::Whole => stands,
            Setting::Running => bounded,
        };
        (dated && says_so).then(|| (self.month_day(month, day), next))
    }

    pub(super) fn month_day(&self, month: u32, day: u32) -> Point {
        let mut point = Point::new(Part::Day(day));
        point.month = Some(Ref::Given(month));
        point
    }

    fn arabic(&self, index: usize) -> Option<Number> {
        self.number(index).filter(|number| number.style == Style::Arabic)
    }

    fn separator(&self, index: usize) -> Option<Separator> {
        match self.kind(index)? {
            Kind::Dot => Some(Separator::Dot),
            Kind::Slash => Some(Separator::Slash),
            Kind::Word(Word::Dash) => Some(Separator::Dash),
            Kind::Word(Word::And) => Some(Separator::Comma),
            _ => None,
        }
    }
}

/// A year that an office plans for or reports on.
pub(super) fn year_number(year: u32) -> Option<i16> {
    i16::try_from(year).ok().filter(|year| (1900..=2200).contains(year))
}

/// Days that do not exist stay in, to be told; what is no date at all does not.
fn year_month_day(year: u32, month: u32, day: u32) -> Option<Point> {
    let year = year_number(year).filter(|_| (1..=31).contains(&day) && (1..=99).contains(&month))?;
    let mut point = Point::new(Part::Day(day));
    point.year = Some(YearRef::Given(year));
    point.month = Some(Ref::Given(month));
    Some(point)
}

/// 202606 is a month; 260630 would be a day of a short year.
fn six_digits(value: u32) -> Option<Point> {
    let (year, month) = (value / 100, value % 100);
    if let Some(year) = year_number(year).filter(|_| (1..=12).contains(&month)) {
        let mut point = Point::new(Part::Month);
        point.year = Some(YearRef::Given(year));
        point.month = Some(Ref::Given(month));
        return Some(point);
    }
    let short = i16::try_from(value / 10_000).ok()?;
    let mut point = year_month_day(2000, value / 100 % 100, value % 100)?;
    point.year = Some(YearRef::Short(2000 + short));
    Some(point)
}
