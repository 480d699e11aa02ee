//! Moving house by the command line: the demonstration's university is exported while its service runs, and lives on elsewhere.

#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod common;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
};

use app::accounts::Limits;
use common::{Folder, Ran, Service, duban, mode, run, text};
use duban::{demo::Account, place, settings::PlaceSettings};
use store::Access;

/// The university in `data`, closed again, and who can sign in.
fn university(folder: &Folder) -> Vec<Account> {
    let settings = PlaceSettings::at(folder.path("data"));
    place::runtime().unwrap().block_on(async {
        let app = place::open(&settings, Access::ReadWrite, Limits::default()).await.unwrap();
        duban::demo::load(&app).await.unwrap()
    })
}

fn must(args: &[&str]) -> Ran {
    let ran = run(args);
    assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
    ran
}

fn refused(args: &[&str], says: &str) {
    let ran = run(args);
    assert!(ran.code == 1 && ran.err.contains(says), "{args:?}: {}{}", ran.out, ran.err);
}

fn events(folder: &Path) -> String {
    fs::read_to_string(folder.join("events.jsonl")).unwrap()
}

#[test]
fn a_university_moves_while_it_is_open_and_goes_on_elsewhere() {
    let folder = Folder::new();
    let accounts = university(&folder);
    let (data, out, copy) = (folder.data(), text(&folder.path("out")), text(&folder.path("copy")));
    let service = Service::start(&["serve", "--data", &data, "--no-work"]);
    let ran = must(&["export", &out, "--data", &data]);
    assert!(ran.out.contains("账号 100 个") && ran.err.contains("没有加密"), "{}{}", ran.out, ran.err);
    drop(service);
    assert_eq!((mode(&folder.path("out")), mode(&folder.path("out/accounts.jsonl"))), (0o700, 0o600));
    refused(&["export", &out, "--data", &data], "已存在");

    let key = folder.write("key.pem", &must(&["public-key", "--data", &data]).out);
    let nobody = text(&folder.path("nobody"));
    must(&["migrate", "--data", &nobody]);
    let other = folder.write("other.pem", &must(&["public-key", "--data", &nobody]).out);
    refused(&["load", &out, "--data", &copy, "--key", &other], "不是用 --key 所给公钥的机构签名");
    let ran = must(&["load", &out, "--data", &copy, "--key", &key]);
    assert!(ran.out.contains("事项 71 件") && ran.out.contains("重新计算"), "{}", ran.out);
    refused(&["load", &out, "--data", &copy], "只能装入空的系统");
    refused(&["load", &out, "--data", &data], "只能装入空的系统");
    let ran = must(&["verify", "--data", &copy]);
    assert!(ran.out.contains("事项 71 件") && ran.out.contains("核验通过"), "{}", ran.out);

    let again = text(&folder.path("again"));
    must(&["export", &again, "--data", &copy]);
    assert!(events(Path::new(&out)) == events(Path::new(&again)), "byte for byte");
    let service = Service::start(&["serve", "--data", &copy, "--no-work"]);
    let account = accounts.iter().find(|account| account.login == "linxiaowen").unwrap();
    let signed = service.post("/sign-in", &[("login", "linxiaowen"), ("password", &account.password)]);
    assert_eq!(signed.status, 303, "{}", signed.body);
}

#[test]
fn what_was_locked_is_opened_by_its_passphrase_and_what_was_changed_is_named() {
    let folder = Folder::new();
    university(&folder);
    let (data, out, copy) = (folder.data(), text(&folder.path("out")), text(&folder.path("copy")));
    let passphrase = folder.write("passphrase", "一句只有两个人知道的长话\n");
    let wrong = folder.write("wrong", "另一句只有两个人知道的长话\n");
    let short = folder.write("short", "太短");
    refused(&["export", &out, "--data", &data, "--passphrase-file", &short], "至少 12 个字符");
    let ran = must(&["export", &out, "--data", &data, "--passphrase-file", &passphrase]);
    assert!(!ran.err.contains("没有加密"), "{}", ran.err);
    refused(&["load", &out, "--data", &copy], "--passphrase-file");
    refused(&["load", &out, "--data", &copy, "--passphrase-file", &wrong], "口令短句不对");

    let whole = events(Path::new(&out));
    fs::write(folder.path("out/events.jsonl"), whole.replacen("学校办公室", "学校办公厅", 1)).unwrap();
    fs::write(folder.path("out/more.txt"), "?").unwrap();
    let ran = run(&["load", &out, "--data", &copy, "--passphrase-file", &passphrase]);
    assert_eq!(ran.code, 1);
    for says in ["events.jsonl 第 ", "多出文件 more.txt", "没有装入任何数据"] {
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
    }
    assert!(!Path::new(&copy).exists(), "not even a database");
    fs::write(folder.path("out/events.jsonl"), whole).unwrap();
    fs::remove_file(folder.path("out/more.txt")).unwrap();
    must(&["load", &text(&folder.path("out/manifest.json")), "--data", &copy, "--passphrase-file", &passphrase]);
    must(&["verify", "--data", &copy]);
    refused(&["load", &passphrase, "--data", &copy, "--passphrase-file", &passphrase], "只用于装入");
    fs::remove_file(folder.path("out/manifest.json")).unwrap();
    refused(&["load", &out, "--data", &copy], "不是督办系统的导出");
}

#[test]
fn a_load_that_is_killed_is_all_or_nothing() {
    let folder = Folder::new();
    university(&folder);
    let (data, out, copy) = (folder.data(), text(&folder.path("out")), text(&folder.path("copy")));
    must(&["export", &out, "--data", &data]);
    let mut child = duban(&["load", &out, "--data", &copy]).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    while !lines.next().expect("it says that it begins").unwrap().contains("正在装入") {}
    child.kill().unwrap();
    child.wait().unwrap();
    let ran = run(&["load", &out, "--data", &copy]);
    assert!(ran.code == 0 || ran.err.contains("只能装入空的系统"), "{}", ran.err);
    let ran = must(&["verify", "--data", &copy]);
    let whole = events(Path::new(&out)).lines().count();
    assert!(ran.out.contains(&format!("事件 {whole} 条")) && ran.out.contains("事项 71 件"), "{}", ran.out);
}
