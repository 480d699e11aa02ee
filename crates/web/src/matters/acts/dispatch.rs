//! 交办 (R4.3): the notice (annex 3) before it goes out. 负责人、联系人、联系电话 stand there as the directory has them; what is
//! missing is named by the domain's own refusal. A target that the proposal lacks is filled in here and amended first.

use app::Act;
use documents::forms::notice::Notice;
use domain::{
    matter::{Assignment, Cadence, Command, LimitRule, Proposal},
    value::UnitId,
};

use super::kit::{Drawn, day, form};
use crate::{
    forms::FormData,
    matters::{choices, deciders, look::Look, notice, reader::Reader, words},
    pages::{
        act::Submit,
        form::{Field, Kind},
        matter_form::LimitRule as Chosen,
        text,
    },
};

pub fn draw(look: &Look, sent: Option<&FormData>) -> Drawn {
    let Some(proposal) = look.proposal() else { return Drawn::default() };
    let mut fields = Vec::new();
    if lacks_target(proposal) {
        let said = |text: &Option<domain::value::Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
        fields.push(Field::new("requirements", "办理要求", Kind::Area { rows: 3 }).value(said(&proposal.requirements)));
        let hint = "写成数量、成果或状态；随通知单一并写入事项内容。";
        fields.push(Field::new("target", "量化目标（可检验的完成标志）", Kind::Area { rows: 2 }).hint(hint));
        fields.push(Field::new("version", "", Kind::Hidden).value(look.matter().text_version.to_string()));
    }
    fields.extend(limit_fields(look, proposal));
    for (place, unit) in proposal.units().enumerate() {
        fields.extend(assignment_fields(look, unit, place));
    }
    let mut form = form("下发后，各承办单位收到通知单并须签收；办结时限自今日起算。请核对将要发出的通知单。", fields);
    form.submits = vec![Submit::new("下发通知单"), Submit::named("更新预览", "preview", "1")];
    form.missing = missing(look, proposal);
    Drawn { preview: Some(preview(look, proposal, sent).form("")), form }
}

/// The dispatch, and the amendment that has to come before it.
pub fn read(reader: &mut Reader, look: &Look) -> Option<(Command, Vec<Act>)> {
    let proposal = look.proposal()?;
    let limit = limit(reader);
    let cadence = reader.choice("cadence", "进展报告的周期", Cadence::from_code);
    let assignments: Vec<Assignment> =
        proposal.units().enumerate().map(|(place, unit)| reader.assignment(unit, &place.to_string())).collect();
    let amendment = amendment(reader, look, proposal);
    Some((Command::Dispatch { assignments, limit: limit?, cadence: cadence? }, amendment?))
}

fn amendment(reader: &mut Reader, look: &Look, proposal: &Proposal) -> Option<Vec<Act>> {
    if !lacks_target(proposal) || reader.typed.get("target").trim().is_empty() {
        return Some(Vec::new());
    }
    let (requirements, target) = (reader.text("requirements", "办理要求"), reader.text("target", "量化目标"));
    let version = reader.number("version", "版本");
    let reason = domain::value::Text::parse("更正理由", "交办前补全办理要求和量化目标").ok()?;
    let content = proposal.content.clone();
    let (requirements, target, version) = (requirements?, target?, version?);
    let command = Command::Amend { content, requirements, target, reason, version };
    Some(vec![Act::Matter { id: look.matter().id, command }])
}

fn lacks_target(proposal: &Proposal) -> bool {
    proposal.target.is_none() || proposal.requirements.is_none()
}

/// R4.4a–c, as the proposal has it.
fn limit_fields(look: &Look, proposal: &Proposal) -> Vec<Field> {
    let (chosen, due) = match proposal.limit {
        LimitRule::Explicit(due) => (Chosen::Explicit, text::day(due)),
        LimitRule::Standard => (Chosen::WorkingDays, String::new()),
        LimitRule::ByPlan => (Chosen::Complex, String::new()),
    };
    let choice =
        |rule: Chosen, label: &str| crate::pages::form::Choice::new(rule.value(), label).chosen_if(rule == chosen);
    let rules = vec![
        choice(Chosen::WorkingDays, &words::limit(LimitRule::Standard, look.working_days())),
        choice(Chosen::Explicit, "明确时限（填写日期）"),
        choice(Chosen::Complex, "由经同意的工作计划确定（限复杂事项）"),
    ];
    let usual = if proposal.ongoing || proposal.complex { Cadence::Monthly } else { Cadence::None };
    vec![
        Field::new("limit", "办结时限的定法", Kind::Radio(rules)).hint(counted_from_today(look)).required(),
        day("due", "办结日期").value(due).hint("选“明确时限”时填写。"),
        Field::new("cadence", "进展报告", Kind::Select(choices::cadences(usual))).half(),
    ]
}

