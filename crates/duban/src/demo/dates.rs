//! Days of the demonstration, relative to today: `-12w` is twelve working days ago by the school's calendar, `{{-12w}}` in a
//! text is that day in words, `{{年}}` the year. See demo/README.md.

use anyhow::{Context, Result, bail};
use domain::{
    calendar::WorkCalendar,
    value::{Day, Text, Title},
};

pub struct Dates<'c> {
    calendar: &'c WorkCalendar,
    /// `0w`: today, or the working day before it
    zero: Day,
    year: i16,
}

impl<'c> Dates<'c> {
    pub fn new(calendar: &'c WorkCalendar, today: Day) -> Result<Self> {
        let mut zero = today;
        while !calendar.is_working_day(zero) {
            zero = zero.yesterday()?;
        }
        Ok(Self { calendar, zero, year: today.year() })
    }

    /// A real document's fixed day, or an offset.
    pub fn day(&self, text: &str) -> Result<Day> {
        match text.strip_suffix('w') {
            Some(offset) => self.offset(offset.parse().with_context(|| format!("日期“{text}”不合“-12w”的格式"))?),
            None => text.parse().with_context(|| format!("日期“{text}”既不是工作日位移，也不是日期")),
        }
    }

    fn offset(&self, working_days: i32) -> Result<Day> {
        let mut day = self.zero;
        let mut left = working_days.unsigned_abs();
        while left > 0 {
            day = if working_days < 0 { day.yesterday()? } else { day.tomorrow()? };
            left -= u32::from(self.calendar.is_working_day(day));
        }
        Ok(day)
    }

    /// The text with every `{{…}}` filled in.
    pub fn fill(&self, text: &str) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((what, after)) = after.split_once("}}") else { bail!("“{text}”中的 {{{{ 没有配对") };
            filled.push_str(before);
            filled.push_str(&self.word(what)?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn word(&self, what: &str) -> Result<String> {
        if what == "年" {
            return Ok(self.year.to_string());
        }
        let day = self.day(what)?;
        Ok(format!("{}月{}日", day.month(), day.day()))
    }

    pub fn text(&self, field: &str, text: &str) -> Result<Text> {
        Ok(Text::parse(field, self.fill(text)?.trim())?)
    }

    /// Nothing written is `None`.
    pub fn optional(&self, field: &str, text: &str) -> Result<Option<Text>> {
        Ok(Text::optional(field, self.fill(text)?.trim())?)
    }

    pub fn title(&self, field: &str, text: &str) -> Result<Title> {
        Ok(Title::parse(field, &self.fill(text)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn calendar() -> WorkCalendar {
        WorkCalendar::parse(crate::seeds::CALENDAR).unwrap()
    }

    #[test]
    fn offsets_step_over_holidays_and_on_make_up_days() {
        let calendar = calendar();
        let dates = Dates::new(&calendar, date(2026, 10, 8)).unwrap();
        assert_eq!(dates.day("0w").unwrap(), date(2026, 10, 8));
        assert_eq!(dates.day("-1w").unwrap(), date(2026, 9, 30));
        assert_eq!(dates.day("+2w").unwrap(), date(2026, 10, 10), "a Saturday that is worked");
        assert_eq!(dates.day("2022-07-25").unwrap(), date(2022, 7, 25));
        assert!(dates.day("tomorrow").is_err());
    }

    #[test]
    fn on_a_day_off_the_day_before_counts() {
        let calendar = calendar();
        let dates = Dates::new(&calendar, date(2026, 10, 4)).unwrap();
        assert_eq!(dates.day("0w").unwrap(), date(2026, 9, 30));
        assert_eq!(dates.fill("{{年}}年，到{{+1w}}为止").unwrap(), "2026年，到10月8日为止");
        assert!(dates.fill("没有配对 {{+1w").is_err());
    }
}
