//! The few texts of an export that not everybody with a copy of it should read (telephones, petitioners, 批示, mail addresses,
//! digests of passwords): in the clear, or each locked under a key that follows from a passphrase.

use crypto::{Sealed, Sealer, passphrase_key, random_bytes};
use serde::{Deserialize, Serialize};

use super::Unfit;

/// What the manifest says of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Secrets {
    Plain,
    Passphrase {
        /// how the key follows, in words, for other programs
        derivation: String,
        salt: String,
        /// a known text, so that a wrong passphrase is told at once
        check: Locked,
    },
}

/// In the place of a text: SM4-GCM, both as hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Locked {
    nonce: String,
    sealed: String,
}

pub(super) enum Lock {
    Open,
    Passphrase(Box<Sealer>),
}

const DERIVATION: &str = "argon2id, 64 MiB, 3 passes, 1 lane, 16 bytes; sm4-gcm, aad: file|column|key";
const CHECK: &str = "duban export";
/// Fewer characters can be guessed, whatever they cost to try.
pub(super) const FEWEST: usize = 12;

impl Lock {
    /// For a new export.
    pub fn new(passphrase: Option<&str>) -> Result<(Lock, Secrets), Unfit> {
        let Some(passphrase) = passphrase else { return Ok((Lock::Open, Secrets::Plain)) };
        if passphrase.chars().count() < FEWEST {
            return Err(Unfit::Said(format!("口令短句至少 {FEWEST} 个字符，请换一句长的")));
        }
        let salt = random_bytes::<16>().map_err(store::StoreError::from)?;
        let sealer = sealer(passphrase, &salt)?;
        let check = locked(&sealer, CHECK, CHECK)?;
        let secrets = Secrets::Passphrase { derivation: DERIVATION.to_owned(), salt: hex::encode(salt), check };
        Ok((Lock::Passphrase(Box::new(sealer)), secrets))
    }

    /// For an export that is there.
    pub fn of(secrets: &Secrets, passphrase: Option<&str>) -> Result<Lock, Unfit> {
        let (salt, check) = match (secrets, passphrase) {
            (Secrets::Plain, _) => return Ok(Lock::Open),
            (Secrets::Passphrase { salt, check, .. }, Some(_)) => (salt, check),
            (Secrets::Passphrase { .. }, None) => {
                return Err(Unfit::Said("这份导出以口令短句加密，请用 --passphrase-file 指明写有它的文件".to_owned()));
            }
        };
        let mut bytes = [0; 16];
        hex::decode_to_slice(salt, &mut bytes).map_err(|_| Unfit::Said("清单中的 salt 读不出".to_owned()))?;
        let sealer = sealer(passphrase.unwrap_or_default(), &bytes)?;
        match opened(&sealer, check, CHECK) {
            Some(text) if text == CHECK => Ok(Lock::Passphrase(Box::new(sealer))),
            _ => Err(Unfit::Said("口令短句不对，打不开这份导出中加密的内容".to_owned())),
        }
    }

    /// A text as it stands in a line. `place` is bound to it, so that locked texts cannot be swapped.
    pub fn put(&self, text: &str, place: &str) -> Result<serde_json::Value, Unfit> {
        match self {
            Lock::Open => Ok(text.into()),
            Lock::Passphrase(sealer) => {
                let locked = locked(sealer, text, place)?;
                serde_json::to_value(locked).map_err(|error| Unfit::Said(error.to_string()))
            }
        }
    }

    /// Back; `None` where it is not what was put there.
    pub fn take(&self, found: serde_json::Value, place: &str) -> Option<String> {
        match (self, found) {
            (Lock::Open, serde_json::Value::String(text)) => Some(text),
            (Lock::Open, _) => None,
            (Lock::Passphrase(sealer), found) => opened(sealer, &serde_json::from_value(found).ok()?, place),
        }
    }
}

fn sealer(passphrase: &str, salt: &[u8; 16]) -> Result<Sealer, Unfit> {
    let key = passphrase_key(passphrase, salt).map_err(store::StoreError::from)?;
    Ok(Sealer::new(&key))
}

fn locked(sealer: &Sealer, text: &str, place: &str) -> Result<Locked, Unfit> {
    let sealed = sealer.seal(text.as_bytes(), place.as_bytes()).map_err(store::StoreError::from)?;
    Ok(Locked { nonce: hex::encode(sealed.nonce), sealed: hex::encode(sealed.ciphertext) })
}

fn opened(sealer: &Sealer, locked: &Locked, place: &str) -> Option<String> {
    let nonce = hex::decode(&locked.nonce).ok()?.try_into().ok()?;
    let sealed = Sealed { nonce, ciphertext: hex::decode(&locked.sealed).ok()? };
    String::from_utf8(sealer.open(&sealed, place.as_bytes()).ok()?).ok()
}
