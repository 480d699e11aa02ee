//! The columns of the ledger: which there are, what each shows of a row, and by what it sorts. Page and files show the same
//! ones in the same order, and say the same in them.

use app::ask::{LedgerRow, Mark, Sort};
use documents::paper::Value;
use domain::{
    institution::Institution,
    value::{Day, PersonId},
};

use crate::{
    pages::{
        ledger::{Cell, Shown},
        text,
    },
    words,
};

macro_rules! columns {
    ($($column:ident, $code:literal, $label:literal, $width:literal, $sort:ident;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column { $($column),+ }

        impl Column {
            pub const ALL: &[Column] = &[$(Column::$column),+];

            /// For addresses.
            pub fn code(self) -> &'static str {
                match self { $(Column::$column => $code),+ }
            }

            pub fn label(self) -> &'static str {
                match self { $(Column::$column => $label),+ }
            }

            /// In characters, in a file.
            pub fn width(self) -> f64 {
                match self { $(Column::$column => $width),+ }
            }

            pub fn sort(self) -> Sort {
                match self { $(Column::$column => Sort::$sort),+ }
            }
        }
    };
}

columns! {
    Number, "number", "编号", 9.0, Number;
    Carried, "carried", "结转", 8.0, Number;
    Title, "title", "事项", 24.0, Title;
    Category, "category", "类别", 8.0, Category;
    Source, "source", "来源", 14.0, Source;
    RegisteredOn, "registered_on", "立项日期", 6.5, RegisteredOn;
    DispatchedOn, "dispatched_on", "交办日期", 6.5, DispatchedOn;
    Lead, "lead", "牵头单位", 10.0, Lead;
    CoUnits, "co_units", "协办单位", 14.0, CoUnits;
    Responsible, "responsible", "责任人", 6.0, Responsible;
    Leader, "leader", "分管领导", 6.0, Leader;
    Clerk, "clerk", "经办人", 6.0, Clerk;
    Stage, "stage", "环节", 6.0, Stage;
    Due, "due", "时限", 6.5, Due;
    Light, "light", "时限状态", 8.0, Due;
    Left, "left", "剩余天数", 5.0, Due;
    Limit, "limit", "办结时限", 6.5, Limit;
    FirstDue, "first_due", "首次时限", 6.5, FirstDue;
    Next, "next", "下一步", 12.0, Next;
    Percent, "percent", "进度（%）", 5.0, Percent;
    Progress, "progress", "最新进展", 24.0, Progress;
    ProgressOn, "progress_on", "进展日期", 6.5, ProgressOn;
    Urged, "urged", "催办次数", 4.5, Urged;
    Extended, "extended", "延期次数", 4.5, Extended;
    ClosedOn, "closed_on", "办结日期", 6.5, ClosedOn;
    ArchivedOn, "archived_on", "归档日期", 6.5, ArchivedOn;
}

/// What is shown where nobody has chosen.
pub const USUAL: &[Column] = &[
    Column::Number,
    Column::Title,
    Column::Lead,
    Column::Leader,
    Column::Stage,
    Column::Due,
    Column::Light,
    Column::Next,
];

/// The columns of an address, in their order, each once: `cols=number,title`, and those ticked in the list of columns.
pub fn chosen(listed: &str, ticked: &[&str]) -> Vec<Column> {
    let listed = listed.split(',').filter_map(Column::from_code);
    let mut chosen: Vec<Column> = Vec::new();
    for column in listed.filter(|column| ticked.is_empty() || ticked.contains(&column.code())) {
        if !chosen.contains(&column) {
            chosen.push(column);
        }
    }
    for column in ticked.iter().filter_map(|code| Column::from_code(code)) {
        if !chosen.contains(&column) {
            chosen.push(column);
        }
    }
    if chosen.is_empty() { USUAL.to_vec() } else { chosen }
}

/// As an address has them; nothing where they are the usual ones.
pub fn written(columns: &[Column]) -> String {
    if columns == USUAL {
        return String::new();
    }
    columns.iter().map(|column| column.code()).collect::<Vec<_>>().join(",")
}

/// One row for whoever looks at it today.
pub struct Seen<'a> {
    pub institution: &'a Institution,
    pub today: Day,
    pub row: &'a LedgerRow,
}

impl Column {
    pub fn from_code(code: &str) -> Option<Column> {
        Column::ALL.iter().copied().find(|column| column.code() == code)
    }

    /// Texts that may need several lines.
    pub fn is_long(self) -> bool {
        use Column::*;
        matches!(self, Title | Source | Lead | CoUnits | Next | Progress)
    }

