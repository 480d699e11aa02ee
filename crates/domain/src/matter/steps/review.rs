//! 审核 (R4.6b): by the five questions, beside the requirements and target of the notice. Accepted, or returned for 补办 or
//! 重办 with reasons and a limit (R4.6c). 补办 leaves the 办结 duty discharged; 重办 opens it again at its old date.

use super::super::{
    Context, Effects, Entry, Event, Fact, Matter, Question, ReportOutcome, Review, SourceKind, Stage, Verdict,
    docket::Docket,
};
use super::closing_report::under_review;
use crate::{
    Reason, Refusal,
    duty::{Duty, DutyKind, Owner},
    regulation::{Clause, LimitName},
    value::Text,
};

pub fn review(m: &Matter, id: u32, review: &Review, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let report = under_review(m, id)?;
    ctx.not_own(&report.submitted, "办结报告")?;
    check_answers(review)?;
    let lead = m.lead().ok_or_else(|| Refusal::invalid("牵头单位", "本事项没有牵头单位"))?;
    let owner = Owner::Unit(lead);
    let mut docket = Docket::of(m, ctx);
    docket.discharge_about(DutyKind::ReviewClosingReport, id);
    match review.verdict {
        Verdict::Accept => {
            docket.withdraw_where(|duty| !outlives_closing(duty));
            open_closing_duties(&mut docket, m)?;
        }
        Verdict::Supplement | Verdict::Redo => {
            let due = review
                .due
                .ok_or_else(|| Refusal::invalid("补办（重办）时限", "请写明补办或重办的时限").under(Clause::R4_6c))?;
            ctx.later_day("补办（重办）时限", due)?;
            if review.reasons.is_none() {
                return Err(Refusal::invalid("退回理由", "请写明不符合办结要求之处").under(Clause::R4_6c));
            }
            docket.withdraw_all(DutyKind::ConfirmClosingReport);
            if review.verdict == Verdict::Redo {
                docket.reopen_last(DutyKind::Complete);
                docket.open_until(DutyKind::Redo, owner, due, Some(id));
            } else {
                docket.open_until(DutyKind::Supplement, owner, due, Some(id));
            }
        }
    }
    docket.record(Fact::Reviewed { report: id, review: Box::new(review.clone()) })
}

pub fn reviewed(m: &mut Matter, id: u32, review: &Review, entry: &Entry) {
    if let Some(report) = m.reports.iter_mut().find(|report| report.id == id) {
        let effects = Effects::of(entry);
        report.outcome = Some(ReportOutcome::Reviewed(entry.stamp.clone(), review.clone(), effects));
    }
    m.stage = if review.verdict == Verdict::Accept { Stage::Closed } else { Stage::UnderWay };
}

/// 撤销办结: the report is under review again, and what the acceptance had settled is owed again.
pub fn revoke(m: &Matter, reason: &Text, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    let Some(ReportOutcome::Reviewed(_, _, effects)) = m.accepted_report().and_then(|report| report.outcome.as_ref())
    else {
        return Err(Refusal::overtaken("没有可以撤销的办结审核"));
    };
    let mut docket = Docket::of(m, ctx);
    docket.withdraw_where(|duty| {
        [DutyKind::FeedBack, DutyKind::Archive, DutyKind::AnswerPetitioner].contains(&duty.kind)
    });
    effects.settled.iter().for_each(|id| docket.reopen(*id));
    docket.record(Fact::AcceptanceRevoked { reason: reason.clone() })
}

pub fn revoked(m: &mut Matter) {
    let accepted = m.accepted_report().map(|report| report.id);
    if let Some(report) = m.reports.iter_mut().find(|report| Some(report.id) == accepted) {
        report.outcome = None;
    }
    m.stage = Stage::UnderReview;
}

/// Feed back and archive (R4.7a, R4.8); the petitioner is owed an answer (R5.2).
pub fn open_closing_duties(docket: &mut Docket, m: &Matter) -> Result<(), Refusal> {
    docket.open(DutyKind::FeedBack, Owner::Office, LimitName::FeedBack, None)?;
    docket.open(DutyKind::Archive, Owner::Office, LimitName::Archive, None)?;
    let petition = m.proposal.as_ref().is_some_and(|proposal| proposal.source.kind == SourceKind::Petition);
    if petition {
        docket.open(DutyKind::AnswerPetitioner, Owner::Office, LimitName::AnswerPetitioner, None)?;
    }
    Ok(())
}

/// What is owed to a superior or to a leader's instruction is owed whatever becomes of the matter.
pub fn outlives_closing(duty: &Duty) -> bool {
    matches!(duty.kind, DutyKind::ReportToSuperior | DutyKind::AnswerInstruction)
}

fn check_answers(review: &Review) -> Result<(), Refusal> {
    let answer = |question: Question| review.answers.iter().find(|answer| answer.question == question);
    let open = Question::ALL.iter().filter(|question| answer(**question).is_none());
    let missing: Vec<(String, String)> =
        open.map(|question| (question.text().to_owned(), format!("请回答“{}”", question.text()))).collect();
    if review.verdict == Verdict::Accept && !missing.is_empty() {
        return Err(Refusal::incomplete(Clause::R4_6b, "同意办结前，五个问题都要回答", missing));
    }
    let no = review.answers.iter().find(|answer| !answer.yes);
    match no {
        Some(answer) if review.verdict == Verdict::Accept => {
            let message = format!("“{}”的回答为“否”，不符合办结要求，请退回补办或重办", answer.question.text());
            Err(Refusal::new(Reason::Invalid, message.clone())
                .field(answer.question.text(), message)
                .under(Clause::R4_6b))
        }
        _ => Ok(()),
    }
}
