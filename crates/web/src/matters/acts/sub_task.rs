//! 任务分解 (R4.4d): the lead unit asks its co-units and people, hears their report, and takes it.

use domain::{
    duty::Owner,
    matter::{Command, SubTask},
};

use super::kit::{Drawn, day, files, form, remark, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::{
        form::{Fact, Field, Kind},
        text as said,
    },
};

pub fn draw(look: &Look) -> Drawn {
    let matter = look.matter();
    let co_units = matter.co_units().into_iter().map(Owner::Unit);
    let own = matter.lead().map(|lead| look.directory.people(lead)).unwrap_or_default().into_iter().map(Owner::Person);
    let owners: Vec<Owner> = co_units.chain(own).collect();
    let fields = vec![
        Field::new("owner", "承担者", Kind::Select(choices::owners(&look.directory, &owners, &[]))).required().half(),
        day("due", "完成日期").required(),
        text("text", "任务内容"),
    ];
    let mut drawn = Drawn::from(form("协办单位和具体人员完成后向牵头单位报告，由牵头单位认可。", fields));
    drawn.form.context = words::asked(look);
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let owner = reader.owner("owner", "承担者");
    let (due, text) = (reader.day("due", "完成日期"), reader.text("text", "任务内容"));
    Some(Command::BreakDown { owner: owner?, due: due?, text: text? })
}

pub fn report(look: &Look) -> Drawn {
    let mine: Vec<&SubTask> =
        untaken(look).into_iter().filter(|task| look.viewer.office || look.viewer.is(task.owner)).collect();
    let fields = vec![which(look, &mine), text("text", "完成情况"), files("附件")];
    let mut drawn = Drawn::from(form("向牵头单位报告所承担任务的完成情况。", fields));
    drawn.form.context =
        choices::chosen(look, mine, |task| task.id).map(|task| context(look, task)).unwrap_or_default();
    drawn
}

pub fn read_report(reader: &mut Reader) -> Option<Command> {
    let (task, text) = (reader.item("task", "分解任务"), reader.text("text", "完成情况"));
    Some(Command::ReportSubTask { task: task?, text: text? })
}

pub fn taking(look: &Look) -> Drawn {
    let mut tasks = untaken(look);
    tasks.sort_by_key(|task| task.reported.is_none());
    let fields = vec![which(look, &tasks), remark("text", "意见")];
    let mut drawn = Drawn::from(form("认可后，这一分解任务了结。", fields));
    drawn.form.context =
        choices::chosen(look, tasks, |task| task.id).map(|task| context(look, task)).unwrap_or_default();
    drawn
}

pub fn read_taking(reader: &mut Reader) -> Option<Command> {
    let (task, text) = (reader.item("task", "分解任务"), reader.maybe_text("text", "意见"));
    Some(Command::TakeSubTask { task: task?, text: text? })
}

pub fn untaken(look: &Look) -> Vec<&SubTask> {
    look.matter().sub_tasks.iter().filter(|task| task.taken.is_none()).collect()
}

fn which(look: &Look, tasks: &[&SubTask]) -> Field {
    let said = |task: &&SubTask| {
        let short: String = task.text.as_str().chars().take(30).collect();
        (task.id, format!("{}：{short}", look.directory.owner_name(task.owner)))
    };
    choices::waiting(look, "task", "分解任务", &tasks.iter().map(said).collect::<Vec<_>>())
}

fn context(look: &Look, task: &SubTask) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("任务内容", task.text.as_str()),
        Fact::new("承担者、完成日期", format!("{}，{}", look.directory.owner_name(task.owner), said::day(task.due))),
    ];
    facts.extend(
        task.reported
            .as_ref()
            .map(|(stamp, text)| Fact::new("完成情况", format!("{text}（{}）", words::signed(look, stamp)))),
    );
    facts
}
