//! 办结报告 (R4.6a, annex 6): five sections, 内容 and 目标 from the notice, a returned report's own words kept; and the
//! co-units' word on it.

use app::papers::closing_report_draft;
use documents::{forms::closing_report::HEADINGS, paper::Form};
use domain::{
    duty::DutyKind,
    matter::{ClosingReport, Command, ReportOutcome, Sections},
};

use super::kit::{Drawn, files, form, remark};
use crate::{
    forms::FormData,
    matters::{choices, look::Look, reader::Reader, words},
    pages::{
        act::{ActForm, Submit},
        form::{Choice, Fact, Field, Kind},
        report::Section,
        text,
    },
};

pub fn draw(_: &Look) -> ActForm {
    let explanation = "联络员可起草，由单位负责人提交。提交后由学校办公室审核，协办单位同时确认。";
    let fields = vec![files("佐证材料").hint("验收单、照片、文件等。")];
    let submits = vec![Submit::new("提交办结报告"), Submit::named("更新预览", "preview", "1")];
    ActForm { submits, ..form(explanation, fields) }
}

/// The names of the five boxes.
pub const NAMES: [&str; 5] = ["section1", "section2", "section3", "section4", "section5"];

/// What was typed, else the last report, else the notice.
pub fn sections(look: &Look, sent: Option<&FormData>) -> [Section; 5] {
    let last = look.matter().reports.last().map(|report| texts(&report.sections));
    let said = |text: Option<&domain::value::Text>| text.map(ToString::to_string).unwrap_or_default();
    let notice = [
        said(look.proposal().map(|proposal| &proposal.content)),
        said(look.proposal().and_then(|proposal| proposal.target.as_ref())),
    ];
    std::array::from_fn(|place| {
        let hint = match (&last, place) {
            (Some(_), _) => "已从上次的报告带入，请修改。",
            (None, 0 | 1) => "已从通知单带入，可修改。",
            (None, 2) => "按时间写清做了什么、谁做的。",
            (None, 3) => "对照量化目标，写清结果和数据。",
            (None, _) => "",
        };
        let before = match &last {
            Some(last) => last[place].to_owned(),
            None => notice.get(place).cloned().unwrap_or_default(),
        };
        Section { text: sent.map_or(before, |sent| sent.get(NAMES[place]).to_owned()), hint: hint.to_owned() }
    })
}

/// 办结报告 (annex 6) as it stands in the form now.
pub fn preview(look: &Look, sections: &[Section; 5]) -> Form {
    let texts = sections.each_ref().map(|section| section.text.as_str());
    look.lay(|facts| closing_report_draft(facts, texts)).form()
}

/// Requirements and target, and what a return asked for.
pub fn asked(look: &Look) -> Vec<Fact> {
    let mut facts = words::asked(look);
    facts.extend(look.matter().reports.last().and_then(returned));
    let owed = look.matter().duties.owed().find(|duty| matches!(duty.kind, DutyKind::Supplement | DutyKind::Redo));
    facts.extend(owed.map(|duty| Fact::new(&format!("{}期限", duty.kind.label()), text::day(duty.due))));
    facts
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let mut texts = Vec::new();
    for (name, heading) in NAMES.iter().zip(HEADINGS) {
        texts.push(reader.text(name, heading));
    }
    let [content, goal, work, result, next] = <[_; 5]>::try_from(texts).ok()?;
    let sections = Sections { content: content?, goal: goal?, work: work?, result: result?, next: next? };
    Some(Command::SubmitClosingReport { sections: Box::new(sections) })
}

pub fn confirmation(look: &Look) -> Drawn {
    let co_units = look.matter().co_units();
    let mine: Vec<_> = look.my_units().into_iter().filter(|unit| co_units.contains(unit)).collect();
    let words = vec![Choice::new("yes", "确认"), Choice::new("no", "有异议").note("请写明异议")];
    let fields = vec![
        report_field(look),
        choices::my_unit(look, &mine),
        Field::new("agrees", "对牵头单位的办结报告", Kind::Radio(words)).required(),
        remark("text", "意见"),
    ];
    let mut drawn = Drawn::from(form("您的意见供学校办公室审核；不影响牵头单位报送。", fields));
    drawn.form.context = look.matter().report_under_review().map(full).unwrap_or_default();
    drawn
}

pub fn read_confirmation(reader: &mut Reader) -> Option<Command> {
    let (report, unit) = (reader.item("report", "办结报告"), reader.unit("unit", "单位"));
    let agrees = reader.choice("agrees", "确认还是有异议", |sent| match sent {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    });
    let text = reader.maybe_text("text", "意见");
    Some(Command::ConfirmClosingReport { report: report?, unit: unit?, agrees: agrees?, text: text? })
}

/// The report that waits, by its number.
pub fn report_field(look: &Look) -> Field {
    let waiting = look.matter().report_under_review().map(|report| report.id.to_string());
    Field::new("report", "", Kind::Hidden).value(waiting.unwrap_or_default())
}

/// The five sections under their headings.
pub fn full(report: &ClosingReport) -> Vec<Fact> {
    HEADINGS.iter().zip(texts(&report.sections)).map(|(heading, text)| Fact::new(heading, text)).collect()
}

fn texts(sections: &Sections) -> [&str; 5] {
    [&sections.content, &sections.goal, &sections.work, &sections.result, &sections.next].map(|text| text.as_str())
}

fn returned(report: &ClosingReport) -> Option<Fact> {
    match &report.outcome {
        Some(ReportOutcome::Reviewed(_, review, _)) => {
            let reasons = review.reasons.as_ref()?;
            Some(Fact::new(&format!("上次退回{}的原因", review.verdict.label()), reasons.as_str()))
        }
        _ => None,
    }
}
