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
    let sealed = key.sealer().seal(text.as_bytes(), &place(scope, row))?;
    tx.execute(
        "insert into sealed (id, scope, nonce, ciphertext) values ($1, $2, $3, $4)",
        &args![row, scope, sealed.nonce, sealed.ciphertext],
    )?;
    Ok(())
}

/// The text of a row; `None` where there never was one.
pub fn open(sql: &mut dyn Sql, keys: &Keys, row: Uuid) -> Result<Option<Opened>, StoreError> {
    let found = sql.first(
        "select s.scope, s.nonce, s.ciphertext, k.nonce, k.wrapped from sealed s join scope_key k on k.scope = s.scope \
         where s.id = $1",
        &args![row],
    )?;
    let Some(found) = found else { return Ok(None) };
    let scope = found.text(0)?;
    let (Some(text), Some(wrapped)) = (sealed(&found, 1, 2)?, sealed(&found, 3, 4)?) else {
        return Ok(Some(Opened::Erased));
    };
    let plain = keys.unwrap(&wrapped, scope)?.sealer().open(&text, &place(scope, row))?;
    let text = String::from_utf8(plain).map_err(|_| StoreError::Row(format!("sealed {row} is not text")))?;
    Ok(Some(Opened::Text(text)))
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

/// What a ciphertext is bound to, so that cells cannot be swapped.
fn place(scope: &str, row: Uuid) -> Vec<u8> {
    format!("sealed.ciphertext|{row}|{scope}").into_bytes()
}

fn sealed(row: &Row, nonce: usize, ciphertext: usize) -> Result<Option<Sealed>, StoreError> {
    let (Some(nonce), Some(bytes)) = (row.opt(nonce, Row::blob)?, row.opt(ciphertext, Row::blob)?) else {
        return Ok(None);
    };
    let nonce = nonce.try_into().map_err(|_| StoreError::Row("a nonce has 12 bytes".to_owned()))?;
    Ok(Some(Sealed { nonce, ciphertext: bytes.to_vec() }))
}
