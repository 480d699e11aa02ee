//! What a paper shows, in words and cells, without knowing in which format it will be written. Every format reads this one
//! description, so that Word, PDF, Excel and the page on the screen can not say different things.
//!
//! Texts are data: no format looks into them for markup. Lengths are millimetres.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One file: one or more sheets, each of which begins a new page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// the title in the file's own properties
    pub title: String,
    /// who issues it, likewise
    pub author: String,
    /// the day on which it was issued, likewise
    #[serde(default)]
    pub on: Option<Date>,
    /// at the head of forms and registers; official documents have none (GB/T 9704-2012 knows none)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    pub sheets: Vec<Sheet>,
}

/// A PNG picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    #[serde(with = "base64_text")]
    pub png: Vec<u8>,
    /// in dots
    pub width: u32,
    pub height: u32,
}

impl Logo {
    /// The most that it takes of the paper, in millimetres.
    const MOST: (f64, f64) = (48.0, 12.0);

    /// Width and height on paper, in millimetres: as large as fits into 48 × 12.
    pub fn size(&self) -> (f64, f64) {
        let (width, height) = (f64::from(self.width.max(1)), f64::from(self.height.max(1)));
        let scale = (Self::MOST.0 / width).min(Self::MOST.1 / height);
        (width * scale, height * scale)
    }
}

/// Bytes as base64 in JSON, where a list of numbers would be four times as long.
mod base64_text {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    Form(Form),
    Register(Register),
    Official(Official),
}

/// A form of the regulation (annexes 1, 3–6): A4 upright, a title, cells, notes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// `湖北工业大学督办事项通知单`
    pub title: String,
    /// one line above the table: the number at the left, which copy or version it is at the right
    pub above: (String, String),
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Table(Table),
    /// `一、督办事项内容`, of a report
    Heading(String),
    /// paragraphs of a report, each begun by two characters' space
    Text(Vec<String>),
    /// small print below the table: `注：1.…`, a line each
    Notes(Vec<String>),
    /// at the right, below everything: who issues, the day
    Signature(Vec<String>),
    /// the flow chart (annex 1)
    Flow(Vec<Step>),
}

/// Cells in rows. A row's spans add up to the number of columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// widths, as shares of the text width
    pub columns: Vec<f64>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// it is never lower than this
    pub height: f64,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub kind: CellKind,
    /// columns that it covers
    pub span: usize,
    /// a paragraph each
    pub text: Vec<String>,
    /// lines at the foot of the cell, at the right: `部门负责人签字：吴刚（电子签收）`, `2026年10月9日`
    pub foot: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// the form's own words, in the middle
    Label,
    /// a short value, in the middle
    #[default]
    Value,
    /// a long text, from the top left; it may break over pages
    Content,
}

/// A box of the flow chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// `拟办`
    pub name: String,
    /// the original's words beside the box; may be empty
    pub text: String,
    /// `2026年10月9日 何嘉明`, for each time it was passed; empty on the blank chart
    pub passed: Vec<String>,
    /// the matter has been here
    pub reached: bool,
    /// beside the way, not on it: 催办
    pub aside: bool,
}

/// A register (annexes 2, 7, 台账): A4 lying, a row a matter. The one kind of paper that is a workbook too.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Register {
    pub title: String,
    /// `2026年1月1日至2026年12月31日`, `教务处`; may be empty
    pub about: String,
    pub columns: Vec<Column>,
    /// as many values as columns
    pub rows: Vec<Vec<Value>>,
    /// `学校办公室　2026年11月30日制表`
    pub made: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    /// width in full-width characters
    pub width: f64,
    /// long texts stand at the left, the rest in the middle
    pub long: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Number(i64),
    /// a real date in a workbook
    Day(Date),
}

