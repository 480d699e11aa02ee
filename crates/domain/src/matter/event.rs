//! What happened to a matter. A closed, past-tense set; nothing is ever updated or deleted, a correction is a new event.
//!
//! An event is its fact and every change of a duty that it brought, dates computed: folding asks neither regulation nor
//! calendar. One golden file a kind stays in the tests for ever (`tests/golden`).

use serde::{Deserialize, Serialize};

use super::{items::*, papers::*, proposal::*, stage::Stage};
use crate::{
    Evidence, Stamp,
    duty::{DutyChange, DutyKind, Owner},
    value::{Day, FileId, GroupId, MatterId, NoticeNumber, Percent, PersonId, Sealed, Text, Title, UnitId},
};

/// The format of every kind below; an older one is read by an upcaster in [`Event::read`].
pub const SCHEMA: i64 = 1;

macro_rules! facts {
    ($($(#[$doc:meta])* $variant:ident $({ $($(#[$attr:meta])* $field:ident: $type:ty),+ $(,)? })?, $kind:literal, $label:literal;)+) => {
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Fact { $($(#[$doc])* #[serde(rename = $kind)] $variant $({ $($(#[$attr])* $field: $type),+ })?),+ }

        impl Fact {
            pub const KINDS: &[&str] = &[$($kind),+];

            /// As it stands in the log.
            pub fn kind(&self) -> &'static str {
                match self { $(Fact::$variant { .. } => $kind),+ }
            }

            /// In the timeline.
            pub fn label(&self) -> &'static str {
                match self { $(Fact::$variant { .. } => $label),+ }
            }

            /// The same by the kind alone.
            pub fn label_of(kind: &str) -> Option<&'static str> {
                match kind { $($kind => Some($label),)+ _ => None }
            }
        }
    };
}

facts! {
    Proposed { proposal: Box<Proposal>, group: Option<GroupId>, regulation_from: Day }, "proposed", "提出拟办意见";
    Revised { proposal: Box<Proposal> }, "revised", "修改拟办意见";
    Distributed { group: GroupId, into: Vec<MatterId> }, "distributed", "分发";
    Merged { into: MatterId, reason: Text }, "merged", "并案";
    NotPursued { reason: Text }, "not_pursued", "不予立项";
    Adopted { proposal: Box<Proposal>, adoption: Box<Adoption>, regulation_from: Day }, "adopted", "补录";
    AdoptionConfirmed { text: Option<Text> }, "adoption_confirmed", "确认补录";
    OpinionsSought { parties: Vec<Owner>, due: Day, question: Text }, "opinions_sought", "征求意见";
    OpinionGiven { opinion: u32, text: Text }, "opinion_given", "反馈意见";
    OpinionMissing { opinion: u32 }, "opinion_missing", "逾期未反馈意见";
    Submitted { leaders: Vec<PersonId>, text: Option<Text> }, "submitted", "报请审定";
    Approved { text: Option<Text> }, "approved", "审定同意";
    SentBack { text: Text }, "sent_back", "退回修改";
    Registered { number: NoticeNumber }, "registered", "立项";
    Dispatched { assignments: Vec<Assignment>, limit: LimitRule, cadence: Cadence, due: Option<Day> }, "dispatched", "交办";
    Signed { unit: UnitId }, "signed", "签收通知单";
    DeemedSigned { unit: UnitId, reason: Text }, "deemed_signed", "视同签收";
    Objected { unit: UnitId, reason: Text }, "objected", "提出异议";
    Insisted { objection: u32, reason: Text }, "insisted", "维持交办";
    Transferred { from: UnitId, to: Assignment, reason: Text }, "transferred", "改派";
    CoUnitAdded { to: Assignment, reason: Text }, "co_unit_added", "增加协办单位";
    CoUnitRemoved { unit: UnitId, reason: Text }, "co_unit_removed", "减少协办单位";
    ContactChanged { to: Assignment, reason: Option<Text> }, "contact_changed", "变更联系人";
    Amended { content: Text, requirements: Text, target: Text, reason: Text }, "amended", "更正事项内容";
    PlanSubmitted { steps: Vec<PlanStep>, final_due: Option<Day> }, "plan_submitted", "报送工作计划";
    PlanAccepted { plan: u32, text: Option<Text> }, "plan_accepted", "同意工作计划";
    PlanReturned { plan: u32, reasons: Text, due: Day }, "plan_returned", "退回工作计划";
    BrokenDown { owner: Owner, due: Day, text: Text }, "broken_down", "分解任务";
    SubTaskReported { task: u32, text: Text }, "sub_task_reported", "报告分解任务";
    SubTaskTaken { task: u32, text: Option<Text> }, "sub_task_taken", "认可分解任务";
    ProgressReported {
        unit: UnitId,
        percent: Option<Percent>,
        text: Option<Text>,
        problems: Option<Text>,
        unchanged: bool,
        standstill: Option<Standstill>,
    }, "progress_reported", "报告进展";
    CoordinationAsked { unit: UnitId, text: Text }, "coordination_asked", "提请协调";
    CoordinationAnswered { problem: u32, text: Text }, "coordination_answered", "答复提请协调";
    SituationRecorded { kind: SituationKind, text: Text }, "situation_recorded", "记录情况";
    SituationSubmitted { situation: u32, to: PersonId, text: Option<Text> }, "situation_submitted", "呈报校领导";
    Instructed { text: Sealed, situation: Option<u32>, owed: Option<(Owner, Day)>, scan: Option<FileId> }, "instructed", "批示";
    InstructionAnswered { instruction: u32, text: Text }, "instruction_answered", "回复批示";
    ExtensionRequested { old_due: Day, until: Day, reasons: Text, measures: Text, late: bool }, "extension_requested", "申请延期";
    ExtensionForwarded { extension: u32, remark: Option<Text> }, "extension_forwarded", "转呈延期申请";
    ExtensionReturned { extension: u32, reason: Text }, "extension_returned", "退回延期申请";
    ExtensionGranted { extension: u32, until: Day, text: Option<Text> }, "extension_granted", "批准延期";
    ExtensionRefused { extension: u32, text: Text }, "extension_refused", "不同意延期";
    UrgingProposed { nth: u32, old_due: Day, days_past: u32, due: Day, text: Text }, "urging_proposed", "提出催办建议";
    /// `copied`: 抄送纪委、监察专员办公室, in the same act (R4.5d)
    Urged {
        nth: u32,
        old_due: Day,
        days_past: u32,
        due: Day,
        text: Text,
        copied: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    }, "urged", "催办";
    UrgingSigned { urging: u32 }, "urging_signed", "签收催办单";
    UrgingSettled { urging: u32, done: bool, reason: Option<Text> }, "urging_settled", "记录催办落实情况";
    UrgingRevoked { urging: u32, reason: Text }, "urging_revoked", "撤销催办";
    UrgingHeld {
        reason: Text,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Day>,
    }, "urging_held", "缓发催办";
    ClosingReportSubmitted { sections: Box<Sections> }, "closing_report_submitted", "报送办结报告";
    ClosingReportConfirmed { report: u32, unit: UnitId, agrees: bool, text: Option<Text> }, "closing_report_confirmed", "确认办结报告";
    Reviewed { report: u32, review: Box<Review> }, "reviewed", "审核办结报告";
    AcceptanceRevoked { reason: Text }, "acceptance_revoked", "撤销办结";
    FedBack { to: Vec<Owner>, text: Text }, "fed_back", "反馈办理结果";
    Rated { satisfied: bool, text: Option<Text>, due: Option<Day> }, "rated", "评价办理结果";
    ReportedToSuperior { text: Text }, "reported_to_superior", "报送上级";
    PetitionerAnswered { manner: Title, text: Text }, "petitioner_answered", "答复反映人";
    Archived { materials: Vec<Material>, archivist: Option<Title>, remarks: Option<Text> }, "archived", "归档";
    SuspensionRequested {
        reason: Text,
        expected_end: Day,
        #[serde(default, skip_serializing_if = "SuspensionCause::is_other")]
        cause: SuspensionCause,
    }, "suspension_requested", "申请暂缓";
    SuspensionGranted { suspension: u32, until: Day, text: Option<Text> }, "suspension_granted", "同意暂缓";
    SuspensionRefused { suspension: u32, text: Text }, "suspension_refused", "不同意暂缓";
    /// `into`: the stage in which it was suspended
    Resumed { text: Option<Text>, into: Stage }, "resumed", "恢复办理";
    TerminationRequested { reason: Text }, "termination_requested", "申请终止";
    TerminationGranted { termination: u32, text: Option<Text> }, "termination_granted", "同意终止";
    TerminationRefused { termination: u32, text: Text }, "termination_refused", "不同意终止";
    Withdrawn { what: Withdrawable }, "withdrawn", "撤回";
    DueCorrected { due: Day, reason: Text }, "due_corrected", "更正时限";
    Recalculated { reason: Text }, "recalculated", "按新日历重算";
    /// `from`: nobody where the Office had taken no notice of who looked after it
    HandedOver { from: Option<PersonId>, to: PersonId, reason: Option<Text> }, "handed_over", "移交经办人";
    /// `owed` and `due`: what the unit owed first on that day
    Reminded { unit: UnitId, owed: DutyKind, due: Day, text: Text }, "reminded", "提醒承办单位";
    Attached { file: FileId, label: Option<Title> }, "attached", "上传附件";
}

/// A fact with all that it did to the duties, and what shows that a recorded or back-dated act took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub fact: Fact,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

impl Event {
    pub fn kind(&self) -> &'static str {
        self.fact.kind()
    }

    /// The body as it is hashed and kept.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("an event holds only strings, numbers and lists")
    }

    /// Reads a body of the log.
    pub fn read(kind: &str, schema: i64, body: &str) -> Result<Event, Unreadable> {
        let unreadable = |why: String| Unreadable { kind: kind.to_owned(), schema, why };
        if schema != SCHEMA || !Fact::KINDS.contains(&kind) {
            return Err(unreadable("本程序不认识这一种类".to_owned()));
        }
        let event: Event = serde_json::from_str(body).map_err(|error| unreadable(error.to_string()))?;
        if event.kind() != kind { Err(unreadable(format!("内容实为 {}", event.kind()))) } else { Ok(event) }
    }
}

/// An event with its circumstances: one row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub stamp: Stamp,
    pub event: Event,
}

/// A row of the log that this program cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("事件“{kind}”（格式 {schema}）读不出：{why}")]
pub struct Unreadable {
    pub kind: String,
    pub schema: i64,
    pub why: String,
}
