//! The strings that cells share. They lie in one long text, and only what a cell asks for becomes a string of its own: a
//! million of them that no cell uses cost their letters.

use std::sync::Arc;

use super::{
    Refused,
    xml::{Event, Xml},
};

const STRINGS_MOST: usize = 1_200_000;

#[derive(Default)]
pub struct Strings {
    text: String,
    /// where each one ends
    ends: Vec<u32>,
    given: std::collections::HashMap<u32, Arc<str>>,
}

impl Strings {
    pub fn parse(text: &str) -> Result<Strings, Refused> {
        let mut strings = Strings::default();
        let mut xml = Xml::new(text);
        let (mut in_text, mut phonetic) = (false, 0_u32);
        while let Some(event) = xml.next()? {
            match event {
                Event::Start(tag) => match tag.name() {
                    "t" => in_text = true,
                    "rPh" => phonetic += 1,
                    _ => {}
                },
                Event::End(end) => match end.local_name().into_inner() {
                    "t" => in_text = false,
                    "rPh" => phonetic = phonetic.saturating_sub(1),
                    "si" => strings.ends.push(u32::try_from(strings.text.len()).map_err(|_| Refused::TooMuch)?),
                    _ => {}
                },
                // What is written above the signs to help pronounce them is no text of the cell.
                Event::Words(words) if in_text && phonetic == 0 => strings.text.push_str(&words),
                Event::Words(_) => {}
            }
            if strings.ends.len() > STRINGS_MOST {
                return Err(Refused::TooMuch);
            }
        }
        Ok(strings)
    }

    pub fn get(&mut self, index: u32) -> Option<Arc<str>> {
        if let Some(given) = self.given.get(&index) {
            return Some(given.clone());
        }
        let at = usize::try_from(index).ok()?;
        let end = usize::try_from(*self.ends.get(at)?).ok()?;
        let start = match at.checked_sub(1) {
            Some(before) => usize::try_from(*self.ends.get(before)?).ok()?,
            None => 0,
        };
        let string: Arc<str> = super::super::value::unescaped(self.text.get(start..end)?).into();
        self.given.insert(index, string.clone());
        Some(string)
    }
}
