//! The rules, one file a thing that people do, in the order of the regulation. To find a clause, look here:
//!
//! | file | clause |
//! |---|---|
//! | [`proposal`] · [`opinion`] · [`approval`] | R4.1 拟办 |
//! | [`registration`] · [`adoption`] | R4.2 立项、补录 |
//! | [`dispatch`] · [`signing`] · [`objection`] · [`transfer`] · [`amendment`] | R4.3 交办 |
//! | [`plan`] | R4.4c 工作计划 |
//! | [`sub_task`] · [`progress`] | R4.4d 分解、进展 |
//! | [`coordination`] · [`situation`] · [`instruction`] | R4.5a 情况、批示 |
//! | [`extension`] | R4.5b 延期 |
//! | [`urging`] | R4.5c 催办, R4.5d 二次催办 |
//! | [`closing_report`] | R4.6a 办结报告 |
//! | [`review`] | R4.6b 审核, R4.6c 补办、重办 |
//! | [`feedback`] | R4.7a 反馈, R3.6 答复 |
//! | [`archive`] | R4.8 归档 |
//! | [`suspension`] · [`termination`] | R1 暂缓、终止 |
//! | [`due_date`] | the limits that are corrected or counted anew |
//! | [`handover`] · [`reminder`] | the office's own: who looks after it, 提醒 |
//! | [`withdrawal`] · [`attachment`] | the office's own |
//!
//! Each file holds what the command does (`fn urge`, pure: it says what happens or refuses) and how its fact changes the
//! matter (`fn urged`, total).

mod adoption;
mod amendment;
mod approval;
mod archive;
mod attachment;
mod closing_report;
mod coordination;
mod dispatch;
mod due_date;
mod extension;
mod feedback;
mod handover;
mod instruction;
mod objection;
mod opinion;
mod plan;
mod progress;
mod proposal;
mod registration;
mod reminder;
mod review;
mod signing;
mod situation;
mod sub_task;
mod suspension;
mod termination;
mod transfer;
pub(crate) mod urging;
mod withdrawal;

use super::{Command, Context, Entry, Event, Fact, Matter};
use crate::Refusal;

pub use progress::{ReportDay, ReportState, report_days};

