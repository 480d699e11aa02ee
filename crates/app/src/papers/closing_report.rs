//! 督办事项办结报告 (annex 6; R4.6a), as the unit submitted it.

use documents::forms::closing_report::ClosingReport;
use domain::matter::ReportOutcome;

use super::{
    Facts, day_cn, past,
    words::{lines, signed},
};

/// The report as it is being written. In: what was typed in its five sections.
pub fn draft(facts: &Facts, sections: [&str; 5]) -> ClosingReport {
    ClosingReport {
        form_title: facts.form_title(|papers| &papers.closing_report),
        number: facts.number.to_owned(),
        sections: sections.map(lines),
        unit: facts.lead(facts.matter),
        ..ClosingReport::default()
    }
}

/// None where there is no such report.
pub fn closing_report(facts: &Facts, id: u32) -> Option<ClosingReport> {
    let report = facts.matter.reports.iter().find(|report| report.id == id)?;
    let then = past::when(facts.matter.id, facts.timeline, |then| then.reports.iter().any(|one| one.id == id))?;
    let said = &report.sections;
    let mark = match &report.outcome {
        Some(ReportOutcome::Withdrawn(stamp)) => format!("已撤回（{}）", day_cn(stamp.on)),
        _ => String::new(),
    };
    Some(ClosingReport {
        form_title: facts.form_title(|papers| &papers.closing_report),
        number: facts.number.to_owned(),
        mark,
        sections: [&said.content, &said.goal, &said.work, &said.result, &said.next].map(|text| lines(text.as_str())),
        unit: facts.lead(&then),
        head: signed(facts.names, &report.submitted, "电子签署"),
    })
}
