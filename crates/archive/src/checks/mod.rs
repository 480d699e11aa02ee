//! 四性检测: the four checks of DA/T 70-2018 (文书类电子档案检测一般要求), as far as a program can make them from the package
//! alone. What the standard asks of the medium and of a virus scanner is not done here.

mod content;
mod record;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    Description, Form, Line, Package,
    package::{DESCRIBED, Entry, totals},
};

/// One of the four checks and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    #[serde(rename = "项目")]
    pub quality: Quality,
    #[serde(rename = "通过")]
    pub passed: bool,
    /// What is as it should be.
    #[serde(rename = "结果")]
    pub notes: Vec<String>,
    /// What is not: one reason a line.
    #[serde(rename = "问题")]
    pub faults: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Quality {
    #[serde(rename = "真实性")]
    Authentic,
    #[serde(rename = "完整性")]
    Complete,
    #[serde(rename = "可用性")]
    Usable,
    #[serde(rename = "安全性")]
    Secure,
}

impl Quality {
    pub fn label(self) -> &'static str {
        match self {
            Quality::Authentic => "真实性",
            Quality::Complete => "完整性",
            Quality::Usable => "可用性",
            Quality::Secure => "安全性",
        }
    }
}

/// The four checks of what is about to be packed.
pub fn check(package: &Package, key: Option<&crypto::PublicKey>) -> [Check; 4] {
    of_package(package, &Description::of(package), key)
}

/// A file as it lies in a package.
#[derive(Clone, Copy)]
pub struct Examined<'a> {
    pub path: &'a str,
    pub bytes: &'a [u8],
}

pub fn of_package(package: &Package, description: &Description, key: Option<&crypto::PublicKey>) -> [Check; 4] {
    let mut found = Found::default();
    found.examine(description, package.examined());
    found.authentic.notes.push(match key {
        Some(key) => format!("封装时以 SM2 密钥签名，公钥指纹 {}", hex::encode(key.fingerprint())),
        None => "封装时未签名".to_owned(),
    });
    found.into_checks()
}

/// What has been found so far, check by check.
#[derive(Default)]
pub struct Found {
    pub authentic: Findings,
    pub complete: Findings,
    pub usable: Findings,
    pub secure: Findings,
}

#[derive(Default)]
pub struct Findings {
    pub notes: Vec<String>,
    pub faults: Vec<String>,
}

impl Found {
    /// All that description and pieces say by themselves; the signature is the caller's.
    pub fn examine<'a>(&mut self, description: &Description, files: impl Iterator<Item = Examined<'a>>) {
        let files: BTreeMap<&str, &[u8]> = files.map(|file| (file.path, file.bytes)).collect();
        let said = self.complete.faults.len();
        let faults = &mut self.complete.faults;
        described(description, faults);
        listed(description, faults);
        if faults.len() == said {
            let kinds = description.lines.len();
            self.complete.notes.push(format!(
                "元数据齐全；材料 {kinds} 类，必备材料齐全；共 {} 件 {} 页",
                description.count, description.pages
            ));
        }
        let mut budget = content::MOST_INFLATED;
        for entry in &description.entries {
            let Some(bytes) = files.get(entry.path.as_str()) else {
                self.complete.faults.push(format!("缺少文件：{}", entry.path));
                continue;
            };
            self.piece(entry, bytes, &mut budget);
        }
        self.say_what_is_well(&description.entries);
    }

    fn piece(&mut self, entry: &Entry, bytes: &[u8], budget: &mut u64) {
        let path = &entry.path;
        if entry.size != bytes.len() as u64 {
            self.complete.faults.push(format!("{path}：大小与元数据不符"));
        }
        if entry.issued.as_ref().is_some_and(|issued| *issued != hex::encode(crypto::sm3(bytes))) {
            self.authentic.faults.push(format!("{path}：与出具时登记的 SM3 摘要不符"));
        }
        self.authentic.faults.extend(record::faults(path, bytes).map(|fault| format!("{path}：{fault}")));
        let content = content::examine(path, &entry.media_type, bytes, budget);
        self.usable.faults.extend(content.unusable.iter().map(|fault| format!("{path}：{fault}")));
        self.secure.faults.extend(content.insecure.iter().map(|fault| format!("{path}：{fault}")));
    }

    /// Only what there was to look at.
    fn say_what_is_well(&mut self, entries: &[Entry]) {
        let count = entries.len();
        let issued = entries.iter().filter(|entry| entry.issued.is_some()).count();
        if self.authentic.faults.is_empty() {
            let issued = (issued > 0).then(|| format!("{issued} 件文书与出具时登记的摘要相符"));
            let continuous = entries.iter().any(|entry| record::is_record(&entry.path));
            self.authentic.notes.extend(issued.into_iter().chain(continuous.then(|| "过程记录连续".to_owned())));
        }
        if self.usable.faults.is_empty() {
            self.usable.notes.push(format!("{count} 个文件均可打开，格式与元数据相符"));
        }
        if self.secure.faults.is_empty() {
            self.secure.notes.push(format!("{count} 个文件中没有可执行内容、宏和加密文件（未作病毒查杀）"));
        }
    }

    pub fn into_checks(self) -> [Check; 4] {
        let check = |quality, findings: Findings| Check {
            quality,
            passed: findings.faults.is_empty(),
            notes: findings.notes,
            faults: findings.faults,
        };
        [
            check(Quality::Authentic, self.authentic),
            check(Quality::Complete, self.complete),
            check(Quality::Usable, self.usable),
            check(Quality::Secure, self.secure),
        ]
    }
}

