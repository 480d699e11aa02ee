//! Files that a command names: taken out of staging, into its matter, in the same transaction.

use domain::{
    Evidence, Refusal,
    matter::Command,
    value::{FileId, MatterId},
};
use jiff::Timestamp;
use store::{Tx, files, imports::owns_file};

use crate::{Actor, Denied, ports::micros};

/// The files that a command and its evidence name.
pub(super) fn named(command: &Command, evidence: Option<&Evidence>) -> Vec<FileId> {
    let mut named = match command {
        Command::Attach { file, .. } => vec![*file],
        Command::Instruct { scan, .. } => scan.iter().copied().collect(),
        Command::Adopt { adoption, .. } => adoption.scans.clone(),
        _ => Vec::new(),
    };
    if let Some(Evidence::Scan(file)) = evidence {
        named.push(*file);
    }
    named
}

/// Refuses what was never received, what somebody else staged, and what belongs to another matter. The source of an import is
/// that of all its matters, and stays with the import (`imports`).
pub(super) fn adopt(
    tx: &mut Tx<'_>,
    matter: MatterId,
    actor: &Actor,
    file: FileId,
    now: Timestamp,
    imports: bool,
) -> Result<(), Denied> {
    let found = files::find(tx, file.0)?;
    if imports && found.as_ref().and_then(|row| row.owner.as_deref()).is_some_and(owns_file) {
        return Ok(());
    }
    let own = found.is_some_and(|row| row.staged_until.is_none() || row.stored_by == actor.code());
    if own && files::adopt(tx, file.0, &matter.to_string(), micros(now))? {
        return Ok(());
    }
    Err(Refusal::invalid("附件", "所附文件没有收到，或已过 24 小时，请重新上传").into())
}
