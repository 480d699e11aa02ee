//! The fields that 新建, 修改 and 补录 share: shown from a proposal or from what was typed, and read back.

use app::matter_scope;
use domain::{
    Refusal,
    matter::{Category, LimitRule, Proposal, Source, SourceKind},
    regulation::LimitName,
    value::{Day, PersonId, Sealed, UnitId},
};

use super::{choices, look::Directory, reader::Reader, typed, words};
use crate::{
    forms::FormData,
    pages::{
        form::{Choice, Problems},
        matter_form::{LimitRule as Chosen, MatterForm},
    },
};

/// The names that the form sends: what a problem can stand beside.
pub const NAMES: &[&str] = &[
    "title",
    "content",
    "requirements",
    "target",
    "category",
    "source_kind",
    "source_organ",
    "source_number",
    "source_clause",
    "source_date",
    "reply_date",
    "petitioner",
    "petitioner_contact",
    "lead",
    "co_units",
    "limit",
    "due",
    "major",
    "complex",
    "ongoing",
    "leader",
    "file",
];

/// An empty form.
pub fn empty(directory: &Directory) -> MatterForm {
    let rules = directory.institution.regulation_on(directory.today);
    let days = |limit, usual| rules.map_or(usual, |rules| rules.limit(limit).days);
    MatterForm {
        categories: categories(None),
        source_kinds: source_kinds(None),
        leads: choices::units(directory, &[]),
        co_units: choices::units(directory, &[]),
        leaders: choices::leaders(directory, &[]),
        working_days: days(LimitName::Complete, 15),
        plan_days: days(LimitName::WorkPlan, 5),
        ..MatterForm::default()
    }
}

/// `petitioner`: the opened text, if the viewer may read it.
pub fn of(directory: &Directory, proposal: &Proposal, petitioner: Option<&str>) -> MatterForm {
    let said = |text: &Option<domain::value::Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let title = |title: &Option<domain::value::Title>| title.as_ref().map(ToString::to_string).unwrap_or_default();
    let (limit, due) = match proposal.limit {
        LimitRule::Explicit(due) if proposal.complex => (Chosen::Complex, Some(due)),
        LimitRule::Explicit(due) => (Chosen::Explicit, Some(due)),
        LimitRule::Standard => (Chosen::WorkingDays, None),
        LimitRule::ByPlan => (Chosen::Complex, None),
    };
    let (petitioner, contact) = petitioner.map(split).unwrap_or_default();
    let lead: Vec<UnitId> = proposal.lead_unit.into_iter().collect();
    let leader: Vec<PersonId> = proposal.leader.into_iter().collect();
    MatterForm {
        title: proposal.title.to_string(),
        content: proposal.content.to_string(),
        requirements: said(&proposal.requirements),
        target: said(&proposal.target),
        categories: categories(Some(proposal.category)),
        source_kinds: source_kinds(Some(proposal.source.kind)),
        source_organ: title(&proposal.source.organ),
        source_number: title(&proposal.source.number),
        source_clause: title(&proposal.source.clause),
        source_date: words::maybe_day(proposal.source.date),
        reply_date: words::maybe_day(proposal.source.reply_by),
        petitioner,
        petitioner_contact: contact,
        leads: choices::units(directory, &lead),
        co_units: choices::units(directory, &proposal.co_units),
        limit,
        due: words::maybe_day(due),
        major: proposal.major,
        complex: proposal.complex,
        ongoing: proposal.ongoing,
        leaders: choices::leaders(directory, &leader),
        ..empty(directory)
    }
}

/// Everything as it was typed.
pub fn typed(directory: &Directory, sent: &FormData, problems: Problems) -> MatterForm {
    let get = |name: &str| sent.get(name).to_owned();
    let chosen = |name: &str| -> Vec<UnitId> { sent.all(name).filter_map(|id| id.parse().ok()).collect() };
    let leader: Vec<PersonId> = sent.get("leader").parse().into_iter().collect();
    MatterForm {
        title: get("title"),
        content: get("content"),
        requirements: get("requirements"),
        target: get("target"),
        categories: categories(Category::from_code(sent.get("category"))),
        source_kinds: source_kinds(SourceKind::from_code(sent.get("source_kind"))),
        source_organ: get("source_organ"),
        source_number: get("source_number"),
        source_clause: get("source_clause"),
        source_date: get("source_date"),
        reply_date: get("reply_date"),
        petitioner: get("petitioner"),
        petitioner_contact: get("petitioner_contact"),
        leads: choices::units(directory, &chosen("lead")),
        co_units: choices::units(directory, &chosen("co_units")),
        limit: Chosen::parse(sent.get("limit")).unwrap_or_default(),
        due: get("due"),
        major: sent.ticked("major"),
        complex: sent.ticked("complex"),
        ongoing: sent.ticked("ongoing"),
        leaders: choices::leaders(directory, &leader),
        staged: typed::attachments(sent)
            .map(|file| words::file(domain::value::MatterId(uuid::Uuid::nil()), file))
            .collect(),
        problems,
        ..empty(directory)
    }
}

