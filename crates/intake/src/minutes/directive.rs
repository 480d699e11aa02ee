//! Who is told to do something in a sentence of running text: 由教务处牵头，责成后勤集团，请各学院，人事处要….

use std::ops::Range;

use super::{
    roles::Roles,
    text::{self, bare},
    words,
};
use crate::units::{Directory, Mention, range_of};

/// The roles that a sentence gives; empty where it orders nobody. Places are those of the sentence.
pub fn roles<'t>(sentence: &'t str, directory: &Directory) -> Roles<'t> {
    let mut roles = Roles::default();
    let mut told = false;
    for group in groups(sentence, directory.find(sentence)) {
        let Some(role) = role(sentence, &group) else { continue };
        match role {
            Role::Lead => {
                roles.names_lead = true;
                roles.lead.extend(group.units);
            }
            Role::Told => {
                told = true;
                roles.responsible.extend(group.units);
            }
            // 由图书馆负责落实，保卫处做好安全保障: those who come after who is told stand beside it.
            Role::Subject if told => roles.co.extend(group.units),
            Role::Subject => roles.responsible.extend(group.units),
            Role::Co => roles.co.extend(group.units),
        }
    }
    // 由教务处负责，会同学生处: who is told first leads those who come with it.
    let known = |unit: &Mention, others: &[Mention]| others.iter().any(|other| other.name == unit.name);
    let leads = roles.lead.clone();
    roles.responsible.retain(|unit| !known(unit, &leads));
    let all: Vec<Mention> = roles.lead.iter().chain(&roles.responsible).cloned().collect();
    roles.co.retain(|unit| !known(unit, &all));
    roles
}

enum Role {
    Lead,
    /// 由, 请, 责成 in front of it
    Told,
    /// it stands at the head of a clause: 教务处要…
    Subject,
    Co,
}

/// Units that are named in one breath.
struct Group {
    units: Vec<Mention>,
    range: Range<usize>,
}

fn groups(sentence: &str, mentions: Vec<Mention>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for mention in mentions {
        let between = groups.last().and_then(|last| sentence.get(last.range.end..mention.range.start));
        let closes = sentence[mention.range.end..].chars().next().filter(|sign| matches!(sign, '）' | ')'));
        match groups.last_mut() {
            // 党委组织部（人事处） is one unit with two names.
            Some(last) if matches!(between, Some("（" | "(")) && closes.is_some() => {
                last.range.end = mention.range.end + closes.map_or(0, char::len_utf8);
                if let Some(unit) = last.units.last_mut() {
                    unit.range.end = last.range.end;
                    unit.name = sentence[unit.range.clone()].to_owned();
                }
            }
            Some(last) if is_joint(sentence.get(last.range.end..mention.range.start)) => {
                last.range.end = mention.range.end;
                last.units.push(mention);
            }
            _ => groups.push(Group { range: mention.range.clone(), units: vec![mention] }),
        }
    }
    groups
}

fn is_joint(between: Option<&str>) -> bool {
    let between = between.unwrap_or("?").trim();
    matches!(between, "、" | "和" | "与" | "及" | "以及" | "，" | "等" | "、各" | "" | "/")
}

fn role(sentence: &str, group: &Group) -> Option<Role> {
    let before = &sentence[..group.range.start];
    let after = without_rest_of_list(&sentence[group.range.end..]);
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    let goes_on = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    // 教务处负责人, 后勤处处长, 学生处的工作: people and things, not the unit. A unit that speaks is no unit that is told.
    if goes_on(&[
        "负责人",
        "负责的",
        "牵头的",
        "承担的",
        "主要负责",
        "处长",
        "部长",
        "院长",
        "主任",
        "书记",
        "领导",
        "同志",
        "人员",
        "的",
        "工作人员",
        "介绍",
        "汇报",
        "通报",
        "主持",
        "代表",
        "关于",
        "提交",
        "提请",
        "解释",
        "组成",
        "所属",
        "同意",
        "备案",
        "审定",
        "审核",
        "审批",
        "批准",
    ]) {
        return None;
    }
    if ends(&["邀请", "申请", "聘请", "提请", "报请", "呈请"]) {
        return None;
    }
    let clause = clause_around(sentence, &group.range);
    let leads = goes_on(&["牵头", "总牵头", "负责牵头", "作为牵头", "主办", "统筹牵头"]);
    let helps =
        goes_on(&["配合", "协助", "协同", "协办", "参与", "参加", "共同配合", "予以配合", "做好配合", "积极配合"]);
    let told =
        ends(&["责成", "由", "要求", "请", "委托", "指定", "安排", "督促", "责令", "授权", "明确", "通知", "希望"]);
    if told && !is_done(clause) {
        return match () {
            () if leads => Some(Role::Lead),
            () if ends(&["由"]) && helps => Some(Role::Co),
            // 由…负责 orders; 由…组成 describes.
            () if ends(&["经费由", "资金由", "费用由"]) => Some(Role::Co),
            () if ends(&["由"]) => (words::is_told(after)
                || words::has_verb(text::clauses(after).first().unwrap_or(&"")))
            .then_some(Role::Told),
            () if ends(&["安排", "明确", "通知", "希望", "授权", "要求", "督促"]) && !words::is_told(after) => {
                None
            }
            () => Some(Role::Told),
        };
    }
    if ends(&["会同", "联合", "协同", "协调"]) && !is_done(sentence) {
        return Some(Role::Co);
    }
    let closes = ["负责落实", "负责安排", "负责"]
        .iter()
        .find_map(|role| after.strip_prefix(role))
        .is_some_and(|rest| rest.trim().is_empty() || rest.starts_with(['。', '；', ';']));
    // The school itself leads nothing in particular.
    let is_school =
        group.units.iter().all(|unit| ["学校党委", "校党委", "学院党委", "党委"].contains(&unit.name.as_str()));
    match () {
        // 迎新宣传学生处负责。: who does it may close the clause.
        () if closes && !is_school && !is_done(clause) => Some(Role::Subject),
        () if is_school || is_done(clause) || is_done(sentence) || !heads_clause(before) => None,
        () if leads => Some(Role::Lead),
        () if helps => Some(Role::Co),
        // 教务处要… orders, whatever else the sentence tells.
        () if words::is_told(after) && !words::is_past(if words::is_ordered(after) { clause } else { sentence }) => {
            Some(Role::Subject)
        }
        () => None,
    }
}

