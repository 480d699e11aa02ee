//! Texts that may have to be erased (telephones, petitioners), and those that copies of the database must not show (批示): stored
//! as ciphertext under the key of their scope, a person or a matter. The key is stored wrapped under the master key, which
//! lies outside the database. Erasing a scope takes its key and its ciphertexts away; the rows stay, so that a reader is told
//! 已依法删除.

use crypto::{Keys, ScopeKey, Sealed};
use uuid::Uuid;

use crate::{Micros, Row, Sql, StoreError, Tx, args};

/// What became of a sealed text.
#[derive(Clone, PartialEq, Eq)]
pub enum Opened {
    Text(String),
    /// 已依法删除
    Erased,
}

impl Opened {
    pub fn text(self) -> Option<String> {
        match self {
            Opened::Text(text) => Some(text),
            Opened::Erased => None,
        }
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Opened::Text(_) => "Text(…)",
            Opened::Erased => "Erased",
        })
    }
}

/// Seals a text under the key of its scope ("person:<id>", "matter:<id>"), which is made with the first one. What the event
/// holds of it is the row's id and `keys.blind`.
///
/// # Errors
/// [`StoreError::ScopeErased`] where the scope was erased: it takes nothing more.
pub fn put(tx: &mut Tx<'_>, scope: &str, row: Uuid, text: &str) -> Result<(), StoreError> {
    let key = scope_key(tx, scope)?;
    let sealed = key.sealer().seal(text.as_bytes(), &place(scope, row, None))?;
    tx.execute(
        "insert into sealed (id, scope, nonce, ciphertext) values ($1, $2, $3, $4)",
        &args![row, scope, sealed.nonce, sealed.ciphertext],
    )?;
    Ok(())
}

/// The text of a row; `None` where there never was one.
pub fn open(sql: &mut dyn Sql, keys: &Keys, row: Uuid) -> Result<Option<Opened>, StoreError> {
    Ok(find(sql, keys, row)?.map(|found| found.text))
}

/// The text of a row, with what it belongs to.
pub fn find(sql: &mut dyn Sql, keys: &Keys, row: Uuid) -> Result<Option<Carried>, StoreError> {
    let found = sql.first(concat!(select!(), " where s.id = $1"), &args![row])?;
    found.map(|found| carried(&found, keys)).transpose()
}

/// A sealed text on its way to another installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub row: Uuid,
    pub scope: String,
    pub text: Opened,
    /// What the log calls it by, where another installation made that digest; `None` where it follows from this one's key.
    pub digest: Option<String>,
}

/// At most `limit` texts after that row, opened, in the order of their ids.
///
/// # Errors
/// [`StoreError::Row`] naming the first that cannot be opened: it was tampered with, or is of other keys.
pub fn page(sql: &mut dyn Sql, keys: &Keys, after: Option<Uuid>, limit: i64) -> Result<Vec<Carried>, StoreError> {
    let after = after.map_or_else(String::new, |row| row.to_string());
    let rows = sql.query(concat!(select!(), " where s.id > $1 order by s.id limit $2"), &args![after, limit])?;
    let named = |row: &Row, error| match error {
        StoreError::Crypto(why) => StoreError::Row(format!("加密内容 {}：{why}", row.text(0).unwrap_or_default())),
        other => other,
    };
    rows.iter().map(|row| carried(row, keys).map_err(|error| named(row, error))).collect()
}

/// Writes a text of another installation under this one's key, or that it was erased there. The digest that the log has of it is
/// kept beside it, and bound to it: this installation's key does not give it again.
pub fn put_carried(tx: &mut Tx<'_>, text: &Carried) -> Result<(), StoreError> {
    let Opened::Text(plain) = &text.text else {
        if erased_at(tx, &text.scope)?.is_none() {
            scope_key(tx, &text.scope)?;
        }
        tx.execute("insert into sealed (id, scope) values ($1, $2)", &args![text.row, &text.scope])?;
        return Ok(());
    };
    let key = scope_key(tx, &text.scope)?;
    let sealed = key.sealer().seal(plain.as_bytes(), &place(&text.scope, text.row, text.digest.as_deref()))?;
    tx.execute(
        "insert into sealed (id, scope, nonce, ciphertext, digest) values ($1, $2, $3, $4, $5)",
        &args![text.row, &text.scope, sealed.nonce, sealed.ciphertext, text.digest.as_ref()],
    )?;
    Ok(())
}

