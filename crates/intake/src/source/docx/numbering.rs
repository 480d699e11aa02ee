//! Word's automatic numbers as they are printed. Clause numbers are often automatic, so a text read without them would have
//! lost them.

use std::collections::{BTreeMap, HashMap};

use super::xml::{Node, walk};
use crate::source::Refused;

const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `第%1条`, `%1.%2`
    text: String,
    /// the level whose use sets this one back; by default any that is higher
    restart: Option<u32>,
    style: Option<String>,
}

/// One list as Word defines it: nine levels, in part overridden.
#[derive(Debug, Clone, Default)]
struct List {
    abstract_id: u32,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

#[derive(Debug, Default)]
pub struct Numbering {
    abstracts: HashMap<u32, BTreeMap<usize, Level>>,
    lists: HashMap<u32, List>,
    styles: HashMap<String, Style>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: std::collections::HashSet<(u32, usize)>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<u32>,
    level: Option<usize>,
}

/// What a paragraph says of its number.
#[derive(Debug, Clone, Default)]
pub struct Numbered {
    pub style: Option<String>,
    pub list: Option<u32>,
    pub level: Option<usize>,
}

impl Numbering {
    pub fn read(numbering: Option<&str>, styles: Option<&str>) -> Result<Self, Refused> {
        let mut read = Self::default();
        numbering.map_or(Ok(()), |xml| read.definitions(xml))?;
        styles.map_or(Ok(()), |xml| read.styles(xml))?;
        Ok(read)
    }

    /// The printed number of the next paragraph, counted on. Bullets print none.
    pub fn next(&mut self, paragraph: &Numbered) -> Option<String> {
        let (id, level) = self.place(paragraph)?;
        let list = self.lists.get(&id)?.clone();
        let levels = self.levels(&list);
        let counters = self.counters.entry(list.abstract_id).or_default();
        // Lists made from one definition count on, unless one says where it starts.
        if let Some(start) = list.starts.get(&level).filter(|_| self.begun.insert((id, level))) {
            counters[level] = start.checked_sub(1);
        }
        let start = |level: usize| levels.get(&level).map_or(1, |found| found.start);
        counters[level] = Some(counters[level].map_or(start(level), |count| count.saturating_add(1)));
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let restart = levels.get(&deeper).and_then(|found| found.restart);
            let stays = restart.is_some_and(|after| after == 0 || level >= after as usize);
            if !stays {
                *counter = None;
            }
        }
        let counters = *counters;
        let this = levels.get(&level)?;
        if matches!(this.format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut printed = this.text.clone();
        for (place, counter) in counters.iter().enumerate() {
            let sign = format!("%{}", place + 1);
            if printed.contains(&sign) {
                let count = counter.unwrap_or_else(|| start(place));
                let format = levels.get(&place).map_or("decimal", |found| found.format.as_str());
                printed = printed.replace(&sign, &written(count, format));
            }
        }
        (!printed.trim().is_empty()).then(|| printed.trim().to_owned())
    }

    /// The list and level of a paragraph: its own, or its style's. List 0 takes a style's number away.
    fn place(&self, paragraph: &Numbered) -> Option<(u32, usize)> {
        let mut list = paragraph.list;
        let mut level = paragraph.level;
        let mut of_style = false;
        let mut style = paragraph.style.as_ref();
        // A style based on itself, in a circle, ends the search.
        for _ in 0..20 {
            let Some(found) = style.and_then(|name| self.styles.get(name)) else { break };
            of_style |= list.is_none() && found.list.is_some();
            list = list.or(found.list);
            level = level.or(found.level);
            style = found.based_on.as_ref();
        }
        let list = list.filter(|list| *list != 0)?;
        if of_style && paragraph.level.is_none() {
            level = self.level_of_style(list, paragraph.style.as_deref()).or(level);
        }
        Some((list, level.unwrap_or(0).min(LEVELS - 1)))
    }

    fn level_of_style(&self, list: u32, style: Option<&str>) -> Option<usize> {
        let levels = self.abstracts.get(&self.lists.get(&list)?.abstract_id)?;
        levels.iter().find(|(_, level)| level.style.is_some() && level.style.as_deref() == style).map(|(at, _)| *at)
    }

    fn levels(&self, list: &List) -> BTreeMap<usize, Level> {
        let mut levels = self.abstracts.get(&list.abstract_id).cloned().unwrap_or_default();
        levels.extend(list.levels.clone());
        levels
    }

