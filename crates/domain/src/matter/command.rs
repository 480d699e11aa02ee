//! What can be asked of a matter: one variant a command of the domain's table.

use serde::{Deserialize, Serialize};

use super::{items::*, papers::*, proposal::*};
use crate::{
    duty::Owner,
    regulation::Clause,
    value::{Day, FileId, GroupId, MatterId, Percent, PersonId, Sealed, Text, Title, UnitId},
};

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident $({ $($field:ident: $type:ty),+ $(,)? })?, $code:literal, $label:literal, $clause:ident;)+) => {
        /// A command names what it answers (extension 2, plan version 4); only edits of text carry the matter's version.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Command { $($(#[$doc])* $variant $({ $($field: $type),+ })?),+ }

        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum CommandKind { $($variant),+ }

        impl Command {
            pub fn kind(&self) -> CommandKind {
                match self { $(Command::$variant { .. } => CommandKind::$variant),+ }
            }
        }

        impl CommandKind {
            pub const ALL: &[CommandKind] = &[$(CommandKind::$variant),+];

            /// For addresses: `POST /matters/{id}/{code}`.
            pub fn code(self) -> &'static str {
                match self { $(CommandKind::$variant => $code),+ }
            }

            pub fn from_code(code: &str) -> Option<CommandKind> {
                CommandKind::ALL.iter().copied().find(|kind| kind.code() == code)
            }

            /// On buttons.
            pub fn label(self) -> &'static str {
                match self { $(CommandKind::$variant => $label),+ }
            }

            pub fn clause(self) -> Clause {
                match self { $(CommandKind::$variant => Clause::$clause),+ }
            }
        }
    };
}

