//! `duban paper`, `duban archive`, `duban verify-archive` and `duban public-key` on the demonstration school.

#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod common;

use common::{Folder, Service, run, text};

/// Loads the demonstration into a folder and stops it.
fn demonstration(folder: &Folder) -> String {
    let data = folder.data();
    let accounts = text(&folder.path("accounts.json"));
    Service::start(&["demo", "--data", &data, "--accounts", &accounts]).stop();
    data
}

/// What pdftotext reads in it.
fn read(pdf: &str) -> String {
    let output = std::process::Command::new("pdftotext").args(["-layout", pdf, "-"]).output();
    String::from_utf8(output.expect("poppler-utils, which scripts/setup installs").stdout).unwrap()
}

fn begins(file: &str, with: &[u8]) {
    let bytes = std::fs::read(file).unwrap();
    assert!(bytes.starts_with(with), "{file}");
}

#[test]
fn every_kind_of_paper_and_an_archive_that_anybody_can_check() {
    let folder = Folder::new();
    let data = demonstration(&folder);
    let out = |name: &str| text(&folder.path(name));

    // of one matter: 20 was urged twice, 11 extended and archived
    for (kind, number, says) in [
        ("notice", "2026-20", "艺术设计学院（牵头）"),
        ("urging", "督办〔2026〕20号", "二次催办"),
        ("letter", "2026-20", "关于抄送督办事项二次催办情况的函"),
        ("letter", "2026-16", "关于加快办理"),
        ("extension", "2026-11", "计划办结时间"),
        ("closing-report", "2026-11", "五、下一步工作计划"),
        ("flow", "2026-11", "督办工作流程图"),
    ] {
        let (pdf, docx) = (out("paper.pdf"), out("paper.docx"));
        let ran = run(&["paper", kind, number, "--format", "pdf", "--out", &pdf, "--data", &data]);
        assert_eq!(ran.code, 0, "{kind}: {}", ran.err);
        assert!(read(&pdf).replace('\n', "").contains(says), "{kind}: {}", read(&pdf));
        assert_eq!(
            run(&["paper", kind, number, "--format", "docx", "--out", &docx, "--data", &data]).code,
            0,
            "{kind}"
        );
        begins(&docx, b"PK");
    }
    let notice = out("notice.pdf");
    run(&["paper", "notice", "2026-20", "--format", "pdf", "--out", &notice, "--data", &data]);
    let said = read(&notice);
    assert_eq!(said.matches("督办事项通知单").count(), 3, "the Office's copy, and one for each of two units: {said}");
    assert!(said.contains("027-0000-"), "telephones in full");

    // of a period
    let period = ["--from", "2020-01-01", "--to", "2099-12-31", "--data", &data];
    for kind in ["registration-register", "archive-register"] {
        for (format, begin) in [("pdf", &b"%PDF"[..]), ("docx", b"PK"), ("xlsx", b"PK")] {
            let file = out(&format!("{kind}.{format}"));
            let ran = run(&[&["paper", kind, "--format", format, "--out", &file], &period[..]].concat());
            assert_eq!(ran.code, 0, "{kind} {format}: {}", ran.err);
            begins(&file, begin);
        }
    }

    // R4.8: signed, checked without the database, and no byte can be changed
    let (package, key) = (out("package.zip"), folder.write("key.pem", &run(&["public-key", "--data", &data]).out));
    for number in ["2026-11", "2026-12", "2026-13", "2026-14", "2026-15", "2026-17", "2026-19"] {
        let ran = run(&["archive", number, "--out", &package, "--data", &data]);
        assert_eq!(ran.code, 0, "{number}: {}", ran.err);
        let ran = run(&["verify-archive", &package, "--key", &key]);
        assert!(ran.code == 0 && ran.out.contains("签名与机构公钥相符"), "{number}: {}", ran.out);
    }
    let mut bytes = std::fs::read(&package).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&package, bytes).unwrap();
    assert_eq!(run(&["verify-archive", &package]).code, 1);
    let ran = run(&["archive", "2026-20", "--out", &package, "--data", &data]);
    assert!(ran.code == 1 && ran.err.contains("还没有归档"), "{}", ran.err);
    assert!(run(&["verify", "--data", &data]).out.contains("核验通过"));
}

#[test]
fn a_blank_form_needs_no_data() {
    let folder = Folder::new();
    for (kind, says) in [
        ("flow", "按一事一项登记立项"),
        ("registration-register", "签收人"),
        ("notice", "签收时间"),
        ("extension", "原办结时间"),
        ("urging", "限期办结时间"),
        ("closing-report", "四、取得的成效"),
        ("archive-register", "办结相关材料"),
    ] {
        let file = text(&folder.path("blank.pdf"));
        let ran = run(&["paper", kind, "--format", "pdf", "--out", &file]);
        assert_eq!(ran.code, 0, "{kind}: {}", ran.err);
        let said = read(&file);
        assert!(said.contains("湖北工业大学督办") && said.contains(says), "{kind}: {said}");
    }
}

#[test]
fn what_cannot_be_made_is_said() {
    let folder = Folder::new();
    let data = folder.data();
    let file = text(&folder.path("x.pdf"));
    assert_eq!(run(&["migrate", "--data", &data]).code, 0);
    let backwards = ["--from", "2026-05-01", "--to", "2026-04-01"];
    for (args, code, says) in [
        (vec!["paper", "memo", "--format", "pdf", "--out", &file], 2, "memo"),
        (vec!["paper", "notice", "--format", "odt", "--out", &file], 2, "odt"),
        (vec!["paper", "letter", "--format", "pdf", "--out", &file, "--data", &data], 1, "通知单编号"),
        (vec!["paper", "letter", "--format", "pdf", "--out", &file], 1, "--data"),
        (
            [&["paper", "archive-register", "--format", "pdf", "--out", &file, "--data", &data], &backwards[..]]
                .concat(),
            1,
            "晚于",
        ),
    ] {
        let ran = run(&args);
        assert!(ran.code == code && ran.err.contains(says), "{args:?}: {} {}", ran.code, ran.err);
    }
}
