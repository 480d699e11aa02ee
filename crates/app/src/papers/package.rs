//! 归档包 (R4.8): everything of an archived matter in one signed file, for the archives of the institution. The check-list is
//! that of 归档; the forms are those that went out, byte for byte.

use archive::{About, ArchiveNumber, Form, Line, Package, Piece, clean_name};
use documents::{
    Paper,
    paper::{Column, Register, Sheet, Value},
};
use domain::{
    Reason, Refusal,
    access::Subject,
    matter::{Filing, Material, MaterialForm, MaterialKind, Matter, PaperKind},
    regulation::{Clause, RETENTIONS},
    value::MatterId,
};
use serde_json::json;
use store::{event_log, papers};

use super::{Facts, day_cn, kept};
use crate::{
    Actor, App, Denied,
    ask::{FileInfo, MatterView, whole_view},
    audit::line,
    execute::hex,
    files::blocking,
    ports::instant,
};

/// Beside the kinds of the regulation: what the system has of the course of the matter.
const COURSE: &str = "办理过程记录";

impl App {
    /// The package of an archived matter, for the Office: its name, `督办〔2026〕12号 归档包.zip`, and its bytes. The same matter
    /// gives the same bytes as long as names, parameters and the program stay the same. Leaves a line in the audit log.
    pub async fn archive_package(&self, actor: &Actor, id: MatterId) -> Result<(String, Vec<u8>), Denied> {
        let (asking, keys) = (actor.clone(), self.store().keys().clone());
        let view = self
            .read(move |read| {
                let office = asking.subjects(&read.institution, read.today).contains(&Subject::Office);
                if office { whole_view(read, id, &keys) } else { Err(Denied::NotFound) }
            })
            .await?;
        let Some(filing) = view.matter.filing.clone() else {
            let refusal = Refusal::new(Reason::Incomplete, "本事项还没有归档，归档后才能生成归档包");
            return Err(refusal.under(Clause::R4_8).into());
        };
        self.order_what_is_wanting(id).await?;
        let (rows, events) =
            self.read(move |read| Ok((papers::of_matter(read, id.0)?, event_log::load(read, id.0)?))).await?;
        let mut pieces = Vec::new();
        for row in &rows {
            let (paper, bytes) = self.open_paper(&Actor::system("archive"), row.id).await?;
            pieces.push(form(&view, pieces.len() + 1, &paper, bytes));
        }
        for file in &view.files {
            let (files, file_id) = (self.places().files.clone(), file.id.0);
            let bytes = blocking(move || kept::read_all(&files, file_id)).await?;
            pieces.push(attachment(&view, pieces.len() + 1, file, bytes));
        }
        let course = self.print(course(&view)).await?;
        pieces.push(Piece {
            path: "record/办理过程.pdf".to_owned(),
            kind: COURSE.to_owned(),
            title: "办理过程".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: course.pdf,
            pages: u32::try_from(course.pages).ok(),
            electronic: true,
            issued: None,
        });
        if let Some(instructions) = instructions(&view) {
            let printed = self.print(instructions).await?;
            pieces.push(Piece {
                path: "record/校领导批示.pdf".to_owned(),
                kind: MaterialKind::Instructions.label().to_owned(),
                title: "校领导批示".to_owned(),
                media_type: "application/pdf".to_owned(),
                bytes: printed.pdf,
                pages: u32::try_from(printed.pages).ok(),
                electronic: true,
                issued: None,
            });
        }
        pieces.push(Piece {
            path: "record/events.jsonl".to_owned(),
            kind: COURSE.to_owned(),
            title: "事件记录".to_owned(),
            media_type: "application/x-ndjson".to_owned(),
            bytes: record(&events),
            pages: None,
            electronic: true,
            issued: None,
        });
        let package = package(&view, &filing, pieces);
        let keys = self.store().keys().clone();
        let bytes = blocking(move || {
            archive::pack(&package, keys.signer()).map_err(|error| Denied::Unprinted(error.to_string()))
        })
        .await?;
        self.audit(line(actor, "archive_package", Some(id.to_string()), "ok")).await?;
        let number = view.number.as_deref().unwrap_or_default();
        Ok((format!("{} 归档包.zip", clean_name(number)), bytes))
    }
}

