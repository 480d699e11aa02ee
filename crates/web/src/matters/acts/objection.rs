//! 维持交办: the Office's answer to a unit that says the matter is not its business. The other answer is 改派.

use domain::matter::{Command, Objection};

use super::kit::{Drawn, form, text};
use crate::{
    matters::{choices, look::Look, reader::Reader, words},
    pages::form::Fact,
};

pub fn draw(look: &Look) -> Drawn {
    let said = |objection: &&Objection| (objection.id, look.directory.unit_name(objection.unit).to_owned());
    let items: Vec<(u32, String)> = open(look).iter().map(said).collect();
    let fields = vec![choices::waiting(look, "objection", "提出异议的单位", &items), text("reason", "维持交办的理由")];
    let mut drawn =
        Drawn::from(form("维持交办后，该单位须签收并按时限办理；如应由其他单位办理，请改用“改派”。", fields));
    drawn.form.context = choices::chosen(look, open(look), |objection| objection.id)
        .map(|objection| {
            let by = format!("{}提出的异议", look.directory.unit_name(objection.unit));
            vec![Fact::new(&by, format!("{}（{}）", objection.reason, words::signed(look, &objection.made)))]
        })
        .unwrap_or_default();
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let (objection, reason) = (reader.item("objection", "异议"), reader.text("reason", "维持交办的理由"));
    Some(Command::Insist { objection: objection?, reason: reason? })
}

pub fn open(look: &Look) -> Vec<&Objection> {
    look.matter().objections.iter().filter(|objection| objection.outcome.is_none()).collect()
}
