//! What stands on the papers of the institution beyond the facts (annexes 1–7), and how archived matters are numbered and
//! kept (R4.8; 档号 by DA/T 13-2022). The words may name `{学校}`, `{办公室}` and `{科室}`.

use serde::{Deserialize, Serialize};

use super::{
    Clause, Names,
    parameters::{Asked, Holds, Line, Place},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PaperRules {
    /// annexes 1–7
    pub flow: String,
    pub registration_register: String,
    pub notice: String,
    pub extension: String,
    pub urging: String,
    pub closing_report: String,
    pub archive_register: String,
    /// 注 of annex 3, a line each
    pub notice_notes: String,
    /// below annex 5
    pub urging_notes: String,
    /// 发文机关标志 of official documents
    pub organ: String,
    /// behind the name of the Office where the seal is put
    pub seal: String,
}

impl Default for PaperRules {
    fn default() -> Self {
        Self {
            flow: "{学校}督办工作流程图".to_owned(),
            registration_register: "{学校}督办立项登记表".to_owned(),
            notice: "{学校}督办事项通知单".to_owned(),
            extension: "{学校}督办事项延期申请单".to_owned(),
            urging: "{学校}督办事项催办单".to_owned(),
            closing_report: "{学校}督办事项办结报告".to_owned(),
            archive_register: "{学校}督办事项办结材料归档登记表".to_owned(),
            notice_notes: "注：1.承办单位应于完成时限前办结督办事项，并以书面形式向{办公室}{科室}反馈情况。\n　　2.此通知单一式两份，{办公室}、承办单位各执一份。"
                .to_owned(),
            urging_notes: "此通知单一式两份，{办公室}、承办单位各执一份。".to_owned(),
            organ: "{学校}{办公室}".to_owned(),
            seal: "（盖章）".to_owned(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveRules {
    /// of `{全宗号}`, `{门类}`, `{年度}`, `{保管期限}`, `{机构}`, `{件号}`
    pub number_pattern: String,
    /// 全宗号
    pub fonds: String,
    /// 档案门类代码: WS is 文书档案
    pub class: String,
    /// 机构（问题）代码
    pub unit: String,
    /// 保管期限 of an ordinary and of a major matter: one of [`RETENTIONS`]
    pub retention: String,
    pub retention_major: String,
}

/// 保管期限, and its code in a 档号.
pub const RETENTIONS: [(&str, &str); 3] = [("永久", "Y"), ("30年", "D30"), ("10年", "D10")];

impl Default for ArchiveRules {
    fn default() -> Self {
        Self {
            number_pattern: "{全宗号}-{门类}·{年度}-{保管期限}-{机构}-{件号}".to_owned(),
            fonds: "HBGD".to_owned(),
            class: "WS".to_owned(),
            unit: "DB".to_owned(),
            retention: "30年".to_owned(),
            retention_major: "永久".to_owned(),
        }
    }
}

impl ArchiveRules {
    /// How long a matter is kept.
    pub fn retention_of(&self, major: bool) -> &str {
        if major { &self.retention_major } else { &self.retention }
    }

    /// 档号. In: 年度, 件号.
    pub fn number(&self, major: bool, year: i16, seq: u32) -> String {
        let retention = self.retention_of(major);
        let code = RETENTIONS.iter().find(|(name, _)| *name == retention).map_or(retention, |(_, code)| code);
        [
            ("{全宗号}", self.fonds.as_str()),
            ("{门类}", &self.class),
            ("{年度}", &year.to_string()),
            ("{保管期限}", code),
            ("{机构}", &self.unit),
            ("{件号}", &format!("{seq:04}")),
        ]
        .into_iter()
        .fold(self.number_pattern.clone(), |text, (place, value)| text.replace(place, value))
    }

    pub(super) fn fault_of_pattern(&self) -> Option<String> {
        let wanting = ["{年度}", "{件号}"].iter().find(|place| !self.number_pattern.contains(**place));
        wanting.map(|place| format!("须写明 {place}，否则档号会重复"))
    }
}

pub(super) fn fault_of_retention(typed: &str) -> Option<String> {
    let known = RETENTIONS.iter().any(|(name, _)| *name == typed);
    (!known).then(|| format!("请填写 {} 之一", RETENTIONS.map(|(name, _)| name).join("、")))
}

/// Fills in the names of the institution.
pub fn named(words: &str, institution: &str, names: &Names) -> String {
    words.replace("{学校}", institution).replace("{办公室}", &names.office).replace("{科室}", &names.section)
}

/// A name in braces that nothing would fill in.
pub(super) fn fault_of_words(words: &str) -> Option<String> {
    let bare = ["{学校}", "{办公室}", "{科室}"].iter().fold(words.to_owned(), |text, known| text.replace(known, ""));
    bare.contains(['{', '}']).then(|| "大括号里只能写 {学校}、{办公室}、{科室}".to_owned())
}

pub(super) fn papers() -> Vec<Line> {
    let (all, line) = (Holds::Everything, Asked::Line { most: 60 });
    let hint = "{学校}、{办公室}、{科室}处由系统填写名称。";
    vec![
        ("papers.flow", "附件 1 的标题", hint, Clause::F1, all, line, |set| Place::Words(&mut set.papers.flow)),
        ("papers.registration_register", "附件 2 的标题", "", Clause::F2, all, line, |set| {
            Place::Words(&mut set.papers.registration_register)
        }),
        ("papers.notice", "附件 3 的标题", "", Clause::F3, all, line, |set| Place::Words(&mut set.papers.notice)),
        ("papers.extension", "附件 4 的标题", "", Clause::F4, all, line, |set| {
            Place::Words(&mut set.papers.extension)
        }),
        ("papers.urging", "附件 5 的标题", "", Clause::F5, all, line, |set| Place::Words(&mut set.papers.urging)),
        ("papers.closing_report", "附件 6 的标题", "", Clause::F6, all, line, |set| {
            Place::Words(&mut set.papers.closing_report)
        }),
        ("papers.archive_register", "附件 7 的标题", "", Clause::F7, all, line, |set| {
            Place::Words(&mut set.papers.archive_register)
        }),
        (
            "papers.notice_notes",
            "通知单的注",
            "一行一条。",
            Clause::F3,
            all,
            Asked::Paragraph { most: 400 },
            |set| Place::Words(&mut set.papers.notice_notes),
        ),
        ("papers.urging_notes", "催办单的注", "", Clause::F5, all, Asked::Paragraph { most: 400 }, |set| {
            Place::Words(&mut set.papers.urging_notes)
        }),
        (
            "papers.organ",
            "发文机关标志",
            "通报、报告、函的红色版头。",
            Clause::Own,
            all,
            line,
            |set| Place::Words(&mut set.papers.organ),
        ),
        ("papers.seal", "盖章处", "印在通知单落款的部门名称之后。", Clause::Own, all, line, |set| {
            Place::Words(&mut set.papers.seal)
        }),
    ]
}

pub(super) fn archive() -> Vec<Line> {
    let (all, own) = (Holds::Everything, Clause::Own);
    let code = Asked::Line { most: 12 };
    vec![
        (
            "archive.number_pattern",
            "档号",
            "用 {全宗号}、{门类}、{年度}、{保管期限}、{机构}、{件号} 写出；件号为通知单序号。",
            Clause::R4_8,
            all,
            Asked::Line { most: 80 },
            |set| Place::Words(&mut set.archive.number_pattern),
        ),
        ("archive.fonds", "全宗号", "", own, all, code, |set| Place::Words(&mut set.archive.fonds)),
        ("archive.class", "档案门类代码", "", own, all, code, |set| Place::Words(&mut set.archive.class)),
        ("archive.unit", "机构（问题）代码", "", own, all, code, |set| Place::Words(&mut set.archive.unit)),
        ("archive.retention", "保管期限", "永久、30年或 10年。", own, all, code, |set| {
            Place::Words(&mut set.archive.retention)
        }),
        ("archive.retention_major", "重大事项的保管期限", "", own, all, code, |set| {
            Place::Words(&mut set.archive.retention_major)
        }),
    ]
}
