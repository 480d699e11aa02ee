//! A phrase and a reference date: a day. Whatever was inferred on the way is told in a sentence.

mod festival;
mod span;

use domain::{
    calendar::{WorkCalendar, long_day, short_day, weekday},
    value::Day,
};
use jiff::{Span, ToSpan};

use super::{
    Fair,
    phrase::{Bound, Origin, Part, Phrase, Point, Unit, Within, YearRef},
};

/// What one phrase comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Day(Day),
    Fair(Vec<Fair>),
    Ongoing,
    /// no date, and why
    Nothing(String),
}

/// Reads the phrases of one expression in their order: a year or month that was said once holds for what follows.
pub struct Resolver<'c> {
    pub on: Option<Day>,
    pub calendar: &'c WorkCalendar,
    pub how: Vec<String>,
    year: Option<i16>,
    month: Option<(i16, i8)>,
    week: Option<i32>,
}

/// The first day and the last.
type Days = (Day, Day);

impl<'c> Resolver<'c> {
    pub fn new(on: Option<Day>, calendar: &'c WorkCalendar) -> Self {
        Resolver { on, calendar, how: Vec::new(), year: None, month: None, week: None }
    }

    /// `text` is the phrase as written, for the sentences.
    pub fn outcome(&mut self, phrase: &Phrase, text: &str) -> Outcome {
        match phrase {
            Phrase::Point(point) => self.point(point, text),
            Phrase::Range(start, end) => self.range(start, end, text),
            Phrase::Within(within) => self.within(within, text),
            Phrase::Recurring(unit, point) => self.recurring(*unit, point.as_ref(), text),
            Phrase::Either(phrases) => self.either(phrases, text),
            Phrase::Start => Outcome::Nothing(format!("“{text}”写的是起始时间，不是期限")),
            Phrase::School => Outcome::Nothing(format!("“{text}”要看校历，请填写具体日期")),
            Phrase::Event => Outcome::Nothing(format!("“{text}”要看事情何时发生，请填写具体日期")),
            Phrase::Soon | Phrase::Vague => Outcome::Nothing(format!("“{text}”没有具体日期")),
            Phrase::Clock => match self.today() {
                Ok(today) => {
                    self.say(format!("“{text}”只写了钟点，按基准日期当天读"));
                    Outcome::Day(today)
                }
                Err(outcome) => outcome,
            },
            Phrase::Ongoing => Outcome::Ongoing,
            Phrase::Done => Outcome::Nothing(format!("“{text}”写的是已经完成的事")),
        }
    }

    fn say(&mut self, sentence: String) {
        if !self.how.contains(&sentence) {
            self.how.push(sentence);
        }
    }

    fn today(&self) -> Result<Day, Outcome> {
        self.on.ok_or_else(|| Outcome::Nothing("没有基准日期（文件未注明日期），无法推算".to_owned()))
    }

    fn point(&mut self, point: &Point, text: &str) -> Outcome {
        if let Part::Festival(festival) = point.part {
            return self.festival(point, festival, text);
        }
        if let Some(day) = self.written_beside(point, text) {
            return Outcome::Day(day);
        }
        if let Some(doubtful) = self.day_of_unsaid(point, text) {
            return doubtful;
        }
        let days = match self.span(point, text) {
            Ok(days) => days,
            Err(outcome) => return outcome,
        };
        let outcome = self.bounded(days, point, text);
        if let Outcome::Day(day) = outcome {
            return self.compared(point, day, text);
        }
        outcome
    }

    /// 本周五（3月6日）: the date that is written counts, whatever day the week is counted from, if it is that weekday.
    fn written_beside(&mut self, point: &Point, text: &str) -> Option<Day> {
        let Part::Weekday(_, said) = point.part else { return None };
        let alias = point.alias.as_ref()?;
        let known = Resolver::new(self.on, self.calendar).span(alias, text).ok();
        let day = known.map(|(_, day)| day).filter(|day| day.weekday() == said)?;
        let counted = self.on.and_then(|_| Resolver::new(self.on, self.calendar).span(point, text).ok());
        if counted.is_some_and(|(_, counted)| counted != day) {
            self.say(format!("“{text}”按所写的日期读作{}，与基准日期所在的周不一致，请核对", long_day(day)));
        }
        Some(day)
    }

