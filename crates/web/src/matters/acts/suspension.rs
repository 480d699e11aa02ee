//! 暂缓, 恢复 (R1): asked by the Office, decided by a leader, always with an expected end.

use domain::{
    duty::{Basis, DutyKind},
    matter::{Command, CommandKind, Suspension, SuspensionCause},
};

use super::kit::{Drawn, day, decision, form, remark, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::{
        form::{Choice, Fact, Field, Kind},
        text as said,
    },
};

pub fn request(look: &Look) -> Drawn {
    let causes = SuspensionCause::ALL.iter().map(|cause| Choice::new(cause.code(), cause.label())).collect();
    let fields = vec![
        Field::new("cause", "等待什么", Kind::Radio(causes)).required(),
        text("reason", "暂缓理由"),
        day("expected_end", "预计恢复日期").required(),
    ];
    let explanation = if look.matter().stage == domain::matter::Stage::Suspended {
        "事项已暂缓，这是申请延长；由校领导审批。"
    } else {
        "由校领导审批；暂缓期间承办单位的时限停计、不催办，恢复后按剩余的工作日继续。"
    };
    form(explanation, fields).into()
}

pub fn read_request(reader: &mut Reader) -> Option<Command> {
    let cause = reader.choice("cause", "等待什么", SuspensionCause::from_code);
    let (reason, end) = (reader.text("reason", "暂缓理由"), reader.day("expected_end", "预计恢复日期"));
    Some(Command::RequestSuspension { reason: reason?, expected_end: end?, cause: cause? })
}

/// 同意 and 不同意 stand in one form.
pub fn draw(look: &Look) -> Drawn {
    let asked = choices::chosen(look, pending(look), |suspension| suspension.id);
    let until = asked.map(|suspension| said::day(suspension.expected_end)).unwrap_or_default();
    let items: Vec<(u32, String)> = pending(look).iter().map(|s| (s.id, "暂缓申请".to_owned())).collect();
    let fields = vec![
        choices::waiting(look, "suspension", "暂缓申请", &items),
        day("until", "预计恢复日期").value(until),
        Field::new("text", "审批意见", Kind::Area { rows: 3 }).hint("同意时可不填；不同意须写明理由。"),
    ];
    let context = asked.map(|suspension| context(look, suspension)).unwrap_or_default();
    decision("同意后，承办单位的时限停计；到预计恢复日期由学校办公室复核。", context, fields, "同意", "不同意").into()
}

pub fn read(reader: &mut Reader, kind: CommandKind) -> Option<Command> {
    let suspension = reader.item("suspension", "暂缓申请");
    if super::refuses(reader, kind, CommandKind::RefuseSuspension) {
        let text = reader.text("text", "不同意的理由");
        return Some(Command::RefuseSuspension { suspension: suspension?, text: text? });
    }
    let (until, text) = (reader.day("until", "预计恢复日期"), reader.maybe_text("text", "审批意见"));
    Some(Command::GrantSuspension { suspension: suspension?, until: until?, text: text? })
}

pub fn resumption(look: &Look) -> Drawn {
    let complete = look.matter().duties.owed().find(|duty| duty.kind == DutyKind::Complete);
    let explicit = complete.is_some_and(|duty| duty.basis == Basis::Explicit);
    let hint = if explicit {
        "本事项的办结时限是明确的日期，须重新确定。"
    } else {
        "不填的，按剩余的工作日继续计算。"
    };
    let due = day("due", "新的办结时限").hint(hint);
    let due = if explicit { due.required() } else { due };
    let mut drawn = Drawn::from(form("恢复办理，停计的时限继续计算。", vec![due, remark("text", "意见")]));
    drawn.form.context = complete.map(|duty| Fact::new("暂缓前的办结时限", said::day(duty.due))).into_iter().collect();
    drawn
}

pub fn read_resumption(reader: &mut Reader) -> Option<Command> {
    let (due, text) = (reader.maybe_day("due", "新的办结时限"), reader.maybe_text("text", "意见"));
    Some(Command::Resume { due: due?, text: text? })
}

pub fn pending(look: &Look) -> Vec<&Suspension> {
    look.matter().suspensions.iter().filter(|suspension| suspension.outcome.is_none()).collect()
}

fn context(look: &Look, suspension: &Suspension) -> Vec<Fact> {
    vec![
        Fact::new(if suspension.prolongs { "延长暂缓的理由" } else { "暂缓理由" }, suspension.reason.as_str()),
        Fact::new("预计恢复日期", said::day(suspension.expected_end)),
        Fact::new("申请人", words::signed(look, &suspension.requested)),
    ]
}
