//! What is packed, and how it is described.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One matter's archive, as the caller gives it to [`pack`](crate::pack()).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub about: About,
    /// The check-list: a line a kind of material. Every kind that a piece has must have its line.
    pub lines: Vec<Line>,
    pub pieces: Vec<Piece>,
}

/// Metadata of the whole, after DA/T 46-2009 (文书类电子文件元数据方案); the names in the file are the standard's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    #[serde(rename = "立档单位名称")]
    pub institution: String,
    #[serde(rename = "档号")]
    pub number: ArchiveNumber,
    #[serde(rename = "题名")]
    pub title: String,
    #[serde(rename = "文件编号")]
    pub document_number: Option<String>,
    #[serde(rename = "责任者")]
    pub responsible: String,
    /// 成文日期
    #[serde(rename = "日期")]
    pub date: Date,
    #[serde(rename = "保管期限")]
    pub retention: String,
    #[serde(rename = "归档人")]
    pub archivist: Option<String>,
    #[serde(rename = "归档日期")]
    pub archived_on: Date,
    #[serde(rename = "附注")]
    pub remarks: Option<String>,
    /// The day of packing. It is the date of every file in the ZIP.
    #[serde(rename = "封装日期")]
    pub made_on: Date,
    /// Name and version of the program that packed.
    #[serde(rename = "封装软件")]
    pub software: String,
}

/// 档号 and its parts (DA/T 13-2022, DA/T 22-2015).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchiveNumber {
    #[serde(rename = "编号")]
    pub whole: String,
    #[serde(rename = "全宗号")]
    pub fonds: String,
    #[serde(rename = "档案门类代码")]
    pub category: String,
    #[serde(rename = "年度")]
    pub year: u16,
    #[serde(rename = "保管期限代码")]
    pub retention: String,
    #[serde(rename = "机构或问题代码")]
    pub department: Option<String>,
    #[serde(rename = "件号")]
    pub item: String,
}

impl ArchiveNumber {
    /// Composed as DA/T 22-2015 says: 全宗号-档案门类代码·年度-保管期限代码-机构（问题）代码-件号, for instance
    /// `Z109-WS·2026-D30-BGS-0001`. An institution that composes otherwise fills the fields itself.
    pub fn of(fonds: &str, category: &str, year: u16, retention: &str, department: Option<&str>, item: &str) -> Self {
        let department_part = department.map(|department| format!("-{department}")).unwrap_or_default();
        ArchiveNumber {
            whole: format!("{fonds}-{category}·{year}-{retention}{department_part}-{item}"),
            fonds: fonds.to_owned(),
            category: category.to_owned(),
            year,
            retention: retention.to_owned(),
            department: department.map(str::to_owned),
            item: item.to_owned(),
        }
    }
}

/// One kind of material in the check-list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// 交办材料, 办结报告, …
    #[serde(rename = "类别")]
    pub kind: String,
    /// It may not be absent.
    #[serde(rename = "必备")]
    pub compulsory: bool,
    #[serde(rename = "形式")]
    pub form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Form {
    /// The pieces of this kind are in the package.
    #[serde(rename = "电子件")]
    Electronic,
    /// On paper elsewhere; a scan may be in the package.
    #[serde(rename = "纸质件")]
    Paper {
        #[serde(rename = "份数")]
        count: u32,
        #[serde(rename = "页数")]
        pages: u32,
        #[serde(rename = "存放位置")]
        place: String,
    },
    #[serde(rename = "无此项")]
    Absent {
        #[serde(rename = "原因")]
        reason: String,
    },
}

/// One file of the package, with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Folder and name in the package, `forms/办结报告.pdf`; [`clean_name`](crate::clean_name) makes a name fit. Files
    /// beside the folders are this program's.
    pub path: String,
    /// The line of the check-list that it belongs to.
    pub kind: String,
    pub title: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
    pub pages: Option<u32>,
    /// Born electronic; otherwise a scan of a paper.
    pub electronic: bool,
    /// SM3, where the record holds a digest from the day of issue: the piece must still have it.
    pub issued: Option<[u8; 32]>,
}

/// What `元数据.json` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// [`DESCRIBED`]
    #[serde(rename = "格式")]
    pub format: String,
    #[serde(rename = "元数据")]
    pub about: About,
    #[serde(rename = "材料清单")]
    pub lines: Vec<Line>,
    #[serde(rename = "文件")]
    pub entries: Vec<Entry>,
    /// Electronic and paper pieces together.
    #[serde(rename = "件数")]
    pub count: u64,
    /// Of all pieces that have pages.
    #[serde(rename = "页数")]
    pub pages: u64,
}

/// A [`Piece`] without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    #[serde(rename = "计算机文件名")]
    pub path: String,
    #[serde(rename = "类别")]
    pub kind: String,
    #[serde(rename = "题名")]
    pub title: String,
    #[serde(rename = "格式信息")]
    pub media_type: String,
    #[serde(rename = "计算机文件大小")]
    pub size: u64,
    #[serde(rename = "页数")]
    pub pages: Option<u32>,
    #[serde(rename = "电子属性")]
    pub origin: Origin,
    /// SM3 in hex, from the record.
    #[serde(rename = "出具时摘要")]
    pub issued: Option<String>,
}

/// 电子属性 of DA/T 46-2009.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    #[serde(rename = "原生")]
    Born,
    #[serde(rename = "数字化")]
    Scanned,
}

impl Origin {
    pub(crate) fn label(self) -> &'static str {
        match self {
            Origin::Born => "原生",
            Origin::Scanned => "数字化",
        }
    }
}

/// The form of [`Description`] that this program writes and reads.
pub(crate) const DESCRIBED: &str = "duban-archive-metadata/1";

impl Description {
    pub(crate) fn of(package: &Package) -> Description {
        let entries: Vec<Entry> = package.pieces.iter().map(Entry::of).collect();
        let (count, pages) = totals(&package.lines, &entries);
        let (about, lines) = (package.about.clone(), package.lines.clone());
        Description { format: DESCRIBED.to_owned(), about, lines, entries, count, pages }
    }
}

impl Entry {
    fn of(piece: &Piece) -> Entry {
        Entry {
            path: piece.path.clone(),
            kind: piece.kind.clone(),
            title: piece.title.clone(),
            media_type: piece.media_type.clone(),
            size: piece.bytes.len() as u64,
            pages: piece.pages,
            origin: if piece.electronic { Origin::Born } else { Origin::Scanned },
            issued: piece.issued.map(hex::encode),
        }
    }
}

/// 件数 and 页数. A scan is the picture of a paper and is counted with the paper, where that has a line.
pub(crate) fn totals(lines: &[Line], entries: &[Entry]) -> (u64, u64) {
    let paper = |kind: &str| lines.iter().any(|line| line.kind == kind && matches!(line.form, Form::Paper { .. }));
    let counted = entries.iter().filter(|entry| entry.origin == Origin::Born || !paper(&entry.kind));
    let (mut count, mut pages) = (0, 0);
    for entry in counted {
        count += 1;
        pages += u64::from(entry.pages.unwrap_or(0));
    }
    for line in lines {
        if let Form::Paper { count: copies, pages: sheets, .. } = line.form {
            count += u64::from(copies);
            pages += u64::from(sheets);
        }
    }
    (count, pages)
}