    /// 20日前 and 周五前 without their month or week: the present one, unless that day is over.
    fn day_of_unsaid(&mut self, point: &Point, text: &str) -> Option<Outcome> {
        let unsaid = match point.part {
            Part::Day(_) => point.month.is_none() && self.month.is_none(),
            Part::Weekday(week, _) => week.or(self.week).is_none(),
            _ => false,
        };
        if !unsaid || matches!(point.bound, Bound::From | Bound::After) {
            return None;
        }
        let on = match self.today() {
            Ok(on) => on,
            Err(outcome) => return Some(outcome),
        };
        let (_, day) = self.span(point, text).ok()?;
        let (what, more) = match point.part {
            Part::Day(_) => ("月份，按基准日期当月", 1.month()),
            _ => ("哪一周，按基准日期当周", 1.week()),
        };
        if day >= on {
            self.say(format!("“{text}”没有写{what}读"));
            return None;
        }
        let next = day.checked_add(more).ok();
        let fair = |day: Option<Day>, how: &str| Fair { day, how: how.to_owned() };
        Some(Outcome::Fair(vec![
            fair(next, &format!("“{text}”没有写{what}已经过去，按下一个读")),
            fair(Some(day), &format!("“{text}”没有写{what}读")),
        ]))
    }

    /// Which day of a span is the limit?
    fn bounded(&mut self, (first, last): Days, point: &Point, text: &str) -> Outcome {
        let single = first == last;
        match point.bound {
            Bound::At | Bound::End | Bound::Within => {
                // 底 and 末 say it themselves.
                if !single && point.bound != Bound::End {
                    self.say(format!("“{text}”按最后一天读：{}", long_day(last)));
                }
                Outcome::Day(last)
            }
            Bound::Before if single => Outcome::Day(last),
            Bound::Before => {
                let before = first.checked_sub(1.day()).ok();
                Outcome::Fair(vec![
                    Fair { day: before, how: format!("“{text}”读作开始以前，即到前一天为止") },
                    Fair { day: Some(last), how: format!("“{text}”读作结束以前，即到最后一天为止") },
                ])
            }
            Bound::EndBefore => Outcome::Fair(vec![
                Fair {
                    day: last.checked_sub(2.days()).ok(), how: format!("“{text}”读作周末以前，即星期五")
                },
                Fair { day: Some(last), how: format!("“{text}”读作一周结束以前，即星期日") },
            ]),
            Bound::Start => Outcome::Fair(span::beginnings(first, last, text)),
            Bound::Middle => Outcome::Fair(span::middles(first, last, text)),
            Bound::About => Outcome::Fair(vec![Fair {
                day: Some(last),
                how: format!("“{text}”是约数，读作到{}", long_day(last)),
            }]),
            Bound::From | Bound::After => Outcome::Nothing(format!("“{text}”写的是起始时间，不是期限")),
        }
    }

    /// The weekday beside it, and the same day in other words.
    fn compared(&mut self, point: &Point, day: Day, text: &str) -> Outcome {
        if let Some(said) = point.weekday.filter(|said| *said != day.weekday()) {
            let said = span::a_day_on(said).map_or("另一天", weekday);
            self.say(format!("“{text}”写作{said}，而{}是{}，请核对", long_day(day), weekday(day)));
        }
        let Some(alias) = &point.alias else { return Outcome::Day(day) };
        let other = Resolver { year: Some(day.year()), ..Resolver::new(self.on, self.calendar) }.span(alias, text);
        match other {
            Ok((_, other)) if other != day => Outcome::Fair(vec![
                Fair { day: Some(other), how: format!("“{text}”前后不一致，按括号内的日期读") },
                Fair { day: Some(day), how: format!("“{text}”前后不一致，按括号外的日期读") },
            ]),
            _ => Outcome::Day(day),
        }
    }

    /// A range counts by its end; what the end does not say, the beginning does.
    fn range(&mut self, start: &Point, end: &Point, text: &str) -> Outcome {
        let kept = self.how.len();
        let first = match start.part {
            Part::Festival(_) => None,
            _ => self.span(start, text).ok().map(|(first, _)| first),
        };
        // Only the end's own sentences matter.
        self.how.truncate(kept);
        let mut end = end.clone();
        if let (Part::Weekday(week @ Some(_), _), Part::Weekday(None, day)) = (start.part, end.part) {
            end.part = Part::Weekday(week, day);
        }
        let Part::Festival(_) = end.part else { return self.end_of_range(first, end, text) };
        self.point(&end, text)
    }

    fn end_of_range(&mut self, first: Option<Day>, mut end: Point, text: &str) -> Outcome {
        let (year, month, kept) = (self.year, self.month, self.how.len());
        let last = match self.span(&end, text) {
            Ok((_, last)) => last,
            Err(outcome) => return outcome,
        };
        // That was a trial: the end is read once more, with the right year.
        (self.year, self.month) = (year, month);
        let is_dated = end.month.is_some() || matches!(end.part, Part::Quarter(_) | Part::HalfYear(_));
        // 2025年12月-3月: a range does not end before it begins.
        if is_dated && end.year.is_none() && first.is_some_and(|first| last < first) {
            self.how.truncate(kept);
            let next = last.year().saturating_add(1);
            end.year = Some(YearRef::Given(next));
            self.say(format!("“{text}”跨年，止于{next}年"));
        }
        self.point(&end, text)
    }

