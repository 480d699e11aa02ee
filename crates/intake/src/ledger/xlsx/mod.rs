//! An `.xlsx` in one pass over each of its parts: cells, hidden rows and columns, merged cells. No dense table is built, so
//! a single cell in the last corner of a sheet costs one cell.
//!
//! Parts are unpacked by the common guard, which counts what comes out; what is kept is counted here.

mod cells;
mod strings;
mod styles;
mod xml;

use super::{Refused, Workbook};
use crate::source::guard::Container;
use strings::Strings;
use styles::Styles;
use xml::{Event, Xml};

/// Filled cells of all sheets, merged areas of a sheet, and sheets.
const CELLS_MOST: usize = 600_000;
const MERGED_MOST: usize = 50_000;
const SHEETS_MOST: usize = 200;

pub fn read(bytes: &[u8]) -> Result<Workbook, Refused> {
    let mut container = Container::open(bytes)?;
    let main = main_part(&mut container)?;
    let text = container.text(&main)?.ok_or(Refused::Broken)?;
    let book = Book::parse(&text)?;
    drop(text);
    let targets = targets(&mut container, &main)?;
    let styles = match container.text(&sibling(&main, "styles.xml"))? {
        Some(text) => Styles::parse(&text)?,
        None => Styles::default(),
    };
    let mut strings = match container.text(&sibling(&main, "sharedStrings.xml"))? {
        Some(text) => Strings::parse(&text)?,
        None => Strings::default(),
    };
    let mut workbook = Workbook { sheets: Vec::new(), notices: book.notices() };
    if container.has(&sibling(&main, "vbaProject.bin")) {
        workbook.notices.push("文件含有宏，没有运行，只读取了表中的数值".to_owned());
    }
    let mut left = CELLS_MOST;
    for entry in book.sheets.iter().filter(|entry| entry.visible) {
        let target = targets.iter().find(|(id, _)| *id == entry.id).map(|(_, target)| target.as_str());
        let Some(text) = target.map(|target| container.text(target)).transpose()?.flatten() else { continue };
        let mut sheet = cells::read(&text, &styles, &mut strings, book.is_1904, &mut left)?;
        sheet.name.clone_from(&entry.name);
        workbook.sheets.push(sheet);
    }
    match workbook.sheets.iter().any(|sheet| !sheet.rows.is_empty()) {
        true => Ok(workbook),
        false => Err(Refused::NoContent),
    }
}

/// The workbook's own part, or what the container is instead.
fn main_part(container: &mut Container<'_>) -> Result<String, Refused> {
    if container.has("xl/workbook.xml") {
        return Ok("xl/workbook.xml".to_owned());
    }
    if container.has("xl/workbook.bin") {
        return Err(Refused::BinaryWorkbook);
    }
    if container.has("word/document.xml") || container.has("ppt/presentation.xml") {
        return Err(Refused::NotWorkbook);
    }
    if container.has("content.xml") {
        return Err(Refused::Ods);
    }
    // A few programs put it elsewhere.
    let named = relations(container, "_rels/.rels", "")?;
    let main = named.into_iter().find(|(_, target)| target.ends_with("workbook.xml")).map(|(_, target)| target);
    main.filter(|main| container.has(main)).ok_or(Refused::NotWorkbook)
}

fn targets(container: &mut Container<'_>, main: &str) -> Result<Vec<(String, String)>, Refused> {
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let part = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    relations(container, &part, folder)
}

/// Identifiers and the parts they mean, as full names.
fn relations(container: &mut Container<'_>, part: &str, folder: &str) -> Result<Vec<(String, String)>, Refused> {
    let Some(text) = container.text(part)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut xml = Xml::new(&text);
    while let Some(event) = xml.next()? {
        let Event::Start(tag) = event else { continue };
        if tag.name() != "Relationship" {
            continue;
        }
        let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target")) else { continue };
        let full = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None if folder.is_empty() => target,
            None => format!("{folder}/{}", target.trim_start_matches("./")),
        };
        found.push((id, full));
    }
    Ok(found)
}

fn sibling(main: &str, name: &str) -> String {
    main.rsplit_once('/').map_or(name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

/// The list of sheets.
#[derive(Default)]
struct Book {
    sheets: Vec<Entry>,
    is_1904: bool,
}

struct Entry {
    name: String,
    id: String,
    visible: bool,
}

impl Book {
    fn parse(text: &str) -> Result<Book, Refused> {
        let mut book = Book::default();
        let mut xml = Xml::new(text);
        while let Some(event) = xml.next()? {
            let Event::Start(tag) = event else { continue };
            match tag.name() {
                "workbookPr" => book.is_1904 = matches!(tag.get("date1904").as_deref(), Some("1" | "true")),
                "sheet" => book.sheets.push(Entry {
                    name: tag.get("name").unwrap_or_default(),
                    id: tag.get("id").unwrap_or_default(),
                    visible: !matches!(tag.get("state").as_deref(), Some("hidden" | "veryHidden")),
                }),
                _ => {}
            }
            if book.sheets.len() > SHEETS_MOST {
                return Err(Refused::TooMuch);
            }
        }
        Ok(book)
    }

    fn notices(&self) -> Vec<String> {
        let hidden: Vec<&str> =
            self.sheets.iter().filter(|entry| !entry.visible).map(|entry| entry.name.as_str()).collect();
        match hidden.is_empty() {
            true => Vec::new(),
            false => vec![format!("隐藏的工作表没有读取：{}", hidden.join("、"))],
        }
    }
}
