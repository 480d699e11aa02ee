//! Samples of both calendars: 日历 and 工作日历, with the ways to change it.

use super::{Sample, office, sample, unit};
use crate::pages::{
    calendar::{CalendarPage, DayPage, DutyItem, FeedRow, Feeds, MonthDay, Way},
    form::{Field, Kind, Problems},
    layout::Place,
    light::{Light, Mark, Nearness},
    work_calendar::{
        CalendarRow, DayMark, LeftOver, MoveRow, NoticeForm, PreviewPage, ReadRow, ReadingPage, SmallDay, SmallMonth,
        WorkCalendarPage, hidden, period_form,
    },
};

pub fn all() -> Vec<Sample> {
    let lonely =
        CalendarPage { weeks: vec![], empty: "这个月没有您要办的时限。".into(), feeds: None, ..month() };
    vec![
        sample("calendar-month", month()),
        sample("calendar-month-empty", lonely),
        sample("calendar-month-new-feed", with_feed()),
        sample("calendar-day", day()),
        sample("calendar-day-empty", DayPage { items: vec![], next: String::new(), ..day() }),
        sample("work-calendar", year()),
        sample("work-calendar-looking", looking()),
        sample("work-calendar-refused", refused()),
        sample("work-calendar-reading", reading(Problems::default())),
        sample("work-calendar-reading-refused", reading(wrong())),
        sample("work-calendar-preview", preview()),
        sample("work-calendar-preview-nothing", nothing()),
    ]
}

fn mark(sign: &'static str, class: &'static str, name: &str) -> DayMark {
    DayMark { sign, class, name: name.into() }
}

fn marked(day: i8) -> DayMark {
    match day {
        1..=7 => mark("休", "day-off", "国庆节"),
        10 => mark("班", "day-work", "国庆节"),
        16 => mark("校休", "day-school-off", "校庆"),
        17 => mark("校班", "day-school-work", "迎新"),
        26..=30 => mark("假", "day-counted", "秋假"),
        11 | 18 | 24 | 25 | 31 => mark("", "day-weekend", ""),
        _ => DayMark::default(),
    }
}

fn duty(number: &str, title: &str, light: Light, left: i32) -> DutyItem {
    DutyItem {
        href: "/matters/1".into(),
        number: number.into(),
        title: title.into(),
        what: "办结".into(),
        whose: "教务处".into(),
        mark: Mark::new(light, Nearness::Left(left)),
        provisional: number.is_empty(),
    }
}

fn duties(day: i8) -> Vec<DutyItem> {
    let one = || duty("督办〔2026〕12号", "落实校长办公会关于智慧教室中控系统故障集中修复的要求", Light::Yellow, 2);
    match day {
        9 => vec![one()],
        15 => (0..9).map(|n| DutyItem { title: format!("{} 之{n}", super::LONG_TITLE), ..one() }).collect(),
        27 => vec![duty("", "尚未编号的拟办事项", Light::Green, 20), one()],
        _ => Vec::new(),
    }
}

fn cell(offset: i8) -> MonthDay {
    let number = offset - 3;
    if !(1..=31).contains(&number) {
        return MonthDay { outside: true, ..MonthDay::default() };
    }
    let mut first = duties(number);
    let rest = first.split_off(first.len().min(4));
    MonthDay {
        outside: false,
        number,
        date: format!("10月{number}日"),
        is_today: number == 13,
        mark: marked(number),
        more: if rest.is_empty() { String::new() } else { "还有 12 项".into() },
        first,
        rest,
        href: format!("/calendar?day=2026-10-{number:02}"),
    }
}

fn ways() -> Vec<Way> {
    let way = |label, here| Way { label, href: "/calendar".into(), here };
    vec![way("我要办的", true), way("我能看到的", false)]
}

fn month() -> CalendarPage {
    CalendarPage {
        layout: unit("日历", Place::Calendar),
        heading: "2026年10月".into(),
        previous: "/calendar?month=2026-09".into(),
        next: "/calendar?month=2026-11".into(),
        today: "/calendar".into(),
        ways: ways(),
        weeks: (0..5).map(|week| (1..=7).map(|day| cell(week * 7 + day)).collect()).collect(),
        empty: String::new(),
        work_calendar: "/work-calendar?year=2026".into(),
        warning: String::new(),
        feeds: Some(Feeds::default()),
    }
}

