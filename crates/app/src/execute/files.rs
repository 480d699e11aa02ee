//! Files that a command names: taken out of staging, into its matter or record, in the same transaction.

use domain::{Evidence, Refusal, matter::Command, summary::SummaryCommand, value::FileId};
use jiff::Timestamp;
use store::{Tx, files, imports::owns_file};

use crate::{Actor, Denied, ports::micros};

/// The files that a command names.
pub(super) fn named(command: &Command) -> Vec<FileId> {
    match command {
        Command::Attach { file, .. } => vec![*file],
        Command::Instruct { scan, .. } => scan.iter().copied().collect(),
        Command::Adopt { adoption, .. } => adoption.scans.clone(),
        _ => Vec::new(),
    }
}

pub(super) fn of_evidence(evidence: Option<&Evidence>) -> Option<FileId> {
    match evidence {
        Some(Evidence::Scan(file)) => Some(*file),
        _ => None,
    }
}

/// The scan of a 通报 or 呈报.
pub(super) fn of_summary(command: &SummaryCommand) -> Option<FileId> {
    match command {
        SummaryCommand::Issue { scan, .. } => *scan,
        SummaryCommand::AttachScan { scan } => Some(*scan),
        _ => None,
    }
}

/// Refuses what was never received, what somebody else staged, and what belongs to something else. The source of an import is
/// that of all its matters, and stays with the import (`imports`).
pub(super) fn adopt(
    tx: &mut Tx<'_>,
    owner: &str,
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
    if own && files::adopt(tx, file.0, owner, micros(now))? {
        return Ok(());
    }
    Err(Refusal::invalid("附件", "所附文件没有收到，或已过 24 小时，请重新上传").into())
}
