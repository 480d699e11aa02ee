//! Files are read in a process of their own, bounded in time; and the two commands that read for people.
#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

use std::{
    io::Write,
    process::{Command, Stdio},
    time::Duration,
};

use app::ports::Readers as _;
use duban::reader::{MOST, Readers};
use intake::{Ask, Job};

fn readers() -> Readers {
    Readers::new(env!("CARGO_BIN_EXE_duban").into(), MOST)
}

fn words(readers: &Readers, name: &str, bytes: &[u8]) -> Result<String, String> {
    readers.read(&Job::new(name, Ask::Text), bytes).map(|text| String::from_utf8(text).unwrap())
}

#[test]
fn the_words_of_a_file_come_back() {
    let text = "关于实验室安全的通知\n一、各学院于6月底前完成自查。";
    assert_eq!(words(&readers(), "通知.txt", text.as_bytes()).unwrap().trim(), text);
    let (gbk, ..) = encoding_rs::GBK.encode(text);
    assert_eq!(words(&readers(), "通知.txt", &gbk).unwrap().trim(), text);
    assert!(words(&readers(), "台账.csv", "序号,事项\n1,完成自查".as_bytes()).unwrap().contains("1 完成自查"));
}

/// The process that reads may write no file; the one that gives a ledger back writes a workbook.
#[test]
fn a_ledger_comes_back_with_what_is_to_be_mended() {
    let fault = intake::ledger::Fault { sheet: "台账".into(), row: 2, text: "请选定办结日期".into() };
    let job = Job::new("台账.csv", Ask::Answer(vec![fault]));
    let workbook = readers().read(&job, "序号,事项\n1,完成自查".as_bytes()).unwrap();
    let words = words(&readers(), "台账.xlsx", &workbook).unwrap();
    assert!(words.contains("完成自查") && words.contains("请选定办结日期"), "{words}");
}

#[test]
fn what_cannot_be_read_says_why() {
    for (name, bytes, said) in [
        ("空.txt", &b""[..], "文件是空的"),
        ("坏.docx", b"PK\x03\x04 broken", "损坏"),
        ("旧.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ""),
        ("图.bin", b"\x00\x01\x02\x03", ""),
    ] {
        let why = words(&readers(), name, bytes).unwrap_err();
        assert!(!why.is_empty() && why.contains(said) && !why.contains("停止"), "{name}: {why}");
    }
}

/// A file that is given its time and no more: the process is ended, and the next one is read.
#[test]
fn time_is_bounded() {
    let hurried = Readers::new(env!("CARGO_BIN_EXE_duban").into(), Duration::ZERO);
    assert!(words(&hurried, "通知.txt", "正文".as_bytes()).unwrap_err().contains("停止"));
    assert_eq!(words(&readers(), "通知.txt", "正文".as_bytes()).unwrap().trim(), "正文");
    let nothing = Readers::new("/no/such/program".into(), MOST);
    assert!(words(&nothing, "通知.txt", "正文".as_bytes()).unwrap_err().contains("启动不了"));
}

fn duban(arguments: &[&str], input: &str) -> (String, String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_duban"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn a_limit_is_read_at_the_command_line() {
    assert_eq!(duban(&["when", "--on", "2026-03-02", "6月底前"], "").0, "2026-06-30\n");
    let lines =
        "2026-03-02\t6月底前\n2026-03-02\t长期坚持\n2026-03-02\t尽快\n2026-03-02\t9月31日\n2026-09-30\t5个工作日内\n";
    let (out, _, code) = duban(&["when"], lines);
    assert_eq!((out.as_str(), code), ("2026-06-30\nongoing\nnone\nambiguous\n2026-10-13\n", 0));
    let (out, err, code) = duban(&["when"], "昨天\t6月底前\n2026-03-02\t6月底前\n");
    assert_eq!((out.as_str(), code), ("none\n2026-06-30\n", 1), "{err}");
    assert!(err.contains("第 1 行"));
}

#[test]
fn the_tasks_of_a_file_are_read_at_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("纪要.txt");
    let text = "校长办公会议纪要\n2026年3月2日\n会议研究了以下事项：\n一、实验室安全整改。由资产管理处牵头，教务处配合，于6月底前完成全部整改。\n";
    std::fs::write(&file, text).unwrap();
    let (out, err, code) = duban(&["read", file.to_str().unwrap(), "--json"], "");
    assert_eq!(code, 0, "{err}");
    let tasks: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(tasks.len(), 1, "{out}");
    assert_eq!(tasks[0]["lead_units"], serde_json::json!(["资产管理处"]));
    assert_eq!(tasks[0]["co_units"], serde_json::json!(["教务处"]));
    assert_eq!(tasks[0]["deadline"], "2026-06-30");
    let (_, err, code) = duban(&["read", folder.path().join("没有.txt").to_str().unwrap()], "");
    assert!(code != 0 && err.contains("读不了"), "{err}");
}
