//! 提醒承办单位: what a unit owes is pointed out to it. No 催办单, and not counted as one.

use domain::{
    duty::{Duty, Owner},
    matter::Command,
    value::UnitId,
};

use super::kit::{Drawn, form, text};
use crate::{
    matters::{choices, look::Look, reader::Reader},
    pages::{
        form::{Fact, Field, Kind},
        text as said,
    },
};

pub fn draw(look: &Look) -> Drawn {
    let units = owing(look);
    let choices = choices::units(&look.directory, &[]);
    let choices = choices.into_iter().filter(|one| units.iter().any(|unit| unit.to_string() == one.value));
    let chosen = look.asked.unit.filter(|unit| units.contains(unit)).or(units.first().copied());
    let choices = choices.map(|one| {
        let is_chosen = chosen.is_some_and(|unit| unit.to_string() == one.value);
        one.chosen_if(is_chosen)
    });
    let words = chosen.map(|unit| wording(look, unit)).unwrap_or_default();
    let fields = vec![
        Field::new("unit", "提醒哪个单位", Kind::Select(choices.collect())).required().half(),
        text("text", "提醒内容").value(words),
    ];
    let explanation =
        "该单位的负责人和联络员收到提醒。提醒不是催办单，不计入催办次数，也不改变时限；同一单位一天提醒一次。";
    let mut drawn = Drawn::from(form(explanation, fields));
    drawn.form.context = units.iter().filter_map(|unit| owed(look, *unit)).collect();
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let (unit, text) = (reader.unit("unit", "提醒哪个单位"), reader.text("text", "提醒内容"));
    Some(Command::Remind { unit: unit?, text: text? })
}

/// What is usually said: what is owed, and by when.
pub fn wording(look: &Look, unit: UnitId) -> String {
    let Some(duty) = first(look, unit) else { return String::new() };
    let (what, due, calendar) = (duty.kind.label(), said::day_cn(duty.due), &look.institution().calendar);
    if duty.due < look.today() {
        let past = calendar.days_past(look.today(), duty.due);
        return format!("“{what}”的时限为{due}，已逾期 {past} 个工作日，请抓紧办理并报告情况。");
    }
    let left = calendar.days_left(look.today(), duty.due);
    format!("“{what}”的时限为{due}，还有 {left} 个工作日，请按期办理。")
}

/// Units under the notice that owe something today, the lead unit first.
fn owing(look: &Look) -> Vec<UnitId> {
    let units = look.matter().present_units().map(|unit| unit.assignment.unit);
    units.filter(|unit| first(look, *unit).is_some()).collect()
}

fn first(look: &Look, unit: UnitId) -> Option<&Duty> {
    let owed = look.matter().duties.iter().filter(|duty| duty.is_open() && duty.owner == Owner::Unit(unit));
    owed.min_by_key(|duty| (duty.due, duty.id))
}

fn owed(look: &Look, unit: UnitId) -> Option<Fact> {
    let duty = first(look, unit)?;
    let what = format!("{}，时限 {}", duty.kind.label(), said::day(duty.due));
    Some(Fact::new(look.directory.unit_name(unit), what))
}
