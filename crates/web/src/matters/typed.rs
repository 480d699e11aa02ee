//! The files of a form: which go to the matter's attachments, and which one shows that a recorded act took place.

use app::ask::FileInfo;

use crate::forms::FormData;

/// The field of a scan that shows that a recorded act took place.
pub const EVIDENCE: &str = "evidence";

/// With a form that is shown again: which of the files that are kept is that scan.
pub const KEPT_EVIDENCE: &str = "evidence_kept";

/// Files that go to the matter's attachments.
pub fn attachments(form: &FormData) -> impl Iterator<Item = &FileInfo> {
    let evidence = evidence(form).map(|file| file.id);
    form.files.iter().map(|(_, file)| file).filter(move |file| Some(file.id) != evidence)
}

/// The scan that shows a recorded act: sent just now, or kept from an earlier try.
pub fn evidence(form: &FormData) -> Option<&FileInfo> {
    let kept = form.get(KEPT_EVIDENCE);
    let sent_now = form.files.iter().find(|(name, _)| name == EVIDENCE);
    let sent_before = || form.files.iter().find(|(_, file)| file.id.to_string() == kept);
    sent_now.or_else(sent_before).map(|(_, file)| file)
}

#[cfg(test)]
pub fn of(pairs: &[(&str, &str)]) -> FormData {
    let values = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    FormData { values, ..FormData::default() }
}
