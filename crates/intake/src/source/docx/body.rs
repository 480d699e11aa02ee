//! The body of a DOCX, walked once.

use super::{
    numbering::{Numbered, Numbering, place},
    xml::{Node, Tag, walk},
};
use crate::source::{Builder, Document, Refused, TableCell};

pub fn read(xml: &str, numbering: Numbering) -> Result<Document, Refused> {
    let mut reader = Reader { numbering, ..Reader::default() };
    walk(xml, |node| match node {
        Node::Start(tag) => reader.start(&tag),
        Node::End(name) => reader.end(name),
        Node::Words(words) => {
            reader.words(&words);
            Ok(())
        }
    })?;
    Ok(reader.builder.finish())
}

/// The elements whose contents are not the text of the document: what was deleted or moved away, the second rendering of a
/// drawing, the reading aids of a ruby, a formula, the source of a field.
const DROPPED: [&str; 9] =
    ["del", "moveFrom", "Fallback", "rt", "instrText", "delText", "sectPr", "pPrChange", "rPrChange"];

#[derive(Default)]
struct Reader {
    builder: Builder,
    numbering: Numbering,
    /// how many dropped elements are open
    dropped: usize,
    /// the words of paragraphs whose mark was deleted: they stand in front of the next one's
    waiting: String,
    /// paragraphs that are open: a text box stands within one
    open: Vec<OpenParagraph>,
    /// tables that are open: one may stand in a cell of another
    tables: Vec<OpenTable>,
    /// the properties of a paragraph are being read
    in_properties: bool,
    in_text: bool,
    hidden_run: bool,
}

#[derive(Default)]
struct OpenParagraph {
    words: String,
    numbered: Numbered,
    /// its mark was deleted
    goes_on: bool,
}

#[derive(Default)]
struct OpenTable {
    rows: Vec<Vec<TableCell>>,
    row: Vec<TableCell>,
    cell: String,
    span: usize,
    continues: bool,
}

/// Rows of absurd width are cut: no table of a document has more columns.
const SPAN_MOST: usize = 63;

impl Reader {
    fn start(&mut self, tag: &Tag<'_>) -> Result<(), Refused> {
        let name = tag.name();
        if DROPPED.contains(&name) && !(self.in_properties && name == "del") {
            self.dropped += 1;
        }
        if self.dropped > 0 {
            return Ok(());
        }
        match name {
            "p" => self.open.push(OpenParagraph::default()),
            "pPr" => self.in_properties = true,
            "r" => self.hidden_run = false,
            "vanish" if !self.in_properties && tag.is_on() => self.hidden_run = true,
            "t" => self.in_text = true,
            "tab" if !self.in_properties => self.words_anyway(" "),
            "br" | "cr" if !self.in_properties && tag.get("type").is_none_or(|kind| kind == "textWrapping") => {
                self.words_anyway("\n");
            }
            "noBreakHyphen" => self.words_anyway("-"),
            "tbl" => self.tables.push(OpenTable::default()),
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    (table.cell, table.span, table.continues) = (String::new(), 1, false);
                }
            }
            _ => self.property(name, tag),
        }
        Ok(())
    }

    fn property(&mut self, name: &str, tag: &Tag<'_>) {
        if self.in_properties
            && let Some(paragraph) = self.open.last_mut()
        {
            match name {
                "pStyle" => paragraph.numbered.style = tag.get("val"),
                "numId" => paragraph.numbered.list = tag.number("val"),
                "ilvl" => paragraph.numbered.level = place(tag.number("val")),
                "del" => paragraph.goes_on = true,
                _ => {}
            }
        }
        if let Some(table) = self.tables.last_mut() {
            match name {
                "gridSpan" => table.span = tag.number("val").unwrap_or(1).clamp(1, SPAN_MOST as u32) as usize,
                // Without a value, the cell continues the one above.
                "vMerge" => table.continues = tag.get("val").is_none_or(|value| value == "continue"),
                "gridBefore" => {
                    let before = tag.number("val").unwrap_or(0).min(SPAN_MOST as u32);
                    (0..before).for_each(|_| table.row.push(TableCell::Own(String::new())));
                }
                _ => {}
            }
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Refused> {
        if self.dropped > 0 {
            if DROPPED.contains(&name) {
                self.dropped -= 1;
            }
            return Ok(());
        }
        match name {
            "pPr" => self.in_properties = false,
            "t" => self.in_text = false,
            "p" => self.end_paragraph()?,
            "tc" => self.end_cell(),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    let row = std::mem::take(&mut table.row);
                    table.rows.push(row);
                }
            }
            "tbl" => self.end_table()?,
            _ => {}
        }
        Ok(())
    }

    fn words(&mut self, words: &str) {
        if self.in_text && self.dropped == 0 {
            self.words_anyway(words);
        }
    }

    fn words_anyway(&mut self, words: &str) {
        if !self.hidden_run
            && let Some(paragraph) = self.open.last_mut()
        {
            paragraph.words.push_str(words);
        }
    }

    fn end_paragraph(&mut self) -> Result<(), Refused> {
        let Some(paragraph) = self.open.pop() else { return Ok(()) };
        // Contents lists repeat every heading.
        let is_contents = paragraph.numbered.style.as_ref().is_some_and(|style| style.starts_with("TOC"));
        if paragraph.goes_on {
            self.waiting.push_str(&paragraph.words);
            return Ok(());
        }
        // Word counts a numbered paragraph even where it stands empty.
        let number = self.numbering.next(&paragraph.numbered);
        let words = std::mem::take(&mut self.waiting) + &paragraph.words;
        if is_contents || words.trim().is_empty() {
            return Ok(());
        }
        if let Some(table) = self.tables.last_mut() {
            if !table.cell.is_empty() {
                table.cell.push('\n');
            }
            table.cell.push_str(number.as_deref().unwrap_or_default());
            table.cell.push_str(words.trim());
            return Ok(());
        }
        self.lines(number, &words)
    }

    /// A line broken by hand is a line of its own.
    fn lines(&mut self, number: Option<String>, words: &str) -> Result<(), Refused> {
        let mut number = number;
        for line in words.split('\n').filter(|line| !line.trim().is_empty()) {
            self.builder.paragraph(number.take(), line)?;
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let words = std::mem::take(&mut table.cell);
        let first = if table.continues { TableCell::FromAbove } else { TableCell::Own(words) };
        let more = if table.continues { TableCell::FromAbove } else { TableCell::FromLeft };
        if table.row.len() <= SPAN_MOST {
            table.row.push(first);
            table.row.extend(std::iter::repeat_n(more, table.span - 1));
        }
    }

    fn end_table(&mut self) -> Result<(), Refused> {
        let Some(table) = self.tables.pop() else { return Ok(()) };
        // A table within a cell is words of that cell.
        if let Some(outer) = self.tables.last_mut() {
            let cells = table.rows.into_iter().flatten().filter_map(TableCell::own);
            for words in cells.filter(|words| !words.is_empty()) {
                if !outer.cell.is_empty() {
                    outer.cell.push('\n');
                }
                outer.cell.push_str(&words);
            }
            return Ok(());
        }
        // A table of one column only frames what stands in it.
        if table.rows.iter().all(|row| row.len() <= 1) {
            for words in table.rows.into_iter().flatten().filter_map(TableCell::own) {
                self.lines(None, &words)?;
            }
            return Ok(());
        }
        self.builder.table(&table.rows)
    }
}
