//! A file as paragraphs and tables: text, DOCX or PDF with a text layer. The content decides what a file is, not its name.
//! What is hostile, broken, encrypted, scanned or of an old format is refused with a sentence that says what to do.
//!
//! Reading order: [`guard`] (what may be opened, and how much of it), [`Document`], `text`, `docx`, `pdf`.

mod document;
mod docx;
pub mod guard;
mod pdf;
mod text;

pub use document::{Block, Builder, Cell, Document, Paragraph, Table, TableCell};
pub use guard::Refused;

use guard::{Container, Kind};

/// In: the bytes of a file. Its name only helps to say what it seems to be.
pub fn open(bytes: &[u8], name: &str) -> Result<Document, Refused> {
    guard::sized(bytes)?;
    let document = match Kind::of(bytes) {
        Kind::Zip => container(bytes)?,
        Kind::Pdf => pdf::read(bytes)?,
        Kind::Ole2 => return Err(guard::ole2(bytes)),
        Kind::Rtf => return Err(Refused::Other("RTF 文档")),
        Kind::Html => return Err(Refused::Other("网页文件")),
        Kind::Xml => return Err(Refused::Other("XML 文件")),
        Kind::Binary => return Err(Refused::Unknown),
        Kind::Text => text::read(bytes).map_err(|refused| named(refused, name))?,
    };
    if document.text().trim().is_empty() { Err(Refused::NoText) } else { Ok(document) }
}

/// What was taken for text and is none is called by its name: a .docx cut off at its front is a broken .docx.
fn named(refused: Refused, name: &str) -> Refused {
    let name = name.to_ascii_lowercase();
    let is_office = [".docx", ".docm", ".doc", ".wps", ".pdf"].iter().any(|end| name.ends_with(end));
    if is_office && refused == Refused::Encoding { Refused::Broken } else { refused }
}

fn container(bytes: &[u8]) -> Result<Document, Refused> {
    let mut container = Container::open(bytes)?;
    match () {
        () if container.has("xl/workbook.xml") => Err(Refused::Workbook),
        () if container.has("ppt/presentation.xml") => Err(Refused::Other("演示文稿")),
        () if container.has("OFD.xml") => Err(Refused::Other("OFD 版式文件")),
        () if container.has("content.xml") => Err(Refused::Other("ODF 文档")),
        () => docx::read(&mut container),
    }
}
