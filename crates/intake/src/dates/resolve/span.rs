//! From a point to its first and its last day.

use domain::{calendar::long_day, value::Day};
use jiff::{ToSpan, civil::Weekday};

use super::{
    super::{
        Fair,
        phrase::{Part, Point, Ref, Tens, Unit, YearRef},
    },
    Days, Outcome, Resolver,
};

impl Resolver<'_> {
    pub(super) fn span(&mut self, point: &Point, text: &str) -> Result<Days, Outcome> {
        match point.part {
            Part::Plan(plan) => {
                let last = 1970 + 5 * (i16::from(plan) - 3);
                whole_years(last - 4, last)
            }
            Part::Year => {
                let year = self.year_of(point, text)?;
                self.carry(point, year, None);
                whole_years(year, year)
            }
            Part::HalfYear(half) => {
                let year = self.year_of(point, text)?;
                self.carry(point, year, None);
                months(year, if half == 1 { 1 } else { 7 }, 6)
            }
            Part::Quarter(quarter) => self.quarter(point, quarter, text),
            Part::Month | Part::HalfMonth(_) | Part::Tens(_) | Part::Day(_) => {
                let (year, month) = self.month_of(point, text)?;
                self.carry(point, year, Some(month));
                self.in_month(point, year, month, text)
            }
            Part::Week(weeks) => {
                let monday = self.monday(weeks)?;
                Ok((monday, add(monday, 6)?))
            }
            Part::Weekday(week, day) => {
                self.week = week.or(self.week);
                let monday = self.monday(self.week.unwrap_or(0))?;
                one(add(monday, i64::from(day.to_monday_zero_offset()))?)
            }
            Part::Relative(days) => {
                let today = self.today()?;
                let day = add(today, i64::from(days))?;
                if days != 0 {
                    self.say(format!("“{text}”从基准日期{}推算", long_day(today)));
                }
                one(day)
            }
            // Festivals are read on their own.
            Part::Festival(_) => Err(Outcome::Nothing(format!("“{text}”没有具体日期"))),
        }
    }

    /// A year that was written holds for what follows in the same expression.
    fn carry(&mut self, point: &Point, year: i16, month: Option<i8>) {
        if point.year.is_some() || matches!(point.month, Some(Ref::Relative(_))) {
            self.year = Some(year);
        }
        self.month = month.map(|month| (year, month)).or(self.month);
    }

    /// A yearless date takes the year of the document, even where it is over.
    pub(super) fn year_of(&mut self, point: &Point, text: &str) -> Result<i16, Outcome> {
        match point.year {
            Some(YearRef::Given(year)) => Ok(year),
            Some(YearRef::Short(year)) => {
                self.say(format!("“{text}”的年份按{year}年读"));
                Ok(year)
            }
            Some(YearRef::Following(years)) if self.year.is_some() => {
                let named = self.year.unwrap_or_default();
                let year = named.saturating_add(i16::try_from(years).unwrap_or(0));
                self.say(format!("“{text}”从前面写的{named}年推算，为{year}年"));
                Ok(year)
            }
            Some(YearRef::Relative(years) | YearRef::Following(years)) => {
                let year = i32::from(self.today()?.year()) + years;
                self.say(format!("“{text}”从基准日期推算，为{year}年"));
                i16::try_from(year).map_err(|_| Outcome::Nothing(format!("“{text}”超出可计算的日期范围")))
            }
            None => match self.year {
                Some(year) => Ok(year),
                None => {
                    let year = self.today()?.year();
                    self.say(format!("“{text}”没有写年份，按基准日期所在的{year}年读"));
                    Ok(year)
                }
            },
        }
    }

    fn month_of(&mut self, point: &Point, text: &str) -> Result<(i16, i8), Outcome> {
        match point.month {
            Some(Ref::Given(month)) => {
                let year = self.year_of(point, text)?;
                match i8::try_from(month).ok().filter(|month| (1..=12).contains(month)) {
                    Some(month) => Ok((year, month)),
                    None => Err(Outcome::Fair(vec![Fair {
                        day: None,
                        how: format!("“{text}”写有{month}月，没有这个月，请向交办人核实"),
                    }])),
                }
            }
            Some(Ref::Relative(months)) => {
                let today = self.today()?;
                let day = today.checked_add(i64::from(months).months()).map_err(|_| out_of_range(text))?;
                self.say(format!("“{text}”从基准日期推算，为{}年{}月", day.year(), day.month()));
                Ok((day.year(), day.month()))
            }
            None => match self.month {
                Some(month) => Ok(month),
                None => self.today().map(|today| (today.year(), today.month())),
            },
        }
    }

    fn in_month(&mut self, point: &Point, year: i16, month: i8, text: &str) -> Result<Days, Outcome> {
        let first = Day::new(year, month, 1).map_err(|_| out_of_range(text))?;
        let last = first.last_of_month();
        let on = |day: i8| Day::new(year, month, day).map_err(|_| out_of_range(text));
        match point.part {
            Part::Tens(Tens::First) => Ok((first, on(10)?)),
            Part::Tens(Tens::Second) => Ok((on(11)?, on(20)?)),
            Part::Tens(Tens::Third) => Ok((on(21)?, last)),
            Part::HalfMonth(1) => Ok((first, on(15)?)),
            Part::HalfMonth(_) => Ok((on(16)?, last)),
            Part::Day(day) => match i8::try_from(day).ok().and_then(|day| Day::new(year, month, day).ok()) {
                Some(day) => one(day),
                None => Err(Outcome::Fair(no_such_day(last, day, text))),
            },
            _ => Ok((first, last)),
        }
    }

    fn quarter(&mut self, point: &Point, quarter: Ref, text: &str) -> Result<Days, Outcome> {
        match quarter {
            Ref::Given(quarter) => {
                let year = self.year_of(point, text)?;
                self.carry(point, year, None);
                let quarter = i8::try_from(quarter).unwrap_or(4).clamp(1, 4);
                months(year, 3 * quarter - 2, 3)
            }
            Ref::Relative(quarters) => {
                let today = self.today()?;
                let day = today.checked_add((3 * i64::from(quarters)).months()).map_err(|_| out_of_range(text))?;
                let quarter = (day.month() - 1) / 3 + 1;
                self.say(format!("“{text}”从基准日期推算，为{}年第{quarter}季度", day.year()));
                months(day.year(), 3 * quarter - 2, 3)
            }
        }
    }

    /// The Monday of this week, or of the one after so many.
    fn monday(&mut self, weeks: i32) -> Result<Day, Outcome> {
        let today = self.today()?;
        add(today, 7 * i64::from(weeks) - i64::from(today.weekday().to_monday_zero_offset()))
    }
}

