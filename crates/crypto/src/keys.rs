//! The two long-lived keys, each in a file of its own that only the service may read. They never lie in the data
//! directory or in a backup of it: whoever has the database alone can neither forge the chain nor open sealed rows.

use std::fs;
use std::io::Write;
use std::path::Path;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{CryptoError, ScopeKey, Sealed, Sealer, hmac_sm3, random_bytes};

/// The chain key (HMAC-SM3 of both logs) and the sealing master key (wraps scope keys, blinds look-ups).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Keys {
    chain: [u8; 32],
    master: [u8; 16],
}

impl Keys {
    /// Reads `chain.key` and `sealing.key` from `dir`; makes directory and files, readable by their owner only, where
    /// there are none yet. Refuses files that others may read, and files of a wrong size.
    ///
    /// A new key makes an existing database unverifiable: call [`Keys::load`] where a database is already there.
    pub fn load_or_create(dir: &Path) -> Result<Keys, CryptoError> {
        create_dir(dir)?;
        for (name, len) in [(CHAIN, 32), (SEALING, 16)] {
            let path = dir.join(name);
            if !path.exists() {
                create(&path, len)?;
            }
        }
        Keys::load(dir)
    }

    /// Reads both keys; a missing file is an error.
    pub fn load(dir: &Path) -> Result<Keys, CryptoError> {
        Ok(Keys { chain: read(&dir.join(CHAIN))?, master: read(&dir.join(SEALING))? })
    }

    /// The same keys on every run. For tests and demonstrations only: they are public.
    pub fn fixed_for_tests() -> Keys {
        Keys { chain: [0x11; 32], master: [0x22; 16] }
    }

    /// The key of the event and audit chains.
    pub fn chain(&self) -> &[u8; 32] {
        &self.chain
    }

    /// A scope's key as it is stored: sealed under the master key, bound to the name of the scope.
    pub fn wrap(&self, key: &ScopeKey, scope: &str) -> Result<Sealed, CryptoError> {
        Sealer::new(&self.master).seal(key.bytes(), &wrap_aad(scope))
    }

    pub fn unwrap(&self, wrapped: &Sealed, scope: &str) -> Result<ScopeKey, CryptoError> {
        let plain = Zeroizing::new(Sealer::new(&self.master).open(wrapped, &wrap_aad(scope))?);
        ScopeKey::from_bytes(&plain)
    }

    /// A blind index: equal values of one `label` give equal digests, so that a sealed value can be looked up.
    pub fn blind(&self, label: &str, value: &str) -> [u8; 32] {
        let key = hmac_sm3(&self.master, &[b"duban blind index\0", label.as_bytes()]);
        hmac_sm3(&key, &[value.as_bytes()])
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

const CHAIN: &str = "chain.key";
const SEALING: &str = "sealing.key";

fn wrap_aad(scope: &str) -> Vec<u8> {
    ["scope_key|", scope].concat().into_bytes()
}

fn create_dir(dir: &Path) -> Result<(), CryptoError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|error| failed(dir, error))
}

/// Writes a new key as hex beside its place and renames it there, so that no half-written key is ever read.
fn create(path: &Path, len: usize) -> Result<(), CryptoError> {
    let key = Zeroizing::new(random_bytes::<32>()?);
    let text = Zeroizing::new(hex::encode(&key[..len]));
    let temporary = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || -> std::io::Result<()> {
        let mut file = options.open(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // A hard link never replaces a key that another process has just made.
        let linked = fs::hard_link(&temporary, path);
        fs::remove_file(&temporary)?;
        linked
    };
    write().map_err(|error| failed(path, error))
}

fn read<const N: usize>(path: &Path) -> Result<[u8; N], CryptoError> {
    let meta = fs::metadata(path).map_err(|error| failed(path, error))?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&meta.permissions());
        if mode & 0o077 != 0 {
            return Err(refused(path, format!("其他用户可以读取（权限 {:o}），请执行 chmod 600", mode & 0o777)));
        }
    }
    if meta.len() > 1024 {
        return Err(refused(path, "不是密钥文件".to_owned()));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(|error| failed(path, error))?);
    let bytes = Zeroizing::new(hex::decode(text.trim()).map_err(|_| refused(path, "内容不是十六进制密钥".to_owned()))?);
    bytes.as_slice().try_into().map_err(|_| refused(path, format!("长度应为 {N} 字节，实为 {} 字节", bytes.len())))
}

fn failed(path: &Path, error: std::io::Error) -> CryptoError {
    refused(path, error.to_string())
}

fn refused(path: &Path, why: String) -> CryptoError {
    CryptoError::KeyFile { path: path.to_owned(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_once_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::load_or_create(&dir.path().join("keys")).unwrap();
        let again = Keys::load_or_create(&dir.path().join("keys")).unwrap();
        assert_eq!(keys.chain(), again.chain());
        assert_ne!(keys.chain(), Keys::load_or_create(dir.path()).unwrap().chain());
        assert_eq!(format!("{keys:?}"), "Keys(…)");
        assert!(Keys::load(&dir.path().join("missing")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn files_that_others_may_read_are_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        Keys::load_or_create(dir.path()).unwrap();
        let path = dir.path().join(CHAIN);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Keys::load(dir.path()).unwrap_err().to_string().contains("chmod 600"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "1234").unwrap();
        assert!(Keys::load(dir.path()).unwrap_err().to_string().contains("32 字节"));
    }

    #[test]
    fn scope_keys_come_back_only_under_their_own_name() {
        let keys = Keys::fixed_for_tests();
        let key = ScopeKey::random().unwrap();
        let wrapped = keys.wrap(&key, "person:1").unwrap();
        assert_eq!(keys.unwrap(&wrapped, "person:1").unwrap().bytes(), key.bytes());
        assert!(keys.unwrap(&wrapped, "person:2").is_err());
    }

    #[test]
    fn blind_index_tells_labels_apart() {
        let keys = Keys::fixed_for_tests();
        assert_eq!(keys.blind("phone", "1"), keys.blind("phone", "1"));
        assert_ne!(keys.blind("phone", "1"), keys.blind("mail", "1"));
    }
}
