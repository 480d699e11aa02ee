//! 终止 (R1): asked by the Office, decided by a leader; told and filed like any other end.

use domain::matter::{Command, CommandKind, Termination};

use super::kit::{Drawn, decision, form, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::form::{Fact, Field, Kind},
};

pub fn request(_: &Look) -> Drawn {
    form("由校领导审批；同意后承办单位的时限撤销，仍须反馈和归档。", vec![text("reason", "终止理由")]).into()
}

pub fn read_request(reader: &mut Reader) -> Option<Command> {
    let reason = reader.text("reason", "终止理由");
    Some(Command::RequestTermination { reason: reason? })
}

/// 同意 and 不同意 stand in one form.
pub fn draw(look: &Look) -> Drawn {
    let items: Vec<(u32, String)> = pending(look).iter().map(|t| (t.id, "终止申请".to_owned())).collect();
    let fields = vec![
        choices::waiting(look, "termination", "终止申请", &items),
        Field::new("text", "审批意见", Kind::Area { rows: 3 }).hint("同意时可不填；不同意须写明理由。"),
    ];
    let context = choices::chosen(look, pending(look), |termination| termination.id)
        .map(|termination| {
            let by = words::signed(look, &termination.requested);
            vec![Fact::new("终止理由", termination.reason.as_str()), Fact::new("申请人", by)]
        })
        .unwrap_or_default();
    decision("同意后事项终止，不再办理；随后反馈并归档。", context, fields, "同意", "不同意").into()
}

pub fn read(reader: &mut Reader, kind: CommandKind) -> Option<Command> {
    let termination = reader.item("termination", "终止申请");
    if super::refuses(reader, kind, CommandKind::RefuseTermination) {
        let text = reader.text("text", "不同意的理由");
        return Some(Command::RefuseTermination { termination: termination?, text: text? });
    }
    let text = reader.maybe_text("text", "审批意见");
    Some(Command::GrantTermination { termination: termination?, text: text? })
}

pub fn pending(look: &Look) -> Vec<&Termination> {
    look.matter().terminations.iter().filter(|termination| termination.outcome.is_none()).collect()
}
