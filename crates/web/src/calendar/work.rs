//! 工作日历: which days count, and by whom. The Office looks; its head changes.

use app::ask::{CalendarMoves, MovedLimit};
use axum::http::Method;
use domain::{
    calendar::{DayStatus, PeriodKind, SchoolPeriod, SpecialDay, WorkCalendar},
    value::Day,
};

use super::change;
use crate::{
    error::Error,
    forms::{Asked, FormData},
    gate::SignedIn,
    pages::{
        form::{Choice, Field, Kind, Problems},
        layout::Place,
        text,
        work_calendar::{
            CalendarRow, DayMark, LeftOver, MoveRow, NoticeForm, SmallDay, SmallMonth, WorkCalendarPage, hidden,
            period_form,
        },
    },
    respond::{self, Answer},
    routes::permission,
    words,
};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let year = asked.get("year").parse().unwrap_or(visitor.today.year()).clamp(2000, 2100);
    respond::page(&page(&visitor, year, NoticeForm::default(), (&FormData::default(), Problems::default())).await?)
}

/// The page, with what was typed into its two forms.
pub(super) async fn page(
    visitor: &SignedIn,
    year: i16,
    notice: NoticeForm,
    period: (&FormData, Problems),
) -> Result<WorkCalendarPage, Error> {
    let calendar = &visitor.institution.calendar;
    let changes = may(visitor, "/work-calendar/changes");
    let neighbour = |year: i16| (format!("{year} 年"), format!("/work-calendar?year={year}"));
    let left = visitor.app().counted_by_old_calendar(&visitor.actor).await?;
    Ok(WorkCalendarPage {
        layout: visitor.layout("工作日历", Some(Place::Settings)),
        year: year.to_string(),
        years: vec![neighbour(year - 1), neighbour(year + 1)],
        warnings: warnings(calendar, visitor.today, year),
        document: calendar.document(year).map(ToString::to_string).unwrap_or_default(),
        left: left_over(visitor, &left),
        months: (1..=12).filter_map(|month| small_month(calendar, year, month, visitor.today)).collect(),
        days: days(calendar, year, changes),
        periods: periods(calendar, year, changes),
        notice: changes.then(|| NoticeForm { year: default_year(&notice.year, calendar, visitor.today), ..notice }),
        period: changes.then(|| period_form(period_fields(period.0), period.1)),
        correct: if changes && calendar.announced(year) {
            format!("/work-calendar/correction?year={year}")
        } else {
            String::new()
        },
    })
}

/// A year without its notice; from October on also when it is the coming one.
pub(super) fn warnings(calendar: &WorkCalendar, today: Day, year: i16) -> Vec<String> {
    let mut warnings = Vec::new();
    if !calendar.announced(year) {
        warnings.push(format!("{year} 年的放假安排尚未登记，落在这一年的时限按周一至周五推算，均标为“暂定”。"));
    }
    let coming = today.year() + 1;
    if today.month() >= 10 && coming != year && !calendar.announced(coming) {
        warnings
            .push(format!("{coming} 年的放假安排尚未登记。国务院办公厅的通知一般在 11 月发布，请留意并在下方读入。"));
    }
    warnings
}

pub(super) fn may(visitor: &SignedIn, path: &str) -> bool {
    permission(&Method::POST, path).is_some_and(|needed| needed.admits(&visitor.roles()))
}

fn default_year(typed: &str, calendar: &WorkCalendar, today: Day) -> String {
    if !typed.is_empty() {
        return typed.to_owned();
    }
    let coming = today.year() + 1;
    if calendar.announced(today.year()) { coming } else { today.year() }.to_string()
}

fn left_over(visitor: &SignedIn, left: &CalendarMoves) -> Option<LeftOver> {
    let number = left.moved + left.settled;
    (number > 0).then(|| LeftOver {
        text: format!("还有 {number} 项时限按旧日历计算（{} 件事项）。", left.matters),
        moves: left.shown.iter().take(LEFT_SHOWN).map(|moved| move_row(visitor, moved)).collect(),
        may_go_on: may(visitor, "/work-calendar/recount"),
    })
}

const LEFT_SHOWN: usize = 5;

pub(super) fn move_row(visitor: &SignedIn, moved: &MovedLimit) -> MoveRow {
    let days = moved.from.until(moved.to).map_or(0, |span| span.get_days());
    MoveRow {
        href: format!("/matters/{}", moved.matter),
        number: moved.number.clone(),
        title: moved.title.clone(),
        stage: moved.stage.label().to_owned(),
        what: moved.kind.label().to_owned(),
        whose: words::owner(&visitor.institution, moved.owner),
        from: text::day(moved.from),
        to: text::day(moved.to),
        by: if days > 0 { format!("推迟 {days} 天") } else { format!("提前 {} 天", days.unsigned_abs()) },
        explained: moved.explained.clone(),
    }
}

