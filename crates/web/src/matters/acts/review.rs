//! 审核 (R4.6b): the five questions beside what the notice asked, then the verdict; and 撤销办结.

use domain::{
    duty::{DutyKind, Owner},
    matter::{self, ClosingReport, Command, Question, Verdict},
};

use super::{
    closing_report::report_field,
    kit::{Drawn, form, text},
};
use crate::{
    forms::FormData,
    matters::{look::Look, reader::Reader, words},
    pages::{
        act::{ActForm, Submit},
        form::Fact,
        review::{Answer, Verdict as Chosen},
        text as said,
    },
};

/// The names of the answers, and what else the page's template sends.
pub const NAMES: [&str; 8] = ["answer1", "answer2", "answer3", "answer4", "answer5", "verdict", "reason", "due"];

pub fn draw(look: &Look) -> ActForm {
    let submits = vec![Submit::new("提交审核结论")];
    ActForm { submits, ..form("对照交办时的要求逐项回答，再作结论。", vec![report_field(look)]) }
}

pub fn answers(sent: Option<&FormData>) -> [Answer; 5] {
    std::array::from_fn(|place| {
        let get = |part: &str| sent.map_or("", |sent| sent.get(&format!("{part}{}", place + 1))).to_owned();
        let yes = match get("answer").as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        Answer { yes, remark: get("remark") }
    })
}

pub fn verdict(sent: Option<&FormData>) -> Option<Chosen> {
    let value = sent?.get("verdict");
    Chosen::ALL.into_iter().find(|verdict| verdict.value() == value)
}

pub fn submitted(look: &Look, report: &ClosingReport) -> String {
    format!("{} 提交", words::signed(look, &report.submitted))
}

/// What each co-unit said; its silence is said too.
pub fn confirmations(look: &Look, report: &ClosingReport) -> Vec<Fact> {
    let of = |unit| {
        let name = look.directory.unit_name(unit).to_owned();
        let given = report.confirmations.iter().find(|confirmation| confirmation.unit == unit);
        match given {
            Some(confirmation) => {
                let word = if confirmation.agrees { "确认" } else { "有异议" };
                let text = confirmation.text.as_ref().map(|text| format!("：{text}")).unwrap_or_default();
                Fact::new(&name, format!("{word}{text}（{}）", said::day(confirmation.stamp.on)))
            }
            None => {
                let duty = look.matter().duties.of_owner(DutyKind::ConfirmClosingReport, Owner::Unit(unit));
                let late = duty.is_some_and(|duty| duty.due < look.today());
                Fact::new(&name, if late { "逾期未确认" } else { "尚未确认" })
            }
        }
    };
    look.matter().co_units().into_iter().map(of).collect()
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let report = reader.item("report", "办结报告");
    let verdict = reader.choice("verdict", "审核结论", Chosen::parse);
    let mut answers = Vec::new();
    for (place, question) in Question::ALL.iter().enumerate() {
        answers.push(answer(reader, place + 1, *question)?);
    }
    let (reasons, due) = (reader.maybe_text("reason", "退回原因"), reader.maybe_day("due", "补办（重办）期限"));
    let verdict = match verdict? {
        Chosen::Accept => Verdict::Accept,
        Chosen::Supplement => Verdict::Supplement,
        Chosen::Redo => Verdict::Redo,
    };
    let returned = verdict != Verdict::Accept;
    let review = matter::Review {
        verdict,
        answers: answers.into_iter().flatten().collect(),
        reasons: reasons?.filter(|_| returned),
        due: due?.filter(|_| returned),
    };
    Some(Command::Review { report: report?, review: Box::new(review) })
}

/// A question left open is `Some(None)`: whether it had to be answered is the rule's question.
fn answer(reader: &mut Reader, number: usize, question: Question) -> Option<Option<matter::Answer>> {
    let note = reader.maybe_text(&format!("remark{number}"), question.text())?;
    let answered = |yes| Some(Some(matter::Answer { question, yes, note: note.clone() }));
    match reader.typed.get(&format!("answer{number}")) {
        "yes" => answered(true),
        "no" => answered(false),
        _ => Some(None),
    }
}

pub fn revocation(look: &Look) -> Drawn {
    let explanation = "撤销后，办结报告回到待审核，反馈和归档的时限撤销；通知收到结果的各方。";
    let mut drawn = Drawn::from(form(explanation, vec![text("reason", "撤销理由")]));
    drawn.form.context = words::asked(look);
    drawn
}

pub fn read_revocation(reader: &mut Reader) -> Option<Command> {
    let reason = reader.text("reason", "撤销理由");
    Some(Command::RevokeAcceptance { reason: reason? })
}

impl Chosen {
    /// From the value that was sent.
    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.value() == value)
    }
}
