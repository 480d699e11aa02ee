//! An export, loaded into an empty installation with keys of its own, and exported again: the two are the same.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use app::{
    App, Places,
    accounts::Limits,
    export::{Package, Progress, Taken, Unfit},
    ports::{CountingIds, SetClock},
};
use crypto::Keys;
use store::{Access, Store, files::Files, testing::TestDatabase};

/// An empty installation with keys that no other has.
pub fn empty(database: &TestDatabase, clock: Arc<SetClock>) -> App {
    opened(database, clock, database.dir().join("anchors.txt"))
}

pub fn opened(database: &TestDatabase, clock: Arc<SetClock>, anchors: PathBuf) -> App {
    let keys = Keys::load_or_create(&database.dir().join("keys")).unwrap();
    let store = Store::open(database.location(), Access::ReadWrite, keys, &App::known_kinds()).unwrap();
    let places = Places { files: Files::open(database.dir().join("files")).unwrap(), anchors };
    App::open(store, places, clock, Arc::new(CountingIds::default()), Limits::default())
}

pub fn silent() -> Progress {
    Arc::new(|_, _| {})
}

pub async fn export(app: &App, to: &Path) {
    app.export(to.to_owned(), None, silent()).await.unwrap();
}

pub async fn load(app: &App, from: &Path) -> Result<Taken, Unfit> {
    let package = Package::open(from, None, None)?;
    package.check(&silent())?;
    app.load_export(package, silent()).await
}

/// Every file below a folder, with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => {
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                    found.insert(name, fs::read(&path).unwrap());
                }
            }
        }
    }
    found
}

/// Gives the copy, proved.
pub async fn comes_back_the_same(app: &App, clock: Arc<SetClock>, to: &TestDatabase) -> App {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    export(app, &first).await;
    let copy = empty(to, clock);
    let taken = load(&copy, &first).await.unwrap();
    assert!(!taken.same_chain, "the copy has keys of its own");
    let (proved, before) = (copy.verify().await.unwrap(), app.verify().await.unwrap());
    assert_eq!(proved.faults, Vec::<String>::new());
    let counted = |proved: &app::Verified| (proved.events, proved.files, proved.matters, proved.view_rows);
    assert_eq!(counted(&proved), counted(&before));

    export(&copy, &second).await;
    let (one, other) = (contents(&first), contents(&second));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        match name.as_str() {
            // other keys
            "manifest.json" | "manifest.sig" | "public-key.pem" => {}
            "audit.jsonl" => {
                let more = other[name].strip_prefix(bytes.as_slice()).expect("the audit log goes on where it ended");
                let more = std::str::from_utf8(more).unwrap();
                assert!(more.lines().count() == 1 && more.contains("load-export"), "{more}");
            }
            _ => assert!(other[name] == *bytes, "{name} is another one"),
        }
    }
    copy
}