commands! {
    /// `group`: 同源事项
    Propose { proposal: Box<Proposal>, group: Option<GroupId> }, "proposal", "新建事项", R4_1;
    Revise { proposal: Box<Proposal>, version: u32 }, "revision", "修改拟办意见", R4_1;
    /// 分发: this draft has become several matters, one a unit
    Distribute { group: GroupId, into: Vec<MatterId> }, "distribution", "分发", R4_2;
    /// 并案: this draft is dealt with under another matter
    Merge { into: MatterId, reason: Text }, "merger", "并案", R4_2;
    NotPursue { reason: Text }, "not-pursued", "不予立项", R4_1;
    Adopt { proposal: Box<Proposal>, adoption: Box<Adoption> }, "adoption", "补录", R4_2;
    ConfirmAdoption { text: Option<Text> }, "adoption-confirmation", "确认补录", R4_2;
    SeekOpinions { parties: Vec<Owner>, due: Day, question: Text }, "opinion-request", "征求意见", R4_1;
    GiveOpinion { opinion: u32, text: Text }, "opinion", "反馈意见", R4_1;
    RecordMissingOpinion { opinion: u32 }, "missing-opinion", "记为逾期未反馈", R4_1;
    Submit { leaders: Vec<PersonId>, text: Option<Text> }, "submission", "报请审定", R4_1;
    Approve { text: Option<Text> }, "approval", "同意", R4_1;
    SendBack { text: Text }, "sending-back", "退回修改", R4_1;
    Register, "registration", "立项", R4_2;
    Dispatch { assignments: Vec<Assignment>, limit: LimitRule, cadence: Cadence }, "dispatch", "交办", R4_3;
    Sign { unit: UnitId }, "signature", "签收通知单", R4_3;
    DeemSigned { unit: UnitId, reason: Text }, "deemed-signature", "视同签收", R4_3;
    Object { unit: UnitId, reason: Text }, "objection", "提出异议", Own;
    Insist { objection: u32, reason: Text }, "insistence", "维持交办", Own;
    /// 改派; `due` only where a leader sets another explicit date
    Transfer { to: Assignment, reason: Text, due: Option<Day> }, "transfer", "改派", R4_3;
    AddCoUnit { to: Assignment, reason: Text }, "co-unit", "增加协办单位", R4_3;
    RemoveCoUnit { unit: UnitId, reason: Text }, "co-unit-removal", "减少协办单位", R4_3;
    ChangeContact { to: Assignment, reason: Option<Text> }, "contact", "变更联系人", R4_3;
    /// a new version of the notice
    Amend { content: Text, requirements: Text, target: Text, reason: Text, version: u32 }, "amendment", "更正事项内容", R4_3;
    SubmitPlan { steps: Vec<PlanStep>, final_due: Option<Day> }, "plan", "报送工作计划", R4_4c;
    AcceptPlan { plan: u32, text: Option<Text> }, "plan-acceptance", "同意工作计划", R4_4c;
    ReturnPlan { plan: u32, reasons: Text, due: Day }, "plan-return", "退回工作计划", R4_4c;
    BreakDown { owner: Owner, due: Day, text: Text }, "sub-task", "分解任务", R4_4d;
    ReportSubTask { task: u32, text: Text }, "sub-task-report", "报告分解任务", R4_4d;
    TakeSubTask { task: u32, text: Option<Text> }, "sub-task-taking", "认可分解任务", R4_4d;
    ReportProgress {
        unit: UnitId,
        percent: Option<Percent>,
        text: Option<Text>,
        problems: Option<Text>,
        unchanged: bool,
        standstill: Option<Standstill>,
    }, "progress", "报告进展", R4_4d;
    AskCoordination { unit: UnitId, text: Text }, "coordination", "提请协调", R4_5a;
    AnswerCoordination { problem: u32, text: Text }, "coordination-answer", "答复提请协调", R4_5a;
    RecordSituation { kind: SituationKind, text: Text }, "situation", "记录情况", R4_5a;
    SubmitSituation { situation: u32, to: PersonId, text: Option<Text> }, "situation-submission", "呈报校领导", R4_5a;
    Instruct { text: Sealed, situation: Option<u32>, owed: Option<(Owner, Day)>, scan: Option<FileId> }, "instruction", "批示", R4_5a;
    AnswerInstruction { instruction: u32, text: Text }, "instruction-answer", "回复批示", R4_5a;
    RequestExtension { until: Day, reasons: Text, measures: Text }, "extension", "申请延期", R4_5b;
    ForwardExtension { extension: u32, remark: Option<Text> }, "extension-forwarding", "转呈延期申请", R4_5b;
    ReturnExtension { extension: u32, reason: Text }, "extension-return", "退回延期申请", R4_5b;
    /// `until` = the date granted
    GrantExtension { extension: u32, until: Day, text: Option<Text> }, "extension-grant", "批准延期", R4_5b;
    RefuseExtension { extension: u32, text: Text }, "extension-refusal", "不同意延期", R4_5b;
    /// 系统自动: the limit has passed, or the last urging was not complied with
    ProposeUrging, "urging-proposal", "提出催办建议", R4_5c;
    /// `reason`: why, where the system has not proposed it
    Urge { due: Day, text: Text, reason: Option<Text> }, "urging", "催办", R4_5c;
    SignUrging { urging: u32 }, "urging-signature", "签收催办单", R4_5c;
    SettleUrging { urging: u32, done: bool, reason: Option<Text> }, "urging-settlement", "记录催办落实情况", R4_5c;
    RevokeUrging { urging: u32, reason: Text }, "urging-revocation", "撤销催办", Own;
    /// with the reason shown; proposed again after `until`
    HoldUrging { reason: Text, until: Day }, "urging-hold", "缓发催办", R4_5d;
    SubmitClosingReport { sections: Box<Sections> }, "closing-report", "报送办结报告", R4_6a;
    ConfirmClosingReport { report: u32, unit: UnitId, agrees: bool, text: Option<Text> }, "closing-confirmation", "确认办结报告", R4_6a;
    Review { report: u32, review: Box<Review> }, "review", "审核办结报告", R4_6b;
    RevokeAcceptance { reason: Text }, "acceptance-revocation", "撤销办结", Own;
    FeedBack { to: Vec<Owner>, text: Text }, "feedback", "反馈办理结果", R4_7a;
    /// `due`: by when it is to be put right, if not satisfied
    Rate { satisfied: bool, text: Option<Text>, due: Option<Day> }, "rating", "评价办理结果", R4_7a;
    ReportToSuperior { text: Text }, "superior-report", "记录报送上级", R4_7a;
    AnswerPetitioner { manner: Title, text: Text }, "petitioner-answer", "记录答复反映人", R5_2;
    Archive { materials: Vec<Material>, archivist: Option<Title>, remarks: Option<Text> }, "archive", "归档", R4_8;
    /// while suspended: a prolongation
    RequestSuspension { reason: Text, expected_end: Day, cause: SuspensionCause }, "suspension", "申请暂缓", R1;
    GrantSuspension { suspension: u32, until: Day, text: Option<Text> }, "suspension-grant", "同意暂缓", R1;
    RefuseSuspension { suspension: u32, text: Text }, "suspension-refusal", "不同意暂缓", R1;
    /// `due`: an explicit limit is set anew
    Resume { due: Option<Day>, text: Option<Text> }, "resumption", "恢复办理", R1;
    RequestTermination { reason: Text }, "termination", "申请终止", R1;
    GrantTermination { termination: u32, text: Option<Text> }, "termination-grant", "同意终止", R1;
    RefuseTermination { termination: u32, text: Text }, "termination-refusal", "不同意终止", R1;
    Withdraw { what: Withdrawable }, "withdrawal", "撤回", Own;
    /// same-day correction of a slip in the 办结时限
    CorrectDue { due: Day, reason: Text }, "correction", "更正时限", Own;
    /// a changed calendar, confirmed by the Office
    Recalculate { reason: Text }, "recalculation", "按新日历重算", Own;
    /// 移交经办人: who in the Office looks after the matter from now on
    HandOver { to: PersonId, reason: Option<Text> }, "handover", "移交经办人", Own;
    /// 提醒, 督办提示: what the unit owes is pointed out to it; no urging, and counted nowhere
    Remind { unit: UnitId, text: Text }, "reminder", "提醒承办单位", Own;
    Attach { file: FileId, label: Option<Title> }, "attachment", "上传附件", R4_8;
}

impl Command {
    /// The unit for which a unit's person acts, where the command names it.
    pub fn unit(&self) -> Option<UnitId> {
        match self {
            Command::Sign { unit }
            | Command::DeemSigned { unit, .. }
            | Command::Object { unit, .. }
            | Command::ReportProgress { unit, .. }
            | Command::AskCoordination { unit, .. }
            | Command::RemoveCoUnit { unit, .. }
            | Command::ConfirmClosingReport { unit, .. } => Some(*unit),
            Command::ChangeContact { to, .. } => Some(to.unit),
            _ => None,
        }
    }
}