/// R4.4b: the ordinary limit with its arithmetic.
fn counted_from_today(look: &Look) -> String {
    let limit = look.institution().calendar.limit(look.today(), look.working_days());
    limit.map(|limit| format!("按工作日计算的，今日交办为：{}。", limit.explained)).unwrap_or_default()
}

fn limit(reader: &mut Reader) -> Option<LimitRule> {
    match reader.choice("limit", "办结时限的定法", Chosen::parse)? {
        Chosen::Explicit => reader.day("due", "办结日期").map(LimitRule::Explicit),
        Chosen::WorkingDays => Some(LimitRule::Standard),
        Chosen::Complex => Some(LimitRule::ByPlan),
    }
}

/// 责任明确化, prefilled from the directory.
fn assignment_fields(look: &Look, unit: UnitId, place: usize) -> [Field; 3] {
    let directory = &look.directory;
    let listed = directory.assigned(unit);
    let name = directory.unit_name(unit);
    let people = deciders::people_of(directory, domain::duty::Owner::Unit(unit));
    let select = |base: &str, label: &str, chosen| {
        let choices = choices::people(directory, &people, chosen);
        Field::new(&format!("{base}{place}"), &format!("{name}{label}"), Kind::Select(choices)).half()
    };
    let telephone = directory.telephone(listed.contact);
    [
        select("responsible", "负责人（第一责任人）", listed.responsible),
        select("contact", "联系人", listed.contact),
        Field::new(&format!("telephone{place}"), &format!("{name}联系电话"), Kind::Telephone).value(telephone),
    ]
}

/// What the domain would refuse as the form stands now.
fn missing(look: &Look, proposal: &Proposal) -> Vec<String> {
    let refusal = look.view.possible.iter().find(|possible| possible.kind == domain::matter::CommandKind::Dispatch);
    let named = refusal.and_then(|possible| possible.refusal.as_ref()).map(|refusal| refusal.fields.clone());
    let mut missing: Vec<String> = Vec::new();
    for (place, unit) in proposal.units().enumerate() {
        let listed = look.directory.assigned(unit);
        let part = if place == 0 { "牵头单位" } else { "协办单位" };
        let name = look.directory.unit_name(unit);
        if listed.responsible.is_none() {
            missing.push(format!("责任未明确：“人员”中没有{part}（{name}）的负责人和联络员，请先登记"));
        }
    }
    let of_the_text = named.unwrap_or_default().into_iter().filter(|(field, _)| field == "量化目标");
    of_the_text.map(|(_, what)| what).chain(missing).collect()
}

fn preview(look: &Look, proposal: &Proposal, sent: Option<&FormData>) -> Notice {
    let said = |name: &str| sent.map(|sent| sent.get(name)).filter(|said| !said.trim().is_empty());
    let mut sheet = notice::draft(look, proposal);
    let lead = proposal.lead_unit.map(|unit| look.directory.assigned(unit));
    let person = |name: &str, listed: Option<domain::value::PersonId>| {
        let chosen = sent.map_or(listed, |sent| sent.get(name).parse().ok());
        chosen.map(|person| look.directory.person_name(person).to_owned()).unwrap_or_default()
    };
    sheet.responsible = person("responsible0", lead.as_ref().and_then(|lead| lead.responsible));
    sheet.contact = person("contact0", lead.as_ref().and_then(|lead| lead.contact));
    let listed = look.directory.telephone(lead.as_ref().and_then(|lead| lead.contact));
    sheet.telephone = sent.map_or(listed, |sent| sent.get("telephone0")).to_owned();
    sheet.due = due(look, proposal, sent);
    if let Some(target) = said("target") {
        let requirements = said("requirements").unwrap_or_default();
        let cadence = said("cadence").and_then(Cadence::from_code);
        sheet.content = notice::content(proposal.content.as_str(), requirements, target, cadence);
    }
    sheet
}

fn due(look: &Look, proposal: &Proposal, sent: Option<&FormData>) -> String {
    let rule =
        match sent.map(|sent| (Chosen::parse(sent.get("limit")), crate::matters::reader::read_day(sent.get("due")))) {
            Some((Some(Chosen::Explicit), Some(due))) => LimitRule::Explicit(due),
            Some((Some(Chosen::Explicit), None)) => return String::new(),
            Some((Some(Chosen::WorkingDays), _)) => LimitRule::Standard,
            Some((Some(Chosen::Complex), _)) => LimitRule::ByPlan,
            Some((None, _)) | None => proposal.limit,
        };
    notice::due_if_dispatched_today(look, rule)
}
