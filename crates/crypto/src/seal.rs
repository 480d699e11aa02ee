//! Sealing with SM4-GCM (RFC 8998): what may have to be erased is stored only as ciphertext, under a key per scope (a
//! person, a matter). The scope's key is itself stored wrapped under the master key; destroying it erases the scope.

use aes_gcm::AesGcm;
use aes_gcm::aead::{Aead, KeyInit, Nonce, Payload, consts::U12};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{CryptoError, hmac_sm3, random_bytes};

type Sm4Gcm = AesGcm<sm4::Sm4, U12>;

/// A ciphertext with its 16-byte tag, and the random nonce it was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub nonce: [u8; 12],
    pub ciphertext: Vec<u8>,
}

/// Seals and opens under one key.
pub struct Sealer(Sm4Gcm);

impl Sealer {
    pub fn new(key: &[u8; 16]) -> Sealer {
        Sealer(Sm4Gcm::new(key.into()))
    }

    /// `aad` is bound to the ciphertext without being in it: name the table, column and row, so that cells cannot be
    /// swapped.
    pub fn seal(&self, plain: &[u8], aad: &[u8]) -> Result<Sealed, CryptoError> {
        let nonce = random_bytes::<12>()?;
        let ciphertext = self.with_nonce(&nonce, plain, aad)?;
        Ok(Sealed { nonce, ciphertext })
    }

    /// The plain bytes, or [`CryptoError::Unsealed`] where key, nonce, text or `aad` are not those of sealing.
    pub fn open(&self, sealed: &Sealed, aad: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let payload = Payload { msg: &sealed.ciphertext, aad };
        self.0.decrypt(&Nonce::<Sm4Gcm>::from(sealed.nonce), payload).map_err(|_| CryptoError::Unsealed)
    }

    fn with_nonce(&self, nonce: &[u8; 12], plain: &[u8], aad: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.0.encrypt(&Nonce::<Sm4Gcm>::from(*nonce), Payload { msg: plain, aad }).map_err(|_| CryptoError::Unsealed)
    }
}

/// The key of one scope. Only its wrapped form is ever stored.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct ScopeKey([u8; 16]);

impl ScopeKey {
    pub fn random() -> Result<ScopeKey, CryptoError> {
        random_bytes().map(ScopeKey)
    }

    pub fn sealer(&self) -> Sealer {
        Sealer::new(&self.0)
    }

    /// A digest of `bytes` that nobody can guess at without this key: what an event may hold of a sealed text. It
    /// becomes meaningless when the scope is erased.
    pub fn digest(&self, bytes: &[u8]) -> [u8; 32] {
        hmac_sm3(&self.0, &[b"duban sealed digest\0", bytes])
    }

    pub(crate) fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<ScopeKey, CryptoError> {
        bytes.try_into().map(ScopeKey).map_err(|_| CryptoError::Unsealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm4_gcm_gives_the_vector_of_rfc_8998() {
        let key: [u8; 16] = hex::decode("0123456789abcdeffedcba9876543210").unwrap().try_into().unwrap();
        let nonce: [u8; 12] = hex::decode("00001234567800000000abcd").unwrap().try_into().unwrap();
        let aad = hex::decode("feedfacedeadbeeffeedfacedeadbeefabaddad2").unwrap();
        let plain = hex::decode(concat!(
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd",
            "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
        ))
        .unwrap();
        let ciphertext = Sealer::new(&key).with_nonce(&nonce, &plain, &aad).unwrap();
        assert_eq!(
            hex::encode(ciphertext),
            concat!(
                "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735",
                "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
                "83de3541e4c2b58177e065a9bf7b62ec"
            )
        );
    }

    #[test]
    fn opens_only_unchanged_under_the_same_key_and_place() {
        let key = ScopeKey::random().unwrap();
        let sealed = key.sealer().seal("138 0013 8000".as_bytes(), b"sealed|7").unwrap();
        assert_eq!(key.sealer().open(&sealed, b"sealed|7").unwrap(), "138 0013 8000".as_bytes());
        assert!(key.sealer().open(&sealed, b"sealed|8").is_err());
        assert!(ScopeKey::random().unwrap().sealer().open(&sealed, b"sealed|7").is_err());
        for at in 0..sealed.ciphertext.len() {
            let mut changed = sealed.clone();
            changed.ciphertext[at] ^= 1;
            assert!(key.sealer().open(&changed, b"sealed|7").is_err());
        }
        let again = key.sealer().seal("138 0013 8000".as_bytes(), b"sealed|7").unwrap();
        assert_ne!(sealed.nonce, again.nonce);
    }

    #[test]
    fn digest_depends_on_the_key() {
        let (one, two) = (ScopeKey([1; 16]), ScopeKey([2; 16]));
        assert_eq!(one.digest(b"text"), one.digest(b"text"));
        assert_ne!(one.digest(b"text"), two.digest(b"text"));
    }
}
