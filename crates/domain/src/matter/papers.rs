//! What goes into the files and what comes out of them: the materials of 归档 (R4.8, annex 7), and the paper record that a 补录
//! takes over (R4.2).

use serde::{Deserialize, Serialize};

use super::{items::Assignment, proposal::Cadence};
use crate::{
    Stamp,
    value::{Day, FileId, NoticeNumber, Text, Title},
};

/// 归档登记 (R4.8, annex 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    pub materials: Vec<Material>,
    pub archivist: Option<Title>,
    pub remarks: Option<Text>,
    pub filed: Stamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaterialKind {
    /// 校领导批示
    Instructions,
    /// 会议纪要
    Minutes,
    /// 相关文件
    Documents,
    /// 交办材料: the notice with its signatures
    Notice,
    /// 办结报告
    ClosingReport,
    Other,
}

impl MaterialKind {
    pub const ALL: &[MaterialKind] = &[
        MaterialKind::Instructions,
        MaterialKind::Minutes,
        MaterialKind::Documents,
        MaterialKind::Notice,
        MaterialKind::ClosingReport,
        MaterialKind::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            MaterialKind::Instructions => "instructions",
            MaterialKind::Minutes => "minutes",
            MaterialKind::Documents => "documents",
            MaterialKind::Notice => "notice",
            MaterialKind::ClosingReport => "closing_report",
            MaterialKind::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<MaterialKind> {
        MaterialKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// What a file is by its name and label, as offices call such things.
    pub fn of_name(name: &str) -> MaterialKind {
        let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if says(&["批示"]) {
            MaterialKind::Instructions
        } else if says(&["纪要"]) {
            MaterialKind::Minutes
        } else if says(&["通知单", "签收", "催办单", "延期"]) {
            MaterialKind::Notice
        } else if says(&["办结报告"]) {
            MaterialKind::ClosingReport
        } else if says(&["文件", "来文", "发文", "函", "通知"]) {
            MaterialKind::Documents
        } else {
            MaterialKind::Other
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            MaterialKind::Instructions => "校领导批示",
            MaterialKind::Minutes => "会议纪要",
            MaterialKind::Documents => "相关文件",
            MaterialKind::Notice => "交办材料",
            MaterialKind::ClosingReport => "办结报告",
            MaterialKind::Other => "其他材料",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    pub kind: MaterialKind,
    pub form: MaterialForm,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaterialForm {
    /// 电子件
    Electronic,
    /// 纸质件
    Paper { count: u32, pages: u32, place: Title },
    /// 无此项, with the reason
    None { reason: Text },
}

/// 补录: a matter already running on paper, with its real dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    pub number: NoticeNumber,
    pub proposed_on: Option<Day>,
    pub registered_on: Day,
    pub dispatched_on: Day,
    pub signed: Option<AdoptedSignature>,
    pub assignments: Vec<Assignment>,
    pub first_due: Day,
    /// 办结时限 in force today
    pub due: Day,
    pub cadence: Cadence,
    pub history: Vec<Earlier>,
    pub scans: Vec<FileId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptedSignature {
    pub on: Day,
    pub by: Option<Title>,
}

/// An earlier event taken over from paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    pub kind: EarlierKind,
    pub on: Day,
    pub by: Option<Title>,
    pub text: Text,
    pub from_due: Option<Day>,
    pub to_due: Option<Day>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EarlierKind {
    Extension,
    Urging,
    Instruction,
    Progress,
    Other,
}

impl EarlierKind {
    pub const ALL: &[EarlierKind] = &[
        EarlierKind::Extension,
        EarlierKind::Urging,
        EarlierKind::Instruction,
        EarlierKind::Progress,
        EarlierKind::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            EarlierKind::Extension => "extension",
            EarlierKind::Urging => "urging",
            EarlierKind::Instruction => "instruction",
            EarlierKind::Progress => "progress",
            EarlierKind::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<EarlierKind> {
        EarlierKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            EarlierKind::Extension => "延期",
            EarlierKind::Urging => "催办",
            EarlierKind::Instruction => "批示",
            EarlierKind::Progress => "进展",
            EarlierKind::Other => "其他",
        }
    }
}
