//! A cell or a list of units: `教务处、国际合作与交流处和各学院等按职责分工负责`.

use std::ops::Range;

use super::{Directory, How, Mention, shape};

pub fn split(directory: &Directory, cell: &str) -> Vec<Mention> {
    let known = whole_names(directory, cell);
    let mut mentions = Vec::new();
    for piece in pieces(cell, &known) {
        for part in joined(directory, cell, piece) {
            mentions.extend(mention(directory, cell, part));
        }
    }
    mentions
}

/// Names of the directory that stand in the cell as a whole: what separates their parts separates no units.
fn whole_names(directory: &Directory, cell: &str) -> Vec<Range<usize>> {
    let is_edge = |sign: Option<char>| sign.is_none_or(|sign| !sign.is_alphanumeric() || "及和与等".contains(sign));
    directory
        .matches(cell)
        .map(|(range, _, _)| range)
        .filter(|range| is_edge(cell[..range.start].chars().next_back()) && is_edge(cell[range.end..].chars().next()))
        .collect()
}

/// The parts between signs of separation, outside brackets and outside whole names.
fn pieces(cell: &str, known: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, sign) in cell.char_indices() {
        match sign {
            '（' | '(' | '〔' | '[' => depth += 1,
            '）' | ')' | '〕' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let separates = "、，；,;/／\n\r\t|。．+＋&".contains(sign) || sign.is_whitespace();
        if separates && depth == 0 && !known.iter().any(|name| name.contains(&at)) {
            pieces.push(start..at);
            start = at + sign.len_utf8();
        }
    }
    pieces.push(start..cell.len());
    // A bracket that is never closed must not swallow the rest.
    if depth > 0 && pieces.len() == 1 && cell.contains('、') {
        return cell.split('、').map(|part| super::range_of(cell, part)).collect();
    }
    pieces
}

/// 和, 与, 及 part names only where a unit stands before and after.
fn joined(directory: &Directory, cell: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let words = &cell[piece.clone()];
    if directory.get(words.trim()).is_some() {
        return vec![piece];
    }
    let is_one = |name: &str| {
        let name = without_tail(name.trim());
        directory.get(name).is_some() || shape::is_unit(name) || shape::is_collective(name)
    };
    for joint in ["以及", "及其他", "及", "和", "与", "等"] {
        for (at, _) in words.match_indices(joint) {
            let (before, after) = (&words[..at], &words[at + joint.len()..]);
            let depth = before.matches(['（', '(']).count().saturating_sub(before.matches(['）', ')']).count());
            if before.is_empty() || after.is_empty() || depth > 0 {
                continue;
            }
            if is_one(before) && is_one(after) {
                let mut parts = joined(directory, cell, piece.start..piece.start + at);
                // 其他部门 keeps its 其他.
                let skip = joint.strip_suffix("其他").unwrap_or(joint).len();
                parts.extend(joined(directory, cell, piece.start + at + skip..piece.end));
                return parts;
            }
        }
    }
    vec![piece]
}

/// What a list says after its last unit.
const TAILS: &[&str] = &[
    "按照职责分工负责",
    "按职责分工分别负责",
    "按职责分工负责",
    "按职责分工落实",
    "依职责分工负责",
    "按职责负责",
    "按职责分工",
    "按分工负责",
    "分别负责",
    "分工负责",
    "共同负责",
    "负责落实",
    "具体负责",
    "牵头负责",
    "负责",
    "牵头",
    "配合",
    "参与",
    "协助",
    "落实",
    "等",
    "为主",
];
const HEADS: &[&str] = &["由", "以及", "及", "和", "与", "并由", "会同", "请"];

fn without_tail(name: &str) -> &str {
    let mut name = name.trim();
    while let Some(shorter) = TAILS.iter().find_map(|tail| name.strip_suffix(tail)) {
        name = shorter.trim_end();
    }
    name
}

/// One part of a list as a unit; people, recipients and remarks are none.
fn mention(directory: &Directory, cell: &str, part: Range<usize>) -> Option<Mention> {
    let words = cell[part.clone()].trim_matches(|sign: char| sign.is_whitespace() || "：:·.“”\"".contains(sign));
    let named = directory.get(words).is_some();
    let mut name = words;
    if !named {
        name = without_tail(words);
        name = HEADS.iter().find_map(|head| name.strip_prefix(head)).unwrap_or(name);
        name = name.trim_start_matches(|sign: char| sign.is_ascii_digit() || ".．)）①②③④⑤".contains(sign)).trim();
        name = without_note(directory, name);
        name = without_tail(name);
    }
    let how = match directory.get(name) {
        Some((_, how)) => how,
        None if shape::is_collective(name) => How::Collective,
        None if shape::is_person(name) || name.starts_with(['报', '送', '交', '经']) => return None,
        None if shape::is_unit(name) => How::Shape,
        None if is_remark(name) => return None,
        // A word set off by a blank is a person or a remark: 教务处 张三.
        None if cell.contains(char::is_whitespace) && cell.split_whitespace().any(|word| word == name) => return None,
        None => How::Listed,
    };
    let range = super::range_of(cell, name);
    Some(Mention { name: name.to_owned(), range, unit: directory.get(name).map(|(unit, _)| unit), how })
}

/// 教务处（牵头） is 教务处; 信息中心（信息化办公室） and 各街道（功能区） stay whole.
fn without_note<'n>(directory: &Directory, name: &'n str) -> &'n str {
    let Some(at) = name.find(['（', '(', '〔', '[']) else { return name };
    let open = name[at..].chars().next().map_or(0, char::len_utf8);
    let inner = name[at + open..].trim_end_matches(['）', ')', '〕', ']']);
    let outer = name[..at].trim_end();
    // 保卫部（处） has two names in one.
    let belongs = ["处", "部", "院", "系", "办", "中心", "馆"].contains(&inner)
        || shape::is_collective(inner)
        || shape::is_unit(inner)
        || directory.get(inner).is_some();
    if belongs && !outer.is_empty() && inner.len() + at + open < name.len() { name } else { outer }
}

/// No unit: nothing, a dash, 无, a number, a sentence.
fn is_remark(name: &str) -> bool {
    let count = name.chars().count();
    let has_words = name.chars().any(|sign| sign.is_alphabetic());
    let is_sentence = ["完成", "负责", "前", "落实", "制定", "开展", "按", "见", "另行", "同上"];
    !(2..=20).contains(&count) || !has_words || is_sentence.iter().any(|word| name.contains(word))
}
