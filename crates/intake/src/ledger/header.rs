//! Where the tables of a sheet begin, and what their columns hold. A heading may take several rows, merged or not; titles,
//! the form's own lines (填报单位：…) and sheets that are no ledger have none.

use super::{
    Column, Field, Mapping, Sheet, Value, column_name, field,
    grid::{COLUMNS_MOST, Grid},
    mapping::fingerprint,
};

/// A sheet without a heading in so many rows is no ledger.
const TOP_ROWS: usize = 500;
const TABLES_MOST: usize = 100;

/// The tables of a sheet, from the top. Empty: it is no ledger.
pub fn propose(sheet: &Sheet) -> Vec<Mapping> {
    let grid = Grid::new(sheet);
    let mut headers: Vec<(u32, u32)> = Vec::new();
    for (at, row) in sheet.rows.iter().enumerate().filter(|(_, row)| !row.hidden) {
        if headers.is_empty() && at > TOP_ROWS || headers.len() >= TABLES_MOST {
            break;
        }
        let inside = headers.last().is_some_and(|(_, last)| row.number <= *last);
        if !inside && let Some(header) = header_at(&grid, row.number, !headers.is_empty()) {
            headers.push(header);
        }
    }
    let last_row = sheet.rows.last().map_or(0, |row| row.number);
    let ends = headers.iter().skip(1).map(|(first, _)| first - 1).chain([last_row]);
    let mut mappings: Vec<Mapping> = Vec::new();
    for (header, end) in headers.iter().copied().zip(ends.collect::<Vec<_>>()) {
        let mapping = mapping(&grid, header, (header.1 + 1, end));
        match mappings.last_mut() {
            // The heading again on the next printed page.
            Some(before) if before.fingerprint == mapping.fingerprint => before.body.1 = end,
            _ => mappings.push(mapping),
        }
    }
    mappings
}

/// Rows of a heading that begins here. Below a table it takes more to be one.
fn header_at(grid: &Grid<'_>, row: u32, again: bool) -> Option<(u32, u32)> {
    if !qualifies(grid, row, again) {
        return None;
    }
    // The row below may say more: 牵头 and 配合 under 责任单位.
    let mut last = row;
    let mut best = fields(grid, row);
    for below in row + 1..=row + 2 {
        if !is_heading_row(grid, below) {
            break;
        }
        let more = fields(grid, below);
        // No more than before and under no group: a row of tasks in short words.
        if more <= best && !is_under_groups(grid, below) {
            break;
        }
        (last, best) = (below, more.max(best));
    }
    let merged = grid.visible_columns().filter_map(|column| grid.area(row, column));
    let last = merged.map(|area| area.rows.1).filter(|end| *end <= row + 2).fold(last, u32::max);
    Some((row, last))
}

/// At least two fields, one of which says that this is about tasks, and no number or date.
fn qualifies(grid: &Grid<'_>, row: u32, again: bool) -> bool {
    // Most rows are rows of tasks, and need not be looked at closely.
    let first = || grid.owned(row).next().and_then(|(_, value)| field::of_words(&value.shown()));
    if again && (grid.owned(row).nth(2).is_none() || first().is_none()) || !is_short_words(grid, row) {
        return false;
    }
    let found: Vec<Field> = row_fields(grid, row);
    let has = |wanted: &[Field]| found.iter().any(|field| wanted.contains(field));
    let about_tasks = has(&[Field::Title, Field::Content]);
    let about_work =
        has(&[Field::Lead, Field::Responsible, Field::Deadline, Field::Co, Field::Number, Field::Progress]);
    let enough = if again { found.len() >= 3 && 2 * found.len() > grid.owned(row).count() } else { found.len() >= 2 };
    enough && about_tasks && about_work
}

fn row_fields(grid: &Grid<'_>, row: u32) -> Vec<Field> {
    let mut found: Vec<Field> = grid.owned(row).filter_map(|(_, value)| field::of_words(&value.shown())).collect();
    found.sort();
    found.dedup();
    found
}

/// How many fields a reader sees in this row, merged cells of the rows above included.
fn fields(grid: &Grid<'_>, row: u32) -> usize {
    let mut found: Vec<Field> =
        grid.visible_columns().filter_map(|column| field::of_words(&grid.text(row, column))).collect();
    found.sort();
    found.dedup();
    found.len()
}

