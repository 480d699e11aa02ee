//! From a step of the demonstration to a request at the door: whose act, on which day, under what evidence, which command.
//! What a step answers is the newest thing of its kind on the matter that is still unanswered.

mod closing;
mod course;
mod draft;
mod notice;
mod requests;

use anyhow::{Context, Result, anyhow};
use app::{Act, Actor, Circumstances, Request, person_scope};
use domain::{
    Evidence,
    duty::Owner,
    matter::{Assignment, Command, Matter, SuspensionCause},
    value::{Day, MatterId, Text, UnitId},
};

use super::{
    cast::Cast,
    data::{self, School, Step},
    dates::Dates,
    deed::Deed,
};

/// Named in the evidence of everything that lies before today.
const SOURCE: &str = "演示数据";

/// In the place of a person: 系统自动.
const SYSTEM: &str = "system";

/// What a step is read against.
pub struct Scene<'a> {
    pub school: &'a School,
    pub cast: &'a Cast,
    pub dates: &'a Dates<'a>,
    pub today: Day,
    /// the matter as data
    pub data: &'a data::Matter,
    pub id: MatterId,
    /// the matter as it stands before the step
    pub now: &'a Matter,
}

impl Scene<'_> {
    /// The step as a request of its actor.
    pub fn request(&self, step: &Step, mut request: Request) -> Result<(Actor, Request)> {
        let commands = self.commands(step, &mut request)?;
        let on = self.dates.day(&step.day)?;
        let (actor, decider) = match &step.recorded_by {
            Some(recorder) => (Actor::person(self.cast.person(recorder)?), Some(self.cast.person(&step.who)?)),
            None if step.who == SYSTEM => (Actor::system("demo"), None),
            None => (Actor::person(self.cast.person(&step.who)?), None),
        };
        let evidence = (on < self.today || decider.is_some()).then(|| evidence(step)).transpose()?;
        let circumstances = Circumstances { occurred_on: Some(on), on_behalf: None, decider, evidence };
        let request = commands
            .into_iter()
            .fold(request, |request, command| request.act(Act::Matter { id: self.id, command }))
            .under(circumstances);
        Ok((actor, request))
    }

    fn commands(&self, step: &Step, request: &mut Request) -> Result<Vec<Command>> {
        if let Deed::BreakDown { tasks } = &step.deed {
            return tasks.iter().map(|task| self.break_down(task)).collect();
        }
        self.command(step, request).map(|command| vec![command])
    }

    fn command(&self, step: &Step, request: &mut Request) -> Result<Command> {
        match &step.deed {
            Deed::Propose => self.propose(request),
            Deed::Adopt(adopt) => self.adopt(adopt, request),
            Deed::ConfirmAdoption { text } => Ok(Command::ConfirmAdoption { text: self.optional(text)? }),
            Deed::SeekOpinions { to, due, question } => self.seek_opinions(to, due, question),
            Deed::GiveOpinion { text } => self.give_opinion(&step.who, text),
            Deed::RecordMissingOpinion { party } => self.record_missing_opinion(party),
            Deed::Submit { to, text } => self.submit(to, text),
            Deed::Approve { text } => Ok(Command::Approve { text: self.optional(text)? }),
            Deed::SendBack { text } => Ok(Command::SendBack { text: self.text(text)? }),
            Deed::NotPursue { reason } => Ok(Command::NotPursue { reason: self.text(reason)? }),
            Deed::Register => Ok(Command::Register),
            Deed::Dispatch { rule, due, cadence, responsible, contact } => {
                self.dispatch(rule, due.as_deref(), cadence, (responsible, contact), request)
            }
            Deed::Sign { unit } => Ok(Command::Sign { unit: self.unit_or_lead(unit.as_deref())? }),
            Deed::DeemSigned { unit, reason } => {
                Ok(Command::DeemSigned { unit: self.cast.unit(unit)?, reason: self.text(reason)? })
            }
            Deed::Object { reason } => Ok(Command::Object { unit: self.lead()?, reason: self.text(reason)? }),
            Deed::Insist { reason } => self.insist(reason),
            Deed::Transfer { unit, responsible, contact, reason } => {
                self.transfer(unit, (responsible, contact), reason, request)
            }
            Deed::ChangeContact { contact, reason } => self.change_contact(contact, reason, request),
            Deed::SubmitPlan { steps, final_due } => self.submit_plan(steps, final_due.as_deref()),
            Deed::AcceptPlan { text } => self.accept_plan(text),
            Deed::ReturnPlan { reasons, due } => self.return_plan(reasons, due),
            Deed::BreakDown { .. } => Err(anyhow!("分解任务可能有多项")),
            Deed::TakeSubTask { unit, text } => self.take_sub_task(unit, text),
            Deed::ReportProgress(progress) => self.report_progress(progress),
            Deed::AskCoordination { text } => {
                Ok(Command::AskCoordination { unit: self.lead()?, text: self.text(text)? })
            }
            Deed::AnswerCoordination { text } => self.answer_coordination(text),
            Deed::RecordSituation { kind, text } => self.record_situation(kind, text),
            Deed::SubmitSituation { to, text } => self.submit_situation(to, text),
            Deed::Instruct { text, due, owner } => self.instruct(text, due.as_deref(), owner.as_deref(), request),
            Deed::AnswerInstruction { text } => self.answer_instruction(text),
            Deed::RequestExtension { until, reason, measures } => self.request_extension(until, reason, measures),
            Deed::ForwardExtension { remark } => self.forward_extension(remark),
            Deed::DecideExtension { decision, until, text } => self.decide_extension(decision, until.as_deref(), text),
            Deed::ProposeUrging => Ok(Command::ProposeUrging),
            Deed::Urge { limit, text } => self.urge(limit, text),
            Deed::HoldUrging { until, reason } => {
                Ok(Command::HoldUrging { reason: self.text(reason)?, until: self.dates.day(until)? })
            }
            Deed::SignUrging => self.sign_urging(),
            Deed::SettleUrging { done, reason } => self.settle_urging(*done, reason),
            Deed::SubmitClosingReport { report } => self.submit_closing_report(report),
            Deed::ConfirmReport { unit, agree, text } => self.confirm_report(unit, *agree, text),
            Deed::Review(review) => self.review(review),
            Deed::FeedBack { to, text } => self.feed_back(to, text),
            Deed::Rate { satisfied, text } => {
                Ok(Command::Rate { satisfied: *satisfied, text: self.optional(text)?, due: None })
            }
            Deed::ReportSuperior { text } => Ok(Command::ReportToSuperior { text: self.text(text)? }),
            Deed::AnswerPetitioner { manner, text } => Ok(Command::AnswerPetitioner {
                manner: self.dates.title("答复方式", manner)?,
                text: self.text(text)?,
            }),
            Deed::Archive { materials, remarks } => self.archive(materials, remarks, &step.who),
            Deed::SuspendRequest { reason, expected_end, cause } => Ok(Command::RequestSuspension {
                reason: self.text(reason)?,
                expected_end: self.dates.day(expected_end)?,
                cause: SuspensionCause::from_code(cause).with_context(|| format!("暂缓原因 {cause}"))?,
            }),
            Deed::DecideSuspension { decision, until, text } => {
                self.decide_suspension(decision, until.as_deref(), text)
            }
            Deed::Resume { due, text } => {
                Ok(Command::Resume { due: self.day_if(due.as_deref())?, text: self.optional(text)? })
            }
            Deed::TerminateRequest { reason } => Ok(Command::RequestTermination { reason: self.text(reason)? }),
            Deed::DecideTermination { decision, text } => self.decide_termination(decision, text),
        }
    }

    fn text(&self, text: &str) -> Result<Text> {
        self.dates.text("文字", text)
    }

    fn optional(&self, text: &str) -> Result<Option<Text>> {
        self.dates.optional("文字", text)
    }

    fn day_if(&self, day: Option<&str>) -> Result<Option<Day>> {
        day.map(|day| self.dates.day(day)).transpose()
    }

    fn lead(&self) -> Result<UnitId> {
        self.now.lead().context("本事项没有牵头单位")
    }

    fn unit_or_lead(&self, unit: Option<&str>) -> Result<UnitId> {
        unit.map_or_else(|| self.lead(), |unit| self.cast.unit(unit))
    }

    /// A unit by its id; a leader, or a unit's head or contact, by theirs: what a unit's person is asked, the unit is asked.
    fn party(&self, id: &str) -> Result<Owner> {
        if let Ok(unit) = self.cast.unit(id) {
            return Ok(Owner::Unit(unit));
        }
        match self.school.unit_of(id) {
            Some(unit) => Ok(Owner::Unit(self.cast.unit(&unit.id)?)),
            None => Ok(Owner::Person(self.cast.person(id)?)),
        }
    }

    /// 责任明确化: the contact's telephone, sealed under the contact's own key.
    fn assignment(&self, unit: &str, people: (&str, &str), request: &mut Request) -> Result<Assignment> {
        let (responsible, contact) = people;
        let telephone = &self.school.person(contact)?.telephone;
        let contact = self.cast.person(contact)?;
        Ok(Assignment {
            unit: self.cast.unit(unit)?,
            responsible: Some(self.cast.person(responsible)?),
            contact: Some(contact),
            telephone: Some(request.seal(person_scope(contact), telephone)),
        })
    }

    /// The lead unit's people as given, the co-units' as in the list of units.
    fn assignments(&self, lead: (&str, &str), request: &mut Request) -> Result<Vec<Assignment>> {
        let mut all = vec![self.assignment(&self.data.lead, lead, request)?];
        for id in &self.data.co {
            let unit = self.school.unit(id)?;
            all.push(self.assignment(id, (&unit.head, &unit.contact), request)?);
        }
        Ok(all)
    }
}

fn evidence(step: &Step) -> Result<Evidence> {
    let said: Vec<&str> = [step.manner.as_deref(), step.evidence.as_deref()].into_iter().flatten().collect();
    let text = if said.is_empty() { SOURCE.to_owned() } else { format!("{SOURCE}：{}", said.join("，")) };
    Ok(Evidence::Import(Text::parse("凭据", &text)?))
}

/// The newest that the filter picks.
fn newest<'i, T>(items: &'i [T], what: &str, picks: impl Fn(&T) -> bool) -> Result<&'i T> {
    items.iter().rev().find(|item| picks(item)).with_context(|| format!("没有待处理的{what}"))
}
