//! Who answers for a task and until when, where the text says so in labels or brackets: （牵头单位：…；完成时限：…）.

use super::text::{self, Bracket, bare};
use crate::units::{Directory, Mention, range_of};

/// What a label says that its value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Lead,
    Responsible,
    Co,
    Limit,
    /// people: who signs, not who does it
    Person,
}

/// The roles of one task.
#[derive(Debug, Clone, Default)]
pub struct Roles<'t> {
    pub lead: Vec<Mention>,
    pub responsible: Vec<Mention>,
    pub co: Vec<Mention>,
    /// a lead is named, be it a collective one
    pub names_lead: bool,
    /// what stands behind a label for limits
    pub limit: Option<&'t str>,
    /// a bracket in which a limit may stand without a label
    pub limits_in: Vec<&'t str>,
}

/// A stretch that says nothing but roles.
#[derive(Debug, Clone)]
pub struct Tail<'t> {
    pub whole: &'t str,
    pub roles: Roles<'t>,
}

/// All tails of a text, in order. Those that stand side by side are one.
pub fn tails<'t>(whole: &'t str, directory: &Directory) -> Vec<Tail<'t>> {
    let mut tails: Vec<Tail<'t>> = Vec::new();
    let brackets = text::brackets(whole);
    for bracket in &brackets {
        let roles =
            if has_label(bracket.inner) { labelled(bracket.inner, directory) } else { unlabelled(bracket, directory) };
        let roles = roles.map(|roles| roles.moved(whole, bracket.inner));
        tails.extend(roles.map(|roles| Tail { whole: bracket.whole, roles }));
    }
    let in_bracket = |at: usize| brackets.iter().any(|bracket| range_of(whole, bracket.whole).contains(&at));
    for line in whole.split('\n') {
        let at = range_of(whole, line).start;
        let first = labels(line).into_iter().find(|found| !in_bracket(at + found.start) && opens(&line[..found.start]));
        let Some(first) = first else { continue };
        let stretch = &line[first.start..];
        let roles = labelled(stretch, directory).map(|roles| roles.moved(whole, stretch));
        let inside = |tail: &Tail<'t>| range_of(whole, tail.whole).start >= at + first.start && !stretch.is_empty();
        tails.retain(|tail| !(inside(tail) && range_of(whole, tail.whole).end <= at + line.len()));
        tails.extend(roles.map(|roles| Tail { whole: stretch, roles }));
    }
    tails.sort_by_key(|tail| range_of(whole, tail.whole).start);
    merged(whole, tails)
}

/// Does a label of roles stand in the text?
pub fn has_label(text: &str) -> bool {
    labels(text).iter().any(|found| found.label != Label::Person)
}

/// 责任单位：教务处 as a line of its own.
pub fn begins_with_label(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\u{3000}', '【', '（', '(', '*']);
    labels(line).first().is_some_and(|found| found.start == 0)
}

/// A label outside brackets opens a line or a sentence.
fn opens(before: &str) -> bool {
    before.trim_end().is_empty()
        || before.trim_end().ends_with(['。', '；', ';', '！', '）', '】', '◆', '●', '*', '【'])
}

/// Tails with nothing between them but signs.
fn merged<'t>(whole: &'t str, tails: Vec<Tail<'t>>) -> Vec<Tail<'t>> {
    let mut merged: Vec<Tail<'t>> = Vec::new();
    for tail in tails {
        let here = range_of(whole, tail.whole);
        match merged.last_mut() {
            Some(last) if bare(&whole[range_of(whole, last.whole).end.min(here.start)..here.start]).is_empty() => {
                last.whole = &whole[range_of(whole, last.whole).start..here.end];
                last.roles.join(tail.roles);
            }
            _ => merged.push(tail),
        }
    }
    merged
}

impl<'t> Roles<'t> {
    pub fn join(&mut self, other: Roles<'t>) {
        self.lead.extend(other.lead);
        self.responsible.extend(other.responsible);
        self.co.extend(other.co);
        self.names_lead |= other.names_lead;
        self.limit = self.limit.or(other.limit);
        self.limits_in.extend(other.limits_in);
    }

    pub fn has_units(&self) -> bool {
        self.mentions().next().is_some()
    }

    pub fn has_named_units(&self) -> bool {
        self.mentions().any(|mention| !mention.is_collective())
    }

    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.lead.iter().chain(&self.responsible).chain(&self.co)
    }

    /// With the places of its units, which are those of `part`, as places of `whole`.
    pub fn moved(mut self, whole: &str, part: &str) -> Self {
        for list in [&mut self.lead, &mut self.responsible, &mut self.co] {
            for unit in list.iter_mut() {
                *unit = placed(unit.clone(), whole, part);
            }
        }
        self
    }

    fn add(&mut self, label: Label, units: Vec<Mention>) {
        match label {
            Label::Lead => {
                self.names_lead |= !units.is_empty();
                self.lead.extend(units);
            }
            Label::Responsible => self.responsible.extend(units),
            Label::Co => self.co.extend(units),
            Label::Limit | Label::Person => {}
        }
    }
}

