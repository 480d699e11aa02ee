//! The long-lived keys, each in a file of its own that only the service may read. They never lie in the data directory or in
//! a backup of it: whoever has the database alone can neither forge the chain, nor open sealed rows, nor sign.

use std::fs;
use std::io::Write;
use std::path::Path;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{CryptoError, ScopeKey, Sealed, Sealer, Signer, hmac_sm3, random_bytes};

/// The chain key (HMAC-SM3 of both logs), the sealing master key (wraps scope keys, blinds look-ups), and the key that signs
/// what leaves the system.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Keys {
    chain: [u8; 32],
    master: [u8; 16],
    /// It zeroizes itself.
    #[zeroize(skip)]
    signer: Option<Signer>,
}

impl Keys {
    /// Reads the keys from `dir`; makes directory and files, readable by their owner only, where there are none yet. Refuses
    /// files that others may read, and files of a wrong size.
    ///
    /// A new chain or sealing key makes an existing database unverifiable: call [`Keys::load`] or
    /// [`Keys::load_with_signer`] where a database is already there.
    pub fn load_or_create(dir: &Path) -> Result<Keys, CryptoError> {
        create_dir(dir)?;
        create_missing(&dir.join(CHAIN), random_bytes::<32>)?;
        create_missing(&dir.join(SEALING), random_bytes::<16>)?;
        Keys::load_with_signer(dir)
    }

    /// Reads the keys; a missing `chain.key` or `sealing.key` is an error. A directory of an older version has no
    /// `signing.key`: it is read without a signer.
    pub fn load(dir: &Path) -> Result<Keys, CryptoError> {
        let signing = dir.join(SIGNING);
        let signer = if signing.exists() { Some(read_signer(&signing)?) } else { None };
        Ok(Keys { chain: read(&dir.join(CHAIN))?, master: read(&dir.join(SEALING))?, signer })
    }

    /// [`Keys::load`], and the signing key is made where it is missing. Nothing that exists depends on it, so that an older
    /// installation may get one at any time.
    pub fn load_with_signer(dir: &Path) -> Result<Keys, CryptoError> {
        let keys = Keys::load(dir)?;
        if keys.signer.is_some() {
            return Ok(keys);
        }
        create_missing(&dir.join(SIGNING), random_secret)?;
        Keys::load(dir)
    }

    /// The same keys on every run. For tests and demonstrations only: they are public.
    pub fn fixed_for_tests() -> Keys {
        let signer = Signer::from_bytes([0x33; 32]).expect("the constant is within the order of the curve");
        Keys { chain: [0x11; 32], master: [0x22; 16], signer: Some(signer) }
    }

    /// Signs what leaves the system. `None` in a directory of an older version.
    pub fn signer(&self) -> Option<&Signer> {
        self.signer.as_ref()
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
const SIGNING: &str = "signing.key";

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

/// Not every number is a signing key; one in four thousand million is not.
fn random_secret() -> Result<[u8; 32], CryptoError> {
    loop {
        let secret = Zeroizing::new(random_bytes()?);
        if Signer::from_bytes(*secret).is_ok() {
            return Ok(*secret);
        }
    }
}

/// Writes a new key as hex beside its place and links it there, so that no half-written key is ever read. Where two processes
/// start at once, both go on with the key of the first.
fn create_missing<const N: usize>(
    path: &Path,
    make: impl FnOnce() -> Result<[u8; N], CryptoError>,
) -> Result<(), CryptoError> {
    if path.exists() {
        return Ok(());
    }
    let key = Zeroizing::new(make()?);
    let text = Zeroizing::new(hex::encode(&key[..]));
    let temporary = path.with_extension(format!("{}.new", hex::encode(random_bytes::<8>()?)));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || -> std::io::Result<()> {
        let mut file = options.open(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // A hard link never replaces a key that another process has just made.
        let linked = fs::hard_link(&temporary, path);
        fs::remove_file(&temporary)?;
        match linked {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    };
    write().map_err(|error| failed(path, error))
}

fn read_signer(path: &Path) -> Result<Signer, CryptoError> {
    let secret = Zeroizing::new(read::<32>(path)?);
    Signer::from_bytes(*secret).map_err(|error| refused(path, error.to_string()))
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

    #[test]
    fn those_who_start_at_once_have_the_same_keys() {
        let dir = tempfile::tempdir().unwrap();
        let start = || Keys::load_or_create(dir.path()).unwrap();
        let all: Vec<Keys> = std::thread::scope(|scope| {
            let started: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
            started.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let key = |keys: &Keys| (*keys.chain(), keys.signer().unwrap().public_key().fingerprint());
        assert!(all.iter().all(|keys| key(keys) == key(&all[0])));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3);
    }

    #[test]
    fn an_older_directory_is_read_without_a_signer_and_may_get_one() {
        let dir = tempfile::tempdir().unwrap();
        let new = Keys::load_or_create(dir.path()).unwrap();
        fs::remove_file(dir.path().join(SIGNING)).unwrap();
        let old = Keys::load(dir.path()).unwrap();
        assert!(old.signer().is_none() && old.chain() == new.chain());
        let again = Keys::load_with_signer(dir.path()).unwrap();
        assert_eq!(again.chain(), new.chain());
        let signature = again.signer().unwrap().sign(b"text").unwrap();
        let same = Keys::load(dir.path()).unwrap();
        assert!(same.signer().unwrap().public_key().verify(b"text", &signature));
        assert!(!new.signer().unwrap().public_key().verify(b"text", &signature));
        assert!(Keys::load_with_signer(&dir.path().join("missing")).is_err());
        assert!(Keys::fixed_for_tests().signer().is_some());
    }

    #[test]
    fn a_damaged_signing_key_is_an_error_and_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        Keys::load_or_create(dir.path()).unwrap();
        for (bad, says) in [("12", "32 字节"), (&"00".repeat(32), "SM2"), (&"ff".repeat(32), "SM2"), ("键", "十六进制")]
        {
            fs::write(dir.path().join(SIGNING), bad).unwrap();
            for tried in [Keys::load(dir.path()), Keys::load_or_create(dir.path())] {
                assert!(tried.unwrap_err().to_string().contains(says), "{bad}");
            }
            assert_eq!(fs::read_to_string(dir.path().join(SIGNING)).unwrap(), bad);
        }
    }

    #[cfg(unix)]
    #[test]
    fn files_that_others_may_read_are_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        Keys::load_or_create(dir.path()).unwrap();
        for name in [CHAIN, SEALING, SIGNING] {
            let path = dir.path().join(name);
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            assert!(Keys::load(dir.path()).unwrap_err().to_string().contains("chmod 600"));
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
        fs::write(dir.path().join(CHAIN), "1234").unwrap();
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
