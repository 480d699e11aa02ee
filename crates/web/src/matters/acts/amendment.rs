//! 更正事项内容 (R4.3): a new version of what the notice says, told to everybody who has the old one.

use domain::{
    matter::{Command, CommandKind},
    value::Text,
};

use super::kit::{self, Drawn, form, text};
use crate::{
    forms::FormData,
    matters::{look::Look, notice, reader::Reader},
    pages::form::{Field, Kind},
};

pub fn draw(look: &Look, sent: Option<&FormData>) -> Drawn {
    let Some(proposal) = look.proposal() else { return Drawn::default() };
    let said = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let fields = vec![
        text("content", "事项内容").value(proposal.content.as_str()),
        text("requirements", "办理要求").value(said(&proposal.requirements)),
        text("target", "量化目标").value(said(&proposal.target)).hint("可检验的完成标志：数量、成果或状态。"),
        text("reason", "更正理由"),
        Field::new("version", "", Kind::Hidden).value(look.matter().text_version.to_string()),
    ];
    let stands = |name: &str| {
        let prefilled = fields.iter().find(|field| field.name == name).map_or("", |field| field.value.as_str());
        sent.map_or(prefilled, |sent| sent.get(name)).to_owned()
    };
    let [content, requirements, target] = ["content", "requirements", "target"].map(stands);
    let cadence = look.matter().schedule.map(|schedule| schedule.cadence);
    let preview = notice::anew(look, "更正", |sheet| {
        sheet.content = notice::content(&content, &requirements, &target, cadence);
    });
    let form = form("已交办的，通知单出新的一版并通知各承办单位；办结时限不变。", fields);
    kit::with_preview(form, CommandKind::Amend, preview)
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let content = reader.text("content", "事项内容");
    let requirements = reader.text("requirements", "办理要求");
    let target = reader.text("target", "量化目标");
    let reason = reader.text("reason", "更正理由");
    let version = reader.number("version", "版本");
    let (content, requirements, target) = (content?, requirements?, target?);
    Some(Command::Amend { content, requirements, target, reason: reason?, version: version? })
}
