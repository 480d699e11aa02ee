//! 办结报告, 审核, 反馈, 归档 (R4.6–R4.8).

use anyhow::{Context, Result, bail, ensure};
use domain::matter::{Answer, Command, Material, MaterialForm, MaterialKind, Question, Review, Sections, Verdict};

use super::Scene;
use crate::demo::deed;

impl Scene<'_> {
    pub(super) fn submit_closing_report(&self, report: &deed::Report) -> Result<Command> {
        Ok(Command::SubmitClosingReport {
            sections: Box::new(Sections {
                content: self.text(&report.content)?,
                goal: self.text(&report.goal)?,
                work: self.text(&report.work)?,
                result: self.text(&report.result)?,
                next: self.text(&report.next)?,
            }),
        })
    }

    pub(super) fn confirm_report(&self, unit: &str, agrees: bool, text: &str) -> Result<Command> {
        let (report, unit) = (self.report_under_review()?, self.cast.unit(unit)?);
        Ok(Command::ConfirmClosingReport { report, unit, agrees, text: self.optional(text)? })
    }

    pub(super) fn review(&self, review: &deed::Review) -> Result<Command> {
        ensure!(review.answers.len() == Question::ALL.len(), "审核要回答五问，现有 {} 问", review.answers.len());
        let answers = Question::ALL.iter().zip(&review.answers);
        let answer = |(question, answer): (&Question, &deed::Answer)| {
            Ok(Answer { question: *question, yes: answer.yes, note: self.optional(&answer.note)? })
        };
        let verdict = match review.verdict.as_str() {
            "accept" => Verdict::Accept,
            "supplement" => Verdict::Supplement,
            "redo" => Verdict::Redo,
            other => bail!("审核结论“{other}”不认识"),
        };
        let review = Review {
            verdict,
            answers: answers.map(answer).collect::<Result<_>>()?,
            reasons: self.optional(&review.reasons)?,
            due: self.day_if(review.due.as_deref())?,
        };
        Ok(Command::Review { report: self.report_under_review()?, review: Box::new(review) })
    }

    fn report_under_review(&self) -> Result<u32> {
        Ok(self.now.report_under_review().context("没有待审核的办结报告")?.id)
    }

    pub(super) fn feed_back(&self, to: &[String], text: &str) -> Result<Command> {
        let to = to.iter().map(|party| self.party(party)).collect::<Result<_>>()?;
        Ok(Command::FeedBack { to, text: self.text(text)? })
    }

    pub(super) fn archive(&self, materials: &[deed::Material], remarks: &str, who: &str) -> Result<Command> {
        Ok(Command::Archive {
            materials: materials.iter().map(|material| self.material(material)).collect::<Result<_>>()?,
            archivist: Some(self.name_of(who)?),
            remarks: self.optional(remarks)?,
        })
    }

    fn material(&self, material: &deed::Material) -> Result<Material> {
        let found = MaterialKind::ALL.iter().find(|kind| kind.label() == material.kind);
        let kind = *found.with_context(|| format!("材料类别“{}”不认识", material.kind))?;
        let form = match (material.form.as_str(), material.count, material.pages, &material.place, &material.reason) {
            ("电子件", None, None, None, None) => MaterialForm::Electronic,
            ("纸质件", Some(count), Some(pages), Some(place), None) => {
                MaterialForm::Paper { count, pages, place: self.dates.title("存放处", place)? }
            }
            ("无此项", None, None, None, Some(reason)) => MaterialForm::None { reason: self.text(reason)? },
            (form, ..) => bail!("材料“{}”的形式“{form}”与所填各项不相称", material.kind),
        };
        Ok(Material { kind, form })
    }
}
