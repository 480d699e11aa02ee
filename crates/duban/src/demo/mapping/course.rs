//! 承办: plans, sub-tasks, progress, problems, situations, instructions (R4.4c, d, R4.5a).

use anyhow::{Context, Result};
use app::{Request, matter_scope};
use domain::{
    duty::Owner,
    matter::{Command, PlanStep, SituationKind},
    value::{Percent, Title},
};

use super::{Scene, newest};
use crate::demo::deed;

impl Scene<'_> {
    pub(super) fn submit_plan(&self, steps: &[deed::PlanStep], final_due: Option<&str>) -> Result<Command> {
        let steps = steps.iter().map(|step| self.plan_step(step)).collect::<Result<_>>()?;
        Ok(Command::SubmitPlan { steps, final_due: self.day_if(final_due)? })
    }

    fn plan_step(&self, step: &deed::PlanStep) -> Result<PlanStep> {
        let owner = Some(Title::parse("责任单位", &self.school.unit(&step.owner)?.short)?);
        Ok(PlanStep { due: self.dates.day(&step.due)?, text: self.text(&step.text)?, owner })
    }

    pub(super) fn accept_plan(&self, text: &str) -> Result<Command> {
        Ok(Command::AcceptPlan { plan: self.open_plan()?, text: self.optional(text)? })
    }

    pub(super) fn return_plan(&self, reasons: &str, due: &str) -> Result<Command> {
        let (plan, reasons, due) = (self.open_plan()?, self.text(reasons)?, self.dates.day(due)?);
        Ok(Command::ReturnPlan { plan, reasons, due })
    }

    fn open_plan(&self) -> Result<u32> {
        Ok(newest(&self.now.plans, "工作计划", |plan| plan.outcome.is_none())?.version)
    }

    pub(super) fn break_down(&self, task: &deed::Task) -> Result<Command> {
        Ok(Command::BreakDown {
            owner: Owner::Unit(self.cast.unit(&task.unit)?),
            due: self.dates.day(&task.due)?,
            text: self.text(&task.text)?,
        })
    }

    pub(super) fn take_sub_task(&self, unit: &str, text: &str) -> Result<Command> {
        let owner = Owner::Unit(self.cast.unit(unit)?);
        let task = newest(&self.now.sub_tasks, "分解任务", |task| task.owner == owner && task.taken.is_none())?.id;
        Ok(Command::TakeSubTask { task, text: self.optional(text)? })
    }

    pub(super) fn report_progress(&self, progress: &deed::Progress) -> Result<Command> {
        Ok(Command::ReportProgress {
            unit: self.unit_or_lead(progress.unit.as_deref())?,
            percent: Some(Percent::new(progress.percent)?),
            text: self.optional(&progress.text)?,
            problems: self.optional(progress.problems.as_deref().unwrap_or_default())?,
            unchanged: progress.no_change,
            standstill: None,
        })
    }

    pub(super) fn answer_coordination(&self, text: &str) -> Result<Command> {
        let problem = newest(&self.now.problems, "提请协调", |problem| problem.answer.is_none())?.id;
        Ok(Command::AnswerCoordination { problem, text: self.text(text)? })
    }

    pub(super) fn record_situation(&self, kind: &str, text: &str) -> Result<Command> {
        let found = SituationKind::ALL.iter().find(|known| known.label() == kind);
        let kind = *found.with_context(|| format!("情况类别“{kind}”不认识"))?;
        Ok(Command::RecordSituation { kind, text: self.text(text)? })
    }

    pub(super) fn submit_situation(&self, to: &str, text: &str) -> Result<Command> {
        let situation = newest(&self.now.situations, "情况记录", |situation| situation.submitted.is_none())?.id;
        Ok(Command::SubmitSituation { situation, to: self.cast.person(to)?, text: self.optional(text)? })
    }

    /// 批示 are sealed under the matter's key. One that follows a submitted situation answers it.
    pub(super) fn instruct(
        &self,
        text: &str,
        due: Option<&str>,
        owner: Option<&str>,
        request: &mut Request,
    ) -> Result<Command> {
        let answered: Vec<u32> = self.now.instructions.iter().filter_map(|i| i.situation).collect();
        let submitted = self.now.situations.iter().rev().find(|situation| situation.submitted.is_some());
        let owed =
            owner.zip(due).map(|(owner, due)| Ok::<_, anyhow::Error>((self.party(owner)?, self.dates.day(due)?)));
        Ok(Command::Instruct {
            text: request.seal(matter_scope(self.id), self.text(text)?.as_str()),
            situation: submitted.map(|situation| situation.id).filter(|id| !answered.contains(id)),
            owed: owed.transpose()?,
            scan: None,
        })
    }

    pub(super) fn answer_instruction(&self, text: &str) -> Result<Command> {
        let waits = |i: &domain::matter::Instruction| i.owed.is_some() && i.answers.is_empty();
        let instruction = newest(&self.now.instructions, "批示", waits)?.id;
        Ok(Command::AnswerInstruction { instruction, text: self.text(text)? })
    }
}