pub(super) fn decide(m: &Matter, command: &Command, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    use Command as C;
    match command {
        C::Propose { proposal, group } => proposal::propose(m, proposal, *group, ctx),
        C::Revise { proposal, version } => proposal::revise(m, proposal, *version, ctx),
        C::Distribute { group, into } => proposal::distribute(m, *group, into, ctx),
        C::Merge { into, reason } => proposal::merge(m, *into, reason, ctx),
        C::NotPursue { reason } => proposal::not_pursue(m, reason, ctx),
        C::SeekOpinions { parties, due, question } => opinion::seek(m, parties, *due, question, ctx),
        C::GiveOpinion { opinion, text } => opinion::give(m, *opinion, text, ctx),
        C::RecordMissingOpinion { opinion } => opinion::record_missing(m, *opinion, ctx),
        C::Submit { leaders, text } => approval::submit(m, leaders, text, ctx),
        C::Approve { text } => approval::approve(m, text, ctx),
        C::SendBack { text } => approval::send_back(m, text, ctx),
        C::Register => registration::register(m, ctx),
        C::Adopt { proposal, adoption } => adoption::adopt(m, proposal, adoption, ctx),
        C::ConfirmAdoption { text } => adoption::confirm(m, text, ctx),
        C::Dispatch { assignments, limit, cadence } => dispatch::dispatch(m, assignments, *limit, *cadence, ctx),
        C::Sign { unit } => signing::sign(m, *unit, ctx),
        C::DeemSigned { unit, reason } => signing::deem_signed(m, *unit, reason, ctx),
        C::Object { unit, reason } => objection::object(m, *unit, reason, ctx),
        C::Insist { objection, reason } => objection::insist(m, *objection, reason, ctx),
        C::Transfer { to, reason, due } => transfer::transfer(m, to, reason, *due, ctx),
        C::AddCoUnit { to, reason } => transfer::add_co_unit(m, to, reason, ctx),
        C::RemoveCoUnit { unit, reason } => transfer::remove_co_unit(m, *unit, reason, ctx),
        C::ChangeContact { to, reason } => amendment::change_contact(m, to, reason, ctx),
        C::Amend { content, requirements, target, reason, version } => {
            amendment::amend(m, [content, requirements, target], reason, *version, ctx)
        }
        C::SubmitPlan { steps, final_due } => plan::submit(m, steps, *final_due, ctx),
        C::AcceptPlan { plan, text } => plan::accept(m, *plan, text, ctx),
        C::ReturnPlan { plan, reasons, due } => plan::send_back(m, *plan, reasons, *due, ctx),
        C::BreakDown { owner, due, text } => sub_task::break_down(m, *owner, *due, text, ctx),
        C::ReportSubTask { task, text } => sub_task::report(m, *task, text, ctx),
        C::TakeSubTask { task, text } => sub_task::take(m, *task, text, ctx),
        C::ReportProgress { .. } => progress::report(m, command, ctx),
        C::AskCoordination { unit, text } => coordination::ask(m, *unit, text, ctx),
        C::AnswerCoordination { problem, text } => coordination::answer(m, *problem, text, ctx),
        C::RecordSituation { kind, text } => situation::record(m, *kind, text, ctx),
        C::SubmitSituation { situation, to, text } => situation::submit(m, *situation, *to, text, ctx),
        C::Instruct { text, situation, owed, scan } => instruction::instruct(m, text, *situation, *owed, *scan, ctx),
        C::AnswerInstruction { instruction, text } => instruction::answer(m, *instruction, text, ctx),
        C::RequestExtension { until, reasons, measures } => extension::request(m, *until, reasons, measures, ctx),
        C::ForwardExtension { extension, remark } => extension::forward(m, *extension, remark, ctx),
        C::ReturnExtension { extension, reason } => extension::send_back(m, *extension, reason, ctx),
        C::GrantExtension { extension, until, text } => extension::grant(m, *extension, *until, text, ctx),
        C::RefuseExtension { extension, text } => extension::refuse(m, *extension, text, ctx),
        C::ProposeUrging => urging::propose(m, ctx),
        C::Urge { due, text, reason } => urging::urge(m, *due, text, reason, ctx),
        C::SignUrging { urging } => urging::sign(m, *urging, ctx),
        C::SettleUrging { urging, done, reason } => urging::settle(m, *urging, *done, reason, ctx),
        C::RevokeUrging { urging, reason } => urging::revoke(m, *urging, reason, ctx),
        C::HoldUrging { reason, until } => urging::hold(m, reason, *until, ctx),
        C::SubmitClosingReport { sections } => closing_report::submit(m, sections, ctx),
        C::ConfirmClosingReport { report, unit, agrees, text } => {
            closing_report::confirm(m, *report, *unit, *agrees, text, ctx)
        }
        C::Review { report, review } => review::review(m, *report, review, ctx),
        C::RevokeAcceptance { reason } => review::revoke(m, reason, ctx),
        C::FeedBack { to, text } => feedback::feed_back(m, to, text, ctx),
        C::Rate { satisfied, text, due } => feedback::rate(m, *satisfied, text, *due, ctx),
        C::ReportToSuperior { text } => feedback::report_to_superior(m, text, ctx),
        C::AnswerPetitioner { manner, text } => feedback::answer_petitioner(m, manner, text, ctx),
        C::Archive { materials, archivist, remarks } => archive::archive(m, materials, archivist, remarks, ctx),
        C::RequestSuspension { reason, expected_end, cause } => {
            suspension::request(m, reason, *expected_end, *cause, ctx)
        }
        C::GrantSuspension { suspension, until, text } => suspension::grant(m, *suspension, *until, text, ctx),
        C::RefuseSuspension { suspension, text } => suspension::refuse(m, *suspension, text, ctx),
        C::Resume { due, text } => suspension::resume(m, *due, text, ctx),
        C::RequestTermination { reason } => termination::request(m, reason, ctx),
        C::GrantTermination { termination, text } => termination::grant(m, *termination, text, ctx),
        C::RefuseTermination { termination, text } => termination::refuse(m, *termination, text, ctx),
        C::Withdraw { what } => withdrawal::withdraw(m, *what, ctx),
        C::CorrectDue { due, reason } => due_date::correct(m, *due, reason, ctx),
        C::Recalculate { reason } => due_date::recalculate(m, reason, ctx),
        C::HandOver { to, reason } => handover::hand_over(m, *to, reason, ctx),
        C::Remind { unit, text } => reminder::remind(m, *unit, text, ctx),
        C::Attach { file, label } => attachment::attach(m, *file, label, ctx),
    }
}