/// 等部门, 等单位, 等 and brackets belong to the list.
fn without_rest_of_list(after: &str) -> &str {
    let mut after = after.trim_start();
    if let Some(bracket) = text::brackets(after).first().filter(|bracket| after.starts_with(bracket.whole)) {
        after = &after[bracket.whole.len()..];
    }
    let lists = ["等有关部门", "等相关部门", "等职能部门", "等相关单位", "等有关单位", "等部门", "等单位", "等"];
    after = lists.iter().find_map(|rest| after.strip_prefix(rest)).unwrap_or(after);
    // 教务处、学生处及其他有关单位要…: the rest of the list names nobody.
    let goes_on = ["及", "和", "以及", "等", "、"].iter().any(|word| after.starts_with(word));
    let rest = after.find(['要', '应', '须', '，', '。']).filter(|at| goes_on && text::count(&after[..*at]) <= 18);
    rest.map(|at| &after[at..]).filter(|rest| words::is_ordered(rest) && !rest.starts_with('，')).unwrap_or(after)
}

/// Does a unit here stand at the head of its clause, after nothing but a limit or a lead-in?
fn heads_clause(before: &str) -> bool {
    let clause = before.rsplit(['，', ',', '。', '；', ';', '：', ':', '\n']).next().unwrap_or(before);
    let clause = words::LEAD_INS.iter().find_map(|lead| clause.trim().strip_prefix(lead)).unwrap_or(clause.trim());
    let clause = clause.trim_start_matches(['，', '、']);
    // 有关系（分院）、外事处: what stands in front in the same list.
    let clause =
        clause.rsplit_once('、').map_or(clause, |(list, rest)| if text::count(list) <= 16 { rest } else { clause });
    let is_link = [
        "",
        "并",
        "要",
        "同时",
        "首先",
        "一是",
        "二是",
        "三是",
        "四是",
        "五是",
        "下一步",
        "其中",
        "今后",
        "以上工作",
        "该项工作",
    ];
    let ends = ["的", "前", "底", "内", "日", "起", "后", "中", "阶段", "月", "上", "期间"];
    // 下午4：30院办、学生处…: the minutes of a time.
    let is_time = clause.chars().all(|sign| sign.is_ascii_digit());
    is_time || is_link.contains(&clause) || ends.iter().any(|end| clause.ends_with(end)) && text::count(clause) <= 14
}

/// The clause in which a group stands, and the next one where it only begins there.
fn clause_around<'t>(sentence: &'t str, range: &Range<usize>) -> &'t str {
    let clauses = text::clauses(sentence);
    clauses.into_iter().find(|clause| range_of(sentence, clause).end > range.start).unwrap_or(sentence)
}

fn is_done(clause: &str) -> bool {
    ["了", "已", "曾"].iter().any(|word| clause.contains(word)) && words::is_past(clause)
}

/// Is there anything to be done in the words, besides units, roles and limits?
pub fn says_little(sentence: &str, roles: &Roles<'_>) -> bool {
    let mut rest = sentence.to_owned();
    for mention in roles.mentions() {
        rest = rest.replace(&mention.name, "");
    }
    for word in [
        "会议要求",
        "会议决定",
        "由",
        "请",
        "责成",
        "牵头",
        "负责",
        "落实",
        "配合",
        "会同",
        "具体",
        "完成",
        "此项工作",
        "该项工作",
        "上述工作",
        "以上工作",
        "于",
        "前",
        "底",
        "月",
        "日",
        "年",
        "等",
        "相关",
        "有关",
        "部门",
        "单位",
        "组织",
        "实施",
        "协调",
        "做好",
    ] {
        rest = rest.replace(word, "");
    }
    if let (Some(start), Some(end)) = (rest.find('在'), rest.find('下'))
        && start < end
    {
        rest.replace_range(start..end, "");
    }
    let words = rest.chars().filter(|sign| sign.is_alphabetic() && !"〇一二三四五六七八九十".contains(*sign)).count();
    words < 6
}

/// Does a sentence speak of the task before it?
pub fn refers_back(sentence: &str) -> bool {
    let sentence = bare(sentence);
    let starts = [
        "此项",
        "该项",
        "该工作",
        "此工作",
        "上述",
        "以上",
        "这项",
        "相关工作",
        "具体工作",
        "有关工作",
        "具体由",
        "整改工作由",
    ];
    starts.iter().any(|start| sentence.starts_with(start))
}
