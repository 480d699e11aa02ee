//! The rows of a table as proposed tasks, each with its places in the sheet and its doubts.

use std::collections::BTreeMap;

use domain::{calendar::WorkCalendar, value::Day};
use serde::{Deserialize, Serialize};

use super::{
    Field, Mapping, Sheet, Value, cell_name,
    grid::Grid,
    limits::{self, Limits},
    roles::{self, Role},
    rows::{RowKind, Rows},
};
use crate::{
    dates::{self, Milestone, Read, Reading},
    minutes::{Candidate, Lead, Matched},
    units::{Directory, How, Mention},
};

/// What a table of a ledger comes to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    pub tasks: Vec<Task>,
    /// rows that give no task, and why; blank ones are not named
    pub passed_over: Vec<PassedOver>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    pub row: u32,
    pub why: String,
}

/// One task: what every candidate has, and what only a ledger knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    pub candidate: Candidate,
    /// the heading between the rows under which it stands
    pub section: String,
    /// what each column says, and the cell that says it
    pub fields: BTreeMap<Field, Filled>,
    /// further rows that belong to it
    pub more_rows: Vec<u32>,
    /// how the limit was read
    pub deadline: Read,
    /// the limits of its rows, where it has several
    pub milestones: Vec<Milestone>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub text: String,
    /// `D5`; the upper left one of merged cells
    pub cell: String,
}

/// No school has so many; a sheet of scribble may.
const TASKS_MOST: usize = 20_000;
/// Rows of one task.
const ROWS_MOST: usize = 200;

/// Reads the tasks of one table. `on` is the day of the ledger: dates without a year take its year.
pub fn read(sheet: &Sheet, mapping: &Mapping, on: Day, calendar: &WorkCalendar, directory: &Directory) -> Ledger {
    let grid = Grid::new(sheet);
    let reader = Reader { grid: &grid, mapping, on, calendar, directory };
    let mut rows = Rows::new(&grid, mapping);
    let mut ledger = Ledger::default();
    let mut section = String::new();
    // A task is read when all its rows are known.
    let mut open: Option<Vec<u32>> = None;
    for row in sheet.rows.iter().filter(|row| (mapping.body.0..=mapping.body.1).contains(&row.number)) {
        let kind = rows.kind(row.number, row.hidden);
        if !matches!(kind, RowKind::Continuation | RowKind::Hidden | RowKind::Blank) {
            ledger.tasks.extend(open.take().map(|rows| reader.task(&rows, &section)));
        }
        match kind {
            RowKind::Task if ledger.tasks.len() >= TASKS_MOST => {
                ledger.pass_over(row.number, "超过两万项，其余没有读取，请拆分后分别导入");
                break;
            }
            RowKind::Task => open = Some(vec![row.number]),
            RowKind::Continuation => match &mut open {
                Some(rows) if rows.len() < ROWS_MOST => rows.push(row.number),
                Some(_) => ledger.pass_over(row.number, "同一事项的行数过多，没有读取"),
                None => ledger.pass_over(row.number, "没有事项"),
            },
            RowKind::Section(name) => {
                ledger.pass_over(row.number, "分类标题行");
                section = name;
            }
            RowKind::Hidden => ledger.pass_over(row.number, "隐藏的行没有读取"),
            RowKind::Skipped(why) => ledger.pass_over(row.number, why),
            RowKind::Blank => {}
        }
    }
    ledger.tasks.extend(open.take().map(|rows| reader.task(&rows, &section)));
    doubt_repeated_titles(&mut ledger.tasks);
    ledger
}

impl Ledger {
    fn pass_over(&mut self, row: u32, why: &str) {
        self.passed_over.push(PassedOver { row, why: why.to_owned() });
    }
}

/// Columns whose cells run together; further columns of any other field say their heading.
const ONE_LIST: [Field; 4] = [Field::Lead, Field::Responsible, Field::Co, Field::Deadline];

struct Reader<'r> {
    grid: &'r Grid<'r>,
    mapping: &'r Mapping,
    on: Day,
    calendar: &'r WorkCalendar,
    directory: &'r Directory,
}

