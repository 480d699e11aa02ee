//! 拟办意见 (R4.1): the matter, lead unit, co-units, requirements, time limit; and where it comes from (R3).

use serde::{Deserialize, Serialize};

use crate::{
    regulation::Clause,
    value::{Day, PersonId, Sealed, Text, Title, UnitId},
};

/// Article 3: seven categories, in the regulation's own words and order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// R3.1
    CentralDecisions,
    /// R3.2
    SuperiorInstructions,
    /// R3.3
    SchoolMeetings,
    /// R3.4
    SchoolPlans,
    /// R3.5
    LeadersInstructions,
    /// R3.6
    PublicConcerns,
    /// R3.7
    Other,
}

impl Category {
    pub const ALL: &[Category] = &[
        Category::CentralDecisions,
        Category::SuperiorInstructions,
        Category::SchoolMeetings,
        Category::SchoolPlans,
        Category::LeadersInstructions,
        Category::PublicConcerns,
        Category::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Category::CentralDecisions => "central_decisions",
            Category::SuperiorInstructions => "superior_instructions",
            Category::SchoolMeetings => "school_meetings",
            Category::SchoolPlans => "school_plans",
            Category::LeadersInstructions => "leaders_instructions",
            Category::PublicConcerns => "public_concerns",
            Category::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Category> {
        Category::ALL.iter().copied().find(|category| category.code() == code)
    }

    /// In the regulation's own words.
    pub fn text(self) -> &'static str {
        match self {
            Category::CentralDecisions => {
                "习近平总书记重要讲话、指示批示精神，中央和湖北省召开的重要会议精神和重大方针政策、重要文件、重要工作部署的贯彻落实情况"
            }
            Category::SuperiorInstructions => "上级机关和主管部门领导批示、来文、来电的贯彻落实情况",
            Category::SchoolMeetings => "学校党代会、教代会、党委全委会、党委常委会、校长办公会决定事项的落实情况",
            Category::SchoolPlans => "学校重要会议精神、重要文件、重大决策部署、年度工作要点落实情况",
            Category::LeadersInstructions => "学校领导批示和交办事项的办理落实情况",
            Category::PublicConcerns => "学校师生员工反映强烈的热点、难点问题办理落实情况",
            Category::Other => "其他需要督办的事项",
        }
    }

    /// For lists.
    pub fn short(self) -> &'static str {
        match self {
            Category::CentralDecisions => "中央和省重大部署",
            Category::SuperiorInstructions => "上级批示来文来电",
            Category::SchoolMeetings => "学校会议决定事项",
            Category::SchoolPlans => "学校重要部署",
            Category::LeadersInstructions => "校领导批示交办",
            Category::PublicConcerns => "师生反映问题",
            Category::Other => "其他事项",
        }
    }

    pub fn clause(self) -> Clause {
        match self {
            Category::CentralDecisions => Clause::R3_1,
            Category::SuperiorInstructions => Clause::R3_2,
            Category::SchoolMeetings => Clause::R3_3,
            Category::SchoolPlans => Clause::R3_4,
            Category::LeadersInstructions => Clause::R3_5,
            Category::PublicConcerns => Clause::R3_6,
            Category::Other => Clause::R3_7,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Meeting,
    Document,
    Instruction,
    Telephone,
    Petition,
    Other,
}

impl SourceKind {
    pub const ALL: &[SourceKind] = &[
        SourceKind::Meeting,
        SourceKind::Document,
        SourceKind::Instruction,
        SourceKind::Telephone,
        SourceKind::Petition,
        SourceKind::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            SourceKind::Meeting => "meeting",
            SourceKind::Document => "document",
            SourceKind::Instruction => "instruction",
            SourceKind::Telephone => "telephone",
            SourceKind::Petition => "petition",
            SourceKind::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<SourceKind> {
        SourceKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            SourceKind::Meeting => "会议",
            SourceKind::Document => "来文",
            SourceKind::Instruction => "领导批示",
            SourceKind::Telephone => "来电",
            SourceKind::Petition => "师生反映、信访",
            SourceKind::Other => "其他",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub kind: SourceKind,
    /// the meeting, the issuing body, the leader
    pub organ: Option<Title>,
    /// 发文字号, number of the minutes
    pub number: Option<Title>,
    /// of the minutes or document, as it is printed there: 一（一）3
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Title>,
    pub date: Option<Day>,
    /// a superior's document: by when it wants an answer
    pub reply_by: Option<Day>,
    /// known to the Office only
    pub petitioner: Option<Sealed>,
}

/// How the 办结时限 is found (R4.4a–c).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitRule {
    /// R4.4a: that date
    Explicit(Day),
    /// R4.4b: 15 working days from dispatch
    Standard,
    /// R4.4c: fixed by the plan that the Office accepts
    ByPlan,
}

/// How often the lead unit reports (R4.4d).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    None,
    Weekly,
    HalfMonthly,
    Monthly,
    Quarterly,
    /// on the days of the accepted plan's steps
    ByMilestone,
}

impl Cadence {
    pub const ALL: &[Cadence] = &[
        Cadence::None,
        Cadence::Weekly,
        Cadence::HalfMonthly,
        Cadence::Monthly,
        Cadence::Quarterly,
        Cadence::ByMilestone,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Cadence::None => "none",
            Cadence::Weekly => "weekly",
            Cadence::HalfMonthly => "half_monthly",
            Cadence::Monthly => "monthly",
            Cadence::Quarterly => "quarterly",
            Cadence::ByMilestone => "by_milestone",
        }
    }

    pub fn from_code(code: &str) -> Option<Cadence> {
        Cadence::ALL.iter().copied().find(|cadence| cadence.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Cadence::None => "办结时一并报告",
            Cadence::Weekly => "每周报告",
            Cadence::HalfMonthly => "每半月报告",
            Cadence::Monthly => "每月报告",
            Cadence::Quarterly => "每季度报告",
            Cadence::ByMilestone => "按计划节点报告",
        }
    }

    /// The next report's day after `from`, if the cadence alone gives one.
    pub fn next(self, from: Day) -> Option<Day> {
        use jiff::ToSpan;
        let span = match self {
            Cadence::None | Cadence::ByMilestone => return None,
            Cadence::Weekly => 7.days(),
            Cadence::HalfMonthly => 15.days(),
            Cadence::Monthly => 1.month(),
            Cadence::Quarterly => 3.months(),
        };
        from.checked_add(span).ok()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub title: Title,
    pub content: Text,
    /// 办理要求
    pub requirements: Option<Text>,
    /// 量化目标: 可检验的完成标志
    pub target: Option<Text>,
    pub category: Category,
    pub source: Source,
    pub lead_unit: Option<UnitId>,
    pub co_units: Vec<UnitId>,
    pub limit: LimitRule,
    /// 重大: opinions and a leader's approval before registration (R4.1)
    pub major: bool,
    /// 复杂: the same, and a work plan within 5 working days (R4.4c)
    pub complex: bool,
    /// 长期、持续: the limit is that of the stage
    pub ongoing: bool,
    /// 分管校领导
    pub leader: Option<PersonId>,
}

impl Proposal {
    /// 涉及重大或复杂事项 (R4.1)
    pub fn needs_approval(&self) -> bool {
        self.major || self.complex
    }

    pub fn units(&self) -> impl Iterator<Item = UnitId> + '_ {
        self.lead_unit.into_iter().chain(self.co_units.iter().copied())
    }
}
