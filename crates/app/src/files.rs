//! Attached files: received into staging, adopted by the command that names them, opened by whoever may read their matter.

use std::io::Read;

use domain::{
    Refusal,
    summary::{Reading, Summary},
    value::{FileId, MatterId},
};
use jiff::SignedDuration;
use store::{
    files::{self, FileRow},
    imports::owns_file,
};
use uuid::Uuid;

use crate::{
    Actor, App, Denied,
    ask::FileInfo,
    audit::line,
    drafts,
    execute::hex,
    ports::{instant, micros},
    records::{self, record_of_files},
    snapshot::{Scope, Snapshot},
    summaries,
};

/// The largest file, in bytes.
pub const FILE_MOST: u64 = 50 * 1024 * 1024;
/// How long a file waits for the command that names it.
const STAGED: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Receives a file. It belongs to nobody's matter until a command names it, and is swept after 24 hours.
    pub async fn stage_file(&self, actor: &Actor, name: &str, bytes: Vec<u8>) -> Result<FileInfo, Denied> {
        if actor.read_only {
            return Err(Denied::ReadOnly);
        }
        let name = label(name);
        let media_type = accepted(&name, &bytes)?;
        let (id, files) = (self.fresh_id(), self.places().files.clone());
        let received = blocking(move || Ok(files.receive(id, &mut bytes.as_slice())?)).await?;
        let now = self.now();
        let until = now.checked_add(STAGED).unwrap_or(now);
        let row = FileRow {
            id,
            owner: None,
            name,
            media_type: media_type.to_owned(),
            size: received.size,
            sm3: received.sm3,
            sha256: received.sha256,
            label: String::new(),
            stored_at: micros(now),
            stored_by: actor.code(),
            staged_until: Some(micros(until)),
        };
        let info = info(&row);
        self.store().write(move |tx| Ok::<_, Denied>(files::stage(tx, &row)?)).await?;
        Ok(info)
    }

    /// The facts of files that this actor has staged, or that wait with a draft of the unit, for a form that is shown again;
    /// others are left out.
    pub async fn staged_files(&self, actor: &Actor, ids: Vec<FileId>) -> Result<Vec<FileInfo>, Denied> {
        let (app, asking, now) = (self.clone(), actor.clone(), micros(self.now()));
        self.read(move |read| {
            let (institution, today) = (read.institution.clone(), read.today);
            let mut found = Vec::new();
            for id in ids {
                let Some(row) = files::find(read, id.0)? else { continue };
                let mine = row.stored_by == asking.code() && row.staged_until.is_some_and(|until| until > now);
                let owner = row.owner.clone().unwrap_or_default();
                if mine || drafts::sees_file(&app, read, &institution, &asking, &owner, today)? {
                    found.push(row);
                }
            }
            Ok(found.iter().map(info).collect())
        })
        .await
    }

    /// The bytes of an attached file, if this actor may read the matter `of` which it is (or has staged it); leaves a line in the
    /// audit log.
    pub async fn open_file(
        &self,
        actor: &Actor,
        of: Option<MatterId>,
        id: FileId,
    ) -> Result<(FileInfo, Vec<u8>), Denied> {
        let (app, asking) = (self.clone(), actor.clone());
        let row = self
            .read(move |read| {
                let row = files::find(read, id.0)?.ok_or(Denied::NotFound)?;
                let (institution, today) = (read.institution.clone(), read.today);
                let owner = row.owner.clone().unwrap_or_default();
                let seen = match owner.parse::<MatterId>() {
                    Ok(matter) => read.scope(&asking).sees(read, matter)?,
                    Err(_) if owner.is_empty() => row.stored_by == asking.code(),
                    Err(_) if record_of_files(&owner).is_some() => {
                        record_sees_file(read, &asking, record_of_files(&owner), id)?
                    }
                    Err(_) if owns_file(&owner) => names_file(&app, read, &asking, of, id)?,
                    Err(_) => drafts::sees_file(&app, read, &institution, &asking, &owner, today)?,
                };
                if seen { Ok(row) } else { Err(Denied::NotFound) }
            })
            .await?;
        let files = self.places().files.clone();
        let bytes = blocking(move || {
            let mut bytes = Vec::new();
            let mut file = files.read(id.0)?;
            file.read_to_end(&mut bytes).map_err(|source| store::StoreError::Io { path: files.path(id.0), source })?;
            Ok(bytes)
        })
        .await?;
        self.audit(line(actor, "download", Some(id.to_string()), "ok")).await?;
        Ok((info(&row), bytes))
    }
}

/// The scan of a bulletin as it went out: whoever reads the bulletin. Every other file of a record is the Office's alone.
fn record_sees_file(
    read: &mut Snapshot<'_, '_>,
    actor: &Actor,
    record: Option<Uuid>,
    file: FileId,
) -> Result<bool, Denied> {
    let Some(record) = record else { return Ok(false) };
    if matches!(read.scope(actor), Scope::Everything) {
        return Ok(true);
    }
    let Some(summary) = records::find::<Summary>(read, record)? else { return Ok(false) };
    let scan = summary.issued.as_ref().and_then(|issue| issue.scan);
    let view = summaries::view(summary, &read.institution, actor, read.today);
    Ok(scan == Some(file) && view.is_some_and(|view| !matches!(view.reading, Reading::Facts { .. })))
}

