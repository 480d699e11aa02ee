//! What happens to a draft besides its text: 分发, 并案, 不予立项, 立项 (R4.1, R4.2).

use app::Act;
use domain::{
    matter::{Command, LimitRule},
    value::{GroupId, MatterId},
};

use super::kit::{Drawn, form, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::form::{Choice, Fact, Field, Kind},
};

pub fn distribution(look: &Look) -> Drawn {
    let mine = look.matter().lead();
    let units = choices::units(&look.directory, &[]);
    let others = units.into_iter().filter(|unit| mine.is_none_or(|mine| unit.value != mine.to_string())).collect();
    let explanation =
        "为所选的每个单位各建一项内容相同的拟办事项（同源事项，一事一项分别立项编号）；本事项留给现在的牵头单位。";
    form(explanation, vec![Field::new("units", "分发给", Kind::Many(others))]).into()
}

/// 分发: one new draft a unit, and the note on this one, in one request.
pub fn read_distribution(reader: &mut Reader, look: &Look) -> Option<(Command, Vec<Act>)> {
    let units = reader.units("units");
    let proposal = look.proposal()?;
    let group = look.matter().group.unwrap_or_else(|| GroupId(reader.request.fresh_id()));
    let mut acts = Vec::new();
    let mut into = Vec::new();
    for unit in units {
        let id = MatterId(reader.request.fresh_id());
        let mut copy = proposal.clone();
        copy.lead_unit = Some(unit);
        copy.co_units = Vec::new();
        acts.push(Act::Matter { id, command: Command::Propose { proposal: Box::new(copy), group: Some(group) } });
        into.push(id);
    }
    Some((Command::Distribute { group, into }, acts))
}

pub fn merger(look: &Look) -> Drawn {
    let explanation = "本事项不再单独立项，并入另一事项一并办理；理由留在记录中。";
    let others = look.others.iter().map(|(id, title)| Choice::new(&id.to_string(), title)).collect();
    form(explanation, vec![Field::new("into", "并入事项", Kind::Select(others)).required(), text("reason", "并案理由")])
        .into()
}

pub fn read_merger(reader: &mut Reader) -> Option<Command> {
    let (into, reason) = (reader.matter_id("into", "并入的事项"), reader.text("reason", "并案理由"));
    Some(Command::Merge { into: into?, reason: reason? })
}

pub fn not_pursued(_: &Look) -> Drawn {
    form("事项到此为止，不编号、不通知任何单位；理由留在记录中。", vec![text("reason", "不予立项的理由")]).into()
}

pub fn read_not_pursued(reader: &mut Reader) -> Option<Command> {
    let reason = reader.text("reason", "不予立项的理由");
    Some(Command::NotPursue { reason: reason? })
}

pub fn registration(look: &Look) -> Drawn {
    let mut drawn: Drawn = form(
        "按一事一项登记立项，取得通知单编号，列入《立项登记表》（附件 2）；随后须在两个工作日内交办。",
        Vec::new(),
    )
    .into();
    drawn.form.context = registered(look);
    drawn
}

/// The row of 立项登记表 as it will be.
fn registered(look: &Look) -> Vec<Fact> {
    let Some(proposal) = look.proposal() else { return Vec::new() };
    let units: Vec<&str> = proposal.units().map(|unit| look.directory.unit_name(unit)).collect();
    let rule = match proposal.limit {
        LimitRule::Standard | LimitRule::Explicit(_) | LimitRule::ByPlan => {
            words::limit(proposal.limit, look.working_days())
        }
    };
    vec![
        Fact::new("事项标题", proposal.title.as_str()),
        Fact::new("承办部门", units.join("、")),
        Fact::new("完成时限", rule),
    ]
}
