//! 签收 and 提出异议 (R4.3): the notice as issued, and the two ways. 视同签收 is the Office's word for a silent unit.

use domain::{matter::Command, value::UnitId};

use super::kit::{Drawn, form, text};
use crate::{
    matters::{choices, look::Look, reader::Reader},
    pages::{act::ActForm, form::Field},
};

/// The units that have still to sign and for which the viewer may.
pub fn unsigned(look: &Look) -> Vec<UnitId> {
    let open = |unit: &UnitId| look.matter().undertaking(*unit).is_some_and(|unit| unit.signature.is_none());
    look.my_units().into_iter().filter(open).collect()
}

pub fn sign(look: &Look) -> ActForm {
    form("签收后请认真办理，并按时限报送办结报告。单位负责人是第一责任人。", vec![unit_field(look)])
}

pub fn read_sign(reader: &mut Reader) -> Option<Command> {
    let unit = reader.unit("unit", "签收单位");
    Some(Command::Sign { unit: unit? })
}

pub fn object(look: &Look) -> ActForm {
    let explanation = "学校办公室答复：改派，或者维持交办。办结时限照常计算。";
    form(explanation, vec![unit_field(look), text("reason", "不属于本单位职责的理由")])
}

pub fn read_object(reader: &mut Reader) -> Option<Command> {
    let (unit, reason) = (reader.unit("unit", "单位"), reader.text("reason", "不属于本单位职责的理由"));
    Some(Command::Object { unit: unit?, reason: reason? })
}

pub fn deemed(look: &Look) -> Drawn {
    let units: Vec<UnitId> = look
        .matter()
        .present_units()
        .filter(|unit| unit.signature.is_none())
        .map(|unit| unit.assignment.unit)
        .collect();
    let explanation = "签收时限已过仍未签收的，视同签收，照常办理；理由和日期留在记录中。";
    form(explanation, vec![choices::my_unit(look, &units), text("reason", "视同签收的理由")]).into()
}

pub fn read_deemed(reader: &mut Reader) -> Option<Command> {
    let (unit, reason) = (reader.unit("unit", "单位"), reader.text("reason", "视同签收的理由"));
    Some(Command::DeemSigned { unit: unit?, reason: reason? })
}

fn unit_field(look: &Look) -> Field {
    choices::my_unit(look, &unsigned(look))
}
