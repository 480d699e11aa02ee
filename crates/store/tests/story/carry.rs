//! The part of the story about moving out: every table is carried or left behind on purpose, and what is carried arrives.

use std::collections::{HashMap, HashSet};

use crypto::Keys;
use store::{
    Access, Dialect, Location, Row, Sql, Store, StoreError, Value, args,
    audit::{self, NewEntry},
    carry::{self, AUDIT, EVENTS, FILES, LEFT, SEALED, TABLES},
    event_log,
    files::Files,
    sealed::{self, Carried, Opened},
    testing::TestDatabase,
};

use crate::{KEYS, id, known, read, write};

pub fn every_table_is_decided(store: &Store) {
    let tables = read(store, |sql| tables(sql));
    let carried: HashSet<&str> = TABLES.iter().map(|table| table.name).collect();
    let left: HashSet<&str> = LEFT.iter().map(|(name, _)| *name).collect();
    assert!(carried.is_disjoint(&left));
    for (name, columns) in &tables {
        if let Some(table) = TABLES.iter().find(|table| table.name == name) {
            // the columns of sealed texts are not those of a row
            let own: &[&str] = if *table == SEALED { &["erased", "text"] } else { &[] };
            let named = table.columns.iter().map(|column| column.name).filter(|name| !own.contains(name));
            let named: HashSet<&str> = named.chain(table.without.iter().copied()).collect();
            let there: HashSet<&str> = columns.iter().map(String::as_str).collect();
            assert_eq!(named, there, "{name}: a column is carried or named in `without`");
        } else {
            assert!(left.contains(name.as_str()), "{name} is neither carried by exports nor left behind");
        }
    }
    let there: HashSet<&str> = tables.keys().map(String::as_str).collect();
    assert!(carried.is_subset(&there) && left.is_subset(&there), "what is named exists");
    assert_eq!(carry::of_file("events.jsonl"), Some(&EVENTS));
    assert_eq!(carry::of_file("manifest.json"), None);
}

/// Every table and its columns; the tables inside the index of words are its own affair.
fn tables(sql: &mut dyn Sql) -> Result<HashMap<String, Vec<String>>, StoreError> {
    let statement = match sql.dialect() {
        Dialect::Sqlite => {
            "select t.name, c.name from pragma_table_list t join pragma_table_info(t.name) c \
             where t.type = 'table' and t.schema = 'main' and t.name not like 'sqlite_%'"
        }
        Dialect::Postgres => {
            "select table_name::text, column_name::text from information_schema.columns \
             where table_schema = current_schema()"
        }
    };
    let mut tables: HashMap<String, Vec<String>> = HashMap::new();
    for row in sql.query(statement, &[])? {
        tables.entry(row.string(0)?).or_default().push(row.string(1)?);
    }
    Ok(tables)
}

