//! The part of the story about imports: a file with its lines, counted by what they are, and columns that are remembered.

use store::{
    Store,
    files::{self, FileRow},
    imports::{self, Counts, ImportRow, LineRow, Lines},
};

use crate::{id, read, write};

pub fn looked_through(store: &Store) {
    let import = id(9201);
    let row = |name: &str, state: &str, saved_at| ImportRow {
        id: import,
        author: id(9202),
        name: name.to_owned(),
        file: id(9203),
        state: state.to_owned(),
        body: "{}".to_owned(),
        made_at: 10,
        saved_at,
    };
    let staged = FileRow {
        id: id(9203),
        owner: Some(imports::file_owner(import)),
        name: "纪要.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        size: 3,
        sm3: [0; 32],
        sha256: [0; 32],
        label: String::new(),
        stored_at: 5,
        stored_by: "clerk".to_owned(),
        staged_until: None,
    };
    write(store, move |tx| files::stage(tx, &staged));
    for row in [row("纪要.txt", "waiting", 10), row("纪要.txt", "read", 20)] {
        write(store, move |tx| imports::put(tx, &row));
    }
    assert_eq!(read(store, move |sql| imports::find(sql, import)), Some(row("纪要.txt", "read", 20)));
    assert_eq!(read(store, move |sql| imports::find(sql, id(9299))), None);
    let ids: Vec<_> = read(store, |sql| imports::list(sql, 5)).into_iter().map(|row| row.id).collect();
    assert_eq!(ids, [import]);
    lines_of(store, import);
    assert!(imports::owns_file(&imports::file_owner(import)) && !imports::owns_file("draft:x:y"));
    for body in ["一", "二"] {
        write(store, move |tx| imports::remember(tx, "headings", body, 30));
    }
    write(store, |tx| imports::remember(tx, "others", "三", 20));
    assert_eq!(read(store, |sql| imports::remembered(sql, 9)), ["二", "三"]);
    write(store, move |tx| imports::remove(tx, import, 40));
    assert_eq!(read(store, move |sql| imports::find(sql, import)), None);
    assert_eq!(read(store, move |sql| imports::lines(sql, import, Lines::All, -1, 9)), []);
    let file = read(store, |sql| files::find(sql, id(9203))).unwrap();
    assert_eq!((file.owner, file.staged_until), (None, Some(40)), "left to the sweep");
}

fn lines_of(store: &Store, import: uuid::Uuid) {
    let line = |place, state: &str, faulty, doubtful| LineRow {
        place,
        state: state.to_owned(),
        faulty,
        doubtful,
        body: format!("{place}"),
        matter: (state == "done").then(|| id(9210)),
    };
    let first = vec![line(1, "open", true, false)];
    write(store, move |tx| imports::replace_lines(tx, import, &first));
    let all = [
        line(1, "open", false, false),
        line(2, "open", true, false),
        line(3, "open", false, true),
        line(4, "dropped", false, true),
        line(5, "merged", true, false),
        line(6, "done", false, false),
    ];
    let put = all.clone();
    write(store, move |tx| imports::replace_lines(tx, import, &put));
    let places = |which, after, limit| {
        let lines = read(store, move |sql| imports::lines(sql, import, which, after, limit));
        lines.into_iter().map(|line| line.place).collect::<Vec<_>>()
    };
    assert_eq!(places(Lines::All, -1, 9), [1, 2, 3, 4, 5, 6]);
    assert_eq!(places(Lines::All, 2, 2), [3, 4]);
    assert_eq!(places(Lines::Open, -1, 9), [1, 2, 3]);
    assert_eq!(places(Lines::Faulty, -1, 9), [2]);
    assert_eq!(places(Lines::Doubtful, -1, 9), [2, 3]);
    assert_eq!(places(Lines::Dropped, -1, 9), [4, 5]);
    assert_eq!(places(Lines::Done, -1, 9), [6]);
    let counts = Counts { all: 6, open: 3, faulty: 1, doubtful: 2, dropped: 2, done: 1 };
    assert_eq!(read(store, move |sql| imports::counts(sql, import)), counts);
    assert_eq!(read(store, move |sql| imports::find_line(sql, import, 6)), Some(all[5].clone()));
    let mended = line(2, "open", false, false);
    write(store, move |tx| imports::put_line(tx, import, &mended));
    assert_eq!(places(Lines::Faulty, -1, 9), Vec::<i64>::new());
}
