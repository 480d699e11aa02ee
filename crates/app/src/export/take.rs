//! In: a whole export into an empty installation, in one transaction, so that there is all of it or nothing.
//!
//! First the bytes of the files are put in their places: bytes without a row are seen by nobody, and the next attempt writes them
//! anew. Then every row, and with the last one the views are marked as not made: whoever opens the database next makes them,
//! should this process not come to it.

use std::fs::File;

use jiff::civil::Date;
use serde_json::json;
use store::{
    Tx, Value, VerifyError,
    anchors::{self, Anchor},
    audit::{self, NewEntry},
    carry::{self, Table},
    event_log::{self, NewEvent, Recorded},
    sealed::{self, Carried, Opened},
};
use uuid::Uuid;

use super::{Attachments, Package, Progress, Unfit, folder::failed, write::OfFile};
use crate::{Actor, App, audit::line, files::blocking, fold, ports::micros, rebuild::Rebuilt};

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub institution: String,
    pub events: u64,
    pub audit_lines: u64,
    pub accounts: u64,
    pub attachments: Attachments,
    pub matters: u64,
    /// the key directory was moved, too: every mac is the old one
    pub same_chain: bool,
    /// the fingerprint of the key that signed the manifest
    pub signed_by: Option<String>,
}

impl App {
    /// Loads an export that was checked ([`Package::check`]) into this installation, and makes the views.
    ///
    /// # Errors
    /// [`Unfit::Said`] where this installation is not empty, or the export is not what was checked. Nothing is loaded then.
    pub async fn load_export(&self, package: Package, progress: Progress) -> Result<Taken, Unfit> {
        self.store().read(|sql| refuse_occupied(carry::occupied(sql)?)).await?;
        let (app, told) = (self.clone(), progress.clone());
        let package = blocking(move || Ok(app.take_bytes(&package, &told).map(|()| package))).await??;
        let place = self.places().anchors.clone();
        let before = blocking(move || Ok(anchors::read_file(&place)?)).await?;
        let app = self.clone();
        let (mut taken, made) = self.store().write(move |tx| take(&app, tx, &package, &before, &progress)).await?;
        let place = self.places().anchors.clone();
        blocking(move || Ok(anchors::append_to_file(&place, &made)?)).await?;
        let rebuilt: Option<Rebuilt> = self.refresh_views().await?;
        taken.matters = rebuilt.unwrap_or_default().matters;
        Ok(taken)
    }

    fn take_bytes(&self, package: &Package, progress: &Progress) -> Result<(), Unfit> {
        let files = &self.places().files;
        package.rows(&carry::FILES, |number, row| {
            let file = OfFile::read(&row)?;
            let path = package.bytes(file.id);
            let mut source = File::open(&path).map_err(|error| failed(&path, error))?;
            let received = files.receive_again(file.id, &mut source)?;
            if !file.is(&received) {
                return Err(Unfit::Said(format!("附件“{}”（{}）在装入时被改动，请重新核对导出", file.name, file.id)));
            }
            progress(super::FILES, number);
            Ok(())
        })
    }
}

fn refuse_occupied(table: Option<&str>) -> Result<(), Unfit> {
    let refusal = "这里已有数据，而导出只能装入空的系统，没有装入任何数据；请用 --data 指明一个新的数据目录，\
                   使用 PostgreSQL 的另建一个空的数据库";
    if table.is_none() { Ok(()) } else { Err(Unfit::Said(refusal.to_owned())) }
}

fn take(
    app: &App,
    tx: &mut Tx<'_>,
    package: &Package,
    before: &[Anchor],
    progress: &Progress,
) -> Result<(Taken, Vec<Anchor>), Unfit> {
    refuse_occupied(carry::occupied(tx)?)?;
    for table in carry::TABLES {
        let mut rows = 0;
        package.rows(table, |number, row| {
            take_row(tx, table, row).map_err(|error| match error {
                Unfit::Said(why) => Unfit::Said(format!("{} 第 {number} 行：{why}", table.file)),
                other => other,
            })?;
            rows = number;
            if number % super::PAGE.unsigned_abs() == 0 {
                progress(table.file, number);
            }
            Ok(())
        })?;
        progress(table.file, rows);
    }
    anchors::verify(tx, before).map_err(other_anchors)?;
    let manifest = package.manifest();
    let mac = |head: store::Head| hex::encode(head.mac);
    let same_chain =
        mac(event_log::head(tx)?) == manifest.event_chain.mac && mac(audit::head(tx)?) == manifest.audit_chain.mac;
    let detail = json!({
        "institution": manifest.institution, "made_at": manifest.made_at, "program": manifest.program,
        "manifest_sm3": hex::encode(package.name), "signed_by": manifest.signed_by,
        "event_chain": manifest.event_chain, "audit_chain": manifest.audit_chain, "same_chain": same_chain,
    });
    line(&Actor::system("load"), "load-export", None, "ok").detail(detail).write(tx, app)?;
    let made = anchors::make(tx, micros(app.now()))?;
    crate::rebuild::forget_make(tx)?;
    let lines = |table: &Table| manifest.lines(table.file);
    let taken = Taken {
        institution: manifest.institution.clone(),
        events: lines(&carry::EVENTS),
        audit_lines: lines(&carry::AUDIT),
        accounts: lines(&carry::LOGINS),
        attachments: manifest.attachments,
        matters: 0,
        same_chain,
        signed_by: manifest.signed_by.clone(),
    };
    Ok((taken, made))
}

