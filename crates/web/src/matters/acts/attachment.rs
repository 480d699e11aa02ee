//! 上传附件: one file with a word about it. The form stands on the matter's own page.

use domain::matter::Command;

use super::kit::{Drawn, files, form};
use crate::{
    matters::{look::Look, reader::Reader, typed},
    pages::form::{Field, Kind},
};

pub fn draw(_: &Look) -> Drawn {
    let fields = vec![files("文件"), Field::new("label", "说明", Kind::Text).hint("例如：常委会纪要、验收单。")];
    form("批示、纪要、来文、佐证材料都放在这里，归档时一并整理。", fields).into()
}

pub fn read(reader: &mut Reader) -> Option<Command> {
    let label = reader.maybe_title("label", "说明");
    let file = typed::attachments(reader.typed).next().map(|file| file.id);
    let file = match file {
        Some(file) => Some(file),
        None => reader.wrong("file", "请选择要上传的文件".to_owned()),
    };
    Some(Command::Attach { file: file?, label: label? })
}
