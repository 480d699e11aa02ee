//! The table of duties: what each is called and the clause that asks for it.

use serde::{Deserialize, Serialize};

use crate::regulation::Clause;

macro_rules! duties {
    ($($variant:ident: $label:literal, $clause:ident;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum DutyKind { $($variant),+ }

        impl DutyKind {
            pub const ALL: &[DutyKind] = &[$(DutyKind::$variant),+];

            /// What is owed, in the office's words.
            pub fn label(self) -> &'static str {
                match self { $(DutyKind::$variant => $label),+ }
            }

            /// The clause that makes it a duty (the length of its limit may be the office's own).
            pub fn clause(self) -> Clause {
                match self { $(DutyKind::$variant => Clause::$clause),+ }
            }
        }
    };
}

duties! {
    SettleDraft: "形成拟办意见", R4_1;
    GiveOpinion: "反馈意见", R4_1;
    ApproveProposal: "审定拟办意见", R4_1;
    Register: "立项登记", R4_2;
    Dispatch: "下发通知单", R4_3;
    Sign: "签收通知单", R4_3;
    RuleOnObjection: "答复异议", Own;
    WorkPlan: "报送工作计划", R4_4c;
    ReviewPlan: "审核工作计划", R4_4c;
    SubTask: "完成分解任务", R4_4d;
    ProgressReport: "报告进展", R4_4d;
    Complete: "办结", R4_4a;
    HandleProblem: "答复提请协调", R4_5a;
    AnswerInstruction: "落实批示并回复", R4_5a;
    ForwardExtension: "转呈延期申请", R4_5b;
    DecideExtension: "审批延期申请", R4_5b;
    IssueUrging: "发出催办单", R4_5c;
    SignUrging: "签收催办单", R4_5c;
    ComplyUrging: "按催办单落实", R4_5c;
    SettleUrging: "核实催办落实情况", R4_5d;
    ReviewClosingReport: "审核办结报告", R4_6b;
    ConfirmClosingReport: "确认办结报告", R4_6a;
    Supplement: "补办", R4_6c;
    Redo: "重办", R4_6c;
    FeedBack: "反馈办理结果", R4_7a;
    ReportToSuperior: "报送上级", R4_7a;
    AnswerPetitioner: "答复反映人", R5_2;
    Archive: "归档", R4_8;
    DecideSuspension: "审批暂缓申请", R1;
    DecideTermination: "审批终止申请", R1;
    ReviewSuspension: "复核暂缓", R1;
    QuarterlyReport: "季度呈报", R4_7b;
    ExplainAndCorrect: "报告原因和改进措施", R5_3;
    ExplainReferral: "作出说明", R6_1;
}

impl DutyKind {
    /// The 办结时限 family, from which the lights of a matter come.
    pub fn shows_light(self) -> bool {
        matches!(self, Self::Complete | Self::Supplement | Self::Redo | Self::ComplyUrging | Self::WorkPlan)
    }

    /// 待批: a leader's own waiting, never red and in no lateness figure.
    pub fn is_leaders(self) -> bool {
        matches!(self, Self::ApproveProposal | Self::DecideExtension | Self::DecideSuspension | Self::DecideTermination)
    }
}
