//! Matters by their words, and the texts of attachments. What a word is (a token) is the caller's business: here tokens
//! are letters and digits without blanks, and a text is its tokens with one blank before and behind each (`matter_text.words`).
//!
//! SQLite finds tokens in order by itself (FTS5); PostgreSQL finds texts that have them all (`tsvector`, GIN), and those in
//! which several of them follow each other are picked out from these.

use uuid::Uuid;

use crate::{Dialect, Row, Sql, StoreError, Tx, Value, args};

/// Tokens that follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// at least one
    pub tokens: Vec<String>,
    /// the last token may go on
    pub open: bool,
}

/// One phrase of each group has to be in a text.
pub type Groups = Vec<Vec<Phrase>>;

impl Phrase {
    pub fn token(token: impl Into<String>) -> Phrase {
        Phrase { tokens: vec![token.into()], open: false }
    }

    /// As it stands in a text.
    fn in_order(&self) -> String {
        let end = if self.open { "" } else { " " };
        format!(" {}{end}", self.tokens.join(" "))
    }
}

/// The places of the newest matters that have the words, the newest first; `limit` at most. No groups: none.
pub fn newest(sql: &mut dyn Sql, groups: &Groups, limit: usize) -> Result<Vec<i64>, StoreError> {
    if groups.is_empty() || groups.iter().any(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let rows = match sql.dialect() {
        Dialect::Sqlite => {
            let select =
                format!("select rowid from matter_words where matter_words match $1 order by rowid desc limit {limit}");
            sql.query(&select, &args![for_fts5(groups)])?
        }
        Dialect::Postgres => {
            let mut args = vec![Value::from(for_tsquery(groups))];
            let follow = in_order(groups, &mut args);
            let select = format!(
                "select place from matter_text where tokens @@ $1::text::tsquery{follow} order by place desc limit {limit}"
            );
            sql.query(&select, &args)?
        }
    };
    rows.iter().map(|row| row.int(0)).collect()
}

fn for_fts5(groups: &Groups) -> String {
    let phrase = |phrase: &Phrase| format!("\"{}\"{}", phrase.tokens.join(" "), if phrase.open { "*" } else { "" });
    joined(groups, phrase, " OR ", " AND ")
}

fn for_tsquery(groups: &Groups) -> String {
    let phrase = |phrase: &Phrase| {
        let last = phrase.tokens.len() - 1;
        let token = |(place, token): (usize, &String)| {
            format!("'{token}'{}", if phrase.open && place == last { ":*" } else { "" })
        };
        let tokens: Vec<String> = phrase.tokens.iter().enumerate().map(token).collect();
        format!("({})", tokens.join(" & "))
    };
    joined(groups, phrase, " | ", " & ")
}

fn joined(groups: &Groups, phrase: impl Fn(&Phrase) -> String, or: &str, and: &str) -> String {
    let group = |group: &Vec<Phrase>| format!("({})", group.iter().map(&phrase).collect::<Vec<_>>().join(or));
    groups.iter().map(group).collect::<Vec<_>>().join(and)
}

/// Clauses for the groups that have phrases of several tokens.
fn in_order(groups: &Groups, args: &mut Vec<Value>) -> String {
    let mut clauses = String::new();
    for group in groups.iter().filter(|group| group.iter().any(|phrase| phrase.tokens.len() > 1)) {
        let likes: Vec<String> = group
            .iter()
            .map(|phrase| {
                args.push(Value::from(phrase.in_order()));
                format!("position(${} in words || file_words) > 0", args.len())
            })
            .collect();
        clauses.push_str(&format!(" and ({})", likes.join(" or ")));
    }
    clauses
}

/// What was read of an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    pub file: Uuid,
    pub matter: Uuid,
    pub name: String,
    /// empty while it was not read, or cannot be
    pub plain: String,
}

/// An attachment is to be read. It is found by its name from now on, by [`set_file_words`]; nothing changes where it is known.
pub fn add_file(tx: &mut Tx<'_>, file: Uuid, matter: Uuid, name: &str) -> Result<(), StoreError> {
    let insert =
        "insert into file_text (file, matter, name, state) values ($1, $2, $3, 'waiting') on conflict do nothing";
    tx.execute(insert, &args![file, matter, name]).map(drop)
}

/// Attachments that wait to be read.
pub fn waiting_files(sql: &mut dyn Sql, limit: i64) -> Result<Vec<FileText>, StoreError> {
    let select = "select file, matter, name, plain from file_text where state = 'waiting' order by file limit $1";
    sql.query(select, &args![limit])?.iter().map(file_text).collect()
}

pub fn files_of(sql: &mut dyn Sql, matter: Uuid) -> Result<Vec<FileText>, StoreError> {
    let select = "select file, matter, name, plain from file_text where matter = $1 order by file";
    sql.query(select, &args![matter])?.iter().map(file_text).collect()
}

/// The text of an attachment.
pub fn read_file(tx: &mut Tx<'_>, file: Uuid, plain: &str) -> Result<(), StoreError> {
    tx.execute("update file_text set state = 'read', plain = $2 where file = $1", &args![file, plain]).map(drop)
}

/// It could not be read; after so many tries it waits no more.
pub fn fail_file(tx: &mut Tx<'_>, file: Uuid, most: i64) -> Result<(), StoreError> {
    let update = "update file_text set tries = tries + 1, \
                  state = case when tries + 1 >= $2 then 'unreadable' else state end where file = $1";
    tx.execute(update, &args![file, most]).map(drop)
}

/// The tokens of a matter's attachments.
pub fn set_file_words(tx: &mut Tx<'_>, matter: Uuid, words: &str) -> Result<(), StoreError> {
    let update = "update matter_text set file_words = $2 where matter = $1 and file_words <> $2";
    tx.execute(update, &args![matter, words]).map(drop)
}

fn file_text(row: &Row) -> Result<FileText, StoreError> {
    Ok(FileText { file: row.uuid(0)?, matter: row.uuid(1)?, name: row.string(2)?, plain: row.string(3)? })
}
