//! What each row of a table is: a task, the continuation of one, a heading between tasks, or nothing to import.

use std::collections::HashMap;

use super::{Field, Mapping, Value, field, grid::Grid};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    Task,
    /// belongs to the task above it: a further time limit or content
    Continuation,
    /// 一、教学工作
    Section(String),
    Skipped(&'static str),
    /// not seen by a reader, who takes the rows around it for neighbours
    Hidden,
    /// nothing stands in it: not worth a word
    Blank,
}

pub struct Rows<'g, 's> {
    grid: &'g Grid<'s>,
    mapping: &'g Mapping,
    /// heading by column, to know it again
    headings: HashMap<u16, String>,
    number: Option<u16>,
    title: Option<u16>,
    /// a note has begun: what follows in one cell belongs to it
    in_notes: bool,
    any_task: bool,
}

impl<'g, 's> Rows<'g, 's> {
    pub fn new(grid: &'g Grid<'s>, mapping: &'g Mapping) -> Self {
        Self {
            grid,
            mapping,
            headings: mapping.columns.iter().map(|column| (column.index, field::plain(&column.heading))).collect(),
            number: mapping.column(Field::Number),
            title: mapping.column(Field::Title),
            in_notes: false,
            any_task: false,
        }
    }

    /// In their order: a row is read by what came before it.
    pub fn kind(&mut self, row: u32, hidden: bool) -> RowKind {
        let owned: Vec<(u16, &Value)> = self.grid.owned(row).collect();
        if owned.is_empty() {
            return RowKind::Blank;
        }
        if hidden {
            return RowKind::Hidden;
        }
        let kind = self.of_words(row, &owned).unwrap_or_else(|| self.of_place(row, &owned));
        self.any_task |= kind == RowKind::Task;
        kind
    }

    /// Totals, notes, repeated headings: by what they say.
    fn of_words(&mut self, row: u32, owned: &[(u16, &Value)]) -> Option<RowKind> {
        let texts: Vec<String> = owned.iter().map(|(_, value)| field::plain(&value.shown())).collect();
        let numbered = self.has_number(row);
        let total = texts.iter().take(2).any(|text| TOTALS.iter().any(|word| text.starts_with(word)));
        if total && !numbered {
            return Some(RowKind::Skipped("合计行"));
        }
        let repeats = |(column, text): (&u16, &String)| {
            self.headings.get(column).is_some_and(|heading| heading.ends_with(text.as_str()))
        };
        if owned.len() > 1 && owned.iter().map(|(column, _)| column).zip(&texts).all(repeats) {
            return Some(RowKind::Skipped("重复的表头"));
        }
        let first = owned.first()?.1.shown();
        let is_note = !numbered && (begins_note(&first) || owned.iter().all(|(_, value)| is_signature(&value.shown())));
        let goes_on = self.in_notes && !numbered && owned.len() == 1;
        if is_note || goes_on {
            self.in_notes = true;
            return Some(RowKind::Skipped("表下的说明"));
        }
        self.in_notes = false;
        None
    }

    /// By which of its cells are its own.
    fn of_place(&self, row: u32, owned: &[(u16, &Value)]) -> RowKind {
        if let Some(section) = self.section(row, owned) {
            return RowKind::Section(section);
        }
        let own = |field: Field| self.mapping.columns(field).any(|column| self.grid.own(row, column).is_some());
        let seen = |field: Field| self.mapping.columns(field).any(|column| self.grid.seen(row, column).is_some());
        let has_words = own(Field::Title) || seen(Field::Title) || seen(Field::Content);
        match () {
            () if self.has_number(row) && has_words => RowKind::Task,
            () if self.has_number(row) => RowKind::Skipped("只有序号，没有事项"),
            () if own(Field::Title) => RowKind::Task,
            // Under a merged title: with its own units it is a task of its own.
            () if seen(Field::Title) && own(Field::Content) && (own(Field::Lead) || own(Field::Responsible)) => {
                RowKind::Task
            }
            () if self.any_task && self.is_of_a_task(owned) => RowKind::Continuation,
            () => RowKind::Skipped("没有事项"),
        }
    }

