//! Out: one snapshot of the database, a page of rows at a time, and the bytes of every file.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use store::{
    Head, Reader, Value, audit,
    carry::{self, Table},
    event_log,
    files::Files,
    sealed,
};

use super::{
    Attachments, ChainHead, FORMAT, Listed, MANIFEST, Manifest, PAGE, PUBLIC_KEY, Progress, README, SIGNATURE, Unfit,
    VERSION, bytes_of,
    folder::{Folder, failed},
    line,
    lock::{Lock, Secrets},
};
use crate::{App, execute::digest_of, files::blocking};

/// What went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    pub events: u64,
    pub audit_lines: u64,
    pub accounts: u64,
    pub attachments: Attachments,
    /// the telephones and the like lie in it in the clear
    pub readable: bool,
    pub signed: bool,
}

impl App {
    /// Writes everything to a new folder, as of one moment, beside a running service. Nothing of it stays where that fails.
    ///
    /// `passphrase` locks the texts that are sealed in the database, and the digests of passwords; without it they stand there
    /// to be read by whoever has the folder.
    ///
    /// # Errors
    /// [`Unfit::Said`] where the folder is there already, or a file of the record is missing or changed.
    pub async fn export(&self, to: PathBuf, passphrase: Option<String>, progress: Progress) -> Result<Exported, Unfit> {
        let (app, now) = (self.clone(), self.now());
        let (lock, secrets) = blocking(move || Ok(Lock::new(passphrase.as_deref()))).await??;
        self.store()
            .read(move |sql| {
                let folder = Folder::begin(&to)?;
                let institution = app.0.read_folded.institution(sql)?;
                let name = institution.regulation_on(app.today()).map(|rules| rules.institution.name.clone());
                let mut manifest = Manifest {
                    format: FORMAT.to_owned(),
                    version: VERSION,
                    institution: name.unwrap_or_default(),
                    made_at: now,
                    program: format!("duban {}", env!("CARGO_PKG_VERSION")),
                    notice: notice(&secrets).to_owned(),
                    secrets,
                    event_chain: head(event_log::head(sql)?),
                    audit_chain: head(audit::head(sql)?),
                    signed_by: None,
                    attachments: Attachments::default(),
                    files: Vec::new(),
                };
                let mut out = Out { app: &app, folder: &folder, lock: &lock, progress: &*progress };
                manifest.files.push(folder.write(README, README_TEXT.as_bytes())?);
                for table in carry::TABLES {
                    let listed = out.table(sql, table, &mut manifest.attachments)?;
                    manifest.files.push(listed);
                }
                let exported = exported(&manifest, &lock, app.store().keys().signer().is_some());
                sign(&app, &folder, manifest)?;
                folder.finish()?;
                Ok(exported)
            })
            .await
    }
}

struct Out<'a> {
    app: &'a App,
    folder: &'a Folder,
    lock: &'a Lock,
    progress: &'a (dyn Fn(&str, u64) + Send + Sync),
}

impl Out<'_> {
    /// One table, and with the files their bytes.
    fn table(&mut self, sql: &mut Reader<'_>, table: &Table, attachments: &mut Attachments) -> Result<Listed, Unfit> {
        let mut sink = self.folder.create(Path::new(table.file))?;
        let mut after: Vec<Value> = Vec::new();
        loop {
            let rows = self.page(sql, table, &after)?;
            for row in &rows {
                sink.line(&line::write(table, row, self.lock)?)?;
                if *table == carry::FILES {
                    self.bytes(row, attachments)?;
                }
            }
            (self.progress)(table.file, sink.lines());
            match rows.last() {
                Some(last) => after = last[..table.key].to_vec(),
                None => return sink.finish(table.file),
            }
        }
    }

    fn page(&self, sql: &mut Reader<'_>, table: &Table, after: &[Value]) -> Result<Vec<Vec<Value>>, Unfit> {
        if *table != carry::SEALED {
            return Ok(carry::page(sql, table, after, PAGE)?.into_iter().map(store::Row::into_values).collect());
        }
        let after = match after.first() {
            Some(Value::Text(id)) => id.parse().ok(),
            _ => None,
        };
        let keys = self.app.store().keys();
        let texts = sealed::page(sql, keys, after, PAGE)?.into_iter();
        let row = |found: sealed::Carried| {
            let digest = digest_of(keys, &found);
            let text = found.text.text();
            Vec::from(store::args![found.row, found.scope, text.is_none(), digest, text])
        };
        Ok(texts.map(row).collect())
    }

    /// The bytes of one file, which have to be those that its row tells of.
    fn bytes(&self, row: &[Value], attachments: &mut Attachments) -> Result<(), Unfit> {
        let file = OfFile::read(row)?;
        let from: Files = self.app.places().files.clone();
        let mut source = from.read(file.id).map_err(|_| file.unfit("缺失"))?;
        let mut sink = self.folder.create(&bytes_of(&file.id.to_string()))?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = source.read(&mut buffer).map_err(|error| failed(&from.path(file.id), error))?;
            if count == 0 {
                break;
            }
            sink.put(&buffer[..count])?;
        }
        let sums = sink.sums()?;
        if !file.fits(&sums) {
            return Err(file.unfit("被改动"));
        }
        attachments.count += 1;
        attachments.bytes += sums.bytes;
        Ok(())
    }
}

