//! Whoever changes a log beneath the program, without the key, is named by the first bad position, on either database.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use crypto::Keys;
use jiff::civil::date;
use store::anchors::{self, Anchor};
use store::audit::{self, NewEntry};
use store::event_log::{self, NewEvent};
use store::testing::TestDatabase;
use store::{Location, Sql, Store, StoreError, Tx, VerifyError};
use uuid::Uuid;

#[test]
fn every_tampering_on_sqlite_names_the_first_bad_row() {
    tamperings(TestDatabase::sqlite);
}

#[test]
fn every_tampering_on_postgres_names_the_first_bad_row() {
    tamperings(TestDatabase::postgres);
}

/// What is done to a log of ten rows, and the position that verification must name.
const TAMPERINGS: &[(&str, &[&str], Option<i64>)] = &[
    ("nothing", &[], None),
    ("edit a body", &["update LOG set BODY = 'other' where position = 4"], Some(4)),
    ("edit the actor", &["update LOG set actor = 'other' where position = 10"], Some(10)),
    ("move an instant", &["update LOG set AT = AT + 1 where position = 1"], Some(1)),
    ("fill a NULL with nothing", &["update LOG set EMPTY = '' where position = 6"], Some(6)),
    ("move text between columns", &["update LOG set actor = '', EMPTY = actor where position = 7"], Some(7)),
    ("edit the digest", &["update LOG set digest = mac where position = 5"], Some(5)),
    ("edit a mac", &["update LOG set mac = digest where position = 5"], Some(5)),
    ("delete the first", &["delete from LOG where position = 1"], Some(1)),
    ("delete the first three", &["delete from LOG where position <= 3"], Some(1)),
    ("delete one in the middle", &["delete from LOG where position = 5"], Some(5)),
    (
        "delete in the middle and close the gap",
        &["delete from LOG where position = 5", "update LOG set position = position - 1 where position = 6"],
        Some(5),
    ),
    ("delete the last", &["delete from LOG where position = 10"], Some(10)),
    ("delete the last four", &["delete from LOG where position > 6"], Some(7)),
    ("delete all", &["delete from LOG"], Some(1)),
    (
        "insert one at the end",
        &["insert into LOG select * from copy where position = 10", "update LOG set mac = digest where position = 11"],
        Some(11),
    ),
    (
        "swap two",
        &[
            "update LOG set position = 100 where position = 3",
            "update LOG set position = 3 where position = 4",
            "update LOG set position = 4 where position = 100",
        ],
        Some(3),
    ),
];

/// What verification found, carried out of a transaction that is rolled back.
#[derive(Debug)]
struct Seen(Result<Option<i64>, StoreError>);

impl From<StoreError> for Seen {
    fn from(error: StoreError) -> Seen {
        Seen(Err(error))
    }
}

fn tamperings(database: fn() -> TestDatabase) {
    let database = database();
    let (store, anchors) = ten_rows(&database);
    for log in ["event", "audit"] {
        for (name, statements, expected) in TAMPERINGS {
            let (script, anchors) = (beneath(&database, log, statements), anchors.clone());
            // Looked at inside the transaction, which is then rolled back: the next one finds the log untouched.
            let tampered = store.write_blocking(move |tx| -> Result<(), Seen> {
                script.iter().try_for_each(|statement| tx.execute(statement, &[]).map(drop))?;
                Err(Seen(verify(tx, log, &anchors)))
            });
            assert_eq!(tampered.unwrap_err().0.unwrap(), *expected, "{log}: {name}");
        }
    }
}

#[test]
fn a_chain_made_anew_without_the_key_shows() {
    for database in TestDatabase::both() {
        let (store, anchors) = ten_rows(&database);
        drop(store);
        // A second database whose rows are just as good, but chained with another key, is put in the first one's place.
        let other = TestDatabase::sqlite();
        let keys = tempfile::tempdir().unwrap();
        let keys = Keys::load_or_create(keys.path()).unwrap();
        let forged = Store::open(other.location(), store::Access::ReadWrite, keys, &known()).unwrap();
        write_ten(&forged);
        assert_eq!(first_bad(&forged, "event", &[]), Some(1));
        assert_eq!(first_bad(&forged, "audit", &[]), Some(1));
        // One with the right key and its own past is good in itself, and shows against the anchors only.
        let replay = TestDatabase::sqlite();
        let replayed = replay.open(&known());
        write_ten_from(&replayed, "somebody else");
        assert_eq!(first_bad(&replayed, "event", &[]), None);
        assert_eq!(first_bad(&replayed, "event", &anchors), Some(10));
    }
}

