//! The things that gather on a matter: opinions, signatures, plans, reports, requests, urgings. Each keeps the stamp of
//! the act that made it, and of the acts that answered it. Their ids are running numbers within the matter, from 1.

use serde::{Deserialize, Serialize};

use super::{
    event::Entry,
    proposal::{Cadence, LimitRule},
};
use crate::{
    Stamp,
    duty::{DutyChange, Owner},
    value::{Day, FileId, MatterId, Percent, PersonId, Sealed, Text, Title, UnitId},
};

/// What an act did to the duties, so that taking it back can reopen what it had discharged and withdraw what it had opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    pub opened: Vec<u32>,
    pub settled: Vec<u32>,
}

impl Effects {
    pub(super) fn of(entry: &Entry) -> Self {
        let mut effects = Self::default();
        for change in &entry.event.duties {
            match change {
                DutyChange::Opened(duty) => effects.opened.push(duty.id),
                DutyChange::Discharged { id, .. } | DutyChange::Withdrawn { id, .. } => effects.settled.push(*id),
                DutyChange::Paused { .. } | DutyChange::Reopened { .. } | DutyChange::Moved { .. } => {}
            }
        }
        effects
    }
}

/// An opinion asked of a unit or a leader while the matter is a draft (R4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    pub id: u32,
    pub party: Owner,
    pub question: Text,
    pub due: Day,
    pub asked: Stamp,
    pub answer: OpinionAnswer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpinionAnswer {
    Awaited,
    Given(Stamp, Text),
    /// 逾期未反馈, recorded by the Office
    Missing(Stamp),
}

/// 审定: the leaders in their order (分管, then 主要 for a major matter), and how far it has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approval {
    pub leaders: Vec<PersonId>,
    pub submitted: Option<Stamp>,
    pub given: Vec<(Stamp, Option<Text>)>,
    pub sent_back: Option<(Stamp, Text)>,
}

impl Approval {
    /// Whose turn it is.
    pub fn next(&self) -> Option<PersonId> {
        self.leaders.get(self.given.len()).copied()
    }

    pub fn is_complete(&self) -> bool {
        !self.leaders.is_empty() && self.next().is_none()
    }
}

/// 责任明确化: who answers for the matter in a unit (R4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    pub unit: UnitId,
    /// 负责人, named on the notice
    pub responsible: Option<PersonId>,
    pub contact: Option<PersonId>,
    pub telephone: Option<Sealed>,
}

impl Assignment {
    pub fn nobody(unit: UnitId) -> Self {
        Self { unit, responsible: None, contact: None, telephone: None }
    }
}

/// A unit under the notice: lead or co-unit, and whether it has signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undertaking {
    pub assignment: Assignment,
    pub lead: bool,
    pub signature: Option<Signature>,
    /// the day it left: transferred away, or removed as co-unit
    pub left_on: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub stamp: Stamp,
    /// 视同签收 by the Office, with its reason
    pub deemed: Option<Text>,
    /// who signed the paper notice of a matter that was taken over, as its record has it
    pub on_paper: Option<Title>,
}

/// 提出异议: a unit says that the matter is not its business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    pub id: u32,
    pub unit: UnitId,
    pub reason: Text,
    pub made: Stamp,
    pub effects: Effects,
    pub outcome: Option<ObjectionOutcome>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectionOutcome {
    /// 维持交办
    Insisted(Stamp, Text),
    /// 改派
    Transferred(Stamp),
    Withdrawn(Stamp),
}

/// 工作计划 (R4.4c).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub version: u32,
    pub steps: Vec<PlanStep>,
    /// 最终时限, for a matter whose notice could not name one
    pub final_due: Option<Day>,
    pub submitted: Stamp,
    pub effects: Effects,
    pub outcome: Option<PlanOutcome>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStep {
    pub due: Day,
    pub text: Text,
    pub owner: Option<Title>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanOutcome {
    Accepted(Stamp, Option<Text>),
    Returned(Stamp, Text),
    Withdrawn(Stamp),
}

/// 任务分解: what the lead unit asks of a co-unit or of one of its people (R4.4d).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubTask {
    pub id: u32,
    pub owner: Owner,
    pub due: Day,
    pub text: Text,
    pub given: Stamp,
    pub reported: Option<(Stamp, Text)>,
    pub taken: Option<(Stamp, Option<Text>)>,
}

