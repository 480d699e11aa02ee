//! Is this file what was packed, and is what was packed as it should be? Reads nothing but the file: no database, no clock.

use std::collections::{BTreeMap, BTreeSet};

use crypto::PublicKey;

pub use crate::container::Unreadable;
use crate::{
    About, Check, Description,
    checks::{Examined, Found},
    container::{self, Container},
    digests::{FORMAT, Listed, MANIFEST, Manifest, PUBLIC_KEY, SIGNATURE},
    pack::{CHECKS, CHECKS_TO_READ, DESCRIPTION, LISTING},
};

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// As far as it could be read.
    pub about: Option<About>,
    /// Files in the ZIP.
    pub files: usize,
    pub signature: Signature,
    /// SM3 of the key that the package names as its own, in hex.
    pub fingerprint: Option<String>,
    /// Every file is listed and as listed, nothing else is there, and the signature, if there is one, is right.
    pub consistent: bool,
    /// 真实性, 完整性, 可用性, 安全性: made anew, not read from the package.
    pub checks: [Check; 4],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// Right, by the key that was given to [`verify`].
    Institution,
    /// Right by the key that lies in the package, which anybody could have put there.
    Enclosed,
    /// There is none, and none was asked for.
    Absent,
    Wrong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Consistent, and all four checks are passed.
    Sound,
    /// As it was packed, but a check is not passed: an encrypted PDF, a material that is missing.
    Unsound,
    /// Changed since, or signed by somebody else.
    Altered,
}

impl Report {
    pub fn verdict(&self) -> Verdict {
        match (self.consistent, self.checks.iter().all(|check| check.passed)) {
            (false, _) => Verdict::Altered,
            (true, false) => Verdict::Unsound,
            (true, true) => Verdict::Sound,
        }
    }

    /// The verdict in one line.
    pub fn sentence(&self) -> String {
        let consistent = match self.signature {
            Signature::Institution => "内容一致，签名与机构公钥相符",
            Signature::Enclosed => "内容一致，签名与包内公钥相符，未与机构公钥核对",
            Signature::Absent => "内容一致，未签名",
            Signature::Wrong => "签名不符",
        };
        match self.verdict() {
            Verdict::Sound => format!("核验通过：{consistent}"),
            Verdict::Unsound => format!("核验未通过：{consistent}，但四性检测有不通过的项目"),
            Verdict::Altered => "核验未通过：内容被改动、不齐全，或签名不符".to_owned(),
        }
    }
}

/// Checks a package: its form to the byte, every file against the manifest, the manifest against its signature, and the four
/// checks. With `key`, which must not come from the package itself, only that key's signature is good; a package that bears
/// none is then not good either.
///
/// `Err`: it is no package in the form that this program writes, and nothing more can be said.
pub fn verify(bytes: &[u8], key: Option<&PublicKey>) -> Result<Report, Unreadable> {
    let container = container::read(bytes)?;
    let files: BTreeMap<&str, &[u8]> = container.files.iter().map(|file| (file.path, file.bytes)).collect();
    let raw = files.get(MANIFEST).ok_or(Unreadable::NoManifest)?;
    let manifest: Manifest = serde_json::from_slice(raw).map_err(|_| Unreadable::NoManifest)?;
    if manifest.format != FORMAT {
        return Err(Unreadable::Format(manifest.format.escape_debug().to_string()));
    }

    let mut found = Found::default();
    as_listed(&container, &manifest, &mut found);
    let signature = signed(&files, raw, &manifest, key, &mut found);
    let description = described(&files, &manifest, &mut found);
    let consistent = found.authentic.faults.is_empty() && found.complete.faults.is_empty();
    if consistent {
        found.authentic.notes.push("每个文件都与清单登记的摘要相符".to_owned());
        found.complete.notes.push(format!("清单所列 {} 个文件齐全，没有清单以外的文件", manifest.files.len()));
    }
    if let Some(description) = &description {
        found.examine(description, files.iter().map(|(path, bytes)| Examined { path, bytes }));
    }
    let about = description.map(|description| description.about);
    let checks = found.into_checks();
    Ok(Report { about, files: files.len(), signature, fingerprint: manifest.signed_by, consistent, checks })
}

