//! Who may give which command: one table, asked once, at the door.

use crate::{
    Reason, Refusal, Who,
    duty::Owner,
    institution::Role,
    matter::{Command, CommandKind, Context, Matter, Withdrawable},
    value::{PersonId, UnitId},
};

/// The hands in which an act may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// 督办室经办人 or 学校办公室主任
    Office,
    /// 学校办公室主任
    OfficeHead,
    /// the leader whose turn it is to approve the proposal
    NextApprover,
    /// 分管校领导, the leader to whom a request was put, or a 主要校领导
    LeaderInCharge,
    AnyLeader,
    /// head or contact of the lead unit
    LeadUnit,
    /// 负责人 of the lead unit
    LeadHead,
    /// head or contact of the unit that the command names, if it undertakes the matter
    NamedUnit,
    /// whoever was asked: for an opinion, an answer, a sub-task
    Asked,
    /// whoever made what is to be withdrawn
    Author,
    /// head or contact of any unit under the notice
    AnyUnit,
    /// 系统自动: nobody's to do by hand
    System,
}

impl Hand {
    pub fn label(self) -> &'static str {
        match self {
            Hand::Office => "学校办公室督办室",
            Hand::OfficeHead => "学校办公室主任",
            Hand::NextApprover => "轮到审定的校领导",
            Hand::LeaderInCharge => "分管校领导或主要校领导",
            Hand::AnyLeader => "校领导",
            Hand::LeadUnit => "牵头单位的负责人或联络员",
            Hand::LeadHead => "牵头单位负责人",
            Hand::NamedUnit => "该承办单位的负责人或联络员",
            Hand::Asked => "被征求、被交办的单位或个人",
            Hand::Author => "提出者本人",
            Hand::AnyUnit => "承办单位的负责人或联络员",
            Hand::System => "系统自动",
        }
    }
}

/// The table. Where several hands are named, any of them will do.
pub fn hands(kind: CommandKind) -> &'static [Hand] {
    use CommandKind::*;
    match kind {
        Propose | Revise | Distribute | Merge | NotPursue | Adopt | SeekOpinions | RecordMissingOpinion | Submit
        | Register | Dispatch | DeemSigned | Insist | Transfer | AddCoUnit | RemoveCoUnit | Amend | AcceptPlan
        | ReturnPlan | AnswerCoordination | RecordSituation | SubmitSituation | ForwardExtension | ReturnExtension
        | Urge | HoldUrging | SettleUrging | Review | FeedBack | ReportToSuperior | AnswerPetitioner | Archive
        | Recalculate | HandOver | Remind => &[Hand::Office],
        // the Office asks, its head signs
        ConfirmAdoption | RequestSuspension | RequestTermination | RevokeUrging | RevokeAcceptance | CorrectDue => {
            &[Hand::OfficeHead]
        }
        ProposeUrging => &[Hand::System],
        Resume | GrantExtension | RefuseExtension | GrantSuspension | RefuseSuspension | GrantTermination
        | RefuseTermination => &[Hand::LeaderInCharge],
        Approve | SendBack => &[Hand::NextApprover],
        Instruct => &[Hand::AnyLeader],
        GiveOpinion | AnswerInstruction | ReportSubTask => &[Hand::Asked],
        Sign | Object | ReportProgress | AskCoordination | ConfirmClosingReport => &[Hand::NamedUnit],
        ChangeContact => &[Hand::NamedUnit, Hand::Office],
        SubmitPlan | BreakDown | TakeSubTask | SignUrging => &[Hand::LeadUnit],
        RequestExtension | SubmitClosingReport => &[Hand::LeadHead],
        Rate => &[Hand::AnyLeader, Hand::AnyUnit],
        Withdraw => &[Hand::Author],
        Attach => &[Hand::Office, Hand::AnyUnit, Hand::AnyLeader, Hand::Asked],
    }
}

/// In: who asks (the principal of a delegation counts), what, of which matter. 代录 needs the Office as recorder.
pub fn permits(ctx: &Context, command: &Command, matter: &Matter) -> Result<(), Refusal> {
    recorder_is_the_office(ctx)?;
    delegation_holds(ctx)?;
    let Who::Person(person) = ctx.principal() else { return Ok(()) };
    let kind = command.kind();
    let hands = hands_here(ctx, kind, matter);
    if hands.iter().any(|hand| holds(ctx, person, *hand, command, matter)) {
        return Ok(());
    }
    let named: Vec<&str> = hands.iter().map(|hand| hand.label()).collect();
    let message = format!("“{}”由{}办理，请与其联系", kind.label(), named.join("、"));
    Err(Refusal::new(Reason::NotPermitted, message).under(kind.clause()))
}

/// The table, with what the parameters reserve to the office head, and with the leader in charge in the Office's place
/// where the Office itself is the lead unit: nobody decides on their own work.
fn hands_here(ctx: &Context, kind: CommandKind, matter: &Matter) -> Vec<Hand> {
    use CommandKind::*;
    let reserved = &ctx.regulation_of(matter).reserved_to_head;
    let to_head = match kind {
        Register => reserved.registration,
        Dispatch => reserved.dispatch,
        Review => reserved.acceptance,
        // 二次催办 is issued by the office head, whatever the parameters say (R4.5d)
        Urge | HoldUrging => reserved.urging || matter.next_urging_is_second(ctx),
        _ => false,
    };
    if ctx.office_leads(matter) && matches!(kind, AcceptPlan | ReturnPlan | Review | Urge | HoldUrging | SettleUrging) {
        return vec![Hand::LeaderInCharge];
    }
    if to_head { vec![Hand::OfficeHead] } else { hands(kind).to_vec() }
}

