//! 批示 (R4.5a): verbatim, sealed, with whoever must answer it; and the answer.

use domain::{
    duty::Owner,
    matter::{Command, Instruction},
    value::FileId,
};

use super::kit::{Drawn, day, files, form, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, typed, words},
    meetings::filled::NOTED,
    pages::{
        form::{Choice, Fact, Field, Kind},
        text as said,
    },
};

pub fn draw(look: &Look) -> Drawn {
    let owners: Vec<Owner> = look
        .matter()
        .lead()
        .into_iter()
        .chain(look.matter().co_units())
        .map(Owner::Unit)
        .chain([Owner::Office])
        .collect();
    let situations = look.matter().situations.iter().rev().map(|situation| {
        let short: String = situation.text.as_str().chars().take(30).collect();
        Choice::new(&situation.id.to_string(), &format!("{}：{short}", situation.kind.label()))
            .chosen_if(Some(situation.id) == look.asked.about)
    });
    let mut fields = vec![text("text", "批示原文").hint("逐字记录，不作概括；只向批示所涉人员显示。")];
    let situations: Vec<Choice> = situations.collect();
    if !situations.is_empty() {
        fields.push(Field::new("situation", "针对的情况", Kind::Select(situations)));
    }
    fields.push(
        Field::new("owed", "须回复的单位", Kind::Select(choices::owners(&look.directory, &owners, &[])))
            .half()
            .hint("不须回复的不选。"),
    );
    fields.push(day("owed_due", "回复期限").hint("选了须回复的单位时填写。"));
    fields.push(files("批示扫描件"));
    fields.push(Field::new(NOTED, "", Kind::Hidden));
    let mut drawn = Drawn::from(form("批示连同日期记在事项上，任何文书都照原文印出。", fields));
    drawn.form.context = words::asked(look);
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let text = reader.sealed("text", "批示原文");
    let situation = reader.typed.get("situation").parse().ok();
    let owed = owed(reader);
    let scan = typed::attachments(reader.typed).next().or(typed::evidence(reader.typed));
    let scan: Option<FileId> = scan.map(|file| file.id);
    Some(Command::Instruct { text: text?, situation, owed: owed?, scan })
}

/// Both or neither.
fn owed(reader: &mut Reader) -> Option<Option<(Owner, domain::value::Day)>> {
    if !reader.typed.ticked("owed") {
        return match reader.maybe_day("owed_due", "回复期限")? {
            Some(_) => reader.wrong("owed", "请选择须回复的单位，或去掉回复期限".to_owned()),
            None => Some(None),
        };
    }
    let (owner, due) = (reader.owner("owed", "须回复的单位"), reader.day("owed_due", "回复期限"));
    Some(Some((owner?, due?)))
}

pub fn answer(look: &Look) -> Drawn {
    let mine = answerable(look);
    let said = |instruction: &&Instruction| (instruction.id, giver(look, instruction));
    let items: Vec<(u32, String)> = mine.iter().map(said).collect();
    let fields = vec![choices::waiting(look, "instruction", "批示", &items), text("text", "落实情况"), files("附件")];
    let mut drawn = Drawn::from(form("向批示的校领导回复落实情况。", fields));
    drawn.form.context = choices::chosen(look, mine, |instruction| instruction.id)
        .map(|instruction| context(look, instruction))
        .unwrap_or_default();
    drawn
}

pub fn read_answer(reader: &mut Reader) -> Option<Command> {
    let (instruction, text) = (reader.item("instruction", "批示"), reader.text("text", "落实情况"));
    Some(Command::AnswerInstruction { instruction: instruction?, text: text? })
}

/// What the viewer may answer: those owed first, the newest first.
pub fn answerable(look: &Look) -> Vec<&Instruction> {
    let mine = |instruction: &&Instruction| {
        let owner = instruction.owed.map_or(Owner::Office, |(owner, _)| owner);
        look.viewer.office || look.viewer.is(owner)
    };
    let mut mine: Vec<&Instruction> = look.matter().instructions.iter().filter(mine).rev().collect();
    mine.sort_by_key(|instruction| !(instruction.owed.is_some() && instruction.answers.is_empty()));
    mine
}

fn giver(look: &Look, instruction: &Instruction) -> String {
    format!("{}（{}）", look.directory.who_name(instruction.given.by), said::day(instruction.given.on))
}

fn context(look: &Look, instruction: &Instruction) -> Vec<Fact> {
    let mut facts = vec![Fact::new(&format!("批示：{}", giver(look, instruction)), look.opened(&instruction.text))];
    facts.extend(instruction.owed.map(|(_, due)| Fact::new("回复期限", said::day(due))));
    facts
}
