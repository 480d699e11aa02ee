//! A command of each kind as it could be given to a matter now, with placeholders where a form would have words.

use domain::{
    Refusal,
    matter::{
        Answer, Assignment, Cadence, Command, CommandKind, Context, Decision, LimitRule, Material, MaterialForm,
        MaterialKind, Matter, OpinionAnswer, PlanStep, Question, Review, Sections, SituationKind, SuspensionCause,
        Verdict, Withdrawable,
    },
    value::{Day, FileId, GroupId, MatterId, PersonId, Sealed, Text, Title, UnitId},
};
use jiff::ToSpan;
use uuid::Uuid;

/// Where a kind answers something, one probe for each such thing that is open; refused where there is none.
pub(crate) fn probes(ctx: &Context, m: &Matter, kind: CommandKind) -> Result<Vec<Command>, Refusal> {
    use Command as C;
    use CommandKind as K;
    let text = placeholder()?;
    let reason = text.clone();
    let soon = ctx.today.checked_add(30.days()).unwrap_or(ctx.today);
    let due = m.running_limit().map_or(soon, |duty| later(duty.due, ctx.today));
    let unsigned = || m.present_units().filter(|u| u.signature.is_none()).map(|u| u.assignment.unit);
    let present = || m.present_units().map(|u| u.assignment.unit);
    let elsewhere = Assignment::nobody(UnitId(Uuid::nil()));
    let one = |command: Command| Ok(vec![command]);
    let proposal = || m.proposal.clone().map(Box::new).ok_or_else(|| Refusal::no_such("拟办意见"));
    match kind {
        K::Propose => one(C::Propose { proposal: proposal()?, group: None }),
        K::Adopt => Err(Refusal::no_such("补录")),
        K::Revise => one(C::Revise { proposal: proposal()?, version: m.text_version }),
        K::Distribute => one(C::Distribute { group: GroupId(Uuid::nil()), into: vec![MatterId(Uuid::nil())] }),
        K::Merge => one(C::Merge { into: MatterId(Uuid::nil()), reason }),
        K::NotPursue => one(C::NotPursue { reason }),
        K::ConfirmAdoption => each("待确认的补录", m.adoption.iter(), |_| C::ConfirmAdoption { text: None }),
        K::SeekOpinions => {
            let party = domain::duty::Owner::Office;
            one(C::SeekOpinions { parties: vec![party], due: soon, question: text })
        }
        K::GiveOpinion => {
            each("待反馈的意见", awaited(m), |id| C::GiveOpinion { opinion: id, text: text.clone() })
        }
        K::RecordMissingOpinion => each("待反馈的意见", awaited(m), |id| C::RecordMissingOpinion { opinion: id }),
        K::Submit => one(C::Submit { leaders: vec![leader(ctx, m)?], text: None }),
        K::Approve => one(C::Approve { text: None }),
        K::SendBack => one(C::SendBack { text }),
        K::Register => one(C::Register),
        K::Dispatch => {
            let limit = m.proposal.as_ref().map_or(LimitRule::Standard, |proposal| proposal.limit);
            one(C::Dispatch { assignments: Vec::new(), limit, cadence: Cadence::None })
        }
        K::Sign => each("待签收的通知单", unsigned(), |unit| C::Sign { unit }),
        K::DeemSigned => {
            each("待签收的通知单", unsigned(), |unit| C::DeemSigned { unit, reason: reason.clone() })
        }
        K::Object => each("待签收的通知单", unsigned(), |unit| C::Object { unit, reason: reason.clone() }),
        K::Insist => {
            let open = m.objections.iter().filter(|o| o.outcome.is_none()).map(|o| o.id);
            each("待答复的异议", open, |id| C::Insist { objection: id, reason: reason.clone() })
        }
        K::Transfer => one(C::Transfer { to: elsewhere, reason, due: None }),
        K::AddCoUnit => one(C::AddCoUnit { to: elsewhere, reason }),
        K::RemoveCoUnit => {
            each("协办单位", m.co_units().into_iter(), |unit| C::RemoveCoUnit { unit, reason: reason.clone() })
        }
        K::ChangeContact => {
            each("承办单位", present(), |unit| C::ChangeContact { to: Assignment::nobody(unit), reason: None })
        }
        K::Amend => {
            let (content, requirements, target) = (text.clone(), text.clone(), text);
            one(C::Amend { content, requirements, target, reason, version: m.text_version })
        }
        K::SubmitPlan => {
            let step = PlanStep { due: ctx.today, text, owner: None };
            one(C::SubmitPlan { steps: vec![step], final_due: Some(due) })
        }
        K::AcceptPlan => each("待审核的工作计划", open_plans(m), |plan| C::AcceptPlan { plan, text: None }),
        K::ReturnPlan => each("待审核的工作计划", open_plans(m), |plan| C::ReturnPlan {
            plan,
            reasons: reason.clone(),
            due: soon,
        }),
        K::BreakDown => each("承办单位", present(), |unit| C::BreakDown {
            owner: domain::duty::Owner::Unit(unit),
            due: soon,
            text: text.clone(),
        }),
        K::ReportSubTask => {
            let open = m.sub_tasks.iter().filter(|t| t.reported.is_none() && t.taken.is_none()).map(|t| t.id);
            each("未完成的分解任务", open, |task| C::ReportSubTask { task, text: text.clone() })
        }
        K::TakeSubTask => {
            let open = m.sub_tasks.iter().filter(|t| t.taken.is_none()).map(|t| t.id);
            each("待认可的分解任务", open, |task| C::TakeSubTask { task, text: None })
        }
        K::ReportProgress => each("承办单位", present(), |unit| C::ReportProgress {
            unit,
            percent: None,
            text: None,
            problems: None,
            unchanged: true,
            standstill: None,
        }),
        K::AskCoordination => each("承办单位", present(), |unit| C::AskCoordination { unit, text: text.clone() }),
        K::AnswerCoordination => {
            let open = m.problems.iter().filter(|p| p.answer.is_none()).map(|p| p.id);
            each("待答复的提请协调", open, |problem| C::AnswerCoordination { problem, text: text.clone() })
        }
        K::RecordSituation => one(C::RecordSituation { kind: SituationKind::Contact, text }),
        K::SubmitSituation => {
            let to = leader(ctx, m)?;
            let open = m.situations.iter().filter(|s| s.submitted.is_none()).map(|s| s.id);
            each("待呈报的情况记录", open, |situation| C::SubmitSituation { situation, to, text: None })
        }
        K::Instruct => {
            let sealed = Sealed { row: Uuid::nil(), digest: String::new() };
            one(C::Instruct { text: sealed, situation: None, owed: None, scan: None })
        }
        K::AnswerInstruction => {
            let open = m.instructions.iter().filter(|i| i.answers.is_empty()).map(|i| i.id);
            each("待回复的批示", open, |instruction| C::AnswerInstruction { instruction, text: text.clone() })
        }
        K::RequestExtension => {
            let until = later(due, ctx.today);
            one(C::RequestExtension { until, reasons: text.clone(), measures: text })
        }
        K::ForwardExtension => each("待转呈的延期申请", open_extensions(m), |extension| C::ForwardExtension {
            extension,
            remark: None,
        }),
        K::ReturnExtension => each("待转呈的延期申请", open_extensions(m), |extension| C::ReturnExtension {
            extension,
            reason: reason.clone(),
        }),
        K::GrantExtension => {
            let open = m.extensions.iter().filter(|e| e.outcome.is_none()).map(|e| (e.id, e.until));
            each("待审批的延期申请", open, |(extension, until)| C::GrantExtension {
                extension,
                until,
                text: None,
            })
        }
        K::RefuseExtension => each("待审批的延期申请", open_extensions(m), |extension| C::RefuseExtension {
            extension,
            text: text.clone(),
        }),
        K::ProposeUrging => one(C::ProposeUrging),
        K::Urge => one(C::Urge { due: soon, text, reason: Some(reason.clone()) }),
        K::SignUrging => each("待签收的催办单", open_urgings(m), |urging| C::SignUrging { urging }),
        K::SettleUrging => {
            let settle = |urging| C::SettleUrging { urging, done: true, reason: None };
            each("待记录落实情况的催办单", open_urgings(m), settle)
        }
        K::RevokeUrging => {
            each("可撤销的催办单", open_urgings(m), |urging| C::RevokeUrging { urging, reason: reason.clone() })
        }
        K::HoldUrging => one(C::HoldUrging { reason, until: soon }),
        K::SubmitClosingReport => {
            let [content, goal, work, result, next] = [(); 5].map(|()| text.clone());
            one(C::SubmitClosingReport { sections: Box::new(Sections { content, goal, work, result, next }) })
        }
        K::ConfirmClosingReport => {
            let report = m.report_under_review().map(|report| report.id).ok_or_else(|| Refusal::no_such("办结报告"))?;
            let confirm = |unit| C::ConfirmClosingReport { report, unit, agrees: true, text: None };
            each("协办单位", m.co_units().into_iter(), confirm)
        }
        K::Review => each("待审核的办结报告", m.report_under_review().into_iter(), |report| C::Review {
            report: report.id,
            review: Box::new(accepting()),
        }),
        K::RevokeAcceptance => one(C::RevokeAcceptance { reason }),
        K::FeedBack => one(C::FeedBack { to: vec![domain::duty::Owner::Office], text }),
        K::Rate => one(C::Rate { satisfied: true, text: None, due: None }),
        K::ReportToSuperior => one(C::ReportToSuperior { text }),
        K::AnswerPetitioner => one(C::AnswerPetitioner { manner: title()?, text }),
        K::Archive => one(C::Archive { materials: electronic(), archivist: None, remarks: None }),
        K::RequestSuspension => {
            one(C::RequestSuspension { reason, expected_end: soon, cause: SuspensionCause::default() })
        }
        K::GrantSuspension => each("待审批的暂缓申请", open_suspensions(m), |suspension| C::GrantSuspension {
            suspension,
            until: soon,
            text: None,
        }),
        K::RefuseSuspension => each("待审批的暂缓申请", open_suspensions(m), |suspension| {
            C::RefuseSuspension { suspension, text: text.clone() }
        }),
        K::Resume => one(C::Resume { due: Some(due), text: None }),
        K::RequestTermination => one(C::RequestTermination { reason }),
        K::GrantTermination => each("待审批的终止申请", open_terminations(m), |termination| {
            C::GrantTermination { termination, text: None }
        }),
        K::RefuseTermination => each("待审批的终止申请", open_terminations(m), |termination| {
            C::RefuseTermination { termination, text: text.clone() }
        }),
        K::Withdraw => each("可撤回的内容", withdrawable(m), |what| C::Withdraw { what }),
        K::CorrectDue => one(C::CorrectDue { due, reason }),
        K::Recalculate => one(C::Recalculate { reason }),
        K::HandOver => {
            let office = [domain::institution::Role::OfficeClerk, domain::institution::Role::OfficeHead];
            let others = office.into_iter().flat_map(|role| ctx.institution.holders(role, None, ctx.today));
            let others = others.filter(|person| Some(*person) != m.clerk());
            each("其他经办人", others, |to| C::HandOver { to, reason: None })
        }
        K::Remind => each("承办单位", present(), |unit| C::Remind { unit, text: text.clone() }),
        K::Attach => one(C::Attach { file: FileId(Uuid::nil()), label: None }),
    }
}

