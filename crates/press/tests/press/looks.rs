//! The pages as pictures, compared with those that were looked at and kept (`tests/reference`).
//! `UPDATE_REFERENCE=1` writes them anew: look at them before they are kept.

use std::path::Path;

use documents::{
    Paper,
    forms::COPIES,
    paper::{Official, Sheet},
    samples,
};

use crate::tools::{Picture, print_paper};

const DOTS_PER_INCH: usize = 50;

/// A name, the paper, and which of its pages.
fn papers() -> Vec<(&'static str, Paper, Vec<usize>)> {
    let form = |form| samples::paper(Sheet::Form(form));
    let official = |official| samples::paper(Sheet::Official(official));
    let register = |register| samples::paper(Sheet::Register(register));
    let notice = samples::notice(&["教务处（牵头）", "研究生院"], vec![samples::CONTENT.to_owned()]);
    vec![
        ("annex-1-blank", form(samples::blank_flow()), vec![0]),
        ("annex-1", form(samples::flow()), vec![0]),
        ("annex-2", register(samples::register(40)), vec![0]),
        ("annex-3-blank", form(samples::blank_notice().form(COPIES[0])), vec![0]),
        ("annex-3", form(notice.form(COPIES[1])), vec![0]),
        ("annex-3-long", form(samples::long_notice(12).form("")), vec![0, 1]),
        ("annex-4-blank", form(samples::blank_extension().form()), vec![0]),
        ("annex-4", form(samples::extension().form()), vec![0]),
        ("annex-5-blank", form(samples::blank_urging().form("")), vec![0]),
        ("annex-5", form(samples::urging().form(COPIES[0])), vec![0]),
        ("annex-6-blank", form(samples::blank_report().form()), vec![0]),
        ("annex-6", form(samples::report(2).form()), vec![0, 1]),
        ("annex-7", register(samples::archive(20)), vec![0]),
        ("circular", official(samples::circular()), vec![0, 2]),
        ("bulletin", official(samples::bulletin()), vec![0, 1]),
        ("quarterly", official(Official { signer: String::new(), ..samples::quarterly() }), vec![0]),
        ("logo", samples::with_logo(), vec![0, 1, 2]),
        ("letter", official(samples::letter()), vec![0]),
    ]
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever runs the test says whether to keep what it sees")]
fn pages_look_as_they_were_approved() {
    let keep = std::env::var("UPDATE_REFERENCE").is_ok();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut wrong = Vec::new();
    for (name, paper, pages) in papers() {
        let pdf = print_paper(&paper);
        for page in pages {
            let file = folder.join(format!("{name}-{}.png", page + 1));
            let picture = pdf.picture(page, DOTS_PER_INCH);
            if keep {
                picture.write(&file);
            } else if let Some(difference) = difference(&picture, &Picture::read(&file)) {
                let seen = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file.file_name().unwrap());
                picture.write(&seen);
                wrong.push(format!("{}: {difference}; seen: {}", file.display(), seen.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "look, and if it is meant, UPDATE_REFERENCE=1:\n{}", wrong.join("\n"));
}

/// Other versions of poppler draw edges a little differently.
fn difference(seen: &Picture, kept: &Picture) -> Option<String> {
    if (seen.width, seen.height) != (kept.width, kept.height) {
        return Some("another size".to_owned());
    }
    let differences = || seen.dots.iter().zip(&kept.dots).map(|(one, other)| one.abs_diff(*other));
    let all = seen.dots.len() as f64;
    let mean = differences().map(f64::from).sum::<f64>() / all / 255.0;
    let far = differences().filter(|difference| *difference > 64).count() as f64 / all;
    (mean >= 0.02 || far >= 0.005)
        .then(|| format!("{:.2} % on average, {:.2} % of the dots differ much", mean * 100.0, far * 100.0))
}
