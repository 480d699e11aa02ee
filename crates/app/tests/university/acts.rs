//! What people do about what they owe, and when: some in time, some late, some never until it hurts. When somebody acts on a
//! duty hangs on the seed and the duty alone, so that nothing has to be remembered.

use app::{Actor, Request, ToSeal};
use domain::{
    duty::{DutyKind, Owner},
    institution::{InstitutionCommand, Quarter},
    matter::{
        Answer, Cadence, Category, Command, LimitRule, Material, MaterialForm, MaterialKind, Matter, PlanStep,
        Proposal, Question, Review, Sections, Source, SourceKind, Stage, SuspensionCause, Verdict,
    },
    value::{Day, MatterId, Percent, PersonId, UnitId},
};
use jiff::ToSpan;

use super::{
    campus::{Campus, Faculty, Owed, text, title},
    dice::{Dice, fate},
};

pub struct Deed {
    pub who: PersonId,
    pub matter: MatterId,
    pub command: Command,
    pub sealed: Option<ToSeal>,
}

impl Deed {
    fn new(who: PersonId, matter: MatterId, command: Command) -> Self {
        Self { who, matter, command, sealed: None }
    }
}

/// A new draft by one of the clerks.
pub fn propose(campus: &Campus, dice: &mut Dice) -> Deed {
    let lead = dice.pick(&campus.units).id;
    let mut co_units: Vec<UnitId> = (0..dice.roll(3)).map(|_| dice.pick(&campus.units).id).collect();
    co_units.retain(|unit| *unit != lead);
    co_units.dedup();
    co_units.sort();
    co_units.dedup();
    let complex = dice.often(20);
    let petition = dice.often(10);
    let proposal = Proposal {
        title: title(&format!("第 {} 项工作", dice.roll(1_000_000))),
        content: text("按会议决定完成。"),
        requirements: Some(text("分步推进，按期报告。")),
        target: Some(text("形成清单，验收合格。")),
        category: *dice.pick(Category::ALL),
        source: Source {
            kind: if petition { SourceKind::Petition } else { SourceKind::Meeting },
            organ: Some(title("校长办公会")),
            number: None,
            date: None,
            clause: None,
            reply_by: None,
            petitioner: None,
        },
        lead_unit: Some(lead),
        co_units,
        limit: if complex { LimitRule::ByPlan } else { LimitRule::Standard },
        major: complex || dice.often(20),
        complex,
        ongoing: false,
        leader: Some(*dice.pick(&campus.leaders)),
    };
    let matter = MatterId(campus.app().fresh_id());
    Deed::new(*dice.pick(&campus.clerks), matter, Command::Propose { proposal: Box::new(proposal), group: None })
}

/// What whoever owes it does about it today: mostly nothing yet.
pub async fn answer(campus: &Campus, owed: &Owed, seed: u64, dice: &mut Dice) -> Vec<Deed> {
    let today = campus.today();
    if today < acts_on(owed, seed) {
        return Vec::new();
    }
    let matter = campus.matter(owed.matter).await;
    if !matter.duties.get(owed.duty).is_some_and(|duty| duty.is_open()) {
        // answered by what somebody else did today
        return Vec::new();
    }
    let deeds = match owed.owner {
        Owner::Office => of_the_office(campus, &matter, owed, dice).await,
        Owner::Unit(unit) => campus.faculty(unit).map(|faculty| of_a_unit(campus, &matter, owed, faculty, dice)),
        Owner::Person(person) => of_a_leader(campus, &matter, owed, person, dice),
    };
    deeds.into_iter().flatten().map(|(who, command)| Deed::new(who, owed.matter, command)).collect()
}

/// Units: six in ten in time, three late, one hardly ever. The Office and the leaders: mostly in time.
fn acts_on(owed: &Owed, seed: u64) -> Day {
    let mut dice = fate(seed, &[owed.matter.0.as_u128(), u128::from(owed.duty)]);
    let days = match owed.owner {
        Owner::Unit(unit) => match fate(seed, &[unit.0.as_u128()]).roll(10) {
            0..=5 => -(dice.roll(4) as i64),
            6..=8 => dice.roll(15) as i64 - 1,
            _ => 20 + dice.roll(60) as i64,
        },
        Owner::Office if owed.kind == DutyKind::SettleUrging => dice.roll(2) as i64,
        Owner::Office | Owner::Person(_) => dice.roll(4) as i64 - 2,
    };
    owed.due.checked_add(days.days()).unwrap()
}

