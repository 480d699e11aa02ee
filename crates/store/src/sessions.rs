//! Who is signed in. Of a session's id only the hash is stored, so that a copy of the table opens nothing.

use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

/// A session to be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// What it is listed and ended by; not what the cookie holds.
    pub id: Uuid,
    /// `crypto::Token::hash` of what the cookie holds.
    pub hash: [u8; 32],
    pub person: Uuid,
    /// The secret of its forms.
    pub csrf: String,
    pub created_at: Micros,
    /// It ends after so long without a [`touch`].
    pub idle_for: Micros,
    /// It ends then in any case.
    pub expires_at: Micros,
    pub address: String,
    pub agent: String,
    /// Of the single sign-on that opened it, for [`end_by_ticket`].
    pub ticket: Option<String>,
}

/// A session that lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: Uuid,
    pub person: Uuid,
    pub csrf: String,
    pub created_at: Micros,
    pub last_seen_at: Micros,
    pub idle_for: Micros,
    pub expires_at: Micros,
    pub address: String,
    pub agent: String,
}

pub fn begin(tx: &mut Tx<'_>, session: &NewSession) -> Result<(), StoreError> {
    tx.execute(
        "insert into session (hash, id, person, csrf, created_at, seen_at, idle_for, expires_at, address, agent, ticket) \
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)",
        &args![
            session.hash,
            session.id,
            session.person,
            &session.csrf,
            session.created_at,
            session.idle_for,
            session.expires_at,
            &session.address,
            &session.agent,
            session.ticket.as_ref(),
        ],
    )?;
    Ok(())
}

/// The session with this hash, if it lives.
pub fn find(sql: &mut dyn Sql, hash: &[u8; 32], now: Micros) -> Result<Option<Session>, StoreError> {
    let row = sql.first(concat!(select!(), " where hash = $1 and ", lives!("$2")), &args![*hash, now])?;
    row.as_ref().map(session).transpose()
}

/// A person's doing keeps the session alive; false where it has ended. A write each: the caller does it once a minute at most.
pub fn touch(tx: &mut Tx<'_>, hash: &[u8; 32], now: Micros) -> Result<bool, StoreError> {
    let changed =
        tx.execute(concat!("update session set seen_at = $2 where hash = $1 and ", lives!("$2")), &args![*hash, now])?;
    Ok(changed > 0)
}

/// Ends the session with this hash: signing out.
pub fn end(tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from session where hash = $1", &args![*hash])? > 0)
}

/// Ends one session of this person; false where it is not theirs.
pub fn end_one_of(tx: &mut Tx<'_>, person: Uuid, id: Uuid) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from session where person = $1 and id = $2", &args![person, id])? > 0)
}

/// Ends all sessions of a person, but for the one to be kept; gives how many.
pub fn end_all_of(tx: &mut Tx<'_>, person: Uuid, except: Option<Uuid>) -> Result<u64, StoreError> {
    let kept = except.map_or_else(String::new, |id| id.to_string());
    tx.execute("delete from session where person = $1 and id <> $2", &args![person, kept])
}

/// Ends what a single sign-on had opened, when the provider says so.
pub fn end_by_ticket(tx: &mut Tx<'_>, ticket: &str) -> Result<u64, StoreError> {
    tx.execute("delete from session where ticket = $1", &args![ticket])
}

/// A person's sessions that live, the newest first.
pub fn list(sql: &mut dyn Sql, person: Uuid, now: Micros) -> Result<Vec<Session>, StoreError> {
    let rows = sql.query(
        concat!(select!(), " where person = $1 and ", lives!("$2"), " order by created_at desc, id"),
        &args![person, now],
    )?;
    rows.iter().map(session).collect()
}

/// Removes the rows of sessions that have ended; gives how many.
pub fn purge(tx: &mut Tx<'_>, now: Micros) -> Result<u64, StoreError> {
    tx.execute(concat!("delete from session where not (", lives!("$1"), ")"), &args![now])
}

macro_rules! select {
    () => {
        "select id, person, csrf, created_at, seen_at, idle_for, expires_at, address, agent from session"
    };
}
use select;

macro_rules! lives {
    ($now:literal) => {
        concat!("expires_at > ", $now, " and seen_at + idle_for > ", $now)
    };
}
use lives;

fn session(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.uuid(0)?,
        person: row.uuid(1)?,
        csrf: row.string(2)?,
        created_at: row.int(3)?,
        last_seen_at: row.int(4)?,
        idle_for: row.int(5)?,
        expires_at: row.int(6)?,
        address: row.string(7)?,
        agent: row.string(8)?,
    })
}