/// The source of an import belongs to every matter that names it.
fn names_file(
    app: &App,
    read: &mut Snapshot<'_, '_>,
    actor: &Actor,
    of: Option<MatterId>,
    file: FileId,
) -> Result<bool, Denied> {
    let Some(of) = of else { return Ok(false) };
    let matter = app.0.read_folded.matter(read, of)?;
    let named = matter.is_some_and(|matter| matter.attachments.iter().any(|attachment| attachment.file == file));
    Ok(named && read.scope(actor).sees(read, of)?)
}

pub(crate) fn info(row: &FileRow) -> FileInfo {
    FileInfo {
        id: FileId(row.id),
        name: row.name.clone(),
        media_type: row.media_type.clone(),
        size: row.size.unsigned_abs(),
        digest: hex(&row.sm3),
        added_at: instant(row.stored_at),
    }
}

/// Blocking work off the async threads.
pub(crate) async fn blocking<T, F>(work: F) -> Result<T, Denied>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Denied> + Send + 'static,
{
    let joined = tokio::task::spawn_blocking(work).await;
    joined.map_err(|error| store::StoreError::Panicked(error.to_string()))?
}

/// What a visitor called it, without folders and without what cannot be seen.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let clean: String = last.chars().filter(|c| !hidden(*c)).take(150).collect();
    let clean = clean.trim().trim_matches('.');
    if clean.is_empty() { "未命名".to_owned() } else { clean.to_owned() }
}

/// (extension, media type, first bytes); an empty beginning is any.
const KINDS: &[(&str, &str, &[u8])] = &[
    ("pdf", "application/pdf", b"%PDF-"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", b"PK\x03\x04"),
    ("ofd", "application/ofd", b"PK\x03\x04"),
    ("doc", "application/msword", b"\xD0\xCF\x11\xE0"),
    ("xls", "application/vnd.ms-excel", b"\xD0\xCF\x11\xE0"),
    ("ppt", "application/vnd.ms-powerpoint", b"\xD0\xCF\x11\xE0"),
    ("wps", "application/vnd.ms-works", b"\xD0\xCF\x11\xE0"),
    ("et", "application/vnd.ms-excel", b"\xD0\xCF\x11\xE0"),
    ("jpg", "image/jpeg", b"\xFF\xD8\xFF"),
    ("jpeg", "image/jpeg", b"\xFF\xD8\xFF"),
    ("png", "image/png", b"\x89PNG\r\n\x1A\n"),
    ("txt", "text/plain; charset=utf-8", b""),
    ("csv", "text/csv; charset=utf-8", b""),
    ("zip", "application/zip", b"PK\x03\x04"),
];

/// The media type, by the name's ending, if the content begins as such files do.
fn accepted(name: &str, bytes: &[u8]) -> Result<&'static str, Denied> {
    let refuse = |what: &str| Err(Refusal::invalid("附件", format!("“{name}”{what}")).into());
    if bytes.is_empty() {
        return refuse("是空文件，请检查后重新上传");
    }
    if bytes.len() as u64 > FILE_MOST {
        return refuse("超过 50 MB，请压缩或拆分后上传");
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let Some((_, media_type, begins)) = KINDS.iter().find(|(kind, ..)| *kind == ending) else {
        return refuse("的格式不能上传，可用 PDF、Word、Excel、PPT、WPS、OFD、JPG、PNG、TXT、CSV、ZIP");
    };
    if !bytes.starts_with(begins) {
        return refuse("的内容与扩展名不符，请另存为正确的格式后上传");
    }
    if begins.is_empty() && std::str::from_utf8(bytes).is_err() {
        let (_, _, broken) = encoding_rs::GB18030.decode(bytes);
        return match ending.as_str() {
            _ if broken || bytes.contains(&0) => refuse("不是文本，请另存为 UTF-8 文本后上传"),
            "csv" => Ok("text/csv; charset=gb18030"),
            _ => Ok("text/plain; charset=gb18030"),
        };
    }
    let macros = b"vbaProject.bin";
    if begins.starts_with(b"PK") && bytes.windows(macros.len()).any(|window| window == macros) {
        return refuse("含有宏，请另存为不含宏的格式后上传");
    }
    Ok(media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_labels_only() {
        assert_eq!(label("../../x.pdf"), "x.pdf");
        assert_eq!(label("C:\\目录\\报告.docx"), "报告.docx");
        assert_eq!(label("a\u{202E}fdp.exe"), "afdp.exe");
        assert_eq!(label("."), "未命名");
    }

    #[test]
    fn ending_and_content_must_agree() {
        assert_eq!(accepted("a.pdf", b"%PDF-1.7").unwrap(), "application/pdf");
        assert_eq!(accepted("A.TXT", "督办".as_bytes()).unwrap(), "text/plain; charset=utf-8");
        assert_eq!(accepted("A.TXT", b"\xB6\xBD\xB0\xEC").unwrap(), "text/plain; charset=gb18030");
        for (name, bytes) in [
            ("a.pdf", b"MZ\x90".as_slice()),
            ("a.exe", b"MZ"),
            ("a.svg", b"<svg>"),
            ("a", b"%PDF-"),
            ("a.pdf", b""),
            ("a.docx", b"PK\x03\x04 word/vbaProject.bin"),
            ("a.txt", b"\xB6\x00"),
        ] {
            assert!(accepted(name, bytes).is_err(), "{name}");
        }
    }
}
