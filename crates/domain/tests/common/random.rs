//! Random commands that make some sense: ids that may exist, dates around today.

use domain::{duty::Owner, matter::*, value::*};
use jiff::ToSpan;
use uuid::Uuid;

use super::common::*;

/// A small generator of our own, so that one number is one run.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        // SplitMix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u64) as usize]
    }

    pub fn often(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    fn some<T>(&mut self, value: T) -> Option<T> {
        self.often(70).then_some(value)
    }

    /// From a fortnight ago to ten weeks ahead.
    fn day(&mut self, today: Day) -> Day {
        today.checked_add((self.roll(84) as i64 - 14).days()).unwrap()
    }

    fn owner(&mut self) -> Owner {
        match self.roll(3) {
            0 => Owner::Unit(self.pick(&UNITS)),
            1 => Owner::Person(self.pick(&EVERYONE)),
            _ => Owner::Office,
        }
    }

    fn id(&mut self, len: usize) -> u32 {
        // the newest, most often
        if self.often(85) { len as u32 } else { self.roll(4) as u32 }
    }

    fn assignment(&mut self, unit: UnitId) -> Assignment {
        Assignment { telephone: if self.often(97) { Some(sealed()) } else { None }, ..assigned(unit) }
    }

    fn limit(&mut self, today: Day) -> LimitRule {
        match self.roll(3) {
            0 => LimitRule::Explicit(self.day(today)),
            1 => LimitRule::Standard,
            _ => LimitRule::ByPlan,
        }
    }

    pub fn proposal(&mut self, today: Day) -> Proposal {
        let mut proposal = proposal();
        proposal.major = self.often(20);
        proposal.complex = self.often(40);
        proposal.limit = self.limit(today);
        proposal.lead_unit = if self.often(95) { Some(self.pick(&UNITS[..4])) } else { None };
        proposal.co_units = if self.often(60) { vec![self.pick(&UNITS)] } else { Vec::new() };
        proposal.target = if self.often(95) { proposal.target } else { None };
        proposal.leader = if self.often(80) { Some(LEADER) } else { None };
        if self.often(20) {
            proposal.source.kind = SourceKind::Petition;
        }
        proposal.source.reply_by = if self.often(20) { Some(self.day(today)) } else { None };
        proposal
    }

    /// A command of this kind, filled in by chance.
    pub fn command(&mut self, kind: CommandKind, m: &Matter, today: Day) -> Command {
        use CommandKind as K;
        let words = text("文字");
        let reason = words.clone();
        let due = self.day(today);
        let unit = if self.often(80) { m.lead().unwrap_or(LEAD) } else { self.pick(&UNITS) };
        match kind {
            K::Propose => Command::Propose { proposal: Box::new(self.proposal(today)), group: None },
            K::Revise => Command::Revise {
                proposal: match m.proposal.clone().filter(|_| self.often(30)) {
                    Some(old) => Box::new(old),
                    None => Box::new(self.proposal(today)),
                },
                version: if self.often(90) { m.text_version } else { 0 },
            },
            K::Distribute => {
                Command::Distribute { group: GroupId(Uuid::from_u128(1)), into: vec![MatterId(Uuid::from_u128(8))] }
            }
            K::Merge => Command::Merge { into: MatterId(Uuid::from_u128(u128::from(self.roll(2)))), reason },
            K::NotPursue => Command::NotPursue { reason },
            K::Adopt => self.adoption(today),
            K::ConfirmAdoption => Command::ConfirmAdoption { text: None },
            K::SeekOpinions => {
                Command::SeekOpinions { parties: vec![self.owner(), self.owner()], due, question: words }
            }
            K::GiveOpinion => Command::GiveOpinion { opinion: self.id(m.opinions.len()), text: words },
            K::RecordMissingOpinion => Command::RecordMissingOpinion { opinion: self.id(m.opinions.len()) },
            K::Submit => {
                let leaders = if self.often(50) { vec![LEADER, PRINCIPAL] } else { vec![PRINCIPAL] };
                Command::Submit { leaders, text: None }
            }
            K::Approve => Command::Approve { text: self.some(words) },
            K::SendBack => Command::SendBack { text: words },
            K::Register => Command::Register,
            K::Dispatch => {
                let units: Vec<UnitId> = m.lead().into_iter().chain(m.co_units()).collect();
                let assignments = units.into_iter().map(|unit| self.assignment(unit)).collect();
                Command::Dispatch { assignments, limit: self.limit(today), cadence: self.pick(Cadence::ALL) }
            }
            K::Sign => Command::Sign { unit },
            K::DeemSigned => Command::DeemSigned { unit, reason },
            K::Object => Command::Object { unit, reason },
            K::Insist => Command::Insist { objection: self.id(m.objections.len()), reason },
            K::Transfer => {
                let to = self.pick(&UNITS);
                Command::Transfer { to: self.assignment(to), reason, due: self.some(due) }
            }
            K::AddCoUnit => {
                let to = self.pick(&UNITS);
                Command::AddCoUnit { to: self.assignment(to), reason }
            }
            K::RemoveCoUnit => Command::RemoveCoUnit { unit: self.pick(&UNITS), reason },
            K::ChangeContact => {
                let to = Assignment { contact: Some(self.pick(&EVERYONE)), ..assigned(unit) };
                Command::ChangeContact { to, reason: None }
            }
            K::Amend => Command::Amend {
                content: words.clone(),
                requirements: words.clone(),
                target: words,
                reason,
                version: m.text_version,
            },
            K::SubmitPlan => Command::SubmitPlan {
                steps: vec![PlanStep { due: self.day(today), text: words, owner: None }],
                final_due: self.some(due),
            },
            K::AcceptPlan => Command::AcceptPlan { plan: self.id(m.plans.len()), text: None },
            K::ReturnPlan => Command::ReturnPlan { plan: self.id(m.plans.len()), reasons: reason, due },
            K::BreakDown => Command::BreakDown { owner: self.owner(), due, text: words },
            K::ReportSubTask => Command::ReportSubTask { task: self.id(m.sub_tasks.len()), text: words },
            K::TakeSubTask => Command::TakeSubTask { task: self.id(m.sub_tasks.len()), text: None },
            K::ReportProgress => Command::ReportProgress {
                unit,
                percent: None,
                text: self.some(words),
                problems: None,
                unchanged: self.often(30),
                standstill: None,
            },
            K::AskCoordination => Command::AskCoordination { unit, text: words },
            K::AnswerCoordination => Command::AnswerCoordination { problem: self.id(m.problems.len()), text: words },
            K::RecordSituation => Command::RecordSituation { kind: self.pick(SituationKind::ALL), text: words },
            K::SubmitSituation => {
                Command::SubmitSituation { situation: self.id(m.situations.len()), to: LEADER, text: None }
            }
            K::Instruct => {
                let owed = (self.owner(), due);
                Command::Instruct { text: sealed(), situation: None, owed: self.some(owed), scan: None }
            }
            K::AnswerInstruction => {
                Command::AnswerInstruction { instruction: self.id(m.instructions.len()), text: words }
            }
            K::RequestExtension => Command::RequestExtension { until: due, reasons: reason, measures: words },
            K::ForwardExtension => Command::ForwardExtension { extension: self.id(m.extensions.len()), remark: None },
            K::ReturnExtension => Command::ReturnExtension { extension: self.id(m.extensions.len()), reason },
            K::GrantExtension => {
                Command::GrantExtension { extension: self.id(m.extensions.len()), until: due, text: None }
            }
            K::RefuseExtension => Command::RefuseExtension { extension: self.id(m.extensions.len()), text: words },
            K::ProposeUrging => Command::ProposeUrging,
            K::Urge => Command::Urge { due, text: words, reason: self.some(reason) },
            K::SignUrging => Command::SignUrging { urging: self.id(m.urgings.len()) },
            K::SettleUrging => Command::SettleUrging {
                urging: self.id(m.urgings.len()),
                done: self.often(30),
                reason: self.some(reason),
            },
            K::RevokeUrging => Command::RevokeUrging { urging: self.id(m.urgings.len()), reason },
            K::HoldUrging => Command::HoldUrging { reason, until: due },
            K::SubmitClosingReport => Command::SubmitClosingReport { sections: sections() },
            K::ConfirmClosingReport => Command::ConfirmClosingReport {
                report: self.id(m.reports.len()),
                unit: self.pick(&UNITS),
                agrees: self.often(70),
                text: self.some(words),
            },
            K::Review => {
                let mut review = verdict(self.pick(&[Verdict::Accept, Verdict::Supplement, Verdict::Redo]), None);
                review.due = self.some(due);
                Command::Review { report: self.id(m.reports.len()), review }
            }
            K::RevokeAcceptance => Command::RevokeAcceptance { reason },
            K::FeedBack => Command::FeedBack { to: vec![self.owner()], text: words },
            K::Rate => Command::Rate { satisfied: self.often(50), text: self.some(words), due: self.some(due) },
            K::ReportToSuperior => Command::ReportToSuperior { text: words },
            K::AnswerPetitioner => Command::AnswerPetitioner { manner: title("电话"), text: words },
            K::Archive => Command::Archive { materials: materials(), archivist: None, remarks: None },
            K::RequestSuspension => {
                Command::RequestSuspension { reason, expected_end: due, cause: self.pick(SuspensionCause::ALL) }
            }
            K::GrantSuspension => {
                Command::GrantSuspension { suspension: self.id(m.suspensions.len()), until: due, text: None }
            }
            K::RefuseSuspension => Command::RefuseSuspension { suspension: self.id(m.suspensions.len()), text: words },
            K::Resume => Command::Resume { due: self.some(due), text: None },
            K::RequestTermination => Command::RequestTermination { reason },
            K::GrantTermination => Command::GrantTermination { termination: self.id(m.terminations.len()), text: None },
            K::RefuseTermination => {
                Command::RefuseTermination { termination: self.id(m.terminations.len()), text: words }
            }
            K::Withdraw => Command::Withdraw { what: self.withdrawable(m) },
            K::CorrectDue => Command::CorrectDue { due, reason },
            K::Recalculate => Command::Recalculate { reason },
            K::HandOver => Command::HandOver { to: self.pick(&EVERYONE), reason: self.some(reason) },
            K::Remind => Command::Remind { unit, text: words },
            K::Attach => Command::Attach { file: FileId(Uuid::from_u128(u128::from(self.roll(50)))), label: None },
        }
    }

    fn withdrawable(&mut self, m: &Matter) -> Withdrawable {
        match self.roll(6) {
            0 => Withdrawable::Objection(self.id(m.objections.len())),
            1 => Withdrawable::Plan(self.id(m.plans.len())),
            2 => Withdrawable::Extension(self.id(m.extensions.len())),
            3 => Withdrawable::ClosingReport(self.id(m.reports.len())),
            4 => Withdrawable::Suspension(self.id(m.suspensions.len())),
            _ => Withdrawable::Termination(self.id(m.terminations.len())),
        }
    }

    fn adoption(&mut self, today: Day) -> Command {
        let mut what = proposal();
        what.co_units = if self.often(50) { vec![CO] } else { Vec::new() };
        let assignments = what.units().map(assigned).collect();
        let signed = AdoptedSignature { on: today, by: None };
        let adoption = Adoption {
            number: NoticeNumber { year: today.year(), seq: self.roll(30) as u32 + 1 },
            proposed_on: None,
            registered_on: today,
            dispatched_on: today,
            signed: self.some(signed),
            assignments,
            first_due: today,
            due: self.day(today),
            cadence: self.pick(Cadence::ALL),
            history: Vec::new(),
            scans: Vec::new(),
        };
        Command::Adopt { proposal: Box::new(what), adoption: Box::new(adoption) }
    }
}
