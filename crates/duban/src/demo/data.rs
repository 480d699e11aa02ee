//! The demonstration as data: demo/institution.toml (of which only what the system holds is taken) and demo/matters/*.toml,
//! read strictly: an unknown key there is an error.

use anyhow::{Context, Result};
use serde::Deserialize;

use super::deed::Deed;

const INSTITUTION: &str = include_str!("../../../../demo/institution.toml");

/// In the order of their names, which is the order of acts of one day.
const MATTERS: &[(&str, &str)] = &[
    ("10-拟办与审定.toml", include_str!("../../../../demo/matters/10-拟办与审定.toml")),
    ("20-立项与交办.toml", include_str!("../../../../demo/matters/20-立项与交办.toml")),
    ("30-承办.toml", include_str!("../../../../demo/matters/30-承办.toml")),
    ("40-催办与退回.toml", include_str!("../../../../demo/matters/40-催办与退回.toml")),
    ("50-待审核与暂缓.toml", include_str!("../../../../demo/matters/50-待审核与暂缓.toml")),
    ("60-办结与归档.toml", include_str!("../../../../demo/matters/60-办结与归档.toml")),
];

#[derive(Debug, Deserialize)]
pub struct School {
    pub name: String,
    pub numbering: Numbering,
    pub office: Office,
    #[serde(rename = "unit")]
    pub units: Vec<Unit>,
    #[serde(rename = "person")]
    pub people: Vec<Person>,
}

#[derive(Debug, Deserialize)]
pub struct Numbering {
    /// the system's first number
    pub next: u32,
}

#[derive(Debug, Deserialize)]
pub struct Office {
    pub unit: String,
    pub discipline: String,
}

#[derive(Debug, Deserialize)]
pub struct Unit {
    pub id: String,
    pub name: String,
    pub short: String,
    pub aliases: Vec<String>,
    pub kind: String,
    pub order: u32,
    pub head: String,
    pub contact: String,
}

#[derive(Debug, Deserialize)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub login: String,
    pub unit: Option<String>,
    pub post: String,
    pub telephone: String,
    /// set for the accounts that the start prints
    pub demo_note: Option<String>,
    #[serde(rename = "role")]
    pub roles: Vec<Role>,
}

#[derive(Debug, Deserialize)]
pub struct Role {
    pub role: String,
    pub since: String,
    pub unit: Option<String>,
    /// 主要校领导
    #[serde(default)]
    pub principal: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "matter")]
    matters: Vec<Matter>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    pub key: String,
    pub title: String,
    pub category: String,
    pub lead: String,
    pub co: Vec<String>,
    pub leader: String,
    pub major: bool,
    pub complex: bool,
    pub limit: Limit,
    pub source: Source,
    pub source_group: Option<String>,
    /// where the wording comes from; for readers of the data only
    #[serde(rename = "source_note")]
    pub _source_note: Option<String>,
    pub content: String,
    pub requirements: String,
    pub target: String,
    pub expect: Expect,
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// explicit, standard, by_plan
    pub rule: String,
    pub due: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub kind: String,
    pub organ: String,
    pub title: Option<String>,
    pub item: Option<String>,
    pub number: Option<String>,
    pub date: String,
    pub reply_by: Option<String>,
    pub petitioner: Option<String>,
    pub telephone: Option<String>,
    /// an instruction: who gave it, and its words
    pub leader: Option<String>,
    pub text: Option<String>,
}

/// What the loader must find at the end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    pub stage: String,
    pub light: Option<String>,
}

/// One act: who did what on which day, and who wrote it down.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "toml::Table")]
pub struct Step {
    pub day: String,
    pub who: String,
    /// 代录
    pub recorded_by: Option<String>,
    pub manner: Option<String>,
    pub evidence: Option<String>,
    pub deed: Deed,
}

impl TryFrom<toml::Table> for Step {
    type Error = String;

    fn try_from(mut table: toml::Table) -> Result<Self, String> {
        let mut take = |key: &str| match table.remove(key) {
            None => Ok(None),
            Some(toml::Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(format!("{key} 应是文字，实为 {other}")),
        };
        let (day, who) = (take("day")?, take("who")?);
        let (recorded_by, evidence) = (take("recorded_by")?, take("evidence")?);
        // of an answer to a petitioner, the manner is its own
        let manner = if recorded_by.is_some() { take("manner")? } else { None };
        let told = table.get("do").map(ToString::to_string).unwrap_or_default();
        let deed = table.try_into().map_err(|error| format!("步骤 {told}：{error}"))?;
        let missing = || format!("步骤 {told} 缺少 day 或 who");
        Ok(Step { day: day.ok_or_else(missing)?, who: who.ok_or_else(missing)?, recorded_by, manner, evidence, deed })
    }
}

impl School {
    pub fn read() -> Result<Self> {
        toml::from_str(INSTITUTION).context("demo/institution.toml")
    }

    pub fn unit(&self, id: &str) -> Result<&Unit> {
        self.units.iter().find(|unit| unit.id == id).with_context(|| format!("没有单位 {id}"))
    }

    pub fn person(&self, id: &str) -> Result<&Person> {
        self.people.iter().find(|person| person.id == id).with_context(|| format!("没有人员 {id}"))
    }

    /// The unit that this person heads or speaks for.
    pub fn unit_of(&self, person: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.head == person || unit.contact == person)
    }
}

/// All matters, file by file.
pub fn matters() -> Result<Vec<Matter>> {
    let mut all = Vec::new();
    for (name, text) in MATTERS {
        let file: File = toml::from_str(text).with_context(|| format!("demo/matters/{name}"))?;
        all.extend(file.matters);
    }
    Ok(all)
}
