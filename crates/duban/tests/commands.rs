//! The commands that need no service: what they print, and how they end.

#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod common;

use channels::testing::{LOGIN, Manner, TestServer};
use common::{Folder, mode, run, run_with_input};
use domain::matter::{CommandKind, Stage};

#[test]
fn a_limit_counts_working_days() {
    let ran = run(&["workday", "--from", "2026-09-30", "--days", "15"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "2026-10-27\n"), "{}", ran.err);
    let ran = run(&["workday", "--from", "2026-09-30", "--days", "0"]);
    assert_eq!(ran.out, "2026-09-30\n");
}

#[test]
fn a_limit_into_a_year_without_its_notice_is_provisional() {
    let ran = run(&["workday", "--from", "2026-12-20", "--days", "15"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "2027-01-08 provisional\n"));
}

#[test]
fn lines_are_answered_line_by_line_and_bad_ones_named() {
    let ran = run_with_input(&["workday"], "2026-09-30,15\r\n2026-12-31,1\n");
    assert_eq!((ran.code, ran.out.as_str()), (0, "2026-10-27\n2027-01-01 provisional\n"));
    let ran = run_with_input(&["workday"], "2026-09-30,15\nmorgen\n2026-02-30,1\n2026-09-30,-1\n2026-09-30,1\n");
    assert_eq!((ran.code, ran.out.as_str()), (1, "2026-10-27\n2026-10-08\n"));
    for named in ["第 2 行“morgen”", "第 3 行“2026-02-30,1”", "第 4 行“2026-09-30,-1”"] {
        assert!(ran.err.contains(named), "{named}: {}", ran.err);
    }
}

#[test]
fn the_table_shows_every_stage_and_every_command() {
    let ran = run(&["states"]);
    assert_eq!(ran.code, 0);
    for stage in Stage::ALL {
        assert!(ran.out.contains(&format!("{} {}", stage.label(), stage.code())), "{stage:?}");
    }
    for kind in CommandKind::ALL {
        let line = format!("{}（{}）", kind.label(), kind.clause().id());
        assert!(ran.out.lines().any(|l| l.trim_start().starts_with(kind.code()) && l.ends_with(&line)), "{kind:?}");
    }
}

