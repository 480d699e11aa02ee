//! Password digests. Every stored digest begins with its algorithm's tag (`$argon2id$…`, the PHC format), so that
//! algorithms and costs can change: an old digest still verifies and asks to be made anew.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::CryptoError;

/// The answer to a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCheck {
    Wrong,
    Right,
    /// Right, and the digest is of an older algorithm or cost: store a new one.
    RightButOld,
}

/// Argon2id with 19 MiB, two passes, one lane (OWASP), and a random salt. About 70 ms: call it off the async threads.
pub fn hash_password(password: &str) -> Result<String, CryptoError> {
    let hash = argon2id().hash_password(password.as_bytes()).map_err(|_| CryptoError::BadHash)?;
    Ok(hash.to_string())
}

/// `stored` = `None` does the same work and answers [`PasswordCheck::Wrong`], so that an unknown login name takes as long
/// as a wrong password.
pub fn verify_password(password: &str, stored: Option<&str>) -> Result<PasswordCheck, CryptoError> {
    let hash = PasswordHash::new(stored.unwrap_or(NOBODY)).map_err(|_| CryptoError::BadHash)?;
    if hash.algorithm.as_str() != "argon2id" {
        return Err(CryptoError::BadHash);
    }
    let right = argon2id().verify_password(password.as_bytes(), &hash).is_ok();
    let params = Params::try_from(&hash).map_err(|_| CryptoError::BadHash)?;
    Ok(match (right && stored.is_some(), params.m_cost() >= M && params.t_cost() >= T) {
        (false, _) => PasswordCheck::Wrong,
        (true, true) => PasswordCheck::Right,
        (true, false) => PasswordCheck::RightButOld,
    })
}

const M: u32 = 19_456;
const T: u32 = 2;

/// A well-formed digest of today's cost that no password gives.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn argon2id() -> Argon2<'static> {
    let params = Params::new(M, T, 1, None).expect("the constants are within Argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A key out of a passphrase, for what travels outside the system: Argon2id with 64 MiB and three passes, so that guessing is
/// dear. The same passphrase and salt give the same key. About half a second: call it off the async threads.
pub fn passphrase_key(passphrase: &str, salt: &[u8; 16]) -> Result<[u8; 16], CryptoError> {
    let params = Params::new(65_536, 3, 1, None).map_err(|_| CryptoError::BadHash)?;
    let mut key = [0; 16];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(|_| CryptoError::BadHash)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_gives_the_same_key_for_the_same_salt() {
        let key = passphrase_key("一句很长的口令", &[1; 16]).unwrap();
        assert_eq!(key, passphrase_key("一句很长的口令", &[1; 16]).unwrap());
        assert_ne!(key, passphrase_key("一句很长的口令", &[2; 16]).unwrap());
        assert_ne!(key, passphrase_key("另一句很长的口令", &[1; 16]).unwrap());
    }

    #[test]
    fn verifies_its_own_and_nothing_else() {
        let hash = hash_password("湖工大 督办 2026!").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hash_password("湖工大 督办 2026!").unwrap());
        assert_eq!(verify_password("湖工大 督办 2026!", Some(&hash)).unwrap(), PasswordCheck::Right);
        assert_eq!(verify_password("湖工大 督办 2026", Some(&hash)).unwrap(), PasswordCheck::Wrong);
        assert_eq!(verify_password("", Some(&hash)).unwrap(), PasswordCheck::Wrong);
        assert_eq!(verify_password("anything", None).unwrap(), PasswordCheck::Wrong);
        assert!(verify_password("x", Some("plain")).is_err());
        assert!(verify_password("x", Some("")).is_err());
    }

    #[test]
    fn a_cheaper_digest_verifies_and_asks_to_be_made_anew() {
        let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
        let hash = cheap.hash_password(b"old").unwrap().to_string();
        assert_eq!(verify_password("old", Some(&hash)).unwrap(), PasswordCheck::RightButOld);
        assert_eq!(verify_password("new", Some(&hash)).unwrap(), PasswordCheck::Wrong);
    }
}
