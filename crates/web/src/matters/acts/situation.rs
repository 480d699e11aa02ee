//! 情况记录 (R4.5a): contacts, new situations and problems in detail, and their way to a leader.

use domain::matter::{Command, Situation, SituationKind};

use super::kit::{Drawn, files, form, remark, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::form::{Choice, Fact, Field, Kind},
};

pub fn record(_: &Look) -> Drawn {
    let kinds = SituationKind::ALL
        .iter()
        .map(|kind| Choice::new(code(*kind), kind.label()).chosen_if(*kind == SituationKind::Contact));
    let fields = vec![
        Field::new("kind", "种类", Kind::Radio(kinds.collect())).required(),
        text("text", "情况").hint("何时、与谁联系、说了什么；或新情况、新问题的详细经过。"),
        files("附件"),
    ];
    form("与承办单位的联系，以及督办中的新情况、新问题，都详细记在这里；需要时再呈报校领导。", fields).into()
}

pub fn read_record(reader: &mut Reader) -> Option<Command> {
    let kind =
        reader.choice("kind", "种类", |sent| SituationKind::ALL.iter().copied().find(|kind| code(*kind) == sent));
    let text = reader.text("text", "情况");
    Some(Command::RecordSituation { kind: kind?, text: text? })
}

pub fn submit(look: &Look) -> Drawn {
    let open = unsubmitted(look);
    let said = |situation: &&Situation| {
        let short: String = situation.text.as_str().chars().take(30).collect();
        (situation.id, format!("{}：{short}", situation.kind.label()))
    };
    let items: Vec<(u32, String)> = open.iter().map(said).collect();
    let leader: Vec<_> = look.matter().leader().into_iter().collect();
    let fields = vec![
        choices::waiting(look, "situation", "情况", &items),
        Field::new("to", "呈报对象", Kind::Select(choices::leaders(&look.directory, &leader))).required().half(),
        remark("text", "呈报说明"),
    ];
    let mut drawn = Drawn::from(form("呈报校领导研究；校领导的批示记回本事项。", fields));
    drawn.form.context = choices::chosen(look, open, |situation| situation.id)
        .map(|situation| {
            let said = format!("{}（{}）", situation.text, words::signed(look, &situation.recorded));
            vec![Fact::new(situation.kind.label(), said)]
        })
        .unwrap_or_default();
    drawn
}

pub fn read_submit(reader: &mut Reader) -> Option<Command> {
    let (situation, to) = (reader.item("situation", "情况"), reader.person("to", "呈报对象"));
    let text = reader.maybe_text("text", "呈报说明");
    Some(Command::SubmitSituation { situation: situation?, to: to?, text: text? })
}

pub fn unsubmitted(look: &Look) -> Vec<&Situation> {
    look.matter().situations.iter().filter(|situation| situation.submitted.is_none()).rev().collect()
}

fn code(kind: SituationKind) -> &'static str {
    match kind {
        SituationKind::Contact => "contact",
        SituationKind::NewSituation => "new_situation",
        SituationKind::NewProblem => "new_problem",
    }
}
