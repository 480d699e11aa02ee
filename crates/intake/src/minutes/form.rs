//! A form about one task: 事项, 牵头单位, 完成时限 as labels with their values beside them, in a table or in lines.

use super::{
    roles::{Roles, placed},
    table::{self, Row},
    task::{Reader, Task},
    text::{self, bare},
    title,
};
use crate::{source::Table, units::range_of};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Title,
    Detail,
    Lead,
    Responsible,
    Co,
    Limit,
    /// another label, which ends the value before it
    Other,
}

const LABELS: &[(Label, &[&str])] = &[
    (
        Label::Title,
        &[
            "事项",
            "事项名称",
            "督办事项",
            "督查事项",
            "督办事项名称",
            "督查督办事项",
            "交办事项",
            "立项事项",
            "任务",
            "任务名称",
            "工作任务",
            "督办任务",
            "工作事项",
        ],
    ),
    (
        Label::Detail,
        &[
            "内容",
            "事项内容",
            "督办内容",
            "督查内容",
            "具体内容",
            "工作内容",
            "任务内容",
            "要求",
            "办理要求",
            "工作要求",
            "具体要求",
            "督办要求",
            "任务要求",
            "落实要求",
        ],
    ),
    (Label::Lead, &["牵头单位", "牵头部门", "主办单位", "主办部门", "牵头"]),
    (Label::Responsible, &["责任单位", "责任部门", "承办单位", "承办部门", "办理单位", "落实单位"]),
    (Label::Co, &["协办单位", "协办部门", "配合单位", "配合部门", "协同单位", "参与单位", "配合"]),
    (
        Label::Limit,
        &[
            "时限",
            "完成时限",
            "办结时限",
            "办理时限",
            "完成时间",
            "办结时间",
            "截止时间",
            "完成期限",
            "办理期限",
            "办结期限",
            "时限要求",
            "要求完成时间",
            "要求办结时间",
        ],
    ),
];

fn label(words: &str) -> Option<Label> {
    let words: String = words.chars().filter(|sign| sign.is_alphanumeric()).collect();
    LABELS.iter().find(|(_, list)| list.contains(&words.as_str())).map(|(label, _)| *label)
}

/// The tasks of lines that are labels with values: one for each 事项：. Nothing where the lines are no form; no tasks where
/// it is blank.
pub fn of_lines<'d>(words: &'d str, reader: &Reader<'d>) -> Option<Vec<Task<'d>>> {
    let mut pairs: Vec<(Label, &'d str)> = Vec::new();
    for line in words.split('\n') {
        match line.split_once(['：', ':']) {
            Some((head, value)) if label(head).is_some() => {
                pairs.push((label(head).unwrap_or(Label::Other), value.trim()));
            }
            Some((head, value)) if text::count(head) <= 8 => pairs.push((Label::Other, value.trim())),
            _ => {
                // The value goes on in the next line; a value that is a name or a day does not.
                if let Some((Label::Title | Label::Detail, value)) = pairs.last_mut() {
                    *value = reader.stretch(if value.is_empty() { line } else { value }, line);
                }
            }
        }
    }
    let mut known = pairs.iter().filter(|(label, _)| *label != Label::Other).peekable();
    let blank = pairs.len() > 1 && known.peek().is_some() && known.all(|(_, value)| value.is_empty());
    let tasks = tasks(&pairs, reader);
    (blank || !tasks.is_empty()).then_some(tasks)
}

/// The task of a table whose cells are labels, each with its value at its right. Empty where the table is none of these.
pub fn of_table<'d>(table: &'d Table, reader: &Reader<'d>) -> Vec<Row<'d>> {
    let mut pairs: Vec<(Label, &'d str)> = Vec::new();
    for row in &table.rows {
        let mut cells: Vec<&'d str> = Vec::new();
        let mut last = None;
        for cell in row.iter().filter(|cell| !cell.merged) {
            if last != Some(cell.range.start) {
                cells.push(reader.whole.get(cell.range.clone()).unwrap_or_default());
            }
            last = Some(cell.range.start);
        }
        // Two labels side by side are the head of a list.
        if cells.windows(2).any(|two| label(two[0]).is_some() && label(two[1]).is_some()) {
            return Vec::new();
        }
        let labelled = cells.windows(2).filter_map(|two| Some((label(two[0])?, bare(two[1]))));
        pairs.extend(labelled.filter(|(_, value)| !value.is_empty()));
    }
    let rows = tasks(&pairs, reader).into_iter().enumerate();
    rows.map(|(at, task)| Row { number: String::new(), row: (at + 1) as u32, task }).collect()
}

/// One task for each title; none where nobody and no day is named beside it.
fn tasks<'d>(pairs: &[(Label, &'d str)], reader: &Reader<'d>) -> Vec<Task<'d>> {
    let titles = pairs.iter().filter(|(label, _)| *label == Label::Title).count();
    let mut starts: Vec<usize> = (0..pairs.len()).filter(|at| pairs[*at].0 == Label::Title).collect();
    // A form may name its units before its task, or only say 督办内容.
    if titles <= 1 {
        starts = vec![0];
    }
    let ends = starts.iter().skip(1).copied().chain([pairs.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| &pairs[*start..end]);
    parts.filter_map(|part| task(part, reader)).collect()
}

fn task<'d>(pairs: &[(Label, &'d str)], reader: &Reader<'d>) -> Option<Task<'d>> {
    let value = |wanted: Label| pairs.iter().find(|(label, value)| *label == wanted && !value.is_empty());
    let detail = value(Label::Detail).map(|(_, value)| *value);
    let named = value(Label::Title).map(|(_, value)| *value).or(detail)?;
    let mut roles = Roles::default();
    let mut limits = Vec::new();
    for (label, value) in pairs {
        let units = || reader.directory.split(value).into_iter().map(|unit| placed(unit, reader.whole, value));
        match label {
            Label::Lead => {
                roles.lead.extend(units());
                roles.names_lead = true;
            }
            Label::Responsible => roles.responsible.extend(units()),
            Label::Co => roles.co.extend(units()),
            Label::Limit if !value.is_empty() => limits.extend(table::limit(value, reader)),
            _ => {}
        }
    }
    if !roles.has_units() && limits.is_empty() || text::count(named) < 2 {
        return None;
    }
    // Only what stands in the document has a place in it.
    let content = detail.filter(|detail| !range_of(reader.whole, detail).is_empty()).unwrap_or(named);
    Some(Task { title: title::of(named), content: content.trim(), roles, limits, inherited: false })
}
