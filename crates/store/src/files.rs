//! Attached files. The facts are rows; the bytes lie on disk under a random name, `DIR/xx/<id>`, and what a visitor called the
//! file is only a label.
//!
//! A file is received into a temporary one, hashed on the way, synced and renamed ([`Files::receive`]); then [`stage`] writes
//! its row. It is swept after a day unless a command [`adopt`]s it. The bytes are there before the row and go after it, so
//! that a row always has its bytes; a crash between the two leaves bytes without a row ([`orphans`]).

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use crypto::Sm3;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Micros, Row, Sql, Store, StoreError, Tx, args};

/// The directory of the bytes: `files` in the data directory, or wherever all processes of a PostgreSQL deployment see it.
#[derive(Clone, Debug)]
pub struct Files(PathBuf);

/// What was received: the bytes are on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub id: Uuid,
    pub size: i64,
    pub sm3: [u8; 32],
    pub sha256: [u8; 32],
}

/// The facts of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    pub id: Uuid,
    /// The matter that it belongs to; `None` while it is staged.
    pub owner: Option<String>,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sm3: [u8; 32],
    pub sha256: [u8; 32],
    pub label: String,
    pub stored_at: Micros,
    pub stored_by: String,
    /// When it is swept; `None` once adopted.
    pub staged_until: Option<Micros>,
}

