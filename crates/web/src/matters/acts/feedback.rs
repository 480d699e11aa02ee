//! 反馈、评价、报送上级、答复反映人 (R4.7a, R5.2): 件件有回音.

use domain::{
    duty::Owner,
    matter::{Command, ReportOutcome},
};

use super::kit::{Drawn, day, files, form, remark, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::form::{Choice, Fact, Field, Kind},
};

pub fn draw(look: &Look) -> Drawn {
    let matter = look.matter();
    let leader = matter.leader().into_iter().map(Owner::Person);
    let units = matter.present_units().map(|unit| Owner::Unit(unit.assignment.unit));
    let concerned: Vec<Owner> = leader.chain(units).collect();
    let others = choices::anybody(&look.directory).into_iter().filter(|owner| !concerned.contains(owner));
    let everybody: Vec<Owner> = concerned.iter().copied().chain(others).collect();
    let result = matter.accepted_report().map(|report| report.sections.result.to_string()).unwrap_or_default();
    let fields = vec![
        Field::new("to", "反馈给", Kind::Many(choices::owners(&look.directory, &everybody, &concerned))),
        text("text", "办理结果").value(result),
    ];
    let mut drawn = Drawn::from(form("向校领导和相关单位报告办理结果。", fields));
    drawn.form.context = words::asked(look);
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let (to, text) = (reader.owners("to"), reader.text("text", "办理结果"));
    Some(Command::FeedBack { to, text: text? })
}

pub fn rating(look: &Look) -> Drawn {
    let words = vec![Choice::new("yes", "满意"), Choice::new("no", "不满意").note("退回补办")];
    let fields = vec![
        Field::new("satisfied", "评价", Kind::Radio(words)).required(),
        remark("text", "评价意见"),
        day("due", "补办时限").hint("不满意的填写。"),
    ];
    let mut drawn = Drawn::from(form("评价为不满意的，事项退回补办。", fields));
    drawn.form.context = result(look);
    drawn
}

pub fn read_rating(reader: &mut Reader) -> Option<Command> {
    let satisfied = reader.choice("satisfied", "满意还是不满意", |sent| match sent {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    });
    let (text, due) = (reader.maybe_text("text", "评价意见"), reader.maybe_day("due", "补办时限"));
    Some(Command::Rate { satisfied: satisfied?, text: text?, due: due? })
}

pub fn superior(look: &Look) -> Drawn {
    let mut drawn =
        Drawn::from(form("记下何时、以何种方式、向谁报送了什么。", vec![text("text", "报送情况"), files("报送文件")]));
    drawn.form.context = source(look);
    drawn
}

pub fn read_superior(reader: &mut Reader) -> Option<Command> {
    let text = reader.text("text", "报送情况");
    Some(Command::ReportToSuperior { text: text? })
}

pub fn petitioner(look: &Look) -> Drawn {
    let fields = vec![
        Field::new("answer_manner", "答复方式", Kind::Text)
            .hint("例如：当面、电话、书面、校长信箱。")
            .required()
            .half(),
        text("text", "答复内容"),
    ];
    let mut drawn = Drawn::from(form("向反映人答复办理结果，件件有回音。", fields));
    drawn.form.context = source(look);
    drawn
}

pub fn read_petitioner(reader: &mut Reader) -> Option<Command> {
    let (manner, text) = (reader.title("answer_manner", "答复方式"), reader.text("text", "答复内容"));
    Some(Command::AnswerPetitioner { manner: manner?, text: text? })
}

fn result(look: &Look) -> Vec<Fact> {
    let mut facts = words::asked(look);
    facts.extend(look.matter().accepted_report().map(|report| {
        let on = match &report.outcome {
            Some(ReportOutcome::Reviewed(stamp, ..)) => crate::pages::text::day(stamp.on),
            _ => String::new(),
        };
        Fact::new(&format!("取得的成效（{on} 办结）"), report.sections.result.as_str())
    }));
    facts
}

fn source(look: &Look) -> Vec<Fact> {
    let Some(source) = look.proposal().map(|proposal| &proposal.source) else { return Vec::new() };
    let mut facts: Vec<Fact> = Vec::new();
    facts.extend(source.organ.as_ref().map(|organ| Fact::new("来源", organ.as_str())));
    facts.extend(source.reply_by.map(|day| Fact::new("上级要求的回复日期", crate::pages::text::day(day))));
    facts.extend(
        source
            .petitioner
            .as_ref()
            .filter(|_| look.viewer.office)
            .map(|sealed| Fact::new("反映人", look.opened(sealed))),
    );
    facts.extend(result(look));
    facts
}
