//! Which commands this person may give now, and why not the others: the same refusals that `execute` would answer with.
//!
//! Each command of the table is tried with probes, one for each thing it could answer (the open extension, the unsigned
//! units …). What a form still has to fill in is no obstacle; what the matter lacks is.

use domain::{
    Reason, Refusal,
    access::{self, Subject},
    duty::{DutyKind, Owner},
    matter::{self, Command, CommandKind, Context, Matter, table},
};

use super::probes::probes;
use crate::{Actor, App, Denied};

/// One command of the table, as it stands for one person and one matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    pub kind: CommandKind,
    /// it answers a duty that this actor owes: the filled button
    pub primary: bool,
    /// none if it can be done now
    pub refusal: Option<Refusal>,
}

impl App {
    /// May this actor propose a matter at all? The button 新建事项, before there is one.
    pub async fn may_propose(&self, actor: &Actor) -> Result<(), Denied> {
        let institution = self.institution().await?;
        let subjects = actor.subjects(&institution, self.today());
        if subjects.contains(&Subject::Office) && !actor.read_only {
            return Ok(());
        }
        let message = "新建督办事项由学校办公室办理；如需提请督办，请与督办室联系";
        Err(Refusal::new(Reason::NotPermitted, message).under(CommandKind::Propose.clause()).into())
    }
}

/// Every command of the table in its order. `mine`: does this actor answer for that owner?
pub(crate) fn possible(ctx: &Context, matter: &Matter, mine: impl Fn(Owner) -> bool) -> Vec<Possible> {
    let owed: Vec<DutyKind> = matter.duties.iter().filter(|d| d.is_open() && mine(d.owner)).map(|d| d.kind).collect();
    let one = |kind: &CommandKind| {
        let refusal = refusal(ctx, matter, *kind);
        let primary = refusal.is_none() && answers(*kind).iter().any(|duty| owed.contains(duty));
        Possible { kind: *kind, primary, refusal }
    };
    CommandKind::ALL.iter().map(one).collect()
}

/// Why this person may not give this command now.
pub(crate) fn refusal(ctx: &Context, matter: &Matter, kind: CommandKind) -> Option<Refusal> {
    if let Err(refusal) = table::check(matter.stage, kind) {
        return Some(refusal);
    }
    let probes = match probes(ctx, matter, kind) {
        Ok(probes) => probes,
        Err(refusal) => return Some(refusal.under(kind.clause())),
    };
    let mut first = None;
    for probe in &probes {
        match tried(ctx, matter, probe) {
            Ok(()) => return None,
            Err(refusal) => first = first.or(Some(refusal)),
        }
    }
    first.or_else(|| Some(Refusal::no_such(kind.label()).under(kind.clause())))
}

fn tried(ctx: &Context, matter: &Matter, probe: &Command) -> Result<(), Refusal> {
    access::permits(ctx, probe, matter)?;
    match matter::decide(matter, probe, ctx) {
        Err(refusal) if counts(probe.kind(), &refusal) => Err(refusal),
        _ => Ok(()),
    }
}

/// A probe's own words and dates may be refused: that is for the form. What is wrong with the matter itself counts.
fn counts(kind: CommandKind, refusal: &Refusal) -> bool {
    use CommandKind::*;
    match refusal.reason {
        Reason::IllegalTransition
        | Reason::NotPermitted
        | Reason::Overtaken
        | Reason::OwnRequest
        | Reason::NoSuchItem => true,
        Reason::Incomplete | Reason::Invalid => match kind {
            Register | Approve | SendBack | ForwardExtension | Sign | SignUrging | ConfirmAdoption => true,
            Archive => refusal.fields.is_empty(),
            Submit => refusal.fields.iter().all(|(field, _)| field != "审定领导"),
            _ => false,
        },
        Reason::WrongDay => matches!(kind, Urge | DeemSigned | HoldUrging | SettleUrging),
        Reason::NeedsEvidence => false,
    }
}

/// The duties that a command discharges.
fn answers(kind: CommandKind) -> &'static [DutyKind] {
    use CommandKind as C;
    use DutyKind as D;
    match kind {
        C::Submit | C::NotPursue => &[D::SettleDraft],
        C::Register => &[D::SettleDraft, D::Register],
        C::GiveOpinion => &[D::GiveOpinion],
        C::Approve | C::SendBack => &[D::ApproveProposal],
        C::Dispatch => &[D::Dispatch],
        C::Sign => &[D::Sign],
        C::Insist | C::Transfer => &[D::RuleOnObjection],
        C::SubmitPlan => &[D::WorkPlan],
        C::AcceptPlan | C::ReturnPlan => &[D::ReviewPlan],
        C::ReportSubTask => &[D::SubTask],
        C::ReportProgress => &[D::ProgressReport],
        C::SubmitClosingReport => &[D::Complete, D::Supplement, D::Redo, D::ComplyUrging],
        C::AnswerCoordination => &[D::HandleProblem],
        C::AnswerInstruction => &[D::AnswerInstruction],
        C::ForwardExtension | C::ReturnExtension => &[D::ForwardExtension],
        C::GrantExtension | C::RefuseExtension => &[D::DecideExtension],
        C::Urge => &[D::IssueUrging],
        C::SettleUrging => &[D::SettleUrging],
        C::SignUrging => &[D::SignUrging],
        C::Review => &[D::ReviewClosingReport],
        C::ConfirmClosingReport => &[D::ConfirmClosingReport],
        C::FeedBack => &[D::FeedBack],
        C::ReportToSuperior => &[D::ReportToSuperior],
        C::AnswerPetitioner => &[D::AnswerPetitioner],
        C::Archive => &[D::Archive],
        C::GrantSuspension | C::RefuseSuspension => &[D::DecideSuspension],
        C::GrantTermination | C::RefuseTermination => &[D::DecideTermination],
        C::Resume => &[D::ReviewSuspension],
        _ => &[],
    }
}
