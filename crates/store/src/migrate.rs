//! The tables. One `.sql` file serves both databases wherever they agree, in SQLite's words: for PostgreSQL `integer` becomes
//! `bigint`, `blob` `bytea`, `text` gets `collate "C"` (so that both sort alike) and `strict` is left out. Where the two
//! differ (triggers), two files of the same name stand side by side.

use crate::db::Db;
use crate::{Sql, StoreError, args};

/// One step; each is a transaction of its own, so that a killed process takes up where it stopped.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// 1, 2, 3 …; never changed once released.
    pub version: i64,
    pub name: &'static str,
    source: Source,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Shared(&'static str),
    Each { sqlite: &'static str, postgres: &'static str },
}

macro_rules! shared {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            source: Source::Shared(include_str!(concat!("../migrations/", $name, ".sql"))),
        }
    };
}

macro_rules! each {
    ($version:literal, $name:literal) => {
        Migration {
            version: $version,
            name: $name,
            source: Source::Each {
                sqlite: include_str!(concat!("../migrations/", $name, ".sqlite.sql")),
                postgres: include_str!(concat!("../migrations/", $name, ".postgres.sql")),
            },
        }
    };
}

/// All of them, in order.
pub const MIGRATIONS: &[Migration] = &[
    shared!(1, "0001_logs"),
    each!(2, "0002_append_only"),
    shared!(3, "0003_accounts"),
    shared!(4, "0004_work"),
    shared!(5, "0005_views"),
    shared!(6, "0006_time"),
    shared!(7, "0007_signing"),
    shared!(8, "0008_papers"),
    shared!(9, "0009_paper_files"),
    each!(10, "0010_search"),
    shared!(11, "0011_import"),
    shared!(12, "0012_ledger"),
    shared!(13, "0013_sealed_digest"),
    shared!(14, "0014_counts"),
    shared!(15, "0015_records"),
    shared!(16, "0016_meetings"),
];

/// Brings the database up to this program; refuses one that is newer.
pub(crate) fn run(db: &mut Db) -> Result<(), StoreError> {
    in_transaction(db, |db| db.script(&translated(db, FIRST)))?;
    for migration in MIGRATIONS {
        in_transaction(db, |db| {
            // Asked inside the transaction: on PostgreSQL another instance may have been faster.
            let found = version(db)?;
            if found > newest() {
                return Err(StoreError::UnknownSchema { found, known: newest() });
            }
            if found < migration.version { apply(db, migration) } else { Ok(()) }
        })?;
    }
    Ok(())
}

/// For read-only commands: the database must already be as this program knows it.
pub(crate) fn check(db: &mut Db) -> Result<(), StoreError> {
    let (found, known) = (version(db)?, newest());
    match found.cmp(&known) {
        std::cmp::Ordering::Less => Err(StoreError::NotMigrated { found, known }),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::UnknownSchema { found, known }),
    }
}

const FIRST: &str = "create table if not exists migration (version integer primary key, name text not null) strict;";

fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

fn version(db: &mut Db) -> Result<i64, StoreError> {
    let row = db.first("select coalesce(max(version), 0) from migration", &[])?;
    row.map_or(Ok(0), |row| row.int(0))
}

fn apply(db: &mut Db, migration: &Migration) -> Result<(), StoreError> {
    let script = match (migration.source, &*db) {
        (Source::Shared(text), db) => translated(db, text),
        (Source::Each { sqlite, .. }, Db::Sqlite(_)) => sqlite.to_owned(),
        (Source::Each { postgres, .. }, Db::Postgres(_)) => postgres.to_owned(),
    };
    db.script(&script)?;
    db.execute("insert into migration (version, name) values ($1, $2)", &args![migration.version, migration.name])?;
    tracing::info!(migration = migration.name, "migrated");
    Ok(())
}

fn in_transaction(db: &mut Db, work: impl FnOnce(&mut Db) -> Result<(), StoreError>) -> Result<(), StoreError> {
    db.begin_write()?;
    let done = work(db).and_then(|()| db.commit());
    if done.is_err() {
        db.rollback();
    }
    done
}

fn translated(db: &Db, text: &str) -> String {
    match db {
        Db::Sqlite(_) => text.to_owned(),
        Db::Postgres(_) => for_postgres(text),
    }
}

/// Translates word by word, leaving comments and quoted strings alone.
fn for_postgres(text: &str) -> String {
    text.lines().map(line_for_postgres).collect::<Vec<_>>().join("\n")
}

fn line_for_postgres(line: &str) -> String {
    let (code, comment) = line.split_at(line.find("--").unwrap_or(line.len()));
    let parts = code.split('\'').enumerate();
    let translated = parts.map(|(place, part)| if place % 2 == 0 { words(part) } else { part.to_owned() });
    translated.collect::<Vec<_>>().join("'") + comment
}

fn words(code: &str) -> String {
    let word_end = |c: char| !(c.is_alphanumeric() || c == '_');
    code.split_inclusive(word_end)
        .map(|piece| {
            let word = piece.trim_end_matches(word_end);
            let rest = &piece[word.len()..];
            match word {
                "integer" => format!("bigint{rest}"),
                "blob" => format!("bytea{rest}"),
                "text" => format!("text collate \"C\"{rest}"),
                "strict" => rest.to_owned(),
                _ => piece.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translates_types_but_not_names_strings_or_comments() {
        assert_eq!(
            for_postgres("create table t (a integer, text_id text not null default 'text', b blob) strict; -- text"),
            "create table t (a bigint, text_id text collate \"C\" not null default 'text', b bytea) ; -- text"
        );
    }

    #[test]
    fn versions_and_file_names_agree() {
        for migration in MIGRATIONS {
            assert_eq!(migration.name[..4].parse(), Ok(migration.version), "{}", migration.name);
        }
        assert!(MIGRATIONS.is_sorted_by(|a, b| a.version < b.version));
    }
}
