//! 改派, 增加和减少协办单位, 变更联系人 (R4.3). Who answers in the new unit may be left to the directory.

use documents::forms::notice::Notice;
use domain::{
    matter::{Command, CommandKind, LimitRule},
    value::{Day, PersonId, UnitId},
};

use super::kit::{self, Drawn, day, form, remark, text};
use crate::{
    forms::FormData,
    matters::{choices, deciders, look::Look, notice, reader::Reader, words},
    pages::{
        form::{Fact, Field, Kind},
        text as said,
    },
};

pub fn transfer(look: &Look, sent: Option<&FormData>) -> Drawn {
    let mut fields = newcomer(look, "改派给");
    fields.push(text("reason", "改派理由"));
    fields.push(
        day("due", "新的办结时限").hint("校领导另定明确日期时才填；不填的，原定日期不变，按工作日计算的重新起算。"),
    );
    let explanation = "原单位的时限撤销（已有的逾期留在记录中），新单位收到新一版通知单并须签收。";
    let preview = notice::anew(look, "改派", |sheet| take_over(look, sheet, sent));
    let mut drawn = kit::with_preview(form(explanation, fields), CommandKind::Transfer, preview);
    drawn.form.context = lead(look);
    drawn
}

pub fn read_transfer(reader: &mut Reader) -> Option<Command> {
    let unit = reader.unit("unit", "改派给哪个单位");
    let (reason, due) = (reader.text("reason", "改派理由"), reader.maybe_day("due", "新的办结时限"));
    let to = reader.assignment_or_directory(unit?);
    Some(Command::Transfer { to, reason: reason?, due: due? })
}

/// What the new lead unit's sheet will say, as far as it is typed.
fn take_over(look: &Look, sheet: &mut Notice, sent: Option<&FormData>) {
    let typed = |name: &str| sent.map_or("", |sent| sent.get(name));
    let unit: Option<UnitId> = typed("unit").parse().ok();
    let usual = unit.map(|unit| look.directory.assigned(unit));
    let person = |name: &str, usual: Option<PersonId>| typed(name).parse().ok().or(usual);
    let responsible = person("responsible", usual.as_ref().and_then(|one| one.responsible));
    let contact = person("contact", usual.as_ref().and_then(|one| one.contact));
    let name = |person: Option<PersonId>| person.map_or("", |one| look.directory.person_name(one)).to_owned();
    let telephone = typed("telephone");
    if let Some(first) = sheet.units.first_mut() {
        *first = unit.map_or_else(
            || "（选定单位后更新预览）".to_owned(),
            |unit| format!("{}（牵头）", look.directory.unit_name(unit)),
        );
    }
    // a co-unit that takes the lead stands there once
    let joined = unit.map(|unit| look.directory.unit_name(unit).to_owned());
    sheet.units.retain(|unit| Some(unit) != joined.as_ref());
    sheet.responsible = name(responsible);
    sheet.contact = name(contact);
    sheet.telephone = if telephone.is_empty() { look.directory.telephone(contact) } else { telephone }.to_owned();
    let explicit: Option<Day> = typed("due").parse().ok();
    let standard = look.matter().schedule.is_some_and(|schedule| schedule.limit == LimitRule::Standard);
    if let Some(due) = explicit {
        sheet.due = said::day_cn(due);
    } else if standard {
        sheet.due = notice::due_if_dispatched_today(look, LimitRule::Standard);
    }
    (sheet.signer, sheet.signed_on) = Default::default();
}

pub fn co_unit(look: &Look, sent: Option<&FormData>) -> Drawn {
    let mut fields = newcomer(look, "增加的协办单位");
    fields.push(text("reason", "理由"));
    let unit: Option<UnitId> = sent.and_then(|sent| sent.get("unit").parse().ok());
    let preview = notice::anew(look, "增加协办单位", |sheet| {
        let name = unit.map_or("（选定单位后更新预览）", |unit| look.directory.unit_name(unit));
        sheet.units.push(name.to_owned());
    });
    let form = form("新的协办单位收到通知单并须签收；通知单出新的一版。", fields);
    kit::with_preview(form, CommandKind::AddCoUnit, preview)
}

pub fn read_co_unit(reader: &mut Reader) -> Option<Command> {
    let (unit, reason) = (reader.unit("unit", "增加的协办单位"), reader.text("reason", "理由"));
    let to = reader.assignment_or_directory(unit?);
    Some(Command::AddCoUnit { to, reason: reason? })
}

