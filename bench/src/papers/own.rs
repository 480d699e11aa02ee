//! The program's own part, in this process.

use std::{fs, time::Instant};

use anyhow::{Context, Result};
use documents::{
    Paper,
    format::{docx, xlsx},
    forms::notice::Notice,
    paper::{Column, Register, Sheet, Value},
    samples,
};
use jiff::{ToSpan, civil::date};
use press::{FontPlaces, Press};

use super::{Measured, Options, Task};

/// Made before anything is measured: fonts, what the templates need, the allocator.
const WARM_UP: u32 = 3;
pub const COLUMNS: usize = 12;

pub fn measure(task: Task, options: &Options) -> Result<Measured> {
    match task {
        Task::NoticePdf => {
            let press = Press::open(FontPlaces::default())?;
            repeated(options.papers, |run| Ok(press.print(&samples::paper(notice(run, 0)))?.pdf))
        }
        Task::NoticeDocx => repeated(options.papers, |run| Ok(docx::write(&samples::paper(notice(run, 0)))?)),
        Task::HundredPdf => {
            let press = Press::open(FontPlaces::default())?;
            repeated(options.runs, |run| Ok(press.print(&hundred(run))?.pdf))
        }
        Task::RegisterXlsx => repeated(options.runs, |run| {
            Ok(xlsx::write(&samples::paper(Sheet::Register(register(options.rows, run))))?)
        }),
    }
}

/// The paper is made within the measured time, as it is for a person who asks for it.
fn repeated(runs: u32, made: impl Fn(u32) -> Result<Vec<u8>>) -> Result<Measured> {
    let (mut millis, mut bytes) = (Vec::new(), 0);
    for run in 0..WARM_UP + runs {
        let begin = Instant::now();
        let file = made(run)?;
        let took = begin.elapsed().as_secs_f64() * 1000.0;
        if run >= WARM_UP {
            millis.push(took);
            bytes = u64::try_from(file.len())?;
        }
    }
    Ok(Measured { millis, bytes, peak_kib: peak_kib()? })
}

/// The most memory that this process ever had.
fn peak_kib() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM in /proc/self/status")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// A notice like no other: the typesetter remembers what it has set, and people do not print the same notice twice.
pub fn notice(run: u32, place: u32) -> Sheet {
    let number = run * 1000 + place;
    let content = (1..=3).map(|part| format!("（{part}）第{number}号事项：{}", samples::CONTENT)).collect();
    let notice = Notice {
        number: format!("督办〔2026〕{number}号"),
        title: format!("落实第{number}项整改任务"),
        responsible: format!("负责人{number}"),
        telephone: format!("027-5975{number:04}"),
        ..samples::notice(&["教务处（牵头）", "研究生院"], content)
    };
    Sheet::Form(notice.form("承办单位存"))
}

pub fn hundred(run: u32) -> Paper {
    samples::papers((0..100).map(|place| notice(run, place + 1)).collect())
}

/// Texts short and long, numbers and days.
pub fn register(rows: usize, run: u32) -> Register {
    let column = |place: usize| Column { name: format!("第{place}列"), width: 8.0, long: place == 3 };
    let day = date(2026, 1, 5);
    let cell = |row: usize, column: usize| match column {
        1 => Value::Number(i64::try_from(row).unwrap_or_default()),
        3 => Value::Text(format!("第{run}次第{row}项：推进学科建设与研究生教育综合改革重点任务")),
        5 | 9 => day.checked_add(i64::try_from(row % 300).unwrap_or_default().days()).map_or(Value::Empty, Value::Day),
        12 => Value::Empty,
        _ => Value::Text(format!("单位{}", (row + column) % 40)),
    };
    Register {
        title: "登记表".to_owned(),
        columns: (1..=COLUMNS).map(column).collect(),
        rows: (1..=rows).map(|row| (1..=COLUMNS).map(|column| cell(row, column)).collect()).collect(),
        ..Register::default()
    }
}
