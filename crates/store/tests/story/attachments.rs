//! Files: staged, adopted by a command, read back, found damaged, swept away.

use std::io::{Read, Write};

use store::{
    Store,
    files::{self, FileRow, Files},
    testing::TestDatabase,
};

use uuid::Uuid;

use super::{block_on, id, read, read_files, write};

pub fn attached_files(store: &Store, database: &TestDatabase) {
    let dir = database.dir().join("files");
    let files = Files::open(&dir).unwrap();
    let row = |id: Uuid, received: &files::Received, staged_until| FileRow {
        id,
        owner: None,
        name: "会议纪要.docx".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: received.size,
        sm3: received.sm3,
        sha256: received.sha256,
        label: "普通".to_owned(),
        stored_at: 5,
        stored_by: "person".to_owned(),
        staged_until,
    };
    let received = files.receive(id(1), &mut "abc".as_bytes()).unwrap();
    assert_eq!((received.id, received.size, received.sm3), (id(1), 3, crypto::sm3(b"abc")));
    assert_eq!(received.sha256[..4], [0xba, 0x78, 0x16, 0xbf]);
    let first = row(id(1), &received, Some(100));
    let staged = first.clone();
    write(store, move |tx| files::stage(tx, &staged));
    assert_eq!(read(store, |sql| files::find(sql, id(1))), Some(first.clone()));
    assert!(!write(store, |tx| files::adopt(tx, id(1), "matter:1", 100)), "its time has run out");
    assert!(write(store, |tx| files::adopt(tx, id(1), "matter:1", 99)));
    assert!(write(store, |tx| files::adopt(tx, id(1), "matter:1", 99)), "the same again");
    assert!(!write(store, |tx| files::adopt(tx, id(1), "matter:2", 99)), "another's");
    let adopted = FileRow { owner: Some("matter:1".to_owned()), staged_until: None, ..first };
    assert_eq!(read(store, |sql| files::of_owner(sql, "matter:1")), std::slice::from_ref(&adopted));
    assert_eq!(read(store, |sql| files::page(sql, None, 10)), std::slice::from_ref(&adopted));
    assert!(read(store, |sql| files::page(sql, Some(id(1)), 10)).is_empty());
    let mut text = String::new();
    files.read(id(1)).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "abc");
    assert!(files.is_intact(&adopted).unwrap());
    std::fs::write(files.path(id(1)), "abd").unwrap();
    assert!(!files.is_intact(&adopted).unwrap());

    let mut incoming = files.begin(id(2)).unwrap();
    incoming.write_all(b"in two ").unwrap();
    incoming.write_all(b"pieces").unwrap();
    incoming.flush().unwrap();
    assert_eq!((incoming.size(), incoming.path().exists(), files.path(id(2)).exists()), (13, true, false));
    let received = incoming.finish().unwrap();
    assert_eq!(received.sm3, crypto::sm3(b"in two pieces"));
    let broken_off = files.begin(id(3)).unwrap();
    let path = broken_off.path().to_owned();
    drop(broken_off);
    assert!(!path.exists());
    assert_eq!(read_files(store, &files), [id(2)], "it has no row yet");
    let second = row(id(2), &received, Some(100));
    write(store, move |tx| files::stage(tx, &second));
    assert!(!write(store, |tx| files::discard(tx, id(1), "person")), "it was adopted");
    assert!(!write(store, |tx| files::discard(tx, id(2), "other")), "not theirs");
    let sweep = |now| block_on(files::sweep(store, &files, now)).unwrap();
    assert_eq!((sweep(99), sweep(100)), (0, 1));
    assert!(!files.path(id(2)).exists());
    let received = files.receive(id(4), &mut "x".as_bytes()).unwrap();
    let third = row(id(4), &received, Some(100));
    write(store, move |tx| files::stage(tx, &third));
    assert!(write(store, |tx| files::discard(tx, id(4), "person")));
    files.remove(id(4)).unwrap();
    files.remove(id(4)).unwrap();
    files.remove(id(1)).unwrap();
    assert!(!files.is_intact(&adopted).unwrap());
    assert!(files.read(id(1)).is_err());
    assert!(read_files(store, &files).is_empty());
    std::fs::write(dir.join("incoming").join("left"), "x").unwrap();
    assert_eq!(files.sweep_temporary(0).unwrap(), 0);
    assert_eq!(files.sweep_temporary(i64::MAX).unwrap(), 1);
}
