//! What an export carries from one installation to another: every table that holds what follows from nothing else, column by
//! column. [`TABLES`] are in the order in which they can be written; [`LEFT`] names all others and why they stay. A table that is
//! in neither list, or a column that is in no table, fails a test: whoever adds one decides.
//!
//! Rows are written as they were read, except those of the two logs, which are chained anew ([`crate::event_log::append`],
//! [`crate::audit::append`]), and sealed texts ([`crate::sealed::page`], [`crate::sealed::put_carried`]).

use crate::chain;
use crate::{Row, Sql, StoreError, Tx, Value};

/// One file of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    /// the file of its lines
    pub file: &'static str,
    /// the first so many columns are its key, and its order
    pub key: usize,
    pub columns: &'static [Column],
    /// which rows go; "" for all
    filter: &'static str,
    /// columns that are not carried: they follow from the others, or from the filter
    pub without: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub form: Form,
}

/// How a cell is written in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    /// text that may be locked with a passphrase
    Secret,
    Int,
    Bool,
    /// microseconds since 1970, written as an instant
    Instant,
    /// the same, 0 for never
    Never,
    /// bytes, written as hexadecimal digits
    Bytes,
    /// JSON, exactly as it was kept; the last column
    Json,
}

const fn column(name: &'static str, form: Form) -> Column {
    Column { name, form }
}

macro_rules! table {
    ($name:literal, $file:literal, key $key:literal, [$($column:ident $form:ident),+ $(,)?]
        $(, where $filter:literal)? $(, without $without:expr)?) => {
        Table {
            name: $name,
            file: $file,
            key: $key,
            columns: &[$(column(stringify!($column), Form::$form)),+],
            filter: concat!("" $(, $filter)?),
            without: { let without: &[&str] = &[]; $(let _ = without; let without: &[&str] = $without;)? without },
        }
    };
}

/// Every event in the order of the log. `digest` covers the row and needs no key; the chained `mac` belongs to one
/// installation's key and stays there.
pub const EVENTS: Table = table!("event", "events.jsonl", key 1, [
    position Int, stream Text, aggregate Text, version Int, kind Text, schema Int, recorded_at Instant, occurred_on Text,
    actor Text, on_behalf Text, recorder Text, command_id Text, digest Bytes, body Json,
], without &["mac"]);

pub const AUDIT: Table = table!("audit", "audit.jsonl", key 1, [
    position Int, at Instant, actor Text, action Text, object Text, address Text, result Text, request_id Text, digest Bytes,
    detail Json,
], without &["mac"]);

/// Not rows as they are stored: the texts are opened ([`crate::sealed::page`]).
pub const SEALED: Table = table!("sealed", "sealed.jsonl", key 1, [
    id Text, scope Text, erased Bool, digest Text, text Secret,
], without &["nonce", "ciphertext"]);

pub const FILES: Table = table!("file", "files.jsonl", key 1, [
    id Text, owner Text, name Text, media_type Text, size Int, sm3 Bytes, sha256 Bytes, label Text, stored_at Instant,
    stored_by Text,
], where "staged_until is null", without &["staged_until"]);

pub const LOGINS: Table = table!("login", "accounts.jsonl", key 1, [
    folded Text, name Text, person Text, password Secret, must_change Bool, disabled Bool, valid_until Instant,
    created_at Instant, changed_at Instant,
]);

/// In the order in which they are written.
pub const TABLES: &[Table] = &[
    EVENTS,
    AUDIT,
    table!("scope_key", "erased.jsonl", key 1, [scope Text, erased_at Instant], where "erased_at is not null",
        without &["nonce", "wrapped"]),
    SEALED,
    FILES,
    table!("paper", "papers.jsonl", key 1, [
        id Text, matter Text, kind Text, about Int, unit Text, edition Int, entry Int, ordered_at Instant, state Text,
        tries Int, pages Int, missing Text, program Text, file Text,
    ]),
    LOGINS,
    table!("former_password", "former-passwords.jsonl", key 2, [folded Text, changed_at Instant, password Secret]),
    table!("api_token", "tokens.jsonl", key 1, [
        id Text, hash Bytes, person Text, name Text, read_only Bool, created_at Instant, expires_at Instant, used_at Instant,
        revoked_at Instant,
    ]),
    table!("feed", "feeds.jsonl", key 1, [id Text, person Text, digest Bytes, created_at Instant, used_at Never]),
    table!("contact_choice", "contact-choices.jsonl", key 1, [person Text, body Json]),
    table!("inbox", "inbox.jsonl", key 1, [
        id Text, person Text, kind Text, created_at Instant, read_at Never, body Json,
    ]),
    table!("draft", "drafts.jsonl", key 2, [matter Text, act Text, author Text, saved_at Instant, body Json]),
    table!("import", "imports.jsonl", key 1, [
        id Text, author Text, name Text, file Text, state Text, made_at Instant, saved_at Instant, body Json,
    ]),
    table!("import_line", "import-lines.jsonl", key 2, [
        import Text, place Int, state Text, faulty Int, doubtful Int, matter Text, body Json,
    ]),
    table!("import_mapping", "ledger-columns.jsonl", key 1, [fingerprint Text, saved_at Instant, body Json]),
    table!("saved_view", "ledger-views.jsonl", key 1, [
        id Text, owner Text, name Text, query Text, shared Int, place Int, made_at Instant,
    ]),
    table!("default_view", "default-views.jsonl", key 1, [person Text, view Text]),
    table!("batch", "batches.jsonl", key 1, [
        id Text, person Text, act Text, made_at Instant, ran_at Never, ended_at Never,
    ]),
    table!("batch_item", "batch-items.jsonl", key 2, [batch Text, place Int, matter Text, outcome Text]),
    table!("meeting", "meetings.jsonl", key 1, [
        id Text, author Text, name Text, held_on Text, matters Text, made_at Instant,
    ]),
    table!("meeting_note", "meeting-notes.jsonl", key 1, [
        id Text, meeting Text, matter Text, author Text, words Text, noted_at Instant, became Text, settled_by Text,
        settled_at Never,
    ]),
    table!("reminder", "reminders.jsonl", key 2, [matter Text, duty Int, day Text]),
    table!("counter", "counters.jsonl", key 2, [name Text, year Int, first Int, last Int]),
    table!("clock_mark", "clock.jsonl", key 1, [name Text, day Text, held_at Never, held_on Text]),
];

