//! DOCX: paragraphs with their automatic numbers, tables with merged cells, text boxes. Inserted text is kept, deleted text
//! is not; headers, footers, notes and comments are left out. Macros of a .docm are never looked at.

mod body;
mod numbering;
mod xml;

use super::{Document, Refused, guard::Container};
use numbering::Numbering;

pub fn read(container: &mut Container<'_>) -> Result<Document, Refused> {
    let path = main_part(container)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let numbering = container.text(&beside("numbering.xml"))?;
    let styles = container.text(&beside("styles.xml"))?;
    let numbering = Numbering::read(numbering.as_deref(), styles.as_deref())?;
    let body = container.text(&path)?.ok_or(Refused::Broken)?;
    body::read(&body, numbering)
}

/// The part that the package names as its document; almost always `word/document.xml`.
fn main_part(container: &mut Container<'_>) -> Result<String, Refused> {
    const USUAL: &str = "word/document.xml";
    if container.has(USUAL) {
        return Ok(USUAL.to_owned());
    }
    let mut named = None;
    if let Some(relations) = container.text("_rels/.rels")? {
        xml::walk(&relations, |node| {
            if let xml::Node::Start(tag) = node
                && tag.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                named = tag.get("Target").map(|target| target.trim_start_matches('/').to_owned());
            }
            Ok(())
        })?;
    }
    named.filter(|path| container.has(path)).ok_or(Refused::Unknown)
}