/// 9月31日: the last day of the month, the first of the next, or a slip of the pen.
fn no_such_day(last: Day, day: u32, text: &str) -> Vec<Fair> {
    let month = format!("{}年{}月没有{day}日", last.year(), last.month());
    let mut fair = vec![Fair { day: Some(last), how: format!("“{text}”：{month}，按当月最后一天读") }];
    if day <= 31 {
        let next = last.checked_add(1.day()).ok();
        fair.push(Fair { day: next, how: format!("“{text}”：{month}，按次月1日读") });
    }
    fair.push(Fair { day: None, how: format!("“{text}”：{month}，请向交办人核实") });
    fair
}

/// 月初, 年初: the first day, or the first tenth of it?
pub(super) fn beginnings(first: Day, last: Day, text: &str) -> Vec<Fair> {
    let fair = |day: Option<Day>, what: &str| Fair { day, how: format!("“{text}”读作{what}") };
    let near = match length(first, last) {
        0..=7 => first.checked_add(1.day()).ok().map(|day| (day, "开头两天以内")),
        8..=31 => first.checked_add(9.days()).ok().map(|day| (day, "上旬以内")),
        32..=92 => Some((first.last_of_month(), "第一个月以内")),
        _ => first.checked_add(2.months()).ok().map(|day| (day.last_of_month(), "第一季度以内")),
    };
    let mut fairs = vec![fair(Some(first), "第一天")];
    fairs.extend(near.map(|(day, what)| fair(Some(day), what)));
    fairs
}

