//! 撤回: an author takes back what nobody has acted upon yet.

use domain::matter::{Command, Withdrawable};

use super::kit::{Drawn, form};
use crate::{
    matters::{choices, deciders::withdrawable, look::Look, reader::Reader, timeline::withdrawn, words},
    pages::form::Choice,
};

pub fn draw(look: &Look) -> Drawn {
    let mine = |(_, stamp): &(Withdrawable, &domain::Stamp)| {
        let author = [stamp.by.person(), stamp.on_behalf].contains(&look.viewer.person);
        author || look.viewer.office
    };
    let items = withdrawable(look.matter()).into_iter().filter(mine);
    let choice = |(what, stamp): (Withdrawable, &domain::Stamp)| {
        Choice::new(&code(what), &format!("{}（{}）", withdrawn(what), words::signed(look, stamp)))
    };
    let fields = vec![choices::which("what", "撤回什么", items.map(choice).collect())];
    let explanation = "撤回后，它了结的时限恢复到原来的日期，它引起的时限撤销。";
    let mut drawn = Drawn::from(form(explanation, fields));
    drawn.form.context = withdrawable(look.matter())
        .into_iter()
        .filter(mine)
        .map(|(what, stamp)| crate::pages::form::Fact::new(withdrawn(what), words::signed(look, stamp)))
        .collect();
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let what = reader.choice("what", "撤回什么（现在没有可撤回的，请看事项页的最新情况）", from_code);
    Some(Command::Withdraw { what: what? })
}

fn code(what: Withdrawable) -> String {
    match what {
        Withdrawable::Objection(id) => format!("objection:{id}"),
        Withdrawable::Plan(id) => format!("plan:{id}"),
        Withdrawable::Extension(id) => format!("extension:{id}"),
        Withdrawable::ClosingReport(id) => format!("closing-report:{id}"),
        Withdrawable::Suspension(id) => format!("suspension:{id}"),
        Withdrawable::Termination(id) => format!("termination:{id}"),
    }
}

fn from_code(code: &str) -> Option<Withdrawable> {
    let (what, id) = code.split_once(':')?;
    let id = id.parse().ok()?;
    match what {
        "objection" => Some(Withdrawable::Objection(id)),
        "plan" => Some(Withdrawable::Plan(id)),
        "extension" => Some(Withdrawable::Extension(id)),
        "closing-report" => Some(Withdrawable::ClosingReport(id)),
        "suspension" => Some(Withdrawable::Suspension(id)),
        "termination" => Some(Withdrawable::Termination(id)),
        _ => None,
    }
}