pub fn everything_goes_over(store: &Store, database: &TestDatabase) {
    let (other, keys) = another(database);
    assert_eq!(read(&other, |sql| carry::occupied(sql)), None);
    assert_eq!(read(store, |sql| carry::occupied(sql)), Some("event"));
    // the story before has swapped a cell: nothing goes out until that is settled
    let swapped = store.read_blocking(|sql| sealed::page(sql, &KEYS, None, 1000)).unwrap_err().to_string();
    assert!(swapped.contains(&id(3).to_string()), "{swapped}");
    write(store, |tx| sealed::erase(tx, id(3)));
    // what else there may be
    write(store, |tx| sealed::put(tx, "person:moving", id(901), "027-0000-4711"));
    write(store, |tx| sealed::put(tx, "person:moving", id(902), "gone"));
    write(store, |tx| sealed::erase(tx, id(902)));
    for (n, table) in TABLES.iter().enumerate() {
        if *table == SEALED {
            let texts = read(store, |sql| sealed::page(sql, &KEYS, None, 1000));
            write(&other, move |tx| texts.iter().try_for_each(|text| sealed::put_carried(tx, &named(text))));
            continue;
        }
        for row in all(store, n) {
            write(&other, move |tx| match TABLES[n] {
                EVENTS => event_log::append(tx, vec![recorded(&row)]).map(drop),
                AUDIT => audit::append(tx, entry(&row)).map(drop),
                table => carry::add(tx, &table, &row),
            });
        }
        assert_eq!(all(&other, n), all(store, n), "{}", table.name);
    }
    for n in [0, 1] {
        let table = &TABLES[n];
        for row in all(store, n) {
            let at = table.columns.iter().position(|column| column.name == "digest").unwrap();
            assert_eq!(carry::digest(table, &row).map(Value::from), Some(row[at].clone()));
        }
    }
    assert_eq!(carry::digest(&FILES, &[]), None);

    // the texts are under other keys, with the digest that came with them, and bound to it
    let find = |id| {
        let keys = keys.clone();
        read(&other, move |sql| sealed::find(sql, &keys, id))
    };
    let found = find(id(901)).unwrap();
    assert_eq!((found.text.clone(), found.digest.as_deref()), (Opened::Text("027-0000-4711".to_owned()), Some("old")));
    assert_eq!(find(id(902)).unwrap().text, Opened::Erased);
    assert_eq!(find(id(999)), None);
    assert!(read(store, |sql| Ok(sealed::find(sql, &KEYS, id(901))?.is_some_and(|found| found.digest.is_none()))));
    let page = |after, limit| {
        let keys = keys.clone();
        read(&other, move |sql| sealed::page(sql, &keys, after, limit))
    };
    let (first, whole) = (page(None, 1), page(None, 1000));
    assert_eq!((first.len(), page(Some(first[0].row), 1000).as_slice()), (1, &whole[1..]));
    write(&other, |tx| tx.execute("update sealed set digest = 'forged' where id = $1", &args![id(901)]));
    let forged = other.read_blocking(move |sql| sealed::find(sql, &keys, id(901)));
    assert!(matches!(forged, Err(StoreError::Crypto(_))), "{forged:?}");

    let files = Files::open(database.dir().join("carried")).unwrap();
    std::fs::write(database.dir().join("carried/incoming").join(id(9).to_string()), "half").unwrap();
    for bytes in ["first", "again"] {
        let received = files.receive_again(id(9), &mut bytes.as_bytes()).unwrap();
        assert_eq!(received.sm3, crypto::sm3(bytes.as_bytes()));
        assert_eq!(std::fs::read_to_string(files.path(id(9))).unwrap(), bytes);
    }
}

/// An empty database on SQLite, whatever the first one is on, with keys of its own.
fn another(database: &TestDatabase) -> (Store, Keys) {
    let keys = Keys::load_or_create(&database.dir().join("other-keys")).unwrap();
    let location = Location::Sqlite(database.dir().join("other"));
    (Store::open(&location, Access::ReadWrite, keys.clone(), &known()).unwrap(), keys)
}

fn named(text: &Carried) -> Carried {
    let digest = (text.text != Opened::Erased).then(|| "old".to_owned());
    Carried { digest, ..text.clone() }
}

/// All rows of a table, a few at a time.
fn all(store: &Store, n: usize) -> Vec<Vec<Value>> {
    let table = &TABLES[n];
    let mut rows: Vec<Vec<Value>> = Vec::new();
    loop {
        let after = rows.last().map(|row| row[..table.key].to_vec()).unwrap_or_default();
        let page = read(store, move |sql| carry::page(sql, &TABLES[n], &after, 2));
        if page.is_empty() {
            return rows;
        }
        rows.extend(page.into_iter().map(Row::into_values));
    }
}

fn recorded(row: &[Value]) -> event_log::NewEvent {
    event_log::NewEvent {
        stream: text(&row[1]).parse().unwrap(),
        aggregate: text(&row[2]),
        version: int(&row[3]),
        kind: text(&row[4]),
        schema: int(&row[5]),
        recorded_at: int(&row[6]),
        occurred_on: text(&row[7]).parse().unwrap(),
        actor: text(&row[8]),
        on_behalf: some(&row[9]),
        recorder: some(&row[10]),
        command_id: text(&row[11]),
        body: text(&row[13]),
    }
}

fn entry(row: &[Value]) -> NewEntry {
    NewEntry {
        at: int(&row[1]),
        actor: text(&row[2]),
        action: text(&row[3]),
        object: some(&row[4]),
        address: some(&row[5]),
        result: text(&row[6]),
        request_id: some(&row[7]),
        detail: some(&row[9]),
    }
}

fn some(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn text(value: &Value) -> String {
    some(value).unwrap()
}

fn int(value: &Value) -> i64 {
    match value {
        Value::Int(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}
