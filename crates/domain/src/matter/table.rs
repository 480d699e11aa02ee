//! Which command is allowed in which stage; what is not listed is refused. `duban states` prints it.

use super::{CommandKind, Stage};
use crate::{Reason, Refusal};

use CommandKind::*;

/// Exhaustive over stages.
pub fn allowed(stage: Stage) -> &'static [CommandKind] {
    match stage {
        Stage::Unborn => &[Propose, Adopt],
        Stage::Draft => &[
            Revise,
            Distribute,
            Merge,
            NotPursue,
            ConfirmAdoption,
            SeekOpinions,
            Submit,
            Register,
            Instruct,
            AnswerInstruction,
            Recalculate,
            HandOver,
            Attach,
        ],
        Stage::Consulting => &[
            SeekOpinions,
            GiveOpinion,
            RecordMissingOpinion,
            NotPursue,
            Instruct,
            AnswerInstruction,
            Recalculate,
            HandOver,
            Attach,
        ],
        Stage::AwaitingApproval => {
            &[Approve, SendBack, NotPursue, Instruct, AnswerInstruction, Recalculate, HandOver, Attach]
        }
        Stage::Registered => &[
            Dispatch,
            Amend,
            RequestTermination,
            GrantTermination,
            RefuseTermination,
            Withdraw,
            Instruct,
            AnswerInstruction,
            Recalculate,
            HandOver,
            Attach,
        ],
        Stage::Dispatched => &[
            Sign,
            DeemSigned,
            Object,
            Insist,
            Transfer,
            AddCoUnit,
            RemoveCoUnit,
            ChangeContact,
            Amend,
            ProposeUrging,
            Urge,
            SignUrging,
            SettleUrging,
            RevokeUrging,
            HoldUrging,
            AskCoordination,
            AnswerCoordination,
            RecordSituation,
            SubmitSituation,
            Instruct,
            AnswerInstruction,
            RequestSuspension,
            GrantSuspension,
            RefuseSuspension,
            RequestTermination,
            GrantTermination,
            RefuseTermination,
            ReportToSuperior,
            Withdraw,
            CorrectDue,
            Recalculate,
            HandOver,
            Remind,
            Attach,
        ],
        Stage::UnderWay => &[
            Sign,
            DeemSigned,
            Object,
            Insist,
            Transfer,
            AddCoUnit,
            RemoveCoUnit,
            ChangeContact,
            Amend,
            SubmitPlan,
            AcceptPlan,
            ReturnPlan,
            BreakDown,
            ReportSubTask,
            TakeSubTask,
            ReportProgress,
            AskCoordination,
            AnswerCoordination,
            RecordSituation,
            SubmitSituation,
            Instruct,
            AnswerInstruction,
            RequestExtension,
            ForwardExtension,
            ReturnExtension,
            GrantExtension,
            RefuseExtension,
            ProposeUrging,
            Urge,
            SignUrging,
            SettleUrging,
            RevokeUrging,
            HoldUrging,
            SubmitClosingReport,
            RequestSuspension,
            GrantSuspension,
            RefuseSuspension,
            RequestTermination,
            GrantTermination,
            RefuseTermination,
            ReportToSuperior,
            Withdraw,
            CorrectDue,
            Recalculate,
            HandOver,
            Remind,
            Attach,
        ],
        Stage::UnderReview => &[
            Sign,
            DeemSigned,
            Insist,
            RemoveCoUnit,
            ConfirmClosingReport,
            Review,
            AnswerCoordination,
            RecordSituation,
            SubmitSituation,
            Instruct,
            AnswerInstruction,
            ReportToSuperior,
            Withdraw,
            Recalculate,
            HandOver,
            Remind,
            Attach,
        ],
        Stage::Closed => &[
            RevokeAcceptance,
            FeedBack,
            Rate,
            ReportToSuperior,
            AnswerPetitioner,
            Archive,
            RecordSituation,
            SubmitSituation,
            Instruct,
            AnswerInstruction,
            Recalculate,
            HandOver,
            Attach,
        ],
        Stage::Suspended => &[
            RequestSuspension,
            GrantSuspension,
            RefuseSuspension,
            Resume,
            RequestTermination,
            GrantTermination,
            RefuseTermination,
            RecordSituation,
            SubmitSituation,
            Instruct,
            AnswerInstruction,
            ReportToSuperior,
            Withdraw,
            Recalculate,
            HandOver,
            Attach,
        ],
        Stage::Terminated => {
            &[FeedBack, ReportToSuperior, AnswerPetitioner, Archive, AnswerInstruction, Recalculate, HandOver, Attach]
        }
        Stage::Archived | Stage::NotPursued => &[],
    }
}

/// The stages in which a command may be given.
pub fn stages_of(kind: CommandKind) -> impl Iterator<Item = Stage> {
    Stage::ALL.iter().copied().filter(move |stage| allowed(*stage).contains(&kind))
}

/// Refuses a command that the stage does not allow, and says which stages do.
pub fn check(stage: Stage, kind: CommandKind) -> Result<(), Refusal> {
    if allowed(stage).contains(&kind) {
        return Ok(());
    }
    let needed: Vec<&str> = stages_of(kind).map(Stage::label).collect();
    let message =
        format!("本事项现为“{}”，不能办理“{}”；须在“{}”时办理", stage.label(), kind.label(), needed.join("”“"));
    Err(Refusal::new(Reason::IllegalTransition, message).under(kind.clause()))
}

/// The whole table as text, a stage a paragraph.
pub fn print() -> String {
    let line = |stage: &Stage| {
        let kinds: Vec<String> = allowed(*stage)
            .iter()
            .map(|kind| format!("  {:<26}{}（{}）", kind.code(), kind.label(), kind.clause().id()))
            .collect();
        let kinds = if kinds.is_empty() { "  （不再接受任何操作）".to_owned() } else { kinds.join("\n") };
        format!("{} {}\n{kinds}\n", stage.label(), stage.code())
    };
    Stage::ALL.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_stage() {
        for kind in CommandKind::ALL {
            assert!(stages_of(*kind).next().is_some(), "{kind:?} is allowed nowhere");
        }
    }

    #[test]
    fn a_finished_matter_accepts_nothing() {
        for stage in Stage::ALL.iter().filter(|stage| stage.is_final()) {
            assert!(allowed(*stage).is_empty());
        }
    }

    #[test]
    fn the_printed_table() {
        insta::assert_snapshot!(print());
    }
}
