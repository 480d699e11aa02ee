//! Which styles show a number as a date or as a percentage.

use std::collections::HashMap;

use super::{
    Refused,
    xml::{Event, Xml},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shows {
    #[default]
    Number,
    Date,
    Percent,
}

/// By the number of a style.
#[derive(Default)]
pub struct Styles(Vec<Shows>);

impl Styles {
    pub fn parse(text: &str) -> Result<Styles, Refused> {
        let mut formats: HashMap<u32, Shows> = HashMap::new();
        let mut styles = Vec::new();
        let mut in_cells = false;
        let mut xml = Xml::new(text);
        while let Some(event) = xml.next()? {
            match event {
                Event::Start(tag) => match tag.name() {
                    "numFmt" => {
                        if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.get("formatCode")) {
                            formats.insert(id, shows(&code));
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = tag.number("numFmtId").unwrap_or(0);
                        styles.push(formats.get(&id).copied().unwrap_or_else(|| built_in(id)));
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().into_inner() == "cellXfs" => in_cells = false,
                _ => {}
            }
            if styles.len() > 100_000 {
                return Err(Refused::TooMuch);
            }
        }
        Ok(Styles(styles))
    }

    pub fn shows(&self, style: Option<u32>) -> Shows {
        style.and_then(|style| self.0.get(usize::try_from(style).ok()?).copied()).unwrap_or_default()
    }
}

/// The formats that every program knows by their number, those of Chinese Excel (27 to 58) included.
fn built_in(id: u32) -> Shows {
    match id {
        9 | 10 => Shows::Percent,
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shows::Date,
        _ => Shows::Number,
    }
}

/// By the letters of its code, without what is quoted, escaped or in brackets: `yyyy"年"m"月"`, `0.0%`.
fn shows(code: &str) -> Shows {
    let mut letters = String::new();
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => signs.by_ref().take_while(|c| *c != '"').for_each(drop),
            '[' => signs.by_ref().take_while(|c| *c != ']').for_each(drop),
            '\\' | '_' | '*' => drop(signs.next()),
            // Only the format of positive numbers.
            ';' => break,
            sign => letters.push(sign.to_ascii_lowercase()),
        }
    }
    if letters.contains("general") {
        return Shows::Number;
    }
    let has = |sign: char| letters.contains(sign);
    match () {
        () if has('%') => Shows::Percent,
        () if has('y') || has('d') || has('年') || has('日') || (has('m') && !has('h') && !has('s')) => Shows::Date,
        () => Shows::Number,
    }
}
