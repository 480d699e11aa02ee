//! 工作计划 (R4.4c): steps with dates and owners, a row each; the Office accepts or returns.

use domain::{
    matter::{Command, CommandKind, Plan, PlanOutcome, PlanStep},
    value::Day,
};

use super::kit::{Drawn, day, decision, files, form};
use crate::{
    forms::FormData,
    matters::{choices, look::Look, reader::Reader, words},
    pages::{
        form::{Fact, Field, Kind},
        text,
    },
};

const ROWS: usize = 4;
/// No form of ours shows more.
const MOST_ROWS: usize = 40;

pub fn draw(look: &Look, sent: Option<&FormData>) -> Drawn {
    let last = look.matter().plans.last();
    let mut fields = Vec::new();
    for row in 1..=rows(last, sent) {
        fields.extend(step_fields(row, last.and_then(|plan| plan.steps.get(row - 1))));
    }
    let due = last.and_then(|plan| plan.final_due);
    let needed = look.matter().due_dates().is_none();
    let hint = if needed {
        "通知单未定最终时限，以经同意的计划为准。"
    } else {
        "通知单已定办结时限，可不填。"
    };
    fields.push(day("final_due", "最终时限").value(words::maybe_day(due)).hint(hint));
    fields.push(files("计划全文或附件"));
    let mut drawn = Drawn::from(form("写明分步任务、完成日期和责任人，报学校办公室审核。空行不保存。", fields));
    drawn.form.context = words::asked(look);
    drawn.form.context.extend(last.and_then(returned));
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let steps: Vec<Option<PlanStep>> = (1..=MOST_ROWS).filter_map(|row| step(reader, row)).collect();
    let final_due = reader.maybe_day("final_due", "最终时限");
    let steps = steps.into_iter().collect::<Option<Vec<PlanStep>>>();
    Some(Command::SubmitPlan { steps: steps?, final_due: final_due? })
}

/// 同意 and 退回 stand in one form.
pub fn review(look: &Look) -> Drawn {
    let said = |plan: &&Plan| (plan.version, format!("第 {} 版", plan.version));
    let items: Vec<(u32, String)> = pending(look).iter().map(said).collect();
    let fields = vec![
        choices::waiting(look, "plan", "工作计划", &items),
        Field::new("text", "审核意见", Kind::Area { rows: 3 }).hint("同意时可不填；退回时须写明理由。"),
        day("due", "重报日期").hint("退回时填写。"),
    ];
    let mut context = words::asked(look);
    context.extend(pending(look).first().map(|plan| Fact::new("工作计划", steps(plan))));
    context.extend(pending(look).first().map(|plan| Fact::new("报送", words::signed(look, &plan.submitted))));
    decision("同意后，计划所定的最终时限即为办结时限（通知单已定时限的不变）。", context, fields, "同意", "退回修改")
        .into()
}

pub fn read_review(reader: &mut Reader, kind: CommandKind) -> Option<Command> {
    let plan = reader.item("plan", "工作计划");
    if super::refuses(reader, kind, CommandKind::ReturnPlan) {
        let (reasons, due) = (reader.text("text", "退回理由"), reader.day("due", "重报日期"));
        return Some(Command::ReturnPlan { plan: plan?, reasons: reasons?, due: due? });
    }
    let text = reader.maybe_text("text", "审核意见");
    Some(Command::AcceptPlan { plan: plan?, text: text? })
}

pub fn pending(look: &Look) -> Vec<&Plan> {
    look.matter().plans.iter().filter(|plan| plan.outcome.is_none()).collect()
}

fn rows(last: Option<&Plan>, sent: Option<&FormData>) -> usize {
    let filled = (1..=MOST_ROWS).rev().find(|row| sent.is_some_and(|sent| sent.ticked(&format!("step{row}_text"))));
    let before = last.map_or(0, |plan| plan.steps.len() + 2);
    filled.unwrap_or(0).max(before).clamp(ROWS, MOST_ROWS)
}

fn step_fields(row: usize, step: Option<&PlanStep>) -> [Field; 3] {
    let owner = step.and_then(|step| step.owner.as_ref()).map(ToString::to_string).unwrap_or_default();
    let said = step.map(|step| step.text.to_string()).unwrap_or_default();
    [
        Field::new(&format!("step{row}_text"), &format!("第 {row} 步"), Kind::Text).value(said),
        day(&format!("step{row}_due"), "完成日期").value(words::maybe_day(step.map(|step| step.due))),
        Field::new(&format!("step{row}_owner"), "责任人", Kind::Text).value(owner).half(),
    ]
}

/// None for an empty row; `Some(None)` for one that is wrong.
fn step(reader: &mut Reader, row: usize) -> Option<Option<PlanStep>> {
    let [text, due, owner] = ["text", "due", "owner"].map(|part| format!("step{row}_{part}"));
    let empty = [&text, &due, &owner].iter().all(|name| reader.typed.get(name).trim().is_empty());
    if empty {
        return None;
    }
    let said = reader.text(&text, &format!("第 {row} 步"));
    let due: Option<Day> = reader.day(&due, &format!("第 {row} 步的完成日期"));
    let owner = reader.maybe_title(&owner, &format!("第 {row} 步的责任人"));
    Some(said.zip(due).zip(owner).map(|((text, due), owner)| PlanStep { due, text, owner }))
}

fn steps(plan: &Plan) -> String {
    let said = |step: &PlanStep| {
        let owner = step.owner.as_ref().map(|owner| format!("（{owner}）")).unwrap_or_default();
        format!("{}　{}{owner}", text::day(step.due), step.text)
    };
    let mut lines: Vec<String> = plan.steps.iter().map(said).collect();
    lines.extend(plan.final_due.map(|due| format!("最终时限：{}", text::day(due))));
    lines.join("\n")
}

fn returned(plan: &Plan) -> Option<Fact> {
    match &plan.outcome {
        Some(PlanOutcome::Returned(_, reasons)) => Some(Fact::new("上次退回的理由", reasons.as_str())),
        _ => None,
    }
}