fn package(view: &MatterView, filing: &Filing, mut pieces: Vec<Piece>) -> Package {
    let names = view.names();
    let matter = &view.matter;
    let compulsory = |kind: MaterialKind| match kind {
        MaterialKind::Notice => matter.dispatched.is_some(),
        MaterialKind::ClosingReport => matter.accepted_report().is_some(),
        _ => false,
    };
    let line = |material: &Material| Line {
        kind: material.kind.label().to_owned(),
        compulsory: compulsory(material.kind),
        form: match &material.form {
            MaterialForm::Electronic => Form::Electronic,
            MaterialForm::Paper { count, pages, place } => {
                Form::Paper { count: *count, pages: *pages, place: place.to_string() }
            }
            MaterialForm::None { reason } => Form::Absent { reason: reason.to_string() },
        },
    };
    let mut lines: Vec<Line> = filing.materials.iter().map(line).collect();
    // What is there of a kind that was said to be on paper, or not to be, belongs to the course of the matter.
    for piece in &mut pieces {
        let electronic = lines.iter().any(|line| line.kind == piece.kind && line.form == Form::Electronic);
        if !electronic {
            piece.kind = COURSE.to_owned();
        }
    }
    lines.push(Line { kind: COURSE.to_owned(), compulsory: true, form: Form::Electronic });
    let rules = names.rules().map(|rules| rules.archive.clone()).unwrap_or_default();
    let major = matter.proposal.as_ref().is_some_and(|proposal| proposal.major);
    let number = matter.number.map_or((filing.filed.on.year(), 0), |number| (number.year, number.seq));
    let retention = rules.retention_of(major).to_owned();
    let code = RETENTIONS.iter().find(|(name, _)| *name == retention).map_or("", |(_, code)| code);
    let about = About {
        institution: names.institution_name().to_owned(),
        number: ArchiveNumber {
            whole: rules.number(major, number.0, number.1),
            fonds: rules.fonds.clone(),
            category: rules.class.clone(),
            year: number.0.unsigned_abs(),
            retention: code.to_owned(),
            department: Some(rules.unit.clone()),
            item: format!("{:04}", number.1),
        },
        title: matter.proposal.as_ref().map_or("", |proposal| proposal.title.as_str()).to_owned(),
        document_number: view.number.clone(),
        responsible: names.author(),
        date: completed(matter).unwrap_or(filing.filed.on),
        retention,
        archivist: Some(filing.archivist.as_ref().map_or_else(|| names.who_name(filing.filed.by), ToString::to_string)),
        archived_on: filing.filed.on,
        remarks: filing.remarks.as_ref().map(ToString::to_string),
        made_on: filing.filed.recorded_on(),
        software: format!("督办 {}", env!("CARGO_PKG_VERSION")),
    };
    Package { about, lines, pieces }
}

/// 完成时间 = submission of the accepted report.
fn completed(matter: &Matter) -> Option<domain::value::Day> {
    matter.accepted_report().map(|report| report.submitted.on)
}

fn form(view: &MatterView, place: usize, paper: &super::KeptPaper, bytes: Vec<u8>) -> Piece {
    let kind = match paper.paper.kind {
        PaperKind::ClosingReport => MaterialKind::ClosingReport.label(),
        PaperKind::Flow => COURSE,
        _ => MaterialKind::Notice.label(),
    };
    let unit = paper.paper.unit.map(|unit| format!("-{}", view.institution.unit_name(unit))).unwrap_or_default();
    let about = if paper.paper.about > 0 { format!("-{}", paper.paper.about) } else { String::new() };
    let title = format!("{}{about}{unit}（第 {} 次）", paper.paper.kind.label(), paper.edition);
    Piece {
        path: format!("forms/{}", clean_name(&format!("{place:02}-{title}.pdf"))),
        kind: kind.to_owned(),
        title,
        media_type: "application/pdf".to_owned(),
        pages: Some(paper.pages),
        electronic: true,
        issued: digest(&paper.sm3),
        bytes,
    }
}

fn attachment(view: &MatterView, place: usize, file: &FileInfo, bytes: Vec<u8>) -> Piece {
    let attached = view.matter.attachments.iter().find(|attachment| attachment.file == file.id);
    let label = attached.and_then(|attachment| attachment.label.as_ref()).map_or("", |label| label.as_str());
    let kind = MaterialKind::of_name(&format!("{label} {}", file.name));
    Piece {
        path: format!("attachments/{}", clean_name(&format!("{place:02}-{}", file.name))),
        kind: kind.label().to_owned(),
        title: if label.is_empty() { file.name.clone() } else { label.to_owned() },
        media_type: file.media_type.clone(),
        bytes,
        pages: None,
        electronic: true,
        issued: digest(&file.digest),
    }
}

