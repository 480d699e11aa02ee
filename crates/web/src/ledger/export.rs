//! `GET /matters/export?format=xlsx|csv`: the ledger as it is shown: its columns, all its rows, in its order. The file is made on the
//! disk and sent from there, however long the list is.

use std::io::{Seek, SeekFrom, Write};

use app::{Denied, ask::LedgerRow};
use axum::{
    body::Body,
    http::{HeaderValue, header},
};
use documents::{
    format::{Unwritable, xlsx::Rows},
    paper::{self, Value},
};
use domain::{institution::Institution, value::Day};
use tokio_util::io::ReaderStream;

use crate::{
    error::Error,
    forms::Asked,
    gate::SignedIn,
    pages::text,
    respond::{self, Answer},
};

use super::{
    asking::Asking,
    columns::{Column, Seen},
};

pub async fn show(visitor: SignedIn, asked: Asked) -> Answer {
    let Asking { query, columns, problem, .. } = Asking::of(&asked);
    if let Some(problem) = problem {
        return Err(Error::bad(problem));
    }
    let file = tempfile::tempfile().map_err(unwritten)?;
    let (institution, today) = (visitor.institution.clone(), visitor.today);
    let sheet = if asked.get("format") == "csv" {
        Sheet::csv(file, &columns)?
    } else {
        let author = institution.name.clone().unwrap_or_default();
        let heads = columns.iter().map(|one| paper::Column::new(one.label(), one.width(), one.is_long())).collect();
        let about = format!("{}导出", text::day_cn(today));
        let rows = Rows::begin("督办台账", &about, heads, &author, Some(today)).map_err(unwritable)?;
        Sheet::Xlsx(Box::new(rows), file)
    };
    let (ending, media) = sheet.kind();
    // The rows come on another thread, one page after another; the sheet comes back with the last.
    let (done, made) = tokio::sync::oneshot::channel();
    let mut writing = Writing { sheet: Some(sheet), done: Some(done), columns };
    let each = move |rows: &[LedgerRow]| writing.rows(rows, &institution, today);
    visitor.app().whole_ledger(&visitor.actor, query, each).await?;
    let sheet = made.await.map_err(unwritten)?;
    let file = tokio::task::spawn_blocking(move || sheet.finish()).await.map_err(unwritten)??;
    let mut response = respond::file(&format!("督办台账 {}.{ending}", text::day(today)), media, Vec::new());
    if let Ok(length) = file.metadata().map(|found| found.len()) {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    *response.body_mut() = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)));
    Ok(response)
}

/// The sheet while its rows come; when nobody brings more of them, it is handed on.
struct Writing {
    sheet: Option<Sheet>,
    done: Option<tokio::sync::oneshot::Sender<Sheet>>,
    columns: Vec<Column>,
}

impl Writing {
    fn rows(&mut self, rows: &[LedgerRow], institution: &Institution, today: Day) -> Result<(), Denied> {
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        rows.iter()
            .try_for_each(|row| {
                let seen = Seen { institution, today, row };
                let values: Vec<Value> = self.columns.iter().map(|column| column.value(&seen)).collect();
                sheet.row(&values)
            })
            .map_err(|why| Denied::Unprinted(why.to_string()))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if let (Some(sheet), Some(done)) = (self.sheet.take(), self.done.take()) {
            let _ = done.send(sheet);
        }
    }
}

/// Where the rows go.
enum Sheet {
    Xlsx(Box<Rows>, std::fs::File),
    Csv(Box<csv::Writer<std::fs::File>>),
}

impl Sheet {
    /// With the mark by which Excel knows UTF-8.
    fn csv(mut file: std::fs::File, columns: &[Column]) -> Result<Sheet, Error> {
        file.write_all("\u{feff}".as_bytes()).map_err(unwritten)?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        writer.write_record(columns.iter().map(|column| column.label())).map_err(unwritten)?;
        Ok(Sheet::Csv(Box::new(writer)))
    }

    fn kind(&self) -> (&'static str, &'static str) {
        match self {
            Sheet::Xlsx(..) => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Sheet::Csv(_) => ("csv", "text/csv; charset=utf-8"),
        }
    }

    fn row(&mut self, row: &[Value]) -> Result<(), Unwritable> {
        match self {
            Sheet::Xlsx(rows, _) => rows.row(row),
            Sheet::Csv(writer) => {
                let written = writer.write_record(row.iter().map(plain));
                written.map_err(|error| Unwritable::Failed(error.to_string()))
            }
        }
    }

    fn finish(self) -> Result<std::fs::File, Error> {
        let mut file = match self {
            Sheet::Xlsx(rows, mut file) => {
                rows.finish(&mut file).map_err(unwritable)?;
                file
            }
            Sheet::Csv(writer) => writer.into_inner().map_err(unwritten)?,
        };
        file.seek(SeekFrom::Start(0)).map_err(unwritten)?;
        Ok(file)
    }
}

/// Spreadsheets take a text that begins like a formula for one: an apostrophe before it says that it is none.
fn plain(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Day(day) => text::day(*day),
        Value::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Value::Text(text) => text.clone(),
    }
}

fn unwritable(why: Unwritable) -> Error {
    Error::bad(why.to_string())
}

fn unwritten(error: impl std::fmt::Display) -> Error {
    unwritable(Unwritable::Failed(error.to_string()))
}
