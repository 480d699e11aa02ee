//! The verbs of the demonstration's steps, with their arguments: the table of demo/README.md as a type.

use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    Propose,
    Adopt(Box<Adopt>),
    ConfirmAdoption {
        text: String,
    },
    SeekOpinions {
        to: Vec<String>,
        due: String,
        question: String,
    },
    GiveOpinion {
        text: String,
    },
    RecordMissingOpinion {
        party: String,
    },
    Submit {
        to: Vec<String>,
        text: String,
    },
    Approve {
        text: String,
    },
    SendBack {
        text: String,
    },
    NotPursue {
        reason: String,
    },
    Register,
    Dispatch {
        rule: String,
        due: Option<String>,
        cadence: String,
        responsible: String,
        contact: String,
    },
    Sign {
        unit: Option<String>,
    },
    DeemSigned {
        unit: String,
        reason: String,
    },
    Object {
        reason: String,
    },
    Insist {
        reason: String,
    },
    Transfer {
        unit: String,
        responsible: String,
        contact: String,
        reason: String,
    },
    ChangeContact {
        contact: String,
        reason: String,
    },
    SubmitPlan {
        steps: Vec<PlanStep>,
        final_due: Option<String>,
    },
    AcceptPlan {
        text: String,
    },
    ReturnPlan {
        reasons: String,
        due: String,
    },
    BreakDown {
        tasks: Vec<Task>,
    },
    TakeSubTask {
        unit: String,
        text: String,
    },
    ReportProgress(Box<Progress>),
    AskCoordination {
        text: String,
    },
    AnswerCoordination {
        text: String,
    },
    RecordSituation {
        kind: String,
        text: String,
    },
    SubmitSituation {
        to: String,
        text: String,
    },
    Instruct {
        text: String,
        due: Option<String>,
        owner: Option<String>,
    },
    AnswerInstruction {
        text: String,
    },
    RequestExtension {
        until: String,
        reason: String,
        measures: String,
    },
    ForwardExtension {
        remark: String,
    },
    DecideExtension {
        decision: String,
        until: Option<String>,
        text: String,
    },
    /// by the system
    ProposeUrging,
    Urge {
        limit: String,
        text: String,
    },
    HoldUrging {
        until: String,
        reason: String,
    },
    SignUrging,
    SettleUrging {
        done: bool,
        reason: String,
    },
    SubmitClosingReport {
        report: Box<Report>,
    },
    ConfirmReport {
        unit: String,
        agree: bool,
        text: String,
    },
    Review(Box<Review>),
    FeedBack {
        to: Vec<String>,
        text: String,
    },
    Rate {
        satisfied: bool,
        text: String,
    },
    ReportSuperior {
        text: String,
    },
    AnswerPetitioner {
        manner: String,
        text: String,
    },
    Archive {
        materials: Vec<Material>,
        remarks: String,
    },
    SuspendRequest {
        reason: String,
        expected_end: String,
        cause: String,
    },
    DecideSuspension {
        decision: String,
        until: Option<String>,
        text: String,
    },
    Resume {
        due: Option<String>,
        text: String,
    },
    TerminateRequest {
        reason: String,
    },
    DecideTermination {
        decision: String,
        text: String,
    },
}

/// 补录
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adopt {
    pub number: u32,
    pub proposed: String,
    pub registered: String,
    pub dispatched: String,
    pub signed: String,
    pub first_due: String,
    pub due: String,
    pub responsible: String,
    pub contact: String,
    pub history: Vec<Earlier>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    pub kind: String,
    pub date: String,
    pub text: String,
    pub by: Option<String>,
    pub from_due: Option<String>,
    pub to_due: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanStep {
    pub due: String,
    pub text: String,
    /// a unit
    pub owner: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    pub unit: String,
    pub due: String,
    pub text: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    pub percent: u8,
    pub text: String,
    pub problems: Option<String>,
    /// 本期无变化
    #[serde(default)]
    pub no_change: bool,
    /// the lead unit where nothing is said
    pub unit: Option<String>,
}

/// The five sections.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub content: String,
    pub goal: String,
    pub work: String,
    pub result: String,
    pub next: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// of the five questions, in their order
    pub answers: Vec<Answer>,
    pub verdict: String,
    pub reasons: String,
    pub due: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub yes: bool,
    pub note: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    pub kind: String,
    pub form: String,
    pub count: Option<u32>,
    pub pages: Option<u32>,
    pub place: Option<String>,
    pub reason: Option<String>,
}
