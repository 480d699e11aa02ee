//! 更正时限 on the same day, and 按新日历重算: the two ways in which a limit changes without a request.

use domain::{
    matter::{Command, CommandKind},
    value::Day,
};

use super::kit::{self, Drawn, day, form, text};
use crate::{
    forms::FormData,
    matters::{look::Look, notice, reader::Reader},
    pages::{form::Fact, text as said},
};

pub fn correction(look: &Look, sent: Option<&FormData>) -> Drawn {
    let fields = vec![day("due", "正确的办结时限").required(), text("reason", "更正理由")];
    let form = form("只用于当日下发的通知单上的笔误；此后变更时限须由承办单位申请延期。", fields);
    let due: Option<Day> = sent.and_then(|sent| sent.get("due").parse().ok());
    let preview = notice::anew(look, "更正时限", |sheet| {
        sheet.due = due.map_or_else(|| "（填写后更新预览）".to_owned(), said::day_cn);
    });
    let mut drawn = kit::with_preview(form, CommandKind::CorrectDue, preview);
    drawn.form.context = limit(look);
    drawn
}

pub fn read_correction(reader: &mut Reader) -> Option<Command> {
    let (due, reason) = (reader.day("due", "正确的办结时限"), reader.text("reason", "更正理由"));
    Some(Command::CorrectDue { due: due?, reason: reason? })
}

pub fn recalculation(look: &Look) -> Drawn {
    let explanation = "按现行工作日历重算按工作日计的时限；已交办的只顺延，不提前。";
    let mut drawn =
        Drawn::from(form(explanation, vec![text("reason", "重算理由").value("放假安排已公布，按新日历重算。")]));
    drawn.form.context = limit(look);
    drawn
}

pub fn read_recalculation(reader: &mut Reader) -> Option<Command> {
    let reason = reader.text("reason", "重算理由");
    Some(Command::Recalculate { reason: reason? })
}

fn limit(look: &Look) -> Vec<Fact> {
    look.matter().running_limit().map(|duty| Fact::new("现在的时限", said::day(duty.due))).into_iter().collect()
}
