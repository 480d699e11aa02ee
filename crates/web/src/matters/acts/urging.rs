//! 催办 and 二次催办 (R4.5c, R4.5d; annex 5): the notice before it goes out, its signature, and what came of it.

use app::papers::urging_draft;
use documents::paper::Form;
use domain::{
    duty::Duty,
    matter::{Command, Urging},
    regulation::UrgingWords,
    value::Day,
};

use super::kit::{Drawn, day, form, text};
use crate::{
    forms::FormData,
    matters::{choices, look::Look, reader::Reader, timeline::nth_urging},
    pages::{
        act::Submit,
        form::{Choice, Fact, Field, Kind},
        text as said,
    },
};

pub fn draw(look: &Look, sent: Option<&FormData>) -> Drawn {
    let missed = look.matter().missed_limit(look.today());
    let proposal = look.matter().open_urging_proposal();
    let (due, words) = match (proposal, missed) {
        // what was proposed some days ago is counted anew from today
        (_, Some(missed)) => suggested(look, missed),
        (Some(proposal), None) => (said::day(proposal.due), proposal.text.to_string()),
        (None, None) => Default::default(),
    };
    let mut fields = vec![
        day("due", "限期办结时间").value(due).required(),
        Field::new("text", "催办内容", Kind::Area { rows: 6 })
            .value(words.clone())
            .required()
            .hint("没有改动过的，其中的日期随限期和发出日期改写；改动过的，照所写的发出。"),
        Field::new(SUGGESTED, "", Kind::Hidden).value(words),
    ];
    if proposal.is_none() {
        let why = Field::new("reason", "催办理由", Kind::Area { rows: 2 }).required();
        fields.push(why.hint("系统没有提出催办建议，请写明此时催办的理由；记入事项，不印在催办单上。"));
    }
    let explanation = if is_second(look) {
        format!("二次催办由学校办公室主任签发，同时抄送{}，并呈报有关校领导。", look.directory.discipline_name())
    } else {
        "催办单发给牵头单位签收，并呈报有关校领导。".to_owned()
    };
    let mut drawn = Drawn::from(form(explanation, fields));
    let nth = nth_urging(look.matter().next_urging());
    drawn.form.submits = vec![Submit::new(&format!("发出{nth}")), Submit::named("更新预览", "preview", "1")];
    drawn.form.title = nth;
    drawn.form.context = history(look);
    drawn.form.context.extend(is_second(look).then(|| letter(look)));
    drawn.preview = Some(preview(look, &drawn.form.fields, sent));
    drawn
}

/// The words as they were put into the form, to tell whether anybody changed them.
const SUGGESTED: &str = "suggested";

/// The limit and the wording by the parameters that the matter keeps.
fn suggested(look: &Look, missed: &Duty) -> (String, String) {
    let Some(rules) = look.regulation().map(|rules| &rules.urging) else { return Default::default() };
    let limit = look.institution().calendar.limit(look.today(), rules.interval.max(1));
    let Ok(limit) = limit else { return Default::default() };
    (said::day(limit.due), wording(look, missed, look.today(), limit.due).unwrap_or_default())
}

fn wording(look: &Look, missed: &Duty, on: Day, due: Day) -> Option<String> {
    let rules = &look.regulation()?.urging;
    Some(rules.text(UrgingWords {
        nth: look.matter().next_urging(),
        title: look.title(),
        missed: missed.kind,
        old_due: &said::day_cn(missed.due),
        days_past: look.institution().calendar.days_past(on, missed.due),
        due: &said::day_cn(due),
    }))
}

/// Words that nobody has changed name the limit and the day that were chosen since.
pub fn write_anew(look: &Look, sent: &mut FormData) {
    let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
    if !sent.ticked(SUGGESTED) || !same(sent.get("text"), sent.get(SUGGESTED)) {
        return;
    }
    let recorded = Some(sent.get("occurred_on")).filter(|_| sent.ticked("recorded")).and_then(|day| day.parse().ok());
    let on: Day = recorded.unwrap_or(look.today());
    let words =
        sent.day("due").zip(look.matter().missed_limit(on)).and_then(|(due, missed)| wording(look, missed, on, due));
    let Some(words) = words else { return };
    for (name, value) in &mut sent.values {
        if name == "text" || name == SUGGESTED {
            value.clone_from(&words);
        }
    }
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let (due, text) = (reader.day("due", "限期办结时间"), reader.text("text", "催办内容"));
    let reason = reader.maybe_text("reason", "催办理由");
    Some(Command::Urge { due: due?, text: text?, reason: reason? })
}

pub fn sign(look: &Look) -> Drawn {
    let unsigned: Vec<&Urging> = running(look).into_iter().filter(|urging| urging.signature.is_none()).collect();
    let mut drawn = Drawn::from(form("签收催办单，并按限期落实。", vec![which(look, &unsigned)]));
    drawn.form.context = choices::chosen(look, unsigned, |urging| urging.id).map(context).unwrap_or_default();
    drawn
}

