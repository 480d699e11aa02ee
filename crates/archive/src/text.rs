//! The parts of a package that people read without any program: list of contents and report of the checks.

use std::fmt::Write;

use crate::{Check, Description, Form, Line};

/// `目录.txt`: what this is, what is in it, and how to check it without this system.
pub fn listing(description: &Description, key: Option<&crypto::PublicKey>) -> String {
    let mut out = String::new();
    out.push_str("督办事项归档包目录\n\n");
    about(&mut out, description);
    let _ = writeln!(out, "件数：{}\n页数：{}", description.count, description.pages);
    out.push_str("\n一、材料清单\n");
    for (at, line) in description.lines.iter().enumerate() {
        let _ = writeln!(out, "{}. {}", at + 1, one_line(&of_line(line)));
    }
    out.push_str("\n二、包内文件\n");
    for (at, entry) in description.entries.iter().enumerate() {
        let pages = entry.pages.map(|pages| format!("，{pages} 页")).unwrap_or_default();
        let (title, kind) = (one_line(&entry.title), one_line(&entry.kind));
        let (origin, size) = (entry.origin.label(), entry.size);
        let _ = writeln!(out, "{}. {title}（{kind}，{origin}{pages}，{size} 字节）", at + 1);
        let _ = writeln!(out, "   {}", entry.path);
    }
    out.push_str("\n三、核验方法\n");
    out.push_str("用本系统核验整个归档包：duban verify-archive 归档包.zip --key 机构公钥.pem\n");
    out.push_str("不用本系统：manifest.json 列有每个文件的 SM3 和 SHA-256 摘要，可用通用工具逐一核对。\n");
    match key {
        Some(key) => {
            let _ = writeln!(out, "manifest.sig 是对 manifest.json 的 SM2 签名，可用 OpenSSL 3 核对：");
            out.push_str("openssl pkeyutl -verify -pubin -inkey public-key.pem -in manifest.json -rawin -digest sm3 ");
            out.push_str("-sigfile manifest.sig -pkeyopt distid:1234567812345678\n");
            let _ = writeln!(out, "公钥指纹（SM3）：{}，请与机构公布的指纹核对。", hex::encode(key.fingerprint()));
        }
        None => out.push_str("本归档包未签名。\n"),
    }
    out
}

/// `四性检测报告.txt`
pub fn checks(description: &Description, checks: &[Check; 4]) -> String {
    let mut out = String::new();
    out.push_str("四性检测报告（归档环节，参照 DA/T 70-2018）\n\n");
    about(&mut out, description);
    for check in checks {
        let _ = writeln!(out, "\n{}：{}", check.quality.label(), if check.passed { "通过" } else { "不通过" });
        for line in check.notes.iter().chain(&check.faults) {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

fn about(out: &mut String, description: &Description) {
    let about = &description.about;
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(out, "{name}：{}", one_line(value));
    };
    line("档号", &about.number.whole);
    line("题名", &about.title);
    line("文件编号", about.document_number.as_deref().unwrap_or("无"));
    line("责任者", &about.responsible);
    line("日期", &about.date.to_string());
    line("保管期限", &about.retention);
    line("立档单位", &about.institution);
    line("归档日期", &about.archived_on.to_string());
    line("归档人", about.archivist.as_deref().unwrap_or("未填"));
    if let Some(remarks) = &about.remarks {
        line("附注", remarks);
    }
    line("封装日期", &about.made_on.to_string());
    line("封装软件", &about.software);
}

fn of_line(line: &Line) -> String {
    let form = match &line.form {
        Form::Electronic => "电子件".to_owned(),
        Form::Paper { count, pages, place } => format!("纸质件，{count} 份 {pages} 页，存放于{place}"),
        Form::Absent { reason } => format!("无此项，原因：{reason}"),
    };
    let compulsory = if line.compulsory { "（必备）" } else { "" };
    format!("{}{compulsory}：{form}", line.kind)
}

/// A title with a line break shall not look like two entries.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
