//! Databases for tests: SQLite in a scratch directory, or a database of its own on a real PostgreSQL.
//!
//! The server is the one named by `DUBAN_TEST_POSTGRES` (`scripts/test-postgres start` prints it); without that, each process
//! starts one for itself, which is stopped once the process has ended.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crypto::Keys;

use crate::db::{Location, Postgres};
use crate::{Access, Kind, Store, StoreError};

/// A database that goes when this does. Close its stores first.
pub struct TestDatabase {
    location: Location,
    dir: tempfile::TempDir,
}

impl TestDatabase {
    pub fn sqlite() -> TestDatabase {
        let dir = scratch();
        TestDatabase { location: Location::Sqlite(dir.path().join("data")), dir }
    }

    /// # Panics
    /// Where no PostgreSQL server can be had.
    pub fn postgres() -> TestDatabase {
        let random: [u8; 8] = crypto::random_bytes().expect("the system gives randomness");
        let name = format!("duban_test_{:016x}", u64::from_be_bytes(random));
        on_server(&format!("create database {name}"));
        TestDatabase { location: Location::Postgres(with_database(server(), &name)), dir: scratch() }
    }

    /// One of each, for tests that run on both.
    pub fn both() -> [TestDatabase; 2] {
        [TestDatabase::sqlite(), TestDatabase::postgres()]
    }

    pub fn location(&self) -> &Location {
        &self.location
    }

    /// A scratch directory for the files and anchors beside the database.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Opens it with the fixed keys.
    pub fn try_open(&self, access: Access, known: &[Kind]) -> Result<Store, StoreError> {
        Store::open(&self.location, access, Keys::fixed_for_tests(), known)
    }

    /// # Panics
    /// Where it does not open.
    pub fn open(&self, known: &[Kind]) -> Store {
        self.try_open(Access::ReadWrite, known).expect("the test database opens")
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Location::Postgres(url) = &self.location {
            let name = url.split(['/', '?']).find(|part| part.starts_with("duban_test_")).unwrap_or_default();
            on_server(&format!("drop database if exists {name} with (force)"));
        }
    }
}

fn scratch() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("duban-test-").tempdir().expect("a scratch directory is made")
}

/// The URL of the server, started once a process.
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| given().unwrap_or_else(start))
}

#[expect(clippy::disallowed_methods, reason = "the Makefile tells tests of its server by the environment only")]
fn given() -> Option<String> {
    std::env::var("DUBAN_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// Starts a server that listens on a socket in a directory of its own, and a shell that stops it when this process has gone.
fn start() -> String {
    let dir = scratch().keep();
    let bin = binaries();
    let root = owner(&dir) == 0;
    if root {
        run(Command::new("chown").arg("postgres").arg(&dir));
    }
    let data = dir.join("data");
    let (data_text, dir_text, bin_text) = (data.display(), dir.display(), bin.display());
    let as_server = |script: String| {
        let mut command = Command::new(if root { "runuser" } else { "sh" });
        if root {
            command.args(["-u", "postgres", "--", "sh"]);
        }
        command.arg("-c").arg(script).current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    run(&mut as_server(format!(
        "'{bin_text}/initdb' -D '{data_text}' -U postgres -A trust -E UTF8 --locale=C --no-sync"
    )));
    run(&mut as_server(format!(
        "'{bin_text}/pg_ctl' -D '{data_text}' -w -l '{dir_text}/log' -o \"-c listen_addresses='' \
         -c unix_socket_directories='{dir_text}' -c fsync=off -c max_connections=200\" start"
    )));
    let pid = std::process::id();
    run(&mut as_server(format!(
        "setsid sh -c \"while kill -0 {pid} || test -d /proc/{pid}; do sleep 1; done; \
         '{bin_text}/pg_ctl' -D '{data_text}' -m immediate stop; rm -rf '{dir_text}'\" >/dev/null 2>&1 &"
    )));
    format!("postgres://postgres@localhost/postgres?host={dir_text}")
}

/// The newest PostgreSQL of this machine.
fn binaries() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").exists()).max();
    newest.expect("PostgreSQL is installed under /usr/lib/postgresql: apt-get install postgresql")
}

fn owner(path: &Path) -> u32 {
    std::os::unix::fs::MetadataExt::uid(&path.metadata().expect("the directory was just made"))
}

fn run(command: &mut Command) {
    let status = command.status().expect("the command starts");
    assert!(status.success(), "{command:?}: {status}");
}

fn with_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let place = address.rfind('/').expect("the URL names a database");
    let question = if options.is_empty() { "" } else { "?" };
    format!("{}/{name}{question}{options}", &address[..place])
}

/// Runs a statement on the server's own database, on a thread that may wait.
fn on_server(sql: &str) {
    let done = std::thread::scope(|scope| {
        let work = || -> Result<(), StoreError> {
            let runtime = crate::store::runtime()?;
            let mut db = Postgres::connect(server(), runtime.handle())?;
            let done = db.script(sql);
            db.close();
            done
        };
        scope.spawn(work).join()
    });
    match done {
        Ok(Ok(())) => {}
        other => eprintln!("{sql}: {other:?}"),
    }
}