fn each<T>(
    what: &str,
    open: impl Iterator<Item = T>,
    command: impl FnMut(T) -> Command,
) -> Result<Vec<Command>, Refusal> {
    let probes: Vec<Command> = open.map(command).collect();
    if probes.is_empty() { Err(Refusal::no_such(what)) } else { Ok(probes) }
}

fn placeholder() -> Result<Text, Refusal> {
    Ok(Text::parse("文字", "…")?)
}

fn title() -> Result<Title, Refusal> {
    Ok(Title::parse("标题", "…")?)
}

/// A day after both.
fn later(one: Day, other: Day) -> Day {
    one.max(other).checked_add(1.day()).unwrap_or(one)
}

/// 分管校领导, else any 主要校领导.
fn leader(ctx: &Context, m: &Matter) -> Result<PersonId, Refusal> {
    let mut principals = ctx.institution.holders(domain::institution::Role::PrincipalLeader, None, ctx.today);
    m.leader().or_else(|| principals.next()).ok_or_else(|| Refusal::no_such("校领导"))
}

fn accepting() -> Review {
    let yes = |question: &Question| Answer { question: *question, yes: true, note: None };
    Review { verdict: Verdict::Accept, answers: Question::ALL.iter().map(yes).collect(), reasons: None, due: None }
}