/// 月中, 年中.
pub(super) fn middles(first: Day, last: Day, text: &str) -> Vec<Fair> {
    let fair = |day: Option<Day>, what: &str| Fair { day, how: format!("“{text}”读作{what}") };
    match length(first, last) {
        0..=31 => vec![
            fair(first.checked_add(14.days()).ok().map(|day| day.min(last)), "月中，即15日"),
            fair(first.checked_add(19.days()).ok().map(|day| day.min(last)), "中旬结束以前，即20日"),
            fair(Some(last), "当月以内"),
        ],
        _ => {
            let half = first.checked_add((length(first, last) / 2).days()).ok().map(|day| day.min(last));
            vec![fair(half, "期间过半"), fair(Some(last), "期间以内")]
        }
    }
}

/// The days on which it comes again, from the reference date to the end of that year.
pub(super) fn occurrences(resolver: &mut Resolver<'_>, unit: Unit, point: &Point, on: Day, text: &str) -> Vec<Day> {
    let kept = (resolver.how.len(), resolver.year, resolver.month, resolver.week);
    let mut days = Vec::new();
    for step in 0..60_i32 {
        let mut point = point.clone();
        match (unit, &mut point.part) {
            (Unit::Month, _) => point.month = Some(Ref::Relative(step)),
            (Unit::Quarter, Part::Quarter(quarter)) => *quarter = Ref::Relative(step),
            (Unit::Week, Part::Weekday(week, _)) => *week = Some(step),
            (Unit::Week, Part::Week(week)) => *week = step,
            _ => point.year = Some(YearRef::Relative(step)),
        }
        let Ok((_, last)) = resolver.span(&point, text) else { continue };
        if last >= on && (days.is_empty() || last.year() == on.year()) {
            days.push(last);
        }
        if last.year() > on.year() {
            break;
        }
    }
    resolver.how.truncate(kept.0);
    (resolver.year, resolver.month, resolver.week) = (kept.1, kept.2, kept.3);
    days
}

fn length(first: Day, last: Day) -> i64 {
    first.until(last).map_or(0, |span| i64::from(span.get_days())) + 1
}

fn whole_years(first: i16, last: i16) -> Result<Days, Outcome> {
    match (Day::new(first, 1, 1), Day::new(last, 12, 31)) {
        (Ok(first), Ok(last)) => Ok((first, last)),
        _ => Err(out_of_range("年份")),
    }
}

fn months(year: i16, month: i8, count: i64) -> Result<Days, Outcome> {
    let first = Day::new(year, month, 1).map_err(|_| out_of_range("年份"))?;
    let last = first.checked_add((count - 1).months()).map_err(|_| out_of_range("年份"))?;
    Ok((first, last.last_of_month()))
}

fn one(day: Day) -> Result<Days, Outcome> {
    Ok((day, day))
}

fn add(day: Day, days: i64) -> Result<Day, Outcome> {
    day.checked_add(days.days()).map_err(|_| out_of_range("日期"))
}

fn out_of_range(text: &str) -> Outcome {
    Outcome::Nothing(format!("“{text}”超出可计算的日期范围"))
}

/// For the name of a weekday.
pub(super) fn a_day_on(weekday: Weekday) -> Option<Day> {
    let monday = Day::new(2024, 1, 1).ok()?;
    monday.checked_add(i64::from(weekday.to_monday_zero_offset()).days()).ok()
}
