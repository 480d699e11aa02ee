//! The part of the story about papers that went out: ordered once an edition, set once, given up after some tries.

use store::{
    Store, audit,
    papers::{self, Laid, PaperRow},
};
use uuid::Uuid;

use crate::{id, read, write};

pub fn kept_once(store: &Store) {
    let (matter, unit) = (id(800), id(801));
    let paper = |n: u128, unit: Option<Uuid>, edition: i64| PaperRow {
        id: id(810 + n),
        matter,
        kind: "notice".to_owned(),
        about: 1,
        unit,
        edition,
        entry: edition + 3,
        ordered_at: 1_000 + i64::try_from(n).unwrap(),
        file: None,
        pages: 0,
        missing: String::new(),
    };
    let rows = [paper(1, Some(unit), 1), paper(2, Some(unit), 2), paper(3, None, 1)];
    for row in rows.clone() {
        write(store, move |tx| papers::order(tx, &row));
    }
    let editions = |unit| read(store, move |sql| papers::editions(sql, matter, "notice", 1, unit));
    assert_eq!((editions(Some(unit)), editions(None), editions(Some(id(999)))), (2, 1, 0));
    assert_eq!(read(store, |sql| papers::waiting(sql, 2)), rows[..2], "the oldest first");

    let laid = Laid { file: id(890), pages: 2, missing: "U+20BB7 𠮷", program: "0.1.0" };
    assert!(write(store, move |tx| papers::keep(tx, id(811), &laid)));
    assert!(!write(store, move |tx| papers::keep(tx, id(811), &laid)), "another process was first");
    let kept = read(store, |sql| papers::find(sql, id(811))).unwrap();
    assert_eq!((kept.file, kept.pages, kept.missing.as_str()), (Some(id(890)), 2, "U+20BB7 𠮷"));
    assert_eq!(read(store, |sql| papers::find(sql, id(999))), None);

    for _ in 0..3 {
        write(store, |tx| papers::fail(tx, id(812), 3));
    }
    assert_eq!(read(store, |sql| papers::waiting(sql, 9)), rows[2..], "given up");
    assert!(write(store, move |tx| papers::keep(tx, id(812), &laid)), "somebody opened it, and it could be set");
    let all: Vec<i64> = read(store, move |sql| papers::of_matter(sql, matter)).iter().map(|row| row.entry).collect();
    assert_eq!(all, [4, 4, 5], "in the order in which they went out");
}

pub fn details_of_one_action(store: &Store) {
    let line = |action: &str, detail: Option<&str>| audit::NewEntry {
        at: 1,
        actor: "system".to_owned(),
        action: action.to_owned(),
        object: None,
        address: None,
        result: "ok".to_owned(),
        request_id: None,
        detail: detail.map(str::to_owned),
    };
    for entry in [line("told", Some("1")), line("other", Some("2")), line("told", None), line("told", Some("3"))] {
        write(store, move |tx| audit::append(tx, entry));
    }
    let told = |after, limit| read(store, move |sql| audit::details(sql, "told", after, limit));
    let all = told(0, 10);
    assert_eq!(all.iter().map(|(_, detail)| detail.as_str()).collect::<Vec<_>>(), ["1", "3"]);
    assert_eq!(told(0, 1), all[..1]);
    assert_eq!(told(all[0].0, 10), all[1..]);
}
