//! The tree of pages as the raw bytes have it. The library follows it without asking how often or how deep, so it is walked
//! here first: a tree that bites its tail, or whose branches come together again and again, is refused.

use std::collections::HashMap;

use crate::source::Refused;

const DEPTH_MOST: usize = 60;
/// The most nodes that a walk may pass; a node that is reached in two ways counts twice.
const NODES_MOST: usize = 20_000;

/// Which objects name which as their children. A file that was changed may hold several versions of an object.
#[derive(Debug, Default)]
pub struct Tree {
    kids: HashMap<u32, Vec<Vec<u32>>>,
}

impl Tree {
    /// The objects of a stretch of the file: `7 0 obj … `.
    pub fn objects(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        let mut last: Option<(u32, usize)> = None;
        let ends = marks(bytes, b"obj").map(|at| (at, number_before(bytes, at))).chain([(bytes.len(), None)]);
        for (at, number) in ends {
            if let Some((object, from)) = last.take() {
                self.object(object, &bytes[from..at])?;
            }
            last = number.map(|number| (number, at + 3));
        }
        Ok(())
    }

    /// The objects of an object stream: pairs of number and place, then the objects themselves.
    pub fn stream(&mut self, content: &[u8]) -> Result<(), Refused> {
        let mut numbers: Vec<u32> = Vec::new();
        let mut rest = content.trim_ascii_start();
        while let Some((number, after)) = integer(rest) {
            numbers.push(number);
            rest = after.trim_ascii_start();
        }
        let mut objects: Vec<(usize, u32)> = numbers.chunks_exact(2).map(|pair| (pair[1] as usize, pair[0])).collect();
        objects.sort_unstable();
        let ends: Vec<usize> = objects.iter().skip(1).map(|(at, _)| *at).chain([rest.len()]).collect();
        for ((from, object), end) in objects.into_iter().zip(ends) {
            self.object(object, rest.get(from..end.min(rest.len())).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Walks from every node.
    pub fn check(&self) -> Result<(), Refused> {
        let mut known: HashMap<u32, usize> = HashMap::new();
        for node in self.kids.keys() {
            self.nodes(*node, 0, &mut known)?;
        }
        Ok(())
    }

    fn object(&mut self, number: u32, bytes: &[u8]) -> Result<(), Refused> {
        for at in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at) {
            let Some(rest) = named(&bytes[at + 1..], b"Kids") else { continue };
            let rest = rest.trim_ascii_start();
            // A list that stands elsewhere is not looked for; no usual program writes one.
            let Some(list) = rest.strip_prefix(b"[") else { return Err(Refused::Broken) };
            self.kids.entry(number).or_default().push(references(list));
        }
        Ok(())
    }

    fn nodes(&self, node: u32, depth: usize, known: &mut HashMap<u32, usize>) -> Result<usize, Refused> {
        if depth > DEPTH_MOST {
            return Err(Refused::TooDeep);
        }
        if let Some(count) = known.get(&node) {
            return Ok(*count);
        }
        let mut most = 1;
        for kids in self.kids.get(&node).into_iter().flatten() {
            let mut count = 1_usize;
            for kid in kids {
                count = count.saturating_add(self.nodes(*kid, depth + 1, known)?);
            }
            most = most.max(count);
        }
        if most > NODES_MOST {
            return Err(Refused::TooMuch);
        }
        known.insert(node, most);
        Ok(most)
    }
}

/// What follows a name, whose signs may be written as `#4B`.
fn named<'b>(bytes: &'b [u8], name: &[u8]) -> Option<&'b [u8]> {
    let mut rest = bytes;
    for wanted in name {
        let (sign, after) = match rest {
            [b'#', high, low, after @ ..] => {
                let digit = |byte: &u8| (*byte as char).to_digit(16);
                ((digit(high)? * 16 + digit(low)?) as u8, after)
            }
            [sign, after @ ..] => (*sign, after),
            [] => return None,
        };
        if sign != *wanted {
            return None;
        }
        rest = after;
    }
    let ends = rest.first().is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'#');
    ends.then_some(rest)
}

/// `3 0 R 4 0 R` up to the bracket.
fn references(list: &[u8]) -> Vec<u32> {
    let end = list.iter().position(|byte| *byte == b']').unwrap_or(list.len());
    let words = list[..end].split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let words: Vec<&[u8]> = words.collect();
    let kids = words.windows(3).filter(|three| three[2].starts_with(b"R"));
    kids.filter_map(|three| integer(three[0].strip_prefix(b"R").unwrap_or(three[0])).map(|(number, _)| number))
        .collect()
}

fn marks<'b>(bytes: &'b [u8], word: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = super::inspect::find(bytes, word, from)?;
        from = at + word.len();
        Some(at)
    })
}

/// The number in `12 0 obj`.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let head = bytes[..at].trim_ascii_end();
    let generation = head.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let head = &head[..head.len() - generation];
    let trimmed = head.trim_ascii_end();
    let digits = trimmed.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let number = integer(&trimmed[trimmed.len() - digits..]).map(|(number, _)| number);
    number.filter(|_| generation > 0 && trimmed.len() < head.len())
}

fn integer(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let count = bytes.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let text = std::str::from_utf8(&bytes[..count]).ok()?;
    Some((text.parse().ok()?, &bytes[count..]))
}
