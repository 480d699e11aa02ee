//! SM2 signatures with SM3 (GM/T 0003.2, GB/T 32918.2-2016), for what leaves the system and is checked elsewhere. A MAC would
//! ask whoever checks for the secret; a signature asks for the public key only.

use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::pkcs8::{DecodePublicKey, EncodePublicKey, LineEnding};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{CryptoError, sm3};

/// The user id of every signature: the one that GM/T 0009 (clause 10) sets where nothing else has been agreed, and that other
/// programs take by default.
const USER_ID: &str = "1234567812345678";

/// Signs with the institution's key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Signer {
    secret: [u8; 32],
    #[zeroize(skip)]
    public: PublicKey,
}

impl Signer {
    /// From the secret number, big endian: 1 to n − 2, n the order of the curve (GM/T 0003.1).
    pub fn from_bytes(secret: [u8; 32]) -> Result<Signer, CryptoError> {
        // d = n − 1 has no inverse of 1 + d: nothing could be signed with it.
        if secret == LARGEST {
            return Err(CryptoError::BadKey);
        }
        let key = SigningKey::from_slice(USER_ID, &secret).map_err(|_| CryptoError::BadKey)?;
        Ok(Signer { secret, public: PublicKey::of(key.verifying_key().clone())? })
    }

    /// The signature in DER (GM/T 0009, clause 7.3). The same message gives the same signature: the random number of the standard is
    /// derived from key and message (RFC 6979), so that no weak source of randomness can give the key away.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
        use sm2::dsa::signature::Signer;
        let key = SigningKey::from_slice(USER_ID, &self.secret).map_err(|_| CryptoError::BadKey)?;
        let signature: Signature = key.try_sign(message).map_err(|_| CryptoError::Unsigned)?;
        Ok(signature.to_der().to_vec())
    }

    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer(…)")
    }
}

/// What a signature is checked with. It is no secret: the institution publishes it, or hands it over on paper.
#[derive(Clone, Debug)]
pub struct PublicKey {
    key: VerifyingKey,
    pem: String,
    fingerprint: [u8; 32],
}

impl PublicKey {
    /// From `-----BEGIN PUBLIC KEY-----` (SubjectPublicKeyInfo, RFC 5480, with the curve 1.2.156.10197.1.301 of GM/T 0006).
    pub fn from_pem(text: &str) -> Result<PublicKey, CryptoError> {
        let text = text.trim_start_matches('\u{feff}').trim();
        let key = sm2::PublicKey::from_public_key_pem(text).map_err(|_| CryptoError::BadKey)?;
        PublicKey::of(VerifyingKey::new(USER_ID, key).map_err(|_| CryptoError::BadKey)?)
    }

    pub fn to_pem(&self) -> &str {
        &self.pem
    }

    /// SM3 of the key in DER: short enough to be compared by eye with what the institution has published.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }

    /// Whether `signature` (DER) was made over `message` by the key that belongs to this one.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        use sm2::dsa::signature::Verifier;
        let Ok(parsed) = Signature::from_der(signature) else { return false };
        // Only the one encoding that signing gives: bytes nobody signed shall not pass as a signature either.
        parsed.to_der().as_bytes() == signature && self.key.verify(message, &parsed).is_ok()
    }

    fn of(key: VerifyingKey) -> Result<PublicKey, CryptoError> {
        let der = key.to_public_key_der().map_err(|_| CryptoError::BadKey)?;
        let pem = key.to_public_key_pem(LineEnding::LF).map_err(|_| CryptoError::BadKey)?;
        Ok(PublicKey { key, pem, fingerprint: sm3(der.as_bytes()) })
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &PublicKey) -> bool {
        self.pem == other.pem
    }
}

impl Eq for PublicKey {}

