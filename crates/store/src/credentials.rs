//! Accounts with a password, and the counting of tries to sign in.
//!
//! A try is counted in a transaction BEFORE the password is looked at: fifty guesses at once count as fifty.

use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

/// An account to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLogin {
    pub name: String,
    pub person: Uuid,
    /// As `crypto::hash_password` gives it; `None` for whoever signs in through the campus only.
    pub password: Option<String>,
    pub must_change: bool,
    pub valid_until: Option<Micros>,
    pub created_at: Micros,
}

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    pub name: String,
    pub person: Uuid,
    /// The hash, for `crypto::verify_password`.
    pub password: Option<String>,
    pub must_change: bool,
    pub disabled: bool,
    pub valid_until: Option<Micros>,
    pub created_at: Micros,
    /// When the password was last set.
    pub changed_at: Micros,
}

impl Login {
    /// May its person sign in at all, by whichever way?
    pub fn is_open(&self, now: Micros) -> bool {
        !self.disabled && self.valid_until.is_none_or(|until| now < until)
    }
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("name", &self.name).field("person", &self.person).finish_non_exhaustive()
    }
}

/// What a login name is unique by: `Admin`, `ａｄｍｉｎ` and `admin ` are one.
pub fn fold(name: &str) -> String {
    let lower = name.nfkc().collect::<String>().to_lowercase();
    lower.nfkc().collect::<String>().trim().to_owned()
}

/// Opens an account; false where the name is taken or the person has one already.
pub fn create(tx: &mut Tx<'_>, login: &NewLogin) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into login (folded, name, person, password, must_change, disabled, valid_until, created_at, changed_at) \
         values ($1, $2, $3, $4, $5, 0, $6, $7, $7) on conflict do nothing",
        &args![
            fold(&login.name),
            login.name.trim(),
            login.person,
            login.password.as_ref(),
            login.must_change,
            login.valid_until,
            login.created_at,
        ],
    )?;
    Ok(added > 0)
}

/// The account of this name, however it is typed.
pub fn find(sql: &mut dyn Sql, name: &str) -> Result<Option<Login>, StoreError> {
    let row = sql.first(concat!(select!(), " where folded = $1"), &args![fold(name)])?;
    row.as_ref().map(login).transpose()
}

pub fn of_person(sql: &mut dyn Sql, person: Uuid) -> Result<Option<Login>, StoreError> {
    let row = sql.first(concat!(select!(), " where person = $1"), &args![person])?;
    row.as_ref().map(login).transpose()
}

/// All accounts by name.
pub fn list(sql: &mut dyn Sql) -> Result<Vec<Login>, StoreError> {
    sql.query(concat!(select!(), " order by folded"), &[])?.iter().map(login).collect()
}

/// Sets a new password and keeps the hash of the old one; false where the person has no account. The caller ends sessions and
/// tokens in the same transaction.
pub fn set_password(
    tx: &mut Tx<'_>,
    person: Uuid,
    hash: &str,
    must_change: bool,
    now: Micros,
) -> Result<bool, StoreError> {
    tx.execute(
        "insert into former_password (folded, changed_at, password) \
         select folded, $2, password from login where person = $1 and password is not null \
         on conflict (folded, changed_at) do update set password = excluded.password",
        &args![person, now],
    )?;
    tx.execute(
        "delete from former_password where folded = (select folded from login where person = $1) and changed_at not in \
         (select f.changed_at from former_password f where f.folded = former_password.folded \
          order by f.changed_at desc limit $2)",
        &args![person, FORMER],
    )?;
    let changed = tx.execute(
        "update login set password = $2, must_change = $3, changed_at = $4 where person = $1",
        &args![person, hash, must_change, now],
    )?;
    Ok(changed > 0)
}

/// Puts a stronger hash of the SAME password in place, after a successful sign-in.
pub fn rehash(tx: &mut Tx<'_>, person: Uuid, old: &str, new: &str) -> Result<bool, StoreError> {
    let changed =
        tx.execute("update login set password = $3 where person = $1 and password = $2", &args![person, old, new])?;
    Ok(changed > 0)
}

