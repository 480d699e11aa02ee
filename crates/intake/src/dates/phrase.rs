//! The phrases of a time limit, before any reference date is known.

use jiff::civil::Weekday;

/// What is counted or named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    /// 日, 号: names a day, or counts days
    Day,
    /// 天, 自然日: counts days
    Days,
    WorkingDays,
    Hours,
}

/// Ten days of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tens {
    First,
    Second,
    Third,
}

/// Which side of a point the limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// none said
    At,
    Before,
    /// 底, 末, 底前
    End,
    /// 末 and 前 of a week: Friday or Sunday?
    EndBefore,
    Start,
    Middle,
    Within,
    /// 起: where it begins, no limit
    From,
    /// 后
    After,
    /// 左右
    About,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Festival {
    NewYear,
    Women,
    Labour,
    Youth,
    Children,
    Party,
    Army,
    Teachers,
    National,
    /// The lunar ones move, and 清明 moves by a day.
    Spring,
    Tomb,
    Dragon,
    Moon,
    OtherLunar,
}

impl Festival {
    /// Month and day of those that stay in their place.
    pub fn fixed(self) -> Option<(i8, i8)> {
        match self {
            Festival::NewYear => Some((1, 1)),
            Festival::Women => Some((3, 8)),
            Festival::Labour => Some((5, 1)),
            Festival::Youth => Some((5, 4)),
            Festival::Children => Some((6, 1)),
            Festival::Party => Some((7, 1)),
            Festival::Army => Some((8, 1)),
            Festival::Teachers => Some((9, 10)),
            Festival::National => Some((10, 1)),
            Festival::Spring | Festival::Tomb | Festival::Dragon | Festival::Moon | Festival::OtherLunar => None,
        }
    }

    /// As the notices of the State Council name it.
    pub fn name(self) -> &'static str {
        match self {
            Festival::NewYear => "元旦",
            Festival::Women => "妇女节",
            Festival::Labour => "劳动节",
            Festival::Youth => "青年节",
            Festival::Children => "儿童节",
            Festival::Party => "建党节",
            Festival::Army => "建军节",
            Festival::Teachers => "教师节",
            Festival::National => "国庆节",
            Festival::Spring => "春节",
            Festival::Tomb => "清明节",
            Festival::Dragon => "端午节",
            Festival::Moon => "中秋节",
            Festival::OtherLunar => "农历节日",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearRef {
    Given(i16),
    /// 26年
    Short(i16),
    /// 明年 is 1
    Relative(i32),
    /// 次年 is 1: after a year that was named, that year's next; otherwise as 明年
    Following(i32),
}

/// A month or quarter, named or counted from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ref {
    Given(u32),
    Relative(i32),
}

/// The finest thing that a point names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Plan(u8),
    Year,
    HalfYear(u8),
    Quarter(Ref),
    Month,
    HalfMonth(u8),
    Tens(Tens),
    Day(u32),
    Week(i32),
    /// the week is none where only the day was said
    Weekday(Option<i32>, Weekday),
    /// days from the reference date
    Relative(i32),
    Festival(Festival),
}

/// A day or a span of days that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    pub year: Option<YearRef>,
    pub month: Option<Ref>,
    pub part: Part,
    pub bound: Bound,
    /// the weekday that stands beside it, to be compared
    pub weekday: Option<Weekday>,
    /// the same day in other words, in brackets: 本周五（9月25日）
    pub alias: Option<Box<Point>>,
}

impl Point {
    pub fn new(part: Part) -> Point {
        Point { year: None, month: None, part, bound: Bound::At, weekday: None, alias: None }
    }

    /// Everything up to the year.
    pub fn is_day(&self) -> bool {
        matches!(self.part, Part::Day(_) | Part::Weekday(..) | Part::Relative(_))
    }
}

/// From where a number of days is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// nothing said: the reference date
    Unsaid,
    /// 自印发之日起, 收到通知后: the reference date is that day
    Issue(String),
    Point(Box<Point>),
    /// 会后, 验收后: nobody knows the day
    Event(String),
}

/// So many days from somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    pub months: i32,
    pub days: i32,
    pub working_days: u32,
    pub hours: i32,
    pub origin: Origin,
    /// 左右: about that many
    pub about: bool,
}

/// What was found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    Point(Point),
    /// counts by its end; the beginning lends it year, month and week
    Range(Point, Point),
    Within(Within),
    /// every month, quarter, week: 每月5日前
    Recurring(Unit, Option<Point>),
    /// may be any of these: 一月内
    Either(Vec<Phrase>),
    /// where something begins or what it waits for: 6月30日起
    Start,
    School,
    /// 专家进校前: hangs on an event
    Event,
    /// 17:00前: a time of the reference date
    Clock,
    Soon,
    Vague,
    Ongoing,
    Done,
}

/// A phrase and where it stands.
#[derive(Debug, Clone)]
pub struct Item {
    pub phrase: Phrase,
    /// tokens: the first, and the one after the last
    pub from: usize,
    pub to: usize,
    /// stands in brackets
    pub inside: bool,
    /// 或 stands before it
    pub or: bool,
}