impl Reader<'_> {
    fn task(&self, rows: &[u32], section: &str) -> Task {
        let row = rows.first().copied().unwrap_or_default();
        let fields = self.fields(rows);
        let text = |field: Field| fields.get(&field).map_or("", |filled| filled.text.as_str());
        let mut candidate = Candidate { row: Some(row), ..Candidate::default() };
        candidate.clause_no = text(Field::Number).trim_end_matches(['.', '．', '、']).to_owned();
        self.words(&mut candidate, text(Field::Title), text(Field::Content));
        self.units(&mut candidate, &fields);
        let (deadline, milestones) = self.deadline(&mut candidate, &fields, rows);
        if rows.len() > 1 {
            let more: Vec<String> = rows[1..].iter().map(u32::to_string).collect();
            candidate.doubt(format!("第{}行没有自己的事项，并入本行", more.join("、")));
        }
        self.doubt_errors(&mut candidate, rows);
        Task { candidate, section: section.to_owned(), fields, more_rows: rows[1..].to_vec(), deadline, milestones }
    }

    /// The first row says what the columns hold; further rows add their own cells.
    fn fields(&self, rows: &[u32]) -> BTreeMap<Field, Filled> {
        let mut fields: BTreeMap<Field, Filled> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            for column in &self.mapping.columns {
                let Some(field) = column.field else { continue };
                let own = self.grid.own(*row, column.index).map(|value| (value, *row, column.index));
                let seen = if at == 0 { self.grid.seen(*row, column.index) } else { own };
                // Merged across columns: the left one has it.
                let Some((value, row, index)) = seen.filter(|(_, _, index)| *index == column.index || at > 0) else {
                    continue;
                };
                let text = value.shown();
                let cell = || cell_name(row, index);
                match fields.get_mut(&field) {
                    None => drop(fields.insert(field, Filled { text: text.into_owned(), cell: cell() })),
                    Some(filled) => {
                        let several = self.mapping.columns(field).nth(1).is_some() && !ONE_LIST.contains(&field);
                        let named =
                            if several && at == 0 { format!("{}：{text}", column.heading) } else { text.into_owned() };
                        if !filled.text.lines().any(|line| line == named) {
                            filled.text = format!("{}\n{named}", filled.text);
                        }
                    }
                }
            }
        }
        fields
    }

    /// A long title is cut after its first sentence; the whole of it stays in the content.
    fn words(&self, candidate: &mut Candidate, title: &str, content: &str) {
        let whole = if title.is_empty() { content } else { title };
        let (first, number) = without_number(whole);
        if candidate.clause_no.is_empty() {
            number.clone_into(&mut candidate.clause_no);
        }
        candidate.title = first_sentence(first);
        let cut = candidate.title.chars().count() < flat(first).chars().count();
        candidate.content = match () {
            () if title.is_empty() || cut && content.is_empty() => whole.to_owned(),
            () if cut => format!("{whole}\n{content}"),
            () => content.to_owned(),
        };
        if candidate.title.is_empty() {
            candidate.doubt("没有事项名称，请填写");
        }
    }

    fn units(&self, candidate: &mut Candidate, fields: &BTreeMap<Field, Filled>) {
        let of =
            |field: Field| fields.get(&field).map_or(Vec::new(), |filled| roles::units(self.directory, &filled.text));
        let (lead, responsible) = (of(Field::Lead), of(Field::Responsible));
        let said_lead = !lead.is_empty();
        let mut leads: Vec<Mention> = Vec::new();
        let mut others: Vec<Mention> = Vec::new();
        for (mention, role) in lead.into_iter().chain(if said_lead { Vec::new() } else { responsible.clone() }) {
            if role == Role::Co { others.push(mention) } else { leads.push(mention) }
        }
        let marked = said_lead || responsible.iter().any(|(_, role)| *role != Role::Unsaid);
        others.extend(of(Field::Co).into_iter().map(|(mention, _)| mention));
        self.collective(candidate, &mut leads, &mut others);
        candidate.matches = leads.iter().chain(&others).map(Matched::from).collect();
        let names = |mentions: &[Mention]| mentions.iter().map(|mention| mention.name.clone()).collect::<Vec<_>>();
        (candidate.lead_units, candidate.co_units) = (names(&leads), names(&others));
        self.settle_lead(candidate, marked);
        self.doubt_unknown(candidate);
    }

    fn collective(&self, candidate: &mut Candidate, leads: &mut Vec<Mention>, others: &mut Vec<Mention>) {
        for mention in leads.iter().chain(others.iter()).filter(|mention| mention.is_collective()) {
            if !candidate.collective_units.contains(&mention.name) {
                candidate.collective_units.push(mention.name.clone());
            }
        }
        leads.retain(|mention| !mention.is_collective());
        others.retain(|mention| !mention.is_collective());
        let mut named: Vec<String> = Vec::new();
        for list in [leads, others] {
            list.retain(|mention| !named.contains(&mention.name) && (named.push(mention.name.clone()), true).1);
        }
        for name in candidate.collective_units.clone() {
            candidate.doubt(format!("“{name}”是统称，请选择具体单位"));
        }
    }

    /// Several units and no 牵头: the first is proposed.
    fn settle_lead(&self, candidate: &mut Candidate, marked: bool) {
        match candidate.lead_units.len() {
            0 if candidate.collective_units.is_empty() => candidate.doubt("没有责任单位，请填写"),
            0 => candidate.doubt("没有写明牵头单位，请指定"),
            1 => candidate.lead = Lead::Named,
            _ if marked => {
                candidate.lead = Lead::Several;
                candidate.doubt(format!(
                    "有{}个牵头单位（并列牵头），请选择分别立项，或以一个为牵头、其余为配合",
                    candidate.lead_units.len()
                ));
            }
            _ => {
                candidate.lead = Lead::FirstIsGuessed;
                let others = candidate.lead_units.split_off(1);
                candidate.co_units.splice(0..0, others);
                candidate.doubt(format!("责任单位没有写明牵头，暂以第一个“{}”为牵头，请核对", candidate.lead_units[0]));
            }
        }
        if candidate.lead_units.is_empty() {
            candidate.lead = Lead::Nobody;
        }
    }

    fn doubt_unknown(&self, candidate: &mut Candidate) {
        let unknown: Vec<String> = candidate
            .matches
            .iter()
            .filter(|matched| matched.unit.is_none() && matched.how == How::Listed)
            .map(|matched| matched.name.clone())
            .collect();
        for name in unknown {
            candidate.doubt(format!("“{name}”是不是单位，请核对"));
        }
    }

    /// The limits of all its rows: the latest is the task's. Where the column says none, the words of the task may.
    fn deadline(
        &self,
        candidate: &mut Candidate,
        fields: &BTreeMap<Field, Filled>,
        rows: &[u32],
    ) -> (Read, Vec<Milestone>) {
        let limits = Limits { on: self.on, registered: self.registered(fields), calendar: self.calendar };
        let column = self.mapping.column(Field::Deadline);
        let cells = rows.iter().enumerate().filter_map(|(at, row)| {
            let column = column?;
            if at == 0 { self.grid.seen(*row, column).map(|(value, ..)| value) } else { self.grid.own(*row, column) }
        });
        let read: Vec<(String, Read)> = cells.map(|value| (value.shown().into_owned(), limits.of(value))).collect();
        let latest =
            read.iter().filter(|(_, read)| read.reading.day().is_some()).max_by_key(|(_, read)| read.reading.day());
        let words = || limits.in_words(&[candidate.title.as_str(), candidate.content.as_str()]);
        let Some((text, deadline)) = latest.or(read.last()).cloned().or_else(words) else {
            candidate.doubt("没有写完成时限");
            return (limits::unread(Reading::None), Vec::new());
        };
        candidate.deadline_text = limits::as_written(&text, &deadline);
        candidate.deadline = deadline.reading.day();
        candidate.deadline_kind = limits::kind(&deadline.reading);
        limits::doubts(&deadline).into_iter().for_each(|doubt| candidate.doubt(doubt));
        let milestones = limits::milestones(&read);
        (deadline, milestones)
    }

    /// The day on which the task was given, if a column says so.
    fn registered(&self, fields: &BTreeMap<Field, Filled>) -> Option<Day> {
        let text = &fields.get(&Field::RegisteredOn)?.text;
        dates::read(text, self.on, self.calendar).reading.day()
    }

    fn doubt_errors(&self, candidate: &mut Candidate, rows: &[u32]) {
        for (row, column) in rows.iter().flat_map(|row| self.mapping.columns.iter().map(move |column| (*row, column))) {
            if let Some(Value::Error(error)) = self.grid.own(row, column.index).filter(|_| column.field.is_some()) {
                candidate.doubt(format!("{} 的公式没有结果（{error}），请核对", cell_name(row, column.index)));
            }
        }
    }
}

