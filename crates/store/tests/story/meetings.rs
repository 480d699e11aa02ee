//! The part of the story about meetings: matters in their order, notes that are rewritten, settled once, or dropped.

use store::{
    Store,
    meetings::{self, MeetingRow, NoteRow},
};

use crate::{id, read, write};

pub fn gone_through(store: &Store) {
    let meeting = |n: u128, held_on: &str| MeetingRow {
        id: id(n),
        author: id(9302),
        name: "校长办公会".to_owned(),
        held_on: held_on.to_owned(),
        matters: vec![id(9311), id(9310)],
        made_at: 10,
    };
    let (first, second) = (meeting(9301, "2026-11-24"), meeting(9303, "2026-11-30"));
    for row in [first.clone(), second.clone()] {
        write(store, move |tx| meetings::create(tx, &row));
    }
    assert_eq!(read(store, |sql| meetings::find(sql, id(9301))), Some(first.clone()));
    assert_eq!(read(store, |sql| meetings::find(sql, id(9399))), None);
    assert_eq!(read(store, |sql| meetings::list(sql, 9)), [second.clone(), first]);
    assert_eq!(read(store, |sql| meetings::list(sql, 1)), [second]);

    let note = |n: u128, matter, noted_at| NoteRow {
        id: id(n),
        meeting: id(9301),
        matter,
        author: id(9302),
        text: "周五前报方案".to_owned(),
        noted_at,
        became: String::new(),
        settled_by: None,
        settled_at: 0,
    };
    for row in [note(9321, Some(id(9310)), 20), note(9320, None, 30)] {
        write(store, move |tx| meetings::add_note(tx, &row));
    }
    assert!(write(store, |tx| meetings::rewrite_note(tx, id(9320), "另行研究")));
    assert!(write(store, |tx| meetings::settle_note(tx, id(9321), "instruction:x", id(9302), 40)));
    assert!(!write(store, |tx| meetings::settle_note(tx, id(9321), "matter:y", id(9304), 50)), "the first word stays");
    assert!(!write(store, |tx| meetings::rewrite_note(tx, id(9321), "改写")), "settled");
    assert!(!write(store, |tx| meetings::drop_note(tx, id(9321))), "settled");
    let settled = NoteRow {
        became: "instruction:x".to_owned(),
        settled_by: Some(id(9302)),
        settled_at: 40,
        ..note(9321, Some(id(9310)), 20)
    };
    let rewritten = NoteRow { text: "另行研究".to_owned(), ..note(9320, None, 30) };
    assert_eq!(read(store, |sql| meetings::notes(sql, id(9301))), [settled.clone(), rewritten]);
    assert_eq!(read(store, |sql| meetings::find_note(sql, id(9321))), Some(settled));
    assert!(write(store, |tx| meetings::drop_note(tx, id(9320))));
    assert_eq!(read(store, |sql| meetings::find_note(sql, id(9320))), None);
    write(store, |tx| meetings::remove(tx, id(9301)));
    assert_eq!(read(store, |sql| meetings::find(sql, id(9301))), None);
    assert_eq!(read(store, |sql| meetings::notes(sql, id(9301))), []);
}
