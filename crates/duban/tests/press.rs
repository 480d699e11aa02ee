//! Papers set in processes of their own: bounded in time, and whatever becomes of one, the next paper is set.

#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod common;

use std::{
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    time::{Duration, Instant},
};

use app::papers::Press;
use common::Folder;
use documents::{
    Paper,
    forms::{closing_report::ClosingReport, notice::Notice},
    paper::Sheet,
};
use duban::press::{MOST, Workers};

fn paper(title: &str) -> Paper {
    let notice =
        Notice { form_title: title.to_owned(), number: "督办〔2026〕12号".to_owned(), ..Notice::default() };
    let on = Some(jiff::civil::date(2026, 11, 30));
    Paper {
        title: title.to_owned(),
        author: "学校办公室".to_owned(),
        on,
        logo: None,
        sheets: vec![Sheet::Form(notice.form(""))],
    }
}

fn workers() -> Workers {
    Workers::new(env!("CARGO_BIN_EXE_duban").into(), "/no-fonts".into(), MOST)
}

/// A program of that text in the place of the worker.
fn instead(folder: &Folder, script: &str, most: Duration) -> Workers {
    let program = PathBuf::from(folder.write("worker", &format!("#!/bin/sh\n{script}\n")));
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    Workers::new(program, "/no-fonts".into(), most)
}

#[test]
fn many_papers_at_a_time() {
    let workers = workers();
    let first = workers.print(&paper("督办事项通知单")).unwrap();
    assert!(first.pdf.starts_with(b"%PDF") && first.pages == 1 && first.missing.is_empty());
    assert_eq!(workers.print(&paper("督办事项通知单")).unwrap(), first, "the same paper, the same bytes");
    std::thread::scope(|scope| {
        for n in 0..6 {
            let workers = &workers;
            scope
                .spawn(move || assert!(workers.print(&paper(&format!("第 {n} 份"))).unwrap().pdf.starts_with(b"%PDF")));
        }
    });
}

#[test]
fn what_is_too_long_is_refused_and_the_next_is_set() {
    let workers = workers();
    let section = vec!["写得太长。".repeat(80_000)];
    let report = ClosingReport { sections: std::array::from_fn(|_| section.clone()), ..ClosingReport::default() };
    let mut long = paper("办结报告");
    long.sheets = vec![Sheet::Form(report.form())];
    let refused = workers.print(&long).unwrap_err();
    assert!(refused.0.contains("太长"), "{refused}");
    assert!(workers.print(&paper("督办事项通知单")).is_ok());
}

#[test]
fn a_worker_that_does_not_answer_is_ended() {
    let folder = Folder::new();
    let begin = Instant::now();
    let refused = instead(&folder, "exec sleep 60", Duration::from_millis(300)).print(&paper("通知单")).unwrap_err();
    assert!(refused.0.contains("已停止"), "{refused}");
    assert!(begin.elapsed() < Duration::from_secs(20), "the caller was not kept waiting");
}

#[test]
fn a_worker_that_dies_or_says_nonsense_is_told() {
    let folder = Folder::new();
    for script in ["exit 3", "printf 'nonsense nonsense'", "head -c 40 /dev/zero"] {
        let refused = instead(&folder, script, Duration::from_secs(5)).print(&paper("通知单")).unwrap_err();
        assert!(refused.0.contains("排版"), "{script}: {refused}");
    }
    let none = Workers::new(folder.path("no-such-program"), "/no-fonts".into(), MOST);
    assert!(none.print(&paper("通知单")).unwrap_err().0.contains("启动不了"));
}