/// A rule's refusal beside the fields of this form, and of a page that has more.
pub fn problems(refusal: &Refusal, more: &[&str]) -> Problems {
    let names: Vec<&str> = NAMES.iter().chain(more).copied().collect();
    super::fields::problems(refusal, &[], &names)
}

/// What the form says, with nothing judged but whether it can be read. `before` is the proposal that is being revised.
pub fn read(reader: &mut Reader, before: Option<(&Proposal, Option<&str>)>) -> Option<Proposal> {
    let (title, content) = (reader.title("title", "事项标题"), reader.text("content", "事项内容"));
    let requirements = reader.maybe_text("requirements", "办理要求");
    let target = reader.maybe_text("target", "量化目标");
    let category = reader.choice("category", "事项类别", Category::from_code);
    let limit = limit(reader);
    let complex = reader.typed.ticked("complex") || reader.typed.get("limit") == Chosen::Complex.value();
    let source = source(reader, category, before);
    Some(Proposal {
        title: title?,
        content: content?,
        requirements: requirements?,
        target: target?,
        category: category?,
        source: source?,
        lead_unit: reader.maybe_unit("lead"),
        co_units: reader.units("co_units"),
        limit: limit?,
        major: reader.typed.ticked("major"),
        complex,
        ongoing: reader.typed.ticked("ongoing"),
        leader: reader.maybe_person("leader"),
    })
}

/// R4.4a–c; nothing chosen is the ordinary limit.
pub fn limit(reader: &mut Reader) -> Option<LimitRule> {
    let due: Option<Day> = reader.maybe_day("due", "办结日期")?;
    match (Chosen::parse(reader.typed.get("limit")).unwrap_or_default(), due) {
        (Chosen::WorkingDays, _) => Some(LimitRule::Standard),
        (Chosen::Explicit, Some(due)) | (Chosen::Complex, Some(due)) => Some(LimitRule::Explicit(due)),
        (Chosen::Complex, None) => Some(LimitRule::ByPlan),
        (Chosen::Explicit, None) => reader.wrong("due", "办结日期：选了“明确时限”，请填写日期".to_owned()),
    }
}

fn source(
    reader: &mut Reader,
    category: Option<Category>,
    before: Option<(&Proposal, Option<&str>)>,
) -> Option<Source> {
    let organ = reader.maybe_title("source_organ", "来源机关或会议");
    let number = reader.maybe_title("source_number", "文号或会议次数");
    let clause = reader.maybe_title("source_clause", "条款");
    let date = reader.maybe_day("source_date", "来源日期");
    let reply_by = reader.maybe_day("reply_date", "上级要求的回复日期");
    let kind = SourceKind::from_code(reader.typed.get("source_kind")).or(category.map(usual_kind));
    let petitioner = petitioner(reader, before);
    Some(Source {
        kind: kind?,
        organ: organ?,
        number: number?,
        clause: clause?,
        date: date?,
        reply_by: reply_by?,
        petitioner,
    })
}

/// Name and way to reach them in one sealed text; unchanged, it keeps its row.
fn petitioner(reader: &mut Reader, before: Option<(&Proposal, Option<&str>)>) -> Option<Sealed> {
    let (name, contact) = (reader.typed.get("petitioner").trim(), reader.typed.get("petitioner_contact").trim());
    let said = match (name, contact) {
        ("", "") => return None,
        (name, "") => name.to_owned(),
        (name, contact) => format!("{name}{BETWEEN}{contact}"),
    };
    let known = before
        .and_then(|(proposal, opened)| proposal.source.petitioner.as_ref().filter(|_| opened == Some(said.as_str())));
    match known {
        Some(sealed) => Some(sealed.clone()),
        None => Some(reader.request.seal(matter_scope(reader.matter), &said)),
    }
}

const BETWEEN: &str = "，联系方式：";

fn split(said: &str) -> (String, String) {
    let (name, contact) = said.split_once(BETWEEN).unwrap_or((said, ""));
    (name.to_owned(), contact.to_owned())
}

/// Where matters of this category mostly come from.
fn usual_kind(category: Category) -> SourceKind {
    match category {
        Category::CentralDecisions | Category::SuperiorInstructions | Category::SchoolPlans => SourceKind::Document,
        Category::SchoolMeetings => SourceKind::Meeting,
        Category::LeadersInstructions => SourceKind::Instruction,
        Category::PublicConcerns => SourceKind::Petition,
        Category::Other => SourceKind::Other,
    }
}

fn categories(chosen: Option<Category>) -> Vec<Choice> {
    let choice =
        |category: &Category| Choice::new(category.code(), category.text()).chosen_if(Some(*category) == chosen);
    Category::ALL.iter().map(choice).collect()
}

fn source_kinds(chosen: Option<SourceKind>) -> Vec<Choice> {
    let choice = |kind: &SourceKind| Choice::new(kind.code(), kind.label()).chosen_if(Some(*kind) == chosen);
    SourceKind::ALL.iter().map(choice).collect()
}