fn other_anchors(error: VerifyError) -> Unfit {
    match error {
        VerifyError::Broken(_) => Unfit::Said(
            "锚点文件中是另一份记录的锚点，没有装入任何数据；请把它移走，或用 --anchors 另指定一个文件".to_owned(),
        ),
        VerifyError::Store(error) => error.into(),
    }
}

fn take_row(tx: &mut Tx<'_>, table: &Table, row: Vec<Value>) -> Result<(), Unfit> {
    if *table == carry::EVENTS {
        let event = event(&row)?;
        is_read(&event)?;
        event_log::append(tx, vec![event])?;
    } else if *table == carry::AUDIT {
        audit::append(tx, entry(&row)?)?;
    } else if *table == carry::SEALED {
        sealed::put_carried(tx, &text(&row)?)?;
    } else {
        carry::add(tx, table, &row)?;
    }
    Ok(())
}

/// What this program cannot read must not get into the log: nothing could be made of it afterwards.
fn is_read(event: &NewEvent) -> Result<(), Unfit> {
    if event.aggregate == "matter" {
        let recorded = Recorded { position: 0, event: event.clone(), digest: [0; 32], mac: [0; 32] };
        fold::entry(&recorded).map(drop).map_err(|error| Unfit::Said(error.to_string()))
    } else {
        let read = fold::institution_event(&event.kind, event.schema, &event.body);
        read.map(drop).map_err(|error| Unfit::Said(error.to_string()))
    }
}

fn event(row: &[Value]) -> Result<NewEvent, Unfit> {
    let cells = Cells { table: &carry::EVENTS, row };
    Ok(NewEvent {
        stream: cells.parsed::<Uuid>("stream")?,
        aggregate: cells.text("aggregate")?,
        version: cells.int("version")?,
        kind: cells.text("kind")?,
        schema: cells.int("schema")?,
        recorded_at: cells.int("recorded_at")?,
        occurred_on: cells.parsed::<Date>("occurred_on")?,
        actor: cells.text("actor")?,
        on_behalf: cells.text_or_none("on_behalf"),
        recorder: cells.text_or_none("recorder"),
        command_id: cells.text("command_id")?,
        body: cells.text("body")?,
    })
}

fn entry(row: &[Value]) -> Result<NewEntry, Unfit> {
    let cells = Cells { table: &carry::AUDIT, row };
    Ok(NewEntry {
        at: cells.int("at")?,
        actor: cells.text("actor")?,
        action: cells.text("action")?,
        object: cells.text_or_none("object"),
        address: cells.text_or_none("address"),
        result: cells.text("result")?,
        request_id: cells.text_or_none("request_id"),
        detail: cells.text_or_none("detail"),
    })
}

fn text(row: &[Value]) -> Result<Carried, Unfit> {
    let cells = Cells { table: &carry::SEALED, row };
    let text = match cells.int("erased")? {
        0 => Opened::Text(cells.text("text")?),
        _ => Opened::Erased,
    };
    Ok(Carried { row: cells.parsed("id")?, scope: cells.text("scope")?, text, digest: cells.text_or_none("digest") })
}

/// A row by the names of its columns.
struct Cells<'r> {
    table: &'static Table,
    row: &'r [Value],
}

impl Cells<'_> {
    fn text(&self, name: &str) -> Result<String, Unfit> {
        self.text_or_none(name).ok_or_else(|| self.unfit(name))
    }

    fn text_or_none(&self, name: &str) -> Option<String> {
        match self.cell(name) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn int(&self, name: &str) -> Result<i64, Unfit> {
        match self.cell(name) {
            Some(Value::Int(number)) => Ok(*number),
            _ => Err(self.unfit(name)),
        }
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str) -> Result<T, Unfit> {
        self.text(name)?.parse().map_err(|_| self.unfit(name))
    }

    fn cell(&self, name: &str) -> Option<&Value> {
        let place = self.table.columns.iter().position(|column| column.name == name)?;
        self.row.get(place)
    }

    fn unfit(&self, name: &str) -> Unfit {
        Unfit::Said(format!("字段 {name} 的内容读不出"))
    }
}
