//! 红黄绿灯: green; yellow when the limit comes near, by the rule of the parameters; red when past due.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::WorkCalendar,
    regulation::{LimitName, Regulation},
    value::Day,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    Green,
    Yellow,
    Red,
}

/// What a light goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    pub due: Day,
    /// dispatch, or the day on which the duty was opened
    pub from: Day,
    /// the last reported progress, if any
    pub percent: Option<u8>,
}

/// A light is never stored: what it goes by is, compared with today. By working days: `due` and the day it turns yellow.
/// The last day itself is not late.
pub fn light(today: Day, yellow_on: Day, due: Day) -> Light {
    if today > due {
        Light::Red
    } else if today >= yellow_on {
        Light::Yellow
    } else {
        Light::Green
    }
}

/// By the rule of a set of parameters.
pub fn light_by(set: &Regulation, calendar: &WorkCalendar, course: Course, today: Day) -> Light {
    match set.lights.is_near(course, today) {
        Some(near) => light(today, if near { today } else { Day::MAX }, course.due),
        None => light(today, calendar.days_before(course.due, set.limit(LimitName::Yellow).days), course.due),
    }
}

/// The day's number, counted from 1970: with it a database can compute.
pub fn day_number(day: Day) -> i64 {
    i64::from(jiff::civil::date(1970, 1, 1).until(day).map_or(0, |span| span.get_days()))
}
