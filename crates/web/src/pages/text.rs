//! How days, instants, sizes and counts are written. Handlers call these when they fill a page.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// `2026-10-27`, as ledgers and lists show a day.
pub fn day(day: Date) -> String {
    day.strftime("%Y-%m-%d").to_string()
}

/// `2026年10月27日`, as a paper says it.
pub fn day_cn(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `10月27日`, where the year is plain from the context.
pub fn month_day(day: Date) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// `星期二`.
pub fn weekday(day: Date) -> &'static str {
    use jiff::civil::Weekday::*;
    match day.weekday() {
        Monday => "星期一",
        Tuesday => "星期二",
        Wednesday => "星期三",
        Thursday => "星期四",
        Friday => "星期五",
        Saturday => "星期六",
        Sunday => "星期日",
    }
}

/// `2026-10-27 09:05` on the clocks of Shanghai.
pub fn moment(at: Timestamp) -> String {
    let shanghai = TimeZone::fixed(jiff::tz::offset(8));
    shanghai.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A file's size in bytes, in the unit people read: `820 字节`, `12 KB`, `3.4 MB`.
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = 1024 * KB;
    match bytes {
        0..KB => format!("{bytes} 字节"),
        KB..MB => format!("{} KB", bytes / KB),
        _ => {
            let tenths = (bytes * 10 + MB / 2) / MB;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// A count that is exact up to `most`: `共 37 项`, `共 1000+ 项`.
pub fn count(n: u64, most: u64) -> String {
    if n > most { format!("共 {most}+ 项") } else { format!("共 {n} 项") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_written_for_lists_and_for_papers() {
        assert_eq!(day(date(2026, 1, 5)), "2026-01-05");
        assert_eq!(day_cn(date(2026, 1, 5)), "2026年1月5日");
        assert_eq!(month_day(date(2026, 10, 27)), "10月27日");
        assert_eq!(weekday(date(2026, 11, 24)), "星期二");
    }

    #[test]
    fn instants_are_shown_on_shanghai_clocks() {
        let late: Timestamp = "2026-10-26T20:05:00Z".parse().unwrap();
        assert_eq!(moment(late), "2026-10-27 04:05");
    }

    #[test]
    fn sizes_and_counts_are_short() {
        assert_eq!(size(820), "820 字节");
        assert_eq!(size(12 * 1024), "12 KB");
        assert_eq!(size(3_565_158), "3.4 MB");
        assert_eq!(count(1000, 1000), "共 1000 项");
        assert_eq!(count(1001, 1000), "共 1000+ 项");
    }
}
