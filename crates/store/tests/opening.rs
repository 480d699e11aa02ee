//! What is refused when a database is opened, and the settings under which it is.

use std::path::PathBuf;

use jiff::civil::date;
use store::event_log::{self, NewEvent};
use store::testing::TestDatabase;
use store::{Access, Location, MIGRATIONS, Sql, StoreError, args};
use uuid::Uuid;

#[test]
fn a_second_instance_on_a_sqlite_directory_is_refused() {
    let database = TestDatabase::sqlite();
    let store = database.open(&[]);
    let second = database.try_open(Access::ReadWrite, &[]);
    assert!(matches!(second, Err(StoreError::InUse(_))), "{second:?}");
    assert!(database.try_open(Access::ReadOnly, &[]).is_ok(), "one that reads is not");
    drop(store);
    assert!(database.try_open(Access::ReadWrite, &[]).is_ok());
}

#[test]
fn a_newer_schema_is_refused() {
    for database in TestDatabase::both() {
        let store = database.open(&[]);
        store.write_blocking(|tx| tx.execute("insert into migration (version, name) values (9999, 'x')", &[])).unwrap();
        drop(store);
        for access in [Access::ReadWrite, Access::ReadOnly] {
            let refused = database.try_open(access, &[]);
            assert!(matches!(refused, Err(StoreError::UnknownSchema { found: 9999, .. })), "{refused:?}");
        }
    }
}

#[test]
fn an_older_schema_is_refused_where_only_reading_is_allowed() {
    for database in TestDatabase::both() {
        let store = database.open(&[]);
        let [.., before, last] = MIGRATIONS else { panic!("there are several") };
        let (before, last) = (before.version, last.version);
        store.write_blocking(move |tx| tx.execute("delete from migration where version = $1", &args![last])).unwrap();
        drop(store);
        let refused = database.try_open(Access::ReadOnly, &[]);
        assert!(
            matches!(refused, Err(StoreError::NotMigrated { found, known }) if found == before && known == last),
            "{refused:?}"
        );
    }
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_reading() {
    let database = TestDatabase::sqlite();
    assert!(database.try_open(Access::ReadOnly, &[]).is_err());
    assert!(!sqlite_file(&database).exists());
}

#[test]
fn a_log_with_an_unknown_kind_is_refused() {
    for database in TestDatabase::both() {
        let known = [("noted".to_owned(), 1)];
        let store = database.open(&known);
        let event = NewEvent {
            stream: Uuid::nil(),
            aggregate: "matter".to_owned(),
            version: 1,
            kind: "noted".to_owned(),
            schema: 1,
            recorded_at: 0,
            occurred_on: date(2026, 1, 1),
            actor: "system".to_owned(),
            on_behalf: None,
            recorder: None,
            command_id: String::new(),
            body: "{}".to_owned(),
        };
        let newer = NewEvent { schema: 2, version: 2, ..event.clone() };
        assert!(store.write_blocking(|tx| event_log::append(tx, vec![event])).is_ok());
        let refused = store.write_blocking(|tx| event_log::append(tx, vec![newer]));
        assert!(matches!(refused, Err(StoreError::UnknownKind { schema: 2, .. })), "{refused:?}");
        drop(store);
        for access in [Access::ReadWrite, Access::ReadOnly] {
            let refused = database.try_open(access, &[("other".to_owned(), 1), ("noted".to_owned(), 2)]);
            assert!(matches!(&refused, Err(StoreError::UnknownKind { kind, .. }) if kind == "noted"), "{refused:?}");
        }
        assert!(database.try_open(Access::ReadOnly, &known).is_ok());
    }
}

#[test]
fn sqlite_is_recent_and_its_commits_wait_for_the_disk() {
    let database = TestDatabase::sqlite();
    let store = database.open(&[]);
    let version = store.read_blocking(|sql| sql.first("select sqlite_version()", &[])).unwrap().unwrap();
    let numbers: Vec<u32> = version.text(0).unwrap().split('.').map(|part| part.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 3], "{numbers:?}");

    let mut settings = Vec::new();
    for pragma in
        ["synchronous", "foreign_keys", "recursive_triggers", "secure_delete", "trusted_schema", "busy_timeout"]
    {
        let statement = format!("pragma {pragma}");
        let row = store.write_blocking(move |tx| tx.first(&statement, &[])).unwrap().unwrap();
        settings.push((pragma, row.int(0).unwrap()));
    }
    let wanted = [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 10_000),
    ];
    assert_eq!(settings, wanted);
    let mode = store.write_blocking(|tx| tx.first("pragma journal_mode", &[])).unwrap().unwrap();
    assert_eq!(mode.text(0).unwrap(), "wal");
    let only = store.read_blocking(|sql| sql.first("pragma query_only", &[])).unwrap().unwrap();
    assert_eq!(only.int(0).unwrap(), 1);
}

#[test]
fn postgres_commits_wait_for_the_disk() {
    let database = TestDatabase::postgres();
    let store = database.open(&[]);
    let careless =
        "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$";
    store.write_blocking(|tx| tx.execute(careless, &[])).unwrap();
    drop(store);
    let store = database.open(&[]);
    let setting = "select current_setting('synchronous_commit')";
    let reading = store.read_blocking(|sql| sql.first(setting, &[])).unwrap().unwrap();
    let writing = store.write_blocking(|tx| tx.first(setting, &[])).unwrap().unwrap();
    assert_eq!((reading.text(0).unwrap(), writing.text(0).unwrap()), ("off", "on"));
}

fn sqlite_file(database: &TestDatabase) -> PathBuf {
    match database.location() {
        Location::Sqlite(dir) => dir.join("duban.db"),
        Location::Postgres(url) => panic!("{url} is not SQLite"),
    }
}