/// Takes away one text, its scope's others staying; false where there is none. The row stays and opens as erased.
pub fn erase(tx: &mut Tx<'_>, row: Uuid) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update sealed set nonce = null, ciphertext = null where id = $1 and ciphertext is not null",
        &args![row],
    )?;
    Ok(changed > 0)
}

/// Destroys a scope's key, and its ciphertexts; gives how many texts that were. Copies of the database made before are beyond
/// its reach: they end with their own retention.
pub fn erase_scope(tx: &mut Tx<'_>, scope: &str, now: Micros) -> Result<u64, StoreError> {
    tx.execute(
        "insert into scope_key (scope, erased_at) values ($1, $2) on conflict (scope) do update \
         set nonce = null, wrapped = null, erased_at = coalesce(scope_key.erased_at, excluded.erased_at)",
        &args![scope, now],
    )?;
    tx.execute(
        "update sealed set nonce = null, ciphertext = null where scope = $1 and ciphertext is not null",
        &args![scope],
    )
}

/// When a scope was erased.
pub fn erased_at(sql: &mut dyn Sql, scope: &str) -> Result<Option<Micros>, StoreError> {
    let row = sql.first("select erased_at from scope_key where scope = $1", &args![scope])?;
    row.map_or(Ok(None), |row| row.opt(0, Row::int))
}

/// The scope's key, made where there is none.
fn scope_key(tx: &mut Tx<'_>, scope: &str) -> Result<ScopeKey, StoreError> {
    let row = tx.first("select nonce, wrapped from scope_key where scope = $1", &args![scope])?;
    if let Some(row) = row {
        let wrapped = sealed(&row, 0, 1)?.ok_or_else(|| StoreError::ScopeErased(scope.to_owned()))?;
        return Ok(tx.keys().unwrap(&wrapped, scope)?);
    }
    let key = ScopeKey::random()?;
    let wrapped = tx.keys().wrap(&key, scope)?;
    tx.execute(
        "insert into scope_key (scope, nonce, wrapped) values ($1, $2, $3)",
        &args![scope, wrapped.nonce, wrapped.ciphertext],
    )?;
    Ok(key)
}

macro_rules! select {
    () => {
        "select s.id, s.scope, s.digest, s.nonce, s.ciphertext, k.nonce, k.wrapped from sealed s \
         join scope_key k on k.scope = s.scope"
    };
}
use select;

fn carried(found: &Row, keys: &Keys) -> Result<Carried, StoreError> {
    let (row, scope, digest) = (found.uuid(0)?, found.string(1)?, found.opt(2, Row::string)?);
    let text = match (sealed(found, 3, 4)?, sealed(found, 5, 6)?) {
        (Some(text), Some(wrapped)) => {
            let place = place(&scope, row, digest.as_deref());
            let plain = keys.unwrap(&wrapped, &scope)?.sealer().open(&text, &place)?;
            let text = String::from_utf8(plain).map_err(|_| StoreError::Row(format!("sealed {row} is not text")))?;
            Opened::Text(text)
        }
        _ => Opened::Erased,
    };
    Ok(Carried { row, scope, text, digest })
}

/// What a ciphertext is bound to, so that cells cannot be swapped.
fn place(scope: &str, row: Uuid, digest: Option<&str>) -> Vec<u8> {
    let digest = digest.map(|digest| format!("|{digest}")).unwrap_or_default();
    format!("sealed.ciphertext|{row}|{scope}{digest}").into_bytes()
}

fn sealed(row: &Row, nonce: usize, ciphertext: usize) -> Result<Option<Sealed>, StoreError> {
    let (Some(nonce), Some(bytes)) = (row.opt(nonce, Row::blob)?, row.opt(ciphertext, Row::blob)?) else {
        return Ok(None);
    };
    let nonce = nonce.try_into().map_err(|_| StoreError::Row("a nonce has 12 bytes".to_owned()))?;
    Ok(Some(Sealed { nonce, ciphertext: bytes.to_vec() }))
}
