//! XML as a stream. A declaration of types (DTD) is refused, so the only entities are the five of XML.

use quick_xml::{Reader, XmlVersion, events};

use super::Refused;

const DEPTH_MOST: u32 = 100;

pub enum Event<'x> {
    /// also of an element without content, whose end follows
    Start(Tag<'x>),
    End(events::BytesEnd<'x>),
    Words(std::borrow::Cow<'x, str>),
}

pub struct Tag<'x>(events::BytesStart<'x>);

impl Tag<'_> {
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, whatever its prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut readable = attributes.with_checks(false).filter_map(Result::ok);
        let found = readable.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    pub fn is_on(&self, name: &str) -> bool {
        matches!(self.get(name).as_deref(), Some("1" | "true"))
    }
}

pub struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    depth: u32,
}

impl<'x> Xml<'x> {
    pub fn new(text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// The next start, end or words; none at the end of a document that is complete.
    pub fn next(&mut self) -> Result<Option<Event<'x>>, Refused> {
        loop {
            match self.reader.read_event().map_err(|_| Refused::Broken)? {
                events::Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH_MOST {
                        return Err(Refused::TooMuch);
                    }
                    return Ok(Some(Event::Start(Tag(start))));
                }
                events::Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Event::End(end)));
                }
                events::Event::Text(words) => return Ok(Some(Event::Words(words.xml10_content()))),
                events::Event::CData(words) => return Ok(Some(Event::Words(words.xml10_content()))),
                events::Event::GeneralRef(reference) => {
                    return Ok(Some(Event::Words(character(&reference)?.to_string().into())));
                }
                events::Event::DocType(_) => return Err(Refused::Dtd),
                events::Event::Eof if self.depth > 0 => return Err(Refused::Broken),
                events::Event::Eof => return Ok(None),
                events::Event::Empty(_) | events::Event::Comment(_) | events::Event::Decl(_) | events::Event::PI(_) => {
                }
            }
        }
    }
}

fn character(reference: &events::BytesRef<'_>) -> Result<char, Refused> {
    if let Some(numbered) = reference.resolve_char_ref().map_err(|_| Refused::Broken)? {
        return Ok(numbered);
    }
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Refused::Dtd),
    }
}