pub fn removal(look: &Look, sent: Option<&FormData>) -> Drawn {
    let co_units = look.matter().co_units();
    let chosen = sent.and_then(|sent| sent.get("unit").parse().ok()).or(look.asked.unit);
    let leaves: Option<UnitId> = chosen.filter(|unit| co_units.contains(unit)).or(co_units.first().copied());
    let fields = vec![choices::my_unit(look, &co_units), text("reason", "理由")];
    let preview = notice::anew(look, "减少协办单位", |sheet| {
        let name = leaves.map_or("", |unit| look.directory.unit_name(unit));
        sheet.units.retain(|unit| unit != name);
    });
    let form = form("该单位的时限撤销，不再承办本事项；通知单出新的一版。", fields);
    kit::with_preview(form, CommandKind::RemoveCoUnit, preview)
}

pub fn read_removal(reader: &mut Reader) -> Option<Command> {
    let (unit, reason) = (reader.unit("unit", "减少的协办单位"), reader.text("reason", "理由"));
    Some(Command::RemoveCoUnit { unit: unit?, reason: reason? })
}

/// A unit's own people, with what stands on the notice now.
pub fn contact(look: &Look) -> Drawn {
    let units = look.my_units();
    let unit = look.asked.unit.filter(|unit| units.contains(unit)).or(units.first().copied());
    let now = unit.and_then(|unit| look.matter().undertaking(unit)).map(|unit| unit.assignment.clone());
    let people: Vec<PersonId> = units.iter().flat_map(|unit| look.directory.people(*unit)).collect();
    let telephone = now.as_ref().and_then(|now| now.telephone.as_ref()).and_then(|sealed| look.view.opened(sealed));
    let select = |name: &str, label: &str, chosen: Option<PersonId>| {
        Field::new(name, label, Kind::Select(choices::people(&look.directory, &people, chosen))).required().half()
    };
    let fields = vec![
        choices::my_unit(look, &units),
        select("responsible", "负责人", now.as_ref().and_then(|now| now.responsible)),
        select("contact", "联系人", now.as_ref().and_then(|now| now.contact)),
        Field::new("telephone", "联系电话", Kind::Telephone).value(telephone.unwrap_or_default()).required().half(),
        remark("reason", "说明"),
    ];
    form("只更换责任人和联系方式，不出新的通知单。", fields).into()
}

pub fn read_contact(reader: &mut Reader) -> Option<Command> {
    let (unit, reason) = (reader.unit("unit", "单位"), reader.maybe_text("reason", "说明"));
    let to = reader.assignment(unit?, "");
    Some(Command::ChangeContact { to, reason: reason? })
}

fn newcomer(look: &Look, label: &str) -> Vec<Field> {
    let directory = &look.directory;
    let taken: Vec<UnitId> = look.matter().present_units().map(|unit| unit.assignment.unit).collect();
    let lead = look.matter().lead();
    let free = |choice: &crate::pages::form::Choice| lead.is_none_or(|lead| choice.value != lead.to_string());
    let units =
        choices::units(directory, &taken).into_iter().map(|choice| choice.chosen_if(false)).filter(free).collect();
    let from_directory = "不选的，按“人员”中该单位的登记填写。";
    let heads = choices::people(directory, &deciders::all_heads(directory), None);
    let contacts = choices::people(directory, &deciders::all_contacts(directory), None);
    vec![
        Field::new("unit", label, Kind::Select(units)).required(),
        Field::new("responsible", "负责人（第一责任人）", Kind::Select(heads)).half().hint(from_directory),
        Field::new("contact", "联系人", Kind::Select(contacts)).half().hint(from_directory),
        Field::new("telephone", "联系电话", Kind::Telephone).half().hint("不填的，用联系人登记的电话。"),
    ]
}

fn lead(look: &Look) -> Vec<Fact> {
    let mut facts: Vec<Fact> = super::objection::open(look)
        .iter()
        .map(|objection| {
            let by = format!("{}提出的异议", look.directory.unit_name(objection.unit));
            Fact::new(&by, format!("{}（{}）", objection.reason, words::signed(look, &objection.made)))
        })
        .collect();
    facts.extend(look.matter().lead().map(|unit| Fact::new("现在的牵头单位", look.directory.unit_name(unit))));
    facts
}
