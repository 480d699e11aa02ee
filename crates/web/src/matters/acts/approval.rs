//! 报请审定 and 审定 (R4.1): the leaders approve in their order, or send the proposal back.

use domain::{
    institution::Role,
    matter::{Command, CommandKind, OpinionAnswer},
    value::PersonId,
};

use super::kit::{Drawn, decision, form, remark};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::form::{Fact, Field, Kind},
};

pub fn submission(look: &Look) -> Drawn {
    let principal = look.directory.institution.holders(Role::PrincipalLeader, None, look.today()).next();
    let first: Vec<PersonId> = look.matter().leader().or(principal).into_iter().collect();
    let major = look.proposal().is_some_and(|proposal| proposal.major);
    let then: Vec<PersonId> = principal.filter(|principal| major && !first.contains(principal)).into_iter().collect();
    let hint =
        if major { "重大事项最后由主要校领导审定。" } else { "只由一位校领导审定时不选。" };
    let fields = vec![
        Field::new("leaders", "审定领导", Kind::Select(choices::leaders(&look.directory, &first))).required().half(),
        Field::new("leaders_then", "再由", Kind::Select(choices::leaders(&look.directory, &then))).half().hint(hint),
        remark("text", "报请说明"),
    ];
    let mut drawn = Drawn::from(form("把拟办意见按所列次序报请校领导审定；同意后即可立项。", fields));
    drawn.form.context = opinions(look);
    drawn
}

pub fn read_submission(reader: &mut Reader) -> Option<Command> {
    let chosen = ["leaders", "leaders_then"].map(|name| reader.maybe_person(name));
    let text = reader.maybe_text("text", "报请说明");
    Some(Command::Submit { leaders: chosen.into_iter().flatten().collect(), text: text? })
}

/// 同意 and 退回修改 stand in one form.
pub fn draw(look: &Look) -> Drawn {
    let fields =
        vec![Field::new("text", "审定意见", Kind::Area { rows: 3 }).hint("同意时可不填；退回修改须写明意见。")];
    let explanation = "同意后由学校办公室立项、交办；退回后由学校办公室修改，再报请审定。";
    decision(explanation, context(look), fields, "同意", "退回修改").into()
}

pub fn read(reader: &mut Reader, kind: CommandKind) -> Option<Command> {
    if super::refuses(reader, kind, CommandKind::SendBack) {
        let text = reader.text("text", "退回意见");
        return Some(Command::SendBack { text: text? });
    }
    let text = reader.maybe_text("text", "审定意见");
    Some(Command::Approve { text: text? })
}

/// The whole proposal, since that is what is decided on.
fn context(look: &Look) -> Vec<Fact> {
    let Some(proposal) = look.proposal() else { return Vec::new() };
    let units: Vec<String> = proposal
        .units()
        .enumerate()
        .map(|(place, unit)| format!("{}{}", look.directory.unit_name(unit), if place == 0 { "（牵头）" } else { "" }))
        .collect();
    let mut facts = vec![Fact::new("事项内容", proposal.content.as_str())];
    facts.extend(words::asked(look));
    facts.push(Fact::new("承办单位", units.join("、")));
    facts.push(Fact::new("办结时限", words::limit(proposal.limit, look.working_days())));
    facts.extend(opinions(look));
    facts
}

fn opinions(look: &Look) -> Vec<Fact> {
    let said = |answer: &OpinionAnswer| match answer {
        OpinionAnswer::Awaited => "等待反馈".to_owned(),
        OpinionAnswer::Given(_, text) => text.to_string(),
        OpinionAnswer::Missing(_) => "逾期未反馈".to_owned(),
    };
    let opinions = look.matter().opinions.iter();
    opinions
        .map(|opinion| Fact::new(&format!("{}的意见", look.directory.owner_name(opinion.party)), said(&opinion.answer)))
        .collect()
}