/// A document in the layout of GB/T 9704-2012 (党政机关公文格式): upright A4, 22 lines of 28 characters a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Official {
    /// 7.2.4 发文机关标志, red: `湖北工业大学学校办公室文件`; empty for a letter without a head
    pub organ: String,
    /// 7.2.5 发文字号, typed in by people, never made up: `湖工大办〔2026〕8号`; may be empty
    pub number: String,
    /// 7.2.6 签发人; may be empty
    pub signer: String,
    /// 7.3.1 标题; a line break where the sense has one
    pub title: String,
    /// 7.3.2 主送机关, without the colon; may be empty
    pub to: String,
    /// 7.3.3 正文
    pub body: Vec<Block>,
    /// 7.3.4 附件说明: names, without number or full stop
    pub enclosed: Vec<String>,
    /// 7.3.5 发文机关署名
    pub from: String,
    /// 7.3.5 成文日期, `2026年11月30日`
    pub on: String,
    /// 7.3.6 附注, without its brackets; may be empty
    pub remark: String,
    /// 7.4.2 抄送机关, without the full stop; may be empty
    pub copies_to: String,
    /// 7.4.3 印发机关, 印发日期; both empty: no 版记
    pub printed_by: String,
    pub printed_on: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// 一、 黑体
    Heading(String),
    /// （一） 楷体
    Subheading(String),
    Text(String),
    /// Its first row is repeated on every page.
    Table(Table),
}

impl Paper {
    /// Every text in it, for a look at its characters.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().flat_map(Sheet::texts)
    }
}

impl Sheet {
    fn texts(&self) -> Vec<&str> {
        match self {
            Sheet::Form(form) => form.texts(),
            Sheet::Register(register) => register.texts(),
            Sheet::Official(official) => official.texts(),
        }
    }
}

impl Form {
    fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.title.as_str(), &self.above.0, &self.above.1];
        for part in &self.parts {
            match part {
                Part::Table(table) => texts.extend(table.texts()),
                Part::Heading(text) => texts.push(text),
                Part::Text(lines) | Part::Notes(lines) | Part::Signature(lines) => {
                    texts.extend(lines.iter().map(String::as_str));
                }
                Part::Flow(steps) => texts.extend(steps.iter().flat_map(|step| {
                    [step.name.as_str(), &step.text].into_iter().chain(step.passed.iter().map(String::as_str))
                })),
            }
        }
        texts
    }
}

impl Table {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.flat_map(|cell| cell.text.iter().chain(&cell.foot)).map(String::as_str)
    }
}

impl Register {
    fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.title.as_str(), &self.about, &self.made];
        texts.extend(self.columns.iter().map(|column| column.name.as_str()));
        texts.extend(self.rows.iter().flatten().filter_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        }));
        texts
    }
}

impl Official {
    fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.organ.as_str(), &self.number, &self.signer, &self.title, &self.to];
        for block in &self.body {
            match block {
                Block::Heading(text) | Block::Subheading(text) | Block::Text(text) => texts.push(text),
                Block::Table(table) => texts.extend(table.texts()),
            }
        }
        texts.extend(self.enclosed.iter().map(String::as_str));
        texts.extend(
            [&self.from, &self.on, &self.remark, &self.copies_to, &self.printed_by, &self.printed_on]
                .map(String::as_str),
        );
        texts
    }
}

impl Column {
    /// `width`: in full-width characters.
    pub fn new(name: &str, width: f64, long: bool) -> Self {
        Self { name: name.to_owned(), width, long }
    }
}

impl Cell {
    pub fn label(text: impl Into<String>) -> Self {
        Self { kind: CellKind::Label, ..Self::value(text) }
    }

    pub fn value(text: impl Into<String>) -> Self {
        Self { kind: CellKind::Value, span: 1, text: vec![text.into()], foot: Vec::new() }
    }

    pub fn content(text: Vec<String>) -> Self {
        Self { kind: CellKind::Content, span: 1, text, foot: Vec::new() }
    }

    pub fn over(self, span: usize) -> Self {
        Self { span, ..self }
    }

    pub fn signed(self, foot: Vec<String>) -> Self {
        Self { foot, ..self }
    }
}

impl Row {
    pub fn new(height: f64, cells: impl Into<Vec<Cell>>) -> Self {
        Self { height, cells: cells.into() }
    }
}