type Done = Option<Vec<(PersonId, Command)>>;

async fn of_the_office(campus: &Campus, m: &Matter, owed: &Owed, dice: &mut Dice) -> Done {
    let clerk = *dice.pick(&campus.clerks);
    let head = campus.office_head;
    let today = campus.today();
    let about = owed.about.unwrap_or_default();
    let soon = |days: i64| today.checked_add(days.days()).unwrap();
    let done = match owed.kind {
        DutyKind::SettleDraft => settle(campus, m, today)?,
        DutyKind::Register => (clerk, Command::Register),
        DutyKind::Dispatch => (clerk, dispatch(campus, m, dice).await),
        DutyKind::RuleOnObjection => (clerk, Command::Insist { objection: about, reason: text("职责明确") }),
        DutyKind::ReviewPlan if dice.often(80) => (clerk, Command::AcceptPlan { plan: about, text: None }),
        DutyKind::ReviewPlan => (clerk, Command::ReturnPlan { plan: about, reasons: text("步骤不清"), due: soon(7) }),
        DutyKind::HandleProblem => (clerk, Command::AnswerCoordination { problem: about, text: text("已协调") }),
        DutyKind::AnswerInstruction => (clerk, Command::AnswerInstruction { instruction: about, text: text("已办") }),
        DutyKind::ForwardExtension => (clerk, Command::ForwardExtension { extension: about, remark: None }),
        DutyKind::IssueUrging if dice.often(10) => {
            (head, Command::HoldUrging { reason: text("已约定当面汇报"), until: soon(7) })
        }
        DutyKind::IssueUrging => {
            let proposal = m.urging_proposals.last()?;
            let due = if proposal.due > today { proposal.due } else { soon(7) };
            (head, Command::Urge { due, text: proposal.text.clone(), reason: None })
        }
        DutyKind::SettleUrging => {
            let complied = m.duties.about(DutyKind::ComplyUrging, about).is_none_or(|duty| duty.due >= today);
            let reason = Some(text("仍未报送办结报告"));
            if complied {
                return None;
            }
            (clerk, Command::SettleUrging { urging: about, done: false, reason })
        }
        DutyKind::ReviewClosingReport => (clerk, review(about, today, dice)),
        DutyKind::FeedBack => {
            let to = vec![Owner::Unit(m.lead()?)];
            (clerk, Command::FeedBack { to, text: text("已办结") })
        }
        DutyKind::AnswerPetitioner => {
            (clerk, Command::AnswerPetitioner { manner: title("电话"), text: text("已答复") })
        }
        DutyKind::ReportToSuperior => (clerk, Command::ReportToSuperior { text: text("已报送") }),
        DutyKind::Archive => {
            // the result is told first
            if !m.duties.owed().all(|duty| duty.kind == DutyKind::Archive) {
                return None;
            }
            let electronic = |kind: &MaterialKind| Material { kind: *kind, form: MaterialForm::Electronic };
            let materials = MaterialKind::ALL.iter().map(electronic).collect();
            (clerk, Command::Archive { materials, archivist: None, remarks: None })
        }
        DutyKind::ReviewSuspension => {
            let leader = m.leader()?;
            (leader, Command::Resume { due: Some(soon(20)), text: None })
        }
        _ => return None,
    };
    Some(vec![done])
}