    fn within(&mut self, within: &Within, text: &str) -> Outcome {
        let from = match &within.origin {
            Origin::Event(event) => {
                return Outcome::Nothing(format!("“{event}”是哪一天要看事情何时发生，请填写具体日期"));
            }
            Origin::Point(point) if matches!(point.part, Part::Festival(_)) => {
                return self.after_festival(within, point, text);
            }
            Origin::Point(point) => match self.span(point, text) {
                Ok((_, last)) => last,
                Err(outcome) => return outcome,
            },
            Origin::Issue(_) | Origin::Unsaid => match self.today() {
                Ok(today) => today,
                Err(outcome) => return outcome,
            },
        };
        if let Origin::Issue(event) = &within.origin {
            self.say(format!("以基准日期{}为“{event}”的那一天", long_day(from)));
        }
        match self.counted(within, from, text) {
            Ok(day) if within.about => Outcome::Fair(vec![Fair {
                day: Some(day),
                how: format!("“{text}”是约数，读作到{}", long_day(day)),
            }]),
            Ok(day) => Outcome::Day(day),
            Err(outcome) => outcome,
        }
    }

    /// 国庆节后一周内: from the day itself, or from the end of the days off?
    fn after_festival(&mut self, within: &Within, point: &Point, text: &str) -> Outcome {
        let around = self.point(&Point { bound: Bound::After, ..point.clone() }, text);
        let Outcome::Fair(mut fairs) = around else { return around };
        for fair in &mut fairs {
            let kept = self.how.len();
            fair.day = fair.day.and_then(|day| self.counted(within, day, text).ok());
            self.how.truncate(kept);
            if let Some(day) = fair.day {
                fair.how = format!("{}，从这一天起算到{}", fair.how, long_day(day));
            }
        }
        Outcome::Fair(fairs)
    }

    fn counted(&mut self, within: &Within, from: Day, text: &str) -> Result<Day, Outcome> {
        let too_far = || Outcome::Nothing(format!("“{text}”超出可计算的日期范围"));
        if within.working_days > 0 {
            let limit = self.calendar.limit(from, within.working_days).map_err(|_| too_far())?;
            self.say(limit.explained);
            return Ok(limit.due);
        }
        let days = within.days.saturating_add(within.hours / 24 + i32::from(within.hours % 24 > 0));
        let span = Span::new().try_months(within.months).and_then(|span| span.try_days(days)).map_err(|_| too_far())?;
        let day = from.checked_add(span).map_err(|_| too_far())?;
        self.say(format!("从{}起算，次日为第一天，到{}", long_day(from), long_day(day)));
        Ok(day)
    }

    /// The next one, the last one of the year, or a standing duty: the clerk says which is meant.
    fn recurring(&mut self, unit: Unit, point: Option<&Point>, text: &str) -> Outcome {
        let mut fair = Vec::new();
        if let (Some(point), Some(on)) = (point, self.on) {
            let days: Vec<Day> = span::occurrences(self, unit, point, on, text);
            if let Some(next) = days.first() {
                fair.push(Fair {
                    day: Some(*next),
                    how: format!("“{text}”是周期性期限，按最近一次读：{}", short_day(*next)),
                });
            }
            if let Some(last) = days.last().filter(|last| days.first() != Some(*last)) {
                fair.push(Fair {
                    day: Some(*last),
                    how: format!("“{text}”是周期性期限，按本年最后一次读：{}", short_day(*last)),
                });
            }
        }
        fair.push(Fair { day: None, how: format!("“{text}”是周期性期限，按长期事项管理") });
        Outcome::Fair(fair)
    }

    fn either(&mut self, phrases: &[Phrase], text: &str) -> Outcome {
        if self.on.is_none() {
            return Outcome::Nothing("没有基准日期（文件未注明日期），无法推算".to_owned());
        }
        let mut fair: Vec<Fair> = Vec::new();
        for phrase in phrases {
            let kept = self.how.len();
            match self.outcome(phrase, text) {
                Outcome::Day(day) => {
                    fair.push(Fair { day: Some(day), how: format!("“{text}”{}", said(phrase, day)) })
                }
                Outcome::Fair(more) => fair.extend(more),
                Outcome::Ongoing | Outcome::Nothing(_) => {}
            }
            self.how.truncate(kept);
        }
        Outcome::Fair(fair)
    }
}

fn said(phrase: &Phrase, day: Day) -> String {
    match phrase {
        Phrase::Within(_) => format!("读作天数或月数，从基准日期起算到{}", long_day(day)),
        _ => format!("读作{}", long_day(day)),
    }
}
