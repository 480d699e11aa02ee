//! Tables of tasks within a document: columns by their headings, merged cells carried down, several milestones of one task.

use super::{
    number,
    roles::{Roles, placed},
    task::{Limit, Reader, Task},
    text::{self, bare},
};
use crate::{
    source::{Cell, Table},
    units::range_of,
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Task,
    Detail,
    Lead,
    Responsible,
    Co,
    Limit,
    Other,
}

/// A row as a task.
pub struct Row<'d> {
    pub number: String,
    pub row: u32,
    pub task: Task<'d>,
}

/// The tasks of a table; none where its head names no task.
pub fn tasks<'d>(table: &'d Table, reader: &Reader<'d>) -> Vec<Row<'d>> {
    let Some((columns, first)) = head(table, reader.whole) else { return Vec::new() };
    let title = title_column(table, &columns, first);
    let mut rows: Vec<Row<'d>> = Vec::new();
    for (index, cells) in table.rows.iter().enumerate().skip(first) {
        if is_section(cells, columns.len(), reader.whole) {
            continue;
        }
        let row = read(cells, &columns, title, reader);
        let continues = cells.get(title).is_none_or(|cell| {
            bare(words(cell, reader.whole)).is_empty()
                || cell.merged && rows.last().is_some_and(|last| range_of(reader.whole, last.task.title) == cell.range)
        });
        match (row, rows.last_mut()) {
            (Some(task), Some(last)) if continues => merge(&mut last.task, task, reader.whole),
            (Some(task), _) if !continues => {
                let number =
                    number_of(cells, &columns, title, reader.whole).unwrap_or_else(|| (rows.len() + 1).to_string());
                rows.push(Row { number, row: (index + 1) as u32, task });
            }
            _ => {}
        }
    }
    rows.iter_mut().for_each(|row| row.task.limits.retain(|limit| !limit.text.is_empty()));
    rows
}

/// The columns and the first row under the head. A head may have two rows.
fn head(table: &Table, whole: &str) -> Option<(Vec<Column>, usize)> {
    for (index, row) in table.rows.iter().take(4).enumerate() {
        let mut columns: Vec<Column> = row.iter().map(|cell| column(words(cell, whole))).collect();
        let named = columns.iter().filter(|column| !matches!(column, Column::Other | Column::Number)).count();
        let has_task = columns.iter().any(|column| matches!(column, Column::Task | Column::Detail));
        if named < 2 || !has_task {
            continue;
        }
        let mut first = index + 1;
        // 责任单位 over 牵头 | 配合: the lower row says it more closely.
        if let Some(lower) = table.rows.get(index + 1)
            && lower.iter().any(|cell| cell.merged)
            && lower.iter().zip(row).all(|(low, up)| low.range == up.range || text::count(words(low, whole)) <= 8)
        {
            for (place, cell) in lower.iter().enumerate().filter(|(_, cell)| !cell.merged) {
                let closer = column(words(cell, whole));
                if closer != Column::Other && place < columns.len() {
                    columns[place] = closer;
                    first = index + 2;
                }
            }
        }
        return Some((columns, first));
    }
    None
}

fn column(heading: &str) -> Column {
    let heading: String = heading.chars().filter(|sign| !sign.is_whitespace()).collect();
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    let is_short = heading.chars().count() <= 14;
    match () {
        () if heading.is_empty() || !is_short => Column::Other,
        () if has(&["序号", "编号"]) || heading == "号" => Column::Number,
        () if has(&["时限", "时间", "节点", "期限", "进度", "日期", "完成情况时"]) => Column::Limit,
        () if ["目标", "任务", "内容", "事项", "措施", "举措"].iter().any(|end| heading.ends_with(end)) => {
            if has(&["任务", "事项", "内容"]) {
                Column::Task
            } else {
                Column::Detail
            }
        }
        () if has(&[
            "领导",
            "责任人",
            "负责人",
            "联系人",
            "备注",
            "考核",
            "进展",
            "完成情况",
            "类别",
            "分值",
            "成效",
        ]) =>
        {
            Column::Other
        }
        () if has(&["配合", "协办", "协同", "参与", "协助", "会办", "协作"]) => Column::Co,
        () if has(&["牵头", "主办", "主责"]) => Column::Lead,
        () if has(&["责任", "承办", "单位", "部门", "负责", "处室"]) => Column::Responsible,
        () if has(&[
            "工作任务",
            "重点任务",
            "主要任务",
            "任务名称",
            "事项",
            "任务",
            "重点工作",
            "工作内容",
            "项目",
        ]) =>
        {
            Column::Task
        }
        () if has(&["措施", "内容", "举措", "要求", "目标", "问题", "任务分解"]) => Column::Detail,
        () => Column::Other,
    }
}