    /// In a file.
    pub fn value(self, seen: &Seen) -> Value {
        let row = seen.row;
        let day = |day: Option<Day>| day.map_or(Value::Empty, Value::Day);
        match self {
            Column::RegisteredOn => day(row.registered_on),
            Column::DispatchedOn => day(row.dispatched_on),
            Column::Due => day(row.running.or(row.due)),
            Column::Limit => day(row.due),
            Column::FirstDue => day(row.first_due),
            Column::ProgressOn => day(row.progress_on),
            Column::ClosedOn => day(row.closed_on),
            Column::ArchivedOn => day(row.archived_on),
            Column::Left => left(row).map_or(Value::Empty, |left| Value::Number(left.into())),
            Column::Percent => row.progress.map_or(Value::Empty, |(percent, _)| Value::Number(percent.into())),
            Column::Urged => Value::Number(row.urged.into()),
            Column::Extended => Value::Number(row.extended.into()),
            column => match column.text(seen) {
                text if text.is_empty() => Value::Empty,
                text => Value::Text(text),
            },
        }
    }

    /// On the page.
    pub fn shown(self, seen: &Seen) -> Shown {
        let row = seen.row;
        let cell = match self {
            Column::Number => Cell::Number { number: row.number.clone(), carried: carried(row) },
            Column::Title => Cell::Title(row.title.clone()),
            Column::Light => Cell::Light(words::mark(seen.institution, seen.today, row.mark)),
            Column::Due => Cell::Due { day: self.plain(seen), provisional: row.provisional, limit: limit(row) },
            _ => Cell::Text(self.plain(seen)),
        };
        Shown { code: self.code(), label: self.label(), cell }
    }

    fn plain(self, seen: &Seen) -> String {
        match self.value(seen) {
            Value::Empty => String::new(),
            Value::Text(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Day(day) => text::day(day),
        }
    }

    fn text(self, seen: &Seen) -> String {
        let (institution, row) = (seen.institution, seen.row);
        let person = |person: Option<PersonId>| person.map(|one| institution.person_name(one)).unwrap_or_default();
        match self {
            Column::Number => row.number.clone(),
            Column::Carried => carried(row),
            Column::Title => row.title.clone(),
            Column::Category => row.category.short().to_owned(),
            Column::Source => row.source.clone(),
            Column::Lead => row.lead.map(|unit| institution.unit_name(unit)).unwrap_or_default().to_owned(),
            Column::CoUnits => words::units(institution, &row.co_units),
            Column::Responsible => person(row.responsible).to_owned(),
            Column::Leader => person(row.leader).to_owned(),
            Column::Clerk => person(row.clerk).to_owned(),
            Column::Stage => row.stage.label().to_owned(),
            Column::Light => {
                let mark = words::mark(institution, seen.today, row.mark);
                [mark.word.clone(), mark.days()]
                    .into_iter()
                    .filter(|word| !word.is_empty())
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            Column::Next => words::next_step(institution, row),
            Column::Progress => row.progress_text.clone(),
            _ => String::new(),
        }
    }
}

fn carried(row: &LedgerRow) -> String {
    row.carried_into.map(|year| format!("结转至 {year} 年")).unwrap_or_default()
}

/// Calendar days to the running limit.
fn left(row: &LedgerRow) -> Option<i32> {
    match row.mark {
        Mark::Running { left, .. } => Some(left),
        _ => None,
    }
}

/// What is noted below the date: why it does not run, or that it was once another.
fn limit(row: &LedgerRow) -> String {
    let moved = || row.first_due.filter(|first| row.due.is_some_and(|due| due != *first));
    match row.suspended_until {
        Some(until) => format!("暂缓中，预计 {} 恢复", text::day(until)),
        None => moved().map(|first| format!("首次时限 {}", text::day(first))).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_keep_their_order_and_new_ones_come_last() {
        use Column::*;
        assert_eq!(chosen("", &[]), USUAL);
        assert_eq!(chosen("title,number,title,nonsense", &[]), [Title, Number]);
        assert_eq!(chosen("title,number,lead", &["number", "urged", "lead"]), [Number, Lead, Urged]);
        assert_eq!(chosen(&written(&[Urged, Title]), &[]), [Urged, Title]);
        assert_eq!(written(USUAL), "");
    }

    #[test]
    fn codes_are_told_apart() {
        for column in Column::ALL {
            assert_eq!(Column::from_code(column.code()), Some(*column));
        }
    }
}
