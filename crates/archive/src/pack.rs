//! Out of a description and its pieces, one file.

use serde::Serialize;

use crate::{
    Check, Description, MOST_BYTES, MOST_FILES, Package,
    checks::{self, Examined},
    container,
    digests::{FORMAT, Listed, MANIFEST, Manifest, PUBLIC_KEY, SIGNATURE},
    names, text,
};

pub const DESCRIPTION: &str = "元数据.json";
pub const LISTING: &str = "目录.txt";
pub const CHECKS: &str = "四性检测报告.json";
pub const CHECKS_TO_READ: &str = "四性检测报告.txt";

/// Why a package cannot be made at all. What can be made but is not as it should be stands in the report of the four checks;
/// [`check`](crate::check()) says so beforehand.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("文件名“{path}”不能用于归档包：{why}")]
    Name { path: String, why: &'static str },
    #[error("文件“{0}”重名，或与文件夹同名")]
    Twice(String),
    #[error("归档包超过 {MOST_FILES} 个文件或 2 GiB，请分件归档")]
    TooLarge,
    #[error("封装日期 {0} 不在 1980 年至 2107 年之间")]
    Date(jiff::civil::Date),
    #[error(transparent)]
    Signing(#[from] crypto::CryptoError),
    #[error("元数据无法写成 JSON：{0}")]
    Json(#[from] serde_json::Error),
}

/// Packs, checks and signs. The same package and key give the same bytes.
pub fn pack(package: &Package, signer: Option<&crypto::Signer>) -> Result<Vec<u8>, PackError> {
    refuse_bad_names(package)?;
    let description = Description::of(package);
    let key = signer.map(crypto::Signer::public_key);
    let checks = checks::of_package(package, &description, key);
    let report = CheckReport { made_on: package.about.made_on, software: &package.about.software, checks: &checks };

    let own = [
        (DESCRIPTION, json(&description)?),
        (LISTING, text::listing(&description, key).into_bytes()),
        (CHECKS, json(&report)?),
        (CHECKS_TO_READ, text::checks(&description, &checks).into_bytes()),
    ];
    let own = own.iter().map(|(path, bytes)| (*path, bytes.as_slice()));
    let pieces = package.pieces.iter().map(|piece| (piece.path.as_str(), piece.bytes.as_slice()));
    let listed = own.chain(pieces).chain(key.map(|key| (PUBLIC_KEY, key.to_pem().as_bytes())));
    let manifest = json(&Manifest {
        format: FORMAT.to_owned(),
        made_on: package.about.made_on,
        signed_by: key.map(|key| hex::encode(key.fingerprint())),
        files: listed.clone().map(|(path, bytes)| Listed::of(path, bytes)).collect(),
    })?;
    let signature = signer.map(|signer| signer.sign(&manifest)).transpose()?;
    let signature = signature.as_deref().map(|bytes| (SIGNATURE, bytes));
    let all = listed.chain([(MANIFEST, manifest.as_slice())]).chain(signature);
    container::write(package.about.made_on, all).ok_or(PackError::TooLarge)
}

/// What `四性检测报告.json` holds.
#[derive(Serialize)]
struct CheckReport<'a> {
    #[serde(rename = "检测日期")]
    made_on: jiff::civil::Date,
    #[serde(rename = "检测软件")]
    software: &'a str,
    #[serde(rename = "检测项目")]
    checks: &'a [Check; 4],
}

fn refuse_bad_names(package: &Package) -> Result<(), PackError> {
    let paths = || package.pieces.iter().map(|piece| piece.path.as_str());
    for path in paths() {
        let why = names::fault(path).or((!path.contains('/')).then_some("须放在文件夹中"));
        if let Some(why) = why {
            return Err(PackError::Name { path: path.escape_debug().to_string(), why });
        }
    }
    let own = [DESCRIPTION, LISTING, CHECKS, CHECKS_TO_READ, PUBLIC_KEY, MANIFEST, SIGNATURE];
    if let Some(path) = names::collision(own.into_iter().chain(paths())) {
        return Err(PackError::Twice(path));
    }
    let size: u64 = package.pieces.iter().map(|piece| piece.bytes.len() as u64).sum();
    if size > MOST_BYTES || package.pieces.len() + own.len() > MOST_FILES {
        return Err(PackError::TooLarge);
    }
    let day = package.about.made_on;
    if (1980..2108).contains(&day.year()) { Ok(()) } else { Err(PackError::Date(day)) }
}

/// Indented, so that it can be read with any editor.
fn json(value: &impl Serialize) -> Result<Vec<u8>, PackError> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}

impl Package {
    pub(crate) fn examined(&self) -> impl Iterator<Item = Examined<'_>> {
        self.pieces.iter().map(|piece| Examined { path: &piece.path, bytes: &piece.bytes })
    }
}