fn is_short_words(grid: &Grid<'_>, row: u32) -> bool {
    grid.owned(row).all(|(_, value)| match value {
        Value::Text(text) => text.trim().chars().count() <= 40 && (!is_number(text) || is_year(text)),
        Value::Number(_) => is_year(&value.shown()),
        _ => false,
    })
}

/// 2025 and 2026 may stand over two columns of figures.
fn is_year(text: &str) -> bool {
    text.trim().parse().is_ok_and(|year: u32| (1990..=2200).contains(&year))
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_numeric() && !c.is_alphabetic())
}

/// A further row of a heading: short words, most of them known, and none under a heading that stands for one column only.
fn is_heading_row(grid: &Grid<'_>, row: u32) -> bool {
    let owned: Vec<(u16, &Value)> = grid.owned(row).collect();
    let known = owned.iter().filter(|(_, value)| field::of_words(&value.shown()).is_some()).count();
    !owned.is_empty()
        && is_short_words(grid, row)
        && (2 * known >= owned.len() || is_under_groups(grid, row))
        && owned.iter().all(|(_, value)| value.shown().chars().count() <= 12)
        && !has_own_number(grid, row)
}

/// Every cell of its own stands under a heading that is wider than one column, or under none.
fn is_under_groups(grid: &Grid<'_>, row: u32) -> bool {
    let Some(above) = row.checked_sub(1) else { return false };
    let mut owned = grid.owned(row).peekable();
    owned.peek().is_some()
        && owned.all(|(column, _)| match grid.area(above, column) {
            Some(area) => area.columns.0 < area.columns.1,
            None => {
                let next_is_blank = grid.own(above, column + 1).is_none() && grid.own(row, column + 1).is_some();
                grid.own(above, column).is_none() || next_is_blank
            }
        })
}

fn has_own_number(grid: &Grid<'_>, row: u32) -> bool {
    let first = grid.owned(row).next();
    first.is_some_and(|(_, value)| !matches!(value, Value::Text(_)) || is_number(&value.shown()))
}

fn mapping(grid: &Grid<'_>, header: (u32, u32), body: (u32, u32)) -> Mapping {
    let mut columns: Vec<Column> = Vec::new();
    for index in grid.visible_columns() {
        let parts = parts(grid, header, index);
        if parts.is_empty() {
            continue;
        }
        let filled = grid.own(header.1, index).is_some()
            || is_filled(grid, index, body)
            || !is_beside_its_heading(grid, header, index);
        let field = field::of_heading(&parts).filter(|_| filled);
        columns.push(Column { index, letter: column_name(index), heading: parts.join("/"), field });
    }
    settle(grid, &mut columns, body);
    let fingerprint = fingerprint(&columns);
    let notices = notices(grid, &columns);
    Mapping { sheet: grid.sheet.name.clone(), header, body, columns, fingerprint, notices }
}

/// What the rows of the heading say above this column, each thing once.
fn parts(grid: &Grid<'_>, header: (u32, u32), column: u16) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for row in header.0..=header.1 {
        let text = grid.text(row, column);
        // Not merged, but meant: 牵头 and 配合 below, 责任单位 only above the first.
        let text = if text.is_empty() && row < header.1 && grid.own(header.1, column).is_some() {
            group_to_the_left(grid, row, header.1, column)
        } else {
            text.into_owned()
        };
        let text: String = text.split_whitespace().collect();
        if !text.is_empty() && parts.last() != Some(&text) {
            parts.push(text);
        }
    }
    parts
}

