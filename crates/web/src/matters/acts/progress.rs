//! 报告进展 (R4.4d): 本期无变化 in one click, or a report that begins with the last one's words.

use domain::{
    duty::{DutyKind, Owner},
    matter::{Command, Progress, Standstill},
    value::UnitId,
};

use super::kit::{files, form};
use crate::{
    matters::{choices, look::Look, reader::Reader, timeline::standstill},
    pages::{
        act::{ActForm, Submit},
        form::{Choice, Fact, Field, Kind},
        text,
    },
};

/// The one-click form.
pub fn unchanged(look: &Look) -> ActForm {
    let percent = last(look).and_then(|last| last.percent);
    let said = match percent {
        Some(percent) => format!("一键报送，按“本期无变化”记录，完成度仍为 {}%。", percent.get()),
        None => "一键报送，按“本期无变化”记录。".to_owned(),
    };
    let mut fields = vec![Field::new("unchanged", "", Kind::Hidden).value("1")];
    fields.extend(unit(look).map(|unit| Field::new("unit", "", Kind::Hidden).value(unit.to_string())));
    fields.extend(percent.map(|percent| Field::new("percent", "", Kind::Hidden).value(percent.get().to_string())));
    ActForm { submits: vec![Submit::new("本期无变化")], ..form(said, fields) }
}

/// The report, prefilled from the last.
pub fn report(look: &Look) -> ActForm {
    let last = last(look);
    let percent = last.and_then(|last| last.percent).map(|percent| percent.get().to_string());
    let said = last.and_then(|last| last.text.as_ref()).map(ToString::to_string);
    let problems = last.and_then(|last| last.problems.as_ref()).map(ToString::to_string);
    let fields = vec![
        choices::my_unit(look, &look.my_units()),
        Field::new("percent", "完成度（%）", Kind::Number { min: 0, max: 100 })
            .value(percent.unwrap_or_default())
            .half(),
        Field::new("standstill", "没有推进的，原因是", Kind::Select(standstills(look))).half(),
        Field::new("text", "进展情况", Kind::Area { rows: 4 }).value(said.unwrap_or_default()).required(),
        Field::new("problems", "存在的问题", Kind::Area { rows: 2 })
            .value(problems.unwrap_or_default())
            .hint("需要学校办公室协调的，请另用“提请协调”。"),
        files("附件"),
    ];
    let to = if is_lead(look) { "报学校办公室。" } else { "报牵头单位，由牵头单位汇总。" };
    ActForm { submits: vec![Submit::new("提交进展")], ..form(to, fields) }
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let unit = reader.unit("unit", "报告单位");
    let percent = reader.maybe_percent("percent");
    let text = reader.maybe_text("text", "进展情况");
    let problems = reader.maybe_text("problems", "存在的问题");
    let unchanged = reader.typed.ticked("unchanged");
    let why = match reader.typed.get("standstill") {
        "" => None,
        code => read_standstill(code),
    };
    let (unit, percent, text, problems) = (unit?, percent?, text?, problems?);
    Some(Command::ReportProgress { unit, percent, text, problems, unchanged, standstill: why })
}

/// `11 月，11 月 30 日前`: the report that is owed now.
pub fn period(look: &Look) -> String {
    let duty = unit(look).and_then(|unit| look.matter().duties.of_owner(DutyKind::ProgressReport, Owner::Unit(unit)));
    duty.map(|duty| format!("{} 月，{}前", duty.due.month(), text::month_day(duty.due))).unwrap_or_default()
}

pub fn last_report(look: &Look) -> Vec<Fact> {
    let Some(last) = last(look) else { return Vec::new() };
    let percent = last.percent.map(|percent| format!("，完成 {}%", percent.get())).unwrap_or_default();
    let said = last.text.as_ref().map_or("本期无变化", |text| text.as_str());
    vec![Fact::new(&format!("{}{percent}", text::day(last.stamp.on)), said)]
}

fn unit(look: &Look) -> Option<UnitId> {
    let mine = look.my_units();
    look.asked.unit.filter(|unit| mine.contains(unit)).or(mine.first().copied())
}

fn is_lead(look: &Look) -> bool {
    unit(look).is_some() && unit(look) == look.matter().lead()
}

/// The last report of that unit that said something.
fn last(look: &Look) -> Option<&Progress> {
    let unit = unit(look)?;
    let mut mine = look.matter().progress.iter().rev().filter(|progress| progress.unit == unit);
    mine.clone().find(|progress| progress.text.is_some()).or_else(|| mine.next())
}

const BLOCKED: &str = "blocked:";

fn standstills(look: &Look) -> Vec<Choice> {
    let plain = [
        ("outside_approval", Standstill::OutsideApproval),
        ("scope_grown", Standstill::ScopeGrown),
        ("funds", Standstill::Funds),
        ("other", Standstill::Other),
    ];
    let plain = plain.iter().map(|(code, why)| Choice::new(code, standstill(why)));
    let blocked =
        look.others.iter().map(|(id, title)| Choice::new(&format!("{BLOCKED}{id}"), &format!("须等待：{title}")));
    plain.chain(blocked).collect()
}

fn read_standstill(code: &str) -> Option<Standstill> {
    match code {
        "outside_approval" => Some(Standstill::OutsideApproval),
        "scope_grown" => Some(Standstill::ScopeGrown),
        "funds" => Some(Standstill::Funds),
        "other" => Some(Standstill::Other),
        blocked => blocked.strip_prefix(BLOCKED).and_then(|id| id.parse().ok()).map(Standstill::BlockedBy),
    }
}
