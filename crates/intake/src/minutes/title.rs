//! The title of a task: its first sentence or clause, verbatim.

use super::{
    mood,
    text::{self, bare},
    words,
};

const LONG: usize = 90;
const ENOUGH: usize = 40;

/// In: the words of a task without its number. The title is a slice of them.
pub fn of(words: &str) -> &str {
    let mut lines = words.split('\n').map(str::trim).filter(|line| !bare(line).is_empty());
    let mut first = lines.next().unwrap_or_default();
    // 整改反馈（8月13日至8月31日） names the clause; the task stands under it.
    if mood::is_name(first) {
        first = lines.next().unwrap_or(first);
    }
    let sentence = text::sentences(first).into_iter().next().unwrap_or(first);
    let sentence = without_lead_in(after_time(sentence));
    short(without_limit(without_roles(sentence))).trim().trim_end_matches(['【', '（'])
}

/// （3月）：摸底调查: when it is stands in front of what it is.
fn after_time(sentence: &str) -> &str {
    let bracket = text::brackets(sentence).first().map(|bracket| bracket.whole).unwrap_or_default();
    let rest = sentence.strip_prefix(bracket).filter(|_| !bracket.is_empty());
    rest.and_then(|rest| rest.strip_prefix(['：', ':'])).unwrap_or(sentence)
}

/// Without 会议要求，and what else a meeting says before it says what it wants.
pub fn without_lead_in(sentence: &str) -> &str {
    let mut rest = sentence.trim().trim_start_matches(['，', '。', '；', '、', '）', ' ']);
    for count in ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是"] {
        rest = rest.strip_prefix(count).unwrap_or(rest);
    }
    let Some(shorter) = words::LEAD_INS.iter().find_map(|lead| rest.strip_prefix(lead)) else { return rest };
    let shorter = shorter.trim_start_matches(['，', ',', '：', ':']);
    // 会议要求后勤集团要继续抓好…: whom it tells stands among the units.
    let head = shorter.char_indices().take(14).find(|(_, sign)| "，。要".contains(*sign));
    let rest = head.filter(|(_, sign)| *sign == '要').map(|(at, sign)| &shorter[at + sign.len_utf8()..]);
    rest.filter(|rest| words::is_verb_first(rest)).unwrap_or(shorter)
}

/// A long sentence begins with its purpose, with who speaks and with who does it: 为…，县长要求，由发展和改革局牵头，…配合，.
fn without_roles(sentence: &str) -> &str {
    let mut rest = sentence;
    while let Some(first) = text::clauses(rest).into_iter().next() {
        let words = bare(first);
        // 现将…转发给你们，请各校…: what is sent is not what is to be done.
        let presents = words.starts_with("现将");
        if !presents && text::count(rest) <= ROLES_FROM {
            break;
        }
        let ends = |ends: &[&str]| ends.iter().any(|end| words.ends_with(end));
        let is_purpose = words.starts_with('为') && !words.starts_with("为期");
        let speaks = text::count(words) <= 8 && ends(&["要求", "强调", "指出", "决定", "明确"]);
        let is_reason = text::count(words) >= ENOUGH
            && ["根据", "按照", "依据", "鉴于"].iter().any(|start| words.starts_with(start));
        let is_role = ends(&["牵头", "负责", "配合", "参与", "协助", "牵头负责"]);
        if !(presents || is_purpose || is_reason || speaks || is_role)
            || text::count(&rest[text_start(rest, first) + first.len()..]) < 8
        {
            break;
        }
        rest = &rest[text_start(rest, first) + first.len()..];
    }
    rest
}

const ROLES_FROM: usize = 40;

/// 10月14日前，参评…: a limit that stands in front is the deadline, not the title.
fn without_limit(sentence: &str) -> &str {
    let Some((head, rest)) = sentence.split_once(['，', ',']) else { return sentence };
    let head = head.trim().trim_start_matches(['于', '在']);
    let dated = head
        .starts_with(|sign: char| sign.is_ascii_digit() || "今明本上下年一二三四五六七八九十".contains(sign))
        && (head.ends_with(['前', '底', '内', '日', '月', '起', '末']) || head.ends_with("）"));
    if dated && text::count(head) <= 16 && text::count(rest) >= 6 { rest } else { sentence }
}

/// Up to what only explains, forbids or allows; a very long sentence up to its first clause that says something.
fn short(sentence: &str) -> &str {
    let clauses = text::clauses(sentence);
    let is_long = text::count(sentence) > LONG;
    let mut end = 0;
    let mut before = 0;
    for clause in clauses {
        let start = text_start(sentence, clause);
        let said = text::count(&sentence[..start]);
        if said >= 10 && words::is_aside(bare(clause)) {
            // 对患病树木，可考虑…: the topic goes with what is said of it.
            let topic = text::count(&sentence[before..start]) <= 8 && text::count(&sentence[..before]) >= 10;
            end = if topic { before } else { end };
            break;
        }
        if is_long && said >= ENOUGH {
            break;
        }
        before = start;
        end = start + clause.len();
    }
    if end == 0 { sentence } else { &sentence[..end] }
}

fn text_start(sentence: &str, clause: &str) -> usize {
    crate::units::range_of(sentence, clause).start
}
