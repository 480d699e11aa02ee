//! 征求意见 (R4.1): whom to ask, what they say, and that they said nothing.

use domain::matter::{Command, Opinion, OpinionAnswer};

use super::kit::{Drawn, day, files, form, text};
use crate::{
    matters::{choices, look::Look, reader::Reader},
    pages::{
        form::{Fact, Field, Kind},
        text as words,
    },
};

pub fn request(look: &Look) -> Drawn {
    let anybody = choices::anybody(&look.directory);
    let concerned: Vec<_> =
        look.proposal().into_iter().flat_map(|p| p.units()).map(domain::duty::Owner::Unit).collect();
    let parties = choices::owners(&look.directory, &anybody, &concerned);
    let fields = vec![
        Field::new("parties", "征求对象", Kind::Many(parties)),
        text("question", "征求意见的内容").value("请就上述拟办事项的承办单位、办理要求和办结时限提出意见。"),
        day("due", "反馈期限").required(),
    ];
    form("向有关方面征求意见；重大或复杂事项须先征求意见，再报校领导审定。", fields).into()
}

pub fn read_request(reader: &mut Reader) -> Option<Command> {
    let parties = reader.owners("parties");
    let (due, question) = (reader.day("due", "反馈期限"), reader.text("question", "征求意见的内容"));
    Some(Command::SeekOpinions { parties, due: due?, question: question? })
}

pub fn answer(look: &Look) -> Drawn {
    let mine: Vec<&Opinion> =
        awaited(look).into_iter().filter(|opinion| look.viewer.office || look.viewer.is(opinion.party)).collect();
    let mut fields = vec![which(look, &mine), text("text", "意见")];
    fields.push(files("附件"));
    let mut drawn = Drawn::from(form("您的意见供学校办公室形成拟办意见、校领导审定时参考。", fields));
    drawn.form.context = choices::chosen(look, mine, |opinion| opinion.id).map(context).unwrap_or_default();
    drawn
}

pub fn read_answer(reader: &mut Reader) -> Option<Command> {
    let (opinion, text) = (reader.item("opinion", "征求意见"), reader.text("text", "意见"));
    Some(Command::GiveOpinion { opinion: opinion?, text: text? })
}

pub fn missing(look: &Look) -> Drawn {
    let mut drawn =
        Drawn::from(form("反馈期限已过仍未反馈的，记为逾期未反馈，不再等待。", vec![which(look, &awaited(look))]));
    drawn.form.context = choices::chosen(look, awaited(look), |opinion| opinion.id).map(context).unwrap_or_default();
    drawn
}

pub fn read_missing(reader: &mut Reader) -> Option<Command> {
    let opinion = reader.item("opinion", "征求意见");
    Some(Command::RecordMissingOpinion { opinion: opinion? })
}

pub fn awaited(look: &Look) -> Vec<&Opinion> {
    look.matter().opinions.iter().filter(|opinion| opinion.answer == OpinionAnswer::Awaited).collect()
}

fn which(look: &Look, opinions: &[&Opinion]) -> Field {
    let said = |opinion: &&Opinion| (opinion.id, look.directory.owner_name(opinion.party));
    choices::waiting(look, "opinion", "征求对象", &opinions.iter().map(said).collect::<Vec<_>>())
}

fn context(opinion: &Opinion) -> Vec<Fact> {
    vec![Fact::new("征求意见的内容", opinion.question.as_str()), Fact::new("反馈期限", words::day(opinion.due))]
}
