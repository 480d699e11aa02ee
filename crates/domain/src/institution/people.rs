//! Units, people and what they hold, each dated.

use serde::{Deserialize, Serialize};

use crate::value::{Day, PersonId, Sealed, Title, UnitId};

/// 党政部门, 学院 …: only for grouping in lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    Department,
    College,
    Affiliated,
    Other,
}

impl UnitKind {
    pub const ALL: &[UnitKind] = &[UnitKind::Department, UnitKind::College, UnitKind::Affiliated, UnitKind::Other];

    pub fn label(self) -> &'static str {
        match self {
            UnitKind::Department => "党政部门",
            UnitKind::College => "教学科研单位",
            UnitKind::Affiliated => "直属、附属单位",
            UnitKind::Other => "其他",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub name: Title,
    /// short names and former names, for finding
    pub aliases: Vec<String>,
    pub kind: UnitKind,
    /// place in lists
    pub order: u32,
    pub closed_on: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: Title,
    pub unit: Option<UnitId>,
    pub post: String,
    /// work telephone; contact data live outside the log
    pub telephone: Option<Sealed>,
    /// for messages; opened for delivery, for the person and for those who keep the list
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<Sealed>,
    pub left_on: Option<Day>,
}

/// Roles of the system (domain table of roles).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    OfficeClerk,
    OfficeHead,
    /// 主要校领导: sees every matter
    PrincipalLeader,
    /// 分管校领导: sees those in charge
    Leader,
    UnitHead,
    UnitContact,
    Discipline,
    Assessor,
    Staff,
    SystemAdmin,
    SecurityAdmin,
    Auditor,
}

impl Role {
    pub const ALL: &[Role] = &[
        Role::OfficeClerk,
        Role::OfficeHead,
        Role::PrincipalLeader,
        Role::Leader,
        Role::UnitHead,
        Role::UnitContact,
        Role::Discipline,
        Role::Assessor,
        Role::Staff,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::Auditor,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Role::OfficeClerk => "督办室经办人",
            Role::OfficeHead => "学校办公室主任",
            Role::PrincipalLeader => "主要校领导",
            Role::Leader => "分管校领导",
            Role::UnitHead => "单位负责人",
            Role::UnitContact => "单位联络员",
            Role::Discipline => "纪委、监察专员办公室",
            Role::Assessor => "组织、人事考核",
            Role::Staff => "教职工",
            Role::SystemAdmin => "系统管理员",
            Role::SecurityAdmin => "安全管理员",
            Role::Auditor => "审计员",
        }
    }

    /// 三员: no one person holds two of them, and none of them handles matters.
    pub fn is_administrator(self) -> bool {
        matches!(self, Role::SystemAdmin | Role::SecurityAdmin | Role::Auditor)
    }

    pub fn is_leader(self) -> bool {
        matches!(self, Role::PrincipalLeader | Role::Leader)
    }

    pub fn is_office(self) -> bool {
        matches!(self, Role::OfficeClerk | Role::OfficeHead)
    }

    pub fn needs_unit(self) -> bool {
        matches!(self, Role::UnitHead | Role::UnitContact)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub id: u32,
    pub person: PersonId,
    pub role: Role,
    /// for heads and contacts: of which unit
    pub unit: Option<UnitId>,
    pub from: Day,
    pub until: Option<Day>,
}

impl Grant {
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// 代签: `deputy` may sign for `principal` during a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    pub principal: PersonId,
    pub deputy: PersonId,
    pub from: Day,
    pub until: Day,
}
