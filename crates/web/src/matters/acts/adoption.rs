//! 确认补录 (R4.2): the head of the Office confirms what was taken over from paper. The page of 补录 itself is
//! [`crate::matters::adopt`].

use domain::matter::Command;

use super::kit::{Drawn, form, remark};
use crate::{
    matters::{look::Look, reader::Reader},
    pages::{form::Fact, text},
};

pub fn draw(look: &Look) -> Drawn {
    let explanation = "确认后，本事项按纸质通知单的编号和日期进入办理；确认之日以前不产生提醒和催办。";
    let mut drawn = Drawn::from(form(explanation, vec![remark("text", "确认意见")]));
    drawn.form.context = context(look);
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let text = reader.maybe_text("text", "确认意见");
    Some(Command::ConfirmAdoption { text: text? })
}

fn context(look: &Look) -> Vec<Fact> {
    let Some(adoption) = &look.matter().adoption else { return Vec::new() };
    let signed = adoption.signed.as_ref().map(|signed| {
        let by = signed.by.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {by}", text::day(signed.on))
    });
    vec![
        Fact::new("通知单编号", look.number_of(adoption.number)),
        Fact::new(
            "立项、交办",
            format!("{}、{}", text::day(adoption.registered_on), text::day(adoption.dispatched_on)),
        ),
        Fact::new("签收", signed.unwrap_or_else(|| "未签收，确认后由承办单位签收".to_owned())),
        Fact::new("原定时限 → 现行时限", format!("{} → {}", text::day(adoption.first_due), text::day(adoption.due))),
        Fact::new("此前的延期、催办、批示", format!("{} 件", adoption.history.len())),
    ]
}