fn electronic() -> Vec<Material> {
    MaterialKind::ALL.iter().map(|kind| Material { kind: *kind, form: MaterialForm::Electronic }).collect()
}

fn awaited(m: &Matter) -> impl Iterator<Item = u32> {
    m.opinions.iter().filter(|opinion| opinion.answer == OpinionAnswer::Awaited).map(|opinion| opinion.id)
}

fn open_plans(m: &Matter) -> impl Iterator<Item = u32> {
    m.plans.iter().filter(|plan| plan.outcome.is_none()).map(|plan| plan.version)
}

fn open_extensions(m: &Matter) -> impl Iterator<Item = u32> {
    m.extensions.iter().filter(|extension| extension.outcome.is_none()).map(|extension| extension.id)
}

fn open_urgings(m: &Matter) -> impl Iterator<Item = u32> {
    m.urgings.iter().filter(|urging| urging.outcome.is_none()).map(|urging| urging.id)
}

fn open_suspensions(m: &Matter) -> impl Iterator<Item = u32> {
    m.suspensions.iter().filter(|suspension| is_open(&suspension.outcome)).map(|suspension| suspension.id)
}

fn open_terminations(m: &Matter) -> impl Iterator<Item = u32> {
    m.terminations.iter().filter(|termination| is_open(&termination.outcome)).map(|termination| termination.id)
}

fn is_open(outcome: &Option<Decision>) -> bool {
    outcome.is_none()
}

fn withdrawable(m: &Matter) -> impl Iterator<Item = Withdrawable> {
    let objections = m.objections.iter().filter(|o| o.outcome.is_none()).map(|o| Withdrawable::Objection(o.id));
    let reports = m.report_under_review().map(|report| Withdrawable::ClosingReport(report.id));
    objections
        .chain(open_plans(m).map(Withdrawable::Plan))
        .chain(open_extensions(m).map(Withdrawable::Extension))
        .chain(reports)
        .chain(open_suspensions(m).map(Withdrawable::Suspension))
        .chain(open_terminations(m).map(Withdrawable::Termination))
}
