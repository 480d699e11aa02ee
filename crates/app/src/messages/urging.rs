//! R4.5c, R4.5d: to whom an urging is reported beside the lead unit, at its step of the chain: the leader in charge and
//! 主要校领导 as the parameters of the matter say, the discipline office where it is copied. Told when it is issued, and again
//! when it is revoked; the timeline names the same people.

use domain::{
    institution::{Institution, Role},
    matter::Matter,
    value::{Day, PersonId},
};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UrgingCircle {
    /// 分管校领导
    pub leader: Option<PersonId>,
    /// 主要校领导
    pub principals: Vec<PersonId>,
    /// 纪委、监察专员办公室
    pub discipline: Vec<PersonId>,
}

impl UrgingCircle {
    /// Of the `nth` urging of the chain, among those who held their posts on that day.
    pub fn of(matter: &Matter, institution: &Institution, nth: u32, copied: bool, on: Day) -> Self {
        let regulation = matter.regulation_from.and_then(|day| institution.regulation_on(day));
        let Some(rules) = regulation.map(|regulation| &regulation.urging) else { return Self::default() };
        let reached = |from: u32| from > 0 && nth >= from;
        let holders = |role, told: bool| institution.holders(role, None, on).filter(|_| told).collect();
        Self {
            leader: matter.leader().filter(|_| reached(rules.tells_leader_from)),
            principals: holders(Role::PrincipalLeader, reached(rules.tells_principals_from)),
            discipline: holders(Role::Discipline, copied),
        }
    }

    pub fn people(self) -> impl Iterator<Item = PersonId> {
        self.leader.into_iter().chain(self.principals).chain(self.discipline)
    }
}
