//! The circumstances of a command: who, for whom, on which day, under which parameters. Nothing in it is looked up later.

use crate::{
    Evidence, Reason, Refusal, Who,
    calendar::WorkCalendar,
    duty::Owner,
    institution::{Institution, Role},
    regulation::{Clause, Regulation},
    value::{Day, NoticeNumber, PersonId, UnitId},
};

use super::Matter;

#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// whose act it is: for a recorded one (代录), the decider
    pub who: Who,
    /// 代签: the person whose authority is used
    pub on_behalf: Option<PersonId>,
    /// 代录: who writes it down
    pub recorder: Option<Who>,
    pub evidence: Option<Evidence>,
    pub today: Day,
    /// the day it happened; not after today
    pub on: Day,
    pub institution: &'a Institution,
    pub calendar: &'a WorkCalendar,
    /// the parameters in force today; a matter under way keeps its own
    pub regulation: &'a Regulation,
    /// the next free notice number of the year of `today`
    pub next_number: NoticeNumber,
    /// is the number that a 补录 brings along already in use?
    pub number_taken: bool,
}

impl<'a> Context<'a> {
    /// The person whose rights count: the principal of a delegation, else the one who acts.
    pub fn principal(&self) -> Who {
        self.on_behalf.map_or(self.who, Who::Person)
    }

    /// R9: a matter keeps the parameters under which it was proposed.
    pub fn regulation_of(&self, matter: &Matter) -> &'a Regulation {
        matter.regulation_from.and_then(|day| self.institution.regulation_on(day)).unwrap_or(self.regulation)
    }

    /// The acting person, or whoever they sign for, holds one of these posts. The system may do everything.
    pub(crate) fn needs_role(&self, roles: &[Role]) -> Result<(), Refusal> {
        let Who::Person(person) = self.principal() else { return Ok(()) };
        if roles.iter().any(|role| self.institution.has_role(person, *role, self.on)) {
            return Ok(());
        }
        let names: Vec<&str> = roles.iter().map(|role| role.label()).collect();
        Err(Refusal::new(Reason::NotPermitted, format!("此项由{}办理", names.join("、"))))
    }

    /// … one of these posts in this unit.
    pub(crate) fn needs_hand_of(&self, unit: UnitId, roles: &[Role]) -> Result<(), Refusal> {
        let Who::Person(person) = self.principal() else { return Ok(()) };
        let mut grants = self.institution.grants_of(person, self.on);
        if grants.any(|grant| grant.unit == Some(unit) && roles.contains(&grant.role)) {
            return Ok(());
        }
        let names: Vec<&str> = roles.iter().map(|role| role.label()).collect();
        let message = format!("此项由{}的{}办理", self.institution.unit_name(unit), names.join("或"));
        Err(Refusal::new(Reason::NotPermitted, message).under(Clause::R5_1))
    }

    /// Nothing happens tomorrow, and what happened before today needs a scan or a call note.
    pub(crate) fn check_days(&self) -> Result<(), Refusal> {
        if self.on > self.today {
            let message = format!("发生日期不能晚于今天（{}），请改正", self.today);
            return Err(Refusal::new(Reason::WrongDay, message.clone()).field("发生日期", message));
        }
        if self.evidence.is_none() && (self.on < self.today || self.recorder.is_some()) {
            let message = "补记过去的事或代他人录入，须附签字原件的扫描件，或写明电话记录";
            return Err(Refusal::new(Reason::NeedsEvidence, message).field("凭据", message));
        }
        Ok(())
    }

    /// Nobody decides their own request.
    pub(crate) fn not_own(&self, asked_by: &crate::Stamp, what: &str) -> Result<(), Refusal> {
        let deciders = [self.who.person(), self.on_behalf];
        let askers = [asked_by.by.person(), asked_by.on_behalf];
        let same = deciders.iter().flatten().any(|decider| askers.iter().flatten().any(|asker| asker == decider));
        if same {
            return Err(Refusal::new(Reason::OwnRequest, format!("{what}由您本人提出，须由他人决定")));
        }
        Ok(())
    }

    /// Who decides on a request about this matter: its leader in charge while in post, else a 主要校领导 (charge moves with the post).
    pub(crate) fn leader_in_charge(&self, matter: &Matter) -> Result<PersonId, Refusal> {
        let in_post = |person: &PersonId| {
            [Role::Leader, Role::PrincipalLeader].iter().any(|role| self.institution.has_role(*person, *role, self.on))
        };
        let principal = || self.institution.holders(Role::PrincipalLeader, None, self.on).next();
        matter.leader().filter(in_post).or_else(principal).ok_or_else(|| {
            Refusal::invalid("校领导", "本事项没有在任的分管校领导，也没有设置主要校领导，请先在“人员”中设置")
        })
    }

    /// Who examines the lead unit's work: the Office; where it leads the matter itself, the leader in charge.
    pub(crate) fn examiner(&self, matter: &Matter) -> Result<Owner, Refusal> {
        if self.office_leads(matter) { self.leader_in_charge(matter).map(Owner::Person) } else { Ok(Owner::Office) }
    }

    pub(crate) fn office_leads(&self, matter: &Matter) -> bool {
        self.institution.office.is_some() && matter.lead() == self.institution.office
    }

    /// A limit given by a person must lie after the day of the act.
    pub(crate) fn later_day(&self, field: &str, day: Day) -> Result<Day, Refusal> {
        if day <= self.on {
            return Err(Refusal::invalid(field, format!("{field}要晚于{}，请改正", self.on)));
        }
        Ok(day)
    }
}
