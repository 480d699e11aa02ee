//! Lists of units and people: a workbook in, one row each out. Columns are recognised by their headings, in any order; what a
//! row means for the directory is decided by whoever reads it.

use serde::{Deserialize, Serialize};

use crate::ledger::{self, Sheet};

/// What a column of a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heading {
    /// 单位名称: of the unit itself, or of a person's
    Unit,
    /// 简称, 曾用名
    Aliases,
    /// 单位类别
    Kind,
    /// 姓名
    Person,
    /// 职务
    Post,
    /// 办公电话
    Telephone,
    /// 邮箱
    Mail,
    /// 负责人, 联络员, 分管校领导 …
    Role,
}

/// The rows of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    pub rows: Vec<Listed>,
    pub notices: Vec<String>,
}

/// One row: of a unit where it names no person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub sheet: String,
    /// from 1, as Excel shows it
    pub row: u32,
    pub unit: String,
    pub aliases: String,
    pub kind: String,
    pub person: String,
    pub post: String,
    pub telephone: String,
    pub mail: String,
    pub role: String,
}

impl Heading {
    /// What a heading says, without blanks and without what stands in brackets.
    fn of(heading: &str) -> Option<Heading> {
        let plain: String = heading.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
        let plain = plain.split(['（', '(']).next().unwrap_or_default();
        let is = |words: &[&str]| words.contains(&plain);
        if is(&["单位", "单位名称", "部门", "部门名称", "所在单位", "所属单位", "工作单位", "单位全称", "机构名称"])
        {
            Some(Heading::Unit)
        } else if is(&["简称", "别名", "曾用名", "单位简称", "简称和曾用名", "简称、曾用名"]) {
            Some(Heading::Aliases)
        } else if is(&["单位类别", "类别", "单位性质", "单位类型"]) {
            Some(Heading::Kind)
        } else if is(&["姓名", "人员", "人员姓名", "名字"]) {
            Some(Heading::Person)
        } else if is(&["职务", "岗位", "职务职级", "现任职务"]) {
            Some(Heading::Post)
        } else if is(&["电话", "办公电话", "联系电话", "手机", "手机号", "手机号码", "电话号码"])
        {
            Some(Heading::Telephone)
        } else if is(&["邮箱", "电子邮箱", "电子邮件", "邮件", "Email", "email", "E-mail", "邮箱地址"])
        {
            Some(Heading::Mail)
        } else if is(&["角色", "系统角色", "身份", "督办角色", "督办工作角色"]) {
            Some(Heading::Role)
        } else {
            None
        }
    }
}

/// A heading stands no deeper: above it are a title and notes.
const HEADING_WITHIN: usize = 20;
/// No university has so many people on its lists.
const ROWS_MOST: usize = 20_000;

/// Reads every sheet that has a heading of a list. An error says what is missing.
pub fn read(bytes: &[u8], name: &str) -> Result<Roster, String> {
    let workbook = ledger::open(bytes, name).map_err(|refused| refused.to_string())?;
    let mut roster = Roster { notices: workbook.notices.clone(), ..Roster::default() };
    for sheet in &workbook.sheets {
        of_sheet(sheet, &mut roster);
    }
    if roster.rows.is_empty() {
        return Err("没有找到名单：表头要有“单位名称”，或“姓名”和“单位”，请对照模板检查后重新上传".to_owned());
    }
    Ok(roster)
}

fn of_sheet(sheet: &Sheet, roster: &mut Roster) {
    let Some((header, columns)) = heading(sheet) else {
        roster.notices.push(format!("“{}”没有名单的表头，没有读取", sheet.name));
        return;
    };
    for row in sheet.rows.iter().filter(|row| row.number > header) {
        if row.hidden {
            roster.notices.push(format!("“{}”第 {} 行是隐藏的，没有读取", sheet.name, row.number));
            continue;
        }
        let cell = |heading: Heading| {
            let column = columns.iter().find(|(_, of)| *of == heading).map(|(column, _)| *column);
            let value = column.and_then(|column| row.value(column));
            value.map(|value| value.shown().split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
        };
        let listed = Listed {
            sheet: sheet.name.clone(),
            row: row.number,
            unit: cell(Heading::Unit).replace(' ', ""),
            aliases: cell(Heading::Aliases),
            kind: cell(Heading::Kind),
            person: cell(Heading::Person).replace(' ', ""),
            post: cell(Heading::Post),
            telephone: cell(Heading::Telephone),
            mail: cell(Heading::Mail),
            role: cell(Heading::Role),
        };
        if listed.unit.is_empty() && listed.person.is_empty() {
            continue;
        }
        if roster.rows.len() >= ROWS_MOST {
            roster.notices.push(format!("“{}”第 {} 行起超过两万行，没有读取", sheet.name, row.number));
            break;
        }
        roster.rows.push(listed);
    }
}

/// The row of the headings, and which column holds what.
fn heading(sheet: &Sheet) -> Option<(u32, Vec<(u16, Heading)>)> {
    sheet.rows.iter().take(HEADING_WITHIN).find_map(|row| {
        let mut columns: Vec<(u16, Heading)> = Vec::new();
        for (column, value) in &row.cells {
            if let Some(heading) = Heading::of(&value.shown())
                && columns.iter().all(|(_, known)| *known != heading)
            {
                columns.push((*column, heading));
            }
        }
        let has = |heading: Heading| columns.iter().any(|(_, of)| *of == heading);
        (has(Heading::Person) || has(Heading::Unit) && columns.len() > 1 || is_plain_list(&columns, row.cells.len()))
            .then_some((row.number, columns))
    })
}

/// 单位名称 and nothing else in its row: a list of names.
fn is_plain_list(columns: &[(u16, Heading)], cells: usize) -> bool {
    cells == 1 && columns.iter().any(|(_, heading)| *heading == Heading::Unit)
}
