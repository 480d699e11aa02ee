//! 批阅: what waits for a leader's decision or reading, each with its matter; then the matters in charge. A leader's paper has
//! no light, whoever looks at it, and is in no figure.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    access::Subject,
    duty::{Light, Owner},
    institution::Role,
    matter::Matter,
    value::{Day, MatterId, PersonId},
};

use super::{
    Count, DeskItem, LedgerRow, Mark, Owed, Query, RecordTask, TaskKind,
    desk::{owed, running},
    ledger_sql::Plan,
    tasks::tasks,
    waiting::{Waiting, waiting},
};
use crate::{Actor, App, Denied, snapshot::Scope, views::days_between};

/// What is asked of the leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperOf {
    /// to be decided, or to be answered
    Duty(Owed),
    /// a situation to be read (待阅); without a date
    Situation(Waiting),
}

/// One thing that waits, with the matter that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaderPaper {
    pub of: PaperOf,
    pub matter: Arc<Matter>,
    /// 待批 or 待阅, with the days
    pub mark: Mark,
}

impl LeaderPaper {
    pub fn since(&self) -> Day {
        match &self.of {
            PaperOf::Duty(owed) => owed.opened_on,
            PaperOf::Situation(waiting) => waiting.since,
        }
    }

    /// Whose it is: one's own, or that of whoever has one sign (代签).
    pub fn owner(&self) -> Owner {
        match &self.of {
            PaperOf::Duty(owed) => owed.owner,
            PaperOf::Situation(waiting) => waiting.owner,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaderDesk {
    pub today: Day,
    /// those that have waited longest; the first 30
    pub papers: Vec<LeaderPaper>,
    /// with the tasks
    pub papers_total: Count,
    /// a 通报 to be signed, a referral to be approved
    pub tasks: Vec<RecordTask>,
    /// of whom the matters below are: of all, for 主要校领导
    pub leader: Option<PersonId>,
    /// under way, the nearest limit first; the first 20
    pub matters: Vec<LedgerRow>,
    pub matters_total: Count,
    pub overdue: Count,
    pub near: Count,
}

const PAPERS_SHOWN: usize = 30;
const MATTERS_SHOWN: u32 = 20;

impl App {
    /// Not found for those who hold no leader's post.
    pub async fn leader_desk(&self, actor: &Actor) -> Result<LeaderDesk, Denied> {
        let (app, actor) = (self.clone(), actor.clone());
        self.read(move |read| {
            let (institution, today) = (read.institution.clone(), read.today);
            let leaders = institution.leaders(today);
            let person = actor.person_id().filter(|person| leaders.contains(person)).ok_or(Denied::NotFound)?;
            let subjects = actor.subjects(&institution, today);
            let is_a_leaders = |subject: &Subject| matches!(subject, Subject::Person(one) if leaders.contains(one));
            let lead: BTreeSet<Subject> = subjects.iter().copied().filter(is_a_leaders).collect();
            let (owed, owed_total) = owed(read, &lead, Vec::new())?;
            let mut tasks = tasks(read, &actor)?;
            tasks.retain(|task| matches!(task.kind, TaskKind::SignSummary | TaskKind::ApproveReferral));
            let waiting = waiting(read, &lead)?;
            let total = Count(owed_total.0 + (waiting.len() + tasks.len()) as u64);
            let mut found: Vec<(MatterId, Mark, PaperOf)> = Vec::new();
            for item in owed {
                if let DeskItem::Duty(owed) = item {
                    found.push((owed.matter, owed.mark, PaperOf::Duty(owed)));
                }
            }
            for waiting in waiting {
                let mark = Mark::Waiting { days: days_between(waiting.since, today).max(0), to_read: true };
                found.push((waiting.matter, mark, PaperOf::Situation(waiting)));
            }
            let mut papers = Vec::new();
            for (matter, mark, of) in found {
                let matter = app.0.read_folded.matter(read, matter)?.ok_or(Denied::NotFound)?;
                papers.push(LeaderPaper { of, matter, mark });
            }
            papers.sort_by_key(|paper| (paper.since(), paper.matter.id));
            papers.truncate(PAPERS_SHOWN);

            let is_principal = institution.has_role(person, Role::PrincipalLeader, today);
            let leader = (!is_principal).then_some(person);
            let scope = Scope::of(&subjects);
            let mine = Query { stages: running(), leader, limit: MATTERS_SHOWN, ..Query::default() };
            let plan = Plan::new(read, &scope, &mine, &institution, today)?;
            let (matters, matters_total) = (plan.page(read)?.0, plan.count(read)?);
            let mut lit = |light| {
                let query = Query { leader, light: Some(light), ..Query::default() };
                Plan::new(read, &scope, &query, &institution, today)?.count(read)
            };
            let (overdue, near) = (lit(Light::Red)?, lit(Light::Yellow)?);
            let matters = matters.into_iter().map(|keyed| keyed.row).collect();
            Ok(LeaderDesk { today, papers, papers_total: total, tasks, leader, matters, matters_total, overdue, near })
        })
        .await
    }
}
