//! Passwords: hashed and compared on two permits, so that a flood of sign-ins leaves the cores to everyone else.

use crypto::{PasswordCheck, Profile};
use domain::Refusal;

use crate::{App, Denied, files::blocking};

impl App {
    pub(super) async fn hash(&self, password: String) -> Result<String, Denied> {
        let _permit = self.0.hashing.acquire().await;
        blocking(move || Ok(crypto::hash_password(&password).map_err(store::StoreError::from)?)).await
    }

    /// `stored` = `None` takes as long and is wrong.
    pub(super) async fn compare(&self, password: String, stored: Option<String>) -> Result<PasswordCheck, Denied> {
        let _permit = self.0.hashing.acquire().await;
        let compare =
            move || Ok(crypto::verify_password(&password, stored.as_deref()).map_err(store::StoreError::from)?);
        blocking(compare).await
    }
}

/// Refuses a weak password under the name of its field.
pub(super) fn check(profile: Profile, field: &str, password: &str, about: &[&str]) -> Result<(), Denied> {
    crypto::check_password(profile, password, about).map_err(|faults| Refusal::invalid(field, faults.join("；")).into())
}

/// A password to be handed over: five groups of four characters that are not mistaken for others.
pub(super) fn one_time() -> Result<String, Denied> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    loop {
        let bytes: [u8; 20] = crypto::random_bytes().map_err(store::StoreError::from)?;
        let letters: Vec<char> = bytes.iter().map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()] as char).collect();
        let password = letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-");
        if crypto::check_password(Profile::Dengbao, &password, &[]).is_ok() {
            return Ok(password);
        }
    }
}
