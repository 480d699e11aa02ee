//! PDF with a text layer. Only what shows text is interpreted: no picture is decoded, nothing is drawn, and every count is
//! bounded, so that a hostile file costs no more than an honest one of its size.
//!
//! Reading order: `inspect` and `tree` (may this be opened?), `content` (what shows text), `font` (codes as characters), `grid` (ruled
//! tables), `layout` (signs as lines and paragraphs).

mod content;
mod font;
mod grid;
mod inspect;
mod layout;
mod tree;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::{Builder, Document, Refused};
use content::Reader;
use layout::Part;

const PAGES_MOST: usize = 400;

pub fn read(bytes: &[u8]) -> Result<Document, Refused> {
    inspect::inspect(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refused::Encrypted,
        LoadPdfError::Decryption(_) => Refused::Encrypted,
        LoadPdfError::Invalid => Refused::Broken,
    })?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(Refused::Broken);
    }
    if pages.len() > PAGES_MOST {
        return Err(Refused::TooMuch);
    }
    let mut reader = Reader::default();
    let mut read = Vec::with_capacity(pages.len());
    for page in pages.iter() {
        let shown = reader.page(page)?;
        read.push(layout::page(shown, page.render_dimensions().1.into()));
    }
    if reader.signs == 0 {
        return Err(Refused::Scanned);
    }
    if reader.unknown * 5 > reader.signs {
        return Err(Refused::Garbled);
    }
    let mut builder = Builder::default();
    for part in layout::parts(read) {
        match part {
            Part::Paragraph(words) => builder.paragraph(None, &words)?,
            Part::Table(rows) => builder.table(&rows)?,
        }
    }
    Ok(builder.finish())
}
