//! 督办事项延期申请单 (annex 4; R4.5b): the request as its unit made it, and what became of it.

use documents::forms::{Signed, extension::ExtensionRequest};
use domain::matter::{Extension, ExtensionOutcome};

use super::{
    Facts, day_cn, past,
    words::{lines, signed},
};

/// None where there is no such request.
pub fn extension(facts: &Facts, id: u32) -> Option<ExtensionRequest> {
    let asked = facts.matter.extensions.iter().find(|extension| extension.id == id)?;
    let then = past::when(facts.matter.id, facts.timeline, |then| then.extensions.iter().any(|one| one.id == id))?;
    let (decision, leader) = decision(facts, asked);
    Some(ExtensionRequest {
        form_title: facts.form_title(|papers| &papers.extension),
        mark: mark(asked),
        number: facts.number.to_owned(),
        title: facts.title().to_owned(),
        lead: facts.lead(&then),
        old_due: day_cn(asked.old_due),
        until: day_cn(asked.until),
        report: written(asked.reasons.as_str(), asked.measures.as_str(), &day_cn(asked.until)),
        head: signed(facts.names, &asked.requested, "电子签署"),
        decision,
        leader,
    })
}

/// The request as it is being written. In: the date as the paper has it, and what was typed; all of it may be empty.
pub fn draft(facts: &Facts, until: &str, reasons: &str, measures: &str) -> ExtensionRequest {
    let old_due = facts.matter.running_limit().map(|duty| day_cn(duty.due));
    ExtensionRequest {
        form_title: facts.form_title(|papers| &papers.extension),
        number: facts.number.to_owned(),
        title: facts.title().to_owned(),
        lead: facts.lead(facts.matter),
        old_due: old_due.unwrap_or_default(),
        until: until.to_owned(),
        report: written(reasons, measures, until),
        ..ExtensionRequest::default()
    }
}

/// 说明原因，提出解决措施，明确办理完成最终时限.
fn written(reasons: &str, measures: &str, until: &str) -> Vec<String> {
    let titled = |label: &str, text: &str| {
        let mut lines = lines(text);
        if let Some(first) = lines.first_mut() {
            *first = format!("{label}：{first}");
        }
        lines
    };
    let mut report = titled("延期原因", reasons);
    report.extend(titled("解决措施", measures));
    report.extend((!until.is_empty()).then(|| format!("办理完成最终时限：{until}。")));
    report
}

/// 校领导审批意见, and whose it is: empty until a leader has decided.
fn decision(facts: &Facts, asked: &Extension) -> (Vec<String>, Signed) {
    let said = |text: &str| lines(text);
    match &asked.outcome {
        Some(ExtensionOutcome::Granted(stamp, until, text)) => {
            let mut decision = vec![format!("同意延期至{}。", day_cn(*until))];
            decision.extend(text.iter().flat_map(|text| said(text.as_str())));
            (decision, signed(facts.names, stamp, "电子签署"))
        }
        Some(ExtensionOutcome::Refused(stamp, text)) => {
            let mut decision = vec!["不同意延期。".to_owned()];
            decision.extend(said(text.as_str()));
            (decision, signed(facts.names, stamp, "电子签署"))
        }
        _ => Default::default(),
    }
}

fn mark(asked: &Extension) -> String {
    match &asked.outcome {
        Some(ExtensionOutcome::Withdrawn(stamp)) => format!("已撤回（{}）", day_cn(stamp.on)),
        Some(ExtensionOutcome::Returned(stamp, _)) => format!("已退回（{}）", day_cn(stamp.on)),
        _ => String::new(),
    }
}
