//! What comes again: `每月5日前`, `每季度末`, `每年3月、9月`, `按月`.

use super::{
    super::{
        phrase::{Part, Phrase, Point, Ref, Unit},
        words::Word,
    },
    Kind, Parser,
};

impl Parser<'_> {
    pub(super) fn recurring(&self, index: usize) -> Option<(Phrase, usize)> {
        if let Some(Word::Each(unit)) = self.word_at(index) {
            return Some((Phrase::Recurring(unit, None), index + 1));
        }
        if self.word_at(index) != Some(Word::Every) {
            return None;
        }
        let mut at = index + 1;
        if let Some((Phrase::School, next)) = self.school(at) {
            return Some((Phrase::School, next));
        }
        let several = self.number(at).is_some() || self.word_at(at) == Some(Word::Half);
        at += usize::from(several);
        at += usize::from(self.word_at(at) == Some(Word::Count));
        let Some(Word::Unit(unit)) = self.word_at(at) else { return None };
        if matches!(unit, Unit::Day | Unit::Days | Unit::WorkingDays | Unit::Hours) {
            return Some((Phrase::Ongoing, at + 1));
        }
        let point = if several { None } else { self.part_of(unit, at + 1) };
        let next = self.rest_of_recurring(point.as_ref().map_or(at + 1, |(_, next)| *next));
        Some((Phrase::Recurring(unit, point.map(|(point, _)| point)), next))
    }

    /// Which day of it: the 5日前 of 每月5日前. Nothing more is said: its last day is not a limit yet.
    fn part_of(&self, unit: Unit, index: usize) -> Option<(Point, usize)> {
        let (point, next) = match unit {
            Unit::Month => self.part_of_month(index),
            Unit::Week => match self.weekday_sign(index) {
                Some((day, next)) => (Point::new(Part::Weekday(Some(0), day)), next),
                None => (Point::new(Part::Week(0)), index),
            },
            Unit::Quarter => (Point::new(Part::Quarter(Ref::Relative(0))), index),
            _ => return self.point(index),
        };
        let (point, end) = self.bounds(point, next);
        (end > index).then_some((point, end))
    }

    fn part_of_month(&self, index: usize) -> (Point, usize) {
        let (part, next) = match (self.word_at(index), self.series(index, Unit::Day)) {
            (Some(Word::Tens(tens)), _) => (Part::Tens(tens), index + 1),
            (_, Some((_, day, next))) if day.value <= 31 => (Part::Day(day.value), next),
            _ => (Part::Month, index),
        };
        let mut point = Point::new(part);
        point.month = Some(Ref::Relative(0));
        (point, next)
    }

    /// Further days of the same rhythm: 、20日前, 第一个月10日前.
    fn rest_of_recurring(&self, index: usize) -> usize {
        let mut at = index;
        while let Some(kind) = self.kind(at) {
            let belongs = match kind {
                Kind::Number(_) => true,
                Kind::Word(word) => matches!(
                    word,
                    Word::Unit(_)
                        | Word::And
                        | Word::To
                        | Word::Dash
                        | Word::Tens(_)
                        | Word::Bound(_)
                        | Word::Nth
                        | Word::Count
                        | Word::HalfYear(_)
                        | Word::HalfMonth(_)
                ),
                _ => false,
            };
            if !belongs {
                break;
            }
            at += 1;
        }
        // A connecting word at the end joins what follows, not what comes again.
        while at > index && matches!(self.word_at(at - 1), Some(Word::And | Word::To | Word::Dash | Word::Nth)) {
            at -= 1;
        }
        at
    }
}
