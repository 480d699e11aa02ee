//! The same papers by other programs. A small script (`peers.py`) starts and times them; what it reads is not timed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use documents::{format::docx, paper::Value, samples};
use serde_json::json;

use super::{Line, Options, answer, own};

const SCRIPT: &str = include_str!("peers.py");

pub fn measure(options: &Options) -> Result<Vec<Line>> {
    let dir = options.dir.canonicalize()?.join("papers");
    fs::create_dir_all(&dir)?;
    let script = dir.join("peers.py");
    fs::write(&script, SCRIPT)?;
    let asked = Command::new(&options.python).arg(&script).arg("versions").arg(&options.soffice).output();
    let asked = asked.with_context(|| options.python.display().to_string())?;
    ensure!(
        asked.status.success(),
        "缺少 LibreOffice、openpyxl 或 XlsxWriter，见 bench/README.md；只测本程序用 --alone：{}",
        String::from_utf8_lossy(&asked.stderr)
    );
    let versions = String::from_utf8(asked.stdout)?;
    let version = |place: usize| versions.lines().nth(place).unwrap_or_default().to_owned();

    let table = dir.join("register.json");
    fs::write(&table, serde_json::to_vec(&rows(options.rows))?)?;
    let mut lines = Vec::new();
    for (place, kind) in
        ["openpyxl", "openpyxl-write-only", "xlsxwriter", "xlsxwriter-constant-memory"].iter().enumerate()
    {
        let mut command = script_call(options, &script, kind);
        command.arg(&table).arg(dir.join(format!("{kind}.xlsx")));
        let (name, way) = (version(1 + place / 2), kind.split_once('-').map_or("", |(_, way)| way));
        let program = if way.is_empty() { name } else { format!("{name}（{way}）") };
        lines.push(Line { work: "登记表，12 列，XLSX", program, measured: answer(command)? });
    }
    for (work, count) in [("通知单一页，DOCX 转 PDF", 1), ("通知单一百份，DOCX 转 PDF（一次启动）", 100)]
    {
        let mut command = script_call(options, &script, "soffice");
        command.arg(&options.soffice).arg(&dir).args(notices(&dir, count)?);
        lines.push(Line { work, program: version(0), measured: answer(command)? });
    }
    Ok(lines)
}

fn script_call(options: &Options, script: &Path, kind: &str) -> Command {
    let mut command = Command::new(&options.python);
    command.arg(script).arg(kind).arg(options.runs.to_string());
    command
}

fn notices(dir: &Path, count: u32) -> Result<Vec<PathBuf>> {
    let written = (0..count).map(|place| {
        let file = dir.join(format!("notice-{count}-{place}.docx"));
        fs::write(&file, docx::write(&samples::paper(own::notice(0, place)))?)?;
        Ok(file)
    });
    written.collect()
}

/// The same cells as the program's own register, the head first: a day is an array, so that it is told from a text.
fn rows(count: usize) -> Vec<Vec<serde_json::Value>> {
    let register = own::register(count, 0);
    let head = register.columns.iter().map(|column| json!(column.name)).collect();
    let cell = |value: &Value| match value {
        Value::Empty => json!(null),
        Value::Text(text) => json!(text),
        Value::Number(number) => json!(number),
        Value::Day(day) => json!([day.year(), day.month(), day.day()]),
    };
    std::iter::once(head).chain(register.rows.iter().map(|row| row.iter().map(cell).collect())).collect()
}
