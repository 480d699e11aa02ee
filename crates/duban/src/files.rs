//! Files that only their owner may read.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Writes beside the place and renames, so that nobody reads half of it.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    let temporary = PathBuf::from(format!("{}.new", path.display()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || {
        // One left behind by a killed process may have other rights.
        let _ = fs::remove_file(&temporary);
        let mut file = options.open(&temporary)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().with_context(|| format!("写不出文件 {}，请检查目录和权限", path.display()))
}

/// Removes it; no matter where there is none.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("删不掉文件 {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Makes a directory for the service alone.
pub fn private_dir(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).with_context(|| format!("建不了目录 {}，请检查权限", path.display()))
}