fn group_to_the_left(grid: &Grid<'_>, row: u32, below: u32, column: u16) -> String {
    let left = (0..column).rev().take_while(|left| grid.own(below, *left).is_some());
    let named = left.map(|left| grid.text(row, left)).find(|text| !text.is_empty());
    named.map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// A further column under a heading that is merged over several.
fn is_beside_its_heading(grid: &Grid<'_>, header: (u32, u32), column: u16) -> bool {
    grid.area(header.1, column).is_some_and(|area| area.columns.0 < column)
}

fn is_filled(grid: &Grid<'_>, column: u16, body: (u32, u32)) -> bool {
    rows(grid, body).any(|row| grid.own(row, column).is_some())
}

/// Different words in the body of a column.
fn variety(grid: &Grid<'_>, column: u16, body: (u32, u32)) -> usize {
    let mut words: Vec<String> =
        rows(grid, body).filter_map(|row| grid.own(row, column)).map(|value| value.shown().into_owned()).collect();
    words.sort();
    words.dedup();
    words.len()
}

fn rows<'g>(grid: &'g Grid<'g>, body: (u32, u32)) -> impl Iterator<Item = u32> + 'g {
    let numbers = grid.sheet.rows.iter().filter(|row| !row.hidden).map(|row| row.number);
    numbers.filter(move |number| (body.0..=body.1).contains(number))
}

/// Where two columns claim one field, or one is called by a word of the other.
fn settle(grid: &Grid<'_>, columns: &mut [Column], body: (u32, u32)) {
    one_title(grid, columns, body);
    only_the_first(columns, Field::Number);
    only_the_first(columns, Field::Code);
    one_deadline(columns);
    // 责任单位 beside 牵头单位 are those who help.
    let has_lead = columns.iter().any(|column| column.field == Some(Field::Lead));
    for column in columns.iter_mut().filter(|column| column.field == Some(Field::Responsible)) {
        if has_lead {
            column.field = Some(Field::Co);
        }
    }
}

/// The title is the column that tells the rows apart; coarser ones to the left are categories, others further content.
fn one_title(grid: &Grid<'_>, columns: &mut [Column], body: (u32, u32)) {
    let mut titles: Vec<usize> = places(columns, Field::Title);
    if titles.is_empty() {
        titles = places(columns, Field::Content).into_iter().take(1).collect();
    }
    let mut best: Option<(usize, usize)> = None;
    for at in titles.iter().copied() {
        let variety = variety(grid, columns[at].index, body);
        if best.is_none_or(|(_, most)| variety > most) {
            best = Some((at, variety));
        }
    }
    let Some((title, _)) = best else { return };
    for at in titles {
        columns[at].field = Some(match at.cmp(&title) {
            std::cmp::Ordering::Less => Field::Category,
            std::cmp::Ordering::Equal => Field::Title,
            std::cmp::Ordering::Greater => Field::Content,
        });
    }
}

/// 完成时限 before 办结时间, which then is when it was done.
fn one_deadline(columns: &mut [Column]) {
    let places = places(columns, Field::Deadline);
    let is_limit = |at: &usize| {
        let heading = columns[*at].heading.rsplit('/').next().map(field::plain).unwrap_or_default();
        ["时限", "期限", "截止", "计划", "要求", "节点", "止"].iter().any(|word| heading.contains(word))
    };
    let Some(limit) = places.iter().copied().find(is_limit).or(places.first().copied()) else { return };
    for at in places.into_iter().filter(|at| *at != limit) {
        let heading = field::plain(&columns[at].heading);
        let done = heading.contains("办结") || heading.contains("完成");
        columns[at].field = done.then_some(Field::FinishedOn);
    }
}

fn only_the_first(columns: &mut [Column], field: Field) {
    for at in places(columns, field).into_iter().skip(1) {
        columns[at].field = None;
    }
}

fn places(columns: &[Column], field: Field) -> Vec<usize> {
    (0..columns.len()).filter(|at| columns[*at].field == Some(field)).collect()
}

fn notices(grid: &Grid<'_>, columns: &[Column]) -> Vec<String> {
    let mut notices = Vec::new();
    let hidden: Vec<String> = (0..grid.width).filter(|column| grid.is_hidden(*column)).map(column_name).collect();
    if !hidden.is_empty() {
        notices.push(format!("隐藏的列没有读取：{}", hidden.join("、")));
    }
    if grid.sheet.width() > COLUMNS_MOST {
        notices.push(format!("第 {COLUMNS_MOST} 列以后没有读取"));
    }
    let has = |field: Field| columns.iter().any(|column| column.field == Some(field));
    if !has(Field::Lead) && !has(Field::Responsible) {
        notices.push("没有找到责任单位一列，请指定".to_owned());
    }
    if !has(Field::Deadline) {
        notices.push("没有找到完成时限一列，请指定".to_owned());
    }
    notices
}