/// The column whose cells are the tasks: the first for tasks, unless it is merged over rows that another one tells apart
/// and that have units or limits of their own.
fn title_column(table: &Table, columns: &[Column], first: usize) -> usize {
    let places = |wanted: Column| (0..columns.len()).filter(move |place| columns[*place] == wanted);
    let candidates: Vec<usize> = places(Column::Task).chain(places(Column::Detail)).collect();
    let merged =
        |place: &usize| table.rows.iter().skip(first).any(|row| row.get(*place).is_some_and(|cell| cell.merged));
    let apart = candidates.iter().find(|place| !merged(place));
    candidates.first().filter(|place| !merged(place)).or(apart).or(candidates.first()).copied().unwrap_or(0)
}

fn read<'d>(cells: &'d [Cell], columns: &[Column], title: usize, reader: &Reader<'d>) -> Option<Task<'d>> {
    let whole = reader.whole;
    let heading = cells.get(title).map_or("", |cell| words(cell, whole));
    let mut roles = Roles::default();
    let mut limits: Vec<Limit<'d>> = Vec::new();
    for (cell, column) in cells.iter().zip(columns) {
        let value = words(cell, whole);
        let units = || reader.directory.split(value).into_iter().map(|unit| placed(unit, whole, value));
        match column {
            Column::Lead => {
                roles.lead.extend(units());
                roles.names_lead = true;
            }
            Column::Responsible => roles.responsible.extend(units()),
            Column::Co => roles.co.extend(units()),
            Column::Limit if !bare(value).is_empty() => limits.extend(limit(value, reader)),
            _ => {}
        }
    }
    // A cell merged across two columns is read once.
    for list in [&mut roles.lead, &mut roles.responsible, &mut roles.co] {
        list.dedup_by(|one, other| one.range == other.range);
    }
    let content = content(cells, columns, title, whole).unwrap_or(heading);
    // 1.2在学校门口…: the number may stand in the cell of the task.
    let heading = number::of_line(heading).map_or(heading, |found| found.rest);
    let title = super::title::of(heading);
    Some(Task { title, content, roles, limits, inherited: false })
}

/// 6月完成相关制度修订; 3月：启动，12月：组织验收: the dates within the cell. A cell without any is a limit as it stands.
pub fn limit<'d>(value: &'d str, reader: &Reader<'d>) -> Vec<Limit<'d>> {
    let found = reader.labelled(value);
    let limits = reader.limits(value);
    if text::count(value) <= 12 && limits.is_empty() {
        return vec![found];
    }
    if let Some(last) = found.read.milestones.last() {
        let at = value.rfind(&last.text).map_or(value, |at| &value[at..at + last.text.len()]);
        return vec![Limit { text: at, ..found }];
    }
    if limits.is_empty() { vec![found] } else { limits }
}

/// From the title to the detail beside it.
fn content<'d>(cells: &[Cell], columns: &[Column], title: usize, whole: &'d str) -> Option<&'d str> {
    let told = (title..cells.len())
        .filter(|place| matches!(columns.get(*place), Some(Column::Task | Column::Detail)) && *place >= title);
    let last = told.take_while(|place| *place <= title + 1).last()?;
    whole.get(cells.get(title)?.range.start..cells.get(last)?.range.end).filter(|words| !words.is_empty())
}

/// A further row of the same task: its milestone, and units that are not yet named.
fn merge<'d>(task: &mut Task<'d>, row: Task<'d>, whole: &'d str) {
    let known: Vec<String> = task.roles.mentions().map(|unit| unit.name.clone()).collect();
    let mut roles = row.roles;
    for list in [&mut roles.lead, &mut roles.responsible, &mut roles.co] {
        list.retain(|unit| !known.contains(&unit.name));
    }
    task.roles.join(roles);
    task.limits.extend(row.limits);
    let end = range_of(whole, row.content).end;
    let start = range_of(whole, task.content).start;
    if let Some(longer) = whole.get(start..end).filter(|longer| longer.len() > task.content.len()) {
        task.content = longer;
    }
}

fn number_of(cells: &[Cell], columns: &[Column], title: usize, whole: &str) -> Option<String> {
    let of_title = || number::of_line(words(cells.get(title)?, whole)).map(|found| found.label);
    let place = columns.iter().position(|column| *column == Column::Number);
    let number = place.and_then(|place| Some(bare(words(cells.get(place)?, whole)))).or_else(of_title)?.to_owned();
    (!number.is_empty()).then_some(number)
}

/// A row of one cell, or of a total: no task.
fn is_section(cells: &[Cell], columns: usize, whole: &str) -> bool {
    let mut own: Vec<&Cell> = cells.iter().filter(|cell| !bare(words(cell, whole)).is_empty()).collect();
    own.dedup_by(|one, other| one.range == other.range);
    let first = own.first().map_or("", |cell| words(cell, whole));
    own.is_empty()
        || own.len() == 1 && columns > 2 && own[0].range.start == cells[0].range.start
        || ["合计", "总计", "备注", "注：", "说明"].iter().any(|word| first.starts_with(word))
}

fn words<'d>(cell: &Cell, whole: &'d str) -> &'d str {
    whole.get(cell.range.clone()).unwrap_or_default()
}