fn with_feed() -> CalendarPage {
    let row = |last: &str| FeedRow { id: "f".into(), since: "2026-10-13 09:05".into(), last_used: last.into() };
    let address = format!("https://duban.example.edu.cn/feeds/{}.ics", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
    let feeds = Feeds { rows: vec![row(""), row("2026-10-12 18:00")], new_address: address, problem: String::new() };
    CalendarPage {
        feeds: Some(feeds), warning: "2027 年的放假安排尚未公布，这一年的时限均为暂定。".into(), ..month()
    }
}

fn day() -> DayPage {
    DayPage {
        layout: office("2026年10月15日的时限", Place::Calendar),
        heading: "2026年10月15日 星期四".into(),
        mark: marked(10),
        total: "共 213 项".into(),
        ways: ways(),
        items: duties(15),
        previous: String::new(),
        next: "/calendar?day=2026-10-15&page=2".into(),
        month: "/calendar?month=2026-10".into(),
        ledger: "/matters?due_from=2026-10-15&due_to=2026-10-15".into(),
    }
}

fn small_month(month: usize) -> SmallMonth {
    let day = |offset: i8| {
        let number = offset - 3;
        let number = (1..=31).contains(&number).then_some(number);
        SmallDay { number, mark: number.map(marked).unwrap_or_default(), is_today: month == 10 && number == Some(13) }
    };
    let weeks = (0..5).map(|week| (1..=7).map(|at| day(week * 7 + at)).collect()).collect();
    SmallMonth { heading: format!("{month}月"), weeks }
}

fn moved() -> MoveRow {
    MoveRow {
        href: "/matters/1".into(),
        number: "督办〔2026〕12号".into(),
        title: super::LONG_TITLE.into(),
        stage: "承办中".into(),
        what: "办结".into(),
        whose: "后勤保障部".into(),
        from: "2027-01-14".into(),
        to: "2027-01-15".into(),
        by: "推迟 1 天".into(),
        explained: "2026年12月24日起算，次日起 15 个工作日，跳过元旦 12.31–1.2，1月3日补班计入 → 2027年1月15日".into(),
    }
}

fn year() -> WorkCalendarPage {
    let row = |day: &str, weekday: &str, kind: &str, note: &str| CalendarRow {
        day: day.into(),
        weekday: weekday.into(),
        kind: kind.into(),
        note: note.into(),
        source: "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）".into(),
        removal: vec![hidden("change", "day"), hidden("day", day)],
    };
    WorkCalendarPage {
        layout: office("工作日历", Place::Settings),
        year: "2026".into(),
        years: vec![
            ("2025 年".into(), "/work-calendar?year=2025".into()),
            ("2027 年".into(), "/work-calendar?year=2027".into()),
        ],
        warnings: vec!["2027 年的放假安排尚未登记。国务院办公厅的通知一般在 11 月发布，请留意并在下方读入。".into()],
        document: "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）".into(),
        left: Some(LeftOver {
            text: "还有 37 项时限按旧日历计算（29 件事项）。".into(),
            moves: vec![moved(), moved()],
            may_go_on: true,
        }),
        months: (1..=12).map(small_month).collect(),
        days: vec![row("2026-10-01", "星期四", "放假", "国庆节"), row("2026-10-10", "星期六", "补班", "国庆节")],
        periods: vec![CalendarRow {
            source: "学校办公室".into(),
            ..row("2027-01-16 至 2027-02-21", "37 天", "学校假期（照常计算）", "寒假")
        }],
        notice: Some(NoticeForm { year: "2027".into(), ..NoticeForm::default() }),
        period: Some(period_form(period_fields(), Problems::default())),
        correct: "/work-calendar/correction?year=2026".into(),
    }
}

fn period_fields() -> Vec<Field> {
    vec![
        Field::new("title", "名称", Kind::Text).required(),
        Field::new("from", "开始日期", Kind::Date).required().half(),
        Field::new("until", "截止日期", Kind::Date).half(),
    ]
}

fn looking() -> WorkCalendarPage {
    let without = |row: CalendarRow| CalendarRow { removal: Vec::new(), ..row };
    let year = year();
    WorkCalendarPage {
        left: None,
        days: Vec::new(),
        periods: year.periods.into_iter().map(without).collect(),
        document: String::new(),
        warnings: vec!["2027 年的放假安排尚未登记，落在这一年的时限按周一至周五推算，均标为“暂定”。".into()],
        notice: None,
        period: None,
        correct: String::new(),
        months: year.months,
        years: year.years,
        layout: year.layout,
        year: "2027".into(),
    }
}

fn refused() -> WorkCalendarPage {
    let (mut notice, mut period) = (Problems::default(), Problems::default());
    notice.add("notice_file", "“通知.docx”读不出文字。请上传 CSV 或 TXT 文件，或把通知全文粘贴到上面");
    period.add("until", "截止日期早于开始日期，请改正");
    WorkCalendarPage {
        notice: Some(NoticeForm { text: String::new(), year: "2027".into(), problems: notice }),
        period: Some(period_form(period_fields(), period)),
        ..year()
    }
}

fn reading(problems: Problems) -> ReadingPage {
    let row = |place: usize, date: &str, kind: &str, words: &str, doubts: &[&str]| ReadRow {
        place,
        date: date.into(),
        kind: kind.into(),
        name: if date.is_empty() { String::new() } else { "元旦".into() },
        words: words.into(),
        doubts: doubts.iter().map(|doubt| (*doubt).to_owned()).collect(),
        dropped: place == 2,
    };
    ReadingPage {
        layout: office("核对放假安排", Place::Settings),
        year: "2027".into(),
        document: "国务院办公厅关于2027年部分节假日安排的通知".into(),
        rows: vec![
            row(0, "2027-01-01", "off", "1月1日（周五）至3日（周日）", &[]),
            row(1, "2027-01-05", "work", "1月5日上班", &["2027-01-05是星期二，本来就上班，请删去或改正"]),
            row(2, "2027-01-06", "work", "", &[]),
            row(3, "", "", "", &[]),
        ],
        doubts: vec!["没有读到“国庆节”的安排，请对照通知核对".into()],
        problems,
        back: "/work-calendar?year=2027".into(),
    }
}

fn wrong() -> Problems {
    let mut problems = Problems::default();
    problems.add("document", "通知名称不能为空，请填写");
    problems.add("date-1", "2027-01-05是星期二，本来就上班，请删去或改正");
    problems
}

fn preview() -> PreviewPage {
    PreviewPage {
        layout: office("工作日历变动预览", Place::Settings),
        heading: "登记 2027 年放假安排".into(),
        change: vec![
            "依据：国务院办公厅关于2027年部分节假日安排的通知".into(),
            "周一至周五放假 19 天，周末补班 6 天".into(),
        ],
        summary: vec![
            "有 230 项在办时限的日期要变（见下表）。确认以前，任何日期都不会变。".into(),
            "有 12 项日期不变，但由“暂定”改为确定。".into(),
            "有 3 项按新日历会提前，因通知单已经下发，只顺延、不提前，仍按原日期。".into(),
        ],
        moves: vec![moved(), moved()],
        more: "另有 30 项没有列出，确认后一并重算。".into(),
        command_id: "01930000-0000-7000-8000-0000000000ff".into(),
        fields: vec![hidden("change", "year"), hidden("year", "2027")],
        submit: "确认登记，并按新日历重算".into(),
        back_to_table: true,
        back: "/work-calendar?year=2027".into(),
    }
}

fn nothing() -> PreviewPage {
    PreviewPage {
        heading: "取消学校安排：校庆".into(),
        change: vec!["2026-10-16，学校放假（不计入）".into()],
        summary: vec!["在办时限的日期都不变。".into()],
        moves: Vec::new(),
        more: String::new(),
        back_to_table: false,
        submit: "确认删除，并按新日历重算".into(),
        ..preview()
    }
}
