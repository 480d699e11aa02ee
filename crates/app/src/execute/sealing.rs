//! Texts that may have to be erased: stored encrypted in the transaction of the command that holds their digest.

use std::collections::HashMap;

use domain::{
    Refusal,
    institution::InstitutionCommand,
    matter::{Command, Proposal},
    referral::ReferralCommand,
    value::Sealed,
};
use store::{
    Tx,
    sealed::{self, Carried, Opened},
};
use uuid::Uuid;

use super::{Act, Request};
use crate::Denied;

/// Stores the request's texts, and fills their digests in where the commands name them. What a command names beside them
/// must be there already, as it says.
pub(super) fn seal(tx: &mut Tx<'_>, request: &mut Request) -> Result<(), Denied> {
    let mut digests = HashMap::new();
    for text in std::mem::take(&mut request.sealed) {
        sealed::put(tx, &text.scope, text.row, &text.text)?;
        digests.insert(text.row, digest(tx.keys(), text.row, &text.text));
    }
    let mut named = Vec::new();
    for act in &mut request.acts {
        match act {
            Act::Matter { command, .. } => of_command(command, &mut named),
            Act::Institution(command) => of_institution(command, &mut named),
            Act::Referral { command, .. } => of_referral(command, &mut named),
            Act::Summary { .. } => {}
        }
    }
    for sealed in named {
        fill(tx, sealed, &digests)?;
    }
    Ok(())
}

fn fill(tx: &mut Tx<'_>, sealed: &mut Sealed, digests: &HashMap<Uuid, String>) -> Result<(), Denied> {
    match digests.get(&sealed.row) {
        Some(digest) => sealed.digest.clone_from(digest),
        None if is_there(tx, sealed)? => {}
        None => return Err(Refusal::invalid("联系电话", "所引用的加密内容不存在，请重新填写").into()),
    }
    Ok(())
}

/// An erased text can no longer be compared: its row is enough.
fn is_there(tx: &mut Tx<'_>, sealed: &Sealed) -> Result<bool, Denied> {
    let keys = tx.keys().clone();
    Ok(sealed::find(tx, &keys, sealed.row)?.is_some_and(|found| match digest_of(&keys, &found) {
        Some(digest) => digest == sealed.digest,
        None => true,
    }))
}

/// What the log calls a text by: as it came with the text, or by this installation's key. `None` once it is erased.
pub(crate) fn digest_of(keys: &crypto::Keys, found: &Carried) -> Option<String> {
    let Opened::Text(text) = &found.text else { return None };
    Some(found.digest.clone().unwrap_or_else(|| digest(keys, found.row, text)))
}

/// What the event holds: nobody without the key can guess at the text, and equal texts do not show.
fn digest(keys: &crypto::Keys, row: Uuid, text: &str) -> String {
    hex(&keys.blind(&format!("sealed|{row}"), text))
}

/// Every place of a command where a sealed text may stand.
fn of_command<'c>(command: &'c mut Command, named: &mut Vec<&'c mut Sealed>) {
    match command {
        Command::Propose { proposal, .. } | Command::Revise { proposal, .. } => of_proposal(proposal, named),
        Command::Adopt { proposal, adoption } => {
            of_proposal(proposal, named);
            named.extend(adoption.assignments.iter_mut().filter_map(|assignment| assignment.telephone.as_mut()));
        }
        Command::Dispatch { assignments, .. } => {
            named.extend(assignments.iter_mut().filter_map(|assignment| assignment.telephone.as_mut()));
        }
        Command::Transfer { to, .. } | Command::AddCoUnit { to, .. } | Command::ChangeContact { to, .. } => {
            named.extend(to.telephone.as_mut());
        }
        Command::Instruct { text, .. } => named.push(text),
        _ => {}
    }
}

fn of_proposal<'c>(proposal: &'c mut Proposal, named: &mut Vec<&'c mut Sealed>) {
    named.extend(proposal.source.petitioner.as_mut());
}

fn of_institution<'c>(command: &'c mut InstitutionCommand, named: &mut Vec<&'c mut Sealed>) {
    match command {
        InstitutionCommand::AddPerson(person) | InstitutionCommand::ChangePerson(person) => {
            named.extend(person.telephone.as_mut());
            named.extend(person.mail.as_mut());
        }
        InstitutionCommand::SetMail { mail, .. } => named.extend(mail.as_mut()),
        _ => {}
    }
}

fn of_referral<'c>(command: &'c mut ReferralCommand, named: &mut Vec<&'c mut Sealed>) {
    use ReferralCommand as C;
    match command {
        C::Propose { evidence: text, .. }
        | C::Explain { text }
        | C::Drop { reason: text }
        | C::GiveOutcome { text } => named.push(text),
        C::Endorse { text } | C::Approve { text } => named.extend(text.as_mut()),
        C::RecordLapse | C::SignFor | C::OpenFile { .. } => {}
    }
}

pub(crate) fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
