//! `duban verify-archive`, with packages that come from anywhere.

#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod common;

use std::path::Path;

use archive::{About, ArchiveNumber, Form, Line, Package, Piece, pack};
use common::{Folder, Ran, run};
use crypto::{Keys, Signer};
use jiff::civil::date;

const PDF: &[u8] = b"%PDF-1.7\ntrailer << >>\n%%EOF\n";

fn package() -> Package {
    let piece = |path: &str, kind: &str| Piece {
        path: path.to_owned(),
        kind: kind.to_owned(),
        title: kind.to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: PDF.to_vec(),
        pages: Some(1),
        electronic: true,
        issued: None,
    };
    let line = |kind: &str, form| Line { kind: kind.to_owned(), compulsory: true, form };
    Package {
        about: About {
            institution: "湖北工业大学".to_owned(),
            number: ArchiveNumber::of("Z109", "WS", 2026, "D30", Some("BGS"), "0001"),
            title: "关于落实教学楼空调更新的督办事项".to_owned(),
            document_number: Some("督办〔2026〕12 号".to_owned()),
            responsible: "学校办公室".to_owned(),
            date: date(2026, 9, 30),
            retention: "30年".to_owned(),
            archivist: None,
            archived_on: date(2026, 11, 28),
            remarks: None,
            made_on: date(2026, 11, 30),
            software: "督办 0.1.0".to_owned(),
        },
        lines: vec![line("交办材料", Form::Electronic), line("办结报告", Form::Electronic)],
        pieces: vec![piece("forms/交办通知单.pdf", "交办材料"), piece("forms/办结报告.pdf", "办结报告")],
    }
}

fn signer() -> Signer {
    Keys::fixed_for_tests().signer().unwrap().clone()
}

fn save(folder: &Folder, name: &str, bytes: &[u8]) -> String {
    let path = folder.path(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

fn first_line(ran: &Ran) -> &str {
    ran.out.lines().next().unwrap_or_default()
}

#[test]
fn a_signed_package_is_checked_with_the_key_of_the_institution() {
    let folder = Folder::new();
    let file = save(&folder, "包.zip", &pack(&package(), Some(&signer())).unwrap());
    let key = folder.write("key.pem", signer().public_key().to_pem());
    let ran = run(&["verify-archive", &file, "--key", &key]);
    assert_eq!((ran.code, first_line(&ran)), (0, "核验通过：内容一致，签名与机构公钥相符"), "{}", ran.err);
    for line in ["档号：Z109-WS·2026-D30-BGS-0001", "真实性：通过", "完整性：通过", "可用性：通过", "安全性：通过"]
    {
        assert!(ran.out.lines().any(|l| l == line), "{line}: {}", ran.out);
    }
    let ran = run(&["verify-archive", &file]);
    assert_eq!(ran.code, 0);
    assert!(first_line(&ran).contains("签名与包内公钥相符，未与机构公钥核对"), "{}", ran.out);
}

#[test]
fn an_unsigned_package_is_consistent_but_does_not_answer_to_a_key() {
    let folder = Folder::new();
    let file = save(&folder, "包.zip", &pack(&package(), None).unwrap());
    let ran = run(&["verify-archive", &file]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(first_line(&ran).contains("内容一致，未签名"), "{}", ran.out);
    let key = folder.write("key.pem", signer().public_key().to_pem());
    let ran = run(&["verify-archive", &file, "--key", &key]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("归档包未签名，无法与所给的机构公钥核对"), "{}", ran.out);
}

#[test]
fn a_changed_package_does_not_pass() {
    let folder = Folder::new();
    let good = pack(&package(), Some(&signer())).unwrap();
    let body = good.windows(PDF.len()).position(|window| window == PDF).unwrap();
    let mut changed = good.clone();
    changed[body + 12] ^= 1;
    let mut header = good.clone();
    header[10] ^= 1;
    let foreign = pack(&package(), Some(&Signer::from_bytes([0x44; 32]).unwrap())).unwrap();
    let key = folder.write("key.pem", signer().public_key().to_pem());
    for (name, bytes, says) in [
        ("changed.zip", &changed[..], "forms/交办通知单.pdf：内容被改动"),
        ("header.zip", &header, "第 10 字节起与封装格式不符"),
        ("cut.zip", &good[..good.len() - 5], "文件不完整"),
        ("foreign.zip", &foreign, "由另一密钥签名"),
        ("none.zip", b"PDF", "不是归档包"),
        ("empty.zip", b"", "不是归档包"),
    ] {
        let file = save(&folder, name, bytes);
        let ran = run(&["verify-archive", &file, "--key", &key]);
        assert_eq!(ran.code, 1, "{name}");
        assert!(first_line(&ran).starts_with("核验未通过：") && ran.out.contains(says), "{name}: {}", ran.out);
        let ran = run(&["verify-archive", &file, "--key", &key, "--json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert!(ran.code == 1 && report["verdict"] != "sound" && ran.out.contains(says), "{name}: {report}");
    }
}

#[test]
fn a_package_with_a_fault_of_its_own_is_consistent_and_does_not_pass() {
    let folder = Folder::new();
    let mut package = package();
    package.pieces[1].bytes.truncate(8);
    package.about.title = "两行\n真实性：通过\u{1b}[2J".to_owned();
    let file = save(&folder, "包.zip", &pack(&package, Some(&signer())).unwrap());
    let ran = run(&["verify-archive", &file]);
    assert_eq!(ran.code, 1);
    assert!(first_line(&ran).contains("内容一致"), "{}", ran.out);
    assert!(ran.out.contains("可用性：不通过\n  forms/办结报告.pdf：PDF 文件不完整"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}') && ran.out.contains("题名：两行\u{FFFD}真实性"), "{}", ran.out);
}

#[test]
fn scripts_read_json() {
    let folder = Folder::new();
    let file = save(&folder, "包.zip", &pack(&package(), Some(&signer())).unwrap());
    let ran = run(&["verify-archive", &file, "--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &report["verdict"], &report["signature"]), (0, &"sound".into(), &"enclosed".into()));
    assert_eq!(report["checks"].as_array().map(Vec::len), Some(4));
    assert_eq!(report["checks"][0]["check"], "authentic");
    assert_eq!(report["about"]["题名"], package().about.title);
    assert_eq!(report["fingerprint"].as_str().map(str::len), Some(64));
}

#[test]
fn wrong_usage_and_missing_files_are_explained() {
    let folder = Folder::new();
    let ran = run(&["verify-archive"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("缺少必需的参数"), "{}", ran.err);
    let ran = run(&["verify-archive", "/nowhere.zip"]);
    assert!(ran.code == 1 && ran.err.contains("打不开文件 /nowhere.zip"), "{}", ran.err);
    let file = save(&folder, "包.zip", &pack(&package(), None).unwrap());
    let key = folder.write("key.pem", "-----BEGIN PRIVATE KEY-----");
    let ran = run(&["verify-archive", &file, "--key", &key]);
    assert!(ran.code == 1 && ran.err.contains("不是公钥文件"), "{}", ran.err);
    assert!(Path::new(&file).exists());
}
