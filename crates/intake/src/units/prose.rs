//! Units in running text: names of the directory anywhere, others where a name may begin.

use std::ops::Range;

use super::{Directory, How, Mention, shape};

/// After these words a name may begin.
const BEFORE_NAMES: &[&str] = &[
    "由", "请", "责成", "要求", "会同", "联合", "协同", "协助", "同", "和", "与", "及", "以及", "报", "送", "交", "经",
    "向", "对", "给", "到", "至", "为", "等", "配合", "委托", "督促", "指导", "组织", "明确", "通知", "安排", "同意",
    "授权", "决定", "指定", "并", "指出", "强调", "建议", "希望", "听取", "前", "内", "底", "日", "上报", "报送",
    "提交", "首先", "期间",
];

pub fn find(directory: &Directory, text: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let known: Vec<(Range<usize>, _, How)> =
        directory.matches(text).filter(|(range, _, _)| ends_there(text, range)).collect();
    let mut known = known.into_iter().peekable();
    let mut free = 0;
    for (at, _) in text.char_indices().filter(|(at, _)| begins_there(text, *at)) {
        while known.peek().is_some_and(|(range, _, _)| range.start < at) {
            push(&mut found, &mut free, text, known.next());
        }
        if at < free {
            continue;
        }
        let here = known.next_if(|(range, _, _)| range.start == at);
        let many = collective(&text[at..]).map(|len| (at..at + len, How::Collective));
        let shaped = shape::at_start(&text[at..]).map(|len| (at..at + len, How::Shape));
        let longest = many.into_iter().chain(shaped).max_by_key(|(range, _)| range.end);
        match (here, longest) {
            // The directory knows better than the shape, except of a longer name: 市委宣传部 is not 宣传部.
            (Some(here), Some((range, _))) if range.end <= here.0.end => push(&mut found, &mut free, text, Some(here)),
            (Some(here), None) => push(&mut found, &mut free, text, Some(here)),
            (_, Some((range, how))) => {
                free = range.end;
                let name = text[range.clone()].to_owned();
                let unit = directory.get(&name).map(|(unit, _)| unit);
                found.push(Mention { name, range, unit, how });
            }
            (None, None) => {}
        }
    }
    for rest in known {
        push(&mut found, &mut free, text, Some(rest));
    }
    found
}

type Known = (Range<usize>, domain::value::UnitId, How);

fn push(found: &mut Vec<Mention>, free: &mut usize, text: &str, known: Option<Known>) {
    let Some((range, unit, how)) = known.filter(|(range, _, _)| range.start >= *free) else { return };
    *free = range.end;
    found.push(Mention { name: text[range.clone()].to_owned(), range, unit: Some(unit), how });
}

fn begins_there(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let after_sign = before.chars().next_back().is_none_or(|sign| !sign.is_alphanumeric() || sign == '的');
    let untimed = before.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let after_time = untimed.len() < before.len() && untimed.ends_with(['：', ':']);
    after_sign || after_time || BEFORE_NAMES.iter().any(|word| before.ends_with(word))
}

/// A name of the directory that is only the front of another word is none: 学生处 in 学生处分.
fn ends_there(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let rest = &text[range.end..];
    let barred = match name.chars().next_back() {
        Some('处') => {
            rest.starts_with(['长', '理', '置', '罚', '室']) || rest.starts_with('分') && !rest.starts_with("分别")
        }
        Some('部') => rest.starts_with(['长', '门', '署']),
        Some('办') => rest.starts_with(['理', '法', '公', '学', '事']),
        Some('院' | '馆') => rest.starts_with('长'),
        Some('委') => rest.starts_with(['员', '书', '托']),
        _ => false,
    };
    !barred
}

/// 各学院, 各有关部门, 有关单位, 机关各部门 at the start of a text.
fn collective(text: &str) -> Option<usize> {
    const STARTS: &[&str] = &[
        "各",
        "有关",
        "相关",
        "机关各",
        "校内各",
        "全校各",
        "校属各",
        "省政府各",
        "区政府有关",
        "区政府各",
        "其他",
        "全体",
        "二级",
        "职能",
    ];
    const ENDS: &[&str] = &[
        "职能部门",
        "有关部门",
        "相关部门",
        "责任部门",
        "牵头部门",
        "部门",
        "责任单位",
        "牵头单位",
        "二级单位",
        "有关单位",
        "相关单位",
        "单位",
        "二级学院",
        "学院",
        "分院",
        "教学单位",
        "院系",
        "系部",
        "院部",
        "处室",
        "党总支",
        "党支部",
        "县区",
        "街道",
        "系（部）",
        "系（分院）",
        "工作组",
        "班级",
        "科室",
        "党委",
        "党组织",
        "教研室",
        "乡镇",
        "镇街",
        "成员单位",
        "系",
        "院",
        "部",
        "处",
    ];
    STARTS.iter().find(|start| text.starts_with(**start))?;
    let reach = text.char_indices().nth(14).map_or(text.len(), |(at, _)| at);
    let head = &text[..reach];
    let head = head.split(|sign: char| !sign.is_alphanumeric()).next().unwrap_or(head);
    let ends = ENDS.iter().filter_map(|end| head.find(end).map(|at| (at, at + end.len())));
    // The nearest word for many, and of those the longest: 各有关部门.
    let (start, end) = ends.min_by_key(|(at, end)| (*at, usize::MAX - *end))?;
    let between = &head[..start];
    let runs_on = ["的", "要", "对", "在", "完成"].iter().any(|word| between.contains(word));
    // 各系统, 各部委, 各处级干部 are something else.
    let goes_on = head[end..].starts_with(['长', '领', '统', '列', '委', '级', '类', '地']);
    (!runs_on && !goes_on).then_some(end)
}