fn recorder_is_the_office(ctx: &Context) -> Result<(), Refusal> {
    let Some(Who::Person(recorder)) = ctx.recorder else { return Ok(()) };
    if is_office(ctx, recorder, false) {
        return Ok(());
    }
    Err(Refusal::new(Reason::NotPermitted, "代录由学校办公室办理，请把签字原件或电话记录交督办室")
        .under(crate::regulation::Clause::R2))
}

fn delegation_holds(ctx: &Context) -> Result<(), Refusal> {
    let (Some(principal), Who::Person(deputy)) = (ctx.on_behalf, ctx.who) else { return Ok(()) };
    if ctx.institution.may_sign_for(deputy, principal, ctx.on) {
        return Ok(());
    }
    Err(Refusal::new(Reason::NotPermitted, "没有在有效期内的代签授权，请由本人签署，或先办理授权"))
}

fn holds(ctx: &Context, person: PersonId, hand: Hand, command: &Command, matter: &Matter) -> bool {
    let role = |role| ctx.institution.has_role(person, role, ctx.on);
    match hand {
        Hand::Office => is_office(ctx, person, false),
        Hand::OfficeHead => is_office(ctx, person, true),
        Hand::NextApprover => matter.approval.next() == Some(person),
        Hand::AnyLeader => role(Role::Leader) || role(Role::PrincipalLeader),
        Hand::LeaderInCharge => {
            let asked = matter.duties.owed().any(|d| d.kind.is_leaders() && d.owner == Owner::Person(person));
            role(Role::PrincipalLeader) || (role(Role::Leader) && (asked || matter.leader() == Some(person)))
        }
        Hand::LeadUnit => matter.lead().is_some_and(|unit| serves(ctx, person, unit)),
        Hand::LeadHead => matter.lead().is_some_and(|unit| heads(ctx, person, unit)),
        Hand::NamedUnit => {
            command.unit().is_some_and(|unit| matter.undertaking(unit).is_some() && serves(ctx, person, unit))
        }
        Hand::AnyUnit => matter.present_units().any(|unit| serves(ctx, person, unit.assignment.unit)),
        Hand::Asked => asked(command, matter).iter().any(|owner| acts_for(ctx, person, *owner)),
        Hand::System => false,
        Hand::Author => authors(command, matter).contains(&person),
    }
}

fn is_office(ctx: &Context, person: PersonId, head: bool) -> bool {
    let role = |role| ctx.institution.has_role(person, role, ctx.on);
    role(Role::OfficeHead) || (!head && role(Role::OfficeClerk))
}

fn heads(ctx: &Context, person: PersonId, unit: UnitId) -> bool {
    ctx.institution.grants_of(person, ctx.on).any(|g| g.role == Role::UnitHead && g.unit == Some(unit))
}

fn serves(ctx: &Context, person: PersonId, unit: UnitId) -> bool {
    ctx.institution.grants_of(person, ctx.on).any(|g| g.role.needs_unit() && g.unit == Some(unit))
}

fn acts_for(ctx: &Context, person: PersonId, owner: Owner) -> bool {
    match owner {
        Owner::Office => is_office(ctx, person, false),
        Owner::Unit(unit) => serves(ctx, person, unit),
        Owner::Person(other) => other == person,
    }
}

/// Of whom the thing was asked that this command answers.
fn asked(command: &Command, matter: &Matter) -> Vec<Owner> {
    match command {
        Command::GiveOpinion { opinion, .. } => {
            matter.opinions.iter().filter(|o| o.id == *opinion).map(|o| o.party).collect()
        }
        Command::AnswerInstruction { instruction, .. } => {
            let owed = matter.instructions.iter().filter(|i| i.id == *instruction);
            owed.map(|i| i.owed.map_or(Owner::Office, |(owner, _)| owner)).collect()
        }
        Command::ReportSubTask { task, .. } => {
            matter.sub_tasks.iter().filter(|t| t.id == *task).map(|t| t.owner).collect()
        }
        Command::Attach { .. } => matter.duties.owed().map(|duty| duty.owner).collect(),
        _ => Vec::new(),
    }
}

/// Who made the thing that is to be withdrawn: the one who acted, and the one for whom they acted.
fn authors(command: &Command, matter: &Matter) -> Vec<PersonId> {
    let Command::Withdraw { what } = command else { return Vec::new() };
    let stamp = match *what {
        Withdrawable::Objection(id) => matter.objections.iter().find(|o| o.id == id).map(|o| &o.made),
        Withdrawable::Plan(id) => matter.plans.iter().find(|p| p.version == id).map(|p| &p.submitted),
        Withdrawable::Extension(id) => matter.extensions.iter().find(|e| e.id == id).map(|e| &e.requested),
        Withdrawable::ClosingReport(id) => matter.reports.iter().find(|r| r.id == id).map(|r| &r.submitted),
        Withdrawable::Suspension(id) => matter.suspensions.iter().find(|s| s.id == id).map(|s| &s.requested),
        Withdrawable::Termination(id) => matter.terminations.iter().find(|t| t.id == id).map(|t| &t.requested),
    };
    stamp.map(|stamp| stamp.by.person().into_iter().chain(stamp.on_behalf).collect()).unwrap_or_default()
}