/// A line an event, as the log has it, with the digest that the chain knows it by.
fn record(events: &[event_log::Recorded]) -> Vec<u8> {
    let mut lines = String::new();
    for recorded in events {
        let event = &recorded.event;
        let body: serde_json::Value = serde_json::from_str(&event.body).unwrap_or_default();
        let line = json!({
            "position": recorded.position,
            "version": event.version,
            "kind": event.kind,
            "schema": event.schema,
            "recorded_at": instant(event.recorded_at).to_string(),
            "occurred_on": event.occurred_on.to_string(),
            "actor": event.actor,
            "on_behalf": event.on_behalf,
            "recorder": event.recorder,
            "body": body,
            "digest": hex(&recorded.digest),
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    lines.into_bytes()
}

/// An SM3 digest back from hex.
fn digest(hex: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> =
        (0..hex.len() / 2).map(|at| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    bytes?.try_into().ok()
}

/// The record for people: what was done on which day, by whom.
fn course(view: &MatterView) -> Paper {
    view.as_of(u32::MAX, |facts: &Facts| {
        let names = facts.names;
        let row = |(place, entry): (usize, &domain::matter::Entry)| {
            let recorder = entry.stamp.recorder.map(|by| format!("{}代录", names.who_name(by))).unwrap_or_default();
            vec![
                Value::Number(i64::try_from(place + 1).unwrap_or(i64::MAX)),
                Value::Day(entry.stamp.on),
                Value::Text(entry.event.fact.label().to_owned()),
                Value::Text(names.signed_by(&entry.stamp)),
                Value::Text(said(&entry.event.fact)),
                Value::Text(recorder),
            ]
        };
        let register = Register {
            title: "督办事项办理过程".to_owned(),
            about: format!("{}　{}", facts.number, facts.title()),
            columns: vec![
                Column::new("序号", 3.0, false),
                Column::new("日期", 6.5, false),
                Column::new("事项", 8.0, false),
                Column::new("办理人", 8.0, false),
                Column::new("内容", 28.0, true),
                Column::new("备注", 6.0, false),
            ],
            rows: facts.timeline.iter().enumerate().map(row).collect(),
            made: String::new(),
        };
        let on = facts.timeline.last().map(|entry| entry.stamp.on);
        names.paper(format!("督办事项办理过程 {}", facts.number), on, vec![Sheet::Register(register)])
    })
}

/// The words of a fact, in the order in which it has them.
fn said(fact: &domain::matter::Fact) -> String {
    const WORDS: [&str; 14] = [
        "title",
        "content",
        "requirements",
        "target",
        "text",
        "reason",
        "reasons",
        "measures",
        "problems",
        "goal",
        "work",
        "result",
        "next",
        "remarks",
    ];
    fn walk(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        serde_json::Value::String(text) if WORDS.contains(&name.as_str()) => found.push(text.clone()),
                        value => walk(value, found),
                    }
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&serde_json::to_value(fact).unwrap_or_default(), &mut found);
    found.join("\n")
}

/// 批示, word for word, with name and day.
fn instructions(view: &MatterView) -> Option<Paper> {
    if view.matter.instructions.is_empty() {
        return None;
    }
    let names = view.names();
    let row = |instruction: &domain::matter::Instruction| {
        vec![
            Value::Text(day_cn(instruction.given.on)),
            Value::Text(names.signed_by(&instruction.given)),
            Value::Text(view.opened(&instruction.text).unwrap_or_default().to_owned()),
        ]
    };
    let register = Register {
        title: "校领导批示".to_owned(),
        about: view.number.clone().unwrap_or_default(),
        columns: vec![
            Column::new("日期", 8.0, false),
            Column::new("批示人", 8.0, false),
            Column::new("批示内容", 40.0, true),
        ],
        rows: view.matter.instructions.iter().map(row).collect(),
        made: String::new(),
    };
    let on = view.matter.instructions.last().map(|instruction| instruction.given.on);
    let title = format!("校领导批示 {}", view.number.as_deref().unwrap_or_default());
    Some(names.paper(title, on, vec![Sheet::Register(register)]))
}
