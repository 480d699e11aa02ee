//! An export that is there: is it one, is it whole, is it unchanged? Nothing is written here.

use std::{
    collections::HashSet,
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use crypto::PublicKey;
use store::{
    Value,
    carry::{self, Table},
};
use uuid::Uuid;

use super::{
    FILES, FORMAT, Listed, MANIFEST, Manifest, PAGE, PUBLIC_KEY, Progress, README, SIGNATURE, Unfit, VERSION, bytes_of,
    folder::{Hashed, failed},
    line,
    lock::Lock,
    write::OfFile,
};

/// A folder with a manifest that this program reads, unlocked.
pub struct Package {
    folder: PathBuf,
    manifest: Manifest,
    pub(super) lock: Lock,
    /// SM3 of the manifest's bytes: what names this export
    pub(super) name: [u8; 32],
}

/// Differences named one by one; more are not looked for.
const SHOWN: usize = 50;
/// A line longer than this is none of ours.
const LINE_MOST: u64 = 64 << 20;
const MANIFEST_MOST: u64 = 1 << 20;

/// Is this an export, rather than a file of plain records? A folder is one, or has to become one by what [`Package::open`] says.
pub fn is_export(path: &Path) -> bool {
    path.is_dir() || path.file_name().is_some_and(|name| name == MANIFEST)
}

impl Package {
    /// Opens a folder, by its path or that of its manifest. `key` is the one that the institution has published: only what was
    /// signed with it is opened then. Blocks.
    ///
    /// # Errors
    /// [`Unfit::Said`] where it is no export, one of a newer program, one whose manifest was changed after it was signed, signed
    /// by another than `key`, or locked with another passphrase.
    pub fn open(path: &Path, passphrase: Option<&str>, key: Option<&PublicKey>) -> Result<Package, Unfit> {
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
        let whole = folder.join(MANIFEST);
        let none = || Unfit::Said(format!("{} 不是督办系统的导出：其中没有可读的 {MANIFEST}", folder.display()));
        let bytes = read_small(&whole, MANIFEST_MOST).map_err(|_| none())?;
        let loose: serde_json::Value = serde_json::from_slice(&bytes).map_err(|_| none())?;
        if loose["format"] != FORMAT {
            return Err(none());
        }
        if loose["version"] != VERSION {
            let version = &loose["version"];
            return Err(Unfit::Said(format!("导出的格式版本为 {version}，本程序只能读 {VERSION}，请使用更新的程序")));
        }
        let manifest: Manifest =
            serde_json::from_value(loose).map_err(|error| Unfit::Said(format!("{MANIFEST} 的内容不全：{error}")))?;
        if let Some(key) = key
            && manifest.signed_by != Some(hex::encode(key.fingerprint()))
        {
            return Err(Unfit::Said("这份导出不是用 --key 所给公钥的机构签名的，没有装入任何数据".to_owned()));
        }
        let lock = Lock::of(&manifest.secrets, passphrase)?;
        let package = Package { folder: folder.to_owned(), manifest, lock, name: crypto::sm3(&bytes) };
        package.check_signature(&bytes)?;
        Ok(package)
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn check_signature(&self, manifest: &[u8]) -> Result<(), Unfit> {
        let Some(signed_by) = &self.manifest.signed_by else { return Ok(()) };
        let key = read_small(&self.folder.join(PUBLIC_KEY), 64 << 10).unwrap_or_default();
        let key = PublicKey::from_pem(&String::from_utf8(key).unwrap_or_default());
        let signature = read_small(&self.folder.join(SIGNATURE), 1 << 10).unwrap_or_default();
        let sound =
            key.is_ok_and(|key| hex::encode(key.fingerprint()) == *signed_by && key.verify(manifest, &signature));
        if sound {
            return Ok(());
        }
        Err(Unfit::Said(format!("{MANIFEST} 与它的签名（{SIGNATURE}、{PUBLIC_KEY}）不符：清单或签名被改动")))
    }

    /// Compares everything in the folder with the manifest, to the last byte. Blocks.
    ///
    /// # Errors
    /// [`Unfit::Faults`] with a sentence for each file or line that is changed, missing or too many.
    pub fn check(&self, progress: &Progress) -> Result<(), Unfit> {
        let mut faults = self.strangers()?;
        for table in carry::TABLES {
            if !self.manifest.files.iter().any(|listed| listed.path == table.file) {
                faults.push(format!("清单中没有 {}", table.file));
            }
        }
        for (table, head) in [(&carry::EVENTS, &self.manifest.event_chain), (&carry::AUDIT, &self.manifest.audit_chain)]
        {
            if u64::try_from(head.position) != Ok(self.manifest.lines(table.file)) {
                faults.push(format!("清单中 {} 的行数与记录链的条数不同", table.file));
            }
        }
        let mut attachments = HashSet::new();
        for listed in &self.manifest.files {
            let checked = match carry::of_file(&listed.path) {
                Some(table) => self.check_table(table, listed, &mut attachments, &mut faults, progress),
                None => self.each_line(listed, |_, _| Ok(())),
            };
            match checked {
                Ok(()) => {}
                Err(Unfit::Said(fault)) => faults.push(fault),
                Err(other) => return Err(other),
            }
        }
        if attachments.len() as u64 == self.manifest.attachments.count {
            self.unlisted_bytes(&attachments, &mut faults)?;
        } else if faults.is_empty() {
            faults.push("清单中的附件个数与 files.jsonl 不同".to_owned());
        }
        faults.truncate(SHOWN);
        if faults.is_empty() { Ok(()) } else { Err(Unfit::Faults(faults)) }
    }

    /// Each row of a table, in order; afterwards the file is known to be the one of the manifest. `each` has the rows before that:
    /// what it does has to be taken back where this fails.
    pub(super) fn rows(
        &self,
        table: &Table,
        mut each: impl FnMut(u64, Vec<Value>) -> Result<(), Unfit>,
    ) -> Result<(), Unfit> {
        let listed = self.manifest.files.iter().find(|listed| listed.path == table.file);
        let listed = listed.ok_or_else(|| Unfit::Said(format!("清单中没有 {}", table.file)))?;
        self.each_line(listed, |number, text| each(number, self.row(table, number, text)?))
    }

    /// Where the bytes of a file lie.
    pub(super) fn bytes(&self, id: Uuid) -> PathBuf {
        self.folder.join(bytes_of(&id.to_string()))
    }

    fn row(&self, table: &Table, number: u64, text: &str) -> Result<Vec<Value>, Unfit> {
        let said = |why: &str| Unfit::Said(format!("{} 第 {number} 行：{why}", table.file));
        let row = line::read(table, text, &self.lock).map_err(|why| said(&why))?;
        let Some(digest) = carry::digest(table, &row) else { return Ok(row) };
        match row.first() {
            Some(Value::Int(position)) if u64::try_from(*position) == Ok(number) => {}
            Some(Value::Int(position)) => {
                return Err(said(&format!("应为第 {number} 条，实为第 {position} 条，其前有缺失或多出的行")));
            }
            _ => return Err(said("没有序号")),
        }
        if !row.contains(&Value::from(digest)) {
            return Err(said("内容与该行的摘要不符，被改动过"));
        }
        Ok(row)
    }

    fn check_table(
        &self,
        table: &Table,
        listed: &Listed,
        attachments: &mut HashSet<Uuid>,
        faults: &mut Vec<String>,
        progress: &Progress,
    ) -> Result<(), Unfit> {
        self.each_line(listed, |number, text| {
            let row = self.row(table, number, text)?;
            if *table == carry::FILES {
                let file = OfFile::read(&row)?;
                attachments.insert(file.id);
                if faults.len() < SHOWN {
                    faults.extend(self.fault_of(&file)?);
                }
            }
            if number % PAGE.unsigned_abs() == 0 {
                progress(table.file, number);
            }
            Ok(())
        })
    }

    fn fault_of(&self, file: &OfFile) -> Result<Option<String>, Unfit> {
        let path = self.bytes(file.id);
        let said =
            |how: &str| Some(format!("附件“{}”（{}）{how}", file.name, bytes_of(&file.id.to_string()).display()));
        let mut bytes = match Hashed::open(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(said("缺失")),
            opened => opened.map_err(|error| failed(&path, error))?,
        };
        std::io::copy(&mut bytes, &mut std::io::sink()).map_err(|error| failed(&path, error))?;
        Ok(if file.fits(&bytes.sums) { None } else { said("被改动") })
    }

    /// Every line of a file; then lines, bytes and digests as listed.
    fn each_line(&self, listed: &Listed, mut each: impl FnMut(u64, &str) -> Result<(), Unfit>) -> Result<(), Unfit> {
        let (name, path) = (&listed.path, self.folder.join(&listed.path));
        let file = match Hashed::open(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Unfit::Said(format!("缺少文件 {name}")));
            }
            opened => opened.map_err(|error| failed(&path, error))?,
        };
        let (mut reader, mut line, mut number) = (BufReader::with_capacity(1 << 16, file), Vec::new(), 0);
        loop {
            line.clear();
            let count = reader.by_ref().take(LINE_MOST).read_until(b'\n', &mut line);
            if count.map_err(|error| failed(&path, error))? == 0 {
                break;
            }
            number += 1;
            let text = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok());
            let broken = || Unfit::Said(format!("{name} 第 {number} 行不完整或不是 UTF-8 文本"));
            each(number, text.ok_or_else(broken)?)?;
        }
        let found = reader.into_inner().sums.listed(name, number);
        if found == *listed {
            return Ok(());
        }
        Err(Unfit::Said(match found.lines == listed.lines {
            true => format!("文件 {name} 与清单的 SHA-256、SM3 不符，内容被改动"),
            false => format!("文件 {name} 与清单不符：应有 {} 行，实有 {} 行", listed.lines, found.lines),
        }))
    }

    /// What lies in the folder and is not in the manifest, or stands there and cannot be ours.
    fn strangers(&self) -> Result<Vec<String>, Unfit> {
        let ours = |path: &str| carry::of_file(path).is_some() || [README, PUBLIC_KEY].contains(&path);
        let mut faults = Vec::new();
        let mut listed: HashSet<&str> = HashSet::from([MANIFEST, FILES]);
        if self.manifest.signed_by.is_some() {
            listed.insert(SIGNATURE);
        }
        for file in &self.manifest.files {
            if !ours(&file.path) || !listed.insert(&file.path) {
                return Err(Unfit::Said(format!("清单中的 {} 不是导出应有的文件，或列了两次", file.path)));
            }
        }
        for name in entries(&self.folder)? {
            if !listed.contains(name.as_str()) {
                faults.push(format!("多出文件 {name}，清单中没有它"));
            }
        }
        Ok(faults)
    }

    fn unlisted_bytes(&self, known: &HashSet<Uuid>, faults: &mut Vec<String>) -> Result<(), Unfit> {
        let files = self.folder.join(FILES);
        if !files.exists() {
            return Ok(());
        }
        for folder in entries(&files)? {
            for name in entries(&files.join(&folder))? {
                let place = PathBuf::from(FILES).join(&folder).join(&name);
                let listed = name.parse::<Uuid>().is_ok_and(|id| known.contains(&id)) && bytes_of(&name) == place;
                if !listed {
                    faults.push(format!("多出文件 {}，files.jsonl 中没有它", place.display()));
                }
            }
        }
        Ok(())
    }
}

fn entries(folder: &Path) -> Result<Vec<String>, Unfit> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let listed = fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<std::io::Result<Vec<_>>>()
    });
    let mut names = listed.map_err(|error| failed(folder, error))?;
    names.sort();
    Ok(names)
}

fn read_small(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
