//! A change of the work calendar as the forms send it: the same fields from the table of what was read, from the preview and
//! from its confirmation.

use domain::{
    calendar::{DayKind, PeriodKind, ProposedDay, ProposedYear, SpecialDay},
    institution::InstitutionCommand,
    value::{Day, Title},
};

use crate::{
    forms::FormData,
    pages::{form::Problems, work_calendar::ReadRow},
};

/// The fields of every form of a change.
pub const FIELDS: &[&str] = &[
    "change", "year", "document", "date", "kind", "name", "words", "drop", "day", "period", "title", "from", "until",
    "effect",
];

/// Rows of a table; a year has about thirty.
pub const ROWS_MOST: usize = 40;
/// Empty rows to add days that were not read.
const SPARE: usize = 3;

/// Which change is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Year,
    Day,
    Period,
    PeriodRemoval,
}

impl Change {
    pub fn of(form: &FormData) -> Option<Change> {
        match form.get("change") {
            "year" => Some(Change::Year),
            "day" => Some(Change::Day),
            "period" => Some(Change::Period),
            "period-removal" => Some(Change::PeriodRemoval),
            _ => None,
        }
    }
}

/// The command, or what is wrong with the form.
pub fn command(change: Change, form: &FormData) -> Result<InstitutionCommand, Problems> {
    match change {
        Change::Year => year(form),
        Change::Day => {
            let date = form.day("day");
            date.map(|date| InstitutionCommand::RemoveSpecialDay { date })
                .ok_or_else(|| wrong("day", "没有这一天，请返回重试"))
        }
        Change::Period => period(form),
        Change::PeriodRemoval => {
            let id = form.get("period").parse().ok();
            id.map(|id| InstitutionCommand::RemoveSchoolPeriod { id })
                .ok_or_else(|| wrong("period", "没有这一安排，请返回重试"))
        }
    }
}

fn wrong(field: &str, what: &str) -> Problems {
    let mut problems = Problems::default();
    problems.add(field, what);
    problems
}

fn year(form: &FormData) -> Result<InstitutionCommand, Problems> {
    let mut problems = Problems::default();
    let year: Option<i16> = form.get("year").trim().parse().ok();
    if year.is_none() {
        problems.add("year", "请填写年份，例如 2027");
    }
    let document = Title::parse("文件", form.get("document"));
    if let Err(invalid) = &document {
        problems.add("document", &format!("通知名称{}", invalid.reason));
    }
    let mut days = Vec::new();
    // Where each day stands in the table.
    let mut places = Vec::new();
    for row in rows(form).iter().filter(|row| !row.dropped && !row.is_empty()) {
        match (row.date.trim().parse::<Day>(), kind(&row.kind)) {
            (Ok(date), Some(kind)) => {
                days.push(SpecialDay { date, kind, name: row.name.trim().to_owned() });
                places.push(row.place);
            }
            (Err(_), _) => {
                problems.add(&format!("date-{}", row.place), &format!("“{}”不是日期，请照“2027-01-01”填写", row.date))
            }
            (_, None) => problems.add(&format!("kind-{}", row.place), "请选择放假还是上班"),
        }
    }
    if let Some(year) = year {
        for (at, fault) in domain::calendar::faults(year, &days) {
            problems.add(&format!("date-{}", places[at]), &fault);
        }
    }
    match (year, document) {
        (Some(year), Ok(document)) if !problems.any() => Ok(InstitutionCommand::AnnounceYear { year, days, document }),
        _ => Err(problems),
    }
}

fn period(form: &FormData) -> Result<InstitutionCommand, Problems> {
    let mut problems = Problems::default();
    let name = Title::parse("名称", form.get("title"));
    if let Err(invalid) = &name {
        problems.add("title", &format!("名称{}", invalid.reason));
    }
    let (from, until) = (form.day("from"), form.day("until").or_else(|| form.day("from")));
    if from.is_none() {
        problems.add("from", "请填写开始日期，例如 2027-01-16");
    }
    if form.day("until").is_none() && !form.get("until").trim().is_empty() {
        problems.add("until", "请填写截止日期，例如 2027-02-21；只有一天可以不填");
    }
    let kind = PeriodKind::from_code(form.get("effect"));
    if kind.is_none() {
        problems.add("effect", "请选择这些日子怎样计算");
    }
    match (name, from, until, kind) {
        (Ok(name), Some(from), Some(until), Some(kind)) if !problems.any() => {
            Ok(InstitutionCommand::AddSchoolPeriod { name, from, until, kind })
        }
        _ => Err(problems),
    }
}

fn kind(code: &str) -> Option<DayKind> {
    match code {
        "off" => Some(DayKind::Off),
        "work" => Some(DayKind::Work),
        _ => None,
    }
}

/// The table as it was sent, with rows to spare at its end.
pub fn rows(form: &FormData) -> Vec<ReadRow> {
    let all = |name: &'static str| form.all(name).map(str::to_owned).collect::<Vec<_>>();
    let (dates, kinds, names, words) = (all("date"), all("kind"), all("name"), all("words"));
    let dropped = all("drop");
    let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
    let mut rows: Vec<ReadRow> = (0..dates.len())
        .map(|place| ReadRow {
            place,
            date: at(&dates, place),
            kind: at(&kinds, place),
            name: at(&names, place),
            words: at(&words, place),
            doubts: Vec::new(),
            dropped: dropped.contains(&place.to_string()),
        })
        .collect();
    spare(&mut rows);
    rows
}

/// The table of what was read.
pub fn rows_of(proposed: &ProposedYear) -> Vec<ReadRow> {
    let row = |(place, proposed): (usize, &ProposedDay)| ReadRow {
        place,
        date: proposed.day.date.to_string(),
        kind: if proposed.day.kind == DayKind::Off { "off" } else { "work" }.to_owned(),
        name: proposed.day.name.clone(),
        words: proposed.words.clone(),
        doubts: proposed.doubts.clone(),
        dropped: false,
    };
    let mut rows: Vec<ReadRow> = proposed.days.iter().enumerate().map(row).collect();
    spare(&mut rows);
    rows
}

fn spare(rows: &mut Vec<ReadRow>) {
    let empty = rows.iter().rev().take_while(|row| row.is_empty()).count();
    for _ in empty..SPARE {
        rows.push(ReadRow { place: rows.len(), ..ReadRow::default() });
    }
}
