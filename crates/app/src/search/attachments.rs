//! The words of attachments: their names at once, their texts once they were read.

use std::io::Read;

use domain::matter::Matter;
use intake::{Ask, Job};
use store::{
    Sql, StoreError, Tx, files,
    imports::owns_file,
    search::{self, FileText},
};
use uuid::Uuid;

use crate::{App, Denied, files::blocking};

use super::{
    Field, Passage, marks,
    tokens::{FILES_MOST, Words},
};

/// Attachments in one round of the job.
const ROUND: i64 = 100;
/// Of one: a reader that did not start this time may start the next.
const TRIES: i64 = 3;
/// The most that is kept of one, in characters.
const TEXT_MOST: usize = 200_000;

impl App {
    /// Reads attachments that wait for it, so that they are found by their words; how many were read. One that cannot be read is
    /// found by its name.
    pub async fn read_attachments(&self) -> Result<u64, Denied> {
        let Some(readers) = self.0.readers.get().cloned() else { return Ok(0) };
        let waiting = self.store().read(|sql| search::waiting_files(sql, ROUND).map_err(Denied::from)).await?;
        let mut read = 0;
        for waiting in waiting {
            let (readers, files, name) = (readers.clone(), self.places().files.clone(), waiting.name.clone());
            let id = waiting.file;
            let text = blocking(move || {
                let mut bytes = Vec::new();
                let opened = files.read(id).map_err(|error| error.to_string());
                let opened =
                    opened.and_then(|mut file| file.read_to_end(&mut bytes).map_err(|error| error.to_string()));
                let job = Job::new(&name, Ask::Text);
                Ok(opened.and_then(|_| readers.read(&job, &bytes)))
            })
            .await?;
            match text {
                Ok(text) => {
                    let text: String = String::from_utf8_lossy(&text).trim_end().chars().take(TEXT_MOST).collect();
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
        // The source of thirty matters would be found thirty times; what concerns each stands in its content.
        if file.owner.as_deref().is_some_and(owns_file) {
            continue;
        }
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