    fn definitions(&mut self, xml: &str) -> Result<(), Refused> {
        let (mut outer, mut list): (Option<u32>, Option<u32>) = (None, None);
        let mut at: Option<usize> = None;
        let mut level = Level::default();
        walk(xml, |node| {
            match node {
                Node::Start(tag) => match tag.name() {
                    "abstractNum" => outer = tag.number("abstractNumId"),
                    "num" => list = tag.number("numId"),
                    "abstractNumId" => {
                        if let Some(id) = list {
                            self.lists.entry(id).or_default().abstract_id = tag.number("val").unwrap_or(0);
                        }
                    }
                    "lvlOverride" => at = place(tag.number("ilvl")),
                    "startOverride" => {
                        if let (Some(id), Some(at), Some(start)) = (list, at, tag.number("val")) {
                            self.lists.entry(id).or_default().starts.insert(at, start);
                        }
                    }
                    "lvl" => {
                        at = place(tag.number("ilvl"));
                        level = Level { start: 1, format: "decimal".to_owned(), ..Level::default() };
                    }
                    "start" => level.start = tag.number("val").unwrap_or(1),
                    "numFmt" => level.format = tag.get("val").unwrap_or_default(),
                    "lvlText" => level.text = tag.get("val").unwrap_or_default(),
                    "lvlRestart" => level.restart = tag.number("val"),
                    "pStyle" => level.style = tag.get("val"),
                    _ => {}
                },
                Node::End(name) => match (name, at) {
                    ("lvl", Some(at)) => match (list, outer) {
                        (Some(id), _) => drop(self.lists.entry(id).or_default().levels.insert(at, level.clone())),
                        (None, Some(id)) => drop(self.abstracts.entry(id).or_default().insert(at, level.clone())),
                        (None, None) => {}
                    },
                    ("abstractNum", _) => outer = None,
                    ("num", _) => list = None,
                    _ => {}
                },
                Node::Words(_) => {}
            }
            Ok(())
        })
    }

    fn styles(&mut self, xml: &str) -> Result<(), Refused> {
        let mut name: Option<String> = None;
        let mut style = Style::default();
        walk(xml, |node| {
            match node {
                Node::Start(tag) => match tag.name() {
                    "style" => {
                        name = tag.get("styleId");
                        style = Style::default();
                    }
                    "basedOn" => style.based_on = tag.get("val"),
                    "numId" => style.list = tag.number("val"),
                    "ilvl" => style.level = place(tag.number("val")),
                    _ => {}
                },
                Node::End("style") => {
                    if let Some(name) = name.take() {
                        self.styles.insert(name, std::mem::take(&mut style));
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }
}

pub fn place(level: Option<u32>) -> Option<usize> {
    level.map(|level| level as usize).filter(|level| *level < LEVELS)
}

/// A count in the signs of a format.
fn written(count: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseDigitalTenThousand" => chinese(count, &CHINESE),
        "chineseLegalSimplified" | "ideographLegalTraditional" => chinese(count, &LEGAL),
        "ideographTraditional" => of_row(count, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of_row(count, "子丑寅卯辰巳午未申酉戌亥"),
        "upperLetter" => letters(count, b'A'),
        "lowerLetter" => letters(count, b'a'),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => of_row(count, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        "decimalEnclosedParen" => format!("（{count}）"),
        "decimalEnclosedFullstop" => format!("{count}."),
        "decimalZero" => format!("{count:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            count.to_string().chars().filter_map(|c| char::from_u32(c as u32 + 0xFEE0)).collect()
        }
        "none" | "bullet" => String::new(),
        _ => count.to_string(),
    }
}

const CHINESE: [&str; 13] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千"];
const LEGAL: [&str; 13] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖", "拾", "佰", "仟"];

/// 1 to 9999: 十一, 一百零三.
fn chinese(count: u32, signs: &[&str; 13]) -> String {
    if count == 0 || count > 9999 {
        return count.to_string();
    }
    let mut written = String::new();
    let mut gap = false;
    for (power, unit) in [(1000, signs[12]), (100, signs[11]), (10, signs[10]), (1, "")] {
        let digit = count / power % 10;
        if digit == 0 {
            gap |= !written.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            written.push('零');
        }
        let is_ten = power == 10 && digit == 1 && written.is_empty() && signs[1] == "一";
        written.push_str(if is_ten { "" } else { signs[digit as usize] });
        written.push_str(unit);
    }
    written
}

fn of_row(count: u32, row: &str) -> String {
    let sign = (count as usize).checked_sub(1).and_then(|at| row.chars().nth(at));
    sign.map_or_else(|| count.to_string(), String::from)
}

/// a … z, aa, bb …
fn letters(count: u32, first: u8) -> String {
    let Some(count) = count.checked_sub(1).filter(|count| *count < 260) else { return count.to_string() };
    let letter = char::from(first + (count % 26) as u8);
    std::iter::repeat_n(letter, 1 + count as usize / 26).collect()
}

fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count > 3999 {
        return count.to_string();
    }
    let mut left = count;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            written.push_str(sign);
            left -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_word_prints_them() {
        for (count, format, printed) in [
            (1, "chineseCounting", "一"),
            (10, "chineseCountingThousand", "十"),
            (12, "japaneseCounting", "十二"),
            (103, "chineseCountingThousand", "一百零三"),
            (3, "decimalEnclosedCircle", "③"),
            (27, "lowerLetter", "aa"),
            (4, "lowerRoman", "iv"),
            (2, "ideographTraditional", "乙"),
            (12, "decimalFullWidth", "１２"),
            (5, "decimal", "5"),
        ] {
            assert_eq!(written(count, format), printed);
        }
    }
}
