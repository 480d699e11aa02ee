//! `GET /statistics/file?format=xlsx|docx|pdf`: the same question as `/statistics`, all groups of figures, to take along. The
//! figures are those of the page, for the same reader.

use app::ask::{By, Statistics};
use documents::{
    Paper,
    paper::{Column, Register, Sheet, Value},
};

use super::{Asking, GROUPS, narrowed, page};
use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    matters::papers::{Format, download, format},
    pages::{
        statistics::{Number, StatisticsPage},
        text,
    },
    respond::Answer,
};

/// In full-width characters: A4 lying holds a name and some ten columns of figures.
const NAMES: f64 = 14.0;
const FIGURES: f64 = 5.0;

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let asking = Asking::of(&visitor, &asked);
    if !asking.problem.is_empty() {
        return Err(Error::bad(asking.problem));
    }
    let found = visitor.app().statistics(&visitor.actor, asking.query).await?;
    download(&visitor, paper(&visitor, asking, &found), format(&asked).unwrap_or(Format::Xlsx)).await
}

/// A sheet a group, and one of the time in each stage.
fn paper(visitor: &SignedIn, mut asking: Asking, found: &Statistics) -> Paper {
    let names = app::names::Names { institution: visitor.institution.clone(), today: visitor.today };
    let about = format!("{}　截至{}", narrowed(visitor, &asking.query), text::day_cn(found.as_of));
    let made = format!("{}　{}制表", names.office_name(), text::day_cn(visitor.today));
    let register = |title: &str, columns: Vec<Column>, rows: Vec<Vec<Value>>| {
        Sheet::Register(Register {
            title: format!("督办统计：{title}"),
            about: about.clone(),
            columns,
            rows,
            made: made.clone(),
        })
    };
    let mut sheets = Vec::new();
    for (place, (_, label, _)) in GROUPS.iter().enumerate() {
        asking.group = place;
        let shown = page(visitor, &asking, found);
        let (columns, rows) = table(&shown, asking.query.by);
        sheets.push(register(label, columns, rows));
    }
    let heads = ["环节", "离开的次数", "停留天数的中位数", "九成不超过（天）"];
    let lasted = found.lasted.iter().map(|one| {
        let name = Value::Text(one.stage.label().to_owned());
        let times = i64::try_from(one.times).unwrap_or(i64::MAX);
        vec![name, Value::Number(times), Value::Number(one.median.into()), Value::Number(one.ninety.into())]
    });
    let columns =
        heads.iter().enumerate().map(|(place, head)| if place == 0 { names_column(head) } else { column(head) });
    sheets.push(register("各环节用时", columns.collect(), lasted.collect()));
    let title = format!("督办统计 {} 至 {}", asking.query.from, asking.query.to);
    names.paper(title, Some(visitor.today), sheets)
}

fn names_column(name: &str) -> Column {
    Column { name: name.to_owned(), width: NAMES, long: true }
}

fn column(name: &str) -> Column {
    Column { name: name.to_owned(), width: FIGURES, long: false }
}

/// As the page has it; what was recorded after the period stands in a column of its own, where there is any.
fn table(shown: &StatisticsPage, by: By) -> (Vec<Column>, Vec<Vec<Value>>) {
    let lines = || shown.lines.iter().map(|line| &line.cells).chain([&shown.total]);
    let later: Vec<bool> = (0..shown.heads.len())
        .map(|place| lines().any(|cells| cells.get(place).is_some_and(|cell| !cell.later.is_empty())))
        .collect();
    let mut columns = vec![names_column(by.label())];
    for (head, later) in shown.heads.iter().zip(&later) {
        columns.push(column(head));
        columns.extend(later.then(|| column(&format!("{head}：其中补记"))));
    }
    let row = |name: &str, cells: &[Number]| {
        let mut row = vec![Value::Text(name.to_owned())];
        for (cell, later) in cells.iter().zip(&later) {
            row.push(number(&cell.n));
            row.extend(later.then(|| number(cell.later.trim_start_matches("补记 "))));
        }
        row
    };
    let mut rows: Vec<Vec<Value>> = shown.lines.iter().map(|line| row(&line.name, &line.cells)).collect();
    if !shown.total.is_empty() {
        rows.push(row("合计", &shown.total));
    }
    (columns, rows)
}

fn number(text: &str) -> Value {
    text.trim_start_matches('+').parse().map_or(Value::Empty, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::statistics::StatisticsLine;

    fn cell(n: &str, later: &str) -> Number {
        Number { n: n.to_owned(), later: later.to_owned(), href: String::new() }
    }

    #[test]
    fn what_was_recorded_later_has_a_column_of_its_own_where_there_is_any() {
        let line = |name: &str, cells| StatisticsLine { name: name.to_owned(), cells };
        let shown = StatisticsPage {
            heads: vec!["立项".to_owned(), "终止".to_owned()],
            lines: vec![
                line("教务处", vec![cell("7", "补记 +2"), cell("0", "")]),
                line("财务处", vec![cell("3", ""), cell("1", "")]),
            ],
            total: vec![cell("10", "补记 +2"), cell("1", "")],
            ..StatisticsPage::default()
        };
        let (columns, rows) = table(&shown, By::Unit);
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["承办单位", "立项", "立项：其中补记", "终止"]);
        let (text, number) = (|name: &str| Value::Text(name.to_owned()), Value::Number);
        assert_eq!(
            rows,
            [
                vec![text("教务处"), number(7), number(2), number(0)],
                vec![text("财务处"), number(3), Value::Empty, number(1)],
                vec![text("合计"), number(10), number(2), number(1)],
            ]
        );
    }
}
