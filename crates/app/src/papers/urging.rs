//! 督办事项催办单 (annex 5; R4.5c): as it was issued; only the signature and a revocation come later.

use documents::forms::{Signed, urging::UrgingSheet};
use domain::{
    matter::{Matter, Urging, UrgingOutcome},
    value::Day,
};

use super::{
    Facts, day_cn, nth_urging, past,
    words::{lines, signed},
};

/// Annex 5, cell by cell. 限期办结时间 is the urging's own day: it never replaces the 办结时限. None where there is no such urging.
pub fn urging(facts: &Facts, id: u32) -> Option<UrgingSheet> {
    let (urging, then) = issued(facts, id)?;
    let mut content = vec![opening(urging.nth, urging.issued.on, urging.old_due, urging.days_past)];
    content.extend(lines(urging.text.as_str()));
    content.extend(urging.copied.then(|| format!("抄送：{}", facts.names.discipline_name())));
    let signature = urging.signature.as_ref();
    Some(UrgingSheet {
        form_title: facts.form_title(|papers| &papers.urging),
        mark: mark(urging),
        number: facts.number.to_owned(),
        title: facts.title().to_owned(),
        lead: facts.lead(&then),
        due: day_cn(urging.due),
        content,
        signed: signature.map_or_else(Signed::default, |stamp| signed(facts.names, stamp, "电子签收")),
        notes: facts.notes(|papers| &papers.urging_notes),
    })
}

/// The sheet as it is being written. In: the limit as the paper has it and the words typed, both of which may be empty; whether
/// the discipline office gets a copy.
pub fn draft(facts: &Facts, due: &str, text: &str, copied: bool) -> UrgingSheet {
    let (matter, today) = (facts.matter, facts.names.today);
    let about = matter.missed_limit(today).map(|missed| {
        let days_past = facts.names.institution.calendar.days_past(today, missed.due);
        opening(matter.next_urging(), today, missed.due, days_past)
    });
    let mut content: Vec<String> = about.into_iter().chain(lines(text)).collect();
    content.extend(copied.then(|| format!("抄送：{}", facts.names.discipline_name())));
    UrgingSheet {
        form_title: facts.form_title(|papers| &papers.urging),
        number: facts.number.to_owned(),
        title: facts.title().to_owned(),
        lead: facts.lead(matter),
        due: due.to_owned(),
        content,
        notes: facts.notes(|papers| &papers.urging_notes),
        ..UrgingSheet::default()
    }
}

/// What an urging is about, before its own words: 催办 or 二次催办, the limit that has passed, by how much.
fn opening(nth: u32, on: Day, old_due: Day, days_past: u32) -> String {
    let past = if days_past > 0 { format!("已逾期 {days_past} 个工作日") } else { "已超过".to_owned() };
    format!("{}（{}发出）：原时限为{}，至发出之日{past}。", nth_urging(nth), day_cn(on), day_cn(old_due))
}

/// The urging as it stands now, and the matter as it was when it was issued.
pub(super) fn issued<'f>(facts: &Facts<'f>, id: u32) -> Option<(&'f Urging, Matter)> {
    let urging = facts.matter.urgings.iter().find(|urging| urging.id == id)?;
    let then = past::when(facts.matter.id, facts.timeline, |then| then.urgings.iter().any(|one| one.id == id))?;
    Some((urging, then))
}

pub(super) fn mark(urging: &Urging) -> String {
    match &urging.outcome {
        Some(UrgingOutcome::Revoked(stamp, _)) => format!("已撤销（{}）", day_cn(stamp.on)),
        _ => String::new(),
    }
}