/// A major matter asks for opinions and goes to the leaders; any other is registered.
fn settle(campus: &Campus, m: &Matter, today: Day) -> Option<(PersonId, Command)> {
    let clerk = campus.clerks[0];
    let major = m.proposal.as_ref().is_some_and(|proposal| proposal.major);
    let awaited = m.opinions.iter().find(|o| o.answer == domain::matter::OpinionAnswer::Awaited);
    let command = match (major, m.opinions.is_empty(), awaited) {
        (false, ..) => Command::Register,
        (true, true, _) => {
            let parties = vec![Owner::Unit(m.lead().unwrap())];
            let due = today.checked_add(5.days()).unwrap();
            Command::SeekOpinions { parties, due, question: text("请提意见") }
        }
        (true, false, Some(opinion)) if opinion.due >= today => return None,
        (true, false, Some(opinion)) => Command::RecordMissingOpinion { opinion: opinion.id },
        (true, false, None) => Command::Submit { leaders: vec![m.leader().unwrap(), campus.principal], text: None },
    };
    Some((clerk, command))
}

async fn dispatch(campus: &Campus, m: &Matter, dice: &mut Dice) -> Command {
    let mut assignments = Vec::new();
    for unit in m.lead().into_iter().chain(m.co_units()) {
        assignments.push(campus.assignment(unit).await);
    }
    let complex = m.proposal.as_ref().is_some_and(|proposal| proposal.complex);
    let explicit = campus.today().checked_add((20 + dice.roll(80) as i64).days()).unwrap();
    let limit = match (complex, dice.often(40)) {
        (true, false) => LimitRule::ByPlan,
        (false, false) => LimitRule::Standard,
        (_, true) => LimitRule::Explicit(explicit),
    };
    let cadence = *dice.pick(&[Cadence::None, Cadence::Weekly, Cadence::HalfMonthly, Cadence::Monthly]);
    Command::Dispatch { assignments, limit, cadence }
}

fn review(report: u32, today: Day, dice: &mut Dice) -> Command {
    let verdict = match dice.roll(20) {
        0 => Verdict::Redo,
        1 | 2 => Verdict::Supplement,
        _ => Verdict::Accept,
    };
    let answers = Question::ALL.iter().map(|q| Answer { question: *q, yes: true, note: None }).collect();
    let returned = verdict != Verdict::Accept;
    let due = returned.then(|| today.checked_add(10.days()).unwrap());
    let reasons = returned.then(|| text("缺少验收材料"));
    Command::Review { report, review: Box::new(Review { verdict, answers, reasons, due }) }
}

fn of_a_unit(campus: &Campus, m: &Matter, owed: &Owed, unit: Faculty, dice: &mut Dice) -> Vec<(PersonId, Command)> {
    let today = campus.today();
    let about = owed.about.unwrap_or_default();
    let done = match owed.kind {
        DutyKind::GiveOpinion => (unit.head, Command::GiveOpinion { opinion: about, text: text("同意") }),
        DutyKind::Sign if dice.often(3) && m.objections.is_empty() => {
            (unit.head, Command::Object { unit: unit.id, reason: text("不属我院职责") })
        }
        DutyKind::Sign => (unit.contact, Command::Sign { unit: unit.id }),
        DutyKind::WorkPlan | DutyKind::ProgressReport if m.stage != Stage::UnderWay => {
            (unit.contact, Command::Sign { unit: unit.id })
        }
        DutyKind::WorkPlan => (unit.contact, plan(m, today)),
        DutyKind::ProgressReport => (unit.contact, progress(unit, dice)),
        DutyKind::SubTask => (unit.contact, Command::ReportSubTask { task: about, text: text("已完成") }),
        DutyKind::SignUrging => (unit.contact, Command::SignUrging { urging: about }),
        DutyKind::AnswerInstruction => {
            (unit.head, Command::AnswerInstruction { instruction: about, text: text("已落实") })
        }
        DutyKind::ConfirmClosingReport => {
            (unit.head, Command::ConfirmClosingReport { report: about, unit: unit.id, agrees: true, text: None })
        }
        DutyKind::Complete | DutyKind::Supplement | DutyKind::Redo | DutyKind::ComplyUrging => {
            if m.stage != Stage::UnderWay {
                return vec![(unit.contact, Command::Sign { unit: unit.id })];
            }
            if owed.kind == DutyKind::Complete
                && dice.often(25)
                && m.extensions.len() < 2
                && m.open_extension().is_none()
            {
                let until = owed.due.max(today).checked_add(20.days()).unwrap();
                let (reasons, measures) = (text("设备到货晚"), text("加班赶工"));
                return vec![(unit.head, Command::RequestExtension { until, reasons, measures })];
            }
            if owed.kind == DutyKind::Complete && dice.often(8) {
                return vec![suspend(campus, today, dice)];
            }
            if m.open_extension().is_some() && dice.often(90) {
                return Vec::new();
            }
            let [content, goal, work, result, next] = [(); 5].map(|()| text("见附件"));
            let sections = Box::new(Sections { content, goal, work, result, next });
            (unit.head, Command::SubmitClosingReport { sections })
        }
        _ => return Vec::new(),
    };
    vec![done]
}

