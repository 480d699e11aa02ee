//! The running service: the first set-up, tokens, ending.

#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod common;

use std::time::Duration;

use common::{Folder, Service, mode, run};

const PASSWORDS: [&str; 4] = ["Qingfeng-7-Zhuliu", "石楠Bridge_81云梦", "vT9#kmw2Lq!x-dawn", "correct Horse 4 battery"];

fn form() -> Vec<(&'static str, &'static str)> {
    vec![
        ("institution", "试验大学"),
        ("office", "学校办公室"),
        ("system_name", "甲"),
        ("system_login", "jia"),
        ("system_password", PASSWORDS[0]),
        ("security_name", "乙"),
        ("security_login", "yi"),
        ("security_password", PASSWORDS[1]),
        ("auditor_name", "丙"),
        ("auditor_login", "bing"),
        ("auditor_password", PASSWORDS[2]),
        ("head_name", "丁"),
        ("head_login", "ding"),
        ("head_password", PASSWORDS[3]),
    ]
}

#[test]
fn the_set_up_link_works_once_and_then_a_token_asks() {
    let folder = Folder::new();
    let (data, link_file) = (folder.data(), folder.path("data/set-up-link.txt"));
    let service = Service::start(&["serve", "--data", &data]);
    assert_eq!(service.get("/readyz").status, 200);
    assert_eq!(mode(&link_file), 0o600);
    let link = std::fs::read_to_string(&link_file).unwrap();
    assert!(service.printed.contains(link.trim()), "{}", service.printed);
    let path = link.trim().strip_prefix(&format!("http://{}", service.address)).unwrap().to_owned();

    // Nobody can sign in before; a wrong link shows nothing.
    assert_ne!(service.post("/sign-in", &[("login", "admin"), ("password", "admin")]).status, 303);
    assert_eq!(service.get(&format!("/set-up/{}", "A".repeat(43))).status, 404);
    assert_eq!(service.get(&path).status, 200);
    let answer = service.post(&path, &form());
    assert_eq!(answer.status, 303, "{}\n{}", answer.head, answer.body);
    assert_eq!(service.get(&path).status, 404);
    assert_eq!(service.post(&path, &form()).status, 404);
    let answer = service.post("/sign-in", &[("login", "ding"), ("password", PASSWORDS[3])]);
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(service.stop().0, Some(0));

    let ran = run(&["token", "create", "--user", "ding", "--name", "试验", "--data", &data]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran_for_nobody = run(&["token", "create", "--user", "admin", "--name", "试验", "--data", &data]);
    assert!(ran_for_nobody.code == 1 && ran_for_nobody.err.contains("没有登录名为“admin”的账号"));

    let service = Service::start(&["serve", "--data", &data]);
    assert!(!service.printed.contains("set-up") && !link_file.exists(), "{}", service.printed);
    let bearer = format!("Bearer {}", ran.out.trim());
    assert_eq!(service.send("GET", "/api/matters", &[("Authorization", &bearer)], "").status, 200);
    assert_eq!(service.send("GET", "/api/matters", &[("Authorization", "Bearer x")], "").status, 401);

    // A second process on the same data is told why not; a reader is welcome.
    let second = run(&["rebuild", "--data", &data]);
    assert!(second.code == 1 && second.err.contains("正由另一个进程使用"), "{}", second.err);
    let verified = run(&["verify", "--data", &data]);
    assert_eq!(verified.code, 0, "{}", verified.err);
    let (code, took) = service.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn accounts_made_by_hand_have_a_one_time_password_or_none() {
    let folder = Folder::new();
    let data = folder.data();
    let create =
        ["user", "create", "--login", "linxiaowen", "--name", "林晓雯", "--role", "office-clerk", "--data", &data];
    let ran = run(&create);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1), "{}", ran.err);
    assert_eq!(run(&create).code, 1);
    let machine = [&create[..3], &["jiekou"], &create[4..], &["--machine"]].concat();
    let made = run(&machine);
    assert_eq!((made.code, made.out.as_str()), (0, ""), "{}", made.err);
    let token = run(&["token", "create", "--user", "jiekou", "--name", "对接", "--read-only", "--data", &data]);
    assert_eq!(token.code, 0, "{}", token.err);

    let service = Service::start(&["serve", "--data", &data]);
    let bearer = format!("Bearer {}", token.out.trim());
    assert_eq!(service.send("GET", "/api/matters", &[("Authorization", &bearer)], "").status, 200);
    let answer = service.post("/sign-in", &[("login", "linxiaowen"), ("password", ran.out.trim())]);
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(service.post("/sign-in", &[("login", "linxiaowen"), ("password", "wrong")]).status, 422);
}

/// `duban work` runs the timetable and serves nothing; `serve --no-work` leaves it alone; the doctor knows of both.
#[test]
fn the_timetable_runs_in_a_process_of_its_own() {
    let folder = Folder::new();
    let data = folder.data();
    let anchors = folder.path("data/anchors.txt");
    let service = Service::start(&["serve", "--no-work", "--data", &data]);
    assert_eq!(service.get("/readyz").status, 200);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(service.stop().0, Some(0));
    assert!(!anchors.exists(), "nothing of the timetable was done");
    let ran = run(&["doctor", "--data", &data]);
    assert!(ran.out.contains("自动催办和提醒还没有运行过"), "{}", ran.out);

    let mut work = common::duban(&["work", "--data", &data]).spawn().unwrap();
    for _ in 0..500 {
        if anchors.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let begin = std::time::Instant::now();
    std::process::Command::new("kill").arg("-TERM").arg(work.id().to_string()).status().unwrap();
    assert!(work.wait().unwrap().success(), "SIGTERM ends it in good order");
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    assert!(anchors.exists());
    let ran = run(&["doctor", "--data", &data]);
    assert!(ran.out.contains("自动催办和提醒最近运行于 20"), "{}", ran.out);
}