struct Found {
    label: Label,
    start: usize,
    /// where its value begins
    value: usize,
}

const LEADS: &[&str] = &[
    "牵头责任单位",
    "牵头责任部门",
    "主要责任单位",
    "主要责任部门",
    "第一责任单位",
    "第一牵头单位",
    "总牵头单位",
    "责任牵头单位",
    "牵头落实单位",
    "牵头（责任）单位",
    "牵头单位",
    "牵头部门",
    "牵头处室",
    "牵头学院",
    "主办单位",
    "主办部门",
    "主责单位",
    "主责部门",
    "主责处室",
    "牵头",
];
const RESPONSIBLES: &[&str] = &[
    "责任单位（部门）",
    "责任部门（单位）",
    "责任落实单位",
    "落实责任单位",
    "责任单位",
    "责任部门",
    "责任处室",
    "责任学院",
    "责任主体",
    "承办单位",
    "承办部门",
    "承办处室",
    "负责单位",
    "负责部门",
    "落实单位",
    "落实部门",
    "实施单位",
    "执行单位",
    "责任分工",
];
const COS: &[&str] = &[
    "配合责任单位",
    "协同配合单位",
    "协助配合单位",
    "配合单位",
    "配合部门",
    "配合处室",
    "协办单位",
    "协办部门",
    "协同单位",
    "协同部门",
    "协助单位",
    "协助部门",
    "协作单位",
    "参与单位",
    "参与部门",
    "参加单位",
    "会同单位",
    "会办单位",
    "联办单位",
    "共同责任单位",
    "配合",
    "协办",
];
const LIMITS: &[&str] = &[
    "计划完成时间",
    "整改完成时限",
    "整改完成时间",
    "完成时间节点",
    "完成时限",
    "完成时间",
    "完成期限",
    "完成日期",
    "完成节点",
    "办结时限",
    "办结时间",
    "办理时限",
    "整改时限",
    "整改期限",
    "整改时间",
    "落实时限",
    "工作时限",
    "时间节点",
    "时限要求",
    "时间要求",
    "时间安排",
    "实施时间",
    "进度要求",
    "截止时间",
    "时限",
    "期限",
];
const PERSONS: &[&str] = &[
    "牵头校领导",
    "责任校领导",
    "分管校领导",
    "牵头领导",
    "责任领导",
    "分管领导",
    "主管领导",
    "督办领导",
    "直接责任人",
    "第一责任人",
    "责任人",
    "负责人",
    "联系人",
    "校领导",
];

/// The labels of a text: a word of the lists with a colon, or with 为 or a blank right after it.
fn labels(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, colon) in
        text.char_indices().filter(|(_, sign)| matches!(sign, '：' | ':' | '】' | '为' | ' ' | '\u{3000}'))
    {
        let before = text[..at].trim_end_matches(['】', '”', '*', ' ', '\u{3000}']);
        let Some((label, word)) = ending_label(before) else { continue };
        let start = before.len() - word.len();
        // Without a colon, only at the head of a bracket or a part is it a label: 责任单位为教务处.
        let is_colon = matches!(colon, '：' | ':') || colon == '】' && before[..start].ends_with('【');
        let heads = before[..start].chars().next_back().is_none_or(|sign| "（(〔【，；;,。\n".contains(sign));
        let short = word.chars().count() <= 2;
        let followed = text[at + colon.len_utf8()..].trim_start().starts_with([':', '：']);
        let is_label = if is_colon { heads || !short } else { heads && !short && !followed };
        if is_label {
            found.push(Found { label, start, value: at + colon.len_utf8() });
        }
    }
    found
}