/// Everything is listed and as listed, in the order of the list, and on one date.
fn as_listed(container: &Container, manifest: &Manifest, found: &mut Found) {
    let own = [MANIFEST, SIGNATURE];
    let files: BTreeMap<&str, &[u8]> = container.files.iter().map(|file| (file.path, file.bytes)).collect();
    let listed: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    let before = found.complete.faults.len();
    for file in &container.files {
        if !file.intact {
            found.authentic.faults.push(format!("{}：内容被改动（校验和不符）", file.path));
        }
        if !listed.contains(file.path) && !own.contains(&file.path) {
            found.complete.faults.push(format!("{}：不在清单中，是后来加入的", file.path));
        }
    }
    for entry in &manifest.files {
        let path = entry.path.escape_debug();
        match files.get(entry.path.as_str()) {
            None => found.complete.faults.push(format!("{path}：清单中有，包内没有")),
            Some(bytes) if Listed::of(&entry.path, bytes) != *entry => {
                found.authentic.faults.push(format!("{path}：内容被改动（大小或摘要与清单不符）"));
            }
            Some(_) => {}
        }
    }
    let order = manifest.files.iter().map(|file| file.path.as_str()).chain(own);
    let signed = files.contains_key(SIGNATURE);
    let order = order.filter(|path| signed || *path != SIGNATURE);
    if found.complete.faults.len() == before && !order.eq(container.files.iter().map(|file| file.path)) {
        found.complete.faults.push("文件的顺序与清单不符".to_owned());
    }
    if container.day != manifest.made_on {
        found.authentic.faults.push(format!("文件日期 {} 与清单的封装日期 {} 不符", container.day, manifest.made_on));
    }
}

fn signed(
    files: &BTreeMap<&str, &[u8]>,
    raw: &[u8],
    manifest: &Manifest,
    key: Option<&PublicKey>,
    found: &mut Found,
) -> Signature {
    match signature(files, raw, manifest, key) {
        Ok((signature, note)) => {
            found.authentic.notes.push(note);
            signature
        }
        Err(fault) => {
            found.authentic.faults.push(fault);
            Signature::Wrong
        }
    }
}

fn signature(
    files: &BTreeMap<&str, &[u8]>,
    raw: &[u8],
    manifest: &Manifest,
    key: Option<&PublicKey>,
) -> Result<(Signature, String), String> {
    let (named, signature) = match (&manifest.signed_by, files.get(SIGNATURE)) {
        (None, None) if key.is_some() => return Err("归档包未签名，无法与所给的机构公钥核对".to_owned()),
        (None, None) => return Ok((Signature::Absent, "未签名：只能证明内容前后一致，不能证明出自何处".to_owned())),
        (Some(_), None) => return Err("签名文件已被移除".to_owned()),
        (None, Some(_)) => return Err("清单未声明签名，包内却有签名文件".to_owned()),
        (Some(named), Some(signature)) => (named, signature),
    };
    let pem = files.get(PUBLIC_KEY).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let enclosed = pem.and_then(|pem| PublicKey::from_pem(pem).ok()).ok_or("包内公钥缺失或不可识别")?;
    let fingerprint = hex::encode(enclosed.fingerprint());
    if fingerprint != *named {
        return Err("包内公钥不是清单所声明的公钥".to_owned());
    }
    if let Some(key) = key.filter(|key| **key != enclosed) {
        let given = hex::encode(key.fingerprint());
        return Err(format!("由另一密钥签名：包内公钥指纹 {fingerprint}，所给公钥指纹 {given}"));
    }
    if !key.unwrap_or(&enclosed).verify(raw, signature) {
        return Err("签名与清单不符：清单被改动，或签名不是由该密钥作出".to_owned());
    }
    Ok(match key {
        Some(_) => (Signature::Institution, format!("签名与机构公钥相符，指纹 {fingerprint}")),
        None => (Signature::Enclosed, format!("签名与包内公钥相符，未与机构公钥核对，指纹 {fingerprint}")),
    })
}

/// The description, and that it speaks of the files that are there.
fn described(files: &BTreeMap<&str, &[u8]>, manifest: &Manifest, found: &mut Found) -> Option<Description> {
    let faults = &mut found.complete.faults;
    for own in [DESCRIPTION, LISTING, CHECKS, CHECKS_TO_READ] {
        if !files.contains_key(own) {
            faults.push(format!("缺少 {own}"));
        }
    }
    let description: Description = match serde_json::from_slice(files.get(DESCRIPTION)?) {
        Ok(description) => description,
        Err(_) => {
            faults.push(format!("{DESCRIPTION}：不可识别"));
            return None;
        }
    };
    let own = [DESCRIPTION, LISTING, CHECKS, CHECKS_TO_READ, MANIFEST, SIGNATURE];
    let key = manifest.signed_by.as_ref().map(|_| PUBLIC_KEY);
    let mut described: BTreeSet<&str> = own.into_iter().chain(key).collect();
    for entry in &description.entries {
        if !described.insert(&entry.path) {
            faults.push(format!("{}：在元数据中出现两次", entry.path.escape_debug()));
        }
    }
    faults.extend(files.keys().filter(|path| !described.contains(*path)).map(|path| format!("{path}：不在元数据中")));
    if description.about.made_on != manifest.made_on {
        faults.push("元数据与清单的封装日期不同".to_owned());
    }
    Some(description)
}

#[cfg(test)]
mod tests;