/// 进展报告 (R4.4d): a co-unit's goes to the lead unit, the lead unit's to the Office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub unit: UnitId,
    pub percent: Option<Percent>,
    pub text: Option<Text>,
    pub problems: Option<Text>,
    /// 本期无变化, with its reason if one was given
    pub unchanged: bool,
    pub standstill: Option<Standstill>,
    pub stamp: Stamp,
}

/// Why a matter stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standstill {
    /// blocked by another matter
    BlockedBy(MatterId),
    OutsideApproval,
    ScopeGrown,
    Funds,
    Other,
}

/// 提请协调 (R4.5a): owed an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub id: u32,
    pub unit: UnitId,
    pub text: Text,
    pub asked: Stamp,
    pub answer: Option<(Stamp, Text)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SituationKind {
    /// 联系情况
    Contact,
    /// 新情况
    NewSituation,
    /// 新问题
    NewProblem,
}

impl SituationKind {
    pub const ALL: &[SituationKind] = &[SituationKind::Contact, SituationKind::NewSituation, SituationKind::NewProblem];

    pub fn label(self) -> &'static str {
        match self {
            SituationKind::Contact => "联系情况",
            SituationKind::NewSituation => "新情况",
            SituationKind::NewProblem => "新问题",
        }
    }
}

/// 情况记录 (R4.5a).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    pub id: u32,
    pub kind: SituationKind,
    pub text: Text,
    pub recorded: Stamp,
    /// 呈报校领导
    pub submitted: Option<(Stamp, PersonId, Option<Text>)>,
}

/// 批示 (R4.5a): verbatim, in a sealed row; printed with name and date, never paraphrased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    pub id: u32,
    pub text: Sealed,
    /// the situation it answers, if any
    pub situation: Option<u32>,
    /// who must answer, and by when
    pub owed: Option<(Owner, Day)>,
    pub scan: Option<FileId>,
    pub given: Stamp,
    pub answers: Vec<(Stamp, Text)>,
}

/// 延期申请 (R4.5b, annex 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub id: u32,
    /// 原办结时间 = the limit in force when it was asked for
    pub old_due: Day,
    pub until: Day,
    pub reasons: Text,
    pub measures: Text,
    /// asked for after the limit had passed
    pub late: bool,
    pub requested: Stamp,
    pub effects: Effects,
    pub forwarded: Option<(Stamp, Option<Text>)>,
    pub outcome: Option<ExtensionOutcome>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExtensionOutcome {
    /// the date granted: the one asked for, or another
    Granted(Stamp, Day, Option<Text>),
    Refused(Stamp, Text),
    /// by the Office, before it reached a leader
    Returned(Stamp, Text),
    Withdrawn(Stamp),
}

/// 催办单 (R4.5c, d; annex 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urging {
    pub id: u32,
    /// 1 = 催办, 2 = 二次催办 …, within the chain now running
    pub nth: u32,
    /// the limit that was missed, and by how many working days
    pub old_due: Day,
    pub days_past: u32,
    /// 限期办结时间
    pub due: Day,
    pub text: Text,
    /// 抄送纪委、监察专员办公室, in the same act
    pub copied: bool,
    /// why it was issued without a proposal of the system
    pub reason: Option<Text>,
    pub issued: Stamp,
    pub signature: Option<Stamp>,
    pub outcome: Option<UrgingOutcome>,
}

/// 催办建议 (R4.5c): what the system proposes once a limit has passed; the Office issues it, or holds it back with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgingProposal {
    pub id: u32,
    pub nth: u32,
    pub old_due: Day,
    pub days_past: u32,
    /// 限期办结时间 as proposed
    pub due: Day,
    pub text: Text,
    pub proposed: Stamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrgingOutcome {
    /// 已落实 or 未落实, as the Office records
    Settled {
        stamp: Stamp,
        done: bool,
        reason: Option<Text>,
    },
    Revoked(Stamp, Text),
    /// by a granted extension, a closing report, a suspension or a transfer
    Closed(Stamp),
}

/// 办结报告 (R4.6a, annex 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingReport {
    pub id: u32,
    pub sections: Sections,
    pub submitted: Stamp,
    pub effects: Effects,
    pub confirmations: Vec<Confirmation>,
    pub outcome: Option<ReportOutcome>,
}

