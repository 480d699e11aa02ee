//! What became of a batch: what was done, and what was refused, why, and what to do. On the page, and as a workbook.

use app::{
    ask::{LedgerRow, Query},
    batches::{Batch, BatchState, Item, Outcome},
};
use documents::{
    format::{Unwritable, xlsx::Rows},
    paper::{Column, Value},
};
use std::collections::HashMap;

use super::{heading, href};
use crate::{
    error::Error,
    gate::SignedIn,
    matters::words,
    pages::{
        batch::{BatchReportPage, Result as Line},
        layout::Place,
        text,
    },
    respond::{self, Answer},
};
use domain::value::MatterId;

/// `办理 9 项，未办理 3 项`
pub fn summary(batch: &Batch) -> String {
    let count = |picks: fn(&Outcome) -> bool| {
        batch.items.iter().filter(|item| item.outcome.as_ref().is_some_and(picks)).count()
    };
    let done = count(|outcome| matches!(outcome, Outcome::Done { .. }));
    let refused = count(|outcome| matches!(outcome, Outcome::Refused { .. }));
    let left = count(|outcome| matches!(outcome, Outcome::LeftOut));
    let waiting = batch.items.len() - done - refused - left;
    let mut parts = vec![format!("已办理 {done} 项")];
    parts.extend((refused > 0).then(|| format!("不能办理 {refused} 项")));
    parts.extend((left > 0).then(|| format!("未勾选 {left} 项")));
    parts.extend((waiting > 0).then(|| format!("还有 {waiting} 项")));
    parts.join("，")
}

pub async fn show(visitor: &SignedIn, batch: &Batch) -> Answer {
    let rows = rows(visitor, batch).await?;
    let lines = |picks: fn(&Outcome) -> bool| -> Vec<Line> {
        let items = batch.items.iter().filter(|item| item.outcome.as_ref().is_some_and(picks));
        items.map(|item| line(visitor, &rows, item)).collect()
    };
    let running = batch.state == BatchState::Running;
    respond::page(&BatchReportPage {
        layout: visitor.layout(&heading(batch.act), Some(Place::Ledger)),
        heading: format!("{}：{}", heading(batch.act), if running { "正在办理" } else { "结果" }),
        when: match batch.state {
            BatchState::Ended(at) => text::moment(at),
            _ => text::moment(batch.made_at),
        },
        summary: summary(batch),
        running,
        refused: lines(|outcome| matches!(outcome, Outcome::Refused { .. })),
        done: lines(|outcome| matches!(outcome, Outcome::Done { .. })),
        left: lines(|outcome| matches!(outcome, Outcome::LeftOut)),
        file: format!("{}/report", href(batch.id)),
    })
}

fn line(visitor: &SignedIn, rows: &HashMap<MatterId, LedgerRow>, item: &Item) -> Line {
    let row = rows.get(&item.matter);
    let unit = row.and_then(|row| row.lead).map(|unit| visitor.institution.unit_name(unit)).unwrap_or_default();
    let mut line = Line {
        href: format!("/matters/{}", item.matter),
        number: row.map(|row| row.number.clone()).unwrap_or_default(),
        title: row.map_or("没有找到，或您无权查看", |row| &row.title).to_owned(),
        lead: unit.to_owned(),
        ..Line::default()
    };
    match &item.outcome {
        Some(Outcome::Done { said }) => line.said = said.clone(),
        Some(Outcome::Refused { message, clause, mend }) => {
            line.said = message.clone();
            line.clause = clause.map(words::clause).unwrap_or_default();
            line.mend = mend.clone();
        }
        Some(Outcome::LeftOut) => line.said = "确认时没有勾选".to_owned(),
        None => line.said = "还没有办到".to_owned(),
    }
    line
}

async fn rows(visitor: &SignedIn, batch: &Batch) -> Result<HashMap<MatterId, LedgerRow>, Error> {
    let among: Vec<MatterId> = batch.items.iter().map(|item| item.matter).collect();
    let limit = u32::try_from(among.len()).unwrap_or(1000);
    let ledger = visitor.app().ledger(&visitor.actor, Query { among, limit, ..Query::default() }).await?;
    Ok(ledger.rows.into_iter().map(|row| (row.id, row)).collect())
}

pub async fn file(visitor: &SignedIn, batch: &Batch) -> Answer {
    let rows = rows(visitor, batch).await?;
    let lines: Vec<(&Item, Line)> = batch.items.iter().map(|item| (item, line(visitor, &rows, item))).collect();
    let bytes = workbook(visitor, batch, &lines).map_err(|why| Error::bad(why.to_string()))?;
    let name = format!("{} {}.xlsx", heading(batch.act), text::day(visitor.today));
    Ok(respond::file(&name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))
}

fn workbook(visitor: &SignedIn, batch: &Batch, lines: &[(&Item, Line)]) -> Result<Vec<u8>, Unwritable> {
    let columns = [
        ("编号", 9.0, false),
        ("事项", 24.0, true),
        ("牵头单位", 10.0, true),
        ("结果", 5.0, false),
        ("说明", 30.0, true),
    ];
    let columns = columns.iter().map(|(name, width, long)| Column::new(name, *width, *long)).collect();
    let about = format!("{}，{}", text::moment(batch.made_at), summary(batch));
    let author = visitor.institution.name.clone().unwrap_or_default();
    let mut sheet = Rows::begin(&heading(batch.act), &about, columns, &author, Some(visitor.today))?;
    for (item, line) in lines {
        let result = match item.outcome {
            Some(Outcome::Done { .. }) => "已办理",
            Some(Outcome::Refused { .. }) => "不能办理",
            Some(Outcome::LeftOut) => "未勾选",
            None => "未办到",
        };
        let more = line.mend.iter().chain((!line.clause.is_empty()).then_some(&line.clause));
        let said: Vec<&str> = std::iter::once(&line.said).chain(more).map(String::as_str).collect();
        let said = said.join("；");
        let texts = [line.number.as_str(), &line.title, &line.lead, result, &said];
        let value = |text: &str| if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) };
        sheet.row(&texts.map(value))?;
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    sheet.finish(&mut bytes)?;
    Ok(bytes.into_inner())
}
