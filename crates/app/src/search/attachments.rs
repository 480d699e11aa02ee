//! The words of attachments: their names at once, their texts once they were read.

use std::{io::Read, sync::Arc};

use domain::matter::Matter;
use store::{
    Sql, StoreError, Tx, files,
    search::{self, FileText},
};
use uuid::Uuid;

use crate::{App, Denied, files::blocking};

use super::{
    Field, Passage, marks,
    tokens::{FILES_MOST, Words},
};

/// Reads the text of files. What people send in may be anything: whoever reads must be bounded in time and memory.
pub trait Texts: Send + Sync {
    /// The text of a file, or why it has none, for the log.
    fn text(&self, name: &str, bytes: &[u8]) -> Result<String, String>;
}

/// Attachments in one round of the job.
const ROUND: i64 = 100;
/// Of one: a reader that did not start this time may start the next.
const TRIES: i64 = 3;
/// The most that is kept of one, in characters.
const TEXT_MOST: usize = 200_000;

impl App {
    /// Who reads the texts of attachments from now on.
    pub fn read_by(&self, texts: Arc<dyn Texts>) {
        let _ = self.0.texts.set(texts);
    }

    /// Reads attachments that wait for it, so that they are found by their words; how many were read. One that cannot be read is
    /// found by its name.
    pub async fn read_attachments(&self) -> Result<u64, Denied> {
        let Some(texts) = self.0.texts.get().cloned() else { return Ok(0) };
        let waiting = self.store().read(|sql| search::waiting_files(sql, ROUND).map_err(Denied::from)).await?;
        let mut read = 0;
        for waiting in waiting {
            let (texts, files, name) = (texts.clone(), self.places().files.clone(), waiting.name.clone());
            let id = waiting.file;
            let text = blocking(move || {
                let mut bytes = Vec::new();
                let opened = files.read(id).map_err(|error| error.to_string());
                let opened =
                    opened.and_then(|mut file| file.read_to_end(&mut bytes).map_err(|error| error.to_string()));
                Ok(opened.and_then(|_| texts.text(&name, &bytes)))
            })
            .await?;
            match text {
                Ok(text) => {
                    let text: String = text.chars().take(TEXT_MOST).collect();
                    self.store()
                        .write(move |tx| {
                            search::read_file(tx, id, &text)?;
                            write(tx, waiting.matter).map_err(Denied::from)
                        })
                        .await?;
                    read += 1;
                }
                Err(why) => {
                    tracing::info!(file = %id, why, "an attachment has no text");
                    self.store().write(move |tx| search::fail_file(tx, id, TRIES).map_err(Denied::from)).await?;
                }
            }
        }
        Ok(read)
    }
}

/// A matter's attachments are found by their names, and wait to be read.
pub(crate) fn add(tx: &mut Tx<'_>, matter: &Matter) -> Result<(), StoreError> {
    for attachment in &matter.attachments {
        let Some(file) = files::find(tx, attachment.file.0)? else { continue };
        let label = attachment.label.as_ref().map(|label| format!("{label} ")).unwrap_or_default();
        search::add_file(tx, file.id, matter.id.0, &format!("{label}{}", file.name))?;
    }
    if matter.attachments.is_empty() { Ok(()) } else { write(tx, matter.id.0) }
}

/// Makes the words of a matter's attachments anew.
fn write(tx: &mut Tx<'_>, matter: Uuid) -> Result<(), StoreError> {
    let mut words = Words::up_to(FILES_MOST);
    let all = search::files_of(tx, matter)?;
    all.iter().for_each(|file| words.field(&file.name));
    all.iter().for_each(|file| words.field(&file.plain));
    search::set_file_words(tx, matter, &words.done())
}

/// Where one of the words stands in an attachment of the matter.
pub(crate) fn passage(sql: &mut dyn Sql, matter: Uuid, words: &[String]) -> Result<Option<Passage>, StoreError> {
    let found = |file: &FileText| {
        let name = marks::passage(&file.name, words).map(|text| Passage { field: Field::FileName, text });
        name.or_else(|| marks::passage(&file.plain, words).map(|text| Passage { field: Field::FileText, text }))
    };
    Ok(search::files_of(sql, matter)?.iter().find_map(found))
}
