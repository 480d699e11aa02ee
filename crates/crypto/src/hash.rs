//! SM3 (GB/T 32905-2016) and HMAC-SM3.

use hmac::{Hmac, KeyInit, Mac};
use sm3::Digest;

/// The SM3 digest of `bytes`.
pub fn sm3(bytes: &[u8]) -> [u8; 32] {
    sm3::Sm3::digest(bytes).into()
}

/// SM3 of bytes that arrive in pieces.
#[derive(Clone, Default)]
pub struct Sm3(sm3::Sm3);

impl Sm3 {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// HMAC-SM3 over the pieces, as if they were written one after the other: pieces of varying length need a length
/// prefix of the caller's.
pub fn hmac_sm3(key: &[u8], pieces: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<sm3::Sm3>::new_from_slice(key).expect("HMAC takes a key of any length");
    for piece in pieces {
        mac.update(piece);
    }
    mac.finalize().into_bytes().into()
}

/// Compares secrets in a time that does not depend on where they differ.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    subtle::ConstantTimeEq::ct_eq(a, b).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm3_gives_the_standard_vectors() {
        let abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(hex::encode(sm3(b"abc")), abc);
        let sixty_four = "abcd".repeat(16);
        assert_eq!(
            hex::encode(sm3(sixty_four.as_bytes())),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
        );
        let mut pieces = Sm3::default();
        pieces.update(b"a");
        pieces.update(b"bc");
        assert_eq!(hex::encode(pieces.finish()), abc);
    }

    #[test]
    fn hmac_follows_rfc_2104() {
        // By the definition: H(key ^ opad ‖ H(key ^ ipad ‖ text)), block of 64 bytes.
        let (key, text) = (b"key", b"The quick brown fox");
        let pad = |byte: u8| -> Vec<u8> {
            let mut block = [0u8; 64];
            block[..key.len()].copy_from_slice(key);
            block.iter().map(|b| b ^ byte).collect()
        };
        let inner = sm3(&[pad(0x36), text.to_vec()].concat());
        let outer = sm3(&[pad(0x5c), inner.to_vec()].concat());
        assert_eq!(hmac_sm3(key, &[&text[..4], &text[4..]]), outer);
    }

    #[test]
    fn comparison_sees_length_and_content() {
        assert!(equal(b"one", b"one"));
        assert!(!equal(b"one", b"two"));
        assert!(!equal(b"one", b"ones"));
    }
}
