//! The long texts of a matter, and its short facts.

use domain::value::Text;

use crate::{
    matters::{look::Look, words},
    pages::{form::Fact, text},
};

pub fn texts(look: &Look) -> Vec<Fact> {
    let content = look.proposal().map(|proposal| proposal.content.to_string()).unwrap_or_default();
    let mut texts = vec![Fact::new("事项内容", content)];
    texts.extend(words::asked(look));
    texts
}

pub fn facts(look: &Look) -> Vec<Fact> {
    let Some(proposal) = look.proposal() else { return Vec::new() };
    let matter = look.matter();
    let leader = proposal.leader.map(|leader| look.directory.person_name(leader).to_owned()).unwrap_or_default();
    let rule = matter.schedule.map_or(proposal.limit, |schedule| schedule.limit);
    let mut facts = vec![
        Fact::new("事项类别", proposal.category.text()),
        Fact::new("来源", source(look)),
        Fact::new("分管校领导", leader),
        Fact::new("办结时限的定法", words::limit(rule, look.working_days())),
    ];
    facts.extend(matter.clerk().map(|clerk| Fact::new("经办人", look.directory.person_name(clerk))));
    facts.extend(matter.due_dates().map(|dates| Fact::new("办结时限", text::day(dates.in_force))));
    facts.extend(
        matter
            .due_dates()
            .filter(|dates| dates.first != dates.in_force)
            .map(|dates| Fact::new("最初时限", text::day(dates.first))),
    );
    facts.extend(matter.schedule.map(|schedule| Fact::new("进展报告", schedule.cadence.label())));
    facts.extend(progress(look).map(|said| Fact::new("最近进展", said)));
    facts.extend(proposal.source.reply_by.map(|day| Fact::new("上级要求的回复日期", text::day(day))));
    let petitioner = proposal.source.petitioner.as_ref().filter(|_| look.viewer.office);
    facts.extend(petitioner.map(|sealed| Fact::new("反映人（仅学校办公室可见）", look.opened(sealed))));
    facts.extend(group(look));
    facts
}

fn source(look: &Look) -> String {
    let Some(source) = look.proposal().map(|proposal| &proposal.source) else { return String::new() };
    let organ = source.organ.as_ref().map_or(source.kind.label(), |organ| organ.as_str());
    let number = source.number.as_ref().map(|number| format!(" {number}")).unwrap_or_default();
    let day = source.date.map(|day| format!("（{}）", text::day(day))).unwrap_or_default();
    let clause = source.clause.as_ref().map(|clause| format!("，条款 {clause}")).unwrap_or_default();
    format!("{organ}{number}{day}{clause}")
}

/// Of the lead unit's last report.
fn progress(look: &Look) -> Option<String> {
    let lead = look.matter().lead()?;
    let last = look.matter().progress.iter().rev().find(|progress| progress.unit == lead)?;
    let percent = last.percent.map(|percent| format!("{}%，", percent.get())).unwrap_or_default();
    let said = last.text.as_ref().map_or("本期无变化", Text::as_str);
    let short: String = said.chars().take(60).collect();
    Some(format!("{percent}{short}（{}）", text::day(last.stamp.on)))
}

/// 同源事项 that this reader may see.
fn group(look: &Look) -> Option<Fact> {
    let said: Vec<String> =
        look.view.group.iter().map(|(_, number, title)| format!("{number} {title}").trim().to_owned()).collect();
    (!said.is_empty()).then(|| Fact::new("同源事项", said.join("；")))
}