impl Files {
    /// Makes the directory where it is missing. Blocks, as everything here does.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Files, StoreError> {
        let files = Files(dir.into());
        let temporary = files.temporary();
        std::fs::create_dir_all(&temporary).map_err(StoreError::io(temporary))?;
        Ok(files)
    }

    /// Begins to receive a file; write to it in pieces as they come, then [`Incoming::finish`].
    pub fn begin(&self, id: Uuid) -> Result<Incoming, StoreError> {
        let path = self.temporary().join(id.to_string());
        let file = File::options().create_new(true).write(true).open(&path).map_err(StoreError::io(&path))?;
        let target = self.path(id);
        Ok(Incoming { id, file, path, target, size: 0, sm3: Sm3::default(), sha256: Sha256::new(), kept: false })
    }

    /// Receives all of `source`.
    pub fn receive(&self, id: Uuid, source: &mut dyn Read) -> Result<Received, StoreError> {
        let mut incoming = self.begin(id)?;
        let path = incoming.path.clone();
        std::io::copy(source, &mut incoming).map_err(StoreError::io(path))?;
        incoming.finish()
    }

    /// [`Files::receive`] under an id that an attempt which broke off may have used before: what that left is replaced.
    pub fn receive_again(&self, id: Uuid, source: &mut dyn Read) -> Result<Received, StoreError> {
        let left = self.temporary().join(id.to_string());
        match std::fs::remove_file(&left) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(left)(error)),
            _ => self.receive(id, source),
        }
    }

    /// Where the bytes lie.
    pub fn path(&self, id: Uuid) -> PathBuf {
        let name = id.to_string();
        // The end of a UUIDv7 is random, its beginning is the time.
        self.0.join(&name[name.len() - 2..]).join(name)
    }

    /// Opens the bytes for reading.
    pub fn read(&self, id: Uuid) -> Result<File, StoreError> {
        let path = self.path(id);
        File::open(&path).map_err(StoreError::io(path))
    }

    /// Are the bytes still those that were received?
    pub fn is_intact(&self, row: &FileRow) -> Result<bool, StoreError> {
        let path = self.path(row.id);
        let mut file = match File::open(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            opened => opened.map_err(StoreError::io(&path))?,
        };
        let (mut sm3, mut sha256, mut size, mut buffer) = (Sm3::default(), Sha256::new(), 0i64, vec![0; 1 << 16]);
        loop {
            let count = file.read(&mut buffer).map_err(StoreError::io(&path))?;
            if count == 0 {
                break;
            }
            sm3.update(&buffer[..count]);
            sha256.update(&buffer[..count]);
            size += count as i64;
        }
        Ok(size == row.size && sm3.finish() == row.sm3 && <[u8; 32]>::from(sha256.finalize()) == row.sha256)
    }

    /// Removes the bytes; no matter where there are none.
    pub fn remove(&self, id: Uuid) -> Result<(), StoreError> {
        let path = self.path(id);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(path)(error)),
            _ => Ok(()),
        }
    }

    /// Removes what uploads that broke off have left, last written before that instant; gives how many.
    pub fn sweep_temporary(&self, before: Micros) -> Result<u64, StoreError> {
        let before = UNIX_EPOCH + Duration::from_micros(before.max(0).unsigned_abs());
        let mut swept = 0;
        for path in entries(&self.temporary())? {
            let written = path.metadata().and_then(|meta| meta.modified());
            if written.is_ok_and(|written| written < before) && std::fs::remove_file(&path).is_ok() {
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// The ids of all bytes on the disk.
    fn on_disk(&self) -> Result<Vec<Uuid>, StoreError> {
        let mut ids = Vec::new();
        for folder in entries(&self.0)?.into_iter().filter(|path| path.is_dir() && *path != self.temporary()) {
            let names = entries(&folder)?.into_iter();
            ids.extend(names.filter_map(|path| path.file_name()?.to_str()?.parse::<Uuid>().ok()));
        }
        Ok(ids)
    }

    fn temporary(&self) -> PathBuf {
        self.0.join("incoming")
    }
}

/// A file that is being received. Dropped before [`Incoming::finish`], it leaves nothing behind.
pub struct Incoming {
    id: Uuid,
    file: File,
    path: PathBuf,
    target: PathBuf,
    size: i64,
    sm3: Sm3,
    sha256: Sha256,
    kept: bool,
}

impl Incoming {
    /// Bytes received so far, to be compared with the limit.
    pub fn size(&self) -> i64 {
        self.size
    }

    /// Where the bytes are meanwhile, for whoever looks into them before they are kept.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Syncs the file and puts it in its place.
    pub fn finish(mut self) -> Result<Received, StoreError> {
        self.file.sync_all().map_err(StoreError::io(&self.path))?;
        self.rename().map_err(StoreError::io(&self.target))?;
        self.kept = true;
        let (sm3, sha256) = (self.sm3.clone().finish(), self.sha256.clone().finalize().into());
        Ok(Received { id: self.id, size: self.size, sm3, sha256 })
    }

    fn rename(&self) -> std::io::Result<()> {
        let Some(folder) = self.target.parent() else { return Err(std::io::ErrorKind::InvalidInput.into()) };
        if !folder.exists() {
            std::fs::create_dir_all(folder)?;
            sync_dir(folder.parent().unwrap_or(folder))?;
        }
        std::fs::rename(&self.path, &self.target)?;
        sync_dir(folder)
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.sm3.update(&bytes[..count]);
        self.sha256.update(&bytes[..count]);
        self.size += count as i64;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Writes the row of a file that was received.
pub fn stage(tx: &mut Tx<'_>, file: &FileRow) -> Result<(), StoreError> {
    tx.execute(
        "insert into file (id, owner, name, media_type, size, sm3, sha256, label, stored_at, stored_by, staged_until) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &args![
            file.id,
            file.owner.as_ref(),
            &file.name,
            &file.media_type,
            file.size,
            file.sm3,
            file.sha256,
            &file.label,
            file.stored_at,
            &file.stored_by,
            file.staged_until,
        ],
    )?;
    Ok(())
}

/// Gives a staged file, or one that waits with a draft of that matter, to the matter, for good; false where it is not there,
/// has run out, or is another's.
pub fn adopt(tx: &mut Tx<'_>, id: Uuid, owner: &str, now: Micros) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update file set owner = $2, staged_until = null \
         where id = $1 and (owner is null or owner = $2 or owner like 'draft:' || $2 || ':%') and (staged_until is null or staged_until > $3)",
        &args![id, owner, now],
    )?;
    Ok(changed > 0)
}

pub fn find(sql: &mut dyn Sql, id: Uuid) -> Result<Option<FileRow>, StoreError> {
    let row = sql.first(concat!(select!(), " where id = $1"), &args![id])?;
    row.as_ref().map(file).transpose()
}

/// A matter's files, the oldest first.
pub fn of_owner(sql: &mut dyn Sql, owner: &str) -> Result<Vec<FileRow>, StoreError> {
    let rows = sql.query(concat!(select!(), " where owner = $1 order by stored_at, id"), &args![owner])?;
    rows.iter().map(file).collect()
}

/// At most `limit` adopted files after that id, in order: for a check of all of them.
pub fn page(sql: &mut dyn Sql, after: Option<Uuid>, limit: i64) -> Result<Vec<FileRow>, StoreError> {
    let after = after.map_or_else(String::new, |id| id.to_string());
    let rows = sql.query(
        concat!(select!(), " where id > $1 and staged_until is null order by id limit $2"),
        &args![after, limit],
    )?;
    rows.iter().map(file).collect()
}

/// Forgets a file that is staged still, before its time: whoever uploaded it took it back. The caller then removes the bytes.
pub fn discard(tx: &mut Tx<'_>, id: Uuid, stored_by: &str) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "delete from file where id = $1 and stored_by = $2 and staged_until is not null",
        &args![id, stored_by],
    )?;
    Ok(changed > 0)
}

/// Removes staged files whose time has run out, rows first and then bytes; gives how many.
pub async fn sweep(store: &Store, files: &Files, now: Micros) -> Result<u64, StoreError> {
    let expired = store.write(move |tx| forget_expired(tx, now)).await?;
    for id in &expired {
        files.remove(*id)?;
    }
    Ok(expired.len() as u64)
}

/// Bytes on the disk that have no row: left by a crash, or by an upload of this minute. Not to be removed without a look.
pub fn orphans(sql: &mut dyn Sql, files: &Files) -> Result<Vec<Uuid>, StoreError> {
    let on_disk = files.on_disk()?;
    let rows = sql.query("select id from file", &[])?;
    let known: HashSet<Uuid> = rows.iter().map(|row| row.uuid(0)).collect::<Result<_, _>>()?;
    Ok(on_disk.into_iter().filter(|id| !known.contains(id)).collect())
}

macro_rules! select {
    () => {
        "select id, owner, name, media_type, size, sm3, sha256, label, stored_at, stored_by, staged_until from file"
    };
}
use select;

/// Rows removed by one sweep, at most: no transaction holds the writer for long.
const SWEPT: i64 = 200;

fn forget_expired(tx: &mut Tx<'_>, now: Micros) -> Result<Vec<Uuid>, StoreError> {
    let rows = tx.query(
        "delete from file where id in (select id from file where staged_until <= $1 order by staged_until limit $2) \
         returning id",
        &args![now, SWEPT],
    )?;
    rows.iter().map(|row| row.uuid(0)).collect()
}

fn file(row: &Row) -> Result<FileRow, StoreError> {
    Ok(FileRow {
        id: row.uuid(0)?,
        owner: row.opt(1, Row::string)?,
        name: row.string(2)?,
        media_type: row.string(3)?,
        size: row.int(4)?,
        sm3: row.digest(5)?,
        sha256: row.digest(6)?,
        label: row.string(7)?,
        stored_at: row.int(8)?,
        stored_by: row.string(9)?,
        staged_until: row.opt(10, Row::int)?,
    })
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let listed = std::fs::read_dir(dir).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    listed.map_err(StoreError::io(dir))
}

/// A rename is on the disk only when its folder is.
fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}