    fn is_of_a_task(&self, owned: &[(u16, &Value)]) -> bool {
        let fields = [
            Field::Content,
            Field::Lead,
            Field::Responsible,
            Field::Co,
            Field::Deadline,
            Field::Progress,
            Field::Status,
            Field::Person,
            Field::Remark,
        ];
        owned
            .iter()
            .any(|(column, _)| fields.iter().any(|field| self.mapping.columns(*field).any(|own| own == *column)))
    }

    /// One text alone, merged across the table or with an ordinal of its own; or 一 in the place of the number and no units.
    fn section(&self, row: u32, owned: &[(u16, &Value)]) -> Option<String> {
        let (column, value) = owned.first()?;
        let text = value.shown();
        if let [_] = owned {
            let wide = self.grid.area(row, *column).is_some_and(|area| area.columns.0 + 1 < area.columns.1.max(1));
            let misplaced = Some(*column) == self.number && !is_number(&text);
            let first =
                self.mapping.columns.first().is_some_and(|first| first.index >= *column) && Some(*column) != self.title;
            let named = wide || misplaced || (first && !is_number(&text)) || has_ordinal(&text);
            return named.then(|| text.into_owned());
        }
        let chinese = Some(*column) == self.number && is_chinese_ordinal(&text);
        let busy = [Field::Lead, Field::Responsible, Field::Co, Field::Deadline];
        let has_work =
            busy.iter().any(|field| self.mapping.columns(*field).any(|column| self.grid.own(row, column).is_some()));
        (chinese && !has_work).then(|| {
            let rest = owned.iter().skip(1).map(|(_, value)| value.shown());
            rest.fold(text.into_owned(), |text, more| format!("{}、{more}", text.trim_end_matches(['、', '.', '．'])))
        })
    }

    fn has_number(&self, row: u32) -> bool {
        let own = self.number.and_then(|column| self.grid.own(row, column));
        own.is_some_and(|value| is_number(&value.shown()) || is_chinese_ordinal(&value.shown()))
    }
}

const TOTALS: [&str; 5] = ["合计", "总计", "小计", "共计", "汇总"];

const NOTES: [&str; 10] = ["注", "备注", "说明", "填表说明", "填写说明", "填报说明", "附注", "附", "备 注", "温馨提示"];

/// `注：…`, `说明：1.…`
fn begins_note(text: &str) -> bool {
    let text = text.trim_start_matches(['*', '※', ' ', '（', '(']);
    NOTES.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with(['：', ':', '1', '1', '１', '、']))
    })
}

/// `填表人：张三`, `日期：2026年3月`, `单位（盖章）：`
fn is_signature(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "填表",
        "制表",
        "填报",
        "审核",
        "审批",
        "复核",
        "负责人",
        "联系人",
        "联系电话",
        "盖章",
        "签字",
        "签名",
        "日期",
        "时间",
        "报送",
        "统计",
    ];
    let Some((label, _)) = text.split_once(['：', ':']) else { return false };
    let label = field::plain(label);
    label.chars().count() <= 12 && WORDS.iter().any(|word| label.contains(word))
}

/// 一、, （二）, 第三部分
fn has_ordinal(text: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十";
    let rest = text.trim_start_matches(['（', '(', '第']);
    let after = rest.trim_start_matches(|c: char| NUMERALS.contains(c));
    after.len() < rest.len() && after.starts_with(['、', '）', ')', '.', '．', '部', '类', '方', ' ', '章'])
}

fn is_chinese_ordinal(text: &str) -> bool {
    let text = text.trim_matches(['、', '（', '）', '(', ')', '.', '．', ' ']);
    !text.is_empty() && text.chars().count() <= 3 && text.chars().all(|c| "一二三四五六七八九十".contains(c))
}

/// 3, 3., （3）, 3-1, 3.2, ①
fn is_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().any(|c| c.is_numeric() && !c.is_alphabetic());
    digits
        && text.chars().count() <= 8
        && text.chars().all(|c| (c.is_numeric() && !c.is_alphabetic()) || "（）().．、-—*".contains(c))
}
