//! 督办工作流程图 (annex 1), as lived by one matter: when it passed each box, and by whose hand.

use documents::{
    forms::flow::{self, Passed},
    paper::Form,
};
use domain::{Stamp, Who, matter::ReportOutcome};

use super::{Facts, day_cn};
use crate::names::PAPER;

/// The chart of a matter.
pub fn flow(facts: &Facts) -> Form {
    let title = facts.form_title(|papers| &papers.flow);
    flow::chart(facts.names.institution_name(), &title, (facts.number, facts.title()), &passed(facts))
}

fn passed(facts: &Facts) -> [Passed; 9] {
    let matter = facts.matter;
    let source = matter.proposal.as_ref().map(|proposal| {
        let organ = proposal.source.organ.as_ref().map_or(proposal.source.kind.label(), |organ| organ.as_str());
        let day = proposal.source.date.map(|day| format!("{}　", day_cn(day))).unwrap_or_default();
        format!("{day}{organ}")
    });
    let lead = matter.lead().and_then(|lead| matter.undertaking(lead));
    let signed = lead
        .and_then(|lead| lead.signature.as_ref())
        .map(|signature| format!("{}　{}", day_cn(signature.stamp.on), facts.names.signer(signature)));
    let accepted = matter.accepted_report().and_then(|report| match &report.outcome {
        Some(ReportOutcome::Reviewed(stamp, ..)) => Some(by(facts, stamp)),
        _ => None,
    });
    let extensions = matter.extensions.iter().map(|one| format!("{}　申请延期", day_cn(one.requested.on)));
    let urgings = matter.urgings.iter().map(|one| format!("{}　{}", day_cn(one.issued.on), super::nth_urging(one.nth)));
    let one = |stamp: Option<&Stamp>| stamp.map(|stamp| by(facts, stamp));
    [
        reached(source),
        reached(one(matter.proposed.as_ref())),
        reached(one(matter.registered.as_ref())),
        reached(one(matter.dispatched.as_ref())),
        reached(signed),
        reached(extensions.chain(urgings)),
        reached(accepted),
        reached(one(matter.filing.as_ref().map(|filing| &filing.filed))),
        Passed::default(),
    ]
}

fn reached(lines: impl IntoIterator<Item = String>) -> Passed {
    let lines: Vec<String> = lines.into_iter().collect();
    Passed { reached: !lines.is_empty(), lines }
}

fn by(facts: &Facts, stamp: &Stamp) -> String {
    let who = if stamp.by == Who::System && facts.matter.adoption.is_some() {
        PAPER.to_owned()
    } else {
        facts.names.signed_by(stamp)
    };
    format!("{}　{who}", day_cn(stamp.on))
}
