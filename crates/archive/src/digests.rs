//! `manifest.json`: every file with its size and two digests. SM3 is the national standard; SHA-256 is there for whoever has
//! no SM3 at hand.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::Digest;

pub const MANIFEST: &str = "manifest.json";
pub const SIGNATURE: &str = "manifest.sig";
pub const PUBLIC_KEY: &str = "public-key.pem";

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`]
    pub format: String,
    /// The date of every entry of the ZIP.
    pub made_on: Date,
    /// SM3 of the public key in DER, where the package is signed: a signature cannot be taken away unseen.
    pub signed_by: Option<String>,
    /// Every file but this one and its signature, in the order of the ZIP.
    pub files: Vec<Listed>,
}

/// The form of packages that this program writes and reads.
pub const FORMAT: &str = "duban-archive/1";

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub path: String,
    pub size: u64,
    /// hex
    pub sm3: String,
    /// hex
    pub sha256: String,
}

impl Listed {
    pub fn of(path: &str, bytes: &[u8]) -> Listed {
        Listed {
            path: path.to_owned(),
            size: bytes.len() as u64,
            sm3: hex::encode(crypto::sm3(bytes)),
            sha256: hex::encode(sha2::Sha256::digest(bytes)),
        }
    }
}