/// What a row of the files says of its bytes.
pub(super) struct OfFile {
    pub id: uuid::Uuid,
    pub name: String,
    size: u64,
    sm3: Vec<u8>,
    sha256: Vec<u8>,
}

impl OfFile {
    /// The columns as [`carry::FILES`] has them.
    pub fn read(row: &[Value]) -> Result<OfFile, Unfit> {
        let cell = |name| carry::FILES.columns.iter().position(|column| column.name == name).and_then(|at| row.get(at));
        let found = match (cell("id"), cell("name"), cell("size"), cell("sm3"), cell("sha256")) {
            (
                Some(Value::Text(id)),
                Some(Value::Text(name)),
                Some(Value::Int(size)),
                Some(Value::Blob(sm3)),
                Some(Value::Blob(sha256)),
            ) => id.parse().ok().map(|id| OfFile {
                id,
                name: name.clone(),
                size: size.unsigned_abs(),
                sm3: sm3.clone(),
                sha256: sha256.clone(),
            }),
            _ => None,
        };
        found.ok_or_else(|| Unfit::Said("附件登记中有一行读不出".to_owned()))
    }

    pub fn is(&self, received: &store::files::Received) -> bool {
        let same = received.sm3[..] == self.sm3[..] && received.sha256[..] == self.sha256[..];
        same && received.size.unsigned_abs() == self.size
    }

    pub fn fits(&self, sums: &super::folder::Sums) -> bool {
        sums.bytes == self.size && sums.sm3()[..] == self.sm3[..] && sums.sha256()[..] == self.sha256[..]
    }

    fn unfit(&self, how: &str) -> Unfit {
        let (name, id) = (&self.name, self.id);
        Unfit::Said(format!("附件“{name}”（{id}）{how}，导出没有完成；请先从备份恢复它，再重新导出"))
    }
}

/// Last, since it holds the digests of all others.
fn sign(app: &App, folder: &Folder, mut manifest: Manifest) -> Result<(), Unfit> {
    let signer = app.store().keys().signer();
    if let Some(key) = signer.map(crypto::Signer::public_key) {
        manifest.signed_by = Some(hex::encode(key.fingerprint()));
        manifest.files.push(folder.write(PUBLIC_KEY, key.to_pem().as_bytes())?);
    }
    let mut text = serde_json::to_string_pretty(&manifest).map_err(|error| Unfit::Said(error.to_string()))?;
    text.push('\n');
    folder.write(MANIFEST, text.as_bytes())?;
    if let Some(signer) = signer {
        let signature = signer.sign(text.as_bytes()).map_err(store::StoreError::from)?;
        folder.write(SIGNATURE, &signature)?;
    }
    Ok(())
}

fn exported(manifest: &Manifest, lock: &Lock, signed: bool) -> Exported {
    let lines = |table: &Table| manifest.lines(table.file);
    Exported {
        events: lines(&carry::EVENTS),
        audit_lines: lines(&carry::AUDIT),
        accounts: lines(&carry::LOGINS),
        attachments: manifest.attachments,
        readable: matches!(lock, Lock::Open),
        signed,
    }
}

impl Manifest {
    pub(super) fn lines(&self, file: &str) -> u64 {
        self.files.iter().find(|listed| listed.path == file).map_or(0, |listed| listed.lines)
    }
}

fn head(head: Head) -> ChainHead {
    ChainHead { position: head.position, mac: hex::encode(head.mac) }
}

fn notice(secrets: &Secrets) -> &'static str {
    match secrets {
        Secrets::Plain => {
            "本目录含全部督办记录和附件；其中的批示、反映人、电话、邮箱和口令摘要未加密，持有者即可读出，请按敏感数据保管，用后删除。"
        }
        Secrets::Passphrase { .. } => {
            "本目录含全部督办记录和附件；批示、反映人、电话、邮箱和口令摘要以口令短句加密，其余内容未加密，请按敏感数据保管，用后删除。"
        }
    }
}

const README_TEXT: &str = "\
本目录是一个督办系统（duban）的完整导出：一个机构的全部记录、人员账号和附件。

每个 .jsonl 文件是一张表，一行一个 JSON 对象，UTF-8 编码，用任何语言、任何文本工具都能读。
events.jsonl 是按发生顺序排列的全部事件，其余一切状态都由它推出；files 目录是附件和存档文书的原件，
文件名即 files.jsonl 中的 id。manifest.json 列出每个文件的行数、字节数、SHA-256 和 SM3，以及本导出的说明。
各文件每个字段的含义见使用手册“导出和装入”一章（docs/handbook/export.md）。

装入一个空的新系统：duban load 本目录 --data 新的数据目录
核对清单的签名（OpenSSL 3）：
openssl pkeyutl -verify -pubin -inkey public-key.pem -in manifest.json -rawin -digest sm3 \\
  -sigfile manifest.sig -pkeyopt distid:1234567812345678

请妥善保管：目录中有个人信息。不再需要时请删除。
";
