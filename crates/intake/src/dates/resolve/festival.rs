//! Festivals. Before one is the day before it. The lunar ones are in no calendar of ours except as days off.

use domain::{
    calendar::{DayKind, SpecialDay, long_day},
    value::Day,
};
use jiff::ToSpan;

use super::{
    super::{
        Fair,
        phrase::{Bound, Festival, Point, YearRef},
    },
    Outcome, Resolver,
};

impl Resolver<'_> {
    pub(super) fn festival(&mut self, point: &Point, festival: Festival, text: &str) -> Outcome {
        let year = match self.festival_year(point, festival, text) {
            Ok(year) => year,
            Err(outcome) => return outcome,
        };
        let Some((month, day)) = festival.fixed() else {
            return Outcome::Fair(self.moving(point, festival, year, text));
        };
        let Ok(day) = Day::new(year, month, day) else {
            return Outcome::Nothing(format!("“{text}”超出可计算的日期范围"));
        };
        match point.bound {
            Bound::At | Bound::End => Outcome::Day(day),
            Bound::Before => match day.yesterday() {
                Ok(before) => {
                    self.say(format!("“{text}”按节日前一天读：{}", long_day(before)));
                    Outcome::Day(before)
                }
                Err(_) => Outcome::Nothing(format!("“{text}”超出可计算的日期范围")),
            },
            Bound::From => Outcome::Nothing(format!("“{text}”写的是起始时间，不是期限")),
            _ => Outcome::Fair(self.around(day, festival, text)),
        }
    }

    /// 元旦 of a year's plan is the one at its end.
    fn festival_year(&mut self, point: &Point, festival: Festival, text: &str) -> Result<i16, Outcome> {
        let next = festival == Festival::NewYear && point.year.is_none();
        if !next {
            return self.year_of(point, text);
        }
        let year = self.year_of(&Point { year: Some(YearRef::Relative(1)), ..point.clone() }, text)?;
        Ok(year)
    }

    /// 国庆期间, 国庆后: the day itself, or the end of the days off?
    fn around(&self, day: Day, festival: Festival, text: &str) -> Vec<Fair> {
        let mut fair = vec![Fair { day: Some(day), how: format!("“{text}”读作{}当天", festival.name()) }];
        let rest = self.days_off(festival, day.year()).last().copied();
        let end = rest.map(|mut last| {
            while let Ok(next) = last.tomorrow()
                && !self.calendar.is_working_day(next)
            {
                last = next;
            }
            last
        });
        fair.extend(
            end.map(|end| Fair {
                day: Some(end), how: format!("“{text}”读作假期最后一天：{}", long_day(end))
            }),
        );
        fair.push(Fair { day: None, how: format!("“{text}”没有说到哪一天为止，请向交办人核实") });
        fair
    }

    /// The last working day before the days off, where the year's notice names them.
    fn moving(&self, point: &Point, festival: Festival, year: i16, text: &str) -> Vec<Fair> {
        let mut fair = Vec::new();
        if matches!(point.bound, Bound::Before | Bound::At)
            && let Some(first) = self.days_off(festival, year).first()
            && let Some(eve) = self.last_working_day_before(*first)
        {
            let how =
                format!("“{text}”按{year}年放假安排，读作{}放假前最后一个工作日：{}", festival.name(), long_day(eve));
            fair.push(Fair { day: Some(eve), how });
        }
        fair.push(Fair {
            day: None, how: format!("“{text}”是农历或不固定的节日，请填写具体日期")
        });
        fair
    }

    fn days_off(&self, festival: Festival, year: i16) -> Vec<Day> {
        let named = |day: &&SpecialDay| {
            day.kind == DayKind::Off
                && day.date.year() == year
                && day.name.split('、').any(|name| name == festival.name())
        };
        self.calendar.special_days().filter(named).map(|day| day.date).collect()
    }

    fn last_working_day_before(&self, day: Day) -> Option<Day> {
        let mut day = day.checked_sub(1.day()).ok()?;
        while !self.calendar.is_working_day(day) {
            day = day.checked_sub(1.day()).ok()?;
        }
        Some(day)
    }
}
