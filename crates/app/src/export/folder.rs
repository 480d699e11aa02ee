//! The folder that an export is written to: only its owner may read it, it bears its name once it is whole, and what is written
//! is hashed on the way.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use crypto::Sm3;
use sha2::{Digest, Sha256};
use store::StoreError;

use super::{Listed, Unfit};

/// Written under another name, `<name>.partial`; removed again where it does not come to [`Folder::finish`].
pub(super) struct Folder {
    partial: PathBuf,
    to: PathBuf,
    finished: bool,
}

impl Folder {
    pub fn begin(to: &Path) -> Result<Folder, Unfit> {
        let name = to.file_name().ok_or_else(|| Unfit::Said(format!("{} 不能用作导出的目录", to.display())))?;
        if to.exists() {
            return Err(Unfit::Said(format!("{} 已存在，导出不会覆盖它；请换一个目录名", to.display())));
        }
        let mut partial = name.to_owned();
        partial.push(".partial");
        let partial = to.with_file_name(partial);
        if partial.exists() {
            let left = format!("{} 是一次没有完成的导出，请删除后重试", partial.display());
            return Err(Unfit::Said(left));
        }
        make_dir(&partial)?;
        Ok(Folder { partial, to: to.to_owned(), finished: false })
    }

    /// A new file of it, by its path within.
    pub fn create(&self, path: &Path) -> Result<Sink, Unfit> {
        let whole = self.partial.join(path);
        if let Some(folder) = whole.parent().filter(|folder| !folder.exists()) {
            make_dir(folder)?;
        }
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&whole).map_err(|error| failed(&whole, error))?;
        Ok(Sink { path: whole, out: BufWriter::with_capacity(1 << 16, file), sums: Sums::default(), lines: 0 })
    }

    /// The whole file at once.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Listed, Unfit> {
        let mut sink = self.create(Path::new(path))?;
        sink.put(bytes)?;
        sink.finish(path)
    }

    /// Everything is there: it gets its name.
    pub fn finish(mut self) -> Result<(), Unfit> {
        let sync = || {
            File::open(&self.partial)?.sync_all()?;
            fs::rename(&self.partial, &self.to)
        };
        sync().map_err(|error| failed(&self.to, error))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// One file that is being written.
pub(super) struct Sink {
    path: PathBuf,
    out: BufWriter<File>,
    sums: Sums,
    lines: u64,
}

impl Sink {
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), Unfit> {
        self.sums.add(bytes);
        self.lines += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.out.write_all(bytes).map_err(|error| failed(&self.path, error))
    }

    pub fn line(&mut self, line: &str) -> Result<(), Unfit> {
        self.put(line.as_bytes())?;
        self.put(b"\n")
    }

    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// On the disk, and as the manifest lists it.
    pub fn finish(self, path: &str) -> Result<Listed, Unfit> {
        let (whole, lines) = (self.path.clone(), self.lines);
        Ok(self.close(&whole)?.listed(path, lines))
    }

    /// On the disk.
    pub fn sums(self) -> Result<Sums, Unfit> {
        let whole = self.path.clone();
        self.close(&whole)
    }

    fn close(self, whole: &Path) -> Result<Sums, Unfit> {
        let file = self.out.into_inner().map_err(|error| failed(whole, error.into_error()))?;
        file.sync_all().map_err(|error| failed(whole, error))?;
        Ok(self.sums)
    }
}

/// Both digests of what went by, and how many bytes it was.
#[derive(Clone, Default)]
pub(super) struct Sums {
    pub bytes: u64,
    sha256: Sha256,
    sm3: Sm3,
}

impl Sums {
    pub fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.sha256.update(bytes);
        self.sm3.update(bytes);
    }

    pub fn sha256(&self) -> [u8; 32] {
        self.sha256.clone().finalize().into()
    }

    pub fn sm3(&self) -> [u8; 32] {
        self.sm3.clone().finish()
    }

    pub fn listed(&self, path: &str, lines: u64) -> Listed {
        let (sha256, sm3) = (hex::encode(self.sha256()), hex::encode(self.sm3()));
        Listed { path: path.to_owned(), lines, bytes: self.bytes, sha256, sm3 }
    }
}

/// A file that is being read, hashed on the way.
pub(super) struct Hashed {
    file: File,
    pub sums: Sums,
}

impl Hashed {
    pub fn open(path: &Path) -> io::Result<Hashed> {
        Ok(Hashed { file: File::open(path)?, sums: Sums::default() })
    }
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.sums.add(&buffer[..count]);
        Ok(count)
    }
}

/// Readable by its owner alone.
fn make_dir(path: &Path) -> Result<(), Unfit> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| failed(path, error))
}

pub(super) fn failed(path: &Path, source: io::Error) -> Unfit {
    StoreError::Io { path: path.to_owned(), source }.into()
}
