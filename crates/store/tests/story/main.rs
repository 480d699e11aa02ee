//! One story that calls every public method of the store, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod attachments;
mod carry;
mod drafts;
mod imports;
mod inbox;
mod ledger;
mod meetings;
mod papers;
mod time;

use crypto::{Keys, Token};
use jiff::civil::date;
use store::anchors::{self, Anchor, Log};
use store::audit::{self, NewEntry, Search};
use store::credentials::{self, NewLogin, Throttle, Try};
use store::event_log::{self, NewEvent};
use store::feeds::{self, Feed};
use store::files::{self, Files};
use store::outbox::{self, NewMessage};
use store::sealed::{self, Opened};
use store::sessions::{self, NewSession};
use store::testing::TestDatabase;
use store::tokens::{self, NewToken};
use store::{
    Access, Head, Kind, Location, MIGRATIONS, Micros, Reader, Row, SECOND, Sql, Store, StoreError, Tx, Value, args,
    counters, leases, receipts, setup_links,
};
use uuid::Uuid;

#[test]
fn the_story_on_sqlite() {
    story(&TestDatabase::sqlite());
}

#[test]
fn the_story_on_postgres() {
    story(&TestDatabase::postgres());
}

fn story(database: &TestDatabase) {
    let store = database.open(&known());
    event_log_and_audit(&store);
    anchors_in_table_and_file(&store, database);
    counting(&store);
    leasing(&store);
    time::lease_of_a_wrong_clock(&store);
    time::reminded_once(&store);
    papers::kept_once(&store);
    papers::details_of_one_action(&store);
    time::clock_trusted(&store);
    receipts_of_commands(&store);
    messages(&store);
    inbox::mail_of_one(&store);
    inbox::notes(&store);
    sealing_and_erasing(&store);
    accounts(&store);
    signed_in(&store);
    api_tokens(&store);
    calendar_feeds(&store);
    one_time_links(&store);
    attachments::attached_files(&store, database);
    drafts::kept_for_signing(&store);
    imports::looked_through(&store);
    meetings::gone_through(&store);
    ledger::views_are_kept(&store);
    ledger::batches_end_once(&store);
    statements_and_values(&store);
    asking_and_writing_from_async(&store);
    carry::every_table_is_decided(&store);
    carry::everything_goes_over(&store, database);
    opened_beside_the_service(&store, database);
}