#[test]
fn wrong_usage_is_explained_in_chinese() {
    for (args, says) in [
        (&["workday", "--from", "gestern", "--days", "3"][..], "不是日期"),
        (&["serve"], "缺少必需的参数：--data"),
        (&["serve", "--daten", "x"], "没有“--daten”这一选项"),
        (&["verfy"], "没有“verfy”这一命令"),
        (&["serve", "--data", "x", "--listen", "80"], "“--listen <地址:端口>”的取值“80”读不出"),
        (&["serve", "--data", "x", "--public-url", "https://a/b"], "不带路径"),
        (&["workday", "--days", "3"], "缺少必需的参数：--from"),
    ] {
        let ran = run(args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
    }
    let ran = run(&["serve", "--help"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("用法：") && ran.out.contains("DUBAN_DATA"), "{}", ran.out);
}

#[test]
fn failures_say_what_to_do() {
    let folder = Folder::new();
    let (data, inside) = (folder.data(), format!("{}/keys", folder.data()));
    for (args, says) in [
        (&["verify", "--data", &data][..], "没有数据库"),
        (&["migrate", "--data", &data, "--keys", &inside], "请用 --keys 另指定目录"),
        (&["migrate", "--data", &data, "--database", "mysql://x"], "postgres://"),
        (&["load", "/nowhere.jsonl", "--data", &data], "打不开文件"),
    ] {
        let ran = run(args);
        assert_eq!(ran.code, 1, "{args:?}");
        assert!(ran.err.starts_with("duban：") && ran.err.contains(says), "{args:?}: {}", ran.err);
    }
    assert_eq!(run(&["migrate", "--data", &data]).code, 0);
    std::fs::remove_dir_all(folder.path("data-keys")).unwrap();
    let ran = run(&["verify", "--data", &data]);
    assert!(ran.code == 1 && ran.err.contains("须用它原来的密钥打开"), "{}", ran.err);
}

#[test]
fn records_of_another_system_are_loaded_once_and_the_proof_holds() {
    let folder = Folder::new();
    let record = |id: u32, status: &str| {
        format!(
            r#"{{"id":"a-{id}","title":"事项{id}","body":"内容","lead_unit":"教务处","co_units":["财务处"],"category":"other","status":"{status}","created":"2026-03-02","due":"2026-12-31"}}"#
        )
    };
    let statuses = ["draft", "registered", "under-way", "under-review", "closed", "archived"];
    let lines: Vec<String> = statuses.iter().zip(1..).map(|(status, id)| record(id, status)).collect();
    let (data, file) = (folder.data(), folder.write("all.jsonl", &lines.join("\n")));
    let ran = run(&["load", &file, "--data", &data]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("装载 6 件事项"), "{}", ran.out);

    let mixed = folder.write("mixed.jsonl", &format!("{}\n{{\"id\":7}}\n{}\n", record(1, "draft"), record(8, "draft")));
    let ran = run(&["load", &mixed, "--data", &data]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("装载 1 件事项") && ran.out.contains("跳过 1 件"), "{}", ran.out);
    assert!(ran.err.contains("第 2 行读不出"), "{}", ran.err);

    let ran = run(&["rebuild", "--data", &data]);
    assert!(ran.code == 0 && ran.out.contains("7 件事项"), "{}{}", ran.out, ran.err);
    let ran = run(&["verify", "--data", &data]);
    assert!(ran.code == 0 && ran.out.contains("核验通过"), "{}{}", ran.out, ran.err);
    let ran = run(&["doctor", "--data", &data]);
    assert!(ran.out.contains("没有仿宋、小标宋"), "{}", ran.out);
    assert!(ran.out.contains("SQLite 3.") && ran.out.contains("尚未完成初始设置"), "{}", ran.out);
    for key in ["chain.key", "sealing.key", "signing.key"] {
        assert_eq!(mode(&folder.path("data-keys").join(key)), 0o600);
    }
    assert_eq!(mode(&folder.path("data")), 0o700);
}

#[test]
fn mail_settings_that_cannot_be_right_are_named() {
    let folder = Folder::new();
    let data = folder.data();
    for (args, code, says) in [
        (&["--mail-server", "mail.example.edu.cn"][..], 2, "smtps://"),
        (&["--mail-server", "smtp://mail.example.edu.cn:x"], 2, "不是 1 到 65535 的数"),
        (&["--mail-server", "smtps://m", "--mail-user", "u"], 2, "--mail-password-file"),
        (&["--mail-server", "smtps://m"], 1, "--mail-from"),
        (&["--mail-from", "a@b.cn"], 1, "--mail-server"),
        (&["--mail-server", "smtps://m", "--mail-from", "督办"], 1, "不是电子邮箱地址"),
        (&["--mail-server", "smtps://m", "--mail-from", "a@b.cn", "--mail-ca", "/nowhere.pem"], 1, "/nowhere.pem"),
        (
            &[
                "--mail-server",
                "smtps://m",
                "--mail-from",
                "a@b.cn",
                "--mail-user",
                "u",
                "--mail-password-file",
                "/nowhere",
            ],
            1,
            "/nowhere",
        ),
    ] {
        let ran = run(&[&["serve", "--data", &data, "--listen", "127.0.0.1:0"], args].concat());
        assert_eq!(ran.code, code, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
    }
}

#[test]
fn the_doctor_asks_the_mail_server() {
    let folder = Folder::new();
    let data = folder.data();
    assert_eq!(run(&["migrate", "--data", &data]).code, 0);
    let ran = run(&["doctor", "--data", &data]);
    assert!(ran.out.contains("没有设置邮件服务器"), "{}", ran.out);
    let mut server = TestServer::start(Manner::StartTlsAndLogin);
    let (url, authority) = (server.url(), common::text(&server.authority()));
    let (right, wrong) = (folder.write("right", &format!("{}\n", LOGIN.1)), folder.write("wrong", "x"));
    let ask = |password: &str, ca: &[&str]| {
        let settings = ["--mail-server", &url, "--mail-from", "duban@hbut.edu.cn", "--mail-user", LOGIN.0];
        run(&[&["doctor", "--data", &data, "--mail-password-file", password], &settings[..], ca].concat()).out
    };
    let trusted = ["--mail-ca", authority.as_str()];
    let line = |out: String| out.lines().find(|line| line.contains("邮件服务器")).unwrap_or_default().to_owned();
    assert!(line(ask(&right, &trusted)).starts_with("正常  邮件服务器 smtp://localhost:"));
    assert!(line(ask(&wrong, &trusted)).starts_with("问题  邮件服务器"), "a wrong password");
    assert!(line(ask(&right, &[])).starts_with("问题  邮件服务器"), "a certificate that nobody vouches for");
    server.stop();
    assert!(line(ask(&right, &trusted)).contains("连不上"));
}
