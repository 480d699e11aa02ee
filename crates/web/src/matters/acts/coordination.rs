//! 提请协调 (R4.5a) and the answer that is owed.

use domain::matter::{Command, Problem};

use super::kit::{Drawn, files, form, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::form::Fact,
};

pub fn ask(look: &Look) -> Drawn {
    let fields = vec![
        choices::my_unit(look, &look.my_units()),
        text("text", "需要协调的问题").hint("写明困难、已做的努力、希望怎样解决。"),
        files("附件"),
    ];
    form("学校办公室收到后应当答复，或呈报校领导协调。", fields).into()
}

pub fn read_ask(reader: &mut Reader) -> Option<Command> {
    let (unit, text) = (reader.unit("unit", "单位"), reader.text("text", "需要协调的问题"));
    Some(Command::AskCoordination { unit: unit?, text: text? })
}

pub fn answer(look: &Look) -> Drawn {
    let said = |problem: &&Problem| (problem.id, look.directory.unit_name(problem.unit).to_owned());
    let items: Vec<(u32, String)> = open(look).iter().map(said).collect();
    let fields = vec![choices::waiting(look, "problem", "提请协调的单位", &items), text("text", "答复")];
    let mut drawn = Drawn::from(form("答复发给提出的单位；须校领导协调的，另用“记录情况”并“呈报校领导”。", fields));
    drawn.form.context = choices::chosen(look, open(look), |problem| problem.id)
        .map(|problem| {
            let by = format!("{}提出的问题", look.directory.unit_name(problem.unit));
            vec![Fact::new(&by, format!("{}（{}）", problem.text, words::signed(look, &problem.asked)))]
        })
        .unwrap_or_default();
    drawn
}

pub fn read_answer(reader: &mut Reader) -> Option<Command> {
    let (problem, text) = (reader.item("problem", "提请协调"), reader.text("text", "答复"));
    Some(Command::AnswerCoordination { problem: problem?, text: text? })
}

pub fn open(look: &Look) -> Vec<&Problem> {
    look.matter().problems.iter().filter(|problem| problem.answer.is_none()).collect()
}