/// Total: whatever the entry, the matter after it.
pub(super) fn evolve(m: &mut Matter, entry: &Entry) {
    use Fact as F;
    let stamp = &entry.stamp;
    match &entry.event.fact {
        F::Proposed { proposal, group, regulation_from } => {
            proposal::proposed(m, proposal, *group, *regulation_from, stamp)
        }
        F::Revised { proposal } => proposal::revised(m, proposal),
        F::Distributed { group, .. } => m.group = Some(*group),
        F::Merged { into, .. } => proposal::merged(m, *into),
        F::NotPursued { .. } => m.stage = super::Stage::NotPursued,
        F::OpinionsSought { parties, due, question } => opinion::sought(m, parties, *due, question, stamp),
        F::OpinionGiven { opinion, text } => opinion::given(m, *opinion, text, stamp),
        F::OpinionMissing { opinion } => opinion::missing(m, *opinion, stamp),
        F::Submitted { leaders, .. } => approval::submitted(m, leaders, stamp),
        F::Approved { text } => approval::approved(m, text, stamp),
        F::SentBack { text } => approval::sent_back(m, text, stamp),
        F::Registered { number } => registration::registered(m, *number, stamp),
        F::Adopted { proposal, adoption, regulation_from } => {
            adoption::adopted(m, proposal, adoption, *regulation_from, stamp)
        }
        F::AdoptionConfirmed { .. } => adoption::confirmed(m, stamp),
        F::Dispatched { assignments, limit, cadence, .. } => {
            dispatch::dispatched(m, assignments, *limit, *cadence, stamp)
        }
        F::Signed { unit } => signing::signed(m, *unit, None, stamp),
        F::DeemedSigned { unit, reason } => signing::signed(m, *unit, Some(reason), stamp),
        F::Objected { unit, reason } => objection::objected(m, *unit, reason, entry),
        F::Insisted { objection, reason } => objection::insisted(m, *objection, reason, stamp),
        F::Transferred { from, to, .. } => transfer::transferred(m, *from, to, stamp),
        F::CoUnitAdded { to, .. } => transfer::co_unit_added(m, to),
        F::CoUnitRemoved { unit, .. } => transfer::co_unit_removed(m, *unit, stamp),
        F::ContactChanged { to, .. } => amendment::contact_changed(m, to),
        F::Amended { content, requirements, target, .. } => amendment::amended(m, [content, requirements, target]),
        F::PlanSubmitted { steps, final_due } => plan::submitted(m, steps, *final_due, entry),
        F::PlanAccepted { plan, text } => plan::accepted(m, *plan, text, stamp),
        F::PlanReturned { plan, reasons, .. } => plan::returned(m, *plan, reasons, stamp),
        F::BrokenDown { owner, due, text } => sub_task::broken_down(m, *owner, *due, text, stamp),
        F::SubTaskReported { task, text } => sub_task::reported(m, *task, text, stamp),
        F::SubTaskTaken { task, text } => sub_task::taken(m, *task, text, stamp),
        F::ProgressReported { .. } => progress::reported(m, &entry.event.fact, stamp),
        F::CoordinationAsked { unit, text } => coordination::asked(m, *unit, text, stamp),
        F::CoordinationAnswered { problem, text } => coordination::answered(m, *problem, text, stamp),
        F::SituationRecorded { kind, text } => situation::recorded(m, *kind, text, stamp),
        F::SituationSubmitted { situation, to, text } => situation::submitted(m, *situation, *to, text, stamp),
        F::Instructed { text, situation, owed, scan } => {
            instruction::instructed(m, text, *situation, *owed, *scan, stamp)
        }
        F::InstructionAnswered { instruction, text } => instruction::answered(m, *instruction, text, stamp),
        F::ExtensionRequested { old_due, until, reasons, measures, late } => {
            extension::requested(m, *old_due, *until, [reasons, measures], *late, entry)
        }
        F::ExtensionForwarded { extension, remark } => extension::forwarded(m, *extension, remark, stamp),
        F::ExtensionReturned { extension, reason } => extension::returned(m, *extension, reason, stamp),
        F::ExtensionGranted { extension, until, text } => extension::granted(m, *extension, *until, text, stamp),
        F::ExtensionRefused { extension, text } => extension::refused(m, *extension, text, stamp),
        F::UrgingProposed { .. } => urging::proposed(m, &entry.event.fact, stamp),
        F::Urged { .. } => urging::urged(m, &entry.event.fact, stamp),
        F::UrgingSigned { urging } => urging::signed(m, *urging, stamp),
        F::UrgingSettled { urging, done, reason } => urging::settled(m, *urging, *done, reason, stamp),
        F::UrgingHeld { until, .. } => m.urging_held = *until,
        F::UrgingRevoked { urging, reason } => urging::revoked(m, *urging, reason, stamp),
        F::ClosingReportSubmitted { sections } => closing_report::submitted(m, sections, entry),
        F::ClosingReportConfirmed { report, unit, agrees, text } => {
            closing_report::confirmed(m, *report, *unit, *agrees, text, stamp)
        }
        F::Reviewed { report, review } => review::reviewed(m, *report, review, entry),
        F::AcceptanceRevoked { .. } => review::revoked(m),
        F::FedBack { to, text } => feedback::fed_back(m, to, text, stamp),
        F::Rated { satisfied, text, .. } => feedback::rated(m, *satisfied, text, stamp),
        F::Archived { materials, archivist, remarks } => archive::archived(m, materials, archivist, remarks, stamp),
        F::SuspensionRequested { reason, expected_end, cause } => {
            suspension::requested(m, reason, *expected_end, *cause, entry)
        }
        F::SuspensionGranted { suspension, until, text } => suspension::granted(m, *suspension, *until, text, stamp),
        F::SuspensionRefused { suspension, text } => suspension::refused(m, *suspension, text, stamp),
        F::Resumed { into, .. } => suspension::resumed(m, *into, stamp),
        F::TerminationRequested { reason } => termination::requested(m, reason, entry),
        F::TerminationGranted { termination, text } => termination::granted(m, *termination, text, stamp),
        F::TerminationRefused { termination, text } => termination::refused(m, *termination, text, stamp),
        F::DueCorrected { .. } | F::Recalculated { .. } => due_date::changed(m, entry),
        F::Withdrawn { what } => withdrawal::withdrawn(m, *what, stamp),
        F::HandedOver { to, .. } => m.handed_to = Some(*to),
        F::Reminded { unit, .. } => reminder::reminded(m, *unit, stamp),
        F::Attached { file, label } => attachment::attached(m, *file, label, stamp),
        // what these did stands in their duty changes, or only in the record
        F::ReportedToSuperior { .. } | F::PetitionerAnswered { .. } => {}
    }
}
