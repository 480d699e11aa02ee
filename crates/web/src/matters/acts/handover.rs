//! 移交经办人: who in the Office looks after the matter from now on.

use domain::matter::Command;

use super::kit::{Drawn, form, remark};
use crate::{
    matters::{choices, look::Look, reader::Reader},
    pages::form::{Fact, Field, Kind},
};

pub fn draw(look: &Look) -> Drawn {
    let others: Vec<_> =
        look.directory.office_people(false).into_iter().filter(|one| Some(*one) != look.matter().clerk()).collect();
    let to = Field::new("clerk", "新的经办人", Kind::Select(choices::people(&look.directory, &others, None)));
    let explanation = "移交后由新的经办人跟进本事项，原经办人和新的经办人都收到消息；时限、编号和办理权限不变。";
    let mut drawn = Drawn::from(form(explanation, vec![to.required(), remark("reason", "移交说明")]));
    let now = look.matter().clerk().map(|clerk| look.directory.person_name(clerk));
    drawn.form.context = now.map(|name| vec![Fact::new("现在的经办人", name)]).unwrap_or_default();
    drawn
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let (to, reason) = (reader.person("clerk", "新的经办人"), reader.maybe_text("reason", "移交说明"));
    Some(Command::HandOver { to: to?, reason: reason? })
}