fn ending_label(before: &str) -> Option<(Label, &'static str)> {
    let lists: [(Label, &[&'static str]); 5] = [
        (Label::Person, PERSONS),
        (Label::Limit, LIMITS),
        (Label::Co, COS),
        (Label::Lead, LEADS),
        (Label::Responsible, RESPONSIBLES),
    ];
    let words = lists.iter().flat_map(|(label, words)| words.iter().map(|word| (*label, *word)));
    words.filter(|(_, word)| before.ends_with(word)).max_by_key(|(_, word)| word.len())
}

/// Roles by labels; `None` where only people are named.
fn labelled<'t>(stretch: &'t str, directory: &Directory) -> Option<Roles<'t>> {
    let found = labels(stretch);
    let mut roles = Roles::default();
    let ends = found.iter().skip(1).map(|next| next.start).chain([stretch.len()]);
    let mut seen = false;
    for (label, end) in found.iter().zip(ends) {
        let value = value(stretch.get(label.value..end).unwrap_or_default());
        match label.label {
            Label::Limit => roles.limit = roles.limit.or(Some(value).filter(|value| !value.is_empty())),
            Label::Person => continue,
            // （牵头单位：教务处，6月底完成）: the last element of the list is its limit.
            role => {
                let units = value.split(['，', ',', '；', ';', '。']).filter(|part| !is_limit_part(part));
                for part in units {
                    let mentions = directory.split(part).into_iter().map(|unit| placed(unit, value, part));
                    roles.add(role, mentions.map(|unit| placed(unit, stretch, value)).collect());
                }
                roles.limits_in.push(value);
            }
        }
        seen = true;
    }
    seen.then_some(roles)
}

/// Without the signs around it; a list of units or a limit ends with its sentence.
fn value(value: &str) -> &str {
    let end = value.find(['。', '\n', '】']).unwrap_or(value.len());
    bare(value[..end].trim_end_matches(['（', '(', '【', '〔', '［']))
}

/// 6月底完成, 2022年底前: no unit has such an end.
fn is_limit_part(part: &str) -> bool {
    let part = bare(part);
    let ends =
        ["前", "底", "完成", "以前", "之前", "内", "月", "日", "末", "年", "长期坚持", "持续推进", "立行立改", "长期"];
    let dated = part.contains(|sign: char| sign.is_ascii_digit()) || part.contains(['年', '月']);
    let standing = ["长期坚持", "持续推进", "立行立改", "长期", "持续整改", "常态化推进"].contains(&part);
    standing || dated && ends.iter().any(|end| part.ends_with(end)) || part.ends_with("前完成")
}

/// （教务处牵头，学生处、各学院配合，6月底前完成）; （教务处）: a bracket at the end of a sentence that holds nothing else.
fn unlabelled<'t>(bracket: &Bracket<'t>, directory: &Directory) -> Option<Roles<'t>> {
    let inner = bracket.inner;
    if !bracket.is_last || inner.chars().count() > 200 {
        return None;
    }
    let mut roles = Roles::default();
    let mut waiting: Vec<Mention> = Vec::new();
    let mut seen = false;
    for part in inner.split(['，', ',', '；', ';', '。']).filter(|part| !bare(part).is_empty()) {
        if is_limit_part(part) {
            roles.limits_in.push(part);
            seen |= roles.has_units() || !waiting.is_empty() || bare(part).ends_with("完成");
            continue;
        }
        let part = bare(part);
        let (label, list) = by_verb(part);
        let units = directory.split(list);
        let all_units = !units.is_empty()
            && units.iter().all(|unit| unit.how != crate::units::How::Listed)
            && text::count(list) <= units.iter().map(|unit| text::count(&unit.name)).sum::<usize>() + 2 * units.len();
        if !all_units {
            return None;
        }
        waiting.extend(units.into_iter().map(|unit| placed(unit, inner, list)));
        if let Some(label) = label {
            roles.add(label, std::mem::take(&mut waiting));
        }
        seen = true;
    }
    let rest = if roles.names_lead { Label::Co } else { Label::Responsible };
    roles.add(rest, waiting);
    seen.then_some(roles)
}

/// 由教务处牵头负责 → lead, 教务处
fn by_verb(part: &str) -> (Option<Label>, &str) {
    const VERBS: [(&str, Label); 14] = [
        ("牵头负责", Label::Lead),
        ("负责牵头", Label::Lead),
        ("牵头", Label::Lead),
        ("主办", Label::Lead),
        ("按职责分工负责", Label::Responsible),
        ("共同负责", Label::Responsible),
        ("分别负责", Label::Responsible),
        ("具体负责", Label::Responsible),
        ("负责", Label::Responsible),
        ("承办", Label::Responsible),
        ("配合", Label::Co),
        ("协办", Label::Co),
        ("参与", Label::Co),
        ("协助", Label::Co),
    ];
    for (verb, label) in VERBS {
        if let Some(list) = part.strip_suffix(verb) {
            return (Some(label), list.strip_prefix('由').unwrap_or(list));
        }
    }
    (None, part)
}

/// A mention's place in `part`, as a place in `whole`.
pub fn placed(mention: Mention, whole: &str, part: &str) -> Mention {
    let start = range_of(whole, part).start;
    let range = mention.range.start + start..mention.range.end + start;
    Mention { range, ..mention }
}
