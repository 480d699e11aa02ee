//! A small package, for the tests of several modules.

use std::io::{Cursor, Write};

use jiff::civil::date;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{About, ArchiveNumber, Form, Line, Package, Piece};

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub fn docx() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn package() -> Package {
    let line = |kind: &str, compulsory, form| Line { kind: kind.to_owned(), compulsory, form };
    let paper = Form::Paper { count: 1, pages: 4, place: "学校档案馆 3 号库".to_owned() };
    let absent = Form::Absent { reason: "本事项未经会议研究".to_owned() };
    Package {
        about: About {
            institution: "湖北工业大学".to_owned(),
            number: ArchiveNumber::of("Z109", "WS", 2026, "D30", Some("BGS"), "0001"),
            title: "关于落实教学楼空调更新的督办事项".to_owned(),
            document_number: Some("督办〔2026〕12 号".to_owned()),
            responsible: "学校办公室".to_owned(),
            date: date(2026, 9, 30),
            retention: "30年".to_owned(),
            archivist: Some("王敏".to_owned()),
            archived_on: date(2026, 11, 28),
            remarks: None,
            made_on: date(2026, 11, 30),
            software: "督办 0.1.0".to_owned(),
        },
        lines: vec![
            line("办结报告", true, Form::Electronic),
            line("会议纪要", false, absent),
            line("校领导批示", false, paper),
            line("交办材料", true, Form::Electronic),
            line("过程记录", true, Form::Electronic),
        ],
        pieces: vec![
            Piece {
                issued: Some(crypto::sm3(PDF)), ..piece("forms/办结报告.pdf", "办结报告", "application/pdf", PDF)
            },
            piece("forms/交办通知单.pdf", "交办材料", "application/pdf", PDF),
            Piece { electronic: false, ..piece("attachments/01-会签稿.docx", "交办材料", DOCX, &docx()) },
            piece("record/events.jsonl", "过程记录", "application/x-ndjson", b"{\"version\":1}\n{\"version\":2}\n"),
        ],
    }
}

fn piece(path: &str, kind: &str, media_type: &str, bytes: &[u8]) -> Piece {
    Piece {
        path: path.to_owned(),
        kind: kind.to_owned(),
        title: path.rsplit('/').next().unwrap().to_owned(),
        media_type: media_type.to_owned(),
        bytes: bytes.to_vec(),
        pages: media_type.ends_with("pdf").then_some(1),
        electronic: true,
        issued: None,
    }
}