fn event_log_and_audit(store: &Store) {
    let (matter, other) = (id(1), id(2));
    let positions =
        write(store, move |tx| event_log::append(tx, vec![event(matter, 1), event(other, 1), event(matter, 2)]));
    assert_eq!(positions, [1, 2, 3]);
    let skipping = store.write_blocking(move |tx| event_log::append(tx, vec![event(matter, 4)]));
    assert!(matches!(skipping, Err(StoreError::Conflict { version: 4, .. })), "{skipping:?}");
    let twice = store.write_blocking(move |tx| event_log::append(tx, vec![event(matter, 2)]));
    assert!(matches!(twice, Err(StoreError::Conflict { version: 2, .. })), "{twice:?}");
    let unknown = NewEvent { kind: "unheard of".to_owned(), ..event(matter, 3) };
    let unknown = store.write_blocking(move |tx| event_log::append(tx, vec![unknown]));
    assert!(matches!(unknown, Err(StoreError::UnknownKind { .. })), "{unknown:?}");

    let stream = read(store, move |sql| event_log::load(sql, matter));
    assert_eq!(stream.iter().map(|recorded| recorded.position).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(stream[1].event, event(matter, 2));
    assert!(read(store, |sql| event_log::load(sql, id(9))).is_empty());
    let page = read(store, |sql| event_log::page(sql, 1, 1));
    assert_eq!((page.len(), page[0].position), (1, 2));
    let head = read(store, event_log_head);
    assert_eq!(head, Head { position: 3, mac: stream[1].mac });
    assert_eq!(verified(store), head);

    assert_eq!(read(store, |sql| audit::head(sql)), Head::START);
    let lines =
        write(store, |tx| Ok([audit::append(tx, entry(10, "sign-in"))?, audit::append(tx, entry(20, "read"))?]));
    assert_eq!(lines, [1, 2]);
    let bare = NewEntry { object: None, address: None, request_id: None, detail: None, ..entry(30, "purge") };
    let wanted = bare.clone();
    write(store, move |tx| audit::append(tx, bare));
    let page = read(store, |sql| audit::page(sql, 1, 10));
    assert_eq!(page.iter().map(|line| line.position).collect::<Vec<_>>(), [2, 3]);
    assert_eq!((page[0].entry.clone(), page[1].entry.clone()), (entry(20, "read"), wanted));
    let head = read(store, |sql| audit::verify(sql, KEYS.chain()).map_err(failed));
    assert_eq!((head.position, head.mac), (3, page[1].mac));

    let found = |search: Search, before| -> Vec<i64> {
        read(store, move |sql| audit::search(sql, &search, before, 10)).iter().map(|line| line.position).collect()
    };
    assert_eq!(found(Search::default(), None), [3, 2, 1]);
    assert_eq!(found(Search::default(), Some(3)), [2, 1]);
    let all = Search {
        actor: Some("somebody".to_owned()),
        action: Some("read".to_owned()),
        object: Some("matter:1".to_owned()),
        from: Some(20),
        until: Some(21),
    };
    assert_eq!(found(all.clone(), None), [2]);
    assert!(found(Search { until: Some(20), ..all }, None).is_empty());

    for statement in
        ["update event set body = '{}'", "delete from event", "update audit set actor = ''", "delete from audit"]
    {
        let refused = store.write_blocking(|tx| tx.execute(statement, &[]));
        assert!(matches!(refused, Err(StoreError::Constraint(_))), "{statement}: {refused:?}");
    }
}

fn anchors_in_table_and_file(store: &Store, database: &TestDatabase) {
    let file = database.dir().join("anchors.txt");
    assert!(anchors::read_file(&file).unwrap().is_empty());
    let made = write(store, |tx| anchors::make(tx, 77));
    let summary: Vec<_> = made.iter().map(|anchor| (anchor.log.name(), anchor.position, anchor.made_at)).collect();
    assert_eq!(summary, [("event", 3, 77), ("audit", 3, 77)]);
    assert!(write(store, |tx| anchors::make(tx, 78)).is_empty(), "nothing has grown");
    anchors::append_to_file(&file, &made[..1]).unwrap();
    anchors::append_to_file(&file, &made[1..]).unwrap();
    anchors::append_to_file(&file, &[]).unwrap();
    assert_eq!(anchors::read_file(&file).unwrap(), made);
    let in_table = read(store, |sql| anchors::list(sql));
    assert_eq!(in_table, [made[1].clone(), made[0].clone()]);
    let check = move |anchors: Vec<Anchor>| {
        store.read_blocking(move |sql| Ok::<_, StoreError>(anchors::verify(sql, &anchors).map_err(|e| e.to_string())))
    };
    assert_eq!(check(made.clone()).unwrap(), Ok(()));
    let later = Anchor { position: 9, ..made[0].clone() };
    assert!(check(vec![later]).unwrap().unwrap_err().contains("第 4 条"));
    let other = Anchor { log: Log::Audit, mac: [0; 32], ..made[1].clone() };
    assert!(check(vec![other]).unwrap().unwrap_err().contains("第 3 条"));
    std::fs::write(&file, "event one\n").unwrap();
    assert!(anchors::read_file(&file).unwrap_err().to_string().contains("第 1 行"));
}

fn counting(store: &Store) {
    assert_eq!(read(store, |sql| counters::peek(sql, "notice", 2026)), 1);
    assert!(write(store, |tx| counters::set_start(tx, "notice", 2026, 41)));
    assert!(write(store, |tx| counters::set_start(tx, "notice", 2026, 31)), "nothing was given yet");
    assert_eq!(write(store, |tx| counters::next(tx, "notice", 2026)), 31);
    assert!(!write(store, |tx| counters::set_start(tx, "notice", 2026, 51)), "31 was given");
    let refused = store.write_blocking(|tx| {
        counters::next(tx, "notice", 2026)?;
        Err::<(), _>(StoreError::Busy)
    });
    assert!(refused.is_err());
    assert_eq!(read(store, |sql| counters::peek(sql, "notice", 2026)), 32);
    assert_eq!(
        write(store, |tx| Ok([counters::next(tx, "notice", 2026)?, counters::next(tx, "notice", 2027)?])),
        [32, 1]
    );
}

fn leasing(store: &Store) {
    assert!(write(store, |tx| leases::take(tx, "mail", "a", 0, 10)));
    assert!(!write(store, |tx| leases::take(tx, "mail", "b", 9, 20)));
    assert!(write(store, |tx| leases::take(tx, "mail", "a", 9, 12)));
    assert!(write(store, |tx| leases::renew(tx, "mail", "a", 11, 15)));
    assert!(!write(store, |tx| leases::renew(tx, "mail", "b", 11, 15)));
    assert_eq!(read(store, |sql| leases::holder(sql, "mail", 14)).as_deref(), Some("a"));
    assert_eq!(read(store, |sql| leases::holder(sql, "mail", 15)), None);
    assert!(write(store, |tx| leases::take(tx, "mail", "b", 15, 20)));
    assert!(!write(store, |tx| leases::renew(tx, "mail", "a", 15, 20)));
    assert!(!write(store, |tx| leases::release(tx, "mail", "a")));
    assert!(write(store, |tx| leases::release(tx, "mail", "b")));
}

fn receipts_of_commands(store: &Store) {
    let find = |actor: &'static str, digest| store.read_blocking(move |sql| receipts::find(sql, "c1", actor, &digest));
    assert_eq!(find("a", [1; 32]).unwrap(), None);
    write(store, |tx| receipts::put(tx, "c1", "a", &[1; 32], "{\"at\":1}", 100));
    assert_eq!(find("a", [1; 32]).unwrap().as_deref(), Some("{\"at\":1}"));
    for reused in [find("a", [2; 32]), find("b", [1; 32])] {
        assert!(matches!(reused, Err(StoreError::CommandReused(_))), "{reused:?}");
    }
    assert_eq!(write(store, |tx| receipts::purge(tx, 100)), 0);
    assert_eq!(write(store, |tx| receipts::purge(tx, 101)), 1);
    assert_eq!(find("a", [1; 32]).unwrap(), None);
}

fn messages(store: &Store) {
    let message = |n: u128, not_before| NewMessage {
        id: id(n),
        kind: "reminder".to_owned(),
        recipient: "person".to_owned(),
        body: "{}".to_owned(),
        created_at: 5,
        not_before,
    };
    assert!(write(store, move |tx| outbox::queue(tx, &message(1, 10))));
    assert!(!write(store, move |tx| outbox::queue(tx, &message(1, 10))), "the same message");
    assert!(write(store, move |tx| outbox::queue(tx, &message(2, 20))));
    let claim = |now| write(store, move |tx| outbox::claim(tx, now, 100, 10));
    let ids = |messages: &[outbox::Message]| messages.iter().map(|m| (m.id, m.tries)).collect::<Vec<_>>();
    assert_eq!(ids(&claim(9)), []);
    assert_eq!(ids(&claim(10)), [(id(1), 1)]);
    assert_eq!(ids(&claim(20)), [(id(2), 1)], "1 is held");
    assert_eq!(ids(&claim(110)), [(id(1), 2)], "whoever held it said nothing");
    write(store, |tx| outbox::done(tx, id(1), 111));
    let again = write(store, |tx| outbox::failed(tx, id(2), "refused", 120)).unwrap();
    assert!(again > 120 + 13 * SECOND && again <= 120 + 15 * SECOND, "{again}");
    assert_eq!(write(store, |tx| outbox::failed(tx, id(1), "late", 120)), None, "it was sent");
    assert_eq!(ids(&claim(again)), [(id(2), 2)]);
    let load = read(store, |sql| outbox::load(sql));
    assert_eq!((load.waiting, load.dead, load.oldest), (1, 0, Some(5)));

    write(store, |tx| outbox::give_up(tx, id(2), "nobody", 500));
    let dead = read(store, |sql| outbox::dead(sql, 10));
    assert_eq!((dead[0].message.id, dead[0].last_error.as_str(), dead[0].ended_at), (id(2), "nobody", 500));
    assert!(write(store, |tx| outbox::revive(tx, id(2), 600)));
    assert!(!write(store, |tx| outbox::revive(tx, id(2), 600)));
    let mut now = 600;
    for _ in 1..outbox::MAX_TRIES {
        assert_eq!(claim(now).len(), 1);
        now = write(store, move |tx| outbox::failed(tx, id(2), "down", now)).unwrap();
    }
    assert_eq!(claim(now).len(), 1);
    assert_eq!(write(store, move |tx| outbox::failed(tx, id(2), "down", now)), None);
    assert_eq!(read(store, |sql| outbox::load(sql)).dead, 1);
    assert!(now > 40 * outbox::LONGEST_PAUSE);
    assert_eq!(write(store, |tx| outbox::purge(tx, 112)), 1);
    assert_eq!(write(store, move |tx| outbox::purge(tx, now + 1)), 1);
}

fn sealing_and_erasing(store: &Store) {
    let open = |row| store.read_blocking(move |sql| sealed::open(sql, &KEYS, row));
    write(store, |tx| {
        sealed::put(tx, "person:1", id(1), "13800138000")?;
        sealed::put(tx, "person:1", id(2), "a@b.cn")?;
        sealed::put(tx, "matter:1", id(3), "同意。")
    });
    assert_eq!(open(id(1)).unwrap(), Some(Opened::Text("13800138000".to_owned())));
    assert_eq!(open(id(3)).unwrap().and_then(Opened::text).as_deref(), Some("同意。"));
    assert_eq!(open(id(9)).unwrap(), None);
    assert!(write(store, |tx| sealed::erase(tx, id(2))));
    assert!(!write(store, |tx| sealed::erase(tx, id(2))));
    assert_eq!(open(id(2)).unwrap(), Some(Opened::Erased));
    assert_eq!(read(store, |sql| sealed::erased_at(sql, "person:1")), None);
    assert_eq!(write(store, |tx| sealed::erase_scope(tx, "person:1", 50)), 1);
    assert_eq!(write(store, |tx| sealed::erase_scope(tx, "person:1", 60)), 0);
    assert_eq!(read(store, |sql| sealed::erased_at(sql, "person:1")), Some(50));
    assert_eq!(open(id(1)).unwrap(), Some(Opened::Erased));
    let refused = store.write_blocking(|tx| sealed::put(tx, "person:1", id(4), "again"));
    assert!(matches!(refused, Err(StoreError::ScopeErased(_))), "{refused:?}");

    write(store, |tx| sealed::put(tx, "matter:1", id(5), "第二份"));
    write(store, |tx| {
        let sql = "update sealed set nonce = (select nonce from sealed where id = $2), \
                   ciphertext = (select ciphertext from sealed where id = $2) where id = $1";
        tx.execute(sql, &args![id(3), id(5)])
    });
    assert!(matches!(open(id(3)), Err(StoreError::Crypto(_))), "a cell was swapped");
}

fn accounts(store: &Store) {
    let login = |name: &str, person| NewLogin {
        name: name.to_owned(),
        person,
        password: Some("hash 0".to_owned()),
        must_change: true,
        valid_until: Some(1000),
        created_at: 1,
    };
    assert!(write(store, move |tx| credentials::create(tx, &login("Admin ", id(1)))));
    assert!(!write(store, move |tx| credentials::create(tx, &login("ａｄｍｉｎ", id(2)))), "the name is taken");
    assert!(!write(store, move |tx| credentials::create(tx, &login("other", id(1)))), "the person has one");
    let sso = NewLogin { password: None, valid_until: None, ..login("王伟", id(3)) };
    assert!(write(store, move |tx| credentials::create(tx, &sso)));
    let found = read(store, |sql| credentials::find(sql, " ADMIN")).unwrap();
    assert_eq!((found.name.as_str(), found.person, found.must_change), ("Admin", id(1), true));
    assert!(found.is_open(999) && !found.is_open(1000));
    assert_eq!(read(store, |sql| credentials::of_person(sql, id(1))), Some(found));
    assert_eq!(read(store, |sql| credentials::find(sql, "nobody")), None);
    assert_eq!(read(store, |sql| credentials::list(sql)).len(), 2);

    for n in 1..=7 {
        assert!(write(store, move |tx| credentials::set_password(tx, id(1), &format!("hash {n}"), false, 10 + n)));
    }
    let former = read(store, |sql| credentials::former_passwords(sql, id(1)));
    assert_eq!(former, ["hash 6", "hash 5", "hash 4", "hash 3", "hash 2"]);
    assert!(!write(store, |tx| credentials::rehash(tx, id(1), "hash 6", "other")));
    assert!(write(store, |tx| credentials::rehash(tx, id(1), "hash 7", "stronger")));
    assert!(!write(store, |tx| credentials::set_password(tx, id(9), "hash", false, 1)));
    assert!(write(store, |tx| credentials::set_disabled(tx, id(1), true)));
    assert!(write(store, |tx| credentials::set_valid_until(tx, id(1), None)));
    let found = read(store, |sql| credentials::of_person(sql, id(1))).unwrap();
    assert_eq!((found.password.as_deref(), found.disabled, found.changed_at), (Some("stronger"), true, 17));
    assert!(!found.is_open(0));

    let throttle = Throttle { tries: 2, window: 100, pause: 50 };
    let attempt = |now| write(store, move |tx| credentials::count_try(tx, "Admin", "10.0.0.0/24", throttle, now));
    assert_eq!(attempt(0), Try::Allowed { left: 1 });
    assert_eq!(attempt(99), Try::Allowed { left: 0 });
    assert_eq!(attempt(99), Try::Refused { until: 149 });
    assert_eq!(attempt(148), Try::Refused { until: 149 });
    assert_eq!(
        write(store, move |tx| credentials::count_try(tx, "admin", "", throttle, 100)),
        Try::Allowed { left: 1 }
    );
    assert_eq!(attempt(149), Try::Allowed { left: 1 }, "after the pause");
    assert_eq!(attempt(249), Try::Allowed { left: 1 }, "a new window");
    write(store, |tx| credentials::forgive(tx, "ADMIN", "10.0.0.0/24"));
    assert_eq!(attempt(250), Try::Allowed { left: 1 });
    assert_eq!(write(store, |tx| credentials::purge_tries(tx, 251)), 2);
}

fn signed_in(store: &Store) {
    let tokens: Vec<Token> = (0..3).map(|_| Token::random()).collect();
    let hashes: Vec<[u8; 32]> = tokens.iter().map(Token::hash).collect();
    let session = |n: usize, person| NewSession {
        id: id(n as u128),
        hash: hashes[n],
        person,
        csrf: "secret".to_owned(),
        created_at: n as Micros,
        idle_for: 30,
        expires_at: 100,
        address: "10.0.0.1".to_owned(),
        agent: "Firefox".to_owned(),
        ticket: (n == 2).then(|| "ST-1".to_owned()),
    };
    for (n, person) in [(0, id(1)), (1, id(1)), (2, id(2))] {
        let session = session(n, person);
        write(store, move |tx| sessions::begin(tx, &session));
    }
    let first = hashes[0];
    let find = |now| read(store, move |sql| sessions::find(sql, &first, now));
    let found = find(29).unwrap();
    assert_eq!((found.id, found.person, found.csrf.as_str(), found.last_seen_at), (id(0), id(1), "secret", 0));
    assert_eq!(find(30), None, "idle");
    for now in [29, 58, 87] {
        assert!(write(store, move |tx| sessions::touch(tx, &first, now)), "{now}");
    }
    assert!(find(99).is_some());
    assert_eq!(find(100), None, "its longest time is over");
    assert!(!write(store, move |tx| sessions::touch(tx, &first, 100)), "an ended one is not revived");
    let list =
        |now| -> Vec<Uuid> { read(store, move |sql| sessions::list(sql, id(1), now)).iter().map(|s| s.id).collect() };
    assert_eq!(list(10), [id(1), id(0)]);
    assert!(!write(store, |tx| sessions::end_one_of(tx, id(2), id(1))), "not theirs");
    assert_eq!(write(store, |tx| sessions::end_all_of(tx, id(1), Some(id(0)))), 1);
    assert_eq!(list(10), [id(0)]);
    assert!(write(store, |tx| sessions::end_one_of(tx, id(1), id(0))));
    assert_eq!(write(store, |tx| sessions::end_by_ticket(tx, "ST-2")), 0);
    assert_eq!(write(store, |tx| sessions::end_by_ticket(tx, "ST-1")), 1);
    for n in [0, 1] {
        let session = session(n, id(1));
        write(store, move |tx| sessions::begin(tx, &session));
    }
    assert!(write(store, move |tx| sessions::end(tx, &first)));
    assert!(!write(store, move |tx| sessions::end(tx, &first)));
    assert_eq!(write(store, |tx| sessions::purge(tx, 30)), 0);
    assert_eq!(write(store, |tx| sessions::purge(tx, 31)), 1);
    assert_eq!(write(store, |tx| sessions::end_all_of(tx, id(1), None)), 0);
}

fn api_tokens(store: &Store) {
    let token = |n: u8| NewToken {
        id: id(n.into()),
        hash: [n; 32],
        person: id(1),
        name: "报表".to_owned(),
        read_only: true,
        created_at: n.into(),
        expires_at: 100,
    };
    for n in [1, 2, 3] {
        write(store, move |tx| tokens::create(tx, &token(n)));
    }
    let find = |n: u8, now| read(store, move |sql| tokens::find(sql, &[n; 32], now));
    let found = find(1, 99).unwrap();
    assert_eq!((found.person, found.name.as_str(), found.read_only, found.last_used_at), (id(1), "报表", true, None));
    assert_eq!(find(1, 100), None);
    write(store, |tx| tokens::used(tx, id(1), 50));
    assert_eq!(find(1, 60).unwrap().last_used_at, Some(50));
    assert!(!write(store, |tx| tokens::revoke(tx, id(2), id(1), 60)), "not theirs");
    assert!(write(store, |tx| tokens::revoke(tx, id(1), id(1), 60)));
    assert_eq!(find(1, 60), None);
    let list: Vec<Uuid> = read(store, |sql| tokens::list(sql, id(1), 60)).iter().map(|token| token.id).collect();
    assert_eq!(list, [id(3), id(2)]);
    assert_eq!(write(store, |tx| tokens::revoke_all_of(tx, id(1), 61)), 2);
    assert!(read(store, |sql| tokens::list(sql, id(1), 60)).is_empty());
}

fn calendar_feeds(store: &Store) {
    for n in 1..=3u8 {
        let owner = id(1 + u128::from(n) / 3);
        write(store, move |tx| feeds::create(tx, id(u128::from(n)), owner, &[n; 32], i64::from(n)));
    }
    let twice = store.write_blocking(|tx| feeds::create(tx, id(9), id(1), &[1; 32], 9));
    assert!(matches!(twice, Err(StoreError::Constraint(_))), "{twice:?}");
    let find = |n: u8| read(store, move |sql| feeds::find(sql, &[n; 32]));
    assert_eq!(find(1), Some(Feed { id: id(1), person: id(1), created_at: 1, last_used_at: None }));
    assert_eq!(find(7), None);
    write(store, |tx| feeds::used(tx, id(1), 50));
    assert_eq!(find(1).unwrap().last_used_at, Some(50));
    let list = |person: u128| -> Vec<Uuid> {
        read(store, move |sql| feeds::list(sql, id(person))).iter().map(|feed| feed.id).collect()
    };
    assert_eq!((list(1), list(2)), (vec![id(2), id(1)], vec![id(3)]));
    assert!(!write(store, |tx| feeds::revoke(tx, id(2), id(1))), "not theirs");
    assert!(write(store, |tx| feeds::revoke(tx, id(1), id(1))));
    assert_eq!((find(1), list(1)), (None, vec![id(2)]));
    assert_eq!(write(store, |tx| feeds::revoke_all_of(tx, id(1))), 1);
    assert_eq!((list(1), list(2)), (vec![], vec![id(3)]));
}

fn one_time_links(store: &Store) {
    for n in [1, 2, 3] {
        write(store, move |tx| setup_links::create(tx, &[n; 32], "setup", 0, 100));
    }
    let find = |n, now| read(store, move |sql| setup_links::find(sql, &[n; 32], now));
    assert_eq!(find(1, 99).as_deref(), Some("setup"));
    assert_eq!(find(1, 100), None);
    assert_eq!(write(store, |tx| setup_links::use_up(tx, &[1; 32], 100)), None);
    assert_eq!(write(store, |tx| setup_links::use_up(tx, &[1; 32], 50)).as_deref(), Some("setup"));
    assert_eq!(write(store, |tx| setup_links::use_up(tx, &[1; 32], 50)), None, "once");
    assert_eq!(write(store, |tx| setup_links::end_all_for(tx, "setup", 50)), 2);
    assert_eq!(find(2, 50), None);
}

fn statements_and_values(store: &Store) {
    let echo = "select cast($1 as bigint), cast($2 as text), cast($3 as bigint), cast($4 as text), cast($2 as text)";
    let rows: Vec<Row> = read(store, move |sql| sql.query(echo, &args![7, "督办 $1 ?", true, None::<i64>]));
    let row = &rows[0];
    assert_eq!((row.int(0).unwrap(), row.text(1).unwrap(), row.bool(2).unwrap()), (7, "督办 $1 ?", true));
    assert!(row.is_null(3).unwrap());
    assert_eq!((row.opt(3, Row::int).unwrap(), row.opt(0, Row::int).unwrap()), (None, Some(7)));
    assert_eq!(row.string(4).unwrap(), "督办 $1 ?");
    assert_eq!(row.value(0).unwrap(), &Value::Int(7));
    for wrong in [row.text(0).err(), row.int(1).err(), row.blob(0).err(), row.digest(1).err(), row.int(9).err()] {
        assert!(matches!(wrong, Some(StoreError::Row(_))), "{wrong:?}");
    }
    for wrong in [row.uuid(1).err(), row.date(1).err()] {
        assert!(matches!(wrong, Some(StoreError::Row(_))), "{wrong:?}");
    }
    let row = read(store, |sql| sql.first("select $1, $2", &args![id(1), date(2026, 3, 1)]));
    let row = row.unwrap();
    assert_eq!((row.uuid(0).unwrap(), row.date(1).unwrap()), (id(1), date(2026, 3, 1)));
    assert_eq!(read(store, |sql| sql.first("select 1 where 1 = 0", &[])), None);
    let sorted = "select name from counter order by name";
    write(store, |tx| {
        for name in ["a", "B", "督", "é", "Z"] {
            counters::next(tx, name, 1)?;
        }
        Ok(())
    });
    let names = read(store, move |sql| sql.query(sorted, &[]));
    let names: Vec<&str> = names.iter().map(|row| row.text(0).unwrap()).filter(|name| *name != "notice").collect();
    assert_eq!(names, ["B", "Z", "a", "é", "督"], "by bytes on both");
    let refused = store.read_blocking(|sql| sql.execute("delete from counter", &[]));
    assert!(refused.is_err(), "a reader does not write");
    assert!(store.read_blocking(|sql| sql.query("select nonsense", &[])).is_err());
    assert_eq!(read(store, |sql| sql.query("select 1", &[])).len(), 1, "and goes on after a mistake");
}

fn asking_and_writing_from_async(store: &Store) {
    block_on(async {
        let given = store.write(|tx| counters::next(tx, "async", 2026)).await.unwrap();
        let peeked = store.read(|sql| counters::peek(sql, "async", 2026)).await.unwrap();
        assert_eq!((given, peeked), (1, 2));
    });
    assert_eq!(store.keys().chain(), KEYS.chain());
    assert_eq!(format!("{store:?}"), "Store(…)");
}

fn opened_beside_the_service(store: &Store, database: &TestDatabase) {
    let beside = database.try_open(Access::ReadOnly, &known()).unwrap();
    assert_eq!(verified(&beside), verified(store));
    let refused = beside.write_blocking(|tx| counters::next(tx, "notice", 2026));
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");
    let migrated = read(store, |sql| sql.query("select version, name from migration order by version", &[]));
    let names: Vec<(i64, &str)> = migrated.iter().map(|row| (row.int(0).unwrap(), row.text(1).unwrap())).collect();
    assert_eq!(names, MIGRATIONS.iter().map(|step| (step.version, step.name)).collect::<Vec<_>>());
    let text = match database.location() {
        Location::Sqlite(dir) => dir.display().to_string(),
        Location::Postgres(url) => url.clone(),
    };
    assert_eq!(text.parse(), Ok(database.location().clone()));
}

static KEYS: std::sync::LazyLock<Keys> = std::sync::LazyLock::new(Keys::fixed_for_tests);

fn known() -> Vec<Kind> {
    vec![("noted".to_owned(), 1)]
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn event(stream: Uuid, version: i64) -> NewEvent {
    NewEvent {
        stream,
        aggregate: "matter".to_owned(),
        version,
        kind: "noted".to_owned(),
        schema: 1,
        recorded_at: 1_770_000_000_000_000 + version,
        occurred_on: date(2026, 2, 3),
        actor: "somebody".to_owned(),
        on_behalf: (version > 1).then(|| "head".to_owned()),
        recorder: None,
        command_id: format!("command {version}"),
        body: "{ \"text\" : \"已办结\" }".to_owned(),
    }
}

fn entry(at: Micros, action: &str) -> NewEntry {
    NewEntry {
        at,
        actor: "somebody".to_owned(),
        action: action.to_owned(),
        object: Some("matter:1".to_owned()),
        address: Some("10.0.0.1".to_owned()),
        result: "ok".to_owned(),
        request_id: Some("r1".to_owned()),
        detail: Some("{}".to_owned()),
    }
}

fn read<T: Send + 'static>(
    store: &Store,
    closure: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.read_blocking(closure).unwrap()
}

fn write<T: Send + 'static>(
    store: &Store,
    closure: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    store.write_blocking(closure).unwrap()
}

fn event_log_head(sql: &mut Reader<'_>) -> Result<Head, StoreError> {
    event_log::head(sql)
}

fn verified(store: &Store) -> Head {
    read(store, |sql| event_log::verify(sql, KEYS.chain()).map_err(failed))
}

fn failed(error: store::VerifyError) -> StoreError {
    StoreError::Database(error.to_string())
}

fn read_files(store: &Store, files: &Files) -> Vec<Uuid> {
    let files = files.clone();
    read(store, move |sql| files::orphans(sql, &files))
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
