//! What is asked once for all matters of a batch.

use domain::matter::CommandKind;

use super::{fields_of, prospect::Prospect};
use crate::{
    forms::FormData,
    matters::acts,
    pages::form::{Field, Kind, Problems},
};

pub fn about(act: CommandKind) -> &'static str {
    match act {
        CommandKind::Register => "各事项分别立项登记，按下面的次序依次取得编号，列入《立项登记表》。",
        CommandKind::Dispatch => "各事项分别下发通知单，承办单位须签收；办结时限自今日起算。",
        CommandKind::Remind => {
            "提醒各事项的牵头单位。提醒不是催办单，不计入催办次数，也不改变时限；同一单位一件事项一天提醒一次。"
        }
        CommandKind::Urge => "各事项分别发出催办单，由牵头单位签收，并呈报有关校领导；催办内容按各自的时限写明。",
        CommandKind::HandOver => "移交后由新的经办人跟进，原经办人和新的经办人都收到消息；时限、编号和办理权限不变。",
        _ => "",
    }
}

/// The names of the single form that stand once on the page.
fn names(act: CommandKind) -> &'static [&'static str] {
    match act {
        CommandKind::Remind => &["text"],
        CommandKind::Urge => &["due", "reason"],
        CommandKind::HandOver => &["clerk", "reason"],
        _ => &[],
    }
}

/// As the first matter that takes the act has them; with what was typed.
pub fn fields(act: CommandKind, prospects: &[Prospect], sent: Option<&FormData>) -> Vec<Field> {
    let first = prospects.iter().find(|prospect| prospect.can()).or(prospects.first());
    let Some(first) = first else { return Vec::new() };
    let mut own = fields_of(act, &first.look);
    if act == CommandKind::Urge && own.iter().all(|field| field.name != "reason") {
        own.push(Field::new("reason", "催办理由", Kind::Area { rows: 2 }));
    }
    let mut fields: Vec<Field> = own.into_iter().filter(|field| names(act).contains(&field.name.as_str())).collect();
    for field in &mut fields {
        match (act, field.name.as_str()) {
            (CommandKind::Remind, _) => {
                field.required = false;
                field.value.clear();
                field.hint = "不填的，按各事项写明所欠的工作和时限。".to_owned();
            }
            (CommandKind::Urge, "reason") => {
                field.required = false;
                field.hint = "系统没有提出催办建议的事项须写明；记入事项，不印在催办单上。".to_owned();
            }
            (CommandKind::HandOver, "clerk") => all_clerks(field, first),
            _ => {}
        }
    }
    if let Some(sent) = sent {
        acts::refill(&mut fields, sent);
    }
    fields
}

/// Whoever has one of the matters now may be given the others.
fn all_clerks(field: &mut Field, first: &Prospect) {
    let directory = &first.look.directory;
    let clerks = directory.office_people(false);
    field.kind = Kind::Select(crate::matters::choices::people(directory, &clerks, None));
}

/// What has to be there before anything can be done.
pub fn problems(act: CommandKind, sent: &FormData) -> Problems {
    let mut problems = Problems::default();
    match act {
        CommandKind::HandOver if sent.get("clerk").is_empty() => problems.add("clerk", "请选择新的经办人"),
        CommandKind::Urge if sent.values.iter().any(|(name, _)| name == "due") && sent.day("due").is_none() => {
            problems.add("due", "请填写限期办结时间")
        }
        _ => {}
    }
    problems
}

/// What was typed for all, for the form of one; what was left empty is the form's own.
pub fn typed<'a>(act: CommandKind, sent: &'a FormData) -> impl Iterator<Item = (String, String)> + 'a {
    let named = names(act).iter().map(|name| ((*name).to_owned(), sent.get(name).to_owned()));
    named.filter(|(_, value)| !value.trim().is_empty())
}