/// Hashes of the passwords before the present one, the latest first.
pub fn former_passwords(sql: &mut dyn Sql, person: Uuid) -> Result<Vec<String>, StoreError> {
    let rows = sql.query(
        "select f.password from former_password f join login l on l.folded = f.folded where l.person = $1 \
         order by f.changed_at desc",
        &args![person],
    )?;
    rows.iter().map(|row| row.string(0)).collect()
}

/// Closes or opens the account; false where the person has none.
pub fn set_disabled(tx: &mut Tx<'_>, person: Uuid, disabled: bool) -> Result<bool, StoreError> {
    Ok(tx.execute("update login set disabled = $2 where person = $1", &args![person, disabled])? > 0)
}

pub fn set_valid_until(tx: &mut Tx<'_>, person: Uuid, until: Option<Micros>) -> Result<bool, StoreError> {
    Ok(tx.execute("update login set valid_until = $2 where person = $1", &args![person, until])? > 0)
}

/// How many tries are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// So many …
    pub tries: i64,
    /// … in so long; one more is refused …
    pub window: Micros,
    /// … for so long.
    pub pause: Micros,
}

/// What a try was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Try {
    /// Look at the password; so many more tries are left.
    Allowed { left: i64 },
    /// Do not even look.
    Refused { until: Micros },
}

/// Counts a try for (account, network); "" for whichever account or network. Refused tries do not prolong the pause.
pub fn count_try(
    tx: &mut Tx<'_>,
    account: &str,
    network: &str,
    throttle: Throttle,
    now: Micros,
) -> Result<Try, StoreError> {
    let account = fold(account);
    let key = args![account.as_str(), network];
    let row =
        tx.first("select since, tries, refused_until from login_try where account = $1 and network = $2", &key)?;
    let (since, tries, refused_until) = match &row {
        Some(row) => (row.int(0)?, row.int(1)?, row.int(2)?),
        None => (now, 0, 0),
    };
    if now < refused_until {
        return Ok(Try::Refused { until: refused_until });
    }
    // After a pause, and after a window without one, counting begins anew.
    let fresh = refused_until > 0 || now >= since + throttle.window;
    let (since, tries) = if fresh { (now, 1) } else { (since, tries + 1) };
    let refused_until = if tries > throttle.tries { now + throttle.pause } else { 0 };
    tx.execute(
        "insert into login_try (account, network, since, tries, refused_until) values ($1, $2, $3, $4, $5) \
         on conflict (account, network) do update set since = excluded.since, tries = excluded.tries, \
         refused_until = excluded.refused_until",
        &args![account, network, since, tries, refused_until],
    )?;
    Ok(match refused_until {
        0 => Try::Allowed { left: throttle.tries - tries },
        until => Try::Refused { until },
    })
}

/// The password was right: forgets the tries for (account, network).
pub fn forgive(tx: &mut Tx<'_>, account: &str, network: &str) -> Result<(), StoreError> {
    tx.execute("delete from login_try where account = $1 and network = $2", &args![fold(account), network])?;
    Ok(())
}

/// Forgets tries that count no longer: windows begun, and pauses ended, before that instant.
pub fn purge_tries(tx: &mut Tx<'_>, before: Micros) -> Result<u64, StoreError> {
    tx.execute("delete from login_try where since < $1 and refused_until < $1", &args![before])
}

macro_rules! select {
    () => {
        "select name, person, password, must_change, disabled, valid_until, created_at, changed_at from login"
    };
}
use select;

/// Former passwords that are kept.
const FORMER: i64 = 5;

fn login(row: &Row) -> Result<Login, StoreError> {
    Ok(Login {
        name: row.string(0)?,
        person: row.uuid(1)?,
        password: row.opt(2, Row::string)?,
        must_change: row.bool(3)?,
        disabled: row.bool(4)?,
        valid_until: row.opt(5, Row::int)?,
        created_at: row.int(6)?,
        changed_at: row.int(7)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_one_name() {
        for name in ["Admin", "ａｄｍｉｎ", "admin ", "ADMIN", "\u{3000}admin"] {
            assert_eq!(fold(name), "admin", "{name}");
        }
        assert_ne!(fold("王伟"), fold("王威"));
    }
}