/// n − 1, n the order of the curve (GM/T 0003.5).
const LARGEST: [u8; 32] = [
    0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x72, 0x03, 0xdf,
    0x6b, 0x21, 0xc6, 0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x22,
];

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, process::Command};

    use super::*;

    /// The example of GM/T 0003.5-2012 (annex A) and GB/T 32918.5-2017 (annex A).
    const SECRET: &str = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
    const POINT: &str = concat!(
        "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020",
        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
    );
    const SIGNATURE: &str = concat!(
        "3046",
        "022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3",
        "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    );
    const MESSAGE: &[u8] = b"message digest";

    fn example() -> Signer {
        Signer::from_bytes(hex::decode(SECRET).unwrap().try_into().unwrap()).unwrap()
    }

    #[test]
    fn the_example_of_the_standard_verifies() {
        let key = example();
        assert_eq!(hex::encode(key.public_key().key.to_sec1_bytes()), format!("04{POINT}"));
        let signature = hex::decode(SIGNATURE).unwrap();
        assert!(key.public_key().verify(MESSAGE, &signature));
        assert!(!key.public_key().verify(b"Message digest", &signature));
    }

    #[test]
    fn own_signatures_verify_and_repeat() {
        let key = example();
        for message in [&b""[..], b"1", MESSAGE, &[0; 5000]] {
            let signature = key.sign(message).unwrap();
            assert!(key.public_key().verify(message, &signature));
            assert_eq!(signature, key.sign(message).unwrap());
        }
        assert_eq!(format!("{key:?}"), "Signer(…)");
    }

    #[test]
    fn one_changed_bit_anywhere_fails() {
        let key = example();
        let message = "归档包的清单".as_bytes();
        let signature = key.sign(message).unwrap();
        for bit in 0..signature.len() * 8 {
            assert!(!key.public_key().verify(message, &flipped(&signature, bit)), "signature, bit {bit}");
        }
        for bit in 0..message.len() * 8 {
            assert!(!key.public_key().verify(&flipped(message, bit), &signature), "message, bit {bit}");
        }
        let pem = key.public_key().to_pem();
        for bit in 0..pem.len() * 8 {
            let changed = String::from_utf8(flipped(pem.as_bytes(), bit)).unwrap_or_default();
            // A line break more or less is the same key.
            let other = PublicKey::from_pem(&changed).ok().filter(|other| other != key.public_key());
            assert!(!other.is_some_and(|other| other.verify(message, &signature)), "key, bit {bit}");
        }
    }

    #[test]
    fn what_is_no_signature_fails() {
        let key = example();
        let signature = hex::decode(SIGNATURE).unwrap();
        let zero = hex::decode("3006020100020100").unwrap();
        // r = n, and the same numbers in an encoding that is not DER (long length)
        let order = format!("3026022100{}020101", "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123");
        let loose = [&[0x30, 0x81, 0x46], &signature[2..]].concat();
        let longer = [&signature[..], &[0]].concat();
        for bad in [&[][..], &zero, &hex::decode(order).unwrap(), &loose, &longer, &signature[..70], &[0xff; 200]] {
            assert!(!key.public_key().verify(MESSAGE, bad), "{}", hex::encode(bad));
        }
    }

    #[test]
    fn keys_outside_the_range_are_refused() {
        let mut beyond = LARGEST;
        beyond[31] += 1;
        for bad in [[0; 32], LARGEST, beyond, [0xff; 32]] {
            assert!(Signer::from_bytes(bad).is_err(), "{}", hex::encode(bad));
        }
        let mut last = LARGEST;
        last[31] -= 1;
        assert!(Signer::from_bytes(last).is_ok());
    }

    #[test]
    fn public_keys_go_out_and_in() {
        let key = example().public_key().clone();
        assert!(key.to_pem().starts_with("-----BEGIN PUBLIC KEY-----\n"));
        assert_eq!(PublicKey::from_pem(key.to_pem()).unwrap(), key);
        let saved_on_windows = format!("\u{feff}{}", key.to_pem().replace('\n', "\r\n"));
        assert_eq!(PublicKey::from_pem(&saved_on_windows).unwrap().fingerprint(), key.fingerprint());
        for bad in
            ["", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n", &key.to_pem().replace("PUBLIC", "PRIVATE")]
        {
            assert!(PublicKey::from_pem(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn openssl_verifies_what_we_sign() {
        let dir = tempfile::tempdir().unwrap();
        let key = example();
        let message = "督办事项归档包".as_bytes();
        fs::write(dir.path().join("key.pem"), key.public_key().to_pem()).unwrap();
        fs::write(dir.path().join("message"), message).unwrap();
        fs::write(dir.path().join("signature"), key.sign(message).unwrap()).unwrap();
        let verify = ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-sigfile", "signature"];
        assert!(openssl(dir.path(), &[&verify[..], OVER_MESSAGE].concat()));
        fs::write(dir.path().join("message"), "督办事项归档册").unwrap();
        assert!(!openssl(dir.path(), &[&verify[..], OVER_MESSAGE].concat()));
    }

    #[test]
    fn we_verify_what_openssl_signs() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("message"), MESSAGE).unwrap();
        assert!(openssl(dir.path(), &["genpkey", "-algorithm", "SM2", "-out", "secret.pem"]));
        assert!(openssl(dir.path(), &["pkey", "-in", "secret.pem", "-pubout", "-out", "key.pem"]));
        let sign = ["pkeyutl", "-sign", "-inkey", "secret.pem", "-out", "signature"];
        assert!(openssl(dir.path(), &[&sign[..], OVER_MESSAGE].concat()));
        let key = PublicKey::from_pem(&fs::read_to_string(dir.path().join("key.pem")).unwrap()).unwrap();
        let signature = fs::read(dir.path().join("signature")).unwrap();
        assert!(key.verify(MESSAGE, &signature));
        assert!(!key.verify(b"another", &signature));
        assert!(!example().public_key().verify(MESSAGE, &signature));
    }

    const OVER_MESSAGE: &[&str] =
        &["-in", "message", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"];

    fn openssl(dir: &Path, args: &[&str]) -> bool {
        Command::new("openssl").args(args).current_dir(dir).output().unwrap().status.success()
    }

    fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        changed
    }
}
