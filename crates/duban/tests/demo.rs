//! The demonstration: loaded for several days of the year, and as a process that starts, is kept, and starts again.

#![allow(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod common;

use std::{path::Path, sync::Arc};

use app::{
    App, Places,
    accounts::Limits,
    ports::{CountingIds, SetClock},
};
use common::{Folder, Service, mode, run, text};
use crypto::Keys;
use domain::value::Day;
use jiff::civil::date;
use store::{Access, Location, Store, files::Files};

/// The demonstration as if it were that day. `load` itself fails where a matter does not stand as its data say.
fn loaded_on(today: Day) {
    let folder = Folder::new();
    let app = open(&folder.path("data"), today);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let accounts = runtime.block_on(duban::demo::load(&app)).unwrap_or_else(|error| panic!("{today}: {error:#}"));
    assert_eq!(accounts.len(), 100);
    for role in ["OfficeClerk", "OfficeHead", "PrincipalLeader", "Leader", "UnitHead", "UnitContact", "Discipline"] {
        let shown = accounts.iter().filter(|account| account.note.is_some());
        assert!(shown.flat_map(|account| &account.roles).any(|held| held == role), "no account shown for {role}");
    }
    let verified = runtime.block_on(app.verify()).unwrap();
    assert_eq!(verified.faults, Vec::<String>::new());
    assert_eq!(verified.matters, 71);
}

fn open(data: &Path, today: Day) -> App {
    let location = Location::Sqlite(data.to_owned());
    let store = Store::open(&location, Access::ReadWrite, Keys::fixed_for_tests(), &App::known_kinds()).unwrap();
    let places = Places { files: Files::open(data.join("files")).unwrap(), anchors: data.join("anchors.txt") };
    App::open(store, places, Arc::new(SetClock::on(today)), Arc::new(CountingIds::default()), Limits::default())
}

#[test]
fn loads_in_november() {
    loaded_on(date(2026, 11, 24));
}

#[test]
fn loads_after_the_national_holidays() {
    loaded_on(date(2026, 10, 8));
}

#[test]
fn loads_after_the_spring_festival() {
    loaded_on(date(2026, 2, 24));
}

#[test]
fn loads_in_june() {
    loaded_on(date(2026, 6, 15));
}

#[test]
fn loads_in_a_new_year_without_its_calendar() {
    loaded_on(date(2027, 1, 5));
}

#[test]
fn loads_on_a_day_off() {
    loaded_on(date(2026, 10, 4));
}

#[test]
fn the_process_keeps_its_school_and_its_passwords() {
    let folder = Folder::new();
    let (data, file) = (folder.data(), text(&folder.path("accounts.json")));
    let start = || Service::start(&["demo", "--data", &data, "--accounts", &file]);
    let read = || serde_json::from_str::<serde_json::Value>(&std::fs::read_to_string(&file).unwrap()).unwrap();

    let service = start();
    wait_for(Path::new(&file));
    let first = read();
    assert_eq!(mode(Path::new(&file)), 0o600);
    assert_eq!(first["address"], format!("http://{}", service.address));
    let account = first["accounts"].as_array().unwrap().iter().find(|a| a["login"] == "linxiaowen").unwrap();
    assert_eq!(account["roles"][0], "OfficeClerk");
    let password = account["password"].as_str().unwrap();
    assert_eq!(service.post("/sign-in", &[("login", "linxiaowen"), ("password", password)]).status, 303);
    assert_eq!(service.stop().0, Some(0));

    let service = start();
    wait_for(Path::new(&file));
    assert_eq!(read()["accounts"], first["accounts"]);
    drop(service);
    let verified = run(&["verify", "--data", &data]);
    assert_eq!(verified.code, 0, "{}", verified.err);
}

fn wait_for(file: &Path) {
    for _ in 0..500 {
        if file.exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no {}", file.display());
}

#[test]
fn a_real_database_is_never_made_a_demonstration() {
    let folder = Folder::new();
    let data = folder.data();
    assert_eq!(run(&["migrate", "--data", &data]).code, 0);
    let ran = run(&["demo", "--data", &data, "--fresh"]);
    assert!(ran.code == 1 && ran.err.contains("已有正式数据"), "{}", ran.err);
}
