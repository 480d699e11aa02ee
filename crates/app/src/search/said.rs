//! What of a matter is found by its words: what everybody who may see the matter may read there. Never 批示, petitioners,
//! telephones, opinions and referrals.

use domain::{
    access::audience,
    matter::{Matter, Stage},
};
use serde::{Deserialize, Serialize};

use super::tokens::{RECORD_MOST, Words};
use crate::views::{number_of, sees_all};

/// Where a word was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Title,
    Number,
    Content,
    Requirements,
    Target,
    Source,
    Plan,
    Progress,
    Extension,
    Urging,
    ClosingReport,
    FileName,
    FileText,
}

impl Field {
    pub fn label(self) -> &'static str {
        match self {
            Field::Title => "事项名称",
            Field::Number => "编号",
            Field::Content => "事项内容",
            Field::Requirements => "办理要求",
            Field::Target => "量化目标",
            Field::Source => "来源",
            Field::Plan => "工作计划",
            Field::Progress => "进展",
            Field::Extension => "延期申请",
            Field::Urging => "催办内容",
            Field::ClosingReport => "办结报告",
            Field::FileName => "附件名称",
            Field::FileText => "附件内容",
        }
    }
}

/// A field of a matter, as it was written.
pub(crate) type Said = (Field, String);

/// In the order in which a hit is looked for in them.
pub(crate) fn said(matter: &Matter, number: &str) -> Vec<Said> {
    let Some(proposal) = &matter.proposal else { return Vec::new() };
    let mut said = vec![(Field::Title, proposal.title.to_string()), (Field::Number, number.to_owned())];
    let mut add = |field, text: Option<&dyn std::fmt::Display>| said.extend(text.map(|text| (field, text.to_string())));
    add(Field::Content, Some(&proposal.content));
    add(Field::Requirements, proposal.requirements.as_ref().map(|text| text as _));
    add(Field::Target, proposal.target.as_ref().map(|text| text as _));
    add(Field::Source, proposal.source.organ.as_ref().map(|text| text as _));
    add(Field::Source, proposal.source.number.as_ref().map(|text| text as _));
    for step in matter.plans.iter().flat_map(|plan| &plan.steps) {
        add(Field::Plan, Some(&step.text));
    }
    for progress in &matter.progress {
        add(Field::Progress, progress.text.as_ref().map(|text| text as _));
        add(Field::Progress, progress.problems.as_ref().map(|text| text as _));
    }
    for extension in &matter.extensions {
        add(Field::Extension, Some(&extension.reasons));
        add(Field::Extension, Some(&extension.measures));
    }
    for urging in &matter.urgings {
        add(Field::Urging, Some(&urging.text));
    }
    for report in &matter.reports {
        let sections = &report.sections;
        for text in [&sections.content, &sections.goal, &sections.work, &sections.result, &sections.next] {
            add(Field::ClosingReport, Some(text));
        }
    }
    said
}

/// What a search may be narrowed to, and who may see it.
pub(crate) const SEEN_BY: &str = "v";
pub(crate) const UNIT: &str = "u";
pub(crate) const PERSON: &str = "p";
pub(crate) const STAGE: &str = "s";
pub(crate) const CATEGORY: &str = "c";
pub(crate) const YEAR: &str = "y";
pub(crate) const NUMBER: &str = "n";

/// The tokens of a matter: what it may be narrowed by, then what it says.
pub(crate) fn words(matter: &Matter, said: &[Said]) -> String {
    let mut words = Words::up_to(RECORD_MOST);
    for subject in audience(matter).into_iter().filter(|subject| !sees_all(*subject)) {
        words.key(SEEN_BY, &subject.to_string());
    }
    let proposal = matter.proposal.as_ref();
    let units = matter.lead().into_iter().chain(matter.co_units());
    units.for_each(|unit| words.key(UNIT, &unit.to_string()));
    let people = matter.units.iter().flat_map(|unit| [unit.assignment.responsible, unit.assignment.contact]);
    for person in people.chain([matter.leader()]).flatten() {
        words.key(PERSON, &person.to_string());
    }
    if matter.stage != Stage::Unborn {
        words.key(STAGE, matter.stage.code());
    }
    if let Some(proposal) = proposal {
        words.key(CATEGORY, proposal.category.code());
    }
    if let Some(number) = number_of(matter) {
        words.key(YEAR, &number.year.to_string());
        words.key(NUMBER, &number_key(number.year, number.seq));
    }
    said.iter().for_each(|(_, text)| words.field(text));
    words.done()
}

/// `2026x12`
pub(crate) fn number_key(year: i16, seq: u32) -> String {
    format!("{year}x{seq}")
}