/// The five sections of annex 6.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sections {
    /// 一、督办事项内容
    pub content: Text,
    /// 二、督办事项工作目标
    pub goal: Text,
    /// 三、督办事项工作开展情况
    pub work: Text,
    /// 四、取得的成效
    pub result: Text,
    /// 五、下一步工作计划
    pub next: Text,
}

/// A co-unit's word on the lead unit's closing report; its silence (逾期未确认) is the lapsed duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    pub unit: UnitId,
    pub agrees: bool,
    pub text: Option<Text>,
    pub stamp: Stamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportOutcome {
    /// with what the review did to the duties
    Reviewed(Stamp, Review, Effects),
    Withdrawn(Stamp),
}

/// The five questions of 第四条（六）, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    Facts,
    Solved,
    Conclusion,
    Lawful,
    Form,
}

impl Question {
    pub const ALL: &[Question] =
        &[Question::Facts, Question::Solved, Question::Conclusion, Question::Lawful, Question::Form];

    pub fn text(self) -> &'static str {
        match self {
            Question::Facts => "事实是否查清",
            Question::Solved => "问题是否解决",
            Question::Conclusion => "结论是否准确",
            Question::Lawful => "处理是否符合政策、法律规定",
            Question::Form => "文书格式是否规范",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: Question,
    pub yes: bool,
    pub note: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 同意办结
    Accept,
    /// 补办
    Supplement,
    /// 重办
    Redo,
}

impl Verdict {
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Accept => "同意办结",
            Verdict::Supplement => "补办",
            Verdict::Redo => "重办",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub verdict: Verdict,
    pub answers: Vec<Answer>,
    pub reasons: Option<Text>,
    /// the limit of 补办 or 重办
    pub due: Option<Day>,
}

/// 反馈 (R4.7a).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    pub to: Vec<Owner>,
    pub text: Text,
    pub given: Stamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    pub satisfied: bool,
    pub text: Option<Text>,
    pub given: Stamp,
}

/// What a suspended matter waits for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspensionCause {
    Tender,
    OutsideApproval,
    PublicNotice,
    Funds,
    #[default]
    Other,
}

impl SuspensionCause {
    pub const ALL: &[SuspensionCause] = &[
        SuspensionCause::Tender,
        SuspensionCause::OutsideApproval,
        SuspensionCause::PublicNotice,
        SuspensionCause::Funds,
        SuspensionCause::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            SuspensionCause::Tender => "tender",
            SuspensionCause::OutsideApproval => "outside_approval",
            SuspensionCause::PublicNotice => "public_notice",
            SuspensionCause::Funds => "funds",
            SuspensionCause::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<SuspensionCause> {
        SuspensionCause::ALL.iter().copied().find(|cause| cause.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            SuspensionCause::Tender => "等待招标采购",
            SuspensionCause::OutsideApproval => "等待校外审批",
            SuspensionCause::PublicNotice => "等待公示期满",
            SuspensionCause::Funds => "等待经费落实",
            SuspensionCause::Other => "其他原因",
        }
    }

    pub fn is_other(&self) -> bool {
        *self == SuspensionCause::Other
    }
}

/// 暂缓 (R1): asked by the Office, decided by a leader, always with an expected end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    pub id: u32,
    pub cause: SuspensionCause,
    pub reason: Text,
    pub expected_end: Day,
    /// asked for while already suspended
    pub prolongs: bool,
    pub requested: Stamp,
    pub effects: Effects,
    pub outcome: Option<Decision>,
    pub resumed: Option<Stamp>,
}

/// 终止 (R1): asked by the Office, decided by a leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Termination {
    pub id: u32,
    pub reason: Text,
    pub requested: Stamp,
    pub effects: Effects,
    pub outcome: Option<Decision>,
}

/// A leader's word on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Granted { stamp: Stamp, until: Option<Day>, text: Option<Text> },
    Refused { stamp: Stamp, text: Text },
    Withdrawn(Stamp),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub file: FileId,
    pub label: Option<Title>,
    pub added: Stamp,
}

/// What its author may take back until somebody has acted upon it (撤回).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawable {
    Objection(u32),
    Plan(u32),
    Extension(u32),
    ClosingReport(u32),
    Suspension(u32),
    Termination(u32),
}

/// How the limit stands when the notice goes out; kept with the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    pub limit: LimitRule,
    pub cadence: Cadence,
}