/// `1.完善制度`, `（2）…`: the number and what follows it. A date (`6.30前…`) has none.
fn without_number(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(['（', '(']);
    let opened = rest.len() < text.len();
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &rest[..rest.len() - after.len()];
    let closed = if opened { after.strip_prefix(['）', ')']) } else { after.strip_prefix(['.', '．', '、']) };
    match closed {
        Some(words) if (1..=3).contains(&digits.len()) && !words.starts_with(|c: char| c.is_ascii_digit()) => {
            (words.trim_start(), digits)
        }
        _ => (text, ""),
    }
}

/// Line breaks inside a cell mostly serve its width.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(if text.is_ascii() { " " } else { "" })
}

/// Up to the first full stop, or the first line where the lines are a list.
fn first_sentence(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or_default(), lines.next());
    let lists = second.is_some_and(|line| {
        line.starts_with(|c: char| c.is_ascii_digit() || "①②③（(•·-".contains(c))
            || line.starts_with("一是")
            || line.starts_with("二是")
    });
    let is_list = second.is_some() && (lists || first.ends_with(['。', '；', '：', ';', ':']));
    let words = if is_list { first.trim_end_matches(['：', ':']).to_owned() } else { flat(text) };
    match words.find('。') {
        Some(at) if at + '。'.len_utf8() < words.len() => words[..at + '。'.len_utf8()].to_owned(),
        _ => words,
    }
}

/// Merged titles carried down give several tasks of one name.
fn doubt_repeated_titles(tasks: &mut [Task]) {
    for at in 1..tasks.len() {
        let (before, rest) = tasks.split_at_mut(at);
        let (Some(before), Some(task)) = (before.last(), rest.first_mut()) else { continue };
        if !task.candidate.title.is_empty() && before.candidate.title == task.candidate.title {
            let row = before.candidate.row.unwrap_or_default();
            task.candidate.doubt(format!("事项与第{row}行相同，请核对是否为同一事项"));
        }
    }
}