/// What a day is called on every calendar.
pub(super) fn mark(calendar: &WorkCalendar, day: Day) -> DayMark {
    let of = |sign, class, name: &str| DayMark { sign, class, name: name.to_owned() };
    match calendar.status(day) {
        DayStatus::Holiday(name) => of("休", "day-off", name),
        DayStatus::MakeUp(name) => of("班", "day-work", name),
        DayStatus::SchoolHoliday(name) => of("校休", "day-school-off", name),
        DayStatus::SchoolWorkday(name) => of("校班", "day-school-work", name),
        ordinary => {
            let counted = calendar.school_periods().iter().filter(|period| period.kind == PeriodKind::Counted);
            let within = counted.into_iter().find(|period| period.covers(day));
            let weekend = if ordinary == DayStatus::Weekend { "day-weekend" } else { "" };
            match within {
                Some(period) if weekend.is_empty() => of("假", "day-counted", period.name.as_str()),
                _ => of("", weekend, ""),
            }
        }
    }
}

fn small_month(calendar: &WorkCalendar, year: i16, month: i8, today: Day) -> Option<SmallMonth> {
    let weeks = weeks(year, month)?;
    let day = |day: Day| match day.month() == month {
        true => SmallDay { number: Some(day.day()), mark: mark(calendar, day), is_today: day == today },
        false => SmallDay::default(),
    };
    let weeks = weeks.into_iter().map(|week| week.into_iter().map(day).collect()).collect();
    Some(SmallMonth { heading: format!("{month}月"), weeks })
}

/// The weeks that a month touches, Monday first.
pub(super) fn weeks(year: i16, month: i8) -> Option<Vec<Vec<Day>>> {
    let first = Day::new(year, month, 1).ok()?;
    let back = first.weekday().to_monday_zero_offset();
    let monday = first.checked_sub(jiff::ToSpan::days(i64::from(back))).ok()?;
    let last = first.last_of_month();
    let days: Vec<Day> = monday.series(jiff::ToSpan::days(1)).take(42).collect();
    Some(days.chunks(7).filter(|week| week.first().is_some_and(|day| *day <= last)).map(<[Day]>::to_vec).collect())
}

fn days(calendar: &WorkCalendar, year: i16, changes: bool) -> Vec<CalendarRow> {
    let shown =
        calendar.special_days().filter(|day| day.date.year() == year || calendar.notice_of(day.date) == Some(year));
    let row = |day: &SpecialDay| {
        let notice = calendar.notice_of(day.date).unwrap_or(day.date.year());
        let document = calendar.document(notice).map(ToString::to_string);
        CalendarRow {
            day: text::day(day.date),
            weekday: text::weekday(day.date).to_owned(),
            kind: if day.kind == domain::calendar::DayKind::Off { "放假" } else { "补班" }.to_owned(),
            note: day.name.clone(),
            source: document.unwrap_or_else(|| format!("{notice} 年放假安排")),
            removal: removal(changes, "day", text::day(day.date)),
        }
    };
    shown.map(row).collect()
}

fn periods(calendar: &WorkCalendar, year: i16, changes: bool) -> Vec<CalendarRow> {
    let shown = calendar.school_periods().iter().filter(|p| p.from.year() <= year && year <= p.until.year());
    let row = |period: &SchoolPeriod| CalendarRow {
        day: span(period.from, period.until),
        weekday: format!("{} 天", period.days().count()),
        kind: period.kind.label().to_owned(),
        note: period.name.to_string(),
        source: "学校办公室".to_owned(),
        removal: removal(changes, "period", period.id.to_string()),
    };
    shown.map(row).collect()
}

/// `2027-01-16 至 2027-02-21`
pub(super) fn span(from: Day, until: Day) -> String {
    if from == until { text::day(from) } else { format!("{} 至 {}", text::day(from), text::day(until)) }
}

fn removal(changes: bool, field: &str, value: String) -> Vec<(String, String)> {
    let change = if field == "period" { "period-removal" } else { "day" };
    if changes { vec![hidden("change", change), hidden(field, value)] } else { Vec::new() }
}

fn period_fields(form: &FormData) -> Vec<Field> {
    let kind = |kind: &PeriodKind| {
        let note = match kind {
            PeriodKind::Counted => "只在日历上标出",
            PeriodKind::NotCounted => "时限顺延；期间的周末补班也不计",
            PeriodKind::Worked => "周末也算工作日",
        };
        let chosen =
            form.get("effect") == kind.code() || (form.get("effect").is_empty() && *kind == PeriodKind::Counted);
        Choice::new(kind.code(), kind.label()).note(note).chosen_if(chosen)
    };
    vec![
        Field::new("change", "", Kind::Hidden).value("period"),
        Field::new("title", "名称", Kind::Text).value(form.get("title")).hint("例如：寒假；校庆。").required(),
        Field::new("from", "开始日期", Kind::Date).value(form.get("from")).required().half(),
        Field::new("until", "截止日期", Kind::Date).value(form.get("until")).hint("只有一天可以不填。").half(),
        Field::new("effect", "怎样计算", Kind::Radio(PeriodKind::ALL.iter().map(kind).collect())).required(),
    ]
}

/// Counts anew what an earlier confirmation has left.
pub async fn recount(visitor: SignedIn, form: FormData) -> Answer {
    form.only(&[])?;
    let done = visitor.app().recount(&visitor.actor).await?;
    Ok(respond::see_other_saying("/work-calendar", change::said("", done)))
}