pub fn read_sign(reader: &mut Reader) -> Option<Command> {
    let urging = reader.item("urging", "催办单");
    Some(Command::SignUrging { urging: urging? })
}

pub fn settle(look: &Look) -> Drawn {
    let outcomes = vec![Choice::new("yes", "已落实"), Choice::new("no", "未落实").note("限期过后才能记")];
    let fields = vec![
        which(look, &running(look)),
        Field::new("done", "落实情况", Kind::Radio(outcomes)).required(),
        Field::new("reason", "情况说明", Kind::Area { rows: 3 }).hint("未落实的须写明未按催办单落实的情况。"),
    ];
    of_running(look, form("记为未落实的，可以二次催办。", fields).into())
}

pub fn read_settle(reader: &mut Reader) -> Option<Command> {
    let urging = reader.item("urging", "催办单");
    let done = reader.choice("done", "落实情况", |sent| match sent {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    });
    let reason = reader.maybe_text("reason", "情况说明");
    Some(Command::SettleUrging { urging: urging?, done: done?, reason: reason? })
}

pub fn revoke(look: &Look) -> Drawn {
    let fields = vec![which(look, &running(look)), text("reason", "撤销理由")];
    of_running(look, form("这份催办单退出催办次数的计算，并通知收到它的各方。", fields).into())
}

pub fn read_revoke(reader: &mut Reader) -> Option<Command> {
    let (urging, reason) = (reader.item("urging", "催办单"), reader.text("reason", "撤销理由"));
    Some(Command::RevokeUrging { urging: urging?, reason: reason? })
}

pub fn hold(look: &Look) -> Drawn {
    let fields = vec![day("until", "缓发到").required(), text("reason", "缓发理由")];
    let mut drawn = Drawn::from(form("暂不发出催办，理由显示在事项上；缓发期满仍未办结的，系统再次提出。", fields));
    drawn.form.context = history(look);
    drawn
}

pub fn read_hold(reader: &mut Reader) -> Option<Command> {
    let (until, reason) = (reader.day("until", "缓发到"), reader.text("reason", "缓发理由"));
    Some(Command::HoldUrging { reason: reason?, until: until? })
}

pub fn running(look: &Look) -> Vec<&Urging> {
    look.matter().urgings.iter().filter(|urging| urging.outcome.is_none()).collect()
}

fn is_second(look: &Look) -> bool {
    let from = look.regulation().map_or(2, |rules| rules.urging.copies_discipline_from);
    look.matter().next_urging() >= from
}

fn which(look: &Look, urgings: &[&Urging]) -> Field {
    let items: Vec<(u32, String)> = urgings
        .iter()
        .map(|urging| (urging.id, format!("{}（{}）", nth_urging(urging.nth), said::day(urging.issued.on))))
        .collect();
    choices::waiting(look, "urging", "催办单", &items)
}

fn of_running(look: &Look, mut drawn: Drawn) -> Drawn {
    drawn.form.context = choices::chosen(look, running(look), |urging| urging.id).map(context).unwrap_or_default();
    drawn
}

fn context(urging: &Urging) -> Vec<Fact> {
    vec![
        Fact::new(&nth_urging(urging.nth), urging.text.as_str()),
        Fact::new("限期办结时间", said::day(urging.due)),
        Fact::new("超过的时限", format!("{}，当时已过 {} 个工作日", said::day(urging.old_due), urging.days_past)),
    ]
}

fn history(look: &Look) -> Vec<Fact> {
    let said = |urging: &Urging| {
        format!("{}：{}发出，限期{}", nth_urging(urging.nth), said::day(urging.issued.on), said::day(urging.due))
    };
    let lines: Vec<String> = look.matter().urgings.iter().map(said).collect();
    let mut facts: Vec<Fact> = Vec::new();
    facts.extend(look.matter().missed_limit(look.today()).map(|duty| Fact::new("已超过的时限", said::day(duty.due))));
    facts.extend((!lines.is_empty()).then(|| Fact::new("此前的催办", lines.join("\n"))));
    facts
}

/// What goes to the discipline office beside the sheet.
fn letter(look: &Look) -> Fact {
    let discipline = look.directory.discipline_name();
    let said = format!("抄送函连同本催办单送{discipline}：写明通知单下发日期、时限和延期、历次催办、进展和办结报告。");
    Fact::new("同时抄送", said)
}

/// 催办单 (annex 5) as it stands in the form now.
fn preview(look: &Look, fields: &[Field], sent: Option<&FormData>) -> Form {
    let typed = |name: &str| {
        let prefilled = fields.iter().find(|field| field.name == name).map_or("", |field| field.value.as_str());
        sent.map_or(prefilled, |sent| sent.get(name)).to_owned()
    };
    let due = typed("due").parse().map(said::day_cn).unwrap_or_default();
    look.lay(|facts| urging_draft(facts, &due, &typed("text"), is_second(look))).form("")
}