/// (table, why it stays)
pub const LEFT: &[(&str, &str)] = &[
    ("migration", "the program makes its tables itself"),
    ("event_kind", "follows from the events"),
    ("anchor", "names macs, which belong to one installation's key"),
    ("login_try", "of the last minutes"),
    ("session", "people sign in anew"),
    ("setup_link", "good for a day, in one installation"),
    ("lease", "of running processes"),
    ("outbox", "what waits to be mailed stands in the inbox; the old installation may still mail it"),
    ("mail_count", "of the last days"),
    ("receipt", "of the last day"),
    ("view_make", "views are made of the events"),
    ("matter_view", "a view"),
    ("matter_unit", "a view"),
    ("matter_text", "a view"),
    ("audience", "a view"),
    ("duty_view", "a view"),
    ("waiting_view", "a view"),
    ("matter_count", "a view"),
    ("tally", "a view"),
    ("record_view", "a view"),
    ("file_text", "read anew from the files"),
];

/// The table whose lines that file holds.
pub fn of_file(file: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.file == file)
}

/// At most `limit` rows after that key (empty: from the start), in the order of the key, with the table's columns.
///
/// For [`SEALED`] see [`crate::sealed::page`].
pub fn page(sql: &mut dyn Sql, table: &Table, after: &[Value], limit: i64) -> Result<Vec<Row>, StoreError> {
    let keys = names(&table.columns[..table.key]);
    let places: Vec<String> = (1..=after.len()).map(|place| format!("${place}")).collect();
    let later = if after.is_empty() { String::new() } else { format!("({keys}) > ({})", places.join(", ")) };
    let conditions: Vec<&str> = [later.as_str(), table.filter].into_iter().filter(|one| !one.is_empty()).collect();
    let narrowed = if conditions.is_empty() { String::new() } else { format!(" where {}", conditions.join(" and ")) };
    let (columns, name, limited) = (names(table.columns), table.name, after.len() + 1);
    let mut args = after.to_vec();
    args.push(limit.into());
    sql.query(&format!("select {columns} from {name}{narrowed} order by {keys} limit ${limited}"), &args)
}

/// Writes one row, of a table that is neither a log nor [`SEALED`].
pub fn add(tx: &mut Tx<'_>, table: &Table, row: &[Value]) -> Result<(), StoreError> {
    let places: Vec<String> = (1..=row.len()).map(|place| format!("${place}")).collect();
    let (name, columns, places) = (table.name, names(table.columns), places.join(", "));
    tx.execute(&format!("insert into {name} ({columns}) values ({places})"), row)?;
    Ok(())
}

/// The first table that holds something, if any does: a database may take an export only where none does.
pub fn occupied(sql: &mut dyn Sql) -> Result<Option<&'static str>, StoreError> {
    for table in TABLES {
        if sql.first(&format!("select 1 from {} limit 1", table.name), &[])?.is_some() {
            return Ok(Some(table.name));
        }
    }
    Ok(None)
}

/// The digest that a row of [`EVENTS`] or [`AUDIT`] has to have: what its log will hash. `None` for other tables.
pub fn digest(table: &Table, row: &[Value]) -> Option<[u8; 32]> {
    if *table != EVENTS && *table != AUDIT {
        return None;
    }
    let hashed = table.columns.iter().zip(row).filter(|(column, _)| column.name != "digest");
    let fields: Vec<Value> = hashed.map(|(_, value)| value.clone()).collect();
    Some(chain::digest(table.name, &fields))
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

impl Row {
    /// All cells, in the order of the `select`.
    pub fn into_values(self) -> Vec<Value> {
        self.0
    }
}