/// No compulsory field of the metadata is empty (DA/T 46-2009).
fn described(description: &Description, faults: &mut Vec<String>) {
    let about = &description.about;
    if description.format != DESCRIBED {
        faults.push(format!("元数据格式“{}”不是本版本能识别的 {DESCRIBED}", description.format));
    }
    let fields = [
        ("立档单位名称", &about.institution),
        ("档号", &about.number.whole),
        ("全宗号", &about.number.fonds),
        ("档案门类代码", &about.number.category),
        ("保管期限代码", &about.number.retention),
        ("件号", &about.number.item),
        ("题名", &about.title),
        ("责任者", &about.responsible),
        ("保管期限", &about.retention),
        ("封装软件", &about.software),
    ];
    faults.extend(
        fields.iter().filter(|(_, value)| value.trim().is_empty()).map(|(name, _)| format!("元数据缺少“{name}”")),
    );
    if about.archived_on < about.date {
        faults.push(format!("归档日期 {} 早于成文日期 {}", about.archived_on, about.date));
    }
    if totals(&description.lines, &description.entries) != (description.count, description.pages) {
        faults.push("件数或页数与材料清单不符".to_owned());
    }
}

/// Every kind of material is accounted for, and what is called compulsory is there.
fn listed(description: &Description, faults: &mut Vec<String>) {
    let (lines, entries) = (&description.lines, &description.entries);
    let entries_of = |kind: &str| entries.iter().filter(|entry| entry.kind == kind).count();
    for (at, line) in lines.iter().enumerate() {
        let Line { kind, compulsory, form } = line;
        if lines[..at].iter().any(|earlier| earlier.kind == *kind) {
            faults.push(format!("“{kind}”在材料清单中出现两次"));
        }
        match form {
            Form::Electronic if entries_of(kind) == 0 => faults.push(format!("“{kind}”列为电子件，但包内没有文件")),
            Form::Paper { count: 0, .. } => faults.push(format!("“{kind}”列为纸质件，但份数为 0")),
            Form::Paper { place, .. } if place.trim().is_empty() => {
                faults.push(format!("“{kind}”列为纸质件，但没有存放位置"))
            }
            Form::Absent { .. } if *compulsory => faults.push(format!("“{kind}”必须归档，不能填“无此项”")),
            Form::Absent { .. } if entries_of(kind) > 0 => faults.push(format!("“{kind}”列为无此项，但包内有文件")),
            Form::Absent { reason } if reason.trim().is_empty() => {
                faults.push(format!("“{kind}”列为无此项，但没有说明原因"))
            }
            Form::Electronic | Form::Paper { .. } | Form::Absent { .. } => {}
        }
    }
    let unlisted = entries.iter().filter(|entry| lines.iter().all(|line| line.kind != entry.kind));
    faults.extend(unlisted.map(|entry| format!("{}：类别“{}”不在材料清单中", entry.path, entry.kind)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn faults_of(quality: Quality, change: impl FnOnce(&mut Package)) -> Vec<String> {
        let mut package = testing::package();
        change(&mut package);
        let checks = check(&package, None);
        checks.into_iter().find(|check| check.quality == quality).unwrap().faults
    }

    #[test]
    fn a_good_package_passes_all_four() {
        for check in check(&testing::package(), None) {
            assert!(check.passed && !check.notes.is_empty(), "{check:?}");
        }
    }

    #[test]
    fn incomplete_packages_are_told_why() {
        let complete = |change: fn(&mut Package)| faults_of(Quality::Complete, change).join("\n");
        assert!(complete(|p| p.about.title = " ".into()).contains("缺少“题名”"));
        assert!(complete(|p| p.about.number.fonds.clear()).contains("缺少“全宗号”"));
        assert!(complete(|p| p.about.archived_on = p.about.date.yesterday().unwrap()).contains("早于成文日期"));
        assert!(complete(|p| p.lines.truncate(1)).contains("不在材料清单中"));
        assert!(complete(|p| p.lines.push(p.lines[0].clone())).contains("出现两次"));
        assert!(complete(|p| p.pieces.clear()).contains("“办结报告”列为电子件，但包内没有文件"));
        let absent = |reason: &str| Form::Absent { reason: reason.to_owned() };
        let of_line = |at: usize, form: Form| faults_of(Quality::Complete, |p| p.lines[at].form = form).join("\n");
        assert!(of_line(0, absent("遗失")).contains("必须归档"));
        assert!(of_line(2, absent("")).contains("没有说明原因"));
        let surplus = faults_of(Quality::Complete, |package| {
            package.lines[3] = Line { compulsory: false, form: absent("未形成"), ..package.lines[3].clone() };
        });
        assert!(surplus.join("\n").contains("列为无此项，但包内有文件"));
        let paper = |count, place: &str| Form::Paper { count, pages: 3, place: place.to_owned() };
        assert!(of_line(2, paper(0, "档案室")).contains("份数为 0"));
        assert!(of_line(2, paper(1, "")).contains("没有存放位置"));
        assert_eq!(of_line(2, paper(1, "档案室")), "");
    }

    #[test]
    fn a_form_that_is_not_as_it_was_issued_is_not_authentic() {
        let faults = faults_of(Quality::Authentic, |package| package.pieces[0].issued = Some([7; 32]));
        assert!(faults.len() == 1 && faults[0].contains("与出具时登记的 SM3 摘要不符"), "{faults:?}");
    }

    #[test]
    fn a_gap_in_the_record_is_not_authentic() {
        let faults = faults_of(Quality::Authentic, |package| {
            package.pieces[3].bytes = b"{\"version\":1}\n{\"version\":3}\n".to_vec();
        });
        assert!(faults.len() == 1 && faults[0].contains("第 2 行"), "{faults:?}");
    }

    #[test]
    fn scans_are_counted_with_their_paper() {
        let mut package = testing::package();
        let counted = |package: &Package| (Description::of(package).count, Description::of(package).pages);
        // four files, of which two have a page; a paper of four
        assert_eq!(counted(&package), (5, 6));
        package.lines[3].form = Form::Paper { count: 2, pages: 9, place: "档案室".to_owned() };
        package.pieces[1].electronic = false;
        package.pieces[1].pages = Some(9);
        // two files, of which one has a page; two papers and one
        assert_eq!(counted(&package), (5, 14));
    }
}