fn suspend(campus: &Campus, today: Day, dice: &mut Dice) -> (PersonId, Command) {
    let cause = *dice.pick(SuspensionCause::ALL);
    let expected_end = today.checked_add((10 + dice.roll(40) as i64).days()).unwrap();
    (campus.office_head, Command::RequestSuspension { reason: text("等待结果"), expected_end, cause })
}

fn plan(m: &Matter, today: Day) -> Command {
    let limit = m.due_dates().map(|dates| dates.in_force);
    let end = limit.unwrap_or_else(|| today.checked_add(60.days()).unwrap());
    let middle = today.checked_add(20.days()).unwrap().min(end);
    let step = |due, words: &str| PlanStep { due, text: text(words), owner: None };
    let final_due = limit.is_none().then_some(end);
    Command::SubmitPlan { steps: vec![step(middle, "完成采购"), step(end, "完成验收")], final_due }
}

fn progress(unit: Faculty, dice: &mut Dice) -> Command {
    let unchanged = dice.often(20);
    Command::ReportProgress {
        unit: unit.id,
        percent: Percent::new(dice.roll(100) as u8).ok(),
        text: (!unchanged).then(|| text("按计划推进")),
        problems: None,
        unchanged,
        standstill: None,
    }
}

fn of_a_leader(
    campus: &Campus,
    m: &Matter,
    owed: &Owed,
    leader: PersonId,
    dice: &mut Dice,
) -> Option<Vec<(PersonId, Command)>> {
    let about = owed.about.unwrap_or_default();
    let command = match owed.kind {
        DutyKind::ApproveProposal if dice.often(10) => Command::SendBack { text: text("再研究") },
        DutyKind::ApproveProposal => Command::Approve { text: None },
        DutyKind::DecideExtension if dice.often(25) => {
            Command::RefuseExtension { extension: about, text: text("不同意") }
        }
        DutyKind::DecideExtension => {
            let until = m.extensions.iter().find(|extension| extension.id == about)?.until;
            // the limit may have moved since
            let limit = m.due_dates().map_or(campus.today(), |dates| dates.in_force).max(campus.today());
            let later = limit.checked_add(5.days()).unwrap();
            Command::GrantExtension { extension: about, until: until.max(later), text: None }
        }
        DutyKind::DecideSuspension => {
            let end = m.suspensions.iter().find(|suspension| suspension.id == about)?.expected_end;
            let later = campus.today().checked_add(5.days()).unwrap();
            Command::GrantSuspension { suspension: about, until: end.max(later), text: None }
        }
        _ => return None,
    };
    Some(vec![(leader, command)])
}

/// The Office's own: the quarterly report, once it is owed.
pub async fn quarterly(campus: &Campus, dice: &mut Dice) {
    let institution = campus.institution().await;
    let owed: Vec<Quarter> =
        institution.quarterly_reports.iter().filter(|report| report.is_owed()).map(|report| report.quarter).collect();
    for quarter in owed {
        if dice.often(15) {
            let command =
                InstitutionCommand::SubmitQuarterlyReport {
                    quarter, on: campus.today(), note: text("已呈报校领导")
                };
            let request = Request::institution(campus.app().fresh_id(), command);
            campus.app().execute(&Actor::person(campus.clerks[0]), request).await.unwrap();
        }
    }
}
