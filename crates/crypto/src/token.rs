//! Random tokens: session ids, API tokens, one-time links. The database keeps only their SM3 digest.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroize;

use crate::{CryptoError, sm3};

/// 256 bits from the operating system, written as 43 characters of base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// # Panics
    /// Where the operating system gives no randomness: nothing safe can be done then.
    pub fn random() -> Token {
        let mut bytes = random_bytes::<32>().expect("the operating system gives randomness");
        let token = Token(URL_SAFE_NO_PAD.encode(bytes));
        bytes.zeroize();
        token
    }

    /// What a visitor sent, if it has the shape of a token.
    pub fn parse(text: &str) -> Option<Token> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == 32).then(|| Token(text.to_owned()))
    }

    /// The secret itself: for the cookie or the page that shows it once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored. A token has 256 bits, so that a plain digest cannot be searched backwards.
    pub fn hash(&self) -> [u8; 32] {
        sm3(self.0.as_bytes())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Random bytes from the operating system.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| CryptoError::NoRandomness(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_round_trip_and_stay_out_of_logs() {
        let token = Token::random();
        assert_eq!(token.reveal().len(), 43);
        assert_ne!(token, Token::random());
        let again = Token::parse(token.reveal()).unwrap();
        assert_eq!(again.hash(), token.hash());
        assert_eq!(format!("{token:?}"), "Token(…)");
        for bad in ["", "short", &"=".repeat(43), &"汉".repeat(43), &format!("{}A", token.reveal())] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
    }
}
