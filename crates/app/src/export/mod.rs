//! The way out: everything an institution has, as a folder of JSON lines and files that anybody can read, and back into an empty
//! installation, on either database. `docs/handbook/export.md` describes it for administrators, field by field.
//!
//! | in the folder | what it is |
//! |---|---|
//! | `manifest.json` | format, institution, heads of the chains, and of each file below lines, bytes, SHA-256 and SM3 |
//! | `manifest.sig`, `public-key.pem` | the institution's SM2 signature over the bytes of `manifest.json`, and the key to check it |
//! | `events.jsonl` … | one table a file, one row a line ([`store::carry::TABLES`]) |
//! | `files/xx/<id>` | the bytes of attachments and kept papers; `files.jsonl` has the digests of each |
//! | `README.txt` | what this is, for whoever finds it |
//!
//! No key of the installation goes with it. The logs are chained anew under the key of the installation that takes them in: whoever
//! held an export with the key in it could forge the chain. What the old chain said stands in the manifest, and from there in
//! the new audit log; where the key directory was moved by hand, the new macs are the old ones to the last byte. Sealed texts
//! are opened, and sealed again at the other end; on the way a passphrase may lock them.

mod folder;
mod line;
mod lock;
mod package;
mod take;
mod write;

use std::{path::PathBuf, sync::Arc};

use serde::{Deserialize, Serialize};
use store::StoreError;

use crate::Denied;

use lock::Secrets;
pub use package::{Package, is_export};
pub use take::Taken;
pub use write::Exported;

/// Why something was not exported or not loaded.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// In a sentence that says what to do.
    #[error("{0}")]
    Said(String),
    /// The folder is not what its manifest says: each difference in a sentence.
    #[error("导出的内容与清单不符，没有装入任何数据")]
    Faults(Vec<String>),
    #[error(transparent)]
    Denied(#[from] Denied),
}

impl From<StoreError> for Unfit {
    fn from(error: StoreError) -> Self {
        Unfit::Denied(error.into())
    }
}

/// Hears of which file so many lines are done, from another thread.
pub type Progress = Arc<dyn Fn(&str, u64) + Send + Sync>;

pub const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
const PUBLIC_KEY: &str = "public-key.pem";
const README: &str = "README.txt";
const FILES: &str = "files";

const FORMAT: &str = "duban-export";
/// One more with every change of what stands in a line.
const VERSION: u32 = 1;

/// Rows read at once, and lines between two calls of [`Progress`].
const PAGE: i64 = 500;

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: String,
    pub version: u32,
    /// its name; empty before the first set-up
    pub institution: String,
    pub made_at: jiff::Timestamp,
    /// which program wrote it
    pub program: String,
    /// for whoever opens it
    pub notice: String,
    secrets: Secrets,
    pub event_chain: ChainHead,
    pub audit_chain: ChainHead,
    /// SM3 of the institution's public key, where the manifest is signed
    pub signed_by: Option<String>,
    pub attachments: Attachments,
    pub files: Vec<Listed>,
}

/// The last row of a log in the installation that was exported. `mac` can be checked with that installation's `chain.key` only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainHead {
    pub position: i64,
    pub mac: String,
}

/// What lies in `files/`; digests stand in `files.jsonl`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    pub count: u64,
    pub bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub path: String,
    pub lines: u64,
    pub bytes: u64,
    pub sha256: String,
    pub sm3: String,
}

/// Where in the folder the bytes of a file lie: `files/xx/<id>`, as in the data directory.
fn bytes_of(id: &str) -> PathBuf {
    PathBuf::from(FILES).join(&id[id.len().saturating_sub(2)..]).join(id)
}
