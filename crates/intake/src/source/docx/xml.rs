//! XML as a stream of starts, ends and words, without namespaces, entities or DTD, and bounded in depth and number.

use std::borrow::Cow;

use quick_xml::{Reader, XmlVersion, events::BytesStart, events::Event};

use crate::source::Refused;

const DEPTH_MOST: usize = 200;
const EVENTS_MOST: usize = 3_000_000;

pub enum Node<'x> {
    Start(Tag<'x>),
    End(&'x str),
    Words(Cow<'x, str>),
}

pub struct Tag<'x>(BytesStart<'x>);

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

    /// A property that is on: `<w:b/>`, `<w:b w:val="true"/>`.
    pub fn is_on(&self) -> bool {
        !matches!(self.get("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Calls `each` for every node; an empty element is a start and an end.
pub fn walk(xml: &str, mut each: impl FnMut(Node<'_>) -> Result<(), Refused>) -> Result<(), Refused> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0;
    for _ in 0..EVENTS_MOST {
        match reader.read_event().map_err(|_| Refused::Broken)? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH_MOST {
                    return Err(Refused::TooDeep);
                }
                each(Node::Start(Tag(start)))?;
            }
            Event::Empty(start) => {
                each(Node::Start(Tag(start.borrow())))?;
                each(Node::End(start.local_name().into_inner()))?;
            }
            Event::End(end) => {
                depth -= 1;
                each(Node::End(end.local_name().into_inner()))?;
            }
            Event::Text(words) => each(Node::Words(words.xml10_content()))?,
            Event::CData(words) => each(Node::Words(words.xml10_content()))?,
            Event::GeneralRef(reference) => each(Node::Words(character(&reference)?.to_string().into()))?,
            Event::DocType(_) => return Err(Refused::Dtd),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(Refused::Broken),
        }
    }
    Err(Refused::TooMuch)
}

/// The five entities of XML and numbered characters. Any other would have to be declared, which is refused.
fn character(reference: &quick_xml::events::BytesRef<'_>) -> Result<char, Refused> {
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
