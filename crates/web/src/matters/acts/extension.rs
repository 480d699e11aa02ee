//! 延期 (R4.5b, annex 4): the request with reasons, measures and a date; the Office's forwarding; the leader's word.

use app::papers::extension_draft as draft;
use domain::matter::{Command, CommandKind, Extension};

use super::kit::{Drawn, button, day, decision, files, form, remark, text};
use crate::{
    forms::FormData,
    matters::{choices, look::Look, reader::Reader, words},
    pages::{
        act::Submit,
        form::{Fact, Field, Kind},
        text as said,
    },
};

pub fn request(look: &Look, sent: Option<&FormData>) -> Drawn {
    let limit = look.matter().running_limit();
    let fields = vec![
        day("until", "计划办结时间").required().hint("要晚于原办结时间。"),
        text("reasons", "申请延期的原因"),
        text("measures", "解决措施"),
        files("佐证材料"),
    ];
    let explanation = "由单位负责人提交，经学校办公室转呈校领导审批；批准前原时限不变。";
    let typed = |name: &str| sent.map_or("", |sent| sent.get(name));
    let until = typed("until").parse().map(said::day_cn).unwrap_or_default();
    let sheet = look.lay(|facts| draft(facts, &until, typed("reasons"), typed("measures")));
    let mut drawn = Drawn { preview: Some(sheet.form()), ..Drawn::from(form(explanation, fields)) };
    drawn.form.submits = vec![button(CommandKind::RequestExtension), Submit::named("更新预览", "preview", "1")];
    drawn.form.context = limit.map(|duty| Fact::new("原办结时间", said::day(duty.due))).into_iter().collect();
    drawn.form.context.extend(earlier(look));
    drawn
}

pub fn read_request(reader: &mut Reader) -> Option<Command> {
    let until = reader.day("until", "计划办结时间");
    let (reasons, measures) = (reader.text("reasons", "申请延期的原因"), reader.text("measures", "解决措施"));
    Some(Command::RequestExtension { until: until?, reasons: reasons?, measures: measures? })
}

pub fn forwarding(look: &Look) -> Drawn {
    let fields = vec![which(look, with_the_office(look)), remark("remark", "学校办公室意见")];
    of_item(look, form("转呈分管校领导审批。", fields).into(), with_the_office(look))
}

pub fn read_forwarding(reader: &mut Reader) -> Option<Command> {
    let (extension, remark) = (reader.item("extension", "延期申请"), reader.maybe_text("remark", "学校办公室意见"));
    Some(Command::ForwardExtension { extension: extension?, remark: remark? })
}

pub fn returning(look: &Look) -> Drawn {
    let fields = vec![which(look, with_the_office(look)), text("reason", "退回理由")];
    of_item(look, form("退回承办单位修改，原时限不变。", fields).into(), with_the_office(look))
}

pub fn read_returning(reader: &mut Reader) -> Option<Command> {
    let (extension, reason) = (reader.item("extension", "延期申请"), reader.text("reason", "退回理由"));
    Some(Command::ReturnExtension { extension: extension?, reason: reason? })
}

/// 批准 and 不批准 stand in one form, beside what is decided on.
pub fn draw(look: &Look) -> Drawn {
    let asked = choices::chosen(look, with_the_leader(look), |extension| extension.id);
    let until = asked.map(|extension| said::day(extension.until)).unwrap_or_default();
    let fields = vec![
        which(look, with_the_leader(look)),
        day("until", "批准的办结时间").value(until),
        Field::new("text", "审批意见", Kind::Area { rows: 3 }).hint("批准时可不填；不批准须写明理由。"),
    ];
    let context = asked.map(|extension| context(look, extension)).unwrap_or_default();
    let explanation = "批准后，办结时限改为您确定的日期，并通知承办单位；不批准则原时限不变。";
    decision(explanation, context, fields, "批准", "不批准").into()
}

pub fn read(reader: &mut Reader, kind: CommandKind) -> Option<Command> {
    let extension = reader.item("extension", "延期申请");
    if super::refuses(reader, kind, CommandKind::RefuseExtension) {
        let text = reader.text("text", "不批准的理由");
        return Some(Command::RefuseExtension { extension: extension?, text: text? });
    }
    let (until, text) = (reader.day("until", "批准的办结时间"), reader.maybe_text("text", "审批意见"));
    Some(Command::GrantExtension { extension: extension?, until: until?, text: text? })
}

pub fn with_the_office(look: &Look) -> Vec<&Extension> {
    open(look).filter(|extension| extension.forwarded.is_none()).collect()
}

pub fn with_the_leader(look: &Look) -> Vec<&Extension> {
    open(look).filter(|extension| extension.forwarded.is_some()).collect()
}

fn open(look: &Look) -> impl Iterator<Item = &Extension> {
    look.matter().extensions.iter().filter(|extension| extension.outcome.is_none())
}

fn which(look: &Look, extensions: Vec<&Extension>) -> Field {
    let items: Vec<(u32, String)> =
        extensions.iter().map(|extension| (extension.id, format!("延期至{}", said::day(extension.until)))).collect();
    choices::waiting(look, "extension", "延期申请", &items)
}

fn of_item(look: &Look, mut drawn: Drawn, extensions: Vec<&Extension>) -> Drawn {
    let asked = choices::chosen(look, extensions, |extension| extension.id);
    drawn.form.context = asked.map(|extension| context(look, extension)).unwrap_or_default();
    drawn
}

fn context(look: &Look, extension: &Extension) -> Vec<Fact> {
    let late = if extension.late { "（超过时限后提出）" } else { "" };
    let days = format!("{} → {}{late}", said::day(extension.old_due), said::day(extension.until));
    let mut facts = vec![
        Fact::new("原办结时间 → 计划办结时间", days),
        Fact::new("申请延期的原因", extension.reasons.as_str()),
        Fact::new("解决措施", extension.measures.as_str()),
        Fact::new("申请人", words::signed(look, &extension.requested)),
    ];
    facts.extend(extension.forwarded.as_ref().map(|(stamp, remark)| {
        let remark = remark.as_ref().map_or("转呈审批。", |remark| remark.as_str());
        Fact::new("学校办公室意见", format!("{remark}（{}）", words::signed(look, stamp)))
    }));
    facts.extend(earlier(look));
    facts
}

fn earlier(look: &Look) -> Option<Fact> {
    let granted =
        look.matter().due_changes.iter().filter(|change| change.cause == domain::duty::MoveCause::ExtensionGranted);
    let said: Vec<String> =
        granted.map(|change| format!("{} → {}", said::day(change.from), said::day(change.to))).collect();
    (!said.is_empty()).then(|| Fact::new("此前批准的延期", said.join("；")))
}