#[test]
fn a_rollback_to_an_older_copy_shows_against_the_anchor() {
    let database = TestDatabase::sqlite();
    let Location::Sqlite(dir) = database.location().clone() else { unreachable!() };
    let (store, _) = ten_rows(&database);
    drop(store);
    let copy = std::fs::read(dir.join("duban.db")).unwrap();
    let store = database.open(&known());
    append(&store, 11, "somebody");
    let anchors = store.write_blocking(|tx| anchors::make(tx, 2)).unwrap();
    drop(store);
    std::fs::write(dir.join("duban.db"), copy).unwrap();
    let store = database.open(&known());
    assert_eq!(first_bad(&store, "event", &[]), None, "an older copy is good in itself");
    assert_eq!(first_bad(&store, "event", &anchors), Some(11));
    append(&store, 11, "somebody else");
    assert_eq!(first_bad(&store, "event", &anchors), Some(11), "and when it has grown again");
}

#[test]
fn a_missing_version_in_a_stream_shows() {
    let database = TestDatabase::sqlite();
    let (store, _) = ten_rows(&database);
    let other = store.write_blocking(|tx| event_log::append(tx, vec![event(2, 1, "a"), event(2, 2, "a")]));
    assert_eq!(other.unwrap(), [11, 12]);
    let script = beneath(&database, "event", &["update LOG set version = 7 where position = 12"]);
    let run = move |tx: &mut Tx<'_>| script.iter().try_for_each(|statement| tx.execute(statement, &[]).map(drop));
    store.write_blocking(run).unwrap();
    assert_eq!(first_bad(&store, "event", &[]), Some(12));
}

fn known() -> Vec<store::Kind> {
    vec![("noted".to_owned(), 1)]
}

/// A store with ten rows in each log, and anchors of that.
fn ten_rows(database: &TestDatabase) -> (Store, Vec<Anchor>) {
    let store = database.open(&known());
    write_ten(&store);
    let anchors = store.write_blocking(|tx| anchors::make(tx, 1)).unwrap();
    (store, anchors)
}

fn write_ten(store: &Store) {
    write_ten_from(store, "somebody");
}

fn write_ten_from(store: &Store, actor: &'static str) {
    for version in 1..=10 {
        append(store, version, actor);
    }
}

fn append(store: &Store, version: i64, actor: &'static str) {
    let work = move |tx: &mut Tx<'_>| {
        event_log::append(tx, vec![event(1, version, actor)])?;
        audit::append(tx, entry(version, actor))
    };
    assert_eq!(store.write_blocking(work).unwrap(), version);
}

fn event(stream: u128, version: i64, actor: &str) -> NewEvent {
    NewEvent {
        stream: Uuid::from_u128(stream),
        aggregate: "matter".to_owned(),
        version,
        kind: "noted".to_owned(),
        schema: 1,
        recorded_at: version,
        occurred_on: date(2026, 2, 3),
        actor: actor.to_owned(),
        on_behalf: None,
        recorder: None,
        command_id: "c".to_owned(),
        body: "{}".to_owned(),
    }
}

fn entry(at: i64, actor: &str) -> NewEntry {
    NewEntry {
        at,
        actor: actor.to_owned(),
        action: "read".to_owned(),
        object: None,
        address: None,
        result: "ok".to_owned(),
        request_id: None,
        detail: Some("{}".to_owned()),
    }
}

/// Statements of somebody who has the database's own tools: the triggers are no obstacle to them.
fn beneath(database: &TestDatabase, log: &'static str, statements: &[&str]) -> Vec<String> {
    let names = match log {
        "event" => ["body", "recorded_at", "on_behalf"],
        _ => ["detail", "at", "object"],
    };
    let mut script: Vec<String> = match database.location() {
        Location::Sqlite(_) => ["updated", "deleted"].map(|what| format!("drop trigger {log}_not_{what}")).into(),
        Location::Postgres(_) => vec![format!("drop trigger {log}_not_changed on {log}")],
    };
    script.push(format!("create table copy as select * from {log}"));
    script.push("update copy set position = 11 where position = 10".to_owned());
    if log == "event" {
        script.push("update copy set version = 11 where position = 11".to_owned());
    }
    for statement in statements {
        let statement = statement.replace("from copy where position = 10", "from copy where position = 11");
        let statement = statement.replace("LOG", log).replace("BODY", names[0]).replace("EMPTY", names[2]);
        script.push(statement.replace("AT ", &format!("{} ", names[1])));
    }
    script
}

fn first_bad(store: &Store, log: &'static str, anchors: &[Anchor]) -> Option<i64> {
    let anchors = anchors.to_vec();
    store.read_blocking(move |sql| verify(sql, log, &anchors)).unwrap()
}

/// The first bad position of a log, by its chain or else by its anchors.
fn verify(sql: &mut dyn Sql, log: &str, anchors: &[Anchor]) -> Result<Option<i64>, StoreError> {
    let anchors: Vec<Anchor> = anchors.iter().filter(|anchor| anchor.log.name() == log).cloned().collect();
    let keys = Keys::fixed_for_tests();
    let chain = match log {
        "event" => event_log::verify(sql, keys.chain()),
        _ => audit::verify(sql, keys.chain()),
    };
    match chain.and_then(|_| anchors::verify(sql, &anchors)) {
        Ok(()) => Ok(None),
        Err(VerifyError::Broken(broken)) => Ok(Some(broken.position)),
        Err(VerifyError::Store(error)) => Err(error),
    }
}
