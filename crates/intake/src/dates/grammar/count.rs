//! Days to be counted: `十五个工作日内`, `自印发之日起20日内`, `半年内`, `两周`.

use super::{
    super::{
        numerals::{Number, Style},
        phrase::{Bound, Origin, Part, Phrase, Point, Ref, Unit, Within},
        words::Word,
    },
    Kind, Parser, Setting,
};

/// So many of a unit, and the index after it.
struct Amount {
    within: Within,
    unit: Unit,
    /// the number, where it stands alone before its unit: 7日, 一月
    bare: Option<Number>,
    next: usize,
}

/// How far back the event of 自…之日起 may begin.
const REACH: usize = 24;

impl Parser<'_> {
    /// Gives the phrase with its first token, which may be that of its origin, and the index after it.
    pub(super) fn count(&self, index: usize, floor: usize) -> Option<(Phrase, usize, usize)> {
        // 第三周, 近三年, 满6个月
        let measures = index.checked_sub(1).is_some_and(|before| {
            matches!(
                self.kind(before),
                Some(Kind::Word(Word::Nth) | Kind::Sign('近' | '满' | '达' | '足' | '历' | '超'))
            )
        });
        if measures || self.continues_a_number(index) {
            return None;
        }
        let mut amount = self.amount(index)?;
        // 半年一次 comes again.
        if self.number(amount.next).is_some() && self.kind(amount.next + 1) == Some(Kind::Sign('次')) {
            return Some((Phrase::Recurring(amount.unit, None), index, amount.next + 2));
        }
        let (origin, from) = self.origin(index, floor);
        let has_origin = origin != Origin::Unsaid;
        amount.within.origin = origin;
        let bound = self.bound_at(amount.next);
        let next = amount.next + usize::from(bound.is_some());
        match bound {
            Some(Bound::Within) => {}
            Some(Bound::About) => amount.within.about = true,
            // 10日前 and 6月前 name a day and a month; 10天后 is where something begins.
            Some(Bound::Before) if matches!(amount.unit, Unit::Day | Unit::Month) => return None,
            Some(Bound::Before | Bound::After) if self.setting == Setting::Whole => {
                return Some((Phrase::Start, from, next));
            }
            // 审核后于2月7日前: the 2月 is no count.
            None if has_origin && (amount.bare.is_none() || self.ends(next)) => {}
            None if self.setting == Setting::Whole && self.is_standing(next) && !self.is_to(next) => {}
            _ => return None,
        }
        self.by_unit(amount, bound, has_origin).map(|phrase| (phrase, from, next))
    }

    /// A number before 日 or 月 counts only where that is said.
    fn by_unit(&self, amount: Amount, bound: Option<Bound>, has_origin: bool) -> Option<Phrase> {
        let counts = bound == Some(Bound::Within) || has_origin;
        let Some(number) = amount.bare else { return Some(Phrase::Within(amount.within)) };
        match amount.unit {
            Unit::Day if counts => Some(Phrase::Within(amount.within)),
            Unit::Day if bound.is_none() && number.value > 31 => Some(Phrase::Within(amount.within)),
            // 7日 alone: seven days, or the seventh? A month before it would have taken it.
            Unit::Day if bound.is_none() && number.value <= 31 => {
                let day = Phrase::Point(Point::new(Part::Day(number.value)));
                Some(Phrase::Either(vec![day, Phrase::Within(amount.within)]))
            }
            Unit::Month if number.style == Style::Pair => Some(Phrase::Within(amount.within)),
            Unit::Month if has_origin => Some(Phrase::Within(amount.within)),
            // 一月内: in January, or within a month?
            Unit::Month if counts && number.style == Style::Counted && number.value <= 12 => {
                let mut month = Point::new(Part::Month);
                month.month = Some(Ref::Given(number.value));
                Some(Phrase::Either(vec![Phrase::Point(month), Phrase::Within(amount.within)]))
            }
            Unit::Day | Unit::Month => None,
            _ => Some(Phrase::Within(amount.within)),
        }
    }

    /// 2026年3月2日起10个工作日内
    pub(super) fn counted_from(&self, index: usize, point: &Point) -> Option<(Within, usize)> {
        let amount = self.amount(index)?;
        let next = amount.next + usize::from(self.bound_at(amount.next) == Some(Bound::Within));
        let mut start = point.clone();
        start.bound = Bound::At;
        Some((Within { origin: Origin::Point(Box::new(start)), ..amount.within }, next))
    }

    fn amount(&self, index: usize) -> Option<Amount> {
        if self.word_at(index) == Some(Word::Half) {
            return self.half(index);
        }
        let mut number = self.number(index)?;
        let mut at = index + 1;
        // 3至5个工作日: the later one.
        if self.is_to(at)
            && let Some(last) = self.number(at + 1)
        {
            number = last;
            at += 2;
        }
        // 三五天 says nothing exact.
        if number.style == Style::Positional || number.value > 36_500 {
            return None;
        }
        let counted = self.word_at(at) == Some(Word::Count);
        at += usize::from(counted);
        let half_before = counted && self.word_at(at) == Some(Word::Half);
        at += usize::from(half_before);
        let Some(Word::Unit(unit)) = self.word_at(at) else { return None };
        at += 1;
        let half = half_before || self.word_at(at) == Some(Word::Half);
        at += usize::from(half && !half_before);
        let plain = !counted && matches!(unit, Unit::Day | Unit::Month);
        let allowed = match unit {
            Unit::Year => number.value <= 100,
            Unit::Quarter => counted,
            _ => true,
        };
        let within = of(unit, i32::try_from(number.value).ok()?, half)?;
        allowed.then_some(Amount { within, unit, bare: plain.then_some(number), next: at })
    }

    /// 半年, 半个月, 半月
    fn half(&self, index: usize) -> Option<Amount> {
        let at = index + 1 + usize::from(self.word_at(index + 1) == Some(Word::Count));
        let within = match self.word_at(at)? {
            Word::Unit(Unit::Month) => of(Unit::Days, 15, false)?,
            Word::Unit(Unit::Year) => of(Unit::Month, 6, false)?,
            _ => return None,
        };
        Some(Amount { within, unit: Unit::Days, bare: None, next: at + 1 })
    }

    /// What stands before the number: 自印发之日起, 收到通知后, 会后. Gives where it begins.
    fn origin(&self, index: usize, floor: usize) -> (Origin, usize) {
        let mut before = index;
        while before > floor
            && (matches!(self.word_at(before - 1), Some(Word::Limit)) || self.comma_after_start(before - 1, floor))
        {
            before -= 1;
        }
        let bound = before.checked_sub(1).filter(|at| *at >= floor).and_then(|at| self.bound_at(at));
        let Some(bound @ (Bound::From | Bound::After)) = bound else {
            // 考试结束一周内: counted from what ends.
            let ended = before.checked_sub(1).filter(|at| *at >= floor && self.slice(*at, before) == "结束");
            let event = |at: usize| (Origin::Event(self.slice(at, before).to_owned()), at);
            return ended.map_or((Origin::Unsaid, index), event);
        };
        let least = floor.max(before.saturating_sub(REACH));
        let mut from = before - 1;
        while from > least && !self.breaks(from - 1) && self.word_at(from) != Some(Word::Since) {
            from -= 1;
        }
        let words: String = self.slice(from, before).to_owned();
        let issued = (from..before)
            .any(|at| matches!(self.word_at(at), Some(Word::Issue | Word::DayOf | Word::Relative(Unit::Day, 0))));
        match bound {
            Bound::From => (Origin::Issue(words), from),
            _ if issued => (Origin::Issue(words), from),
            _ => (Origin::Event(words), from),
        }
    }

    fn comma_after_start(&self, at: usize, floor: usize) -> bool {
        self.is_stop(at) && at > floor && self.bound_at(at - 1) == Some(Bound::From)
    }

    fn breaks(&self, index: usize) -> bool {
        matches!(
            self.kind(index),
            Some(Kind::Stop | Kind::LineEnd | Kind::Open | Kind::Close | Kind::Colon | Kind::Word(Word::Limit))
        )
    }

    fn slice(&self, from: usize, to: usize) -> &str {
        let start = self.tokens.get(from).map_or(0, |token| token.start);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end);
        self.text.get(start..end).unwrap_or_default()
    }
}

fn of(unit: Unit, number: i32, half: bool) -> Option<Within> {
    let mut within = Within { months: 0, days: 0, working_days: 0, hours: 0, origin: Origin::Unsaid, about: false };
    match unit {
        Unit::Year => within.months = 12 * number + if half { 6 } else { 0 },
        Unit::Quarter => within.months = 3 * number,
        Unit::Month => (within.months, within.days) = (number, if half { 15 } else { 0 }),
        Unit::Week => within.days = 7 * number,
        Unit::Day | Unit::Days => within.days = number,
        Unit::WorkingDays => within.working_days = u32::try_from(number).ok().filter(|days| *days <= 10_000)?,
        Unit::Hours => within.hours = number,
    }
    let halves = matches!(unit, Unit::Year | Unit::Month);
    (halves || !half).then_some(within)
}
